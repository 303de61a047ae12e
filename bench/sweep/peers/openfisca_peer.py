"""The variables of `bench.decide`, each calculated for very many situations at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from openfisca_core.simulations import Simulation, SimulationBuilder

from bench.decide.ground import Ground
from bench.decide.peers.openfisca_peer import PERIOD
from bench.decide.peers.openfisca_peer import OpenFiscaPeer as SinglePeer
from bench.sweep.peers.peer import Answers
from bench.sweep.question import Asked
from bench.sweep.situations import Codes, codes_of

AT_ONCE = 1 << 16
"""How many situations a simulation has; it keeps all that it calculates."""


class OpenFiscaPeer:
    """OpenFisca-Core as it is meant: arrays of situations, a simulation for each piece."""

    name = "OpenFisca"
    how = "vectorial, 65,536 situations a simulation"
    threads = 1
    most: int | None = 1 << 20

    def __init__(self, ground: Ground, asked: Sequence[Asked]) -> None:
        """Build the system of variables."""
        self._ground = ground
        self._asked = asked
        self._system = SinglePeer(ground).system
        self._table: Codes = {}

    def take(self, stretches: Sequence[range]) -> None:
        """Fill the arrays."""
        parts = [codes_of(self._ground, stretch) for stretch in stretches]
        self._table = {field: np.concatenate([part[field] for part in parts]) for field in self._ground.domains}

    def answers(self, stretch: range) -> Answers:
        """Return the truths of one simulation."""
        return self._simulate(codes_of(self._ground, stretch))

    def sweep(self, stretches: Sequence[range]) -> list[int]:
        """Return the sums over all simulations."""
        totals = np.zeros(len(self._asked), np.int64)
        for start in range(0, sum(map(len, stretches)), AT_ONCE):
            piece = {field: codes[start : start + AT_ONCE] for field, codes in self._table.items()}
            totals += self._simulate(piece).sum(axis=0)
        return [int(total) for total in totals]

    def _simulate(self, table: Codes) -> Answers:
        count = len(next(iter(table.values())))
        simulation = SimulationBuilder().build_default_simulation(self._system, count=count)
        for field, codes in table.items():
            simulation.set_input(field, PERIOD, codes.astype(np.int32))
        return np.stack([self._asked_in(simulation, each) for each in self._asked], axis=1)

    def _asked_in(self, simulation: Simulation, asked: Asked) -> Answers:
        found = np.ones(simulation.persons.count, bool)
        for world in asked.worlds:
            truths = [simulation.calculate(key, PERIOD) for key in world]
            found &= np.logical_or.reduce(truths) if truths else False
        return found

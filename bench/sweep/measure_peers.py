"""Measure the peers: each decides the same situations for the same rulebook, and has to come to the same."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec
import numpy as np

from bench.decide.ground import Ground, ground_rulebook
from bench.decide.workload import ON
from bench.sweep.peers.peer import Answers, Peer
from bench.sweep.peers.roll import load_peers
from bench.sweep.question import asked_of
from bench.sweep.situations import codes_of, sample_of, situations_of
from placet.engine.sweep.backends import choose_backend
from placet.engine.sweep.coding import pack_planes
from placet.engine.sweep.completions import Evaluator
from placet.engine.sweep.outcomes import Outcomes
from placet.engine.sweep.program import Program
from placet.model import Rulebook

T = TypeVar("T")

VERIFIED = 1 << 15
"""How many situations each peer answers one by one before it is timed, unless it is slow."""

VERIFIED_SLOWLY = 512
SLOW = 1 << 20
"""A peer that is asked for fewer situations than these is slow."""


class PeerSweep(msgspec.Struct, frozen=True):
    """One peer: seconds of the processor to be made ready, to take the situations in, and to decide them."""

    name: str
    how: str
    prepared_s: float
    taken_in_s: float
    seconds: float
    situations: int
    verified: int


class Ours:
    """The answers of placet to the same question."""

    def __init__(self, ground: Ground, outcomes: Outcomes, program: Program) -> None:
        self._ground = ground
        self._program = program
        self._backend: Evaluator = choose_backend("auto")  # type: ignore[assignment]
        self._places = []
        for number, digit in program.inputs:
            variable = outcomes.variables.all[number]
            if tuple(variable.values) != tuple(ground.domains[variable.open.name]):
                raise ValueError(f"the values of {variable.open.name} stand in another order")
            self._places.append((variable.open.name, 0, digit))

    def answers(self, stretch: range) -> Answers:
        """Return for each situation of a stretch, a row each, which outputs are true."""
        planes = pack_planes(self._places, codes_of(self._ground, stretch), len(stretch))
        outputs = self._backend.evaluate(self._program, planes).astype("<u8", copy=False)
        return np.unpackbits(outputs.view(np.uint8), axis=1, count=len(stretch), bitorder="little").T.astype(bool)

    def totals(self, stretches: Sequence[range]) -> list[int]:
        """Return in how many of some situations each output is true."""
        return [int(total) for total in sum(self.answers(stretch).sum(axis=0) for stretch in stretches)]


def sweep_peers(
    book: Rulebook, outcomes: Outcomes, program: Program, totals: list[int]
) -> tuple[list[PeerSweep], list[str]]:
    """Verify and time the peers that are installed; return what was measured, and what is missing.

    Raises:
        ValueError: where a peer answers otherwise than placet.
    """
    ground = ground_rulebook(book, ON)
    ours = Ours(ground, outcomes, program)
    kinds, missing = load_peers()
    return [_sweep_peer(kind, ground, ours, totals) for kind in kinds], missing


def _sweep_peer(kind: type[Peer], ground: Ground, ours: Ours, totals: list[int]) -> PeerSweep:
    prepared, peer = _timed(lambda: kind(ground, asked_of(ground)))
    verified = VERIFIED if peer.most is None or peer.most > SLOW else VERIFIED_SLOWLY
    for stretch in sample_of(ground, verified, seed=7):
        part = stretch[:verified]
        if not np.array_equal(peer.answers(part), ours.answers(part)):
            raise ValueError(f"{peer.name} answers otherwise than placet in situations {part.start} to {part.stop}")
    every = situations_of(ground)
    stretches = [range(every)] if peer.most is None else sample_of(ground, peer.most)
    expected = totals if peer.most is None else ours.totals(stretches)
    taken_in, _ = _timed(lambda: peer.take(stretches))
    seconds, counts = _timed(lambda: peer.sweep(stretches))
    if counts != expected:
        raise ValueError(f"{peer.name} counts {counts}, and placet {expected}")
    return PeerSweep(peer.name, peer.how, prepared, taken_in, seconds, sum(map(len, stretches)), verified)


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    # Peers that leave garbage should not pay for what others keep.
    gc.collect()
    gc.freeze()
    start = time.process_time()
    found = call()
    return time.process_time() - start, found

"""The norms as an answer-set program, whose models are counted: those in which an output is true, for each output."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import clingo
import numpy as np

from bench.decide.ground import Ground
from bench.decide.peers.clingo_peer import input_atom, program_text
from bench.sweep.peers.peer import Answers
from bench.sweep.question import Asked
from bench.sweep.situations import codes_of, pieces_of, stretch_of


class ClingoPeer:
    """clingo: grounded once; the models of a stretch of situations are enumerated and not looked at."""

    name = "clingo"
    how = "ground once, models enumerated for each output"
    threads = 1
    most: int | None = 1 << 17

    def __init__(self, ground: Ground, asked: Sequence[Asked]) -> None:
        """Ground the program and look up the literals of field values and outputs."""
        self._ground = ground
        control = self._control = clingo.Control(["--warn=none", "--models=0"])
        control.add("base", [], "\n".join((program_text(ground), *_rules(asked))))
        control.ground([("base", [])])
        self._literals = {
            field: [self._known_literal(input_atom(field, value)) for value in domain]
            for field, domain in ground.domains.items()
        }
        self._asked = [self._literal(f"a{number}") for number in range(len(asked))]

    def take(self, stretches: Sequence[range]) -> None:
        """Do nothing: situations are assumed as they are needed."""

    def answers(self, stretch: range) -> Answers:
        """Return the truths of the model of each situation."""
        codes = codes_of(self._ground, stretch)
        found = np.zeros((len(stretch), len(self._asked)), bool)
        for row in range(len(stretch)):
            assumed = [literals[codes[field][row]] for field, literals in self._literals.items()]
            with self._control.solve(assumptions=assumed, yield_=True) as handle:
                model = handle.model()
                assert model is not None
                found[row] = [literal is not None and model.is_true(literal) for literal in self._asked]
        return found

    def sweep(self, stretches: Sequence[range]) -> list[int]:
        """Return how many models there are with each output, stretch by stretch."""
        totals = [0] * len(self._asked)
        for stretch in pieces_of(stretches, stretch_of(self._ground)):
            outer = list(self._outer(stretch))
            for number, literal in enumerate(self._asked):
                if literal is not None:
                    self._control.solve(assumptions=[*outer, literal])
                    totals[number] += int(self._control.statistics["summary"]["models"]["enumerated"])
        return totals

    def _outer(self, stretch: range) -> Iterator[int]:
        """The values that all situations of a stretch share; the others take every value in it."""
        first, last = (codes_of(self._ground, range(at, at + 1)) for at in (stretch.start, stretch.stop - 1))
        inner = 1
        for field, literals in self._literals.items():
            if first[field][0] == last[field][0]:
                yield literals[first[field][0]]
            else:
                inner *= len(literals)
        if inner != len(stretch):
            raise ValueError(f"situations {stretch.start} to {stretch.stop} are no product of values")

    def _known_literal(self, atom: str) -> int:
        found = self._literal(atom)
        if found is None:
            raise ValueError(f"`{atom}` is no atom of the program")
        return found

    def _literal(self, atom: str) -> int | None:
        found = self._control.symbolic_atoms[clingo.parse_term(atom)]
        return None if found is None else found.literal


def _rules(asked: Sequence[Asked]) -> Iterator[str]:
    for number, each in enumerate(asked):
        names = []
        for place, world in enumerate(each.worlds):
            names.append(f"a{number}_{place}")
            yield from (f"{names[-1]} :- {key}." for key in world)
        yield f"a{number} :- {', '.join(names)}."

"""The norms as arrays of truth values, a byte for each situation: the usual way, as a yardstick."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bench.decide.ground import Ground
from bench.sweep.peers.peer import Answers
from bench.sweep.question import Asked
from bench.sweep.situations import Codes, codes_of, pieces_of
from placet.model import And, Compare, Condition, Const, FieldRef, LiteralSet, Not, Or

BLOCK = 1 << 16
Truths = NDArray[np.bool_]


class ColumnsPeer:
    """A column of bytes for each norm, in blocks that fit the cache."""

    name = "numpy columns"
    how = "a byte for each truth value, blocks of 65,536"
    threads = 1
    most: int | None = None

    def __init__(self, ground: Ground, asked: Sequence[Asked]) -> None:
        """Keep the norms as they are."""
        self._ground = ground
        self._asked = asked

    def take(self, stretches: Sequence[range]) -> None:
        """Do nothing: situations are made as they are needed."""

    def answers(self, stretch: range) -> Answers:
        """Return the truths of a stretch."""
        return np.stack(self._outputs(codes_of(self._ground, stretch)), axis=1)

    def sweep(self, stretches: Sequence[range]) -> list[int]:
        """Return the sums, block by block."""
        totals = [0] * len(self._asked)
        for block in pieces_of(stretches, BLOCK):
            for number, truths in enumerate(self._outputs(codes_of(self._ground, block))):
                totals[number] += int(truths.sum())
        return totals

    def _outputs(self, codes: Codes) -> list[Truths]:
        memo: dict[Condition, Truths] = {}

        def holds(condition: Condition) -> Truths:
            if condition not in memo:
                memo[condition] = self._holds(condition, codes, holds)
            return memo[condition]

        speaking: dict[str, Truths] = {}
        standing: dict[str, Truths] = {}
        for norm in self._ground.norms.values():
            speaking[norm.key] = holds(norm.speaks)
            applies = speaking[norm.key] & ~holds(norm.excepted)
            for key in norm.overridden_by:
                applies &= ~standing[key]
            standing[norm.key] = applies
        true = {
            key: self._some(
                (speaking if term.only_speaks else standing)[term.norm] & holds(term.where) for term in output.terms
            )
            for key, output in self._ground.outputs.items()
        }
        memo.clear()  # it and what looks things up in it hold each other, and with them the arrays
        nothing = np.zeros(len(next(iter(codes.values()))), bool)
        return [
            np.logical_and.reduce([self._some((nothing, *(true[key] for key in world))) for world in asked.worlds])
            for asked in self._asked
        ]

    def _holds(self, condition: Condition, codes: Codes, holds) -> Truths:
        match condition:
            case Compare(left=FieldRef(field=field), right=LiteralSet(values=values)):
                table = np.array([value in values for value in self._ground.domains[field]])
                return table[codes[field]]
            case Not(of=part):
                return ~holds(part)
            case And(of=parts):
                return np.logical_and.reduce([holds(part) for part in parts])
            case Or(of=parts):
                return np.logical_or.reduce([holds(part) for part in parts])
            case Const(value=value):
                return np.full(len(next(iter(codes.values()))), value)
        raise ValueError(f"{condition} is no ground condition")

    @staticmethod
    def _some(truths) -> Truths:
        found = list(truths)
        return np.logical_or.reduce(found) if found else np.zeros(1, bool)

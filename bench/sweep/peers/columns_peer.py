"""The norms as arrays of truth values, a byte for each situation: the usual way, as a yardstick."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from bench.decide.ground import Ground
from bench.sweep.question import Asked
from placet.model import And, Compare, Condition, Const, FieldRef, LiteralSet, Not, Or

BLOCK = 1 << 16
Truths = NDArray[np.bool_]


class ColumnsPeer:
    """A column of bytes for each norm, in blocks that fit the cache."""

    name = "numpy columns"
    how = "a byte for each truth value, blocks of 65,536"
    threads = 1

    def __init__(self, ground: Ground, asked: Sequence[Asked]) -> None:
        """Keep the norms as they are."""
        self._ground = ground
        self._asked = asked

    def sweep(self) -> list[int]:
        """Return for each output in how many of all situations it is true."""
        totals = [0] * len(self._asked)
        sizes = [len(domain) for domain in self._ground.domains.values()]
        for start in range(0, prod(sizes), BLOCK):
            at = np.arange(start, min(start + BLOCK, prod(sizes)))
            codes: dict[str, NDArray[np.intp]] = {}
            for field, size in zip(self._ground.domains, sizes, strict=True):
                at, codes[field] = np.divmod(at, size)
            for number, truths in enumerate(self._outputs(codes)):
                totals[number] += int(truths.sum())
        return totals

    def _outputs(self, codes: dict[str, NDArray[np.intp]]) -> list[Truths]:
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
        nothing = np.zeros(len(next(iter(codes.values()))), bool)
        return [
            np.logical_and.reduce([self._some((nothing, *(true[key] for key in world))) for world in asked.worlds])
            for asked in self._asked
        ]

    def _holds(self, condition: Condition, codes: dict[str, NDArray[np.intp]], holds) -> Truths:
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

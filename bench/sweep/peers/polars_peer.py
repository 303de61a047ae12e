"""The norms as columns of a lazy Polars query, on one thread."""

from __future__ import annotations

import operator
import os
from collections.abc import Iterable, Sequence
from functools import reduce

# Polars reads this once, when it is loaded.
os.environ.setdefault("POLARS_MAX_THREADS", "1")

import numpy as np
import polars as pl

from bench.decide.ground import Ground
from bench.sweep.peers.layers import Column, Conjunction, layers_of
from bench.sweep.peers.peer import Answers
from bench.sweep.question import Asked
from bench.sweep.situations import codes_of, pieces_of
from placet.model import And, Compare, Condition, Const, FieldRef, LiteralSet, Not, Or
from placet.model.conditions import ALWAYS

AT_ONCE = 1 << 22


class PolarsPeer:
    """Polars: a frame of small numbers, a layer of columns after the other, the streaming engine."""

    name = "Polars"
    how = "lazy query, streaming engine, frame in memory"
    threads = 1
    most: int | None = None

    def __init__(self, ground: Ground, asked: Sequence[Asked]) -> None:
        """State the columns."""
        self._ground = ground
        layers, self._asked = layers_of(ground, asked)
        self._layers = [[self._column(column).alias(name) for name, column in layer.items()] for layer in layers]
        self._frame = pl.DataFrame()

    def take(self, stretches: Sequence[range]) -> None:
        """Fill the frame."""
        self._frame = pl.concat([pl.DataFrame(codes_of(self._ground, each)) for each in pieces_of(stretches, AT_ONCE)])

    def answers(self, stretch: range) -> Answers:
        """Return the truths of a frame that holds nothing but these situations."""
        self.take([stretch])
        return self._query().select(self._asked).collect(engine="streaming").to_numpy()

    def sweep(self, stretches: Sequence[range]) -> list[int]:
        """Return the sums over the frame."""
        sums = self._query().select(pl.col(self._asked).sum()).collect(engine="streaming")
        return [int(count) for count in sums.row(0)]

    def _query(self) -> pl.LazyFrame:
        query = self._frame.lazy()
        for layer in self._layers:
            query = query.with_columns(layer)
        return query

    def _column(self, column: Column) -> pl.Expr:
        return _some(self._conjunction(each) for each in column)

    def _conjunction(self, of: Conjunction) -> pl.Expr:
        parts = [] if of.condition == ALWAYS else [self._condition(of.condition)]
        parts += [*map(pl.col, of.true), *(~pl.col(name) for name in of.false)]
        return _every(parts)

    def _condition(self, of: Condition) -> pl.Expr:
        match of:
            case Const(value=value):
                return _always() if value else ~_always()
            case Not(of=part):
                return ~self._condition(part)
            case And(of=parts):
                return _every(map(self._condition, parts))
            case Or(of=parts):
                return _some(map(self._condition, parts))
            case Compare(left=FieldRef(field=field), right=LiteralSet(values=values)):
                domain = self._ground.domains[field]
                inside = [place for place, value in enumerate(domain) if value in values]
                outside = [place for place in range(len(domain)) if place not in inside]
                if len(inside) <= len(outside):
                    return _some(pl.col(field) == place for place in inside)
                return _every(pl.col(field) != place for place in outside)
        raise ValueError(f"{of} is no ground condition")


def _always() -> pl.Expr:
    return pl.lit(np.bool_(True))


def _every(parts: Iterable[pl.Expr]) -> pl.Expr:
    found = list(parts)
    return reduce(operator.and_, found) if found else _always()


def _some(parts: Iterable[pl.Expr]) -> pl.Expr:
    found = list(parts)
    return reduce(operator.or_, found) if found else ~_always()

"""What the solvers are asked: where two answers differ, as formulas over the norms of two readers.

The norms are those of `bench/decide/ground.py`, lowered from the model. They know no force of a step, so a difference
in force alone is left out here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal as Choice
from typing import TypeAlias

import msgspec

from bench.decide.ground import Column, Ground, ground_rulebook
from bench.decide.lowering import conjunction, disjunction
from placet.engine.space import Comparison, Piece
from placet.model import Compare, Condition, FieldRef, LiteralSet, Rulebook, Step
from placet.model.conditions import Scalar

Part: TypeAlias = Step | Choice["bars", "speaks"]


class Side(msgspec.Struct, frozen=True):
    """One reader: all norms of its rulebook, and its columns: one for each way in which open points can come out."""

    ground: Ground
    columns: tuple[Column, ...]

    def outputs(self, part: Part) -> list[str | None]:
        """Return for each column the output that says whether a part of the answer is so; None: it never is."""
        if part == "bars":
            return [column.bars for column in self.columns]
        if part == "speaks":
            return [column.speaks for column in self.columns]
        return [dict(column.steps).get(part) for column in self.columns]


class Versus(msgspec.Struct, frozen=True):
    """Two readers, of one rulebook or of two versions with the same fields."""

    one: Side
    other: Side

    @property
    def domains(self) -> dict[str, tuple[Scalar, ...]]:
        """The values of every field."""
        return self.one.ground.domains

    @property
    def sides(self) -> tuple[tuple[str, Side], tuple[str, Side]]:
        """Each side with the mark that its norms and outputs bear."""
        return ("a", self.one), ("b", self.other)

    def steps(self) -> list[Step]:
        """Return every step that either side can ask for."""
        return sorted({step for _, side in self.sides for column in side.columns for step, _ in column.steps})


def versus(one: tuple[Rulebook, str], other: tuple[Rulebook, str], on: dt.date) -> Versus:
    """Lower two readers on a day."""
    grounds: dict[int, Ground] = {}
    sides = []
    for book, reader in (one, other):
        if id(book) not in grounds:
            grounds[id(book)] = ground_rulebook(book, on)
        ground = grounds[id(book)]
        sides.append(Side(ground, tuple(column for column in ground.columns if column.reader == reader)))
    return Versus(*sides)


def conditions_of(found: Comparison) -> Condition:
    """Return all conditions that a comparison tells, but those of a difference in force alone."""
    return disjunction(
        conjunction(_tests(piece)) for region in found.regions if region.what != "force" for piece in region.pieces
    )


def _tests(piece: Piece) -> Iterator[Condition]:
    tests = piece.tests
    return (Compare(FieldRef(test.field), "in", LiteralSet(tuple(test.values))) for test in tests)

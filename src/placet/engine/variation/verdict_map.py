"""The verdict over two fields (or over the days), all else as it is given: an exact decision for every cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

import msgspec

from placet.engine.chronicle import Chronicle
from placet.engine.columns.calendar import Calendar
from placet.engine.columns.columns import GroundRule, ground_columns
from placet.engine.columns.lasting import Lasting
from placet.engine.decision.decide import Decider, Decision, role_of
from placet.engine.decision.outcome import Outcome, outcome_of
from placet.engine.decision.together import Together
from placet.engine.logic.collector import collector_held_back
from placet.engine.logic.field_values import FieldValue, Interval, values_of
from placet.engine.variation.excerpt import Excerpt, excerpt_for
from placet.engine.variation.timeline import Axis
from placet.model import Question, Rulebook, Value

DAY_AXES: tuple[Axis, ...] = ("on", "known")
"""What can stand for a field: the day of the act, and the day up to which things were public."""


class DaySpan(msgspec.Struct, frozen=True):
    """Days between which nothing changes: from `start` (None: from the beginning) to before `end` (None: for good).

    `day` is one of them. As days of `known`, the last span of all has neither: everything in the rulebook is known.
    """

    start: dt.date | None
    end: dt.date | None
    day: dt.date | None


Position: TypeAlias = FieldValue | DaySpan


class MapAxis(msgspec.Struct, frozen=True):
    """One side of a map: a field, or `on` or `known`, with its positions in order."""

    name: str
    positions: tuple[Position, ...]


class VerdictMap(msgspec.Struct, frozen=True):
    """The decisions over two axes, by row and column. `question` has what is given beside the axes."""

    question: Question
    rows: MapAxis
    columns: MapAxis
    cells: tuple[tuple[Decision, ...], ...]


def map_verdicts(
    rulebook: Rulebook,
    rows: str,
    columns: str,
    question: Question,
    readers: Sequence[str] = (),
    *,
    excerpt: Excerpt | None = None,
    shown: Mapping[str, Collection[Value]] | None = None,
    lasting: Lasting | None = None,
) -> VerdictMap:
    """Return the decision for every pair of values of two fields.

    Neighbouring days, and neighbouring intervals of numbers, between which no cell differs are one position.

    Args:
        rulebook: what is asked.
        rows: a field, or `on` or `known` for the days.
        columns: another one.
        question: the rest of the situation and its days; what it says of the two axes is left out.
        readers: whose answers alone tell cells apart; none: everybody's, and the verdict.
        excerpt: what of the rulebook can bear on the rest of the situation, where that is known already.
        shown: for a field on a side, and no number, the values that are wanted; of others all are.
        lasting: what is kept of the same rulebook from one question to the next, if anything is.

    Raises:
        DiagramTooLarge: so much is unknown that no exact answer can be had.
        ValueError: where both axes are the same, or a value is none of its field's.
        KeyError: where the rulebook has no such field.
    """
    if rows == columns:
        raise ValueError(f"`{rows}` cannot be both sides of a map")
    given = {field: value for field, value in question.given.items() if field not in (rows, columns)}
    question = Question(
        given,
        question.on,
        None if "known" in (rows, columns) else question.known,
    )
    excerpt = excerpt or excerpt_for(rulebook, given)
    axes = [_axis(rulebook, excerpt, name, (shown or {}).get(name)) for name in (rows, columns)]
    situations = [
        _situation(question, {rows: row, columns: column}) for row in axes[0].positions for column in axes[1].positions
    ]
    with collector_held_back():
        if {rows, columns}.isdisjoint(DAY_AXES):
            found = _decided(excerpt.book, question, [facts for facts, _, _ in situations], lasting)
        else:
            chronicle = Chronicle(excerpt.book, question.given)
            found = [chronicle.decide(on, known, facts) for facts, on, known in situations]
    wide = len(axes[1].positions)
    cells = tuple([tuple(found[start : start + wide]) for start in range(0, len(found), wide)])
    return _merged(VerdictMap(question, axes[0], axes[1], cells), tuple(readers))


def _axis(rulebook: Rulebook, excerpt: Excerpt, name: str, shown: Collection[Value] | None) -> MapAxis:
    axis = next((one for one in DAY_AXES if one == name), None)
    if axis is None:
        values = values_of(rulebook, name)
        return MapAxis(name, values if shown is None else tuple([one for one in values if one.value in shown]))
    days = excerpt.change_days(axis)
    spans = [DaySpan(start, end, start) for start, end in zip(days, (*days[1:], None), strict=True)]
    first = days[0] if days else None
    if first is None or first > dt.date.min:
        before = first - dt.timedelta(days=1) if first is not None else dt.date(2000, 1, 1)
        spans = [DaySpan(None, first, before), *spans]
    if axis == "known":
        spans.append(DaySpan(None, None, None))
    return MapAxis(name, tuple(spans))


def _decided(
    book: Rulebook, question: Question, situations: Sequence[Mapping[str, Value]], lasting: Lasting | None
) -> list[Decision]:
    """The decisions of one day: together wherever nothing is open, and one by one where something is."""
    ground: tuple[Calendar, dict[str, tuple[GroundRule, ...]]] | None = None
    if lasting is None:
        calendar = Calendar(book, question.on, question.known, question.given)
        ground = calendar, ground_columns(calendar)
        together = _together(*ground, situations)
    else:
        with lasting.lock:
            known = lasting.columns(book, question.on, question.known, question.given)
            together = _together(*known, [{**question.given, **one} for one in situations])
    decider: Decider | None = None
    found: list[Decision] = []
    for decision, facts in zip(together, situations, strict=True):
        if decision is None:
            decider = decider or Decider(book, question.on, question.known, fixed=question.given, ground=ground)
            decision = decider.decide({**question.given, **facts})
        found.append(decision)
    return found


def _together(
    calendar: Calendar, columns: Mapping[str, tuple[GroundRule, ...]], situations: Sequence[Mapping[str, Value]]
) -> list[Decision | None]:
    roles = {reader: role_of(calendar.rulebook, reader) for reader in columns}
    return Together(calendar, columns, roles, situations).decide()


def _situation(question: Question, at: Mapping[str, Position]) -> tuple[dict[str, Value], dt.date, dt.date | None]:
    """The further facts and the two days of one cell."""
    facts: dict[str, Value] = {}
    on, known = question.on, question.known
    for name, position in at.items():
        if isinstance(position, FieldValue):
            facts[name] = position.value
        elif name == "known":
            known = position.day
        elif position.day is not None:
            on = position.day
    return facts, on, known


def _merged(found: VerdictMap, readers: tuple[str, ...]) -> VerdictMap:
    """Join neighbouring rows, then neighbouring columns, that are alike and next to each other by nature."""
    rows, cells = _joined(found.rows, found.cells, readers)
    columns, turned = _joined(found.columns, tuple(zip(*cells, strict=True)), readers)
    return VerdictMap(found.question, rows, columns, tuple(zip(*turned, strict=True)))


def _joined(
    axis: MapAxis, lines: tuple[tuple[Decision, ...], ...], readers: tuple[str, ...]
) -> tuple[MapAxis, tuple[tuple[Decision, ...], ...]]:
    if all(_union(one, other) is None for one, other in pairwise(axis.positions)):
        return axis, lines
    positions: list[Position] = []
    kept: list[tuple[Decision, ...]] = []
    outcomes: list[tuple[Outcome, ...]] = []
    known: dict[int, Outcome] = {}
    """By decision, of which one often stands in many cells."""
    for position, line in zip(axis.positions, lines, strict=True):
        for decision in line:
            if id(decision) not in known:
                known[id(decision)] = outcome_of(decision, readers)
        here = tuple([known[id(decision)] for decision in line])
        both = _union(positions[-1], position) if positions and outcomes[-1] == here else None
        if both is not None:
            positions[-1] = both
            continue
        positions.append(position)
        kept.append(line)
        outcomes.append(here)
    return MapAxis(axis.name, tuple(positions)), tuple(kept)


def _union(one: Position, other: Position) -> Position | None:
    """Two positions as one, where nothing lies between them; None where they cannot be one."""
    if isinstance(one, DaySpan) and isinstance(other, DaySpan):
        return DaySpan(one.start, other.end, one.day) if other.day is not None else None
    if isinstance(one, FieldValue) and isinstance(other, FieldValue) and one.interval and other.interval:
        low, high = one.interval, other.interval
        return FieldValue(one.value, Interval(low.low, high.high, low.has_low, high.has_high))
    return None

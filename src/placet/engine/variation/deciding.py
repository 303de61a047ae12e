"""Which single facts, readings, open points or days decide an answer: what flips it if that alone is otherwise."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import combinations
from typing import TypeVar

import msgspec

from placet.engine.chronicle import Chronicle
from placet.engine.columns.calendar import Calendar
from placet.engine.decision.decide import Decider, Decision
from placet.engine.decision.outcome import Change, Outcome, answer_of, change_between, outcome_of
from placet.engine.logic.collector import collector_held_back
from placet.engine.logic.field_values import FieldValue, other_values_of, values_of
from placet.engine.logic.variables import Variable
from placet.engine.variation.excerpt import excerpt_for
from placet.engine.variation.timeline import Axis, Event
from placet.model import Open, Question, Reading, Rulebook, Value

T = TypeVar("T")

MOST_SUBSETS = 16
"""Up to how many values of an unsettled set are tried; of a larger one only none and each member alone."""

NEXT_DAYS = 3
"""How many days of change are looked for on each side."""


class Flip(msgspec.Struct, frozen=True):
    """Another answer: the whole of it, and how it differs from the one it stands against."""

    decision: Decision
    change: Change


class ValueGroup(msgspec.Struct, frozen=True):
    """Values of a field that lead to one answer; `flip` is None where it is the answer that was given."""

    values: tuple[FieldValue, ...]
    flip: Flip | None


class FactEffect(msgspec.Struct, frozen=True):
    """What one field decides. `now` is its value where `is_given`; the groups have all its other values.

    Of a set the values are those with one member more or less, of one that is not given none and each member alone.
    `is_missing` says of a field that is not given whether it matters at all, if need be together with others.
    """

    field: str
    is_given: bool
    now: Value
    groups: tuple[ValueGroup, ...]
    is_missing: bool = False

    @property
    def decides(self) -> bool:
        """Whether some other value flips the answer."""
        return any(group.flip is not None for group in self.groups)


class ReadingEffect(msgspec.Struct, frozen=True):
    """What the answer would be had a reading never been given.

    `instead` are the readings that may be effective then, each by its name; an empty name is none: the text as it is.
    """

    reading: str
    instead: tuple[str, ...]
    flip: Flip | None


class PointGroup(msgspec.Struct, frozen=True):
    """Ways of settling an open point that lead to one answer."""

    values: tuple[Value, ...]
    flip: Flip | None


class PointEffect(msgspec.Struct, frozen=True):
    """What an open point decides: each way in which it could be settled."""

    point: Open
    groups: tuple[PointGroup, ...]


class DayChange(msgspec.Struct, frozen=True):
    """A day from which the answer is another than before.

    `day` is None where the answer changes only once everything is taken to be known, on whichever day it became so.
    """

    day: dt.date | None
    before: Decision
    after: Decision
    change: Change
    events: tuple[Event, ...]


class DayEffect(msgspec.Struct, frozen=True):
    """The days nearest to the one asked for on which the answer changes, nearest first on both sides."""

    axis: Axis
    at: dt.date | None
    earlier: tuple[DayChange, ...]
    later: tuple[DayChange, ...]


class Deciding(msgspec.Struct, frozen=True):
    """An answer and everything that single-handedly decides it."""

    question: Question
    decision: Decision
    readers: tuple[str, ...]
    facts: tuple[FactEffect, ...]
    readings: tuple[ReadingEffect, ...]
    points: tuple[PointEffect, ...]
    days: tuple[DayEffect, ...]


def find_deciding(
    rulebook: Rulebook, question: Question, readers: Sequence[str] = (), *, next_days: int = NEXT_DAYS
) -> Deciding:
    """Return which single facts, readings, open points and days flip an answer.

    Args:
        rulebook: what is asked.
        question: the situation and its two days.
        readers: whose answers alone count; none: everybody's, and the verdict.
        next_days: how many days of change to look for on each side of each of the two days.

    Raises:
        DiagramTooLarge: so much is unknown that no exact answer can be had.
        ValueError: where a value is none of its field's.
    """
    with collector_held_back():
        asked = _Asked(rulebook, question)
        base = asked.whole.decide(question.on, question.known)
        compared = _Compared(base, tuple(readers))
        return Deciding(
            question,
            base,
            tuple(readers),
            tuple(_fact_effect(asked, field, compared) for field in rulebook.fields),
            tuple(_reading_effects(asked, compared)),
            tuple(_point_effect(asked, point, compared) for point in compared.points),
            (
                _day_effect(asked, "on", compared.readers, next_days),
                _day_effect(asked, "known", compared.readers, next_days),
            ),
        )


class _Asked:
    """A question, and who answers it with one thing otherwise."""

    def __init__(self, rulebook: Rulebook, question: Question) -> None:
        self.rulebook = rulebook
        self.question = question
        self.whole = Chronicle(rulebook, question.given)
        """Answers with further facts."""
        self.excerpt = excerpt_for(rulebook, question.given)
        is_small = len(self.excerpt.book.rules) * 2 < len(rulebook.rules)
        self.chronicle = Chronicle(self.excerpt.book, question.given) if is_small else self.whole
        """Answers on other days and with a reading less."""

    @cached_property
    def decider(self) -> Decider:
        """Answers with given facts changed."""
        return Decider(self.rulebook, self.question.on, self.question.known)

    def outcome_with(self, field: str, value: Value, compared: _Compared) -> Outcome:
        """Return what the decision with one fact more or changed comes to."""
        if field in self.question.given:
            return outcome_of(self.decide_with(field, value), compared.readers)
        on, known = self.question.on, self.question.known
        return self.whole.outcome(on, known, {field: value}, readers=compared.readers)

    def decide_with(self, field: str, value: Value) -> Decision:
        """Return the decision with one fact more or changed."""
        on, known, given = self.question.on, self.question.known, self.question.given
        if field in given:
            return self.decider.decide({**given, field: value})
        return self.whole.decide(on, known, {field: value})


class _Compared:
    """The answer that was given, against which others are held."""

    def __init__(self, base: Decision, readers: tuple[str, ...]) -> None:
        self.base = base
        self.readers = readers
        self.outcome = outcome_of(base, readers)
        answers = [answer_of(base, reader) for reader in readers] if readers else base.readers.values()
        missing = sorted({point for answer in answers for point in answer.missing})
        self.fields = {point.name for point in missing if point.kind == "field"}
        """The unknown fields that can make a difference; no other can."""
        self.points = [point for point in missing if point.kind != "field"]

    def flip(self, decision: Decision) -> Flip | None:
        """Return what another decision changes; None where it comes to the same."""
        if decision is self.base or outcome_of(decision, self.readers) == self.outcome:
            return None
        return Flip(decision, change_between(self.base, decision, self.readers))


def _fact_effect(asked: _Asked, field: str, compared: _Compared) -> FactEffect:
    given = asked.question.given
    is_given = field in given
    if is_given:
        values = other_values_of(asked.rulebook, field, given[field])
    else:
        values = values_of(asked.rulebook, field)
        if field not in compared.fields:
            return FactEffect(field, False, None, (ValueGroup(values, None),))
    groups = _grouped(
        values,
        lambda one: asked.outcome_with(field, one.value, compared),
        lambda one: asked.decide_with(field, one.value),
        compared,
    )
    found = tuple(ValueGroup(values, flip) for values, flip in groups)
    return FactEffect(field, is_given, given.get(field), found, is_missing=not is_given)


def _point_effect(asked: _Asked, point: Open, compared: _Compared) -> PointEffect:
    on, known = asked.question.on, asked.question.known
    groups = _grouped(
        _ways_to_settle(asked.whole.open_variables(point, on, known)),
        lambda value: asked.whole.outcome(on, known, settled={point: value}, readers=compared.readers),
        lambda value: asked.whole.decide(on, known, settled={point: value}),
        compared,
    )
    return PointEffect(point, tuple(PointGroup(values, flip) for values, flip in groups))


def _grouped(
    values: Iterable[T], come_to: Callable[[T], Outcome], decide: Callable[[T], Decision], compared: _Compared
) -> list[tuple[tuple[T, ...], Flip | None]]:
    """Put the values together that lead to one answer, in the order in which each answer first comes."""
    groups: dict[Outcome, tuple[list[T], Flip | None]] = {}
    for value in values:
        outcome = come_to(value)
        if outcome not in groups:
            groups[outcome] = [], None if outcome == compared.outcome else compared.flip(decide(value))
        groups[outcome][0].append(value)
    return [(tuple(found), flip) for found, flip in groups.values()]


def _ways_to_settle(variables: Sequence[Variable]) -> tuple[Value, ...]:
    """Return the values that an open point can be settled to."""
    members = [variable.member for variable in variables if variable.member]
    ways: dict[Value, None] = {}
    most = len(members) if 1 << len(members) <= MOST_SUBSETS else 1
    if members:
        for size in range(most + 1):
            ways.update((frozenset(chosen), None) for chosen in combinations(members, size))
    for variable in variables:
        if not variable.member:
            ways.update((value, None) for value in variable.values)  # type: ignore[misc]  # a variable's values are those of a field
    return tuple(ways)


def _reading_effects(asked: _Asked, compared: _Compared) -> Iterable[ReadingEffect]:
    """Yield what each reading does that bears on the answer, and each that hides another one."""
    excerpt, question = asked.excerpt, asked.question
    calendar = Calendar(excerpt.book, question.on, question.known, question.given)
    speakers = {_speaker(reader) for reader in compared.readers or (one.reader for one in excerpt.book.readings)}
    for reading in excerpt.book.readings:
        if _speaker(reading.reader) not in speakers:
            continue
        others = tuple(one for one in excerpt.book.readings if one is not reading)
        without = msgspec.structs.replace(excerpt.book, readings=others)
        bare = Calendar(without, question.on, question.known, question.given)
        own = [_id(one) for _, one in calendar.effective_own(reading.reader, reading.of)]
        rest = [_id(one) for _, one in bare.effective_own(reading.reader, reading.of)]
        if own == rest and len(own) == 1:
            continue
        decision = asked.chronicle.decide(question.on, question.known, without=reading)
        flip = compared.flip(decision)
        if flip is None and (reading.id not in own or reading.of not in excerpt.things):
            continue
        instead = [_id(one) for _, one in bare.effective(reading.reader, reading.of)]
        yield ReadingEffect(reading.id, tuple(dict.fromkeys(instead)), flip)


def _speaker(reader: str) -> str:
    """The party or voice as a part of which a reader answers: nobody reads for another."""
    return reader.partition(".")[0]


def _id(reading: Reading | None) -> str:
    return reading.id if reading is not None else ""


def _day_effect(asked: _Asked, axis: Axis, readers: tuple[str, ...], most: int) -> DayEffect:
    """Walk from the day asked for in both directions until the answer has changed often enough."""
    excerpt, question = asked.excerpt, asked.question
    at = question.on if axis == "on" else question.known
    days: list[dt.date | None] = [*excerpt.change_days(axis)]
    if axis == "known":
        days.append(None)
    certain = [day for day in days if day is not None]
    here = len(days) if at is None else bisect_right(certain, at)
    happened = excerpt.events(axis)
    found: dict[int, tuple[Decision, Outcome]] = {}

    def decided(segment: int) -> tuple[Decision, Outcome]:
        """The decision before the first day (0), or from a day on, and what it comes to."""
        if segment not in found:
            day = days[segment - 1] if segment else _day_before(certain, at)
            on, known = question.on, question.known
            if axis == "known":
                known = day
            elif day is not None:
                on = day
            decision = asked.chronicle.decide(on, known)
            found[segment] = decision, outcome_of(decision, readers)
        return found[segment]

    def changes(segments: Iterable[int]) -> tuple[DayChange, ...]:
        """The days that begin these segments, where the answer is another than in the segment before."""
        result: list[DayChange] = []
        for segment in segments:
            if len(result) == most:
                break
            (before, old), (after, new) = decided(segment - 1), decided(segment)
            if old != new:
                day = days[segment - 1]
                today = tuple(one for one in happened if day in (one.day.earliest, one.day.latest))
                result.append(
                    DayChange(day, before, after, change_between(before, after, readers), tuple(dict.fromkeys(today)))
                )
        return tuple(result)

    return DayEffect(axis, at, changes(range(here, 0, -1)), changes(range(here + 1, len(days) + 1)))


def _day_before(days: list[dt.date], at: dt.date | None) -> dt.date:
    """Return a day before all others."""
    if days:
        return days[0] - dt.timedelta(days=1) if days[0] > dt.date.min else days[0]
    return at if at is not None else dt.date(2000, 1, 1)

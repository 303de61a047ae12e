"""The days on which an answer can change, and the answers to one question over these days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import msgspec

from placet.model import Answer, Day, Entry, Period, Rulebook

Axis = Literal["on", "known"]


class Event(msgspec.Struct, frozen=True):
    """Something that happens to a named thing on a day, said as a short phrase about it."""

    day: Day
    name: str
    what: str


class Segment(msgspec.Struct, frozen=True):
    """An answer that is the same from `start` (None: from the beginning) until `end` (not included; None: for good)."""

    start: dt.date | None
    end: dt.date | None
    answer: Answer


def change_days(rulebook: Rulebook, axis: Axis) -> tuple[dt.date, ...]:
    """Return all days on which an answer can change, in order.

    Args:
        rulebook: whose dates are meant.
        axis: `on` for the day of the act, `known` for the day up to which things were public.

    Returns:
        The first day of each change; an uncertain day counts with its first and its last day, as between them it is
        open whether the event has come. On some of these days nothing may change for a given question.
    """
    days: set[dt.date] = set()
    for event in events(rulebook, axis):
        days.update((event.day.earliest, event.day.latest))
    return tuple(sorted(days))


def timeline(answer_at: Callable[[dt.date], Answer], days: Iterable[dt.date]) -> tuple[Segment, ...]:
    """Return the answers over the whole of time, equal neighbours merged.

    Args:
        answer_at: answers the question for one day.
        days: the days on which the answer can change, in order; between two of them it does not.
    """
    ordered = sorted(set(days))
    if ordered and ordered[0] == dt.date.min:
        starts: list[dt.date | None] = [*ordered]
    else:
        starts = [None, *ordered]
    found: list[tuple[dt.date | None, Answer]] = []
    for start in starts:
        at = start if start is not None else _before(ordered)
        answer = answer_at(at)
        if not found or not is_same_answer(found[-1][1], answer):
            found.append((start, answer))
    ends = [start for start, _ in found[1:]]
    return tuple(Segment(start, end, answer) for (start, answer), end in zip(found, [*ends, None], strict=True))


def is_same_answer(one: Answer, other: Answer) -> bool:
    """Say whether two answers come to the same: the verdict, and the steps and grades of every reader who speaks."""
    return (one.verdict, one.missing, _said(one)) == (other.verdict, other.missing, _said(other))


def _said(answer: Answer) -> dict[str, tuple[object, ...]]:
    """Return what each reader who is not silent answers, without the proof of it."""
    return {
        code: (one.answer, one.requirements, one.duties, one.grade, one.missing)
        for code, one in answer.readers.items()
        if one.answer != "silent"
    }


def events(rulebook: Rulebook, axis: Axis) -> Iterator[Event]:
    """Return everything dated that bears on an axis, in the order of the rulebook."""
    yield from _instrument_events(rulebook)
    if axis == "known":
        for source in rulebook.sources.values():
            if source.published is not None:
                yield Event(source.published, source.id, "published")
        for reading in rulebook.readings:
            if not reading.says and reading.start is not None:
                yield Event(reading.start, reading.id, "begins")
        return
    for rule in rulebook.rules.values():
        yield from _period_events(rule.id, rule.period, "begins", "ends")
    for relation in rulebook.relations.values():
        yield from _entry_events(relation.id, relation.entries)
    for reading in rulebook.readings:
        yield from _period_events(reading.id, Period(reading.start, reading.end), "begins", "ends")
        yield from _entry_events(reading.id, reading.entries)


def _instrument_events(rulebook: Rulebook) -> Iterator[Event]:
    for instrument in rulebook.instruments.values():
        dated = (
            (instrument.announced, "announced"),
            (instrument.signed, "signed"),
            (instrument.cancelled, "cancelled"),
            (instrument.published, "made public"),
            (instrument.terminated, "terminated"),
        )
        for day, what in dated:
            if day is not None:
                yield Event(day, instrument.id, what)
        for period in instrument.in_force:
            yield from _period_events(instrument.id, period, "enters into force", "ceases to be in force")
        for period in instrument.provisional:
            yield from _period_events(instrument.id, period, "is applied provisionally", "provisional application ends")
        for period in instrument.suspended:
            yield from _period_events(instrument.id, period, "is suspended", "is revived")
        for member in instrument.members:
            yield from _period_events(instrument.id, member.period, f"{member.party} joins", f"{member.party} leaves")


def _entry_events(name: str, entries: tuple[Entry, ...]) -> Iterator[Event]:
    for entry in entries:
        yield from _period_events(name, entry.period, f"{entry.key} changes", f"{entry.key} changes")


def _period_events(name: str, period: Period, starts: str, ends: str) -> Iterator[Event]:
    if period.start is not None:
        yield Event(period.start, name, starts)
    if period.end is not None:
        yield Event(period.end, name, ends)


def _before(days: list[dt.date]) -> dt.date:
    """Return a day before all others; any day at all where there are none."""
    return days[0] - dt.timedelta(days=1) if days else dt.date(2000, 1, 1)

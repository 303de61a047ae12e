"""What of a draft is without effect on the days asked for, and from which day on it has some."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

import msgspec

from placet.engine.columns.calendar import Calendar
from placet.engine.logic.expressions import FALSE
from placet.engine.space.versions import Declared
from placet.model import Day, Period, Reading, Rulebook


class Asleep(msgspec.Struct, frozen=True):
    """A declaration that differs and is without effect.

    Attributes:
        declared: what differs.
        why: its time has not come, is over, or it was not public yet; a rule for its instrument's sake too.
        owner: whose days say so: the declaration itself, the instrument a rule stands under, or a source.
        day: the day from which on it has effect (or was public), or from which on it no longer has; None where the
            rulebook gives none.
    """

    declared: Declared
    why: Literal["not yet", "no longer", "not known"]
    owner: str
    day: Day | None


def asleep_on(
    before: Rulebook, after: Rulebook, differences: Iterable[Declared], on: dt.date, known: dt.date | None
) -> tuple[Asleep, ...]:
    """Return the rules, readings and instruments among some differences that are without effect on the days asked for.

    Args:
        before: the one version, in which what is removed stands.
        after: the other.
        differences: what is declared otherwise.
        on: the day of the act.
        known: the day up to which things were public; None: everything is known.
    """
    calendars = (Calendar(before, on, known), Calendar(after, on, known))
    found = []
    for one in differences:
        asleep = _asleep(calendars[0 if one.change == "removed" else 1], one)
        if asleep is not None:
            found.append(asleep)
    return tuple(found)


def waking_day(asleep: Iterable[Asleep], on: dt.date) -> dt.date | None:
    """Return the nearest day of the act on which something that is without effect has some; None where none is told.

    Args:
        asleep: what is without effect.
        on: the day of the act that was asked for.
    """
    later = [one.day.latest for one in asleep if one.why == "not yet" and one.day is not None and one.day.latest > on]
    over = [one.day.earliest for one in asleep if one.why == "no longer" and one.day is not None]
    if later:
        return min(later)
    return max(over) - dt.timedelta(days=1) if over and max(over) > dt.date.min else None


def _asleep(calendar: Calendar, one: Declared) -> Asleep | None:
    book = calendar.rulebook
    if one.kind == "instrument":
        return _instrument(calendar, one, one.name)
    if one.kind == "rule":
        rule = book.rules[one.name]
        if rule.instrument is not None:
            found = _instrument(calendar, one, rule.instrument)
            if found is not None:
                return found
        return _period(calendar, one, rule.id, rule.period) or _statements(calendar, one, rule.says)
    if one.kind == "reading":
        reading = next((each for each in book.readings if each.id == one.name), None)
        return _reading(calendar, one, reading) if reading is not None else None
    return None


def _instrument(calendar: Calendar, one: Declared, name: str) -> Asleep | None:
    instrument = calendar.rulebook.instruments[name]
    if calendar.is_active(name) == FALSE:
        periods = (*instrument.in_force, *instrument.provisional)
        coming = [period.start for period in periods if period.start is not None and period.start.latest > calendar.on]
        if coming:
            return Asleep(one, "not yet", name, min(coming))
        ends = [period.end for period in periods if period.end is not None]
        over = instrument.terminated or (max(ends) if ends else None)
        return Asleep(one, "no longer" if over is not None else "not yet", name, over)
    if calendar.is_known_instrument(name) == FALSE:
        return Asleep(one, "not known", name, instrument.known_from)
    return None


def _period(calendar: Calendar, one: Declared, owner: str, period: Period) -> Asleep | None:
    if period.start is not None and period.start.has_come(calendar.on) is False:
        return Asleep(one, "not yet", owner, period.start)
    if period.end is not None and period.end.has_come(calendar.on) is True:
        return Asleep(one, "no longer", owner, period.end)
    return None


def _statements(calendar: Calendar, one: Declared, says: Iterable[str]) -> Asleep | None:
    book = calendar.rulebook
    for statement in says:
        if calendar.is_known_statement(statement) == FALSE:
            source = book.sources[book.statements[statement].source]
            return Asleep(one, "not known", source.id, source.published)
    return None


def _reading(calendar: Calendar, one: Declared, reading: Reading) -> Asleep | None:
    found = _period(calendar, one, reading.id, Period(reading.start, reading.end))
    found = found or _statements(calendar, one, reading.says)
    if found is None and reading.of_kind == "instrument":
        return _instrument(calendar, one, reading.of)
    if found is None and reading.of_kind == "rule":
        rule = calendar.rulebook.rules[reading.of]
        return _instrument(calendar, one, rule.instrument) if rule.instrument is not None else None
    return found

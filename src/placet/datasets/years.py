"""A rulebook by whole years: what was in effect on any day of a year is in effect all year.

Published tables of pairs of states by year count a year in which an alliance began or ended. A copy of the rulebook
with its periods widened to whole years gives the same through the same engine, asked on the first of January.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from placet.model import Day, Entry, Instrument, Membership, Period, Reading, Rule, Rulebook


def in_whole_years(rulebook: Rulebook) -> Rulebook:
    """Return a copy in which periods begin on the first of January and end with a year; what suspends is narrowed."""
    return msgspec.structs.replace(
        rulebook,
        instruments={name: _instrument(instrument) for name, instrument in rulebook.instruments.items()},
        rules={name: _rule(rule) for name, rule in rulebook.rules.items()},
        readings=tuple(_reading(reading) for reading in rulebook.readings),
        relations={
            name: msgspec.structs.replace(relation, entries=tuple(_entry(entry) for entry in relation.entries))
            for name, relation in rulebook.relations.items()
        },
    )


def years_of(instrument: Instrument) -> Iterable[int]:
    """Yield the years from which something about an instrument, in whole years, is otherwise than before."""
    periods = [*instrument.in_force, *instrument.provisional, *instrument.suspended]
    periods += [member.period for member in instrument.members]
    for period in periods:
        yield from years_in(period)
    yield from _of(instrument.terminated)


def years_in(period: Period) -> Iterable[int]:
    """Yield the years in which a period, in whole years, begins or ends, or may."""
    yield from _of(period.start)
    yield from _of(period.end)


def span_of(rulebook: Rulebook) -> tuple[int, int] | None:
    """Return the first and the last year that the dates of the instruments name; None where there is none.

    Of a day that is known only to lie before another, the other counts.
    """
    days = [
        day
        for instrument in rulebook.instruments.values()
        for period in (*instrument.in_force, *instrument.provisional, *(each.period for each in instrument.members))
        for day in (period.start, period.end)
        if day is not None
    ]
    return (min(day.latest.year for day in days), max(day.latest.year for day in days)) if days else None


def _of(day: Day | None) -> Iterable[int]:
    if day is not None:
        yield day.earliest.year
        if day.latest.year != day.earliest.year:
            yield day.latest.year


def _instrument(instrument: Instrument) -> Instrument:
    return msgspec.structs.replace(
        instrument,
        members=tuple(Membership(member.party, _widened(member.period)) for member in instrument.members),
        in_force=tuple(_widened(period) for period in instrument.in_force),
        provisional=tuple(_widened(period) for period in instrument.provisional),
        suspended=tuple(_narrowed(period) for period in instrument.suspended),
        terminated=_next_year(instrument.terminated),
    )


def _rule(rule: Rule) -> Rule:
    return msgspec.structs.replace(rule, period=_widened(rule.period))


def _reading(reading: Reading) -> Reading:
    return msgspec.structs.replace(
        reading,
        start=_this_year(reading.start),
        end=_next_year(reading.end),
        entries=tuple(_entry(entry) for entry in reading.entries),
    )


def _entry(entry: Entry) -> Entry:
    return msgspec.structs.replace(entry, period=_widened(entry.period))


def _widened(period: Period) -> Period:
    return Period(_this_year(period.start), _next_year(period.end))


def _narrowed(period: Period) -> Period:
    return Period(_first_whole_year(period.start), _this_year(period.end))


def _this_year(day: Day | None) -> Day | None:
    return None if day is None else Day(_january(day.earliest.year), _january(day.latest.year))


def _next_year(day: Day | None) -> Day | None:
    return None if day is None else Day(_january(day.earliest.year + 1), _january(day.latest.year + 1))


def _first_whole_year(day: Day | None) -> Day | None:
    if day is None:
        return None
    earliest, latest = (date.year + ((date.month, date.day) != (1, 1)) for date in (day.earliest, day.latest))
    return Day(_january(earliest), _january(latest))


def _january(year: int) -> dt.date:
    return dt.date(min(year, dt.MAXYEAR), 1, 1)

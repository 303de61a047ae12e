"""The first and the last day of what is known of when something was said; nothing where it is not known."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from placet.model.proposals import Said

_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}


def days_of(said: Said) -> tuple[str | None, str | None]:
    """Return the first and the last day, in ISO 8601, on which it can have been said.

    >>> days_of(Said("2014-07")), days_of(Said("2014-W46")), days_of(Said())
    (('2014-07-01', '2014-07-31'), ('2014-11-10', '2014-11-16'), (None, None))
    """
    values = [said.value] if said.value is not None else list(said.candidates)
    found = [period for value in values if (period := _period(value)) is not None]
    if not found or len(found) < len(values):
        return None, None
    return min(first for first, _ in found).isoformat(), max(last for _, last in found).isoformat()


def _period(value: str) -> tuple[dt.date, dt.date] | None:
    first, is_range, last = value.partition("/")
    if is_range:
        start, end = _period(first), _period(last)
        return (start[0], end[1]) if start is not None and end is not None else None
    try:
        return _single(value)
    except ValueError:
        return None


def _single(value: str) -> tuple[dt.date, dt.date] | None:
    if re.fullmatch(r"\d{3}", value):
        return dt.date(int(value) * 10, 1, 1), dt.date(int(value) * 10 + 9, 12, 31)
    year = int(value[:4])
    rest = value[5:]
    if not rest:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if rest.startswith("W") and rest[1:].isdigit():
        return dt.date.fromisocalendar(year, int(rest[1:]), 1), dt.date.fromisocalendar(year, int(rest[1:]), 7)
    if rest[:1] in "QH" and rest[1:].isdigit():
        size = 3 if rest[0] == "Q" else 6
        return _months(year, (int(rest[1:]) - 1) * size + 1, int(rest[1:]) * size)
    if rest in _SEASONS:
        return _months(year, *_SEASONS[rest])
    if re.fullmatch(r"\d{2}", rest):
        return _months(year, int(rest), int(rest))
    day = dt.date.fromisoformat(value)
    return day, day


def _months(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    ends = year + 1 if last < first else year
    return dt.date(year, first, 1), dt.date(ends, last, calendar.monthrange(ends, last)[1])

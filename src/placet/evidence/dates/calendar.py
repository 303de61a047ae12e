"""Days, weeks, months, quarters, seasons and years as ISO values, and the arithmetic between them."""

from __future__ import annotations

import datetime as dt
import re

from placet.evidence.dates.words import Tense

_SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""The month in which a season begins, in the north."""

Month = tuple[int, int]
"""A year and a month."""


def week_value(day: dt.date) -> str:
    """Return the ISO week of a day.

    >>> week_value(dt.date(2014, 12, 30))
    '2015-W01'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def month_value(month: Month) -> str:
    """Return a month's value."""
    return f"{_sound(month[0]):04d}-{month[1]:02d}"


def year_value(year: int) -> str:
    """Return a year's value."""
    return f"{_sound(year):04d}"


def decade_value(year: int) -> str:
    """Return the value of the decade of a year: three digits."""
    return f"{_sound(year):04d}"[:3]


def add_months(month: Month, count: int) -> Month:
    """Return the month so many months later.

    >>> add_months((2014, 12), 1), add_months((2014, 1), -1)
    ((2015, 1), (2013, 12))
    """
    number = month[0] * 12 + month[1] - 1 + count
    return number // 12, number % 12 + 1


def add_days(day: dt.date, count: int) -> dt.date:
    """Return the day so many days later."""
    return day + dt.timedelta(days=count)


def weekday_before(day: dt.date, weekday: int) -> dt.date:
    """Return the last such weekday on the day or before it.

    >>> weekday_before(dt.date(2014, 11, 18), 0)
    datetime.date(2014, 11, 17)
    """
    return add_days(day, -((day.weekday() - weekday) % 7))


def weekday_after(day: dt.date, weekday: int) -> dt.date:
    """Return the first such weekday on the day or behind it."""
    return add_days(day, (weekday - day.weekday()) % 7)


def weekday_of_week(day: dt.date, weekday: int, weeks: int = 0) -> dt.date:
    """Return a weekday of the day's own week, Monday to Sunday, or of one so many weeks later."""
    return add_days(day, weekday - day.weekday() + 7 * weeks)


def pick_year(anchor: dt.date, month: int, day: int, tense: Tense) -> tuple[dt.date, ...]:
    """Return the day of a month that is meant where no year is given; none: there is no such day; two: either.

    Past is the last one on the anchor or before, future the first on it or behind. Without a tense it is the nearest
    one if that is within four months, else the one of the anchor's own year if that has been, else either.
    """
    days = [found for year in range(anchor.year - 8, anchor.year + 9) if (found := day_of(year, month, day))]
    before = [one for one in days if one <= anchor][-1:]
    after = [one for one in days if one >= anchor][:1]
    if tense != "none":
        return tuple(before if tense == "past" else after)
    if not before or not after or before == after:
        return tuple(before or after)
    back, ahead = (anchor - before[0]).days, (after[0] - anchor).days
    if min(back, ahead) <= 120:
        return tuple(before if back <= ahead else after)
    return tuple(before) if before[0].year == anchor.year else (before[0], after[0])


def pick_month(anchor: dt.date, month: int, tense: Tense) -> tuple[Month, ...]:
    """Return the month that is meant where no year is given, as `pick_year` does for days."""
    back = (anchor.month - month) % 12
    before, after = add_months((anchor.year, anchor.month), -back), add_months((anchor.year, anchor.month), -back % 12)
    if back == 0 or tense == "past":
        return (before,)
    if tense == "future":
        return (after,)
    if back <= 4 or 12 - back <= 4:
        return (before,) if back <= 12 - back else (after,)
    return (before,) if before[0] == anchor.year else (before, after)


def season_start(anchor: dt.date, season: str, *, is_past: bool) -> Month:
    """Return where the last such season that has begun begins, or the next one that has not ended."""
    start = (anchor.year + 1, _SEASON_STARTS[season])
    here = (anchor.year, anchor.month)
    while start > here:
        start = (start[0] - 1, start[1])
    return start if is_past or add_months(start, 2) >= here else (start[0] + 1, start[1])


def part_value(year: int, kind: str, number: int) -> str:
    """Return the value of a quarter (kind Q) or half (kind H) of a year."""
    return f"{_sound(year):04d}-{kind}{number}"


def day_of(year: int, month: int, day: int) -> dt.date | None:
    """Return a day; None where the calendar does not have it."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def first_day(value: str) -> dt.date | None:
    """Return the day that a value is, or the first one of its month or year; None for anything else.

    >>> first_day("2014-05"), first_day("2014-W46")
    (datetime.date(2014, 5, 1), None)
    """
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", value)
    return day_of(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else None


def _sound(year: int) -> int:
    """Return a year that a value can have.

    Raises:
        OverflowError: it lies outside the calendar.
    """
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise OverflowError(year)
    return year

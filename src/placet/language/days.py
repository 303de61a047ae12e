"""Days as they are written: a day, a month or a year."""

from __future__ import annotations

import calendar
import datetime as dt
from functools import lru_cache

from placet.model import Day

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@lru_cache(maxsize=65536)
def read_day(text: str) -> Day | str:
    """Return the day that `2014-11-17`, `2014-11` or `2014` means, or why there is none.

    >>> str(read_day("2014-11"))
    '2014-11'
    >>> read_day("2014-02-30")
    'February 2014 has 28 days'
    """
    pieces = text.split("-")
    if len(pieces) > 3 or not all(piece.isascii() and piece.isdigit() for piece in pieces) or len(pieces[0]) != 4:
        return "a day is written `2014-11-17`, a month `2014-11`, a year `2014`"
    year = int(pieces[0])
    if year == 0:
        return "there is no year 0"
    if len(pieces) == 1:
        return Day(dt.date(year, 1, 1), dt.date(year, 12, 31))
    month = int(pieces[1])
    if not 1 <= month <= 12 or len(pieces[1]) != 2:
        return f"there is no month {pieces[1]}"
    length = calendar.monthrange(year, month)[1]
    if len(pieces) == 2:
        return Day(dt.date(year, month, 1), dt.date(year, month, length))
    day = int(pieces[2])
    if not 1 <= day <= length or len(pieces[2]) != 2:
        return f"{_MONTHS[month - 1]} {year} has {length} days"
    return Day.exactly(dt.date(year, month, day))

"""Days, which may be uncertain, and periods between them."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec


class Day(msgspec.Struct, frozen=True, order=True):
    """A day, or one of the days from `earliest` to `latest` (both included).

    >>> import datetime as dt
    >>> tisa = Day(dt.date(2014, 12, 28), dt.date(2014, 12, 29))
    >>> tisa.has_come(dt.date(2014, 12, 27)), tisa.has_come(dt.date(2014, 12, 28)), tisa.has_come(dt.date(2014, 12, 29))
    (False, None, True)
    """

    earliest: dt.date
    latest: dt.date

    @classmethod
    def exactly(cls, day: dt.date) -> Day:
        """Return the certain day."""
        return cls(day, day)

    @property
    def is_certain(self) -> bool:
        """Whether there is only one day it can be."""
        return self.earliest == self.latest

    def has_come(self, on: dt.date) -> bool | None:
        """Say whether the day is `on` or earlier; None where that is uncertain."""
        if on >= self.latest:
            return True
        if on < self.earliest:
            return False
        return None

    def __str__(self) -> str:
        if self.is_certain:
            return self.earliest.isoformat()
        first, last = self.earliest, self.latest
        if first.day == 1 and last + dt.timedelta(days=1) == _first_of_next_month(first):
            return first.isoformat()[:7]
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
            return f"{first.year:04d}"
        return f"{first.isoformat()} to {last.isoformat()}"


class Period(msgspec.Struct, frozen=True):
    """From `start` until `end`, the end not included; None is open on that side."""

    start: Day | None = None
    end: Day | None = None


class Duration(msgspec.Struct, frozen=True):
    """A length of time in the calendar's units.

    >>> str(Duration(90, "days")), str(Duration(1, "years"))
    ('90 days', '1 year')
    """

    count: int
    unit: Literal["days", "months", "years"]

    def __str__(self) -> str:
        return f"{self.count} {self.unit if self.count != 1 else self.unit[:-1]}"


def _first_of_next_month(first: dt.date) -> dt.date:
    return dt.date(first.year + first.month // 12, first.month % 12 + 1, 1) if first.year < dt.MAXYEAR else dt.date.max

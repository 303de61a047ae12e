"""The days on which something can change: because an act lies after them, or because they were not known before."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from placet.model import Day, Entry, Instrument, Membership, Period, Reading

NEVER_MIND = dt.date(2000, 1, 1)
"""Any day, where nothing ever changes."""


class Moments:
    """The days that bear on something, by the day that decides whether they have come.

    `on` are those that must have come by the day of the act, `known` those that must have come by the day of what is
    known, `seen` those that must have come by both.
    """

    def __init__(self) -> None:
        self._on: set[dt.date] = set()
        self._known: set[dt.date] = set()
        self._seen: set[dt.date] = set()

    def add_period(self, period: Period) -> None:
        """Add the days of a rule, which the text gives and everybody knows."""
        _add(self._on, (period.start, period.end))

    def add_entries(self, entries: Iterable[Entry]) -> None:
        """Add the days of a relation's entries."""
        for entry in entries:
            self.add_period(entry.period)

    def add_reading(self, reading: Reading) -> None:
        """Add the days of a reading, but not those on which its statements were published."""
        _add(self._on, (reading.start, reading.end))
        if not reading.says:
            _add(self._known, (reading.start,))
        self.add_entries(reading.entries)

    def add_instrument(self, instrument: Instrument) -> None:
        """Add the days on which an instrument is in force, or ceases to be."""
        for period in (*instrument.in_force, *instrument.provisional):
            _add(self._seen, (period.start,))
            _add(self._on, (period.end,))
        for period in instrument.suspended:
            _add(self._seen, (period.start, period.end))
        _add(self._seen, (instrument.terminated,))

    def add_memberships(self, members: Iterable[Membership]) -> None:
        """Add the days on which parties enter and leave."""
        for member in members:
            _add(self._seen, (member.period.start, member.period.end))

    def add_publication(self, day: Day | None) -> None:
        """Add the day on which something was made public."""
        _add(self._known, (day,))

    @property
    def last(self) -> dt.date:
        """The day from which nothing more changes."""
        return max(self._on | self._seen, default=NEVER_MIND)

    def alone(self) -> Iterator[dt.date]:
        """Yield a day of each time that differs where everything is known, the last but one first."""
        yield from reversed(_with_one_before(self._on | self._seen)[:-1])

    def pairs(
        self, on_day: dt.date | None = None, known_day: dt.date | None = None
    ) -> Iterator[tuple[dt.date, dt.date]]:
        """Yield days of the act and of what is known, one pair for all on which the same has come.

        Args:
            on_day: the only day of the act that is looked at; None: all are.
            known_day: the same of what is known.
        """
        on_days, known_days, seen_days = sorted(self._on), sorted(self._known), sorted(self._seen)
        found: set[tuple[int, int, int]] = set()
        all_on = [on_day] if on_day is not None else _with_one_before(self._on | self._seen)[::-1]
        all_known = [known_day] if known_day is not None else _with_one_before(self._known | self._seen)[::-1]
        for known in all_known:
            for on in all_on:
                come = (
                    bisect_right(on_days, on),
                    bisect_right(known_days, known),
                    bisect_right(seen_days, min(on, known)),
                )
                if come not in found:
                    found.add(come)
                    yield on, known


def _add(days: set[dt.date], found: Iterable[Day | None]) -> None:
    for day in found:
        if day is not None:
            # Between its first and its last day it is open whether an uncertain day has come.
            days.update((day.earliest, day.latest))


def _with_one_before(days: set[dt.date]) -> list[dt.date]:
    """Return the days in order, with one before all others."""
    ordered = sorted(days) or [NEVER_MIND]
    return ordered if ordered[0] == dt.date.min else [ordered[0] - dt.timedelta(days=1), *ordered]

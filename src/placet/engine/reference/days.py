"""What hangs on days in one completion: what has happened, what is known, and whose reading is effective."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from placet.engine.reference.values import nth
from placet.model import (
    Day,
    Instrument,
    Open,
    Period,
    Question,
    Reading,
    Rulebook,
    Type,
    Value,
)

P = ParamSpec("P")
T = TypeVar("T")
D = TypeVar("D", bound="Days")
_MEMBERS = Type("party", is_set=True)
_OPEN = object()


class Unfilled(Exception):
    """Raised where a completion is asked for something that it does not fill in yet."""

    def __init__(self, missing: Open) -> None:
        super().__init__(missing)
        self.missing = missing


class Setting:
    """What a question fixes for all its completions."""

    def __init__(self, book: Rulebook, question: Question) -> None:
        self.book, self.given = book, question.given
        self.on, self.known = question.on, question.known
        self.happened = min(self.on, self.known) if self.known else self.on
        self.offices = {
            party.id: [f"{party.id}.{office.id}" for office in party.offices] for party in book.parties.values()
        }
        self.readings: dict[tuple[str, str], list[Reading]] = {}
        for reading in sorted(book.readings, key=_first_day):
            self.readings.setdefault((reading.reader, reading.of), []).append(reading)
        self.overriders: dict[str, list[str]] = {}
        for rule in book.rules.values():
            for overridden in rule.overrides:
                self.overriders.setdefault(overridden, []).append(rule.id)
        self.certain: dict[str, dict[tuple[object, ...], Any]] = defaultdict(dict)
        self.possible: dict[Open, tuple[Value, ...]] = {}
        self.bearing: dict[tuple[str, str], dict[str, Reading]] = {}

    def value_type(self, relation: str) -> Type:
        """Return the type of a relation's values; `members` is there without being declared."""
        return self.book.relations[relation].value if relation in self.book.relations else _MEMBERS


def once_if_certain(method: Callable[Concatenate[D, P], T]) -> Callable[Concatenate[D, P], T]:
    """Keep what a completion that fills in nothing can say: as nothing open was asked for, all others say the same."""
    name = method.__name__

    def find(completion: D, /, *names: P.args, **none: P.kwargs) -> T:
        certain = completion.setting.certain[name]
        if names not in certain:
            try:
                certain[names] = method(type(completion)(completion.setting, {}), *names, **none)
            except Unfilled:
                certain[names] = _OPEN
        found = certain[names]
        return method(completion, *names, **none) if found is _OPEN else found

    return find


class Days:
    """A rulebook in which no day is uncertain.

    `filled` may leave out what is never asked for.

    Raises:
        Unfilled: by every method, where what is asked for is missing from `filled`.
    """

    def __init__(self, setting: Setting, filled: dict[Open, Value]) -> None:
        self.setting, self.book, self.filled = setting, setting.book, filled

    def fill(self, missing: Open) -> Value:
        """Return the value that this completion gives to something open."""
        if missing not in self.filled:
            raise Unfilled(missing)
        return self.filled[missing]

    def has_come(self, day: Day, by: dt.date, owner: str, label: str) -> bool:
        """Say whether an event has happened by a day."""
        come = day.has_come(by)
        return bool(self.fill(Open("date", owner, label))) if come is None else come

    def is_running(self, period: Period, owner: str, labels: tuple[str, str], by: tuple[dt.date, dt.date]) -> bool:
        """Say whether a period has begun and not ended."""
        if period.start is not None and not self.has_come(period.start, by[0], owner, labels[0]):
            return False
        return period.end is None or not self.has_come(period.end, by[1], owner, labels[1])

    def is_active(self, instrument: Instrument) -> bool:
        """Say whether an instrument is in force or provisionally applied, not suspended and not terminated."""
        on, happened = self.setting.on, self.setting.happened
        if instrument.terminated and self.has_come(instrument.terminated, happened, instrument.id, "terminated"):
            return False

        def is_any_running(kind: str, periods: tuple[Period, ...], by: tuple[dt.date, dt.date]) -> bool:
            return any(
                self.is_running(period, instrument.id, (f"{kind} from{nth(index)}", f"{kind} until{nth(index)}"), by)
                for index, period in enumerate(periods)
            )

        return not is_any_running("suspended", instrument.suspended, (happened, happened)) and (
            is_any_running("in force", instrument.in_force, (happened, on))
            or is_any_running("provisional", instrument.provisional, (happened, on))
        )

    @once_if_certain
    def members(self, name: str) -> frozenset[str]:
        """Return who is a party to an instrument on the day."""
        instrument = self.book.instruments[name]
        if not self.is_active(instrument):
            return frozenset()
        found, counts, by = set(), dict.fromkeys(self.book.parties, 0), (self.setting.happened,) * 2
        for member in instrument.members:
            index, counts[member.party] = counts[member.party], counts[member.party] + 1
            labels = (f"member {member.party} from{nth(index)}", f"member {member.party} until{nth(index)}")
            if self.is_running(member.period, instrument.id, labels, by):
                found.add(member.party)
        return frozenset(found)

    # What is known

    def is_published(self, day: Day | None, owner: str) -> bool:
        """Say whether what became known on a day is known."""
        known = self.setting.known
        if known is None:
            return True
        if day is None:
            return bool(self.fill(Open("date", owner, "published")))
        return self.has_come(day, known, owner, "published")

    def are_known(self, statements: tuple[str, ...]) -> bool:
        """Say whether all these statements are known."""
        sources = [self.book.sources[self.book.statements[statement].source] for statement in statements]
        return all(self.is_published(source.published, source.id) for source in sources)

    def has_begun(self, reading: Reading, by: dt.date) -> bool:
        """Say whether a reading has begun by a day."""
        if reading.start is None:
            return True
        if reading.start_owner in self.book.statements:
            return self.has_come(reading.start, by, reading.start_owner, "on")
        return self.has_come(reading.start, by, reading.id, "since")

    def is_reading_known(self, reading: Reading) -> bool:
        """Say whether a reading is known by its statements, or else by its beginning."""
        if self.setting.known is None:
            return True
        return self.are_known(reading.says) if reading.says else self.has_begun(reading, self.setting.known)

    # Readings

    @once_if_certain
    def own_reading(self, reader: str, thing: str) -> Reading | None:
        """Return the reader's own effective reading of a thing."""
        on = self.setting.on
        for latest in reversed(self.setting.readings.get((reader, thing), [])):
            if self.is_reading_known(latest) and self.has_begun(latest, on):
                has_ended = latest.end is not None and self.has_come(latest.end, on, latest.id, "until")
                return None if has_ended else latest
        return None

    @once_if_certain
    def reading(self, reader: str, thing: str) -> Reading | None:
        """Return the reader's effective reading of a thing: its own, or for an office its party's."""
        party = self.book.party_of(reader)
        return self.own_reading(reader, thing) or (self.own_reading(party, thing) if party else None)

    @once_if_certain
    def reading_offices(self, reader: str, thing: str) -> list[str]:
        """Return the offices of a party that read a thing themselves, if there are at least two."""
        offices = [office for office in self.setting.offices.get(reader, []) if self.own_reading(office, thing)]
        return offices if len(offices) >= 2 else []


def _first_day(reading: Reading) -> dt.date:
    return reading.start.earliest if reading.start else dt.date.min

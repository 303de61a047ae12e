"""What hangs on days where not everything is known: what has happened, what is known, whose reading is effective."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any, Concatenate, ParamSpec, TypeVar

from placet.engine.proof.possible_values import Assumed, Maybe, Possible, Span, every, is_single, opposite, some
from placet.engine.reference.values import nth, number_cuts, numbers_between
from placet.model import (
    Day,
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
D = TypeVar("D", bound="PartialDays")
_OPEN = object()


class Doubt(Exception):
    """Raised where the answer hangs on something that is open."""

    def __init__(self, about: Open) -> None:
        super().__init__(about)
        self.about = about


class Frame:
    """What is the same in all cases of a question."""

    def __init__(self, book: Rulebook, question: Question) -> None:
        self.book, self.given, self.on, self.known = book, question.given, question.on, question.known
        self.happened = min(self.on, self.known or self.on)
        self.domains: Assumed = {}
        self.number_cuts: dict[str, list[Decimal]] = {}
        self.certain: dict[str, dict[tuple[object, ...], Any]] = defaultdict(dict)
        self.effective: dict[tuple[str, str], list[Reading | None]] = {}
        self.readings: dict[tuple[str, str], list[Reading]] = {}
        for reading in sorted(book.readings, key=lambda one: one.start.earliest if one.start else dt.date.min):
            self.readings.setdefault((reading.reader, reading.of), []).append(reading)
        self.named = {reading.id: reading for reading in book.readings}
        self.overriders: dict[str, set[str]] = defaultdict(set)
        for rule in book.rules.values():
            for overridden in rule.overrides:
                self.overriders[overridden].add(rule.id)

    def value_type(self, relation: str) -> Type:
        """Return the type of a relation's values."""
        return self.book.relations[relation].value if relation in self.book.relations else Type("party", is_set=True)

    def domain(self, about: Open) -> Possible:
        """Return all that something open could be, but for entries."""
        if about.kind != "field":
            return frozenset({False, True})
        type_ = self.book.fields[about.name].type
        if type_.kind == "number":
            return frozenset(numbers_between(self.cuts(about))) | ({None} if type_.or_none else set())
        domain = self.book.domain(type_)
        return Span(frozenset(), frozenset(map(str, domain))) if type_.is_set else frozenset(domain)

    def cuts(self, field: Open) -> list[Decimal]:
        """Return the numbers with which the rulebook compares a field."""
        if field.name not in self.number_cuts:
            self.number_cuts[field.name] = number_cuts(self.book, field.name)
        return self.number_cuts[field.name]


def once_if_certain(method: Callable[Concatenate[D, P], T]) -> Callable[Concatenate[D, P], T]:
    """Keep what no doubt touches where nothing is assumed: no assumption can change it."""
    name = method.__name__

    def find(view: D, /, *names: P.args, **none: P.kwargs) -> T:
        certain = view.frame.certain[name]
        if names not in certain:
            empty = type(view)(view.frame, {})
            with suppress(Doubt):
                found = method(empty, *names, **none)
            certain[names] = _OPEN if empty.doubts else found
        kept = certain[names]
        return method(view, *names, **none) if kept is _OPEN else kept

    return find


class PartialDays:
    """What follows from some assumptions.

    Raises:
        Doubt: by most methods, where what they have to return is open.
    """

    def __init__(self, frame: Frame, assumed: Assumed) -> None:
        self.frame, self.book, self.assumed = frame, frame.book, assumed
        self.doubts: list[Open] = []

    def domain(self, about: Open) -> Possible:
        """Return all that something could be."""
        if about not in self.frame.domains:
            self.frame.domains[about] = self.frame.domain(about)
        return self.frame.domains[about]

    def possible(self, about: Open) -> Possible:
        """Return what something could be."""
        found = self.assumed.get(about) or self.domain(about)
        if not is_single(found):
            self.doubts.append(about)
        return found

    def parts(self, about: Open) -> list[Possible]:
        """Return smaller cases of what something could be."""
        found = self.possible(about)
        if not isinstance(found, Span):
            return [frozenset({value}) for value in found]
        member = min(found.maybe - found.sure)
        return [part for part in (found.decide(member, True), found.decide(member, False)) if part is not None]

    def sure(self, answer: Maybe) -> bool:
        """Return a definite answer."""
        if answer is None:
            raise Doubt(self.doubts[0])
        return answer

    def sure_value(self, value: Possible) -> Value:
        """Return the one value something has."""
        if not is_single(value):
            raise Doubt(self.doubts[0])
        return value.sure if isinstance(value, Span) else next(iter(value))

    def point(self, about: Open) -> Maybe:
        """Say how a point comes out."""
        found = self.possible(about)
        return None if len(found) > 1 else True in found

    def has_come(self, day: Day | None, by: dt.date, owner: str, label: str) -> Maybe:
        """Say whether an event has happened by a day."""
        come = day.has_come(by) if day else None
        return self.point(Open("date", owner, label)) if come is None else come

    def runs(self, period: Period, owner: str, labels: tuple[str, str], by: tuple[dt.date, dt.date]) -> Maybe:
        """Say whether a period has begun and not ended."""
        begun = period.start is None or self.has_come(period.start, by[0], owner, labels[0])
        if begun is False or period.end is None:
            return begun
        return every((begun, opposite(self.has_come(period.end, by[1], owner, labels[1]))))

    @once_if_certain
    def is_active(self, name: str) -> Maybe:
        """Say whether an instrument is in force or provisionally applied, not suspended and not terminated."""
        instrument, happened, on = self.book.instruments[name], self.frame.happened, self.frame.on

        def any_runs(kind: str, periods: tuple[Period, ...], until: dt.date) -> Maybe:
            labels = [(f"{kind} from{nth(index)}", f"{kind} until{nth(index)}") for index in range(len(periods))]
            return some(
                self.runs(period, name, pair, (happened, until)) for period, pair in zip(periods, labels, strict=True)
            )

        end = instrument.terminated
        has_ended = end is not None and self.has_come(end, happened, name, "terminated")
        applied = (any_runs("in force", instrument.in_force, on), any_runs("provisional", instrument.provisional, on))
        is_suspended = any_runs("suspended", instrument.suspended, happened)
        return every((opposite(has_ended), opposite(is_suspended), some(applied)))

    @once_if_certain
    def members(self, name: str) -> Span:
        """Return who is a party to an instrument on the day."""
        found: dict[str, list[Maybe]] = {}
        is_active = self.is_active(name)
        for member in self.book.instruments[name].members:
            runs = found.setdefault(member.party, [])
            labels = (f"member {member.party} from{nth(len(runs))}", f"member {member.party} until{nth(len(runs))}")
            runs.append(self.runs(member.period, name, labels, (self.frame.happened, self.frame.happened)))
        is_member = {party: every((is_active, some(runs))) for party, runs in found.items()}
        sure = frozenset(party for party, answer in is_member.items() if answer)
        return Span(sure, frozenset(party for party, answer in is_member.items() if answer is not False))

    def is_published(self, day: Day | None, owner: str) -> Maybe:
        """Say whether what was published on a day is known."""
        return self.frame.known is None or self.has_come(day, self.frame.known, owner, "published")

    @once_if_certain
    def are_known(self, statements: tuple[str, ...]) -> Maybe:
        """Say whether all these statements are known."""
        sources = [self.book.sources[self.book.statements[statement].source] for statement in statements]
        return every(self.is_published(source.published, source.id) for source in sources)

    def has_begun(self, reading: Reading, by: dt.date) -> Maybe:
        """Say whether a reading has begun by a day."""
        is_stated = reading.start_owner in self.book.statements
        owner, label = (reading.start_owner, "on") if is_stated else (reading.id, "since")
        return reading.start is None or self.has_come(reading.start, by, owner, label)

    # Readings

    @once_if_certain
    def own_reading(self, reader: str, thing: str) -> Reading | None:
        """Return the reader's own effective reading of a thing."""
        known, on = self.frame.known, self.frame.on
        for one in reversed(self.frame.readings.get((reader, thing), [])):
            is_known = known is None or (self.are_known(one.says) if one.says else self.has_begun(one, known))
            if self.sure(every((is_known, self.has_begun(one, on)))):
                has_ended = one.end is not None and self.sure(self.has_come(one.end, on, one.id, "until"))
                return None if has_ended else one
        return None

    @once_if_certain
    def reading(self, reader: str, thing: str) -> Reading | None:
        """Return the reader's effective reading of a thing, for an office its party's where it has none."""
        return self.own_reading(reader, thing) or self.own_reading(reader.partition(".")[0], thing)

    @once_if_certain
    def reading_offices(self, reader: str, thing: str) -> list[str]:
        """Return the offices of a party that read a thing themselves, if they are two or more."""
        party = self.book.parties.get(reader)
        offices = [f"{reader}.{office.id}" for office in party.offices] if party else []
        found = [office for office in offices if self.own_reading(office, thing)]
        return found if len(found) > 1 else []

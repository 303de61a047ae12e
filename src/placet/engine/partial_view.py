"""A rulebook of which only some facts are assumed, in three-valued logic: what the proof checker sees.

Yes, no, and None where what is assumed leaves it open.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable
from decimal import Decimal
from itertools import product
from typing import Literal as Choice
from typing import NamedTuple, TypeAlias

from placet.engine.reference_values import all_values, compare, nth, number_cuts, numbers_between
from placet.model import (
    And,
    Apply,
    Compare,
    Condition,
    Const,
    Day,
    Entry,
    FieldRef,
    Literal,
    LiteralSet,
    Not,
    Open,
    Operand,
    Or,
    Period,
    Question,
    Reading,
    Rule,
    Rulebook,
    Step,
    TermRef,
    Type,
    Value,
)
from placet.model.answers import duration_text
from placet.model.conditions import value_text


class Span(NamedTuple):
    """A set that has all of `sure` and nothing that is not in `maybe`; it is one of `only`, unless that is None."""

    sure: frozenset[str]
    maybe: frozenset[str]
    only: frozenset[frozenset[str]] | None = None

    def decide(self, member: str, is_in: bool) -> Span | None:
        """Return what it can be where a member is in it, or is not; None where that cannot be."""
        if self.only is not None:
            return span_of({one for one in self.only if (member in one) == is_in})
        if is_in:
            return Span(self.sure | {member}, self.maybe) if member in self.maybe else None
        return Span(self.sure, self.maybe - {member}) if member not in self.sure else None


Possible: TypeAlias = frozenset[Value] | Span
"""The values something may have; for a set, a span."""
Assumed: TypeAlias = dict[Open, Possible]
Maybe: TypeAlias = bool | None
_NO_SET = Span(frozenset(), frozenset())


class Doubt(Exception):  # noqa: N818 - not a fault: it says which cases to distinguish
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
        self.readings: dict[tuple[str, str], list[Reading]] = {}
        for reading in sorted(book.readings, key=lambda one: one.start.earliest if one.start else dt.date.min):
            self.readings.setdefault((reading.reader, reading.of), []).append(reading)

    def value_type(self, relation: str) -> Type:
        """Return the type of a relation's values."""
        return self.book.relations[relation].value if relation in self.book.relations else Type("party", is_set=True)

    def domain(self, about: Open) -> Possible:
        """Return all that something open could be."""
        if about not in self.domains:
            self.domains[about] = self._find_domain(about)
        return self.domains[about]

    def _find_domain(self, about: Open) -> Possible:
        if about.kind == "entry":
            found: set[Value] = set()
            waiting: list[Assumed] = [{}]
            while waiting:
                view = PartialView(self, waiting.pop())
                try:
                    found.update(view.entry_values(about))
                except Doubt as doubt:
                    waiting += [{**view.assumed, doubt.about: part} for part in view.parts(doubt.about)]
            is_set = self.value_type(about.name).is_set
            return (
                span_of({one for one in found if isinstance(one, frozenset)}) or _NO_SET if is_set else frozenset(found)
            )
        if about.kind != "field":
            return frozenset({False, True})
        type_ = self.book.fields[about.name].type
        if type_.kind == "number":
            return frozenset(numbers_between(number_cuts(self.book, about.name))) | ({None} if type_.or_none else set())
        domain = self.book.domain(type_)
        return Span(frozenset(), frozenset(map(str, domain))) if type_.is_set else frozenset(domain)

    def narrow(self, about: Open, current: Possible, member: str, values: tuple[Value, ...]) -> Possible | None:
        """Return what something can be in one branch of a distinction; None where the branch cannot be."""
        if isinstance(current, Span):
            return current.decide(member, values == (True,))
        return current & {self._in_domain(about, value) for value in values} or None

    def are_all(self, about: Open, member: str, values: list[Value]) -> bool:
        """Say whether the values are all that something could be, each once; of a set, in it or not."""
        domain = self.domain(about)
        if isinstance(domain, Span):
            return member in domain.maybe and sorted(map(repr, values)) == ["False", "True"]
        named = [self._in_domain(about, value) for value in values]
        return not member and len(named) == len(domain) and frozenset(named) == domain

    def choices(self, about: Open, cases: list[Possible]) -> list[Possible]:
        """Return all that something could be, as finely as some cases distinguish it."""
        domain = self.domain(about)
        if not isinstance(domain, Span):
            return [frozenset({value}) for value in domain]
        spans = [case for case in cases if isinstance(case, Span)]
        decided = frozenset[str]().union(*(one.sure | (domain.maybe - one.maybe) for one in spans))
        found = [domain]
        for member in sorted(decided):
            parts = [part.decide(member, is_in) for part in found for is_in in (True, False)]
            found = [part for part in parts if part is not None]
        return list(found)

    def _in_domain(self, about: Open, value: Value) -> Value:
        """Return a value, or for a number the one that stands for all that compare alike."""
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            return value
        cuts = number_cuts(self.book, about.name)
        index = bisect_left(cuts, value)
        is_cut = index < len(cuts) and cuts[index] == value
        return numbers_between(cuts)[2 * index + is_cut] if cuts else Decimal(0)


class PartialView:
    """What follows from some assumptions.

    Raises:
        Doubt: by most methods, where what they have to return is open.
    """

    def __init__(self, frame: Frame, assumed: Assumed) -> None:
        self.frame, self.book, self.assumed = frame, frame.book, assumed
        self.doubts: list[Open] = []
        self.own_readings: dict[tuple[str, str], Reading | None] = {}

    def possible(self, about: Open) -> Possible:
        """Return what something could be."""
        found = self.assumed.get(about) or self.frame.domain(about)
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
            raise Doubt(self.doubts[-1])
        return answer

    def sure_value(self, value: Possible) -> Value:
        """Return the one value something has."""
        if not is_single(value):
            raise Doubt(self.doubts[-1])
        return value.sure if isinstance(value, Span) else next(iter(value))

    def point(self, about: Open) -> Maybe:
        """Say how a point comes out."""
        found = self.possible(about)
        return None if len(found) > 1 else True in found

    # Days, and what is known

    def has_come(self, day: Day | None, by: dt.date, owner: str, label: str) -> Maybe:
        come = day.has_come(by) if day else None
        return self.point(Open("date", owner, label)) if come is None else come

    def runs(self, period: Period, owner: str, labels: tuple[str, str], by: tuple[dt.date, dt.date]) -> Maybe:
        begun = period.start is None or self.has_come(period.start, by[0], owner, labels[0])
        if begun is False or period.end is None:
            return begun
        return every((begun, opposite(self.has_come(period.end, by[1], owner, labels[1]))))

    def is_active(self, name: str) -> Maybe:
        instrument, happened, on = self.book.instruments[name], self.frame.happened, self.frame.on

        def any_runs(kind: str, periods: tuple[Period, ...], until: dt.date) -> Maybe:
            labels = [(f"{kind} from{nth(index)}", f"{kind} until{nth(index)}") for index in range(len(periods))]
            return some(self.runs(*one, (happened, until)) for one in zip(periods, [name] * len(periods), labels))

        has_ended = instrument.terminated and self.has_come(instrument.terminated, happened, name, "terminated")
        applied = (any_runs("in force", instrument.in_force, on), any_runs("provisional", instrument.provisional, on))
        is_suspended = any_runs("suspended", instrument.suspended, happened)
        return every((not instrument.terminated or opposite(has_ended), opposite(is_suspended), some(applied)))

    def members(self, name: str) -> Span:
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
        return self.frame.known is None or self.has_come(day, self.frame.known, owner, "published")

    def are_known(self, statements: tuple[str, ...]) -> Maybe:
        sources = [self.book.sources[self.book.statements[statement].source] for statement in statements]
        return every(self.is_published(source.published, source.id) for source in sources)

    def has_begun(self, reading: Reading, by: dt.date) -> Maybe:
        is_stated = reading.start_owner in self.book.statements
        owner, label = (reading.start_owner, "on") if is_stated else (reading.id, "since")
        return reading.start is None or self.has_come(reading.start, by, owner, label)

    # Readings

    def own_reading(self, reader: str, thing: str) -> Reading | None:
        """Return the reader's own effective reading of a thing."""
        if (reader, thing) not in self.own_readings:
            self.own_readings[reader, thing] = self._find_own_reading(reader, thing)
        return self.own_readings[reader, thing]

    def _find_own_reading(self, reader: str, thing: str) -> Reading | None:
        known, on = self.frame.known, self.frame.on
        for one in reversed(self.frame.readings.get((reader, thing), [])):
            is_known = known is None or (self.are_known(one.says) if one.says else self.has_begun(one, known))
            if self.sure(every((is_known, self.has_begun(one, on)))):
                has_ended = one.end is not None and self.sure(self.has_come(one.end, on, one.id, "until"))
                return None if has_ended else one
        return None

    def reading(self, reader: str, thing: str) -> Reading | None:
        """Return the reader's effective reading of a thing, for an office its party's where it has none."""
        return self.own_reading(reader, thing) or self.own_reading(reader.partition(".")[0], thing)

    def reading_offices(self, reader: str, thing: str) -> list[str]:
        """Return the offices of a party that read a thing themselves, if they are two or more."""
        party = self.book.parties.get(reader)
        offices = [f"{reader}.{office.id}" for office in party.offices] if party else []
        found = [office for office in offices if self.own_reading(office, thing)]
        return found if len(found) > 1 else []

    def is_effective(self, reader: str, reading: Reading) -> bool:
        """Say whether a reading is the reader's, or one of its offices' where they count for it."""
        offices = self.reading_offices(reader, reading.of)
        return reading in (self.reading(reader, reading.of), *(self.own_reading(one, reading.of) for one in offices))

    # Conditions, terms and values

    def holds(self, reader: str, condition: Condition) -> Maybe:
        """Say whether a condition is true as the reader understands it."""
        match condition:
            case Const(value):
                return value
            case TermRef(term):
                return self.term(reader, term)
            case Not(part):
                return opposite(self.holds(reader, part))
            case And(parts):
                return every(self.holds(reader, part) for part in parts)
            case Or(parts):
                return some(self.holds(reader, part) for part in parts)
            case Compare(left, op, right):
                sides = (self.value(reader, left), self.value(reader, right))
                return compare_possible(*sides, op, (left, right), self.book)

    def is_unsettled(self, reader: str, reading: Reading | None) -> Maybe:
        return reading is not None and reading.unsettled_when is not None and self.holds(reader, reading.unsettled_when)

    def is_met(self, reader: str, condition: Condition, reading: Reading | None) -> Maybe:
        only = every(self.holds(reader, part) for part in (condition, reading and reading.only_when) if part)
        return some(
            (only, reading is not None and reading.also_when is not None and self.holds(reader, reading.also_when))
        )

    def term(self, reader: str, term: str) -> Maybe:
        states = [self.term_state(office, term) for office in self.reading_offices(reader, term)]
        if self.sure(differ(states)):
            return self.point(Open("term", term, "", reader))
        state, reading = self.term_state(reader, term), self.reading(reader, term)
        if state == "unsettled" and reading:
            return self.point(Open("term", term, "", reading.reader))
        return None if state is None else state is True

    def term_state(self, reader: str, term: str) -> Maybe | str:
        reading = self.reading(reader, term)
        is_unsettled = self.is_unsettled(reader, reading)
        if is_unsettled is not False:
            return "unsettled" if is_unsettled else None
        is_excepted = some(self.holds(reader, one) for one in (reading.unless if reading else ()))
        return every((self.is_met(reader, self.book.terms[term].means, reading), opposite(is_excepted)))

    def value(self, reader: str, operand: Operand) -> Possible:
        match operand:
            case FieldRef(field) if field in self.frame.given:
                return exactly(self.frame.given[field])
            case FieldRef(field):
                return self.possible(Open("field", field))
            case Literal(value):
                return exactly(value)
            case LiteralSet(values):
                return exactly(frozenset(values))  # type: ignore[arg-type]  # numbers may stand in a written set
            case Apply(relation, key):
                keys = self.value(reader, key)
                return join([self.related(reader, relation, name) for name in keys])

    def related(self, reader: str, relation: str, value: Value) -> Possible:
        if value is None:
            return self.constant(None, relation, "")
        key = value_text(value)  # type: ignore[arg-type]  # a key is never a set
        states = [self.entry_state(office, relation, key) for office in self.reading_offices(reader, relation)]
        if self.sure(differ(states)):
            return self.possible(Open("entry", relation, key, reader))
        entry, owner = self.entry(reader, relation, key)
        if entry and entry.is_unsettled:
            return self.possible(Open("entry", relation, key, owner))
        return self.constant(entry, relation, key)

    def entry(self, reader: str, relation: str, key: str) -> tuple[Entry | None, str]:
        reading, base = self.reading(reader, relation), self.book.relations.get(relation)
        sides = [
            (one.entries, one.id, owner) for one, owner in ((reading, reading and reading.reader), (base, "")) if one
        ]
        for entries, owner, entry_reader in sides:
            for entry in reversed([one for one in entries if one.key == key]):
                labels = (f"{key} since {entry.period.start}", f"{key} until {entry.period.end}")
                if self.sure(self.runs(entry.period, owner, labels, (self.frame.on, self.frame.on))):
                    return entry, entry_reader or ""
        return None, ""

    def constant(self, entry: Entry | None, relation: str, key: str) -> Possible:
        if entry is None and relation == "members" and key:
            return self.members(key)
        values = entry.values if entry else ()
        if self.frame.value_type(relation).is_set:
            return exactly(frozenset(map(str, values)))
        return exactly(values[0] if values else None)

    def entry_state(self, reader: str, relation: str, key: str) -> str | tuple[Value]:
        entry, _ = self.entry(reader, relation, key)
        return "unsettled" if entry and entry.is_unsettled else (self.sure_value(self.constant(entry, relation, key)),)

    def entry_values(self, about: Open) -> tuple[Value, ...]:
        """Return what an unsettled entry could be; nothing where it is settled."""
        relation, key = about.name, about.key

        def values(reader: str) -> tuple[Value, ...]:
            entry, owner = self.entry(reader, relation, key)
            if entry is None or not entry.is_unsettled:
                return (self.sure_value(self.constant(entry, relation, key)),)
            type_ = self.frame.value_type(relation)
            return all_values(type_, entry.between or self.book.domain(type_))

        entry, owner = self.entry(about.reader, relation, key)
        found = values(about.reader) if entry and entry.is_unsettled and owner == about.reader else ()
        offices = self.reading_offices(about.reader, relation)
        if differ([self.entry_state(office, relation, key) for office in offices]):
            found += tuple(value for office in offices for value in values(office))
        return found

    # Columns

    def column(self, reader: str, rule: Rule) -> Maybe:
        """Say whether a rule is in the reader's column."""
        is_current = every(
            (self.runs(rule.period, rule.id, ("since", "until"), (self.frame.on,) * 2), self.are_known(rule.says))
        )
        party = self.book.party_of(reader)
        if rule.instrument is not None:
            known_from = self.book.instruments[rule.instrument].known_from
            is_current = every(
                (is_current, self.is_published(known_from, rule.instrument), self.is_active(rule.instrument))
            )
        if is_current is False:
            return False
        reading = self.reading(reader, rule.id)
        if reading and (reading.holds or reading.rejects):
            return is_current and reading.holds
        if rule.instrument is None:
            return is_current and rule.held_by in (reader, party)
        return every((is_current, self.is_bound(reader, rule.instrument)))

    def is_bound(self, reader: str, instrument: str) -> Maybe:
        states = [self.stance(office, instrument) for office in self.reading_offices(reader, instrument)]
        if self.sure(differ(states)):
            return self.point(Open("instrument", instrument, "", reader))
        stance, reading = self.stance(reader, instrument), self.reading(reader, instrument)
        if stance == "unsettled" and reading:
            return self.point(Open("instrument", instrument, "", reading.reader))
        if stance != "neither":
            return None if stance is None else stance == "holds"
        members = self.members(instrument)
        party = self.book.party_of(reader)
        return True if party in members.sure else None if party in members.maybe else False

    def stance(self, reader: str, instrument: str) -> str | None:
        reading = self.reading(reader, instrument)
        is_unsettled = self.is_unsettled(reader, reading)
        if is_unsettled is not False:
            return "unsettled" if is_unsettled else None
        return (
            "neither" if reading is None else "holds" if reading.holds else "rejects" if reading.rejects else "neither"
        )

    def state(self, reader: str, rule: Rule) -> str:
        """Say what a rule comes to for a reader, before any rule overrides another."""
        self.doubts.clear()
        offices = [self.own_state(office, rule) for office in self.reading_offices(reader, rule.id)]
        does_differ = self.sure(differ([_as_office(one) for one in offices]))
        state = "unsettled" if does_differ else self.own_state(reader, rule)
        reading = None if does_differ else self.reading(reader, rule.id)
        if state == "unsettled":
            applies = self.sure(self.point(Open("rule", rule.id, "", reading.reader if reading else reader)))
            return "applies" if applies else "settled-no"
        self.sure(None if state is None or state == "no" else True)
        return state or ""

    def own_state(self, reader: str, rule: Rule) -> str | None:
        """Return what a rule comes to; `no` where it is silent or excepted, None where even that is open."""
        reading = self.reading(reader, rule.id)
        in_column = self.column(reader, rule)
        if in_column is False:
            return "silent"
        speaks = every((in_column, self.is_met(reader, rule.when, reading)))
        if speaks is False:
            return "silent"
        is_unsettled = self.is_unsettled(reader, reading)
        is_excepted = some(self.holds(reader, one) for one in rule.unless + (reading.unless if reading else ()))
        if speaks is None or is_unsettled is None:
            return "no" if is_unsettled is False and is_excepted else None
        if is_unsettled:
            return "unsettled"
        return None if is_excepted is None else "excepted" if is_excepted else "applies"

    def basis(self, rule: Rule) -> str:
        """Return the force that a rule has."""
        if rule.instrument is None:
            return "policy"
        return "legal" if self.book.instruments[rule.instrument].is_binding else "political"

    def steps(self, reader: str, rule: Rule) -> list[Step]:
        """Return the steps that a rule asks for."""
        reading, found = self.reading(reader, rule.id), []
        for need in rule.needs:
            whom, *besides = [self.names(reader, operand) for operand in (need.of.whom, *need.of.besides)]
            offices = reading.offices if reading and reading.offices else need.offices
            deadline = duration_text(need.deadline, need.deadline_side)
            silence = duration_text(need.silence, f"means {need.silence_means}")
            found += [Step(need.kinds, party, offices, deadline, silence) for party in whom.difference(*besides)]
        return found

    def names(self, reader: str, operand: Operand) -> frozenset[str]:
        value = self.sure_value(self.value(reader, operand))
        return value if isinstance(value, frozenset) else frozenset(() if value is None else (str(value),))


# Three values


def opposite(answer: Maybe) -> Maybe:
    """Return the opposite of an answer."""
    return None if answer is None else not answer


def every(answers: Iterable[Maybe]) -> Maybe:
    """Say whether all are true."""
    result: Maybe = True
    for answer in answers:
        if answer is False:
            return False
        result = result if answer else None
    return result


def some(answers: Iterable[Maybe]) -> Maybe:
    """Say whether any is true."""
    return opposite(every(opposite(answer) for answer in answers))


def differ(states: Iterable[object]) -> Maybe:
    """Say whether some states differ; None is a state that is open."""
    found = list(states)
    if len(set(found) - {None}) > 1:
        return True
    return None if None in found and len(found) > 1 else False


# Possible values


def exactly(value: Value) -> Possible:
    """Return what something can be that has one value."""
    return Span(value, value) if isinstance(value, frozenset) else frozenset({value})


def is_single(value: Possible) -> bool:
    """Say whether there is only one value."""
    return value.sure == value.maybe if isinstance(value, Span) else len(value) == 1


def span_of(sets: set[frozenset[str]]) -> Span | None:
    """Return the span of some sets; None of none."""
    if not sets:
        return None
    return Span(frozenset.intersection(*sets), frozenset.union(*sets), frozenset(sets))


def join(values: list[Possible]) -> Possible:
    """Return what something can be that is one of these."""
    spans = [value for value in values if isinstance(value, Span)]
    if spans:
        return Span(
            frozenset.intersection(*(one.sure for one in spans)), frozenset.union(*(one.maybe for one in spans))
        )
    return frozenset[Value]().union(*values)  # type: ignore[arg-type]


def overlap(one: Possible, other: Possible) -> bool:
    """Say whether something can be both."""
    if isinstance(one, Span) and isinstance(other, Span):
        if one.only is not None and other.only is not None:
            return bool(one.only & other.only)
        return one.sure <= other.maybe and other.sure <= one.maybe
    return not frozenset(one).isdisjoint(other)


def compare_possible(
    left: Possible, right: Possible, op: str, written: tuple[Operand, Operand], book: Rulebook
) -> Maybe:
    """Compare what two sides can be."""
    if isinstance(left, Span) and isinstance(right, Span):
        if is_single(left) and is_single(right):
            return left.sure == right.sure
        return None if left.sure <= right.maybe and right.sure <= left.maybe else False
    if isinstance(right, Span):
        answers: set[Maybe] = {_is_in(value, right) for value in left} if op == "in" else {False}
    elif isinstance(left, Span):
        answers = {compare(left.sure, op, value, written, book) for value in right} if is_single(left) else {None}
    else:
        answers = {compare(one, op, other, written, book) for one, other in product(left, right)}
    return answers.pop() if len(answers) == 1 else None


def _is_in(value: Value, group: Span) -> Maybe:
    return True if value in group.sure else None if value in group.maybe else False


def _as_office(state: str | None) -> str | None:
    return "no" if state in ("silent", "excepted") else state

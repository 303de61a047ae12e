"""One completion of a rulebook, judged in plain two-valued logic: the columns of the reference evaluator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeAlias, TypeVar
from typing import Literal as Choice

from placet.engine.reference_values import all_values, compare, nth, number_cuts, numbers_between
from placet.model import (
    Addressee,
    And,
    Apply,
    Compare,
    Condition,
    Const,
    Day,
    Duty,
    Entry,
    FieldRef,
    Instrument,
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
from placet.model.answers import BASES, duration_text
from placet.model.conditions import value_text

State: TypeAlias = Choice["silent", "unsettled", "excepted", "applies", "settled-no"]
Basis: TypeAlias = Choice["legal", "political", "policy"]
P = ParamSpec("P")
T = TypeVar("T")
_UNSETTLED = "unsettled"
_MEMBERS = Type("party", is_set=True)


class Unfilled(Exception):
    """Raised where a completion is asked for something that it does not fill in yet."""

    def __init__(self, missing: Open) -> None:
        super().__init__(missing)
        self.missing = missing


class Judgement(NamedTuple):
    """What a reader's column says in one completion."""

    asks: frozenset[tuple[Step, Basis, str]]
    """Each step with its basis and the standing rule that asks for it."""
    bars: frozenset[str]
    speaks: frozenset[str]
    duties: frozenset[Duty]

    @property
    def steps(self) -> dict[Step, Basis]:
        """Each step with the strongest basis on which a standing rule asks for it."""
        weakest_first = sorted(self.asks, key=lambda ask: -BASES.index(ask[1]))
        return {step: basis for step, basis, _ in weakest_first}

    @property
    def answer(self) -> Choice["barred", "needs", "clear", "silent"]:
        """The answer, from the strongest to the weakest."""
        if self.bars:
            return "barred"
        if self.asks:
            return "needs"
        return "clear" if self.speaks else "silent"

    @property
    def identity(self) -> tuple[str, frozenset[tuple[Step, Basis]]]:
        """What has to be the same for two answers to be the same."""
        return self.answer, frozenset(self.steps.items()) if self.answer == "needs" else frozenset()


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
        self.certain: dict[tuple[object, ...], Any] = {}
        self.possible: dict[Open, tuple[Value, ...]] = {}
        self.bearing: dict[tuple[str, str], dict[str, Reading]] = {}

    def value_type(self, relation: str) -> Type:
        """Return the type of a relation's values; `members` is there without being declared."""
        return self.book.relations[relation].value if relation in self.book.relations else _MEMBERS


def by_days_alone(method: Callable[Concatenate[Completion, P], T]) -> Callable[Concatenate[Completion, P], T]:
    """Keep what hangs on days alone: where they are certain, it is the same in every completion."""

    def find(completion: Completion, /, *names: P.args, **none: P.kwargs) -> T:
        certain, question = completion.setting.certain, (method.__name__, *names)
        if question not in certain:
            try:
                certain[question] = method(Completion(completion.setting, {}), *names, **none)
            except Unfilled as unfilled:
                certain[question] = unfilled
        found = certain[question]
        return method(completion, *names, **none) if isinstance(found, Unfilled) else found

    return find


class Completion:
    """A rulebook in which nothing is open: each question about it has one answer.

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

    # Days

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

    @by_days_alone
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

    @by_days_alone
    def own_reading(self, reader: str, thing: str) -> Reading | None:
        """Return the reader's own effective reading of a thing."""
        on = self.setting.on
        for latest in reversed(self.setting.readings.get((reader, thing), [])):
            if self.is_reading_known(latest) and self.has_begun(latest, on):
                has_ended = latest.end is not None and self.has_come(latest.end, on, latest.id, "until")
                return None if has_ended else latest
        return None

    @by_days_alone
    def reading(self, reader: str, thing: str) -> Reading | None:
        """Return the reader's effective reading of a thing: its own, or for an office its party's."""
        party = self.book.party_of(reader)
        return self.own_reading(reader, thing) or (self.own_reading(party, thing) if party else None)

    @by_days_alone
    def reading_offices(self, reader: str, thing: str) -> list[str]:
        """Return the offices of a party that read a thing themselves, if there are at least two."""
        offices = [office for office in self.setting.offices.get(reader, []) if self.own_reading(office, thing)]
        return offices if len(offices) >= 2 else []

    # Conditions, terms and values

    def holds(self, reader: str, condition: Condition) -> bool:
        """Say whether a condition is true as the reader understands it."""
        match condition:
            case Const(value):
                return value
            case TermRef(term):
                return self.is_term_true(reader, term)
            case Not(part):
                return not self.holds(reader, part)
            case And(parts):
                return all(self.holds(reader, part) for part in parts)
            case Or(parts):
                return any(self.holds(reader, part) for part in parts)
            case Compare(left, op, right):
                return compare(self.value(reader, left), op, self.value(reader, right), (left, right), self.book)

    def is_term_true(self, reader: str, term: str) -> bool:
        """Say whether a term is true as the reader understands it."""
        if len({self._term_state(office, term) for office in self.reading_offices(reader, term)}) > 1:
            return bool(self.fill(Open("term", term, reader=reader)))
        state, reading = self._term_state(reader, term), self.reading(reader, term)
        if state == _UNSETTLED and reading:
            return bool(self.fill(Open("term", term, reader=reading.reader)))
        return state is True

    def _term_state(self, reader: str, term: str) -> bool | str:
        reading = self.reading(reader, term)
        if self._is_unsettled(reader, reading):
            return _UNSETTLED
        if not self._is_met(reader, self.book.terms[term].means, reading):
            return False
        return not (reading and any(self.holds(reader, exception) for exception in reading.unless))

    def _is_unsettled(self, reader: str, reading: Reading | None) -> bool:
        return bool(reading and reading.unsettled_when and self.holds(reader, reading.unsettled_when))

    def _is_met(self, reader: str, condition: Condition, reading: Reading | None) -> bool:
        """Say whether `(condition and only when) or also when` is true."""
        only = reading.only_when if reading else None
        also = reading.also_when if reading else None
        if self.holds(reader, condition) and (only is None or self.holds(reader, only)):
            return True
        return also is not None and self.holds(reader, also)

    def value(self, reader: str, operand: Operand) -> Value:
        """Return an operand's value; None for no value."""
        match operand:
            case FieldRef(field):
                return self.setting.given[field] if field in self.setting.given else self.fill(Open("field", field))
            case Literal(value):
                return value
            case LiteralSet(values):
                return frozenset(values)  # type: ignore[arg-type]  # numbers and yes-or-no may stand in a written set
            case Apply(relation, key):
                return self.related(reader, relation, self.value(reader, key))

    def related(self, reader: str, relation: str, key: Value) -> Value:
        """Return what a relation gives for a key, as the reader has it."""
        if key is None or isinstance(key, frozenset):
            return frozenset() if self.setting.value_type(relation).is_set else None
        name = value_text(key)
        if len({self._entry_state(office, relation, name) for office in self.reading_offices(reader, relation)}) > 1:
            return self.fill(Open("entry", relation, name, reader))
        entry, owner = self.entry(reader, relation, name)
        if entry is not None and entry.is_unsettled:
            return self.fill(Open("entry", relation, name, owner))
        return self._entry_value(entry, relation, name)

    @by_days_alone
    def entry(self, reader: str, relation: str, key: str) -> tuple[Entry | None, str]:
        """Return a relation's entry for a key, and whose reading gives it; empty for the relation itself."""
        reading = self.reading(reader, relation)
        on = (self.setting.on, self.setting.on)
        sides = [(reading.entries, reading.id, reading.reader)] if reading else []
        if relation in self.book.relations:
            sides.append((self.book.relations[relation].entries, relation, ""))
        for entries, owner, entry_reader in sides:
            for entry in reversed(entries):
                labels = (f"{key} since {entry.period.start}", f"{key} until {entry.period.end}")
                if entry.key == key and self.is_running(entry.period, owner, labels, on):
                    return entry, entry_reader
        return None, ""

    def _entry_state(self, reader: str, relation: str, key: str) -> Value:
        entry, _ = self.entry(reader, relation, key)
        return _UNSETTLED if entry is not None and entry.is_unsettled else self._entry_value(entry, relation, key)

    def _entry_value(self, entry: Entry | None, relation: str, key: str) -> Value:
        if entry is None and relation == "members":
            return self.members(key)
        values = entry.values if entry else ()
        if self.setting.value_type(relation).is_set:
            return frozenset(str(value) for value in values)
        return values[0] if values else None

    def entry_values(self, point: Open) -> tuple[Value, ...]:
        """Return what an unsettled entry could be here; empty where it is settled here."""
        relation, key, reader = point.name, point.key, point.reader
        entry, owner = self.entry(reader, relation, key)
        found = list(self._unsettled_values(entry, relation)) if owner == reader else []
        offices = self.reading_offices(reader, relation)
        if len({self._entry_state(office, relation, key) for office in offices}) > 1:
            for office in offices:
                entry, _ = self.entry(office, relation, key)
                found += self._unsettled_values(entry, relation) or (self._entry_value(entry, relation, key),)
        return tuple(dict.fromkeys(found))

    def _unsettled_values(self, entry: Entry | None, relation: str) -> tuple[Value, ...]:
        if entry is None or not entry.is_unsettled:
            return ()
        type_ = self.setting.value_type(relation)
        return all_values(type_, entry.between or self.book.domain(type_))

    # Columns

    def is_in_column(self, reader: str, rule: Rule) -> bool:
        """Say whether a rule is in the reader's column."""
        if not self._is_current(rule.id):
            return False
        reading, party = self.reading(reader, rule.id), self.book.party_of(reader)
        if reading and (reading.holds or reading.rejects):
            return reading.holds
        if rule.instrument is None:
            return rule.held_by in (reader, party)
        offices = self.reading_offices(reader, rule.instrument)
        if len({self._stance(office, rule.instrument) for office in offices}) > 1:
            return bool(self.fill(Open("instrument", rule.instrument, reader=reader)))
        stance, reading = self._stance(reader, rule.instrument), self.reading(reader, rule.instrument)
        if stance == _UNSETTLED and reading:
            return bool(self.fill(Open("instrument", rule.instrument, reader=reading.reader)))
        if stance is not None:
            return stance == "holds"
        return party in self.members(rule.instrument)

    @by_days_alone
    def _is_current(self, name: str) -> bool:
        rule = self.book.rules[name]
        labels, by = ("since", "until"), (self.setting.on, self.setting.on)
        if not (self.is_running(rule.period, rule.id, labels, by) and self.are_known(rule.says)):
            return False
        if rule.instrument is None:
            return True
        instrument = self.book.instruments[rule.instrument]
        return self.is_published(instrument.known_from, instrument.id) and self.is_active(instrument)

    def _stance(self, reader: str, instrument: str) -> str | None:
        reading = self.reading(reader, instrument)
        if self._is_unsettled(reader, reading):
            return _UNSETTLED
        if reading is None:
            return None
        return "holds" if reading.holds else "rejects" if reading.rejects else None

    def state(self, reader: str, rule: Rule) -> State:
        """Say what a rule comes to for a reader, before any rule overrides another."""
        offices = self.reading_offices(reader, rule.id)
        if len({_office_state(self._own_state(office, rule)) for office in offices}) > 1:
            return "applies" if self.fill(Open("rule", rule.id, reader=reader)) else "settled-no"
        state, reading = self._own_state(reader, rule), self.reading(reader, rule.id)
        if state == "unsettled" and reading:
            return "applies" if self.fill(Open("rule", rule.id, reader=reading.reader)) else "settled-no"
        return state

    def _own_state(self, reader: str, rule: Rule) -> State:
        reading = self.reading(reader, rule.id)
        if not self.is_in_column(reader, rule) or not self._is_met(reader, rule.when, reading):
            return "silent"
        if self._is_unsettled(reader, reading):
            return "unsettled"
        exceptions = rule.unless + (reading.unless if reading else ())
        return "excepted" if any(self.holds(reader, exception) for exception in exceptions) else "applies"

    # Answers

    def judge(self, reader: str) -> Judgement:
        """Return what the reader's column says."""
        states = {rule.id: self.state(reader, rule) for rule in self.book.rules.values()}

        def is_standing(rule: str) -> bool:
            return states[rule] == "applies" and not any(map(is_standing, self.setting.overriders.get(rule, [])))

        standing = [rule for rule in self.book.rules.values() if is_standing(rule.id)]
        return Judgement(
            asks=frozenset(
                (step, self._basis(rule), rule.id) for rule in standing for step in self.steps(reader, rule)
            ),
            bars=frozenset(rule.id for rule in standing if rule.bars),
            speaks=frozenset(rule for rule, state in states.items() if state != "silent"),
            duties=frozenset(Duty(duty.party, duty.text, rule.id) for rule in standing for duty in rule.obliges),
        )

    def _basis(self, rule: Rule) -> Basis:
        if rule.instrument is None:
            return "policy"
        return "legal" if self.book.instruments[rule.instrument].is_binding else "political"

    def steps(self, reader: str, rule: Rule) -> list[Step]:
        """Return the steps that a rule asks for."""
        reading = self.reading(reader, rule.id)
        return [
            Step(
                kinds=need.kinds,
                of=party,
                offices=(reading.offices if reading else ()) or need.offices,
                deadline=duration_text(need.deadline, need.deadline_side),
                silence=duration_text(need.silence, f"means {need.silence_means}"),
            )
            for need in rule.needs
            for party in self._addressees(reader, need.of)
        ]

    def _addressees(self, reader: str, whom: Addressee) -> set[str]:
        def members(operand: Operand) -> set[str]:
            value = self.value(reader, operand)
            return set(value) if isinstance(value, frozenset) else set() if value is None else {str(value)}

        return members(whom.whom).difference(*map(members, whom.besides))


def judge_all(setting: Setting, judge: Callable[[Completion], T]) -> list[tuple[dict[Open, Value], T]]:
    """Judge every completion; those that differ only in what the judgement never asks for are one case.

    Returns:
        Each case: what it fills in, and the judgement.
    """
    judged, waiting = [], [dict[Open, Value]()]
    while waiting:
        filled = waiting.pop()
        try:
            judged.append((filled, judge(Completion(setting, filled))))
        except Unfilled as unfilled:
            waiting += [{**filled, unfilled.missing: value} for value in possible_values(setting, unfilled.missing)]
    return judged


def possible_values(setting: Setting, missing: Open) -> tuple[Value, ...]:
    """Return every value that something open could have; what an entry could be on any of its uncertain days."""
    if missing not in setting.possible:
        setting.possible[missing] = _find_possible_values(setting, missing)
    return setting.possible[missing]


def _find_possible_values(setting: Setting, missing: Open) -> tuple[Value, ...]:
    if missing.kind == "entry":
        values = judge_all(setting, lambda completion: completion.entry_values(missing))
        return tuple(dict.fromkeys(value for _, found in values for value in found))
    if missing.kind != "field":
        return (False, True)
    type_ = setting.book.fields[missing.name].type
    if type_.kind == "number":
        return (*numbers_between(number_cuts(setting.book, missing.name)), *((None,) if type_.or_none else ()))
    return all_values(type_, setting.book.domain(type_))


def _first_day(reading: Reading) -> dt.date:
    return reading.start.earliest if reading.start else dt.date.min


def _office_state(state: State) -> str:
    """Return how a rule comes out for an office: applies, does not apply or unsettled."""
    return "does not apply" if state in ("silent", "excepted") else state

"""One completion of a rulebook, judged in plain two-valued logic: the columns of the reference evaluator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal as Choice
from typing import NamedTuple, TypeAlias, TypeVar

from placet.engine.reference.days import Days, Setting, Unfilled, once_if_certain
from placet.engine.reference.values import all_values, compare, number_cuts, numbers_between
from placet.model import (
    Addressee,
    And,
    Apply,
    Compare,
    Condition,
    Const,
    Duty,
    Entry,
    FieldRef,
    Literal,
    LiteralSet,
    Not,
    Open,
    Operand,
    Or,
    Reading,
    Rule,
    Step,
    TermRef,
    Value,
)
from placet.model.answers import BASES, duration_text
from placet.model.conditions import value_text

State: TypeAlias = Choice["silent", "unsettled", "excepted", "applies", "settled-no"]
Basis: TypeAlias = Choice["legal", "political", "policy"]
T = TypeVar("T")
_UNSETTLED = "unsettled"


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


class Completion(Days):
    """A rulebook in which nothing is open: each question about it has one answer.

    Raises:
        Unfilled: by every method, where what is asked for is missing from `filled`.
    """

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

    @once_if_certain
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

    @once_if_certain
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

    @once_if_certain
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
        return self._is_in_column(reader, rule.id)

    @once_if_certain
    def _is_in_column(self, reader: str, name: str) -> bool:
        if not self._is_current(name):
            return False
        rule, reading, party = self.book.rules[name], self.reading(reader, name), self.book.party_of(reader)
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

    @once_if_certain
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
        return self._state(reader, rule.id)

    @once_if_certain
    def _state(self, reader: str, name: str) -> State:
        rule = self.book.rules[name]
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


def _office_state(state: State) -> str:
    """Return how a rule comes out for an office: applies, does not apply or unsettled."""
    return "does not apply" if state in ("silent", "excepted") else state

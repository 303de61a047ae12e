"""A rulebook of which only some facts are assumed, in three-valued logic: what the proof checker sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from placet.engine.proof.partial_days import Doubt, Frame, PartialDays, once_if_certain
from placet.engine.proof.possible_values import (
    NO_SET,
    Assumed,
    Maybe,
    Possible,
    Span,
    compare_possible,
    differ,
    every,
    exactly,
    join,
    opposite,
    some,
    span_of,
)
from placet.engine.reference.values import all_values
from placet.model import (
    And,
    Apply,
    Compare,
    Condition,
    Const,
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
from placet.model.answers import duration_text
from placet.model.conditions import value_text

T = TypeVar("T")


class PartialView(PartialDays):
    """What follows from some assumptions.

    Raises:
        Doubt: by most methods, where what they have to return is open.
    """

    def domain(self, about: Open) -> Possible:
        """Return all that something could be; what an entry could be on any of its uncertain days."""
        if about.kind == "entry" and about not in self.frame.domains:
            cases = judge_cases(self.frame, lambda view: view._entry_values(about))
            found = frozenset(value for values in cases for value in values)
            is_set = self.frame.value_type(about.name).is_set
            sets = frozenset(value for value in found if isinstance(value, frozenset))
            self.frame.domains[about] = (span_of(sets) or NO_SET) if is_set else found
        return super().domain(about)

    def may_count(self, reader: str, reading: Reading) -> bool:
        """Say whether a reading counts for a reader on some of the uncertain days; two offices' do for their party."""
        party = self.book.parties.get(reader)
        offices = [f"{reader}.{office.id}" for office in party.offices] if party else []
        if reading.reader not in offices:
            return reading in self._may_have(reader, reading.of)
        found = [
            [one for one in self._may_have(office, reading.of) if one and one.reader == office] for office in offices
        ]
        return sum(map(bool, found)) > 1 and any(reading in readings for readings in found)

    def _may_have(self, reader: str, thing: str) -> list[Reading | None]:
        """Return the effective readings that a reader may have of a thing, on any of the uncertain days."""
        if (reader, thing) not in self.frame.effective:
            found = list(judge_cases(self.frame, lambda view: view.reading(reader, thing)))
            self.frame.effective[reader, thing] = found
        return self.frame.effective[reader, thing]

    # Conditions, terms and values

    def holds(self, reader: str, condition: Condition) -> Maybe:
        """Say whether a condition is true as the reader understands it."""
        match condition:
            case Const(value):
                return value
            case TermRef(term):
                return self._term(reader, term)
            case Not(part):
                return opposite(self.holds(reader, part))
            case And(parts):
                return every(self.holds(reader, part) for part in parts)
            case Or(parts):
                return some(self.holds(reader, part) for part in parts)
            case Compare(left, op, right):
                sides = (self._value(reader, left), self._value(reader, right))
                return compare_possible(*sides, op, (left, right), self.book)

    def _is_unsettled(self, reader: str, reading: Reading | None) -> Maybe:
        return reading is not None and reading.unsettled_when is not None and self.holds(reader, reading.unsettled_when)

    def _is_met(self, reader: str, condition: Condition, reading: Reading | None) -> Maybe:
        only = every(self.holds(reader, part) for part in (condition, reading and reading.only_when) if part)
        return some(
            (only, reading is not None and reading.also_when is not None and self.holds(reader, reading.also_when))
        )

    @once_if_certain
    def _term(self, reader: str, term: str) -> Maybe:
        states = [self._term_state(office, term) for office in self.reading_offices(reader, term)]
        if self.sure(differ(states)):
            return self.point(Open("term", term, "", reader))
        state, reading = self._term_state(reader, term), self.reading(reader, term)
        if state == "unsettled" and reading:
            return self.point(Open("term", term, "", reading.reader))
        return None if state is None else state is True

    def _term_state(self, reader: str, term: str) -> Maybe | str:
        reading = self.reading(reader, term)
        is_unsettled = self._is_unsettled(reader, reading)
        if is_unsettled is not False:
            return "unsettled" if is_unsettled else None
        is_excepted = some(self.holds(reader, one) for one in (reading.unless if reading else ()))
        return every((self._is_met(reader, self.book.terms[term].means, reading), opposite(is_excepted)))

    def _value(self, reader: str, operand: Operand) -> Possible:
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
                keys = self._value(reader, key)
                assert not isinstance(keys, Span), "a key is never a set"
                return join([self._related(reader, relation, name) for name in keys])

    @once_if_certain
    def _related(self, reader: str, relation: str, value: Value) -> Possible:
        if value is None:
            return self._constant(None, relation, "")
        key = value_text(value)  # type: ignore[arg-type]  # a key is never a set
        states = [self._entry_state(office, relation, key) for office in self.reading_offices(reader, relation)]
        if self.sure(differ(states)):
            return self.possible(Open("entry", relation, key, reader))
        entry, owner = self._entry(reader, relation, key)
        if entry and entry.is_unsettled:
            return self.possible(Open("entry", relation, key, owner))
        return self._constant(entry, relation, key)

    @once_if_certain
    def _entry(self, reader: str, relation: str, key: str) -> tuple[Entry | None, str]:
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

    def _constant(self, entry: Entry | None, relation: str, key: str) -> Possible:
        if entry is None and relation == "members" and key:
            return self.members(key)
        values = entry.values if entry else ()
        if self.frame.value_type(relation).is_set:
            return exactly(frozenset(map(str, values)))
        return exactly(values[0] if values else None)

    def _entry_state(self, reader: str, relation: str, key: str) -> str | tuple[Value]:
        entry, _ = self._entry(reader, relation, key)
        return "unsettled" if entry and entry.is_unsettled else (self.sure_value(self._constant(entry, relation, key)),)

    def _entry_values(self, about: Open) -> tuple[Value, ...]:
        """Return what an unsettled entry could be; nothing where it is settled."""
        relation, key = about.name, about.key

        def values(reader: str) -> tuple[Value, ...]:
            entry, _ = self._entry(reader, relation, key)
            if entry is None or not entry.is_unsettled:
                return (self.sure_value(self._constant(entry, relation, key)),)
            type_ = self.frame.value_type(relation)
            return all_values(type_, entry.between or self.book.domain(type_))

        entry, owner = self._entry(about.reader, relation, key)
        found = values(about.reader) if entry and entry.is_unsettled and owner == about.reader else ()
        offices = self.reading_offices(about.reader, relation)
        if differ([self._entry_state(office, relation, key) for office in offices]):
            found += tuple(value for office in offices for value in values(office))
        return found

    # Columns

    @once_if_certain
    def _column(self, reader: str, name: str) -> Maybe:
        """Say whether a rule is in the reader's column."""
        rule = self.book.rules[name]
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
        return every((is_current, self._is_bound(reader, rule.instrument)))

    def _is_bound(self, reader: str, instrument: str) -> Maybe:
        states = [self._stance(office, instrument) for office in self.reading_offices(reader, instrument)]
        if self.sure(differ(states)):
            return self.point(Open("instrument", instrument, "", reader))
        stance, reading = self._stance(reader, instrument), self.reading(reader, instrument)
        if stance == "unsettled" and reading:
            return self.point(Open("instrument", instrument, "", reading.reader))
        if stance != "neither":
            return None if stance is None else stance == "holds"
        members = self.members(instrument)
        party = self.book.party_of(reader)
        return True if party in members.sure else None if party in members.maybe else False

    def _stance(self, reader: str, instrument: str) -> str | None:
        reading = self.reading(reader, instrument)
        is_unsettled = self._is_unsettled(reader, reading)
        if is_unsettled is not False:
            return "unsettled" if is_unsettled else None
        return (
            "neither" if reading is None else "holds" if reading.holds else "rejects" if reading.rejects else "neither"
        )

    def settle(self, reader: str, states: dict[str, str]) -> None:
        """Add what each rule comes to for a reader, for those that are not in doubt.

        Raises:
            Doubt: where some are in doubt.
        """
        doubts = []
        for rule in self.book.rules.values():
            if rule.id not in states:
                try:
                    states[rule.id] = self.state(reader, rule)
                except Doubt as doubt:
                    doubts.append(doubt)
        if doubts:
            raise doubts[0]

    def state(self, reader: str, rule: Rule) -> str:
        """Say what a rule comes to for a reader, before any rule overrides another."""
        return self._state(reader, rule.id)

    @once_if_certain
    def _state(self, reader: str, name: str) -> str:
        rule = self.book.rules[name]
        self.doubts.clear()
        offices = [self._own_state(office, rule) for office in self.reading_offices(reader, rule.id)]
        does_differ = self.sure(differ([_as_office(one) for one in offices]))
        state = "unsettled" if does_differ else self._own_state(reader, rule)
        reading = None if does_differ else self.reading(reader, rule.id)
        if state == "unsettled":
            applies = self.sure(self.point(Open("rule", rule.id, "", reading.reader if reading else reader)))
            return "applies" if applies else "settled-no"
        self.sure(None if state is None or state == "no" else True)
        return state or ""

    def _own_state(self, reader: str, rule: Rule) -> str | None:
        """Return what a rule comes to; `no` where it is silent or excepted, None where even that is open."""
        reading = self.reading(reader, rule.id)
        in_column = self._column(reader, rule.id)
        if in_column is False:
            return "silent"
        speaks = every((in_column, self._is_met(reader, rule.when, reading)))
        if speaks is False:
            return "silent"
        is_unsettled = self._is_unsettled(reader, reading)
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
            whom, *besides = [self._names(reader, operand) for operand in (need.of.whom, *need.of.besides)]
            offices = reading.offices if reading and reading.offices else need.offices
            deadline = duration_text(need.deadline, need.deadline_side)
            silence = duration_text(need.silence, f"means {need.silence_means}")
            found += [Step(need.kinds, party, offices, deadline, silence) for party in whom.difference(*besides)]
        return found

    def _names(self, reader: str, operand: Operand) -> frozenset[str]:
        self.doubts.clear()
        value = self.sure_value(self._value(reader, operand))
        return value if isinstance(value, frozenset) else frozenset(() if value is None else (str(value),))


def judge_cases(frame: Frame, judge: Callable[[PartialView], T]) -> Iterator[T]:
    """Judge as many cases as it takes to be in no doubt."""
    waiting: list[Assumed] = [{}]
    while waiting:
        view = PartialView(frame, waiting.pop())
        try:
            yield judge(view)
        except Doubt as doubt:
            waiting += [{**view.assumed, doubt.about: part} for part in view.parts(doubt.about)]


def _as_office(state: str | None) -> str | None:
    return "no" if state in ("silent", "excepted") else state

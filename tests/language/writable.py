"""Random rulebooks that the language can say: what the checker would refuse is mended or taken out.

The generator that the engines are compared on makes up values that have a meaning, but that no text may say: a
reading on somebody else's words, a step asked of a party by the office of another.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

import msgspec

from placet.language.check_relations import MEMBERS
from placet.model import (
    Addressee,
    And,
    Compare,
    Condition,
    Const,
    Day,
    Entry,
    FieldRef,
    Instrument,
    Literal,
    LiteralSet,
    Membership,
    Need,
    Not,
    Or,
    Period,
    Point,
    Reading,
    Relation,
    Rule,
    Rulebook,
    SavedQuestion,
    Statement,
    Where,
)
from placet.model.conditions import ALWAYS, NEVER
from tests.agreement.generate import FIRST_DAY, random_rulebook

replace = msgspec.structs.replace


def random_writable(rng: Random, size: int) -> Rulebook:
    """Return a random rulebook that has a text, and to which that text leads back."""
    return _Mending(random_rulebook(rng, size)).mended()


def without_places(value: Any) -> Any:
    """Return a value of the model in which nothing says any more where it was declared."""
    if isinstance(value, msgspec.Struct):
        if isinstance(value, Where):
            return Where()
        fields = {name: without_places(getattr(value, name)) for name in value.__struct_fields__}
        return fields if isinstance(value, Rulebook) else type(value)(**fields)
    if isinstance(value, dict):
        return {key: without_places(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(without_places(each) for each in value)
    return value


class _Mending:
    def __init__(self, rulebook: Rulebook) -> None:
        self.book = rulebook
        self.words: dict[str, Statement] = {}
        self.rules: dict[str, Rule] = {}

    def mended(self) -> Rulebook:
        book = self.book
        statements = {name: self.statement(each) for name, each in book.statements.items()}
        instruments = {name: _instrument(each) for name, each in book.instruments.items()}
        terms = {name: replace(each, means=self.condition(each.means)) for name, each in book.terms.items()}
        relations = {name: self.relation(each) for name, each in book.relations.items()}
        self.rules = {name: self.rule(each) for name, each in book.rules.items()}
        numbers: dict[tuple[str, str], int] = {}
        readings = tuple(self.reading(each, numbers) for each in book.readings)
        return replace(
            book,
            statements=statements | self.words,
            instruments=instruments,
            terms=terms,
            relations={"members": MEMBERS} | relations,
            rules=self.rules,
            readings=readings,
            points={"dispute": Point("dispute", 'What is "dispute"?')},
            questions={
                "asked-often": SavedQuestion("asked-often", "Who?", {}, on=Day.exactly(FIRST_DAY), about=("dispute",))
            },
        )

    def own_word(self, reader: str) -> Statement:
        """Return a statement that carries a reading by this reader."""
        name = f"word-of-{reader.lower().replace('.', '-')}"
        return self.words.setdefault(
            name,
            Statement(name, "daily", "says", "So we read it.", (reader,), on=Day.exactly(FIRST_DAY), paragraph="2"),
        )

    def statement(self, statement: Statement) -> Statement:
        heads = {speaker.partition(".")[0] for speaker in statement.speakers}
        return replace(statement, told_by=None) if statement.told_by in heads else statement

    def relation(self, relation: Relation) -> Relation:
        return replace(relation, entries=tuple(_entry(entry) for entry in relation.entries))

    def rule(self, rule: Rule) -> Rule:
        says: tuple[str, ...] = ()
        period = _period(rule.period)
        if rule.held_by is not None:
            word = self.own_word(rule.held_by)
            says = (word.id,)
            period = _period(Period(period.start or word.on, period.end))
        return replace(
            rule,
            says=says,
            period=period,
            when=self.condition(rule.when),
            unless=tuple(self.condition(each) for each in rule.unless),
            needs=tuple(self.need(need) for need in rule.needs),
        )

    def need(self, need: Need) -> Need:
        of = need.of if need.of.is_each else Addressee(need.of.whom)
        return replace(need, of=of, offices=self.offices(need.offices, of.whom))

    def offices(self, offices: Iterable[str], whom: object) -> tuple[str, ...]:
        if not isinstance(whom, Literal):
            return tuple(offices)
        parts = (office.partition(".") for office in offices)
        return tuple(office for party, _, office in parts if party == whom.value)

    def reading(self, reading: Reading, numbers: dict[tuple[str, str], int]) -> Reading:
        place = (reading.reader, reading.of)
        number = numbers[place] = numbers.get(place, 0) + 1
        word = self.own_word(reading.reader)
        id_ = f"{reading.reader}/{reading.of}/{number}"
        start, owner = (
            (reading.start, id_) if reading.start_owner == reading.id and reading.start else (word.on, word.id)
        )
        unsettled = reading.unsettled_when
        if unsettled is not None:
            unsettled = ALWAYS if reading.of_kind == "instrument" else self.condition(unsettled)
        offices: tuple[str, ...] = ()
        if reading.of_kind == "rule" and self.rules[reading.of].needs:
            whoms = {need.of.whom for need in self.rules[reading.of].needs}
            offices = self.offices(reading.offices, whoms.pop() if len(whoms) == 1 else None)
        return replace(
            reading,
            id=id_,
            start=start,
            start_owner=owner,
            end=_period(Period(start, reading.end)).end if owner == id_ else reading.end,
            says=(word.id,),
            unless=tuple(self.condition(each) for each in reading.unless),
            only_when=None if reading.only_when is None else self.condition(reading.only_when),
            also_when=None if reading.also_when is None else self.condition(reading.also_when),
            unsettled_when=unsettled,
            offices=offices,
            entries=tuple(_entry(entry) for entry in reading.entries),
        )

    def condition(self, condition: Condition) -> Condition:
        """Return a condition as the checker would make it of its own text."""
        match condition:
            case Not():
                return Not(self.condition(condition.of))
            case And():
                return And(tuple(self.condition(part) for part in condition.of))
            case Or():
                return Or(tuple(self.condition(part) for part in condition.of))
            case Compare(left=left, op="in", right=LiteralSet(values=values)):
                return self.among(condition, left, values)
            case Compare(left=FieldRef(field=field), op="=", right=Literal(value=None)):
                return condition if self.book.fields[field].type.or_none else NEVER
        return condition

    def among(self, condition: Compare, left: Any, values: tuple[Any, ...]) -> Condition:
        if not values:
            return Const(False)
        if isinstance(left, FieldRef) and self.book.fields[left.field].type.kind == "number":
            parts = tuple(Compare(left, "=", Literal(value)) for value in values)
            return parts[0] if len(parts) == 1 else Or(parts)
        return condition


def _instrument(instrument: Instrument) -> Instrument:
    members = {member.party: member for member in reversed(instrument.members)}
    founders = [member for member in members.values() if member.period == Period()]
    others = [
        Membership(member.party, _period(Period(member.period.start or Day.exactly(FIRST_DAY), member.period.end)))
        for member in members.values()
        if member.period != Period()
    ]
    return replace(
        instrument,
        members=(*founders, *others),
        signed=Day.exactly(FIRST_DAY) if instrument.signed else None,
        terminated=None,
        in_force=tuple(map(_period, instrument.in_force)),
        provisional=tuple(map(_period, instrument.provisional)),
        suspended=tuple(map(_period, instrument.suspended)),
    )


def _entry(entry: Entry) -> Entry:
    return replace(entry, period=_period(entry.period))


def _period(period: Period) -> Period:
    """Return a period without its end, if that is not after its beginning."""
    if period.start is not None and period.end is not None and period.end.latest <= period.start.earliest:
        return Period(period.start)
    return period

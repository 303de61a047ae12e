"""Turn one reader's conditions into conditions over field values alone.

The result uses five forms only: `Const`, `Not`, `And`, `Or`, and `Compare(FieldRef, "in", LiteralSet)`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from placet.model import (
    Addressee,
    And,
    Apply,
    Compare,
    Condition,
    Const,
    FieldRef,
    Instrument,
    Literal,
    LiteralSet,
    Not,
    Or,
    Reading,
    Rulebook,
    TermRef,
)
from placet.model.conditions import ALWAYS, NEVER, Operand, Scalar

World: TypeAlias = dict[tuple[str, str], str | bool | None]
"""How each unsettled point comes out: by rule or relation, and by key (empty for a rule)."""


def conjunction(parts: Iterable[Condition]) -> Condition:
    """Return `and` of the parts, without constants."""
    kept = tuple(dict.fromkeys(part for part in parts if part != ALWAYS))
    if NEVER in kept:
        return NEVER
    if len(kept) < 2:
        return kept[0] if kept else ALWAYS
    return And(kept)


def disjunction(parts: Iterable[Condition]) -> Condition:
    """Return `or` of the parts, without constants."""
    kept = tuple(dict.fromkeys(part for part in parts if part != NEVER))
    if ALWAYS in kept:
        return ALWAYS
    if len(kept) < 2:
        return kept[0] if kept else NEVER
    return Or(kept)


def negation(of: Condition) -> Condition:
    """Return `not` of a condition, without constants or pairs of `not`."""
    if isinstance(of, Const):
        return Const(not of.value)
    return of.of if isinstance(of, Not) else Not(of)


class Lowering:
    """One reader's understanding of a rulebook in one world."""

    def __init__(self, book: Rulebook, readings: dict[str, Reading], world: World, on: dt.date) -> None:
        self.book = book
        self.readings = readings
        self.world = world
        self.on = on

    def widened(self, when: Condition, reading: Reading | None) -> Condition:
        """Return `(when and only when) or also when`."""
        result = self.condition(when)
        if reading is not None and reading.only_when is not None:
            result = conjunction((result, self.condition(reading.only_when)))
        if reading is not None and reading.also_when is not None:
            result = disjunction((result, self.condition(reading.also_when)))
        return result

    def condition(self, of: Condition) -> Condition:
        """Return a condition over field values alone."""
        match of:
            case Const():
                return of
            case Not(of=part):
                return negation(self.condition(part))
            case And(of=parts):
                return conjunction(self.condition(part) for part in parts)
            case Or(of=parts):
                return disjunction(self.condition(part) for part in parts)
            case TermRef(term=name):
                return self._term(name)
            case Compare():
                return self._compare(of)

    def addressees(self, of: Addressee) -> Iterator[tuple[str, Condition]]:
        """Yield every party that can be meant, and where it is."""
        if of.is_each:
            if not isinstance(of.whom, Apply):
                raise ValueError(f"{of}: only the members of an instrument are addressed each in this benchmark")
            named: list[tuple[str, Condition]] = [(party, ALWAYS) for party in self._members(of.whom)]
        else:
            named = [(str(value), where) for value, where in self._values(of.whom) if value is not None]
        for party, where in named:
            besides = disjunction(
                found for operand in of.besides for value, found in self._values(operand) if value == party
            )
            yield party, conjunction((where, negation(besides)))

    def _term(self, name: str) -> Condition:
        reading = self.readings.get(name)
        meaning = self.widened(self.book.terms[name].means, reading)
        exceptions = disjunction(self.condition(exception) for exception in (reading.unless if reading else ()))
        return conjunction((meaning, negation(exceptions)))

    def _compare(self, of: Compare) -> Condition:
        if of.op == "within":
            if not isinstance(of.right, Literal):
                raise ValueError(f"{of}: `within` takes a place in this benchmark")
            allowed: frozenset[Scalar] = frozenset(self.book.places_within(str(of.right.value)))
        elif isinstance(of.right, LiteralSet):
            allowed = frozenset(of.right.values)
        elif of.op == "in" and isinstance(of.right, Apply):
            allowed = frozenset(self._members(of.right))
        elif of.op == "=":
            pairs = [
                conjunction((here, there))
                for left, here in self._values(of.left)
                for right, there in self._values(of.right)
                if left == right and type(left) is type(right)
            ]
            return self._merged(pairs)
        else:
            raise ValueError(f"{of} is outside the benchmark's part of the language")
        return self._merged([where for value, where in self._values(of.left) if value in allowed])

    def _values(self, of: Operand) -> list[tuple[Scalar, Condition]]:
        """Return each value an operand can have, and where it has it."""
        match of:
            case Literal(value=value):
                return [(value, ALWAYS)]
            case FieldRef(field=field):
                domain = self.book.domain(self.book.fields[field].type)
                return [(value, Compare(of, "in", LiteralSet((value,)))) for value in domain]
            case Apply(relation=relation, key=key):
                entries = self._entries(relation)
                where: dict[Scalar, list[Condition]] = {}
                for value, at in self._values(key):
                    if value in entries:
                        where.setdefault(entries[value], []).append(at)
                return [(value, self._merged(at)) for value, at in where.items()]
        raise ValueError(f"{of} is outside the benchmark's part of the language")

    def _entries(self, relation: str) -> dict[Scalar, Scalar]:
        entries: dict[Scalar, Scalar] = {}
        reading = self.readings.get(relation)
        for entry in (*self.book.relations[relation].entries, *(reading.entries if reading else ())):
            entries[entry.key] = self.world[relation, entry.key] if entry.is_unsettled else entry.values[0]
        return entries

    def _members(self, of: Apply) -> tuple[str, ...]:
        if of.relation != "members" or not isinstance(of.key, Literal):
            raise ValueError(f"{of}: only `members` of a named instrument is a set in this benchmark")
        return members_on(self.book.instruments[str(of.key.value)], self.on)

    @staticmethod
    def _merged(parts: list[Condition]) -> Condition:
        """Return `or` of the parts, with the values of one field gathered in one comparison."""
        values: dict[FieldRef, list[Scalar]] = {}
        others = []
        for part in parts:
            match part:
                case Compare(left=FieldRef() as field, op="in", right=LiteralSet(values=found)):
                    values.setdefault(field, []).extend(found)
                case _:
                    others.append(part)
        gathered = [Compare(field, "in", LiteralSet(tuple(found))) for field, found in values.items()]
        return disjunction((*gathered, *others))


def members_on(instrument: Instrument, on: dt.date) -> tuple[str, ...]:
    """Return the parties to an instrument whose days are all certain."""
    return tuple(
        member.party
        for member in instrument.members
        if (member.period.start is None or member.period.start.has_come(on))
        and not (member.period.end is not None and member.period.end.has_come(on))
    )

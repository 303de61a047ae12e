"""What of a rulebook can bear on a situation, whoever reads it and on whatever day; the rest may be left out.

A question over many days, or with many readings taken away, compiles the rulebook each time anew. Most of its rules can
never speak in the situation asked: an excerpt without them answers the same and is far smaller, and fewer days can
change its answer.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping

import msgspec

from placet.engine.variation.reach import Reach
from placet.engine.variation.timeline import Axis, Event, change_days, events
from placet.model import (
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
    Operand,
    Or,
    Reading,
    Rule,
    Rulebook,
    TermRef,
    Value,
)
from placet.model.conditions import NEVER


class Excerpt(msgspec.Struct, frozen=True, eq=False):
    """The part of a rulebook that can bear on a situation.

    `book` answers the situation as the whole does, but for silent voices, whom it may leave out. `dated` has only what
    is dated and bears on it, `things` the names of the rules, terms, relations and instruments that do.
    """

    book: Rulebook
    dated: Rulebook
    things: frozenset[str]

    def change_days(self, axis: Axis) -> tuple[dt.date, ...]:
        """Return the days on which the answer can change, in order."""
        instruments = {name: _that_counts(one, axis) for name, one in self.dated.instruments.items()}
        return change_days(msgspec.structs.replace(self.dated, instruments=instruments), axis)

    def events(self, axis: Axis) -> tuple[Event, ...]:
        """Return what happens on these days."""
        return tuple(events(self.dated, axis))


class Needed(msgspec.Struct, frozen=True, eq=False):
    """What rules plainly need to speak, whoever reads them, so that most are put aside without a look at them.

    Attributes:
        by_value: by a field and a value, the rules (by their place in the rulebook) that speak only with such values
            of it, this one among them. No rule stands here under two fields.
        everything: by a field, all rules that stand in `by_value` under it.
        others: the rules without such a need, and those of offices, of which something is kept in any case.
        further: for some rules, all such needs: fields with their values.
    """

    by_value: Mapping[str, Mapping[Value, tuple[int, ...]]]
    everything: Mapping[str, tuple[int, ...]]
    others: tuple[int, ...]
    further: Mapping[str, tuple[tuple[str, frozenset[Value]], ...]]

    def left_by(self, given: Mapping[str, Value]) -> list[int]:
        """Return the places of the rules that the facts may leave to speak, in order."""
        found = [*self.others]
        for field, every in self.everything.items():
            found += self.by_value[field].get(given[field], ()) if field in given else every
        return sorted(found)

    def rules_out(self, rule: Rule, given: Mapping[str, Value]) -> bool:
        """Say whether a fact is given without which, or with another value of which, a rule cannot speak."""
        return any(field in given and given[field] not in values for field, values in self.further.get(rule.id, ()))


def needed_values(rulebook: Rulebook) -> Needed:
    """Return what rules plainly need to speak, whoever reads them.

    Made once for a rulebook, it spares `excerpt_for` most of its work in each situation.
    """
    widened = {reading.of for reading in rulebook.readings if reading.also_when is not None}
    offices = _offices(rulebook)
    by_value: dict[str, dict[Value, list[int]]] = {}
    everything: dict[str, list[int]] = {}
    others: list[int] = []
    further: dict[str, tuple[tuple[str, frozenset[Value]], ...]] = {}
    for place, rule in enumerate(rulebook.rules.values()):
        parts = rule.when.of if isinstance(rule.when, And) else (rule.when,)
        needs = [one for part in parts if (one := _needed(rulebook, part)) is not None]
        if rule.id in widened or not needs:
            others.append(place)
            continue
        if len(needs) > 1 or rule.held_by in offices:
            further[rule.id] = tuple(needs)
        if rule.held_by in offices:
            others.append(place)
            continue
        # The field with the most values tells the most rules apart.
        field, values = max(needs, key=lambda need: _size(rulebook, need[0]))
        everything.setdefault(field, []).append(place)
        for value in values:
            by_value.setdefault(field, {}).setdefault(value, []).append(place)
    return Needed(
        {field: {value: tuple(found) for value, found in values.items()} for field, values in by_value.items()},
        {field: tuple(found) for field, found in everything.items()},
        tuple(others),
        further,
    )


def excerpt_for(rulebook: Rulebook, given: Mapping[str, Value], needed: Needed | None = None) -> Excerpt:
    """Return what of a rulebook can bear on a situation.

    Args:
        rulebook: the whole.
        given: the facts that are fixed; every other field may have any value.
        needed: what `needed_values` says of the same rulebook; None: nothing is known beforehand.
    """
    reach = Reach(rulebook, given)
    offices = _offices(rulebook)
    every = tuple(rulebook.rules.values())
    rules: dict[str, Rule] = {}
    for rule in every if needed is None else (every[place] for place in needed.left_by(given)):
        if (needed is None or not needed.rules_out(rule, given)) and reach.may_speak(rule):
            rules[rule.id] = rule
        elif rule.held_by in offices:
            # Whether an office is heard beside its party hangs on what it holds, even where that does not speak.
            rules[rule.id] = msgspec.structs.replace(rule, when=NEVER, unless=(), needs=(), obliges=())
    things = _Things(rulebook, reach)
    for rule in rules.values():
        things.add_rule(rule)
    readings = tuple(one for one in rulebook.readings if one.of in things.names or one.reader in offices)
    book = msgspec.structs.replace(
        rulebook,
        rules=rules,
        terms={name: term for name, term in rulebook.terms.items() if name in things.names},
        relations={name: relation for name, relation in rulebook.relations.items() if name in things.names},
        readings=readings,
    )
    says = (*(rule.says for rule in rules.values()), *(reading.says for reading in readings))
    statements = {name for names in says for name in names}
    sources = {rulebook.statements[name].source for name in statements}
    dated = msgspec.structs.replace(
        book,
        instruments={
            name: instrument
            for name, instrument in rulebook.instruments.items()
            if name in things.names or name in things.asked_members
        },
        sources={name: source for name, source in rulebook.sources.items() if name in sources},
    )
    return Excerpt(book, dated, frozenset(things.names))


def _offices(rulebook: Rulebook) -> set[str]:
    return {f"{party.id}.{office.id}" for party in rulebook.parties.values() for office in party.offices}


def _size(rulebook: Rulebook, field: str) -> float:
    """How many values a field can have."""
    type_ = rulebook.fields[field].type
    return math.inf if type_.kind == "number" else len(rulebook.domain(type_))


def _needed(rulebook: Rulebook, condition: Condition) -> tuple[str, frozenset[Value]] | None:
    """Return the field that a condition compares with written values, and these; None where it does anything else."""
    match condition:
        case Compare(FieldRef(field), "=", Literal(value)) if value is not None:
            values = frozenset[Value]({value})
        case Compare(FieldRef(field), "in", LiteralSet(written)):
            values = frozenset[Value](value for value in written if value is not None)
        case _:
            return None
    return None if rulebook.fields[field].type.is_set else (field, values)


def _that_counts(instrument: Instrument, axis: Axis) -> Instrument:
    """Drop the dates of an instrument that move no answer: signing it does not, but as the day it becomes known."""
    return msgspec.structs.replace(
        instrument,
        announced=None,
        signed=None,
        cancelled=None,
        published=instrument.known_from if axis == "known" else None,
    )


class _Things:
    """The names that some rules and their readings lead to: terms, relations, instruments, and the rules themselves."""

    def __init__(self, rulebook: Rulebook, reach: Reach) -> None:
        self.rulebook = rulebook
        self.reach = reach
        self.names: set[str] = set()
        self.asked_members: set[str] = set()
        """The instruments of which anything may ask who their parties are."""

    def add_rule(self, rule: Rule) -> None:
        """Add a rule and everything it leads to."""
        self._add(rule.id)
        if rule.instrument is not None:
            self._add(rule.instrument)
        for condition in (rule.when, *rule.unless):
            self._add_condition(condition)
        for need in rule.needs:
            for operand in (need.of.whom, *need.of.besides):
                self._add_operand(operand)

    def _add(self, name: str) -> None:
        if name in self.names:
            return
        self.names.add(name)
        for reading in self.reach.readings_of(name):
            for condition in _conditions_of(reading):
                self._add_condition(condition)

    def _add_condition(self, condition: Condition) -> None:
        match condition:
            case TermRef(term):
                if term not in self.names:
                    self._add(term)
                    self._add_condition(self.rulebook.terms[term].means)
            case Not(part):
                self._add_condition(part)
            case And(parts) | Or(parts):
                for part in parts:
                    self._add_condition(part)
            case Compare(left, _, right):
                self._add_operand(left)
                self._add_operand(right)
            case Const():
                pass

    def _add_operand(self, operand: Operand) -> None:
        if isinstance(operand, Apply):
            if operand.relation == "members":
                keys = self.reach.keys_of(operand)
                self.asked_members |= set(self.rulebook.instruments) if keys is None else keys
            self._add(operand.relation)
            self._add_operand(operand.key)


def _conditions_of(reading: Reading) -> Iterable[Condition]:
    yield from reading.unless
    for condition in (reading.only_when, reading.also_when, reading.unsettled_when):
        if condition is not None:
            yield condition

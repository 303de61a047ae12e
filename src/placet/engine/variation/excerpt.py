"""What of a rulebook can bear on a situation, whoever reads it and on whatever day; the rest may be left out.

A question over many days, or with many readings taken away, compiles the rulebook each time anew. Most of its rules can
never speak in the situation asked: an excerpt without them answers the same and is far smaller, and fewer days can
change its answer.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable, Mapping

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


class Needed:
    """What rules need to speak and lead to, whoever reads them: most are put aside without a look at them.

    Made once for a rulebook; it may be used from several threads.

    Attributes:
        by_value: by a field and a value, the rules (by their place in the rulebook) that speak only with such values
            of it, this one among them. No rule stands here under two fields.
        everything: by a field, all rules that stand in `by_value` under it.
        others: the rules without such a need, and those of offices, of which something is kept in any case.
        conditions: the conditions that rules need, each once; where one plainly compares a field with written values,
            with the field and these.
        needs: by the place of a rule the places of all conditions that it needs; None where it may speak otherwise.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.offices = _offices(rulebook)
        self.rules = tuple(rulebook.rules.values())
        self.by_value: dict[str, dict[Value, list[int]]] = {}
        self.everything: dict[str, list[int]] = {}
        self.others: list[int] = []
        self.conditions: list[tuple[Condition, tuple[str, frozenset[Value]] | None]] = []
        self.needs: list[tuple[int, ...] | None] = []
        self._rulebook = rulebook
        self._leads: dict[str, tuple[frozenset[str], tuple[Apply, ...]]] = {}
        self._reach = Reach(rulebook, {})
        numbers: dict[Condition, int] = {}
        widened = {reading.of for reading in rulebook.readings if reading.also_when is not None}
        for place, rule in enumerate(self.rules):
            parts = rule.when.of if isinstance(rule.when, And) else (rule.when,)
            plain = [one for part in parts if (one := _needed(rulebook, part)) is not None]
            self.needs.append(
                None if rule.id in widened else tuple([numbers.setdefault(part, len(numbers)) for part in parts])
            )
            if rule.id in widened or not plain or rule.held_by in self.offices:
                self.others.append(place)
                continue
            # The field with the most values tells the most rules apart.
            field, values = max(plain, key=lambda need: _size(rulebook, need[0]))
            self.everything.setdefault(field, []).append(place)
            for value in values:
                self.by_value.setdefault(field, {}).setdefault(value, []).append(place)
        self.conditions.extend((part, _needed(rulebook, part)) for part in numbers)

    def left_by(self, given: Mapping[str, Value], among: Mapping[str, Collection[Value]]) -> list[int]:
        """Return the places of the rules that the facts may leave to speak, in order."""
        found = {*self.others}
        for field, every in self.everything.items():
            values = (given[field],) if field in given else among.get(field)
            if values is None:
                found.update(every)
            else:
                for value in values:
                    found.update(self.by_value[field].get(value, ()))
        return sorted(found)

    def fails(self, number: int, reach: Reach) -> bool:
        """Say whether a condition, by its place in `conditions`, cannot hold."""
        condition, plain = self.conditions[number]
        if plain is None:
            return reach.holds(condition) is False
        # Of a field of which nothing is known, somebody's written values are some that it may have.
        field, values = plain
        if field in reach.given:
            return reach.given[field] not in values
        return field in reach.among and values.isdisjoint(reach.among[field])

    def leads_of(self, rule: Rule) -> tuple[frozenset[str], tuple[Apply, ...]]:
        """Return the names that a rule leads to, and where it asks for the members of instruments."""
        found = self._leads.get(rule.id)
        if found is None:
            things = _Things(self._rulebook, self._reach)
            things.add_rule(rule)
            found = self._leads[rule.id] = frozenset(things.names), tuple(things.asks_members)
        return found


def needed_values(rulebook: Rulebook) -> Needed:
    """Return what rules need to speak and lead to, whoever reads them.

    Made once for a rulebook, it spares `excerpt_for` most of its work in each situation.
    """
    return Needed(rulebook)


def excerpt_for(
    rulebook: Rulebook,
    given: Mapping[str, Value],
    needed: Needed | None = None,
    *,
    among: Mapping[str, Collection[Value]] | None = None,
) -> Excerpt:
    """Return what of a rulebook can bear on a situation.

    Args:
        rulebook: the whole.
        given: the facts that are fixed; every other field may have any value.
        needed: what `needed_values` says of the same rulebook; None: nothing is known beforehand.
        among: for some fields that are not given, and are no sets, all values that they may have.
    """
    among = among or {}
    reach = Reach(rulebook, given, among)
    offices = _offices(rulebook) if needed is None else needed.offices
    rules = _rules_left(rulebook, reach, offices) if needed is None else _rules_needed(needed, reach, among)
    things = _Things(rulebook, reach)
    for rule in rules.values():
        if needed is None or rule.when is NEVER:
            things.add_rule(rule)
        else:
            things.add(*needed.leads_of(rule))
    asked_members = things.asked_members()
    readings = tuple([one for one in rulebook.readings if one.of in things.names or one.reader in offices])
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
            if name in things.names or name in asked_members
        },
        sources={name: source for name, source in rulebook.sources.items() if name in sources},
    )
    return Excerpt(book, dated, frozenset(things.names))


def _rules_left(rulebook: Rulebook, reach: Reach, offices: Collection[str]) -> dict[str, Rule]:
    """The rules that may speak, looked at one by one, and what has to be kept of others."""
    rules: dict[str, Rule] = {}
    for rule in rulebook.rules.values():
        if reach.may_speak(rule):
            rules[rule.id] = rule
        elif rule.held_by in offices:
            rules[rule.id] = _unspoken(rule)
    return rules


def _rules_needed(needed: Needed, reach: Reach, among: Mapping[str, Collection[Value]]) -> dict[str, Rule]:
    """The same, each condition looked at once for all rules that need it."""
    rules: dict[str, Rule] = {}
    fails: dict[int, bool] = {}
    for place in needed.left_by(reach.given, among):
        rule, wanted = needed.rules[place], needed.needs[place]
        if wanted is None:
            may_speak = reach.may_speak(rule)
        else:
            may_speak = True
            for number in wanted:
                fail = fails.get(number)
                if fail is None:
                    fail = fails[number] = needed.fails(number, reach)
                if fail:
                    may_speak = False
                    break
        if may_speak:
            rules[rule.id] = rule
        elif rule.held_by in needed.offices:
            rules[rule.id] = _unspoken(rule)
    return rules


def _unspoken(rule: Rule) -> Rule:
    """What is kept of an office's rule that cannot speak: whether the office is heard beside its party hangs on it."""
    return msgspec.structs.replace(rule, when=NEVER, unless=(), needs=(), obliges=())


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
        self.asks_members: dict[Apply, None] = {}
        """Where anything asks who the parties of an instrument are."""

    def add(self, names: Iterable[str], asks_members: Iterable[Apply]) -> None:
        """Add what a rule is known to lead to."""
        self.names.update(names)
        self.asks_members.update(dict.fromkeys(asks_members))

    def asked_members(self) -> set[str]:
        """Return the instruments of which anything may ask who their parties are."""
        found: set[str] = set()
        for operand in self.asks_members:
            keys = self.reach.keys_of(operand)
            found |= set(self.rulebook.instruments) if keys is None else keys
        return found

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
            for condition in reading.conditions():
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
                self.asks_members[operand] = None
            self._add(operand.relation)
            self._add_operand(operand.key)

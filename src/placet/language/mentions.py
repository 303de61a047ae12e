"""What the conditions, steps and readings of a rulebook mention, gathered in one walk."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from placet.model.conditions import (
    And,
    Apply,
    Compare,
    Condition,
    FieldRef,
    Literal,
    LiteralSet,
    Not,
    Operand,
    Or,
    TermRef,
)
from placet.model.rulebook import Reading, Relation, Rule, Rulebook


class Mentions(msgspec.Struct):
    """Names by what they are; `values` are all names written as a value (parties, places, instruments, list values)."""

    fields: set[str]
    terms: set[str]
    relations: set[str]
    values: set[str]


def gather_mentions(rulebook: Rulebook) -> Mentions:
    """Return what every condition, addressee and entry of a rulebook mentions; nothing mentions itself."""
    mentions = Mentions(set(), set(), set(), set())
    for term in rulebook.terms.values():
        note_condition(term.means, mentions)
    for rule in rulebook.rules.values():
        for condition in rule_conditions(rule):
            note_condition(condition, mentions)
        for need in rule.needs:
            for operand in (need.of.whom, *need.of.besides):
                _note_operand(operand, mentions)
        mentions.values.update(duty.party for duty in rule.obliges)
    for reading in rulebook.readings:
        for condition in reading_conditions(reading):
            note_condition(condition, mentions)
        _note_entries(reading, mentions)
    for relation in rulebook.relations.values():
        _note_entries(relation, mentions)
    return mentions


def rule_conditions(rule: Rule) -> Iterator[Condition]:
    """Yield the conditions of a rule: its `when`, then its exceptions."""
    yield rule.when
    yield from rule.unless


def reading_conditions(reading: Reading) -> Iterator[Condition]:
    """Yield the conditions of a reading, those that it has."""
    for condition in (reading.only_when, reading.also_when, *reading.unless, reading.unsettled_when):
        if condition is not None:
            yield condition


def note_condition(condition: Condition, mentions: Mentions) -> None:
    """Add what a condition mentions."""
    match condition:
        case TermRef():
            mentions.terms.add(condition.term)
        case Compare():
            _note_operand(condition.left, mentions)
            _note_operand(condition.right, mentions)
        case Not():
            note_condition(condition.of, mentions)
        case And() | Or():
            for part in condition.of:
                note_condition(part, mentions)


def _note_operand(operand: Operand, mentions: Mentions) -> None:
    match operand:
        case FieldRef():
            mentions.fields.add(operand.field)
        case Literal():
            _note_value(operand.value, mentions)
        case LiteralSet():
            for value in operand.values:
                _note_value(value, mentions)
        case Apply():
            mentions.relations.add(operand.relation)
            _note_operand(operand.key, mentions)


def _note_entries(holder: Reading | Relation, mentions: Mentions) -> None:
    for entry in holder.entries:
        for value in (entry.key, *entry.values, *entry.between):
            _note_value(value, mentions)


def _note_value(value: object, mentions: Mentions) -> None:
    if isinstance(value, str):
        mentions.values.add(value)

"""The evidence on which a rule rests for a reader, as the reference evaluator finds it."""

from __future__ import annotations

from placet.engine.reference.columns import judge_all
from placet.engine.reference.days import Setting
from placet.engine.reference.values import comparisons, conditions_of_reading, conditions_of_rule
from placet.model import (
    And,
    Apply,
    Condition,
    FieldRef,
    Literal,
    Not,
    Operand,
    Or,
    Reading,
    Rule,
    Rulebook,
    TermRef,
    worst_grade,
)
from placet.model.conditions import value_text


def rule_grade(setting: Setting, reader: str, rule: Rule) -> str:
    """Return the worst grade of what a rule rests on for a reader."""
    book = setting.book
    readings = bearing_readings(setting, reader, rule.id)
    if rule.instrument is None:
        grades = [statements_grade(book, rule.says)]
    else:
        grades = ["text"]
        readings |= bearing_readings(setting, reader, rule.instrument)
    conditions = [*conditions_of_rule(rule), *_conditions(readings)]
    operands: list[Operand] = [operand for need in rule.needs for operand in (need.of.whom, *need.of.besides)]
    seen: set[str] = set()
    while conditions:
        condition = conditions.pop()
        operands += [side for compared in comparisons(condition) for side in (compared.left, compared.right)]
        for term in terms_in(condition) - seen:
            seen.add(term)
            found = bearing_readings(setting, reader, term)
            readings |= found
            conditions += [book.terms[term].means, *_conditions(found)]
    while operands:
        operand = operands.pop()
        if isinstance(operand, Apply):
            operands.append(operand.key)
            keys = possible_keys(setting, operand.key)
            found = bearing_readings(setting, reader, operand.relation)
            readings |= {name: reading for name, reading in found.items() if _has_entry(reading, keys)}
    grades += [statements_grade(book, reading.says) for reading in readings.values()]
    return worst_grade(grades) or "narrator"


def statements_grade(book: Rulebook, statements: tuple[str, ...]) -> str:
    """Return the worst grade of some statements; of none, it is the rulebook's own narration."""
    return worst_grade(book.statements[statement].grade for statement in statements) or "narrator"


def bearing_readings(setting: Setting, reader: str, thing: str) -> dict[str, Reading]:
    """Return the readings of a thing that count for a reader on some of the uncertain days, by their names.

    Those of offices count for their party where at least two have one on some of these days.
    """
    if (reader, thing) not in setting.bearing:
        found = [reading for _, reading in judge_all(setting, lambda completion: completion.reading(reader, thing))]
        offices = [own_readings(setting, office, thing) for office in setting.offices.get(reader, [])]
        if sum(map(bool, offices)) >= 2:
            found += [reading for readings in offices for reading in readings]
        setting.bearing[reader, thing] = {reading.id: reading for reading in found if reading is not None}
    return dict(setting.bearing[reader, thing])


def own_readings(setting: Setting, reader: str, thing: str) -> list[Reading]:
    """Return a reader's own readings of a thing that are effective on some of the uncertain days."""
    found = judge_all(setting, lambda completion: completion.own_reading(reader, thing))
    return [reading for _, reading in found if reading is not None]


def terms_in(condition: Condition) -> set[str]:
    """Return the terms that a condition names itself."""
    match condition:
        case TermRef(term):
            return {term}
        case Not(part):
            return terms_in(part)
        case And(parts) | Or(parts):
            return set[str]().union(*map(terms_in, parts))
        case _:
            return set()


def possible_keys(setting: Setting, key: Operand) -> set[str]:
    """Return the keys that an operand could come to, as far as the given facts alone say."""
    match key:
        case FieldRef(field):
            given = setting.given.get(field)
            if field in setting.given:
                return {value_text(given)} if isinstance(given, (str, bool)) else set()
            return set(map(value_text, setting.book.domain(setting.book.fields[field].type)))
        case Apply(relation):
            return set(map(value_text, setting.book.domain(setting.value_type(relation))))
        case Literal(value):
            return {value_text(value)}
        case _:
            return set()


def _conditions(readings: dict[str, Reading]) -> list[Condition]:
    return [condition for reading in readings.values() for condition in conditions_of_reading(reading)]


def _has_entry(reading: Reading, keys: set[str]) -> bool:
    return any(entry.key in keys for entry in reading.entries)

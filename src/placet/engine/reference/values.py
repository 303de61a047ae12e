"""Values of the reference evaluator and the proof checker: comparisons, subsets, and numbers between the cuts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from placet.model import (
    And,
    Compare,
    Condition,
    FieldRef,
    Literal,
    LiteralSet,
    Not,
    Operand,
    Or,
    Reading,
    Rule,
    Rulebook,
    Type,
    Value,
)


def compare(left: Value, op: str, right: Value, written: tuple[Operand, Operand], book: Rulebook) -> bool:
    """Compare two values; with a missing one only the `written` word `none` is equal."""
    if op == "=" and Literal(None) in written:
        other = right if written[0] == Literal(None) else left
        return other is None or other == frozenset()
    if left is None or right is None:
        return False
    match op:
        case "=":
            return left == right
        case "in":
            return isinstance(right, frozenset) and left in right
        case "within":
            return left in book.places_within(str(right))
        case "<":
            return left < right  # type: ignore[operator]  # only numbers are compared so
        case "<=":
            return left <= right  # type: ignore[operator]
        case ">":
            return left > right  # type: ignore[operator]
        case _:
            return left >= right  # type: ignore[operator]


def all_values(type_: Type, members: tuple[str | bool | None, ...]) -> tuple[Value, ...]:
    """Return the members, or for a set all their subsets."""
    if not type_.is_set:
        return members
    subsets: list[frozenset[str]] = [frozenset()]
    for member in members:
        subsets += [subset | {str(member)} for subset in subsets]
    return tuple(subsets)


def nth(index: int) -> str:
    """Return what a date's label adds for the second, third … period of a kind."""
    return f" {index + 1}" if index else ""


def numbers_between(cuts: list[Decimal]) -> list[Decimal]:
    """Return each cut, and one number below, between and above them: for comparisons with the cuts, all there are."""
    if not cuts:
        return [Decimal(0)]
    numbers = [cuts[0] - 1]
    for index, cut in enumerate(cuts):
        after = cuts[index + 1] if index + 1 < len(cuts) else cut + 2
        numbers += [cut, (cut + after) / 2]
    return numbers


def number_cuts(book: Rulebook, field: str) -> list[Decimal]:
    """Return all numbers with which the rulebook compares a field, from the lowest."""
    found: set[Decimal] = set()
    for condition in all_conditions(book):
        for compared in comparisons(condition):
            sides = (compared.left, compared.right)
            if FieldRef(field) in sides:
                for side in sides:
                    values = side.values if isinstance(side, LiteralSet) else ()
                    values = (side.value,) if isinstance(side, Literal) else values
                    found |= {Decimal(value) for value in values if isinstance(value, (int, Decimal))}
    return sorted(found)


def all_conditions(book: Rulebook) -> Iterator[Condition]:
    """Yield every condition of a rulebook."""
    for term in book.terms.values():
        yield term.means
    for rule in book.rules.values():
        yield from conditions_of_rule(rule)
    for reading in book.readings:
        yield from conditions_of_reading(reading)


def conditions_of_rule(rule: Rule) -> tuple[Condition, ...]:
    """Return the conditions of a rule."""
    return (rule.when, *rule.unless)


def conditions_of_reading(reading: Reading) -> tuple[Condition, ...]:
    """Return the conditions of a reading."""
    clauses = (reading.only_when, reading.also_when, reading.unsettled_when, *reading.unless)
    return tuple(condition for condition in clauses if condition is not None)


def comparisons(condition: Condition) -> Iterator[Compare]:
    """Yield the comparisons in a condition, without those of its terms."""
    match condition:
        case Compare():
            yield condition
        case Not(part):
            yield from comparisons(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from comparisons(part)

"""The numbers with which conditions compare fields: between two of them nothing in a rulebook tells amounts apart."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias

from placet.model.conditions import And, Compare, Condition, FieldRef, Literal, LiteralSet, Not, Or

Constant: TypeAlias = int | Decimal


def numbers_compared(conditions: Iterable[Condition]) -> dict[str, frozenset[Constant]]:
    """Return the numbers with which some conditions compare each field.

    >>> numbers_compared([Compare(FieldRef("worth"), ">=", Literal(5)), Compare(FieldRef("act"), "=", Literal("ship"))])
    {'worth': frozenset({5})}
    """
    found: dict[str, set[Constant]] = {}
    for condition in conditions:
        _collect(condition, found)
    return {field: frozenset(numbers) for field, numbers in found.items()}


def _collect(condition: Condition, found: dict[str, set[Constant]]) -> None:
    match condition:
        case Not(of):
            _collect(of, found)
        case And(parts) | Or(parts):
            for part in parts:
                _collect(part, found)
        case Compare(FieldRef(field), _, (Literal() | LiteralSet()) as right) | Compare(
            (Literal() | LiteralSet()) as right, _, FieldRef(field)
        ):
            written = right.values if isinstance(right, LiteralSet) else (right.value,)
            numbers = {one for one in written if isinstance(one, (int, Decimal)) and not isinstance(one, bool)}
            if numbers:
                found.setdefault(field, set()).update(numbers)
        case _:
            pass

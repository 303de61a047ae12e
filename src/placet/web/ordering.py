"""The order of a register's rows, as the address asks for it: by a column, upwards or downwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from placet.web.openapi import Parameter
from placet.web.visit import Visit

T = TypeVar("T")


def order_of(visit: Visit, columns: Mapping[str, Callable[[Any], Any]]) -> str:
    """Return by what rows are to be put in order: a column, or `-` and a column for the last first; empty: as found.

    Raises:
        Refused: there is no such column.
    """
    return visit.choice("sort", [*columns, *(f"-{one}" for one in columns)]) or ""


def in_order_of(order: str, columns: Mapping[str, Callable[[Any], Any]], rows: Sequence[T]) -> list[T]:
    """Return rows in an order; those that have nothing in the column stand last both ways, equal ones stay as they are.

    >>> in_order_of("-a", {"a": lambda row: row}, [1, None, 2])
    [2, 1, None]
    """
    if not order:
        return list(rows)
    value = columns[order.removeprefix("-")]
    keyed = [(value(row), row) for row in rows]
    known = sorted((one for one in keyed if one[0] is not None), key=lambda one: one[0], reverse=order.startswith("-"))
    return [row for _, row in known] + [row for key, row in keyed if key is None]


def order_parameter(columns: Mapping[str, Callable[[Any], Any]]) -> Parameter:
    """Return what the description of the API says of it."""
    values = [*columns, *(f"-{one}" for one in columns)]
    return Parameter("sort", "The order: by this column; with `-`, the last first.", {"type": "string", "enum": values})

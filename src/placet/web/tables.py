"""Tables that people can take away: one value for what a page lists, as JSON and as CSV at the page's own address."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TypeAlias

import msgspec

from placet.show.answer_json import Json

Cell: TypeAlias = str | int | float | bool | Decimal | None | tuple[str, ...]
"""What a cell may hold; several texts stand in one cell between semicolons."""

FORMULA_OPENERS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula or a command."""


class Table(msgspec.Struct, frozen=True):
    """Rows under names of columns; `name` is that of the file, without a suffix."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table_csv(table: Table) -> str:
    r"""Return a table as CSV with a line of names, in which no text can be taken for a formula.

    Such a text stands after an apostrophe; numbers stay numbers.

    >>> table_csv(Table("t", ("a", "b"), (("=1+1", -2), (None, ("x", "y")))))
    "a,b\r\n'=1+1,-2\r\n,x; y\r\n"
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_safe(name) for name in table.columns])
    for row in table.rows:
        writer.writerow([_csv_cell(cell) for cell in row])
    return out.getvalue()


def table_value(table: Table) -> Json:
    """Return a table as plain values: a list of rows, each by the names of the columns."""
    return [{name: _json_cell(cell) for name, cell in zip(table.columns, row, strict=True)} for row in table.rows]


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, (int, float, Decimal)):
        return str(cell)
    return _safe("; ".join(cell) if isinstance(cell, tuple) else cell)


def _safe(text: str) -> str:
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    # A spreadsheet skips blanks before it looks for a formula.
    return f"'{text}" if text.lstrip(" \N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}").startswith(FORMULA_OPENERS) else text


def _json_cell(cell: Cell) -> Json:
    return [*cell] if isinstance(cell, tuple) else cell

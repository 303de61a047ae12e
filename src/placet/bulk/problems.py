"""What keeps a table from being decided at all, and what is wrong with a single row of it."""

from __future__ import annotations

import msgspec


class TableProblem(Exception):
    """The table cannot be decided: what is wrong, and what helps."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class BadCell(msgspec.Struct, frozen=True):
    """Why a cell cannot be taken: `kind` is what is counted, `reason` what is told of this one."""

    kind: str
    reason: str


class Reject(msgspec.Struct, frozen=True):
    """A row that is not answered, because of one of its cells.

    `row` is counted from 1 and without the heading; `column` is empty where the row as a whole is meant.
    """

    row: int
    column: str
    value: str
    bad: BadCell


NOT_TEXT = BadCell("not UTF-8 text", "the bytes are not UTF-8 text; save the table as UTF-8")
NO_END = BadCell("row without an end", "a quotation mark in the row is never closed, or the row is longer than 96 MB")
UNDECIDED = BadCell("too much is unknown", "too much is unknown in this row for an exact answer; more facts are needed")
NO_DAY = BadCell("no day", "the cell is empty, and a row can only be answered for a day")


def wrong_width(found: int, wanted: int) -> BadCell:
    """Return what is wrong with a row that has not as many cells as the heading."""
    kind = "too few cells" if found < wanted else "too many cells"
    return BadCell(kind, f"the row has {found} {'cell' if found == 1 else 'cells'} where the heading has {wanted}")

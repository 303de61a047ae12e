"""Read a table of comma-separated values: its columns, its rows, and everything that is wrong with it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from placet.language.nearest import nearest
from placet.model import Day

MAX_TABLE_BYTES = 200_000_000
"""The largest table that is read."""

MAX_YEAR = dt.MAXYEAR - 1


class Fault(msgspec.Struct, frozen=True):
    """Something in a table that cannot be taken: what it is, how to mend it, and the line, counted from 1, if any."""

    file: str
    message: str
    help: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.file}{f', line {self.line}' if self.line is not None else ''}: {self.message}"


class Record(msgspec.Struct, frozen=True):
    """One row: the line it begins on, and its cells by column, without the space around them."""

    line: int
    cells: dict[str, str]


class Table(msgspec.Struct, frozen=True):
    """A table as it was read; `encoding` is `utf-8` or `latin-1`."""

    file: str
    columns: tuple[str, ...]
    records: tuple[Record, ...]
    encoding: str = "utf-8"


class Columns(msgspec.Struct, frozen=True):
    """What a format's columns are called: those without which nothing can be read, and all that are known."""

    name: str
    """What the format is called."""
    needed: tuple[str, ...]
    known: frozenset[str]
    other: str = ""
    """What to say of a table that has few of the needed columns, where another one is often taken for it."""


def read_table(path: Path, columns: Columns | None = None) -> Table | list[Fault]:
    """Return a table, or what is wrong with the file as a whole.

    Args:
        path: a file of comma-separated values in UTF-8 or, where it is not UTF-8, in Latin-1; where the heading has no
            comma, of values between semicolons or tabs.
        columns: what must be there; None: any heading will do. Names of columns are compared in small letters.
    """
    text = read_text(path)
    if isinstance(text, Fault):
        return [text]
    content, encoding = text
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter_of(content), strict=True)
    records: list[Record] = []
    faults: list[Fault] = []
    heading: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not heading:
                heading = [cell.strip() for cell in cells]
                if columns is not None:
                    heading = [name.lower() for name in heading]
                    faults += missing_columns(path.name, heading, columns)
                if faults:
                    return faults
                continue
            if len(cells) > len(heading):
                faults.append(
                    Fault(
                        path.name,
                        f"the row has {len(cells)} cells, the heading {len(heading)}",
                        "Check the commas and quotation marks of the row.",
                        reader.line_num,
                    )
                )
                continue
            filled = [*cells, *[""] * (len(heading) - len(cells))]
            records.append(
                Record(reader.line_num, {name: cell.strip() for name, cell in zip(heading, filled, strict=True)})
            )
    except csv.Error as error:
        faults.append(
            Fault(
                path.name,
                f"this is not a table of comma-separated values: {error}",
                "Check the quotation marks, or save the table as CSV anew.",
                reader.line_num,
            )
        )
    if not heading:
        faults.append(Fault(path.name, "the file is empty", "Its first line names the columns."))
    return faults or Table(path.name, tuple(heading), tuple(records), encoding)


def read_text(path: Path) -> tuple[str, str] | Fault:
    """Return the text of a file with its encoding, `utf-8` or `latin-1`, or why it cannot be read."""
    try:
        if not path.is_file():
            return Fault(path.name, "there is no such file", "Check the path.")
        if path.stat().st_size > MAX_TABLE_BYTES:
            return Fault(path.name, f"the file has more than {MAX_TABLE_BYTES // 1_000_000} MB", "Split it.")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "no reason given").lower()
        return Fault(path.name, f"the file cannot be read: {reason}", "Check the file and its permissions.")
    if b"\0" in data:
        return Fault(
            path.name,
            "this is not a table in UTF-8 or Latin-1: it holds bytes that no text has",
            "Save it as CSV in UTF-8 (a spreadsheet or a UTF-16 file has to be saved anew).",
        )
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def delimiter_of(content: str) -> str:
    r"""Return what stands between the cells: a comma, unless the heading has none and has semicolons or tabs.

    >>> delimiter_of("a;b\n1,5;2"), delimiter_of("a,b;c\n"), delimiter_of("a\n")
    (';', ',', ',')
    """
    heading = content.lstrip().partition("\n")[0]
    return next((mark for mark in (",", ";", "\t") if mark in heading), ",")


def missing_columns(file: str, heading: Sequence[str], columns: Columns) -> list[Fault]:
    """Tell which columns a heading lacks, each with the column that may have been meant."""
    missing = [name for name in columns.needed if name not in heading]
    if not missing:
        return []
    if len(missing) == len(columns.needed):
        return [
            Fault(
                file,
                f"this is not {columns.name}: it has none of the columns {_listed(columns.needed)}",
                f"The columns here are {_listed(heading)}." if heading else "Its first line names the columns.",
                1,
            )
        ]
    strange = [name for name in heading if name not in columns.known]
    if len(missing) * 2 > len(columns.needed):
        return [
            Fault(
                file,
                f"this is hardly {columns.name}: it lacks the columns {_listed(missing, 12)}",
                columns.other or "Look whether it is another of the project's tables.",
                1,
            )
        ]
    faults = []
    for name in missing:
        guess = nearest(name, strange)
        help = f"There is a column `{guess}`: if it is meant, rename it." if guess else "Add the column."
        faults.append(Fault(file, f"the column `{name}` of {columns.name} is missing", help, 1))
    return faults


def strange_columns(table: Table, columns: Columns) -> tuple[str, ...]:
    """Return the columns of a table that its format does not have."""
    return tuple(plain_words(name) for name in table.columns if name not in columns.known)


class Cells:
    """The cells of one row, read as what they must be; what cannot be read is told and comes back as None."""

    def __init__(self, table: Table, record: Record, faults: list[Fault]) -> None:
        self.table = table
        self.record = record
        self.faults = faults

    def text(self, column: str) -> str:
        """Return a cell; empty where the column is not there."""
        return self.record.cells.get(column, "")

    def tell(self, message: str, help: str) -> None:
        """Tell a fault of this row."""
        self.faults.append(Fault(self.table.file, message, help, self.record.line))

    def number(self, column: str, what: str, least: int = 0, most: int | None = None) -> int | None:
        """Return a whole number from `least` to `most`."""
        cell = self.text(column)
        if not cell:
            self.tell(f"`{column}` is empty; {what} is expected", "Fill it in, or take the row out.")
            return None
        number = whole_number(cell)
        if number is None or number < least or (most is not None and number > most):
            self.tell(f"`{column}` is `{cell}`; {what} is expected", "Correct it, or take the row out.")
            return None
        return number

    def flag(self, column: str) -> bool | None:
        """Return whether a cell is 1 and not 0."""
        number = self.number(column, "0 or 1", 0, 1)
        return None if number is None else number == 1

    def day(self, year: int, month_column: str, day_column: str) -> Day | None:
        """Return the day of a year; 0, a negative number or nothing for month or day is one that is not known."""
        month = self._part(month_column, 12, "a month")
        day = self._part(day_column, 31, "a day of the month")
        if month is None or day is None:
            return None
        if not 1 <= year <= MAX_YEAR:
            self.tell(f"the year {year} is in no calendar", "Correct it, or take the row out.")
            return None
        if not month:
            return Day(dt.date(year, 1, 1), dt.date(year, 12, 31))
        first = dt.date(year, month, 1)
        last = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
        if not day:
            return Day(first, last)
        if day > last.day:
            self.tell(
                f"`{day_column}` is `{day}`, but {first:%Y-%m} has {last.day} days",
                "Correct it; 0 stands for a day that is not known.",
            )
            return None
        return Day.exactly(first.replace(day=day))

    def _part(self, column: str, most: int, what: str) -> int | None:
        cell = self.text(column)
        number = whole_number(cell) if cell else 0
        if number is None or number > most:
            self.tell(f"`{column}` is `{cell}`; {what} is expected", "Correct it; 0 stands for one that is not known.")
            return None
        return max(number, 0)


def whole_number(cell: str) -> int | None:
    """Return what a cell says as a whole number, None where it is none.

    >>> whole_number("12"), whole_number("12.0"), whole_number("-9"), whole_number("1e3"), whole_number("x")
    (12, 12, -9, None, None)
    """
    body, _, fraction = cell.removeprefix("-").partition(".")
    if not (body.isascii() and body.isdigit() and len(body) <= 9) or fraction.strip("0"):
        return None
    return -int(body) if cell.startswith("-") else int(body)


def plain_words(text: str) -> str:
    r"""Return words of a table so that they can stand in prose and in a rulebook's text: in one line, without marks.

    >>> plain_words('the "Pact"\n```placet')
    'the “Pact” ’’’placet'
    """
    opened = re.sub(r'(^|[\s(\[“])"', r"\1“", text)
    return " ".join(opened.replace('"', "”").replace("`", "’").split())


def repeated(keys: Iterable[tuple[int, object]]) -> Mapping[int, int]:
    """Return, for each line whose key stood on an earlier line, that earlier line."""
    first: dict[object, int] = {}
    found: dict[int, int] = {}
    for line, key in keys:
        if key in first:
            found[line] = first[key]
        else:
            first[key] = line
    return found


def _listed(names: Sequence[str], most: int = 8) -> str:
    words = ", ".join(f"`{name}`" for name in names[:most])
    return f"{words} and {len(names) - most} more" if len(names) > most else words

"""Read the rows of a relation from a CSV or Parquet file beside the rulebook."""

from __future__ import annotations

import csv
import importlib
from pathlib import Path

import msgspec

from placet.parts import install_command

MAX_TABLE_BYTES = 200_000_000
"""The largest file that is read."""

_COLUMNS = ("key", "value", "since", "until")


class Row(msgspec.Struct, gc=False):
    """One row; `number` counts lines of the file, the heading included."""

    number: int
    key: str
    value: str
    since: str
    until: str


class TableProblem(Exception):
    """The file cannot be used: a code, what is wrong, and what helps."""

    def __init__(self, code: str, message: str, help: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help


def read_rows(folder: Path, name: str) -> list[Row]:
    """Return the rows of a file in the rulebook's folder.

    Raises:
        TableProblem: where the file is missing, leaves the folder, or cannot be read as a table with these columns.
    """
    path = folder / name
    try:
        is_inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        is_inside = False
    if not is_inside or Path(name).is_absolute():
        raise TableProblem(
            "E0112", f"`{name}` lies outside the rulebook's folder", "A relation reads only files beside the rulebook."
        )
    try:
        if not path.is_file():
            raise TableProblem(
                "E0113", f"there is no file `{name}` beside the rulebook", "Correct the name, or add the file."
            )
        if path.stat().st_size > MAX_TABLE_BYTES:
            raise TableProblem(
                "E0113", f"`{name}` is larger than {MAX_TABLE_BYTES // 1_000_000} MB", "Split the relation."
            )
        if path.suffix.lower() == ".parquet":
            return _read_parquet(path, name)
        return _read_csv(path, name)
    except OSError as error:
        raise TableProblem(
            "E0113", f"`{name}` cannot be read: {(error.strerror or 'no reason given').lower()}", "Check the file."
        ) from error


def _read_csv(path: Path, name: str) -> list[Row]:
    rows: list[Row] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            heading = [cell.strip() for cell in next(reader, [])]
            places = _find_columns(heading, name)
            for cells in reader:
                if cells:
                    values = [cells[place].strip() if 0 <= place < len(cells) else "" for place in places]
                    rows.append(Row(reader.line_num, *values))
    except UnicodeDecodeError as error:
        raise TableProblem("E0113", f"`{name}` is not UTF-8 text", "Save the file as UTF-8.") from error
    except csv.Error as error:
        raise TableProblem(
            "E0113", f"`{name}` is not a table of comma-separated values: {error}", "Check the quotation marks in it."
        ) from error
    return rows


def _read_parquet(path: Path, name: str) -> list[Row]:
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise TableProblem(
            "E0115",
            f"reading `{name}` needs a part of placet that is not installed",
            f"Install it with `{install_command('bulk')}`, or save the table as CSV.",
        ) from error
    try:
        table = parquet.read_table(path)
    except OSError:
        raise
    except Exception as error:
        raise TableProblem("E0113", f"`{name}` is not a Parquet file", "Save the table as Parquet or CSV.") from error
    places = _find_columns(list(table.column_names), name)
    columns = [
        ["" if cell is None else str(cell) for cell in table.column(place).to_pylist()]
        if place >= 0
        else [""] * table.num_rows
        for place in places
    ]
    return [Row(number, *cells) for number, cells in enumerate(zip(*columns, strict=True), 1)]


def _find_columns(heading: list[str], name: str) -> list[int]:
    for needed in ("key", "value"):
        if needed not in heading:
            raise TableProblem(
                "E0114",
                f"`{name}` has no column `{needed}`",
                "Its first line names the columns: key, value and, if wanted, since, until.",
            )
    return [heading.index(column) if column in heading else -1 for column in _COLUMNS]

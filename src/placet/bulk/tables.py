"""What every kind of table has: columns, units that are read one at a time, and rows that cannot be read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import msgspec

from placet.bulk.problems import Reject, TableProblem

if TYPE_CHECKING:
    import pyarrow as pa


class Unit(msgspec.Struct, frozen=True):
    """A run of rows that is read, decided and written as one.

    `start` and `end` are bytes of the file (`end` not included); `group` and `skipped` are a Parquet file's row group
    and how many of its rows come before; `data` are the bytes, where they have been read already. `is_broken` marks a
    row without an end.
    """

    start: int
    end: int
    group: int = 0
    skipped: int = 0
    rows: int | None = None
    data: bytes = b""
    is_broken: bool = False


class Chunk(msgspec.Struct, frozen=True):
    """Some rows of a unit.

    `first` is how many rows of the unit come before; `count` how many rows the chunk has, those included that cannot
    be read; `places` are the numbers (from 0, within the chunk) of the rows that are in `table`, None: all of them.
    The rows of `rejects` are numbered within the chunk too, from 0. `codes` are the codes of fields, where they need
    not be read from the table.
    """

    table: pa.Table
    first: int
    count: int
    places: object = None
    rejects: tuple[Reject, ...] = ()
    codes: dict[str, Any] = {}


class KnownTable(Protocol):
    """Rows with named columns, most often a file, whoever reads them."""

    path: Path
    columns: tuple[str, ...]
    bytes: int
    rows: int | None
    """How many rows there are, where the table says so."""

    def describe(self) -> str:
        """Return what kind of table it is, in words."""

    def kinds(self) -> dict[str, str]:
        """Return for each column what it holds: `text`, `yes or no`, `number`, `day`, `set` or `other`."""

    def prepare(self, wanted: Iterable[str], coded: Iterable[str], jobs: int) -> None:
        """Say which columns are wanted, which of them hold few different texts, and how many units are in work."""


@runtime_checkable
class Table(KnownTable, Protocol):
    """A table that is read here, unit by unit."""

    def schema(self) -> pa.Schema:
        """Return the columns that are wanted as they are read."""

    def units(self, after: Unit | None = None) -> Iterator[Unit]:
        """Yield the units, in order; those after one, if it is given.

        Raises:
            TableProblem: there are more rows than can be gone through.
        """

    def read(self, unit: Unit) -> Iterator[Chunk]:
        """Yield the rows of a unit.

        Raises:
            TableProblem: the file is damaged there.
        """

    def fingerprint(self, unit: Unit) -> str:
        """Return the checksum of the bytes of a unit."""


def open_table(path: Path) -> Table:
    """Open a table by what is in it.

    Raises:
        TableProblem: there is no such file, or it is no table.
    """
    try:
        with path.open("rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise TableProblem(
                    f"`{path}` is no file but something that is read once", "Save the table to a file first."
                )
            head = stream.read(8)
    except OSError as error:
        raise TableProblem(
            f"`{path}` cannot be read: {(error.strerror or 'no reason given').lower()}",
            "Name a table: a CSV file with a heading, or a Parquet file.",
        ) from None
    if head.startswith(b"PAR1"):
        from placet.bulk.parquet_table import ParquetTable

        return ParquetTable(path)
    for magic, what, help in _OTHERS:
        if head.startswith(magic):
            raise TableProblem(f"`{path}` is {what}, not a table of comma-separated values", help)
    from placet.bulk.csv_table import CsvTable

    return CsvTable(path)


def check_names(path: Path, names: Iterable[str]) -> None:
    """Tell that a table has a column twice.

    Raises:
        TableProblem: it has, or has no column at all.
    """
    seen: set[str] = set()
    for name in names:
        if name in seen and not name.strip():
            raise TableProblem(
                f"`{path}` has several columns without a name",
                "Name them, or take them out; spreadsheets often leave empty columns behind a table.",
            )
        if name in seen:
            raise TableProblem(f"`{path}` has two columns `{name}`", "Give each column a name of its own.")
        seen.add(name)
    if not seen:
        raise TableProblem(f"`{path}` has no columns", "Its first line names the columns.")


_SAVE = "Save it as CSV in UTF-8, or as Parquet."
_OTHERS = (
    (b"PK\x03\x04", "a workbook or an archive", _SAVE),
    (b"\xd0\xcf\x11\xe0", "an old workbook", _SAVE),
    (b"\x1f\x8b", "compressed", "Unpack it first."),
    (b"\x28\xb5\x2f\xfd", "compressed", "Unpack it first."),
    (b"\xff\xfe", "UTF-16 text", "Save it as UTF-8."),
    (b"\xfe\xff", "UTF-16 text", "Save it as UTF-8."),
    (b"ARROW1", "an Arrow file", "Save it as Parquet."),
)

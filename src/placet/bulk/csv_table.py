"""A table of comma-separated values, read block by block; a block that is not UTF-8 is read the slow way."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placet.bulk.csv_lines import quoted
from placet.bulk.csv_records import BLOCK_BYTES, MOST_BYTES, Block, Dialect, blocks_of, first_record
from placet.bulk.problems import NO_END, NOT_TEXT, Reject, TableProblem, wrong_width
from placet.bulk.tables import Chunk, Unit, check_names

if TYPE_CHECKING:
    import pyarrow as pa

_BOM = b"\xef\xbb\xbf"
HELD_BYTES = 64 << 20
"""How much of a file is in work at a time; the rows and answers made of it take some four times as much."""

_SHOWN = 200
"""How much of a row that cannot be read is shown."""


class CsvTable:
    """A file of comma-separated values with a heading; semicolons or tabs do as well where the heading has no comma.

    Raises:
        TableProblem: the file is empty, is not UTF-8 text in its heading, or names a column twice.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bytes = path.stat().st_size
        self.rows: int | None = None
        head = self._head()
        line_end = b"\n" if b"\n" in head or b"\r" not in head else b"\r"
        after_mark = len(_BOM) if head.startswith(_BOM) else 0
        end = first_record(head[after_mark:], line_end) + after_mark
        self._begins = end
        self.columns, delimiter = self._heading(head[after_mark:end])
        self.dialect = Dialect(delimiter, line_end)
        check_names(path, self.columns)
        self._wanted = self.columns
        self._coded: frozenset[str] = frozenset()
        self._block_bytes = BLOCK_BYTES

    def describe(self) -> str:
        """Return what kind of table it is, in words."""
        return {b",": "CSV", b";": "CSV with semicolons", b"\t": "CSV with tabs"}[self.dialect.delimiter]

    def kinds(self) -> dict[str, str]:
        """Return for each column what it holds: always text."""
        return dict.fromkeys(self.columns, "text")

    def prepare(self, wanted: Iterable[str], coded: Iterable[str], jobs: int) -> None:
        """Say which columns are wanted, which of them hold few different texts, and how many blocks are in work."""
        self._wanted = tuple(wanted) or self.columns[:1]
        self._coded = frozenset(coded)
        self._block_bytes = min(BLOCK_BYTES, max(1 << 20, HELD_BYTES // jobs))

    def schema(self) -> pa.Schema:
        """Return the columns that are wanted as they are read."""
        import pyarrow as pa

        return pa.schema([(name, self._type(name)) for name in self._wanted])

    def units(self, after: Unit | None = None) -> Iterator[Unit]:
        """Yield the blocks of the file, in order; those after one, if it is given."""
        start = after.end if after is not None else self._begins
        with self.path.open("rb") as stream:
            for block in blocks_of(stream, start, self.dialect, size=self._block_bytes):
                yield _unit(block)

    def read(self, unit: Unit) -> Iterator[Chunk]:
        """Yield the rows of a block."""
        if unit.is_broken:
            line = unit.data.decode("utf-8", "replace").rstrip("\r\n")
            yield Chunk(self.schema().empty_table(), 0, 1, rejects=(Reject(0, "", shown(line), NO_END),))
        elif _is_utf8(unit.data):
            yield self._read_fast(unit.data)
        else:
            yield self._read_slowly(unit.data)

    def fingerprint(self, unit: Unit) -> str:
        """Return the checksum of the bytes of a block, read anew where the unit does not hold them."""
        data = unit.data
        if not data:
            with self.path.open("rb") as stream:
                stream.seek(unit.start)
                data = stream.read(unit.end - unit.start)
        return hashlib.sha256(data).hexdigest()

    def _read_fast(self, data: bytes) -> Chunk:
        import numpy as np
        import pyarrow as pa
        from pyarrow import csv as arrow_csv

        rejects: list[Reject] = []

        def refuse(row: Any) -> str:  # noqa: ANN401 - pyarrow's own row
            bad = wrong_width(row.actual_columns, row.expected_columns)
            rejects.append(Reject(row.number - 1, "", shown(row.text), bad))
            return "skip"

        table = arrow_csv.read_csv(
            pa.BufferReader(data),
            read_options=arrow_csv.ReadOptions(
                use_threads=False, block_size=len(data) + 1, column_names=list(self.columns)
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self.dialect.delimiter.decode(), newlines_in_values=True, invalid_row_handler=refuse
            ),
            convert_options=arrow_csv.ConvertOptions(
                check_utf8=False,
                column_types={name: self._type(name) for name in self._wanted},
                include_columns=list(self._wanted),
                strings_can_be_null=False,
            ),
        )
        count = table.num_rows + len(rejects)
        places = np.delete(np.arange(count), [one.row for one in rejects]) if rejects else None
        return Chunk(table, 0, count, places, tuple(rejects))

    def _read_slowly(self, data: bytes) -> Chunk:
        """Read a block in which some bytes are no text, to find the rows that they are in."""
        import numpy as np
        import pyarrow as pa

        csv.field_size_limit(MOST_BYTES)
        text = data.decode("utf-8", "surrogateescape")
        rejects: list[Reject] = []
        good: list[list[str]] = []
        places: list[int] = []
        count = 0
        delimiter = self.dialect.delimiter.decode()
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if not cells:
                continue
            at = next((place for place, cell in enumerate(cells) if not is_text(cell)), -1)
            if len(cells) != len(self.columns):
                bad = wrong_width(len(cells), len(self.columns))
                rejects.append(Reject(count, "", shown(repaired(delimiter.join(map(quoted, cells)))), bad))
            elif at >= 0:
                rejects.append(Reject(count, self.columns[at], shown(repaired(cells[at])), NOT_TEXT))
            else:
                good.append(cells)
                places.append(count)
            count += 1
        at_of = {name: place for place, name in enumerate(self.columns)}
        columns = [
            pa.array([cells[at_of[name]] for cells in good], pa.string()).cast(self._type(name))
            if name not in self._coded
            else pa.array([cells[at_of[name]] for cells in good], pa.string()).dictionary_encode()
            for name in self._wanted
        ]
        table = pa.table(columns, schema=self.schema())
        return Chunk(table, 0, count, np.array(places, dtype=np.int64), tuple(rejects))

    def _type(self, name: str) -> pa.DataType:
        import pyarrow as pa

        return pa.dictionary(pa.int32(), pa.string()) if name in self._coded else pa.string()

    def _head(self) -> bytes:
        with self.path.open("rb") as stream:
            head = stream.read(1 << 20)
        if not head.strip():
            raise TableProblem(f"`{self.path}` is empty", "A table begins with a line that names its columns.")
        if b"\0" in head:
            raise TableProblem(
                f"`{self.path}` is no table of comma-separated values", "Save it as CSV in UTF-8, or as Parquet."
            )
        return head

    def _heading(self, line: bytes) -> tuple[tuple[str, ...], bytes]:
        try:
            text = line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            raise TableProblem(
                f"`{self.path}` is not UTF-8 text in its heading", "Save it as CSV in UTF-8, or as Parquet."
            ) from None
        delimiter = "," if "," in text else ";" if ";" in text else "\t" if "\t" in text else ","
        names = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        return tuple(name.strip() for name in names), delimiter.encode()


def _unit(block: Block) -> Unit:
    return Unit(block.start, block.end, data=block.data, is_broken=block.is_broken)


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_text(cell: str) -> bool:
    """Say whether what was read with escapes for bytes that are no text has none of them."""
    try:
        cell.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def repaired(text: str) -> str:
    """Return such a text with a mark for each of those bytes."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def shown(text: str) -> str:
    """Return as much of a row or a cell as is shown."""
    text = text.rstrip("\r\n")
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"

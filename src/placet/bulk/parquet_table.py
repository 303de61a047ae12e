"""A Parquet file, read one row group at a time and a large row group in pieces."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placet.bulk.problems import TableProblem
from placet.bulk.tables import Chunk, Unit, check_names

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 1 << 18
"""How many rows are read at a time at most; always a power of two."""

HELD_CELLS = 1 << 23
"""How many cells are in work at a time."""

READ_BYTES = 1 << 18
"""How much of a column is read at a time; without a limit it would be all of its row group."""

UNIT_ROWS = 1 << 20
"""How many rows of a row group make a unit."""

OPEN_COLUMNS = 64
"""How many columns are read side by side; each of them holds some 4 MB: a page, as it is packed and as it is not, and
the different texts in it."""

OPEN_BYTES = 1 << 22
"""How much that is."""

PIECE_BYTES = 3 << 26
"""How much of a wider table is held at a time, in all units that are in work."""

FIRST_ROWS = 256
"""How many rows are read first, to see how much they hold."""


class ParquetTable:
    """A Parquet file.

    Raises:
        TableProblem: the file cannot be read as Parquet, or names a column twice.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bytes = path.stat().st_size
        self._parquet = _parquet()
        try:
            file = self._parquet.ParquetFile(path)
            self._metadata = file.metadata
            self._schema = file.schema_arrow
        except _faults() as error:
            raise TableProblem(
                f"`{path}` cannot be read as Parquet: {_reason(error)}",
                "Write the file anew; it may have been cut off.",
            ) from None
        self.columns = tuple(self._schema.names)
        check_names(path, self.columns)
        self.rows: int | None = self._metadata.num_rows
        self._wanted = self.columns
        self._coded: tuple[str, ...] = ()
        self._batch_rows = BATCH_ROWS
        self._jobs = 1
        self._lock = threading.Lock()
        self._open: tuple[int, int, Iterator[Any]] | None = None

    def describe(self) -> str:
        """Return what kind of table it is, in words."""
        return "Parquet"

    def kinds(self) -> dict[str, str]:
        """Return for each column what it holds."""
        return {field.name: _kind(field.type) for field in self._schema}

    def prepare(self, wanted: Iterable[str], coded: Iterable[str], jobs: int) -> None:
        """Say which columns are wanted, which of them hold few different texts, and how many units are in work."""
        import pyarrow as pa

        self._wanted = tuple(wanted) or self.columns[:1]
        texts = {field.name for field in self._schema if pa.types.is_string(field.type)}
        self._coded = tuple(name for name in coded if name in texts)
        self._jobs = jobs
        rows = HELD_CELLS // max(1, len(self._wanted) * jobs)
        self._batch_rows = 1 << max(10, min(BATCH_ROWS.bit_length(), rows.bit_length()) - 1)

    def schema(self) -> pa.Schema:
        """Return the columns that are wanted as they are read."""
        import pyarrow as pa

        coded = pa.dictionary(pa.int32(), pa.string())
        return pa.schema(
            [
                self._schema.field(name).with_type(coded) if name in self._coded else self._schema.field(name)
                for name in self._wanted
            ]
        ).remove_metadata()

    def units(self, after: Unit | None = None) -> Iterator[Unit]:
        """Yield row groups, and pieces of large ones, in order; those after one, if it is given."""
        for group in range(self._metadata.num_row_groups):
            start, end = self._bytes_of(group)
            rows = self._metadata.row_group(group).num_rows
            for skipped in range(0, rows, UNIT_ROWS):
                if after is None or (group, skipped) > (after.group, after.skipped):
                    yield Unit(start, end, group, skipped, min(UNIT_ROWS, rows - skipped))

    def read(self, unit: Unit) -> Iterator[Chunk]:
        """Yield the rows of a unit.

        Raises:
            TableProblem: the file is damaged there.
        """
        import pyarrow as pa

        schema = self.schema()
        first = 0
        try:
            for batch in self._batches(unit):
                # What a damaged page decodes to is not looked at by the library, and may lead anywhere.
                batch.validate(full=True)
                table = pa.Table.from_batches([batch]).cast(schema)
                yield Chunk(table, first, table.num_rows)
                first += table.num_rows
        except _faults() as error:
            raise TableProblem(
                f"row group {unit.group + 1} of `{self.path}` cannot be read: {_reason(error)}",
                "The file is damaged; write it anew.",
            ) from None

    def fingerprint(self, unit: Unit) -> str:
        """Return the checksum of the bytes of a row group; empty for a later piece of one."""
        if unit.skipped:
            return ""
        found = hashlib.sha256()
        with self.path.open("rb") as stream:
            stream.seek(unit.start)
            left = unit.end - unit.start
            while left > 0 and (data := stream.read(min(left, 1 << 22))):
                found.update(data)
                left -= len(data)
        return found.hexdigest()

    def _batches(self, unit: Unit) -> Iterator[Any]:
        """The batches of a unit; the pieces of a large row group are read one after the other, not from its start."""
        if len(self._wanted) > OPEN_COLUMNS and not self._is_small(unit.group):
            yield from self._pieces(unit)
            return
        group_rows = self._metadata.row_group(unit.group).num_rows
        if group_rows <= UNIT_ROWS:
            yield from self._iterate(unit.group, self._wanted, self._rows_at_once(unit.group))
            return
        with self._lock:
            position, batches = 0, None
            if self._open is not None and self._open[:2] == (unit.group, unit.skipped):
                position, batches = unit.skipped, self._open[2]
            if batches is None:
                batches = _cut(self._iterate(unit.group, self._wanted, self._rows_at_once(unit.group)), UNIT_ROWS)
            while position < unit.skipped:
                position += next(batches).num_rows
            end = unit.skipped + (unit.rows or 0)
            held = []
            while position < end:
                held.append(next(batches))
                position += held[-1].num_rows
            self._open = (unit.group, end, batches)
        yield from held

    def _is_small(self, group: int) -> bool:
        """Whether the columns of a row group are so short that all of them can be read side by side."""
        metadata = self._metadata.row_group(group)
        columns = [metadata.column(place) for place in range(metadata.num_columns)]
        held = sum(min(OPEN_BYTES, one.total_uncompressed_size + one.total_compressed_size) for one in columns)
        return bool(held <= OPEN_COLUMNS * OPEN_BYTES)

    def _rows_at_once(self, group: int) -> int:
        """How many rows of a row group are read at a time; how much a row holds is seen in the first ones.

        The file does not tell: a text that is often repeated takes next to nothing in it.
        """
        row_bytes = 0
        for first in range(0, len(self._wanted), OPEN_COLUMNS):
            names = self._wanted[first : first + OPEN_COLUMNS]
            seen = next(self._iterate(group, names, FIRST_ROWS), None)
            row_bytes += seen.nbytes // seen.num_rows if seen is not None and seen.num_rows else 0
        rows = max(1, PIECE_BYTES // (2 * max(1, row_bytes) * self._jobs))
        return min(BATCH_ROWS, 1 << (rows.bit_length() - 1))

    def _pieces(self, unit: Unit) -> Iterator[Any]:
        """The batches of a unit of a wide table: piece by piece, and of each piece some columns after the others.

        A column is read from the start of its row group for each piece, which takes longer than to read all columns
        side by side; but that needs memory for as many pages as there are columns. How much a row holds is seen in the
        rows before, as a text that is often repeated takes next to nothing in the file.
        """
        import pyarrow as pa

        metadata = self._metadata.row_group(unit.group)
        row_bytes = max(1, metadata.total_byte_size // max(1, metadata.num_rows))
        start = unit.skipped
        end = start + (metadata.num_rows if unit.rows is None else unit.rows)
        most = FIRST_ROWS
        while start < end:
            rows = max(1, min(PIECE_BYTES // (row_bytes * self._jobs), most))
            stop = min(end, start + rows)
            with self._lock:
                columns: dict[str, Any] = {}
                for first in range(0, len(self._wanted), OPEN_COLUMNS):
                    names = self._wanted[first : first + OPEN_COLUMNS]
                    table = pa.Table.from_batches(_between(self._iterate(unit.group, names, rows), start, stop))
                    columns.update(zip(table.column_names, table.columns, strict=True))
                piece = pa.table({name: columns.pop(name) for name in self._wanted})
            row_bytes = max(row_bytes, piece.nbytes // piece.num_rows)
            most = end
            for place in range(0, piece.num_rows, self._batch_rows):
                yield from piece.slice(place, self._batch_rows).combine_chunks().to_batches()
            del piece
            start = stop

    def _iterate(self, group: int, names: Iterable[str], most: int = BATCH_ROWS) -> Iterator[Any]:
        file = self._parquet.ParquetFile(
            self.path, read_dictionary=list(self._coded), pre_buffer=False, buffer_size=READ_BYTES
        )
        found: Iterator[Any] = file.iter_batches(
            min(self._batch_rows, most), row_groups=[group], columns=list(names), use_threads=False
        )
        return found

    def _bytes_of(self, group: int) -> tuple[int, int]:
        row_group = self._metadata.row_group(group)
        start, end = self.bytes, 0
        for place in range(row_group.num_columns):
            column = row_group.column(place)
            begins = column.data_page_offset
            if column.has_dictionary_page and column.dictionary_page_offset:
                begins = min(begins, column.dictionary_page_offset)
            start, end = min(start, begins), max(end, begins + column.total_compressed_size)
        return (start, end) if end else (0, 0)


def _cut(batches: Iterator[Any], rows: int) -> Iterator[Any]:
    """Cut batches where a multiple of `rows` lies inside them."""
    position = 0
    for batch in batches:
        done = 0
        while done < batch.num_rows:
            piece = batch.slice(done, rows - position % rows)
            yield piece
            done += piece.num_rows
            position += piece.num_rows


def _between(batches: Iterator[Any], start: int, end: int) -> Iterator[Any]:
    """Yield the rows from `start` to `end` of some batches."""
    position = 0
    for batch in batches:
        first, last = max(start, position), min(end, position + batch.num_rows)
        if first < last:
            yield batch.slice(first - position, last - first)
        position += batch.num_rows
        if position >= end:
            return


def _kind(type_: Any) -> str:  # noqa: ANN401 - pyarrow's own type
    import pyarrow as pa

    types = pa.types
    if types.is_dictionary(type_):
        return _kind(type_.value_type)
    if types.is_string(type_) or types.is_large_string(type_) or types.is_null(type_):
        return "text"
    if types.is_boolean(type_):
        return "yes or no"
    if types.is_integer(type_) or types.is_floating(type_) or types.is_decimal(type_):
        return "number"
    if types.is_date(type_) or types.is_timestamp(type_):
        return "day"
    if (types.is_list(type_) or types.is_large_list(type_)) and _kind(type_.value_type) == "text":
        return "set"
    return "other"


def _faults() -> tuple[type[Exception], ...]:
    """What pyarrow raises where a file is damaged."""
    import pyarrow as pa

    return OSError, pa.ArrowException, UnicodeDecodeError


def _parquet() -> Any:  # noqa: ANN401 - a module of an extra
    from pyarrow import parquet

    return parquet


def _reason(error: Exception) -> str:
    words = str(error).strip().splitlines()
    text = words[0] if words else type(error).__name__
    return (text[:1].lower() + text[1:]).rstrip(".")

"""Write parts of a Parquet file, each whole in itself, and put them together without decoding them again.

A Parquet file ends with a footer that says where everything in it is. To put parts together, their bytes are copied one
after the other, and the footers become one in which every place is moved by as much as its part was.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from placet.bulk.thrift import Items, Structure, read_structure, write_structure

if TYPE_CHECKING:
    import pyarrow as pa

_MAGIC = b"PAR1"

# Numbers of fields, as the description of the format gives them.
_ROWS, _ROW_GROUPS = 3, 4
_GROUP_COLUMNS, _GROUP_PLACE, _GROUP_ORDINAL = 1, 5, 7
_CHUNK_PLACES, _CHUNK_COLUMN = (2, 4, 6), 3
_COLUMN_PLACES = (9, 10, 11, 14)


class PartWriter:
    """Writes one part: a Parquet file with a row group for each table that it is given."""

    def __init__(self, path: Path, schema: pa.Schema, with_statistics: Iterable[str]) -> None:
        from pyarrow import parquet

        # Nobody looks for the least or the greatest of some answers, and finding them takes long.
        statistics = list(with_statistics)
        self._writer = parquet.ParquetWriter(path, schema, write_statistics=statistics or False)

    def write(self, table: pa.Table) -> None:
        """Write rows as a row group."""
        if table.num_rows:
            self._writer.write_table(table, row_group_size=table.num_rows)

    def close(self) -> None:
        """Write the footer."""
        self._writer.close()


def join_parts(parts: Iterable[Path], stream: BinaryIO) -> None:
    """Write one Parquet file out of parts that were written with one schema.

    Raises:
        ValueError: a part is no whole Parquet file.
    """
    stream.write(_MAGIC)
    whole: Structure | None = None
    groups: list[Structure] = []
    rows = 0
    for path in parts:
        with path.open("rb") as part:
            footer, length = _footer(part)
            found, _ = read_structure(footer)
            shift = stream.tell() - len(_MAGIC)
            for group in found.get(_ROW_GROUPS).values:
                _move(group, shift, len(groups))
                groups.append(group)
            rows += found.get(_ROWS)
            whole = whole or found
            part.seek(len(_MAGIC))
            copy_bytes(part, stream, length - len(_MAGIC))
    if whole is None:
        raise ValueError("there are no parts")
    kind = whole.get(_ROW_GROUPS).kind
    whole.set(_ROW_GROUPS, Items(kind, groups))
    whole.set(_ROWS, rows)
    footer = write_structure(whole)
    stream.write(footer)
    stream.write(len(footer).to_bytes(4, "little"))
    stream.write(_MAGIC)


def _footer(part: BinaryIO) -> tuple[bytes, int]:
    """Return the footer of a file, and where it begins."""
    size = part.seek(0, 2)
    if size < 12:
        raise ValueError("the file is too short")
    part.seek(size - 8)
    tail = part.read(8)
    length = int.from_bytes(tail[:4], "little")
    if tail[4:] != _MAGIC or length > size - 12:
        raise ValueError("the file has no footer")
    part.seek(size - 8 - length)
    return part.read(length), size - 8 - length


def _move(group: Structure, shift: int, ordinal: int) -> None:
    """Move everything that a row group says of places."""
    _shift(group, _GROUP_PLACE, shift)
    if group.get(_GROUP_ORDINAL) is not None:
        # It is only a help to readers, and has room for so many alone.
        if ordinal < 1 << 15:
            group.set(_GROUP_ORDINAL, ordinal)
        else:
            group.drop(_GROUP_ORDINAL)
    for chunk in group.get(_GROUP_COLUMNS).values:
        for place in _CHUNK_PLACES:
            _shift(chunk, place, shift)
        for place in _COLUMN_PLACES:
            _shift(chunk.get(_CHUNK_COLUMN), place, shift)


def _shift(structure: Structure, number: int, shift: int) -> None:
    place = structure.get(number)
    # None: not there; 0: there and without meaning.
    if place:
        structure.set(number, place + shift)


def copy_bytes(source: BinaryIO, target: BinaryIO, length: int) -> None:
    """Copy so many bytes from where `source` stands to where `target` stands, by the system itself where it can.

    Raises:
        ValueError: `source` is shorter.
    """
    target.flush()
    begun, here = source.tell(), target.tell()
    done = 0
    try:
        while done < length and (
            copied := os.copy_file_range(source.fileno(), target.fileno(), length - done, begun + done, here + done)
        ):
            done += copied
    except (AttributeError, OSError):
        pass  # not on this system, or not between these files
    source.seek(begun + done)
    target.seek(here + done)
    while done < length:
        data = source.read(min(1 << 22, length - done))
        if not data:
            raise ValueError("the file is too short")
        target.write(data)
        done += len(data)

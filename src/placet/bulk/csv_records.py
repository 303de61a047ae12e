"""Cut a file of comma-separated values into blocks of whole rows, so that they can be read side by side.

A line break inside quotation marks belongs to its cell. Where marks stand only at the edges of cells, counting them
tells inside from outside; where one stands in the middle of a cell (`5" pipe`), the block is read cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

BLOCK_BYTES = 32 << 20
"""How much is read at a time."""

MOST_BYTES = 96 << 20
"""The longest row; a cell that is still not closed then never will be."""

_QUOTE = 0x22


class Block(msgspec.Struct, frozen=True):
    """Whole rows, from the byte `start` of the file to `end` (not included).

    Where `is_broken`, it is the first line of a row that does not end.
    """

    start: int
    end: int
    data: bytes
    is_broken: bool = False


class Dialect(msgspec.Struct, frozen=True):
    """What stands between cells, and what ends a row."""

    delimiter: bytes = b","
    line_end: bytes = b"\n"


def blocks_of(
    stream: BinaryIO, start: int, dialect: Dialect, *, size: int = BLOCK_BYTES, most: int = MOST_BYTES
) -> Iterator[Block]:
    """Yield the rows of a file in blocks of about `size` bytes.

    Args:
        stream: the file.
        start: the byte at which the first row begins.
        dialect: what stands between cells and rows.
        size: how many bytes to read at a time.
        most: how long a row may be.
    """
    stream.seek(start)
    carried = b""
    is_last = False
    while not is_last or carried:
        if not is_last:
            fresh = stream.read(size)
            is_last = len(fresh) < size and not _has_more(stream)
            data = carried + fresh
        else:
            data = carried
        if not data:
            return
        end, is_open = _last_end(data, dialect, is_last=is_last)
        if end == 0 and (len(data) >= most or (is_open and is_last)):
            at = data.find(dialect.line_end)
            end = at + 1 if at >= 0 else len(data)
            yield Block(start, start + end, data[:end], is_broken=True)
        elif end:
            yield Block(start, start + end, data[:end])
        start += end
        carried = data[end:]


def first_record(data: bytes, line_end: bytes = b"\n") -> int:
    r"""Return where the first row ends, its line break included; all of `data` where it has no end in it.

    >>> first_record(b'"a\nb",c\r\n1,2\n')
    9
    """
    is_inside = False
    for at in (found.start() for found in re.finditer(b'["' + line_end + b"]", data)):
        if data[at] == _QUOTE:
            is_inside = not is_inside
        elif not is_inside:
            return at + 1
    return len(data)


def _has_more(stream: BinaryIO) -> bool:
    byte = stream.read(1)
    if byte:
        stream.seek(-1, 1)
    return bool(byte)


def _last_end(data: bytes, dialect: Dialect, *, is_last: bool) -> tuple[int, bool]:
    """Return where the last whole row of `data` ends (0: nowhere), and whether a cell is open at the end of `data`."""
    if b'"' not in data:
        return (len(data) if is_last else data.rfind(dialect.line_end) + 1), False
    end, is_open = _row_end(data, dialect)
    return (len(data) if is_last and not is_open else end), is_open


def _row_end(data: bytes, dialect: Dialect) -> tuple[int, bool]:
    """Return where the last whole row ends (0: nowhere), and whether a cell is open at the end of `data`."""
    import numpy as np

    text = np.frombuffer(data, np.uint8)
    marks = np.flatnonzero(text == _QUOTE)
    is_edge = np.zeros(256, dtype=bool)
    is_edge[[_QUOTE, dialect.delimiter[0], 0x0A, 0x0D]] = True
    opening, closing = marks[0::2], marks[1::2]
    opens_well = is_edge[text[opening - 1]]
    opens_well[:1] |= opening[:1] == 0
    closes_well = is_edge[text[np.minimum(closing + 1, len(text) - 1)]]
    if not (opens_well.all() and closes_well.all()):
        return _row_end_by_cell(data, dialect)
    at = data.rfind(dialect.line_end)
    while at >= 0 and np.searchsorted(marks, at) % 2:
        # Inside a cell: go on before the mark that opened it.
        at = data.rfind(dialect.line_end, 0, int(marks[np.searchsorted(marks, at) - 1]))
    return at + 1, len(marks) % 2 == 1


def _row_end_by_cell(data: bytes, dialect: Dialect) -> tuple[int, bool]:
    """Do the same as a reader of cells would: a mark opens a quoted cell only where the cell begins."""
    delimiter, line_end = re.escape(dialect.delimiter), re.escape(dialect.line_end)
    rest = b"[^" + delimiter + line_end + rb"]*(" + delimiter + b"|" + line_end + rb"|\Z)"
    cell = re.compile(rb'(?:"[^"]*(?:""[^"]*)*("?))?' + rest)
    end = 0
    for found in cell.finditer(data):
        if found[1] == b"":
            return end, True
        if found[2] == dialect.line_end:
            end = found.end()
        if found.end() == len(data):
            break
    return end, False

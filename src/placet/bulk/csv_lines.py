"""Write rows as comma-separated values: a cell in quotation marks only where it has to be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

from placet.bulk.code_columns import as_texts

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 1 << 15
"""How many rows are held as texts at a time."""

_SPECIAL = r'[,"\r\n]'


def write_heading(stream: BinaryIO, names: Iterable[str]) -> None:
    r"""Write the line that names the columns.

    >>> import io
    >>> stream = io.BytesIO()
    >>> write_heading(stream, ["act", "who, when"])
    >>> stream.getvalue()
    b'act,"who, when"\n'
    """
    stream.write((",".join(quoted(name) for name in names) + "\n").encode("utf-8"))


def quoted(text: str) -> str:
    """Return a cell as it stands in the file."""
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\r\n') else text


def write_rows(stream: BinaryIO, table: pa.Table) -> None:
    """Write rows, without a heading."""
    for start in range(0, table.num_rows, ROWS_AT_ONCE):
        _write_some(stream, table.slice(start, ROWS_AT_ONCE))


def _write_some(stream: BinaryIO, table: pa.Table) -> None:
    import pyarrow as pa
    from pyarrow import compute
    from pyarrow import csv as arrow_csv

    columns = []
    has_quotes = False
    for column in table.columns:
        cells, is_quoted = _cells(column)
        columns.append(cells)
        has_quotes = has_quotes or is_quoted
    if not has_quotes:
        plain = pa.table(columns, names=[str(place) for place in range(len(columns))])
        arrow_csv.write_csv(plain, stream, arrow_csv.WriteOptions(include_header=False, quoting_style="none"))
        return
    lines = compute.binary_join_element_wise(*(cells.fill_null("") for cells in columns), ",")
    lines = compute.binary_join_element_wise(lines, "", "\n")
    for chunk in lines.chunks:
        stream.writelines(chunk.cast(pa.binary()).to_pylist())


def _cells(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, bool]:
    """Return a column as texts, quoted where needed, and whether some are."""
    import pyarrow as pa

    found = []
    is_quoted = False
    for chunk in column.chunks:
        texts = as_texts(chunk)
        if pa.types.is_dictionary(texts.type):
            values, some = _quoted(texts.dictionary)
            texts = values.take(texts.indices)
        else:
            texts, some = _quoted(texts)
        is_quoted = is_quoted or some
        found.append(texts)
    return pa.chunked_array(found, pa.string()), is_quoted


def _quoted(texts: pa.Array) -> tuple[pa.Array, bool]:
    import pyarrow as pa
    from pyarrow import compute

    special = compute.match_substring_regex(texts, _SPECIAL)
    if not compute.any(special).as_py():
        return texts, False
    inner = compute.replace_substring(texts, '"', '""')
    marked = compute.binary_join_element_wise('"', inner, '"', "")
    return compute.if_else(special, marked, texts).cast(pa.string()), True

"""Count rows by what some of their columns say, in memory that does not grow with the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO, Literal

from placet.bulk.code_columns import as_texts
from placet.bulk.csv_lines import quoted, write_heading
from placet.bulk.problems import TableProblem

if TYPE_CHECKING:
    import pyarrow as pa

MOST_GROUPS = 1_000_000
"""How many combinations may be told apart."""

Group = tuple[str, ...]
Form = Literal["csv", "parquet"]


class Counts:
    """How many rows there are of each combination; the columns are `by`."""

    def __init__(self, by: tuple[str, ...]) -> None:
        self.by = by
        self.groups: dict[Group, int] = {}

    def add(self, counted: Iterable[tuple[Group, int]]) -> None:
        """Add counts.

        Raises:
            TableProblem: there are too many combinations.
        """
        groups = self.groups
        for group, count in counted:
            groups[group] = groups.get(group, 0) + count
        if len(groups) > MOST_GROUPS:
            raise TableProblem(
                f"there are more than {MOST_GROUPS:,} combinations of {', '.join(f'`{name}`' for name in self.by)}",
                "Count by columns with fewer different values.",
            )

    def in_order(self) -> list[tuple[Group, int]]:
        """Return all combinations, the most frequent first."""
        return sorted(self.groups.items(), key=lambda one: (-one[1], one[0]))


def write_counts(stream: BinaryIO, counts: Counts, form: Form) -> None:
    """Write counts as a table: the columns by which rows were counted, and `rows`."""
    names = [*counts.by, "rows" if "rows" not in counts.by else "placet.rows"]
    if form == "csv":
        write_heading(stream, names)
        for group, count in counts.in_order():
            cells = [*map(quoted, group), str(count)]
            stream.write(f"{','.join(cells)}\n".encode())
        return
    import pyarrow as pa
    from pyarrow import parquet

    groups = counts.in_order()
    columns = [pa.array([group[place] for group, _ in groups], pa.string()) for place in range(len(counts.by))]
    numbers = [count for _, count in groups]
    # A space can hold more situations than 64 bits can count.
    kind = pa.int64() if max(numbers, default=0) < 1 << 63 else pa.decimal128(38)
    parquet.write_table(pa.table([*columns, pa.array(numbers, kind)], names=names), stream)


def count_rows(table: pa.Table, by: tuple[str, ...]) -> Iterator[tuple[Group, int]]:
    """Yield the combinations that occur in some rows, with how often each does."""
    import numpy as np

    if not table.num_rows:
        return
    keys = np.zeros(table.num_rows, dtype=np.int64)
    size = 1
    for name in by:
        texts = as_texts(_one(table[name]))
        array = texts if hasattr(texts, "dictionary") else texts.dictionary_encode()
        width = len(array.dictionary) + 1
        if size * width > 1 << 62:
            # Too many to number all that could be: number those that occur.
            _, keys = np.unique(keys, return_inverse=True)
            size = table.num_rows
        keys = keys * width + array.indices.fill_null(width - 1).to_numpy(zero_copy_only=False)
        size *= width
    if size <= 4 * table.num_rows:
        first = np.zeros(size, dtype=np.int64)
        first[keys[::-1]] = np.arange(table.num_rows)[::-1]
        counts = np.bincount(keys, minlength=size)
        first, counts = first[counts > 0], counts[counts > 0]
    else:
        _, first, counts = np.unique(keys, return_index=True, return_counts=True)
    found = [[text or "" for text in as_texts(_one(table[name].take(first))).to_pylist()] for name in by]
    yield from zip(zip(*found, strict=True), counts.tolist(), strict=True)


def _one(column: pa.ChunkedArray) -> pa.Array:
    if column.num_chunks == 1:
        return column.chunk(0)
    return column.unify_dictionaries().combine_chunks()

"""Every combination of the values of some fields, as if it were a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placet.bulk.cells import FieldCells
from placet.bulk.plan import Wording
from placet.bulk.problems import TableProblem
from placet.bulk.tables import Chunk, Unit
from placet.engine.logic.field_values import FieldValue, values_of
from placet.model import Rulebook

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

UNIT_ROWS = 1 << 20
CHUNK_ROWS = 1 << 18
MOST_ROWS = 10**12
"""How large a space may be."""

MOST_MEMBERS = 24
"""How many possible members a set may have whose every combination is gone through."""


class SpaceTable:
    """The product of the values of some fields: the last field goes round fastest.

    A number field has a row for each interval that conditions tell apart, a set one for each combination of members.

    Raises:
        TableProblem: there is no such field.
    """

    def __init__(self, book: Rulebook, fields: Iterable[str], wording: Wording) -> None:
        self.path = Path()
        self.bytes = 0
        self.columns = tuple(fields)
        for field in self.columns:
            if field not in book.fields:
                raise _no_field(book, field)
        self.sizes = [FieldCells(book, field).code.size for field in self.columns]
        self.rows: int | None = prod(self.sizes)
        self._book = book
        self._wording = wording
        self._texts: list[pa.Array] = []

    def describe(self) -> str:
        """Return what kind of table it is, in words."""
        return "every combination"

    def kinds(self) -> dict[str, str]:
        """Return for each column what it holds."""
        return dict.fromkeys(self.columns, "text")

    def prepare(self, wanted: Iterable[str], coded: Iterable[str], jobs: int) -> None:
        """Do nothing: all columns are made alike."""

    def schema(self) -> pa.Schema:
        """Return the columns."""
        import pyarrow as pa

        return pa.schema([(name, pa.dictionary(pa.int32(), pa.string())) for name in self.columns])

    def units(self, after: Unit | None = None) -> Iterator[Unit]:
        """Yield runs of combinations, in order; those after one, if it is given.

        Raises:
            TableProblem: there are more combinations than can be gone through.
        """
        assert self.rows is not None
        if self.rows > MOST_ROWS:
            raise TableProblem(
                f"these fields have {self.rows:,} combinations, and at most {MOST_ROWS:,} can be gone through",
                "Take fewer fields, or count by one answer alone: then none of them is gone through.",
            )
        import pyarrow as pa

        texts = [texts_of(self._book, field, self._wording) for field in self.columns]
        self._texts = [pa.array(each, pa.string()) for each in texts]
        for start in range(after.end if after is not None else 0, self.rows, UNIT_ROWS):
            yield Unit(start, min(self.rows, start + UNIT_ROWS))

    def read(self, unit: Unit) -> Iterator[Chunk]:
        """Yield the combinations of a unit."""
        import numpy as np
        import pyarrow as pa

        for start in range(unit.start, unit.end, CHUNK_ROWS):
            numbers = np.arange(start, min(unit.end, start + CHUNK_ROWS))
            codes = dict(self._codes(numbers))
            columns = [
                pa.DictionaryArray.from_arrays(pa.array(codes[name].astype(np.int32)), texts)
                for name, texts in zip(self.columns, self._texts, strict=True)
            ]
            table = pa.table(columns, schema=self.schema())
            yield Chunk(table, start - unit.start, len(numbers), codes=codes)

    def fingerprint(self, unit: Unit) -> str:
        """Return nothing: no file can have changed."""
        return ""

    def _codes(self, numbers: np.ndarray[Any, np.dtype[Any]]) -> Iterator[tuple[str, Any]]:
        stride = prod(self.sizes)
        for name, size in zip(self.columns, self.sizes, strict=True):
            stride //= size
            yield name, numbers // stride % size


def texts_of(book: Rulebook, field: str, wording: Wording) -> list[str]:
    """Return the values of a field in the order of their codes, as they are written.

    Raises:
        TableProblem: it is a set with too many combinations of members.
    """
    type_ = book.fields[field].type
    if not type_.is_set:
        return [wording.value(book, field, value) for value in values_of(book, field)]
    code = FieldCells(book, field).code
    members = len(code.values)
    if members > MOST_MEMBERS:
        raise TableProblem(
            f"`{field}` is a set of {members} possible members, with too many combinations",
            f"Give it as `{field}=…`, or leave it unknown.",
        )
    return [wording.value(book, field, FieldValue(code.value(number))) for number in range(code.size)]


def _no_field(book: Rulebook, field: str) -> TableProblem:
    from placet.language.nearest import nearest

    near = nearest(field, book.fields)
    return TableProblem(
        f"there is no field `{field}` in {book.name}",
        f"Did you mean `{near}`?" if near else f"Its fields are {', '.join(f'`{name}`' for name in book.fields)}.",
    )

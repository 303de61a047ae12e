"""Turn a column of a table into the codes of a field's values, looking at each different text once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from placet.bulk.cells import BAD_CODE, UNKNOWN_CODE, DayCells, FieldCells, is_exact_in_floats
from placet.bulk.problems import NOT_TEXT, BadCell
from placet.engine.sweep.coding import MEMBERS_A_COLUMN, FieldCode, column_of, smallest_type

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Codes = np.ndarray[Any, np.dtype[Any]]

REMEMBERED = 1 << 18
"""How many different texts of a column are remembered from one block to the next."""

_WRITTEN = r"^[0-9]+(\.[0-9]+)?$"


class BadRows(msgspec.Struct, frozen=True):
    """The cells of one column that cannot be taken: their rows, and for each the key of its text in `values`."""

    rows: Codes
    which: Codes
    values: dict[int, tuple[str, BadCell]]


class ColumnCoder:
    """Codes one column; what it has read it remembers.

    Several threads may use one: at worst a text is read twice.

    Args:
        read: reads one cell.
        cuts: the limits of a number field; None for all others.
        code: how the field's values are numbered; None for days.
    """

    def __init__(
        self,
        read: Callable[[str], int | BadCell],
        cuts: Sequence[int | Decimal] | None = None,
        code: FieldCode | None = None,
    ) -> None:
        self._read = read
        self._cuts = cuts if cuts is None or is_exact_in_floats(cuts) else None
        self._field = code
        self._known: dict[bytes, int] = {}

    @classmethod
    def of_field(cls, cells: FieldCells) -> ColumnCoder:
        """Return the coder of a field's column."""
        code = cells.code
        cuts = [cut for cut in code.values if isinstance(cut, (int, Decimal))] if code.kind == "number" else None
        return cls(cells.read, cuts, code)

    @classmethod
    def of_days(cls, days: DayCells) -> ColumnCoder:
        """Return the coder of a column of days."""
        return cls(days.read)

    def codes(self, column: pa.ChunkedArray) -> tuple[Codes, BadRows | None]:
        """Return the codes of a column (`BAD_CODE` for a bad cell), and the bad cells."""
        import numpy as np
        import pyarrow as pa

        array = _one_array(column)
        if self._cuts is not None:
            intervals = self._intervals(array)
            if intervals is not None:
                return intervals, None
        array = as_texts(array)
        if not pa.types.is_dictionary(array.type):
            array = array.dictionary_encode()
        texts = array.dictionary.cast(pa.binary()).to_pylist()
        indices = array.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
        texts.append(b"")
        found = [self._code(text) for text in texts]
        codes_of = self._in_columns(found)
        codes = codes_of[indices]
        if BAD_CODE not in found:
            return codes, None
        rows = np.flatnonzero(column_of(codes, 0) == BAD_CODE)
        if not len(rows):
            return codes, None
        which = indices[rows]
        values = {int(place): self._explained(texts[place]) for place in np.unique(which)}
        return codes, BadRows(rows, which, values)

    def _code(self, text: bytes | None) -> int:
        text = text or b""
        code = self._known.get(text)
        if code is None:
            found = self._found(text)
            code = BAD_CODE if isinstance(found, BadCell) else found
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[text] = code
        return code

    def _in_columns(self, codes: list[int]) -> Codes:
        import numpy as np

        if self._field is None:
            return np.array(codes, dtype=np.int64)
        if self._field.columns == 1:
            return np.array(codes, dtype=smallest_type(self._field))
        low = (1 << MEMBERS_A_COLUMN) - 1
        rows = [
            [code >> place * MEMBERS_A_COLUMN & low if code >= 0 else code for place in range(self._field.columns)]
            for code in codes
        ]
        return np.array(rows, dtype=np.int64)

    def _explained(self, text: bytes | None) -> tuple[str, BadCell]:
        found = self._found(text or b"")
        assert isinstance(found, BadCell)
        return (text or b"").decode("utf-8", "replace"), found

    def _found(self, text: bytes) -> int | BadCell:
        try:
            return self._read(text.decode("utf-8"))
        except UnicodeDecodeError:
            return NOT_TEXT

    def _intervals(self, array: pa.Array) -> Codes | None:
        """The intervals of numbers, where all are plain and short enough to be compared as floating-point numbers."""
        import numpy as np
        import pyarrow as pa
        from pyarrow import compute

        assert self._cuts is not None
        types = pa.types
        if types.is_dictionary(array.type):
            return None
        if types.is_string(array.type) or types.is_large_string(array.type):
            empty = compute.equal(compute.binary_length(array), 0)
            array = compute.if_else(empty, None, array)
            longest = compute.max(compute.binary_length(array)).as_py()
            if longest is not None and longest > 15:
                return None
            if compute.all(compute.match_substring_regex(array, _WRITTEN)).as_py() is False:
                return None
            numbers = array.cast(pa.float64())
        elif types.is_integer(array.type) or types.is_floating(array.type):
            try:
                numbers = array.cast(pa.float64())
            except pa.ArrowInvalid:
                return None
        else:
            return None
        values = numbers.fill_null(-1.0).to_numpy(zero_copy_only=False)
        is_null = numbers.is_null().to_numpy(zero_copy_only=False)
        if not ((values >= 0) & (values < 1e15) | is_null).all():
            return None
        cuts = np.array([float(cut) for cut in self._cuts], dtype=np.float64)
        below = np.searchsorted(cuts, values, "left")
        on_cut = np.append(cuts, np.inf)[below] == values
        assert self._field is not None
        return np.where(is_null, UNKNOWN_CODE, 2 * below + on_cut).astype(smallest_type(self._field))


def as_texts(array: pa.Array) -> pa.Array:
    """Return a column as texts (or as a dictionary of texts), each cell as a reader of the table would write it."""
    import pyarrow as pa
    from pyarrow import compute

    types = pa.types
    kind = array.type
    if types.is_dictionary(kind):
        if types.is_string(kind.value_type):
            return array if kind.index_type == pa.int32() else array.cast(pa.dictionary(pa.int32(), pa.string()))
        return as_texts(array.dictionary_decode())
    if types.is_string(kind):
        return array
    if types.is_floating(kind):
        return pa.array([_number_text(value) for value in array.to_pylist()], pa.string())
    if types.is_timestamp(kind) or types.is_date(kind):
        return array.cast(pa.date32()).cast(pa.string())
    if types.is_list(kind) or types.is_large_list(kind):
        texts = compute.binary_join(array.cast(pa.list_(pa.string())), ";")
        return compute.if_else(compute.equal(compute.list_value_length(array), 0), "none", texts)
    return array.cast(pa.string())


def _one_array(column: pa.ChunkedArray) -> pa.Array:
    import pyarrow as pa

    if column.num_chunks == 1:
        return column.chunk(0)
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    found = column.combine_chunks()
    return found.chunk(0) if isinstance(found, pa.ChunkedArray) else found


def _number_text(value: float | None) -> str | None:
    """Write a floating-point number in digits, as short as it can be told apart."""
    if value is None:
        return None
    if not math.isfinite(value):
        return str(value)
    text = f"{Decimal(repr(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

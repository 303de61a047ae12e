"""How situations are written as numbers: a code for each value of a field, and planes of the digits of the codes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from placet.engine.logic.variables import Variables, representatives
from placet.engine.sweep.wiring import digits_of
from placet.model import Value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.signedinteger]
    Words = NDArray[np.uint64]

UNKNOWN_CODE = -1
"""The code of a field that is not known."""


class Unknown(Enum):
    """What stands for the value of a field that is not known."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN

MEMBERS_A_COLUMN = 62
"""How many members of a set one number holds; a field with more takes several columns."""


Source: TypeAlias = tuple[str, int, int]
"""Where a plane comes from: of which field, of which column of its codes, and which bit of these; bit `SIGN` says
whether the field is unknown."""

SIGN = -1


class FieldCode(msgspec.Struct, frozen=True):
    """How the values of one field are written as codes.

    - `values`: the code of a value is its place in `values`.
    - `number`: the code of a number is twice the number of cuts below it, and one more where it is itself a cut, with
      `values` the cuts, rising; the code of `none`, where the field may have none, is `2 * len(values) + 1`.
    - `set`: bit `k` of the code says whether member number `k` of `values` is in the set. Of more members than
      `MEMBERS_A_COLUMN`, each column of the codes holds the next so many.

    The code of what is not known is -1, for a set in its first column.
    """

    field: str
    kind: Literal["values", "number", "set"]
    values: tuple[Value, ...]
    or_none: bool = False

    @property
    def columns(self) -> int:
        """How many columns the codes have; for one, an array without a second axis."""
        return max(1, -(-len(self.values) // MEMBERS_A_COLUMN)) if self.kind == "set" else 1

    @property
    def size(self) -> int:
        """How many codes there are."""
        if self.kind == "number":
            return 2 * len(self.values) + 1 + self.or_none
        return 1 << len(self.values) if self.kind == "set" else len(self.values)

    def code(self, value: Value) -> int:
        """Return the code of a value, for a set of many columns as one number.

        Raises:
            ValueError: where it is no value of the field.
        """
        if self.kind == "set":
            if value is None:
                return 0
            if isinstance(value, (frozenset, set, tuple)) and all(member in self.values for member in value):
                return sum(1 << self.values.index(member) for member in set(value))
        elif self.kind == "number":
            if value is None and self.or_none:
                return 2 * len(self.values) + 1
            if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
                place = bisect_left(self.values, value)  # type: ignore[type-var]
                return 2 * place + (place < len(self.values) and self.values[place] == value)
        else:
            for place, one in enumerate(self.values):
                if one == value and type(one) is type(value):
                    return place
        raise ValueError(f"`{value}` is no value of `{self.field}`")

    def value(self, code: int) -> Value:
        """Return a value that has a code: for a number, one of the interval."""
        if self.kind == "set":
            return frozenset(str(member) for place, member in enumerate(self.values) if code >> place & 1)
        if self.kind == "number":
            intervals: tuple[Value, ...] = representatives(list(self.values))  # type: ignore[arg-type]
            return intervals[code] if code < len(intervals) else None
        return self.values[code]


def field_code(variables: Variables, field: str) -> FieldCode:
    """Return how a field of a rulebook is written; it agrees with the numbers of the variables' values."""
    type_ = variables.rulebook.fields[field].type
    if type_.kind == "number":
        return FieldCode(field, "number", tuple(variables.cuts(field)), type_.or_none)
    return FieldCode(field, "set" if type_.is_set else "values", tuple(variables.rulebook.domain(type_)))


def encode(code: FieldCode, values: Sequence[Value | Unknown]) -> Codes:
    """Return the codes of some values of a field, in the smallest numbers that hold them.

    Raises:
        ValueError: where one is no value of the field.
    """
    import numpy as np

    numbers = [UNKNOWN_CODE if isinstance(value, Unknown) else code.code(value) for value in values]
    if code.columns == 1:
        return np.array(numbers, smallest_type(code))
    part = (1 << MEMBERS_A_COLUMN) - 1
    rows = [
        [number if number < 0 else number >> MEMBERS_A_COLUMN * column & part for column in range(code.columns)]
        for number in numbers
    ]
    return np.array(rows, np.int64).reshape(len(rows), code.columns)


def smallest_type(code: FieldCode) -> np.dtype[np.signedinteger]:
    """Return the smallest type of numbers that holds the codes of a field."""
    import numpy as np

    largest = code.size - 1 if code.columns == 1 else 1 << 62
    return np.dtype(next(each for each in (np.int8, np.int16, np.int32, np.int64) if largest <= np.iinfo(each).max))


class Inputs:
    """Where the input planes of programs come from: of which column of which field, and which bit of the codes.

    Args:
        variables: those that the planes are digits of.
        codes: how each field is written.
    """

    def __init__(self, variables: Variables, codes: Mapping[str, FieldCode]) -> None:
        self.sources: dict[tuple[int, int], Source] = {}
        """For each plane where it comes from."""
        self.sizes: dict[str, int] = {}
        """How many codes each field has."""
        self.sets: set[str] = set()
        """The fields whose values are sets."""
        self.planes: dict[str, list[tuple[int, int]]] = {}
        """The planes of each field, the lowest digit first."""
        self.unknown: dict[str, tuple[int, int]] = {}
        """For each field the plane of where it is unknown."""
        for number, variable in enumerate(variables.all):
            field = variable.open.name
            if variable.open.kind != "field" or field not in codes:
                continue
            code = codes[field]
            self.sizes[field] = code.size
            if field not in self.unknown:
                self.unknown[field] = (number, SIGN)
                self.sources[number, SIGN] = (field, 0, SIGN)
            if code.kind == "set":
                column, bit = divmod(code.values.index(variable.member), MEMBERS_A_COLUMN)
                self.sources[number, 0] = (field, column, bit)
                self.planes.setdefault(field, []).append((number, 0))
                self.sets.add(field)
            else:
                self.planes[field] = [(number, digit) for digit in range(digits_of(len(variable.values)))]
                for digit, plane in enumerate(self.planes[field]):
                    self.sources[plane] = (field, 0, digit)


def column_of(codes: Codes, column: int) -> Codes:
    """Return one column of a field's codes."""
    return codes if codes.ndim == 1 else codes[:, column]


def pack_planes(sources: Sequence[Source], codes: Mapping[str, Codes], count: int) -> Words:
    """Return planes for some rows.

    Args:
        sources: where each plane comes from.
        codes: the codes of each field, one for each row; of what is unknown, the bits are any.
        count: how many rows there are.
    """
    import numpy as np

    room = np.zeros((len(sources), (count + 63) // 64 * 8), np.uint8)
    for register, (field, column, bit) in enumerate(sources):
        digits = column_of(codes[field], column)
        # One byte of each number is enough, and quicker to look at.
        size = digits.dtype.itemsize
        lowest_first = digits.astype(digits.dtype.newbyteorder("<"), copy=False)
        first = bit >> 3 if bit != SIGN else size - 1
        octets = np.ascontiguousarray(lowest_first).view(np.uint8)[first::size]
        packed = np.packbits(octets & np.uint8(1 << (bit & 7)), bitorder="little")
        room[register, : len(packed)] = packed
    return room.view("<u8").astype(np.uint64, copy=False)

"""Read and write values in Thrift's compact form, in which a Parquet file describes itself.

Only what a Parquet footer needs: a structure is kept as its fields in order, each with its number, the kind in which
it was written, and its value; so what is read and not touched is written again as it was.
"""

from __future__ import annotations

import struct
from typing import Any

import msgspec

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)


class Field(msgspec.Struct):
    """A field of a structure."""

    number: int
    kind: int
    value: Any


class Items(msgspec.Struct):
    """The members of a list or a set, all of one kind."""

    kind: int
    values: list[Any]


class Structure:
    """A structure, its fields by number in the order of the file.

    >>> read_structure(write_structure(Structure([Field(1, I64, -3), Field(9, BINARY, b"x")])))[0].get(1)
    -3
    """

    def __init__(self, fields: list[Field]) -> None:
        self.fields = fields

    def get(self, number: int) -> Any:  # noqa: ANN401 - whatever stands there
        """Return the value of a field; None where there is none."""
        return next((field.value for field in self.fields if field.number == number), None)

    def set(self, number: int, value: Any) -> None:  # noqa: ANN401 - whatever is to stand there
        """Change the value of a field that is there."""
        next(field for field in self.fields if field.number == number).value = value

    def drop(self, number: int) -> None:
        """Leave a field out."""
        self.fields = [field for field in self.fields if field.number != number]


def read_structure(data: bytes, at: int = 0) -> tuple[Structure, int]:
    """Return the structure that begins at a place, and where it ends.

    Raises:
        ValueError: what stands there is no structure.
    """
    try:
        return _read_structure(data, at)
    except (IndexError, struct.error) as error:
        raise ValueError("the data ends too soon") from error


def write_structure(structure: Structure) -> bytes:
    """Return a structure as bytes."""
    out = bytearray()
    _write_structure(out, structure)
    return bytes(out)


def _read_structure(data: bytes, at: int) -> tuple[Structure, int]:
    fields: list[Field] = []
    number = 0
    while True:
        head = data[at]
        at += 1
        if head == 0:
            return Structure(fields), at
        kind, step = head & 15, head >> 4
        if step:
            number += step
        else:
            number, at = _read_integer(data, at)
        if kind in (TRUE, FALSE):
            value: Any = kind == TRUE
        else:
            value, at = _read_value(data, at, kind)
        fields.append(Field(number, kind, value))


def _read_value(data: bytes, at: int, kind: int) -> tuple[Any, int]:
    if 4 <= kind <= 6:  # I16, I32, I64, which are most
        return _read_integer(data, at)
    match kind:
        case 3:  # BYTE
            return data[at], at + 1
        case 7:  # DOUBLE
            return struct.unpack_from("<d", data, at)[0], at + 8
        case 8:  # BINARY
            length, at = _read_number(data, at)
            if at + length > len(data):
                raise IndexError
            return data[at : at + length], at + length
        case 9 | 10:  # LIST, SET
            head = data[at]
            at += 1
            count, kind = head >> 4, head & 15
            if count == 15:
                count, at = _read_number(data, at)
            values = []
            for _ in range(count):
                if kind in (TRUE, FALSE):
                    value, at = data[at] == TRUE, at + 1
                else:
                    value, at = _read_value(data, at, kind)
                values.append(value)
            return Items(kind, values), at
        case 12:  # STRUCT
            return _read_structure(data, at)
        case _:
            raise ValueError(f"a value of kind {kind} is not expected in a footer")


def _read_number(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def _read_integer(data: bytes, at: int) -> tuple[int, int]:
    value = data[at]
    if value < 128:
        return (value >> 1) ^ -(value & 1), at + 1
    value, at = _read_number(data, at)
    return (value >> 1) ^ -(value & 1), at


def _write_structure(out: bytearray, structure: Structure) -> None:
    before = 0
    for field in structure.fields:
        kind = field.kind if field.kind not in (TRUE, FALSE) else TRUE if field.value else FALSE
        step = field.number - before
        if 0 < step < 16:
            out.append(step << 4 | kind)
        else:
            out.append(kind)
            _write_integer(out, field.number)
        before = field.number
        if kind not in (TRUE, FALSE):
            _write_value(out, kind, field.value)
    out.append(0)


def _write_value(out: bytearray, kind: int, value: Any) -> None:  # noqa: ANN401 - whatever the kind says
    match kind:
        case 3:
            out.append(value)
        case 4 | 5 | 6:
            _write_integer(out, value)
        case 7:
            out += struct.pack("<d", value)
        case 8:
            _write_number(out, len(value))
            out += value
        case 9 | 10:
            count = len(value.values)
            if count < 15:
                out.append(count << 4 | value.kind)
            else:
                out.append(0xF0 | value.kind)
                _write_number(out, count)
            for one in value.values:
                if value.kind in (TRUE, FALSE):
                    out.append(TRUE if one else FALSE)
                else:
                    _write_value(out, value.kind, one)
        case 12:
            _write_structure(out, value)


def _write_number(out: bytearray, value: int) -> None:
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)


def _write_integer(out: bytearray, value: int) -> None:
    _write_number(out, value << 1 if value >= 0 else (-value << 1) - 1)

"""Codes and planes: what goes into a program by rows, and what comes out."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import numpy as np
import pytest

from placet.engine.logic.variables import Variables
from placet.engine.sweep.backends import choose_backend
from placet.engine.sweep.coding import (
    MEMBERS_A_COLUMN,
    UNKNOWN,
    FieldCode,
    encode,
    field_code,
    pack_planes,
    smallest_type,
)
from placet.engine.sweep.unpacking import PatternCodes, octets_of
from tests.agreement.generate import random_rulebook


def test_the_code_of_a_value_is_the_number_that_the_engines_give_it():
    for seed in range(30):
        book = random_rulebook(Random(seed), 4)
        variables = Variables(book)
        for field, declared in book.fields.items():
            code = field_code(variables, field)
            if declared.type.is_set:
                assert tuple(variables.members(field)) == code.values
                assert code.code(frozenset(code.values[1:])) == (1 << len(code.values)) - 2
                continue
            number = variables.field(field)
            values = [-1] * len(variables.all)
            for place, value in enumerate(variables.all[number].values):
                variables.encode({field: value}, values)
                assert code.code(value) == values[number] == place
                assert code.code(code.value(place)) == place
            assert code.size == len(variables.all[number].values)


def test_a_number_between_two_cuts_has_the_code_of_the_interval():
    code = FieldCode("amount", "number", (5, Decimal("7.5"), 10), or_none=True)
    values = (1, 5, 6, Decimal("7.5"), 8, 10, 11, None, UNKNOWN)
    assert encode(code, values).tolist() == [0, 1, 2, 3, 4, 5, 6, 7, -1]
    assert [code.code(code.value(number)) for number in range(code.size)] == list(range(8))


@pytest.mark.parametrize("value", ["nowhere", True, 3, frozenset({"a"}), None])
def test_what_is_no_value_of_a_field_is_refused(value):
    with pytest.raises(ValueError, match="is no value of `area`"):
        FieldCode("area", "values", ("a", "b")).code(value)


def test_a_set_of_very_many_members_takes_several_columns():
    members = tuple(f"m{number}" for number in range(2 * MEMBERS_A_COLUMN + 3))
    code = FieldCode("attacked", "set", members)
    codes = encode(code, [frozenset(), frozenset({"m0", "m62", "m126"}), UNKNOWN, None])
    assert codes.tolist() == [[0, 0, 0], [1, 1, 4], [-1, -1, -1], [0, 0, 0]]
    planes = pack_planes([("attacked", 0, 0), ("attacked", 1, 0), ("attacked", 2, 2)], {"attacked": codes[:2]}, 2)
    assert (planes & np.uint64(3)).ravel().tolist() == [2, 2, 2]


def test_codes_take_the_smallest_numbers_that_hold_them():
    def size_of(count: int) -> int:
        return smallest_type(FieldCode("f", "values", tuple(map(str, range(count))))).itemsize

    assert [size_of(count) for count in (1, 128, 129, 32768, 32769)] == [1, 1, 2, 2, 4]


def test_planes_hold_the_bits_of_the_codes_in_any_kind_of_number():
    rng = np.random.default_rng(1)
    codes = rng.integers(0, 100, 1000)
    sources = [("f", 0, bit) for bit in range(7)]
    for kind in (np.int8, np.int16, np.int32, np.int64, ">i4"):
        planes = pack_planes(sources, {"f": codes.astype(kind)}, 1000)
        assert planes.shape == (7, 16)
        octets = octets_of(planes, 1000)
        assert octets.tolist() == codes.tolist()
    every_second = np.repeat(codes.astype(np.int16), 2)[::2]
    assert octets_of(pack_planes(sources, {"f": every_second}, 1000), 1000).tolist() == codes.tolist()


@pytest.mark.parametrize("follower", [None, choose_backend("numba")], ids=["numpy", "numba"])
def test_rows_with_one_pattern_have_one_number_and_others_another(follower):
    rng = np.random.default_rng(2)
    patterns = PatternCodes(130, follower)
    known: dict[int, list[int]] = {}
    for count in (0, 1, 64, 100, 1000):
        bits = rng.random((130, count)) < rng.choice((0.0, 0.01, 0.1), (130, 1))
        room = np.full((130, (count + 63) // 64 * 8), 0xFF, np.uint8)
        packed = np.packbits(bits, axis=1, bitorder="little")
        room[:, : packed.shape[1]] = packed
        codes = patterns.codes(room.view("<u8").astype(np.uint64), count)
        for row, code in enumerate(codes.tolist()):
            here = np.flatnonzero(bits[:, row]).tolist()
            assert list(patterns.patterns[code]) == here
            assert known.setdefault(code, here) == here
    assert len(known) > 100

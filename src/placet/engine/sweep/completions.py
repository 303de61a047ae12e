"""Rows with unknown cells: every way in which they can come to be is worked out, one after the other.

Rows that need as many completions go together, whatever in them is unknown: in each row the unknown fields share the
digits of the completion's number. A code that no value has is taken for that of another value, which changes nothing of
what is true for some completion or for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from placet.engine.sweep.coding import Inputs, pack_planes
from placet.engine.sweep.compiled import Staged
from placet.engine.sweep.grid import Backend
from placet.engine.sweep.program import Program

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from placet.engine.sweep.coding import Codes

    Words = NDArray[np.uint64]
    Flags = NDArray[np.bool_]

BITS_AT_ONCE = 1 << 18
"""How many completions are worked out at a time."""

NOWHERE = np.uint64(0)


class Evaluator(Backend, Protocol):
    """A back end that also runs programs on the planes of rows."""

    def evaluate(self, program: Program, planes: Words) -> Words:
        """Return the output planes for some input planes."""
        ...

    def varies(
        self, planes: Words, cases: NDArray[np.int64], words: NDArray[np.int64], rows: Words, digits: int, place: int
    ) -> Words:
        """Return in which rows some planes vary with some digits of the completion's number alone.

        Args:
            planes: by plane, completion and word.
            cases: the planes that are looked at.
            words: the words that are looked at.
            rows: which rows in these words are asked about.
            digits: how many digits are varied.
            place: the lowest of them.
        """
        ...


class Completions:
    """The completions of rows in a program of which something may have been folded away.

    Args:
        backend: what runs the programs.
        staged: the two programs.
        program: what is left of the first of them.
        inputs: where planes come from.
    """

    def __init__(self, backend: Evaluator, staged: Staged, program: Program, inputs: Inputs) -> None:
        self.backend = backend
        self.staged = staged
        self.program = program
        self.inputs = inputs
        self.planes: dict[str, list[tuple[int, int]]] = {}
        """For each field on which something is left to hang, the planes that its completions vary."""
        left = set(program.inputs)
        for field, planes in inputs.planes.items():
            bearing = [plane for plane in planes if plane in left]
            if bearing:
                # Members of a set vary one by one; of a value all digits do, so that its codes can be seen whole.
                self.planes[field] = bearing if field in inputs.sets else planes

    def digits(self, fields: Sequence[str], unknown: Flags) -> NDArray[np.int64]:
        """Return how many digits the unknown fields of each row have together, by rows whose columns are `fields`."""
        sizes = np.array([len(self.planes.get(field, ())) for field in fields], np.int64)
        return unknown.astype(np.int64) @ sizes

    def answer(self, codes: Mapping[str, Codes], unknown: Mapping[str, Flags], digits: int, count: int) -> Words:
        """Return the output planes of the second program for rows that take the same number of digits.

        Args:
            codes: the codes of each field, by row; those that are unknown in all rows may be left out.
            unknown: for each field that is unknown somewhere, in which rows.
            digits: how many digits each row takes.
            count: how many rows there are.
        """
        at_once = max(64, BITS_AT_ONCE >> digits)
        parts = []
        for start in range(0, count, at_once):
            rows = slice(start, min(start + at_once, count))
            here = {field: each[rows] for field, each in codes.items()}
            missing = {field: each[rows] for field, each in unknown.items() if each[rows].any()}
            parts.append(self._joined(here, missing, digits, rows.stop - start))
        return self.backend.evaluate(self.staged.second, np.concatenate(parts, axis=1))

    def _joined(self, codes: Mapping[str, Codes], unknown: Mapping[str, Flags], digits: int, count: int) -> Words:
        """The input planes of the second program for some rows."""
        staged = self.staged
        turns = _Turns({field: unknown[field] for field in self.planes if field in unknown}, self.planes, digits, count)
        planes = self._laid_out(codes, turns, digits, count)
        outputs = self.backend.evaluate(self.program, planes)
        found = outputs.reshape(len(outputs), 1 << digits, (count + 63) // 64)
        joined = np.concatenate(
            (
                np.bitwise_or.reduce(found, axis=1)[list(staged.somewhere)],
                np.bitwise_and.reduce(found, axis=1)[list(staged.everywhere)],
            )
        )
        for field, number in staged.mattering.items():
            joined[number] &= _packed(unknown[field]) if field in unknown else NOWHERE
        if staged.cases:
            self._add_what_varies(found, turns, joined)
        return joined[[number for number, _ in staged.second.inputs]]

    def _add_what_varies(self, found: Words, turns: _Turns, joined: Words) -> None:
        """Add to `joined` where an unknown field matters: where some output varies with its digits alone."""
        for field, firsts in turns.first.items():
            cases = self._cases_of(field)
            for place, rows in enumerate(firsts):
                words = np.flatnonzero(rows)
                if len(words):
                    number = self.staged.mattering[field]
                    digits = len(self.planes[field])
                    joined[number, words] |= self.backend.varies(found, cases, words, rows[words], digits, place)

    def _cases_of(self, field: str) -> NDArray[np.int64]:
        """The outputs in `cases` that can vary with a field."""
        place = {plane: number for number, plane in enumerate(self.program.inputs)}
        mask = sum(1 << place[plane] for plane in self.planes[field] if plane in place)
        return np.array([case for case in self.staged.cases if self._supports[case] & mask], np.int64)

    @cached_property
    def _supports(self) -> list[int]:
        return self.program.supports()

    def _laid_out(self, codes: Mapping[str, Codes], turns: _Turns, digits: int, count: int) -> Words:
        """The input planes for all completions of some rows: those of the first one, then of the second, and so on.

        Bit `k` of a completion's number is, in each row, a digit of one of its unknown fields.
        """
        inputs, program = self.inputs, self.program
        sizes = {field: inputs.sizes[field] for field in turns.unknown if field not in inputs.sets}
        bounded = [field for field, size in sizes.items() if size & (size - 1)]
        # To see which codes are values', all their digits are needed, also those on which nothing else hangs.
        needed = list(dict.fromkeys((*program.inputs, *(plane for field in bounded for plane in inputs.planes[field]))))
        given = [plane for plane in needed if inputs.sources[plane][0] in codes]
        known = dict(zip(given, pack_planes([inputs.sources[plane] for plane in given], codes, count), strict=True))
        words = (count + 63) // 64
        result = np.empty((len(needed), 1 << digits, words), np.uint64)
        for register, plane in enumerate(needed):
            field = inputs.sources[plane][0]
            room = result[register]
            if field not in turns.unknown:
                room[:] = known[plane]
                continue
            room[0] = known[plane] & ~turns.unknown[field] if plane in known else NOWHERE
            digit = self.planes[field].index(plane)
            for bit in range(digits):
                half = 1 << bit
                if bit >= digit:
                    np.bitwise_or(room[:half], turns.first[field][bit - digit], out=room[half : 2 * half])
                else:
                    room[half : 2 * half] = room[:half]
        for field in bounded:
            own = [result[needed.index(plane)] for plane in inputs.planes[field]]
            half = 1 << (len(own) - 1)
            # A code whose highest digit is set is a value's where the rest is small enough; else the digit is dropped.
            own[-1] &= _is_below(own[:-1], sizes[field] - half)
        return result[: len(program.inputs)].reshape(len(program.inputs), words << digits)


class _Turns:
    """Which digits of a completion's number stand for which unknown field, in each row.

    Args:
        unknown: for each field that is unknown in some row, in which.
        planes: the planes that the completions of each field vary, the lowest digit first.
        digits: how many digits there are.
        count: how many rows there are.
    """

    def __init__(
        self, unknown: Mapping[str, Flags], planes: Mapping[str, Sequence[object]], digits: int, count: int
    ) -> None:
        self.unknown: dict[str, Words] = {}
        """For each such field a plane of these rows."""
        self.first: dict[str, list[Words]] = {}
        """For each such field and each digit, a plane of the rows in which the field's own digits begin there."""
        at = np.zeros(count, np.int64)
        for field, where in unknown.items():
            self.unknown[field] = _packed(where)
            self.first[field] = [_packed(where & (at == place)) for place in range(digits)]
            at += where * len(planes[field])


def _is_below(planes: Sequence[Words], bound: int) -> Words:
    """Where the number whose digits some planes are, the lowest first, is less than `bound`."""
    half = 1 << (len(planes) - 1)
    top = planes[-1]
    if bound == half:
        return ~top
    if bound < half:
        return ~top & _is_below(planes[:-1], bound)
    return ~top | _is_below(planes[:-1], bound - half)


def _packed(flags: Flags) -> Words:
    room = np.zeros((len(flags) + 63) // 64 * 8, np.uint8)
    packed = np.packbits(flags, bitorder="little")
    room[: len(packed)] = packed
    return room.view("<u8").astype(np.uint64, copy=False)

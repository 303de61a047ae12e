"""Word programs run by one register machine, compiled once for all programs and kept on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba
import numpy as np

from placet.engine.sweep.emit import AND, OR, OUT, WIDTH, XOR, read_gates, write_operations
from placet.engine.sweep.grid import TILE_BITS, Axis
from placet.engine.sweep.program import Program, values_of
from placet.engine.sweep.run_numpy import Tile, contents_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Words = NDArray[np.uint64]

F = TypeVar("F")

CACHE_BYTES = 1 << 18
"""What the registers of one block may take, so that they stay in the cache."""


class NumbaBackend:
    """Runs programs, and folds them, in machine code that is the same for all of them."""

    name = "numba"
    fold_ns = 30.0
    word_ns = 0.15

    def fold(self, program: Program, constants: Mapping[int, int]) -> Program:
        """Return what is left of a program where some inputs are the same everywhere."""
        kept, values = values_of(len(program.inputs), program.registers, constants)
        steps, outputs, inputs = len(program), program.outputs, len(kept)
        room = inputs + 1 + steps
        kinds, left, right = np.zeros((3, room), np.int32)
        wanted = np.zeros(outputs, np.int32)
        registers = np.array(values, np.int32)
        gates = _read(_operations(program), steps, registers, inputs, kinds, left, right, wanted)
        written = np.zeros(WIDTH * (gates + outputs), np.int32)
        scratch = np.zeros(5 * gates + outputs, np.int32)
        count, needed = _write(kinds, left, right, gates, inputs, wanted, outputs, written, scratch)
        content = written[: WIDTH * count].astype("<i4", copy=False).tobytes()
        return Program(tuple([program.inputs[number] for number in kept]), outputs, int(needed), content)

    def evaluate(self, program: Program, planes: Words) -> Words:
        """Return the output planes for some input planes, one row each, of as many words."""
        words = planes.shape[1]
        outputs = np.empty((program.outputs, words), np.uint64)
        held, cases = np.zeros(0, np.int32), np.zeros((1, 0), np.uint8)
        counts = np.zeros(1, np.int64)
        if words:
            _run(program, planes, np.uint64(0), held, cases, False, counts, outputs)
        return outputs

    def varies(
        self, planes: Words, cases: NDArray[np.int64], words: NDArray[np.int64], rows: Words, digits: int, place: int
    ) -> Words:
        """Return in which rows some planes vary with some digits of the completion's number alone."""
        varied = np.zeros_like(rows)
        _vary(planes, cases, words, rows, digits, place, varied)
        return varied

    def follow(
        self, planes: Words, count: int, steps: NDArray[np.int32], at: NDArray[np.int32], start: int
    ) -> tuple[int, int, int]:
        """Go from pattern to pattern, row by row (`PatternCodes`).

        Args:
            planes: the planes whose patterns are asked for.
            count: how many rows there are.
            steps: for each pattern and plane the next pattern; -1 where nobody has gone there yet.
            at: where each row has come to, 0 at first.
            start: the word to begin with.

        Returns:
            How many words are done; and if these are not all, the pattern and the plane from which it did not go on.
        """
        done, place, plane = _follow(planes, count, steps, at, start)
        return int(done), int(place), int(plane)

    def table(self, program: Program, axes: Sequence[Axis]) -> list[bytes]:
        """Return for each output its bit for each combination of some axes."""
        tile = Tile(program, axes, TILE_BITS)
        outputs = np.empty((program.outputs, len(tile.cases) * tile.planes.shape[1]), np.uint64)
        _run(program, tile.planes, tile.tail, tile.held, tile.cases, False, np.zeros(1, np.int64), outputs)
        return contents_of(outputs, tile)

    def count(self, program: Program, axes: Sequence[Axis]) -> list[int]:
        """Return for each output in how many of the combinations of some axes it is true."""
        tile = Tile(program, axes, TILE_BITS)
        counts = np.zeros(program.outputs, np.int64)
        outputs = np.zeros((1, 1), np.uint64)
        _run(program, tile.planes, tile.tail, tile.held, tile.cases, True, counts, outputs)
        return [int(count) for count in counts]


def _operations(program: Program) -> NDArray[np.int32]:
    return np.frombuffer(program.operations, "<i4").astype(np.int32, copy=False)


def _run(program: Program, *rest: Any) -> None:
    operations = _operations(program).reshape(-1, WIDTH)
    fitting = CACHE_BYTES // (8 * max(program.registers, 1))
    block = max(128, min(512, fitting // 64 * 64))
    _machine(operations, max(program.registers, 1), block, *rest)


def _run_machine(
    operations: NDArray[np.int32],
    registers: int,
    block: int,
    planes: Words,
    tail: np.uint64,
    held: NDArray[np.int32],
    cases: NDArray[np.uint8],
    counting: bool,
    counts: NDArray[np.int64],
    outputs: Words,
) -> None:
    """Run a program block by block, and each block for all cases.

    Args:
        operations: one row each.
        registers: how many registers the program has.
        block: how many words a block has.
        planes: the inputs.
        tail: which bits of the last word count.
        held: the inputs that are the same all over a case.
        cases: for each case the digits of these.
        counting: whether the set bits of each output are counted; else the outputs are written.
        counts: the counts so far, by output.
        outputs: room for the outputs, of all cases one after the other.
    """
    inputs, words = planes.shape
    memory = np.empty((registers, block), np.uint64)
    nowhere = np.uint64(0)
    everywhere = ~nowhere
    for start in range(0, words, block):
        size = min(block, words - start)
        full = size - 1 if start + size == words else size
        for register in range(inputs):
            for word in range(size):
                memory[register, word] = planes[register, start + word]
        for case in range(cases.shape[0]):
            for place in range(held.shape[0]):
                if case == 0 or cases[case, place] != cases[case - 1, place]:
                    value = everywhere if cases[case, place] else nowhere
                    for word in range(size):
                        memory[held[place], word] = value
            for step in range(operations.shape[0]):
                operation = operations[step, 0]
                to = np.uint64(operations[step, 1])
                one = memory[np.uint64(operations[step, 2])]
                if operation < OUT:
                    other = memory[np.uint64(operations[step, 3])]
                    result = memory[to]
                    if operation == AND:
                        for word in range(size):
                            result[word] = one[word] & other[word]
                    elif operation == OR:
                        for word in range(size):
                            result[word] = one[word] | other[word]
                    elif operation == XOR:
                        for word in range(size):
                            result[word] = one[word] ^ other[word]
                    else:
                        for word in range(size):
                            result[word] = one[word] & ~other[word]
                elif operation == OUT and counting:
                    flip = everywhere if operations[step, 3] else nowhere
                    found = np.int64(0)
                    for word in range(full):
                        found += _ones(one[word] ^ flip)
                    if full < size:
                        found += _ones((one[full] ^ flip) & tail)
                    counts[to] += found
                elif operation == OUT:
                    flip = everywhere if operations[step, 3] else nowhere
                    first = case * words + start
                    for word in range(size):
                        outputs[to, first + word] = one[word] ^ flip
                else:
                    value = everywhere if operations[step, 2] else nowhere
                    if counting:
                        counts[to] += full * _ones(value)
                        if full < size:
                            counts[to] += _ones(value & tail)
                    else:
                        first = case * words + start
                        for word in range(size):
                            outputs[to, first + word] = value


def _find_varied(
    planes: Words,
    cases: NDArray[np.int64],
    words: NDArray[np.int64],
    rows: Words,
    digits: int,
    place: int,
    varied: Words,
) -> None:
    step = 1 << place
    values = 1 << digits
    first = words[0]
    # Words that follow one another, as they mostly do, are gone through as they lie.
    is_run = words[-1] - first + 1 == words.shape[0]
    for number in range(cases.shape[0]):
        plane = planes[cases[number]]
        for outer in range(0, planes.shape[1], values * step):
            for inner in range(outer, outer + step):
                one = plane[inner]
                for value in range(1, values):
                    other = plane[inner + value * step]
                    if is_run:
                        for word in range(words.shape[0]):
                            varied[word] |= one[first + word] ^ other[first + word]
                    else:
                        for word in range(words.shape[0]):
                            varied[word] |= one[words[word]] ^ other[words[word]]
        is_done = True
        for word in range(words.shape[0]):
            varied[word] &= rows[word]
            is_done = is_done and varied[word] == rows[word]
        if is_done:
            break


def _follow_patterns(
    planes: Words, count: int, steps: NDArray[np.int32], at: NDArray[np.int32], start: int
) -> tuple[int, int, int]:
    words = planes.shape[1]
    for word in range(start, words):
        first = word * 64
        rows = min(64, count - first)
        inside = ~np.uint64(0) >> np.uint64(64 - rows)
        for row in range(rows):
            at[first + row] = 0
        for plane in range(planes.shape[0]):
            left = planes[plane, word] & inside
            while left:
                below = left ^ (left - np.uint64(1))
                row = first + _ones(below >> np.uint64(1))
                left &= ~below
                place = at[row]
                if steps[place, plane] < 0:
                    return word, place, plane
                at[row] = steps[place, plane]
    return words, 0, 0


def _count_ones(word: np.uint64) -> np.int64:
    word -= (word >> np.uint64(1)) & np.uint64(0x5555555555555555)
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


def _compiled(function: F) -> F:
    """Compile a function, and keep the result on disk where there is a place for it."""
    try:
        return cast("F", numba.njit(nogil=True, cache=True)(function))
    except RuntimeError:
        return cast("F", numba.njit(nogil=True)(function))


# INVARIANT: what is kept on disk is made anew when the file of a function changes, not when that of another does which
# it calls. So none of these calls one of another file.
_ones = numba.njit(inline="always")(_count_ones)
_read = _compiled(read_gates)
_write = _compiled(write_operations)
_vary = _compiled(_find_varied)
_follow = _compiled(_follow_patterns)
_machine = _compiled(_run_machine)

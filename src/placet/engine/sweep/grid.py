"""All combinations of some values: counted or tabulated by a word program, without a row for each of them.

What is the same for many combinations is worked out once: the program is folded for the values of the outer axes, and
what is left of it, mostly little, runs on planes that are periodic patterns. An axis on which nothing is left to hang
only multiplies; two values that leave the same program are counted once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from math import prod
from typing import Protocol

import msgspec

from placet.engine.sweep.program import Program

TILE_BITS = 1 << 17
"""How many combinations of the inner axes are laid out as planes; the outer ones are gone through one by one."""


class Axis(msgspec.Struct, frozen=True):
    """The values of one fact that are gone through.

    `planes` are (variable, digit) pairs; bit `k` of a code is the digit of plane `k`.
    """

    planes: tuple[tuple[int, int], ...]
    codes: tuple[int, ...]

    def __len__(self) -> int:
        """Return how many values there are."""
        return len(self.codes)


class Tiling:
    """Which combinations of some axes are laid out as planes, and which are gone through one by one.

    Args:
        inputs: the planes that a program reads, by register.
        axes: outermost first.
        most: how many combinations are laid out at most (at least those of one axis).
    """

    def __init__(self, inputs: Sequence[tuple[int, int]], axes: Sequence[Axis], most: int) -> None:
        inner = len(axes)
        self.size = 1
        """How many combinations are laid out."""
        while inner and (inner == len(axes) or self.size * len(axes[inner - 1]) <= most):
            inner -= 1
            self.size *= len(axes[inner])
        place = {plane: register for register, plane in enumerate(inputs)}
        self.patterns: dict[int, tuple[int, int, int]] = {}
        """By register of a plane that is laid out: after how many combinations its axis comes to the next code, how
        many codes there are, and as a mask for which of them the plane is true."""
        stride = 1
        for axis in reversed(axes[inner:]):
            for number, plane in enumerate(axis.planes):
                if plane in place:
                    chosen = sum(1 << at for at, code in enumerate(axis.codes) if code >> number & 1)
                    self.patterns[place[plane]] = (stride, len(axis), chosen)
            stride *= len(axis)
        outer = axes[:inner]
        self.held = [place[plane] for axis in outer for plane in axis.planes if plane in place]
        """The registers of the planes that are the same all over the planes that are laid out."""
        kept = [[number for number, plane in enumerate(axis.planes) if plane in place] for axis in outer]
        self.cases = [
            tuple([code >> number & 1 for code, numbers in zip(codes, kept, strict=True) for number in numbers])
            for codes in product(*(axis.codes for axis in outer))
        ]
        """For each combination of the other axes the digits of the planes in `held`."""


@lru_cache(maxsize=512)
def pattern(stride: int, count: int, chosen: int, size: int) -> int:
    """Return a plane that goes through `count` codes again and again, `stride` bits for each.

    Args:
        stride: how many bits there are for each code.
        count: how many codes there are.
        chosen: for which of them the bits are set, as a mask.
        size: how many bits there are in all, a multiple of `stride * count`.

    >>> bin(pattern(2, 3, 0b101, 12))
    '0b110011110011'
    """
    ones = (1 << stride) - 1
    plane = 0
    for code in range(count):
        if chosen >> code & 1:
            plane |= ones << stride * code
    length = stride * count
    while length < size:
        plane |= plane << length
        length *= 2
    return plane & ((1 << size) - 1)


class Backend(Protocol):
    """Where programs run."""

    name: str
    fold_ns: float
    """About how many nanoseconds it takes to fold one operation."""
    word_ns: float
    """About how many nanoseconds one operation takes for 64 situations."""

    def fold(self, program: Program, constants: Mapping[int, int]) -> Program:
        """Return what is left of a program where some inputs are the same everywhere."""
        ...

    def count(self, program: Program, axes: Sequence[Axis]) -> list[int]:
        """Return for each output in how many of the combinations it is true."""
        ...

    def table(self, program: Program, axes: Sequence[Axis]) -> list[bytes]:
        """Return for each output its bit for each combination, outermost axis slowest, the lowest bit first.

        Each axis has as many codes as its planes allow, so that the combinations fill whole bytes or are few.
        """
        ...


def count_grid(
    backend: Backend,
    program: Program,
    axes: Sequence[Axis],
    by: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Iterator[tuple[tuple[int, ...], list[int]]]:
    """Count the combinations in which each output of a program is true.

    Args:
        backend: what runs the program.
        program: a program all of whose inputs are planes of the axes.
        axes: outermost first; those that most hangs on are best put first.
        by: how many of the first axes make groups that are counted apart.
        progress: is told which share of all combinations has been counted, from 0 to 1.

    Yields:
        For each group the places of its codes on their axes, and for each output the number of combinations in which
        it is true.
    """
    groups = prod(map(len, axes[:by]))
    counter = _Counter(backend, progress)
    for places in product(*(range(len(axis)) for axis in axes[:by])):
        digits: dict[tuple[int, int], int] = {}
        for axis, place in zip(axes[:by], places, strict=True):
            digits |= digits_of_code(axis, axis.codes[place])
        yield places, counter.count(counter.fold(program, digits), axes[by:], 1 / groups)


def tabulate(backend: Backend, program: Program, axes: Sequence[Axis]) -> list[bytes]:
    """Return for each output of a program its bit for each combination, the codes written as one binary number.

    Args:
        backend: what runs the program.
        program: a program all of whose inputs are planes of the axes.
        axes: outermost, that is with the highest digits, first; each with every code of its planes, in order.
    """
    size = prod(map(len, axes))
    if len(axes) < 2 or size <= TILE_BITS or not _is_worth_folding(backend, program, axes):
        return backend.table(program, axes)
    parts = []
    for code in axes[0].codes:
        digits = digits_of_code(axes[0], code)
        constants = {number: digits[plane] for number, plane in enumerate(program.inputs) if plane in digits}
        parts.append(tabulate(backend, backend.fold(program, constants) if constants else program, axes[1:]))
    return [b"".join(contents) for contents in zip(*parts, strict=True)]


def digits_of_code(axis: Axis, code: int) -> dict[tuple[int, int], int]:
    """Return the digit of each plane of an axis where it has a code."""
    return {plane: code >> place & 1 for place, plane in enumerate(axis.planes)}


class _Counter:
    """Counts, and remembers what it has counted by what was left of the program."""

    def __init__(self, backend: Backend, progress: Callable[[float], None] | None) -> None:
        self.backend = backend
        self.progress = progress
        self.done = 0.0
        self._memo: dict[tuple[object, bytes], list[int]] = {}

    def fold(self, program: Program, digits: Mapping[tuple[int, int], int]) -> Program:
        constants = {number: digits[plane] for number, plane in enumerate(program.inputs) if plane in digits}
        return self.backend.fold(program, constants) if constants else program

    def count(self, program: Program, axes: Sequence[Axis], share: float) -> list[int]:
        inputs = set(program.inputs)
        bearing = [axis for axis in axes if not inputs.isdisjoint(axis.planes)]
        factor = prod(map(len, axes)) // prod(map(len, bearing)) if all(map(len, axes)) else 0
        # The inputs say which axes bear on the program, and the axes always come in one order.
        key = (program.inputs, program.operations)
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = self._count(program, bearing, share)
        else:
            self._tell(share)
        return [count * factor for count in found]

    def _count(self, program: Program, axes: Sequence[Axis], share: float) -> list[int]:
        if not axes or not _is_worth_folding(self.backend, program, axes):
            found = self.backend.count(program, axes)
            self._tell(share)
            return found
        total = [0] * program.outputs
        for code in axes[0].codes:
            left = self.fold(program, digits_of_code(axes[0], code))
            counts = self.count(left, axes[1:], share / len(axes[0]))
            total = [one + other for one, other in zip(total, counts, strict=True)]
        return total

    def _tell(self, share: float) -> None:
        self.done += share
        if self.progress is not None:
            self.progress(min(self.done, 1.0))


def _is_worth_folding(backend: Backend, program: Program, axes: Sequence[Axis]) -> bool:
    """Whether folding for the values of the first axis costs little beside running the program as it is."""
    situations = prod(len(axis) for axis in axes)
    run = len(program) * backend.word_ns * situations / 64
    return len(axes[0]) * (len(program) * backend.fold_ns + 10_000) < 0.3 * run

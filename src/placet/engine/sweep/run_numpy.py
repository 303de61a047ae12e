"""Word programs run by numpy, a block of words at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from placet.engine.sweep.emit import AND, AND_NOT, OR, OUT, OUT_CONSTANT, XOR
from placet.engine.sweep.grid import Axis, Tiling, pattern
from placet.engine.sweep.program import Program
from placet.engine.sweep.run_integers import IntegersBackend

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Words = NDArray[np.uint64]

BLOCK_WORDS = 1 << 13
"""How many words a block has at most: with fewer, the calls take longer than what they do."""
MOST_REGISTERS = 300
"""Of programs with more registers, Python's own integers are the quicker way: they need no room for each of them."""
EVERYWHERE = np.uint64(0xFFFFFFFFFFFFFFFF)
NOWHERE = np.uint64(0)


class NumpyBackend:
    """Runs every operation on a block of words as one call of numpy."""

    name = "numpy"
    fold_ns = 3_000.0
    word_ns = 0.4

    def fold(self, program: Program, constants: Mapping[int, int]) -> Program:
        """Return what is left of a program where some inputs are the same everywhere."""
        return program.fold(constants)

    def evaluate(self, program: Program, planes: Words) -> Words:
        """Return the output planes for some input planes, one row each, of as many words."""
        if program.registers > MOST_REGISTERS:
            return IntegersBackend().evaluate(program, planes)
        words = planes.shape[1]
        outputs = np.empty((program.outputs, words), np.uint64)
        block = min(BLOCK_WORDS, words)
        machine = _Machine(program, block)
        for start in range(0, words, block):
            end = min(start + block, words)
            machine.run([plane[start:end] for plane in planes], outputs[:, start:end])
        return outputs

    def varies(
        self, planes: Words, cases: NDArray[np.int64], words: NDArray[np.int64], rows: Words, digits: int, place: int
    ) -> Words:
        """Return in which rows some planes vary with some digits of the completion's number alone."""
        varied = np.zeros_like(rows)
        for case in cases.tolist():
            plane = planes[case] if len(words) == planes.shape[2] else planes[case][:, words]
            axes = plane.reshape(-1, 1 << digits, 1 << place, len(words))
            differs = axes[:, 1:] ^ axes[:, :1]
            varied |= np.bitwise_or.reduce(differs.reshape(-1, len(words)), axis=0) & rows
            if (varied == rows).all():
                break
        return varied

    def table(self, program: Program, axes: Sequence[Axis]) -> list[bytes]:
        """Return for each output its bit for each combination of some axes."""
        if program.registers > MOST_REGISTERS:
            return IntegersBackend().table(program, axes)
        tile = Tile(program, axes, 64 * BLOCK_WORDS)
        words = tile.planes.shape[1]
        found = np.empty((program.outputs, len(tile.cases), words), np.uint64)
        for number, case in enumerate(tile.cases):
            for register, digit in zip(tile.held, case, strict=True):
                tile.planes[register] = EVERYWHERE if digit else NOWHERE
            found[:, number] = self.evaluate(program, tile.planes)
        return contents_of(found, tile)

    def count(self, program: Program, axes: Sequence[Axis]) -> list[int]:
        """Return for each output in how many of the combinations of some axes it is true."""
        if program.registers > MOST_REGISTERS:
            return IntegersBackend().count(program, axes)
        tile = Tile(program, axes, 64 * BLOCK_WORDS)
        words = tile.planes.shape[1]
        block = min(BLOCK_WORDS, words)
        machine = _Machine(program, block)
        constant = np.full((2, block), NOWHERE)
        constant[1] = EVERYWHERE
        counts = [0] * program.outputs
        found = np.empty((program.outputs, min(block, words)), np.uint64)
        for start in range(0, words, block):
            end = min(start + block, words)
            outputs = found[:, : end - start]
            for case in tile.cases:
                planes = [plane[start:end] for plane in tile.planes]
                for register, digit in zip(tile.held, case, strict=True):
                    planes[register] = constant[digit, : end - start]
                machine.run(planes, outputs)
                if end == words:
                    outputs[:, -1] &= tile.tail
                for number, count in enumerate(count_ones(outputs)):
                    counts[number] += int(count)
        return counts


class Tile:
    """The planes of a program where all combinations of some axes are gone through.

    Args:
        program: whose inputs are planes of the axes.
        axes: outermost first.
        most: how many combinations are laid out at most.
    """

    def __init__(self, program: Program, axes: Sequence[Axis], most: int) -> None:
        tiling = Tiling(program.inputs, axes, most)
        self.planes = np.zeros((len(program.inputs), (tiling.size + 63) // 64), np.uint64)
        """By register the plane that is laid out; of those in `held`, nothing."""
        for register, (stride, count, chosen) in tiling.patterns.items():
            self.planes[register] = _pattern_words(stride, count, chosen, tiling.size)
        self.size = tiling.size
        """How many combinations are laid out."""
        self.tail = EVERYWHERE >> np.uint64(-tiling.size % 64)
        """Which bits of the last word stand for combinations."""
        self.held = np.array(tiling.held, np.int32)
        """The registers that are the same all over the planes."""
        self.cases = np.array(tiling.cases, np.uint8).reshape(len(tiling.cases), len(tiling.held))
        """For each combination of the outer axes the digits of the registers in `held`."""


def contents_of(outputs: Words, tile: Tile) -> list[bytes]:
    """Return the bits of each output as bytes, where a row has a tile for each case."""
    if tile.size < 64:
        # So few combinations have no outer axes.
        return [row.astype("<u8").tobytes()[: max(1, tile.size // 8)] for row in outputs & tile.tail]
    return [row.astype("<u8", copy=False).tobytes() for row in outputs]


@lru_cache(maxsize=512)
def _pattern_words(stride: int, count: int, chosen: int, size: int) -> Words:
    content = pattern(stride, count, chosen, size).to_bytes((size + 63) // 64 * 8, "little")
    return np.frombuffer(content, "<u8").astype(np.uint64, copy=False)


def count_ones(words: Words) -> NDArray[np.int64]:
    """Return how many bits are set in each row."""
    if hasattr(np, "bitwise_count"):
        found: NDArray[np.uint8] = np.bitwise_count(words)
    else:
        found = _ONES[words.view(np.uint16)]
    counts: NDArray[np.int64] = found.sum(axis=1, dtype=np.uint32).astype(np.int64)
    return counts


class _Machine:
    """The registers of one program."""

    def __init__(self, program: Program, block: int) -> None:
        self.steps = program.steps()
        self.inputs = len(program.inputs)
        self.memory = np.empty((program.registers - self.inputs + 1, block), np.uint64)

    def run(self, planes: Sequence[Words], outputs: Words) -> None:
        """Work out one block: `planes` are the inputs, `outputs` has room for the results."""
        size = outputs.shape[1]
        registers = [*planes, *(row[:size] for row in self.memory)]
        spare = registers[-1]
        both, either, differ, opposite = np.bitwise_and, np.bitwise_or, np.bitwise_xor, np.invert
        for operation, to, one, other in self.steps:
            if operation == AND:
                both(registers[one], registers[other], out=registers[to])
            elif operation == OR:
                either(registers[one], registers[other], out=registers[to])
            elif operation == AND_NOT:
                opposite(registers[other], out=spare)
                both(registers[one], spare, out=registers[to])
            elif operation == XOR:
                differ(registers[one], registers[other], out=registers[to])
            elif operation == OUT:
                if other:
                    opposite(registers[one], out=outputs[to])
                else:
                    outputs[to] = registers[one]
            elif operation == OUT_CONSTANT:
                outputs[to] = EVERYWHERE if one else NOWHERE


_ONES = np.array([number.bit_count() for number in range(1 << 16)], np.uint8)

"""Word programs run by Python's own integers, one integer for a block of a plane: nothing else is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from placet.engine.sweep.emit import AND, AND_NOT, OR, OUT, OUT_CONSTANT, XOR
from placet.engine.sweep.grid import TILE_BITS, Axis, Tiling, pattern
from placet.engine.sweep.program import Program

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Words = NDArray[np.uint64]


class IntegersBackend:
    """Runs every operation on a block as one operation of two integers."""

    name = "integers"
    fold_ns = 3_000.0
    word_ns = 1.0

    def fold(self, program: Program, constants: Mapping[int, int]) -> Program:
        """Return what is left of a program where some inputs are the same everywhere."""
        return program.fold(constants)

    def evaluate(self, program: Program, planes: Words) -> Words:
        """Return the output planes for some input planes, one row each, of as many words."""
        import numpy as np

        steps = program.steps()
        words = planes.shape[1]
        outputs = np.empty((program.outputs, words), np.uint64)
        for start in range(0, words, TILE_BITS // 64):
            block = planes[:, start : start + TILE_BITS // 64]
            size = block.shape[1] * 8
            integers = [int.from_bytes(plane.astype("<u8").tobytes(), "little") for plane in block]
            for number, found in enumerate(run_steps(steps, program, integers, (1 << 8 * size) - 1)):
                outputs[number, start : start + size // 8] = np.frombuffer(found.to_bytes(size, "little"), "<u8")
        return outputs

    def varies(
        self, planes: Words, cases: NDArray[np.int64], words: NDArray[np.int64], rows: Words, digits: int, place: int
    ) -> Words:
        """Return in which rows some planes vary with some digits of the completion's number alone."""
        from placet.engine.sweep.run_numpy import NumpyBackend

        return NumpyBackend().varies(planes, cases, words, rows, digits, place)

    def table(self, program: Program, axes: Sequence[Axis]) -> list[bytes]:
        """Return for each output its bit for each combination of some axes."""
        tiling = Tiling(program.inputs, axes, TILE_BITS)
        size = max(1, tiling.size // 8)
        parts = [[plane.to_bytes(size, "little") for plane in planes] for planes in _blocks(program, tiling)]
        return [b"".join(contents) for contents in zip(*parts, strict=True)]

    def count(self, program: Program, axes: Sequence[Axis]) -> list[int]:
        """Return for each output in how many of the combinations of some axes it is true."""
        counts = [0] * program.outputs
        for planes in _blocks(program, Tiling(program.inputs, axes, TILE_BITS)):
            for number, plane in enumerate(planes):
                counts[number] += plane.bit_count()
        return counts


def _blocks(program: Program, tiling: Tiling) -> Iterator[list[int]]:
    """The output planes of each case, one after the other."""
    full = (1 << tiling.size) - 1
    planes = [0] * len(program.inputs)
    for register, (stride, count, chosen) in tiling.patterns.items():
        planes[register] = pattern(stride, count, chosen, tiling.size)
    steps = program.steps()
    for case in tiling.cases:
        for register, digit in zip(tiling.held, case, strict=True):
            planes[register] = full if digit else 0
        yield run_steps(steps, program, planes, full)


def run_steps(
    steps: Sequence[tuple[int, int, int, int]], program: Program, planes: Sequence[int], full: int
) -> list[int]:
    """Return the output planes for some input planes.

    Args:
        steps: the operations of the program.
        program: what is run.
        planes: an integer for each input.
        full: the integer all of whose bits are set.
    """
    registers = [*planes, *[0] * (program.registers - len(planes))]
    outputs = [0] * program.outputs
    for operation, to, one, other in steps:
        if operation == AND:
            registers[to] = registers[one] & registers[other]
        elif operation == OR:
            registers[to] = registers[one] | registers[other]
        elif operation == AND_NOT:
            # With the opposite of an integer, which is negative, this would take longer.
            registers[to] = registers[one] ^ registers[one] & registers[other]
        elif operation == XOR:
            registers[to] = registers[one] ^ registers[other]
        elif operation == OUT:
            outputs[to] = registers[one] ^ full if other else registers[one]
        elif operation == OUT_CONSTANT:
            outputs[to] = full if one else 0
    return outputs

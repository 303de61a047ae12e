"""Word programs: a circuit as a list of operations on whole planes, in an order that needs few of them at a time.

A plane is a long row of bits, one for each situation. A program is plain data: it is sent as bytes and runs wherever
there are planes, in every back end alike.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping, Sequence

import msgspec

from placet.engine.sweep.circuit import INPUT, Circuit
from placet.engine.sweep.emit import OUT, WIDTH, read_gates, write_operations


class Program(msgspec.Struct, frozen=True):
    """Operations on planes, in order; `emit` says what an operation is.

    Attributes:
        inputs: for each input plane the number of a variable and of a digit of its code; register `i` holds input `i`
            and is never written to.
        outputs: how many output planes there are.
        registers: how many planes are held at a time, the inputs included.
        operations: 32-bit numbers, low byte first, `WIDTH` for each operation.
    """

    inputs: tuple[tuple[int, int], ...]
    outputs: int
    registers: int
    operations: bytes

    def __len__(self) -> int:
        """Return how many operations there are."""
        return len(self.operations) // (4 * WIDTH)

    def numbers(self) -> array[int]:
        """Return the operations one after the other, as numbers."""
        numbers = array("i", self.operations)
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers

    def steps(self) -> list[tuple[int, int, int, int]]:
        """Return the operations as tuples: what is done, destination, left, right."""
        numbers = self.numbers()
        return list(zip(*(numbers[place::WIDTH] for place in range(WIDTH)), strict=True))

    def supports(self) -> list[int]:
        """Return for each output the inputs that it is made from, as a bit mask."""
        registers = [1 << number for number in range(len(self.inputs))] + [0] * (self.registers - len(self.inputs))
        supports = [0] * self.outputs
        for operation, to, one, other in self.steps():
            if operation < OUT:
                registers[to] = registers[one] | registers[other]
            elif operation == OUT:
                supports[to] = registers[one]
        return supports

    def fold(self, constants: Mapping[int, int]) -> Program:
        """Return what is left of a program where some inputs are the same everywhere.

        Args:
            constants: 0 or 1 by the number of the input; these inputs are no longer there.
        """
        kept, values = values_of(len(self.inputs), self.registers, constants)
        room = len(kept) + 1 + len(self)
        kinds, left, right, wanted = [0] * room, [0] * room, [0] * room, [0] * self.outputs
        gates = read_gates(self.numbers(), len(self), values, len(kept), kinds, left, right, wanted)
        return _write(tuple(self.inputs[number] for number in kept), kinds, left, right, gates, wanted)

    def to_bytes(self) -> bytes:
        """Return the program as bytes, the same on every machine."""
        return msgspec.msgpack.encode(self)

    @classmethod
    def from_bytes(cls, content: bytes) -> Program:
        """Return the program that `to_bytes` wrote.

        Raises:
            msgspec.DecodeError: where the bytes are no program.
        """
        return msgspec.msgpack.decode(content, type=cls)


def compile_program(circuit: Circuit, outputs: Sequence[int], labels: Sequence[tuple[int, int]]) -> Program:
    """Return the program that works out some signals of a circuit.

    Args:
        circuit: the gates.
        outputs: the signals, in the order of the output planes.
        labels: for each input of the circuit the variable and the digit that it is; inputs on which nothing hangs
            are left out.
    """
    order = _in_order(circuit, [signal >> 1 for signal in outputs])
    inputs = sorted((gate for gate in order if circuit.kinds[gate] == INPUT), key=circuit.left.__getitem__)
    others = [gate for gate in order if circuit.kinds[gate] != INPUT]
    place = {gate: number for number, gate in enumerate((0, *inputs, *others))}
    filler = [0] * (len(inputs) + 1)
    return _write(
        tuple(labels[circuit.left[gate]] for gate in inputs),
        filler + [circuit.kinds[gate] for gate in others],
        filler + [2 * place[circuit.left[gate] >> 1] + (circuit.left[gate] & 1) for gate in others],
        filler + [2 * place[circuit.right[gate] >> 1] + (circuit.right[gate] & 1) for gate in others],
        len(place),
        [2 * place[signal >> 1] + (signal & 1) for signal in outputs],
    )


def values_of(inputs: int, registers: int, constants: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """Return the inputs that are left beside some constants, and the signal that each register holds at first."""
    kept = [number for number in range(inputs) if number not in constants]
    values = [constants.get(number, 0) for number in range(inputs)] + [0] * (registers - inputs)
    for place, number in enumerate(kept, 1):
        values[number] = 2 * place
    return kept, values


def _write(
    inputs: tuple[tuple[int, int], ...],
    kinds: list[int],
    left: list[int],
    right: list[int],
    gates: int,
    wanted: list[int],
) -> Program:
    written = [0] * (WIDTH * (gates + len(wanted)))
    scratch = [0] * (5 * gates + len(wanted))
    steps, registers = write_operations(kinds, left, right, gates, len(inputs), wanted, len(wanted), written, scratch)
    numbers = array("i", written[: WIDTH * steps])
    if sys.byteorder == "big":
        numbers.byteswap()
    return Program(inputs, len(wanted), registers, numbers.tobytes())


def _in_order(circuit: Circuit, gates: Sequence[int]) -> list[int]:
    """The gates on which some gates hang and these themselves, each after what it needs; the constant is left out."""
    kinds, left, right = circuit.kinds, circuit.left, circuit.right
    done: dict[int, None] = {}
    for last in gates:
        stack = [last] if last else []
        while stack:
            gate = stack[-1]
            if gate in done:
                stack.pop()
                continue
            if kinds[gate] == INPUT:
                done[gate] = None
                stack.pop()
                continue
            waiting = [part for part in (left[gate] >> 1, right[gate] >> 1) if part not in done]
            if waiting:
                stack.extend(sorted(waiting))
            else:
                done[gate] = None
                stack.pop()
    return list(done)

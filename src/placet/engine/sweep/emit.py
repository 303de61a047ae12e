"""From gates to operations on registers and back, in plain loops over numbers.

The functions take whatever is indexed like a list, so that they can be compiled as they stand (`run_numba`). Gates are
numbered in an order in which each comes after those that it needs: 0 is the constant, then the inputs, then the rest.
A signal is twice a gate, and one more for its opposite.
"""

from __future__ import annotations

from typing import Any, TypeAlias

# INVARIANT: these numbers are part of the bytes of programs and never change.
AND = 0
OR = 1
XOR = 2
AND_NOT = 3
"""The first plane without the second."""
OUT = 4
"""The plane of the first register is an output: the destination is its number, `right` is 1 where its opposite is."""
OUT_CONSTANT = 5
"""An output that is the same everywhere: the destination is its number, `left` is 0 or 1."""

WIDTH = 4
"""How many numbers an operation is: what is done, its destination, its left and its right register."""

BOTH = 1
DIFFER = 2

Numbers: TypeAlias = Any
"""A list of numbers, or an array of them in compiled code."""


def write_operations(
    kinds: Numbers,
    left: Numbers,
    right: Numbers,
    gates: int,
    inputs: int,
    wanted: Numbers,
    outputs: int,
    written: Numbers,
    scratch: Numbers,
) -> tuple[int, int]:
    """Write the operations that work out some signals, each register used again as soon as it can be.

    Args:
        kinds: for each gate BOTH or DIFFER; of the constant and of inputs, anything.
        left: for each gate its first signal.
        right: for each gate its second signal.
        gates: how many gates there are.
        inputs: how many of them, after the constant, are inputs.
        wanted: the signals that are asked for.
        outputs: how many these are.
        written: room for the operations, `WIDTH * (gates + outputs)` numbers.
        scratch: `5 * gates + outputs` zeros.

    Returns:
        How many operations were written, and how many registers they need.
    """
    uses, register, flipped, free, first = 0, gates, 2 * gates, 3 * gates, 4 * gates
    after = 5 * gates
    # For each gate a chain of the outputs that are it: the number of the first, plus one, and of each the next.
    for number in range(outputs - 1, -1, -1):
        gate = wanted[number] >> 1
        scratch[after + number] = scratch[first + gate]
        scratch[first + gate] = number + 1
    for gate in range(gates - 1, inputs, -1):
        if scratch[uses + gate] or scratch[first + gate]:
            scratch[uses + (left[gate] >> 1)] += 1
            scratch[uses + (right[gate] >> 1)] += 1
    at = 0
    ready = 0
    registers = inputs
    for gate in range(gates):
        if gate > inputs and not (scratch[uses + gate] or scratch[first + gate]):
            continue
        if gate > inputs:
            one = left[gate]
            other = right[gate]
            one_flipped = scratch[flipped + (one >> 1)] ^ (one & 1)
            other_flipped = scratch[flipped + (other >> 1)] ^ (other & 1)
            here = scratch[register + (one >> 1)]
            there = scratch[register + (other >> 1)]
            for part in (one >> 1, other >> 1):
                scratch[uses + part] -= 1
                if part > inputs and scratch[uses + part] == 0:
                    scratch[free + ready] = scratch[register + part]
                    ready += 1
            if ready:
                ready -= 1
                to = scratch[free + ready]
            else:
                to = registers
                registers += 1
            scratch[register + gate] = to
            if kinds[gate] == DIFFER:
                operation = XOR
                scratch[flipped + gate] = one_flipped ^ other_flipped
            elif one_flipped and other_flipped:
                operation = OR
                scratch[flipped + gate] = 1
            elif one_flipped:
                operation = AND_NOT
                here, there = there, here
            elif other_flipped:
                operation = AND_NOT
            else:
                operation = AND
            written[at] = operation
            written[at + 1] = to
            written[at + 2] = here
            written[at + 3] = there
            at += WIDTH
        elif gate > 0:
            scratch[register + gate] = gate - 1
        number = scratch[first + gate]
        while number:
            opposite = (wanted[number - 1] & 1) ^ scratch[flipped + gate]
            written[at] = OUT if gate else OUT_CONSTANT
            written[at + 1] = number - 1
            written[at + 2] = scratch[register + gate] if gate else opposite
            written[at + 3] = opposite if gate else 0
            at += WIDTH
            number = scratch[after + number - 1]
        if gate > inputs and scratch[uses + gate] == 0:
            scratch[free + ready] = scratch[register + gate]
            ready += 1
    return at // WIDTH, registers


def read_gates(
    operations: Numbers,
    steps: int,
    values: Numbers,
    inputs: int,
    kinds: Numbers,
    left: Numbers,
    right: Numbers,
    wanted: Numbers,
) -> int:
    """Read operations back as gates, with constants carried through.

    Args:
        operations: what `write_operations` wrote.
        steps: how many operations these are.
        values: for each register the signal that it holds at first: for those of the inputs 0, 1 or that of an input.
        inputs: how many inputs there are left.
        kinds: room for a kind for each gate, `inputs + 1 + steps` in all; likewise `left` and `right`.
        left: room for the first signals.
        right: room for the second signals.
        wanted: room for the signal of each output.

    Returns:
        How many gates there are.
    """
    gates = inputs + 1
    for step in range(steps):
        at = WIDTH * step
        operation = operations[at]
        to = operations[at + 1]
        if operation == OUT:
            wanted[to] = values[operations[at + 2]] ^ operations[at + 3]
            continue
        if operation == OUT_CONSTANT:
            wanted[to] = operations[at + 2]
            continue
        one = values[operations[at + 2]]
        other = values[operations[at + 3]]
        flip = 0
        if operation == XOR:
            flip = (one ^ other) & 1
            one -= one & 1
            other -= other & 1
        elif operation == OR:
            one ^= 1
            other ^= 1
            flip = 1
        elif operation == AND_NOT:
            other ^= 1
        if one > other:
            one, other = other, one
        if operation == XOR and one == other:
            found = 0
        elif operation == XOR and one == 0:
            found = other
        elif operation != XOR and (one == 0 or one ^ 1 == other):
            found = 0
        elif operation != XOR and (one == 1 or one == other):
            found = other
        else:
            kinds[gates] = DIFFER if operation == XOR else BOTH
            left[gates] = one
            right[gates] = other
            found = 2 * gates
            gates += 1
        values[to] = found ^ flip
    return gates

"""Functions of few facts written out whole: one bit for each combination of values, made by a word program.

Up to some two dozen bits this is quicker than diagrams, the more so the more rules there are; beyond, it is out of
reach. A table turns into the diagram of the same function, and is counted as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from math import prod

import msgspec

from placet.engine.logic.diagram import Diagrams
from placet.engine.logic.expressions import Expressions
from placet.engine.sweep.backends import BackendName, choose_backend
from placet.engine.sweep.circuit import Circuit
from placet.engine.sweep.grid import Axis, tabulate
from placet.engine.sweep.program import compile_program
from placet.engine.sweep.wiring import Wiring, digits_of

MOST_DIGITS = 27
"""How many binary digits the facts of a table may have together: 16 megabytes for each function."""


class TableTooLarge(Exception):
    """A table would need more digits than allowed."""

    def __init__(self, digits: int, most: int) -> None:
        super().__init__(f"{digits} binary digits are needed, and {most} are allowed")
        self.digits = digits
        self.most = most


class Table(msgspec.Struct, frozen=True):
    """A function of some variables, one bit for each combination of their codes.

    The place of a bit is the codes of the values written one after the other in binary, those of the first variable
    as the highest digits. A place at which some code is no value's has no bit set. The lowest bit of the first byte is
    that of place 0.
    """

    order: tuple[int, ...]
    sizes: tuple[int, ...]
    content: bytes

    @property
    def digits(self) -> int:
        """How many binary digits the codes have together."""
        return sum(map(digits_of, self.sizes))

    @property
    def combinations(self) -> int:
        """How many combinations of values there are."""
        return prod(self.sizes)

    def count(self) -> int:
        """Return in how many combinations the function is true."""
        return int.from_bytes(self.content, "little").bit_count()

    def is_true(self, values: Sequence[int]) -> bool:
        """Say whether the function is true: `values` has the number of each variable's value, by `order`."""
        place = 0
        for value, size in zip(values, self.sizes, strict=True):
            place = place << digits_of(size) | value
        return bool(self.content[place >> 3] >> (place & 7) & 1)


def digits_needed(expressions: Expressions, variables: Iterable[int]) -> int:
    """Return how many binary digits the codes of some variables have together."""
    return sum(digits_of(expressions.full[variable].bit_length()) for variable in variables)


def truth_tables(
    expressions: Expressions, targets: Sequence[int], order: Sequence[int], backend: BackendName = "auto"
) -> list[Table]:
    """Return the tables of some expressions.

    Args:
        expressions: what they are made from.
        targets: the expressions.
        order: all variables that occur in them, and perhaps others.
        backend: what the program runs on; `auto` is the fastest that is installed.

    Raises:
        TableTooLarge: where the variables have too many values.
        BackendMissing: where the library of the back end is not installed.
    """
    circuit = Circuit()
    # To look for what can be shared takes longer than compiled code takes for the gates that this saves.
    wiring = Wiring(circuit, expressions, is_shared=choose_backend(backend).name != "numba")
    return _tables(circuit, wiring, wiring.wire(targets), order, backend)


def difference_table(
    expressions: Expressions,
    pairs: Sequence[tuple[int, int]],
    order: Sequence[int],
    backend: BackendName = "auto",
) -> Table:
    """Return where some pair of expressions differ, one of the two being true and the other not.

    Args:
        expressions: what they are made from.
        pairs: the expressions, two and two.
        order: all variables that occur in them, and perhaps others.
        backend: what the program runs on; `auto` is the fastest that is installed.

    Raises:
        TableTooLarge: where the variables have too many values.
        BackendMissing: where the library of the back end is not installed.
    """
    circuit = Circuit()
    wiring = Wiring(circuit, expressions)
    signals = iter(wiring.wire(expression for pair in pairs for expression in pair))
    differences = [circuit.differ(one, next(signals)) for one in signals]
    return _tables(circuit, wiring, [circuit.any_of(differences)], order, backend)[0]


def diagram_of_table(table: Table, diagrams: Diagrams) -> int:
    """Return the diagram of a table's function.

    Args:
        table: the function; its variables have the same order as in the diagrams.
        diagrams: where the nodes are made.

    Raises:
        ValueError: where the variables have another order.
        DiagramTooLarge: where that would take too many nodes.
    """
    levels = [diagrams.level[variable] for variable in table.order]
    if levels != sorted(levels):
        raise ValueError("the variables of the table have another order than those of the diagrams")
    return _DiagramMaker(table, diagrams, levels).node(0, table.content, table.digits)


class _DiagramMaker:
    """Makes the nodes of one table from the top down, equal parts of the table once."""

    def __init__(self, table: Table, diagrams: Diagrams, levels: Sequence[int]) -> None:
        self.diagrams = diagrams
        self.levels = levels
        self.sizes = table.sizes
        self.steps = [digits_of(size) for size in table.sizes]
        self._nodes: dict[tuple[int, bytes | int], int] = {}
        self._zeros = cache(bytes)

    def node(self, place: int, content: bytes | int, digits: int) -> int:
        """The node of a part of the table: bytes, or a number where it has fewer than eight bits."""
        if digits > _MOST_REMEMBERED:
            return self._made(place, content, digits)
        key = (place, content)
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = self._made(place, content, digits)
        return found

    def _made(self, place: int, content: bytes | int, digits: int) -> int:
        if content == 0 or (isinstance(content, bytes) and content == self._zeros(len(content))):
            return 0
        if place == len(self.sizes):
            return 1
        left = digits - self.steps[place]
        children = [self.node(place + 1, _part(content, value, left), left) for value in range(self.sizes[place])]
        return self.diagrams.make(self.levels[place], tuple(children))


_MOST_REMEMBERED = 17
"""Parts of a table with more digits are few, large, and seldom equal."""


def _part(content: bytes | int, value: int, digits: int) -> bytes | int:
    """The part of a table at one value of its first variable, `digits` being those of the others."""
    if digits >= 3:
        assert isinstance(content, bytes)
        size = 1 << (digits - 3)
        return content[value * size : (value + 1) * size]
    bits = int.from_bytes(content, "little") if isinstance(content, bytes) else content
    return bits >> (value << digits) & ((1 << (1 << digits)) - 1)


def _tables(
    circuit: Circuit, wiring: Wiring, signals: Sequence[int], order: Sequence[int], backend: BackendName
) -> list[Table]:
    sizes = tuple(wiring.expressions.full[variable].bit_length() for variable in order)
    digits = sum(map(digits_of, sizes))
    if digits > MOST_DIGITS:
        raise TableTooLarge(digits, MOST_DIGITS)
    is_value = circuit.all_of(wiring.is_code(variable) for variable in order)
    outputs = [circuit.both(signal, is_value) for signal in signals]
    axes = [
        Axis(tuple((variable, digit) for digit in range(digits_of(size))), tuple(range(1 << digits_of(size))))
        for variable, size in zip(order, sizes, strict=True)
    ]
    program = compile_program(circuit, outputs, wiring.labels)
    contents = tabulate(choose_backend(backend), program, axes)
    return [Table(tuple(order), sizes, content) for content in contents]

"""What is left of conditions once the known facts are filled in: exact functions of what is still unknown.

Two representations with the same operations. `DenseFunctions` writes out all completions, one bit each, in one
Python integer: the fastest way by far while there are few. `DiagramFunctions` restricts decision diagrams: slower, but
not bound by the number of completions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Protocol

from placet.engine.diagram import Diagrams
from placet.engine.expressions import AND, FALSE, LITERAL, TRUE, Expressions
from placet.model import Open


class Functions(Protocol):
    """Functions of what is unknown; a function is an integer, equal functions are equal integers."""

    never: int
    always: int

    def of(self, expression: int) -> int:
        """Return what is left of an expression."""
        ...

    def both(self, one: int, other: int) -> int:
        """Return the conjunction."""
        ...

    def either(self, one: int, other: int) -> int:
        """Return the disjunction."""
        ...

    def negation(self, function: int) -> int:
        """Return what is true where `function` is false."""
        ...

    def opens(self, functions: Iterable[int]) -> tuple[Open, ...]:
        """Return the facts and points on which some of the functions depend, sorted."""
        ...

    def can_settle(self, functions: Sequence[int], chosen: Sequence[Open], others: Sequence[Open]) -> bool:
        """Say whether some values of what is `chosen` make every function constant, whatever the `others` are."""
        ...


class DenseFunctions:
    """All completions written out.

    Args:
        expressions: what the functions are made from.
        values: by variable, the known value or -1.
        unknown: the unknown variables that may matter, each with one value for each class of values that come to
            the same.
        opens: by variable, the fact or point it belongs to.
    """

    def __init__(
        self,
        expressions: Expressions,
        values: Sequence[int],
        unknown: Sequence[tuple[int, Sequence[int]]],
        opens: Sequence[Open],
    ) -> None:
        self.expressions = expressions
        self.values = values
        self.never = 0
        size = 1
        for _, representatives in unknown:
            size *= len(representatives)
        self.always = full = (1 << size) - 1
        self._memo = {FALSE: 0, TRUE: full}
        self._slots: dict[int, list[tuple[int, int]]] = {}
        self._axes: dict[Open, list[tuple[int, int, int]]] = {}
        stride = 1
        for variable, representatives in unknown:
            count = len(representatives)
            block = (1 << stride) - 1
            first = block * (full // ((1 << stride * count) - 1))
            self._slots[variable] = [
                (1 << value, first << stride * index) for index, value in enumerate(representatives)
            ]
            self._axes.setdefault(opens[variable], []).append((stride, count, first))
            stride *= count

    def of(self, expression: int) -> int:
        """Return the completions in which an expression is true."""
        found = self._memo.get(expression)
        if found is not None:
            return found
        kind = self.expressions.kinds[expression]
        if kind == LITERAL:
            variable, mask = self.expressions.literals[expression]
            value = self.values[variable]
            if value >= 0:
                found = self.always if mask >> value & 1 else 0
            else:
                found = 0
                for bit, slots in self._slots.get(variable, ()):
                    if mask & bit:
                        found |= slots
        elif kind == AND:
            found = self.always
            for part in self.expressions.parts[expression]:
                found &= self.of(part)
                if not found:
                    break
        else:
            found = 0
            for part in self.expressions.parts[expression]:
                found |= self.of(part)
                if found == self.always:
                    break
        self._memo[expression] = found
        return found

    def both(self, one: int, other: int) -> int:
        """Return the conjunction."""
        return one & other

    def either(self, one: int, other: int) -> int:
        """Return the disjunction."""
        return one | other

    def negation(self, function: int) -> int:
        """Return what is true where `function` is false."""
        return self.always ^ function

    def opens(self, functions: Iterable[int]) -> tuple[Open, ...]:
        """Return the facts and points on which some of the functions depend, sorted."""
        left = dict(self._axes)
        found = []
        for function in functions:
            here = []
            for point, axes in left.items():
                if any(
                    ((function >> stride * index) ^ function) & first
                    for stride, count, first in axes
                    for index in range(1, count)
                ):
                    here.append(point)
            for point in here:
                del left[point]
            found += here
        return tuple(sorted(found))

    def can_settle(self, functions: Sequence[int], chosen: Sequence[Open], others: Sequence[Open]) -> bool:
        """Say whether some values of what is `chosen` make every function constant, whatever the `others` are."""
        axes = [axis for point in others for axis in self._axes[point]]
        settled = self.always
        for _, _, first in axes:
            settled &= first
        for function in functions:
            settled &= self._for_all(function, axes) | self._for_all(self.always ^ function, axes)
            if not settled:
                return False
        return True

    def _for_all(self, function: int, axes: Iterable[tuple[int, int, int]]) -> int:
        """Where a function is true for every value along some axes; told at the first value of each."""
        for stride, count, first in axes:
            found = function & first
            for index in range(1, count):
                found &= function >> stride * index
            function = found
            if not function:
                break
        return function


class DiagramFunctions:
    """Restricted diagrams.

    Args:
        diagrams: shared by all questions.
        values: by level, the known value or -1.
    """

    never = 0
    always = 1

    def __init__(self, diagrams: Diagrams, values: Sequence[int]) -> None:
        self.diagrams = diagrams
        self.values = values
        self.both = diagrams.both
        self.either = diagrams.either
        self.negation = diagrams.negation
        self._memo: dict[int, int] = {}

    def of(self, expression: int) -> int:
        """Return what is left of an expression."""
        return self.diagrams.restrict(self.diagrams.from_expression(expression), self.values, self._memo)

    def opens(self, functions: Iterable[int]) -> tuple[Open, ...]:
        """Return the facts and points on which some of the functions depend, sorted."""
        support = 0
        for function in functions:
            support |= self.diagrams.support(function)
        return tuple(sorted({point for level, point in enumerate(self.diagrams.open_at) if support >> level & 1}))

    def can_settle(self, functions: Sequence[int], chosen: Sequence[Open], others: Sequence[Open]) -> bool:
        """Say whether some values of what is `chosen` make every function constant, whatever the `others` are."""
        levels = sum(1 << level for level, point in enumerate(self.diagrams.open_at) if point in others)
        settled = 1
        for function in functions:
            yes = self.diagrams.for_all(function, levels)
            no = self.diagrams.for_all(self.diagrams.negation(function), levels)
            settled = self.diagrams.both(settled, self.diagrams.either(yes, no))
            if settled == 0:
                return False
        return True


def smallest_deciding(
    functions: Functions, open_functions: Sequence[int], points: Sequence[Open]
) -> tuple[tuple[Open, ...], ...]:
    """Return every set of fewest points for which some values make all functions constant.

    Args:
        functions: where the functions live.
        open_functions: those whose values together are the answer and that are not constant.
        points: all on which they depend, sorted.

    Returns:
        The sets, sorted; nothing where there is nothing to decide.
    """
    for size in range(1, len(points) + 1):
        found = tuple(
            chosen
            for chosen in combinations(points, size)
            if functions.can_settle(open_functions, chosen, [point for point in points if point not in chosen])
        )
        if found:
            return found
    return ()

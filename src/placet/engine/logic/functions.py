"""What is left of conditions once the known facts are filled in: exact functions of what is still unknown.

Two representations with the same operations. `DenseFunctions` writes out all completions, one bit each, in one
Python integer: the fastest way by far while there are few. `DiagramFunctions` restricts decision diagrams: slower, but
not bound by the number of completions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Protocol

from placet.engine.logic.diagram import Diagrams
from placet.engine.logic.expressions import AND, FALSE, LITERAL, TRUE, Expressions
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
        limits: expressions that are true in every completion.
    """

    def __init__(
        self,
        expressions: Expressions,
        values: Sequence[int],
        unknown: Sequence[tuple[int, Sequence[int]]],
        opens: Sequence[Open],
        limits: Iterable[int] = (),
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
        self._full = full
        for limit in limits:
            self.always &= self.of(limit)
        self._memo = {FALSE: 0, TRUE: self.always}

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
                found &= self.always
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
        if self.always != self._full:
            return self._opens_within_limits(tuple(functions))
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
        if self.always != self._full:
            others = [point for point in self._axes if point not in chosen]
        axes = [axis for point in others for axis in self._axes[point]]
        settled = self._some(self.always, axes)
        for function in functions:
            settled &= ~(self._some(function, axes) & self._some(self.always ^ function, axes))
            if not settled:
                return False
        return True

    def _opens_within_limits(self, functions: Sequence[int]) -> tuple[Open, ...]:
        return tuple(
            sorted(
                point
                for point, axes in self._axes.items()
                if any(self._some(function, axes) & self._some(self.always ^ function, axes) for function in functions)
            )
        )

    def _some(self, function: int, axes: Iterable[tuple[int, int, int]]) -> int:
        """Where a function is true for some value along some axes; told at the first value of each."""
        for stride, count, first in axes:
            found = function
            for index in range(1, count):
                found |= function >> stride * index
            function = found & first
        return function


class DiagramFunctions:
    """Restricted diagrams.

    Args:
        diagrams: shared by all questions.
        values: by level, the known value or -1.
        limits: expressions that are true in every completion.
    """

    def __init__(self, diagrams: Diagrams, values: Sequence[int], limits: Iterable[int] = ()) -> None:
        self.diagrams = diagrams
        self.values = values
        self.never = 0
        self.always = 1
        self.both = diagrams.both
        self.either = diagrams.either
        self._memo: dict[int, int] = {FALSE: 0, TRUE: 1}
        for limit in limits:
            self.always = diagrams.both(self.always, self.of(limit))

    def of(self, expression: int) -> int:
        """Return what is left of an expression.

        The known values are filled in before a diagram is made: one over all variables can be too large by far.
        """
        return self.diagrams.both(self.always, self._left(expression))

    def negation(self, function: int) -> int:
        """Return what is true where `function` is false."""
        return self.diagrams.both(self.always, self.diagrams.negation(function))

    def opens(self, functions: Iterable[int]) -> tuple[Open, ...]:
        """Return the facts and points on which some of the functions depend, sorted."""
        found: set[Open] = set()
        for function in functions:
            negation = self.negation(function)
            support = self.diagrams.support(function) | self.diagrams.support(negation)
            for point in {point for level, point in enumerate(self.diagrams.open_at) if support >> level & 1} - found:
                levels = self._levels([point])
                if self.always == 1 or self.diagrams.both(
                    self.diagrams.exists(function, levels), self.diagrams.exists(negation, levels)
                ):
                    found.add(point)
        return tuple(sorted(found))

    def can_settle(self, functions: Sequence[int], chosen: Sequence[Open], others: Sequence[Open]) -> bool:
        """Say whether some values of what is `chosen` make every function constant, whatever the `others` are."""
        if self.always != 1:
            others = [point for point in self.diagrams.open_at if point not in chosen]
        levels = self._levels(others)
        settled = self.diagrams.exists(self.always, levels)
        for function in functions:
            yes = self.diagrams.exists(function, levels)
            no = self.diagrams.exists(self.negation(function), levels)
            settled = self.diagrams.both(settled, self.diagrams.negation(self.diagrams.both(yes, no)))
            if settled == 0:
                return False
        return True

    def _left(self, expression: int) -> int:
        found = self._memo.get(expression)
        if found is not None:
            return found
        expressions, diagrams = self.diagrams.expressions, self.diagrams
        kind = expressions.kinds[expression]
        if kind == LITERAL:
            variable, mask = expressions.literals[expression]
            value = self.values[diagrams.level[variable]]
            found = diagrams.from_expression(expression) if value < 0 else mask >> value & 1
        else:
            join, found, last = (diagrams.both, 1, 0) if kind == AND else (diagrams.either, 0, 1)
            # The deepest diagrams first: those that test few variables of the order stay small.
            for part in sorted(map(self._left, expressions.parts[expression]), key=lambda p: -diagrams.levels[p]):
                found = join(found, part)
                if found == last:
                    break
        self._memo[expression] = found
        return found

    def _levels(self, points: Sequence[Open]) -> int:
        return sum(1 << level for level, point in enumerate(self.diagrams.open_at) if point in points)


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

"""On which of very many expressions an answer still hangs when facts are given, told without looking at each of them.

Most conjunctions are excluded by one plain test. For each value of each variable there is one number with a bit for
every conjunction that it excludes; so much is left over that few have to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from placet.engine.logic.expressions import AND, LITERAL, Expressions


class Hinges:
    """Some expressions, each told as its alternatives.

    Args:
        expressions: where they are made.
        roots: the expressions.
    """

    def __init__(self, expressions: Expressions, roots: Iterable[int]) -> None:
        self.expressions = expressions
        self.roots = tuple(dict.fromkeys(roots))
        self._alternatives: list[int] = []
        self._root_of: list[int] = []
        for root in self.roots:
            for each in expressions.alternatives(root):
                self._alternatives.append(each)
                self._root_of.append(root)
        by_test: dict[tuple[int, int], int] = {}
        bit = 1
        for each in self._alternatives:
            for test in self._tests(each):
                by_test[test] = by_test.get(test, 0) | bit
            bit <<= 1
        self._excluded: dict[int, list[int]] = {}
        for (variable, mask), bits in by_test.items():
            excluded = self._excluded.setdefault(variable, [0] * expressions.full[variable].bit_length())
            for value in range(len(excluded)):
                if not mask >> value & 1:
                    excluded[value] |= bits

    def alive(self, values: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield every alternative that no plain test excludes, after its root.

        Args:
            values: by variable the number of its value, or -1 where it is unknown.
        """
        excluded = 0
        for variable, by_value in self._excluded.items():
            if values[variable] >= 0:
                excluded |= by_value[values[variable]]
        left = ((1 << len(self._alternatives)) - 1) & ~excluded
        while left:
            bit = left & -left
            left ^= bit
            place = bit.bit_length() - 1
            yield self._root_of[place], self._alternatives[place]

    def possible(self, values: Sequence[int]) -> list[int]:
        """Return the roots of which no plain test excludes every alternative."""
        return list(dict.fromkeys(root for root, _ in self.alive(values)))

    def untold(self, values: Sequence[int], memo: dict[int, int]) -> frozenset[int]:
        """Return the unknown variables on which some root may hang; see `Expressions.truth` for the arguments."""
        truth, kinds, parts_of = self.expressions.truth, self.expressions.kinds, self.expressions.parts
        literals, tested = self.expressions.literals, self.expressions.tested
        unknown = sum([1 << variable for variable in self._variables if values[variable] < 0])
        # What tests no variable that is still looked for need not be looked at.
        left = unknown

        def look_at(expression: int) -> None:
            nonlocal left
            stack = [expression]
            while stack:
                here = stack.pop()
                if not tested(here) & left or truth(here, values, memo) >= 0:
                    continue
                if kinds[here] == LITERAL:
                    left &= ~(1 << literals[here][0])
                else:
                    stack.extend(parts_of[here])

        several: dict[int, list[int]] = {}
        for root, each in self.alive(values):
            if root != each:
                several.setdefault(root, []).append(each)
            elif tested(each) & left:
                look_at(each)
            if not left:
                break
        for parts in several.values() if left else ():
            if any(tested(each) & left for each in parts) and all(truth(each, values, memo) != 1 for each in parts):
                for each in parts:
                    look_at(each)
        hanging = unknown & ~left
        return frozenset([variable for variable in self._variables if hanging >> variable & 1])

    @cached_property
    def _variables(self) -> frozenset[int]:
        return self.expressions.extent(self.roots)[1]

    def _tests(self, expression: int) -> list[tuple[int, int]]:
        """The plain tests that an expression cannot be true without."""
        kinds, literals = self.expressions.kinds, self.expressions.literals
        if kinds[expression] == LITERAL:
            return [literals[expression]]
        if kinds[expression] == AND:
            return [literals[part] for part in self.expressions.parts[expression] if kinds[part] == LITERAL]
        return []

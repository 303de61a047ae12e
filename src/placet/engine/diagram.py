"""Multi-valued decision diagrams: exact functions of finitely many variables, each one node.

A diagram is a number: 0 (false), 1 (true), or a node that tests the variable at its level. Variables have the order
of their levels; equal functions are equal numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from placet.engine.expressions import AND, FALSE, LITERAL, TRUE, Expressions
from placet.model import Open


class DiagramTooLarge(Exception):
    """A diagram would need more nodes than allowed."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most:,} nodes are needed")
        self.most = most


class Diagrams:
    """All diagrams over the variables of some expressions, in a given order.

    Args:
        expressions: what the diagrams are made from.
        order: the variables, first tested first.
        most: how many nodes may be made before `DiagramTooLarge` is raised.
    """

    def __init__(self, expressions: Expressions, order: Sequence[int], most: int = 2_000_000) -> None:
        self.expressions = expressions
        self.order = tuple(order)
        self.most = most
        self.level = {variable: level for level, variable in enumerate(self.order)}
        self.sizes = [expressions.full[variable].bit_length() for variable in self.order]
        self.open_at: list[Open] = []
        """For each level the fact or point that its variable belongs to; filled in by who knows them."""
        self.levels: list[int] = [len(self.order), len(self.order)]
        self.children: list[tuple[int, ...]] = [(), ()]
        self._unique: dict[tuple[int, tuple[int, ...]], int] = {}
        self._and: dict[tuple[int, int], int] = {}
        self._not: dict[int, int] = {0: 1, 1: 0}
        self._support: dict[int, int] = {0: 0, 1: 0}
        self._from: dict[int, int] = {FALSE: 0, TRUE: 1}

    def from_expression(self, expression: int) -> int:
        """Return the diagram of an expression."""
        known = self._from.get(expression)
        if known is not None:
            return known
        if self.expressions.kinds[expression] == LITERAL:
            variable, mask = self.expressions.literals[expression]
            level = self.level[variable]
            result = self.make(level, tuple(mask >> value & 1 for value in range(self.sizes[level])))
        else:
            parts = sorted((self.from_expression(part) for part in self.expressions.parts[expression]), reverse=True)
            if self.expressions.kinds[expression] == AND:
                result = 1
                for part in parts:
                    result = self.both(result, part)
            else:
                result = 0
                for part in parts:
                    result = self.either(result, part)
        self._from[expression] = result
        return result

    def both(self, one: int, other: int) -> int:
        """Return the conjunction of two diagrams."""
        if one == other or other == 1:
            return one
        if one == 1:
            return other
        if one == 0 or other == 0:
            return 0
        key = (one, other) if one < other else (other, one)
        known = self._and.get(key)
        if known is not None:
            return known
        level_one, level_other = self.levels[one], self.levels[other]
        if level_one == level_other:
            pairs = zip(self.children[one], self.children[other], strict=True)
            result = self.make(level_one, tuple([self.both(a, b) for a, b in pairs]))
        elif level_one < level_other:
            result = self.make(level_one, tuple([self.both(child, other) for child in self.children[one]]))
        else:
            result = self.make(level_other, tuple([self.both(one, child) for child in self.children[other]]))
        self._and[key] = result
        return result

    def negation(self, diagram: int) -> int:
        """Return what is true where `diagram` is false."""
        known = self._not.get(diagram)
        if known is not None:
            return known
        result = self.make(self.levels[diagram], tuple([self.negation(child) for child in self.children[diagram]]))
        self._not[diagram] = result
        self._not[result] = diagram
        return result

    def either(self, one: int, other: int) -> int:
        """Return the disjunction of two diagrams."""
        if one == 0 or one == other:
            return other
        if other == 0:
            return one
        return self.negation(self.both(self.negation(one), self.negation(other)))

    def restrict(self, diagram: int, values: Sequence[int], memo: dict[int, int]) -> int:
        """Return `diagram` with the known variables fixed.

        Args:
            diagram: any diagram.
            values: by level, the number of the value, or -1 where it is unknown.
            memo: an empty dictionary, to be shared by calls with the same `values`.
        """
        if diagram < 2:
            return diagram
        known = memo.get(diagram)
        if known is not None:
            return known
        level = self.levels[diagram]
        value = values[level]
        if value >= 0:
            result = self.restrict(self.children[diagram][value], values, memo)
        else:
            children = self.children[diagram]
            result = self.make(level, tuple([self.restrict(child, values, memo) for child in children]))
        memo[diagram] = result
        return result

    def evaluate(self, diagram: int, values: Sequence[int]) -> int | None:
        """Return 0 or 1 where the known `values` lead straight there; None where an unknown variable is met."""
        while diagram > 1:
            value = values[self.levels[diagram]]
            if value < 0:
                return None
            diagram = self.children[diagram][value]
        return diagram

    def support(self, diagram: int) -> int:
        """Return the levels on which the function depends, as a bit mask."""
        known = self._support.get(diagram)
        if known is not None:
            return known
        result = 1 << self.levels[diagram]
        for child in self.children[diagram]:
            result |= self.support(child)
        self._support[diagram] = result
        return result

    def for_all(self, diagram: int, levels: int) -> int:
        """Return where `diagram` is true whatever the variables at `levels` (a bit mask) are."""
        return self._quantify(diagram, levels, self.both, {})

    def exists(self, diagram: int, levels: int) -> int:
        """Return where `diagram` is true for some values of the variables at `levels` (a bit mask)."""
        return self._quantify(diagram, levels, self.either, {})

    def _quantify(self, diagram: int, levels: int, join: Callable[[int, int], int], memo: dict[int, int]) -> int:
        if diagram < 2 or not self.support(diagram) & levels:
            return diagram
        known = memo.get(diagram)
        if known is not None:
            return known
        level = self.levels[diagram]
        children = [self._quantify(child, levels, join, memo) for child in self.children[diagram]]
        if levels >> level & 1:
            result = children[0]
            for child in children[1:]:
                result = join(result, child)
        else:
            result = self.make(level, tuple(children))
        memo[diagram] = result
        return result

    def make(self, level: int, children: tuple[int, ...]) -> int:
        """Return the diagram that tests the variable at `level` and goes on with the child of its value.

        Raises:
            DiagramTooLarge: more nodes would be needed than allowed.
        """
        first = children[0]
        if all(child == first for child in children):
            return first
        key = (level, children)
        number = self._unique.get(key)
        if number is None:
            number = len(self.levels)
            if number > self.most:
                raise DiagramTooLarge(self.most)
            self.levels.append(level)
            self.children.append(children)
            self._unique[key] = number
        return number

"""Sets of situations inside a part of all of them: what is asked there needs no diagram of what holds elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from placet.engine.logic.expressions import AND, LITERAL
from placet.engine.logic.variables import Variables
from placet.engine.space.situations import NODES, Situations

FEW_PARTS = 24
"""An expression with no more parts than these has a small diagram, wherever it is looked at."""


class SituationsWithin(Situations):
    """The situations of a rulebook, of which only those in `care` are looked at.

    What is certain or possible is then certain or possible in one of these; everything is still counted over all.

    Args:
        variables: the facts and points, all of which must have been made.
        roots: the expressions that will be asked about.
        most: how many nodes may be made.

    Attributes:
        care: the situations that are looked at, as a diagram over facts alone; 1 for all of them.
    """

    def __init__(self, variables: Variables, roots: Iterable[int], most: int = NODES) -> None:
        super().__init__(variables, roots, most)
        self.care = 1
        self._parts: dict[tuple[int, int], int] = {}
        self._possible_within: dict[tuple[int, int], int] = {}
        self._sizes: dict[int, int] = {}

    def certain(self, expression: int) -> int:
        """Return the situations in `care` in which an expression is true whatever the open points come to."""
        if self.care == 1:
            return super().certain(expression)
        within = self._within_care(expression)
        if self.is_settled(expression) or not self.diagrams.hangs_on(within, self._points):
            return within
        never = self.possible(self.expressions.negation(expression))
        return self.diagrams.both(self.care, self.diagrams.negation(never))

    def possible(self, expression: int) -> int:
        """Return the situations in `care` in which an expression is true for some values of the open points."""
        if self.care == 1:
            return super().possible(expression)
        key = (self.care, expression)
        known = self._possible_within.get(key)
        if known is None:
            known = self._within_care(expression)
            if not self.is_settled(expression):
                known = self._somehow(known)
            self._possible_within[key] = known
        return known

    def _within_care(self, expression: int) -> int:
        """Return the diagram of an expression in `care`; no part of it ever covers more than that."""
        key = (self.care, expression)
        known = self._parts.get(key)
        if known is not None:
            return known
        kinds, diagrams = self.expressions.kinds, self.diagrams
        if self._size(expression) <= FEW_PARTS:
            result = diagrams.both(self.care, diagrams.from_expression(expression))
        elif kinds[expression] == AND:
            result = self.care
            for part in self.expressions.parts[expression]:
                result = diagrams.both(result, self._within_care(part))
                if result == 0:
                    break
        else:
            result = 0
            for part in self.expressions.parts[expression]:
                result = diagrams.either(result, self._within_care(part))
                if result == self.care:
                    break
        self._parts[key] = result
        return result

    def _size(self, expression: int) -> int:
        """How many parts an expression has, those that occur several times counted each time."""
        known = self._sizes.get(expression)
        if known is None:
            known = 1
            if self.expressions.kinds[expression] != LITERAL:
                for part in self.expressions.parts[expression]:
                    known += self._sizes.get(part) or self._size(part)
            self._sizes[expression] = known
        return known

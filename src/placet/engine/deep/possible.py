"""Whether an expression can be true at all: values are searched for; where that takes long, a diagram decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from placet.engine.logic.diagram import Diagrams, DiagramTooLarge
from placet.engine.logic.expressions import AND, FALSE, LITERAL, TRUE, Expressions

STEPS = 20_000
"""How many parts of an expression a search looks at before a diagram is made instead."""

NODES = 50_000
"""How many nodes such a diagram may have."""

Limits = Mapping[int, Sequence[int]]
"""For each variable that is not free: what holds of it in every completion."""


class Possibility:
    """Says of expressions whether they are true for some values of the variables, and remembers it."""

    def __init__(self, expressions: Expressions) -> None:
        self.expressions = expressions
        self._known: dict[int, bool | None] = {FALSE: False, TRUE: True}
        """None where it could not be said."""
        self._left = 0

    def is_possible(self, expression: int, limits: Limits | None = None) -> bool:
        """Say whether `expression` is true for some values that the `limits` allow.

        Raises:
            DiagramTooLarge: where this cannot be said within the limits of this program.
        """
        if limits and expression > TRUE:
            expression = self.expressions.all_of((expression, *self.bearing(expression, limits)))
        if expression not in self._known:
            self._known[expression] = self._find(expression)
        found = self._known[expression]
        if found is None:
            raise DiagramTooLarge(NODES)
        return found

    def bearing(self, expression: int, limits: Limits) -> list[int]:
        """Return the limits of all variables that occur in an expression, or in a limit of one that does."""
        found: list[int] = []
        seen = set(self.expressions.variables(expression))
        waiting = list(seen)
        while waiting:
            for limit in limits.get(waiting.pop(), ()):
                found.append(limit)
                more = self.expressions.variables(limit) - seen
                seen |= more
                waiting += more
        return found

    def _find(self, expression: int) -> bool | None:
        if self.expressions.kinds[expression] == LITERAL:
            return True
        self._left = STEPS
        try:
            return self._search(expression)
        except (_Long, RecursionError):
            # Overrides in a chain of hundreds make expressions that are too deep to go down.
            order = sorted(self.expressions.variables(expression))
        try:
            return Diagrams(self.expressions, order, NODES).from_expression(expression) != 0
        except (DiagramTooLarge, RecursionError):
            return None

    def _search(self, expression: int) -> bool:
        """Whether an expression is true for some values: a part of the narrowest choice is tried after the other."""
        states: list[tuple[list[int], dict[int, int]]] = [([expression], {})]
        while states:
            waiting, masks = states.pop()
            choices, narrowest = self._propagate(waiting, masks)
            if choices is None:
                continue
            if not narrowest:
                return True
            ways = []
            for part in narrowest:
                ways.append(([part, *choices], dict(masks)))
                if self.expressions.kinds[part] == LITERAL:
                    # What comes after need not look at these values again.
                    variable, mask = self.expressions.literals[part]
                    masks[variable] = masks.get(variable, self.expressions.full[variable]) & ~mask
                    if not masks[variable]:
                        break
            states += reversed(ways)
        return False

    def _propagate(self, waiting: list[int], masks: dict[int, int]) -> tuple[list[int] | None, list[int]]:
        """Narrow `masks` by all that must be true.

        Returns:
            The choices that are left and the parts of the narrowest of them; None where there is a contradiction.
        """
        choices: list[int] = []
        narrowest: list[int] = []
        while waiting:
            choices += self._narrow(waiting, masks)
            if _EMPTY in masks:
                return None, []
            narrowest = []
            undecided = []
            for choice in choices:
                open_parts = self._open_parts(choice, masks)
                if open_parts is None:
                    continue
                if not open_parts:
                    return None, []
                if len(open_parts) == 1:
                    waiting += open_parts
                    continue
                undecided.append(choice)
                if not narrowest or len(open_parts) < len(narrowest):
                    narrowest = open_parts
            choices = undecided
        return choices, narrowest

    def _narrow(self, waiting: list[int], masks: dict[int, int]) -> list[int]:
        """Let `masks` say what the literals in `waiting` do, and return the disjunctions there; empties `waiting`."""
        expressions = self.expressions
        choices = []
        while waiting:
            part = waiting.pop()
            if part == FALSE:
                masks[_EMPTY] = 0
            elif expressions.kinds[part] == LITERAL:
                variable, mask = expressions.literals[part]
                mask &= masks.get(variable, mask)
                masks[variable if mask else _EMPTY] = mask
            elif expressions.kinds[part] == AND:
                waiting += expressions.parts[part]
            else:
                choices.append(part)
        return choices

    def _open_parts(self, choice: int, masks: Mapping[int, int]) -> list[int] | None:
        """The parts of a disjunction that `masks` leaves open; None where it makes one of them true."""
        found = []
        for part in self.expressions.parts[choice]:
            truth = self._truth(part, masks)
            if truth:
                return None
            if truth is None:
                found.append(part)
        return found

    def _truth(self, expression: int, masks: Mapping[int, int]) -> bool | None:
        """Whether an expression is true, or false, for all values that `masks` leaves."""
        self._left -= 1
        if self._left < 0:
            raise _Long
        kind = self.expressions.kinds[expression]
        if kind == LITERAL:
            variable, mask = self.expressions.literals[expression]
            left = masks.get(variable, self.expressions.full[variable])
            return True if not left & ~mask else None if left & mask else False
        decisive = kind != AND
        result: bool | None = not decisive
        for part in self.expressions.parts[expression]:
            truth = self._truth(part, masks)
            if truth is decisive:
                return decisive
            if truth is None:
                result = None
        return result


class _Long(Exception):
    """The search takes too long."""


_EMPTY = -1
"""Stands in `masks` where some variable has no value left."""

"""What is possible whatever some variables are: quantifiers over expressions, taken where they cost least."""

from __future__ import annotations

from collections.abc import Sequence

from placet.engine.logic.expressions import LITERAL, OR, TRUE
from placet.engine.logic.variables import Variables


class TooEntangled(Exception):
    """To take variables out of some expressions would take more steps than allowed."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most:,} steps are needed")
        self.most = most


class Eliminator:
    """Takes variables out of expressions.

    Sets of variables are bit masks by the variables' numbers.

    Args:
        variables: those of the expressions, whose `limits` say which values of the open points are possible together.
    """

    def __init__(self, variables: Variables) -> None:
        self.variables = variables
        self.expressions = variables.expressions
        self.points = 0
        """The variables that no situation gives."""
        for number, variable in enumerate(variables.all):
            if variable.open.kind != "field":
                self.points |= 1 << number
        self._supports: dict[int, int] = {}
        self._memo: dict[tuple[int, int], int] = {}
        self._allowed = self._left = 10_000_000

    def allow(self, steps: int) -> None:
        """Say after how many further steps `TooEntangled` is raised."""
        self._allowed = self._left = steps

    def support(self, expression: int) -> int:
        """Return the variables that occur in an expression."""
        supports, kinds, parts = self._supports, self.expressions.kinds, self.expressions.parts
        known = supports.get(expression)
        if known is not None:
            return known
        stack = [expression]
        while stack:
            here = stack[-1]
            if here in supports:
                stack.pop()
            elif kinds[here] == LITERAL:
                supports[here] = 1 << self.expressions.literals[here][0]
                stack.pop()
            else:
                waiting = [part for part in parts[here] if part not in supports]
                if waiting:
                    stack.extend(waiting)
                    continue
                found = 0
                for part in parts[here]:
                    found |= supports[part]
                supports[here] = found
                stack.pop()
        return supports[expression]

    def possible(self, expression: int, unknown: int) -> int:
        """Return where an expression is true for some values of the open points and of the `unknown` variables.

        Raises:
            TooEntangled: where that would take too many steps.
        """
        return self.exists(self.expressions.all_of((expression, *self.limits(expression))), self.points | unknown)

    def certain(self, expression: int, unknown: int) -> int:
        """Return where an expression is true whatever the open points and the `unknown` variables are.

        Raises:
            TooEntangled: where that would take too many steps.
        """
        return self.expressions.negation(self.possible(self.expressions.negation(expression), unknown))

    def matters(self, expression: int, varied: int, unknown: int) -> int:
        """Return where, for some values of the rest, an expression hangs on the `varied` variables alone.

        Args:
            expression: what is looked at.
            varied: the variables of one fact or open point.
            unknown: the facts that are not known; the open points never are.

        Raises:
            TooEntangled: where that would take too many steps.
        """
        limits = self.limits(expression)
        sides = [
            self.exists(self.expressions.all_of((side, *limits)), varied)
            for side in (expression, self.expressions.negation(expression))
        ]
        return self.exists(self.expressions.all_of(sides), (self.points | unknown) & ~varied)

    def each_value(self, expression: int, variable: int) -> list[int]:
        """Return what is left of an expression for the values of a variable, equal ones once."""
        left = {
            self._restrict(expression, variable, value, {}): None for value in self._classes([expression], variable)
        }
        return list(left)

    def limits(self, expression: int) -> list[int]:
        """Return what holds in every completion of the open points on which an expression hangs."""
        limits = self.variables.limits
        found: list[int] = []
        if not limits:
            return found
        waiting = self.support(expression) & self.points
        seen = 0
        while waiting:
            bit = waiting & -waiting
            seen |= bit
            for limit in limits.get(bit.bit_length() - 1, ()):
                found.append(limit)
                waiting |= self.support(limit) & self.points
            waiting &= ~seen
        return found

    def exists(self, expression: int, variables: int) -> int:
        """Return where an expression is true for some values of some variables.

        Raises:
            TooEntangled: where that would take too many steps.
        """
        return self._exists(expression, variables)

    def _exists(self, expression: int, variables: int) -> int:
        variables &= self.support(expression)
        if not variables:
            return expression
        kind = self.expressions.kinds[expression]
        if kind == LITERAL:
            return TRUE
        key = (expression, variables)
        known = self._memo.get(key)
        if known is not None:
            return known
        parts = self.expressions.parts[expression]
        if kind == OR:
            result = self.expressions.any_of([self._exists(part, variables) for part in parts])
        else:
            kept = [part for part in parts if not self.support(part) & variables]
            for group in self._entangled([part for part in parts if self.support(part) & variables], variables):
                kept.append(self._exists_together(group, variables))
            result = self.expressions.all_of(kept)
        self._memo[key] = result
        return result

    def _entangled(self, parts: Sequence[int], variables: int) -> list[list[int]]:
        """Group the parts of a conjunction so that no two groups share a variable."""
        groups: list[tuple[int, list[int]]] = []
        for part in parts:
            mask = self.support(part) & variables
            joined = [part]
            apart = []
            for other, members in groups:
                if other & mask:
                    mask |= other
                    joined += members
                else:
                    apart.append((other, members))
            groups = [*apart, (mask, joined)]
        return [members for _, members in groups]

    def _exists_together(self, parts: list[int], variables: int) -> int:
        """Take variables out of a conjunction whose parts share them, that of the fewest parts first."""
        if len(parts) == 1:
            return self._exists(parts[0], variables)
        supports = [self.support(part) for part in parts]
        union = 0
        for support in supports:
            union |= support
        union &= variables
        best, fewest = 0, len(parts) + 1
        while union:
            bit = union & -union
            union ^= bit
            count = sum(1 for support in supports if support & bit)
            if count < fewest:
                best, fewest = bit, count
        touched = [part for part, support in zip(parts, supports, strict=True) if support & best]
        rest = [part for part, support in zip(parts, supports, strict=True) if not support & best]
        if fewest == 1:
            rest.append(self._exists(touched[0], best))
        else:
            variable = best.bit_length() - 1
            cases = []
            for value in self._classes(touched, variable):
                memo: dict[int, int] = {}
                cases.append(self.expressions.all_of([self._restrict(part, variable, value, memo) for part in touched]))
            rest.append(self.expressions.any_of(cases))
        return self._exists(self.expressions.all_of(rest), variables)

    def _classes(self, parts: Sequence[int], variable: int) -> list[int]:
        """Return one value of a variable for each set of values that no literal in some expressions tells apart."""
        bit = 1 << variable
        masks: set[int] = set()
        seen: set[int] = set()
        stack = list(parts)
        while stack:
            here = stack.pop()
            if here in seen or not self.support(here) & bit:
                continue
            seen.add(here)
            if self.expressions.kinds[here] == LITERAL:
                masks.add(self.expressions.literals[here][1])
            else:
                stack.extend(self.expressions.parts[here])
        size = self.expressions.full[variable].bit_length()
        signatures = {tuple([mask >> value & 1 for mask in masks]): value for value in reversed(range(size))}
        return sorted(signatures.values())

    def _restrict(self, expression: int, variable: int, value: int, memo: dict[int, int]) -> int:
        if not self.support(expression) >> variable & 1:
            return expression
        known = memo.get(expression)
        if known is not None:
            return known
        self._left -= 1
        if self._left < 0:
            raise TooEntangled(self._allowed)
        kind = self.expressions.kinds[expression]
        if kind == LITERAL:
            result = self.expressions.literals[expression][1] >> value & 1
        else:
            left = [self._restrict(part, variable, value, memo) for part in self.expressions.parts[expression]]
            result = self.expressions.any_of(left) if kind == OR else self.expressions.all_of(left)
        memo[expression] = result
        return result

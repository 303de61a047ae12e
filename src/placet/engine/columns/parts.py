"""What one reader's answer is made of: the functions whose values in a situation together are the answer.

Every engine that looks at many situations at once works on these and on nothing else of a column.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from placet.engine.columns.columns import GroundRule
from placet.engine.logic.expressions import Expressions
from placet.engine.logic.variables import Variables
from placet.model import Step
from placet.model.answers import BASES, Basis


class Ask(msgspec.Struct, frozen=True):
    """One rule's part in a step: `when` is the expression that the rule stands and asks for it.

    `clause` is the number of the rule's `needs`, from 0.
    """

    ground: GroundRule
    clause: int
    step: Step
    when: int


class Parts(msgspec.Struct, frozen=True):
    """One reader's answer, as expressions over facts and open points.

    The answer is `barred` where `bar` is true; else `needs` with every step for which some `when` is true (its force
    the strongest basis among these); else `clear` where `speaks` is true; else `silent`. It is undetermined where one
    of `bar`, `speaks` and the functions of `requirement` is true for some values of the open points and not for others.
    """

    bar: int
    speaks: int
    asks: dict[Step, tuple[Ask, ...]]
    bars: tuple[tuple[GroundRule, int], ...]
    """The rules that bar, each with the expression that it stands."""

    def roots(self) -> list[int]:
        """Return the expressions on which the answer hangs."""
        return [self.bar, self.speaks, *(ask.when for asks in self.asks.values() for ask in asks)]

    def asked(self, expressions: Expressions, step: Step, basis: Basis = "policy") -> int:
        """Return where some rule asks for a step with at least the force of `basis`, be the act barred or not."""
        rank = BASES.index(basis)
        return expressions.any_of(ask.when for ask in self.asks.get(step, ()) if BASES.index(ask.ground.basis) <= rank)

    def requirement(self, expressions: Expressions, step: Step, basis: Basis = "policy") -> int:
        """Return where the answer asks for a step with at least the force of `basis`, and is not barred."""
        return expressions.all_of((self.asked(expressions, step, basis), expressions.negation(self.bar)))


def parts_of(rules: Iterable[GroundRule], expressions: Expressions) -> Parts:
    """Return the parts of an answer for the rules of one reader's column."""
    bars: list[tuple[GroundRule, int]] = []
    speaks: list[int] = []
    asks: dict[Step, list[Ask]] = {}
    for ground in rules:
        speaks.append(ground.speaks)
        if ground.rule.bars:
            bars.append((ground, ground.stands))
        by_clause: dict[tuple[int, Step], list[int]] = {}
        for need in ground.needs:
            by_clause.setdefault((need.clause, need.step), []).append(need.guard)
        for (clause, step), guards in by_clause.items():
            when = expressions.all_of((ground.stands, expressions.any_of(guards)))
            if when:
                asks.setdefault(step, []).append(Ask(ground, clause, step, when))
    return Parts(
        bar=expressions.any_of(stands for _, stands in bars),
        speaks=expressions.any_of(speaks),
        asks={step: tuple(found) for step, found in sorted(asks.items())},
        bars=tuple(bars),
    )


class OpenPoints:
    """What is certain and what is possible over all values of the open points, as expressions over facts alone.

    Args:
        variables: those of the column's calendar, whose `limits` say which values are possible together.
    """

    def __init__(self, variables: Variables) -> None:
        self.variables = variables
        self.expressions = variables.expressions
        self._possible: dict[int, int] = {}

    def certain(self, expression: int) -> int:
        """Return where an expression is true whatever the open points are."""
        return self.expressions.negation(self.possible(self.expressions.negation(expression)))

    def possible(self, expression: int) -> int:
        """Return where an expression is true for some values of the open points."""
        known = self._possible.get(expression)
        if known is not None:
            return known
        points = self._points(expression)
        result = expression
        limits = self.variables.limits
        if points & limits.keys():
            # A limit can speak of further points, and these have limits of their own.
            waiting = set(points)
            within: list[int] = []
            while waiting:
                for limit in limits.get(waiting.pop(), ()):
                    within.append(limit)
                    more = self._points(limit) - points
                    points |= more
                    waiting |= more
            result = self.expressions.all_of((result, *within))
        for point in sorted(points):
            result = self.expressions.exists(result, point)
        self._possible[expression] = result
        return result

    def _points(self, expression: int) -> set[int]:
        every = self.variables.all
        return {number for number in self.expressions.variables(expression) if every[number].open.kind != "field"}

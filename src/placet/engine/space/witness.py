"""One situation in which two answers differ, or the proof that there is none, where regions are out of reach.

Each part of the answer is one question to a solver of propositional formulas: is there a situation in which that part
comes to another truth on the other side? Open points are eliminated first, so that only facts are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from math import prod
from typing import Any

from placet.engine.columns.parts import OpenPoints
from placet.engine.logic.diagram import DiagramTooLarge
from placet.engine.logic.expressions import AND, FALSE, LITERAL, OR, TRUE
from placet.engine.logic.variables import Variables
from placet.engine.space.sides import Side
from placet.model.answers import BASES

EXTRA = "sat"
"""The part of placet that brings the solver."""

SOLVER = "glucose4"

MOST_CASES = 4096
"""Over how many combinations of open points a condition is looked at."""


class SolverMissing(DiagramTooLarge):
    """The regions are out of reach, and the solver that could find a situation in them is not installed.

    `extra` is the part of placet to install.
    """

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.extra = EXTRA


def is_solver_installed() -> bool:
    """Say whether a witness can be looked for."""
    return find_spec("pysat") is not None


def find_witness(one: Side, other: Side) -> dict[int, int] | None:
    """Find facts that alone make two answers differ.

    Args:
        one: the first side.
        other: the second; both from one call of `sides_of`.

    Returns:
        By variable the number of the value of each fact that it takes; None: it is proved that there are none.

    Raises:
        SolverMissing: the solver is not installed.
        DiagramTooLarge: too many points are open at once.
    """
    if not is_solver_installed():
        raise SolverMissing(MOST_CASES)
    question = _Question(one.calendar.variables)
    for differ in _differences(one, other):
        found = question.solve(differ)
        if found is not None:
            return found
    return None


def _differences(one: Side, other: Side) -> Iterator[int]:
    """Yield, part by part of the answer, where it comes to another truth on the other side; over facts alone."""
    sides = (one, other)
    truths = [_Truths(side.calendar.variables) for side in sides]
    expressions = one.calendar.variables.expressions

    def parted(parts: Iterable[int]) -> int:
        ours, theirs = parts
        if ours == theirs and truths[0].points.variables is truths[1].points.variables:
            return FALSE
        certain, possible = (
            expressions.differ(*(getattr(each, name)(part) for each, part in zip(truths, (ours, theirs), strict=True)))
            for name in ("certain", "possible")
        )
        return expressions.any_of((certain, possible))

    yield parted(side.parts.bar for side in sides)
    for step in sorted({step for side in sides for step in side.parts.asks}):
        for basis in BASES:
            yield parted(side.parts.requirement(expressions, step, basis) for side in sides)
    quiet = [
        expressions.negation(truth.possible(root))
        for truth, side in zip(truths, sides, strict=True)
        for root in side.parts.roots()
        if root != side.parts.speaks
    ]
    yield expressions.all_of((parted(side.parts.speaks for side in sides), *quiet))


class _Truths:
    """Where expressions are certain and possible, as expressions over facts: part by part, so far as that can be."""

    def __init__(self, variables: Variables) -> None:
        self.points = OpenPoints(variables)
        self._expressions = variables.expressions
        self._open = {number for number, each in enumerate(variables.all) if each.open.kind != "field"}
        self._sizes = [len(each.values) for each in variables.all]
        self._possible: dict[int, int] = {}

    def certain(self, expression: int) -> int:
        return self._expressions.negation(self.possible(self._expressions.negation(expression)))

    def possible(self, expression: int) -> int:
        known = self._possible.get(expression)
        if known is None:
            known = self._possible[expression] = self._find(expression)
        return known

    def _find(self, expression: int) -> int:
        expressions = self._expressions
        open_points = self._open & expressions.variables(expression)
        if not open_points:
            return expression
        kind = expressions.kinds[expression]
        if kind == OR:
            return expressions.any_of(self.possible(part) for part in expressions.parts[expression])
        if kind == AND:
            settled: list[int] = []
            others: list[int] = []
            for part in expressions.parts[expression]:
                (others if self._open & expressions.variables(part) else settled).append(part)
            if settled:
                return expressions.all_of((*settled, self.possible(expressions.all_of(others))))
        if prod(self._sizes[point] for point in open_points) > MOST_CASES:
            raise DiagramTooLarge(MOST_CASES)
        return self.points.possible(expression)


class _Question:
    """Expressions over facts as clauses of one solver, each made once.

    A fact with two values is one variable of the solver, any other has a variable for each of its values.
    """

    def __init__(self, variables: Variables) -> None:
        from pysat.solvers import Solver

        self._solver: Any = Solver(name=SOLVER)
        self._variables = variables
        self._expressions = variables.expressions
        self._last = 1
        self._solver.add_clause([1])
        self._made: dict[int, int] = {TRUE: 1, FALSE: -1}
        self._values: dict[int, list[int]] = {}

    def solve(self, expression: int) -> dict[int, int] | None:
        """Return facts (by variable the number of the value) with which it is true whatever the others are, or None."""
        if expression == FALSE:
            return None
        wanted = self._literal_of(expression)
        if not self._solver.solve(assumptions=[wanted]):
            return None
        model = set(self._solver.get_model())
        facts = {
            next(literal for literal in literals if literal in model): variable
            for variable, literals in self._values.items()
        }
        # Those that together exclude that it is false, then as many as can be left out one by one.
        needed = self._core(wanted, list(facts))
        for fact in list(needed):
            if fact in needed and not self._solver.solve(assumptions=[-wanted, *(n for n in needed if n != fact)]):
                needed = self._core(wanted, [each for each in needed if each != fact])
        return {facts[fact]: self._values[facts[fact]].index(fact) for fact in needed}

    def _core(self, wanted: int, facts: list[int]) -> list[int]:
        self._solver.solve(assumptions=[-wanted, *facts])
        core = set(self._solver.get_core() or ())
        return [fact for fact in facts if fact in core]

    def _literal_of(self, expression: int) -> int:
        """The solver's literal that says the same as an expression."""
        stack = [expression]
        while stack:
            here = stack[-1]
            if here in self._made:
                stack.pop()
                continue
            kind = self._expressions.kinds[here]
            parts = () if kind == LITERAL else self._expressions.parts[here]
            waiting = [part for part in parts if part not in self._made]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            if kind == LITERAL:
                self._made[here] = self._test(*self._expressions.literals[here])
            else:
                literals = [self._made[part] for part in parts]
                self._made[here] = (
                    self._all_of(literals) if kind == AND else -self._all_of([-each for each in literals])
                )
        return self._made[expression]

    def _test(self, variable: int, mask: int) -> int:
        """The literal that a fact has one of some values."""
        values = self._values_of(variable)
        chosen = [values[value] for value in range(len(values)) if mask >> value & 1]
        others = [values[value] for value in range(len(values)) if not mask >> value & 1]
        if len(chosen) > len(others):
            return self._all_of([-each for each in others])
        return -self._all_of([-each for each in chosen])

    def _values_of(self, variable: int) -> list[int]:
        """The literals of a fact's values, of which exactly one is true."""
        known = self._values.get(variable)
        if known is None:
            size = len(self._variables.all[variable].values)
            if size == 2:
                first = self._new()
                known = [first, -first]
            else:
                known = [self._new() for _ in range(size)]
                self._solver.add_clause(known)
                self._at_most_one(known)
            self._values[variable] = known
        return known

    def _at_most_one(self, literals: list[int]) -> None:
        """One after the other carries along whether one before it was true."""
        before = literals[0]
        for literal in literals[1:]:
            self._solver.add_clause([-before, -literal])
            until = self._new()
            self._solver.add_clause([-before, until])
            self._solver.add_clause([-literal, until])
            before = until

    def _all_of(self, literals: list[int]) -> int:
        if len(literals) == 1:
            return literals[0]
        every = self._new()
        for literal in literals:
            self._solver.add_clause([-every, literal])
        self._solver.add_clause([every, *(-literal for literal in literals)])
        return every

    def _new(self) -> int:
        self._last += 1
        return self._last

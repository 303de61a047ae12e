"""All situations at once: exact sets of them as diagrams, with integer counts, and single ones as examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any

from placet.engine.logic.binary_diagrams import BinaryDiagrams, diagrams_for
from placet.engine.logic.expressions import LITERAL, Expressions
from placet.engine.logic.variables import Variables
from placet.model import Value

if TYPE_CHECKING:
    from placet.engine.sweep.backends import BackendName

NODES = 900_000
"""How many diagram nodes are made before a set of situations is said to be out of reach."""

MOST_BYTES = 64_000_000
"""How much memory the tables that are made at once may take."""

FEWEST_STEPS = 20_000
"""For fewer operations on diagrams nothing is ever gained by tables."""

DIAGRAM_S = 1.3e-5
LIBRARY_S = 3e-6
"""Roughly the seconds for one operation on diagrams of rules, made here and by the library."""

GATE_S = 3.3e-5
TABLE_S = 1.7e-12
"""Roughly the seconds for wiring one gate, and for one gate in one combination of values."""

STARTING_S = 0.2
"""For tables reckoned at fewer seconds no compiled back end is started, which takes half a second by itself."""


class Situations:
    """The situations of a rulebook: every combination of values of its fields that are not fixed.

    A number stands for the intervals into which the amounts that the rulebook compares with cut it. Sets of situations
    are diagrams, which are numbers; equal sets are equal numbers. Open points are never part of a situation.

    Args:
        variables: the facts and points, all of which must have been made.
        roots: the expressions that will be asked about; they say which facts are best tested first.
        most: how many nodes may be made.
        groups: the roots, by what is asked about together; None: all of them are.
        functions: how many of them will have to be looked at one by one, about: where that is much, a library helps.
    """

    def __init__(
        self,
        variables: Variables,
        roots: Iterable[int],
        most: int = NODES,
        groups: Iterable[Iterable[int]] | None = None,
        functions: int = 0,
    ) -> None:
        self.variables = variables
        self.expressions = variables.expressions
        order = _order(variables, [roots] if groups is None else groups)
        self.diagrams = diagrams_for(self.expressions, order, most, functions)
        self.diagrams.open_at = [variables.all[number].open for number in self.diagrams.order]
        self.facts = [variables.all[number].open.kind == "field" for number in self.diagrams.order]
        self._points = sum(1 << level for level, is_fact in enumerate(self.facts) if not is_fact)
        self._fact_levels = sum(1 << level for level, is_fact in enumerate(self.facts) if is_fact)
        self._limits = {number: limits for side in variables.family for number, limits in side.limits.items()}
        self._limited = sum(1 << level for level, number in enumerate(self.diagrams.order) if number in self._limits)
        """Of the levels of points, those whose values are not all possible beside those of others."""
        self.care = 1
        """The situations that are looked at; 1 is all of them."""
        self._possible: dict[int, int] = {}
        self._certain: dict[int, int] = {}
        self._settled: dict[int, bool] = {}
        self.told: dict[tuple[int, int], Any] = {}
        """Room for what somebody makes of single literals, by level and mask."""
        self._tested = prod(size for size, is_fact in zip(self.diagrams.sizes, self.facts, strict=True) if is_fact)
        self.outside = 1
        """How many combinations of values there are of the fields that nothing tests."""
        for name in variables.rulebook.fields:
            if name not in variables.fixed and not variables.has(name):
                self.outside *= domain_size(variables, name)
        self.total = self._tested * self.outside
        """How many situations there are."""

    def certain(self, expression: int) -> int:
        """Return the situations in which an expression is true whatever the open points come to."""
        known = self._certain.get(expression)
        if known is None:
            known = self.diagrams.from_expression(expression)
            if not self.is_settled(expression):
                known = self._surely(known)
            self._certain[expression] = known
        return known

    def possible(self, expression: int) -> int:
        """Return the situations in which an expression is true for some values of the open points."""
        known = self._possible.get(expression)
        if known is None:
            known = self.diagrams.from_expression(expression)
            if not self.is_settled(expression):
                known = self._somehow(known)
            self._possible[expression] = known
        return known

    def tabulate(self, expressions: Iterable[int], steps: int) -> bool:
        """Find where many large expressions are true by writing them out, if that is quicker than diagrams.

        Args:
            expressions: over facts alone.
            steps: how many operations on diagrams it would take otherwise.

        Returns:
            Whether it was done; `possible` and `certain` then know these expressions.

        Raises:
            ValueError: one of them hangs on an open point.
        """
        wanted = [each for each in dict.fromkeys(expressions) if each not in self._possible]
        if not all(map(self.is_settled, wanted)):
            raise ValueError("only what hangs on facts alone can be written out")
        if self.care != 1:
            return False
        # Imported late: few comparisons need it.
        from placet.engine.sweep.dense import MOST_DIGITS, diagram_of_table, digits_needed, truth_tables

        size, found = self.expressions.extent(wanted)
        digits = digits_needed(self.expressions, found)
        if digits > MOST_DIGITS:
            return False
        seconds = size * (1 << digits) * TABLE_S
        step = LIBRARY_S if isinstance(self.diagrams, BinaryDiagrams) else DIAGRAM_S
        if size * GATE_S + seconds > steps * step:
            return False
        backend: BackendName = "auto" if seconds > STARTING_S else "integers"
        order = sorted(found, key=self.diagrams.level.__getitem__)
        batch = max(1, MOST_BYTES >> max(0, digits - 3))
        for start in range(0, len(wanted), batch):
            some = wanted[start : start + batch]
            for each, table in zip(some, truth_tables(self.expressions, some, order, backend), strict=True):
                self._possible[each] = self._certain[each] = diagram_of_table(table, self.diagrams)
        return True

    def is_settled(self, expression: int) -> bool:
        """Say whether an expression tests facts alone and no open point."""
        if not self._points:
            return True
        known = self._settled.get(expression)
        if known is None:
            known = True
            if self.expressions.kinds[expression] == LITERAL:
                known = self.variables.all[self.expressions.literals[expression][0]].open.kind == "field"
            else:
                for part in self.expressions.parts[expression]:
                    if not self.is_settled(part):
                        known = False
                        break
            self._settled[expression] = known
        return known

    def with_points(self, expression: int) -> int:
        """Return where an expression is true by facts and open points, for those values of these that are possible."""
        within = self.diagrams.from_expression(expression)
        points = self.diagrams.support(within) & self._points
        return self._within_limits(within, points) if points and self._limits else within

    def count(self, situations: int) -> int:
        """Return how many situations a set has."""
        return self.diagrams.count(situations, self._fact_levels) * self.outside

    def count_cube(self, cube: Mapping[int, int]) -> int:
        """Return how many situations a conjunction has: for some facts, by level, the mask of the values allowed."""
        # There may be numbers of hundreds of digits, so that one multiplication is better than one for each fact.
        allowed = every = 1
        for level, mask in cube.items():
            allowed *= mask.bit_count()
            every *= self.diagrams.sizes[level]
        return self.total // every * allowed

    def is_in(self, values: Sequence[int], situations: int) -> bool:
        """Say whether a situation is in a set: `values` has by level the number of each fact's value."""
        return self.diagrams.evaluate(situations, values) == 1

    def situation(self, values: Sequence[int], fields: Iterable[str] | None = None) -> dict[str, Value]:
        """Return a situation as facts.

        Args:
            values: by level, the number of each fact's value.
            fields: those wanted; None: all that something tests, and the fixed ones.
        """
        wanted = None if fields is None else set(fields)
        found: dict[str, Value] = dict(self.variables.fixed) if wanted is None else {}
        members: dict[str, set[str]] = {}
        for level, number in enumerate(self.diagrams.order):
            variable = self.variables.all[number]
            name = variable.open.name
            if not self.facts[level] or (wanted is not None and name not in wanted):
                continue
            if variable.member:
                members.setdefault(name, set())
                if variable.values[values[level]]:
                    members[name].add(variable.member)
            else:
                found[name] = variable.values[values[level]]  # type: ignore[assignment]  # values of a field
        found.update({name: frozenset(chosen) for name, chosen in members.items()})
        return {name: found[name] for name in self.variables.rulebook.fields if name in found}

    def values_of(self, given: Mapping[str, Value]) -> list[int]:
        """Return a situation by level; a fact that is not given is -1."""
        by_number = [-1] * len(self.variables.all)
        self.variables.encode(given, by_number)
        return [by_number[number] for number in self.diagrams.order]

    def by_variable(self, values: Sequence[int]) -> list[int]:
        """Return the values of a situation by variable instead of by level; those of points are -1."""
        found = [-1] * len(self.variables.all)
        for number, value, is_fact in zip(self.diagrams.order, values, self.facts, strict=True):
            if is_fact:
                found[number] = value
        return found

    def plainest(self, cube: Mapping[int, int]) -> list[int]:
        """Return by level the plainest situation within a cube: none, nobody and no where the cube leaves it open."""
        values = list(self._plain[0])
        for level, mask in cube.items():
            values[level] = self._plainest(level, mask)
        return values

    def plainest_facts(self, cube: Mapping[int, int]) -> tuple[list[int], dict[str, Value]]:
        """Return the plainest situation within a cube by variable (-1 for points), and as facts.

        It is the one of `plainest`; what the cube leaves open is made once for all cubes.
        """
        by_variable, given = list(self._plain[1]), dict(self._plain[2])
        sets = set()
        for level, mask in cube.items():
            number = self.diagrams.order[level]
            variable = self.variables.all[number]
            value = by_variable[number] = self._plainest(level, mask)
            if variable.member:
                sets.add(variable.open)
            else:
                given[variable.open.name] = variable.values[value]  # type: ignore[assignment]  # values of a field
        for point in sets:
            members = [(self.variables.all[number], by_variable[number]) for number in self.variables.by_open[point]]
            given[point.name] = frozenset(each.member for each, value in members if each.values[value])
        return by_variable, given

    @cached_property
    def rank_of_field(self) -> dict[str, int]:
        """The place of each field in the rulebook."""
        return {name: rank for rank, name in enumerate(self.variables.rulebook.fields)}

    def plainest_changes(self, cube: Mapping[int, int]) -> dict[int, int]:
        """Return by variable what the plainest situation within a cube has where the cube says something."""
        order = self.diagrams.order
        return {order[level]: self._plainest(level, mask) for level, mask in cube.items()}

    @property
    def plainest_by_variable(self) -> list[int]:
        """The plainest situation of all, by variable; -1 for points."""
        return self._plain[1]

    @property
    def plainest_given(self) -> dict[str, Value]:
        """The plainest situation of all, as facts."""
        return self._plain[2]

    def facts_of(self, changes: Mapping[int, int]) -> dict[str, Value]:
        """Return the fields that a situation has otherwise than the plainest of all, where it does so by variable."""
        every = self.variables.all
        found: dict[str, Value] = {}
        for number, value in changes.items():
            variable = every[number]
            name = variable.open.name
            if not variable.member:
                found[name] = variable.values[value]  # type: ignore[assignment]  # values of a field
            elif name not in found:
                members = [(every[one], changes.get(one, self._plain[1][one])) for one in self.variables_of[name]]
                found[name] = frozenset(each.member for each, chosen in members if each.values[chosen])
        return found

    @cached_property
    def variables_of(self) -> dict[str, list[int]]:
        """By field its variables."""
        return {point.name: found for point, found in self.variables.by_open.items() if point.kind == "field"}

    @cached_property
    def _plain(self) -> tuple[list[int], list[int], dict[str, Value]]:
        """The plainest situation of all: by level, by variable, as facts."""
        values = [self._plainest(level, (1 << size) - 1) for level, size in enumerate(self.diagrams.sizes)]
        return values, self.by_variable(values), self.situation(values)

    def _plainest(self, level: int, mask: int) -> int:
        values = self.variables.all[self.diagrams.order[level]].values
        allowed = [index for index in range(len(values)) if mask >> index & 1]
        for plain in (None, False):
            for index in allowed:
                if values[index] is plain:
                    return index
        return allowed[0]

    def _surely(self, within: int) -> int:
        """Where a diagram is true whatever the open points come to together."""
        if self._limited and self.diagrams.hangs_on(within, self._limited):
            return self.diagrams.negation(self._somehow(self.diagrams.negation(within)))
        return self.diagrams.for_all(within, self._points)

    def _somehow(self, within: int) -> int:
        """Where a diagram is true for some values of the open points that are possible together."""
        if self._limited and self.diagrams.hangs_on(within, self._limited):
            within = self._within_limits(within, self.diagrams.support(within) & self._points)
        return self.diagrams.exists(within, self._points)

    def _within_limits(self, within: int, points: int) -> int:
        """Narrow a diagram to the values of points that are possible together."""
        seen = 0
        while points & ~seen:
            level = (points & ~seen & -(points & ~seen)).bit_length() - 1
            seen |= 1 << level
            for limit in self._limits.get(self.diagrams.order[level], ()):
                diagram = self.diagrams.from_expression(limit)
                within = self.diagrams.both(within, diagram)
                points |= self.diagrams.support(diagram) & self._points
        return within


def domain_size(variables: Variables, field: str) -> int:
    """Return how many values a field has; a number has one for each interval."""
    type_ = variables.rulebook.fields[field].type
    if type_.kind == "number":
        return 2 * len(variables.cuts(field)) + 1 + type_.or_none
    size = len(variables.rulebook.domain(type_))
    return 2**size if type_.is_set else size


def _order(variables: Variables, groups: Iterable[Iterable[int]]) -> list[int]:
    """Order the variables: facts before points, the most tested first, the members of a set together.

    How much a fact is tested is its share of the tests of each group in which it occurs, and less for one with many
    values: what a group tests often comes before what all groups test now and then.
    """
    tests: Counter[int] = Counter()
    occurrences: Counter[int] = Counter()
    for roots in groups:
        found = _tests(variables.expressions, roots)
        tests.update(found)
        occurrences.update(found.keys())
    weights = {
        point: sum(
            tests[number] / max(1, occurrences[number]) / len(variables.all[number].values) for number in numbers
        )
        for point, numbers in variables.by_open.items()
    }
    points = sorted(weights, key=lambda point: (point.kind != "field", -weights[point], point))
    return [number for point in points for number in variables.by_open[point]]


def _tests(expressions: Expressions, roots: Iterable[int]) -> Counter[int]:
    """How often each variable is tested by some expressions, their common parts counted once."""
    found: Counter[int] = Counter()
    kinds, literals = expressions.kinds, expressions.literals
    seen = set(roots)
    stack = list(seen)
    while stack:
        here = stack.pop()
        if kinds[here] == LITERAL:
            found[literals[here][0]] += 1
            continue
        for part in expressions.parts[here]:
            if kinds[part] == LITERAL:
                found[literals[part][0]] += 1
            elif part not in seen:
                seen.add(part)
                stack.append(part)
    return found

"""Which fact to ask about next: the one after which the fewest questions are to be expected, over all situations.

Everything that some readers answer is put into one diagram, whose ends are all answers taken together. What a fact
tells is then what it leaves of this diagram for each of its values; every value counts alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from placet.engine.columns.columns import GroundRule
from placet.engine.columns.parts import parts_of
from placet.engine.logic.diagram import DiagramTooLarge
from placet.engine.logic.variables import Variables
from placet.engine.space.situations import Situations
from placet.model import Value
from placet.model.answers import BASES

NODES = 100_000
"""How many diagram nodes are made before the next question is chosen in another way."""

DEEPEST = 300
"""How many variables facts may be before the next question is chosen in another way: each is a call deeper."""

LOOKED_AT = 10_000
"""How many facts in how many cases are looked at to count the further questions; beyond, they are not counted."""

MADE = 1_000
"""How many nodes are made meanwhile; beyond, the further questions are not counted."""

CLOSEST = 3
"""For how many facts the further questions are counted."""

WITHIN = 1.0
"""How many facts more than the best one a fact may leave for its further questions to be counted."""


class Prospect(msgspec.Struct, frozen=True):
    """What is to be expected once a fact is told; every combination of values of what is not known counts alike.

    Attributes:
        now: how many facts matter before.
        left: how many still matter then, on average.
        settled: in which share of the cases none does.
        further: how many questions follow on average, at most (if always that is asked which leaves the fewest facts);
            None where this was too much to be counted.
    """

    now: int
    left: float
    settled: float
    further: float | None


class Asking:
    """What some readers answer in all situations, to choose questions by.

    Args:
        columns: the rules of each reader whose answer is wanted.
        variables: those of the rules.
        given: facts that are the same in every situation to come.
        most: how many diagram nodes may be made.

    Raises:
        DiagramTooLarge: the answers are too much for one diagram.
    """

    def __init__(
        self,
        columns: Iterable[Iterable[GroundRule]],
        variables: Variables,
        given: Mapping[str, Value] | None = None,
        most: int = NODES,
    ) -> None:
        self.given = dict(given or {})
        self.most = most
        self._variables = variables
        expressions = variables.expressions
        values = [-1] * len(variables.all)
        variables.encode(self.given, values)
        if (
            sum(value < 0 and each.open.kind == "field" for value, each in zip(values, variables.all, strict=True))
            > DEEPEST
        ):
            raise DiagramTooLarge(most)
        wanted: dict[int, None] = {}
        memo: dict[int, int] = {0: 0, 1: 1}
        for rules in columns:
            parts = parts_of(rules, expressions)
            required = [parts.requirement(expressions, step, basis) for step in parts.asks for basis in BASES]
            for expression in (parts.bar, parts.speaks, *required):
                wanted[expressions.left_of(expression, values, memo)] = None
        situations = Situations(variables, wanted, most)
        self._order = situations.diagrams.order
        self._sizes = situations.diagrams.sizes
        self._end = sum(situations.facts)
        """The level of the ends: facts come before it, open points after it."""
        self._levels: list[int] = []
        self._children: list[tuple[int, ...]] = []
        self._tested: list[int] = []
        """For each node the levels that it and the nodes below it test, as bits."""
        self._unique: dict[tuple[int, tuple[int, ...]], int] = {}
        self._cofactors: dict[tuple[int, int], dict[int, int]] = {}
        self._splits: dict[tuple[int, str], tuple[tuple[tuple[int, int], ...], int]] = {}
        self._chosen: dict[tuple[int, frozenset[str]], str | None] = {}
        self._further: dict[tuple[int, frozenset[str]], float] = {}
        self._fields: dict[str, list[int]] = {}
        for level, point in enumerate(situations.diagrams.open_at[: self._end]):
            self._fields.setdefault(point.name, []).append(level)
        self._places = {field: place for place, field in enumerate(variables.rulebook.fields)}
        self._bits = {field: sum(1 << level for level in levels) for field, levels in self._fields.items()}
        self._root = self._joined(situations, tuple(situations.with_points(each) for each in wanted))

    def is_about(self, given: Mapping[str, Value]) -> bool:
        """Say whether some facts include those that were given at the beginning."""
        return all(field in given and given[field] == value for field, value in self.given.items())

    def matter(self, given: Mapping[str, Value]) -> tuple[str, ...]:
        """Return the fields that still matter: on which some of the answers hang, whatever else comes to be known."""
        return self._matter(self._left_by(given), frozenset())

    def next_field(self, given: Mapping[str, Value], skipped: Collection[str] = ()) -> str | None:
        """Return the fact after which the fewest questions are to be expected; None where no further one matters.

        Args:
            given: the facts that are known by now, those of the beginning among them.
            skipped: fields that are never told.

        Raises:
            DiagramTooLarge: this is too much to be looked at.
        """
        key = (self._left_by(given), frozenset(skipped))
        if key not in self._chosen:
            # Remembered, so that who goes back is asked the same again, however much has been looked at meanwhile.
            self._chosen[key] = self._choose(*key)
        return self._chosen[key]

    def prospect(self, given: Mapping[str, Value], field: str, skipped: Collection[str] = ()) -> Prospect:
        """Return what is to be expected once a field is told; the arguments are those of `next_field`.

        Raises:
            DiagramTooLarge: this is too much to be looked at.
        """
        here, never = self._left_by(given), frozenset(skipped)
        now = len(self._matter(here, never))
        split, cases = self._split(here, field)
        settled = sum(number for node, number in split if not self._matter(node, never))
        found = self._count_further(here, [field], never)
        further = found[field] if found is not None else None
        return Prospect(now, self._expected_left(here, field, never), settled / cases, further)

    def _choose(self, here: int, never: frozenset[str]) -> str | None:
        fields = self._matter(here, never)
        if len(fields) < 2:
            return fields[0] if fields else None
        left = {field: self._expected_left(here, field, never) for field in fields}
        ranked = sorted(fields, key=lambda field: (left[field], self._places[field]))
        close = [field for field in ranked if left[field] <= left[ranked[0]] + WITHIN][:CLOSEST]
        if len(close) == 1:
            return close[0]
        further = self._count_further(here, close, never)
        if further is None:
            return close[0]
        return min(close, key=lambda field: (further[field], close.index(field)))

    def _count_further(self, here: int, fields: Iterable[str], never: frozenset[str]) -> dict[str, float] | None:
        """How many questions follow once each of some fields is told, on average; None where this is too much."""
        budget = _Budget(LOOKED_AT)
        memos: list[dict[Any, Any]] = [self._unique, self._splits, self._further, *self._cofactors.values()]
        before = [len(memo) for memo in memos]
        since, most = len(self._levels), self.most
        self.most = min(most, since + MADE)
        try:
            return {field: self._expected_after(here, field, never, budget) for field in fields}
        except _TooMuch:
            return None
        except DiagramTooLarge:
            # What was made in vain is given back, with all that was remembered of it: that stands last.
            del self._levels[since:], self._children[since:], self._tested[since:]
            for memo, length in zip(memos, before, strict=True):
                while len(memo) > length:
                    memo.popitem()
            for key in list(self._cofactors)[len(memos) - 3 :]:
                del self._cofactors[key]
            return None
        finally:
            self.most = most

    def _joined(self, situations: Situations, parts: tuple[int, ...]) -> int:
        """The diagram of several functions together: its ends are what they come to, as functions of open points."""
        levels, children_of, sizes = situations.diagrams.levels, situations.diagrams.children_of, self._sizes
        memo: dict[tuple[int, ...], int] = {}

        def join(here: tuple[int, ...]) -> int:
            known = memo.get(here)
            if known is not None:
                return known
            level = min([levels[part] for part in here], default=self._end)
            if level >= self._end:
                found = self._make(self._end, here)
            else:
                size = sizes[level]
                columns = [children_of(part) if levels[part] == level else (part,) * size for part in here]
                found = self._make(level, tuple([join(left) for left in zip(*columns, strict=True)]))
            memo[here] = found
            return found

        return join(parts)

    def _left_by(self, given: Mapping[str, Value]) -> int:
        """The diagram as far as the given facts leave it open."""
        values = [-1] * len(self._variables.all)
        self._variables.encode(given, values)
        here = self._root
        for level in range(self._end):
            value = values[self._order[level]]
            if value >= 0:
                here = self._cofactor(here, level, value)
        return here

    def _matter(self, node: int, never: frozenset[str]) -> tuple[str, ...]:
        tested = self._tested[node]
        return tuple(field for field, bits in self._bits.items() if tested & bits and field not in never)

    def _expected_left(self, node: int, field: str, never: frozenset[str]) -> float:
        """How many fields still matter once one is told, on average."""
        split, cases = self._split(node, field)
        return sum(number * len(self._matter(child, never)) for child, number in split) / cases

    def _expected_after(self, node: int, field: str, never: frozenset[str], budget: _Budget) -> float:
        """How many questions follow once a field is told, on average."""
        split, cases = self._split(node, field)
        total = sum(number * self._expected_questions(child, never, budget) for child, number in split)
        # Without the last places, in which it hangs on the order of the sum.
        return round(total / cases, 9)

    def _expected_questions(self, node: int, never: frozenset[str], budget: _Budget) -> float:
        """How many questions are asked, on average, where always that is asked which leaves the fewest facts."""
        key = (node, never)
        known = self._further.get(key)
        if known is None:
            fields = self._matter(node, never)
            if len(fields) < 2:
                known = float(len(fields))
            else:
                budget.spend(len(fields))
                best = min(fields, key=lambda field: (self._expected_left(node, field, never), self._places[field]))
                known = 1.0 + self._expected_after(node, best, never, budget)
            self._further[key] = known
        return known

    def _split(self, node: int, field: str) -> tuple[tuple[tuple[int, int], ...], int]:
        """What the values of a field leave of a node, each with how many of them do, and how many there are in all."""
        known = self._splits.get((node, field))
        if known is None:
            left = {node: 1}
            cases = 1
            for level in self._fields[field]:
                size = self._sizes[level]
                if not self._tested[node] >> level & 1:
                    continue
                cases *= size
                after: dict[int, int] = {}
                for here, number in left.items():
                    if self._tested[here] >> level & 1:
                        for value in range(size):
                            child = self._cofactor(here, level, value)
                            after[child] = after.get(child, 0) + number
                    else:
                        after[here] = after.get(here, 0) + number * size
                left = after
            known = self._splits[node, field] = tuple(left.items()), cases
        return known

    def _cofactor(self, node: int, level: int, value: int) -> int:
        """What is left of a node where the variable at a level has a value."""
        bit = 1 << level
        levels, children, tested, make = self._levels, self._children, self._tested, self._make
        if not tested[node] & bit:
            return node
        memo = self._cofactors.get((level, value))
        if memo is None:
            memo = self._cofactors[level, value] = {}

        def left(here: int) -> int:
            """What is left of a node that tests the level, and of which nothing is remembered."""
            if levels[here] == level:
                found = children[here][value]
            else:
                below = []
                for child in children[here]:
                    if tested[child] & bit:
                        known = memo.get(child)
                        below.append(left(child) if known is None else known)
                    else:
                        below.append(child)
                found = make(levels[here], tuple(below))
            memo[here] = found
            return found

        known = memo.get(node)
        return left(node) if known is None else known

    def _make(self, level: int, children: tuple[int, ...]) -> int:
        """The node with these children; at the level of the ends, the end with these functions of open points."""
        if level < self._end and children.count(children[0]) == len(children):
            return children[0]
        number = self._unique.get((level, children))
        if number is None:
            number = self._unique[level, children] = len(self._levels)
            if number > self.most:
                raise DiagramTooLarge(self.most)
            self._levels.append(level)
            self._children.append(children)
            tested = 0
            if level < self._end:
                tested = 1 << level
                for child in children:
                    tested |= self._tested[child]
            self._tested.append(tested)
        return number


class _TooMuch(Exception):
    """Too many cases to count the further questions."""


class _Budget:
    """How much may still be looked at."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, number: int) -> None:
        self.left -= number
        if self.left < 0:
            raise _TooMuch

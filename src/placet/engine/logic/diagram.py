"""Multi-valued decision diagrams: exact functions of finitely many variables, each one node.

A diagram is a number: 0 (false), 1 (true), or a node that tests the variable at its level. Variables have the order
of their levels; equal functions are equal numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from placet.engine.logic.expressions import AND, FALSE, LITERAL, TRUE, Expressions
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
        most: how many nodes may be made.

    Raises:
        DiagramTooLarge: by every operation that would need more nodes than that.
    """

    def __init__(self, expressions: Expressions, order: Sequence[int], most: int = 2_000_000) -> None:
        self.expressions = expressions
        self.order = tuple(order)
        self.most = most
        # A diagram is gone through by recursion, level by level.
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 1000 + 8 * len(self.order)))
        self.level = {variable: level for level, variable in enumerate(self.order)}
        self.sizes = [expressions.full[variable].bit_length() for variable in self.order]
        self.open_at: list[Open] = []
        """For each level the fact or point that its variable belongs to; filled in by who knows them."""
        self.levels: list[int] = [len(self.order), len(self.order)]
        self._children: list[tuple[int, ...]] = [(), ()]
        self.children_of: Callable[[int], tuple[int, ...]] = self._children.__getitem__
        """Returns the diagrams for each value of the variable that a diagram tests first."""
        self._unique: list[dict[tuple[int, ...], int]] = [{} for _ in self.order]
        # INVARIANT: operations on two diagrams are kept by one number made of both, which is quicker than a pair.
        self._and: dict[int, int] = {}
        self._or: dict[int, int] = {}
        self._without: dict[int, int] = {}
        self._within: dict[int, bool] = {}
        self._meets: dict[int, bool] = {}
        self._not: dict[int, int] = {0: 1, 1: 0}
        self._support: dict[int, int] = {0: 0, 1: 0}
        self._from: dict[int, int] = {FALSE: 0, TRUE: 1}
        self._widest: dict[int, tuple[float, int, int]] = {0: (0.0, 0, 0), 1: (1.0, 0, 1)}
        self._counted: dict[int, tuple[list[int], dict[int, int]]] = {}

    def extend(self, variables: Sequence[int]) -> None:
        """Add variables that are tested after all others."""
        for variable in variables:
            self.level[variable] = len(self.sizes)
            self.sizes.append(self.expressions.full[variable].bit_length())
            self._unique.append({})
        self.order = (*self.order, *variables)
        self.levels[:2] = [len(self.order)] * 2
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 1000 + 8 * len(self.order)))

    def from_expression(self, expression: int) -> int:
        """Return the diagram of an expression."""
        known = self._from.get(expression)
        if known is not None:
            return known
        if self.expressions.kinds[expression] == LITERAL:
            variable, mask = self.expressions.literals[expression]
            level = self.level[variable]
            result = self.literal(level, mask)
        else:
            # The deepest diagrams first: those that test few variables of the order stay small.
            levels = self.levels
            parts = [self.from_expression(part) for part in self.expressions.parts[expression]]
            parts.sort(key=lambda part: -levels[part])
            if self.expressions.kinds[expression] == AND:
                result = 1
                for part in parts:
                    result = self.both(result, part)
                    if result == 0:
                        break
            else:
                result = 0
                for part in parts:
                    result = self.either(result, part)
                    if result == 1:
                        break
        self._from[expression] = result
        return result

    def both(self, one: int, other: int) -> int:
        """Return the conjunction of two diagrams."""
        if one > other:
            one, other = other, one
        if one < 2 or one == other:
            return other if one else 0
        key = one << _HALF | other
        known = self._and.get(key)
        if known is not None:
            return known
        both, level, level_other = self.both, self.levels[one], self.levels[other]
        if level == level_other:
            ones, others = self._children[one], self._children[other]
            if len(ones) == 2:
                # Most facts have two values: what is said for any number below is said for these without a loop.
                a, c = ones
                b, d = others
                children: tuple[int, ...] = (a and b and both(a, b), c and d and both(c, d))
            else:
                pairs = zip(ones, others, strict=True)
                children = tuple([a and (b if a == 1 or a == b else b and both(a, b)) for a, b in pairs])
        else:
            if level > level_other:
                one, other, level = other, one, level_other
            ones = self._children[one]
            if len(ones) == 2:
                a, c = ones
                children = (a and both(a, other), c and both(c, other))
            else:
                children = tuple([a and (other if a == 1 else both(a, other)) for a in ones])
        result = self._and[key] = self.make(level, children)
        return result

    def either(self, one: int, other: int) -> int:
        """Return the disjunction of two diagrams."""
        if one > other:
            one, other = other, one
        if one < 2 or one == other:
            return 1 if one == 1 else other
        key = one << _HALF | other
        known = self._or.get(key)
        if known is not None:
            return known
        either, level, level_other = self.either, self.levels[one], self.levels[other]
        if level == level_other:
            ones, others = self._children[one], self._children[other]
            if len(ones) == 2:
                a, c = ones
                b, d = others
                children: tuple[int, ...] = (either(a, b) if a else b, either(c, d) if c else d)
            else:
                pairs = zip(ones, others, strict=True)
                children = tuple([b if a == 0 or a == b else 1 if a == 1 else either(a, b) for a, b in pairs])
        else:
            if level > level_other:
                one, other, level = other, one, level_other
            ones = self._children[one]
            if len(ones) == 2:
                a, c = ones
                children = (either(a, other) if a else other, either(c, other) if c else other)
            else:
                children = tuple([other if a == 0 else 1 if a == 1 else either(a, other) for a in ones])
        result = self._or[key] = self.make(level, children)
        return result

    def without(self, one: int, other: int) -> int:
        """Return where `one` is true and `other` is not."""
        if one == 0 or other == 1 or one == other:
            return 0
        if other == 0:
            return one
        if one == 1:
            return self.negation(other)
        key = one << _HALF | other
        known = self._without.get(key)
        if known is not None:
            return known
        without, level, level_other = self.without, self.levels[one], self.levels[other]
        if level == level_other:
            ones, others = self._children[one], self._children[other]
            if len(ones) == 2:
                a, c = ones
                b, d = others
                children: tuple[int, ...] = (a and (without(a, b) if b else a), c and (without(c, d) if d else c))
            else:
                pairs = zip(ones, others, strict=True)
                children = tuple([a and (without(a, b) if b else a) for a, b in pairs])
        elif level < level_other:
            ones = self._children[one]
            if len(ones) == 2:
                a, c = ones
                children = (a and without(a, other), c and without(c, other))
            else:
                children = tuple([a and without(a, other) for a in ones])
        else:
            level = level_other
            others = self._children[other]
            if len(others) == 2:
                b, d = others
                children = (without(one, b) if b else one, without(one, d) if d else one)
            else:
                children = tuple([without(one, b) if b else one for b in others])
        result = self._without[key] = self.make(level, children)
        return result

    def is_within(self, one: int, other: int) -> bool:
        """Say whether `other` is true wherever `one` is; makes no nodes."""
        if one == 0 or other == 1 or one == other:
            return True
        if one == 1 or other == 0:
            return False
        key = one << _HALF | other
        known = self._within.get(key)
        if known is not None:
            return known
        is_within, level_one, level_other = self.is_within, self.levels[one], self.levels[other]
        result = True
        if level_one == level_other:
            for a, b in zip(self._children[one], self._children[other], strict=True):
                if a and b != 1 and a != b and not is_within(a, b):
                    result = False
                    break
        elif level_one < level_other:
            for a in self._children[one]:
                if a and not is_within(a, other):
                    result = False
                    break
        else:
            for b in self._children[other]:
                if b != 1 and not is_within(one, b):
                    result = False
                    break
        self._within[key] = result
        return result

    def meets(self, one: int, other: int) -> bool:
        """Say whether both are true somewhere; makes no nodes."""
        if one > other:
            one, other = other, one
        if one < 2 or one == other:
            return one != 0
        key = one << _HALF | other
        known = self._meets.get(key)
        if known is not None:
            return known
        meets, level_one, level_other = self.meets, self.levels[one], self.levels[other]
        result = False
        if level_one == level_other:
            for a, b in zip(self._children[one], self._children[other], strict=True):
                if a and b and meets(a, b):
                    result = True
                    break
        elif level_one < level_other:
            for a in self._children[one]:
                if a and meets(a, other):
                    result = True
                    break
        else:
            for b in self._children[other]:
                if b and meets(one, b):
                    result = True
                    break
        self._meets[key] = result
        return result

    def negation(self, diagram: int) -> int:
        """Return what is true where `diagram` is false."""
        known = self._not.get(diagram)
        if known is not None:
            return known
        negation = self.negation
        children = [negation(child) if child > 1 else 1 - child for child in self._children[diagram]]
        result = self.make(self.levels[diagram], tuple(children))
        self._not[diagram] = result
        self._not[result] = diagram
        return result

    def literal(self, level: int, mask: int) -> int:
        """Return the diagram that the variable at `level` has one of the values in `mask`."""
        return self.make(level, tuple([mask >> value & 1 for value in range(self.sizes[level])]))

    def chain(self, level: int, mask: int, rest: int) -> int:
        """Return the diagram of a literal and a conjunction of literals at deeper levels."""
        return self.make(level, tuple([rest if mask >> value & 1 else 0 for value in range(self.sizes[level])]))

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
            result = self.restrict(self.children_of(diagram)[value], values, memo)
        else:
            children = self.children_of(diagram)
            result = self.make(level, tuple([self.restrict(child, values, memo) for child in children]))
        memo[diagram] = result
        return result

    def evaluate(self, diagram: int, values: Sequence[int]) -> int | None:
        """Return 0 or 1 where the known `values` lead straight there; None where an unknown variable is met."""
        while diagram > 1:
            value = values[self.levels[diagram]]
            if value < 0:
                return None
            diagram = self._children[diagram][value]
        return diagram

    def support(self, diagram: int) -> int:
        """Return the levels on which the function depends, as a bit mask."""
        known = self._support.get(diagram)
        if known is not None:
            return known
        result = 1 << self.levels[diagram]
        for child in self._children[diagram]:
            result |= self.support(child)
        self._support[diagram] = result
        return result

    def hangs_on(self, diagram: int, levels: int) -> bool:
        """Say whether a diagram depends on any of some levels (a bit mask)."""
        return bool(self.support(diagram) & levels)

    def is_small(self, diagram: int, most: int) -> bool:
        """Say whether a diagram has no more than so many nodes."""
        return self.size(diagram, most) <= most

    def size(self, diagram: int, most: int) -> int:
        """Return how many nodes a diagram has; beyond `most` it is not counted on."""
        seen = {0, 1, diagram}
        stack = [diagram] if diagram > 1 else []
        children_of = self.children_of
        while stack and len(seen) <= most + 2:
            for child in children_of(stack.pop()):
                if child not in seen:
                    seen.add(child)
                    stack.append(child)
        return len(seen) - 2

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
        children = [self._quantify(child, levels, join, memo) for child in self._children[diagram]]
        if levels >> level & 1:
            result = children[0]
            for child in children[1:]:
                result = join(result, child)
        else:
            result = self.make(level, tuple(children))
        memo[diagram] = result
        return result

    def count(self, diagram: int, levels: int) -> int:
        """Return for how many combinations of values of the variables at `levels` (a bit mask) a diagram is true.

        It may test no others.
        """
        known = self._counted.get(levels)
        if known is None:
            before = [1]
            for level, size in enumerate(self.sizes):
                before.append(before[-1] * (size if levels >> level & 1 else 1))
            known = self._counted[levels] = before, {0: 0, 1: 1}
        before, counts = known
        return self._count(diagram, before, counts) * before[self.levels[diagram]]

    def _count(self, diagram: int, before: Sequence[int], counts: dict[int, int]) -> int:
        """Count over the levels from that of the diagram on; `before` has the combinations above each level."""
        known = counts.get(diagram)
        if known is None:
            below = before[self.levels[diagram] + 1]
            known = 0
            for child in self._children[diagram]:
                if child:
                    known += self._count(child, before, counts) * (before[self.levels[child]] // below)
            counts[diagram] = known
        return known

    def widest(self, diagram: int) -> dict[int, int]:
        """Return the way through a diagram that has the most combinations of values: by level the mask of values."""
        self._share_of_widest(diagram)
        way: dict[int, int] = {}
        while diagram > 1:
            _, mask, child = self._widest[diagram]
            way[self.levels[diagram]] = mask
            diagram = child
        return way

    def _share_of_widest(self, diagram: int) -> float:
        """Return which share of all combinations the widest way through a diagram has, and note the way."""
        known = self._widest.get(diagram)
        if known is None:
            children = self._children[diagram]
            if len(children) == 2:
                one, other = children
                share, share_other = self._share_of_widest(one), self._share_of_widest(other)
                known = (share_other / 2, 2, other) if share_other > share else (share / 2, 1, one)
            else:
                masks: dict[int, int] = {}
                for value, child in enumerate(children):
                    if child:
                        masks[child] = masks.get(child, 0) | 1 << value
                best = (0.0, 0, 0)
                for child, mask in masks.items():
                    share = self._share_of_widest(child) * mask.bit_count()
                    if share > best[0]:
                        best = (share, mask, child)
                known = best[0] / len(children), best[1], best[2]
            self._widest[diagram] = known
        return known[0]

    def nodes(self) -> int:
        """Return how many nodes there are by now."""
        return len(self.levels)

    def forget(self, since: int) -> bool:
        """Give back the room of all diagrams made since there were so many; say whether that can be done."""
        return False

    @contextmanager
    def room(self, nodes: int) -> Iterator[None]:
        """Allow no more than so many nodes more, nor more than were allowed before, for what is done meanwhile."""
        most = self.most
        self.most = min(most, self.nodes() + nodes)
        try:
            yield
        finally:
            self.most = most

    def make(self, level: int, children: tuple[int, ...]) -> int:
        """Return the diagram that tests the variable at `level` and goes on with the child of its value.

        Raises:
            DiagramTooLarge: more nodes would be needed than allowed.
        """
        first = children[0]
        if first == children[-1] and (len(children) == 2 or children.count(first) == len(children)):
            return first
        unique = self._unique[level]
        number = unique.get(children)
        if number is None:
            number = len(self.levels)
            if number > self.most:
                raise DiagramTooLarge(self.most)
            self.levels.append(level)
            self._children.append(children)
            unique[children] = number
        return number


_HALF = 32
"""No diagram has a number of more binary digits than this."""

"""Diagrams kept by OxiDD, a library for binary decision diagrams: the functions of `Diagrams`, found much faster.

The values of a variable are written as binary digits, the highest tested first. A code that is no value's stands for
the last value, too: so every function is the same at both, and equal functions stay equal diagrams, whatever is done
with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from placet.engine.logic.diagram import Diagrams, DiagramTooLarge
from placet.engine.logic.expressions import Expressions

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction as Function

CAPACITY = 1 << 22
"""How many nodes the library keeps at most; it takes 16 bytes for each when it is needed."""

KEPT_FOR_EACH = 3
"""How many nodes the library may make for each diagram that is allowed for."""

CACHE = 1 << 18
"""How many results of operations the library remembers."""


FEWEST_FUNCTIONS = 100
"""For fewer functions that have to be looked at one by one it is not worth while to start the library."""


def diagrams_for(expressions: Expressions, order: Sequence[int], most: int, functions: int) -> Diagrams:
    """Return diagrams kept by the library, where it is installed and there is much to do; else plain ones.

    Args:
        expressions: what the diagrams are made from.
        order: the variables, first tested first.
        most: how many may be made.
        functions: how many functions will have to be looked at one by one, about.
    """
    if functions >= FEWEST_FUNCTIONS and is_library_installed():
        return BinaryDiagrams(expressions, order, most)
    return Diagrams(expressions, order, most)


def is_library_installed() -> bool:
    """Say whether the library is there."""
    return find_spec("oxidd") is not None


class BinaryDiagrams(Diagrams):
    """All diagrams over the variables of some expressions, in a given order, kept by the library.

    As in `Diagrams` a diagram is a number, and its children are the diagrams for each value of the variable that it
    tests first. `nodes` are those of the library, which test one binary digit each.
    """

    def __init__(self, expressions: Expressions, order: Sequence[int], most: int = 2_000_000) -> None:
        from oxidd.bcdd import BCDDManager
        from oxidd.util import DDMemoryError

        super().__init__(expressions, order, most)
        self._too_large = DDMemoryError
        self._manager = BCDDManager(CAPACITY, CACHE, 1)
        self._most_kept = CAPACITY
        self._first: list[int] = []
        self._digits: list[int] = []
        self._level_of: list[int] = []
        for level, size in enumerate(self.sizes):
            self._first.append(len(self._level_of))
            self._digits.append((size - 1).bit_length())
            self._level_of += [level] * self._digits[-1]
        self._manager.add_vars(len(self._level_of))
        self._variables: list[Function] = [self._manager.var(digit) for digit in range(len(self._level_of))]
        self._functions: list[Function] = [self._manager.false(), self._manager.true()]
        # INVARIANT: every function of the library that leaves this class has one number for good.
        self._numbers: dict[Function, int] = {function: number for number, function in enumerate(self._functions)}
        self._split: dict[int, tuple[int, ...]] = {}
        self._literals: dict[tuple[int, int], Function] = {}
        self._quantified: dict[int, Function] = {}
        self._ways: dict[Function, tuple[float, int, Function]] = {}
        self._valid: dict[int, tuple[Function, int, dict[int, int]]] = {}
        self.children_of: Callable[[int], tuple[int, ...]] = self._children_of

    def both(self, one: int, other: int) -> int:
        """Return the conjunction of two diagrams."""
        if one > other:
            one, other = other, one
        if one < 2 or one == other:
            return other if one else 0
        try:
            found = self._functions[one] & self._functions[other]
        except self._too_large:
            raise DiagramTooLarge(self.most) from None
        number = self._numbers.get(found)
        return self._new(found) if number is None else number

    def either(self, one: int, other: int) -> int:
        """Return the disjunction of two diagrams."""
        if one > other:
            one, other = other, one
        if one < 2 or one == other:
            return 1 if one == 1 else other
        try:
            found = self._functions[one] | self._functions[other]
        except self._too_large:
            raise DiagramTooLarge(self.most) from None
        number = self._numbers.get(found)
        return self._new(found) if number is None else number

    def without(self, one: int, other: int) -> int:
        """Return where `one` is true and `other` is not."""
        if one == 0 or other == 1 or one == other:
            return 0
        if other == 0:
            return one
        try:
            found = self._functions[other].imp_strict(self._functions[one])
        except self._too_large:
            raise DiagramTooLarge(self.most) from None
        number = self._numbers.get(found)
        return self._new(found) if number is None else number

    def is_within(self, one: int, other: int) -> bool:
        """Say whether `other` is true wherever `one` is."""
        if one == 0 or other == 1 or one == other:
            return True
        if one == 1 or other == 0:
            return False
        try:
            return not self._functions[other].imp_strict(self._functions[one]).satisfiable()
        except self._too_large:
            raise DiagramTooLarge(self.most) from None

    def meets(self, one: int, other: int) -> bool:
        """Say whether both are true somewhere."""
        if one > other:
            one, other = other, one
        if one < 2 or one == other:
            return one != 0
        try:
            return bool((self._functions[one] & self._functions[other]).satisfiable())
        except self._too_large:
            raise DiagramTooLarge(self.most) from None

    def negation(self, diagram: int) -> int:
        """Return what is true where `diagram` is false."""
        found = ~self._functions[diagram]
        number = self._numbers.get(found)
        return self._new(found) if number is None else number

    def literal(self, level: int, mask: int) -> int:
        """Return the diagram that the variable at `level` has one of the values in `mask`."""
        found = self._literal(level, mask)
        number = self._numbers.get(found)
        return self._new(found) if number is None else number

    def chain(self, level: int, mask: int, rest: int) -> int:
        """Return the diagram of a literal and a conjunction of literals at deeper levels."""
        found = self._literal(level, mask) & self._functions[rest]
        number = self._numbers.get(found)
        return self._new(found) if number is None else number

    def make(self, level: int, children: tuple[int, ...]) -> int:
        """Return the diagram that tests the variable at `level` and goes on with the child of its value."""
        first = children[0]
        if first == children[-1] and children.count(first) == len(children):
            return first
        functions = self._functions
        digits = self._digits[level]
        codes = [functions[child] for child in children]
        codes += [codes[-1]] * ((1 << digits) - len(codes))
        try:
            for digit in range(self._first[level] + digits - 1, self._first[level] - 1, -1):
                variable = self._variables[digit]
                codes = [
                    low if low == high else variable.ite(high, low)
                    for low, high in zip(codes[::2], codes[1::2], strict=True)
                ]
        except self._too_large:
            raise DiagramTooLarge(self.most) from None
        number = self._numbers.get(codes[0])
        return self._new(codes[0]) if number is None else number

    def evaluate(self, diagram: int, values: Sequence[int]) -> int | None:
        """Return 0 or 1 where the known `values` lead straight there; None where an unknown variable is met."""
        function = self._functions[diagram]
        while (digit := function.node_level()) is not None:
            level = self._level_of[digit]
            value = values[level]
            if value < 0:
                return None
            place = self._first[level] + self._digits[level] - 1 - digit
            function = function.cofactors()[0 if value >> place & 1 else 1]
        return int(function.satisfiable())

    def support(self, diagram: int) -> int:
        """Return the levels on which the function depends, as a bit mask."""
        known = self._support.get(diagram)
        if known is None:
            known = 0
            seen = {self._functions[diagram]}
            stack = list(seen)
            while stack:
                here = stack.pop()
                digit = here.node_level()
                if digit is None:
                    continue
                known |= 1 << self._level_of[digit]
                for child in here.cofactors():
                    if child not in seen:
                        seen.add(child)
                        stack.append(child)
            self._support[diagram] = known
        return known

    def for_all(self, diagram: int, levels: int) -> int:
        """Return where `diagram` is true whatever the variables at `levels` (a bit mask) are."""
        return self._known(self._functions[diagram].forall(self._digits_of(levels)))

    def exists(self, diagram: int, levels: int) -> int:
        """Return where `diagram` is true for some values of the variables at `levels` (a bit mask)."""
        return self._known(self._functions[diagram].exists(self._digits_of(levels)))

    def count(self, diagram: int, levels: int) -> int:
        """Return for how many combinations of values of the variables at `levels` (a bit mask) a diagram is true.

        It may test no others.
        """
        valid = self._valid.get(levels)
        if valid is None:
            function = self._functions[1]
            for level, size in enumerate(self.sizes):
                if levels >> level & 1 and size & (size - 1):
                    codes = [int(code < size) for code in range(1 << self._digits[level])]
                    function = function & self._codes(level, codes)
            free = sum(digits for level, digits in enumerate(self._digits) if not levels >> level & 1)
            valid = self._valid[levels] = function, free, {}
        function, free, counts = valid
        found = counts.get(diagram)
        if found is None:
            every: int = (self._functions[diagram] & function).sat_count(len(self._level_of))
            found = counts[diagram] = every >> free
        return found

    def widest(self, diagram: int) -> dict[int, int]:
        """Return the way through a diagram that has the most combinations of values: by level the mask of values."""
        function = self._functions[diagram]
        self._share(function)
        way: dict[int, int] = {}
        while (digit := function.node_level()) is not None:
            _, way[self._level_of[digit]], function = self._ways[function]
        return way

    @contextmanager
    def room(self, nodes: int) -> Iterator[None]:
        """Allow no more than so many nodes more, nor more than were allowed before, for what is done meanwhile."""
        most, most_kept = self.most, self._most_kept
        self.most = min(most, self.nodes() + nodes)
        self._most_kept = min(most_kept, self._manager.approx_num_inner_nodes() + KEPT_FOR_EACH * nodes)
        try:
            yield
        finally:
            self.most, self._most_kept = most, most_kept

    def forget(self, since: int) -> bool:
        """Give back the room of all diagrams made since there were so many; their numbers will be others'."""
        for function in self._functions[since:]:
            del self._numbers[function]
        del self._functions[since:], self.levels[since:]
        self._ways.clear()
        memos: list[dict[int, int]] = [self._support, *(counts for _, _, counts in self._valid.values())]
        for memo in memos:
            for diagram in [each for each in memo if each >= since]:
                del memo[diagram]
        self._from = {expression: diagram for expression, diagram in self._from.items() if diagram < since}
        self._split = {
            diagram: children for diagram, children in self._split.items() if diagram < since and max(children) < since
        }
        return True

    def _new(self, function: Function) -> int:
        number = len(self._functions)
        if number > self.most or (number & 15 == 0 and self._manager.approx_num_inner_nodes() > self._most_kept):
            raise DiagramTooLarge(self.most)
        self._numbers[function] = number
        self._functions.append(function)
        digit = function.node_level()
        self.levels.append(len(self.order) if digit is None else self._level_of[digit])
        return number

    def _known(self, function: Function) -> int:
        number = self._numbers.get(function)
        return self._new(function) if number is None else number

    def _children_of(self, diagram: int) -> tuple[int, ...]:
        """The diagrams for each value of the variable that a diagram tests first."""
        known = self._split.get(diagram)
        if known is None:
            level = self.levels[diagram]
            digits = self._digits[level]
            numbers = self._numbers
            high, low = self._functions[diagram].cofactors()
            if digits == 1:
                one, other = numbers.get(low), numbers.get(high)
                known = (self._new(low) if one is None else one, self._new(high) if other is None else other)
            else:
                known = tuple([self._known(code) for code in self._by_value(self._functions[diagram], level)])
            self._split[diagram] = known
        return known

    def _by_value(self, function: Function, level: int) -> list[Function]:
        """What is left of a function that tests the variable at a level first, for each of its values."""
        first = self._first[level]
        codes = [function]
        for digit in range(first, first + self._digits[level]):
            halves = []
            for code in codes:
                if code.node_level() == digit:
                    high, low = code.cofactors()
                    halves.append(low)
                    halves.append(high)
                else:
                    halves.append(code)
                    halves.append(code)
            codes = halves
        return codes[: self.sizes[level]]

    def _share(self, function: Function) -> float:
        """Return which share of all combinations the widest way through a function has, and note the way."""
        known = self._ways.get(function)
        if known is None:
            digit = function.node_level()
            if digit is None:
                return 1.0 if function.satisfiable() else 0.0
            level = self._level_of[digit]
            if self._digits[level] == 1:
                high, low = function.cofactors()
                share, share_high = self._share(low), self._share(high)
                known = (share_high / 2, 2, high) if share_high > share else (share / 2, 1, low)
            else:
                masks: dict[Function, int] = {}
                for value, child in enumerate(self._by_value(function, level)):
                    masks[child] = masks.get(child, 0) | 1 << value
                best = (0.0, 0, function)
                for child, mask in masks.items():
                    share = self._share(child) * mask.bit_count()
                    if share > best[0]:
                        best = (share, mask, child)
                known = best[0] / self.sizes[level], best[1], best[2]
            self._ways[function] = known
        return known[0]

    def _literal(self, level: int, mask: int) -> Function:
        found = self._literals.get((level, mask))
        if found is None:
            last = self.sizes[level] - 1
            codes = [mask >> min(code, last) & 1 for code in range(1 << self._digits[level])]
            found = self._literals[level, mask] = self._codes(level, codes)
        return found

    def _codes(self, level: int, codes: Sequence[int]) -> Function:
        """The function of the digits of one variable that has some truth for each code."""
        found = [self._functions[code] for code in codes]
        first = self._first[level]
        for digit in range(first + self._digits[level] - 1, first - 1, -1):
            variable = self._variables[digit]
            found = [variable.ite(high, low) for low, high in zip(found[::2], found[1::2], strict=True)]
        return found[0]

    def _digits_of(self, levels: int) -> Function:
        """The conjunction of all digits of the variables at some levels, by which the library takes them."""
        found = self._quantified.get(levels)
        if found is None:
            found = self._functions[1]
            for digit, level in enumerate(self._level_of):
                if levels >> level & 1:
                    found = found & self._variables[digit]
            self._quantified[levels] = found
        return found

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
SMALL_CACHE = 1 << 15
"""How many results of operations the library remembers: where there is much to do, and where less is sooner cleared."""

MANY_FUNCTIONS = 1000
"""From so many functions on that have to be looked at one by one there is much to do."""

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
        return BinaryDiagrams(expressions, order, most, CACHE if functions >= MANY_FUNCTIONS else SMALL_CACHE)
    return Diagrams(expressions, order, most)


def is_library_installed() -> bool:
    """Say whether the library is there."""
    return find_spec("oxidd") is not None


class BinaryDiagrams(Diagrams):
    """All diagrams over the variables of some expressions, in a given order, kept by the library.

    As in `Diagrams` a diagram is a number, and its children are the diagrams for each value of the variable that it
    tests first. `nodes` are those of the library, which test one binary digit each.
    """

    def __init__(
        self, expressions: Expressions, order: Sequence[int], most: int = 2_000_000, cache: int = CACHE
    ) -> None:
        from oxidd.bcdd import BCDDManager
        from oxidd.util import DDMemoryError

        super().__init__(expressions, order, most)
        self._too_large = DDMemoryError
        self._manager = BCDDManager(CAPACITY, cache, 1)
        self._most_kept = CAPACITY
        self._first: list[int] = []
        self.digits: list[int] = []
        """For each level how many binary digits its variable has."""
        self.level_of: list[int] = []
        """For each binary digit, which is a variable of the library, the level of the variable that it is part of."""
        for level, size in enumerate(self.sizes):
            self._first.append(len(self.level_of))
            self.digits.append((size - 1).bit_length())
            self.level_of += [level] * self.digits[-1]
        self._manager.add_vars(len(self.level_of))
        self._variables: list[Function] = [self._manager.var(digit) for digit in range(len(self.level_of))]
        self._functions: list[Function] = [self._manager.false(), self._manager.true()]
        # INVARIANT: every function of the library that leaves this class has one number for good.
        self._numbers: dict[Function, int] = {function: number for number, function in enumerate(self._functions)}
        self._split: dict[int, tuple[int, ...]] = {}
        self._literals: dict[tuple[int, int], Function] = {}
        self._quantified: dict[int, Function] = {}
        self._widest_ways: dict[Function, tuple[float, int, Function]] = {}
        self._ways_of: dict[Function, dict[Function, int]] = {}
        self._codes_of_digit: list[int] = []
        """For each binary digit the mask of the codes in which it is 1."""
        for digits in self.digits:
            codes = range(1 << digits)
            self._codes_of_digit += [
                sum(1 << code for code in codes if code >> place & 1) for place in reversed(range(digits))
            ]
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
        found = self.literal_function(level, mask)
        number = self._numbers.get(found)
        return self._new(found) if number is None else number

    def chain(self, level: int, mask: int, rest: int) -> int:
        """Return the diagram of a literal and a conjunction of literals at deeper levels."""
        found = self.literal_function(level, mask) & self._functions[rest]
        number = self._numbers.get(found)
        return self._new(found) if number is None else number

    def make(self, level: int, children: tuple[int, ...]) -> int:
        """Return the diagram that tests the variable at `level` and goes on with the child of its value."""
        first = children[0]
        if first == children[-1] and children.count(first) == len(children):
            return first
        functions = self._functions
        digits, start = self.digits[level], self._first[level]
        try:
            if digits == 1:
                found = self._variables[start].ite(functions[children[1]], functions[first])
            else:
                codes = [functions[child] for child in children]
                codes += [codes[-1]] * ((1 << digits) - len(codes))
                for digit in range(start + digits - 1, start - 1, -1):
                    variable = self._variables[digit]
                    codes = [
                        low if low == high else variable.ite(high, low)
                        for low, high in zip(codes[::2], codes[1::2], strict=True)
                    ]
                found = codes[0]
        except self._too_large:
            raise DiagramTooLarge(self.most) from None
        number = self._numbers.get(found)
        return self._new(found) if number is None else number

    def evaluate(self, diagram: int, values: Sequence[int]) -> int | None:
        """Return 0 or 1 where the known `values` lead straight there; None where an unknown variable is met."""
        function = self._functions[diagram]
        while (digit := function.node_level()) is not None:
            level = self.level_of[digit]
            value = values[level]
            if value < 0:
                return None
            place = self._first[level] + self.digits[level] - 1 - digit
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
                known |= 1 << self.level_of[digit]
                for child in here.cofactors():
                    if child not in seen:
                        seen.add(child)
                        stack.append(child)
            self._support[diagram] = known
        return known

    def is_small(self, diagram: int, most: int) -> bool:
        """Say whether a diagram is made of no more than so many."""
        # Each node of the library is a function and its negation, and there is one for every digit that is tested.
        return 2 * self._functions[diagram].node_count() <= most or super().is_small(diagram, most)

    def size(self, diagram: int, most: int) -> int:
        """Return how many diagrams a diagram is made of; beyond `most` it is not counted on."""
        function = self._functions[diagram]
        seen = {self._functions[0], self._functions[1], function}
        stack = [function] if diagram > 1 else []
        while stack and len(seen) <= most + 2:
            here = stack.pop()
            digit = here.node_level()
            assert digit is not None, "ends are not gone through"
            level = self.level_of[digit]
            for child in here.cofactors() if self.digits[level] == 1 else self.ways(here, level):
                if child not in seen:
                    seen.add(child)
                    stack.append(child)
        return len(seen) - 2

    def hangs_on(self, diagram: int, levels: int) -> bool:
        """Say whether a diagram depends on any of some levels (a bit mask)."""
        function = self._functions[diagram]
        return bool(function.exists(self._digits_of(levels)) != function)

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
                    codes = [int(code < size) for code in range(1 << self.digits[level])]
                    function = function & self._codes(level, codes)
            free = sum(digits for level, digits in enumerate(self.digits) if not levels >> level & 1)
            valid = self._valid[levels] = function, free, {}
        function, free, counts = valid
        found = counts.get(diagram)
        if found is None:
            every: int = (self._functions[diagram] & function).sat_count(len(self.level_of))
            found = counts[diagram] = every >> free
        return found

    def widest(self, diagram: int) -> dict[int, int]:
        """Return the way through a diagram that has the most combinations of values: by level the mask of values."""
        function = self._functions[diagram]
        known = self._widest_ways
        if not known:
            never, always = self._functions[:2]
            known |= {never: (0.0, 0, never), always: (1.0, 0, always)}
        way: dict[int, int] = {}
        while (digit := function.node_level()) is not None:
            _, way[self.level_of[digit]], function = known.get(function) or self._widest_way(function)
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
        self._widest_ways.clear()
        self._ways_of.clear()
        memos: list[dict[int, int]] = [self._support, *(counts for _, _, counts in self._valid.values())]
        for memo in memos:
            for diagram in [each for each in memo if each >= since]:
                del memo[diagram]
        self._from = {expression: diagram for expression, diagram in self._from.items() if diagram < since}
        self._split = {
            diagram: children for diagram, children in self._split.items() if diagram < since and max(children) < since
        }
        return True

    # What the library keeps, for who works on its functions themselves.

    def function_of(self, diagram: int) -> Function:
        """Return the function of the library that a diagram is."""
        return self._functions[diagram]

    def ways(self, function: Function, level: int) -> dict[Function, int]:
        """Return what is left of a function that tests no variable before `level`, with the mask of the values for it.

        They come in the order of the least value of each.
        """
        known = self._ways_of.get(function)
        if known is not None:
            return known
        if self.sizes[level] == 2:
            high, low = function.cofactors()
            known = self._ways_of[function] = {low: 1, high: 2}
            return known
        split = self._split_by_two_digits if self.digits[level] == 2 else self._split_by_digits
        known = self._ways_of[function] = split(function, level)
        return known

    def literal_function(self, level: int, mask: int) -> Function:
        """Return the function that the variable at `level` has one of the values in `mask`."""
        found = self._literals.get((level, mask))
        if found is None:
            last = self.sizes[level] - 1
            codes = [mask >> min(code, last) & 1 for code in range(1 << self.digits[level])]
            found = self._literals[level, mask] = self._codes(level, codes)
        return found

    def check_room(self, made: int) -> None:
        """See to it that there is room left.

        Args:
            made: how many functions have been made that are no diagrams here.

        Raises:
            DiagramTooLarge: there is none.
        """
        if len(self._functions) + made > self.most or self._manager.approx_num_inner_nodes() > self._most_kept:
            raise DiagramTooLarge(self.most)

    def _new(self, function: Function) -> int:
        number = len(self._functions)
        if number > self.most or (number & 15 == 0 and self._manager.approx_num_inner_nodes() > self._most_kept):
            raise DiagramTooLarge(self.most)
        self._numbers[function] = number
        self._functions.append(function)
        digit = function.node_level()
        self.levels.append(len(self.order) if digit is None else self.level_of[digit])
        return number

    def _known(self, function: Function) -> int:
        number = self._numbers.get(function)
        return self._new(function) if number is None else number

    def _children_of(self, diagram: int) -> tuple[int, ...]:
        """The diagrams for each value of the variable that a diagram tests first."""
        known = self._split.get(diagram)
        if known is None:
            level = self.levels[diagram]
            digits = self.digits[level]
            numbers = self._numbers
            high, low = self._functions[diagram].cofactors()
            if digits == 1:
                one, other = numbers.get(low), numbers.get(high)
                known = (self._new(low) if one is None else one, self._new(high) if other is None else other)
            else:
                by_value = [0] * self.sizes[level]
                for child, mask in self.ways(self._functions[diagram], level).items():
                    number = self._known(child)
                    while mask:
                        bit = mask & -mask
                        by_value[bit.bit_length() - 1] = number
                        mask ^= bit
                known = tuple(by_value)
            self._split[diagram] = known
        return known

    def _split_by_digits(self, function: Function, level: int) -> dict[Function, int]:
        """The ways of a function at a level, however many values there are."""
        found: dict[Function, int] = {}
        last = self._first[level] + self.digits[level] - 1
        # The codes with a digit 0 come before those with a 1, so that each way is met first at its least value.
        waiting = [(function, (1 << self.sizes[level]) - 1)]
        while waiting:
            here, mask = waiting.pop()
            digit = here.node_level()
            if digit is None or digit > last:
                found[here] = found.get(here, 0) | mask
                continue
            high, low = here.cofactors()
            ones = mask & self._codes_of_digit[digit]
            if digit == last:
                found[low] = found.get(low, 0) | mask & ~ones
                if ones:
                    found[high] = found.get(high, 0) | ones
                continue
            if ones:
                waiting.append((high, ones))
            waiting.append((low, mask & ~ones))
        return found

    def _split_by_two_digits(self, function: Function, level: int) -> dict[Function, int]:
        """The same for three or four values, which most facts have that have more than two."""
        first, every = self._first[level], (1 << self.sizes[level]) - 1
        high, low = function.cofactors() if function.node_level() == first else (function, function)
        if low.node_level() == first + 1:
            one, zero = low.cofactors()
            found = {zero: 0b1, one: 0b10}
        else:
            found = {low: 0b11}
        if high.node_level() == first + 1:
            one, zero = high.cofactors()
            found[zero] = found.get(zero, 0) | 0b100
            if every & 0b1000:
                found[one] = found.get(one, 0) | 0b1000
        else:
            found[high] = found.get(high, 0) | every & 0b1100
        return found

    def _widest_way(self, function: Function) -> tuple[float, int, Function]:
        """Return how the widest way through a function begins.

        That is the share of all combinations of values that it has, the mask of the values taken first, and the
        function that is left after them.
        """
        known = self._widest_ways
        digit = function.node_level()
        assert digit is not None, "the way through an end is known"
        level = self.level_of[digit]
        if self.digits[level] == 1:
            high, low = function.cofactors()
            one = known.get(low) or self._widest_way(low)
            other = known.get(high) or self._widest_way(high)
            best = (other[0] / 2, 2, high) if other[0] > one[0] else (one[0] / 2, 1, low)
        else:
            share, mask, left = 0.0, 0, function
            for child, values in (self._ways_of.get(function) or self.ways(function, level)).items():
                here = (known.get(child) or self._widest_way(child))[0] * values.bit_count()
                if here > share:
                    share, mask, left = here, values, child
            best = share / self.sizes[level], mask, left
        known[function] = best
        return best

    def _codes(self, level: int, codes: Sequence[int]) -> Function:
        """The function of the digits of one variable that has some truth for each code."""
        found = [self._functions[code] for code in codes]
        first = self._first[level]
        for digit in range(first + self.digits[level] - 1, first - 1, -1):
            variable = self._variables[digit]
            found = [variable.ite(high, low) for low, high in zip(found[::2], found[1::2], strict=True)]
        return found[0]

    def _digits_of(self, levels: int) -> Function:
        """The conjunction of all digits of the variables at some levels, by which the library takes them."""
        found = self._quantified.get(levels)
        if found is None:
            found = self._functions[1]
            for digit, level in enumerate(self.level_of):
                if levels >> level & 1:
                    found = found & self._variables[digit]
            self._quantified[levels] = found
        return found


def _least(way: tuple[object, int]) -> int:
    """The bit of the least value of those that go on in one way."""
    return way[1] & -way[1]

"""Conditions over variables with finite domains, hash-consed, in negation normal form.

An expression is a number. `FALSE` and `TRUE` are 0 and 1; every other one is a literal (a variable and the set of
values for which it is true, as a bit mask) or a conjunction or disjunction of expressions. Two expressions made by one
`Expressions` from the same parts are the same number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

FALSE = 0
TRUE = 1

LITERAL = 0
AND = 1
OR = 2

Cube = tuple[tuple[int, int], ...]
"""A conjunction of literals: (variable, mask of values) pairs by rising variable, no variable twice."""


class Expressions:
    """The expressions over one list of variables."""

    def __init__(self) -> None:
        self.full: list[int] = []
        """For each variable the mask of its whole domain."""
        self.kinds = [OR, AND]
        """For each expression: LITERAL, AND or OR."""
        self.literals: dict[int, tuple[int, int]] = {}
        """The variable and the mask of values of each literal."""
        self.parts: dict[int, tuple[int, ...]] = {FALSE: (), TRUE: ()}
        """The parts of each conjunction and disjunction."""
        self._unique: tuple[dict[tuple[int, ...], int], ...] = ({}, {}, {})
        """By kind the expressions that there are: the variable and mask of a literal, the parts of others."""
        self._negations: dict[int, int] = {FALSE: TRUE, TRUE: FALSE}
        self._cubes: dict[int, tuple[Cube, ...] | None] = {FALSE: (), TRUE: ((),)}
        self._tested = {FALSE: 0, TRUE: 0}

    def add_variable(self, size: int) -> int:
        """Add a variable with `size` values and return its number."""
        self.full.append((1 << size) - 1)
        return len(self.full) - 1

    def literal(self, variable: int, mask: int) -> int:
        """Return the expression that is true where `variable` has one of the values in `mask`."""
        if mask == 0:
            return FALSE
        if mask == self.full[variable]:
            return TRUE
        return self._node(LITERAL, (variable, mask))

    def all_of(self, parts: Iterable[int]) -> int:
        """Return the conjunction of `parts`."""
        return self._combine(parts, AND)

    def any_of(self, parts: Iterable[int]) -> int:
        """Return the disjunction of `parts`."""
        return self._combine(parts, OR)

    def negation(self, expression: int) -> int:
        """Return what is true where `expression` is false."""
        known = self._negations.get(expression)
        if known is not None:
            return known
        if self.kinds[expression] == LITERAL:
            variable, mask = self.literals[expression]
            result = self.literal(variable, self.full[variable] & ~mask)
        else:
            parts = [self.negation(part) for part in self.parts[expression]]
            result = self._combine(parts, OR if self.kinds[expression] == AND else AND)
        self._negations[expression] = result
        self._negations[result] = expression
        return result

    def choice(self, condition: int, then: int, otherwise: int) -> int:
        """Return `then` where `condition` is true and `otherwise` elsewhere."""
        if condition == TRUE or then == otherwise:
            return then
        if condition == FALSE:
            return otherwise
        return self.any_of((self.all_of((condition, then)), self.all_of((self.negation(condition), otherwise))))

    def differ(self, one: int, other: int) -> int:
        """Return where exactly one of the two is true."""
        return self.choice(one, self.negation(other), other)

    def alternatives(self, expression: int) -> tuple[int, ...]:
        """Return the parts of a disjunction; of anything else itself."""
        return self.parts[expression] if self.kinds[expression] == OR else (expression,)

    def conjuncts(self, expression: int) -> frozenset[int]:
        """Return the parts of a conjunction; of anything else itself."""
        return frozenset(self.parts[expression]) if self.kinds[expression] == AND else frozenset((expression,))

    def restrict(self, expression: int, variable: int, value: int, memo: dict[int, int] | None = None) -> int:
        """Return what is left of an expression where `variable` has its value of number `value`."""
        memo = {} if memo is None else memo
        known = memo.get(expression)
        if known is not None:
            return known
        kind = self.kinds[expression]
        if kind == LITERAL:
            tested, mask = self.literals[expression]
            result = expression if tested != variable else TRUE if mask >> value & 1 else FALSE
        else:
            parts = self.parts[expression]
            left = [self.restrict(part, variable, value, memo) for part in parts]
            result = expression if list(parts) == left else self._combine(left, kind)
        memo[expression] = result
        return result

    def left_of(self, expression: int, values: Sequence[int], memo: dict[int, int]) -> int:
        """Return what is left of an expression where many values are known.

        Args:
            expression: any expression.
            values: by variable the number of its value, or -1.
            memo: an empty dictionary, to be shared by calls with the same `values`.
        """
        known = memo.get(expression)
        if known is not None:
            return known
        kind = self.kinds[expression]
        if kind == LITERAL:
            variable, mask = self.literals[expression]
            value = values[variable]
            result = expression if value < 0 else mask >> value & 1
        else:
            last = FALSE if kind == AND else TRUE
            left = []
            result = -1
            for part in self.parts[expression]:
                found = self.left_of(part, values, memo)
                if found == last:
                    result = last
                    break
                left.append(found)
            if result < 0:
                result = self._combine(left, kind)
        memo[expression] = result
        return result

    def truth(self, expression: int, values: Sequence[int], memo: dict[int, int]) -> int:
        """Return 1 or 0 where the known values make an expression true or false part by part, and -1 where they do not.

        Args:
            expression: any expression.
            values: by variable the number of its value, or -1.
            memo: `{FALSE: 0, TRUE: 1}`, to be shared by calls with the same `values`.
        """
        known = memo.get(expression)
        if known is not None:
            return known
        kind = self.kinds[expression]
        if kind == LITERAL:
            variable, mask = self.literals[expression]
            value = values[variable]
            result = -1 if value < 0 else mask >> value & 1
        else:
            last = 0 if kind == AND else 1
            result = 1 - last
            for part in self.parts[expression]:
                found = memo.get(part)
                if found is None:
                    found = self.truth(part, values, memo)
                if found == last:
                    result = last
                    break
                if found < 0:
                    result = -1
        memo[expression] = result
        return result

    def untold(
        self, expressions: Iterable[int], values: Sequence[int], memo: dict[int, int], most: int = 1 << 60
    ) -> frozenset[int]:
        """Return the unknown variables on which some expressions may hang, given what is known; see `truth`.

        Once there are `most` it is not looked for others.
        """
        found: set[int] = set()
        seen: set[int] = set()
        for expression in expressions:
            stack = [expression]
            while stack:
                here = stack.pop()
                if here in seen or self.truth(here, values, memo) >= 0:
                    continue
                seen.add(here)
                if self.kinds[here] == LITERAL:
                    found.add(self.literals[here][0])
                    if len(found) >= most:
                        return frozenset(found)
                else:
                    stack.extend(self.parts[here])
        return frozenset(found)

    def exists(self, expression: int, variable: int) -> int:
        """Return where an expression is true for some value of `variable`."""
        return self.any_of(
            self.restrict(expression, variable, value) for value in range(self.full[variable].bit_length())
        )

    def cubes(self, expression: int, most: int = 64) -> tuple[Cube, ...] | None:
        """Return conjunctions of literals that together say the same; None where more than `most` would be needed."""
        if expression in self._cubes:
            return self._cubes[expression]
        result: tuple[Cube, ...] | None
        if self.kinds[expression] == LITERAL:
            result = ((self.literals[expression],),)
        else:
            parts = [self.cubes(part, most) for part in self.parts[expression]]
            if any(part is None for part in parts):
                result = None
            elif self.kinds[expression] == OR:
                result = _absorb(cube for part in parts for cube in part or ())
            else:
                result = ((),)
                for part in sorted(parts, key=lambda part: len(part or ())):
                    merged = (_meet(one, other) for one in result for other in part or ())
                    result = _absorb(cube for cube in merged if cube is not None)
                    if len(result) > most:
                        break
            if result is not None and len(result) > most:
                result = None
        self._cubes[expression] = result
        return result

    def is_possible(self, expression: int) -> bool:
        """Say whether an expression is true for some values; an expression of very many cases is taken to be."""
        return self.cubes(expression) != ()

    def variables(self, expression: int) -> frozenset[int]:
        """Return the variables that occur in `expression`."""
        found: set[int] = set()
        seen = {expression}
        stack = [expression]
        while stack:
            here = stack.pop()
            if self.kinds[here] == LITERAL:
                found.add(self.literals[here][0])
                continue
            for part in self.parts[here]:
                if part not in seen:
                    seen.add(part)
                    stack.append(part)
        return frozenset(found)

    def tested(self, expression: int) -> int:
        """Return the variables that occur in `expression`, as a bit mask."""
        known = self._tested.get(expression)
        if known is None:
            known = 0
            if self.kinds[expression] == LITERAL:
                known = 1 << self.literals[expression][0]
            else:
                for part in self.parts[expression]:
                    known |= self.tested(part)
            self._tested[expression] = known
        return known

    def extent(self, expressions: Iterable[int]) -> tuple[int, frozenset[int]]:
        """Return how many parts some expressions have together, and the variables they test."""
        found: set[int] = set()
        seen = set(expressions)
        stack = list(seen)
        while stack:
            here = stack.pop()
            if self.kinds[here] == LITERAL:
                found.add(self.literals[here][0])
                continue
            for part in self.parts[here]:
                if part not in seen:
                    seen.add(part)
                    stack.append(part)
        return len(seen), frozenset(found)

    def _combine(self, parts: Iterable[int], kind: int) -> int:
        neutral, absorbing = (TRUE, FALSE) if kind == AND else (FALSE, TRUE)
        stack = []
        for part in parts:
            if part == absorbing:
                return absorbing
            if part != neutral:
                stack.append(part)
        if len(stack) < 2:
            return stack[0] if stack else neutral
        kinds, literals = self.kinds, self.literals
        masks: dict[int, int] = {}
        others: set[int] = set()
        while stack:
            part = stack.pop()
            kind_of_part = kinds[part]
            if kind_of_part == LITERAL:
                variable, mask = literals[part]
                before = masks.get(variable)
                if before is None:
                    masks[variable] = mask
                    others.add(part)
                elif before != mask:
                    # Two tests of one variable are one test.
                    others.discard(self._unique[LITERAL][variable, before])
                    mask = before & mask if kind == AND else before | mask
                    literal = self.literal(variable, mask)
                    if literal == absorbing:
                        return absorbing
                    masks[variable] = mask
                    others.add(literal)
            elif kind_of_part == kind:
                stack.extend(self.parts[part])
            else:
                others.add(part)
        negations = self._negations
        for part in others:
            if negations.get(part) in others:
                return absorbing
        if len(others) == 1:
            return others.pop()
        return self._node(kind, tuple(sorted(others)))

    def _node(self, kind: int, content: tuple[int, ...]) -> int:
        unique = self._unique[kind]
        number = unique.get(content)
        if number is None:
            number = unique[content] = len(self.kinds)
            self.kinds.append(kind)
            if kind == LITERAL:
                self.literals[number] = (content[0], content[1])
            else:
                self.parts[number] = content
        return number


def _meet(one: Cube, other: Cube) -> Cube | None:
    masks = dict(one)
    for variable, mask in other:
        mask &= masks.get(variable, mask)
        if not mask:
            return None
        masks[variable] = mask
    return tuple(sorted(masks.items()))


def _absorb(cubes: Iterable[Cube]) -> tuple[Cube, ...]:
    """Drop every cube that another one covers."""
    several = set(cubes)
    if len(several) < 2:
        return tuple(several)
    kept: list[Cube] = []
    tested: list[int] = []
    for cube in sorted(several, key=lambda cube: (len(cube), cube)):
        masks = dict(cube)
        # A cube can cover only one that tests whatever it tests, which one number for each says without a look at both.
        others = ~sum([1 << variable for variable in masks])
        for place, bits in enumerate(tested):
            if not bits & others and all(not masks[variable] & ~mask for variable, mask in kept[place]):
                break
        else:
            kept.append(cube)
            tested.append(~others)
    return tuple(kept)

"""Expressions as circuits: the values of a variable in binary, a plane for each digit."""

from __future__ import annotations

from collections.abc import Iterable

from placet.engine.logic.expressions import AND, FALSE, LITERAL, TRUE, Expressions
from placet.engine.sweep.circuit import ALWAYS, NEVER, Circuit
from placet.engine.sweep.sharing import cut_long, share_pairs


def digits_of(size: int) -> int:
    """Return how many planes a variable of `size` values takes.

    >>> [digits_of(size) for size in (1, 2, 3, 4, 5, 200)]
    [0, 1, 2, 2, 3, 8]
    """
    return (size - 1).bit_length()


class Wiring:
    """Makes gates of expressions; the code of a value is its number, and no other code ever occurs.

    Inside, every expression is a *term*, a literal or a conjunction of terms, or the opposite of one: numbers as those
    of signals. So a disjunction and the conjunction that is its negation are one term.

    Args:
        circuit: what the gates are added to.
        expressions: what they are made from.
        is_shared: whether it is looked for what conjunctions have in common.
    """

    def __init__(self, circuit: Circuit, expressions: Expressions, *, is_shared: bool = True) -> None:
        self.circuit = circuit
        self.expressions = expressions
        self.is_shared = is_shared
        self.labels: list[tuple[int, int]] = []
        """For each input of the circuit made here, the variable and the digit; the lowest digit is number 0."""
        self._planes: dict[tuple[int, int], int] = {}
        self._literals: dict[tuple[int, int, int, int], int] = {}
        self._terms: dict[int, int] = {FALSE: 0, TRUE: 1}
        self._numbers: dict[object, int] = {}
        self._next = 2
        self._waiting: list[tuple[int, set[int]]] = []
        self._signals: dict[int, int] = {0: NEVER}

    def wire(self, expressions: Iterable[int]) -> list[int]:
        """Return the signals that say what some expressions say; those wired together share most."""
        terms = [self._term(expression) for expression in expressions]
        self._wire_waiting()
        return [self._signals[term & ~1] ^ term & 1 for term in terms]

    def is_code(self, variable: int) -> int:
        """Return the signal that a variable's planes are the code of one of its values."""
        size = self.expressions.full[variable].bit_length()
        return self._is_below(variable, digits_of(size), size)

    def plane(self, variable: int, digit: int) -> int:
        """Return the signal of a digit of a variable's code."""
        found = self._planes.get((variable, digit))
        if found is None:
            found = self._planes[variable, digit] = self.circuit.add_input()
            self.labels.append((variable, digit))
        return found

    def _is_below(self, variable: int, digits: int, bound: int) -> int:
        """Where the number that the lowest digits of a code make is less than `bound`."""
        if bound >= 1 << digits:
            return ALWAYS
        if bound <= 0:
            return NEVER
        half = 1 << (digits - 1)
        is_low = self.plane(variable, digits - 1) ^ 1
        if bound <= half:
            return self.circuit.both(is_low, self._is_below(variable, digits - 1, bound))
        return self.circuit.either(is_low, self._is_below(variable, digits - 1, bound - half))

    def _term(self, expression: int) -> int:
        terms, kinds, parts = self._terms, self.expressions.kinds, self.expressions.parts
        stack = [expression]
        while stack:
            here = stack[-1]
            if here in terms:
                stack.pop()
            elif kinds[here] == LITERAL:
                stack.pop()
                variable, mask = self.expressions.literals[here]
                full = self.expressions.full[variable]
                flipped = 1 - (mask & 1)
                terms[here] = self._number((variable, full & ~mask if flipped else mask)) ^ flipped
            else:
                waiting = [part for part in parts[here] if part not in terms]
                if waiting:
                    stack.extend(waiting)
                    continue
                stack.pop()
                flipped = 0 if kinds[here] == AND else 1
                terms[here] = self._conjunction([terms[part] ^ flipped for part in parts[here]]) ^ flipped
        return terms[expression]

    def _conjunction(self, parts: list[int]) -> int:
        pieces = cut_long(parts)
        if len(pieces) > 1:
            return self._conjunction([piece[0] if len(piece) == 1 else self._conjunction(piece) for piece in pieces])
        return self._number(frozenset(parts))

    def _number(self, content: tuple[int, int] | frozenset[int]) -> int:
        number = self._numbers.get(content)
        if number is None:
            number = self._numbers[content] = self._next
            self._next += 2
            if isinstance(content, tuple):
                variable, mask = content
                full = self.expressions.full[variable]
                self._signals[number] = self._literal(variable, digits_of(full.bit_length()), mask, full)
            else:
                self._waiting.append((number, set(content)))
        return number

    def _wire_waiting(self) -> None:
        """Make the gates of all conjunctions that have none yet; each waits behind its parts."""
        pairs = share_pairs([parts for _, parts in self._waiting], self._next) if self.is_shared else []
        shared = {self._next + 2 * place: pair for place, pair in enumerate(pairs)}
        self._next += 2 * len(pairs)
        for number, parts in self._waiting:
            self._signals[number] = self.circuit.all_of([self._signal(part, shared) for part in parts])
        self._waiting.clear()

    def _signal(self, part: int, shared: dict[int, tuple[int, int]]) -> int:
        found = self._signals.get(part & ~1)
        if found is None:
            one, other = shared[part]
            found = self._signals[part] = self.circuit.both(self._signal(one, shared), self._signal(other, shared))
        return found ^ part & 1

    def _literal(self, variable: int, digits: int, mask: int, care: int) -> int:
        """Where the lower `digits` of the code are those of a value in `mask`; codes outside `care` never occur."""
        if not mask & care:
            return NEVER
        if not ~mask & care:
            return ALWAYS
        key = (variable, digits, mask & care, care)
        found = self._literals.get(key)
        if found is None:
            half = 1 << (digits - 1)
            low, high = mask & ((1 << half) - 1), mask >> half
            low_care, high_care = care & ((1 << half) - 1), care >> half
            if not (low ^ high) & low_care & high_care:
                merged = (low & low_care) | (high & high_care)
                found = self._literal(variable, digits - 1, merged, low_care | high_care)
            else:
                found = self.circuit.choice(
                    self.plane(variable, digits - 1),
                    self._literal(variable, digits - 1, high, high_care),
                    self._literal(variable, digits - 1, low, low_care),
                )
            self._literals[key] = found
        return found

"""Circuits: yes-or-no functions made of gates with two entries, equal gates made once.

What others hold is a *signal*: twice the number of a gate, and one more for its opposite. So the opposite of a signal
costs nothing (`signal ^ 1`), and a gate and its opposite are never made twice.
"""

from __future__ import annotations

from collections.abc import Iterable

NEVER = 0
ALWAYS = 1

INPUT = 0
BOTH = 1
DIFFER = 2


class Circuit:
    """Gates over some inputs."""

    def __init__(self) -> None:
        self.kinds = [INPUT]
        """For each gate: INPUT, BOTH (the conjunction of two signals) or DIFFER (where exactly one is true)."""
        self.left = [-1]
        """For each gate its first signal; the first gate is the constant, for an input it is the input's number."""
        self.right = [-1]
        self.inputs = 0
        """How many inputs there are."""
        self._unique: dict[tuple[int, int, int], int] = {}

    def add_input(self) -> int:
        """Add an input and return its signal."""
        self.kinds.append(INPUT)
        self.left.append(self.inputs)
        self.right.append(-1)
        self.inputs += 1
        return 2 * (len(self.kinds) - 1)

    def both(self, one: int, other: int) -> int:
        """Return the conjunction of two signals."""
        if one > other:
            one, other = other, one
        if one == NEVER or one ^ 1 == other:
            return NEVER
        if one in (ALWAYS, other):
            return other
        # A conjunction with a part of itself, and the like: told from one level below.
        for here, there in ((one, other), (other, one)):
            gate = there >> 1
            if self.kinds[gate] != BOTH:
                continue
            left, right = self.left[gate], self.right[gate]
            if there & 1:
                if here ^ 1 in (left, right):
                    return here
                if here == left:
                    return self.both(here, right ^ 1)
                if here == right:
                    return self.both(here, left ^ 1)
            else:
                if here in (left, right):
                    return there
                if here ^ 1 in (left, right):
                    return NEVER
        return self._gate(BOTH, one, other)

    def either(self, one: int, other: int) -> int:
        """Return the disjunction of two signals."""
        return self.both(one ^ 1, other ^ 1) ^ 1

    def differ(self, one: int, other: int) -> int:
        """Return where exactly one of two signals is true."""
        flipped = (one ^ other) & 1
        one, other = one & ~1, other & ~1
        if one > other:
            one, other = other, one
        if one == other:
            return NEVER ^ flipped
        if one == NEVER:
            return other ^ flipped
        return self._gate(DIFFER, one, other) ^ flipped

    def choice(self, condition: int, then: int, otherwise: int) -> int:
        """Return `then` where `condition` is true and `otherwise` elsewhere."""
        if then == otherwise:
            return then
        if then == otherwise ^ 1:
            return self.differ(condition, otherwise)
        return self.either(self.both(condition, then), self.both(condition ^ 1, otherwise))

    def all_of(self, signals: Iterable[int]) -> int:
        """Return the conjunction of any number of signals; those made first are joined first, which shares most."""
        found = ALWAYS
        for signal in sorted(set(signals)):
            found = self.both(found, signal)
        return found

    def any_of(self, signals: Iterable[int]) -> int:
        """Return the disjunction of any number of signals."""
        return self.all_of(signal ^ 1 for signal in signals) ^ 1

    def _gate(self, kind: int, one: int, other: int) -> int:
        key = (kind, one, other)
        number = self._unique.get(key)
        if number is None:
            number = self._unique[key] = len(self.kinds)
            self.kinds.append(kind)
            self.left.append(one)
            self.right.append(other)
        return 2 * number

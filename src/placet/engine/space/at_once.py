"""Expressions judged in many situations at once: a number with a bit for each situation says where one is true."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence

from placet.engine.logic.expressions import AND, FALSE, LITERAL, TRUE, Expressions


class AtOnce:
    """Some situations, of which each is told by what it has otherwise than all of them have.

    Args:
        expressions: what is judged.
        plain: by variable the number of its value, or -1 where it is unknown.
        changes: for each situation the values that it has instead, by variable.
    """

    def __init__(self, expressions: Expressions, plain: Sequence[int], changes: Sequence[Mapping[int, int]]) -> None:
        self.expressions = expressions
        self.every = (1 << len(changes)) - 1
        self._plain = plain
        self._with: dict[int, dict[int, int]] = {}
        for place, changed in enumerate(changes):
            for variable, value in changed.items():
                found = self._with.setdefault(variable, {})
                found[value] = found.get(value, 0) | 1 << place
        self._truths: dict[int, tuple[int, int]] = {FALSE: (0, self.every), TRUE: (self.every, 0)}

    def truths(self, expression: int) -> tuple[int, int]:
        """Return the situations in which an expression is true, and those in which it is false, part by part."""
        known = self._truths.get(expression)
        if known is not None:
            return known
        kind = self.expressions.kinds[expression]
        if kind == LITERAL:
            known = self._literal(*self.expressions.literals[expression])
        else:
            last, others = 0, self.every
            for part in self.expressions.parts[expression]:
                true, false = self._truths.get(part) or self.truths(part)
                if kind == AND:
                    true, false = false, true
                last |= true
                others &= false
                if last == self.every:
                    break
            known = (others, last) if kind == AND else (last, others)
        self._truths[expression] = known
        return known

    def truth(self, expression: int, place: int) -> int:
        """Return 1 or 0 where an expression is true or false in a situation, and -1 where it cannot be said."""
        true, false = self._truths.get(expression) or self.truths(expression)
        return 1 if true >> place & 1 else 0 if false >> place & 1 else -1

    def hanging(self, roots: Iterable[tuple[int, int]]) -> dict[int, int]:
        """Return by unknown variable the situations in which some expression may hang on it.

        Args:
            roots: expressions, each with the situations in which it is asked about.
        """
        reached: dict[int, int] = {}
        for root, places in roots:
            reached[root] = reached.get(root, 0) | places
        # INVARIANT: the parts of an expression have lower numbers than it has.
        waiting = [-expression for expression in reached]
        heapq.heapify(waiting)
        found: dict[int, int] = {}
        kinds, parts, literals = self.expressions.kinds, self.expressions.parts, self.expressions.literals
        while waiting:
            here = -heapq.heappop(waiting)
            true, false = self.truths(here)
            left = reached[here] & ~(true | false)
            if not left:
                continue
            if kinds[here] == LITERAL:
                variable = literals[here][0]
                found[variable] = found.get(variable, 0) | left
                continue
            for part in parts[here]:
                if part in reached:
                    reached[part] |= left
                else:
                    reached[part] = left
                    heapq.heappush(waiting, -part)
        return found

    def _literal(self, variable: int, mask: int) -> tuple[int, int]:
        true = false = changed = 0
        for value, places in self._with.get(variable, {}).items():
            changed |= places
            if value >= 0 and mask >> value & 1:
                true |= places
            elif value >= 0:
                false |= places
        plain = self._plain[variable]
        if plain >= 0:
            others = self.every & ~changed
            if mask >> plain & 1:
                true |= others
            else:
                false |= others
        return true, false


def places_in(situations: int) -> list[int]:
    """Return the numbers of the bits that are set, rising."""
    found = []
    while situations:
        bit = situations & -situations
        found.append(bit.bit_length() - 1)
        situations ^= bit
    return found

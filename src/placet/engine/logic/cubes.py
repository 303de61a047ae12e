"""Many conditions tested at once: a bit for each conjunction of literals, a number for each value of a variable.

The conjunctions that a situation leaves possible are the bits common to the numbers of its values. Conditions that
would need too many conjunctions are not here (`hard`); what is left of them is judged by the functions of the unknown.
"""

from __future__ import annotations

from collections.abc import Iterable

from placet.engine.logic.expressions import FALSE, TRUE, Expressions


class CubeTable:
    """The conjunctions of some conditions, indexed by the values of the variables."""

    def __init__(self, expressions: Expressions, conditions: Iterable[int]) -> None:
        self.masks: dict[int, int] = {FALSE: 0}
        """For each condition that is not hard, the bits of its conjunctions."""
        self.hard: set[int] = set()
        bit = 1
        wrong: list[list[int]] = [[0] * full.bit_length() for full in expressions.full]
        self.touched = [0] * len(expressions.full)
        """For each variable the conjunctions that test it."""
        self.masks[TRUE] = 1
        for condition in dict.fromkeys(conditions):
            if condition in self.masks:
                continue
            cubes = expressions.cubes(condition)
            if cubes is None:
                self.hard.add(condition)
                continue
            mask = 0
            for cube in cubes:
                here = 1 << bit
                bit += 1
                mask |= here
                for variable, values in cube:
                    self.touched[variable] |= here
                    for value, excluded in enumerate(wrong[variable]):
                        if not values >> value & 1:
                            wrong[variable][value] = excluded | here
            self.masks[condition] = mask
        self.everything = (1 << bit) - 1
        """All conjunctions; the first is the empty one, which is always certain."""
        self.possible = [[self.everything & ~excluded for excluded in row] for row in wrong]
        """For each variable and value the conjunctions that do not exclude it."""

"""Many conditions tested at once: a bit for each conjunction of literals, a number for each value of a variable.

The conjunctions that a situation leaves possible are the bits common to the numbers of its values. Conditions that
would need too many conjunctions are not here (`is_hard`); their diagrams judge them.
"""

from __future__ import annotations

from collections.abc import Iterable

from placet.engine.expressions import FALSE, TRUE, Expressions


class CubeTable:
    """The conjunctions of some conditions, indexed by the values of the variables."""

    def __init__(self, expressions: Expressions, conditions: Iterable[int]) -> None:
        self.masks: dict[int, int] = {}
        """For each condition that is not hard, the bits of its conjunctions."""
        self.hard: list[int] = []
        bit = 0
        wrong: list[list[int]] = [[0] * full.bit_length() for full in expressions.full]
        self.touched = [0] * len(expressions.full)
        """For each variable the conjunctions that test it."""
        for condition in dict.fromkeys(conditions):
            if condition in (FALSE, TRUE):
                continue
            cubes = expressions.cubes(condition)
            if cubes is None:
                self.hard.append(condition)
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
        self.possible = [[self.everything & ~excluded for excluded in row] for row in wrong]
        """For each variable and value the conjunctions that do not exclude it."""

    def truth(self, condition: int, possible: int, certain: int) -> bool | None:
        """Say whether a condition that is not hard holds, by its conjunctions alone; None where they leave it open."""
        if condition < 2:
            return condition == TRUE
        mask = self.masks[condition]
        if certain & mask:
            return True
        return None if possible & mask else False

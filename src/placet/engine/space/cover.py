"""A set of situations as few plain conditions: an irredundant cover by prime conjunctions of many-valued literals.

The recursion is that of Minato and Morreale for two values, carried over to any number: what can be said without the
variable at hand is left for later, and a conjunction that holds for one of its values is widened to all for which it
holds.
"""

from __future__ import annotations

from collections.abc import Iterable

from placet.engine.diagram import Diagrams

Cube = dict[int, int]
"""A conjunction: for each level that is tested, the mask of the values allowed there."""


class Covers:
    """Makes covers of the diagrams of one manager."""

    def __init__(self, diagrams: Diagrams) -> None:
        self.diagrams = diagrams
        self._found: dict[tuple[int, int], tuple[tuple[tuple[tuple[int, int], ...], ...], int]] = {}

    def cover(self, diagram: int) -> list[Cube]:
        """Return conjunctions whose union is exactly `diagram`; none is covered by the others, none can be widened."""
        if diagram == 0:
            return []
        cubes = [self.widened(dict(cube), diagram) for cube in self._between(diagram, diagram)[0]]
        # Large conjunctions first: the small ones that they make needless are then dropped.
        distinct = {tuple(sorted(cube.items())): cube for cube in cubes}
        ordered = sorted(distinct.values(), key=lambda cube: (len(cube), [m.bit_count() for m in cube.values()]))
        return self._irredundant(ordered)

    def diagram_of(self, cube: Cube) -> int:
        """Return the diagram of a conjunction."""
        result = 1
        for level in sorted(cube, reverse=True):
            mask = cube[level]
            size = self.diagrams.sizes[level]
            result = self.diagrams.make(level, tuple([result if mask >> v & 1 else 0 for v in range(size)]))
        return result

    def is_within(self, cube: Cube, diagram: int) -> bool:
        """Say whether every situation of a conjunction is in a diagram."""
        seen: set[int] = set()
        levels, children = self.diagrams.levels, self.diagrams.children
        stack = [diagram]
        while stack:
            here = stack.pop()
            if here == 1 or here in seen:
                continue
            if here == 0:
                return False
            seen.add(here)
            mask = cube.get(levels[here], -1)
            for child in children[here]:
                if mask & 1 and child != 1:
                    if child == 0:
                        return False
                    stack.append(child)
                mask >>= 1
        return True

    def meets(self, cube: Cube, diagram: int) -> bool:
        """Say whether some situation of a conjunction is in a diagram."""
        seen: set[int] = set()
        levels, children = self.diagrams.levels, self.diagrams.children
        stack = [diagram]
        while stack:
            here = stack.pop()
            if here == 1:
                return True
            if here == 0 or here in seen:
                continue
            seen.add(here)
            mask = cube.get(levels[here], -1)
            for child in children[here]:
                if mask & 1 and child != 0:
                    if child == 1:
                        return True
                    stack.append(child)
                mask >>= 1
        return False

    def widened(self, cube: Cube, diagram: int) -> Cube:
        """Drop the literals of a conjunction that it does not need to stay within a diagram, and widen the others."""
        # Deep levels first: the most tested facts stay.
        for level in sorted(cube, reverse=True):
            mask = cube.pop(level)
            if self.is_within(cube, diagram):
                continue
            full = (1 << self.diagrams.sizes[level]) - 1
            left = full & ~mask
            if left & (left - 1):
                while left:
                    bit = left & -left
                    left ^= bit
                    if self.is_within({**cube, level: bit}, diagram):
                        mask |= bit
            cube[level] = mask
        return dict(sorted(cube.items()))

    def union(self, diagrams: Iterable[int]) -> int:
        """Return the union of some sets."""
        result = 0
        for diagram in diagrams:
            result = self.diagrams.either(result, diagram)
        return result

    def _irredundant(self, cubes: list[Cube]) -> list[Cube]:
        """Drop, smallest first, every conjunction that the others together cover."""
        diagrams = [self.diagram_of(cube) for cube in cubes]
        either = self.diagrams.either
        before = [0]
        for diagram in diagrams[:-1]:
            before.append(either(before[-1], diagram))
        kept: list[Cube] = []
        after = 0
        for index in range(len(cubes) - 1, -1, -1):
            if self.is_within(cubes[index], either(before[index], after)):
                continue
            kept.append(cubes[index])
            after = either(after, diagrams[index])
        return kept[::-1]

    def _between(self, low: int, high: int) -> tuple[tuple[tuple[tuple[int, int], ...], ...], int]:
        """Return a cover of some set between `low` and `high`, and that set."""
        if low == 0:
            return (), 0
        if high == 1:
            return ((),), 1
        known = self._found.get((low, high))
        if known is not None:
            return known
        diagrams = self.diagrams
        level = min(diagrams.levels[low], diagrams.levels[high])
        size = diagrams.sizes[level]
        lows = diagrams.children[low] if diagrams.levels[low] == level else (low,) * size
        highs = diagrams.children[high] if diagrams.levels[high] == level else (high,) * size
        classes: dict[tuple[int, int], int] = {}
        for value, pair in enumerate(zip(lows, highs, strict=True)):
            classes[pair] = classes.get(pair, 0) | 1 << value
        shared = 1
        for _, above in classes:
            shared = diagrams.both(shared, above)
        outside_shared = diagrams.negation(shared)
        pairs = list(classes.items())
        covered = [0] * len(pairs)
        needed = [diagrams.both(below, outside_shared) for (below, _), _ in pairs]
        found: list[tuple[tuple[int, int], ...]] = []
        for place, ((_, above), mask) in enumerate(pairs):
            rest = diagrams.both(needed[place], diagrams.negation(covered[place]))
            if rest == 0:
                continue
            cubes, _ = self._between(rest, above)
            for cube in cubes:
                as_map = dict(cube)
                diagram = self.diagram_of(as_map)
                wide = mask
                covered[place] = diagrams.either(covered[place], diagram)
                for other, ((_, other_above), other_mask) in enumerate(pairs):
                    if other != place and other_above and self.is_within(as_map, other_above):
                        wide |= other_mask
                        covered[other] = diagrams.either(covered[other], diagram)
                found.append(((level, wide), *cube))
        left = 0
        for place, ((below, _), _) in enumerate(pairs):
            left = diagrams.either(left, diagrams.both(below, diagrams.negation(covered[place])))
        cubes, rest = self._between(left, shared)
        by_value = [0] * size
        for place, (_, mask) in enumerate(pairs):
            whole = diagrams.either(covered[place], rest)
            for value in range(size):
                if mask >> value & 1:
                    by_value[value] = whole
        result = (*found, *cubes), diagrams.make(level, tuple(by_value))
        self._found[low, high] = result
        return result

"""A set of situations as few plain conditions: an irredundant cover by prime conjunctions of many-valued literals.

The recursion is that of Minato and Morreale for two values, carried over to any number: what can be said without the
variable at hand is left for later, and a conjunction that holds for one of its values is widened to all for which it
holds. A conjunction is a number while it is worked on: its first literal, and the number of what comes after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from placet.engine.logic.diagram import Diagrams

Cube = dict[int, int]
"""A conjunction: for each level that is tested, the mask of the values allowed there."""


class Covers:
    """Makes covers of the diagrams of one manager."""

    def __init__(self, diagrams: Diagrams) -> None:
        self.diagrams = diagrams
        self.forget()

    def forget(self) -> None:
        """Start anew: nothing is known of any diagram."""
        self._found: dict[int, tuple[tuple[int, ...], int]] = {}
        self._literals: list[tuple[int, int, int]] = [(0, 0, 0)]
        """Of each conjunction the level and mask of its first literal, and the others; the first has no literals."""
        self._numbers: dict[tuple[int, int, int], int] = {}
        self._diagrams: dict[int, int] = {0: 1}

    def cover(self, diagram: int, elsewhere: int = 0) -> list[Cube]:
        """Return conjunctions whose union is exactly `diagram`; none is covered by the others, none can be widened.

        Args:
            diagram: the set of situations.
            elsewhere: situations that do not matter: a conjunction may take them in or leave them out.
        """
        most = self.diagrams.either(diagram, elsewhere) if elsewhere else diagram
        least = self.diagrams.without(diagram, elsewhere) if elsewhere else diagram
        if least == 0:
            return []
        literals = self._literals
        found = []
        for number in self._cubes(least, most):
            cube = []
            widths = []
            while number:
                level, mask, number = literals[number]
                cube.append((level, mask))
                widths.append(mask.bit_count())
            found.append((len(cube), widths, cube))
        found.sort()
        return [dict(cube) for _, _, cube in found]

    def largest(self, diagram: int, most: int) -> tuple[list[Cube], int]:
        """Return large conjunctions within a diagram, one after the other, where an exact cover would be too long.

        Args:
            diagram: the set of situations.
            most: how many conjunctions are wanted.

        Returns:
            Prime conjunctions, each with situations that none before it has, and what none of them has.
        """
        found: list[Cube] = []
        left = diagram
        while left and len(found) < most:
            number = self._widened(self._number_of(self.widest(left)), diagram)
            found.append(self._cube(number))
            left = self.diagrams.without(left, self._diagram(number))
        return found, left

    def widest(self, diagram: int) -> Cube:
        """Return the conjunction of the way through a diagram that has the most situations; no node is made for it."""
        return self.diagrams.widest(diagram)

    def diagram_of(self, cube: Cube) -> int:
        """Return the diagram of a conjunction."""
        result = 1
        for level in sorted(cube, reverse=True):
            result = self.diagrams.chain(level, cube[level], result)
        return result

    def widened(self, cube: Cube, diagram: int) -> Cube:
        """Drop the literals of a conjunction that it does not need to stay within a diagram, and widen the others."""
        return self._cube(self._widened(self._number_of(cube), diagram))

    def union(self, diagrams: Iterable[int]) -> int:
        """Return the union of some sets."""
        result = 0
        for diagram in diagrams:
            result = self.diagrams.either(result, diagram)
        return result

    def made(self) -> int:
        """Return how many functions are kept here that are no diagrams, about."""
        return 0

    def _cubes(self, least: int, most: int) -> tuple[int, ...]:
        """The conjunctions of an irredundant cover of some set between two, all of them prime in the larger."""
        return self._between(least, most)[0]

    def _join(self, level: int, mask: int, rest: int) -> int:
        """The conjunction of a literal and literals at deeper levels."""
        literals = (level, mask, rest)
        number = self._numbers.get(literals)
        if number is None:
            number = self._numbers[literals] = len(self._literals)
            self._literals.append(literals)
        return number

    def _number_of(self, cube: Cube) -> int:
        number = 0
        for level in sorted(cube, reverse=True):
            number = self._join(level, cube[level], number)
        return number

    def _cube(self, number: int) -> Cube:
        """The literals of a conjunction, by level."""
        found: Cube = {}
        while number:
            level, mask, number = self._literals[number]
            found[level] = mask
        return found

    def _diagram(self, number: int) -> int:
        """The diagram of a conjunction."""
        known = self._diagrams.get(number)
        if known is None:
            level, mask, rest = self._literals[number]
            known = self._diagrams[number] = self.diagrams.chain(level, mask, self._diagram(rest))
        return known

    def _widened(self, number: int, diagram: int) -> int:
        """Drop and widen the literals of a conjunction, the deepest first: the most tested facts stay."""
        while True:
            literals = []
            rest = number
            while rest:
                literals.append(self._literals[rest])
                rest = literals[-1][2]
            wider = self._wider(literals, diagram)
            if wider is None:
                return number
            place, mask = wider
            level, _, number = literals[place]
            if mask != (1 << self.diagrams.sizes[level]) - 1:
                number = self._join(level, mask, number)
            for level, narrow, _ in reversed(literals[:place]):
                number = self._join(level, narrow, number)

    def _wider(self, literals: list[tuple[int, int, int]], diagram: int) -> tuple[int, int] | None:
        """The literal that can be widened, as place and wider mask: the deepest that can be dropped, else the deepest.

        All ways of the conjunction through the diagram are followed side by side; what other values of a literal
        would lead to has to take in what comes after it.
        """
        levels, children_of, sizes = self.diagrams.levels, self.diagrams.children_of, self.diagrams.sizes
        is_within = self.diagrams.is_within
        best: tuple[int, int] | None = None
        is_dropped = False
        here = {diagram} - {1}
        for place, (level, mask, rest) in enumerate(literals):
            above = [node for node in here if levels[node] < level]
            while above:
                here.difference_update(above)
                here.update([child for node in above for child in children_of(node)])
                here.discard(1)
                above = [node for node in here if levels[node] < level]
            testing = [children_of(node) for node in here if levels[node] == level]
            wide = mask
            left = ((1 << sizes[level]) - 1) & ~mask
            after = self._diagram(rest)
            while left:
                bit = left & -left
                left ^= bit
                value = bit.bit_length() - 1
                for each in testing:
                    if not is_within(after, each[value]):
                        break
                else:
                    wide |= bit
            if wide != mask:
                is_full = wide == (1 << sizes[level]) - 1
                if is_full or not is_dropped:
                    best, is_dropped = (place, wide), is_dropped or is_full
            if testing:
                here = {node for node in here if levels[node] > level}
                for each in testing:
                    here.update([child for value, child in enumerate(each) if mask >> value & 1])
                here.discard(1)
        return best

    def _meet(self, one: int, other: int) -> bool:
        """Say whether two conjunctions have a situation in common."""
        literals = self._literals
        while one and other:
            level_one, mask_one, rest_one = literals[one]
            level_other, mask_other, rest_other = literals[other]
            if level_one == level_other:
                if not mask_one & mask_other:
                    return False
                one, other = rest_one, rest_other
            elif level_one < level_other:
                one = rest_one
            else:
                other = rest_other
        return True

    def _between(self, low: int, high: int) -> tuple[tuple[int, ...], int]:
        """Return an irredundant cover of some set between `low` and `high`, all of it prime in `high`, and that set."""
        if low == 0:
            return (), 0
        if high == 1:
            return (0,), 1
        key = low << _HALF | high
        known = self._found.get(key)
        if known is not None:
            return known
        diagrams, join = self.diagrams, self._join
        level = diagrams.levels[low]
        level_high = diagrams.levels[high]
        level = min(level, level_high)
        size = diagrams.sizes[level]
        lows = diagrams.children_of(low) if diagrams.levels[low] == level else (low,) * size
        highs = diagrams.children_of(high) if level_high == level else (high,) * size
        masks: dict[tuple[int, int], int] = {}
        if size == 2:
            masks[lows[0], highs[0]], masks[lows[1], highs[1]] = 1, 2
        else:
            bit = 1
            for pair in zip(lows, highs, strict=True):
                masks[pair] = masks.get(pair, 0) | bit
                bit <<= 1
        if len(masks) > 2:
            result = self._of_several(level, masks, low == high)
        else:
            ((below, above), mask), ((other_below, other_above), other_mask) = masks.items()
            if above == 0:
                # At these values there is nothing: one literal before whatever is made for the others.
                cubes, union = self._between(other_below, other_above)
                result = (
                    tuple([join(level, other_mask, cube) for cube in cubes]),
                    low if low == high else diagrams.chain(level, other_mask, union),
                )
            elif other_above == 0:
                cubes, union = self._between(below, above)
                result = (
                    tuple([join(level, mask, cube) for cube in cubes]),
                    low if low == high else diagrams.chain(level, mask, union),
                )
            else:
                result = self._of_two(level, masks, low == high)
                if low == high:
                    result = result[0], low
        self._found[key] = result
        return result

    def _of_two(self, level: int, masks: Mapping[tuple[int, int], int], is_exact: bool) -> tuple[tuple[int, ...], int]:
        """The same where the values at a level go on in two ways; the union is left out where it is known.

        What is made for one way has situations that the other must not have, so it never holds for both.
        """
        diagrams, join = self.diagrams, self._join
        either, without = diagrams.either, diagrams.without
        ((below, above), mask), ((other_below, other_above), other_mask) = masks.items()
        cubes, union = self._between(without(below, other_above), above)
        other_cubes, other_union = self._between(without(other_below, above), other_above)
        found = [join(level, mask, cube) for cube in cubes]
        found += [join(level, other_mask, cube) for cube in other_cubes]
        left = either(without(below, union), without(other_below, other_union))
        rest = 0
        if left:
            free, rest = self._between(left, diagrams.both(above, other_above))
            found += free
        if is_exact:
            return tuple(found), 0
        union, other_union = either(union, rest), either(other_union, rest)
        by_value = [union if mask >> value & 1 else other_union for value in range(diagrams.sizes[level])]
        return tuple(found), diagrams.make(level, tuple(by_value))

    def _of_several(
        self, level: int, masks: Mapping[tuple[int, int], int], is_exact: bool
    ) -> tuple[tuple[int, ...], int]:
        """The same where the values at a level go on in more than two ways."""
        diagrams, join = self.diagrams, self._join
        either, without = diagrams.either, diagrams.without
        shared = 1
        for _, above in masks:
            shared = diagrams.both(shared, above)
            if shared == 0:
                break
        classes = [_Class(mask, below, above, without(below, shared)) for (below, above), mask in masks.items()]
        made = self._made(classes, shared)
        left = 0
        if shared:
            for each in classes:
                left = either(left, without(each.below, each.covered))
        free, rest = self._between(left, shared)
        found = tuple([join(level, sum([classes[at].mask for at in one.places]), one.cube) for one in made]) + free
        by_value = [0] * diagrams.sizes[level]
        for each in classes:
            whole = either(each.covered, rest)
            for value in range(len(by_value)):
                if each.mask >> value & 1:
                    by_value[value] = whole
        return found, diagrams.make(level, tuple(by_value))

    def _made(self, classes: Sequence[_Class], shared: int) -> list[_Made]:
        """Cover what each class of values needs for itself; what is made for one holds for all for which it can."""
        either, without, is_within = self.diagrams.either, self.diagrams.without, self.diagrams.is_within
        diagram_of = self._diagram
        made: list[_Made] = []
        doubtful: list[_Made] = []
        for place, each in enumerate(classes):
            if each.needed == 0:
                continue
            rest = without(each.needed, each.covered)
            if rest == 0:
                continue
            cubes, union = self._between(rest, each.above)
            own = [_Made(cube, [place]) for cube in cubes]
            each.covered = either(each.covered, union)
            for other, another in enumerate(classes):
                # What is made for one class holds somewhere outside what all share, so never for one that is just that.
                if other == place or another.above == shared:
                    continue
                wider = own
                if not is_within(union, another.above):
                    wider = [one for one in own if is_within(diagram_of(one.cube), another.above)]
                for one in wider:
                    one.places.append(other)
                    another.covered = either(another.covered, diagram_of(one.cube))
                if wider and another.needed and other < place:
                    doubtful += [
                        before
                        for before in made
                        if before.places[0] == other and any(self._meet(before.cube, one.cube) for one in wider)
                    ]
            made += own
        # A conjunction was made because nothing before it held there. Those made after it may do so together.
        dropped = []
        for one in dict.fromkeys(doubtful):
            if all(self._is_covered(one, place, classes[place].needed, made) for place in one.places):
                made.remove(one)
                dropped.append(one)
        for place in {place for one in dropped for place in one.places}:
            classes[place].covered = self.union(diagram_of(one.cube) for one in made if place in one.places)
        return made

    def _is_covered(self, one: _Made, place: int, needed: int, made: Iterable[_Made]) -> bool:
        """Say whether the other conjunctions take in all that a class of values needs of one."""
        left = self.diagrams.both(self._diagram(one.cube), needed)
        for other in made:
            if left == 0:
                return True
            if other is not one and place in other.places:
                left = self.diagrams.without(left, self._diagram(other.cube))
        return left == 0


_HALF = 32
"""No diagram has a number of more binary digits than this."""


class _Class:
    """Values at which a set goes on alike: what must be covered there, what may be, what needs a conjunction's own."""

    __slots__ = ("above", "below", "covered", "mask", "needed")

    def __init__(self, mask: int, below: int, above: int, needed: int) -> None:
        self.mask = mask
        self.below = below
        self.above = above
        self.needed = needed
        self.covered = 0


class _Made:
    """A conjunction, and the classes of values for which it holds; the first is the one for which it was made."""

    __slots__ = ("cube", "places")

    def __init__(self, cube: int, places: list[int]) -> None:
        self.cube = cube
        self.places = places

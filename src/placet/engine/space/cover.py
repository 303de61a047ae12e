"""A set of situations as few plain conditions: an irredundant cover by prime conjunctions of many-valued literals.

The recursion is that of Minato and Morreale for two values, carried over to any number: what can be said without the
variable at hand is left for later, and a conjunction that holds for one of its values is widened to all for which it
holds. A conjunction is itself a diagram, a chain of one node for each literal, while it is worked on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from placet.engine.diagram import Diagrams

Cube = dict[int, int]
"""A conjunction: for each level that is tested, the mask of the values allowed there."""


class Covers:
    """Makes covers of the diagrams of one manager."""

    def __init__(self, diagrams: Diagrams) -> None:
        self.diagrams = diagrams
        self._found: dict[tuple[int, int], tuple[tuple[int, ...], int]] = {}
        self._cubes: dict[int, Cube] = {1: {}}
        self._masks: dict[int, int] = {}
        self._widest: dict[int, tuple[float, int, int]] = {0: (0.0, 0, 0), 1: (1.0, 0, 1)}

    def cover(self, diagram: int, elsewhere: int = 0) -> list[Cube]:
        """Return conjunctions whose union is exactly `diagram`; none is covered by the others, none can be widened.

        Args:
            diagram: the set of situations.
            elsewhere: situations that do not matter: a conjunction may take them in or leave them out.
        """
        most = self.diagrams.either(diagram, elsewhere)
        least = self.diagrams.without(diagram, elsewhere)
        if least == 0:
            return []
        cubes = [self._cube(chain) for chain in self._between(least, most)[0]]
        cubes.sort(key=lambda cube: (len(cube), [mask.bit_count() for mask in cube.values()], list(cube.items())))
        return [dict(cube) for cube in cubes]

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
            chain = self._widened(self.diagram_of(self.widest(left)), diagram)
            found.append(dict(self._cube(chain)))
            left = self.diagrams.without(left, chain)
        return found, left

    def widest(self, diagram: int) -> Cube:
        """Return the conjunction of the way through a diagram that has the most situations; no node is made for it."""
        self._share_of_widest(diagram)
        way: Cube = {}
        while diagram != 1:
            _, mask, child = self._widest[diagram]
            way[self.diagrams.levels[diagram]] = mask
            diagram = child
        return way

    def diagram_of(self, cube: Cube) -> int:
        """Return the diagram of a conjunction."""
        result = 1
        for level in sorted(cube, reverse=True):
            result = self._chain(level, cube[level], result)
        return result

    def widened(self, cube: Cube, diagram: int) -> Cube:
        """Drop the literals of a conjunction that it does not need to stay within a diagram, and widen the others."""
        return dict(self._cube(self._widened(self.diagram_of(cube), diagram)))

    def union(self, diagrams: Iterable[int]) -> int:
        """Return the union of some sets."""
        result = 0
        for diagram in diagrams:
            result = self.diagrams.either(result, diagram)
        return result

    def _share_of_widest(self, diagram: int) -> float:
        """Return which share of the situations of its levels the widest way through a diagram has, and note the way."""
        known = self._widest.get(diagram)
        if known is None:
            masks: dict[int, int] = {}
            for value, child in enumerate(self.diagrams.children[diagram]):
                if child:
                    masks[child] = masks.get(child, 0) | 1 << value
            best = (0.0, 0, 0)
            for child, mask in masks.items():
                share = self._share_of_widest(child) * mask.bit_count()
                if share > best[0]:
                    best = (share, mask, child)
            size = self.diagrams.sizes[self.diagrams.levels[diagram]]
            known = self._widest[diagram] = (best[0] / size, best[1], best[2])
        return known[0]

    def _chain(self, level: int, mask: int, rest: int) -> int:
        """The diagram of a literal and a conjunction of literals at deeper levels."""
        size = self.diagrams.sizes[level]
        return self.diagrams.make(level, tuple([rest if mask >> value & 1 else 0 for value in range(size)]))

    def _cube(self, chain: int) -> Cube:
        """The literals of a chain, by level."""
        known = self._cubes.get(chain)
        if known is None:
            level, mask, rest = self._literal(chain)
            known = self._cubes[chain] = {level: mask, **self._cube(rest)}
        return known

    def _literal(self, chain: int) -> tuple[int, int, int]:
        """The first literal of a chain, as level and mask, and what comes after it."""
        children = self.diagrams.children[chain]
        mask = self._masks.get(chain)
        if mask is None:
            mask = self._masks[chain] = sum([1 << value for value, child in enumerate(children) if child])
        return self.diagrams.levels[chain], mask, children[mask.bit_length() - 1]

    def _widened(self, chain: int, diagram: int) -> int:
        """Drop and widen the literals of a chain, the deepest first: the most tested facts stay."""
        while True:
            literals = []
            rest = chain
            while rest != 1:
                literals.append(self._literal(rest))
                rest = literals[-1][2]
            wider = self._wider(literals, diagram)
            if wider is None:
                return chain
            place, mask = wider
            chain = self._chain(literals[place][0], mask, literals[place][2])
            for level, narrow, _ in reversed(literals[:place]):
                chain = self._chain(level, narrow, chain)

    def _wider(self, literals: list[tuple[int, int, int]], diagram: int) -> tuple[int, int] | None:
        """The literal that can be widened, as place and wider mask: the deepest that can be dropped, else the deepest.

        All ways of the conjunction through the diagram are followed side by side; what other values of a literal
        would lead to has to take in what comes after it.
        """
        levels, children, sizes = self.diagrams.levels, self.diagrams.children, self.diagrams.sizes
        is_within = self.diagrams.is_within
        best: tuple[int, int] | None = None
        is_dropped = False
        here = {diagram} - {1}
        for place, (level, mask, rest) in enumerate(literals):
            above = [node for node in here if levels[node] < level]
            while above:
                here.difference_update(above)
                here.update([child for node in above for child in children[node]])
                here.discard(1)
                above = [node for node in here if levels[node] < level]
            testing = [children[node] for node in here if levels[node] == level]
            wide = mask
            left = ((1 << sizes[level]) - 1) & ~mask
            while left:
                bit = left & -left
                left ^= bit
                value = bit.bit_length() - 1
                for each in testing:
                    if not is_within(rest, each[value]):
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
        """Say whether two chains have a situation in common."""
        levels = self.diagrams.levels
        while one != 1 and other != 1:
            level_one, level_other = levels[one], levels[other]
            if level_one == level_other:
                _, mask_one, one = self._literal(one)
                _, mask_other, other = self._literal(other)
                if not mask_one & mask_other:
                    return False
            elif level_one < level_other:
                one = self._literal(one)[2]
            else:
                other = self._literal(other)[2]
        return True

    def _between(self, low: int, high: int) -> tuple[tuple[int, ...], int]:
        """Return an irredundant cover of some set between `low` and `high`, all of it prime in `high`, and that set."""
        if low == 0:
            return (), 0
        if high == 1:
            return (1,), 1
        known = self._found.get((low, high))
        if known is not None:
            return known
        diagrams = self.diagrams
        either, without = diagrams.either, diagrams.without
        level = min(diagrams.levels[low], diagrams.levels[high])
        size = diagrams.sizes[level]
        lows = diagrams.children[low] if diagrams.levels[low] == level else (low,) * size
        highs = diagrams.children[high] if diagrams.levels[high] == level else (high,) * size
        masks: dict[tuple[int, int], int] = {}
        for value, pair in enumerate(zip(lows, highs, strict=True)):
            masks[pair] = masks.get(pair, 0) | 1 << value
        if len(masks) == 2 and (0, 0) in masks:
            # At all other values there is nothing: one literal before whatever is made for these.
            (below, above), mask = next(each for each in masks.items() if each[0] != (0, 0))
            cubes, union = self._between(below, above)
            chains = tuple([self._chain(level, mask, cube) for cube in cubes])
            result = self._found[low, high] = chains, self._chain(level, mask, union)
            return result
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
        by_value = [0] * size
        for each in classes:
            whole = either(each.covered, rest)
            for value in range(size):
                if each.mask >> value & 1:
                    by_value[value] = whole
        chains = tuple([self._chain(level, sum([classes[at].mask for at in one.places]), one.cube) for one in made])
        result = self._found[low, high] = chains + free, diagrams.make(level, tuple(by_value))
        return result

    def _made(self, classes: Sequence[_Class], shared: int) -> list[_Made]:
        """Cover what each class of values needs for itself; what is made for one holds for all for which it can."""
        either, without, is_within = self.diagrams.either, self.diagrams.without, self.diagrams.is_within
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
                wider = own if is_within(union, another.above) else [o for o in own if is_within(o.cube, another.above)]
                for one in wider:
                    one.places.append(other)
                    another.covered = either(another.covered, one.cube)
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
            classes[place].covered = self.union(one.cube for one in made if place in one.places)
        return made

    def _is_covered(self, one: _Made, place: int, needed: int, made: Iterable[_Made]) -> bool:
        """Say whether the other conjunctions take in all that a class of values needs of one."""
        left = self.diagrams.both(one.cube, needed)
        for other in made:
            if left == 0:
                return True
            if other is not one and place in other.places:
                left = self.diagrams.without(left, other.cube)
        return left == 0


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

"""The same covers of diagrams that a library keeps: worked out on its own functions, without a number for each of them.

Most of what is made on the way to a cover is looked at once. The conjunctions are those of `Covers`, in the same order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placet.engine.logic.binary_diagrams import BinaryDiagrams
from placet.engine.logic.diagram import Diagrams, DiagramTooLarge
from placet.engine.space.cover import Covers

if TYPE_CHECKING:
    from typing import TypeAlias

    from oxidd.bcdd import BCDDFunction as Function

    _Made: TypeAlias = tuple[int, list[int], Function]
    """A conjunction, the classes of values for which it holds (that for which it was made first), and its function."""

MADE_FOR_EACH = 3
"""How many functions are made, about, for each pair of sets between which a cover is found."""

LOOK_EVERY = 64
"""After how many pairs it is looked whether there is room left."""


def covers_of(diagrams: Diagrams) -> Covers:
    """Return what makes covers of the diagrams of one manager."""
    return BinaryCovers(diagrams) if isinstance(diagrams, BinaryDiagrams) else Covers(diagrams)


class BinaryCovers(Covers):
    """Makes covers of diagrams that the library keeps."""

    def __init__(self, diagrams: BinaryDiagrams) -> None:
        from oxidd.util import DDMemoryError

        self._out_of_memory = DDMemoryError
        self._binary = diagrams
        self._never = diagrams.function_of(0)
        self._always = diagrams.function_of(1)
        super().__init__(diagrams)

    def forget(self) -> None:
        """Start anew: nothing is known of any diagram."""
        super().forget()
        self._known: dict[tuple[Function, Function], tuple[tuple[int, ...], Function]] = {}
        self._written: dict[int, Function] = {0: self._always}

    def made(self) -> int:
        """Return how many functions are kept here that are no diagrams, about."""
        return MADE_FOR_EACH * len(self._known)

    def _cubes(self, least: int, most: int) -> tuple[int, ...]:
        self._before = len(self._known)
        try:
            return self._find(self._binary.function_of(least), self._binary.function_of(most))[0]
        except self._out_of_memory:
            raise DiagramTooLarge(self.diagrams.most) from None

    def _widened(self, number: int, diagram: int) -> int:
        try:
            return super()._widened(number, diagram)
        except self._out_of_memory:
            raise DiagramTooLarge(self.diagrams.most) from None

    def _find(self, low: Function, high: Function) -> tuple[tuple[int, ...], Function]:
        """Return an irredundant cover of some set between `low` and `high`, all of it prime in `high`, and that set."""
        never, always, binary = self._never, self._always, self._binary
        if low == never:
            return (), low
        if high == always:
            return (0,), high
        known = self._known.get((low, high))
        if known is not None:
            return known
        whole = low, high
        before: list[tuple[int, int, Function | None]] = []
        """Literals that stand before all conjunctions, and the union with them, where it is known."""
        result: tuple[tuple[int, ...], Function] | None = None
        while result is None:
            is_exact = low == high
            level, groups = self._split(low, high, is_exact=is_exact)
            if len(groups) > 2:
                result = self._of_all(level, [_Class(*group) for group in groups])
                break
            one, other = groups
            if one[1] == never:
                one = other
            elif other[1] != never:
                result = self._of_both_ways(level, one, other, low if is_exact else None)
                break
            # At the other values there is nothing: one literal before whatever is made for these.
            before.append((level, one[2], low if is_exact else None))
            low, high, _ = one
            result = ((0,), high) if high == always else self._known.get((low, high))
        cubes, union = result
        for level, mask, known_union in reversed(before):
            cubes = self._joined(level, mask, cubes)
            union = binary.literal_function(level, mask) & union if known_union is None else known_union
        result = self._known[whole] = cubes, union
        if len(self._known) % LOOK_EVERY == 0:
            binary.check_room(MADE_FOR_EACH * (len(self._known) - self._before))
        return result

    def _split(
        self, low: Function, high: Function, *, is_exact: bool
    ) -> tuple[int, list[tuple[Function, Function, int]]]:
        """What both sets go on with at the first level that one of them tests, each way with the mask of its values."""
        binary = self._binary
        level = level_low = level_high = binary.level_of[low.node_level()]
        if not is_exact:
            level_high = binary.level_of[high.node_level()]
            level = min(level_low, level_high)
        if binary.sizes[level] == 2:
            other_below, below = low.cofactors() if level_low == level else (low, low)
            if is_exact:
                return level, [(below, below, 1), (other_below, other_below, 2)]
            other_above, above = high.cofactors() if level_high == level else (high, high)
            return level, [(below, above, 1), (other_below, other_above, 2)]
        if is_exact:
            return level, [(child, child, mask) for child, mask in binary.ways(low, level).items()]
        every = (1 << binary.sizes[level]) - 1
        lows = binary.ways(low, level) if level_low == level else {low: every}
        highs = binary.ways(high, level) if level_high == level else {high: every}
        groups = [
            (below, above, mask & other)
            for below, mask in lows.items()
            for above, other in highs.items()
            if mask & other
        ]
        groups.sort(key=_least)
        return level, groups

    def _of_both_ways(
        self,
        level: int,
        one: tuple[Function, Function, int],
        other: tuple[Function, Function, int],
        known: Function | None,
    ) -> tuple[tuple[int, ...], Function]:
        """The same where the values at a level go on in two ways, in both of which there may be something.

        Each is told by both sets and the mask of the values; `known` is the union, where it is known. What is made for
        one way has situations that the other must not have, so it never holds for both.
        """
        find, never = self._find, self._never
        below, above, mask = one
        other_below, other_above, other_mask = other
        found: tuple[int, ...] = ()
        left, other_left = below, other_below
        union = other_union = never
        alone = other_above.imp_strict(below)
        if alone != never:
            cubes, union = find(alone, above)
            found = self._joined(level, mask, cubes)
            left = union.imp_strict(below)
        alone = above.imp_strict(other_below)
        if alone != never:
            cubes, other_union = find(alone, other_above)
            found += self._joined(level, other_mask, cubes)
            other_left = other_union.imp_strict(other_below)
        left = left | other_left
        rest = never
        if left != never:
            free, rest = find(left, above & other_above)
            found += free
        if known is not None:
            return found, known
        if union == never and other_union == never:
            return found, rest
        return found, self._binary.literal_function(level, mask).ite(union, other_union) | rest

    def _of_all(self, level: int, classes: list[_Class]) -> tuple[tuple[int, ...], Function]:
        """The same where the values at a level go on in more than two ways."""
        never = self._never
        shared = self._always
        for each in classes:
            shared = shared & each.above
            if shared == never:
                break
        for each in classes:
            each.needed = shared.imp_strict(each.below)
            each.covered = never
        made = self._made_for(classes, shared)
        left = never
        if shared != never:
            for each in classes:
                left = left | each.covered.imp_strict(each.below)
        free, rest = self._find(left, shared)
        found = tuple([self._join(level, sum([classes[at].mask for at in places]), cube) for cube, places, _ in made])
        union = rest
        for each in classes:
            if each.covered != never:
                union = union | self._binary.literal_function(level, each.mask) & each.covered
        return found + free, union

    def _made_for(self, classes: list[_Class], shared: Function) -> list[_Made]:
        """Cover what each class of values needs for itself; what is made for one holds for all for which it can."""
        never, write = self._never, self._write
        made: list[_Made] = []
        doubtful: list[_Made] = []
        for place, each in enumerate(classes):
            if each.needed == never:
                continue
            rest = each.covered.imp_strict(each.needed)
            if rest == never:
                continue
            cubes, union = self._find(rest, each.above)
            own = [(cube, [place], write(cube)) for cube in cubes]
            each.covered = each.covered | union
            for other, another in enumerate(classes):
                # What is made for one class holds somewhere outside what all share, so never for one that is just that.
                if other == place or another.above == shared:
                    continue
                above = another.above
                wider = own if above.imp_strict(union) == never else [x for x in own if above.imp_strict(x[2]) == never]
                for _, places, written in wider:
                    places.append(other)
                    another.covered = another.covered | written
                if wider and other < place and another.needed != never:
                    doubtful += [
                        before
                        for before in made
                        if before[1][0] == other and any(self._meet(before[0], one[0]) for one in wider)
                    ]
            made += own
        # A conjunction was made because nothing before it held there. Those made after it may do so together.
        dropped: list[_Made] = []
        for one in doubtful:
            if not any(one is each for each in dropped) and all(
                self._is_taken_in(one, place, classes[place].needed, made) for place in one[1]
            ):
                made = [each for each in made if each is not one]
                dropped.append(one)
        for place in {place for one in dropped for place in one[1]}:
            covered = never
            for _, places, written in made:
                if place in places:
                    covered = covered | written
            classes[place].covered = covered
        return made

    def _is_taken_in(self, one: _Made, place: int, needed: Function, made: list[_Made]) -> bool:
        """Say whether the other conjunctions take in all that a class of values needs of one."""
        never = self._never
        left = one[2] & needed
        for other in made:
            if left == never:
                return True
            if other is not one and place in other[1]:
                left = other[2].imp_strict(left)
        return bool(left == never)

    def _wider(self, literals: list[tuple[int, int, int]], diagram: int) -> tuple[int, int] | None:
        """The literal that can be widened, as place and wider mask; see `Covers`."""
        binary, level_of = self._binary, self._binary.level_of
        best: tuple[int, int] | None = None
        is_dropped = False
        here = {binary.function_of(diagram)} - {self._always}
        for place, (level, mask, rest) in enumerate(literals):
            every = (1 << binary.sizes[level]) - 1
            waiting, testing, here = here, [], set()
            while waiting:
                node = waiting.pop()
                if node == self._always:
                    continue
                level_here = level_of[node.node_level()]
                if level_here > level:
                    here.add(node)
                elif level_here == level:
                    testing.append(binary.ways(node, level))
                else:
                    waiting.update(binary.ways(node, level_here))
            wide = every
            after = self._write(rest)
            for ways in testing:
                for child, values in ways.items():
                    if values & wide & ~mask and child.imp_strict(after) != self._never:
                        wide &= ~values | mask
            if wide != mask and (wide == every or not is_dropped):
                best, is_dropped = (place, wide), is_dropped or wide == every
            for ways in testing:
                here.update([child for child, values in ways.items() if values & mask])
        return best

    def _joined(self, level: int, mask: int, cubes: tuple[int, ...]) -> tuple[int, ...]:
        join = self._join
        return tuple([join(level, mask, cube) for cube in cubes])

    def _write(self, number: int) -> Function:
        """The function of a conjunction."""
        known = self._written.get(number)
        if known is None:
            level, mask, rest = self._literals[number]
            known = self._written[number] = self._binary.literal_function(level, mask) & self._write(rest)
        return known


def _least(group: tuple[Function, Function, int]) -> int:
    """The bit of the least value of a group of values."""
    return group[2] & -group[2]


class _Class:
    """Values at which a set goes on alike: what must be covered there, what may be, what needs a conjunction's own."""

    __slots__ = ("above", "below", "covered", "mask", "needed")

    def __init__(self, below: Function, above: Function, mask: int) -> None:
        self.below = below
        self.above = above
        self.mask = mask
        self.needed = below
        self.covered = below

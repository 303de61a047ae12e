"""A set of situations told in the rulebook's conditions: all of them, or the largest and how many they leave.

An exact cover can be longer than anybody reads, and longer than there is room for. What is told is always true: every
condition lies within the set, and what none of them takes in is counted.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence

import msgspec

from placet.engine.logic.diagram import DiagramTooLarge
from placet.engine.logic.variables import Variable
from placet.engine.space.cover import Covers, Cube
from placet.engine.space.situations import Situations
from placet.model import Value

WHOLE_NODES = 60
"""A set with more diagram nodes needs many conditions."""

MOST_PIECES = 3
"""How many conditions are told of such a set, where not all are wanted."""

COVER_NODES = 40_000
"""How many nodes the conditions of one set may cost; where they need more, the largest are told."""

SPARE_NODES = 20_000
"""How many nodes are left over for others, of all that may be made."""


class Test(msgspec.Struct, frozen=True):
    """One literal of a condition: a field has one of some values, or (with `member`) a set has a member or has it not.

    A number's values stand for the intervals between the amounts in `cuts`: the amounts themselves, and one number
    below, between and above them.
    """

    field: str
    member: str
    values: tuple[Value, ...]
    others: tuple[Value, ...]
    cuts: tuple[object, ...] = ()


class Piece(msgspec.Struct, frozen=True):
    """A part of a region that one conjunction describes; the parts of a region may overlap."""

    tests: tuple[Test, ...]
    count: int


class Telling(msgspec.Struct, frozen=True):
    """A set of situations in conditions.

    Attributes:
        count: how many situations it has.
        cubes: the conditions with their counts, the largest first. Where `rest` is 0 they are an irredundant cover by
            prime conditions.
        rest: how many situations of the set are in none of them.
    """

    count: int
    cubes: tuple[tuple[Cube, int], ...]
    rest: int = 0

    def pieces(self, situations: Situations) -> tuple[Piece, ...]:
        """Return the conditions in the fields of the rulebook."""
        return tuple([Piece(tests_in(situations, cube), size) for cube, size in self.cubes])


def tell(situations: Situations, covers: Covers, region: int, *, in_full: bool) -> Telling:
    """Tell a set of situations that is not empty in conditions.

    Args:
        situations: all situations.
        covers: theirs.
        region: the set.
        in_full: whether all conditions are wanted where there would be very many. They are told where there is room.
    """
    diagrams = situations.diagrams
    count = situations.count(region)
    room = min(COVER_NODES, diagrams.most - SPARE_NODES - diagrams.nodes())
    wants_all = in_full or diagrams.is_small(region, WHOLE_NODES)
    for is_all in (True, False) if wants_all else (False,):
        try:
            with diagrams.room(room):
                cubes, left = (covers.cover(region), 0) if is_all else covers.largest(region, MOST_PIECES)
            return Telling(count, _sized(situations, cubes), situations.count(left))
        except DiagramTooLarge:
            continue
    # This needs no room. The condition lies within the set, so that what it leaves can be reckoned.
    widest = covers.widest(region)
    size = situations.count_cube(widest)
    return Telling(count, ((widest, size),), count - size)


def tests_in(situations: Situations, cube: Cube) -> tuple[Test, ...]:
    """Tell a conjunction over some situations in the fields of their rulebook."""
    known = situations.told
    tests = [known.get(literal) or _test(situations, *literal) for literal in cube.items()]
    tests.sort(key=operator.itemgetter(0))
    return tuple([test for _, test in tests])


def _sized(situations: Situations, cubes: Sequence[Cube]) -> tuple[tuple[Cube, int], ...]:
    """Return conjunctions with their counts, the largest first."""
    sized = [(cube, situations.count_cube(cube)) for cube in cubes]
    sized.sort(key=lambda one: -one[1])
    return tuple(sized)


def _test(situations: Situations, level: int, mask: int) -> tuple[tuple[int, str], Test]:
    """Tell one literal, with the place at which it stands among others, and note it."""
    variables = situations.variables
    variable: Variable = variables.all[situations.diagrams.order[level]]
    name = variable.open.name
    chosen = tuple([value for index, value in enumerate(variable.values) if mask >> index & 1])
    others = tuple([value for index, value in enumerate(variable.values) if not mask >> index & 1])
    is_number = variables.rulebook.fields[name].type.kind == "number"
    cuts = tuple(variables.cuts(name)) if is_number else ()
    test = Test(name, variable.member, chosen, others, cuts)  # type: ignore[arg-type]  # values of a field
    told = situations.told[level, mask] = (situations.rank_of_field[name], variable.member), test
    return told

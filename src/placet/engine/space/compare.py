"""Two answers compared over all situations, told as conditions with counts, causes and examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from placet.engine.logic.collector import collector_held_back
from placet.engine.logic.diagram import DiagramTooLarge
from placet.engine.space.conditions import Piece, Telling, Test, tell, tests_in
from placet.engine.space.cover import Cube
from placet.engine.space.differences import UNION_NODES, Difference, Sides, Truth, What, roots_of
from placet.engine.space.examples import Look, RuleFate, SideAnswer, plain_example
from placet.engine.space.hinges import Hinges
from placet.engine.space.scenes import Scenes
from placet.engine.space.sides import Perspective, sides_of
from placet.engine.space.situations import NODES, Situations
from placet.engine.space.witness import find_witness
from placet.engine.variation.excerpt import Excerpt
from placet.model import Step, Value
from placet.model.answers import Basis

TELLING_NODES = 100_000
"""How many nodes telling regions in conditions may take before their room is given back, where that can be done."""

EVERY = slice(None)
"""All regions."""

Looks = tuple[Look, Look]
"""Both sides in one situation."""


class Region(msgspec.Struct, frozen=True):
    """Where two answers part over one thing: see `Difference` for most of the attributes.

    Attributes:
        is_whole_rule: whether the region is everything for which the rule asks (or bars) on its side.
        pieces: an irredundant cover of the region, the largest first; with `rest`, the largest of its conditions.
        example: one situation of the first piece, in the fields on which either answer hangs there.
        answers: what both sides answer in it; with `instrument`, what that alone asks for.
        fates: what became of the rule on either side in it; empty where there is no rule.
        readings: the readings that bear on it there on either side and not on the other.
        statements: those on which these readings rest, and the rule where it is held by a party.
        rest: how many situations of the region are in none of the pieces.
    """

    what: What
    side: int
    here: Truth
    there: Truth
    rule: str | None
    clause: int | None
    steps: tuple[Step, ...]
    force: tuple[Basis | None, Basis | None] | None
    instrument: str | None
    count: int
    is_whole_rule: bool
    pieces: tuple[Piece, ...]
    example: dict[str, Value]
    answers: tuple[SideAnswer, SideAnswer]
    fates: tuple[RuleFate, ...] = ()
    readings: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    statements: tuple[str, ...] = ()
    rest: int = 0


class Witness(msgspec.Struct, frozen=True):
    """One condition under which two answers differ, found where the regions are out of reach.

    Attributes:
        tests: the condition; whatever else is the case, the answers differ.
        count: how many situations it has.
        example: one of them, in the fields on which either answer hangs there.
        answers: what both sides answer in it.
    """

    tests: tuple[Test, ...]
    count: int
    example: dict[str, Value]
    answers: tuple[SideAnswer, SideAnswer]


class Comparison(msgspec.Struct, frozen=True):
    """Two answers over all situations.

    Attributes:
        one: the first perspective.
        other: the second.
        given: the facts that all situations share.
        total: how many situations there are.
        differing: in how many of them the answers differ; None where that union was out of reach. 0 means that it was
            proved that they agree everywhere.
        regions: where they differ.
        by_instrument: whether, the whole answers being out of reach, what each instrument asks for was compared.
        out_of_reach: whether there are no regions because they could not be worked out.
        witness: one condition under which the answers differ, where there are no regions to tell it.
        before: how many regions stand before the told ones, where only some were asked for.
        after: how many stand after them.
    """

    one: Perspective
    other: Perspective
    given: dict[str, Value]
    total: int
    differing: int | None
    regions: tuple[Region, ...]
    by_instrument: bool = False
    out_of_reach: bool = False
    witness: Witness | None = None
    before: int = 0
    after: int = 0


@collector_held_back()
def compare(
    one: Perspective,
    other: Perspective,
    given: Mapping[str, Value] | None = None,
    *,
    by_instrument: bool | None = None,
    in_full: bool = True,
    most: int = NODES,
    excerpt: Excerpt | None = None,
    some: slice = EVERY,
) -> Comparison:
    """Compare two answers over all situations.

    Where even what each instrument asks for is out of reach, no regions are told but one condition under which the
    answers differ, or that there is none.

    Args:
        one: the first reader, with its rulebook and days.
        other: the second.
        given: facts that all situations share.
        by_instrument: whether to compare what each instrument asks for instead of the whole answers; None: only where
            the whole answers are out of reach.
        in_full: whether a region that would need very many conditions is told in all of them, or in the largest.
        most: how many diagram nodes may be made.
        excerpt: what of the rulebook can bear on the facts, where both sides have the same and that is known already.
        some: which of the regions are told, by their places in the order in which they are told.

    Raises:
        SolverMissing: the exact regions are out of reach, and the solver that could find a witness is not installed.
        DiagramTooLarge: they are out of reach, and so is a witness.
        FieldsDiffer: the rulebooks have fields of one name that cannot be compared.
        ValueError: a given value is none of its field's.
    """
    first, second = sides_of((one, other), given, excerpt)
    sides = Sides(first, second, most=most)
    frame = Comparison(one, other, dict(given or {}), sides.situations.total, None, ())
    try:
        differences = sides.differences(by_instrument=by_instrument)
        regions = tuple(regions_of(sides, differences, in_full=in_full, some=some))
    except DiagramTooLarge:
        witness = _witness(sides)
        return msgspec.structs.replace(
            frame, differing=None if witness else 0, out_of_reach=witness is not None, witness=witness
        )
    start, end, _ = some.indices(len(differences))
    found = msgspec.structs.replace(
        frame,
        regions=regions,
        by_instrument=sides.is_by_instrument,
        before=start,
        after=len(differences) - max(start, end),
    )
    if sides.is_by_instrument and not differences and sides.has_shared_points():
        # No instrument by itself parts them. What two of them leave open may still come to the same only together.
        witness = _witness(sides)
        return msgspec.structs.replace(found, differing=None if witness else 0, witness=witness)
    return msgspec.structs.replace(found, differing=_differing(sides, differences))


def regions_of(
    sides: Sides, differences: Iterable[Difference], *, in_full: bool = True, some: slice = EVERY
) -> list[Region]:
    """Tell differences as regions: what is asked or barred before mere silence, the largest first."""
    counted = [(sides.situations.count(each.region), place, each) for place, each in enumerate(differences)]
    counted.sort(key=lambda one: (one[2].what == "speaks", -one[0], one[1]))
    found = [each for _, _, each in counted[some]]
    told = tell_regions(sides, found, in_full=in_full)
    seen = _looks(sides, [(each.cubes[0][0], one.instrument) for each, one in zip(told, found, strict=True)])
    return [_region(sides, *each) for each in zip(found, told, seen, strict=True)]


def tell_regions(sides: Sides, differences: Sequence[Difference], *, in_full: bool) -> list[Telling]:
    """Tell differences in conditions; what that takes is given back now and then, and the regions are kept.

    Args:
        sides: what is compared.
        differences: regions of it.
        in_full: whether a region that would need very many conditions is told in all of them, or in the largest.
    """
    kept = sides.diagrams.nodes()
    found: list[Telling] = []
    for each in differences:
        found.append(tell(sides.situations, sides.covers, each.region, in_full=in_full))
        if sides.diagrams.nodes() + sides.covers.made() - kept > TELLING_NODES and sides.diagrams.forget(kept):
            sides.covers.forget()
    return found


def _region(sides: Sides, difference: Difference, told: Telling, seen: tuple[Looks, dict[str, Value]]) -> Region:
    looks, example = seen
    fates: tuple[RuleFate, ...] = ()
    readings: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    rules = [difference.rule] if difference.rule is not None else _rules_behind(looks, difference)
    if rules:
        per_side = [[look.fate(rule) for rule in rules] for look in looks]
        bearing = [dict.fromkeys(name for fate in each for name in fate.readings) for each in per_side]
        readings = (
            tuple(name for name in bearing[0] if name not in bearing[1]),
            tuple(name for name in bearing[1] if name not in bearing[0]),
        )
        fates = tuple(each[0] for each in per_side) if difference.rule is not None else ()
    return Region(
        what=difference.what,
        side=difference.side,
        here=difference.here,
        there=difference.there,
        rule=difference.rule,
        clause=difference.clause,
        steps=difference.steps,
        force=difference.force,
        instrument=difference.instrument,
        count=told.count,
        is_whole_rule=_is_whole_rule(sides, difference),
        pieces=told.pieces(sides.situations),
        example=example,
        answers=(looks[0].answer(), looks[1].answer()),
        fates=fates,
        readings=readings,
        statements=_statements(sides, readings, difference.rule),
        rest=told.rest,
    )


def _looks(sides: Sides, asked: Sequence[tuple[Cube, str | None]]) -> list[tuple[Looks, dict[str, Value]]]:
    """Look at the plainest situation of each conjunction, and tell it in the facts that make a difference.

    Where the sides are compared within one instrument, that alone is looked at.
    """
    scenes = Scenes(sides.situations, [cube for cube, _ in asked])
    places: dict[str | None, int] = {}
    for place, (_, instrument) in enumerate(asked):
        places[instrument] = places.get(instrument, 0) | 1 << place
    roots = [
        (root, found)
        for instrument, found in places.items()
        for parts in sides.parts(instrument)
        for root in dict.fromkeys(parts.roots())
    ]
    looks = []
    for place, (told, (_, instrument)) in enumerate(zip(scenes.told(roots), asked, strict=True)):
        scene = scenes.at(place, places[instrument])
        first, second = (Look(within.side, scene, None, within) for within in sides.within(instrument))
        looks.append(((first, second), told))
    return looks


def _rules_behind(looks: Sequence[Look], difference: Difference) -> list[str]:
    """The rules behind a difference that is not one rule's: those that ask for the step, or those that speak."""
    if difference.what == "speaks":
        return list(looks[difference.side].speaking())
    asking = dict.fromkeys(
        ground.rule.id
        for look in looks
        for ground in look.standing()
        if any(need.step in difference.steps for need in ground.needs)
    )
    return list(asking)


def _is_whole_rule(sides: Sides, difference: Difference) -> bool:
    """Whether the region is all that the rule asks for (or bars) on its side."""
    if difference.rule is None:
        return False
    within = sides.within(difference.instrument)[difference.side]
    if difference.what == "bar":
        own = [stands for ground, stands in within.parts.bars if ground.rule.id == difference.rule]
    else:
        own = within.by_clause.get((difference.rule, difference.clause or 0), [])
    whole = sides.covers.union(sides.situations.possible(each) for each in own)
    return whole == difference.region


def _statements(sides: Sides, readings: tuple[tuple[str, ...], tuple[str, ...]], rule: str | None) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for side, names in zip(sides.sides, readings, strict=True):
        for name in names:
            found.update(side.statements_of.get(name, {}))
    for side in sides.sides:
        known = side.rulebook.rules.get(rule or "")
        if known is not None and known.held_by is not None:
            found.update(dict.fromkeys(known.says))
    return tuple(found)


def _witness(sides: Sides) -> Witness | None:
    """Find one condition under which the answers differ."""
    found = find_witness(*sides.sides)
    if found is None:
        return None
    # A set of situations of their own: no diagram is made of them, and there may be no room left for one.
    situations = Situations(sides.situations.variables, ())
    cube = {situations.diagrams.level[variable]: 1 << value for variable, value in found.items()}
    cube = dict(sorted(cube.items()))
    roots = Hinges(sides.expressions, roots_of(sides.sides))
    by_variable, given, told = plain_example(situations, cube, roots)
    one, other = (Look(side, by_variable, given).answer() for side in sides.sides)
    return Witness(tests_in(situations, cube), situations.count_cube(cube), told, (one, other))


def _differing(sides: Sides, differences: Sequence[Difference]) -> int | None:
    """In how many situations the answers differ; None where the union is too large."""
    if not differences:
        return 0
    if sides.is_by_instrument:
        return None
    try:
        with sides.diagrams.room(UNION_NODES):
            return sides.situations.count(sides.covers.union(each.region for each in differences))
    except DiagramTooLarge:
        return None

"""What a rulebook leaves out: where nobody's rules speak, where one side's alone do, and which rules pull apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec

from placet.engine.logic.collector import collector_held_back
from placet.engine.space.conditions import Piece, Test, tests_in
from placet.engine.space.everybody import Everybody
from placet.engine.space.pulls import Pull, find_pulls
from placet.engine.space.situations import NODES
from placet.model import Open, Rulebook, Value

FEW = 6
"""Up to how many conditions a gap is told as a whole, and not by the values of a field."""

PLAIN = 2
"""Up to how many conditions a gap is told by what is in it, even if it were shorter to tell by what is not."""

NEAREST = 3
"""To how many rules the example of a gap is close, if it can be."""

SMALL = 200
"""Up to how many diagram nodes a gap is looked at as a whole."""


class Neighbour(msgspec.Struct, frozen=True):
    """A rule that is one fact away: in `count` situations of a gap it would speak if `field` alone were otherwise."""

    rule: str
    field: str
    count: int


class GapGroup(msgspec.Struct, frozen=True):
    """The gap in the situations in which a field has some values.

    Attributes:
        tests: the field's values; none: all situations.
        total: how many situations these are.
        count: in how many of them nobody's rules speak.
        pieces: an irredundant cover of the gap, the largest first; the field itself is left out of it.
        outside: the same for the rest, where some rule speaks; empty where it is no shorter.
        neighbours: the rules that are one fact away, the field itself left as it is; the nearest first.
        example: a situation of the gap, in the facts on which the readers' answers hang; None where there is no gap.
    """

    tests: tuple[Test, ...]
    total: int
    count: int
    pieces: tuple[Piece, ...]
    outside: tuple[Piece, ...]
    neighbours: tuple[Neighbour, ...]
    example: dict[str, Value] | None


class Unregulated(msgspec.Struct, frozen=True):
    """Where nobody's rules speak: in `count` situations, told by the values of the field `by` (None: as a whole)."""

    count: int
    by: str | None
    groups: tuple[GapGroup, ...]


class RuleGround(msgspec.Struct, frozen=True):
    """Where, within a region, a rule speaks or may do so; in `alone` situations no other rule does.

    The `pieces` are an irredundant cover of it in conditions that are to be read beside the rule's own: they say where
    in the region the rule speaks, of all the situations in which it does.
    """

    rule: str
    count: int
    alone: int
    pieces: tuple[Piece, ...]


class OneSided(msgspec.Struct, frozen=True):
    """Where only `reader` has rules that speak; the grounds of its `rules` are together the whole of it."""

    reader: str
    count: int
    rules: tuple[RuleGround, ...]
    example: dict[str, Value]


class Gaps(msgspec.Struct, frozen=True):
    """What a rulebook leaves out on a day, over all situations with the facts `given`.

    `readers` are those to whom it was narrowed: then a situation counts as unregulated where none of them has a rule
    that speaks. None given: everybody.
    """

    given: dict[str, Value]
    readers: tuple[str, ...]
    total: int
    unregulated: Unregulated
    one_sided: tuple[OneSided, ...]
    pulls: tuple[Pull, ...]


@collector_held_back()
def find_gaps(
    rulebook: Rulebook,
    on: dt.date,
    known: dt.date | None = None,
    given: Mapping[str, Value] | None = None,
    readers: Sequence[str] = (),
    by: str | None = None,
    most: int = NODES,
) -> Gaps:
    """Return what a rulebook leaves out.

    Args:
        rulebook: the rulebook.
        on: the day of the act.
        known: the day up to which things were public; None: all of it.
        given: facts that all situations share.
        readers: whose rules alone are looked at; none: everybody's.
        by: the field by whose values the unregulated situations are told; None: the one that tells most of them.
        most: how many diagram nodes may be made.

    Raises:
        DiagramTooLarge: an exact region is out of reach.
        ValueError: a given value is none of its field's.
    """
    all_readers = Everybody(rulebook, on, known, given, most)
    wanted = tuple(dict.fromkeys(all_readers.column_of(reader) for reader in readers))
    return Gaps(
        dict(given or {}),
        tuple(readers),
        all_readers.situations.total,
        find_unregulated(all_readers, wanted or all_readers.counted, by),
        tuple(find_one_sided(all_readers, wanted)),
        find_pulls(all_readers, wanted or tuple(all_readers.columns)),
    )


def unregulated_region(all_readers: Everybody, readers: Iterable[str]) -> int:
    """Return the situations in which no rule of any of the readers speaks, whatever the open points come to."""
    speaking = all_readers.covers.union(all_readers.speaking(reader) for reader in readers)
    return all_readers.diagrams.negation(speaking)


def one_sided_regions(all_readers: Everybody) -> dict[str, int]:
    """Return for each party and office the situations in which the verdict is `one-sided` and the side is it.

    A party is the side where nobody else has a rule that speaks, and its own offices answer as it does or are silent.
    An office is the side where not even its party has one.
    """
    both, negation, either = all_readers.diagrams.both, all_readers.diagrams.negation, all_readers.diagrams.either
    once = twice = 0
    loud: dict[str, int] = {}
    for reader in all_readers.counted:
        region = all_readers.speaking(reader)
        if "." in reader and region:
            region = both(region, all_readers.says_its_own(reader))
        loud[reader] = region
        twice = either(twice, both(once, region))
        once = either(once, region)
    alone = negation(twice)
    return {reader: both(region, alone) for reader, region in loud.items()}


def find_unregulated(all_readers: Everybody, readers: Iterable[str], by: str | None = None) -> Unregulated:
    """Return where no rule of any of the readers speaks, told by the values of a field."""
    readers = tuple(readers)
    region = unregulated_region(all_readers, readers)
    count = all_readers.situations.count(region)
    nodes = _nodes(all_readers, region)
    if by is None and nodes <= SMALL and len(all_readers.covers.cover(region)) <= FEW:
        level = None
    else:
        level = _level_of(all_readers, by) if by is not None else _most_telling(all_readers, region)
    near = _near(all_readers, readers, region)
    name = None if level is None else all_readers.situations.variables.all[all_readers.diagrams.order[level]].open.name
    groups = [
        _group(all_readers, readers, region, level, mask, near) for mask in _groups_of(all_readers, region, level)
    ]
    # What is regulated nearly everywhere first: the smaller a gap, the likelier it was overlooked.
    groups.sort(key=lambda group: (group.count == 0, Fraction(group.count, group.total)))
    return Unregulated(count, by if name is None else name, tuple(groups))


def find_one_sided(all_readers: Everybody, readers: Sequence[str] = ()) -> list[OneSided]:
    """Return where only one side's rules speak, for each side (or each that is among `readers`), the largest first."""
    found = []
    for reader, region in one_sided_regions(all_readers).items():
        if region and (not readers or reader in readers):
            grounds = _grounds(all_readers, reader, region)
            found.append(
                OneSided(
                    reader,
                    all_readers.situations.count(region),
                    tuple(ground for ground, _ in grounds),
                    all_readers.example(grounds[0][1], all_readers.counted),
                )
            )
    return sorted(found, key=lambda one: -one.count)


def _grounds(all_readers: Everybody, reader: str, region: int) -> list[tuple[RuleGround, int]]:
    """The rules of a reader that speak within a region, the most common first, each with where its first piece is."""
    both, either, count = all_readers.diagrams.both, all_readers.diagrams.either, all_readers.situations.count
    speaking: list[tuple[str, int]] = []
    once = twice = 0
    for ground in all_readers.columns[reader]:
        here = both(region, all_readers.speaking(reader, ground.rule.id))
        if here:
            speaking.append((ground.rule.id, here))
            twice = either(twice, both(once, here))
            once = either(once, here)
    alone = all_readers.diagrams.negation(twice)
    found = []
    for rule, here in speaking:
        elsewhere = all_readers.diagrams.negation(all_readers.speaking(reader, rule))
        pieces = all_readers.pieces(here, elsewhere)
        told = RuleGround(rule, count(here), count(both(here, alone)), pieces)
        found.append((told, all_readers.first_of(here, elsewhere)))
    return sorted(found, key=lambda one: -one[0].count)


def _group(
    all_readers: Everybody,
    readers: tuple[str, ...],
    region: int,
    level: int | None,
    mask: int,
    near: Mapping[tuple[str, str], int],
) -> GapGroup:
    """The gap where the variable at a level has one of the values in `mask`, among which it does not change."""
    situations, diagrams = all_readers.situations, all_readers.diagrams
    cube = {} if level is None else {level: mask}
    here = region if level is None else all_readers.with_value(region, level, (mask & -mask).bit_length() - 1)
    group = all_readers.covers.diagram_of(cube)
    total = situations.count(group)
    gap = diagrams.both(region, group)
    count = situations.count(gap)
    field = None if level is None else situations.variables.all[diagrams.order[level]].open.name
    neighbours = [
        Neighbour(rule, each, situations.count(diagrams.both(close, group)))
        for (rule, each), close in near.items()
        if each != field
    ]
    neighbours = sorted((one for one in neighbours if one.count), key=lambda one: -one.count)
    example = None
    if here:
        telling = diagrams.both(gap, all_readers.first_of(here))
        for one in neighbours[:NEAREST]:
            # A situation that is one fact away from a rule tells more about the gap than one that is far from all.
            telling = diagrams.both(telling, near[one.rule, one.field]) or telling
        example = all_readers.example(telling, readers)
    pieces = all_readers.pieces(here)
    outside = all_readers.pieces(diagrams.negation(here)) if len(pieces) > PLAIN else ()
    return GapGroup(
        tests_in(situations, cube),
        total,
        count,
        _scaled(pieces, total, situations.total),
        _scaled(outside, total, situations.total) if len(outside) < len(pieces) else (),
        tuple(neighbours),
        example,
    )


def _scaled(pieces: Iterable[Piece], total: int, every: int) -> tuple[Piece, ...]:
    """Count pieces within a group of situations instead of all of them."""
    return tuple(Piece(piece.tests, piece.count * total // every) for piece in pieces)


def _groups_of(all_readers: Everybody, region: int, level: int | None) -> list[int]:
    """The values of the variable at a level, as masks: together those among which the region does not change."""
    if level is None:
        return [1]
    diagrams = all_readers.diagrams
    groups: dict[int, int] = {}
    for value in range(diagrams.sizes[level]):
        left = all_readers.with_value(region, level, value)
        groups[left] = groups.get(left, 0) | 1 << value
    return list(groups.values())


def _most_telling(all_readers: Everybody, region: int) -> int | None:
    """The level of the field that tells most about whether a situation is in a region; None where none tells a thing.

    The one is taken after whose telling it is likeliest that two situations, taken at random, are both in or both out.
    """
    diagrams, situations = all_readers.diagrams, all_readers.situations
    best: tuple[int, int] | None = None
    support = diagrams.support(region)
    for level, number in enumerate(diagrams.order):
        if not support >> level & 1 or situations.variables.all[number].member:
            continue
        size = diagrams.sizes[level]
        mixed = 0
        for value in range(size):
            inside = situations.count(all_readers.with_value(region, level, value))
            mixed += inside * (situations.total - inside)
        # Compared as fractions with the number of values below the line.
        if best is None or mixed * diagrams.sizes[best[1]] < best[0] * size:
            best = mixed, level
    return None if best is None else best[1]


def _level_of(all_readers: Everybody, field: str) -> int | None:
    """The level of a single-valued field; None where nothing tests it."""
    for number in all_readers.situations.variables.by_open.get(Open("field", field), ()):
        return all_readers.diagrams.level[number]
    return None


def _near(all_readers: Everybody, readers: Iterable[str], region: int) -> dict[tuple[str, str], int]:
    """By rule and field, the situations of a gap in which the rule would speak if the field alone were otherwise."""
    diagrams = all_readers.diagrams
    speaking: dict[str, int] = {}
    for reader in readers:
        for ground in all_readers.columns[reader]:
            rule = ground.rule.id
            speaking[rule] = diagrams.either(speaking.get(rule, 0), all_readers.speaking(reader, rule))
    levels: dict[str, int] = {}
    for level, point in enumerate(diagrams.open_at):
        if point.kind == "field":
            levels[point.name] = levels.get(point.name, 0) | 1 << level
    found = {}
    for rule, here in speaking.items():
        for field, mask in levels.items():
            if diagrams.support(here) & mask:
                close = diagrams.both(region, diagrams.exists(here, mask))
                if close:
                    found[rule, field] = close
    return found


def _nodes(all_readers: Everybody, region: int) -> int:
    """How many nodes a diagram has."""
    seen: set[int] = set()
    stack = [region]
    while stack:
        here = stack.pop()
        if here > 1 and here not in seen:
            seen.add(here)
            stack += all_readers.diagrams.children_of(here)
    return len(seen)

"""What another version changes between readers: disputes settled and opened, and whose leave decides.

Every region is a set of situations in which a rule speaks that differs between the versions; outside of them two
readers stand to each other as before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Literal, TypeAlias

import msgspec

from placet.engine.decision.decide import role_of
from placet.engine.logic.expressions import FALSE
from placet.engine.space.around import SituationsWithin
from placet.engine.space.conditions import Piece, tell
from placet.engine.space.cover import Cube
from placet.engine.space.differences import Sides, roots_of
from placet.engine.space.examples import Look, SideAnswer, plain_example
from placet.engine.space.sides import Side
from placet.engine.space.standings import (
    Functions,
    Over,
    Pair,
    Stand,
    Standing,
    alike,
    asking_of,
    moved_over,
    shifts,
    stand_of,
)
from placet.engine.space.versions import Declared
from placet.model import Value

SidesOf: TypeAlias = Mapping[str, tuple[Side, Side]]
"""For each reader its two versions."""

FunctionsOf: TypeAlias = Mapping[str, tuple[Functions, Functions]]
"""For each reader its answers in both versions, as functions."""

Causes: TypeAlias = Callable[[Iterable[tuple[Side, Side]], Mapping[str, Value]], tuple[Declared, ...]]

LEVELS: dict[Literal["consent", "consultation", "notification"], tuple[str, ...]] = {
    "consent": ("consent", "request"),
    "consultation": ("consultation",),
    "notification": ("notification",),
}
"""What a party is given by a step (its leave, a hearing, word of it), and the kinds of step that give just that."""


class Shift(msgspec.Struct, frozen=True):
    """Situations in which two readers stand to each other otherwise than before.

    Attributes:
        was: how they stood before.
        now: how they stand after. Where they are contested before and after, they part over other things:
        dropped: what they no longer part over.
        added: what they did not part over before.
        count: how many situations these are.
        pieces: conditions of them, the largest first.
        rest: how many of them none of the conditions has; 0: the conditions are an irredundant cover.
        example: one situation of the first condition, in the facts on which any of the four answers hangs there.
        answers: what the two answer in it before, and after.
        causes: the differences that make it so.
    """

    was: Standing
    now: Standing
    count: int
    pieces: tuple[Piece, ...]
    rest: int
    example: dict[str, Value]
    answers: tuple[tuple[SideAnswer, SideAnswer], tuple[SideAnswer, SideAnswer]]
    causes: tuple[Declared, ...]
    dropped: tuple[Over, ...] = ()
    added: tuple[Over, ...] = ()


class Change(msgspec.Struct, frozen=True):
    """Two readers who stand to each other otherwise than before.

    Attributes:
        one: one of the two, with all who answer alike everywhere, before and after.
        other: the other, likewise.
        shifts: disputes that are settled, opened, narrowed or widened, and what becomes open or is no longer.
        others: where they stand otherwise and it is no matter of dispute: how they stood, how they stand, and in
            how many situations.
    """

    one: tuple[str, ...]
    other: tuple[str, ...]
    shifts: tuple[Shift, ...]
    others: tuple[tuple[Standing, Standing, int], ...] = ()


class Extent(msgspec.Struct, frozen=True):
    """A set of situations: how many, conditions of them, and how many none of these has (0: they are a cover)."""

    count: int
    pieces: tuple[Piece, ...]
    rest: int


class Say(msgspec.Struct, frozen=True):
    """Where a party has to be asked (or heard, or told) that had not to be before, or the other way round.

    Attributes:
        of: the party.
        level: the least that is owed to it: its consent (or request), consultation or notification.
        readers: those on whose answer it is so; empty: on every answer that speaks at all.
        gained: where it is so only after; None: nowhere.
        lost: where it was so only before; None: nowhere.
    """

    of: str
    level: Literal["consent", "consultation", "notification"]
    readers: tuple[str, ...]
    gained: Extent | None
    lost: Extent | None


class _Class(msgspec.Struct, frozen=True):
    """Readers who answer alike everywhere, before and after; `party` is set where all of them are its offices."""

    readers: tuple[str, ...]
    functions: tuple[Functions, Functions]
    party: str | None

    @property
    def is_changed(self) -> bool:
        """Whether they may answer otherwise in one of the versions."""
        return self.functions[0] != self.functions[1]


def changes_between(
    situations: SituationsWithin,
    sides: SidesOf,
    functions: FunctionsOf,
    care: int,
    readers: frozenset[str],
    causes: Causes,
    *,
    in_full: bool = False,
) -> list[Change]:
    """Return all pairs of readers who stand to each other otherwise, those with the largest settled regions first.

    Parties and offices are meant, as in a verdict; where an office answers as its party, only the party counts.

    Args:
        situations: all situations.
        sides: for each reader its two versions.
        functions: for each reader its answers in both, as functions.
        care: where anybody's answer can differ.
        readers: those one of whom has to be in a pair; empty: all pairs.
        causes: finds the differences behind the answers of some readers in a situation.
        in_full: whether a region that would need very many conditions is told in all of them, or in the largest.
    """
    if care == 0:
        return []
    classes = _classes(sides, functions)
    if len(classes) < 2:
        return []
    situations.care = care
    try:
        stands = [tuple(stand_of(situations, version) for version in each.functions) for each in classes]
        along = {
            at: _goes_along(
                situations,
                (stands[at], stands[_class_of(classes, each.party)]),
                (sides[each.readers[0]], sides[each.party]),
            )
            for at, each in enumerate(classes)
            if each.party is not None
        }
        regions = []
        for one, other in combinations(range(len(classes)), 2):
            if not classes[one].is_changed and not classes[other].is_changed:
                continue
            names = (classes[one].readers, classes[other].readers)
            if readers and not any(reader in readers for each in names for reader in each):
                continue
            moved = _moved(situations, stands[one], stands[other], along.get(one, 0), along.get(other, 0))
            if moved:
                regions.append((names, moved))
    finally:
        situations.care = 1
    found = [
        Change(
            names[0],
            names[1],
            tuple(
                _shift(situations, sides, names, *each, causes, in_full=in_full) for each in moved if _is_dispute(each)
            ),
            tuple((each[0], each[1], situations.count(each[2])) for each in moved if not _is_dispute(each)),
        )
        for names, moved in regions
    ]
    return sorted(found, key=lambda change: -max([0, *(each.count for each in change.shifts)]))


def says_of(
    situations: SituationsWithin,
    sides: SidesOf,
    functions: FunctionsOf,
    care: int,
    readers: frozenset[str],
    *,
    in_full: bool = False,
) -> list[Say]:
    """Return where a party has to be asked, heard or told that had not to be, or no longer has: by reader, and by all.

    Args:
        situations: all situations.
        sides: for each reader its two versions.
        functions: for each reader its answers in both, as functions.
        care: where anybody's answer can differ.
        readers: whose answers to tell of; empty: everybody's, and all together.
        in_full: whether a region that would need very many conditions is told in all of them, or in the largest.
    """
    if care == 0:
        return []
    classes = _classes(sides, functions)
    voices = _voices(sides, functions)
    parties = dict.fromkeys(step.of for pair in sides.values() for side in pair for step in side.parts.asks)
    situations.care = care
    found: list[tuple[str, Literal["consent", "consultation", "notification"], tuple[str, ...], int, int]] = []
    try:
        for party in sorted(parties):
            for level, kinds in LEVELS.items():
                by_region: dict[tuple[int, int], list[str]] = {}
                everyone = [_Everyone(situations), _Everyone(situations)]
                for each in (*classes, *voices):
                    asked = [_certainly_asked(situations, version, party, kinds) for version in each.functions]
                    if each not in voices:
                        for which, version, where in zip(everyone, each.functions, asked, strict=True):
                            which.add(version, where)
                    gained, lost = _come_and_gone(situations, asked[0], asked[1])
                    names = [name for name in each.readers if not readers or name in readers]
                    if names and (gained or lost):
                        by_region.setdefault((gained, lost), []).extend(names)
                found += [(party, level, tuple(names), gained, lost) for (gained, lost), names in by_region.items()]
                gained, lost = _come_and_gone(situations, everyone[0].where(), everyone[1].where())
                if (gained or lost) and not readers:
                    found.append((party, level, (), gained, lost))
    finally:
        situations.care = 1
    covering = _any_sides(situations, sides)
    return [
        Say(party, level, names, _extent(covering, gained, in_full=in_full), _extent(covering, lost, in_full=in_full))
        for party, level, names, gained, lost in found
    ]


def readers_alike(sides: SidesOf, functions: FunctionsOf) -> tuple[tuple[str, ...], ...]:
    """Return parties and offices, those together who answer alike in every situation, before as after."""
    return tuple(each.readers for each in _classes(sides, functions))


class _Everyone:
    """Where every reader that speaks asks something of a party, and at least one does."""

    def __init__(self, situations: SituationsWithin) -> None:
        self._situations = situations
        self._all = situations.care
        self._any = 0

    def add(self, functions: Functions, asked: int) -> None:
        diagrams = self._situations.diagrams
        speaks = functions.get("speaks", FALSE)
        silent = diagrams.both(
            self._situations.care, diagrams.negation(self._situations.possible(speaks) if speaks else 0)
        )
        self._all = diagrams.both(self._all, diagrams.either(silent, asked))
        self._any = diagrams.either(self._any, asked)

    def where(self) -> int:
        return self._situations.diagrams.both(self._all, self._any)


def _classes(sides: SidesOf, expressions: FunctionsOf) -> list[_Class]:
    """Parties and offices, those together who answer alike; an office stays apart from other states' readers."""
    parties: dict[object, list[str]] = {}
    offices: dict[object, list[str]] = {}
    for reader, functions in expressions.items():
        if _role(sides, reader) == "party":
            parties.setdefault(_key(functions), []).append(reader)
    for reader, functions in expressions.items():
        if _role(sides, reader) == "office":
            party = reader.partition(".")[0]
            if _key(functions) == _key(expressions[party]):
                parties[_key(functions)].append(reader)
            else:
                offices.setdefault((party, _key(functions)), []).append(reader)
    found = [_Class(tuple(names), expressions[names[0]], None) for names in parties.values()]
    found += [_Class(tuple(names), expressions[names[0]], names[0].partition(".")[0]) for names in offices.values()]
    return found


def _voices(sides: SidesOf, expressions: FunctionsOf) -> list[_Class]:
    return [
        _Class((reader,), functions, None)
        for reader, functions in expressions.items()
        if _role(sides, reader) == "voice"
    ]


def _key(functions: tuple[Functions, Functions]) -> object:
    return tuple(frozenset(each.items()) for each in functions)


def _role(sides: SidesOf, reader: str) -> str:
    return role_of(sides[reader][1].rulebook, reader)


def _class_of(classes: Sequence[_Class], reader: str) -> int:
    return next(at for at, each in enumerate(classes) if reader in each.readers)


def _goes_along(
    situations: SituationsWithin,
    stands: tuple[Sequence[Stand], Sequence[Stand]],
    sides: tuple[tuple[Side, Side], tuple[Side, Side]],
) -> int:
    """Where an office answers as its party, before and after."""
    office, party = stands
    before, after = (
        alike(situations, (office[at], party[at]), (sides[0][at].parts, sides[1][at].parts)) for at in (0, 1)
    )
    return situations.diagrams.both(before, after)


_Moved: TypeAlias = tuple[Standing, Standing, int, tuple[Over, ...], tuple[Over, ...]]


def _is_dispute(moved: _Moved) -> bool:
    """Whether two readers part, or one has not answered, before or after."""
    return not {"contested", "open"}.isdisjoint(moved[:2])


def _moved(situations: SituationsWithin, one: Sequence[Stand], other: Sequence[Stand], *along: int) -> list[_Moved]:
    """Where two readers stand otherwise, leaving out where an office only goes along with its party."""
    within = situations.care
    for region in along:
        within = situations.diagrams.both(within, situations.diagrams.negation(region))
    before, after = (Pair(situations, one[version], other[version]) for version in (0, 1))
    found: list[_Moved] = [(was, now, region, (), ()) for was, now, region in shifts(before, after, within)]
    found += [
        ("contested", "contested", region, dropped, added)
        for dropped, added, region in moved_over(before, after, within)
    ]
    return found


def _shift(
    situations: SituationsWithin,
    sides: SidesOf,
    names: tuple[tuple[str, ...], tuple[str, ...]],
    was: Standing,
    now: Standing,
    region: int,
    dropped: tuple[Over, ...],
    added: tuple[Over, ...],
    causes: Causes,
    *,
    in_full: bool,
) -> Shift:
    pairs = (sides[names[0][0]], sides[names[1][0]])
    extent, first = _described(Sides(pairs[0][0], pairs[0][1], situations), region, in_full=in_full)
    four = (pairs[0][0], pairs[1][0], pairs[0][1], pairs[1][1])
    by_variable, given, example = plain_example(situations, first, roots_of(four))
    answers = [Look(side, by_variable, given).answer() for side in four]
    return Shift(
        was=was,
        now=now,
        count=extent.count,
        pieces=extent.pieces,
        rest=extent.rest,
        example=example,
        answers=((answers[0], answers[1]), (answers[2], answers[3])),
        causes=causes(pairs, example),
        dropped=dropped,
        added=added,
    )


def _certainly_asked(situations: SituationsWithin, functions: Functions, party: str, kinds: Iterable[str]) -> int:
    asked = asking_of(functions, party, kinds)
    return situations.certain(situations.expressions.any_of(asked)) if asked else 0


def _come_and_gone(situations: SituationsWithin, before: int, after: int) -> tuple[int, int]:
    both, negation = situations.diagrams.both, situations.diagrams.negation
    return both(after, negation(before)), both(before, negation(after))


def _any_sides(situations: SituationsWithin, sides: SidesOf) -> Sides:
    one, other = next(iter(sides.values()))
    return Sides(one, other, situations)


def _extent(sides: Sides, region: int, *, in_full: bool) -> Extent | None:
    return _described(sides, region, in_full=in_full)[0] if region else None


def _described(sides: Sides, region: int, *, in_full: bool) -> tuple[Extent, Cube]:
    """Tell a region in conditions, and return the largest of them too.

    Whether two readers agree hangs on all rules of both, so that an exact cover can be too long for anybody to read.
    """
    told = tell(sides.situations, sides.covers, region, in_full=in_full)
    return Extent(told.count, told.pieces(sides.situations), told.rest), told.cubes[0][0]

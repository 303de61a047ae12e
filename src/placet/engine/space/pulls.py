"""Where two rules of one reader that stand together pull apart: one lets what the other stops, or they ask otherwise.

The answer is never in conflict: a bar wins, and the steps of all standing rules are needed. What is found here is
where a drafter may ask whether that was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Literal

import msgspec

from placet.engine.columns.columns import GroundNeed, GroundRule
from placet.engine.logic.expressions import FALSE, TRUE
from placet.engine.space.conditions import Piece
from placet.engine.space.everybody import Everybody
from placet.model import Step, Value

How = Literal["allows-bars", "bars-needs", "allows-needs", "level", "office", "time"]

HOWS: tuple[How, ...] = ("allows-bars", "bars-needs", "allows-needs", "level", "office", "time")
"""From what most calls for a second look to what least does."""


class Way(msgspec.Struct, frozen=True):
    """One way in which two rules pull apart.

    Attributes:
        how: `allows-bars`, `bars-needs`, `allows-needs`: the first rule does the one, the second the other; `level`:
            they ask different kinds of step of one addressee; `office`, `time`: the same kind, but of other offices, or
            with another deadline or another meaning of silence.
        rules: the two, in the order of `how`.
        clauses: the numbers of their `needs` that ask; None for a rule that bars or allows.
        steps: what either asks for, in one situation or another.
        count: in how many situations.
    """

    how: How
    rules: tuple[str, str]
    clauses: tuple[int | None, int | None]
    steps: tuple[tuple[Step, ...], tuple[Step, ...]]
    count: int


class Pull(msgspec.Struct, frozen=True):
    """Two rules that pull apart, in the same ways and situations for each of the `readers`.

    Attributes:
        ways: in which ways, what most calls for a second look first.
        readers: for whom.
        count: in how many situations both stand and pull apart, or may do so.
        certain: in how many of these they do, whatever the open points come to.
        pieces: an irredundant cover, the largest first.
        example: a situation of the first piece, in the facts on which the answer of the first reader hangs.
    """

    ways: tuple[Way, ...]
    readers: tuple[str, ...]
    count: int
    certain: int
    pieces: tuple[Piece, ...]
    example: dict[str, Value]

    @property
    def rules(self) -> tuple[str, str]:
        """The two rules, in the order of the first way."""
        return self.ways[0].rules


class PullRegion(msgspec.Struct, frozen=True):
    """Two rules of one reader with the situations in which they pull apart, and those in which they do for certain."""

    ways: tuple[Way, ...]
    region: int
    certain: int


def find_pulls(all_readers: Everybody, readers: Iterable[str]) -> tuple[Pull, ...]:
    """Return where two rules of one of the readers pull apart; readers for whom it is the same stand together."""
    found: dict[PullRegion, list[str]] = {}
    for reader in readers:
        for each in pull_regions(all_readers, reader):
            found.setdefault(each, []).append(reader)
    count = all_readers.situations.count
    pulls = [
        Pull(
            each.ways,
            tuple(whose),
            count(each.region),
            count(each.certain),
            all_readers.pieces(each.region),
            all_readers.example(all_readers.first_of(each.region), whose[:1]),
        )
        for each, whose in found.items()
    ]
    return tuple(sorted(pulls, key=lambda one: (HOWS.index(one.ways[0].how), -one.count)))


def pull_regions(all_readers: Everybody, reader: str) -> Iterator[PullRegion]:
    """Yield where two rules of a reader pull apart, for each two of its rules that ever do."""
    expressions, situations = all_readers.expressions, all_readers.situations
    standing = [
        (ground, where) for ground in all_readers.columns[reader] if (where := situations.possible(ground.stands))
    ]
    for (one, here), (other, there) in combinations(standing, 2):
        # Cheap to see, and true of most: they never stand in one situation.
        if not all_readers.diagrams.both(here, there):
            continue
        first, second = sorted((one, other), key=lambda ground: ground.rule.id)
        together = expressions.all_of((first.stands, second.stands))
        ways: list[Way] = []
        wheres: list[int] = []
        for how, rules, clauses, asks in _ways(first, second):
            way, where = _way(all_readers, together, how, rules, clauses, asks)
            if way.count:
                ways.append(way)
                wheres.append(where)
        if ways:
            where = expressions.any_of(wheres)
            ways.sort(key=lambda way: HOWS.index(way.how))
            yield PullRegion(tuple(ways), situations.possible(where), situations.certain(where))


_Ask = tuple[GroundNeed | None, GroundNeed | None]
"""What either of two rules asks for, where it asks for something."""


def _ways(
    one: GroundRule, other: GroundRule
) -> Iterator[tuple[How, tuple[GroundRule, GroundRule], tuple[int | None, int | None], list[_Ask]]]:
    """In which ways two rules would pull apart if they stood together."""
    for first, second in ((one, other), (other, one)):
        if first.rule.allows and second.rule.bars:
            yield "allows-bars", (first, second), (None, None), [(None, None)]
        how: How
        for how, is_so in (("bars-needs", first.rule.bars), ("allows-needs", first.rule.allows)):
            if is_so:
                for clause in range(len(second.rule.needs)):
                    asks: list[_Ask] = [(None, need) for need in second.needs if need.clause == clause]
                    yield how, (first, second), (None, clause), asks
    by_clauses: dict[tuple[How, int, int], list[_Ask]] = {}
    for need in one.needs:
        for another in other.needs:
            parted = _parted(need.step, another.step)
            if parted is not None:
                by_clauses.setdefault((parted, need.clause, another.clause), []).append((need, another))
    for (parted, mine, its), pairs in by_clauses.items():
        yield parted, (one, other), (mine, its), pairs


def _parted(one: Step, other: Step) -> How | None:
    """In which way two steps with one addressee differ; None where they do not, or have two."""
    if one.of != other.of or one == other:
        return None
    if one.kinds != other.kinds:
        return "level"
    return "office" if one.offices != other.offices else "time"


def _way(
    all_readers: Everybody,
    together: int,
    how: How,
    rules: tuple[GroundRule, GroundRule],
    clauses: tuple[int | None, int | None],
    asks: list[_Ask],
) -> tuple[Way, int]:
    """A way of pulling apart with its number of situations, and the expression of where it is so."""
    expressions, situations = all_readers.expressions, all_readers.situations
    steps: tuple[dict[Step, None], dict[Step, None]] = {}, {}
    found = []
    for pair in asks:
        where = expressions.all_of((together, *(need.guard if need is not None else TRUE for need in pair)))
        if situations.possible(where):
            found.append(where)
            for known, need in zip(steps, pair, strict=True):
                if need is not None:
                    known[need.step] = None
    where = expressions.any_of(found)
    count = situations.count(situations.possible(where)) if where != FALSE else 0
    names = rules[0].rule.id, rules[1].rule.id
    return Way(how, names, clauses, (tuple(sorted(steps[0])), tuple(sorted(steps[1]))), count), where

"""How two readers stand to each other, situation by situation, in two versions of a rulebook.

As in the verdict of a question: readers that are silent are left out, two settled answers that are not the same are
contested, and where one of them is undetermined the matter is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

import msgspec

from placet.engine.columns.parts import Parts
from placet.engine.logic.expressions import FALSE, Expressions
from placet.engine.space.around import SituationsWithin
from placet.model import Step
from placet.model.answers import BASES, Basis
from placet.model.rulebook import KINDS

Standing: TypeAlias = Literal["contested", "open", "agreed", "one-sided", "unregulated"]
STANDINGS: tuple[Standing, ...] = ("contested", "open", "agreed", "one-sided", "unregulated")

Aspect: TypeAlias = tuple[Step, Basis] | None
"""What an answer says or does not say: that the act is barred (None), or that a step is asked for with some force."""

Functions: TypeAlias = dict[Aspect | Literal["speaks"], int]
"""An answer as expressions; what is not there is never so. Equal ones are equal answers everywhere."""


def functions_of(parts: Parts, expressions: Expressions) -> Functions:
    """Return the functions whose values in a situation together are the answer."""
    found: Functions = {None: parts.bar, "speaks": parts.speaks}
    for step, asks in parts.asks.items():
        bases = {ask.ground.basis for ask in asks}
        requirement = FALSE
        for basis in BASES:
            if basis in bases:
                requirement = parts.requirement(expressions, step, basis)
            found[step, basis] = requirement
    return {aspect: expression for aspect, expression in found.items() if expression != FALSE}


class Over(msgspec.Struct, frozen=True):
    """What two answers part over: a bar (no step), whether a step is asked for, or with what force it is."""

    step: Step | None
    is_force: bool = False


class Stand(msgspec.Struct, frozen=True):
    """Where, of the situations that are looked at, a reader is silent, undetermined or settled, and on what."""

    silent: int
    unclear: int
    settled: int
    says: dict[Aspect, int]
    """Where the reader is settled and says something."""


def stand_of(situations: SituationsWithin, functions: Functions) -> Stand:
    """Return how a reader answers in `situations.care`."""
    diagrams = situations.diagrams
    both, either, negation = diagrams.both, diagrams.either, diagrams.negation
    unclear = 0
    speaking = 0
    surely: dict[Aspect, int] = {}
    for aspect, expression in functions.items():
        possible = situations.possible(expression)
        if possible == 0:
            continue
        certain = situations.certain(expression)
        unclear = either(unclear, both(possible, negation(certain)))
        if aspect == "speaks":
            speaking = possible
        elif certain:
            surely[aspect] = certain
    silent = both(situations.care, negation(speaking))
    settled = both(speaking, negation(unclear))
    return Stand(silent, unclear, settled, {aspect: both(certain, settled) for aspect, certain in surely.items()})


class Pair:
    """Two readers of one version, in the situations that are looked at."""

    def __init__(self, situations: SituationsWithin, one: Stand, other: Stand) -> None:
        self._situations = situations
        self.one = one
        self.other = other
        diagrams = situations.diagrams
        both, either, negation = diagrams.both, diagrams.either, diagrams.negation
        care = situations.care
        settled = both(one.settled, other.settled)
        self._parted: dict[Aspect, int] = {}
        contested = 0
        for aspect in dict.fromkeys((*one.says, *other.says)):
            here, there = (both(settled, stand.says.get(aspect, 0)) for stand in (one, other))
            if here != there:
                parted = either(both(here, negation(there)), both(there, negation(here)))
                self._parted[aspect] = parted
                contested = either(contested, parted)
        speaking = both(negation(one.silent), negation(other.silent))
        unregulated = both(one.silent, other.silent)
        self.standings: dict[Standing, int] = {
            "contested": contested,
            "open": both(care, both(speaking, negation(settled))),
            "agreed": both(settled, negation(contested)),
            "one-sided": both(care, both(negation(speaking), negation(unregulated))),
            "unregulated": both(care, unregulated),
        }

    def parted_over(self) -> dict[Over, int]:
        """Return where the two part over a bar, or else over whether a step is asked for, or else over its force."""
        diagrams = self._situations.diagrams
        both, either, negation = diagrams.both, diagrams.either, diagrams.negation
        barred = self._parted.get(None, 0)
        found: dict[Over, int] = {Over(None): barred} if barred else {}
        for aspect, region in self._parted.items():
            if aspect is None:
                continue
            step, basis = aspect
            outside = both(region, negation(barred))
            if basis != BASES[-1]:
                # Asked for by both, since they do not part over the weakest force.
                outside = both(outside, negation(self._parted.get((step, BASES[-1]), 0)))
            over = Over(step, is_force=basis != BASES[-1])
            if outside:
                found[over] = either(found.get(over, 0), outside)
        return found


def shifts(before: Pair, after: Pair, within: int) -> Iterator[tuple[Standing, Standing, int]]:
    """Yield where two readers stand to each other otherwise than before: what they were, what they are, and where."""
    both = before._situations.diagrams.both
    for was in STANDINGS:
        old = both(before.standings[was], within)
        if old == 0:
            continue
        for now in STANDINGS:
            region = both(old, after.standings[now]) if was != now else 0
            if region:
                yield was, now, region


def moved_over(before: Pair, after: Pair, within: int) -> Iterator[tuple[tuple[Over, ...], tuple[Over, ...], int]]:
    """Yield where two readers part before and after over other things: what no longer, what in addition, and where."""
    diagrams = before._situations.diagrams
    both, negation = diagrams.both, diagrams.negation
    still = both(within, both(before.standings["contested"], after.standings["contested"]))
    if still == 0:
        return
    old, new = before.parted_over(), after.parted_over()
    by_region: dict[int, tuple[list[Over], list[Over]]] = {}
    for over in dict.fromkeys((*old, *new)):
        here, there = old.get(over, 0), new.get(over, 0)
        for at, region in ((0, both(here, negation(there))), (1, both(there, negation(here)))):
            if part := both(still, region):
                by_region.setdefault(part, ([], []))[at].append(over)
    for region, (dropped, added) in by_region.items():
        yield tuple(dropped), tuple(added), region


def alike(situations: SituationsWithin, stands: tuple[Stand, Stand], parts: tuple[Parts, Parts]) -> int:
    """Return where two readers give the same answer: of one kind, with the same steps in every case.

    Args:
        situations: of which those in `care` are looked at.
        stands: how the two answer.
        parts: what their answers are made of.
    """
    diagrams, expressions = situations.diagrams, situations.expressions
    both, either, negation = diagrams.both, diagrams.either, diagrams.negation
    one, other = stands
    same = either(
        both(one.silent, other.silent), either(both(one.settled, other.settled), both(one.unclear, other.unclear))
    )
    barred = [stand.says.get(None, 0) for stand in stands]
    differ = [(barred[0], barred[1])]
    for step in dict.fromkeys((*parts[0].asks, *parts[1].asks)):
        for basis in BASES:
            # What stands beside a bar, or where one is open, is part of an answer too.
            asked = [each.asked(expressions, step, basis) for each in parts]
            if asked[0] != asked[1]:
                differ.append((situations.certain(asked[0]), situations.certain(asked[1])))
    for here, there in differ:
        if here != there:
            same = both(same, negation(either(both(here, negation(there)), both(there, negation(here)))))
    return both(situations.care, same)


def asking_of(functions: Functions, party: str, level: Iterable[str]) -> list[int]:
    """Return the expressions of the steps that are asked of a party, one of the kinds in `level` being the least."""
    wanted = set(level)
    return [
        expression
        for aspect, expression in functions.items()
        if isinstance(aspect, tuple)
        and aspect[1] == BASES[-1]
        and aspect[0].of == party
        and least_kind(aspect[0]) in wanted
    ]


def least_kind(step: Step) -> str:
    """Return the kind that will do: of two, the lower."""
    return min(step.kinds, key=KINDS.index)

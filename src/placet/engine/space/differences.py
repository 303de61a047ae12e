"""The exact situations in which two answers part: which step one side asks for and the other does not, and where.

Every region belongs to one step of one rule, so no diagram is ever the union of all of them. Where even the union over
the instruments that ask for one step is out of reach, the sides are compared instrument by instrument instead, and the
regions say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from placet.engine.columns import GroundRule
from placet.engine.diagram import DiagramTooLarge
from placet.engine.parts import Parts, parts_of
from placet.engine.space.cover import Covers
from placet.engine.space.sides import Side
from placet.engine.space.situations import Situations
from placet.model import Step
from placet.model.answers import BASES, Basis

Truth = Literal["yes", "open", "no"]
What = Literal["step", "force", "bar", "speaks"]

UNION_NODES = 100_000
"""How many nodes a union over instruments may cost before the sides are compared instrument by instrument."""


class Difference(msgspec.Struct, frozen=True):
    """A region in which one part of the answer differs.

    Attributes:
        what: `step` (a step is asked for), `force` (with what force), `bar` (the act is barred), `speaks` (a rule
            speaks, though nothing is asked or barred).
        side: which of the two sides (0 or 1) has more of it: asks, bars, speaks, or may do so.
        here: whether that side does so for certain; for `force`, whether it does with its force or a stronger one.
        there: whether the other side does; for `force`, with its own.
        rule: the rule by which `side` does so; None where no single rule does.
        clause: the number of the rule's `needs` that asks; None but for steps.
        steps: the steps asked for in this region, one for each addressee.
        region: all situations of it.
        force: for `force`, that of either side, in the order of the sides: the strongest that may be.
        instrument: the instrument within which alone the sides were compared; None: the whole answers were.
    """

    what: What
    side: int
    here: Truth
    there: Truth
    rule: str | None
    clause: int | None
    steps: tuple[Step, ...]
    region: int
    force: tuple[Basis | None, Basis | None] | None = None
    instrument: str | None = None


class Sides:
    """Two sides over the same situations, ready to be compared.

    Args:
        one: the first side.
        other: the second; both from one call of `sides_of`.
        situations: all situations of both, with room for their diagrams; None: made here.
    """

    def __init__(self, one: Side, other: Side, situations: Situations | None = None) -> None:
        self.sides = (one, other)
        self.expressions = one.calendar.variables.expressions
        if situations is None:
            situations = Situations(one.calendar.variables, roots_of(self.sides))
        self.situations = situations
        self.diagrams = situations.diagrams
        self.covers = Covers(self.diagrams)

    def differences(self, *, by_instrument: bool | None = None) -> list[Difference]:
        """Return all regions in which the two answers differ; none means that they agree everywhere.

        Args:
            by_instrument: whether to compare what each instrument asks for, instead of the whole answers; None: only
                where the whole answers are out of reach.

        Raises:
            DiagramTooLarge: a region is out of reach.
        """
        if by_instrument is None:
            most = self.diagrams.most
            self.diagrams.most = min(most, len(self.diagrams.levels) + UNION_NODES)
            try:
                return self.differences(by_instrument=False)
            except DiagramTooLarge:
                by_instrument = True
            finally:
                self.diagrams.most = most
        groups = self._by_instrument() if by_instrument else [_Group(None, *(side.parts for side in self.sides))]
        return [one for group in groups for one in self._within(group) if one.region]

    def _within(self, group: _Group) -> Iterator[Difference]:
        yield from self._bars(group)
        yield from self._steps(group)
        yield from self._forces(group)
        yield from self._speaking(group)

    def _by_instrument(self) -> list[_Group]:
        """The parts of each instrument, and of each reader's own rules, by themselves."""
        grounds: dict[str, tuple[list[GroundRule], list[GroundRule]]] = {}
        for place, side in enumerate(self.sides):
            for ground in side.rules:
                owner = ground.rule.instrument or ground.rule.held_by or ""
                grounds.setdefault(owner, ([], []))[place].append(ground)
        return [
            _Group(owner, parts_of(one, self.expressions), parts_of(other, self.expressions))
            for owner, (one, other) in grounds.items()
        ]

    def _bars(self, group: _Group) -> Iterator[Difference]:
        for high, here, there, region in self._parted(group.one.bar, group.other.bar):
            for ground, stands in group.parts[high].bars:
                part = self.diagrams.both(region, self.situations.possible(stands))
                yield Difference("bar", high, here, there, ground.rule.id, None, (), part, None, group.instrument)

    def _steps(self, group: _Group) -> Iterator[Difference]:
        """By step, and among the situations of a step by the rule that asks for it."""
        found: dict[tuple[int, Truth, Truth, str, int], tuple[list[Step], int]] = {}
        for step in group.steps():
            one, other = (parts.requirement(self.expressions, step) for parts in group.parts)
            for high, here, there, region in self._parted(one, other):
                for ask in group.parts[high].asks.get(step, ()):
                    part = self.diagrams.both(region, self.situations.possible(ask.when))
                    if part:
                        key = (high, here, there, ask.ground.rule.id, ask.clause)
                        steps, before = found.get(key, ([], 0))
                        found[key] = ([*steps, step], self.diagrams.either(before, part))
        for (high, here, there, rule, clause), (steps, region) in found.items():
            yield Difference("step", high, here, there, rule, clause, tuple(steps), region, None, group.instrument)

    def _forces(self, group: _Group) -> Iterator[Difference]:
        """Where both sides ask for a step alike (for certain, or both perhaps), but with another force."""
        both, either, negation = self.diagrams.both, self.diagrams.either, self.diagrams.negation
        for step in group.steps():
            bases = [{ask.ground.basis for ask in parts.asks.get(step, ())} for parts in group.parts]
            if not all(bases) or len(bases[0] | bases[1]) == 1:
                continue
            certain, possible = zip(*(self._asked(parts, step) for parts in group.parts), strict=True)
            perhaps = [both(may, negation(must)) for may, must in zip(possible, certain, strict=True)]
            alike = either(both(*certain), both(*perhaps))
            for basis in (each for each in BASES[:-1] if each in bases[0] | bases[1]):
                one, other = (parts.requirement(self.expressions, step, basis) for parts in group.parts)
                rest = alike
                for high, here, there, parted in self._parted(one, other):
                    region = both(parted, alike)
                    rest = both(rest, negation(parted))
                    for weaker, so, part in self._weaker(group.parts[1 - high], step, basis, there, region):
                        force = (basis, weaker) if high == 0 else (weaker, basis)
                        yield Difference("force", high, here, so, None, None, (step,), part, force, group.instrument)
                alike = rest

    def _weaker(
        self, parts: Parts, step: Step, basis: Basis, truth: Truth, region: int
    ) -> Iterator[tuple[Basis, Truth, int]]:
        """With what force a side asks for a step where the other does with `basis`: the strongest that may be."""
        if truth != "no":
            yield basis, truth, region
            return
        both, negation = self.diagrams.both, self.diagrams.negation
        for weaker in BASES[BASES.index(basis) + 1 :]:
            certain, possible = self._asked(parts, step, weaker)
            yield weaker, "yes", both(region, certain)
            yield weaker, "open", both(region, both(possible, negation(certain)))
            region = both(region, negation(possible))

    def _asked(self, parts: Parts, step: Step, basis: Basis = "policy") -> tuple[int, int]:
        """Where a step is asked for with at least some force: for certain, and perhaps."""
        asked = parts.requirement(self.expressions, step, basis)
        return self.situations.certain(asked), self.situations.possible(asked)

    def _speaking(self, group: _Group) -> Iterator[Difference]:
        """Where a rule speaks on one side alone, though neither side bars or asks for anything."""
        parted = list(self._parted(group.one.speaks, group.other.speaks))
        if not parted:
            return
        busy = self.expressions.any_of(
            each
            for parts in group.parts
            for each in (parts.bar, *(ask.when for asks in parts.asks.values() for ask in asks))
        )
        quiet = self.diagrams.negation(self.situations.possible(busy))
        for high, here, there, region in parted:
            part = self.diagrams.both(region, quiet)
            yield Difference("speaks", high, here, there, None, None, (), part, None, group.instrument)

    def _parted(self, one: int, other: int) -> Iterator[tuple[int, Truth, Truth, int]]:
        """The situations in which two expressions come to different truths: the side with more, both truths, where."""
        if one == other:
            return
        both, negation = self.diagrams.both, self.diagrams.negation
        certain = [self.situations.certain(one), self.situations.certain(other)]
        possible = [self.situations.possible(one), self.situations.possible(other)]
        for high, low in ((0, 1), (1, 0)):
            never = negation(possible[low])
            regions: tuple[tuple[Truth, Truth, int], ...] = (("yes", "no", both(certain[high], never)),)
            if possible != certain:
                unclear = [both(may, negation(must)) for may, must in zip(possible, certain, strict=True)]
                regions += (
                    ("yes", "open", both(certain[high], unclear[low])),
                    ("open", "no", both(unclear[high], never)),
                )
            yield from ((high, here, there, region) for here, there, region in regions if region)


class _Group(msgspec.Struct, frozen=True):
    """The parts of both sides that are compared with each other: of whole answers, or of one instrument."""

    instrument: str | None
    one: Parts
    other: Parts

    @property
    def parts(self) -> tuple[Parts, Parts]:
        return self.one, self.other

    def steps(self) -> list[Step]:
        """Return every step that either side can ask for."""
        return sorted(self.one.asks.keys() | self.other.asks.keys())


def roots_of(sides: Iterable[Side]) -> list[int]:
    """Return the expressions on which the answers of some sides hang."""
    return [
        each
        for side in sides
        for each in (
            side.parts.bar,
            side.parts.speaks,
            *(ask.when for asks in side.parts.asks.values() for ask in asks),
        )
    ]

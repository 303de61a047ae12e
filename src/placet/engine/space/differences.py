"""The exact situations in which two answers part: which step one side asks for and the other does not, and where.

Every region belongs to one step of one rule, so no diagram is ever the union of all of them. Where even the union over
the instruments that ask for one step is out of reach, the sides are compared instrument by instrument instead, and the
regions say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from placet.engine.columns.columns import GroundRule
from placet.engine.columns.parts import Ask, Parts, parts_of
from placet.engine.logic.diagram import DiagramTooLarge
from placet.engine.space.binary_covers import covers_of
from placet.engine.space.examples import Within
from placet.engine.space.hinges import Hinges
from placet.engine.space.sides import Side
from placet.engine.space.situations import FEWEST_STEPS, NODES, Situations
from placet.model import Step
from placet.model.answers import BASES, Basis

Truth = Literal["yes", "open", "no"]
What = Literal["step", "force", "bar", "speaks"]

UNION_NODES = 50_000
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
        most: how many nodes may be made, where the situations are made here.
    """

    def __init__(self, one: Side, other: Side, situations: Situations | None = None, *, most: int = NODES) -> None:
        self.sides = (one, other)
        self.expressions = one.calendar.variables.expressions
        self._groups: dict[str | None, _Group] = {
            None: _Group(None, (one.parts, other.parts), (one.rules, other.rules), {})
        }
        self._hinges: dict[str | None, Hinges] = {}
        self._looked_at: dict[str | None, tuple[Within, Within]] = {}
        self._is_own = situations is None
        self.is_by_instrument = False
        """Whether the differences are those of what each instrument asks for."""
        if situations is None:
            situations = Situations(one.calendar.variables, roots_of(self.sides), most, functions=self._parting())
        self._begin(situations)

    def _begin(self, situations: Situations) -> None:
        self.situations = situations
        self.diagrams = situations.diagrams
        self.covers = covers_of(self.diagrams)

    def differences(self, *, by_instrument: bool | None = None) -> list[Difference]:
        """Return all regions in which the two answers differ; none means that they agree everywhere.

        The regions are diagrams of `situations`, which are made anew where the sides are compared by instrument.

        Args:
            by_instrument: whether to compare what each instrument asks for, instead of the whole answers; None: only
                where the whole answers are out of reach.

        Raises:
            DiagramTooLarge: a region is out of reach.
        """
        if by_instrument is None:
            try:
                with self.diagrams.room(UNION_NODES):
                    return self.differences(by_instrument=False)
            except DiagramTooLarge:
                by_instrument = True
        if by_instrument and self._is_own:
            # What each instrument tests often should come first there, and what the attempt has made is given back.
            groups = [
                [root for ground in (*one, *other) for root in _roots_of_rule(ground)]
                for one, other in self._owned().values()
            ]
            self._begin(Situations(self.situations.variables, (), self.diagrams.most, groups, self._parting()))
        self.is_by_instrument = by_instrument
        compared = self._by_instrument() if by_instrument else [self._groups[None]]
        return [one for group in compared for one in self._within(group) if one.region]

    def _parting(self) -> int:
        """How many expressions only one of the answers hangs on."""
        one, other = (set(side.parts.roots()) for side in self.sides)
        return len(one ^ other)

    def parts(self, instrument: str | None) -> tuple[Parts, Parts]:
        """Return the parts of both answers, or of what an instrument (or a reader's own rules) asks for by itself."""
        return self._group(instrument).parts

    def has_shared_points(self) -> bool:
        """Say whether what two instruments ask for hangs on one open point.

        Otherwise answers that agree in what each instrument asks for agree as a whole.
        """
        variables = self.situations.variables
        limits = {number: found for side in variables.family for number, found in side.limits.items()}
        seen: set[int] = set()
        for group in self._by_instrument():
            waiting = list(self.expressions.extent(root for parts in group.parts for root in parts.roots())[1])
            points: set[int] = set()
            while waiting:
                number = waiting.pop()
                if variables.all[number].open.kind != "field" and number not in points:
                    points.add(number)
                    waiting += self.expressions.extent(limits.get(number, ()))[1]
            if points & seen:
                return True
            seen |= points
        return False

    def within(self, instrument: str | None) -> tuple[Within, Within]:
        """Return both sides, or what an instrument (or a reader's own rules) asks for, to be looked at."""
        group = self._group(instrument)
        if instrument not in self._looked_at:
            one, other = zip(self.sides, group.parts, group.rules, strict=True)
            self._looked_at[instrument] = Within(*one), Within(*other)
        return self._looked_at[instrument]

    def hinges(self, instrument: str | None) -> Hinges:
        """Return the expressions on which both answers hang, or what an instrument asks for by itself."""
        if instrument not in self._hinges:
            roots = (root for parts in self.parts(instrument) for root in parts.roots())
            self._hinges[instrument] = Hinges(self.expressions, roots)
        return self._hinges[instrument]

    def _group(self, instrument: str | None) -> _Group:
        if instrument not in self._groups:
            self._by_instrument()
        return self._groups[instrument]

    def _within(self, group: _Group) -> Iterator[Difference]:
        self._tabulate(group)
        yield from self._bars(group)
        yield from self._steps(group)
        yield from self._forces(group)
        yield from self._speaking(group)

    def _by_instrument(self) -> list[_Group]:
        """The parts of each instrument, and of each reader's own rules, by themselves."""
        for owner, (one, other) in self._owned().items():
            if owner not in self._groups:
                parts = parts_of(one, self.expressions), parts_of(other, self.expressions)
                self._groups[owner] = _Group(owner, parts, (one, other), {})
        return [group for owner, group in self._groups.items() if owner is not None]

    def _owned(self) -> dict[str, tuple[list[GroundRule], list[GroundRule]]]:
        """The rules of both sides, by the instrument or the reader whose they are."""
        found: dict[str, tuple[list[GroundRule], list[GroundRule]]] = {}
        for place, side in enumerate(self.sides):
            for ground in side.rules:
                owner = ground.rule.instrument or ground.rule.held_by or ""
                found.setdefault(owner, ([], []))[place].append(ground)
        return found

    def _bars(self, group: _Group) -> Iterator[Difference]:
        name = group.instrument
        if self._are_settled((group.parts[0].bar, group.parts[1].bar)):
            for high, low in ((0, 1), (1, 0)):
                others = {stands for _, stands in group.parts[low].bars}
                region = group.tabulated.get((high, "bar"))
                for ground, stands in group.parts[high].bars:
                    if stands not in others:
                        part = self.situations.possible(stands)
                        part = self._less(part, others) if region is None else self.diagrams.both(part, region)
                        yield Difference("bar", high, "yes", "no", ground.rule.id, None, (), part, None, name)
            return
        for high, here, there, region in self._parted(group.parts[0].bar, group.parts[1].bar):
            for ground, stands in group.parts[high].bars:
                part = self.diagrams.both(region, self.situations.possible(stands))
                yield Difference("bar", high, here, there, ground.rule.id, None, (), part, None, name)

    def _steps(self, group: _Group) -> Iterator[Difference]:
        """By step, and among the situations of a step by the rule that asks for it."""
        found: dict[tuple[int, Truth, Truth, str, int], tuple[list[Step], int]] = {}
        for step in group.steps():
            for high, here, there, ask, part in self._parted_step(group, step):
                if part:
                    key = (high, here, there, ask.ground.rule.id, ask.clause)
                    steps, before = found.get(key, ([], 0))
                    found[key] = ([*steps, step], self.diagrams.either(before, part))
        for (high, here, there, rule, clause), (steps, region) in found.items():
            yield Difference("step", high, here, there, rule, clause, tuple(steps), region, None, group.instrument)

    def _tabulate(self, group: _Group) -> None:
        """Find the regions of very many rules about few facts by writing them out, where that is quicker."""
        group.tabulated.clear()
        one, other = group.parts
        if not self._are_settled((one.bar, other.bar)):
            return
        work = 2 * len(one.bars) * len(other.bars)
        steps = []
        for step in group.steps():
            whens = [{ask.when for ask in parts.asks.get(step, ())} for parts in group.parts]
            if whens[0] and whens[1] and self._are_settled((*whens[0], *whens[1])):
                steps.append(step)
                work += 2 * len(whens[0]) * len(whens[1])
        if work < FEWEST_STEPS:
            return
        wanted: dict[tuple[int, Step | Literal["bar", "speaks"]], int] = {}
        for high, low in ((0, 1), (1, 0)):
            more, less = group.parts[high], group.parts[low]
            wanted[high, "bar"] = self._only(more.bar, less.bar)
            for step in steps:
                asked = [parts.requirement(self.expressions, step) for parts in (more, less)]
                wanted[high, step] = self._only(*asked)
            if self._are_settled((one.speaks, other.speaks)):
                own, busy, others = self._heard(group, high)
                # Where it is open whether one of them asks, it is so in no table.
                if not self._are_settled(busy):
                    continue
                wanted[high, "speaks"] = self._only(self.expressions.any_of(own), *others, *busy)
        if self.situations.tabulate(wanted.values(), work):
            group.tabulated.update({place: self.situations.possible(each) for place, each in wanted.items()})

    def _heard(self, group: _Group, high: int) -> tuple[set[int], set[int], set[int]]:
        """The rules that speak on one side alone, where these ask or bar, and those that speak on the other side.

        What a rule asks for it asks for where it speaks: of the others, none matters beside where it speaks.
        """
        others = {ground.speaks for ground in group.rules[1 - high]}
        own = [ground for ground in group.rules[high] if ground.speaks not in others]
        names = {ground.rule.id for ground in own}
        busy = {stands for ground, stands in group.parts[high].bars if ground.rule.id in names}
        busy |= {ask.when for asks in group.parts[high].asks.values() for ask in asks if ask.ground.rule.id in names}
        return {ground.speaks for ground in own}, busy, others

    def _only(self, one: int, *others: int) -> int:
        """The expression that one is true and none of the others."""
        return self.expressions.all_of((one, *map(self.expressions.negation, others)))

    def _parted_step(self, group: _Group, step: Step) -> Iterator[tuple[int, Truth, Truth, Ask, int]]:
        """Where a step is asked for on one side alone: the side, both truths, the rule that asks, the situations."""
        asks = [parts.asks.get(step, ()) for parts in group.parts]
        bars = [parts.bar for parts in group.parts]
        whens = [{ask.when for ask in each} for each in asks]
        if whens[0] == whens[1] and bars[0] == bars[1]:
            return
        if not self._are_settled(bars):
            one, other = (parts.requirement(self.expressions, step) for parts in group.parts)
            for high, here, there, region in self._parted(one, other):
                for ask in asks[high]:
                    yield high, here, there, ask, self.diagrams.both(region, self.situations.possible(ask.when))
            return
        if (0, step) in group.tabulated:
            for high, low in ((0, 1), (1, 0)):
                parted = self.diagrams.without(*(self.situations.possible(bars[place]) for place in (low, high)))
                for ask in asks[high]:
                    # What both sides ask for alike can part them only where one of the two bars.
                    within = parted if ask.when in whens[low] else group.tabulated[high, step]
                    if within:
                        yield high, "yes", "no", ask, self.diagrams.both(within, self.situations.possible(ask.when))
            return
        # Facts alone say what is barred, so what one rule asks for can be looked at by itself: no large union is made.
        known = [self._known(each, bar) for each, bar in zip(asks, bars, strict=True)]
        for high, low in ((0, 1), (1, 0)):
            if asks[high]:
                yield from ((high, *each) for each in self._parted_asks(asks[high], known[high], known[low]))

    def _known(self, asks: Iterable[Ask], bar: int) -> _Known:
        """What is known of a step that some rules ask for where the act is not barred."""
        settled = [ask.when for ask in asks if self.situations.is_settled(ask.when)]
        opened = self.expressions.any_of(ask.when for ask in asks if not self.situations.is_settled(ask.when))
        certain, possible = self.situations.certain(opened), self.situations.possible(opened)
        barred = self.situations.possible(bar)
        unclear = self.diagrams.without(self._less(self.diagrams.without(possible, certain), settled), barred)
        return _Known(barred, dict.fromkeys(settled), certain, possible, unclear)

    def _parted_asks(self, asks: Iterable[Ask], here: _Known, there: _Known) -> Iterator[tuple[Truth, Truth, Ask, int]]:
        """Where one side asks for a step and the other does not, or only perhaps, by the rules of the one."""
        both, either, without, possible = (
            self.diagrams.both,
            self.diagrams.either,
            self.diagrams.without,
            self.situations.possible,
        )
        barred_there = without(there.barred, here.barred)

        def not_there(region: int) -> int:
            """What of a region, in which the one side asks unless it bars, is asked for here and never there."""
            left = without(self._less(without(region, there.possible), there.settled), here.barred)
            return either(left, both(region, barred_there))

        def asked_here(within: int | None) -> Iterator[tuple[Ask, int]]:
            """By rule, where the one side asks for certain: within a region, or (None) where the other never does."""
            total = 0
            perhaps = []
            for ask in asks:
                if ask.when in here.settled:
                    if within is not None:
                        part = without(both(possible(ask.when), within), here.barred)
                    elif ask.when in there.settled:
                        part = both(possible(ask.when), barred_there) if barred_there else 0
                    else:
                        part = not_there(possible(ask.when))
                    total = either(total, part) if here.possible else total
                    yield ask, part
                else:
                    perhaps.append(ask)
            certain = not_there(here.certain) if within is None else without(both(here.certain, within), here.barred)
            total = either(total, certain)
            for ask in perhaps:
                yield ask, both(total, possible(ask.when))

        yield from (("yes", "no", ask, part) for ask, part in asked_here(None))
        if there.unclear:
            yield from (("yes", "open", ask, part) for ask, part in asked_here(there.unclear))
        if here.unclear:
            region = either(
                self._less(without(here.unclear, there.possible), there.settled), both(here.unclear, barred_there)
            )
            yield from (("open", "no", ask, both(region, possible(ask.when))) for ask in asks)

    def _are_settled(self, expressions: Iterable[int]) -> bool:
        """Say whether none of some expressions hangs on an open point."""
        return all(self.situations.is_settled(expression) for expression in expressions)

    def _less(self, region: int, expressions: Iterable[int]) -> int:
        """Return what of a region is left where none of some expressions can be true."""
        for expression in expressions:
            if region == 0:
                break
            region = self.diagrams.without(region, self.situations.possible(expression))
        return region

    def _forces(self, group: _Group) -> Iterator[Difference]:
        """Where both sides ask for a step alike (for certain, or both perhaps), but with another force."""
        both, either, without = self.diagrams.both, self.diagrams.either, self.diagrams.without
        bars = (group.parts[0].bar, group.parts[1].bar)
        # Where facts alone say what is barred, it can be left out first and taken away at the end.
        is_apart = self._are_settled(bars)
        for step in group.steps():
            bases = [{ask.ground.basis for ask in parts.asks.get(step, ())} for parts in group.parts]
            if not all(bases) or len(bases[0] | bases[1]) == 1:
                continue
            sides = [
                {
                    basis: (parts.asked if is_apart else parts.requirement)(self.expressions, step, basis)
                    for basis in BASES
                }
                for parts in group.parts
            ]
            if sides[0] == sides[1] and bars[0] == bars[1]:
                continue
            certain, possible = zip(*(self._truths(side["policy"]) for side in sides), strict=True)
            perhaps = [without(may, must) for may, must in zip(possible, certain, strict=True)]
            alike = either(both(*certain), both(*perhaps))
            for bar in bars if is_apart else ():
                alike = without(alike, self.situations.possible(bar))
            for basis in (each for each in BASES[:-1] if each in bases[0] | bases[1]):
                rest = alike
                for high, here, there, parted in self._parted(sides[0][basis], sides[1][basis]):
                    region = both(parted, alike)
                    rest = without(rest, parted)
                    for weaker, so, part in self._weaker(sides[1 - high], basis, there, region):
                        force = (basis, weaker) if high == 0 else (weaker, basis)
                        yield Difference("force", high, here, so, None, None, (step,), part, force, group.instrument)
                alike = rest

    def _weaker(
        self, asked: Mapping[Basis, int], basis: Basis, truth: Truth, region: int
    ) -> Iterator[tuple[Basis, Truth, int]]:
        """With what force a side asks for a step where the other does with `basis`: the strongest that may be."""
        if truth != "no":
            yield basis, truth, region
            return
        both, without = self.diagrams.both, self.diagrams.without
        for weaker in BASES[BASES.index(basis) + 1 :]:
            certain, possible = self._truths(asked[weaker])
            yield weaker, "yes", both(region, certain)
            yield weaker, "open", both(region, without(possible, certain))
            region = without(region, possible)

    def _truths(self, expression: int) -> tuple[int, int]:
        """Where an expression is true for certain, and where perhaps."""
        return self.situations.certain(expression), self.situations.possible(expression)

    def _speaking(self, group: _Group) -> Iterator[Difference]:
        """Where a rule speaks on one side alone, though neither side bars or asks for anything."""
        speaks = tuple(parts.speaks for parts in group.parts)
        if speaks[0] == speaks[1]:
            return
        if not self._are_settled(speaks):
            busy = {each for parts in group.parts for each in (parts.bar, *(parts.roots()[2:]))}
            for high, here, there, region in self._parted(*speaks):
                part = self._less(region, busy)
                yield Difference("speaks", high, here, there, None, None, (), part, None, group.instrument)
            return
        for high in (0, 1):
            known = group.tabulated.get((high, "speaks"))
            region = 0 if known is None else known
            if known is None:
                own, loud, others = self._heard(group, high)
                region = self._less(self.covers.union(self.situations.possible(each) for each in own), loud)
                # Those of the fewest conditions are the widest: what they leave meets few of the others.
                for each in sorted(others, key=lambda each: len(self.expressions.conjuncts(each))):
                    other = self.situations.possible(each)
                    if self.diagrams.meets(region, other):
                        region = self.diagrams.without(region, other)
            yield Difference("speaks", high, "yes", "no", None, None, (), region, None, group.instrument)

    def _parted(self, one: int, other: int) -> Iterator[tuple[int, Truth, Truth, int]]:
        """The situations in which two expressions come to different truths: the side with more, both truths, where."""
        if one == other:
            return
        both, without = self.diagrams.both, self.diagrams.without
        certain = [self.situations.certain(one), self.situations.certain(other)]
        possible = [self.situations.possible(one), self.situations.possible(other)]
        unclear = [without(may, must) for may, must in zip(possible, certain, strict=True)]
        for high, low in ((0, 1), (1, 0)):
            regions: tuple[tuple[Truth, Truth, int], ...] = (("yes", "no", without(certain[high], possible[low])),)
            if unclear[0] or unclear[1]:
                regions += (
                    ("yes", "open", both(certain[high], unclear[low])),
                    ("open", "no", without(unclear[high], possible[low])),
                )
            yield from ((high, here, there, region) for here, there, region in regions if region)


class _Known(msgspec.Struct, frozen=True):
    """A step on one side: where the act is barred; and but for that where it is asked for.

    `settled` are expressions over facts alone that ask for it; `certain` and `possible` is where the other rules ask
    for it for certain and perhaps; `unclear` where it is open whether it is asked for at all, bars included.
    """

    barred: int
    settled: dict[int, None]
    certain: int
    possible: int
    unclear: int


class _Group(msgspec.Struct, frozen=True):
    """What is compared: the whole answers of both sides, or what one instrument asks for; and the rules."""

    instrument: str | None
    parts: tuple[Parts, Parts]
    rules: tuple[Sequence[GroundRule], Sequence[GroundRule]]
    tabulated: dict[tuple[int, Step | Literal["bar", "speaks"]], int]
    """Regions that are known already: where the one side (0 or 1) alone asks for a step, bars or speaks."""

    def steps(self) -> list[Step]:
        """Return every step that either side can ask for."""
        return sorted(self.parts[0].asks.keys() | self.parts[1].asks.keys())


def _roots_of_rule(ground: GroundRule) -> tuple[int, ...]:
    """The expressions on which a rule's part in an answer hangs."""
    return ground.speaks, ground.stands, *(need.guard for need in ground.needs)


def roots_of(sides: Iterable[Side]) -> list[int]:
    """Return the expressions on which the answers of some sides hang."""
    return [root for side in sides for root in side.parts.roots()]

"""One situation looked at closely: what each side answers there, and what became of a rule on either side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal

import msgspec

from placet.engine.columns.columns import GroundRule
from placet.engine.columns.parts import Ask, OpenPoints, Parts
from placet.engine.logic.expressions import FALSE, TRUE
from placet.engine.space.hinges import Hinges
from placet.engine.space.scenes import Scene, SceneAmong
from placet.engine.space.sides import Side
from placet.engine.space.situations import Situations
from placet.model import Step, Value, best_grade
from placet.model.answers import BASES, Basis

Truth = Literal["yes", "open", "no"]

Fate = Literal[
    "stands",
    "excepted",
    "overridden",
    "open",
    "does not speak",
    "no such rule",
    "not in force",
    "not known",
    "rejected",
    "not bound",
]


class Asked(msgspec.Struct, frozen=True):
    """A step of an answer, with its force; `truth` is `open` where it hangs on an unsettled point."""

    step: Step
    basis: Basis
    truth: Truth
    rules: tuple[str, ...]


class SideAnswer(msgspec.Struct, frozen=True):
    """What one side answers in a situation."""

    kind: Literal["barred", "needs", "clear", "silent", "undetermined"]
    steps: tuple[Asked, ...] = ()
    bars: tuple[str, ...] = ()


class RuleFate(msgspec.Struct, frozen=True):
    """What became of a rule on one side in a situation.

    `by` names the exceptions, the overriding rules or the rejecting readings; `readings` are those that bear on it,
    `grade` is that of its evidence.
    """

    rule: str
    fate: Fate
    by: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    grade: str | None = None


class Within:
    """What of a side is looked at: its whole answer, or what one instrument asks for.

    Args:
        side: the side.
        parts: the parts of the answer; None: all of the side's.
        rules: the rules; None: all of the side's.
    """

    def __init__(self, side: Side, parts: Parts | None = None, rules: Sequence[GroundRule] | None = None) -> None:
        self.side = side
        self.parts = side.parts if parts is None else parts
        self.rules = side.rules if rules is None else rules

    def asks(self, values: Sequence[int]) -> dict[Step, list[Ask]]:
        """Return by step the asks that no plain test of a situation (by variable) excludes."""
        hinges, places = self._asks
        found: dict[Step, list[Ask]] = {}
        for place in sorted(place for when in hinges.possible(values) for place in places[when]):
            found.setdefault(self.every_ask[place].step, []).append(self.every_ask[place])
        return found

    @cached_property
    def points(self) -> OpenPoints:
        """What is certain and possible over the open points, for all situations that are looked at."""
        return OpenPoints(self.side.calendar.variables)

    @cached_property
    def by_clause(self) -> dict[tuple[str, int], list[int]]:
        """The expressions with which each rule asks for something, by its name and the number of its `needs`."""
        found: dict[tuple[str, int], list[int]] = {}
        for asks in self.parts.asks.values():
            for ask in asks:
                found.setdefault((ask.ground.rule.id, ask.clause), []).append(ask.when)
        return found

    @cached_property
    def every_ask(self) -> list[Ask]:
        """All that asks for something, step by step."""
        return [ask for found in self.parts.asks.values() for ask in found]

    @cached_property
    def _asks(self) -> tuple[Hinges, dict[int, list[int]]]:
        places: dict[int, list[int]] = {}
        for place, ask in enumerate(self.every_ask):
            places.setdefault(ask.when, []).append(place)
        return Hinges(self.side.calendar.variables.expressions, places), places


def plain_example(
    situations: Situations, cube: Mapping[int, int], roots: Iterable[int] | Hinges
) -> tuple[list[int], dict[str, Value], dict[str, Value]]:
    """Return the plainest situation of a conjunction, and as much of it as makes a difference.

    Args:
        situations: all situations.
        cube: the conjunction, by level the mask of the values allowed there.
        roots: the expressions that make the difference.

    Returns:
        Its values by variable; all of its facts; and those without the ones that, beside what the conjunction names,
        no root tests any more.
    """
    by_variable, given = situations.plainest_facts(cube)
    order, every = situations.diagrams.order, situations.variables.all
    named = {every[order[level]].open for level in cube}
    told = {point.name for point in named} | situations.variables.fixed.keys()
    known = [-1] * len(every)
    for point in named:
        for number in situations.variables.by_open[point]:
            known[number] = by_variable[number]
    hinges = roots if isinstance(roots, Hinges) else Hinges(situations.expressions, roots)
    told.update(every[number].open.name for number in hinges.untold(known, {FALSE: 0, TRUE: 1}))
    rank = situations.rank_of_field
    return by_variable, given, {name: given[name] for name in sorted(told & given.keys(), key=rank.__getitem__)}


class Look:
    """One side in one situation, all of whose facts are known.

    Args:
        side: the side.
        values: by variable, the number of each fact's value; -1 for points. Or what is known of the situation already.
        given: the same as facts; None: the situation knows them.
        within: what of the side is looked at; None: all of it.
    """

    def __init__(
        self,
        side: Side,
        values: Sequence[int] | Scene | SceneAmong,
        given: Mapping[str, Value] | None = None,
        within: Within | None = None,
    ) -> None:
        self.side = side
        self._within = Within(side) if within is None else within
        self._expressions = side.calendar.variables.expressions
        if not isinstance(values, (Scene, SceneAmong)):
            values = Scene(self._expressions, values, given or {})
        self._scene = values
        self._points = self._within.points

    def truth(self, expression: int) -> Truth:
        """Say whether an expression is true here, whatever the open points come to."""
        found = self._scene.truth(expression)
        if found >= 0:
            return "yes" if found else "no"
        left = self._scene.left_of(expression)
        if left in (TRUE, FALSE):
            return "yes" if left == TRUE else "no"
        if self._points.possible(left) == FALSE:
            return "no"
        return "yes" if self._points.certain(left) == TRUE else "open"

    def answer(self) -> SideAnswer:
        """Return what the side answers here."""
        parts, truth = self._within.parts, self.truth
        bar = truth(parts.bar)
        bars = tuple(ground.rule.id for ground, stands in parts.bars if truth(stands) != "no")
        steps = []
        for step, asks in self._scene.asks(self._within).items():
            asking: list[tuple[Ask, Truth]] = []
            asked: Truth = "no"
            for ask, found in asks:
                asked = "yes" if found == 1 else truth(ask.when)
                if asked != "no":
                    asking.append((ask, asked))
            if not asking:
                continue
            rules = tuple(dict.fromkeys([ask.ground.rule.id for ask, _ in asking]))
            ranks = [BASES.index(ask.ground.basis) for ask, _ in asking]
            looked_at = 0
            for rank, basis in enumerate(BASES):
                within = [each for each, own in zip(asking, ranks, strict=True) if own <= rank]
                if not within:
                    continue
                if len(within) > looked_at:
                    looked_at = len(within)
                    asked = self._asked(within)
                if asked != "no":
                    steps.append(Asked(step, basis, asked, rules))
                if asked == "yes":
                    break
        if bar == "yes":
            return SideAnswer("barred", tuple(steps), bars)
        if bar == "open" or any(asked.truth == "open" for asked in steps):
            return SideAnswer("undetermined", tuple(steps), bars)
        if steps:
            # What asks for certain speaks, too.
            return SideAnswer("needs", tuple(steps))
        speaks = truth(parts.speaks)
        if speaks == "open":
            return SideAnswer("undetermined", (), bars)
        return SideAnswer("clear" if speaks == "yes" else "silent")

    def _asked(self, asking: Sequence[tuple[Ask, Truth]]) -> Truth:
        """Say whether the answer asks for a step, by the rules that do so or may."""
        if not asking:
            return "no"
        bar = self.truth(self._within.parts.bar)
        # Beside a bar nothing counts, but what is asked for there is told all the same.
        if bar != "open" and any(asked == "yes" for _, asked in asking):
            return "yes"
        asked = self._expressions.any_of(ask.when for ask, _ in asking)
        if bar == "open":
            asked = self._expressions.all_of((asked, self._expressions.negation(self._within.parts.bar)))
        return self.truth(asked)

    def fate(self, rule: str) -> RuleFate:
        """Return what became of a rule here."""
        ground = self.side.by_name.get(rule)
        if ground is None:
            return self._absent(rule)
        grade, readings = ground.evidence.in_situation(self._scene.given)
        speaks = self.truth(ground.speaks)
        if speaks == "no":
            return RuleFate(rule, "does not speak", (), readings, grade)
        if speaks == "open":
            return RuleFate(rule, "open", (), readings, grade)
        if self.truth(ground.stands) == "yes":
            return RuleFate(rule, "stands", (), readings, grade)
        excepted = tuple(label for label, holds in ground.exceptions if self.truth(holds) == "yes")
        if excepted and self.truth(ground.doubt) == "no":
            return RuleFate(rule, "excepted", excepted, readings, grade)
        overriding = tuple(name for name in ground.overridden_by if self.truth(self.side.by_name[name].stands) == "yes")
        if overriding and self.truth(ground.applies) == "yes":
            return RuleFate(rule, "overridden", overriding, readings, grade)
        doubted = tuple(name for name, holds in ground.doubted_by if self.truth(holds) != "no")
        return RuleFate(rule, "open", doubted, readings, grade)

    def speaking(self) -> tuple[str, ...]:
        """Return the rules that speak here or may do so."""
        return tuple(ground.rule.id for ground in self._within.rules if self.truth(ground.speaks) != "no")

    def standing(self) -> tuple[GroundRule, ...]:
        """Return the rules that stand here or may do so."""
        return tuple(ground for ground in self._within.rules if self.truth(ground.stands) != "no")

    def _absent(self, name: str) -> RuleFate:
        """Why a rule is not in the side's column at all, or can never speak there."""
        side, calendar = self.side, self.side.calendar
        rule = side.rulebook.rules.get(name)
        if rule is None:
            return RuleFate(name, "no such rule")
        if calendar.known is not None:
            known = [calendar.is_known_statement(statement) for statement in rule.says]
            if rule.instrument is not None:
                known.append(calendar.is_known_instrument(rule.instrument))
            if FALSE in known:
                return RuleFate(name, "not known")
        if calendar.is_valid_rule(rule) == FALSE:
            return RuleFate(name, "not in force")
        own = calendar.effective(side.reader, rule.id)
        is_held = any(reading is not None and reading.holds for _, reading in own)
        for thing in (rule.id, rule.instrument):
            if thing is not None and not is_held:
                effective = calendar.effective(side.reader, thing)
                rejecting = [reading for _, reading in effective if reading is not None and reading.rejects]
                if rejecting:
                    readings = tuple(reading.id for reading in rejecting)
                    says = [side.rulebook.statements[each].grade for one in rejecting for each in one.says]
                    return RuleFate(name, "rejected", readings, readings, best_grade(says))
        party = side.rulebook.party_of(side.reader)
        is_own = rule.held_by is not None and rule.held_by in (side.reader, party)
        if rule.instrument is not None and party is not None and not is_own:
            is_own = calendar.is_member(party, rule.instrument) != FALSE
        if is_own or is_held:
            return RuleFate(name, "does not speak")
        return RuleFate(name, "not bound")

"""One situation looked at closely: what each side answers there, and what became of a rule on either side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from placet.engine.columns import GroundRule
from placet.engine.expressions import FALSE, TRUE
from placet.engine.parts import OpenPoints, Parts
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


def plain_example(
    situations: Situations, cube: Mapping[int, int], roots: Iterable[int]
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
    order, every, expressions = situations.diagrams.order, situations.variables.all, situations.expressions
    named = {every[order[level]].open for level in cube}
    told = {point.name for point in named} | situations.variables.fixed.keys()
    known = [-1] * len(every)
    for point in named:
        for number in situations.variables.by_open[point]:
            known[number] = by_variable[number]
    told.update(every[number].open.name for number in expressions.untold(roots, known, {FALSE: 0, TRUE: 1}))
    return (
        by_variable,
        given,
        {name: given[name] for name in situations.variables.rulebook.fields if name in told and name in given},
    )


class Look:
    """One side in one situation, all of whose facts are known.

    Args:
        side: the side.
        values: by variable, the number of each fact's value; -1 for points.
        given: the same as facts.
        parts: the parts of the answer that are looked at; None: all of the side's.
        rules: the rules that are looked at; None: all of the side's.
    """

    def __init__(
        self,
        side: Side,
        values: Sequence[int],
        given: dict[str, Value],
        parts: Parts | None = None,
        rules: Sequence[GroundRule] | None = None,
    ) -> None:
        self.side = side
        self._parts = side.parts if parts is None else parts
        self._looked_at = side.rules if rules is None else rules
        self.given = given
        self._values = values
        self._expressions = side.calendar.variables.expressions
        self._points = OpenPoints(side.calendar.variables)
        self._memo: dict[int, int] = {FALSE: FALSE, TRUE: TRUE}
        self._truths = {FALSE: 0, TRUE: 1}

    def truth(self, expression: int) -> Truth:
        """Say whether an expression is true here, whatever the open points come to."""
        found = self._expressions.truth(expression, self._values, self._truths)
        if found >= 0:
            return "yes" if found else "no"
        left = self._expressions.left_of(expression, self._values, self._memo)
        if left in (TRUE, FALSE):
            return "yes" if left == TRUE else "no"
        if self._points.possible(left) == FALSE:
            return "no"
        return "yes" if self._points.certain(left) == TRUE else "open"

    def answer(self) -> SideAnswer:
        """Return what the side answers here."""
        parts, truth = self._parts, self.truth
        bar = truth(parts.bar)
        bars = tuple(ground.rule.id for ground, stands in parts.bars if truth(stands) != "no")
        steps = []
        for step, asks in parts.asks.items():
            asking = [ask for ask in asks if truth(ask.when) != "no"]
            if not asking:
                continue
            for basis in BASES:
                # Beside a bar nothing counts, but what is asked for there is told all the same.
                required = parts.asked if bar == "yes" else parts.requirement
                asked = truth(required(self._expressions, step, basis))
                if asked != "no":
                    rules = tuple(dict.fromkeys(ask.ground.rule.id for ask in asking))
                    steps.append(Asked(step, basis, asked, rules))
                if asked == "yes":
                    break
        speaks = truth(parts.speaks)
        if bar == "yes":
            return SideAnswer("barred", tuple(steps), bars)
        if bar == "open" or speaks == "open" or any(asked.truth == "open" for asked in steps):
            return SideAnswer("undetermined", tuple(steps), bars)
        if steps:
            return SideAnswer("needs", tuple(steps))
        return SideAnswer("clear" if speaks == "yes" else "silent")

    def fate(self, rule: str) -> RuleFate:
        """Return what became of a rule here."""
        ground = self.side.by_name.get(rule)
        if ground is None:
            return self._absent(rule)
        grade, readings = ground.evidence.in_situation(self.given)
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
        return tuple(ground.rule.id for ground in self._looked_at if self.truth(ground.speaks) != "no")

    def standing(self) -> tuple[GroundRule, ...]:
        """Return the rules that stand here or may do so."""
        return tuple(ground for ground in self._looked_at if self.truth(ground.stands) != "no")

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

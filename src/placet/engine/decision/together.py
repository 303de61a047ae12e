"""Many situations decided at once, where nothing but what tells them apart is unknown: a bit for every situation.

A condition becomes the situations in which it holds, so that a rule is judged once for all of them; readers for whom
the same came of the same rules have the same answer. Situations in which anything stays open are left to `Decider`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from placet.engine.columns.calendar import Calendar
from placet.engine.columns.columns import GroundRule
from placet.engine.decision.decide import Decision, join_answers
from placet.engine.decision.judge import RuleState, certain_answer
from placet.engine.logic.expressions import AND, FALSE, LITERAL, TRUE
from placet.model import ReaderAnswer, RuleProof, Step, Value

T = TypeVar("T")


class Spread(msgspec.Struct, frozen=True):
    """What one rule comes to: the parts of the situations in which it speaks, and what becomes of it in each."""

    parts: tuple[tuple[int, int], ...]
    """Situations as bits, with the number of what becomes of it there."""
    standing: int
    """The situations in which it stands."""
    open: int
    """Those in which anything of it is open."""


class Together:
    """Some situations of a rulebook on a day, decided together.

    Args:
        calendar: the rulebook on its days, with all facts that the situations have in common.
        columns: every reader's rules, overriders first.
        roles: party, office or voice.
        situations: the further facts of each; a field that is neither here nor fixed is unknown.

    Raises:
        ValueError: where a value is none of its field's.
    """

    def __init__(
        self,
        calendar: Calendar,
        columns: Mapping[str, tuple[GroundRule, ...]],
        roles: Mapping[str, str],
        situations: Sequence[Mapping[str, Value]],
    ) -> None:
        self._expressions = calendar.variables.expressions
        self._columns = columns
        self._roles = roles
        self._given = [{**calendar.variables.fixed, **situation} for situation in situations]
        self._all = (1 << len(situations)) - 1
        self._values = self._situations_by_value(calendar, situations)
        self._known: dict[int, tuple[int, int]] = {FALSE: (0, 0), TRUE: (self._all, self._all)}
        """By a condition the situations in which it is certain, and those in which it may hold."""
        self._states: list[RuleState] = []
        """What may become of a rule, by number."""
        self._asked: list[tuple[Step, ...]] = []
        """And the steps that it then asks for."""
        self._spreads: dict[int, Spread] = {}
        self._answers: dict[tuple[int, ...], ReaderAnswer] = {}
        """By what became of which rules, the answer of whoever goes by them; in nobody's name."""
        self._own: dict[tuple[str, tuple[int, ...]], ReaderAnswer] = {}

    def decide(self) -> list[Decision | None]:
        """Return the decision of every situation; None where something is open in it.

        Situations in which the same becomes of all rules have one decision.
        """
        spread = {reader: self._spread(rules) for reader, rules in self._columns.items()}
        unsettled = 0
        for one in self._spreads.values():
            unsettled |= one.open
        looks: list[list[int]] = [[] for _ in self._given]
        for one in self._spreads.values():
            for where, number in one.parts:
                for place in places_of(where & ~unsettled):
                    looks[place].append(number)
        settled = self._all & ~unsettled
        first: dict[tuple[int, ...], int] = {}
        alike = {place: first.setdefault(tuple(looks[place]), place) for place in places_of(settled)}
        different = sum([1 << place for place in first.values()])
        said: dict[int, dict[str, list[int]]] = {place: {} for place in places_of(different)}
        for reader, spreads in spread.items():
            for one in spreads:
                for where, number in one.parts:
                    for place in places_of(where & different):
                        said[place].setdefault(reader, []).append(number)
        decided = {
            place: join_answers(
                {reader: self._own_answer(reader, tuple(look)) for reader, look in said[place].items()}, self._roles
            )
            for place in said
        }
        return [decided[alike[place]] if place in alike else None for place in range(len(self._given))]

    def _own_answer(self, reader: str, look: tuple[int, ...]) -> ReaderAnswer:
        """The answer of a reader of whose rules this became."""
        found = self._own.get((reader, look))
        if found is None:
            answer = self._answers.get(look)
            if answer is None:
                states = [self._states[number] for number in look]
                asked = {id(state): self._asked[number] for number, state in zip(look, states, strict=True)}
                answer = certain_answer("", "party", states, lambda state: asked[id(state)])
                self._answers[look] = answer
            found = msgspec.structs.replace(answer, reader=reader, role=self._roles[reader])
            self._own[reader, look] = found
        return found

    def _situations_by_value(
        self, calendar: Calendar, situations: Sequence[Mapping[str, Value]]
    ) -> dict[int, dict[int, int]]:
        """For each variable that differs, and each of its values, the situations that have it."""
        variables = calendar.variables
        of_field: dict[tuple[str, Value], int] = {}
        for place, situation in enumerate(situations):
            for fact in situation.items():
                of_field[fact] = of_field.get(fact, 0) | 1 << place
        found: dict[int, dict[int, int]] = {}
        for (field, value), where in of_field.items():
            values = [-1] * len(variables.all)
            variables.encode({field: value}, values)
            for variable, index in enumerate(values):
                if index >= 0:
                    by_value = found.setdefault(variable, {})
                    by_value[index] = by_value.get(index, 0) | where
        return found

    def _spread(self, rules: Iterable[GroundRule]) -> list[Spread]:
        """What becomes of the rules of a column; rules that never speak are left out."""
        by_name: dict[str, Spread] = {}
        for ground in rules:
            # A rule that readers share has the same overriders for all of them.
            found = self._spreads.get(id(ground))
            if found is None:
                found = self._spreads[id(ground)] = self._judged(ground, by_name)
            by_name[ground.rule.id] = found
        return [one for one in by_name.values() if one.parts]

    def _judged(self, ground: GroundRule, by_name: Mapping[str, Spread]) -> Spread:
        speaks, may_speak = self._where(ground.speaks)
        if not may_speak:
            return Spread((), 0, 0)
        open_ = (may_speak & ~speaks) | self._where(ground.doubt)[1]
        exceptions = []
        for label, condition in ground.exceptions:
            holds, may_hold = self._where(condition)
            open_ |= may_hold & ~holds
            exceptions.append((label, holds))
        overriders = []
        for name in ground.overridden_by:
            if name in by_name:
                open_ |= by_name[name].open
                overriders.append((name, by_name[name].standing))
        needs = []
        for need in ground.needs:
            asks, may_ask = self._where(need.guard)
            open_ |= may_ask & ~asks
            needs.append((need.step, asks))
        open_ &= may_speak
        here = speaks & ~open_
        parts = []
        standing = 0
        for where, labels in split(here, exceptions):
            for part, by in split(where, overriders) if not labels else [(where, ())]:
                outcome, because = ("excepted", labels) if labels else ("overridden", by) if by else ("stands", ())
                if outcome == "stands":
                    standing |= part
                # Who is asked makes no difference where the rule does not stand.
                for least, steps in split(part, needs) if outcome == "stands" else [(part, ())]:
                    for piece, (grade, readings) in self._by_evidence(ground, least):
                        proof = RuleProof(ground.rule.id, outcome, because, readings, grade)  # type: ignore[arg-type]
                        parts.append((piece, len(self._states)))
                        self._states.append(RuleState(ground, True, outcome == "stands", proof))
                        self._asked.append(steps)
        # Where a rule is open that overrides another, the other is open too: nobody asks where it stands there.
        return Spread(tuple(parts), standing, open_)

    def _by_evidence(self, ground: GroundRule, where: int) -> Iterable[tuple[int, tuple[str, tuple[str, ...]]]]:
        """Situations apart by what speaks for a rule in them, where that hangs on facts."""
        evidence = ground.evidence
        if not evidence.keyed:
            return [(where, (evidence.grade, evidence.readings))]
        found: dict[tuple[str, tuple[str, ...]], int] = {}
        for place in places_of(where):
            told = evidence.in_situation(self._given[place])
            found[told] = found.get(told, 0) | 1 << place
        return [(piece, told) for told, piece in found.items()]

    def _where(self, condition: int) -> tuple[int, int]:
        """The situations in which a condition is certain, and those in which it may hold so far as its parts tell."""
        found = self._known.get(condition)
        if found is not None:
            return found
        expressions = self._expressions
        if expressions.kinds[condition] == LITERAL:
            variable, mask = expressions.literals[condition]
            by_value = self._values.get(variable)
            if by_value is None:
                found = (0, self._all)
            else:
                certain, known = 0, 0
                for index, where in by_value.items():
                    known |= where
                    if mask >> index & 1:
                        certain |= where
                found = (certain, certain | self._all & ~known)
        else:
            is_all = expressions.kinds[condition] == AND
            certain = may = self._all if is_all else 0
            for part in expressions.parts[condition]:
                here, possible = self._where(part)
                certain, may = (certain & here, may & possible) if is_all else (certain | here, may | possible)
            found = (certain, may)
        self._known[condition] = found
        return found


def split(where: int, tests: Sequence[tuple[T, int]]) -> list[tuple[int, tuple[T, ...]]]:
    """Part situations by which of some things hold in them.

    Args:
        where: the situations, as bits.
        tests: each thing with the situations in which it holds.

    Returns:
        Situations that are alike, with the things that hold in them, in the order of `tests`.
    """
    found: list[tuple[int, tuple[T, ...]]] = [(where, ())] if where else []
    for thing, holds in tests:
        if not holds & where:
            continue
        parted: list[tuple[int, tuple[T, ...]]] = []
        for part, things in found:
            inside = part & holds
            if inside:
                parted.append((inside, (*things, thing)))
            if part != inside:
                parted.append((part & ~holds, things))
        found = parted
    return found


def places_of(where: int) -> Iterator[int]:
    """Yield the places of the bits that are set."""
    while where:
        bit = where & -where
        yield bit.bit_length() - 1
        where ^= bit

"""One reader's answer in one situation, exactly: by the conjunctions, and where these leave doubt by diagrams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from placet.engine.columns import GroundRule
from placet.engine.cubes import CubeTable
from placet.engine.diagram import Diagrams
from placet.engine.expressions import FALSE
from placet.model import Duty, Open, ReaderAnswer, Requirement, RuleProof, Step, Value, best_grade, worst_grade
from placet.model.answers import BASES

Truth = bool | None
Situation = tuple[int, int]
"""The conjunctions that are still possible, and those that are certain, as bits."""


class RuleState(msgspec.Struct):
    """What is certain of one rule in a situation; None is open (so far as the conjunctions tell)."""

    ground: GroundRule
    speaks: Truth
    stands: Truth
    outcome: RuleProof


class Finding(msgspec.Struct):
    """A reader's answer with the functions that it hangs on where it is undetermined."""

    answer: ReaderAnswer
    functions: tuple[int, ...] = ()
    """The restricted diagrams that together are the answer; constant ones left out."""


class Judge:
    """Judges situations for one reader.

    Args:
        reader: the reader's name.
        role: party, office or voice.
        rules: the reader's column, overriders first.
        table: the conjunctions of all its conditions.
        diagrams: for exact answers; shared by all readers of a day.
    """

    def __init__(
        self, reader: str, role: str, rules: Sequence[GroundRule], table: CubeTable, diagrams: Diagrams
    ) -> None:
        self.reader = reader
        self.role = role
        self.rules = tuple(rules)
        self.table = table
        self.diagrams = diagrams
        self._hard = frozenset(table.hard)
        self._speaking_mask = 0
        self._hard_speakers = []
        for ground in self.rules:
            mask = table.masks.get(ground.speaks)
            if mask is None:
                self._hard_speakers.append(ground)
            else:
                self._speaking_mask |= mask
        self._always = [ground for ground in self.rules if ground.speaks not in table.masks]

    def is_silent(self, possible: int) -> bool:
        """Say whether no rule of the column can speak, by a single test."""
        return not self._always and not possible & self._speaking_mask

    def find(
        self, possible: int, certain: int, values: Sequence[int], given: Mapping[str, Value], memo: dict[int, int]
    ) -> Finding:
        """Return the reader's answer in a situation, with its proof.

        Args:
            possible: the conjunctions that the situation does not exclude.
            certain: those of them that no unknown variable touches.
            values: by level of the diagrams, the known values (-1: unknown).
            given: the facts, for the grade of entries that depend on them.
            memo: shared by all restrictions with the same `values`.
        """
        if self.is_silent(possible):
            return Finding(ReaderAnswer(self.reader, "silent", role=self.role))  # type: ignore[arg-type]
        states = self.states(possible, certain, values, given, memo)
        if all(state.speaks is not None and state.stands is not None for state in states) and not any(
            self._truth(need.guard, possible, certain, values, memo) is None
            for state in states
            if state.stands
            for need in state.ground.needs
        ):
            return Finding(self._certain_answer(states, possible, certain, values, memo))
        return self._exact_answer(states, values, memo)

    def states(
        self, possible: int, certain: int, values: Sequence[int], given: Mapping[str, Value], memo: dict[int, int]
    ) -> list[RuleState]:
        """Return what is certain of every rule that may speak, overriders first."""
        found: list[RuleState] = []
        standing: dict[str, Truth] = {}
        masks = self.table.masks
        for ground in self.rules:
            mask = masks.get(ground.speaks)
            speaks: Truth
            if mask is None:
                speaks = self._truth(ground.speaks, possible, certain, values, memo)
            elif certain & mask:
                speaks = True
            else:
                speaks = None if possible & mask else False
            if speaks is False:
                continue
            state = self._state(ground, speaks, standing, (possible, certain), values, given, memo)
            standing[ground.rule.id] = state.stands
            found.append(state)
        return found

    def _state(
        self,
        ground: GroundRule,
        speaks: Truth,
        standing: Mapping[str, Truth],
        situation: Situation,
        values: Sequence[int],
        given: Mapping[str, Value],
        memo: dict[int, int],
    ) -> RuleState:
        possible, certain = situation
        grade, readings = ground.evidence.in_situation(given)
        doubt = self._truth(ground.doubt, possible, certain, values, memo)
        true_exceptions = []
        maybe = False
        for label, holds in ground.exceptions:
            truth = self._truth(holds, possible, certain, values, memo)
            if truth:
                true_exceptions.append(label)
            elif truth is None:
                maybe = True
        applies: Truth
        outcome, by = "open", tuple(true_exceptions)
        if doubt is False and true_exceptions:
            applies = False
        elif doubt is False and not maybe:
            applies = speaks
        else:
            applies = None
        overriders = [name for name in ground.overridden_by if standing.get(name, False) is not False]
        overriding = tuple(name for name in overriders if standing[name])
        stands: Truth
        if applies is False or overriding:
            stands = False
        elif applies and not overriders:
            stands = True
        else:
            stands = None
        if speaks and applies is False:
            outcome = "excepted"
        elif speaks and applies and overriding:
            outcome, by = "overridden", overriding
        elif speaks and stands:
            outcome, by = "stands", ()
        elif speaks and stands is None and doubt and ground.doubted_by:
            by = (ground.doubted_by,)
        return RuleState(ground, speaks, stands, RuleProof(ground.rule.id, outcome, by, readings, grade))  # type: ignore[arg-type]

    def _truth(self, condition: int, possible: int, certain: int, values: Sequence[int], memo: dict[int, int]) -> Truth:
        if condition in self._hard:
            diagram = self.diagrams.restrict(self.diagrams.from_expression(condition), values, memo)
            return bool(diagram) if diagram < 2 else None
        return self.table.truth(condition, possible, certain)

    def _certain_answer(
        self, states: Sequence[RuleState], possible: int, certain: int, values: Sequence[int], memo: dict[int, int]
    ) -> ReaderAnswer:
        supports: dict[Step, list[RuleState]] = defaultdict(list)
        duties, bars = [], []
        for state in states:
            if not state.stands:
                continue
            rule = state.ground.rule
            if rule.bars:
                bars.append(state.outcome.grade)
            duties += [Duty(duty.party, duty.text, rule.id) for duty in rule.obliges]
            for need in state.ground.needs:
                if self._truth(need.guard, possible, certain, values, memo):
                    supports[need.step].append(state)
        requirements = tuple(
            Requirement(
                step,
                BASES[min(BASES.index(state.ground.basis) for state in found)],
                best_grade(state.outcome.grade for state in found) or "text",
                tuple(sorted({state.ground.rule.id for state in found})),
            )
            for step, found in sorted(supports.items())
        )
        grade: str | None
        if bars:
            answer, grade = "barred", best_grade(bars)
        elif requirements:
            answer, grade = "needs", worst_grade(requirement.grade for requirement in requirements)
        elif states:
            answer, grade = "clear", worst_grade(state.outcome.grade for state in states)
        else:
            answer, grade = "silent", None
        return ReaderAnswer(
            self.reader,
            answer,  # type: ignore[arg-type]
            requirements,
            tuple(sorted(set(duties))),
            grade,
            proof=tuple(state.outcome for state in states),
            role=self.role,  # type: ignore[arg-type]
        )

    def _exact_answer(self, states: Sequence[RuleState], values: Sequence[int], memo: dict[int, int]) -> Finding:
        diagrams = self.diagrams

        def restricted(expression: int) -> int:
            return diagrams.restrict(diagrams.from_expression(expression), values, memo)

        speaks, bar = 0, 0
        bars: list[tuple[int, str]] = []
        asks: dict[Step, list[tuple[RuleState, int]]] = defaultdict(list)
        duties, grades_speaking, exact_states = [], [], []
        for state in states:
            ground = state.ground
            here = 1 if state.speaks else restricted(ground.speaks)
            if here == 0:
                continue
            exact_states.append(state)
            grades_speaking.append(state.outcome.grade)
            speaks = diagrams.either(speaks, here)
            if state.stands is False:
                continue
            stands = 1 if state.stands else restricted(ground.stands)
            if stands == 0:
                continue
            if stands == 1 and state.outcome.outcome == "open":
                state.outcome = msgspec.structs.replace(state.outcome, outcome="stands", by=())
            if ground.rule.bars:
                bar = diagrams.either(bar, stands)
                bars.append((stands, state.outcome.grade))
            if stands == 1:
                duties += [Duty(duty.party, duty.text, ground.rule.id) for duty in ground.rule.obliges]
            for need in ground.needs:
                asked = diagrams.both(stands, restricted(need.guard))
                if asked:
                    asks[need.step].append((state, asked))
        no_bar = diagrams.negation(bar)
        functions = [bar, speaks]
        requirements = []
        for step, found in sorted(asks.items()):
            by_basis = [FALSE, FALSE, FALSE]
            total = 0
            for rank, basis in enumerate(BASES):
                for state, asked in found:
                    if state.ground.basis == basis:
                        total = diagrams.either(total, asked)
                by_basis[rank] = total
                functions.append(diagrams.both(total, no_bar))
            if total == 1:
                basis = next(name for name, diagram in zip(BASES, by_basis, strict=True) if diagram == 1)
                requirements.append(_requirement(step, basis, found))
        open_functions = tuple(dict.fromkeys(function for function in functions if function > 1))
        proof = tuple(state.outcome for state in exact_states)
        grade: str | None
        if open_functions:
            answer, grade = "undetermined", worst_grade(grades_speaking)
        elif bar == 1:
            certain = [grade for stands, grade in bars if stands == 1]
            answer, grade = "barred", best_grade(certain) or worst_grade(grade for _, grade in bars)
        elif requirements:
            answer, grade = "needs", worst_grade(requirement.grade for requirement in requirements)
        elif speaks == 1:
            answer, grade = "clear", worst_grade(grades_speaking)
        else:
            answer, grade = "silent", None
        result = ReaderAnswer(
            self.reader,
            answer,  # type: ignore[arg-type]
            tuple(requirements),
            tuple(sorted(set(duties))),
            grade,
            missing=self.opens(open_functions),
            proof=proof,
            role=self.role,  # type: ignore[arg-type]
        )
        return Finding(result, open_functions)

    def opens(self, functions: Sequence[int]) -> tuple[Open, ...]:
        """Return the facts and points on which some diagrams depend."""
        support = 0
        for function in functions:
            support |= self.diagrams.support(function)
        found = set()
        while support:
            level = (support & -support).bit_length() - 1
            support &= support - 1
            found.add(self.diagrams.open_at[level])
        return tuple(sorted(found))


def _requirement(step: Step, basis: str, found: Sequence[tuple[RuleState, int]]) -> Requirement:
    certain = [state for state, asked in found if asked == 1]
    grade = best_grade(state.outcome.grade for state in certain) or worst_grade(s.outcome.grade for s, _ in found)
    rules = tuple(sorted({state.ground.rule.id for state in certain}))
    return Requirement(step, basis, grade or "text", rules)  # type: ignore[arg-type]

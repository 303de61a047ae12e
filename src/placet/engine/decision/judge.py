"""One reader's answer in one situation, exactly: by the conjunctions, and where these leave doubt by what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from placet.engine.columns.columns import GroundRule
from placet.engine.logic.cubes import CubeTable
from placet.engine.logic.functions import Functions
from placet.model import Duty, Open, ReaderAnswer, Requirement, RuleProof, Step, best_grade, worst_grade
from placet.model.answers import BASES

Truth = bool | None


class Situation:
    """What the facts leave of the conjunctions, and, once somebody asks for it, exactly of the conditions.

    Args:
        table: the conjunctions of all conditions.
        possible: those that the facts do not exclude.
        certain: those of them that nothing unknown touches.
        evidence: for each rule its grade and the readings that bear on it.
        make_functions: makes the exact functions of the unknown on which some rules hang.
    """

    def __init__(
        self,
        table: CubeTable,
        possible: int,
        certain: int,
        evidence: Mapping[str, tuple[str, tuple[str, ...]]],
        make_functions: Callable[[Sequence[GroundRule]], Functions],
    ) -> None:
        self.masks = table.masks
        self.possible = possible
        self.certain = certain
        self.evidence = evidence
        self.make_functions = make_functions

    def truth(self, condition: int, ground: GroundRule) -> Truth:
        """Say whether a condition of a rule holds; None where that is open so far as its conjunctions tell."""
        mask = self.masks.get(condition)
        if mask is None:
            functions = self.make_functions((ground,))
            left = functions.of(condition)
            return True if left == functions.always else None if left else False
        if self.certain & mask:
            return True
        return None if self.possible & mask else False


class RuleState(msgspec.Struct):
    """What is certain of one rule in a situation; None is open (so far as the conjunctions tell)."""

    ground: GroundRule
    speaks: Truth
    stands: Truth
    outcome: RuleProof


class Finding(msgspec.Struct):
    """A reader's answer, with the functions that it hangs on where it is undetermined."""

    answer: ReaderAnswer
    functions: Functions | None = None
    open_functions: tuple[int, ...] = ()
    deciding: tuple[tuple[Open, ...], ...] | None = None
    """The smallest deciding sets, once somebody has asked for them."""

    @property
    def is_unsettled(self) -> bool:
        """Whether there are deciding sets that nobody has asked for yet."""
        return self.answer.answer == "undetermined" and self.deciding is None


def find_answer(reader: str, role: str, rules: Sequence[GroundRule], situation: Situation) -> Finding:
    """Return a reader's answer in a situation.

    Args:
        reader: the reader's name.
        role: party, office or voice.
        rules: the rules of the reader's column that may speak, overriders first.
        situation: what is known.
    """
    states: list[RuleState] = []
    standing: dict[str, Truth] = {}
    is_certain = True
    for ground in rules:
        state = _state_of(ground, situation, standing)
        if state is None:
            continue
        standing[ground.rule.id] = state.stands
        states.append(state)
        if state.speaks is None or state.stands is None:
            is_certain = False
        elif state.stands and is_certain:
            is_certain = all(situation.truth(need.guard, ground) is not None for need in ground.needs)
    if not states:
        return Finding(ReaderAnswer(reader, "silent", role=role))  # type: ignore[arg-type]
    if is_certain:
        truth = situation.truth

        def asked(state: RuleState) -> list[Step]:
            return [need.step for need in state.ground.needs if truth(need.guard, state.ground)]

        return Finding(certain_answer(reader, role, states, asked))
    return _exact_answer(reader, role, states, situation)


def _state_of(ground: GroundRule, situation: Situation, standing: Mapping[str, Truth]) -> RuleState | None:
    """What is certain of one rule; None where it does not speak."""
    truth = situation.truth
    speaks = truth(ground.speaks, ground)
    if speaks is False:
        return None
    grade, readings = situation.evidence[ground.rule.id]
    doubt = truth(ground.doubt, ground)
    true_exceptions: list[str] = []
    maybe = False
    for label, holds in ground.exceptions:
        excepted = truth(holds, ground)
        if excepted:
            true_exceptions.append(label)
        elif excepted is None:
            maybe = True
    applies: Truth = None
    if doubt is False and true_exceptions:
        applies = False
    elif doubt is False and not maybe:
        applies = speaks
    overriders = [name for name in ground.overridden_by if standing.get(name, False) is not False]
    overriding = tuple(name for name in overriders if standing[name])
    stands: Truth = None
    if applies is False or overriding:
        stands = False
    elif applies and not overriders:
        stands = True
    outcome, by = "open", tuple(true_exceptions)
    if speaks and applies is False:
        outcome = "excepted"
    elif speaks and applies and overriding:
        outcome, by = "overridden", overriding
    elif speaks and stands:
        outcome, by = "stands", ()
    elif speaks and stands is None and doubt:
        by = tuple([reading for reading, holds in ground.doubted_by if truth(holds, ground)])
    return RuleState(ground, speaks, stands, RuleProof(ground.rule.id, outcome, by, readings, grade))  # type: ignore[arg-type]


def certain_answer(
    reader: str, role: str, states: Sequence[RuleState], asked: Callable[[RuleState], Iterable[Step]]
) -> ReaderAnswer:
    """Return a reader's answer where nothing is open.

    Args:
        reader: the reader's name.
        role: party, office or voice.
        states: the rules that speak, of which there is one at least.
        asked: the steps that a rule asks for where it stands.
    """
    supports: dict[Step, list[RuleState]] = {}
    duties: list[Duty] = []
    bars: list[str] = []
    for state in states:
        if not state.stands:
            continue
        rule = state.ground.rule
        if rule.bars:
            bars.append(state.outcome.grade)
        if rule.obliges:
            duties += [Duty(duty.party, duty.text, rule.id) for duty in rule.obliges]
        for step in asked(state):
            supports.setdefault(step, []).append(state)
    requirements = tuple(
        [
            _requirement(step, found)
            for step, found in (sorted(supports.items()) if len(supports) > 1 else supports.items())
        ]
    )
    grade: str | None
    if bars:
        answer, grade = "barred", best_grade(bars)
    elif requirements:
        answer, grade = "needs", worst_grade([requirement.grade for requirement in requirements])
    else:
        answer, grade = "clear", worst_grade([state.outcome.grade for state in states])
    return ReaderAnswer(
        reader,
        answer,  # type: ignore[arg-type]
        requirements,
        tuple(sorted(set(duties))) if duties else (),
        grade,
        proof=tuple([state.outcome for state in states]),
        role=role,  # type: ignore[arg-type]
    )


def _requirement(step: Step, found: Sequence[RuleState]) -> Requirement:
    """A step with what it rests on: the rules that ask for it."""
    if len(found) == 1:
        ground, grade = found[0].ground, found[0].outcome.grade
        return Requirement(step, ground.basis, grade or "text", (ground.rule.id,))
    return Requirement(
        step,
        BASES[min([BASES.index(state.ground.basis) for state in found])],
        best_grade([state.outcome.grade for state in found]) or "text",
        tuple(sorted({state.ground.rule.id for state in found})),
    )


def _exact_answer(reader: str, role: str, states: Sequence[RuleState], situation: Situation) -> Finding:
    functions = situation.make_functions([state.ground for state in states if _is_open(state, situation)])
    always, never = functions.always, functions.never
    speaks = bar = never
    bars: list[tuple[int, str]] = []
    asks: dict[Step, list[tuple[RuleState, int]]] = defaultdict(list)
    duties: list[Duty] = []
    speaking: list[RuleState] = []
    standing: set[str] = set()
    for state in states:
        ground = state.ground
        here = always if state.speaks else functions.of(ground.speaks)
        if here == never:
            continue
        speaking.append(state)
        speaks = functions.either(speaks, here)
        if state.stands is False:
            if here == always and state.outcome.outcome == "open":
                # It need not be one of those that the functions were made for: they may not tell its cases apart.
                own = situation.make_functions((ground,))
                state.outcome = _outcome_of_fallen(state, own, standing)
            continue
        stands = always if state.stands else functions.of(ground.stands)
        if stands == never:
            if here == always and state.outcome.outcome == "open":
                state.outcome = _outcome_of_fallen(state, functions, standing)
            continue
        if stands == always:
            standing.add(ground.rule.id)
            if state.outcome.outcome == "open":
                state.outcome = msgspec.structs.replace(state.outcome, outcome="stands", by=())
            duties += [Duty(duty.party, duty.text, ground.rule.id) for duty in ground.rule.obliges]
        if ground.rule.bars:
            bar = functions.either(bar, stands)
            bars.append((stands, state.outcome.grade))
        for need in ground.needs:
            guarded = situation.truth(need.guard, ground)
            if guarded is False:
                continue
            asked = stands if guarded else functions.both(stands, functions.of(need.guard))
            if asked == never:
                continue
            found = asks[need.step]
            if found and found[-1][0] is state:
                asked = functions.either(asked, found.pop()[1])
            found.append((state, asked))
    no_bar = functions.negation(bar)
    parts = [bar, speaks]
    requirements = []
    for step, found in sorted(asks.items()):
        total = never
        certain_basis = None
        for basis in BASES:
            for state, asked in found:
                if state.ground.basis == basis:
                    total = functions.either(total, asked)
            parts.append(functions.both(total, no_bar))
            if total == always and certain_basis is None:
                certain_basis = basis
        if certain_basis is not None:
            certain = [state for state, asked in found if asked == always]
            grade = best_grade(state.outcome.grade for state in certain)
            grade = grade or worst_grade(state.outcome.grade for state, _ in found)
            rules = tuple(sorted({state.ground.rule.id for state in certain}))
            requirements.append(Requirement(step, certain_basis, grade or "text", rules))
    open_functions = tuple(dict.fromkeys(part for part in parts if part not in (never, always)))
    missing: tuple[Open, ...] = ()
    answer_grade: str | None
    if open_functions:
        answer, answer_grade = "undetermined", worst_grade(state.outcome.grade for state in speaking)
        missing = functions.opens(open_functions)
    elif bar == always:
        answer = "barred"
        answer_grade = best_grade(grade for stands, grade in bars if stands == always)
        answer_grade = answer_grade or worst_grade(grade for _, grade in bars)
    elif requirements:
        answer, answer_grade = "needs", worst_grade(requirement.grade for requirement in requirements)
    elif speaks == always:
        answer, answer_grade = "clear", worst_grade(state.outcome.grade for state in speaking)
    else:
        answer, answer_grade = "silent", None
    result = ReaderAnswer(
        reader,
        answer,  # type: ignore[arg-type]
        tuple(requirements),
        tuple(sorted(set(duties))),
        answer_grade,
        missing=missing,
        proof=tuple(state.outcome for state in speaking),
        role=role,  # type: ignore[arg-type]
    )
    return Finding(result, functions, open_functions)


def _outcome_of_fallen(state: RuleState, functions: Functions, standing: set[str]) -> RuleProof:
    """What became of a rule that speaks and never stands, though its conjunctions left that open."""
    ground = state.ground
    excepted = tuple(label for label, holds in ground.exceptions if functions.of(holds) == functions.always)
    overriding = tuple(name for name in ground.overridden_by if name in standing)
    if excepted and functions.of(ground.doubt) == functions.never:
        return msgspec.structs.replace(state.outcome, outcome="excepted", by=excepted)
    if overriding and functions.of(ground.applies) == functions.always:
        return msgspec.structs.replace(state.outcome, outcome="overridden", by=overriding)
    return state.outcome


def _is_open(state: RuleState, situation: Situation) -> bool:
    """Whether something about a rule hangs on what is unknown."""
    if state.speaks is None or state.stands is None:
        return True
    return state.stands and any(situation.truth(need.guard, state.ground) is None for need in state.ground.needs)

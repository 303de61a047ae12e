"""The comparison of answers: what is common ground, what is contested and on what, what is open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from placet.model import ReaderAnswer, Requirement, Verdict

ASPECTS = ("whether", "level", "office", "time", "force")
"""On what two answers can part, in the order in which it is told."""


def is_same_answer(one: ReaderAnswer, other: ReaderAnswer) -> bool:
    """Say whether two answers ask for the same steps with the same force (or neither asks anything)."""
    return one.answer == other.answer and (one.answer == "barred" or _steps(one) == _steps(other))


def differs_from_party(office: ReaderAnswer, party: ReaderAnswer) -> bool:
    """Say whether an office's answer is another than its party's, so that it counts for itself."""
    return office.answer != party.answer or _steps(office) != _steps(party)


def compare_answers(answers: Iterable[ReaderAnswer]) -> Verdict:
    """Return the verdict over the answers that count."""
    speaking = [answer for answer in answers if answer.is_counted and answer.answer != "silent"]
    if not speaking:
        return Verdict("unregulated")
    if len(speaking) == 1:
        return Verdict("one-sided")
    determined = [answer for answer in speaking if answer.answer != "undetermined"]
    parted = [(one, other) for one, other in combinations(determined, 2) if not is_same_answer(one, other)]
    if parted:
        aspects = {aspect for one, other in parted for aspect in _aspects(one, other)}
        return Verdict("contested", tuple(a for a in ASPECTS if a in aspects), _parting_rules(speaking))
    if len(determined) < len(speaking):
        return Verdict("open", (), _parting_rules(speaking))
    return Verdict("agreed")


def _aspects(one: ReaderAnswer, other: ReaderAnswer) -> Iterable[str]:
    if (one.answer == "barred") != (other.answer == "barred"):
        yield "whether"
        return
    asked = {requirement.step.of for answer in (one, other) for requirement in answer.requirements}
    for party in sorted(asked):
        left = [requirement for requirement in one.requirements if requirement.step.of == party]
        right = [requirement for requirement in other.requirements if requirement.step.of == party]
        if not left or not right:
            yield "whether"
            continue
        if {r.step.kinds for r in left} != {r.step.kinds for r in right}:
            yield "level"
        if {r.step.offices for r in left} != {r.step.offices for r in right}:
            yield "office"
        if _times(left) != _times(right):
            yield "time"
        if {(r.step, r.basis) for r in left} != {(r.step, r.basis) for r in right} and _bases(left) != _bases(right):
            yield "force"


def _times(requirements: Sequence[Requirement]) -> set[tuple[str, str]]:
    return {(requirement.step.deadline, requirement.step.silence) for requirement in requirements}


def _bases(requirements: Sequence[Requirement]) -> set[str]:
    return {requirement.basis for requirement in requirements}


def _steps(answer: ReaderAnswer) -> frozenset[tuple[object, str]]:
    return frozenset((requirement.step, requirement.basis) for requirement in answer.requirements)


def _parting_rules(answers: Sequence[ReaderAnswer]) -> tuple[str, ...]:
    """The rules that stand (or may) for one of the readers and not, or not in the same way, for all."""
    outcomes = [{proof.rule: proof.outcome for proof in answer.proof} for answer in answers]
    found: dict[str, None] = {}
    for here in outcomes:
        for rule, outcome in here.items():
            if outcome in ("stands", "open") and any(there.get(rule) != outcome for there in outcomes):
                found[rule] = None
    return tuple(found)

"""The comparison of answers: what is common ground, what is contested and on what, what is open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import TypeAlias

from placet.model import ReaderAnswer, Requirement, Verdict

ASPECTS = ("whether", "level", "office", "time", "force")
"""On what two answers can part, in the order in which it is told."""


def is_same_answer(one: ReaderAnswer, other: ReaderAnswer) -> bool:
    """Say whether two answers ask for the same steps with the same force (or neither asks anything)."""
    return one.answer == other.answer and (one.answer == "barred" or _steps(one) == _steps(other))


def differs_from_party(office: ReaderAnswer, party: ReaderAnswer) -> bool:
    """Say whether an office's answer is another than its party's, so that it counts for itself."""
    return office.answer != party.answer or _steps(office) != _steps(party)


def said_by(answer: ReaderAnswer) -> tuple[object, ...]:
    """Return what an answer comes to, to be compared and nothing else: beside a bar no step counts."""
    return ("barred",) if answer.answer == "barred" else (answer.answer, _steps(answer))


def compare_answers(answers: Iterable[ReaderAnswer]) -> Verdict:
    """Return the verdict over the answers that count."""
    speaking = [answer for answer in answers if answer.is_counted and answer.answer != "silent"]
    if not speaking:
        return Verdict("unregulated")
    if len(speaking) == 1:
        return Verdict("one-sided")
    determined = [answer for answer in speaking if answer.answer != "undetermined"]
    # Many readers answer alike, and two answers part on nothing but what is the same for all who give them.
    different = {said_by(answer): answer for answer in determined}
    if len(different) > 1:
        aspects = _aspects(different.values())
        return Verdict("contested", tuple(a for a in ASPECTS if a in aspects), _parting_rules(speaking))
    if len(determined) < len(speaking):
        return Verdict("open", (), _parting_rules(speaking))
    return Verdict("agreed")


def _aspects(answers: Collection[ReaderAnswer]) -> set[str]:
    """On what some two of these answers part; no two of them are the same."""
    open_to_act = [answer for answer in answers if answer.answer != "barred"]
    aspects = {"whether"} if len(open_to_act) < len(answers) else set()
    asked: dict[str, list[_Asked]] = {}
    for answer in open_to_act:
        of_party: dict[str, list[Requirement]] = {}
        for requirement in answer.requirements:
            of_party.setdefault(requirement.step.of, []).append(requirement)
        for party, requirements in of_party.items():
            asked.setdefault(party, []).append(_asked(requirements))
    for ways in asked.values():
        if len(ways) < len(open_to_act):
            aspects.add("whether")
        # What is asked of one party is mostly the same for all who ask for it: only different ways are compared.
        for one, other in combinations(dict.fromkeys(ways), 2):
            aspects.update(aspect for aspect, left, right in zip(_OF_A_STEP, one, other, strict=True) if left != right)
    return aspects


_OF_A_STEP = ("level", "office", "time", "force")

_Asked: TypeAlias = tuple[frozenset[object], ...]
"""What is asked of one party: the kinds, the offices, the times, and with what force."""


def _asked(requirements: Sequence[Requirement]) -> _Asked:
    return (
        frozenset([one.step.kinds for one in requirements]),
        frozenset([one.step.offices for one in requirements]),
        frozenset([(one.step.deadline, one.step.silence) for one in requirements]),
        frozenset([one.basis for one in requirements]),
    )


def _steps(answer: ReaderAnswer) -> frozenset[tuple[object, str]]:
    return frozenset((requirement.step, requirement.basis) for requirement in answer.requirements)


def _parting_rules(answers: Sequence[ReaderAnswer]) -> tuple[str, ...]:
    """The rules that stand (or may) for one of the readers and not, or not in the same way, for all."""
    outcomes = [{proof.rule: proof.outcome for proof in answer.proof} for answer in answers]
    common = set(outcomes[0].items()).intersection(*(one.items() for one in outcomes[1:]))
    found: dict[str, None] = {}
    for here in outcomes:
        for pair in here.items():
            if pair not in common and pair[1] in ("stands", "open"):
                found[pair[0]] = None
    return tuple(found)

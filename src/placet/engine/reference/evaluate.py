"""The meaning of the language, slow and plain: every answer by looking at every completion.

It follows `docs/reference/language.md` word for word, works on the rulebook's values as they are, and
compiles nothing. The other engines are measured against it; nobody else should need it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, product
from typing import Literal as Choice

import msgspec

from placet.engine.reference.columns import Basis, Completion, Judgement, judge_all, possible_values
from placet.engine.reference.days import Setting
from placet.engine.reference.grades import rule_grade
from placet.model import (
    Answer,
    Open,
    Question,
    ReaderAnswer,
    Requirement,
    Rulebook,
    Step,
    Value,
    Verdict,
    best_grade,
    worst_grade,
)
from placet.model.answers import BASES

Case = tuple[dict[Open, Value], Judgement]
"""What some completions have in common, and what the reader's column says in all of them."""
Identity = tuple[str, frozenset[tuple[Step, Basis]]]
Completions = dict[tuple[Value, ...], Identity]


def answer_question(rulebook: Rulebook, question: Question) -> Answer:
    """Answer a question for every reader, without proofs.

    Raises:
        KeyError: where the rulebook names something that it does not declare.
    """
    setting = Setting(rulebook, question)
    answers = {reader: answer_reader(setting, reader) for reader in readers(setting)}
    answers = {reader: _with_count(answer, answers, setting) for reader, answer in answers.items()}
    heard = [answer for answer in answers.values() if answer.role != "voice"]
    return Answer(
        rulebook=rulebook.name,
        question=question,
        readers=answers,
        verdict=compare_answers([answer for answer in heard if answer.is_counted and answer.answer != "silent"]),
        missing=tuple(sorted({missing for answer in heard for missing in answer.missing})),
    )


def readers(setting: Setting) -> list[str]:
    """Return every party, and each office and voice with something of its own to say on some of the uncertain days."""
    offices = [office for party in setting.book.parties for office in setting.offices[party]]
    own = [reader for reader in (*offices, *setting.book.voices) if _has_own_say(setting, reader)]
    return [*setting.book.parties, *own]


def _has_own_say(setting: Setting, reader: str) -> bool:
    things = [thing for owner, thing in setting.readings if owner == reader]
    rules = [rule for rule in setting.book.rules.values() if rule.held_by == reader]

    def has_say(completion: Completion) -> bool:
        return any(completion.own_reading(reader, thing) for thing in things) or any(
            completion.is_in_column(reader, rule) for rule in rules
        )

    return any(found for _, found in judge_all(setting, has_say))


def answer_reader(setting: Setting, reader: str) -> ReaderAnswer:
    """Answer a question for one reader: what is the same in all completions, and else what it hangs on."""
    cases = judge_all(setting, lambda completion: completion.judge(reader))
    judgements = [judgement for _, judgement in cases]
    is_determined = len({judgement.identity for judgement in judgements}) == 1
    answer = judgements[0].answer if is_determined else "undetermined"
    grades = {
        rule: rule_grade(setting, reader, setting.book.rules[rule])
        for rule in sorted({rule for judgement in judgements for rule in judgement.speaks})
    }
    requirements = find_requirements(judgements, grades)
    points, completions = list_completions(setting, cases)
    missing = () if is_determined else find_missing(points, completions)
    return ReaderAnswer(
        reader=reader,
        answer=answer,
        requirements=requirements,
        duties=tuple(sorted(frozenset.intersection(*(judgement.duties for judgement in judgements)))),
        grade=grade_answer(answer, judgements, requirements, grades),
        missing=missing,
        deciding=() if is_determined else find_deciding(missing, only_what_matters(points, completions, missing)),
        role=_role(setting, reader),
    )


def _role(setting: Setting, reader: str) -> Choice["party", "office", "voice"]:
    if setting.book.party_of(reader) is None:
        return "voice"
    return "party" if reader in setting.book.parties else "office"


def find_requirements(judgements: list[Judgement], grades: dict[str, str]) -> tuple[Requirement, ...]:
    """Return the steps that are asked for in every completion, with the weakest basis that they have in any."""
    certain = frozenset.intersection(*(frozenset(judgement.steps) for judgement in judgements))
    return tuple(_requirement(step, judgements, grades) for step in sorted(certain))


def _requirement(step: Step, judgements: list[Judgement], grades: dict[str, str]) -> Requirement:
    asking = [frozenset(rule for asked, _, rule in judgement.asks if asked == step) for judgement in judgements]
    always = frozenset.intersection(*asking)
    return Requirement(
        step=step,
        basis=max((judgement.steps[step] for judgement in judgements), key=BASES.index),
        grade=_certain_grade(asking, grades),
        rules=tuple(sorted(always)),
    )


def _certain_grade(rules_by_case: list[frozenset[str]], grades: dict[str, str]) -> str:
    """Return the best grade of the rules that are there in every completion; if none is, the worst of all of them."""
    always, sometimes = frozenset.intersection(*rules_by_case), frozenset.union(*rules_by_case)
    grade = best_grade(grades[rule] for rule in always) or worst_grade(grades[rule] for rule in sometimes)
    assert grade is not None, "some rule asks in each completion"
    return grade


def grade_answer(
    answer: str, judgements: list[Judgement], requirements: tuple[Requirement, ...], grades: dict[str, str]
) -> str | None:
    """Return the grade of the evidence for an answer; None where no rule speaks."""
    if answer == "barred":
        return _certain_grade([judgement.bars for judgement in judgements], grades)
    if answer == "needs":
        return worst_grade(requirement.grade for requirement in requirements)
    return worst_grade(grades.values())


def list_completions(setting: Setting, cases: list[Case]) -> tuple[tuple[Open, ...], Completions]:
    """Return all that is open, and the answer for each combination of its values."""
    points = tuple(sorted({point for filled, _ in cases for point in filled}))
    completions: Completions = {}
    for filled, judgement in cases:
        values = [(filled[point],) if point in filled else possible_values(setting, point) for point in points]
        completions |= dict.fromkeys(product(*values), judgement.identity)
    return points, completions


def find_missing(points: tuple[Open, ...], completions: Completions) -> tuple[Open, ...]:
    """Return what changes the answer in some completion if it alone changes."""
    return tuple(
        point
        for index, point in enumerate(points)
        if any(len(answers) > 1 for answers in _group(completions, [i for i in range(len(points)) if i != index]))
    )


def only_what_matters(points: tuple[Open, ...], completions: Completions, missing: tuple[Open, ...]) -> Completions:
    """Return the answer for each combination of values of what matters: the rest does not change it."""
    kept = [points.index(point) for point in missing]
    return {tuple(values[index] for index in kept): answer for values, answer in completions.items()}


def find_deciding(points: tuple[Open, ...], completions: Completions) -> tuple[tuple[Open, ...], ...]:
    """Return the smallest sets of what matters for which some values leave one answer."""
    for size in range(len(points) + 1):
        found = [
            tuple(points[index] for index in chosen)
            for chosen in combinations(range(len(points)), size)
            if any(len(answers) == 1 for answers in _group(completions, list(chosen)))
        ]
        if found:
            return tuple(found)
    raise AssertionError("all values together leave one answer")


def _group(completions: Completions, kept: list[int]) -> Iterable[set[Identity]]:
    """Return the answers of all completions that have the same values in the places kept."""
    groups: dict[tuple[Value, ...], set[Identity]] = {}
    for values, answer in completions.items():
        groups.setdefault(tuple(values[index] for index in kept), set()).add(answer)
    return groups.values()


def _with_count(answer: ReaderAnswer, answers: dict[str, ReaderAnswer], setting: Setting) -> ReaderAnswer:
    """Say whether a reader takes part in the comparison: an office does where it differs from its party."""
    party = setting.book.party_of(answer.reader)
    is_same_as_party = party is not None and _content(answer) == _content(answers[party])
    is_counted = answer.role == "party" or (answer.role == "office" and not is_same_as_party)
    return msgspec.structs.replace(answer, is_counted=is_counted)


def _content(answer: ReaderAnswer) -> tuple[str, frozenset[tuple[Step, str]]]:
    return answer.answer, frozenset((requirement.step, requirement.basis) for requirement in answer.requirements)


def compare_answers(answers: list[ReaderAnswer]) -> Verdict:
    """Compare the answers that count."""
    if len(answers) < 2:
        return Verdict("one-sided" if answers else "unregulated")
    determined = [answer for answer in answers if answer.answer != "undetermined"]
    differing = [pair for pair in combinations(determined, 2) if _decided(pair[0]) != _decided(pair[1])]
    if differing:
        parted = {way for one, other in differing for way in ways_to_part(one, other)}
        ways = ("whether", "level", "office", "time", "force")
        return Verdict("contested", on=tuple(way for way in ways if way in parted))
    return Verdict("agreed" if len(determined) == len(answers) else "open")


def _decided(answer: ReaderAnswer) -> tuple[str, frozenset[tuple[Step, str]]]:
    """Return what two determined answers must have in common to be the same: beside a bar, no step counts."""
    return _content(answer) if answer.answer == "needs" else (answer.answer, frozenset())


def ways_to_part(one: ReaderAnswer, other: ReaderAnswer) -> Iterable[str]:
    """Return on what two determined answers that differ part."""
    if "barred" in (one.answer, other.answer):
        return {"whether"}
    ways: set[str] = set()
    for addressee in {requirement.step.of for requirement in one.requirements + other.requirements}:
        here = [requirement for requirement in one.requirements if requirement.step.of == addressee]
        there = [requirement for requirement in other.requirements if requirement.step.of == addressee]
        if not here or not there:
            ways.add("whether")
            continue
        traits = {
            "level": lambda requirement: requirement.step.kinds,
            "office": lambda requirement: requirement.step.offices,
            "time": lambda requirement: (requirement.step.deadline, requirement.step.silence),
            "force": lambda requirement: requirement.basis,
        }
        ways |= {way for way, trait in traits.items() if set(map(trait, here)) != set(map(trait, there))}
    return ways

"""The fast engine says what the reference evaluator says, and its certificates hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random

import msgspec
import pytest

from placet.engine.decision.decide import Decider
from placet.engine.proof.check import check_proof
from placet.engine.reference import answer_question
from placet.model import Answer, Rulebook
from tests.agreement.generate import random_question, random_rulebook

CASES = max(20_000, int(os.environ.get("PLACET_FUZZ_CASES") or 0))
QUESTIONS = 5
"""How many questions are put to each rulebook; every other one is about the days of the one before it."""
CHUNK = 500
LONG = {(516, 4), (2800, 3)}
"""By seed and number, questions over which the reference is seconds or half a minute: they are for the long search."""
PARTS = ("answer", "requirements", "duties", "grade", "missing", "deciding", "role", "is_counted")


def differences(book: Rulebook, slow: Answer, fast: Answer) -> Iterator[str]:
    """Yield what the fast engine answers otherwise, and what is wrong with its certificates."""
    if slow.readers.keys() != fast.readers.keys():
        yield f"readers: {list(slow.readers)}, not {list(fast.readers)}"
    for name in slow.readers.keys() & fast.readers.keys():
        for part in PARTS:
            right, said = (getattr(answer.readers[name], part) for answer in (slow, fast))
            if right != said:
                yield f"{name}, {part}: {right}, not {said}"
    if (slow.verdict.kind, slow.verdict.on) != (fast.verdict.kind, fast.verdict.on):
        yield f"verdict: {slow.verdict}, not {fast.verdict}"
    if slow.missing != fast.missing:
        yield f"missing: {slow.missing}, not {fast.missing}"
    yield from check_proof(book, fast)


@pytest.mark.parametrize("chunk", range(CASES // CHUNK))
def test_the_fast_engine_agrees_with_the_reference_and_proves_it(chunk):
    for seed in range(chunk * (CHUNK // QUESTIONS), (chunk + 1) * (CHUNK // QUESTIONS)):
        rng = Random(seed)
        book = random_rulebook(rng, rng.choice((1, 2, 2, 3, 3, 4, 6)))
        for number in range(QUESTIONS):
            question = random_question(rng, book)
            if (seed, number) in LONG and "PLACET_FUZZ_CASES" not in os.environ:
                question = random_question(rng, book)
            if number % 2 == 0:
                decider = Decider(book, question.on, question.known)
            question = msgspec.structs.replace(question, on=decider.on, known=decider.known)
            slow = answer_question(book, question)
            fast = decider.answer(question.given, certify=True)
            found = list(differences(book, slow, fast))
            assert not found, f"seed {seed}, question {number}: {found[:3]}"


def test_the_cases_between_them_show_every_kind_of_answer_and_of_what_is_open():
    shown: set[str] = set()
    for seed in range(400):
        rng = Random(seed)
        book = random_rulebook(rng, 4)
        answer = answer_question(book, random_question(rng, book))
        shown |= {answer.verdict.kind, *answer.verdict.on, *(point.kind for point in answer.missing)}
        for reader in answer.readers.values():
            shown |= {reader.answer, reader.role, str(reader.grade), *(one.basis for one in reader.requirements)}
    expected = (
        "barred needs clear silent undetermined party office voice legal political policy "
        "agreed contested open one-sided unregulated whether level office time force "
        "field rule term entry instrument date "
        "text official own counterpart anonymous relayed media narrator"
    )
    assert set(expected.split()) <= shown

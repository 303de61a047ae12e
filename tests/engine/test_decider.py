"""What `Decider` promises beside being equal to the reference (which tests/agreement compares)."""

from __future__ import annotations

from random import Random

import msgspec
import pytest

from placet.engine import Decider
from placet.engine import decide as decide_module
from placet.model import Answer
from tests.agreement.generate import random_question, random_rulebook


def cases(count: int):
    for seed in range(count):
        rng = Random(seed)
        book = random_rulebook(rng, rng.choice((1, 2, 3)))
        yield book, [random_question(rng, book) for _ in range(4)]


def without_proofs(answer: Answer) -> Answer:
    readers = {name: msgspec.structs.replace(one, proof=()) for name, one in answer.readers.items()}
    return msgspec.structs.replace(answer, readers=readers, verdict=msgspec.structs.replace(answer.verdict, rules=()))


def test_facts_fixed_beforehand_change_no_answer():
    for book, questions in cases(150):
        for question in questions:
            free = Decider(book, question.on, question.known).answer(question.given)
            fixed = Decider(book, question.on, question.known, fixed=question.given).answer(question.given)
            assert without_proofs(fixed) == without_proofs(free)


def test_the_bare_decision_is_the_full_answer_without_its_proofs_and_deciding_sets():
    for book, questions in cases(150):
        decider = Decider(book, questions[0].on, questions[0].known)
        for question in questions:
            full = decider.answer(question.given)
            bare = decider.decide(question.given)
            assert bare.verdict == full.verdict
            assert bare.missing == full.missing
            for name, answer in full.readers.items():
                assert bare.readers[name] == msgspec.structs.replace(answer, proof=(), deciding=())


def test_what_was_asked_before_changes_no_answer():
    for book, questions in cases(60):
        seasoned = Decider(book, questions[0].on, questions[0].known)
        for question in questions * 2:
            seasoned.decide(question.given)
            fresh = Decider(book, questions[0].on, questions[0].known)
            assert seasoned.answer(question.given) == fresh.answer(question.given)


def test_diagrams_give_the_answers_that_written_out_completions_give(monkeypatch):
    for book, questions in cases(60):
        for question in questions:
            written_out = Decider(book, question.on, question.known).answer(question.given)
            monkeypatch.setattr(decide_module, "MOST_COMPLETIONS", 0)
            by_diagrams = Decider(book, question.on, question.known).answer(question.given)
            monkeypatch.undo()
            assert by_diagrams == written_out


def test_a_value_that_a_field_cannot_have_is_refused():
    book, questions = next(cases(1))
    with pytest.raises(ValueError, match="`nowhere` is no value of `actor`"):
        Decider(book, questions[0].on, fixed={"actor": "nowhere"})


def test_a_fixed_fact_cannot_be_changed_by_a_situation():
    book, questions = next(cases(1))
    actors = list(book.parties)
    decider = Decider(book, questions[0].on, fixed={"actor": actors[0]})
    with pytest.raises(ValueError, match=f"`actor` is fixed as `{actors[0]}`"):
        decider.decide({"actor": actors[1]})

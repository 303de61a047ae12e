"""What `Decider` promises beside being equal to the reference (which tests/agreement compares)."""

from __future__ import annotations

import datetime as dt
from random import Random

import msgspec
import pytest

from placet.engine import Decider
from placet.engine.decision import decide as decide_module
from placet.engine.decision import speakers as speakers_module
from placet.language import load_text
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


TWO_PERMISSIONS = """
```placet
party KOR "Korea"
party JPN "Japan"
field act : enter, supply "What is done?"
source paper "Paper" by "Somebody" published 2014-01-01
statement seoul in paper by KOR on 2014-01-01 requires "To be consulted."
statement may-enter in paper by JPN on 2014-01-01 says "That entering is free."
statement may-supply in paper by JPN on 2014-01-01 says "That supplying is free."
rule ask "Ask Seoul" held by KOR says seoul needs consultation with KOR
rule enter-free "Entering" held by JPN says may-enter when act = enter allows
rule supply-free "Supplying" held by JPN says may-supply when act = supply allows
```
"""


def test_the_rules_at_which_readers_part_are_those_of_the_situation_and_not_of_an_earlier_one():
    book = load_text(TWO_PERMISSIONS).rulebook
    assert book is not None
    decider = Decider(book, dt.date(2015, 1, 1))
    for act, rule in (("enter", "enter-free"), ("supply", "supply-free"), ("enter", "enter-free")):
        for verdict in (decider.decide({"act": act}).verdict, decider.answer({"act": act}).verdict):
            assert verdict.kind == "contested"
            assert set(verdict.rules) == {"ask", rule}


def test_a_memory_that_is_full_begins_anew_and_changes_no_answer(monkeypatch):
    monkeypatch.setattr(decide_module, "REMEMBERED", 2)
    monkeypatch.setattr(speakers_module, "REMEMBERED", 2)
    for book, questions in cases(40):
        forgetful = Decider(book, questions[0].on, questions[0].known)
        for question in questions * 2:
            forgetful.decide(question.given)
            fresh = Decider(book, questions[0].on, questions[0].known)
            assert forgetful.answer(question.given) == fresh.answer(question.given)

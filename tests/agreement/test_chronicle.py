"""A chronicle answers on every day, with every fact and without any reading, as an engine made for that day alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

import msgspec

from placet.engine import Decider, DiagramTooLarge
from placet.engine.chronicle import Chronicle
from placet.engine.decision.outcome import outcome_of
from placet.engine.reference import answer_question
from placet.model import Not, Question, Reading, Rulebook, TermRef, Value
from tests.agreement.generate import FIRST_DAY, random_question, random_rulebook


class Asked(NamedTuple):
    on: dt.date
    known: dt.date | None
    facts: dict[str, Value]
    without: Reading | None


class Case(NamedTuple):
    book: Rulebook
    fixed: dict[str, Value]
    asked: list[Asked]


def cases(count: int, first: int = 0, sizes: tuple[int, ...] = (2, 4, 6, 9)) -> Iterator[Case]:
    for seed in range(first, first + count):
        rng = Random(seed)
        book = random_rulebook(rng, rng.choice(sizes))
        given = list(random_question(rng, book).given.items())
        rng.shuffle(given)
        some = rng.randrange(len(given) + 1)
        days = [FIRST_DAY + dt.timedelta(days=rng.randrange(400)) for _ in range(5)]
        asked = [
            Asked(
                rng.choice(days),
                rng.choice((None, *days)),
                dict(pair for pair in given[some:] if rng.random() < 0.4),
                rng.choice((None, None, *book.readings)),
            )
            for _ in range(8)
        ]
        yield Case(book, dict(given[:some]), asked)


def less(book: Rulebook, reading: Reading | None) -> Rulebook:
    return msgspec.structs.replace(book, readings=tuple(one for one in book.readings if one is not reading))


def test_each_decision_is_that_of_an_engine_made_for_the_day():
    for book, fixed, asked in cases(40):
        chronicle = Chronicle(book, fixed)
        for on, known, facts, without in asked:
            alone = Decider(less(book, without), on, known, fixed=fixed).decide({**fixed, **facts})
            assert chronicle.decide(on, known, facts, without=without) == alone


def test_what_a_decision_comes_to_is_told_without_making_it():
    for book, fixed, asked in cases(40, 200):
        chronicle = Chronicle(book, fixed)
        readers = [*book.parties, *(f"{p.id}.{o.id}" for p in book.parties.values() for o in p.offices), *book.voices]
        for at, (on, known, facts, _) in enumerate(asked):
            wanted = (readers[at % len(readers)],) if at % 2 else ()
            found = chronicle.outcome(on, known, facts, readers=wanted)
            assert found == outcome_of(chronicle.decide(on, known, facts), wanted)


def test_settled_points_come_to_what_an_engine_made_for_the_day_says():
    settled = 0
    for book, fixed, asked in cases(60, 400):
        chronicle = Chronicle(book, fixed)
        for on, known, facts, _ in asked[:4]:
            alone = Decider(book, on, known, fixed=fixed)
            given = {**fixed, **facts}
            for point in {p for one in alone.decide(given).readers.values() for p in one.missing if p.kind != "field"}:
                for variable in chronicle.open_variables(point, on, known):
                    for value in [frozenset({variable.member})] if variable.member else variable.values:
                        found = chronicle.decide(on, known, facts, settled={point: value})
                        assert found == alone.settle(given, {point: value}), (point, value)
                        assert chronicle.outcome(on, known, facts, settled={point: value}) == outcome_of(found)
                        settled += 1
    assert settled > 100


def test_each_answer_with_its_proof_is_that_of_an_engine_made_for_the_day():
    # 545: a rule that another overrides, each of whose exceptions holds in some cases and one of them in all.
    for book, fixed, asked in (*cases(25), *cases(1, 545)):
        chronicle = Chronicle(book, fixed)
        for on, known, _, _ in asked:
            assert chronicle.answer(on, known) == Decider(book, on, known, fixed=fixed).answer(fixed)


def test_the_answers_are_those_of_the_reference():
    for book, fixed, asked in cases(8, 700, (2, 3)):
        chronicle = Chronicle(book, fixed)
        for on, known, facts, _ in asked[:2]:
            truth = answer_question(book, Question({**fixed, **facts}, on, known))
            found = chronicle.decide(on, known, facts)
            assert (found.verdict.kind, found.verdict.on) == (truth.verdict.kind, truth.verdict.on)
            for name, answer in truth.readers.items():
                assert found.readers[name] == msgspec.structs.replace(answer, proof=(), deciding=())


def test_where_its_diagrams_grow_too_large_the_engine_for_one_day_is_asked(monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise DiagramTooLarge(0)

    for book, fixed, asked in cases(5):
        chronicle = Chronicle(book, fixed)
        found = [chronicle.decide(on, known, facts, without=without) for on, known, facts, without in asked]
        with monkeypatch.context() as patch:
            patch.setattr("placet.engine.chronicle.answers.find_answer", refuse)
            other = Chronicle(book, fixed)
            assert [other.decide(on, known, facts, without=without) for on, known, facts, without in asked] == found
            assert other.answer(asked[0].on, asked[0].known) == chronicle.answer(asked[0].on, asked[0].known)


def test_what_it_keeps_may_be_dropped_at_any_time(monkeypatch):
    for book, fixed, asked in cases(10, 100):
        chronicle = Chronicle(book, fixed)
        found = [chronicle.decide(on, known, facts, without=without) for on, known, facts, without in asked]
        with monkeypatch.context() as patch:
            patch.setattr("placet.engine.chronicle.answers.NODES_KEPT", 3)
            other = Chronicle(book, fixed)
            assert [other.decide(on, known, facts, without=without) for on, known, facts, without in asked] == found


def test_terms_that_rest_on_very_many_terms_are_worked_out():
    rng = Random(3)
    book = random_rulebook(rng, 3)
    question = random_question(rng, book)
    first, rule = next(iter(book.terms.values())), next(iter(book.rules.values()))
    terms, last = dict(book.terms), first.id
    for number in range(400):
        name = f"deep-{number}"
        terms[name] = msgspec.structs.replace(first, id=name, means=Not(TermRef(last)))
        last = name
    rules = {**book.rules, rule.id: msgspec.structs.replace(rule, when=TermRef(last))}
    deep = Chronicle(msgspec.structs.replace(book, terms=terms, rules=rules))
    # An even number of `not` says what the first term says.
    flat = {**book.rules, rule.id: msgspec.structs.replace(rule, when=TermRef(first.id))}
    alike = Chronicle(msgspec.structs.replace(book, rules=flat))
    assert deep.decide(question.on) == alike.decide(question.on)

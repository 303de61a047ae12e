"""An excerpt of a rulebook answers a situation as the whole does, on every day, and changes on no other days."""

from __future__ import annotations

import datetime as dt
from random import Random

import msgspec

from placet.engine import Decider, Decision
from placet.engine.variation.excerpt import excerpt_for, needed_values
from placet.engine.variation.timeline import change_days
from placet.model import Rulebook
from tests.agreement.generate import FIRST_DAY, random_question, random_rulebook


def cases(count: int, size: tuple[int, ...] = (2, 4, 6)):
    for seed in range(count):
        rng = Random(seed)
        book = random_rulebook(rng, rng.choice(size))
        yield rng, book, random_question(rng, book)


def heard(decision: Decision, book: Rulebook) -> tuple[object, ...]:
    """Return a decision but for silent voices."""
    readers = {name: one for name, one in decision.readers.items() if name not in book.voices or one.answer != "silent"}
    return readers, decision.verdict, decision.missing


def test_an_excerpt_answers_as_the_whole_rulebook_does():
    dropped = 0
    for rng, book, question in cases(100):
        excerpt = excerpt_for(book, question.given)
        dropped += len(book.rules) - len(excerpt.book.rules)
        for known in (question.known, FIRST_DAY + dt.timedelta(days=rng.randrange(400))):
            on = FIRST_DAY + dt.timedelta(days=rng.randrange(400))
            whole = Decider(book, on, known, fixed=question.given).decide(question.given)
            part = Decider(excerpt.book, on, known, fixed=question.given).decide(question.given)
            assert heard(part, book) == heard(whole, book)
    assert dropped > 40, "the cases must have something to leave out"


def test_an_excerpt_answers_for_every_value_of_what_is_not_given():
    for _, book, question in cases(60):
        given = dict(list(question.given.items())[::2])
        excerpt = excerpt_for(book, given)
        assert question.given.keys() >= given.keys()
        whole = Decider(book, question.on, question.known, fixed=given).decide(question.given)
        part = Decider(excerpt.book, question.on, question.known, fixed=given).decide(question.given)
        assert heard(part, book) == heard(whole, book)


def test_an_excerpt_for_some_values_of_a_field_answers_as_the_whole_does_for_each_of_them():
    dropped = asked = 0
    for rng, book, question in cases(150):
        lists = [name for name, one in book.fields.items() if not one.type.is_set and one.type.kind != "number"]
        names = rng.sample(lists, min(2, len(lists)))
        given = {name: value for name, value in question.given.items() if name not in names}
        domains = {name: book.domain(book.fields[name].type) for name in names}
        among = {name: tuple(rng.sample(every, max(1, len(every) // 2))) for name, every in domains.items()}
        needed = needed_values(book)
        excerpt = excerpt_for(book, given, needed, among=among)
        assert list(excerpt.book.rules) == list(excerpt_for(book, given, among=among).book.rules)
        dropped += len(excerpt_for(book, given, needed).book.rules) - len(excerpt.book.rules)
        whole = Decider(book, question.on, question.known, fixed=given)
        part = Decider(excerpt.book, question.on, question.known, fixed=given)
        for name, values in among.items():
            rest = {other: rng.choice(every) for other, every in among.items() if other != name}
            for value in values:
                situation = {**given, **rest, name: value}
                assert heard(part.decide(situation), book) == heard(whole.decide(situation), book)
                asked += 1
    assert dropped > 10, "the cases must have something to leave out"
    assert asked > 100


def test_an_excerpt_with_a_reading_less_answers_as_the_whole_without_it():
    for rng, book, question in cases(40):
        excerpt = excerpt_for(book, question.given)
        for reading in rng.sample(excerpt.book.readings, min(2, len(excerpt.book.readings))):
            answers = [
                Decider(
                    msgspec.structs.replace(of, readings=tuple(one for one in of.readings if one.id != reading.id)),
                    question.on,
                    question.known,
                    fixed=question.given,
                ).decide(question.given)
                for of in (book, excerpt.book)
            ]
            assert heard(answers[0], book) == heard(answers[1], book)


def test_between_two_days_of_an_excerpt_the_whole_answers_alike():
    spared = 0
    for _, book, question in cases(10, (3, 5)):
        excerpt = excerpt_for(book, question.given)
        for axis in ("on", "known"):
            days = set(excerpt.change_days(axis))
            spared += len(set(change_days(book, axis)) - days)
            before = None
            for day in change_days(book, axis):
                both = (day, question.known) if axis == "on" else (question.on, day)
                decision = heard(Decider(book, *both, fixed=question.given).decide(question.given), book)
                assert day in days or before is None or decision == before, (axis, day)
                before = decision
    assert spared > 40, "the cases must have days to spare"


def test_what_rules_need_beforehand_changes_nothing_but_the_work():
    spared = 0
    for _, book, question in cases(200):
        needed = needed_values(book)
        spared += sum(map(len, needed.everything.values()))
        for given in (question.given, dict(list(question.given.items())[::2]), {}):
            one, other = excerpt_for(book, given, needed), excerpt_for(book, given)
            assert list(one.book.rules) == list(other.book.rules)
            for of in ("book", "dated"):
                assert msgspec.structs.astuple(getattr(one, of)) == msgspec.structs.astuple(getattr(other, of))
            assert one.things == other.things
    assert spared > 25, "the cases must have rules with a plain need"

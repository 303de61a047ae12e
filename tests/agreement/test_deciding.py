"""Whatever is said to flip an answer flips it in the reference, and nothing else that is changed alone does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from random import Random

import msgspec
import pytest

from placet.engine import Decider
from placet.engine.logic.field_values import FieldValue
from placet.engine.reference import answer_question
from placet.engine.reference.values import number_cuts, numbers_between
from placet.engine.variation.deciding import Deciding, FactEffect, find_deciding
from placet.engine.variation.timeline import change_days
from placet.model import Question, Rulebook, Value
from tests.agreement.generate import random_question, random_rulebook
from tests.agreement.said import reference_settled, said

CASES = 14


@pytest.fixture(scope="module")
def cases() -> list[tuple[Rulebook, Deciding]]:
    """Return what decides the answers to generated questions to which some rule speaks."""
    return [(book, find_deciding(book, question, next_days=2)) for book, question in spoken_to(CASES)]


def spoken_to(count: int) -> Iterator[tuple[Rulebook, Question]]:
    for seed in range(20 * count):
        rng = Random(seed)
        book = random_rulebook(rng, rng.choice((3, 4, 6)))
        question = random_question(rng, book)
        if (
            Decider(book, question.on, question.known, fixed=question.given).decide(question.given).missing
            or seed % 9 == 0
        ):
            yield book, question
            count -= 1
        if not count:
            return


def reference(book: Rulebook, question: Question) -> tuple[object, object]:
    answer = answer_question(book, question)
    return said(book, answer.readers, answer.verdict)


def other_values(book: Rulebook, field: str, question: Question) -> Iterator[Value]:
    """Yield by brute force what else a field can be: of a set one member more or less, or where unknown each alone."""
    type_ = book.fields[field].type
    if type_.kind == "number":
        yield from numbers_between(number_cuts(book, field))
        yield from [None] if type_.or_none else []
        return
    domain = book.domain(type_)
    if not type_.is_set:
        yield from domain
    elif field in question.given:
        now = question.given[field]
        assert isinstance(now, frozenset)
        yield from (now ^ {str(member)} for member in domain)
    else:
        yield from (frozenset(), *(frozenset({str(member)}) for member in domain))


def stands_for(one: FieldValue, value: Value) -> bool:
    """Say whether a value is the one that is named, or lies in its interval."""
    if one.interval is None or value is None:
        return one.interval is None and one.value == value
    low, high = one.interval.low, one.interval.high
    assert isinstance(value, (int, Decimal))
    return (low is None or value > low or (value == low and one.interval.has_low)) and (
        high is None or value < high or (value == high and one.interval.has_high)
    )


def group_of(effect: FactEffect, value: Value) -> object:
    """Return what a value is said to lead to; `now` where it is the value that is given."""
    found = [group for group in effect.groups for one in group.values if stands_for(one, value)]
    assert len(found) <= 1
    return found[0].flip if found else "now"


def test_a_fact_flips_the_answer_just_where_it_does_in_the_reference(cases):
    flips = stays = 0
    for book, found in cases[:12]:
        question = found.question
        base = reference(book, question)
        assert [effect.field for effect in found.facts] == list(book.fields)
        for effect in found.facts:
            for value in other_values(book, effect.field, question):
                truth = reference(
                    book, msgspec.structs.replace(question, given={**question.given, effect.field: value})
                )
                flip = group_of(effect, value)
                if flip is None or flip == "now":
                    assert truth == base, (effect.field, value)
                    stays += 1
                else:
                    assert truth == said(book, flip.decision.readers, flip.decision.verdict), (effect.field, value)
                    assert truth != base
                    flips += 1
    assert min(flips, stays) > 20


def test_all_other_values_of_a_field_are_looked_at_and_the_one_given_is_not(cases):
    for book, found in cases:
        for effect in found.facts:
            values = list(other_values(book, effect.field, found.question))
            named = [one for group in effect.groups for one in group.values]
            assert all(any(stands_for(one, value) for value in values) for one in named)
            here = found.question.given.get(effect.field)
            if effect.is_given and not isinstance(here, frozenset):
                assert group_of(effect, here) == "now"


def test_a_reading_less_flips_the_answer_just_where_it_does_in_the_reference(cases):
    flips = stays = 0
    for book, found in cases:
        base = reference(book, found.question)
        told = {effect.reading: effect for effect in found.readings}
        for reading in book.readings:
            without = msgspec.structs.replace(book, readings=tuple(one for one in book.readings if one is not reading))
            truth = reference(without, found.question)
            effect = told.get(reading.id)
            if effect is None or effect.flip is None:
                assert truth == base, reading.id
                stays += 1
            else:
                assert truth != base
                assert truth == said(book, effect.flip.decision.readers, effect.flip.decision.verdict), reading.id
                flips += 1
    assert min(flips, stays) > 5


def test_an_open_point_flips_the_answer_just_where_it_does_in_the_reference(cases):
    ways = 0
    for book, found in cases:
        answer = answer_question(book, found.question)
        base = said(book, answer.readers, answer.verdict)
        open_points = {p for one in answer.readers.values() for p in one.missing if p.kind != "field"}
        assert {effect.point for effect in found.points} == open_points
        for effect in found.points:
            for group in effect.groups:
                for value in group.values:
                    readers, verdict = reference_settled(book, found.question, effect.point, value)
                    truth = said(book, readers, verdict)
                    if group.flip is None:
                        assert truth == base, (effect.point, value)
                    else:
                        assert truth == said(book, group.flip.decision.readers, group.flip.decision.verdict)
                    ways += 1
    assert ways > 20


def answer_at(book: Rulebook, question: Question, axis: str, day: dt.date | None) -> tuple[object, object]:
    """Return the answer on another day, by the engine that is compared with the reference elsewhere."""
    on, known = (day or question.on, question.known) if axis == "on" else (question.on, day)
    decision = Decider(book, on, known, fixed=question.given).decide(question.given)
    return said(book, decision.readers, decision.verdict)


def test_the_nearest_days_of_change_are_those_that_going_through_all_days_finds(cases):
    told = 0
    for book, found in cases[:12]:
        for effect in found.days:
            days: list[dt.date | None] = [*change_days(book, effect.axis)]
            assert days[0] is not None
            starts = [days[0] - dt.timedelta(days=1), *days, *([None] if effect.axis == "known" else [])]
            answers = [answer_at(book, found.question, effect.axis, day) for day in starts]
            changed = [
                day for (_, day), (old, new) in zip(pairwise(starts), pairwise(answers), strict=True) if old != new
            ]
            at = effect.at or dt.date.max
            before = [day for day in changed if (day or dt.date.max) <= at]
            after = [day for day in changed if (day or dt.date.max) > at]
            assert [change.day for change in effect.earlier] == before[::-1][:2]
            assert [change.day for change in effect.later] == after[:2]
            told += len(effect.earlier) + len(effect.later)
    assert told > 10


def test_the_answers_around_a_day_of_change_are_those_of_the_reference(cases):
    for book, found in cases[:12]:
        for effect in found.days:
            for change in (*effect.earlier[:1], *effect.later[:1]):
                if change.day is None:
                    continue
                for day, decision in (
                    (change.day - dt.timedelta(days=1), change.before),
                    (change.day, change.after),
                ):
                    days = {"on": day} if effect.axis == "on" else {"known": day}
                    truth = reference(book, msgspec.structs.replace(found.question, **days))
                    assert truth == said(book, decision.readers, decision.verdict), (effect.axis, day)


def test_the_readers_that_flip_are_those_whose_answer_is_another(cases):
    for book, found in cases:
        base, _ = said(book, found.decision.readers, found.decision.verdict)
        flips = [group.flip for effect in found.facts for group in effect.groups if group.flip is not None]
        for flip in flips:
            new, verdict = said(book, flip.decision.readers, flip.decision.verdict)
            changed = {name for name in new if new[name] != base[name]}
            party_of = {name: name.partition(".")[0] for name in new}
            apart = {name for name in new if any(of[name] != of[party_of[name]] for of in (base, new))}
            assert set(flip.change.readers) == {n for n in changed if n == party_of[n] or n in apart}
            assert flip.change.is_other_verdict == (verdict != (found.decision.verdict.kind, found.decision.verdict.on))


def test_for_some_readers_alone_only_what_flips_their_answer_counts():
    rng = Random(0)
    for book, question in spoken_to(6):
        reader = rng.choice([*book.parties, *(f"{p.id}.{o.id}" for p in book.parties.values() for o in p.offices)])
        found = find_deciding(book, question, (reader,), next_days=1)
        base = answer_question(book, question)
        for effect in found.facts:
            for group in effect.groups:
                value = group.values[0].value
                other = answer_question(
                    book, msgspec.structs.replace(question, given={**question.given, effect.field: value})
                )
                old, new = (said(book, one.readers, one.verdict, (reader,)) for one in (base, other))
                assert (old == new) == (group.flip is None)
        for reading in book.readings:
            without = msgspec.structs.replace(book, readings=tuple(one for one in book.readings if one is not reading))
            other = answer_question(without, question)
            old, new = (said(book, one.readers, one.verdict, (reader,)) for one in (base, other))
            flips = {effect.reading for effect in found.readings if effect.flip is not None}
            assert (old != new) == (reading.id in flips)

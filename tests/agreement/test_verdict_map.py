"""Every cell of a map is what the reference answers to the situation of that cell."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from random import Random

import pytest

from placet.engine.logic.field_values import values_of
from placet.engine.reference import answer_question
from placet.engine.variation.timeline import change_days
from placet.engine.variation.verdict_map import DaySpan, Position, VerdictMap, map_verdicts
from placet.model import Question, Rulebook, Value
from tests.agreement.generate import random_question, random_rulebook
from tests.agreement.said import said

DAY = dt.timedelta(days=1)


def cases(count: int, size: int = 4):
    for seed in range(count):
        rng = Random(seed)
        book = random_rulebook(rng, size)
        yield rng, book, random_question(rng, book)


def asked_in(found: VerdictMap, at: dict[str, Value | dt.date]) -> Question:
    """Return the question of one cell."""
    days = {name: at.pop(name) for name in ("on", "known") if name in at}
    on, known = days.get("on", found.question.on), days.get("known", found.question.known)
    return Question({**found.question.given, **at}, on, known)  # type: ignore[dict-item,arg-type]


def days_of(span: DaySpan) -> list[dt.date | None]:
    """Return the first and the last day of a span, and a day deep in it."""
    if span.day is None:
        return [None]
    days = {span.start or span.day, span.end - DAY if span.end else span.day + 100 * DAY, span.day}
    return sorted(days)


def values_at(position: Position) -> list[Value | dt.date | None]:
    return [*days_of(position)] if isinstance(position, DaySpan) else [position.value]


def check(book: Rulebook, found: VerdictMap) -> int:
    checked = 0
    for row, line in zip(found.rows.positions, found.cells, strict=True):
        for column, decision in zip(found.columns.positions, line, strict=True):
            mine = said(book, decision.readers, decision.verdict)
            for down in values_at(row):
                for across in values_at(column):
                    question = asked_in(found, {found.rows.name: down, found.columns.name: across})
                    answer = answer_question(book, question)
                    assert said(book, answer.readers, answer.verdict) == mine, (row, column)
                    checked += 1
    return checked


def test_every_cell_over_two_fields_is_what_the_reference_answers():
    checked = 0
    for rng, book, question in cases(24):
        rows, columns = rng.sample(list(book.fields), 2)
        checked += check(book, map_verdicts(book, rows, columns, question))
    assert checked > 200


def test_every_cell_over_a_field_and_the_days_is_what_the_reference_answers():
    checked = 0
    for rng, book, question in cases(4):
        field = rng.choice([name for name, one in book.fields.items() if not one.type.is_set])
        for axis in ("on", "known"):
            checked += check(book, map_verdicts(book, field, axis, question))
    assert checked > 50


def test_every_cell_over_both_days_is_what_the_reference_answers():
    for _, book, question in cases(3, 2):
        assert check(book, map_verdicts(book, "on", "known", question)) > 0


def test_the_sides_hold_all_values_and_all_days():
    merged = 0
    for rng, book, question in cases(10):
        field = rng.choice(list(book.fields))
        found = map_verdicts(book, "on", field, question)
        spans = [span for span in found.rows.positions if isinstance(span, DaySpan)]
        assert spans[0].start is None
        assert spans[-1].end is None
        assert all(one.end == other.start for one, other in pairwise(spans))
        inner = {span.start for span in spans} - {None}
        assert inner <= set(change_days(book, "on"))
        values = values_of(book, field)
        shown = found.columns.positions
        if not any(one.interval for one in values):
            assert shown == values
        else:
            merged += len(values) - len(shown)
            intervals = [one.interval for one in shown if one.interval]  # type: ignore[union-attr]
            assert intervals[0].low is None
            assert intervals[-1].high is None
            assert all(one.high == other.low for one, other in pairwise(intervals))
    assert merged > 0


def test_what_a_question_says_of_the_sides_is_left_out():
    for rng, book, question in cases(5):
        rows, columns = rng.sample(list(book.fields), 2)
        found = map_verdicts(book, rows, columns, question)
        assert not {rows, columns} & found.question.given.keys()


def test_a_field_cannot_be_both_sides():
    _, book, question = next(iter(cases(1)))
    with pytest.raises(ValueError, match="`actor` cannot be both sides of a map"):
        map_verdicts(book, "actor", "actor", question)

"""Situations decided together are decided as each by itself; what is left out has something open in it."""

from __future__ import annotations

from random import Random

from placet.engine import Decider, Decision
from placet.engine.columns.calendar import Calendar
from placet.engine.columns.columns import ground_columns
from placet.engine.decision.decide import role_of
from placet.engine.decision.together import Together
from placet.engine.logic.field_values import values_of
from placet.engine.variation.verdict_map import map_verdicts
from placet.model import Question, Rulebook, Value
from tests.agreement.generate import random_question, random_rulebook, random_value


def complete_question(rng: Random, book: Rulebook) -> Question:
    """Return a question in which every field is given."""
    asked = random_question(rng, book)
    given = {name: random_value(rng, book, field.type) for name, field in book.fields.items()}
    return Question({**given, **asked.given}, asked.on, asked.known)


def one_by_one(book: Rulebook, asked: Question, situations: list[dict[str, Value]]) -> list[Decision]:
    # The order in which rules are told hangs on which of them can speak at all, so both know the same facts beforehand.
    decider = Decider(book, asked.on, asked.known, fixed=asked.given)
    return [decider.decide(situation) for situation in situations]


def together(book: Rulebook, asked: Question, situations: list[dict[str, Value]]) -> list[Decision | None]:
    calendar = Calendar(book, asked.on, asked.known, asked.given)
    columns = ground_columns(calendar)
    return Together(calendar, columns, {name: role_of(book, name) for name in columns}, situations).decide()


def crossed(book: Rulebook, rows: str, columns: str) -> list[dict[str, Value]]:
    return [
        {rows: row.value, columns: column.value} for row in values_of(book, rows) for column in values_of(book, columns)
    ]


def test_what_is_decided_together_is_decided_as_one_by_one():
    decided = left = 0
    for seed in range(120):
        rng = Random(seed)
        book = random_rulebook(rng, 4)
        asked = complete_question(rng, book) if seed % 4 else random_question(rng, book)
        rows, columns = rng.sample(list(book.fields), 2)
        rest = {field: value for field, value in asked.given.items() if field not in (rows, columns)}
        asked = Question(rest, asked.on, asked.known)
        situations = crossed(book, rows, columns)[:60]
        for found, plain in zip(together(book, asked, situations), one_by_one(book, asked, situations), strict=True):
            if found is None:
                left += 1
                continue
            assert found == plain
            assert not plain.missing
            decided += 1
    assert decided > 400
    assert left > 100


def test_situations_need_not_have_the_same_fields():
    decided = 0
    for seed in range(30):
        rng = Random(1000 + seed)
        book = random_rulebook(rng, 3)
        asked = complete_question(rng, book)
        loose = rng.sample(sorted(asked.given), 2)
        rest = Question({name: one for name, one in asked.given.items() if name not in loose}, asked.on, asked.known)
        situations: list[dict[str, Value]] = [{}]
        for name in loose:
            situations.append({name: asked.given[name]})
        situations.append({name: asked.given[name] for name in loose})
        for found, plain in zip(together(book, rest, situations), one_by_one(book, rest, situations), strict=True):
            assert found in (None, plain)
            decided += found is not None
    assert decided > 20


def test_situations_with_the_same_answers_are_one_decision():
    for seed in range(5):
        rng = Random(seed)
        book = random_rulebook(rng, 4)
        asked = complete_question(rng, book)
        first, second = together(book, Question({}, asked.on, asked.known), [dict(asked.given)] * 2)
        assert first is second


def test_every_cell_of_a_map_is_the_decision_of_its_situation():
    checked = 0
    for seed in range(20):
        rng = Random(2000 + seed)
        book = random_rulebook(rng, 4)
        asked = complete_question(rng, book) if seed % 2 else random_question(rng, book)
        rows, columns = rng.sample([name for name, one in book.fields.items() if one.type.kind != "number"], 2)
        found = map_verdicts(book, rows, columns, asked)
        situations = crossed(book, rows, columns)
        plain = one_by_one(book, found.question, situations)
        for mine, theirs in zip((one for line in found.cells for one in line), plain, strict=True):
            # A map leaves out voices that are silent.
            assert (mine.verdict.kind, mine.verdict.on) == (theirs.verdict.kind, theirs.verdict.on)
            assert set(mine.verdict.rules) == set(theirs.verdict.rules)
            assert {n: a for n, a in mine.readers.items() if a.answer != "silent"} == {
                n: a for n, a in theirs.readers.items() if a.answer != "silent"
            }
            checked += 1
    assert checked > 200

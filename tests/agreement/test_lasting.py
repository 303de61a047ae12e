"""What is kept from one question to the next changes no answer, whatever was asked before and on which days."""

from __future__ import annotations

import datetime as dt
from random import Random

from placet.engine.columns.lasting import Lasting
from placet.engine.variation.excerpt import excerpt_for, needed_values
from placet.engine.variation.verdict_map import map_verdicts
from placet.model import Question
from tests.agreement.generate import FIRST_DAY, random_question, random_rulebook, random_value


def test_maps_made_with_what_is_kept_are_those_made_anew():
    cells = 0
    for seed in range(40):
        rng = Random(seed)
        book = random_rulebook(rng, rng.choice((4, 8)))
        lasting, needed = Lasting(book), needed_values(book)
        lists = [name for name, field in book.fields.items() if not field.type.is_set and field.type.kind != "number"]
        for number in range(5):
            rows, columns = rng.sample(list(book.fields), 2)
            asked = random_question(rng, book)
            given = {name: random_value(rng, book, field.type) for name, field in book.fields.items()}
            if number % 2:
                given = asked.given
            given = {name: value for name, value in given.items() if name not in (rows, columns)}
            on = FIRST_DAY + dt.timedelta(days=rng.randrange(400))
            question = Question(given, on, rng.choice((None, asked.known, on)))
            shown = {
                side: tuple(rng.sample(book.domain(book.fields[side].type), 2))
                for side in (rows, columns)
                if side in lists and len(book.domain(book.fields[side].type)) > 2 and rng.random() < 0.5
            }
            anew = map_verdicts(book, rows, columns, question)
            part = excerpt_for(book, given, needed, among=shown)
            kept = map_verdicts(book, rows, columns, question, excerpt=part, shown=shown, lasting=lasting)
            places = [
                [at for at, one in enumerate(axis.positions) if axis.name not in shown or one.value in shown[axis.name]]
                for axis in (anew.rows, anew.columns)
            ]
            if not any(book.fields[side].type.kind == "number" for side in (rows, columns)):
                assert kept.cells == tuple(tuple(anew.cells[row][column] for column in places[1]) for row in places[0])
                cells += len(places[0]) * len(places[1])
            elif not shown:
                assert kept == anew
                cells += 1
    assert cells > 1000

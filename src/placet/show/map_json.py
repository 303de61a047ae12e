"""The JSON form of a map; docs/reference/json.md describes it."""

from __future__ import annotations

from placet.engine.decision.outcome import Outcome, outcome_of
from placet.engine.variation.verdict_map import DaySpan, MapAxis
from placet.model import Rulebook
from placet.show.answer_json import Json, json_text
from placet.show.decision import decision_value, question_value
from placet.show.field_values import field_value_value
from placet.show.map_marks import MarkedMap


def map_json(book: Rulebook, marked: MarkedMap, version: str, *, name: str | None = None, text: str = "") -> str:
    """Return a map as JSON text: the different answers once, and for every cell which of them it is.

    Args:
        book: the rulebook that was asked.
        marked: the map with its marks.
        version: the version of placet.
        name: the saved question that the map began with, if any.
        text: that question in words.
    """
    found = marked.found
    readers = (marked.reader,) if marked.reader else ()
    place: dict[Outcome, int] = {}
    answers: list[dict[str, Json]] = []
    cells: list[Json] = []
    counts: list[int] = []
    for line, marks in zip(found.cells, marked.cells, strict=True):
        row: list[Json] = []
        for decision, at in zip(line, marks, strict=True):
            outcome = outcome_of(decision, readers)
            if outcome not in place:
                place[outcome] = len(answers)
                mark = marked.marks[at]
                value = decision_value(book, found.question, decision, readers)
                answers.append({"mark": mark.text, "words": mark.words, "cells": 0, **value})
                counts.append(0)
            counts[place[outcome]] += 1
            row.append(place[outcome])
        cells.append(row)
    for answer, count in zip(answers, counts, strict=True):
        answer["cells"] = count
    sides = (found.rows.name, found.columns.name)
    question = question_value(book, found.question, name=name, text=text, besides=sides)
    if "on" in sides:
        question["on"] = None
    return (
        json_text(
            {
                "placet": version,
                **question,
                "reader": marked.reader or None,
                "rows": _axis(found.rows, marked.row_names),
                "columns": _axis(found.columns, marked.column_names),
                "answers": [*answers],
                "cells": cells,
            }
        )
        + "\n"
    )


def _axis(axis: MapAxis, names: tuple[str, ...]) -> dict[str, Json]:
    return {
        "name": axis.name,
        "positions": [
            {
                "words": words,
                **(_days(position) if isinstance(position, DaySpan) else {"value": field_value_value(position)}),
            }
            for words, position in zip(names, axis.positions, strict=True)
        ],
    }


def _days(span: DaySpan) -> dict[str, Json]:
    return {
        "from": span.start.isoformat() if span.start is not None else None,
        "until": span.end.isoformat() if span.end is not None else None,
        "asked": span.day.isoformat() if span.day is not None else None,
    }

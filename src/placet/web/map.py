"""The map: how the answers compare over two fields, each cell a link to its own question."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

import msgspec
from starlette.responses import RedirectResponse, Response

from placet import __version__
from placet.engine import Decision
from placet.engine.decision.outcome import answer_of
from placet.engine.logic.field_values import FieldValue
from placet.engine.variation.excerpt import Excerpt
from placet.engine.variation.verdict_map import DAY_AXES, DaySpan, MapAxis, VerdictMap, map_verdicts
from placet.model import Question, Rulebook, Value
from placet.show.decision import as_answer
from placet.show.field_values import field_value_words, value_names
from placet.show.map_json import map_json
from placet.show.map_marks import MarkedMap, grouped_lines, mark_map
from placet.show.map_svg import map_svg
from placet.show.map_vega import map_vega
from placet.show.selection import reader_names
from placet.show.verdict import compared_readers
from placet.web.asked import Asked, question_parameters, read_asked, written
from placet.web.bounds import MOST_RULE_DAYS, check_length
from placet.web.controls import controls_for, titled_readers
from placet.web.elsewhere import elsewhere
from placet.web.first import put_forward
from placet.web.openapi import FACTS, KNOWN, ON, QUESTION, RULEBOOK, Operation, Parameter
from placet.web.pages import N_, Page, View, attachment
from placet.web.refusals import Refused
from placet.web.tables import Table
from placet.web.visit import Visit
from placet.web.words import Words

NO_QUESTION = {"lang", "theme"}
"""Parameters of an address that choose nothing about the map."""

A_PART = 40
"""How many values of a list stand on one side of a map that is shown."""

A_LARGE_PART = 10
"""The same where there are many rules, dozens of which may speak of each value."""

MOST_CELLS = 20_000
"""How many cells a map may have before equal rows and columns are put together."""


def map_page(visit: Visit) -> View:
    """Map the verdicts, or one reader's answers, over two fields of the question in the address."""
    world = visit.world
    book = world.book
    sides = [*book.fields, *DAY_AXES]
    down = visit.choice("y", sides, kind="field") or _usual(book)[0]
    across = visit.choice("x", sides, kind="field") or next(one for one in (*_usual(book), *sides) if one != down)
    if down == across:
        raise Refused(N_("`%(down)s` cannot be both sides of the map"), N_("Choose two different fields."), down=down)
    reader = visit.choice("reader", reader_names(book))
    form = visit.choice("as", ("svg", "vega"))
    asked = read_asked(visit)
    if visit.suffix == "html" and not visit.is_partial and not set(visit.request.query_params) - NO_QUESTION:
        begun = _first_question(book)
        if begun is not None:
            return View(reply=RedirectResponse(visit.here(question=begun), 303))
    _check_size(book, down, across)
    # What stands on a side is not given; the day of a side that is a day is the map's own.
    given = {field: value for field, value in asked.given.items() if field not in (down, across)}
    shown, page, last_page = _shown(visit, (down, across))
    excerpt = world.excerpt(given, shown)
    _check_days(excerpt, (down, across))
    key = ("map", down, across, tuple(shown.items()), reader, tuple(sorted(given.items())), asked.on, asked.known)

    def mark() -> MarkedMap:
        return mark_map(
            book,
            map_verdicts(
                book,
                down,
                across,
                Question(given, asked.on, asked.known),
                (reader,) if reader else (),
                excerpt=excerpt,
                shown=shown,
                lasting=world.lasting,
            ),
            reader or "",
        )

    # The whole of the decisions is in the JSON alone, and too large to be kept.
    marked = mark() if visit.suffix == "json" else world.reckon(key, lambda: _lightened(mark()))
    text = asked.saved.text if asked.saved is not None else ""
    if visit.suffix == "json":
        name = asked.saved.id if asked.saved is not None else None
        return View(json=map_json(book, marked, __version__, name=name, text=text).rstrip("\n"))
    if form is not None:
        drawn = map_svg(book, marked, text=text) if form == "svg" else map_vega(book, marked, text=text)
        kind, suffix = ("image/svg+xml", "svg") if form == "svg" else ("application/json", "vl.json")
        name = attachment(f"{world.name}-{down}-{across}.{suffix}")
        return View(reply=Response(drawn, media_type=kind, headers={"Content-Disposition": name}))
    table = _table(visit, marked) if visit.suffix == "csv" else None
    context = {
        "asked": asked,
        "sides": [(one, title) for one, title in _side_titles(visit, book)],
        "down": down,
        "across": across,
        "reader": reader,
        "readers": titled_readers(book),
        "controls": [one for one in controls_for(book, asked.given, None) if one.field.id not in (down, across)],
        "grid": _grid(visit, asked, marked),
        "legend": _legend(visit, marked),
        "cells": marked.size,
        "page": page,
        "last_page": last_page,
        "anew": visit.address("map", on=visit.today),
        "elsewhere": elsewhere(visit, asked, "map"),
        "picture": visit.here(**{"as": "svg"}),
        "chart": visit.here(**{"as": "vega"}),
        "only_alone": [one for one in (down, across) if one in book.fields and book.fields[one].type.is_set],
    }
    return View("map.html", context, partial="map_grid.html", table=table, address=visit.here(lang=None, theme=None))


def _lightened(marked: MarkedMap) -> MarkedMap:
    """Return a map in which one decision stands for all cells with the same mark."""
    found = marked.found
    kept: dict[int, Decision] = {}
    cells = tuple(
        tuple(kept.setdefault(place, decision) for place, decision in zip(places, decisions, strict=True))
        for places, decisions in zip(marked.cells, found.cells, strict=True)
    )
    return msgspec.structs.replace(marked, found=msgspec.structs.replace(found, cells=cells))


def _first_question(book: Rulebook) -> str | None:
    """Return the question that a map begins with where the address gives nothing.

    With no fact at all, on the day it is, nearly every cell would be open.
    """
    return next((one.id for one in put_forward(book)), None)


def _usual(book: Rulebook) -> tuple[str, str]:
    """The sides of a map that nobody has chosen: the first two fields with few values."""
    plain = [name for name, field in book.fields.items() if field.type.kind != "number" and not field.type.is_set]
    named = [*(name for name in ("act", "area") if name in plain), *plain, *DAY_AXES]
    return named[0], next(name for name in named if name != named[0])


def _check_size(book: Rulebook, down: str, across: str) -> None:
    sizes = [
        len(book.domain(book.fields[one].type))
        for one in (down, across)
        if one in book.fields and book.fields[one].type.kind != "number"
    ]
    if len(sizes) == 2 and sizes[0] * sizes[1] > MOST_CELLS:
        raise Refused(
            N_("a map of `%(down)s` and `%(across)s` would have %(cells)s cells"),
            N_("Choose a field with fewer values for one of the sides."),
            down=down,
            across=across,
            cells=sizes[0] * sizes[1],
        )


def _shown(visit: Visit, sides: tuple[str, str]) -> tuple[dict[str, tuple[Value, ...]], int, int]:
    """Return the values that the page shows of the sides that are lists, which part of the map it is, and the last.

    A field of very many values is shown part by part, row after row; to be taken away, the map is whole. Days and
    numbers have no parts: what is alike among them is put together first.
    """
    if visit.suffix != "html" or visit.param("as") is not None:
        return {}, 1, 1
    book = visit.world.book
    most = A_LARGE_PART if visit.world.has_many_rules else A_PART
    parts: list[list[tuple[str, tuple[Value, ...]] | None]] = []
    for side in sides:
        is_list = side in book.fields and book.fields[side].type.kind != "number" and not book.fields[side].type.is_set
        values: tuple[Value, ...] = book.domain(book.fields[side].type) if is_list else ()
        parts.append([(side, values[at : at + most]) for at in range(0, len(values), most)] or [None])
    blocks = list(product(*parts))
    page = visit.number("page", 1, 1, len(blocks))
    return dict(one for one in blocks[page - 1] if one is not None), page, len(blocks)


def _check_days(excerpt: Excerpt, sides: tuple[str, str]) -> None:
    """Ask for more facts where a side is made of days and too many rules would have to be judged on them."""
    days = [one for one in DAY_AXES if one in sides]
    for axis in days:
        check_length(excerpt, axis)
    if len(days) == 2:
        pairs = len(excerpt.change_days("on")) * len(excerpt.change_days("known"))
        if pairs * len(excerpt.book.rules) > MOST_RULE_DAYS:
            raise Refused(
                N_("too much is left open: %(pairs)s pairs of days would have to be judged"),
                N_("Give more facts, or choose a field for one of the sides."),
                status=422,
                pairs=pairs,
            )


def _side_titles(visit: Visit, book: Rulebook) -> list[tuple[str, str]]:
    _ = visit.gettext
    days = {"on": _("the day of the act"), "known": _("what was public")}
    return [(one, f"{one}: {field.question}" if field.question else one) for one, field in book.fields.items()] + [
        (one, days[one]) for one in DAY_AXES if one not in book.fields
    ]


def _grid(visit: Visit, asked: Asked, marked: MarkedMap) -> dict[str, Any]:
    """Return the rows and columns, equal ones together, each cell with its mark and the question behind it."""
    found = marked.found
    rows, columns = grouped_lines(marked.cells), grouped_lines(list(zip(*marked.cells, strict=True)))
    return {
        "columns": [_names(visit, found.columns, group) for group in columns],
        "rows": [
            {
                "name": _names(visit, found.rows, row),
                "cells": [
                    {
                        "mark": marked.marks[marked.cells[row[0]][column[0]]],
                        "place": marked.cells[row[0]][column[0]],
                        "address": _address(visit, asked, found, row[0], column[0]),
                    }
                    for column in columns
                ],
            }
            for row in rows
        ],
        "merged": len(rows) < len(marked.row_names) or len(columns) < len(marked.column_names),
    }


def _address(visit: Visit, asked: Asked, found: VerdictMap, row: int, column: int) -> str:
    """Return the address that asks the question of a cell."""
    book = visit.world.book
    given = dict(found.question.given)
    days: dict[str, dt.date | None] = {"on": asked.on, "known": asked.known}
    for axis, at in ((found.rows, row), (found.columns, column)):
        position = axis.positions[at]
        if isinstance(position, DaySpan):
            days[axis.name] = position.day
        else:
            given[axis.name] = position.value
    cell = Asked(given, days["on"] or asked.on, days["known"], asked.saved)
    return visit.address("ask", **question_parameters(book, cell))


def _legend(visit: Visit, marked: MarkedMap) -> list[dict[str, Any]]:
    """Say what each mark means, in the page's language."""
    words = Words(visit.language, visit.world.book)
    found = marked.found
    first: dict[int, tuple[int, int]] = {}
    for row, line in enumerate(marked.cells):
        for column, place in enumerate(line):
            first.setdefault(place, (row, column))
    lines = []
    for place, mark in enumerate(marked.marks):
        row, column = first[place]
        decision = found.cells[row][column]
        if marked.reader:
            text = words.answer(answer_of(decision, marked.reader))
        else:
            answer = as_answer(visit.world.book, found.question, decision)
            compared = compared_readers(answer)
            if mark.kind in ("agreed", "one-sided"):
                text = f"{', '.join(one.reader for one in compared)}: {words.answer(compared[0])}"
            elif mark.kind == "open":
                undecided: dict[str, list[str]] = {}
                for one in compared:
                    if one.answer == "undetermined":
                        undecided.setdefault(words.answer(one), []).append(one.reader)
                text = "; ".join(f"{', '.join(readers)}: {told}" for told, readers in undecided.items())
            else:
                text = words.verdict(answer)
        lines.append({"mark": mark, "words": text})
    return lines


def _names(visit: Visit, axis: MapAxis, places: list[int]) -> str:
    """Name positions of one side; neighbouring days as one span."""
    book = visit.world.book
    values = [position for at in places if isinstance(position := axis.positions[at], FieldValue)]
    if values:
        return ", ".join(value_names(book.fields[axis.name], values))
    spans: list[DaySpan] = []
    for at in places:
        span = axis.positions[at]
        assert isinstance(span, DaySpan), "a side has positions of one sort"
        if spans and span.start is not None and spans[-1].end == span.start:
            span = DaySpan(spans.pop().start, span.end, span.day)
        spans.append(span)
    return ", ".join(_span(visit, span) for span in spans)


def _span(visit: Visit, span: DaySpan) -> str:
    _, date = visit.gettext, visit.language.date
    if span.day is None:
        return _("everything")
    if span.start is None:
        return _("before %(day)s", day=date(span.end)) if span.end is not None else _("every day")
    if span.end is None:
        return _("since %(day)s", day=date(span.start))
    return _("%(start)s until %(end)s", start=date(span.start), end=date(span.end))


def _table(visit: Visit, marked: MarkedMap) -> Table:
    """Return one row a cell, for a spreadsheet."""
    found = marked.found
    book = visit.world.book
    rows = []
    for row, line in zip(found.rows.positions, marked.cells, strict=True):
        for column, place in zip(found.columns.positions, line, strict=True):
            mark = marked.marks[place]
            rows.append((_cell(book, found.rows, row), _cell(book, found.columns, column), mark.kind, mark.words))
    columns = (found.rows.name, found.columns.name, "answer" if marked.reader else "verdict", "words")
    return Table(f"{visit.world.name}-map", columns, tuple(rows))


def _cell(book: Rulebook, axis: MapAxis, position: FieldValue | DaySpan) -> str | None:
    if isinstance(position, DaySpan):
        return position.day.isoformat() if position.day is not None else None
    if position.interval is not None:
        return field_value_words(book.fields[axis.name], position)
    return written(position.value)


PAGES = (
    Page(
        "map",
        "/{rulebook}/map",
        map_page,
        N_("Map"),
        section="map",
        forms=("html", "json", "csv"),
        operation=Operation(
            "Map the verdicts, or one reader's answers, over two fields.",
            (
                RULEBOOK,
                Parameter("y", "The field that runs down, or `on` or `known` for the days."),
                Parameter("x", "The field that runs across, or `on` or `known` for the days."),
                Parameter("reader", "Map this reader's answers instead of the verdicts."),
                QUESTION,
                ON,
                KNOWN,
                FACTS,
            ),
        ),
    ),
)

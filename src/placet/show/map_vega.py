"""A map of verdicts as a Vega-Lite chart: plain values that any viewer of such charts draws."""

from __future__ import annotations

from placet.model import Rulebook
from placet.show.answer_json import Json, json_text
from placet.show.map_marks import Mark, MarkedMap, axis_title, days_words, given_words
from placet.show.map_page import map_title

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"

_COLOURS = {
    "agreed": "#b5d6ee",
    "contested": "#f3a683",
    "open": "#fbe6a2",
    "one-sided": "#d9c3e0",
    "unregulated": "#f1f2f4",
    "needs": "#d9c3e0",
    "barred": "#f3a683",
    "undetermined": "#fbe6a2",
    "clear": "#b5d6ee",
    "silent": "#f1f2f4",
}


def legend_words(mark: Mark) -> str:
    """Say what a mark stands for, the mark first."""
    return f"{mark.text}  {mark.title}" + (f": {mark.words}" if mark.words not in ("", mark.title) else "")


def map_vega(book: Rulebook, marked: MarkedMap, *, text: str = "") -> str:
    """Return a map as a Vega-Lite specification, version 5, in JSON.

    Args:
        book: the rulebook that was asked.
        marked: the map with its marks.
        text: the question in words, where the map began with a saved one.
    """
    found = marked.found
    legend = {mark: legend_words(mark) for mark in marked.marks}
    values: list[Json] = []
    for row, line in zip(marked.row_names, marked.cells, strict=True):
        for column, place in zip(marked.column_names, line, strict=True):
            mark = marked.marks[place]
            values.append({"row": row, "column": column, "mark": mark.text, "answer": legend[mark]})
    what = "answer" if marked.reader else "verdict"
    given = ", ".join(given_words(book, found))
    below: list[Json] = [
        words for words in (text, f"given: {given}" if given else "", days_words(book, found)) if words
    ]
    return (
        json_text(
            {
                "$schema": SCHEMA,
                "title": {"text": map_title(book, marked), "subtitle": below, "anchor": "start"},
                "description": f"{marked.size} cells: "
                + "; ".join(f"{mark.count} with {words}" for mark, words in legend.items()),
                "data": {"values": values},
                "width": {"step": 34},
                "height": {"step": 26},
                "encoding": {
                    "y": {
                        "field": "row",
                        "type": "ordinal",
                        "sort": [*marked.row_names],
                        "title": axis_title(book, found.rows),
                    },
                    "x": {
                        "field": "column",
                        "type": "ordinal",
                        "sort": [*marked.column_names],
                        "title": axis_title(book, found.columns),
                        "axis": {"orient": "top", "labelAngle": -45},
                    },
                    "tooltip": [
                        {"field": "row", "type": "nominal", "title": found.rows.name},
                        {"field": "column", "type": "nominal", "title": found.columns.name},
                        {"field": "answer", "type": "nominal", "title": what},
                    ],
                },
                "layer": [
                    {
                        "mark": {"type": "rect", "stroke": "white"},
                        "encoding": {
                            "color": {
                                "field": "answer",
                                "type": "nominal",
                                "title": what,
                                "scale": {
                                    "domain": [*legend.values()],
                                    "range": [_COLOURS[mark.kind] for mark in legend],
                                },
                                "legend": {"orient": "bottom", "columns": 1, "labelLimit": 0},
                            }
                        },
                    },
                    {
                        "mark": {"type": "text", "fontWeight": "bold", "color": "#1b1f24"},
                        "encoding": {"text": {"field": "mark", "type": "nominal"}},
                    },
                ],
            }
        )
        + "\n"
    )

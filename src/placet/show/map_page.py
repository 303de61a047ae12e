"""Lay out a map of verdicts for the terminal: one mark a cell, equal rows and columns as one, and what marks mean."""

from __future__ import annotations

from placet.engine.variation.verdict_map import DAY_AXES
from placet.model import Rulebook
from placet.show.map_marks import (
    Mark,
    MarkedMap,
    axis_notes,
    axis_title,
    days_words,
    given_words,
    group_words,
    grouped_lines,
    unknown_words,
)
from placet.show.page import Block, Cell, Gap, Grid, Ink, Page, Paragraph, Style, Table, faint, ink, strong
from placet.show.situations import share_words
from placet.show.words import counted

_STYLES: dict[str, Style] = {
    "agreed": "good",
    "contested": "bad",
    "open": "doubt",
    "one-sided": "name",
    "unregulated": "faint",
    "needs": "name",
    "barred": "bad",
    "undetermined": "doubt",
    "clear": "good",
    "silent": "faint",
}


def map_page(book: Rulebook, marked: MarkedMap, *, text: str = "") -> Page:
    """Return the page of a map.

    Args:
        book: the rulebook that was asked.
        marked: the map with its marks.
        text: the question in words, where the map began with a saved one.
    """
    found = marked.found
    rows, columns = grouped_lines(marked.cells), grouped_lines(list(zip(*marked.cells, strict=True)))
    page: list[Block] = [
        Paragraph(ink(strong(map_title(book, marked)))),
        Paragraph(ink(faint("down: "), found.rows.name, faint(f" ({axis_title(book, found.rows)})")), indent=2, hang=2),
        Paragraph(
            ink(faint("across: "), found.columns.name, faint(f" ({axis_title(book, found.columns)})")), indent=2, hang=2
        ),
    ]
    if text:
        page.append(Paragraph(ink(faint("otherwise as in: "), text), indent=2, hang=2))
    given = given_words(book, found)
    if given:
        page.append(Paragraph(ink(faint("given: "), ", ".join(given)), indent=2, hang=2))
    unknown = unknown_words(book, found)
    if unknown:
        page.append(Paragraph(ink(faint("not given: "), faint(unknown)), indent=2, hang=2))
    page.append(Paragraph(ink(faint(days_words(book, found))), indent=2, hang=2))
    page += [
        Gap(),
        Grid(
            found.rows.name,
            found.columns.name,
            tuple(group_words(book, found.rows, group) for group in rows),
            tuple(group_words(book, found.columns, group) for group in columns),
            tuple(tuple(_cell(marked.marks[marked.cells[row[0]][column[0]]]) for column in columns) for row in rows),
        ),
        Gap(),
        Table(
            ("mark", "stands for", "cells"),
            tuple(_legend_row(mark, marked.size) for mark in marked.marks),
            is_labelled=False,
            fold_below=30,
        ),
    ]
    notes = [
        *_merged_words(found.rows.name, len(marked.row_names), len(rows)),
        *_merged_words(found.columns.name, len(marked.column_names), len(columns)),
        *axis_notes(book, found),
    ]
    if notes:
        page += [Gap(), *(Paragraph(ink(faint(note)), hang=2) for note in notes)]
    return tuple(page)


def map_title(book: Rulebook, marked: MarkedMap) -> str:
    """Say what a map shows."""
    sides = f"over {marked.found.rows.name} and {marked.found.columns.name}"
    if marked.reader:
        return f"What {marked.reader} ({book.reader_title(marked.reader)}) answers {sides}"
    return f"How the answers compare {sides}"


def _cell(mark: Mark) -> Ink:
    return Ink(mark.text, _STYLES[mark.kind])


def _legend_row(mark: Mark, size: int) -> tuple[Cell, Cell, Cell]:
    words = mark.words if mark.words != mark.title else ""
    kind = Ink(mark.title.upper() if mark.kind in ("agreed", "contested", "open", "one-sided", "unregulated") else "")
    meaning = ink(kind, " " if kind.text and words else "", words or ("" if kind.text else mark.title))
    return (
        (ink(_cell(mark)),),
        (meaning,),
        (ink(f"{mark.count} of {size}", faint(f", {share_words(mark.count, size)}")),),
    )


def _merged_words(name: str, before: int, after: int) -> list[str]:
    if before == after:
        return []
    what = "period" if name in DAY_AXES else "value"
    return [f"{name}: {counted(before, what)} in {after}; those with the same cells stand together"]

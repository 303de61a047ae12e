"""The JSON form of an import and of pairs of states by year; docs/reference/json.md describes it."""

from __future__ import annotations

from collections.abc import Iterable

from placet.datasets.dyad_table import Comparison, Difference, Figures
from placet.model import Rulebook
from placet.show.answer_json import Json, json_text


def imported_json(
    book: Rulebook,
    folder: str,
    files: int,
    counts: Iterable[tuple[str, str]],
    notes: Iterable[str],
    unlisted: Iterable[tuple[int, str, int]],
    version: str,
) -> str:
    """Return what an import made as JSON text; `unlisted` as in `imported_page`."""
    return json_text(
        {
            "placet": version,
            "folder": folder,
            "rulebook": book.name,
            "files": files,
            "parties": len(book.parties),
            "instruments": len(book.instruments),
            "rules": len(book.rules),
            "statements": len(book.statements),
            "read": dict(counts),
            "not_taken_over": list(notes),
            "unlisted": [{"number": number, "party": party, "terms": terms} for number, party, terms in unlisted],
        }
    )


def figures_json(book: Rulebook, figures: Figures, first: int, last: int, version: str) -> str:
    """Return what is in a table of pairs by year as JSON text."""
    return json_text({"placet": version, "rulebook": book.name, "from": first, "until": last, **_figures(figures)})


def comparison_json(
    book: Rulebook, comparison: Comparison, published: str, outside: int, first: int, last: int, version: str
) -> str:
    """Return how a rulebook and a published table agree, with all differences, as JSON text."""
    return json_text(
        {
            "placet": version,
            "rulebook": book.name,
            "published": published,
            "from": first,
            "until": last,
            "rows": {
                "here": comparison.here,
                "published": comparison.published,
                "outside": outside,
                "both": comparison.both,
                "only_here": comparison.only_here,
                "only_published": comparison.only_published,
                "equal": comparison.equal,
            },
            "share": comparison.share,
            "cells": dict(comparison.cells),
            "differences": [_difference(each) for each in comparison.differences],
        }
    )


def _figures(figures: Figures) -> dict[str, Json]:
    return {
        "rows": figures.rows,
        "pairs": figures.pairs,
        "alliances": figures.alliances,
        "obligations": dict(figures.by_obligation),
        "one_sided": figures.one_sided,
        "without_any": figures.without_any,
        "open": figures.uncertain,
    }


def _difference(each: Difference) -> dict[str, Json]:
    return {
        "kind": each.kind,
        "ccode1": each.pair[0],
        "ccode2": each.pair[1],
        "from": each.first,
        "until": each.last,
        "rows": each.rows,
        "columns": [{"column": column, "here": here, "published": there} for column, here, there in each.columns],
        "alliances": list(each.alliances),
    }

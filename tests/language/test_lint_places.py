"""Where clauses and parts of conditions stand, and how they are written there."""

from __future__ import annotations

import pytest

from placet.diagnostics.diagnostic import Span
from placet.language.lint_places import Place, Places
from placet.language.load import load_text

TEXT = """```placet
party JPN "Japan"
  office navy "Navy"
  office diet "Diet"
party USA "United States"
place strait "Strait"
field actor : party "Who?"
field area : place "Where?"
field tons : number "How big?"
field armed : yes or no "Armed?"
source daily "Daily"
relation holder : place to party or none
term large means tons > 3
instrument pact "Pact"
  between JPN, USA
  cites daily
rule low "Low"
  under pact
  bars
rule lower "Lower"
  under pact
  bars
rule entry "Entry"
  under pact
  when (armed or not (large and actor != JPN))  # who else?
       and tons not in (1, 2) and (tons in (3, 4))
  unless actor in (JPN, USA)
  unless not armed
  overrides low, low
  overrides lower
  needs consent of JPN
reading JPN of entry
  since 2001-01-01
  by navy, diet
  unsettled
reading JPN of entry
  since 2002-01-01
  unsettled when armed
reading JPN of holder
  since 2001-01-01
  strait is JPN
  strait is none since 2002
```
"""
LOADED = load_text(TEXT)
PLACES = Places(LOADED.trees)


def words(span: Span) -> str:
    return TEXT[span.start : span.end]


def reading(number: int) -> Place:
    assert LOADED.rulebook is not None
    return PLACES.of_reading(LOADED.rulebook.readings[number].where)


@pytest.mark.parametrize(
    ("path", "text", "is_denied"),
    [
        ((0,), "armed or not (large and actor != JPN)", False),
        ((0, 0), "armed", False),
        ((0, 1), "not (large and actor != JPN)", False),
        ((0, 1, 0), "large and actor != JPN", False),
        ((0, 1, 0, 1), "actor != JPN", False),
        ((0, 1, 0, 1, 0), "actor != JPN", True),
        ((1,), "tons not in (1, 2)", False),
        ((1, 0), "tons not in (1, 2)", True),
        ((1, 0, 1), "= 2", False),
        ((2,), "tons in (3, 4)", False),
        ((2, 0), "= 3", False),
    ],
)
def test_a_part_of_a_condition_is_found_where_it_is_written(path: tuple[int, ...], text: str, is_denied: bool) -> None:
    written = PLACES.of_named("rule", "entry").condition("when", 0, path)
    assert written.text == text
    assert written.is_denied == is_denied
    assert words(written.span) == text.removeprefix("= ")


def test_a_condition_over_several_lines_is_quoted_on_one_and_without_comments() -> None:
    written = PLACES.of_named("rule", "entry").condition("when", 0, ())
    assert written.text == "(armed or not (large and actor != JPN)) and tons not in (1, 2) and (tons in (3, 4))"


def test_of_several_clauses_the_one_asked_for_is_found() -> None:
    place = PLACES.of_named("rule", "entry")
    assert [words(place.condition("unless", index, ()).span) for index in (0, 1)] == [
        "actor in (JPN, USA)",
        "not armed",
    ]
    assert [words(place.named("overrides", index)) for index in (0, 1)] == ["low", "lower"]
    assert words(PLACES.of_named("term", "large").condition("means", 0, ()).span) == "tons > 3"
    assert words(place.name()) == "entry"


def test_a_clause_without_a_condition_stands_for_it() -> None:
    assert words(reading(0).condition("unsettled", 0, ()).span) == "unsettled"
    assert words(reading(1).condition("unsettled", 0, ()).span) == "armed"


def test_offices_and_entries_are_found_whole() -> None:
    assert words(reading(0).names("by")) == "navy, diet"
    assert words(reading(2).entry(1)) == "strait is none since 2002"
    assert words(reading(2).name()) == "holder"

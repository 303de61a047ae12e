"""The linter: which files it looks at, and where it points; what it finds is told in `diagnostics/lint.md`."""

from __future__ import annotations

from pathlib import Path

import pytest

from placet.language.lint import lint
from placet.language.load import load_rulebook, load_text
from placet.show.deep_lint import lint_deep

SHARED = """```placet
party JPN "Japan"
party USA "United States of America"
field actor : party "Who acts?"
place moon "the moon"
```
"""
OWN = """```placet
use shared
source daily "A daily newspaper"
instrument pact "Pact"
  between JPN
  cites daily
rule entry "Entry"
  under pact
  when actor = USA
  bars
place sun "the sun"
```
"""


@pytest.fixture
def books(tmp_path: Path) -> Path:
    for name, text in (("shared", SHARED), ("own", OWN)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "README.md").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_rulebook_with_an_error_is_not_linted() -> None:
    loaded = load_text('```placet\nparty JPN "Japan"\nterm a means b\n```\n')
    assert loaded.rulebook is None
    assert lint(loaded) == []


def test_a_long_list_of_parties_that_nobody_uses_is_told_once() -> None:
    several = "".join(f'party S{number} "State {number}"\n' for number in range(13))
    (told,) = lint(load_text(f"# States\n\n```placet\n{several}```\n"))
    assert told.message.startswith("the parties `S0`, `S1` and 11 more of this file are in no instrument")
    each = lint(load_text(f"# States\n\n```placet\n{several.partition('party S12')[0]}```\n"))
    assert [one.code for one in each] == ["L0107"] * 12


def test_what_use_takes_in_is_not_told_of(books: Path) -> None:
    found = lint(load_rulebook(books / "own"))
    assert [(each.code, each.message.split("`")[1]) for each in found] == [("L0103", "sun")]


def test_what_use_takes_in_counts_as_used_only_where_it_is(books: Path) -> None:
    found = {(each.code, each.message.split("`")[1]) for each in lint(load_rulebook(books / "shared"))}
    assert found == {("L0107", "JPN"), ("L0107", "USA"), ("L0101", "actor"), ("L0103", "moon")}


def test_deep_lint_does_not_tell_of_what_use_takes_in_but_of_what_is_read_of_it(tmp_path: Path) -> None:
    shared = """```placet
party JPN "Japan"
field armed : yes or no "Armed?"
source daily "Daily"
term nothing means armed and not armed
instrument pact "Pact"
  between JPN
  in force from 2000-01-01
  cites daily
rule entry "Entry"
  under pact
  when armed or nothing
  bars
```
"""
    own = """```placet
use shared
reading JPN of entry
  since 2001-01-01
  unless nothing
```
"""
    for name, text in (("shared", shared), ("own", own)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "README.md").write_text(text, encoding="utf-8")
    assert [each.code for each in lint_deep(load_rulebook(tmp_path / "own"))] == ["L0804"]
    assert [each.code for each in lint_deep(load_rulebook(tmp_path / "shared"))] == ["L0806"]


@pytest.mark.parametrize("clause", ["unless armed\n  when armed", "until 1999-01-01"])
def test_what_lint_tells_anyway_is_not_told_again_by_deep_lint(clause: str) -> None:
    loaded = load_text(
        '```placet\nparty JPN "Japan"\nfield armed : yes or no "Armed?"\nsource daily "Daily"\n'
        'instrument pact "Pact"\n  between JPN\n  in force from 2000-01-01\n  cites daily\n'
        f'rule entry "Entry"\n  under pact\n  bars\n  {clause}\n```\n'
    )
    assert {each.code for each in lint(loaded)} & {"L0303", "L0603"}
    assert lint_deep(loaded) == []


def test_a_finding_is_shown_at_the_word_it_is_about() -> None:
    text = '# JPN\n\n```placet\n# JPN\nparty\n  JPN "Japan"\n```\n'
    (found,) = lint(load_text(text))
    assert found.span is not None
    assert text[: found.span.start].count("\n") == 5
    assert text[found.span.start : found.span.end] == "JPN"


def test_an_entry_from_a_table_is_told_of_at_no_place_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text("key,value\nmoon,JPN\n", encoding="utf-8")
    (tmp_path / "a.md").write_text(
        '```placet\nparty JPN "Japan"\nplace moon "M"\nfield area : place "Where?"\n'
        'relation holder : place to party from "places.csv"\n  moon is JPN\n'
        "term ours means holder(area) = JPN\n```\n",
        encoding="utf-8",
    )
    loaded = load_rulebook(tmp_path)
    assert loaded.rulebook is not None
    spans = [(each.code, each.span.file if each.span else None) for each in lint(loaded)]
    assert all(file is not None and file.endswith("a.md") for _, file in spans)


@pytest.mark.parametrize("name", ["general", "korea"])
def test_the_shipped_rulebooks_have_no_date_that_cannot_be_and_no_rule_without_a_source(name: str) -> None:
    found = lint(load_rulebook(name))
    serious = {"L0301", "L0302", "L0303", "L0304", "L0305", "L0401", "L0403", "L0502", "L0603"}
    assert [each.message for each in found if each.code in serious] == []


@pytest.mark.parametrize("name", ["general", "korea"])
def test_in_the_shipped_rulebooks_everything_makes_a_difference_to_somebody_some_day(name: str) -> None:
    assert [each.message for each in lint_deep(load_rulebook(name))] == []


def test_the_later_of_two_readings_on_different_statements_is_no_repetition() -> None:
    found = [each.message for each in lint(load_rulebook("korea")) if each.code == "L0501"]
    assert found == []

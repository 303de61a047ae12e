"""The page of every code: its frame, and that its examples are what they are said to be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from placet.diagnostics.codes import CODES
from placet.diagnostics.explain import FRAME, codes_with_pages, explain, parse_page
from placet.language.lint import lint
from placet.language.load import Loaded, load_rulebook, load_text
from placet.show.deep_lint import lint_deep

_BLOCK = re.compile(r"^```placet\n.*?^```$", re.MULTILINE | re.DOTALL)
_IN_MARKDOWN = re.compile(r"^````text\n(.*?)^````$", re.MULTILINE | re.DOTALL)

SHOWN_BY_FILES = (
    *("E0101", "E0102", "E0103", "E0104", "E0105", "E0106", "E0107", "E0108", "E0109", "E0110", "E0112", "E0114"),
    *("E0115", "E0116", "E0117", "E0504", "L0808", "W0101", "W0102"),
)
"""Codes that no single block can show; each has a test of its own below."""


def codes_of(loaded: Loaded) -> set[str]:
    return {diagnostic.code for diagnostic in (*loaded.diagnostics, *lint(loaded), *lint_deep(loaded))}


def errors_of(loaded: Loaded) -> list[str]:
    return [diagnostic.message for diagnostic in loaded.diagnostics if diagnostic.severity == "error"]


def page_of(code: str) -> str:
    text = explain(code)
    assert text is not None
    return text


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert set(codes_with_pages()) == set(CODES)
    assert len(CODES) >= 40


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_page_has_the_frame_and_the_title_of_its_code(code: str) -> None:
    page = parse_page(page_of(code))
    assert page.code == code
    assert page.title == CODES[code]
    assert all((page.what, page.why, page.wrong, page.right))
    assert max(map(len, page.what.split(". "))) < 320


def test_a_page_is_found_in_small_letters_too_and_nothing_else_is() -> None:
    assert explain(" e0301 ") == explain("E0301")
    assert explain("E9999") is None
    assert explain("../E0301") is None
    assert explain("") is None


@pytest.mark.parametrize("text", ["", "# E0001\n", "# E0001: a\n\n## Why\n\n## What\n"])
def test_a_page_out_of_its_frame_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=", ".join(FRAME)):
        parse_page(text)


def test_the_codes_without_an_example_are_those_that_files_show() -> None:
    without = {code for code in CODES if not parse_page(page_of(code)).has_example}
    assert without == set(SHOWN_BY_FILES)


@pytest.mark.parametrize("code", sorted(set(CODES) - set(SHOWN_BY_FILES)))
def test_the_wrong_example_of_a_page_draws_its_code(code: str) -> None:
    (block,) = _BLOCK.findall(parse_page(page_of(code)).wrong)
    assert code in codes_of(load_text(block + "\n"))


@pytest.mark.parametrize("code", sorted(set(CODES) - set(SHOWN_BY_FILES)))
def test_the_right_example_of_a_page_has_no_error_and_not_its_code(code: str) -> None:
    (block,) = _BLOCK.findall(parse_page(page_of(code)).right)
    loaded = load_text(block + "\n")
    assert errors_of(loaded) == []
    assert code not in codes_of(loaded)


@pytest.mark.parametrize("code", ["E0107", "E0108", "W0101"])
def test_a_page_that_shows_a_whole_file_draws_its_code(code: str) -> None:
    page = parse_page(page_of(code))
    (text,) = _IN_MARKDOWN.findall(page.wrong)
    assert code in codes_of(load_text(text))
    (block,) = _BLOCK.findall(page.right)
    assert errors_of(load_text(block + "\n")) == []


def book(folder: Path, rules: str, **tables: str) -> Path:
    """Write a rulebook and the tables beside it, and return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / "rules.md").write_text(f"```placet\n{rules}\n```\n", encoding="utf-8")
    for name, table in tables.items():
        (folder / f"{name}.csv").write_text(table, encoding="utf-8")
    return folder


PLACES = 'party KOR "Republic of Korea"\nplace south "the South"\nrelation sovereign : place to party from '


def test_a_path_that_leads_nowhere_is_e0101(tmp_path: Path) -> None:
    assert codes_of(load_rulebook(tmp_path / "nowhere")) == {"E0101"}


def test_a_rulebook_nobody_knows_is_e0102(tmp_path: Path) -> None:
    (tmp_path / "korea").mkdir()
    (tmp_path / "korea" / "README.md").write_text("# Korea\n")
    loaded = load_rulebook("korae", shipped=tmp_path)
    assert codes_of(loaded) == {"E0102"}
    assert "`korea`" in loaded.diagnostics[0].help


def test_a_folder_called_like_a_file_is_e0103(tmp_path: Path) -> None:
    # The suite may run as a user for whom no file is closed, so a broken link stands for one that cannot be read.
    folder = book(tmp_path / "book", 'party JPN "Japan"')
    (folder / "gone.md").symlink_to(folder / "nothing.md")
    assert codes_of(load_rulebook(folder)) >= {"E0103"}


def test_a_file_in_another_encoding_is_e0104(tmp_path: Path) -> None:
    (tmp_path / "rules.md").write_bytes("# Traité\n".encode("latin-1"))
    assert codes_of(load_rulebook(tmp_path)) == {"E0104"}


def test_a_file_that_is_no_text_is_e0105(tmp_path: Path) -> None:
    (tmp_path / "rules.md").write_bytes(b"PK\x03\x04\x00\x00")
    assert codes_of(load_rulebook(tmp_path)) == {"E0105"}


def test_a_file_that_is_too_large_is_e0106(tmp_path: Path) -> None:
    with (tmp_path / "rules.md").open("wb") as file:
        file.truncate(50_000_000)
    assert codes_of(load_rulebook(tmp_path)) == {"E0106"}


def test_a_folder_without_rules_is_e0107(tmp_path: Path) -> None:
    (tmp_path / "prose.md").write_text("# Nothing yet\n", encoding="utf-8")
    assert codes_of(load_rulebook(tmp_path)) == {"E0107"}


def test_a_single_file_of_another_kind_is_e0109(tmp_path: Path) -> None:
    path = tmp_path / "rules.txt"
    path.write_text("```placet\n```\n", encoding="utf-8")
    assert codes_of(load_rulebook(path)) == {"E0109"}


def test_rulebooks_that_use_each_other_are_e0110(tmp_path: Path) -> None:
    book(tmp_path / "coast", "use ports")
    book(tmp_path / "ports", "use coast")
    assert "E0110" in codes_of(load_rulebook(tmp_path / "coast"))


def test_a_table_outside_the_folder_is_e0112(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text("key,value\n", encoding="utf-8")
    assert codes_of(load_rulebook(book(tmp_path / "book", f'{PLACES}"../places.csv"'))) == {"E0112"}


def test_a_table_without_its_columns_is_e0114(tmp_path: Path) -> None:
    folder = book(tmp_path / "book", f'{PLACES}"places.csv"', places="place,party\nsouth,KOR\n")
    assert codes_of(load_rulebook(folder)) == {"E0114"}


def test_a_parquet_table_without_its_reader_is_e0115(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("placet.language.relation_files.importlib.import_module", refuse)
    folder = book(tmp_path / "book", f'{PLACES}"places.parquet"')
    (folder / "places.parquet").write_bytes(b"PAR1")
    assert codes_of(load_rulebook(folder)) == {"E0115"}


def test_a_row_that_makes_no_sense_is_e0116(tmp_path: Path) -> None:
    folder = book(tmp_path / "book", f'{PLACES}"places.csv"', places="key,value\nsouth,KRO\n")
    assert codes_of(load_rulebook(folder)) == {"E0116"}


def test_terms_that_go_too_deep_are_e0504() -> None:
    terms = ['field a : yes or no "A?"']
    terms += [f"term {name} means {'not ' * 50}{of}" for name, of in (("b", "a"), ("c", "b"), ("d", "c"))]
    lines = "\n".join(terms)
    assert "E0504" in codes_of(load_text(f"```placet\n{lines}\n```\n"))


def test_what_has_too_many_cases_to_tell_apart_is_l0808(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placet.engine.deep.possible.STEPS", 0)
    monkeypatch.setattr("placet.engine.deep.possible.NODES", 1)
    rules = 'party JPN "Japan"\ninstrument pact "Pact"\n  between JPN\n  in force from 2000\nfield a : yes or no "A?"\n'
    rules += 'field b : yes or no "B?"\nrule entry "Entry"\n  under pact\n  when a or b\n  bars'
    loaded = load_text(f"```placet\n{rules}\n```\n")
    assert "L0808" in codes_of(loaded)
    assert not codes_of(loaded) & {"L0801", "L0806"}


def test_a_character_that_nobody_sees_is_w0102() -> None:
    sound = """# Ferry

Nobody sails without con\u200bsent.

```placet
party JPN "Japan"  # \u202ename a ,etoN
```
"""
    loaded = load_text(sound)
    assert errors_of(loaded) == []
    assert [(one.code, one.message.partition(": ")[2]) for one in loaded.diagnostics] == [
        ("W0102", "U+200B (zero width space)"),
        ("W0102", "U+202E (right-to-left override)"),
    ]
    assert codes_of(load_text(sound.replace("\u200b", "").replace("\u202e", ""))) == codes_of(loaded) - {"W0102"}

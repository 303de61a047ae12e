"""Relations that take their entries from a table beside the rulebook."""

from __future__ import annotations

import datetime as dt
import importlib.util
from pathlib import Path

import pytest

from placet.language import Loaded, load_rulebook, load_text
from placet.model import Day, Period
from placet.parts import install_command
from tests.language.rulebook_text import BASE, codes, markdown


def load_table(folder: Path, table: str, *, type_: str = "place to party", name: str = "table.csv") -> Loaded:
    (folder / "a.md").write_text(markdown(BASE, f'relation holds-it : {type_} from "{name}"'), encoding="utf-8")
    (folder / "table.csv").write_text(table, encoding="utf-8")
    return load_rulebook(folder)


def test_each_row_is_an_entry_with_its_dates_and_line(tmp_path: Path) -> None:
    loaded = load_table(tmp_path, "value,key,since,until,remark\nKOR,north,1950-01-01,1953,x\n JPN , japan ,,,\n")
    assert loaded.rulebook is not None
    first, second = loaded.rulebook.relations["holds-it"].entries
    until = Day(dt.date(1953, 1, 1), dt.date(1953, 12, 31))
    assert (first.key, first.values, first.period) == (
        "north",
        ("KOR",),
        Period(Day.exactly(dt.date(1950, 1, 1)), until),
    )
    assert (second.key, second.values, second.period) == ("japan", ("JPN",), Period())
    assert (first.where.file, first.where.line) == ("table.csv", 2)


def test_rows_with_one_key_make_a_set(tmp_path: Path) -> None:
    table = "key,value\nnorth,KOR\njapan,\nnorth,JPN\nnorth,KOR\n"
    loaded = load_table(tmp_path, table, type_="place to set of party")
    assert loaded.rulebook is not None
    entries = loaded.rulebook.relations["holds-it"].entries
    assert [(entry.key, entry.values) for entry in entries] == [("north", ("KOR", "JPN")), ("japan", ())]


@pytest.mark.parametrize(
    ("table", "code", "words"),
    [
        ("key\nnorth\n", "E0114", "no column `value`"),
        ("", "E0114", "no column `key`"),
        ("key,value\nnroth,KOR\n", "E0116", "line 2 of `table.csv`: `nroth` is not a key"),
        ("key,value\nnorth,KRO\n", "E0116", "`KRO` is not a value"),
        ("key,value\nnorth,\n", "E0116", "`` is not a value"),
        ("key,value,since\nnorth,KOR,2014-02-30\n", "E0116", "February 2014 has 28 days"),
        ("key,value,since,until\nnorth,KOR,2014,2013\n", "E0116", "not after"),
        ("key,value\nnorth,KOR\nnorth,JPN\n", "E0116", "second value"),
        ('key,value\nnorth,"KOR\n', "E0113", "not a table"),
    ],
)
def test_a_table_with_a_mistake_is_told(tmp_path: Path, table: str, code: str, words: str) -> None:
    loaded = load_table(tmp_path, table)
    assert codes(loaded) == [code]
    assert words in loaded.diagnostics[0].message


def test_many_mistaken_rows_are_cut_short(tmp_path: Path) -> None:
    loaded = load_table(tmp_path, "key,value\n" + "nowhere,KOR\n" * 500)
    assert len(loaded.diagnostics) == 11
    assert "490 more rows" in loaded.diagnostics[-1].message


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("missing.csv", "E0113"),
        ("../table.csv", "E0112"),
        ("/etc/passwd", "E0112"),
        ("sub", "E0113"),
        ("bytes.csv", "E0113"),
    ],
)
def test_a_table_that_cannot_be_read_is_told(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "bytes.csv").write_bytes(b"key,value\n\xff\xfe,KOR\n")
    assert codes(load_table(tmp_path, "key,value\n", name=name)) == [code]


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    (tmp_path / "outside.csv").write_text("key,value\n", encoding="utf-8")
    (folder / "link.csv").symlink_to(tmp_path / "outside.csv")
    assert codes(load_table(folder, "key,value\n", name="link.csv")) == ["E0112"]


def test_a_text_without_a_folder_has_no_table() -> None:
    assert codes(load_text(markdown(BASE, 'relation r : place to party from "table.csv"'))) == ["E0113"]


def test_a_parquet_table_is_read_or_what_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "table.parquet").write_bytes(b"PAR1 but no table")
    (diagnostic,) = load_table(tmp_path, "key,value\n", name="table.parquet").diagnostics
    if importlib.util.find_spec("pyarrow") is None:
        assert (diagnostic.code, f"`{install_command('bulk')}`" in diagnostic.help) == ("E0115", True)
    else:
        assert (diagnostic.code, "not a Parquet file" in diagnostic.message) == ("E0113", True)

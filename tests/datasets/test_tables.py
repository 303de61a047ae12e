"""Tables are read in either encoding, and what is no table, or not the right one, is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from placet.datasets.atop import ATOP, read_atop
from placet.datasets.states import Naming, cow_states, read_naming, usual_naming, usual_number
from placet.datasets.tables import Cells, Columns, Fault, Record, Table, read_table
from placet.language.days import read_day
from placet.model import Day
from tests.datasets.conftest import MEMBERS, TODAY

ANY = Columns("a list", ("number", "name"), frozenset(("number", "name")))

UNREADABLE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "the file is empty"),
    "blank lines": (b"\n \n,,\n", "the file is empty"),
    "UTF-16": ("number,name\n1,a\n".encode("utf-16"), "this is not a table in UTF-8 or Latin-1"),
    "a spreadsheet": (b"PK\x03\x04\x00\x00\x00", "this is not a table in UTF-8 or Latin-1"),
    "a quotation mark that is never closed": (b'number,name\n1,"a\n', "this is not a table of comma-separated values"),
    "a cell too many": (b"number,name\n1,a,b\n", "the row has 3 cells, the heading 2"),
    "other columns": (b"a,b\n1,2\n", "this is not a list: it has none of the columns `number`, `name`"),
    "a misspelt column": (b"number,nmae\n1,2\n", "the column `name` of a list is missing"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_as_the_table_is_told(what: str, tmp_path: Path) -> None:
    data, message = UNREADABLE[what]
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    found = read_table(path, ANY)
    assert isinstance(found, list)
    assert message in found[0].message
    assert found[0].help.endswith((".", ")"))


def test_a_misspelt_column_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("number,nmae\n1,2\n", "utf-8")
    found = read_table(path, ANY)
    assert isinstance(found, list)
    assert found[0].help == "There is a column `nmae`: if it is meant, rename it."


@pytest.mark.parametrize("name", ["none.csv", "folder", "x" * 4000, "a\0b"])
def test_what_is_no_file_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    found = read_table(tmp_path / name)
    assert isinstance(found, list)
    assert isinstance(found[0], Fault)


@pytest.mark.parametrize(("encoding", "known"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("latin-1", "latin-1")])
def test_either_encoding_is_read(encoding: str, known: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("Number,NAME\n 1 ,Côte\n\n2\n".encode(encoding))
    found = read_table(path, ANY)
    assert isinstance(found, Table)
    assert found.encoding == known
    assert found.records == (Record(2, {"number": "1", "name": "Côte"}), Record(4, {"number": "2", "name": ""}))


def test_a_table_of_another_kind_is_not_taken_for_the_format(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("date,amount\n2014-01-01,5\n", "utf-8")
    found = read_atop(path, TODAY)
    assert isinstance(found, list)
    assert [(one.line, one.message.partition(":")[0]) for one in found] == [
        (1, "this is not ATOP's member-level table")
    ]
    path.write_text(MEMBERS.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    empty = read_atop(path, TODAY)
    assert isinstance(empty, list)
    assert empty[0].message == "the table has no rows"
    assert set(ATOP.needed) <= ATOP.known


@pytest.mark.parametrize(
    ("month", "day", "found"),
    [
        ("6", "15", Day.exactly(dt.date(1950, 6, 15))),
        ("6", "0", Day(dt.date(1950, 6, 1), dt.date(1950, 6, 30))),
        ("12", "", Day(dt.date(1950, 12, 1), dt.date(1950, 12, 31))),
        ("2", "-9", Day(dt.date(1950, 2, 1), dt.date(1950, 2, 28))),
        ("0", "0", Day(dt.date(1950, 1, 1), dt.date(1950, 12, 31))),
        ("-9", "15", Day(dt.date(1950, 1, 1), dt.date(1950, 12, 31))),
    ],
)
def test_a_part_of_a_day_that_is_not_known_widens_it(month: str, day: str, found: Day) -> None:
    faults: list[Fault] = []
    cells = Cells(Table("t.csv", ("m", "d"), ()), Record(2, {"m": month, "d": day}), faults)
    assert cells.day(1950, "m", "d") == found
    assert faults == []


def test_the_list_of_states_is_whole_and_its_letters_are_codes() -> None:
    states = cow_states()
    assert len(states) == 217
    assert len({state.letters for state in states.values()}) == 217
    assert sum(len(state.spells) for state in states.values()) == 243
    assert all(since < until for state in states.values() for since, until in state.spells if until is not None)
    assert usual_naming().party(255).title == "Germany, 1816–1945 and 1990–"
    assert usual_naming().party(732).title == "South Korea"
    assert usual_number("ROK") == 732


def names(text: str, tmp_path: Path) -> Naming | list[Fault]:
    path = tmp_path / "names.csv"
    path.write_text(text, "utf-8")
    return read_naming(path)


def test_a_list_of_names_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    found = names('number,name,letters\n8999,"The ""Free"" City",\n732,Republic of Korea,KOREA\n', tmp_path)
    assert isinstance(found, Naming)
    assert (found.code(8999), found.name(8999)) == ("C8999", "The “Free” City")
    assert (found.code(732), found.party(732).title) == ("KOREA", "Republic of Korea")
    assert found.party(255).title == "Germany, 1816–1945 and 1990–"
    assert not found.is_usual
    assert usual_naming().is_usual


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("x,A,", "`number` is `x`"),
        ("5,,", "`name` is empty"),
        ("5,A,lower", "`lower` cannot be a party's code"),
        ("5,A,WHEN", "`WHEN` cannot be a party's code"),
        ("5,A,JPN", "`JPN` would be two states, 740 and 5"),
        ("5,A,\n5,B,", "the number stands on line 2 already"),
    ],
)
def test_a_name_that_cannot_be_taken_is_told(row: str, message: str, tmp_path: Path) -> None:
    found = names(f"number,name,letters\n{row}\n", tmp_path)
    assert isinstance(found, list)
    assert message in found[0].message


def test_a_month_of_an_early_year_is_written_as_the_language_reads_it() -> None:
    assert str(Day(dt.date(12, 1, 1), dt.date(12, 1, 31))) == "0012-01"
    assert read_day("0012-01") == Day(dt.date(12, 1, 1), dt.date(12, 1, 31))

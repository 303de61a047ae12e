"""The second coder's tables become a rulebook of the same schema, so that the two can be compared."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from placet.datasets.coding import Coding, pages_of
from placet.datasets.cow import read_cow
from placet.datasets.dyad_table import table_of
from placet.datasets.dyads import COLUMNS, find_spells
from placet.datasets.folder import write_folder
from placet.datasets.states import usual_naming
from placet.datasets.years import span_of
from placet.engine import Decider
from placet.model import Cite, Day, Rulebook
from tests.datasets.conftest import BY_DIRECTED, BY_MEMBER, Making
from tests.datasets.test_dyads import numbers


def coding(path: Path, beside: Rulebook | None = None) -> Coding:
    found = read_cow(path, beside)
    assert isinstance(found, Coding), [str(fault) for fault in found]
    return found


def made(path: Path, folder: Path, beside: Rulebook | None = None) -> Rulebook:
    return write_folder(
        folder / "cow", pages_of(coding(path, beside), usual_naming(), beside), is_forced=False
    ).rulebook


def said(book: Rulebook, on: str, reader: str, act: str, toward: str) -> str:
    given = {"actor": reader, "toward": toward, "act": act}
    return Decider(book, dt.date.fromisoformat(on)).decide(given).readers[reader].answer


def test_a_table_by_member_says_who_owed_what_and_when(tmp_path: Path) -> None:
    book = made(BY_MEMBER, tmp_path)
    assert said(book, "1955-01-01", "JPN", "leave-undefended", "USA") == "barred"
    assert said(book, "1955-01-01", "JPN", "act-in-crisis", "USA") == "needs"
    assert said(book, "1955-01-01", "JPN", "attack", "USA") == "silent"
    assert said(book, "2012-12-31", "JPN", "attack", "USA") == "barred"
    assert said(book, "1909-06-15", "GRC", "side-against", "C9876") == "undetermined"
    assert book.parties["C9876"].title == "Ruritania"


def test_an_alliance_older_than_the_table_began_on_a_day_before_it(tmp_path: Path) -> None:
    book = made(BY_MEMBER, tmp_path)
    old = book.instruments["cow-503"]
    assert old.in_force[0].start == Day(dt.date(1, 1, 1), dt.date(1816, 1, 1))
    assert old.title == "United Kingdom and Portugal, 1816 or before"
    assert said(book, "1790-01-01", "POR", "leave-undefended", "UKG") == "undetermined"
    assert said(book, "1820-01-01", "POR", "leave-undefended", "UKG") == "barred"
    assert span_of(book) == (1816, 1960)


def test_a_table_by_directed_pair_keeps_what_each_owes_each(tmp_path: Path) -> None:
    book = made(BY_DIRECTED, tmp_path)
    spells = find_spells(book, 1904, 1941)
    table = table_of(spells, numbers(book), 1904, 1941)
    owed = {
        (one, other, year): {column for bit, column in enumerate(COLUMNS) if must >> bit & 1}
        for one, other, year, must, _ in table.rows()
    }
    with BY_DIRECTED.open(encoding="utf-8", newline="") as file:
        wanted = {
            (int(row["ccode1"]), int(row["ccode2"]), year): {
                name
                for name, column in zip(
                    ("defense", "neutral", "nonagg", "consul"),
                    ("defense", "neutrality", "nonaggression", "entente"),
                    strict=True,
                )
                if row[column] == "1"
            }
            for row in csv.DictReader(file)
            for year in range(int(row["dyad_st_year"]), min(int(row["dyad_end_year"] or 1941), 1941) + 1)
        }
    assert owed == wanted
    assert {entry.key: entry.values for entry in book.relations["asymmetric"].entries} == {
        "cow-601": (True,),
        "cow-602": (False,),
    }


def test_beside_atop_it_has_the_same_parties_and_names_the_same_treaties(making: Making, tmp_path: Path) -> None:
    from tests.datasets.conftest import MEMBERS

    atop = making(MEMBERS)
    book = made(BY_MEMBER, tmp_path, atop)
    assert list(book.parties)[: len(atop.parties)] == list(atop.parties)
    assert Cite("atop", "9001") in book.instruments["cow-501"].cites
    assert Cite("atop", "9002") in book.instruments["cow-502"].cites
    assert (
        "The same treaty as `atop-9001` of ATOP."
        in pages_of(coding(BY_MEMBER, atop), usual_naming(), atop)["alliances-1950s.md"]
    )
    assert [field.type for field in book.fields.values()] == [field.type for field in atop.fields.values()]


def changed(path: Path, folder: Path, change: dict[str, str], row: int = 0) -> Path:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[row].update(change)
    table = folder / path.name
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return table


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        (BY_MEMBER, {"ccode": ""}, "`ccode` is empty"),
        (BY_MEMBER, {"mem_st_year": "-9"}, "`mem_st_year` is `-9`; a year is expected"),
        (BY_MEMBER, {"mem_end_year": "1950"}, "the end (1950-01-19) does not come after the start (1951-09-08)"),
        (BY_MEMBER, {"entente": ""}, "`entente` is empty; 0 or 1 is expected"),
        (BY_DIRECTED, {"ccode2": "200"}, "both states of the pair are the same"),
    ],
)
def test_a_row_that_cannot_be_taken_is_told(table: Path, change: dict[str, str], message: str, tmp_path: Path) -> None:
    found = read_cow(changed(table, tmp_path, change))
    assert isinstance(found, list)
    assert (found[0].line, found[0].message[: len(message)]) == (2, message)


def test_a_table_of_pairs_in_one_direction_or_of_years_is_not_taken(tmp_path: Path) -> None:
    lines = BY_DIRECTED.read_text("utf-8").splitlines()
    path = tmp_path / "by_dyad.csv"
    path.write_text("\n".join([lines[0], *lines[1::2]]) + "\n", "utf-8")
    found = read_cow(path)
    assert isinstance(found, list)
    assert found[0].message == "200 toward 220 is here, the other direction is not"
    path.write_text("\n".join([f"{lines[0]},year", *(f"{line},1905" for line in lines[1:])]) + "\n", "utf-8")
    yearly = read_cow(path)
    assert isinstance(yearly, list)
    assert "table by year" in yearly[0].message
    assert yearly[0].help == "Give `alliance_v4.1_by_directed.csv`."


def test_another_table_is_not_taken_for_it(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    found = read_cow(path)
    assert isinstance(found, list)
    assert found[0].message.startswith("this is not the table of formal alliances by member")

"""What the rulebook says of all pairs of states by year is what the table says, and what the engine answers."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import msgspec
import pytest

from placet.datasets.coding import lacking_field, numbers_of
from placet.datasets.dyad_table import (
    Comparison,
    Difference,
    DyadTable,
    Published,
    compare_tables,
    figures_of,
    read_published,
    table_of,
    write_by_alliance,
    write_table,
)
from placet.datasets.dyads import COLUMNS, IN_ALLIANCE, Spell, find_spells
from placet.datasets.states import cow_states
from placet.datasets.years import in_whole_years, span_of
from placet.engine import Decider
from placet.language import load_rulebook, load_text
from placet.model import Const, Rulebook, Term
from tests.datasets.conftest import MEMBERS, Making
from tests.datasets.plain_dyads import OBLIGATIONS, Pairs, Row, pairs_by_year, read

FIRST, LAST = 1880, 2005
ACTS = dict(zip(COLUMNS, ("leave-undefended", "leave-unaided", "side-against", "attack", "act-in-crisis"), strict=True))


def numbers(book: Rulebook) -> dict[str, int]:
    return {party: number for party, number in numbers_of(book).items() if number is not None}


def table(book: Rulebook, spells: list[Spell], first: int = FIRST, last: int = LAST) -> DyadTable:
    return table_of(spells, numbers(book), first, last)


def found_pairs(made: DyadTable) -> Pairs:
    """Return a table without doubts in the form of the plain computation."""
    rows: Pairs = {}
    for one, other, year, must, may in made.rows():
        assert must == may, (one, other, year)
        rows[one, other, year] = tuple(must >> bit & 1 for bit in range(len(COLUMNS)))
    return rows


def decided(book: Rulebook, one: str, other: str, year: int, met: frozenset[str]) -> dict[str, bool | None]:
    """Return what the engine answers, one question for each obligation; None where it is not determined."""
    decider = Decider(in_whole_years(book), dt.date(year, 1, 1))
    found: dict[str, bool | None] = {}
    for column, act in ACTS.items():
        said = decider.decide({"actor": one, "toward": other, "act": act, "met": met}).readers[one]
        if said.answer == "undetermined":
            found[column] = None
        elif column == "consul":
            found[column] = any(step.step.of == other for step in said.requirements)
        else:
            found[column] = said.answer == "barred"
    return found


def test_the_table_is_what_the_rows_say(alliances: Rulebook) -> None:
    made = table(alliances, find_spells(alliances, FIRST, LAST))
    assert found_pairs(made) == pairs_by_year(read(MEMBERS), FIRST, LAST)


def test_what_hangs_on_a_condition_can_be_left_out(alliances: Rulebook) -> None:
    made = table(alliances, find_spells(alliances, FIRST, LAST, is_unconditional=True))
    wanted = pairs_by_year(read(MEMBERS), FIRST, LAST, is_unconditional=True)
    assert found_pairs(made) == wanted
    assert wanted != pairs_by_year(read(MEMBERS), FIRST, LAST)


def test_each_cell_is_what_the_engine_answers(alliances: Rulebook) -> None:
    made = table(alliances, find_spells(alliances, FIRST, LAST))
    codes = {number: party for party, number in numbers(alliances).items()}
    everything = frozenset(alliances.fields["met"].type.names)
    for year in (1882, 1904, 1906, 1908, 1912, 1957, 1960, 1990, 2005):
        pairs = [(one, other) for one, other, at, _, _ in made.rows() if at == year]
        for one, other in pairs:
            must, _ = made.at((one, other), year)
            wanted = {column: bool(must >> bit & 1) for bit, column in enumerate(COLUMNS)}
            assert decided(alliances, codes[one], codes[other], year, everything) == wanted, (one, other, year)


def random_rows(rng: Random) -> Iterator[Row]:
    """Yield rows of few alliances among few states: phases, gaps, overlaps, days that are not known."""
    for alliance in range(1, rng.randint(2, 4)):
        members = rng.sample(("2", "20", "200", "220", "740"), rng.randint(2, 4))
        for member in members:
            for phase in range(rng.choice((1, 1, 2, 3))):
                start = rng.randint(1900, 1912)
                end = rng.choice((0, start, start + 1, start + rng.randint(1, 8)))
                row = {
                    "atopid": str(alliance), "member": member, "phase": rng.choice((str(phase), "1")),
                    "yrent": str(start), "moent": str(rng.choice((0, 1, 4))), "dayent": str(rng.choice((0, 1, 9))),
                    "yrexit": str(end), "moexit": str(rng.choice((0, 5, 12))), "dayexit": str(rng.choice((0, 30, 31))),
                }  # fmt: skip
                if row["moexit"] == "5" and row["dayexit"] == "31":
                    row["dayexit"] = "30"
                for name in OBLIGATIONS:
                    row[name] = str(rng.choice((0, 0, 1)))
                for name in ("defcoloc", "defcoadv", "neucoatt", "concoreq"):
                    row[name] = str(rng.choice((0, 0, 1)))
                yield row


def write(rows: list[Row], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("seed", range(60))
def test_any_member_table_comes_to_what_its_rows_say(seed: int, making: Making, tmp_path: Path) -> None:
    rng = Random(seed)
    rows = list(random_rows(rng))
    book = making(write(rows, tmp_path / "table.csv"))
    for is_unconditional in (False, True):
        made = table(book, find_spells(book, 1899, 1925, is_unconditional=is_unconditional), 1899, 1925)
        wanted = pairs_by_year(rows, 1899, 1925, is_unconditional=is_unconditional)
        assert found_pairs(made) == wanted


@pytest.mark.parametrize("seed", range(20))
def test_on_any_day_a_state_owes_what_its_own_rows_of_that_day_say(seed: int, making: Making, tmp_path: Path) -> None:
    rng = Random(1000 + seed)
    rows = [row for row in random_rows(rng) if row["yrexit"] != row["yrent"]]
    for row in rows:
        row.update(moent="3", dayent="2", moexit="3", dayexit=rng.choice(("1", "2", "3")))
    rows = [row for row in rows if row["atopid"] == rows[0]["atopid"]]
    book = making(write(rows, tmp_path / "table.csv"))
    on = dt.date(rng.randint(1901, 1914), rng.choice((1, 3, 6)), rng.choice((1, 2, 3)))
    codes = {str(number): cow_states()[number].letters for number in (2, 20, 200, 220, 740)}
    running = [row for row in rows if covers(row, on)]
    decider = Decider(book, on)
    for one in {row["member"] for row in rows}:
        for other in {row["member"] for row in rows} - {one}:
            own = [row for row in running if row["member"] == one]
            is_partner = any(row["member"] == other for row in running)
            for column, act in ACTS.items():
                given = {"actor": codes[one], "toward": codes[other], "act": act, "met": frozenset(MET)}
                said = decider.decide(given).readers[codes[one]]
                barred = any(step.step.of == codes[other] for step in said.requirements) or said.answer == "barred"
                assert barred == (is_partner and any(row[column] == "1" for row in own)), (one, other, column, on)


MET = ("adversary", "location", "conflict", "adversaries", "demands", "unprovoked", "attacked", "requested")


def covers(row: Mapping[str, str], on: dt.date) -> bool:
    start = dt.date(int(row["yrent"]), int(row["moent"]), int(row["dayent"]))
    if row["yrexit"] == "0":
        return start <= on
    return start <= on < dt.date(int(row["yrexit"]), int(row["moexit"]), int(row["dayexit"]))


WRITTEN_BY_HAND = """\
# By hand

```placet
party USA "United States"
party JPN "Japan"
party ROK "Korea"
field actor : party "Who?"
field toward : party "Toward whom?"
field act : leave-undefended, leave-unaided, side-against, attack, act-in-crisis "What?"
field provoked : yes or no "Provoked?"
instrument pact "A pact"
  between USA, JPN
  member ROK from 1964-07-01 to 1965-02-01
  in force from 1960-06-23 until 1970
  suspended from 1962-03-01 until 1964-08-01
rule peace "Peace"
  under pact
  when act = attack and toward in members(pact)
  bars
rule peace-unless "Where it was provoked"
  under pact
  when act = attack and actor = USA and provoked
  overrides peace
  allows
rule talk "Talk"
  under pact
  when act = act-in-crisis and actor in (USA, ROK)
  needs consultation of toward
```
"""


def test_what_days_and_facts_leave_open_stays_open_in_the_table() -> None:
    book = load_text(WRITTEN_BY_HAND).rulebook
    assert book is not None
    assert lacking_field(book) is None
    made = table(book, find_spells(book, 1960, 1970), 1960, 1970)
    out = io.StringIO()
    write_table(made, out)
    rows = {tuple(line.split(",")[:3]): line.split(",")[3:] for line in out.getvalue().splitlines()[1:]}
    assert rows["2", "740", "1961"] == ["0", "0", "0", "", "1"]
    assert rows["740", "2", "1961"] == ["0", "0", "0", "1", "0"]
    assert rows["740", "2", "1962"] == ["0", "0", "0", "1", "0"], "a year that it was in effect for some days counts"
    assert ("740", "2", "1963") not in rows, "suspended all year"
    assert rows["732", "2", "1964"] == ["0", "0", "0", "", ""], "the day of its entry may lie in the next year"
    assert rows["732", "2", "1965"] == ["0", "0", "0", "1", "1"]
    assert ("740", "2", "1970") in rows
    figures = figures_of(made, find_spells(book, 1960, 1970))
    assert figures.uncertain > 0
    assert span_of(book) == (1960, 1970)


def test_the_same_rulebook_gives_the_same_where_its_readings_and_terms_forbid_a_shortcut(alliances: Rulebook) -> None:
    slow = msgspec.structs.replace(alliances, terms={"anything": Term("anything", Const(True))})
    assert sorted(map(repr, find_spells(slow, 1900, 1915))) == sorted(map(repr, find_spells(alliances, 1900, 1915)))


def test_a_rulebook_without_the_fields_is_not_asked() -> None:
    korea = load_rulebook("korea").rulebook
    assert korea is not None
    assert lacking_field(korea) == "toward"


def test_a_row_for_each_alliance_names_it(alliances: Rulebook) -> None:
    spells = find_spells(alliances, 1950, 1962)
    out = io.StringIO()
    write_by_alliance(spells, numbers(alliances), out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "ccode1,ccode2,year,defense,offense,neutral,nonagg,consul,alliance"
    assert [line for line in lines if line.startswith("2,740,1960,")] == [
        "2,740,1960,1,0,0,0,1,atop-9001",
        "2,740,1960,1,0,0,1,1,atop-9002",
    ]
    assert lines[1:] == sorted(lines[1:], key=lambda line: ([int(cell) for cell in line.split(",")[:3]], line))


def published(rows: str, path: Path, first: int = FIRST, last: int = LAST) -> Published:
    path.write_text(rows, "utf-8")
    found = read_published(path, first, last)
    assert isinstance(found, Published), found
    return found


def compared(book: Rulebook, theirs: Published, first: int = FIRST, last: int = LAST) -> Comparison:
    spells = find_spells(book, first, last)
    return compare_tables(table(book, spells, first, last), spells, numbers(book), theirs)


def as_text(book: Rulebook) -> str:
    out = io.StringIO()
    write_table(table(book, find_spells(book, FIRST, LAST)), out)
    return out.getvalue()


def test_a_table_agrees_with_itself(alliances: Rulebook, tmp_path: Path) -> None:
    found = compared(alliances, published(as_text(alliances), tmp_path / "p.csv"))
    assert found.differences == ()
    assert found.here == found.published == found.both == found.equal > 0
    assert found.share == 1.0


def test_what_differs_is_listed_in_spells_with_the_alliances_it_comes_from(alliances: Rulebook, tmp_path: Path) -> None:
    text = as_text(alliances).replace("\r", "")
    kept = [line for line in text.splitlines() if not line.startswith(("300,325,", "2,740,1955,"))]
    changed = [line.replace("740,2,1958,0,0,0,0,1", "740,2,1958,1,0,0,0,1") for line in kept]
    changed += ["666,651,1950,1,0,0,0,0", "666,651,1951,1,0,0,0,0", "2,20,1700,1,1,1,1,1"]
    theirs = published("\n".join(changed) + "\n", tmp_path / "p.csv")
    assert theirs.outside == 1
    found = compared(alliances, theirs)
    assert found.differences == (
        Difference("only here", (2, 740), 1955, 1955, (), ("atop-9001",)),
        Difference("only here", (300, 325), 1883, 1914, (), ("atop-9004",)),
        Difference("only published", (666, 651), 1950, 1951, (), ()),
        Difference("differs", (740, 2), 1958, 1958, (("defense", 0, 1),), ("atop-9001",)),
    )
    assert found.cells == {"defense": 1, "offense": 0, "neutral": 0, "nonagg": 0, "consul": 0}
    assert (found.only_here, found.only_published, found.both - found.equal) == (33, 2, 1)


def test_published_columns_may_say_whose_they_are(alliances: Rulebook, tmp_path: Path) -> None:
    text = as_text(alliances)
    heading = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul"
    found = compared(alliances, published(text.replace(text.partition("\n")[0], heading, 1), tmp_path / "p.csv"))
    assert found.differences == ()


@pytest.mark.parametrize(("mark", "line_end"), [(";", "\r\n"), ("\t", "\n"), (",", "\r\n")])
def test_a_published_table_may_be_as_a_spreadsheet_saves_it(
    alliances: Rulebook, tmp_path: Path, mark: str, line_end: str
) -> None:
    text = "\ufeff" + as_text(alliances).replace(",", mark).replace("\n", line_end)
    assert compared(alliances, published(text, tmp_path / "p.csv")).differences == ()


@pytest.mark.parametrize(
    ("rows", "line", "message"),
    [
        ("ccode1,ccode2,yaer,defense,offense,neutral,nonagg,consul\n", 1, "the column `year` of"),
        ("2,740\n", 1, "this is not a table of directed pairs by year"),
        (
            "ccode1,ccode2,year,defense,offense,neutral,nonagg,consul\n2,740,1950,1,0,0,NA,1\n",
            2,
            "`nonagg` is `NA`; 0 or 1 is expected",
        ),
        ("ccode1,ccode2,year,defense,offense,neutral,nonagg,consul\n2,740\n", 2, "the row has fewer cells"),
        (
            "ccode1,ccode2,year,defense,offense,neutral,nonagg,consul\n2,,1950,1,0,0,0,1\n",
            2,
            "`ccode2` is empty; a whole number is expected",
        ),
        ("atopid,year,begyr,defense,offense\n1005,1815,1815,1,0\n", 1, "this is hardly a table of directed pairs"),
        (
            "ccode1,ccode2,year,defense,offense,neutral,nonagg,consul\n2,740,1950,1,0,0,0,1\n2,740,1950,1,0,0,0,1\n",
            3,
            "2, 740 and 1950 stand here twice",
        ),
    ],
)
def test_a_published_table_that_cannot_be_taken_is_told(rows: str, line: int, message: str, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(rows, "utf-8")
    found = read_published(path, FIRST, LAST)
    assert isinstance(found, list)
    assert (found[0].line, message in found[0].message) == (line, True), found[0]


def test_the_bits_of_a_spell_leave_room_for_the_one_that_says_there_is_a_row() -> None:
    assert 1 << len(COLUMNS) == IN_ALLIANCE
    assert IN_ALLIANCE < 256

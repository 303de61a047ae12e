"""The real member-level table, where it lies beside the project: all of it, and as fast as it is meant to be."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from random import Random

import pytest

from placet.datasets.atop import read_atop
from placet.datasets.coding import Coding, numbers_of, pages_of
from placet.datasets.dyad_table import DyadTable, figures_of, table_of
from placet.datasets.dyads import COLUMNS, Spell, find_spells
from placet.datasets.folder import write_folder
from placet.datasets.states import usual_naming
from placet.datasets.years import in_whole_years, span_of
from placet.engine import Decider
from placet.language import load_rulebook
from placet.model import Rulebook
from tests.datasets.plain_dyads import pairs_by_year, read
from tests.datasets.test_dyads import ACTS

TABLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "atop" / "atop-member-level.csv"
ROWS = {2013: 229_962, 2016: 254_788}
"""How many rows the table comes to through a year, as computed apart from this program."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not TABLE.is_file():
        pytest.skip("the ATOP table does not lie beside the project")
    coding = read_atop(TABLE, dt.date(2020, 6, 1))
    assert isinstance(coding, Coding)
    place = tmp_path_factory.mktemp("real") / "atop"
    write_folder(place, pages_of(coding, usual_naming()), is_forced=False)
    return place


@pytest.fixture(scope="module")
def book(folder: Path) -> Rulebook:
    loaded = load_rulebook(folder)
    assert loaded.diagnostics == ()
    assert loaded.rulebook is not None
    return loaded.rulebook


@pytest.fixture(scope="module")
def spells(book: Rulebook) -> list[Spell]:
    return find_spells(book, 1815, 2016)


def table(book: Rulebook, spells: list[Spell], last: int) -> DyadTable:
    numbers = {party: number for party, number in numbers_of(book).items() if number is not None}
    return table_of(spells, numbers, 1815, last)


def test_eight_hundred_alliances_load_without_a_word_in_under_three_seconds(folder: Path, book: Rulebook) -> None:
    begin = time.process_time()
    loaded = load_rulebook(folder)
    assert time.process_time() - begin < 3
    assert loaded.diagnostics == ()
    assert len(book.instruments) == 745
    assert span_of(book) == (1815, 2016)


def test_the_table_of_pairs_has_the_rows_and_the_cells_that_the_member_rows_come_to(
    book: Rulebook, spells: list[Spell]
) -> None:
    found = {(one, other, year): (must, may) for one, other, year, must, may in table(book, spells, 2016).rows()}
    assert {last: sum(year <= last for _, _, year in found) for last in ROWS} == ROWS
    wanted = pairs_by_year(read(TABLE), 1815, 2016)
    assert found.keys() == wanted.keys()
    wrong = [
        key
        for key, (must, may) in found.items()
        if must != may or tuple(must >> bit & 1 for bit in range(len(COLUMNS))) != wanted[key]
    ]
    assert wrong == []


def test_direction_matters_in_more_than_a_thousand_rows(book: Rulebook, spells: list[Spell]) -> None:
    figures = figures_of(table(book, spells, 2016), spells)
    assert figures.one_sided == 1_416
    assert figures.uncertain == 0


def test_the_engine_answers_sampled_pairs_as_the_table_says(book: Rulebook, spells: list[Spell]) -> None:
    made = table(book, spells, 2016)
    codes = {number: party for party, number in numbers_of(book).items()}
    rng = Random(3)
    whole = in_whole_years(book)
    met = frozenset(book.fields["met"].type.names)
    for year in (1834, 1866, 1913, 1939, 1955):
        pairs = [(one, other) for one, other, at, _, _ in made.rows() if at == year]
        decider = Decider(whole, dt.date(year, 1, 1), fixed={"met": met})
        for one, other in [*rng.sample(pairs, min(12, len(pairs))), (2, 345)]:
            must, _ = made.at((one, other), year)
            for bit, column in enumerate(COLUMNS):
                given = {"actor": codes[one], "toward": codes[other], "act": ACTS[column]}
                said = decider.decide(given).readers[str(codes[one])]
                owed = any(step.step.of == codes[other] for step in said.requirements) or said.answer == "barred"
                assert owed == bool(must >> bit & 1), (one, other, year, column)


def test_what_is_known_of_two_states_comes_out(book: Rulebook, spells: list[Spell]) -> None:
    made = table(book, spells, 2016)

    def owed(one: int, other: int, year: int) -> set[str]:
        must, _ = made.at((one, other), year)
        return {column for bit, column in enumerate(COLUMNS) if must >> bit & 1}

    assert owed(2, 740, 1955) == {"defense", "consul"}
    assert owed(2, 740, 1990) == {"defense", "nonagg", "consul"}
    assert owed(740, 2, 1990) == {"nonagg", "consul"}
    assert owed(2, 732, 1990) == {"defense", "nonagg", "consul"}
    assert owed(740, 732, 2003) == set()
    assert owed(740, 732, 2010) == {"nonagg"}

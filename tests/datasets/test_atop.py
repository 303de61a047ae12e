"""A member-level table becomes a rulebook that says the same: who was in what, when, owing what to whom."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from placet.datasets.atop import read_atop
from placet.datasets.coding import Coding, example_of, pages_of
from placet.datasets.states import usual_naming
from placet.engine import Decider
from placet.language import load_rulebook
from placet.language.format import format_text
from placet.model import Day, Rulebook
from tests.datasets.conftest import MEMBERS, TODAY, Making

ALL_MET = frozenset(
    ("adversary", "location", "conflict", "adversaries", "demands", "unprovoked", "attacked", "requested")
)


def pages() -> dict[str, str]:
    coding = read_atop(MEMBERS, TODAY)
    assert isinstance(coding, Coding)
    return pages_of(coding, usual_naming())


def answer(book: Rulebook, on: str, reader: str, **facts: object) -> str:
    decision = Decider(book, dt.date.fromisoformat(on)).decide(facts)  # type: ignore[arg-type]
    return decision.readers[reader].answer


def consulted(book: Rulebook, on: str, actor: str, met: frozenset[str] = ALL_MET) -> list[str]:
    given = {"actor": actor, "act": "act-in-crisis", "met": met}
    decision = Decider(book, dt.date.fromisoformat(on)).decide(given)
    return sorted(one.step.of for one in decision.readers[actor].requirements)


def test_the_rulebook_has_no_errors_and_no_warnings_and_is_in_the_usual_layout(tmp_path: Path) -> None:
    for name, text in pages().items():
        (tmp_path / name).write_text(text, "utf-8")
        if name.endswith(".md"):
            assert format_text(text) == text
    loaded = load_rulebook(tmp_path)
    assert loaded.diagnostics == ()
    assert loaded.rulebook is not None
    assert list(loaded.rulebook.instruments) == [
        "atop-9004", "atop-9003", "atop-9001", "atop-9006", "atop-9002", "atop-9005",
    ]  # fmt: skip


def test_what_a_state_owes_is_what_its_own_row_says(alliances: Rulebook) -> None:
    facts = {"act": "leave-undefended", "met": ALL_MET}
    assert answer(alliances, "1965-01-01", "USA", actor="USA", toward="JPN", **facts) == "barred"
    assert answer(alliances, "1965-01-01", "JPN", actor="JPN", toward="USA", **facts) == "silent"
    for one, other in (("USA", "JPN"), ("JPN", "USA")):
        assert answer(alliances, "1965-01-01", one, actor=one, toward=other, act="attack") == "barred"
        assert consulted(alliances, "1965-01-01", one) == [other]


def test_what_hangs_on_a_condition_is_open_until_the_condition_is_given(alliances: Rulebook) -> None:
    facts = {"actor": "USA", "toward": "JPN", "act": "leave-undefended"}
    on = dt.date(1965, 1, 1)
    decision = Decider(alliances, on).decide(facts)
    assert decision.readers["USA"].answer == "undetermined"
    assert [point.name for point in decision.missing] == ["met"]
    assert answer(alliances, "1965-01-01", "USA", **facts, met=frozenset({"location"})) == "barred"
    assert answer(alliances, "1965-01-01", "USA", **facts, met=frozenset({"demands"})) == "silent"


def test_an_exit_ends_an_obligation_and_exit_year_zero_does_not(alliances: Rulebook) -> None:
    attack = {"actor": "USA", "toward": "JPN", "act": "attack"}
    assert answer(alliances, "1960-01-18", "USA", **attack) == "silent"
    assert consulted(alliances, "1960-01-18", "USA") == ["JPN"]
    assert consulted(alliances, "1960-01-19", "USA") == []
    assert answer(alliances, "2019-12-31", "USA", **attack) == "barred"


def test_a_phase_gives_each_its_own_obligations_without_dividing_the_membership(alliances: Rulebook) -> None:
    instrument = alliances.instruments["atop-9003"]
    assert [part.id for part in instrument.parts] == ["phase-1", "phase-2"]
    assert [member.party for member in instrument.members] == ["UKG", "FRN", "RUS"]
    facts = {"actor": "UKG", "toward": "FRN", "act": "leave-undefended"}
    assert answer(alliances, "1905-06-01", "UKG", **facts) == "barred"
    assert answer(alliances, "1907-06-01", "UKG", **facts) == "silent"
    assert answer(alliances, "1907-06-01", "FRN", actor="FRN", toward="UKG", act="leave-undefended") == "barred"
    assert alliances.rules["atop-9003-1-defense"].part == "phase-1"


def test_a_day_or_month_that_is_not_known_leaves_the_answer_open_in_its_month_or_year(alliances: Rulebook) -> None:
    facts = {"actor": "RUS", "toward": "FRN", "act": "leave-undefended"}
    said = [answer(alliances, on, "RUS", **facts) for on in ("1906-11-30", "1906-12-15", "1907-01-01", "1910-06-01")]
    assert said == ["silent", "undetermined", "barred", "undetermined"]


def test_who_leaves_and_comes_back_is_bound_in_between_by_nothing(alliances: Rulebook) -> None:
    facts = {"actor": "EGY", "toward": "SYR", "act": "leave-undefended"}
    days = ("1956-01-01", "1958-01-01", "1960-01-01")
    assert [answer(alliances, on, "EGY", **facts) for on in days] == ["barred", "silent", "barred"]
    assert [consulted(alliances, on, "EGY") for on in days] == [["SYR"], [], []]


def test_a_secret_treaty_became_known_on_a_day_that_nobody_says(alliances: Rulebook) -> None:
    secret = alliances.instruments["atop-9004"]
    assert secret.published == Day(dt.date(1882, 5, 20), TODAY)
    facts = {"actor": "AUH", "toward": "GMY", "act": "side-against", "met": ALL_MET}
    on = dt.date(1890, 1, 1)
    assert Decider(alliances, on).decide(facts).readers["AUH"].answer == "barred"
    assert Decider(alliances, on, on).decide(facts).readers["AUH"].answer == "undetermined"
    assert Decider(alliances, on, TODAY).decide(facts).readers["AUH"].answer == "barred"


def test_what_no_rule_can_say_stands_on_the_page_in_relations_and_in_citations(alliances: Rulebook) -> None:
    text = pages()
    assert "secret as a whole; the table does not say when it became public" in text["alliances-1880s.md"]
    assert (
        "The members do not all owe the same. What all members owe is limited to a territory."
        in text["alliances-1950s.md"]
    )
    assert "Coded besides: `milaid` 2." in text["alliances-1950s.md"]
    assert "whether it was public is not coded. Concluded in wartime." in text["alliances-1990s.md"]
    assert "None of the obligations is coded." in text["alliances-1990s.md"]
    assert {entry.key: entry.values for entry in alliances.relations["secrecy"].entries} == {
        "atop-9001": ("public",),
        "atop-9002": ("public",),
        "atop-9003": ("public",),
        "atop-9004": ("secret",),
        "atop-9006": ("partly-secret",),
    }
    cites = [(cite.source, cite.paragraph) for cite in alliances.instruments["atop-9001"].cites]
    assert cites == [("atop", "9001"), ("cow", "501")]


def test_a_code_that_no_list_has_is_a_party_by_its_number(alliances: Rulebook) -> None:
    assert alliances.parties["C8999"].title == "the state numbered 8999"
    assert [member.party for member in alliances.instruments["atop-9005"].members] == ["C8999", "CHN"]


def test_the_example_that_an_import_offers_is_answered_by_a_rule(alliances: Rulebook) -> None:
    coding = read_atop(MEMBERS, TODAY)
    assert isinstance(coding, Coding)
    facts = example_of(coding, usual_naming())
    on = facts.pop("on")
    given = {field: frozenset(value.split(",")) if field == "met" else value for field, value in facts.items()}
    assert answer(alliances, on, facts["actor"], **given) == "barred"


FAULTS = {
    "no code": ({"member": ""}, "`member` is empty; a country's number is expected"),
    "a code that is no number": ({"member": "USA"}, "`member` is `USA`; a country's number is expected"),
    "an exit before the entry": (
        {"yrexit": "1950"},
        "the exit (1950-01-19) does not come after the entry (1951-09-08)",
    ),
    "an exit on the day of the entry": (
        {"yrexit": "1951", "moexit": "9", "dayexit": "8"},
        "the exit (1951-09-08) does not come after the entry (1951-09-08)",
    ),
    "a year that is none": ({"yrent": "195l"}, "`yrent` is `195l`; a year of entry is expected"),
    "a year of no calendar": ({"yrent": "20000"}, "the year 20000 is in no calendar"),
    "no year of exit": (
        {"yrexit": ""},
        "`yrexit` is empty; a year of exit, or 0 for a member that is still in, is expected",
    ),
    "a thirteenth month": ({"moent": "13"}, "`moent` is `13`; a month is expected"),
    "a day that the month does not have": ({"moent": "2", "dayent": "30"}, "`dayent` is `30`, but 1951-02 has 28 days"),
    "an obligation that is neither 0 nor 1": ({"defense": "9"}, "`defense` is `9`; 0 or 1 is expected"),
    "a condition that is neither 0 nor 1": ({"defcoloc": "?"}, "`defcoloc` is `?`; 0 or 1 is expected"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_row_that_cannot_be_taken_is_told_with_its_line(fault: str, tmp_path: Path) -> None:
    changes, message = FAULTS[fault]
    with MEMBERS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0].update(changes)
    table = tmp_path / "table.csv"
    with table.open("w", encoding="latin-1", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    found = read_atop(table, TODAY)
    assert isinstance(found, list)
    assert [(one.line, one.message) for one in found] == [(2, message)]
    assert found[0].help


def test_all_faults_of_a_table_are_told_in_one_run(tmp_path: Path, making: Making) -> None:
    text = MEMBERS.read_text("utf-8").replace(",740,", ",,").replace("1914,8,3", "1814,8,3")
    table = tmp_path / "table.csv"
    table.write_text(text, "utf-8")
    found = read_atop(table, TODAY)
    assert isinstance(found, list)
    assert [one.line for one in found] == [3, 5, 11, 12, 13]
    with pytest.raises(AssertionError):
        making(table)
    assert not (tmp_path / "made").exists()


def test_names_in_latin_letters_and_further_columns_are_taken_and_told(tmp_path: Path) -> None:
    lines = MEMBERS.read_text("utf-8").splitlines()
    table = tmp_path / "table.csv"
    marked = [f"{line},{'note' if number == 0 else 'café'}" for number, line in enumerate(lines)]
    table.write_text("\n".join(marked) + "\n", "latin-1")
    found = read_atop(table, TODAY)
    assert isinstance(found, Coding)
    assert found.left_out == ("note",)
    assert "Columns that were not taken over: `note`." in pages_of(found, usual_naming())["README.md"]

"""Participation tables become instruments: who consented to be bound is a member, who only signed is not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from placet.datasets.folder import write_folder
from placet.datasets.untc import (
    Treaty,
    number_of,
    read_declarations,
    read_index,
    read_treaty,
    with_entries_into_force,
)
from placet.datasets.untc_book import Participants, instrument_of_treaty, pages_of_treaties, read_participants
from placet.engine.columns.calendar import Calendar
from placet.engine.logic.expressions import FALSE, TRUE
from placet.language import load_rulebook
from placet.model import Day, Period, Rulebook
from tests.datasets.conftest import TODAY, UNTREATIES

FERRIES = UNTREATIES / "treaties" / "90-1.csv"


def treaty(path: Path = FERRIES) -> Treaty:
    index = read_index(UNTREATIES / "index.csv")
    assert isinstance(index, dict)
    found = read_treaty(path, index.get(number_of(path)))
    assert isinstance(found, Treaty), [str(fault) for fault in found]
    return found


def with_declarations() -> Treaty:
    import msgspec

    read = read_declarations(UNTREATIES / "declarations" / "90-1.txt")
    assert isinstance(read, tuple)
    return msgspec.structs.replace(treaty(), declarations=tuple(read[0]), empty=tuple(read[1]))


def book(folder: Path, *treaties: Treaty) -> Rulebook:
    pages = pages_of_treaties(treaties, Participants(), TODAY)
    return write_folder(folder / "treaties", pages, is_forced=False).rulebook


def table(rows: str, folder: Path, heading: str = 'Participant,Signature,"Ratification, Accession(a)"') -> Path:
    path = folder / "1-1.csv"
    path.write_text(f"{heading}\n{rows}\n", "utf-8")
    return path


def test_who_consented_is_a_member_from_that_day_and_who_only_signed_is_not(tmp_path: Path) -> None:
    made = book(tmp_path, treaty())
    members = {member.party: member.period for member in made.instruments["untc-90-1"].members}
    assert members == {
        "JPN": Period(Day.exactly(dt.date(1981, 7, 2))),
        "ROK": Period(Day.exactly(dt.date(1977, 4, 27))),
        "HOLY-SEE": Period(Day.exactly(dt.date(1977, 2, 25)), Day.exactly(dt.date(1990, 3, 3))),
        "CZR": Period(Day.exactly(dt.date(1993, 2, 22))),
        "CDI": Period(Day.exactly(dt.date(1979, 7, 23))),
        "IRN": Period(Day.exactly(dt.date(1990, 9, 4))),
    }
    signed = made.statements["untc-90-1-signed-USA"]
    assert (signed.speakers, signed.on, signed.text) == (
        ("USA",),
        Day.exactly(dt.date(1970, 4, 24)),
        "signs the treaty; the table has no consent to be bound",
    )
    assert made.statements["untc-90-1-provisional-ROK"].text == "applies the treaty provisionally"


def test_while_nobody_says_when_it_entered_into_force_that_stays_open(tmp_path: Path) -> None:
    open_ended = instrument_of_treaty(treaty(), Participants(), TODAY)
    assert open_ended.in_force == (Period(Day(dt.date(1977, 2, 25), TODAY)),)
    (settled,), unknown = with_entries_into_force([treaty()], {"90-1": dt.date(1980, 1, 27)})
    assert unknown == []
    made = book(tmp_path, settled)
    for on, active in ((dt.date(1980, 1, 26), FALSE), (dt.date(1980, 1, 27), TRUE)):
        assert Calendar(made, on, None).is_active("untc-90-1") == active
    assert with_entries_into_force([treaty()], {"7-7": TODAY})[1] == ["7-7"]


def test_the_first_page_and_the_page_of_a_treaty_say_what_is_missing(tmp_path: Path) -> None:
    pages = pages_of_treaties([with_declarations()], Participants(), TODAY)
    assert "The table does not say when the treaty entered into force (1 of 1)" in pages["README.md"]
    page = pages["treaty-90-1.md"]
    assert "Columns that were not understood: “Fleet levy”." in page
    assert "A declaration without a text stands under Czech Republic." in page
    assert "| Republic of Korea | 1969-11-27 | 1977-04-27 | ratification; provisional application 1969-11-27 |" in page
    for name, text in pages.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert load_rulebook(tmp_path).diagnostics == ()


def test_a_declaration_is_a_statement_with_its_text_whole(tmp_path: Path) -> None:
    made = book(tmp_path, with_declarations())
    said = {name: one.text for name, one in made.statements.items() if "declared" in name}
    assert said == {
        "untc-90-1-declared-JPN": (
            "“Japan understands article 4 to leave night ferries aside.” It recalls what it said on signing."
        ),
        "untc-90-1-declared-HOLY-SEE": "... with a reservation to article 7.",
        "untc-90-1-declared-ATLANTIS": "Same reservation, in other words, as the one made by the Holy See.",
    }
    assert made.statements["untc-90-1-declared-JPN"].about == ("untc-90-1",)
    assert made.parties["ATLANTIS"].title == "Atlantis"


def test_a_cell_without_a_letter_under_a_heading_that_has_only_letters_binds_and_nobody_says_how(
    tmp_path: Path,
) -> None:
    night = treaty(UNTREATIES / "treaties" / "90-2-a.csv")
    acts = {each.name: [(act.name, act.on) for act in each.acts] for each in night.participants}
    assert acts == {
        "Japan": [("Acceptance", dt.date(1985, 3, 17))],
        "European Union": [("Consent to be bound", dt.date(1985, 3, 18))],
    }
    made = book(tmp_path, treaty(), night)
    assert list(made.instruments) == ["untc-90-1", "untc-90-2-a"]
    assert made.parties["EUROPEAN-UNION"].title == "European Union"


HEADINGS = {
    'Participant,Signature,"Signature, Succession to signature(d)"': (
        "1 Sep 1993 d",
        "signature",
        "Succession to signature",
    ),
    'Participant,Signature,"Accession(a), Succession(d)"': ("1 Sep 1993 d", "consent", "Succession"),
    'Participant,Signature,"Formal confirmation(c), Ratification"': ("1 Sep 1993 c", "consent", "Formal confirmation"),
    'Participant,Signature,"Ratification, Consent to be bound(P)"': ("1 Sep 1993 P", "consent", "Consent to be bound"),
    "Participant,Signature,Ratification": ("1 Sep 1993 AA", "consent", "Approval"),
    "Participant,Signature,Denunciation": ("1 Sep 1993", "leaving", "Denunciation"),
    "Participant,Signature,Entry into force": ("[ 1 Sep 1993 ]", "force", "Entry into force"),
    'Participant,Signature,"Provisional application by virtue of signature, or of a notification (n)"': (
        "1 Sep 1993 n",
        "provisional",
        "Provisional application",
    ),
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_explains_the_letters_of_its_cells(heading: str, tmp_path: Path) -> None:
    cell, kind, name = HEADINGS[heading]
    found = read_treaty(table(f"Chad,,{cell}", tmp_path, heading))
    assert isinstance(found, Treaty), found
    (act,) = found.participants[0].acts
    assert (act.kind, act.on) == (kind, dt.date(1993, 9, 1))
    assert act.name.startswith(name)


@pytest.mark.parametrize(
    ("rows", "line", "message"),
    [
        ("Chad,soon,", 2, "`soon` under `Signature` is no day"),
        ("Chad,,31 Jun 1993 a", 2, "`31 Jun 1993 a` under `Ratification, Accession(a)` is no day"),
        ("Chad,,1 Jun 1993 x", 2, "`1 Jun 1993 x` has the letter `x`, which the heading does not explain"),
        (",1 Jun 1993,", 2, "the row names no participant"),
        ("Chad,,\nMali,,\nChad,,", 4, "the participant stands on line 2 already"),
    ],
)
def test_a_row_that_cannot_be_taken_is_told(rows: str, line: int, message: str, tmp_path: Path) -> None:
    found = read_treaty(table(rows, tmp_path))
    assert isinstance(found, list)
    assert [(one.line, one.message) for one in found] == [(line, message)]


def test_who_withdraws_and_consents_again_is_bound_twice(tmp_path: Path) -> None:
    heading = "Participant,Ratification,Withdrawal,Accession(a)"
    found = read_treaty(table("Chad,1 May 1970,1 May 1980,1 May 1990 a", tmp_path, heading))
    assert isinstance(found, Treaty)
    periods = [member.period for member in instrument_of_treaty(found, Participants(), TODAY).members]
    days = [Day.exactly(dt.date(year, 5, 1)) for year in (1970, 1980, 1990)]
    assert periods == [Period(days[0], days[1]), Period(days[2])]


def test_a_table_without_acts_or_without_participants_is_a_treaty_that_binds_nobody(tmp_path: Path) -> None:
    for text in ("Participant\nAustralia\n", "Participant,\n"):
        path = tmp_path / "1-4.csv"
        path.write_text(text, "utf-8")
        found = read_treaty(path)
        assert isinstance(found, Treaty)
        assert instrument_of_treaty(found, Participants(), TODAY).members == ()
        made = write_folder(
            tmp_path / f"b{len(text)}", pages_of_treaties([found], Participants(), TODAY), is_forced=False
        )
        assert made.rulebook.instruments["untc-1-4"].in_force == ()


def test_another_table_and_a_text_without_names_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    found = read_treaty(path)
    assert isinstance(found, list)
    assert found[0].message == "this is no participation table: its first column is not `Participant`"
    text = tmp_path / "x.txt"
    text.write_text("Words\n#Chad\nMore\n", "utf-8")
    for content in ("Words\n#Chad\nMore\n", "#Chad\nMore\n#\nWords\n"):
        text.write_text(content, "utf-8")
        assert isinstance(read_declarations(text), list)


def test_participants_can_be_given_codes(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("name,code\nHoly See,VAT\nJapan,NIPPON\n", "utf-8")
    codes = read_participants(path)
    assert isinstance(codes, dict)
    participants = Participants(codes)
    assert [participants.code(name) for name in ("Holy See", "Japan", "Viet Nam", "Holy Sea")] == [
        "VAT", "NIPPON", "DRV", "HOLY-SEA",
    ]  # fmt: skip
    path.write_text("name,code\nHoly See,vat\n", "utf-8")
    assert isinstance(read_participants(path), list)


def test_names_that_come_to_the_same_letters_stay_two_parties() -> None:
    participants = Participants()
    assert [participants.code(name) for name in ("Åland", "Aland", "Åland", "1st State", "???")] == [
        "ALAND", "ALAND-2", "ALAND", "P-1ST-STATE", "P",
    ]  # fmt: skip


def test_marks_in_a_table_cannot_open_a_block_of_rules(tmp_path: Path) -> None:
    index = tmp_path / "index.csv"
    index.write_text('chapter_no,treaty_no,treaty_name\n1,1,"A pact\n```placet\nparty EVIL ""Evil""\n```"\n', "utf-8")
    entries = read_index(index)
    assert isinstance(entries, dict)
    found = read_treaty(table('"Chad\n```placet","1 Jun 1993",', tmp_path), entries["1-1"])
    assert isinstance(found, Treaty)
    made = book(tmp_path, found)
    assert next(iter(made.parties.values())).title == "Chad ’’’placet"
    assert len(made.parties) == 1
    assert made.instruments["untc-1-1"].title == "A pact ’’’placet party EVIL “Evil” ’’’"

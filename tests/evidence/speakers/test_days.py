"""On which day a statement was made: the occasion told, the document itself, and where nothing tells it, none."""

from __future__ import annotations

from pathlib import Path

import pytest

from placet.evidence.propose import propose
from placet.evidence.speakers.issued import is_of_office
from placet.model.proposals import Proposal
from tests.evidence.speakers.test_articles import document_of, words_of

ROWS = tuple(
    tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
    for line in (Path(__file__).parent / "days" / "days.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| passage")
)
READOUT = """Readout of the Prime Minister’s call with President Ortiz

The Prime Minister spoke with President Luis Ortiz of Peru. Prime Minister Dahl stressed that the strait must stay open.
"""
RELEASE = """Port of Lima

Press release

The Foreign Ministry of Peru condemns the raid. The ministry has often said that the port was open."""
BRIEFING = """Department Press Briefing – May 10, 2019

MS. LUND: We will keep the strait open."""


def said(text: str, words: str, *, posted: str | None = "2019-05-10", outlet: str | None = None) -> Proposal:
    document = document_of(text, posted, outlet)
    return next(each for each in propose(document) if words in words_of(document, each))


@pytest.mark.parametrize(("passage", "words", "day", "ground"), ROWS, ids=[f"{row[0][-60:]}: {row[1]}" for row in ROWS])
def test_the_day_and_its_ground(passage: str, words: str, day: str, ground: str) -> None:
    document = document_of("A passage\n\n" + passage.replace(" ¶ ", "\n\n"), "2019-05-10")
    found = [each.said for each in propose(document) if words in words_of(document, each)]
    assert any((each.value or "—") == day and (ground == "—" or each.rule.endswith(ground)) for each in found), found


@pytest.mark.parametrize(("passage", "words", "day", "ground"), ROWS, ids=[f"{row[0][-60:]}: {row[1]}" for row in ROWS])
def test_without_the_day_of_posting_no_weekday_is_a_day(passage: str, words: str, day: str, ground: str) -> None:
    document = document_of("A passage\n\n" + passage.replace(" ¶ ", "\n\n"), None)
    found = [each.said.value for each in propose(document) if words in words_of(document, each)]
    assert set(found) <= {None, day if "May" in passage and "2019" in passage else None}


@pytest.mark.parametrize(
    ("text", "words", "outlet", "kind"),
    [
        (READOUT, "must stay open", None, "a readout"),
        (RELEASE, "the raid", None, "a press release"),
        (BRIEFING, "keep the strait open", "U.S. Department of State", "a transcript"),
        ("Ships\n\nThe ministry said that the strait was open.", "was open", "The White House", "a page of the office"),
        ("Joint statement\n\nThe two ministers welcomed the pact.", "the pact", None, "a statement in full"),
    ],
)
def test_a_document_that_is_itself_the_statement_has_its_own_day(
    text: str, words: str, outlet: str | None, kind: str
) -> None:
    found = said(text, words, outlet=outlet)
    assert found.said.value == "2019-05-10"
    assert found.said.rule == f"carried over: the day of the document itself, {kind}"
    assert "the day is that of the document, which is itself the statement" in found.doubts


@pytest.mark.parametrize(
    ("text", "words", "outlet"),
    [
        (RELEASE, "the port was open", None),  # has often said: at other times
        (READOUT.replace("Peru.", "Peru on Monday and Tuesday."), "must stay open", None),  # two other days
        ("Ministry press release says port is shut\n\nThe navy said that it was mined.", "mined", None),
        ("Ships\n\nThe ministry said that the strait was open.", "was open", "Reuters"),
        (
            "Ships\n\nThe fleet left on Monday. The ministry said that the strait was open.",
            "was open",
            "The White House",
        ),
    ],
)
def test_the_day_of_a_document_is_not_taken_where_the_words_are_of_another_time_or_a_report(
    text: str, words: str, outlet: str | None
) -> None:
    assert said(text, words, outlet=outlet).said.value is None


def test_a_document_without_a_day_gives_none() -> None:
    assert said(READOUT, "must stay open", posted=None).said.value is None


def test_an_outlet_is_an_office_by_its_name() -> None:
    assert is_of_office("Embassy of Peru in Oslo")
    assert not is_of_office("The Straits Times")


def test_what_somebody_welcomes_in_his_own_words_is_of_their_day() -> None:
    turn = (
        "A brief statement at the top to say that we support the vote. We welcome Peru’s recent steps to open the port."
    )
    document = document_of(f"{BRIEFING}\n\nQUESTION: Is it?\n\nMS. LUND: {turn}", "2019-05-10")
    assert [each.said.value for each in propose(document) if each.act == "welcome"] == ["2019-05-10"]

"""The page of the demonstration: every question with verdict, grade, shortest proof and sources, and short."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from placet.cli.demo import NEXT, QUESTIONS, TITLE
from placet.engine import Decider
from placet.language.load import load_rulebook
from placet.model import Answer, Rulebook, SavedQuestion
from placet.show.demo import demo_page
from placet.show.filed import filed_blocks, said_by_then
from placet.show.terminal import render

KOREA = Path(__file__).resolve().parents[2] / "rulebooks" / "korea"


@pytest.fixture(scope="module")
def korea() -> Rulebook:
    rulebook = load_rulebook(KOREA).rulebook
    assert rulebook is not None
    return rulebook


def answered(book: Rulebook, name: str, known: dt.date | None = None) -> tuple[SavedQuestion, Answer]:
    question = book.questions[name]
    assert question.on is not None
    given = {field: frozenset(value) if isinstance(value, tuple) else value for field, value in question.given.items()}
    return question, Decider(book, question.on.earliest, known, fixed=given).answer(given)


def page(book: Rulebook, width: int) -> str:
    return render(demo_page(book, TITLE, [answered(book, name) for name in QUESTIONS], NEXT), width)


def test_the_page_is_short_at_eighty_columns(korea: Rulebook) -> None:
    assert len(page(korea, 80).splitlines()) <= 130


@pytest.mark.parametrize("width", [60, 80, 140])
def test_each_question_has_its_verdict_its_grades_its_grounds_and_its_sources(korea: Rulebook, width: int) -> None:
    shown = page(korea, width)
    assert max(len(line) for line in shown.splitlines()) <= width
    parts = " ".join(shown.split()).partition(" Sources ")
    for number, name in enumerate(QUESTIONS, 1):
        said = parts[0].partition(f" {number} {korea.questions[name].text} ")[2]
        said = said.partition(f" {number + 1} {korea.questions[QUESTIONS[number]].text} ")[0] if number < 5 else said
        assert any(verdict in said for verdict in ("CONTESTED", "OPEN", "UNREGULATED")), name
        assert "grade " in said, name
        assert "¶" in said, name
    assert all(article in parts[2] for article in ("art-000", "art-001", "art-003", "art-004"))


def test_a_rule_and_a_statement_are_told_in_full_once_in_a_question(korea: Rulebook) -> None:
    shown = " ".join(page(korea, 100).split())
    assert shown.count("“Combat operations from bases in Japan”") == 1
    assert shown.count("base-use") > 3
    assert shown.count("st04-dod-relayed, 2014-11-17") == 1
    assert shown.count("st04-dod-relayed") > 1


def test_the_rules_at_which_the_readers_part_come_first(korea: Rulebook) -> None:
    seoul = page(korea, 80).partition("KOR Republic of Korea: needs consent of KOR — policy")[2]
    assert "csd-consent “" in seoul.partition("charter-51")[0]


def test_where_no_rule_speaks_the_agreements_and_what_was_said_by_then_are_shown(korea: Rulebook) -> None:
    question, answer = answered(korea, "signature-003")
    shown = " ".join(render(tuple(filed_blocks(korea, answer, question.about)), 200).split())
    assert "tisa “Trilateral information sharing arrangement”: not yet on 2011-01-06" in shown
    assert "st37-mnd-information KOR.mnd (unnamed), " in shown
    assert "st57" not in shown
    assert all(
        one.on is not None and one.on.earliest <= dt.date(2011, 1, 6)
        for one in said_by_then(korea, answer, question.about)
    )


def test_what_was_not_yet_known_is_not_shown(korea: Rulebook) -> None:
    question, answer = answered(korea, "signature-003", known=dt.date(2010, 12, 31))
    shown = " ".join(render(tuple(filed_blocks(korea, answer, question.about)), 200).split())
    assert said_by_then(korea, answer, question.about) == []
    assert "said by then" not in shown
    assert "tisa" not in shown


def test_where_a_rule_speaks_nothing_is_filed_beside_it(korea: Rulebook) -> None:
    question, answer = answered(korea, "signature-000")
    assert filed_blocks(korea, answer, question.about) == []


def test_where_the_question_is_open_a_claim_that_is_nobodys_reading_is_shown_as_what_it_is(korea: Rulebook) -> None:
    question, answer = answered(korea, "signature-002")
    shown = " ".join(render(tuple(filed_blocks(korea, answer, question.about)), 200).split())
    assert "st34-narrator-commander narrator, 2015-04-30, grade narrator, art-002 ¶21" in shown
    assert "st33-shear-request" not in shown, "a rule rests on it, so it stands there"

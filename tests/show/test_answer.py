"""The page of an answer: the question in words, each reader's row, the verdict, what is missing, the proof."""

from __future__ import annotations

import msgspec
import pytest

from placet.model import Answer, Question, ReaderAnswer, Requirement, Step, Verdict
from placet.show.answer import answer_page
from placet.show.page import Page
from placet.show.proof import proof_page
from placet.show.terminal import render
from placet.show.verdict import verdict_words
from tests.show.worlds import answer, river

WIDTHS = [60, 80, 100, 140]


def flat(page: Page, width: int = 200) -> str:
    """Return a page's words in one line."""
    return " ".join(render(page, width).split())


def needs(reader: str, *steps: Step, basis: str = "legal") -> ReaderAnswer:
    return ReaderAnswer(reader, "needs", tuple(Requirement(step, basis, "text", ("dams",)) for step in steps))  # type: ignore[arg-type]


def verdict_of(kind: str, *on: str, readers: list[ReaderAnswer]) -> str:
    verdict = Verdict(kind, on)  # type: ignore[arg-type]
    asked = Answer("river", Question({}, answer().question.on), {one.reader: one for one in readers}, verdict)
    return verdict_words(river(), asked)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_says_the_same_at_every_width(width: int) -> None:
    words = flat(answer_page(river(), answer(), text="May the gorge be filled?"), width)
    for said in (
        "May the gorge be filled?",
        "Who acts? NOR (Northland)",
        "not given volume, affected",
        "rulebook river, on 2014-06-01, known: everything in the rulebook",
        "CONTESTED on whether SUD (Southland) must be asked at all",
        "silent: EST",
    ):
        assert said in words
    for said in (
        "consultation with SUD, 30",
        "by env",
        "silence for 90 days",
        "voice, not counted",
        "water-2014",
        "¶4",
    ):
        assert said in " ".join(render(answer_page(river(), answer()), max(width, 60)).split())


def test_both_days_are_always_shown() -> None:
    asked = msgspec.structs.replace(answer(), question=Question({}, answer().question.on, answer().question.on))
    assert "on 2014-06-01, known: what was public on 2014-06-01" in flat(answer_page(river(), asked))


def test_a_requirement_says_its_force_its_grade_its_office_and_what_silence_means() -> None:
    words = flat(answer_page(river(), answer()), 80)
    assert (
        "needs consultation with SUD, 30 days before — legal, grade official by env silence for 90 days means consent"
        in words
    )


def test_offices_stand_under_their_party_and_voices_at_the_end_uncounted() -> None:
    lines = render(answer_page(river(), answer()), 80).splitlines()
    heads = [line for line in lines if line.lstrip().split(" ")[0] in ("NOR", "NOR.water", "SUD", "ibarra")]
    assert [line.split()[0] for line in heads] == ["NOR", "NOR.water", "SUD", "ibarra"]
    assert heads[1].startswith("  NOR.water")
    assert heads[-1].endswith("voice, not counted")


def test_an_office_that_answers_as_its_party_is_folded_into_one_line() -> None:
    party = answer().readers["SUD"]
    alike = msgspec.structs.replace(party, reader="SUD.env", role="office", is_counted=False)
    asked = msgspec.structs.replace(answer(), readers={**answer().readers, "SUD.env": alike})
    assert "as their party: SUD.env" in flat(answer_page(river(), asked))


def test_what_is_missing_and_the_smallest_sets_that_settle_it_are_said() -> None:
    words = flat(answer_page(river(), answer()))
    assert "facts: volume (How much water?)" in words
    assert "open points: whether dams applies, on which the offices of NOR differ" in words
    assert "for NOR: volume, or dams on NOR's reading and affected" in words


def test_only_the_readers_asked_for_are_shown() -> None:
    words = flat(answer_page(river(), answer(), readers=("SUD",)))
    assert "ibarra" not in words
    assert "silent: EST" not in words


def test_a_rule_whose_text_is_not_public_is_marked() -> None:
    assert "evidence not available" in flat(proof_page(river(), answer()))


def test_the_proof_shows_conditions_with_their_values_and_how_a_statement_came() -> None:
    words = flat(proof_page(river(), answer()))
    assert "✓ at within basin · at is gorge" in words
    assert "✗ season = dry · season is wet" in words
    assert "relayed through the embassy, then an unnamed engineer" in words
    assert "in herald “North sees no duty to ask”, The Delta Herald, published 2014-03-02, ¶4" in words
    assert "grade relayed, told through others" in words


def test_the_proof_says_what_removed_a_requirement_and_whose_reading_that_is() -> None:
    words = flat(proof_page(river(), answer(), ("NOR.water",)))
    assert "not required: an exception that NOR.water reads into it" in words
    assert "unless ✓ season = wet" in words


def test_an_instrument_is_shown_in_full_once() -> None:
    words = flat(proof_page(river(), answer()))
    assert words.count("signed 1990-01-10") == 1
    assert words.count("(as above)") == 3


CONSULT, CONSENT = Step(("consultation",), "SUD"), Step(("consent",), "SUD")


def test_a_verdict_on_the_level_names_both_levels() -> None:
    words = verdict_of("contested", "level", readers=[needs("NOR", CONSULT), needs("SUD", CONSENT)])
    assert words == "on what is owed to SUD (Southland): consultation or consent"


def test_a_verdict_on_a_bar_says_so() -> None:
    words = verdict_of("contested", "whether", readers=[ReaderAnswer("NOR", "barred"), needs("SUD", CONSENT)])
    assert words == "on whether it may be done at all and on whether SUD (Southland) must be asked at all"


def test_a_verdict_on_the_force_says_so() -> None:
    readers = [needs("NOR", CONSULT, basis="political"), needs("SUD", CONSULT)]
    assert (
        verdict_of("contested", "force", readers=readers)
        == "on whether SUD (Southland) must be asked legally or only politically"
    )


@pytest.mark.parametrize(
    ("kind", "answers", "words"),
    [
        ("agreed", {"NOR": "clear", "SUD": "clear"}, "NOR and SUD answer alike"),
        ("open", {"NOR": "undetermined", "SUD": "clear"}, "undetermined for NOR (Northland)"),
        ("one-sided", {"NOR": "clear", "SUD": "silent"}, "only NOR (Northland) has rules that speak to this"),
        ("unregulated", {"NOR": "silent", "SUD": "silent"}, "no reader's rules speak to this"),
    ],
)
def test_every_other_verdict_names_the_readers_it_is_about(kind: str, answers: dict[str, str], words: str) -> None:
    assert verdict_of(kind, readers=[ReaderAnswer(reader, one) for reader, one in answers.items()]) == words  # type: ignore[arg-type]

"""What is said over several paragraphs, or whose shape only the document shows: marks left open, turns in brackets."""

from __future__ import annotations

import pytest

pytest.importorskip("spacy", reason="placet[evidence] is not installed")

from tests.evidence.speech.test_speech import read, words

FORGOTTEN = [
    (
        "“The port will be closed, the mayor said on Monday. He added that nobody would lose work.",
        [("the mayor", "“The port will be closed"), ("He", "that nobody would lose work")],
    ),
    (
        "The mayor said “the port will be closed. He added that nobody would lose work.",
        [("The mayor", "“the port will be closed"), ("He", "that nobody would lose work")],
    ),
    (
        "The mayor said it was “too late for a deal. The council disagreed and said the mayor was wrong.",
        [("The mayor", "it was “too late for a deal"), ("The council", "the mayor was wrong")],
    ),
    (
        "“It holds,” the mayor said. “Nobody will lose work. He added that he would leave in May.",
        [("the mayor", "“It holds,” … “Nobody will lose work"), ("He", "that he would leave in May")],
    ),
    (
        "He called it “a shame, and the mayor said he agreed.",
        [("He", "it “a shame"), ("the mayor", "he agreed")],
    ),
    (
        "The mayor said: “The port will be closed. We have no choice.",
        [("The mayor", "“The port will be closed. We have no choice")],
    ),
]


def told(*paragraphs: str) -> list[tuple[str, str]]:
    text, utterances = read(*paragraphs)
    return [(words(text, each.source), " … ".join(words(text, span) for span in each.content)) for each in utterances]


@pytest.mark.parametrize(("paragraph", "found"), FORGOTTEN)
def test_a_quotation_without_its_closing_mark_ends_where_the_narrator_speaks(
    paragraph: str, found: list[tuple[str, str]]
) -> None:
    assert told(paragraph, "The council left.") == found


def test_who_speaks_of_himself_behind_an_open_mark_is_no_narrator() -> None:
    quoted = "“The port will be closed. We have no choice. He told us that it was late"
    assert ("The mayor", quoted) in told(f"The mayor said: {quoted}.", "The council left.")


def test_a_quotation_that_the_next_paragraph_goes_on_with_is_not_ended() -> None:
    found = told("“The port will be closed. The mayor said so.", "“Nobody will lose work,” the envoy said.")
    assert ("", "“The port will be closed. The mayor said so") in found
    assert found == [*found[:1], ("the envoy", "“Nobody will lose work,”")]


def test_names_in_square_brackets_take_turns_where_two_of_them_do() -> None:
    found = told(
        "[Vik] Will the port be closed next year?",
        "[Lund] We have no plans to close it. The port stays open.",
        "Nobody will lose work there.",
        "[Question] And the pier?",
        "[Lund] The pier was sold in May.",
    )
    assert found == [
        ("Vik", "Will the port be closed next year?"),
        ("Lund", "We have no plans to close it. The port stays open"),
        ("", "Nobody will lose work there"),
        ("Lund", "The pier was sold in May"),
    ]


def test_who_reads_the_news_takes_no_turn_and_ends_that_of_another() -> None:
    found = told(
        "[Presenter] The port will be closed next year.",
        "[Harbour spokeswoman Anna Lund, in Norwegian with a translation] We have no choice.",
        "[Correspondent] The council meets in May. The mayor said the pier would stay.",
    )
    assert found == [("Harbour spokeswoman Anna Lund", "We have no choice"), ("The mayor", "the pier would stay")]


@pytest.mark.parametrize("label", ["[Anna Lund:]", "[Anna Lund]:", "[Anna Lund] :"])
def test_a_colon_at_the_bracket_belongs_to_the_name(label: str) -> None:
    assert told(f"{label} The port is open.", "[Berg:] It is not.")[0] == ("Anna Lund", "The port is open")


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("[Interview] The port is open.", "It was sold in May."),
        ("[Photo] The port is open.", "[Update] It was sold in May."),
        ("[Reuters] The port is open.", "[Yonhap] It was sold in May."),
        ("[Oslo] The port is open.", "[Bergen] It was sold in May."),
        ("[The port] is open.", "[The pier] was sold in May."),
    ],
)
def test_a_bracket_that_names_a_kind_an_agency_or_a_place_takes_no_turn(paragraphs: tuple[str, ...]) -> None:
    assert told(*paragraphs) == []

"""Two readings of the same words, and words whose speaker stands elsewhere: both are proposed, and marked."""

from __future__ import annotations

import pytest

pytest.importorskip("spacy", reason="placet[evidence] is not installed")

from placet.evidence.propose import propose
from placet.evidence.speech.utterance import Utterance
from placet.model.documents import Document, Known, Metadata, Paragraph, Span
from tests.evidence.speech.test_speech import read, words

TWO = [
    (
        "The envoy said, according to the ministry, that the port was open.",
        ("The envoy", "that the port was open", ("the ministry",)),
        ("the ministry", "that the port was open", ("The envoy",)),
    ),
    (
        "The envoy told reporters on Monday, according to the ministry, that the port was open.",
        ("The envoy", "that the port was open", ("the ministry",)),
        ("the ministry", "that the port was open", ("The envoy",)),
    ),
    (
        "The envoy told the mayor, “The port is open,” the aide said.",
        ("The envoy", "“The port is open,”", ()),
        ("the aide", "“The port is open,”", ()),
    ),
    (
        "The envoy said, “The port is open,” the mayor confirmed.",
        ("The envoy", "“The port is open,”", ()),
        ("the mayor", "“The port is open,”", ()),
    ),
    (
        "The embassy said the envoy thanked the king for the talks and stressed the need for calm.",
        ("the envoy", "the need for calm", ()),
        ("The embassy", "the need for calm", ()),
    ),
    (
        "The embassy said the envoy thanked the king for the talks and stressed the need for calm.",
        ("The embassy", "the envoy thanked the king for the talks and stressed the need for calm", ()),
        ("The embassy", "the envoy thanked the king for the talks", ()),
    ),
    (
        "The envoy said on Tuesday the ships left the port.",
        ("The envoy", "the ships left the port", ()),
        ("The envoy", "on Tuesday the ships left the port", ()),
    ),
]


def told(text: str, utterance: Utterance) -> tuple[str, str, tuple[str, ...]]:
    said = " … ".join(words(text, span) for span in utterance.content)
    return words(text, utterance.source), said, tuple(words(text, span) for span in utterance.relays)


@pytest.mark.parametrize(("sentence", "one", "other"), TWO)
def test_where_a_reader_cannot_decide_both_readings_are_proposed_and_name_each_other(
    sentence: str, one: tuple[str, str, tuple[str, ...]], other: tuple[str, str, tuple[str, ...]]
) -> None:
    text, utterances = read(sentence)
    all_told = [told(text, each) for each in utterances]
    first, second = all_told.index(one), all_told.index(other)
    assert second in utterances[first].alternatives
    assert first in utterances[second].alternatives


@pytest.mark.parametrize(
    "sentence",
    [
        "The envoy said that the port was open, according to the ministry.",
        "According to the ministry, the envoy said that the port was open.",
        "The envoy, according to the ministry, said that the port was open.",
        "The envoy said on Tuesday that the ships left the port.",
        "The envoy said on Tuesday the ships had left the port.",
        "The envoy said, “The port is open.” “Nobody is sure,” the mayor said.",
        "The envoy would neither confirm nor deny that the port was open.",
        "The envoy said the port was open and added that the pier was shut.",
    ],
)
def test_where_a_reader_can_decide_there_is_one_reading(sentence: str) -> None:
    assert not any(each.alternatives for each in read(sentence)[1])


def test_of_two_readings_of_a_day_only_one_has_it_as_the_day_of_saying() -> None:
    text = "The Norwegian foreign ministry said on Tuesday the ships left the port."
    posted = Metadata(posted=Known("2019-05-10", "given", "stated"))
    document = Document("0" * 64, "own", "text/plain", text, (Paragraph(1, Span(0, len(text))),), posted, "test")
    days = {text[each.content[0].start : each.content[0].end]: each.said.value for each in propose(document)}
    assert days == {"the ships left the port": "2019-05-07", "on Tuesday the ships left the port": None}


def test_a_quotation_that_stands_alone_goes_on_with_what_was_told_before_it() -> None:
    text, utterances = read("The engineer said the dam was safe. “Nobody needs to leave.” It rained.")
    assert [(each.continues, each.cue is None) for each in utterances] == [(None, False), (0, True)]
    assert told(text, utterances[1])[1] == "“Nobody needs to leave.”"
    assert utterances[1].doubts


@pytest.mark.parametrize("behind", ["The mayor said the road was open.", "“It holds,” the mayor said."])
def test_a_quotation_at_the_head_of_a_paragraph_goes_on_or_is_of_the_one_named_behind(behind: str) -> None:
    text, utterances = read("“The dam is safe,” the engineer said.", f"“Nobody needs to leave.” {behind}")
    readings = [each for each in utterances if told(text, each)[1] == "“Nobody needs to leave.”"]
    before = [words(text, utterances[each.continues].source) for each in readings if each.continues is not None]
    assert {each.lower() for each in before} == {"the engineer", "the mayor"}
    assert all(each.alternatives and each.doubts for each in readings)


def test_a_quotation_at_the_head_of_an_article_is_of_the_one_who_is_quoted_right_behind() -> None:
    text, utterances = read("“Nobody needs to leave.” “It holds,” the mayor said.")
    (alone,) = (each for each in utterances if each.cue is None)
    assert alone.continues is not None
    assert words(text, utterances[alone.continues].source) == "the mayor"
    assert not alone.alternatives
    assert not any(each.cue is None for each in read("“Nobody needs to leave.” The mayor said it held.")[1])


def test_in_a_record_of_turns_a_paragraph_without_a_name_belongs_to_the_turn_before() -> None:
    text, utterances = read(
        "MR LUND: Good morning.",
        "QUESTION: Is the port open?",
        "MR LUND: It is.",
        "We urge both sides to meet. The port will stay open all year.",
        "(The briefing ended at noon.)",
    )
    taken = next(each for each in utterances if each.cue is None)
    assert taken.continues is not None
    assert words(text, utterances[taken.continues].source) == "MR LUND"
    assert told(text, taken)[1] == "We urge both sides to meet. The port will stay open all year"
    assert ("We", "both sides to meet", ()) in [told(text, each) for each in utterances]
    assert not any("briefing" in told(text, each)[1] for each in utterances)


@pytest.mark.parametrize("line", ["OSLO — The port was opened.", "THE VERDICT -- It was mild.", "NATO — old — holds."])
def test_a_dash_behind_capitals_makes_no_turn(line: str) -> None:
    assert read(line)[1] == ()

"""What a person types to correct or split a statement, and what periods a day can be."""

from __future__ import annotations

import pytest

from placet.evidence.review import Refused
from placet.evidence.review.corrections import read_change, read_day
from placet.evidence.review.days import days_of
from placet.evidence.review.decide import copied_words, split_at
from placet.model.proposals import Said
from placet.model.statements import Standing
from tests.evidence.review.desks import ODA, TEXT, article

STANDING = Standing(ODA.id, "open", ODA, ODA)


@pytest.mark.parametrize(
    ("typed", "value", "granularity"),
    [
        ("2014-07-15", "2014-07-15", "day"),
        ("2014-07", "2014-07", "month"),
        ("2014", "2014", "year"),
        ("2014-07-15/2014-07-17", "2014-07-15/2014-07-17", "day"),
        ("unknown", None, "unknown"),
    ],
)
def test_a_day_is_read_as_precisely_as_it_is_given(typed: str, value: str | None, granularity: str) -> None:
    said = read_day(typed)
    assert (said.value, said.granularity) == (value, granularity)


@pytest.mark.parametrize("typed", ["soon", "2014-13", "2014-02-30", "2014-07-17/2014-07-15", "15.7.2014", "1/2/3"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        read_day(typed)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        (Said("2014-07-15"), "2014-07-15", "2014-07-15"),
        (Said("2012-02"), "2012-02-01", "2012-02-29"),
        (Said("2014-W46"), "2014-11-10", "2014-11-16"),
        (Said("2014-Q3"), "2014-07-01", "2014-09-30"),
        (Said("2014-H2"), "2014-07-01", "2014-12-31"),
        (Said("2014-WI"), "2014-12-01", "2015-02-28"),
        (Said("199"), "1990-01-01", "1999-12-31"),
        (Said("2014-11-10/2014-11-12"), "2014-11-10", "2014-11-12"),
        (Said(candidates=("2014-11-10", "2014-11-17")), "2014-11-10", "2014-11-17"),
        (Said(candidates=("2014-11-10", "one day")), None, None),
        (Said(), None, None),
        (Said("2014-W60"), None, None),
    ],
)
def test_every_way_of_writing_when_has_a_first_and_a_last_day_or_none(
    said: Said, first: str | None, last: str | None
) -> None:
    assert days_of(said) == (first, last)


def test_words_are_found_in_the_paragraph_and_several_pieces_are_kept_apart() -> None:
    change = read_change(ODA, article(), [("words", "the ferry … consent | tolls")])
    assert isinstance(change.content, tuple)
    assert [TEXT[span.start : span.end] for span in change.content] == [
        "the ferry would sail only with the harbour's consent",
        "tolls",
    ]
    for wrong in ("the bridge", "the ferry … bridge", " | "):
        with pytest.raises(Refused):
            read_change(ODA, article(), [("words", wrong)])


def test_several_speakers_and_parties_are_read() -> None:
    change = read_change(ODA, article(), [("speaker", "Oda, Minister; body: Port Office"), ("for", "JPN; KOR")])
    assert isinstance(change.speakers, tuple)
    assert isinstance(change.spoken_for, tuple)
    assert [(one.kind, one.name, one.title) for one in change.speakers] == [
        ("person", "Oda", "Minister"),
        ("body", "Port Office", ""),
    ]
    assert [one.party for one in change.spoken_for] == ["JPN", "KOR"]


def test_a_split_cuts_within_a_piece_and_leaves_no_spaces_or_commas_at_the_ends() -> None:
    pieces = split_at(STANDING, article(), ("only with",))
    found = [[TEXT[span.start : span.end] for span in piece.content] for piece in pieces]  # type: ignore[union-attr]  # set
    assert found == [
        ["the ferry would sail"],
        ["only with the harbour's consent", "that tolls would stay as they are"],
    ]
    with pytest.raises(Refused):
        split_at(STANDING, article(), ("the ferry",))


def test_a_copied_run_of_words_is_found_and_a_shorter_one_is_left() -> None:
    assert copied_words("One two three, four five six seven EIGHT", TEXT + " one two three four five six seven eight")
    assert copied_words("the ferry would sail only if asked", TEXT) == ""

"""Short own passages, each of which once came out wrong: the speaker, the party and the day are all right."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pytest

from placet.evidence.propose import RULES, propose
from tests.evidence.speakers.test_articles import document_of, named, words_of

PASSAGES = tuple(Path(__file__).parent / "short" / name for name in ("passages.md", "parties.md", "pronouns.md"))
ROWS = tuple(
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for page in PASSAGES
    for line in page.read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| passage")
)

MADE = ("rules 7", "f11de82b4cf5")
"""A version of the rules, and the first digits of the checksum of all that it proposes in these passages."""


@pytest.mark.parametrize(("passage", "words", "speaker", "party", "day"), ROWS, ids=[row[0][:50] for row in ROWS])
def test_who_says_it_for_whom_and_when(passage: str, words: str, speaker: str, party: str, day: str) -> None:
    document = document_of("A passage\n\n" + passage.replace(" ¶ ", "\n\n"), "2019-05-10")
    found = [each for each in propose(document) if words in words_of(document, each)]
    assert found
    one = min(found, key=lambda each: sum(span.end - span.start for span in each.content))  # of readings the first
    if speaker != "any":
        assert set(named(one).split(", ")) == set(speaker.split(", ")) or named(one) == speaker
    if party != "any":
        assert {each.party for each in one.spoken_for} == set(party.split(", ")) - {"—"}
    if day != "any":
        assert (one.said.value or "—") == day


def test_a_heading_in_capitals_names_nobody() -> None:
    heading = "Peruvian Foreign Minister Says Latest Talks Were Useful"
    document = document_of(f"{heading}\n\nThe minister said on Monday that the port was open.", "2019-05-10")
    assert {named(each) for each in propose(document)} == {"Peruvian Foreign Minister"}


def test_a_plural_that_two_sets_of_office_holders_fit_is_told_as_a_doubt() -> None:
    text = (
        "Talks\n\nThe ministers of Kenya and Uganda left.\n\nThe ministers of Peru and Chile met.\n\n"
        "Nothing was signed.\n\nThe ministers said the port was open."
    )
    (found,) = propose(document_of(text, "2019-05-10"))
    assert not found.spoken_for
    assert (
        "for no party: `ministers` may be ministers of Peru and Chile, or ministers of Kenya and Uganda: "
        "both were told before"
    ) in found.doubts


def test_the_version_of_the_rules_is_raised_with_what_they_propose() -> None:
    digest = hashlib.sha256()
    for passage in dict.fromkeys(row[0] for row in ROWS):
        document = document_of("A passage\n\n" + passage.replace(" ¶ ", "\n\n"), "2019-05-10")
        digest.update(msgspec.json.encode(propose(document)))
    made = (RULES, digest.hexdigest()[:12])
    assert made == MADE, "raise RULES in evidence/propose.py, so that stored articles are read anew"

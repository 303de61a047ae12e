"""What a proposed statement may repeat: in the rulebook, and in the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from placet.evidence.review import Desk
from placet.evidence.review.words import paragraph_words, passage_hash
from placet.evidence.suggest import Had, Suggester, find_repeats
from placet.evidence.suggest.repeats import find_had
from placet.model.decisions import Reject
from placet.model.documents import Document, Paragraph, Span
from placet.model.proposals import Proposal
from placet.store import Store, open_store
from tests.evidence.review.desks import ALL, LINES, stored
from tests.evidence.suggest.books import straits

LATER = "Tolls will stay as they are, and the ferry sails only with consent of the harbour, the ministry repeated."
OTHER = "Nothing about the ferry was said in Kobe."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data") as opened:
        yield opened


def proposed(store: Store, text: str | None = None) -> tuple[Document, tuple[Proposal, ...]]:
    """Store the article, or another one of one line, and propose what is said in it."""
    if text is None:
        document = stored(store)
        found = tuple(msgspec.structs.replace(one, document=document.sha256) for one in ALL)
    else:
        whole = Span(0, len(text))
        document = stored(store, text=text, paragraphs=(Paragraph(1, whole, "body"),))
        name = f"ff{len(text):02}"
        found = (Proposal(name, document.sha256, 1, (whole,), "indirect"),)
    Desk(store).propose(document, lambda _: found, "rules 1")
    return document, found


def test_a_statement_of_another_article_in_largely_the_same_words_is_found(store: Store) -> None:
    proposed(store)
    proposed(store, OTHER)
    _, (later,) = proposed(store, LATER)
    desk = Desk(store)
    (found,) = find_repeats(store, desk.find(later.id), LATER)
    assert (found.standing.id, found.document) == ("aa11", "ferry.txt")
    assert {"ferry", "harbour", "consent"} & set(found.shared)
    assert "tolls would stay as they are" in found.words


def test_what_was_rejected_or_stands_in_the_same_words_is_no_repetition(store: Store) -> None:
    document, _ = proposed(store)
    _, (later,) = proposed(store, LATER)
    desk = Desk(store)
    desk.decide(Reject("aa11", "no", ""), "ann", dt.datetime(2014, 5, 1, tzinfo=dt.UTC), document.sha256)
    assert find_repeats(store, desk.find(later.id), LATER) == ()
    assert find_repeats(store, desk.find("aa11"), LINES[2]) != ()


def test_the_names_of_states_alone_make_no_repetition(store: Store) -> None:
    proposed(store, "Japan and South Korea and the United States were named by Tokyo in Washington.")
    _, (later,) = proposed(store, "South Korea left; Japan stayed, the United States did not mind, Tokyo least of all.")
    assert find_repeats(store, Desk(store).find(later.id), "South Korea, Japan, the United States, Tokyo") == ()


def test_what_the_rulebook_has_from_the_passage_is_known_by_its_digits(store: Store, tmp_path: Path) -> None:
    book = straits(tmp_path / "straits")
    document, _ = proposed(store)
    digits = {"old-lamps": passage_hash(paragraph_words(document, 3))}
    assert find_had(book, document, digits)[3] == (Had("old-lamps", is_certain=True),)
    suggested = Suggester(book, digits).suggest(Desk(store).find("aa11"), document, store)
    assert [(each.name, each.has) for each in suggested.subjects] == [("beacons", ("old-lamps",)), ("leave", ())]
    assert suggested.had == (Had("old-lamps", is_certain=True),)


def test_nothing_of_the_index_s_own_language_is_taken_from_a_statement(store: Store) -> None:
    proposed(store)
    for words in ('NEAR("a" b)', "passage : ferry AND", "* ^ - \" ' ( )", "OR OR OR NOT ferry consent harbour"):
        find_repeats(store, Desk(store).find("bb22"), words)
        assert store.search.like(words.split(), 5) is not None
    assert store.search.like([], 5) == ()
    assert [hit.standing.id for hit in store.search.like(["consent", "toll"], 5)] == ["aa11"]

"""Own articles in the manner of world news: who speaks, of what kind, for whom, and on which day."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from placet.evidence.propose import propose
from placet.model.documents import Document, Known, Metadata, Paragraph, Span
from placet.model.proposals import Proposal

ARTICLES = sorted(Path(__file__).parent.glob("*.md"))
LEAST = {"found": 0.93, "speaker": 0.95, "kind": 0.95, "party": 0.95, "day": 0.93}


class Expected(NamedTuple):
    article: str
    words: str
    speaker: str
    kind: str
    party: str
    day: str


def document_of(text: str, posted: str | None, outlet: str | None = None, name: str = "own") -> Document:
    paragraphs = tuple(
        Paragraph(number, Span(match.start(), match.end()), "title" if number == 1 else "body")
        for number, match in enumerate(re.finditer(r"[^\n]+", text), 1)
    )
    metadata = Metadata(
        posted=Known(posted, "given", "stated") if posted else Known(),
        outlet=Known(outlet, "given", "stated") if outlet else Known(),
        language=Known("en", "given", "stated"),
    )
    return Document(name, name, "text/plain", text, paragraphs, metadata, "test")


class Article(NamedTuple):
    name: str
    text: str
    posted: str | None
    outlet: str | None
    rows: tuple[Expected, ...]


@cache
def articles() -> tuple[Article, ...]:
    found = []
    for path in ARTICLES:
        page = path.read_text("utf-8")
        head = re.search(r"^Posted (\S+), outlet (.+)\.$", page, re.MULTILINE)
        assert head is not None, path
        text = re.search(r"```text\n(.*?)\n```", page, re.DOTALL)
        assert text is not None, path
        rows = []
        for line in page[text.end() :].splitlines():
            if line.startswith("| ") and not line.startswith("| words"):
                rows.append(Expected(path.stem, *(cell.strip() for cell in line.strip("|").split("|"))))
        known = [None if value == "none" else value for value in head.groups()]
        found.append(Article(path.stem, text[1], known[0], known[1], tuple(rows)))
    return tuple(found)


@cache
def proposed(name: str) -> tuple[Document, tuple[Proposal, ...]]:
    article = next(each for each in articles() if each.name == name)
    document = document_of(article.text, article.posted, article.outlet, article.name)
    return document, propose(document)


def words_of(document: Document, proposal: Proposal) -> str:
    return " … ".join(document.text[span.start : span.end] for span in proposal.content)


def named(proposal: Proposal) -> str:
    return ", ".join(each.name for each in proposal.speakers)


def fits(row: Expected, document: Document, proposal: Proposal) -> dict[str, bool]:
    parties = ", ".join(each.party for each in proposal.spoken_for) or "—"
    return {
        "speaker": any(set(one.split(", ")) == set(named(proposal).split(", ")) for one in row.speaker.split("; ")),
        "kind": bool(proposal.speakers) and all(row.kind in {each.kind, "any"} for each in proposal.speakers),
        "party": row.party == "any" or set(row.party.split(", ")) == set(parties.split(", ")),
        "day": row.day == "any" or (proposal.said.value or "—") == row.day,
    }


def judged(row: Expected) -> dict[str, bool]:
    """What is right of the proposal that holds the words; where several do, of the best."""
    document, proposals = proposed(row.article)
    found = [fits(row, document, each) for each in proposals if row.words in words_of(document, each)]
    best = max(found, key=lambda each: sum(each.values()), default={})
    return {"found": bool(found), **best}


ROWS = tuple(row for article in articles() for row in article.rows)


def test_there_are_articles_of_many_regions() -> None:
    assert len(articles()) >= 12
    assert len(ROWS) >= 100


@pytest.mark.parametrize("measure", LEAST)
def test_the_share_that_is_right_is_reached(measure: str) -> None:
    judgements = [(row, judged(row)) for row in ROWS]
    counted = [(row, each[measure]) for row, each in judgements if measure in each]
    wrong = [f"{row.article}: {row.words}" for row, is_right in counted if not is_right]
    assert 1 - len(wrong) / len(counted) >= LEAST[measure], wrong


def moved(article: Article, days: int) -> tuple[Proposal, ...]:
    assert article.posted is not None
    posted = (dt.date.fromisoformat(article.posted) + dt.timedelta(days=days)).isoformat()
    return propose(document_of(article.text, posted, article.outlet, article.name))


@pytest.mark.parametrize("name", ["baltic", "islands", "nile"])
def test_a_week_later_every_relative_day_is_a_week_later(name: str) -> None:
    article = next(each for each in articles() if each.name == name)
    _, before = proposed(name)
    for first, second in zip(before, moved(article, 7), strict=True):
        if first.said.value is not None and first.said.granularity == "day":
            assert second.said.value is not None
            apart = dt.date.fromisoformat(second.said.value) - dt.date.fromisoformat(first.said.value)
            assert apart == dt.timedelta(days=7)


@pytest.mark.parametrize("name", ["baltic", "islands", "gulf", "mekong"])
def test_without_a_date_nothing_relative_is_resolved(name: str) -> None:
    article = next(each for each in articles() if each.name == name)
    undated = propose(document_of(article.text, None, article.outlet, article.name))
    assert any(each.said.expression for each in undated)
    assert all(each.said.value is None for each in undated)


def test_swapping_two_states_swaps_the_parties() -> None:
    text = (
        "Talks on water\n\n"
        "The Turkish foreign minister, Ali Kaya, said on Monday that Syrian farmers took too much.\n\n"
        "Syria’s water ministry denied it. The ministry said Turkish dams were to blame."
    )
    turn = {"Turkish": "Syrian", "Syrian": "Turkish", "Turkey": "Syria", "Syria": "Turkey"}
    swapped = re.sub(r"\b(?:Turkish|Syrian|Turkey|Syria)\b", lambda match: turn[match[0]], text)
    parties = [[each.party for each in one.spoken_for] for one in propose(document_of(text, "2019-05-07"))]
    other = {"TUR": "SYR", "SYR": "TUR"}
    turned = propose(document_of(swapped, "2019-05-07"))
    assert parties
    assert [[other[each.party] for each in one.spoken_for] for one in turned] == parties


def test_proposing_twice_gives_the_same() -> None:
    article = articles()[0]
    document = document_of(article.text, article.posted, article.outlet, article.name)
    assert propose(document) == propose(document)

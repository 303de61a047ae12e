"""Proposals of a small article of our own, and a record that is written one decision after the other."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

import msgspec

from placet.evidence.propose import RULES
from placet.evidence.readers import PLAIN_READER
from placet.evidence.review import Desk, Review, fold
from placet.model.decisions import Act, Decision, make_decision
from placet.model.documents import Document, Known, Metadata, Paragraph, Span
from placet.model.proposals import Proposal, Said, Speaker, SpokenFor
from placet.model.statements import Proposed, digest_of
from placet.store import Store, open_store

LINES = (
    "Ferry talks to resume in May",
    "Posted April 3, 2014",
    "Minister Oda said the ferry would sail only with the harbour's consent, and that tolls would stay as they are.",
    "A spokesman for the harbour declined to comment.",
    "“We were never asked,” he added.",
)
TEXT = "\n".join(LINES)
SHA = "ab" * 32


def place(words: str) -> Span:
    """Return where words stand in the article."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


def article() -> Document:
    """Return the article."""
    starts = [sum(len(line) + 1 for line in LINES[:at]) for at in range(len(LINES))]
    kinds = ("title", "dateline", "body", "body", "body")
    return Document(
        sha256=SHA,
        name="ferry.txt",
        media_type="text/plain",
        text=TEXT,
        paragraphs=tuple(
            Paragraph(at + 1, Span(starts[at], starts[at] + len(line)), kinds[at])  # type: ignore[arg-type]  # kinds
            for at, line in enumerate(LINES)
        ),
        metadata=Metadata(
            title=Known(LINES[0], "visible line", "stated"),
            outlet=Known("The Strait Post", "given", "stated"),
            posted=Known("2014-04-03", "visible line", "stated"),
        ),
        extractor=PLAIN_READER,
    )


ODA = Proposal(
    id="aa11",
    document=SHA,
    paragraph=3,
    content=(
        place("the ferry would sail only with the harbour's consent"),
        place("that tolls would stay as they are"),
    ),
    form="indirect",
    cue=place("said"),
    speakers=(Speaker("person", "Oda", "Minister Oda", place("Minister Oda"), "Minister", why="named here"),),
    spoken_for=(SpokenFor("JPN", "an office of the state", "inferred"),),
    said=Said("2014-04-03", "day", rule="day of the article"),
)
DECLINED = Proposal(
    id="bb22",
    document=SHA,
    paragraph=4,
    content=(place("comment"),),
    form="indirect",
    stance="declines",
    speakers=(Speaker("anonymous", "", "A spokesman for the harbour", place("A spokesman for the harbour")),),
)
NEVER = Proposal(
    id="cc33",
    document=SHA,
    paragraph=5,
    content=(place("We were never asked"),),
    form="direct",
    cue=place("added"),
    stance="denies",
    speakers=(Speaker("unknown", "", "he", place("he")),),
    doubts=("two speakers are near",),
)
ALL = (ODA, DECLINED, NEVER)


def kept(*proposals: Proposal, rules: str = "1", is_current: bool = True) -> tuple[Proposed, ...]:
    """Return proposals as a store keeps them."""
    return tuple(Proposed(one, digest_of(one), rules, is_current) for one in proposals or ALL)


class Record:
    """Decisions in their order, each a second later than the one before."""

    def __init__(self, proposals: Iterable[Proposed] | None = None) -> None:
        self.proposals = tuple(proposals if proposals is not None else kept())
        self.decisions: list[Decision] = []

    def add(self, by: str, act: Act) -> Decision:
        at = f"2014-05-01T10:{len(self.decisions) // 60:02}:{len(self.decisions) % 60:02}Z"
        self.decisions.append(make_decision(act, by, at))
        return self.decisions[-1]

    @property
    def review(self) -> Review:
        return fold(self.proposals, self.decisions)


def renamed(proposal: Proposal, name: str) -> Proposal:
    """Return a proposal with another speaker's name."""
    return msgspec.structs.replace(proposal, speakers=(Speaker("person", name),))


def stored(store: Store, *, text: str = TEXT, paragraphs: tuple[Paragraph, ...] | None = None) -> Document:
    """Put the article, or another text, into a store and return it as it is there."""
    raw = text.encode()
    document = msgspec.structs.replace(
        article(), sha256=hashlib.sha256(raw).hexdigest(), text=text, paragraphs=paragraphs or article().paragraphs
    )
    store.documents.add(document, raw, at=dt.datetime(2014, 5, 1, tzinfo=dt.UTC))
    return store.documents.get(document.sha256)


def store_with_proposals() -> str:
    """Put the article with all its proposals into the store that PLACET_DATA names, and return its hash."""
    with open_store() as store:
        document = stored(store)
        proposals = [msgspec.structs.replace(one, document=document.sha256) for one in ALL]
        Desk(store).propose(document, lambda _: proposals, RULES)
    return document.sha256

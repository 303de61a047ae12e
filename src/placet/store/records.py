"""What a store says of what it keeps: whether something was added, what is there, and who corrected what."""

from __future__ import annotations

import datetime as dt
from typing import Literal, get_args

import msgspec

from placet.model.decisions import Act
from placet.model.documents import Document, Known, Metadata
from placet.model.proposals import Proposal
from placet.model.statements import Proposed

MetadataField = Literal["title", "outlet", "posted", "modified", "byline", "language"]
"""The pieces of metadata, in the order in which they are shown."""

METADATA_FIELDS: tuple[MetadataField, ...] = get_args(MetadataField)


class Removal(msgspec.Struct, frozen=True):
    """That a document was removed; none of its words is kept but its title.

    Attributes:
        title: its title; None: it had none that was known.
        by: the person who removed it.
        at: when, in UTC.
        why: why, in the person's words; empty: nothing was said.
        decisions: how many decisions went with it.
    """

    sha256: str
    title: str | None
    by: str
    at: str
    why: str
    decisions: int

    @property
    def day(self) -> dt.date:
        """The day on which it was removed."""
        return dt.date.fromisoformat(self.at[:10])


class Kept(msgspec.Struct, frozen=True):
    """What became of a document that was handed to the store.

    Attributes:
        sha256: its name in the store.
        is_new: whether it was not there before; the same bytes are stored once.
        given: what a person said of it with this addition and was not known to the store so before.
        removal: of a new one: its last removal, where it was stored before and removed.
    """

    sha256: str
    is_new: bool
    given: tuple[MetadataField, ...] = ()
    removal: Removal | None = None


class Listed(msgspec.Struct, frozen=True):
    """A stored document without its text.

    Attributes:
        added_at: when it was stored, in UTC: `2014-11-18T06:51:00Z`.
        size: how many bytes were stored.
        characters: how long its text is.
        passages: how many paragraphs it has, furniture included.
    """

    sha256: str
    name: str
    media_type: str
    size: int
    added_at: str
    extractor: str
    characters: int
    passages: int
    metadata: Metadata


class Reading(msgspec.Struct, frozen=True):
    """A stored document as it is read today, with what is carried over from the reading before.

    Attributes:
        document: the document, with the metadata that is to count.
        found: what is proposed in it, under the ids that the rules make.
        rules: the version of the rules; empty: nothing has ever been proposed in it, and nothing is now.
        is_same_text: whether its text is the one that is stored: then all places stay what they are.
        earlier: of another text: what was proposed before and somebody decided on, with its places in this one.
        names: of another text: the ids that the rules make, with those under which the statements go on.
        acts: of another text: decisions, by their ids, as they read in it.
        decisions: how many decisions there were when this was worked out.
    """

    document: Document
    found: tuple[Proposal, ...]
    rules: str
    is_same_text: bool
    earlier: tuple[Proposed, ...] = ()
    names: dict[str, str] = {}
    acts: dict[str, Act] = {}
    decisions: int = 0


class Correction(msgspec.Struct, frozen=True):
    """A value of a piece of metadata as it was at some time; the last one counts.

    Attributes:
        who: the person who gave it; empty: the page was read so.
        at: when, in UTC.
    """

    field: MetadataField
    known: Known
    who: str
    at: str


class Decider(msgspec.Struct, frozen=True):
    """A person who decided on statements of a document.

    Attributes:
        by: the person.
        count: how many decisions are on record, those that were taken back too.
        last: when the last one was taken, in UTC.
    """

    by: str
    count: int
    last: str


class Going(msgspec.Struct, frozen=True):
    """What goes when a document is removed.

    Attributes:
        statements: how many statements are proposed in it.
        deciders: who decided on them.
        links: how many of the decisions link a statement to something in a rulebook.
        rulebooks: the rulebooks of these links.
        repeated_by: statements of other documents that somebody called a repetition of one of its; they stay so.
        given: the pieces of metadata that a person gave.
    """

    sha256: str
    name: str
    title: str | None
    statements: int = 0
    deciders: tuple[Decider, ...] = ()
    links: int = 0
    rulebooks: tuple[str, ...] = ()
    repeated_by: tuple[str, ...] = ()
    given: tuple[MetadataField, ...] = ()

    @property
    def decisions(self) -> int:
        """How many decisions go with it."""
        return sum(one.count for one in self.deciders)

    @property
    def is_decided_on(self) -> bool:
        """Whether work of people goes with it, or is left without what it speaks of."""
        return bool(self.deciders or self.repeated_by)

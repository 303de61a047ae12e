"""What people decide about proposed statements: one value for each decision, in a record that only grows.

Nothing here changes a proposal. What follows from the decisions is worked out anew from all of them, so a decision
that was taken back or answered by another one is still there. They go only with the document that they are about.
"""

from __future__ import annotations

import hashlib
from typing import TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from placet.model.documents import Span
from placet.model.proposals import Form, Said, Speaker, SpokenFor
from placet.model.rulebook import Stance


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person puts in the place of a proposal's values, under the names of `Proposal`; what is unset stays."""

    content: tuple[Span, ...] | UnsetType = UNSET
    form: Form | UnsetType = UNSET
    act: str | UnsetType = UNSET
    stance: Stance | UnsetType = UNSET
    is_negated: bool | UnsetType = UNSET
    modality: str | UnsetType = UNSET
    speakers: tuple[Speaker, ...] | UnsetType = UNSET
    spoken_for: tuple[SpokenFor, ...] | UnsetType = UNSET
    relays: tuple[Speaker, ...] | UnsetType = UNSET
    addressee: str | UnsetType = UNSET
    venue: str | UnsetType = UNSET
    said: Said | UnsetType = UNSET
    is_gloss: bool | UnsetType = UNSET


class Accept(msgspec.Struct, frozen=True, tag="accept"):
    """A statement is taken as it stands.

    Attributes:
        proposal: which.
        upon: the digest of the proposal that was looked at; a later version of the rules may propose it otherwise.
        taking: the corrections, by the ids of their decisions, that are taken over with it.
    """

    proposal: str
    upon: str = ""
    taking: tuple[str, ...] = ()


class Correct(msgspec.Struct, frozen=True, tag="correct"):
    """A statement is taken with other values: those of the corrections in `taking`, and then of `change`."""

    proposal: str
    change: Change
    upon: str = ""
    taking: tuple[str, ...] = ()


class Reject(msgspec.Struct, frozen=True, tag="reject"):
    """A proposal is no statement, or none that is wanted."""

    proposal: str
    reason: str = ""
    upon: str = ""


class Duplicate(msgspec.Struct, frozen=True, tag="duplicate"):
    """A proposal says again what another one, `of`, says already."""

    proposal: str
    of: str
    upon: str = ""


class Split(msgspec.Struct, frozen=True, tag="split"):
    """A proposal is several statements; each piece says what it has otherwise than the whole."""

    proposal: str
    pieces: tuple[Change, ...]
    upon: str = ""


class Merge(msgspec.Struct, frozen=True, tag="merge"):
    """Several proposals of one document are one statement: the first one's values, all the content, and `change`."""

    proposals: tuple[str, ...]
    change: Change = Change()
    upon: tuple[str, ...] = ()


class Undo(msgspec.Struct, frozen=True, tag="undo"):
    """A decision by the same person counts no longer; an undo can be undone."""

    decision: str


class Settle(msgspec.Struct, frozen=True, tag="settle"):
    """Of the decisions in which people part over a proposal, this one counts.

    A verdict settles what becomes of the proposal; a link or its denial settles that link; a paraphrase the words.
    """

    proposal: str
    decision: str


class Link(msgspec.Struct, frozen=True, tag="link"):
    """A statement is about a rule, point, term, relation, instrument or reading of a rulebook."""

    proposal: str
    rulebook: str
    name: str


class Unlink(msgspec.Struct, frozen=True, tag="unlink"):
    """A statement is not about that."""

    proposal: str
    rulebook: str
    name: str


class Paraphrase(msgspec.Struct, frozen=True, tag="paraphrase"):
    """What a statement says, in a person's own words; empty: none yet."""

    proposal: str
    text: str


Act: TypeAlias = Accept | Correct | Reject | Duplicate | Split | Merge | Undo | Settle | Link | Unlink | Paraphrase
Verdict: TypeAlias = Accept | Correct | Reject | Duplicate | Split | Merge
"""The acts that say what becomes of a proposal."""


class Decision(msgspec.Struct, frozen=True):
    """An act with who did it and when.

    Attributes:
        id: a name that only the act, the person and the time decide.
        by: the person.
        at: the time in UTC, ISO 8601, to the microsecond.
        act: what was decided.
    """

    id: str
    by: str
    at: str
    act: Act

    @property
    def proposals(self) -> tuple[str, ...]:
        """The proposals it is about; none for an undo, which is about a decision."""
        match self.act:
            case Merge(proposals):
                return proposals
            case Undo():
                return ()
            case act:
                return (act.proposal,)


def make_decision(act: Act, by: str, at: str) -> Decision:
    """Return a decision with its id: the same act by the same person at the same time has the same one."""
    written = msgspec.json.encode([by, at, act])
    return Decision(hashlib.sha256(written).hexdigest()[:12], by, at, act)

"""What becomes of proposed statements: the proposals with where they are from, and how each stands after review."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from placet.model.decisions import Decision
from placet.model.proposals import Proposal

Status = Literal["open", "accepted", "rejected", "duplicate", "split", "merged", "disputed"]
STATUSES: tuple[Status, ...] = ("open", "accepted", "rejected", "duplicate", "split", "merged", "disputed")
"""Open: nobody has decided; disputed: people have decided differently and nobody has settled it."""


class Proposed(msgspec.Struct, frozen=True):
    """A proposal as it was made.

    Attributes:
        proposal: its values.
        digest: of these values; newer rules may propose the same passage, under the same id, with others.
        rules: the version of what proposed it.
        is_current: whether the newest rules still propose it so.
    """

    proposal: Proposal
    digest: str
    rules: str
    is_current: bool = True


class View(msgspec.Struct, frozen=True):
    """What one person makes of a proposal.

    Attributes:
        by: the person.
        decision: the last decision that says so.
        status: what becomes of it on this view.
        statement: its values on this view, where it is accepted.
        others: on this view, the proposal it is a duplicate of, the pieces it was split into, or the one it went into.
        reason: why it is rejected.
        taking: the corrections that went into the values.
    """

    by: str
    decision: Decision
    status: Status
    statement: Proposal | None = None
    others: tuple[str, ...] = ()
    reason: str = ""
    taking: tuple[str, ...] = ()


class LinkState(msgspec.Struct, frozen=True):
    """What a statement is about, and who says so; `against` are those who say that it is not."""

    rulebook: str
    name: str
    by: tuple[str, ...]
    against: tuple[str, ...] = ()


class Standing(msgspec.Struct, frozen=True):
    """A proposal, or what was made of one, as it stands.

    Attributes:
        id: its proposal's, or that of the piece or the union.
        status: what has become of it.
        statement: its values: as proposed while it is open or disputed; as decided otherwise.
        proposed: the values as proposed.
        digest: of the proposed values that are looked at here.
        rules: the version of what proposed it; empty for what a person made by splitting or merging.
        views: what each person makes of it, in the order in which they first decided.
        settled: the decision by which somebody settled a disagreement, if that counts.
        others: see `View.others`, on the view that counts.
        made_of: the proposals it was split from or merged from.
        links: what it is about.
        paraphrases: what it says in whose own words: (person, words); several are a disagreement.
        is_current: whether the newest rules still propose it.
        is_changed: whether they propose it with other values than those that were decided on.
    """

    id: str
    status: Status
    statement: Proposal
    proposed: Proposal
    digest: str = ""
    rules: str = ""
    views: tuple[View, ...] = ()
    settled: Decision | None = None
    others: tuple[str, ...] = ()
    made_of: tuple[str, ...] = ()
    links: tuple[LinkState, ...] = ()
    paraphrases: tuple[tuple[str, str], ...] = ()
    is_current: bool = True
    is_changed: bool = False

    @property
    def paraphrase(self) -> str:
        """The words in which it is put, where all who put it into words agree; else empty."""
        words = {text for _, text in self.paraphrases}
        return words.pop() if len(words) == 1 else ""


def digest_of(proposal: Proposal) -> str:
    """Return the digest of what a proposal says of a passage, 16 digits; its doubts and alternatives do not count."""
    bare = msgspec.structs.replace(proposal, doubts=(), alternatives=())
    return hashlib.sha256(msgspec.json.encode(bare)).hexdigest()[:16]

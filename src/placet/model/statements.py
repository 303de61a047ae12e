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
    """What a statement is about, and who says so; `against` are those who say that it is not.

    Attributes:
        rulebook: the rulebook's name.
        name: of a rule, point, term, relation, instrument or reading of it.
        by: who says that the statement is about it.
        against: who says that it is not.
        settled_by: who settled it, if people part over it and somebody did.
        settled_on: what was settled; empty: nothing was.
    """

    rulebook: str
    name: str
    by: tuple[str, ...]
    against: tuple[str, ...] = ()
    settled_by: str = ""
    settled_on: Literal["", "about", "not about"] = ""

    @property
    def people(self) -> tuple[str, ...]:
        """All who have said whether the statement is about it."""
        return (*self.by, *self.against)

    @property
    def is_disputed(self) -> bool:
        """Whether people part over it and nobody has settled it."""
        return bool(self.against) and not self.settled_on

    @property
    def counts(self) -> bool:
        """Whether the statement is about it: all say so, or it was settled so."""
        return self.settled_on == "about" or not (self.settled_on or self.against)


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
        words_of: whose words count, where people part over them and somebody settled it; empty: nobody did.
        words_settled_by: who settled that.
        is_parted: whether people part over its words or over what it is about, and nobody has settled it.
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
    words_of: str = ""
    words_settled_by: str = ""
    is_parted: bool = False

    @property
    def paraphrase(self) -> str:
        """The words in which it is put, where all who put it into words agree or it was settled; else empty."""
        words = {text for by, text in self.paraphrases if self.words_of in ("", by)}
        return words.pop() if len(words) == 1 else ""

    @property
    def are_words_disputed(self) -> bool:
        """Whether people put it into different words and nobody has settled whose count."""
        return bool(self.paraphrases) and not self.paraphrase

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to decide or to settle something."""
        return self.status in ("open", "disputed") or self.is_changed or (self.status == "accepted" and self.is_parted)


def digest_of(proposal: Proposal) -> str:
    """Return the digest of what a proposal says of a passage, 16 digits; its doubts and alternatives do not count."""
    bare = msgspec.structs.replace(proposal, doubts=(), alternatives=())
    return hashlib.sha256(msgspec.json.encode(bare)).hexdigest()[:16]

"""What people decided on in one reading of a document, carried over to another reading of the same bytes.

A decision is carried over with its passage: where every word that it is about stands in the newer text as it did. Then
the statement goes on under the id that it had. All other decisions are lost there: they stay on record, and nothing
passes to words that nobody has looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
from msgspec import UNSET

from placet.evidence.naming import name_proposal
from placet.evidence.review.places import Places, is_same_text
from placet.model.decisions import Accept, Act, Change, Correct, Decision, Duplicate, Merge, Reject, Split
from placet.model.documents import Document, Span
from placet.model.proposals import Proposal, Said, Speaker
from placet.model.statements import Proposed, digest_of

_MOST_READINGS = 8
"""How many readings of the very same words are reckoned with."""


class Carried(msgspec.Struct, frozen=True):
    """What is carried over to a newer reading of a document.

    Attributes:
        earlier: what was proposed and decided on, with its places in the newer text.
        names: the ids that the rules make in the newer text, with those under which the statements go on.
        acts: decisions, by their ids, as they read in the newer text, where that is otherwise.
        kept: the statements whose decisions are carried over.
        lost: those whose decisions are not, as their words do not stand there as they did.
    """

    earlier: tuple[Proposed, ...] = ()
    names: dict[str, str] = {}
    acts: dict[str, Act] = {}
    kept: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def carry(
    earlier: Document,
    newer: Document,
    proposed: Sequence[Proposed],
    decisions: Sequence[Decision],
    *,
    repeated: Collection[str] = (),
    names: Mapping[str, str] | None = None,
) -> Carried:
    """Work out what is carried over from one reading of a document to another.

    Args:
        earlier: the document as it is stored.
        newer: as it is read now.
        proposed: all that was proposed in the earlier one.
        decisions: the record about it, in order.
        repeated: the ids of its statements that somebody calls repeated in another document.
        names: the ids that the rules made in the earlier text, with those under which statements went on.
    """
    known = {one.proposal.id for one in proposed}
    decided = {whole(name) for one in decisions for name in one.proposals}
    touched = [one for one in dict.fromkeys(one.proposal.id for one in proposed) if one in decided | _wholes(repeated)]
    if is_same_text(earlier, newer):
        return Carried(kept=tuple(touched))
    passages = _Passages(Places(earlier, newer), names or {})
    acts = {one.id: passages.act(one.act) for one in decisions}
    versions = {name: [one for one in proposed if one.proposal.id == name] for name in touched}
    moved = {name: [passages.proposed(one) for one in of] for name, of in versions.items()}
    lost = {name for name, of in moved.items() if None in of}
    lost |= {whole(name) for one in decisions if acts[one.id] is None for name in one.proposals}
    lost = _with_merged(lost & known, decisions)
    kept = [name for name in touched if name not in lost]
    digests = {
        (old.proposal.id, old.digest): new.digest
        for name in kept
        for old, new in zip(versions[name], moved[name], strict=True)
        if new is not None
    }
    carried = {
        one.id: _upon(act, digests)
        for one in decisions
        if (act := acts[one.id]) is not None and not lost & {whole(name) for name in one.proposals}
    }
    as_read = {one.id: one.act for one in decisions}
    # Two versions may have differed in nothing but a place that is no longer known.
    rows = {(one.proposal.id, one.digest): one for name in kept for one in moved[name] if one is not None}
    return Carried(
        earlier=tuple(rows.values()),
        names=passages.names([versions[name][-1].proposal for name in kept], sorted(decided | _wholes(repeated))),
        acts={name: act for name, act in carried.items() if act != as_read[name]},
        kept=tuple(kept),
        lost=tuple(name for name in touched if name in lost),
    )


def whole(name: str) -> str:
    """Return the id of what a statement was made of: its pieces have its id with more behind a full stop."""
    return name.partition(".")[0]


def _wholes(names: Iterable[str]) -> set[str]:
    return {whole(name) for name in names}


def _other_than(name: str, decided: Collection[str]) -> str:
    """Return an id made of another one that nobody has decided on."""
    while name in decided:
        name = hashlib.sha256(f"{name} again".encode()).hexdigest()[:16]
    return name


def _with_merged(lost: set[str], decisions: Sequence[Decision]) -> set[str]:
    """Return the statements that are lost with others, having been merged with them."""
    merged = [_wholes(one.act.proposals) for one in decisions if isinstance(one.act, Merge)]
    while any(found & lost and not found <= lost for found in merged):
        lost = lost.union(*(found for found in merged if found & lost))
    return lost


def _upon(act: Act, digests: Mapping[tuple[str, str], str]) -> Act:
    """Return an act with the digest of what was looked at, as that reads in the newer text."""
    match act:
        case Merge(proposals, _, upon):
            pairs = zip(proposals, upon, strict=False)
            return msgspec.structs.replace(act, upon=tuple(digests.get(pair, pair[1]) for pair in pairs))
        case Accept() | Correct() | Reject() | Duplicate() | Split():
            return msgspec.structs.replace(act, upon=digests.get((act.proposal, act.upon), act.upon))
        case _:
            return act


class _Passages:
    """Proposals and acts with their places in the newer text."""

    def __init__(self, places: Places, names: Mapping[str, str]) -> None:
        self._places = places
        self._made = {kept: made for made, kept in names.items()}

    def proposed(self, one: Proposed) -> Proposed | None:
        """Return what was proposed, with the places of its words in the newer text; None: they do not stand there."""
        proposal = one.proposal
        content = self._spans(proposal.content)
        cue = self._places.span(proposal.cue) if proposal.cue is not None else None
        if content is None or (cue is None and proposal.cue is not None):
            return None
        paragraph = self._places.paragraph(cue or content[0]) if cue or content else None
        if paragraph is None:
            return None
        found = msgspec.structs.replace(
            proposal,
            content=content,
            cue=cue,
            paragraph=paragraph,
            speakers=self._speakers(proposal.speakers),
            relays=self._speakers(proposal.relays),
            said=self._said(proposal.said),
        )
        return Proposed(found, digest_of(found), one.rules, is_current=False)

    def act(self, act: Act) -> Act | None:
        """Return an act as it reads in the newer text; None: its words do not stand there."""
        match act:
            case Correct(_, change) | Merge(_, change):
                moved = self._change(change)
                return msgspec.structs.replace(act, change=moved) if moved is not None else None
            case Split(_, pieces):
                # The ids of pieces are made of what they are: other places would make other statements of them.
                return act if all(self._change(piece) == piece for piece in pieces) else None
            case _:
                return act

    def names(self, kept: Iterable[Proposal], decided: Collection[str]) -> dict[str, str]:
        """Return the ids that the rules make of passages in the newer text, with those under which these go on.

        Args:
            kept: what goes on under the id that it had.
            decided: all ids that somebody has ever decided on. INVARIANT: where the rules make one of them of a passage
                that is not the one it was of, that passage gets an id that nobody has decided on.
        """
        names: dict[str, str] = {}
        for one in kept:
            made = self._made_now(one)
            if made is not None:
                names.setdefault(made, one.id)
        for name in decided:
            names.setdefault(name, _other_than(name, decided))
        return names

    def _made_now(self, proposal: Proposal) -> str | None:
        """Return the id that the rules make of a passage in the newer text; None: they never made the one it had."""
        before = self._made.get(proposal.id, proposal.id)
        content = self._spans(proposal.content)
        cue = self._places.span(proposal.cue) if proposal.cue is not None else None
        if content is None:
            return None
        for reading in range(_MOST_READINGS):
            if name_proposal(proposal.document, proposal.content, proposal.cue, reading=reading) == before:
                return name_proposal(proposal.document, content, cue, reading=reading)
        return None

    def _spans(self, spans: tuple[Span, ...]) -> tuple[Span, ...] | None:
        found = tuple(one for span in spans if (one := self._places.span(span)) is not None)
        return found if len(found) == len(spans) else None

    def _change(self, change: Change) -> Change | None:
        values: dict[str, object] = {}
        if change.content is not UNSET:
            content = self._spans(change.content)
            if content is None:
                return None
            values["content"] = content
        if change.speakers is not UNSET:
            values["speakers"] = self._speakers(change.speakers)
        if change.relays is not UNSET:
            values["relays"] = self._speakers(change.relays)
        if change.said is not UNSET:
            values["said"] = self._said(change.said)
        return msgspec.structs.replace(change, **values)

    def _speakers(self, speakers: tuple[Speaker, ...]) -> tuple[Speaker, ...]:
        """Return speakers with where they are named; that of one may be out of the text: who it is stays known."""
        return tuple(
            msgspec.structs.replace(one, span=self._maybe(one.span), named_at=self._maybe(one.named_at))
            for one in speakers
        )

    def _said(self, said: Said) -> Said:
        return msgspec.structs.replace(said, span=self._maybe(said.span))

    def _maybe(self, span: Span | None) -> Span | None:
        return self._places.span(span) if span is not None else None

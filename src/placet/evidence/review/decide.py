"""What may be decided: acts made from what was looked at, and refused in words where they would mean nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import UnionType

from placet.evidence.review.fold import Review, changed
from placet.model.decisions import (
    Accept,
    Act,
    Change,
    Correct,
    Decision,
    Duplicate,
    Link,
    Merge,
    Paraphrase,
    Reject,
    Settle,
    Split,
    Undo,
    Unlink,
)
from placet.model.documents import Document, Span
from placet.model.statements import LinkState, Standing, View

LONGEST_COPY = 7
"""How many words in a row a paraphrase may have from its passage."""


class Refused(Exception):
    """A decision that cannot be taken, in words for a person; nothing has been recorded.

    Attributes:
        message: what is wrong.
        help: what to do instead, as a sentence.
    """

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


def find_standing(review: Review, proposal: str) -> Standing:
    """Return how a proposal stands.

    Raises:
        Refused: there is none with that id.
    """
    if proposal not in review.standings:
        raise Refused(f"there is no statement `{proposal}`", "`placet evidence statements` lists them with their ids.")
    return review.standings[proposal]


def accept(review: Review, proposal: str, by: str, like: str = "") -> Accept:
    """Return the acceptance of a statement as it stands for `by`, or on the view of another person, `like`.

    Raises:
        Refused: people part over it and it is not said whose view is accepted.
    """
    standing = find_standing(review, proposal)
    if standing.is_changed and not like:
        # What newer rules propose is accepted as it is now proposed.
        return Accept(proposal, _newest(review, proposal), ())
    view = _view_for(standing, by, like)
    return Accept(proposal, _upon(standing, view), view.taking if view is not None else ())


def choose(review: Review, proposal: str, by: str) -> tuple[Act, ...]:
    """Return the acts by which one of several readings of a passage is taken: the others that wait are rejected.

    The acceptance comes last, so that it is the first that is taken back.

    Raises:
        Refused: there is no other reading, or people part over it.
    """
    others = readings_of(review, proposal)[1:]
    if not others:
        raise Refused(f"`{proposal}` is the only reading of its passage", "Accept it if it is right.")
    reason = f"read otherwise: {proposal}"
    waiting = (one for one in others if one.status in ("open", "accepted", "disputed"))
    return (*(reject(review, one.id, reason) for one in waiting), accept(review, proposal, by))


def readings_of(review: Review, proposal: str) -> tuple[Standing, ...]:
    """Return all readings of the passage that a proposal is one of, itself first."""
    standing = find_standing(review, proposal)
    others = (review.standings[name] for name in standing.proposed.alternatives if name in review.standings)
    return (standing, *others)


def correct(review: Review, proposal: str, change: Change, by: str, like: str = "") -> Correct:
    """Return the correction of a statement, on top of what the person, or `like`, has corrected before."""
    standing = find_standing(review, proposal)
    view = _view_for(standing, by, like)
    return Correct(proposal, change, _upon(standing, view), view.taking if view is not None else ())


def reject(review: Review, proposal: str, reason: str = "") -> Reject:
    """Return the rejection of a proposal."""
    return Reject(proposal, reason, find_standing(review, proposal).digest)


def duplicate(review: Review, proposal: str, of: str) -> Duplicate:
    """Return that a proposal says what another one says."""
    return Duplicate(proposal, of, find_standing(review, proposal).digest)


def split(review: Review, proposal: str, pieces: tuple[Change, ...]) -> Split:
    """Return the split of a proposal into pieces."""
    return Split(proposal, pieces, find_standing(review, proposal).digest)


def merge(review: Review, proposals: tuple[str, ...], change: Change | None = None) -> Merge:
    """Return the merger of proposals, in the order of the text."""
    found = [find_standing(review, name) for name in dict.fromkeys(proposals)]
    order = {name: at for at, name in enumerate(review.standings)}
    found.sort(key=lambda one: order[one.id])
    return Merge(tuple(one.id for one in found), change or Change(), tuple(one.digest for one in found))


def settle(review: Review, proposal: str, like: str) -> Settle:
    """Return that a person's view counts of what becomes of a statement.

    Raises:
        Refused: they have decided nothing about it.
    """
    standing = find_standing(review, proposal)
    view = next((one for one in standing.views if one.by == like), None)
    if view is None:
        raise _nobody(like, f"has decided nothing about `{proposal}`", (one.by for one in standing.views))
    return Settle(proposal, view.decision.id)


def settle_words(review: Review, proposal: str, like: str) -> Settle:
    """Return that a person's words count.

    Raises:
        Refused: they have put the statement into none.
    """
    standing = find_standing(review, proposal)
    if like not in {by for by, _ in standing.paraphrases}:
        raise _nobody(like, f"has not put `{proposal}` into words", (by for by, _ in standing.paraphrases))
    return Settle(proposal, _last_of(review, proposal, like, Paraphrase).id)


def settle_link(review: Review, proposal: str, like: str, rulebook: str, name: str) -> Settle:
    """Return that a person's view counts of whether a statement is about a name of a rulebook.

    Raises:
        Refused: they have not said whether it is.
    """
    link = _link_of(find_standing(review, proposal), rulebook, name)
    people = link.people if link is not None else ()
    if like not in people:
        raise _nobody(like, f"has not said whether `{proposal}` is about `{name}` of {rulebook}", people)
    return Settle(proposal, _last_of(review, proposal, like, Link | Unlink, (rulebook, name)).id)


def split_at(standing: Standing, document: Document, starts: tuple[str, ...]) -> tuple[Change, ...]:
    """Cut a statement's content where words begin; without any, into the pieces it has already.

    Raises:
        Refused: the words do not stand in the content, or there is nothing to cut.
    """
    content = standing.statement.content
    if not starts:
        if len(content) < 2:
            raise Refused("the content is in one piece", "Give the words with which the next statement begins.")
        return tuple(Change(content=(span,)) for span in content)
    cuts = sorted({_start_of(standing, document, words) for words in starts})
    ends = [*cuts, max(span.end for span in content)]
    begins = [min(span.start for span in content), *cuts]
    pieces = []
    for begin, end in zip(begins, ends, strict=True):
        spans = (
            trimmed(document.text, Span(max(span.start, begin), min(span.end, end)))
            for span in content
            if span.start < end and span.end > begin
        )
        kept = tuple(span for span in spans if span.start < span.end)
        if kept:
            pieces.append(Change(content=kept))
    return tuple(pieces)


def trimmed(text: str, span: Span) -> Span:
    """Return a span without spaces and separating marks at its ends."""
    start, end = span.start, span.end
    while start < end and text[start] in " \t\n,;":
        start += 1
    while end > start and text[end - 1] in " \t\n,;":
        end -= 1
    return Span(start, end)


def last_own(review: Review, by: str) -> Decision | None:
    """Return the last decision of a person that counts and is not itself an undo."""
    for one in reversed(review.decisions):
        if one.by == by and one.id not in review.undone and not isinstance(one.act, Undo):
            return one
    return None


def check_act(review: Review, act: Act, by: str, document: Document) -> None:
    """Refuse an act that would mean nothing, or that is not this person's to take.

    Raises:
        Refused: in words.
    """
    if not by.strip():
        raise Refused("nobody is named as deciding", "Give `--by NAME`.")
    match act:
        case Undo(decision):
            _check_undo(review, decision, by)
        case Settle(proposal, decision):
            _check_settlement(review, find_standing(review, proposal), decision)
        case Merge(proposals, change):
            if len(set(proposals)) < 2:
                raise Refused("a merger takes two statements or more", "Name the others, too.")
            for name in proposals:
                find_standing(review, name)
            _check_change(change, document)
        case Split(proposal, pieces):
            find_standing(review, proposal)
            if len(set(pieces)) < 2:
                raise Refused("a split takes two pieces or more, each its own", "Say where the next one begins.")
            for piece in pieces:
                _check_change(piece, document)
        case Duplicate(proposal, of):
            find_standing(review, proposal)
            if proposal == of:
                raise Refused(f"`{proposal}` cannot be a duplicate of itself", "Name the other statement.")
            if _leads_to(review, of, proposal):
                raise Refused(
                    f"`{of}` is called a duplicate of `{proposal}` already", "Undo that first, or accept one of them."
                )
        case Correct(proposal, change):
            standing = find_standing(review, proposal)
            if changed(standing.statement, change) == standing.statement and standing.status == "open":
                raise Refused("the correction changes nothing", "Accept the statement if it is right.")
            _check_change(change, document)
        case Paraphrase(proposal, words):
            _check_words(document, find_standing(review, proposal), words)
        case Accept(proposal) | Reject(proposal) | Link(proposal) | Unlink(proposal):
            find_standing(review, proposal)


def copied_words(text: str, passage: str) -> str:
    """Return the first run of words that a paraphrase has from its passage and that is too long; empty: none."""
    words = _plain_words(text)
    taken = f" {' '.join(_plain_words(passage))} "
    for at in range(len(words) - LONGEST_COPY):
        run = " ".join(words[at : at + LONGEST_COPY + 1])
        if f" {run} " in taken:
            return run
    return ""


def _plain_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _link_of(standing: Standing, rulebook: str, name: str) -> LinkState | None:
    return next((one for one in standing.links if (one.rulebook, one.name) == (rulebook, name)), None)


def _last_of(
    review: Review, proposal: str, by: str, kind: type | UnionType, target: tuple[str, str] | None = None
) -> Decision:
    """Return the last decision of a kind that a person took about a statement, and that counts."""
    return next(
        one
        for one in reversed(review.decisions)
        if one.by == by
        and one.id not in review.undone
        and proposal in one.proposals
        and isinstance(one.act, kind)
        and (target is None or (isinstance(one.act, Link | Unlink) and (one.act.rulebook, one.act.name) == target))
    )


def _nobody(like: str, what: str, known: Iterable[str]) -> Refused:
    names = ", ".join(f"`{name}`" for name in dict.fromkeys(known)) or "nobody"
    return Refused(f"{like} {what}", f"That has {names}.")


def _view_for(standing: Standing, by: str, like: str) -> View | None:
    """The view that a person goes on from: the one they name, their own, or the one on which all agree."""
    if like:
        found = next((view for view in standing.views if view.by == like), None)
        if found is None or found.statement is None:
            raise Refused(
                f"`{like}` has not accepted `{standing.id}`",
                "Name somebody who has, or say nothing of whose view it is.",
            )
        return found
    own = next((view for view in standing.views if view.by == by), None)
    if own is not None:
        return own if own.statement is not None else None
    if standing.status == "disputed" and sum(view.statement is not None for view in standing.views) > 1:
        names = ", ".join(f"`--like {view.by}`" for view in standing.views if view.statement is not None)
        raise Refused(f"people part over `{standing.id}`", f"Say whose view you take ({names}), or settle it.")
    return next((view for view in standing.views if view.statement is not None), None)


def _upon(standing: Standing, view: View | None) -> str:
    act = view.decision.act if view is not None else None
    return (act.upon if isinstance(act, Accept | Correct) else "") or standing.digest


def _newest(review: Review, proposal: str) -> str:
    now = review.newest.get(proposal)
    return now.digest if now is not None else review.standings[proposal].digest


def _check_undo(review: Review, decision: str, by: str) -> None:
    found = next((one for one in review.decisions if one.id == decision), None)
    if found is None:
        raise Refused(f"there is no decision `{decision}`", "`placet evidence decisions` lists them.")
    if found.by != by:
        raise Refused(
            f"that decision is {found.by}'s, and only {found.by} takes it back",
            "Decide otherwise yourself: both are kept, and somebody settles it.",
        )
    if decision in review.undone:
        raise Refused(f"the decision `{decision}` has been taken back already", "Undo the undo to bring it back.")


def _check_settlement(review: Review, standing: Standing, decision: str) -> None:
    chosen = next((one for one in review.decisions if one.id == decision and one.id not in review.undone), None)
    if chosen is not None and standing.id in chosen.proposals:
        match chosen.act:
            case Link(_, rulebook, name) | Unlink(_, rulebook, name):
                link = _link_of(standing, rulebook, name)
                if link is None or not link.against:
                    raise Refused(
                        f"nobody parts over whether `{standing.id}` is about `{name}`", "There is nothing to settle."
                    )
                return
            case Paraphrase():
                if len({words for _, words in standing.paraphrases}) < 2:
                    raise Refused(f"nobody parts over the words of `{standing.id}`", "There is nothing to settle.")
                return
            case _:
                pass
    if standing.status != "disputed" and standing.settled is None:
        raise Refused(f"nobody parts over `{standing.id}`", "There is nothing to settle.")
    if decision not in {view.decision.id for view in standing.views}:
        names = ", ".join(f"`{view.decision.id}` ({view.by}: {view.status})" for view in standing.views)
        raise Refused(f"`{decision}` is not one of the views on `{standing.id}`", f"They are {names}.")


def _check_change(change: Change, document: Document) -> None:
    content = change.content
    if not isinstance(content, tuple):
        return
    if not content or any(not 0 <= span.start < span.end <= len(document.text) for span in content):
        raise Refused("the content lies outside the document", "Give words that stand in it.")


def _check_words(document: Document, standing: Standing, words: str) -> None:
    span = next((one.span for one in document.paragraphs if one.number == standing.statement.paragraph), None)
    passage = document.text[span.start : span.end] if span is not None else ""
    copied = copied_words(words, passage)
    if copied:
        raise Refused(
            f"“{copied}” is taken from the article", f"Say it in your own words: no more than {LONGEST_COPY} in a row."
        )


def _leads_to(review: Review, name: str, goal: str) -> bool:
    seen: set[str] = set()
    while name in review.standings and name not in seen:
        seen.add(name)
        standing = review.standings[name]
        if standing.status != "duplicate":
            return False
        name = standing.others[0]
        if name == goal:
            return True
    return False


def _start_of(standing: Standing, document: Document, words: str) -> int:
    for span in standing.statement.content:
        at = document.text.find(words.strip(), span.start, span.end)
        if at > span.start or (at == span.start and span != standing.statement.content[0]):
            return at
    raise Refused(
        f"“{words}” begins no part of the content", "Give the words as they stand there, from a word's start."
    )

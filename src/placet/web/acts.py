"""What a form of the review asks for, read as an act; what it means is decided in `placet.evidence.review`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placet.model.decisions import Act, Link, Paraphrase, Settle, Undo, Unlink
from placet.web.evidence_desk import typed, typed_all
from placet.web.languages import N_
from placet.web.refusals import Refused, unknown
from placet.web.visit import Visit

if TYPE_CHECKING:
    from placet.evidence.review import Desk, Review
    from placet.model.decisions import Decision
    from placet.model.proposals import Proposal

ACTS = (
    "accept",
    "choose",
    "correct",
    "split",
    "merge",
    "reject",
    "duplicate",
    "undo",
    "word",
    "link",
    "unlink",
    "settle",
)


def read_acts(visit: Visit, desk: Desk, kind: str, at: str, who: str) -> tuple[tuple[Act, ...], str]:
    """Return what was sent, one act or, of several readings, one for each; and the article's full hash.

    Args:
        visit: the request with the form.
        desk: where the statements are.
        kind: one of `ACTS`.
        at: the statement's id.
        who: who decides.

    Raises:
        Refused: it is no act, or a name in it is not known.
        placet.evidence.review.Refused: it would mean nothing.
        StoreTrouble: there is no such statement.
    """
    from placet.evidence.review import decide

    if kind not in ACTS:
        raise unknown("decision", kind, ACTS)
    if kind == "undo":
        last, document = last_of(desk, who)
        return (Undo(last.id),), document
    document = desk.find(at).statement.document
    review = desk.review(document)
    if kind == "choose":
        return decide.choose(review, typed(visit, "reading", 200) or at, who), document
    return (_read_one(visit, desk, review, kind, at, who),), document


def last_of(desk: Desk, who: str) -> tuple[Decision, str]:
    """Return the last decision of a person that counts, in whatever article, and that article's hash.

    Raises:
        Refused: they have decided nothing.
    """
    from placet.evidence.review.fold import undone_in

    record = desk.store.statements.decisions()
    undone = undone_in(record)
    for one in reversed(record):
        if one.by == who and one.id not in undone and not isinstance(one.act, Undo):
            places = desk.store.statements.find_decisions(one.id)
            return one, next(document for found, document in places if found.id == one.id)
    raise Refused(N_("%(who)s has decided nothing that could be taken back"), N_("Decide something first."), who=who)


def _read_one(visit: Visit, desk: Desk, review: Review, kind: str, at: str, who: str) -> Act:
    """Return a single act about the statement that was looked at."""
    from placet.evidence.review import decide

    standing = decide.find_standing(review, at)
    match kind:
        case "accept":
            return decide.accept(review, at, who, typed(visit, "like", 200))
        case "correct":
            return _correction(visit, desk, review, at, who)
        case "split":
            words = typed(visit, "words")
            starts = tuple(part.strip() for part in words.split("|") if part.strip())
            pieces = decide.split_at(standing, desk.store.documents.get(standing.statement.document), starts)
            return decide.split(review, at, pieces)
        case "merge":
            names = [name for part in typed_all(visit, "with") for name in part.replace(",", " ").split()]
            return decide.merge(review, (at, *(_of_article(review, name) for name in names)))
        case "reject":
            return decide.reject(review, at, " ".join(typed(visit, "reason", 500).split()))
        case "duplicate":
            name = typed(visit, "of", 200)
            if not name:
                raise Refused(N_("it is not said which statement it repeats"), N_("Choose the one that stays."))
            return decide.duplicate(review, at, desk.find(name).id)
        case "word":
            return Paraphrase(at, " ".join(typed(visit, "words", 2000).split()))
        case "settle":
            return Settle(at, typed(visit, "decision", 40))
        case _:
            return _link(visit, kind, at)


def _correction(visit: Visit, desk: Desk, review: Review, at: str, who: str) -> Act:
    """Return the correction of the fields that were changed in the form; `was.FIELD` says what stood in each."""
    from placet.evidence.review.corrections import FIELDS, read_change
    from placet.evidence.review.decide import correct

    proposal: Proposal = review.standings[at].statement
    changed = [
        (field, typed(visit, field))
        for field in FIELDS
        if visit.form is not None and field in visit.form and typed(visit, field) != typed(visit, f"was.{field}")
    ]
    if not changed:
        raise Refused(N_("nothing is corrected"), N_("Change a field, or accept the statement if it is right."))
    change = read_change(proposal, desk.store.documents.get(proposal.document), changed)
    return correct(review, at, change, who, typed(visit, "like", 200))


def _link(visit: Visit, kind: str, at: str) -> Act:
    from placet.evidence.review.rulebooks import linkable

    book = visit.world.book
    name = typed(visit, "about", 300)
    if kind == "unlink":
        return Unlink(at, book.name, name)
    known = linkable(book)
    if name not in known:
        raise unknown("rule, point or reading", name, known)
    return Link(at, book.name, name)


def _of_article(review: Review, prefix: str) -> str:
    found = [name for name in review.standings if name.startswith(prefix)]
    if prefix in found:
        return prefix
    if len(found) != 1:
        raise Refused(
            N_("`%(prefix)s` begins several ids of this article")
            if found
            else N_("no id of this article begins `%(prefix)s`"),
            N_("Give more of the id.") if found else N_("Look it up in the list."),
            prefix=prefix[:60],
        )
    return found[0]

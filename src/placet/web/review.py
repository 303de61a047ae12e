"""The review queue: one proposed statement after the other, decided by a key or a button; the address says where."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, get_args

import msgspec
from starlette.responses import RedirectResponse

from placet.evidence.review.rulebooks import linkable
from placet.model.decisions import Undo
from placet.model.documents import Document
from placet.model.proposals import Form, Proposal
from placet.model.rulebook import Stance
from placet.model.statements import Standing
from placet.show.resting import resting_on
from placet.web.acts import read_acts
from placet.web.behind import suggester_of
from placet.web.evidence_desk import (
    at_desk,
    check_installed,
    clean_name,
    find_document,
    is_anything_stored,
    keep_reviewer,
    remember,
    reviewer,
    typed,
    typed_all,
)
from placet.web.first import verdicts
from placet.web.marking import flat
from placet.web.openapi import RULEBOOK, Operation, Parameter
from placet.web.pages import N_, Page, View
from placet.web.refusals import Refused, unknown
from placet.web.tables import Table
from placet.web.visit import Visit, with_parameters

if TYPE_CHECKING:
    from placet.evidence.review import Desk, Review
    from placet.store.statements import Place

KEYS = ("a", "c", "s", "m", "r", "d", "u", "w", "l", "=", "n", "p", "?", "q")
"""The keys, the same as those of `placet evidence review`."""

NEAR = 12
"""How many other statements of the article are offered for a merger or as what a statement repeats."""

MOST_NAMES = 400
"""How many names of a rulebook are offered while one is typed."""

STAYS = ("word", "link", "unlink")
"""What leaves the statement before one's eyes."""


def review_page(visit: Visit) -> View:
    """Show the statement that the address names, or the first that waits."""
    check_installed()
    if not is_anything_stored(visit):
        nothing = {"who": reviewer(visit), "waiting": 0, "scope": None, "is_all": False, "trouble": None, "did": None}
        return View("review.html", {**nothing, "standing": None, "typed": {}}, table=_table(visit, []))
    with at_desk(visit) as desk:
        return _shown(visit, desk)


def decide_page(visit: Visit) -> View:
    """Take a decision, and go on to the next statement that waits."""
    check_installed()
    if typed(visit, "act") == "name":
        return _named(visit)
    who = reviewer(visit)
    if not who:
        raise Refused(
            N_("it is not known who decides"), N_("Say your name on the page of the review; it is kept there.")
        )
    at, kind = typed(visit, "at", 200), typed(visit, "act", 20)
    scope, is_all = typed(visit, "document", 64), typed(visit, "all", 4)
    kept: dict[str, object] = {"document": scope or None, "all": is_all or None}
    with at_desk(visit) as desk:
        places = _places(visit, desk)
        if scope:
            find_document(desk, scope)
        from placet.evidence.review import Refused as NotDecided
        from placet.store import StoreTrouble

        try:
            acts, document = read_acts(visit, desk, kind, at, who)
            decision = [desk.decide(act, who, dt.datetime.now(dt.UTC), document) for act in acts][-1]
        except (NotDecided, StoreTrouble, Refused) as trouble:
            return _shown(visit, desk, trouble=trouble, at=at)
        if isinstance(decision.act, Undo):
            record = desk.store.statements.decisions(document)
            back = next(one for one in record if one.id == decision.act.decision).proposals[0]
            return View(reply=_go(visit, {"at": back, **kept, "did": decision.id}))
        here = at if kind in STAYS else _next_waiting(desk, places, at, document, scope)
        about = typed(visit, "about", 300) if kind == "link" else None
        return View(reply=_go(visit, {"at": here, **kept, "did": decision.id, "about": about}))


def _named(visit: Visit) -> View:
    name = clean_name(typed(visit, "name", 300))
    if not name:
        raise Refused(N_("no name was given"), N_("Give the name under which your decisions are kept."))
    kept: dict[str, object] = {one: typed(visit, one, 200) or None for one in ("at", "document", "all")}
    reply = _go(visit, kept)
    keep_reviewer(reply, name)
    return View(reply=reply)


def _go(visit: Visit, parameters: dict[str, object]) -> RedirectResponse:
    return RedirectResponse(with_parameters(visit.address("review"), parameters), 303)


def _shown(visit: Visit, desk: Desk, *, trouble: Any = None, at: str | None = None) -> View:  # noqa: ANN401 - of three kinds
    """Show a statement; with what was refused, and what had been typed, where something was."""
    is_sent = visit.form is not None
    named = typed(visit, "document", 64) if is_sent else visit.param("document")
    is_all = (typed(visit, "all", 4) if is_sent else visit.choice("all", ("yes",))) == "yes"
    at = at if is_sent else visit.param("at")
    scope = find_document(desk, named) if named else None
    places = [one for one in _places(visit, desk) if scope in (None, one.document)]
    listed = [one for one in places if is_all or one.is_waiting]
    if visit.suffix != "html":
        return View(table=_table(visit, listed))
    here = _here(places, listed, at)
    waiting = sum(one.is_waiting for one in places)
    context: dict[str, Any] = {
        "who": reviewer(visit),
        "waiting": waiting,
        "scope": scope,
        "is_all": is_all,
        "trouble": trouble,
        "did": _did(visit, desk) if not is_sent else None,
        "standing": None,
        "typed": _typed(visit),
        "place_in": lambda name, about=None: with_parameters(
            visit.address("review"), {"at": name, "document": named, "all": "yes" if is_all else None, "about": about}
        ),
    }
    # A statement of another article is looked at where it stands.
    context["elsewhere"] = lambda name: with_parameters(visit.address("review"), {"at": name, "all": "yes"})
    if here is not None:
        context |= _card(visit, desk, here, places, listed)
    return View("review.html", context, table=_table(visit, listed), status=400 if trouble is not None else 200)


def _card(visit: Visit, desk: Desk, here: Place, places: list[Place], listed: list[Place]) -> dict[str, Any]:
    from placet.evidence.review.decide import readings_of
    from placet.evidence.review.words import content_words, file_name

    world = visit.world
    review = desk.review(here.document)
    standing = review.standings.get(here.id)
    if standing is None:
        raise Refused(
            N_("there is no statement `%(name)s`"), N_("What made it was taken back."), status=404, name=here.id
        )
    document = desk.store.documents.get(here.document)
    order = {one.id: at for at, one in enumerate(places)}
    before = [one.id for one in listed if order[one.id] < order[here.id]]
    after = [one.id for one in listed if order[one.id] > order[here.id]]
    names = linkable(world.book)
    about = _about(visit, names)
    newest = review.newest.get(standing.id)
    readings = readings_of(review, standing.id)
    return {
        "standing": standing,
        "statement": standing.statement,
        "now": newest.proposal if newest is not None else None,
        "document": document,
        "file": file_name(document.name),
        "passage": _passage(document, standing.statement),
        "words_of": lambda one: content_words(document, one),
        "columns": _columns(standing, readings),
        "is_of_views": len(readings) == 1,
        "at": len(before) + 1 if here in listed else 0,
        "of": len(listed),
        "before": before[-1] if before else None,
        "after": after[0] if after else None,
        "fields": _fields(document, standing.statement),
        "forms": get_args(Form),
        "stances": get_args(Stance),
        "others": _near(review, standing),
        "names": {name: kind for name, kind in names.items() if kind != "rule" or len(names) <= MOST_NAMES},
        "about": about,
        "resting": _resting(visit, about) if about else (),
        "can_undo": _has_decided(visit, desk),
        "partings": _partings(review, standing),
        "suggested": suggester_of(world).suggest(standing, document, desk.store),
        "likes": [view.by for view in standing.views if view.statement is not None],
    }


class Parting(msgspec.Struct, frozen=True):
    """Something over which people part.

    Attributes:
        kind: `verdict` (what becomes of the statement), `words`, or `link`.
        name: of what it is linked to, for a link; with `rulebook`, whose name that is.
        choices: what each says: the decision, the person, what becomes of it or `about` or `not about`, more words.
    """

    kind: str
    choices: tuple[tuple[str, str, str, str], ...]
    name: str = ""
    rulebook: str = ""


def _partings(review: Review, standing: Standing) -> list[Parting]:
    """Return over what people part, or parted until it was settled, each with what it can be settled by."""
    from placet.evidence.review.decide import settle_link, settle_words

    found: list[Parting] = []
    if standing.status == "disputed" or standing.settled is not None:
        views = tuple((view.decision.id, view.by, str(view.status), view.reason) for view in standing.views)
        found.append(Parting("verdict", views))
    if len({words for _, words in standing.paraphrases}) > 1:
        said = ((settle_words(review, standing.id, by), by, words) for by, words in standing.paraphrases)
        found.append(Parting("words", tuple((act.decision, by, "", words) for act, by, words in said)))
    for link in standing.links:
        if link.against:
            held = ((settle_link(review, standing.id, by, link.rulebook, link.name), by) for by in link.people)
            choices = tuple((act.decision, by, "about" if by in link.by else "not about", "") for act, by in held)
            found.append(Parting("link", choices, link.name, link.rulebook))
    return found


def _about(visit: Visit, names: dict[str, str]) -> str | None:
    if visit.form is not None:
        return None
    about = visit.param("about")
    if about is not None and about not in names:
        raise unknown("rule, point or reading", about, names)
    return about


def _resting(visit: Visit, name: str) -> Any:  # noqa: ANN401 - a tuple of what rests on it
    world = visit.world
    return world.remember(
        ("resting", name),
        lambda: resting_on(world.book, ((one["question"], one["answer"]) for one in verdicts(world)), name),
    )


def _places(visit: Visit, desk: Desk) -> tuple[Place, ...]:
    desk.freshen()
    return remember(visit, "places of statements", desk.store.statements.places)


def _here(places: list[Place], listed: list[Place], at: str | None) -> Place | None:
    if at is None:
        return listed[0] if listed else None
    found = next((one for one in places if one.id == at), None)
    if found is None:
        help = N_("The review without it begins with the first that waits.")
        raise Refused(N_("there is no statement `%(name)s` here"), help, status=404, name=at[:60])
    return found


def _next_waiting(desk: Desk, places: tuple[Place, ...], at: str, document: str, scope: str) -> str | None:
    """Return the next statement that waits, behind the one that was decided or, failing that, before it."""
    now = {one.id for one in desk.review(document).queue}
    order = [one for one in places if not scope or one.document.startswith(scope)]
    here = next((number for number, one in enumerate(order) if one.id == at), 0)
    for one in (*order[here + 1 :], *order[:here]):
        if one.id in now if one.document == document else one.is_waiting:
            return one.id
    return None


def _did(visit: Visit, desk: Desk) -> dict[str, Any] | None:
    """Return the decision that was taken last, as the address says, with the statement it was about."""
    name = visit.param("did")
    found = desk.store.statements.find_decisions(name) if name and len(name) <= 12 else ()
    decision = next((one for one, _ in found if one.id == name), None)
    if decision is None:
        return None
    return {"decision": decision, "kind": type(decision.act).__name__.lower(), "proposals": decision.proposals}


def _has_decided(visit: Visit, desk: Desk) -> bool:
    who = reviewer(visit)
    return bool(who) and any(one.by == who for one in remember(visit, "decisions", desk.store.statements.decisions))


def _passage(document: Document, statement: Proposal) -> list[Any]:
    """Return the paragraphs that a statement stands in, in pieces: its content, its cue, its speaker."""
    kinds = [(span, "content") for span in statement.content]
    if statement.cue is not None:
        kinds.append((statement.cue, "cue"))
    kinds += [(one.span, "speaker") for one in statement.speakers if one.span is not None]
    first = min((span.start for span, _ in kinds), default=0)
    last = max((span.end for span, _ in kinds), default=0)
    return [
        (one, flat(document.text, one.span, kinds))
        for one in document.paragraphs
        if one.number == statement.paragraph or (one.span.start < last and one.span.end > first)
    ]


def _columns(standing: Standing, readings: tuple[Standing, ...]) -> list[dict[str, Any]]:
    """Return what is set side by side: other readings of the passage, or what people make of it."""
    if len(readings) > 1:
        return [
            {
                "head": one.id,
                "statement": one.statement,
                "status": one.status,
                "reason": "",
                "decision": "",
                "id": one.id,
            }
            for one in readings
        ]
    return [
        {
            "head": view.by,
            "statement": view.statement,
            "status": view.status,
            "reason": view.reason,
            "decision": view.decision.id,
            "id": "",
        }
        for view in standing.views
    ]


def _near(review: Review, standing: Standing) -> list[Standing]:
    """Return the other statements of the article, those that stand nearest."""
    others = [
        one for one in review.standings.values() if one.id != standing.id and one.status not in ("split", "merged")
    ]
    here = min((span.start for span in standing.statement.content), default=0)
    near = sorted(others, key=lambda one: abs(min((span.start for span in one.statement.content), default=0) - here))
    kept = {one.id for one in near[:NEAR]}
    return [one for one in others if one.id in kept]


def _fields(document: Document, one: Proposal) -> dict[str, str]:
    """Return the values of a statement as a person would type them."""
    return {
        "speaker": "; ".join(
            f"{who.kind}: {who.name or who.text}" + (f", {who.title}" if who.title else "") for who in one.speakers
        )
        or "none",
        "for": "; ".join(for_.party for for_ in one.spoken_for if for_.party) or "none",
        "stance": one.stance,
        "day": one.said.value or "unknown",
        "words": " | ".join(document.text[span.start : span.end] for span in one.content),
        "to": one.addressee or "none",
        "where": one.venue or "none",
        "form": one.form,
        "negated": "yes" if one.is_negated else "no",
        "gloss": "yes" if one.is_gloss else "no",
    }


def _typed(visit: Visit) -> dict[str, str]:
    """Return what had been typed when something was refused, so that nothing is lost."""
    if visit.form is None:
        return {}
    found = {name: typed(visit, name) for name in visit.form if isinstance(name, str)}
    return {**found, "with": " ".join(typed_all(visit, "with"))}


def _table(visit: Visit, listed: list[Place]) -> Table:
    rows = tuple((one.id, one.document, one.status, one.is_changed) for one in listed)
    return Table(f"{visit.world.name}-review", ("statement", "article", "status", "changed"), rows)


PAGES = (
    Page(
        "review",
        "/{rulebook}/review",
        review_page,
        N_("Review"),
        section="review",
        forms=("html", "json", "csv"),
        operation=Operation(
            "List the proposed statements that wait for a decision.",
            (
                RULEBOOK,
                Parameter("document", "Only of the article whose SHA-256 begins so."),
                Parameter("all", "List what has been decided, too.", {"type": "string", "enum": ["yes"]}),
            ),
            {"type": "array"},
        ),
    ),
    Page("review-decide", "/{rulebook}/review", decide_page, methods=("POST",)),
)

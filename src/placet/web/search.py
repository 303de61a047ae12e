"""Search over all stored articles: the statements that were proposed in them, and the passages themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, get_args

from placet import __version__
from placet.model.documents import Span
from placet.model.rulebook import Stance
from placet.model.statements import STATUSES
from placet.web.evidence_desk import at_desk, find_document, is_anything_stored, lacking, remember
from placet.web.languages import N_
from placet.web.marking import flat
from placet.web.openapi import DAY, RULEBOOK, Operation, Parameter
from placet.web.pages import Page, View
from placet.web.refusals import Refused
from placet.web.tables import Table
from placet.web.visit import Visit

if TYPE_CHECKING:
    from placet.evidence.review import Desk
    from placet.store.search import Found, Hit, Wanted

STANCES: tuple[str, ...] = get_args(Stance)
A_LOOK = 20
"""How many statements and passages are shown at first."""

MOST = 500
"""How many are shown at most."""


def search_page(visit: Visit) -> View:
    """Search statements by words, speaker, party, stance, day, article and status; passages by words."""
    world, lack = visit.world, lacking()
    chosen = _chosen(visit)
    context: dict[str, Any] = {
        "chosen": chosen,
        "stances": STANCES,
        "statuses": STATUSES,
        "lacking": lack,
        "is_anything": not lack and is_anything_stored(visit),
        "is_asked": any(chosen[name] for name in chosen if name != "most"),
        "hits": [],
        "passages": [],
        "more": None,
        "undated": 0,
        "article": None,
    }
    if lack or not context["is_anything"]:
        if visit.suffix != "html" and lack:
            raise Refused(
                N_("the package `%(lack)s` is not installed"),
                N_("`pip install 'placet[evidence]'` does it."),
                status=409,
                lack=lack,
            )
        return View("search.html", context, table=_table(world.name, (), ()), value=[])
    with at_desk(visit) as desk:
        return _found(visit, desk, chosen, context)


def _chosen(visit: Visit) -> dict[str, Any]:
    since, until = visit.day("from"), visit.day("until")
    if since is not None and until is not None and since > until:
        raise Refused(N_("`from` lies after `until`"), N_("Put the earlier day first."))
    return {
        "words": " ".join((visit.param("words") or "").split()),
        "speaker": " ".join((visit.param("speaker") or "").split()),
        "party": (visit.param("party") or "").upper(),
        "stance": visit.choice("stance", STANCES),
        "status": visit.choice("status", STATUSES),
        "since": since,
        "until": until,
        "document": visit.param("document"),
        "most": visit.number("most", A_LOOK, 1, MOST),
    }


def _found(visit: Visit, desk: Desk, chosen: dict[str, Any], context: dict[str, Any]) -> View:
    from placet.evidence.review.words import file_name
    from placet.show.statements_json import found_json
    from placet.store.search import Found, Wanted

    document = find_document(desk, chosen["document"]) if chosen["document"] else ""
    desk.freshen()
    statements: Found = Found(())
    passages: tuple[Hit, ...] = ()
    if context["is_asked"]:
        wanted = Wanted(
            words=chosen["words"],
            speaker=chosen["speaker"],
            party=chosen["party"],
            stance=chosen["stance"] or "",
            first_day=_iso(chosen["since"]),
            last_day=_iso(chosen["until"]),
            document=document,
            status=chosen["status"] or "",
            most=chosen["most"],
        )
        statements, passages = remember(visit, ("search", wanted), lambda: _search(desk, wanted))
    if visit.suffix == "json":
        return View(json=found_json(statements, passages, __version__).rstrip("\n"))
    most = chosen["most"]
    context |= {
        "hits": [(hit, file_name(hit.name), _marked(hit.snippet, hit.marks)) for hit in statements.hits],
        "passages": [(hit, file_name(hit.name), _marked(hit.snippet, hit.marks)) for hit in passages],
        "more": min(most * 5, MOST) if most < MOST and (statements.more or len(passages) == most) else None,
        "undated": statements.undated,
        "article": desk.store.documents.get(document) if document else None,
    }
    return View("search.html", context, table=_table(visit.world.name, statements.hits, passages))


def _search(desk: Desk, wanted: Wanted) -> tuple[Found, tuple[Hit, ...]]:
    passages = () if wanted.is_about_statements else desk.store.search.passages(wanted)
    return desk.store.search.statements(wanted), passages


def _marked(snippet: str, marks: Sequence[Span]) -> list[tuple[str, str]]:
    """Cut a snippet into pieces, those that were found with `hit`."""
    return flat(snippet, Span(0, len(snippet)), [(one, "hit") for one in marks])


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day is not None else ""


def _table(name: str, hits: Any, passages: Any) -> Table:  # noqa: ANN401 - hits of the store, which is imported late
    from placet.evidence.review.words import file_name, named

    columns = ("kind", "statement", "article", "file", "paragraph", "status", "speakers", "parties", "stance", "on",
               "words")  # fmt: skip
    rows = [
        (
            "statement",
            hit.standing.id,
            one.document,
            file_name(hit.name),
            one.paragraph,
            hit.standing.status,
            tuple(named(speaker) for speaker in one.speakers),
            tuple(for_.party for for_ in one.spoken_for if for_.party),
            one.stance,
            one.said.value,
            hit.snippet,
        )
        for hit in hits
        for one in (hit.standing.statement,)
    ]
    rows += [
        ("passage", None, hit.document, file_name(hit.name), hit.paragraph, None, (), (), None, None, hit.snippet)
        for hit in passages
    ]
    return Table(f"{name}-search", columns, tuple(rows))


PAGES = (
    Page(
        "search",
        "/{rulebook}/search",
        search_page,
        section="sources",
        forms=("html", "json", "csv"),
        operation=Operation(
            "Search the statements and passages of all stored articles.",
            (
                RULEBOOK,
                Parameter("words", 'All of them must occur; `"several words"` in that order; `word*` is a beginning.'),
                Parameter("speaker", "Words of the speaker's name or office."),
                Parameter("party", "Only statements for this party, by its code."),
                Parameter("stance", "Only statements of this stance.", {"type": "string", "enum": list(STANCES)}),
                Parameter("status", "Only statements that stand so.", {"type": "string", "enum": list(STATUSES)}),
                Parameter("from", "Only what was said on this day or later.", DAY),
                Parameter("until", "Only what was said on this day or earlier.", DAY),
                Parameter("document", "Only in the article whose SHA-256 begins so."),
                Parameter("most", f"How many at most, up to {MOST}.", {"type": "integer", "default": A_LOOK}),
            ),
        ),
    ),
)

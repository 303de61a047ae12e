"""A stored article: its text with the statements marked in it, the register beside it, and what is known of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from starlette.responses import RedirectResponse

from placet.model.documents import Document
from placet.model.statements import STATUSES, Standing
from placet.web.behind import digits_of
from placet.web.evidence_desk import at_desk, check_installed, find_document, home_of, keep_reviewer, reviewer, typed
from placet.web.languages import N_
from placet.web.marking import nested
from placet.web.openapi import RULEBOOK, Operation, Parameter
from placet.web.pages import Page, View
from placet.web.proposing import proposing_of
from placet.web.refusals import Refused
from placet.web.sources import day_of
from placet.web.tables import Table
from placet.web.visit import Visit

if TYPE_CHECKING:
    from placet.evidence.review import Desk
    from placet.store.records import MetadataField

PARAGRAPHS = 300
"""How many paragraphs a page shows."""

GIVEN: tuple[MetadataField, ...] = ("title", "outlet", "posted")
"""What a person can give on the page."""


def source_page(visit: Visit) -> View:
    """Show an article with its statements."""
    with at_desk(visit) as desk:
        return _shown(visit, desk, find_document(desk, visit.request.path_params["hash"]))


def describe_source(visit: Visit) -> View:
    """Keep what a person says of an article that it does not say itself."""
    name = typed(visit, "by", 200) or reviewer(visit)
    if not name:
        raise Refused(N_("it is not known who says so"), N_("Give your name with it."))
    values = _given(visit)
    with at_desk(visit) as desk:
        sha256 = find_document(desk, visit.request.path_params["hash"])
        now = desk.store.documents.get(sha256).metadata
        changed = {field: value for field, value in values.items() if getattr(now, field).value != value}
        if not changed:
            raise Refused(
                N_("nothing is said of the article that was not known"), N_("Give its day, its outlet or its title.")
            )
        note = " ".join(typed(visit, "why", 300).split())
        desk.store.documents.correct(sha256, changed, who=name, at=dt.datetime.now(dt.UTC), note=note)
        is_proposed = desk.store.statements.rules_of(sha256) is not None
    if is_proposed:
        # Days are reckoned from the article's own, and parties inferred from its outlet.
        proposing_of(visit.request.app.state).begin(home_of(visit), sha256)
    reply = RedirectResponse(visit.address(f"sources/{sha256[:16]}"), 303)
    keep_reviewer(reply, name)
    return View(reply=reply)


def propose_source(visit: Visit) -> View:
    """Begin to propose the statements of an article."""
    check_installed()
    with at_desk(visit) as desk:
        sha256 = find_document(desk, visit.request.path_params["hash"])
    proposing_of(visit.request.app.state).begin(home_of(visit), sha256)
    return View(reply=RedirectResponse(visit.address(f"sources/{sha256[:16]}"), 303))


def reread_source(visit: Visit) -> View:
    """Read the stored bytes of an article anew, where no decision would lose its words."""
    with at_desk(visit) as desk:
        from placet.evidence.review.reread import reread

        sha256 = find_document(desk, visit.request.path_params["hash"])
        (found,) = reread(desk.store, [sha256])
        if found.lost:
            raise Refused(
                N_("decisions would lose the words that they are about: the newer text has others in their place"),
                N_("The article is left as it is. `placet evidence reread` tells which decisions these are."),
                status=409,
            )
        if found.reading is None:
            raise Refused(found.message, found.help, status=409)
        desk.store.readings.replace([found.reading], at=dt.datetime.now(dt.UTC))
        desk.freshen()
    return View(reply=RedirectResponse(visit.address(f"sources/{sha256[:16]}"), 303))


def _given(visit: Visit) -> dict[MetadataField, str | None]:
    """Return what was typed of an article, read; None: a day that is not known.

    Raises:
        Refused: a day is none, or has not come yet.
    """
    from placet.evidence.intake.votes import is_after, read_time

    values: dict[MetadataField, str | None] = {}
    for field in GIVEN:
        words = " ".join(typed(visit, field, 500).split())
        if not words:
            continue
        if field == "posted":
            if words.casefold() == "unknown":
                values[field] = None
                continue
            time = read_time(words)
            if time is None:
                raise Refused(
                    N_("`%(words)s` is no day"),
                    N_("Write it as `2014-11-18` or `2014-11-18T06:51+09:00`."),
                    words=words[:40],
                )
            if is_after(time, visit.today):
                raise Refused(
                    N_("`%(words)s` has not come yet"),
                    N_("Where it is that day already, give the time and its zone: `2014-11-18T06:51+09:00`."),
                    words=words[:40],
                )
            words = time
        values[field] = words
    return values


def _shown(visit: Visit, desk: Desk, sha256: str) -> View:
    from placet.evidence.propose import unread
    from placet.evidence.readers import is_older
    from placet.evidence.review.passages import statements_in
    from placet.evidence.review.words import content_words, file_name

    world = visit.world
    status = visit.choice("status", STATUSES)
    document = desk.store.documents.get(sha256)
    rules = desk.store.statements.rules_of(sha256)
    desk.freshen()
    standings = desk.store.statements.standing(sha256)
    numbers = {one.id: at for at, one in enumerate(standings, 1)}
    shown = [one for one in standings if status in (None, one.status)]
    last = max(1, -(-len(document.paragraphs) // PARAGRAPHS))
    page = visit.number("page", 1, 1, last)
    paragraphs = document.paragraphs[(page - 1) * PARAGRAPHS : page * PARAGRAPHS]
    on_page = {one.number for one in paragraphs}
    own = statements_in(world.book, document, digits_of(world))
    by_paragraph: dict[int, list[str]] = {}
    for statement, paragraph, _ in own:
        if paragraph is not None:
            by_paragraph.setdefault(paragraph.number, []).append(statement.id)
    register = [
        (numbers[one.id], one, content_words(document, one.statement))
        for one in shown
        if one.statement.paragraph in on_page
    ]
    work = proposing_of(visit.request.app.state).of(home_of(visit), sha256)
    context: dict[str, Any] = {
        "document": document,
        "name": file_name(document.name),
        "title": document.metadata.title.value or file_name(document.name),
        "posted": day_of(document.metadata.posted.value),
        "paragraphs": _marked(document, paragraphs, [(numbers[one.id], one) for one in shown]),
        "statuses": {number: one.status for number, one, _ in register},
        "register": register,
        "total": len(standings),
        "waiting": sum(one.is_waiting for one in standings),
        "standing_accepted": any(one.status == "accepted" for one in standings),
        "own": own,
        "own_by_paragraph": by_paragraph,
        "status": status,
        "known_statuses": [one for one in STATUSES if any(other.status == one for other in standings)],
        "work": work,
        "is_proposed": rules is not None,
        "is_older": is_older(document.extractor),
        "removal": desk.store.removals.of(sha256),
        "unread": unread(document),
        "history": [one for one in desk.store.documents.history(sha256) if one.who],
        "page": page,
        "last_page": last,
        "who": reviewer(visit),
    }
    table = _table(document, shown)
    return View("source.html", context, table=table)


def _marked(document: Document, paragraphs: Sequence[Any], shown: Sequence[tuple[int, Standing]]) -> list[Any]:
    marks = [(span, number) for number, one in shown for span in one.statement.content]
    seen: set[int] = set()
    return [(one, nested(document.text, one.span, marks, seen)) for one in paragraphs]


def _table(document: Document, standings: Sequence[Standing]) -> Table:
    from placet.evidence.review.words import content_words, named

    columns = ("statement", "status", "paragraph", "speakers", "parties", "stance", "form", "on", "words", "doubts")
    return Table(
        f"{re.sub(r'[^A-Za-z0-9]+', '-', document.name)[:40].strip('-') or 'article'}-statements",
        columns,
        tuple(
            (
                one.id,
                one.status,
                one.statement.paragraph,
                tuple(named(speaker) for speaker in one.statement.speakers),
                tuple(for_.party for for_ in one.statement.spoken_for if for_.party),
                one.statement.stance,
                one.statement.form,
                one.statement.said.value,
                content_words(document, one.statement),
                one.proposed.doubts,
            )
            for one in standings
        ),
    )


_HASH = Parameter("hash", "The beginning of the article's SHA-256.", {"type": "string"}, "path")

PAGES = (
    Page(
        "source",
        "/{rulebook}/sources/{hash}",
        source_page,
        section="sources",
        forms=("html", "json", "csv"),
        operation=Operation(
            "List the statements that were proposed in a stored article, and how they stand.",
            (
                RULEBOOK,
                _HASH,
                Parameter("status", "Only those that stand so.", {"type": "string", "enum": list(STATUSES)}),
            ),
            {"type": "array"},
        ),
    ),
    Page("source-describe", "/{rulebook}/sources/{hash}/describe", describe_source, methods=("POST",)),
    Page("source-reread", "/{rulebook}/sources/{hash}/reread", reread_source, methods=("POST",)),
    Page("source-propose", "/{rulebook}/sources/{hash}/propose", propose_source, methods=("POST",)),
)

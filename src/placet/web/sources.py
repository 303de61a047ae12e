"""Sources: those of the rulebook and the stored articles, with what waits in each; and how one is added."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse

from placet.model.dates import Day
from placet.store.records import Removal
from placet.web.evidence_desk import (
    at_desk,
    check_installed,
    home_of,
    is_anything_stored,
    lacking,
    remember,
    reviewer,
    typed,
)
from placet.web.openapi import RULEBOOK, Operation, Parameter
from placet.web.ordering import in_order_of, order_of, order_parameter
from placet.web.pages import N_, Page, View
from placet.web.proposing import proposing_of
from placet.web.refusals import Refused
from placet.web.tables import Table
from placet.web.visit import Visit

if TYPE_CHECKING:
    from placet.evidence.review import Desk

A_PAGE = 100
"""How many rows a page shows."""

MOST_UPLOAD = 60_000_000
"""How many bytes can be sent at once."""

WHICH = ("rulebook", "stored", "waiting")


class Row(msgspec.Struct, frozen=True):
    """A source as the list shows it.

    Attributes:
        id: the rulebook's name of it; empty: the rulebook does not have it.
        title: its title, or the file's name.
        outlet: where it appeared.
        file: the stored file's name.
        day: the day it was published or posted; a text where it is no whole day; None: not known.
        day_grade: how the day of a stored article is known; empty: as the rulebook says.
        day_ground: what says so.
        said: how many statements the rulebook has from it.
        sha256: of the stored article; empty: it is not stored.
        counts: of its proposed statements, by what has become of them; None: nothing was proposed yet.
    """

    id: str
    title: str
    outlet: str
    file: str = ""
    day: Day | dt.date | str | None = None
    day_grade: str = ""
    day_ground: str = ""
    said: int = 0
    sha256: str = ""
    counts: dict[str, int] | None = None

    @property
    def first_day(self) -> dt.date | None:
        """The earliest day on which it can have been published; None where that is not known."""
        day = self.day.earliest if isinstance(self.day, Day) else self.day
        return day if isinstance(day, dt.date) else None

    @property
    def waiting(self) -> int:
        """How many statements wait for a decision."""
        return (self.counts or {}).get("waiting", 0)

    @property
    def proposed(self) -> int:
        """How many statements there are."""
        return (self.counts or {}).get("all", 0)

    @property
    def accepted(self) -> int:
        """How many have been accepted."""
        return (self.counts or {}).get("accepted", 0)


ORDERS: dict[str, Callable[[Row], Any]] = {
    "title": lambda one: one.title.casefold(),
    "published": lambda one: one.first_day,
    "said": lambda one: one.said,
    "proposed": lambda one: one.proposed if one.counts is not None else None,
    "waiting": lambda one: one.waiting if one.counts is not None else None,
}
"""By what sources can be put in order."""


class Outcome(msgspec.Struct, frozen=True):
    """What became of a file that was sent; of a new one, its last removal, where it was stored before and removed."""

    name: str
    sha256: str = ""
    title: str = ""
    is_new: bool = False
    message: str = ""
    help: str = ""
    removal: Removal | None = None


def sources_page(visit: Visit) -> View:
    """List the rulebook's sources and the stored articles."""
    return _listed(visit)


def add_sources(visit: Visit) -> View:
    """Store the files that were sent, and tell what became of each."""
    check_installed()
    files = visit.form.getlist("file") if visit.form is not None else []
    sent = [one for one in files if isinstance(one, UploadFile) and (one.filename or one.size)]
    if not sent:
        raise Refused(N_("no file was sent"), N_("Choose a saved page, a PDF or a text, or drop one on the page."))
    with at_desk(visit, makes=True) as desk:
        outcomes = [_add(visit, desk, one) for one in sent]
    if typed(visit, "propose"):
        for one in outcomes:
            if one.sha256:
                proposing_of(visit.request.app.state).begin(home_of(visit), one.sha256)
    if len(outcomes) == 1 and outcomes[0].sha256:
        return View(reply=RedirectResponse(visit.address(f"sources/{outcomes[0].sha256[:16]}"), 303))
    status = 200 if any(one.sha256 for one in outcomes) else 422
    return _listed(visit, outcomes, status)


def counts_of(visit: Visit, desk: Desk) -> dict[str, dict[str, int]]:
    """Return how many statements of each article there are, wait, and have been accepted, by its full hash."""

    def count() -> dict[str, dict[str, int]]:
        found: dict[str, Counter[str]] = {name: Counter() for name in desk.store.statements.documents()}
        for place in desk.store.statements.places():
            counter = found.setdefault(place.document, Counter())
            counter[place.status] += 1
            counter["all"] += 1
            counter["waiting"] += place.is_waiting
        return {name: dict(counter) for name, counter in found.items()}

    desk.freshen()
    return remember(visit, "counts", count)


def day_of(value: str | None) -> dt.date | str | None:
    """Return a posted time as a day; as it stands where it is none.

    >>> day_of("2014-11-18T06:51+09:00"), day_of("2014-11"), day_of(None)
    (datetime.date(2014, 11, 18), '2014-11', None)
    """
    try:
        return dt.date.fromisoformat((value or "")[:10])
    except ValueError:
        return value or None


def _add(visit: Visit, desk: Desk, upload: UploadFile) -> Outcome:
    from placet.evidence.intake import Unreadable, read_document
    from placet.evidence.intake.unreadable import MOST_BYTES, too_large
    from placet.evidence.review.words import file_name

    name = file_name(upload.filename or "") or "file"
    try:
        if (upload.size or 0) > MOST_BYTES:
            raise too_large(upload.size or 0)
        raw = upload.file.read()
        document = read_document(raw, name)
    except Unreadable as refused:
        return Outcome(name, message=refused.message, help=refused.help)
    except ImportError as error:
        package = (error.name or "a part").partition(".")[0]
        return Outcome(
            name, message=f"the package `{package}` is not installed", help="`pip install 'placet[evidence]'` does it."
        )
    kept = desk.store.documents.add(document, raw, at=dt.datetime.now(dt.UTC), who=reviewer(visit))
    stored = desk.store.documents.get(kept.sha256)
    title = stored.metadata.title.value or ""
    return Outcome(stored.name, kept.sha256, title, kept.is_new, removal=kept.removal)


def _listed(visit: Visit, outcomes: list[Outcome] | None = None, status: int = 200) -> View:
    world = visit.world
    lack = lacking()
    rows: list[Row]
    if not lack and is_anything_stored(visit):
        with at_desk(visit) as desk:
            counts = counts_of(visit, desk)
            rows = remember(visit, ("sources", world.name, world.version), lambda: _rows(visit, desk, counts))
    else:
        rows = world.keep("own sources", lambda: _own_rows(visit))
    which = visit.choice("which", WHICH) if visit.form is None else None
    words = (visit.param("words") or "").casefold().split() if visit.form is None else []
    order = order_of(visit, ORDERS) if visit.form is None else ""
    found = in_order_of(order, ORDERS, [one for one in rows if _is_wanted(one, which, words)])
    last = max(1, -(-len(found) // A_PAGE))
    page = visit.number("page", 1, 1, last) if visit.form is None else 1
    state = visit.request.app.state
    context = {
        "rows": found[(page - 1) * A_PAGE : page * A_PAGE],
        "total": len(found),
        "page": page,
        "last_page": last,
        "chosen": {"which": which, "words": " ".join(words), "sort": order},
        "waiting": sum(one.waiting for one in rows),
        "outcomes": outcomes or [],
        "lacking": lack,
        "under_way": {
            one.sha256
            for one in rows
            if not lack and one.sha256 and (work := proposing_of(state).of(home_of(visit), one.sha256)) is not None
            and work.is_under_way
        },
    }  # fmt: skip
    return View("sources.html", context, table=_table(world.name, found), status=status)


def _is_wanted(one: Row, which: str | None, words: list[str]) -> bool:
    if which == "rulebook" and not one.id:
        return False
    if which == "stored" and not one.sha256:
        return False
    if which == "waiting" and not one.waiting:
        return False
    text = f"{one.id} {one.title} {one.outlet} {one.file} {one.day or ''}".casefold()
    return all(word in text for word in words)


def _own_rows(visit: Visit) -> list[Row]:
    book = visit.world.book
    said = Counter(one.source for one in book.statements.values())
    return [Row(one.id, one.title, one.by, one.file, one.published, said=said[one.id]) for one in book.sources.values()]


def _rows(visit: Visit, desk: Desk, counts: dict[str, dict[str, int]]) -> list[Row]:
    """Return the rulebook's sources, with the article where it is stored, and then the other articles, newest first."""
    from placet.evidence.review.export import Sources
    from placet.evidence.review.words import file_name

    sources = Sources(visit.world.book)
    of_source: dict[str, Row] = {}
    others: list[Row] = []
    for one in desk.store.documents.list():
        posted = one.metadata.posted
        row = Row(
            sources.of(one) or "",
            one.metadata.title.value or file_name(one.name),
            one.metadata.outlet.value or "",
            file_name(one.name),
            day_of(posted.value),
            posted.grade,
            posted.ground,
            sha256=one.sha256,
            counts=counts.get(one.sha256),
        )
        if row.id and row.id not in of_source:
            of_source[row.id] = row
        else:
            others.append(row)
    own = []
    for row in _own_rows(visit):
        stored = of_source.get(row.id)
        if stored is not None:
            row = msgspec.structs.replace(row, file=stored.file, sha256=stored.sha256, counts=stored.counts)
        own.append(row)
    return [*reversed(others), *own]


def _table(name: str, rows: list[Row]) -> Table:
    columns = ("source", "title", "outlet", "published", "day_grade", "day_ground", "in_rulebook", "proposed",
               "accepted", "waiting", "stored")  # fmt: skip
    return Table(
        f"{name}-sources",
        columns,
        tuple(
            (
                one.id or None,
                one.title,
                one.outlet or None,
                str(one.day) if one.day is not None else None,
                one.day_grade or None,
                one.day_ground or None,
                one.said,
                *((one.proposed, one.accepted, one.waiting) if one.counts is not None else (None, None, None)),
                one.sha256 or None,
            )
            for one in rows
        ),
    )


PAGES = (
    Page(
        "sources",
        "/{rulebook}/sources",
        sources_page,
        N_("Sources"),
        section="sources",
        forms=("html", "json", "csv"),
        operation=Operation(
            "List a rulebook's sources and the stored articles, with how many statements wait in each.",
            (
                RULEBOOK,
                Parameter("which", "Only the rulebook's own, the stored, or those in which something waits.",
                          {"type": "string", "enum": list(WHICH)}),
                Parameter("words", "Only where each of these words occurs in title, outlet, file or day."),
                order_parameter(ORDERS),
            ),
            {"type": "array"},
        ),
    ),
    Page("sources-add", "/{rulebook}/sources", add_sources, methods=("POST",), most_bytes=MOST_UPLOAD),
)  # fmt: skip

"""The export: accepted statements as blocks of the rulebook, looked at, taken away, or added to its text."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import RedirectResponse, Response

from placet.web.check import placed
from placet.web.edit_files import digest_of, why_not_written
from placet.web.evidence_desk import at_desk, check_installed, find_document, is_anything_stored, lacking, typed
from placet.web.languages import N_
from placet.web.openapi import RULEBOOK, Operation, Parameter
from placet.web.pages import Page, View, attachment
from placet.web.refusals import Refused
from placet.web.tables import Table
from placet.web.visit import Visit, with_parameters

if TYPE_CHECKING:
    from placet.evidence.review import Desk
    from placet.evidence.review.export import Exported

FILE = "statements-from-articles.md"
"""The file of the rulebook that statements are added to."""

_WRITING = threading.Lock()


class Line(msgspec.Struct, frozen=True):
    """A statement as the list shows it.

    Attributes:
        id: of the accepted statement.
        name: which it has, or would have, in the rulebook; empty: it is left out.
        state: `new`, `there` (the rulebook has it already) or `left out`.
        document: the full hash of its article.
        file: the article's name.
        paragraph: where it stands there.
        words: a person's own; empty: they are missing.
        about: what it is about in this rulebook.
    """

    id: str
    name: str
    state: str
    document: str
    file: str
    paragraph: int
    words: str
    about: tuple[str, ...]


def export_page(visit: Visit) -> View:
    """Show what the accepted statements come to as text of the rulebook."""
    lack = lacking()
    if lack and visit.suffix != "html":
        check_installed()
    made, lines, scope = _made(visit)
    counts = {state: sum(one.state == state for one in lines) for state in ("new", "there", "left out")}
    written = visit.number("written", 0, 0, 10**6)
    context: dict[str, Any] = {
        "lacking": lack,
        "made": made,
        "lines": lines,
        "scope": scope,
        "file": FILE,
        "why_not": _why_not(visit),
        "diagnostics": _faults(visit, made) if made is not None and made.text else [],
        "mark": _mark(made) if made is not None else "",
        "written": written if written <= counts["there"] else 0,
        "counts": counts,
    }
    return View("export.html", context, table=_table(visit, lines))


def export_text(visit: Visit) -> View:
    """Hand over the text alone."""
    check_installed()
    made, _, _ = _made(visit)
    if made is None or not made.text:
        raise Refused(N_("there is no statement to write"), N_("Accept some on the page of the review."), status=404)
    headers = {"Content-Disposition": attachment(FILE)}
    return View(reply=Response(made.text, 200, headers, media_type="text/markdown; charset=utf-8"))


def write_export(visit: Visit) -> View:
    """Add the statements to the rulebook's own text, if it loads with them."""
    check_installed()
    why_not = _why_not(visit)
    if why_not:
        help = N_("Take the text away and put it where the rulebook lies, or edit a copy of the rulebook.")
        raise Refused(N_("the rulebook cannot be written: it is %(why_not)s"), help, status=409, why_not=why_not)
    from placet.evidence.review import Refused as NotWritten
    from placet.evidence.review.written import write_statements

    with _WRITING:
        # The rulebook is looked at again: somebody may have changed it since the page was shown.
        made, _, scope = _made(visit)
        if made is None or not made.text:
            raise Refused(N_("there is no statement to write"), N_("What is accepted is there already."), status=409)
        if typed(visit, "mark", 20) != _mark(made):
            raise Refused(
                N_("what would be written is not what you saw"),
                N_("Look at it again: something was decided since."),
                status=409,
            )
        faults = _faults(visit, made)
        if faults:
            raise Refused(
                N_("the rulebook would not load with these statements; nothing was written"),
                N_("%(fault)s. The page of the export lists all faults."),
                status=409,
                fault=faults[0]["message"],
            )
        target = visit.worlds.folder(visit.world.name) / FILE
        if target.is_symlink():
            raise Refused(
                N_("`%(file)s` is a link to another place"), N_("Remove the link first."), status=403, file=FILE
            )
        with at_desk(visit) as desk:
            try:
                write_statements(made, target, desk.store)
            except NotWritten as trouble:
                raise Refused(trouble.message, trouble.help, status=409) from None
    kept: dict[str, object] = {"document": scope[:16] if scope else None, "written": len(made.statements)}
    return View(reply=RedirectResponse(with_parameters(visit.address("export"), kept), 303))


def _made(visit: Visit) -> tuple[Exported | None, list[Line], str]:
    """Return what would be written, how each accepted statement fares, and the article it was limited to."""
    # What the rulebook has is looked at as it is on disk now: nothing may be written into it twice.
    name = visit.request.path_params["rulebook"]
    if name in visit.worlds.names:
        visit.worlds.show(name, now=True)  # before `visit.shown`, which keeps what it has seen
    if lacking() or not is_anything_stored(visit):
        return None, [], ""
    named = typed(visit, "document", 64) if visit.form is not None else visit.param("document")
    with at_desk(visit) as desk:
        scope = find_document(desk, named) if named else ""
        desk.freshen()
        return (*_exported(visit, desk, scope), scope)


def _exported(visit: Visit, desk: Desk, scope: str) -> tuple[Exported, list[Line]]:
    from placet.evidence.review.export import export
    from placet.evidence.review.words import file_name

    book = visit.world.book
    found = [
        (desk.store.documents.get(sha256), accepted)
        for sha256 in ([scope] if scope else desk.store.statements.documents())
        if (accepted := [one for one in desk.store.statements.standing(sha256) if one.status == "accepted"])
    ]
    made = export(book, found)
    lines = [
        Line(
            one.id,
            made.statements.get(one.id) or made.there.get(one.id, ""),
            "new" if one.id in made.statements else "there" if one.id in made.there else "left out",
            document.sha256,
            file_name(document.name),
            one.statement.paragraph,
            one.paraphrase,
            tuple(link.name for link in one.links if link.rulebook == book.name and link.counts),
        )
        for document, standings in found
        for one in standings
    ]
    return made, lines


def _faults(visit: Visit, made: Exported) -> list[dict[str, Any]]:
    """Return the errors with which the rulebook would not load; none: it would."""
    from placet.evidence.review.written import load_with

    def find() -> list[dict[str, Any]]:
        loaded = load_with(visit.worlds.given(visit.world.name), made.text)
        if loaded.rulebook is not None:
            return []
        return placed(tuple(one for one in loaded.diagnostics if one.severity == "error"), loaded.texts)

    return visit.world.remember(("faults of the export", _mark(made)), find)


def _why_not(visit: Visit) -> str:
    """Return why nothing can be added to the rulebook: `shipped`, `read-only`, `a single file`; empty: it can."""
    folder: Path = visit.worlds.folder(visit.world.name)
    if not folder.is_dir():
        return "a single file"
    target = folder / FILE
    return why_not_written(target if target.exists() else folder)


def _mark(made: Exported) -> str:
    """Return what tells this text from another, so that nothing is written but what was seen."""
    return digest_of(made.text)


def _table(visit: Visit, lines: list[Line]) -> Table:
    columns = ("statement", "state", "name", "article", "file", "paragraph", "words", "about")
    rows = tuple(
        (one.id, one.state, one.name or None, one.document, one.file, one.paragraph, one.words or None, one.about)
        for one in lines
    )
    return Table(f"{visit.world.name}-export", columns, rows)


_DOCUMENT = Parameter("document", "Only of the article whose SHA-256 begins so.")

PAGES = (
    Page(
        "export",
        "/{rulebook}/export",
        export_page,
        section="review",
        forms=("html", "json", "csv"),
        operation=Operation(
            "List the accepted statements with what becomes of each in the rulebook.",
            (RULEBOOK, _DOCUMENT),
            {"type": "array"},
        ),
    ),
    Page("export-text", "/{rulebook}/export/text", export_text),
    Page("export-write", "/{rulebook}/export", write_export, methods=("POST",)),
)

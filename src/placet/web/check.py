"""What is wrong with a rulebook, as it lies on disk: the same diagnostics as `placet check`."""

from __future__ import annotations

from typing import Any

from placet.diagnostics import Diagnostic
from placet.diagnostics.codes import CODES
from placet.diagnostics.order import sort_diagnostics
from placet.diagnostics.position import Lines
from placet.diagnostics.render_json import render_json
from placet.web.edit_files import editable_files
from placet.web.openapi import RULEBOOK, Operation
from placet.web.pages import N_, Page, View
from placet.web.tables import Table
from placet.web.visit import Visit


def check_page(visit: Visit) -> View:
    """Show the errors and warnings of a rulebook as it is now."""
    shown = visit.shown
    world = shown.world
    found = (*shown.errors, *(world.diagnostics if world is not None and not shown.errors else ()))
    texts = shown.texts if shown.errors or world is None else world.texts
    rows = with_addresses(visit, placed(found, texts))
    table = Table(
        f"{visit.request.path_params['rulebook']}-diagnostics",
        ("severity", "code", "file", "line", "message", "help"),
        tuple((one["severity"], one["code"], one["file"], one["line"], one["message"], one["help"]) for one in rows),
    )
    files = list(dict.fromkeys(tree.place for tree in world.trees)) if world is not None else []
    return View(
        "check.html", {"diagnostics": rows, "files": files}, table=table, json=render_json(found, texts).rstrip()
    )


def placed(found: tuple[Diagnostic, ...], texts: dict[str, str]) -> list[dict[str, Any]]:
    """Return diagnostics for a template: each with the title of its code, its file, its line and what stands there."""
    rows = []
    lines: dict[str, Lines] = {}
    for one in sort_diagnostics(found):
        file, line, text = "", 0, ""
        if one.span is not None:
            file = one.span.file
            if file in texts:
                lines.setdefault(file, Lines(texts[file]))
                line = lines[file].position(one.span.start).line
                text = texts[file].split("\n")[line - 1].strip()[:200]
        rows.append(
            {
                "severity": one.severity,
                "code": one.code,
                "title": CODES.get(one.code, ""),
                "message": one.message,
                "help": one.help,
                "file": file,
                "place": file,
                "address": "",
                "line": line,
                "text": text,
            }
        )
    return rows


def with_addresses(visit: Visit, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return diagnostics, those of the rulebook's own files with their names in it and where their line is edited."""
    name = visit.request.path_params["rulebook"]
    folder = visit.worlds.folder(name)
    places = {str(folder / one if folder.is_dir() else folder): one for one in editable_files(visit.worlds, name)}
    return [
        {**row, "place": place, "address": visit.address("edit", file=place, line=row["line"] or None)}
        if (place := places.get(row["file"])) is not None
        else row
        for row in rows
    ]


PAGES = (
    Page(
        "check",
        "/{rulebook}/check",
        check_page,
        N_("Check"),
        section="check",
        forms=("html", "json", "csv"),
        operation=Operation("Tell the errors and warnings of a rulebook.", (RULEBOOK,)),
    ),
)

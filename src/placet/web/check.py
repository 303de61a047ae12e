"""What is wrong with a rulebook, as it lies on disk: the same diagnostics as `placet check`."""

from __future__ import annotations

from typing import Any

from placet.diagnostics import Diagnostic
from placet.diagnostics.order import sort_diagnostics
from placet.diagnostics.position import Lines
from placet.diagnostics.render_json import render_json
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
    rows = placed(found, texts)
    table = Table(
        f"{visit.request.path_params['rulebook']}-diagnostics",
        ("severity", "code", "file", "line", "message", "help"),
        tuple((one["severity"], one["code"], one["file"], one["line"], one["message"], one["help"]) for one in rows),
    )
    return View("check.html", {"diagnostics": rows}, table=table, json=render_json(found, texts).rstrip())


def placed(found: tuple[Diagnostic, ...], texts: dict[str, str]) -> list[dict[str, Any]]:
    """Return diagnostics for a template: each with its file, its line and what stands there."""
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
                "message": one.message,
                "help": one.help,
                "file": file,
                "line": line,
                "text": text,
            }
        )
    return rows


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

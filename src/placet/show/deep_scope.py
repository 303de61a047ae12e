"""Lay out what is without effect in some situations and on some days: what is meant, and what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from placet.diagnostics.diagnostic import Diagnostic
from placet.diagnostics.position import Lines
from placet.diagnostics.render_json import diagnostics_value, place_value
from placet.engine.deep.findings import DeepFinding
from placet.engine.deep.scope import Scope
from placet.model import Rulebook
from placet.show.answer_json import Json, fact_value, json_text
from placet.show.deep_lint import Within
from placet.show.page import Block, Gap, Page, Paragraph, faint, ink, strong
from placet.show.words import counted, listed, value_words


def scope_words(book: Rulebook, scope: Scope) -> str:
    """Say which days and situations are meant.

    >>> import datetime as dt
    >>> scope_words(Rulebook("ferry"), Scope(dt.date(2015, 10, 21), dt.date(2015, 10, 20)))
    'on 2015-10-21, by what was public on 2015-10-20'
    """
    days = "on every day" if scope.on is None else f"on {scope.on.isoformat()}"
    if scope.known is not None:
        days += f", by what was public on {scope.known.isoformat()}"
    if not scope.given:
        return days
    facts = [f"{field} is {value_words(book, book.fields[field], value)}" for field, value in scope.given.items()]
    return f"{days}{',' if scope.known is not None else ''} where {listed(facts)}"


def heading(book: Rulebook, scope: Scope) -> Page:
    """Return what stands above the messages."""
    return (Paragraph(ink(strong(f"What has no effect in {book.name} {scope_words(book, scope)}")), hang=2), Gap())


def closing(within: Within) -> Page:
    """Return what stands below the messages: how much is left out, and how to see it."""
    lines: list[Block] = []
    about = [
        f"{counts} {verb} about other {elsewhere}"
        for elsewhere in ("facts", "days")
        for counts, verb in _counted(finding for finding, _ in within.left_out if finding.elsewhere == elsewhere)
    ]
    if about:
        pronoun = "it is" if len(within.left_out) == 1 else "they are"
        lines.append(Paragraph(ink(faint(f"{listed(about)}; {pronoun} left out, and named with --json."))))
    if not within.diagnostics:
        lines.append(Paragraph(ink(f"Nothing {'else ' if about else ''}was found that has no effect there.")))
    return (*lines, Gap()) if lines else ()


def _counted(findings: Iterable[DeepFinding]) -> list[tuple[str, str]]:
    """Say how many rules, readings and clauses there are, with the verb that goes with them; nothing for none."""
    kinds = Counter(_kind(finding) for finding in findings)
    words = [counted(kinds[kind], kind, many) for kind, many in _KINDS.items() if kinds[kind]]
    return [(listed(words), "is" if kinds.total() == 1 else "are")] if words else []


_KINDS = {
    "rule": "rules",
    "reading": "readings",
    "exception": "exceptions",
    "entry": "entries",
    "clause": "clauses of readings",
}
"""What can be left out, and what several of them are called."""


def _kind(finding: DeepFinding) -> str:
    spot = finding.spot
    match spot.clause:
        case "":
            return spot.kind
        case "unless":
            return "exception"
        case "entry":
            return "entry"
        case _:
            return "clause"


def scope_json(scope: Scope, within: Within, texts: Mapping[str, str]) -> str:
    """Return the JSON form: the diagnostics, the days and facts that were meant, and what is left out."""
    lines_of: dict[str, Lines] = {}
    left_out: list[Json] = [
        {
            "what": _kind(finding),
            "of": finding.spot.owner,
            "about": f"other {finding.elsewhere}",
            "place": place_value(span, texts, lines_of),
        }
        for finding, span in within.left_out
    ]
    meant: dict[str, Json] = {
        "on": scope.on.isoformat() if scope.on is not None else None,
        "known": scope.known.isoformat() if scope.known is not None else None,
        "given": {field: fact_value(value) for field, value in scope.given.items()},
    }
    value: dict[str, Json] = diagnostics_value(within.diagnostics, texts)
    return json_text({**value, "within": meant, "left_out": left_out}) + "\n"


def said_of(book: Rulebook, scope: Scope, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return diagnostics that say themselves of which days and situations they are, to be read one by one."""
    words = scope_words(book, scope)
    return [msgspec.structs.replace(one, message=f"{words}: {one.message}") for one in diagnostics]

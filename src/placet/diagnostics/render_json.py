"""Diagnostics as JSON, for other programs; the form is stable, and `format` is raised when it changes.

| key | content |
|---|---|
| format | 1 |
| diagnostics | in the order of files and places; each as below |
| summary | `errors`, `warnings`, `notes`, `files` (read, those without a diagnostic included) |

A diagnostic has `code`, `severity` (`error`, `warning`, `note`), `message`, `help` (may be empty), `place` (null where
no place in a text is meant), `labels` (each a `place` and a `text`) and `fix` (null, or `title`, `place`,
`replacement`). A place has `file`, `start` and `end`, the end not included; each of these has `line` and `column`,
counted from 1 in code points, and `offset`, counted from 0. In a file whose text is not known, `start` and `end` are
null.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from placet.diagnostics.diagnostic import Diagnostic, Span
from placet.diagnostics.order import count_severities, sort_diagnostics
from placet.diagnostics.position import Lines

FORMAT = 1


def render_json(diagnostics: Iterable[Diagnostic], files: Mapping[str, str]) -> str:
    """Return diagnostics as a JSON document that ends with a line end.

    Args:
        diagnostics: in any order; they are sorted by place.
        files: the text of every file that was read.
    """
    return json.dumps(diagnostics_value(diagnostics, files), ensure_ascii=False, indent=2) + "\n"


def diagnostics_value(diagnostics: Iterable[Diagnostic], files: Mapping[str, str]) -> dict[str, Any]:
    """Return diagnostics as plain values, in the shape of their JSON form.

    Args:
        diagnostics: in any order; they are sorted by place.
        files: the text of every file that was read.
    """
    ordered = sort_diagnostics(diagnostics)
    lines_of: dict[str, Lines] = {}
    counts = count_severities(ordered)
    return {
        "format": FORMAT,
        "diagnostics": [_diagnostic(diagnostic, files, lines_of) for diagnostic in ordered],
        "summary": {f"{severity}s": count for severity, count in counts.items()} | {"files": len(files)},
    }


def _diagnostic(diagnostic: Diagnostic, files: Mapping[str, str], lines_of: dict[str, Lines]) -> dict[str, Any]:
    fix = diagnostic.fix
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "place": place_value(diagnostic.span, files, lines_of) if diagnostic.span else None,
        "labels": [
            {"place": place_value(label.span, files, lines_of), "text": label.text} for label in diagnostic.labels
        ],
        "fix": {"title": fix.title, "place": place_value(fix.span, files, lines_of), "replacement": fix.replacement}
        if fix
        else None,
    }


def place_value(span: Span, files: Mapping[str, str], lines_of: dict[str, Lines]) -> dict[str, Any]:
    """Return a place as plain values; `lines_of` keeps what is known of the files' lines by now."""
    if span.file not in files:
        return {"file": span.file, "start": None, "end": None}
    if span.file not in lines_of:
        lines_of[span.file] = Lines(files[span.file])
    return {
        "file": span.file,
        "start": _offset(span.start, lines_of[span.file]),
        "end": _offset(span.end, lines_of[span.file]),
    }


def _offset(offset: int, lines: Lines) -> dict[str, int]:
    position = lines.position(offset)
    return {"line": position.line, "column": position.column, "offset": offset}

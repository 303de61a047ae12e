"""Diagnostics as workflow commands, which a GitHub run shows beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from placet.diagnostics.diagnostic import Diagnostic
from placet.diagnostics.order import sort_diagnostics
from placet.diagnostics.position import Lines

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render_github(diagnostics: Iterable[Diagnostic], files: Mapping[str, str]) -> str:
    """Return one workflow command a line, each line ended; empty where there are no diagnostics.

    Args:
        diagnostics: in any order; they are sorted by place.
        files: the text of each file that a span names.
    """
    lines_of: dict[str, Lines] = {}
    return "".join(f"{_command(diagnostic, files, lines_of)}\n" for diagnostic in sort_diagnostics(diagnostics))


def _command(diagnostic: Diagnostic, files: Mapping[str, str], lines_of: dict[str, Lines]) -> str:
    properties: dict[str, str | int] = {}
    span = diagnostic.span
    if span:
        properties["file"] = span.file
        if span.file in files:
            if span.file not in lines_of:
                lines_of[span.file] = Lines(files[span.file])
            start, end = lines_of[span.file].position(span.start), lines_of[span.file].position(span.end)
            properties["line"] = start.line
            # Columns are only understood where the span is within one line.
            if start.line == end.line:
                properties |= {"col": start.column, "endColumn": end.column}
            else:
                properties["endLine"] = end.line
    properties["title"] = diagnostic.code
    written = ",".join(f"{name}={_escaped_property(str(value))}" for name, value in properties.items())
    text = diagnostic.message + (f"\n{diagnostic.help}" if diagnostic.help else "")
    return f"::{_COMMANDS[diagnostic.severity]} {written}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")

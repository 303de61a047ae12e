"""Diagnostics as SARIF 2.1.0, the exchange form that code hosts and editors take in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from placet.diagnostics.diagnostic import Diagnostic, Fix, Span
from placet.diagnostics.explain import explain, parse_page
from placet.diagnostics.order import sort_diagnostics
from placet.diagnostics.position import Lines

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(diagnostics: Iterable[Diagnostic], files: Mapping[str, str]) -> str:
    """Return diagnostics as a SARIF log that ends with a line end; every code in it carries its page.

    Args:
        diagnostics: in any order; they are sorted by place.
        files: the text of each file that a span names.
    """
    ordered = sort_diagnostics(diagnostics)
    codes = sorted({diagnostic.code for diagnostic in ordered})
    writer = _Writer(files, {code: index for index, code in enumerate(codes)})
    run = {
        "tool": {"driver": {"name": "placet", "rules": [_rule(code) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "results": [writer.result(diagnostic) for diagnostic in ordered],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    text = explain(code)
    if text is None:
        return {"id": code}
    page = parse_page(text)
    return {
        "id": code,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": page.what},
        "help": {"text": f"{page.what}\n\n{page.why}", "markdown": text},
    }


class _Writer:
    def __init__(self, files: Mapping[str, str], indexes: Mapping[str, int]) -> None:
        self._files = files
        self._indexes = indexes
        self._lines_of: dict[str, Lines] = {}

    def result(self, diagnostic: Diagnostic) -> dict[str, Any]:
        text = diagnostic.message + (f"\n{diagnostic.help}" if diagnostic.help else "")
        result: dict[str, Any] = {
            "ruleId": diagnostic.code,
            "ruleIndex": self._indexes[diagnostic.code],
            "level": diagnostic.severity,
            "message": {"text": text},
        }
        if diagnostic.span:
            result["locations"] = [{"physicalLocation": self._place(diagnostic.span)}]
        if diagnostic.labels:
            result["relatedLocations"] = [
                {"id": number, "physicalLocation": self._place(label.span), "message": {"text": label.text}}
                for number, label in enumerate(diagnostic.labels, 1)
            ]
        if diagnostic.fix:
            result["fixes"] = [self._fix(diagnostic.fix)]
        return result

    def _place(self, span: Span) -> dict[str, Any]:
        place: dict[str, Any] = {"artifactLocation": _artifact(span.file)}
        if span.file in self._files:
            place["region"] = self._region(span)
        return place

    def _fix(self, fix: Fix) -> dict[str, Any]:
        replacement = {"deletedRegion": self._region(fix.span), "insertedContent": {"text": fix.replacement}}
        change = {"artifactLocation": _artifact(fix.span.file), "replacements": [replacement]}
        return {"description": {"text": fix.title}, "artifactChanges": [change]}

    def _region(self, span: Span) -> dict[str, int]:
        region = {"charOffset": span.start, "charLength": span.end - span.start}
        if span.file not in self._files:
            return region
        if span.file not in self._lines_of:
            self._lines_of[span.file] = Lines(self._files[span.file])
        start, end = self._lines_of[span.file].position(span.start), self._lines_of[span.file].position(span.end)
        return {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
            **region,
        }


def _artifact(file: str) -> dict[str, str]:
    return {"uri": quote(file.replace("\\", "/"))}

"""The order in which diagnostics are shown, and how many there are of each kind."""

from __future__ import annotations

from collections.abc import Iterable, Sized

from placet.diagnostics.diagnostic import Diagnostic

_SEVERITIES = ("error", "warning", "note")


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return diagnostics by file and place, those of no place first; the same one twice is kept once."""
    return sorted(dict.fromkeys(diagnostics), key=_place)


def count_severities(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """Return how many errors, warnings and notes there are, in this order."""
    counts = dict.fromkeys(_SEVERITIES, 0)
    for diagnostic in diagnostics:
        counts[diagnostic.severity] += 1
    return counts


def summary(diagnostics: Iterable[Diagnostic], files: Sized) -> str:
    """Return one line that says how many errors, warnings and notes were found in how many files.

    Args:
        diagnostics: everything that was found.
        files: all files that were read, those without a diagnostic included.

    >>> summary([], ["a.md", "b.md"])
    'no errors or warnings in 2 files'
    """
    parts = [_counted(count, severity) for severity, count in count_severities(diagnostics).items() if count]
    return f"{', '.join(parts) or 'no errors or warnings'} in {_counted(len(files), 'file')}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, int, str, str]:
    span = diagnostic.span
    place = (span.file, span.start, span.end) if span else ("", -1, -1)
    return (*place, _SEVERITIES.index(diagnostic.severity), diagnostic.code, diagnostic.message)

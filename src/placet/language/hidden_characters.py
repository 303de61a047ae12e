"""Warn of characters in a text that nobody sees: what is read may not be what is there."""

from __future__ import annotations

from collections.abc import Iterator

from placet.diagnostics.diagnostic import Diagnostic, Fix, Span
from placet.diagnostics.hidden import find_hidden, name_hidden

MOST_LINES = 50
"""In how many lines of a file they are told of."""


def warn_of_hidden(file: str, text: str) -> Iterator[Diagnostic]:
    """Yield a warning for each line of a text that has characters which nobody sees.

    Args:
        file: the name of the file in spans.
        text: all of it, prose and blocks.
    """
    lines: dict[int, list[tuple[int, int]]] = {}
    for start, end in find_hidden(text):
        lines.setdefault(text.rfind("\n", 0, start), []).append((start, end))
    for runs in list(lines.values())[:MOST_LINES]:
        kinds = dict.fromkeys(letter for start, end in runs for letter in text[start:end])
        names = ", ".join(map(name_hidden, kinds))
        first, last = runs[0][0], runs[-1][1]
        fix = Fix(Span(file, first, last), "", "take it away") if len(runs) == 1 else None
        yield Diagnostic(
            "W0102",
            "warning",
            f"here stands what nobody sees: {names}",
            Span(file, first, last),
            "It can make a text look otherwise than it is read. Take it away, unless the words need it.",
            fix=fix,
        )

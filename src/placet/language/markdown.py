"""Find the fenced `placet` blocks of a Markdown file, with their offsets.

A line scanner rather than a Markdown library, because only fences matter here and a library is slower than all the rest
of reading a rulebook; a test compares it with one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from placet.diagnostics.diagnostic import Diagnostic, Label, Span
from placet.language.tree import Block
from placet.language.words import DECLARATIONS

_OPENING = re.compile(
    r"^[ ]{0,3}(?:(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[ \t]*(?P<info>[^\s]*)[^\n]*"
    r"|(?P<comment><!--)|(?P<raw><(?:script|pre|style|textarea)(?=[\s>]|$))|(?P<instruction><\?)|(?P<cdata><!\[CDATA\[)"
    r"|(?P<definition><![A-Za-z]))",
    re.MULTILINE | re.IGNORECASE,
)
_HTML_ENDS = {
    "comment": re.compile("-->"),
    "raw": re.compile("</(?:script|pre|style|textarea)>", re.IGNORECASE),
    "instruction": re.compile(r"\?>"),
    "cdata": re.compile(r"\]\]>"),
    "definition": re.compile(">"),
}
_MARGIN_WORD = re.compile(r"^(?![#\s])(?:\w+|.)", re.MULTILINE)
_UNREAD = re.compile(
    r"^[ \t]*(?:>[ \t]*|(?:[-*+]|\d{1,9}[.)])[ \t]+)+(?:`{3,}|~{3,})[ \t]*placet(?=\s|$)"
    r"|^(?:[ ]{4,}|[ ]*\t[ \t]*)(?:`{3,}|~{3,})[ \t]*placet(?=\s|$)",
    re.MULTILINE,
)


def find_blocks(file: str, text: str, found: list[Diagnostic]) -> list[Block]:
    """Return the fenced blocks marked `placet`, and tell of those that are not closed or not read."""
    blocks: list[Block] = []
    outside: list[tuple[int, int]] = []
    at = 0
    while (opening := _OPENING.search(text, at)) is not None:
        outside.append((at, opening.start()))
        fence = opening["fence"]
        if fence is None:
            html_end = _HTML_ENDS[opening.lastgroup or "comment"].search(text, opening.end())
            at = text.find("\n", html_end.end()) if html_end else -1
            if at < 0:
                break
            continue
        start = min(opening.end() + 1, len(text))
        is_read = opening["info"] == "placet"
        mark = _closing(fence[0], len(fence), is_read).search(text, start)
        end = mark.start() if mark else len(text)
        is_closed = mark is not None and not (is_read and mark["inner"])
        if is_read:
            if not is_closed:
                found.append(_tell_unclosed(file, opening, mark))
                end = _end_of_rules(text, start, end)
            blocks.append(Block(start, end, opening.start("fence") - opening.start()))
        if mark is None:
            break
        at = mark.end() if is_closed else mark.start()
    else:
        outside.append((at, len(text)))
    for first, last in outside:
        found.extend(_tell_unread(file, match) for match in _UNREAD.finditer(text, first, last))
    return blocks


@lru_cache(maxsize=256)
def _closing(mark: str, length: int, is_read: bool) -> re.Pattern[str]:
    # The fence of a further `placet` block inside one shows that the closing fence of the first was forgotten.
    closing = rf"{mark}{{{length},}}[ \t]*\r?$"
    if is_read:
        closing = rf"(?:{closing}|(?P<inner>(?:`{{3,}}|~{{3,}})[ \t]*placet(?=\s|$)))"
    return re.compile(rf"^[ ]{{0,3}}{closing}", re.MULTILINE)


def _end_of_rules(text: str, start: int, end: int) -> int:
    """Return where prose seems to begin in a block that is not closed, so that prose is not read as rules."""
    for line in _MARGIN_WORD.finditer(text, start, end):
        if line[0] not in DECLARATIONS:
            return line.start()
    return end


def _tell_unclosed(file: str, opening: re.Match[str], inner: re.Match[str] | None) -> Diagnostic:
    return Diagnostic(
        "E0108",
        "error",
        "this block is never closed",
        Span(file, opening.start("fence"), opening.end()),
        help="Put a line with the same marks where the block ends.",
        labels=(Label(Span(file, inner.start(), inner.end()), "another begins here"),) if inner is not None else (),
    )


def _tell_unread(file: str, match: re.Match[str]) -> Diagnostic:
    return Diagnostic(
        "W0101",
        "warning",
        "this block stands in a list or a quotation, or is indented, and is not read",
        Span(file, match.start(), match.end()),
        help="Put the fence at the left margin.",
    )

"""Plain text: its paragraphs where they stand, each with what it is."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from itertools import pairwise

from placet.evidence.intake.datelines import read_dateline
from placet.evidence.intake.lines import Line, tell_kinds
from placet.evidence.intake.unreadable import MOST_LINES, Unreadable
from placet.model.documents import Paragraph, Span

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_BREAKS = str.maketrans(dict.fromkeys("\r\n\x0b\x85\u2028\u2029", " "))


def find_paragraphs(text: str, title: str | None = None) -> tuple[Paragraph, ...]:
    r"""Return the paragraphs of a text: its lines, or the blocks of lines where these are broken at one width.

    Args:
        text: the text; it is not changed, and every span points into it.
        title: the title, where something else says it.

    Raises:
        Unreadable: it has far too many lines.

    >>> text = "Ferry to stop\n\nThe harbour office said on Monday that the ferry will stop for good."
    >>> [one.kind for one in find_paragraphs(text)]
    ['title', 'body']
    """
    spans = _blocks(text, _lines(text))
    lines = []
    end = 0
    for span in spans:
        lines.append(Line(" ".join(text[span.start : span.end].split()), _is_close(text, end, span.start)))
        end = span.end
    kinds = tell_kinds(lines, title)
    return tuple(Paragraph(number, span, kind) for number, (span, kind) in enumerate(zip(spans, kinds, strict=True), 1))


def unwrap(text: str, paragraphs: Sequence[Paragraph]) -> str:
    r"""Return a text with spaces for the line breaks within its paragraphs; every letter stays where it stood.

    A line that ends with the width of the paper is no end of a sentence, and a quotation goes on behind it.

    >>> from textwrap import fill
    >>> said = "The harbour office said that the ferry would stop at the end of the month, and nobody asked why. "
    >>> typed = fill(said * 3, 60)
    >>> typed.count("\n"), unwrap(typed, find_paragraphs(typed)).count("\n")
    (4, 0)
    """
    pieces = []
    at = 0
    for paragraph in paragraphs:
        pieces += [text[at : paragraph.span.start], text[paragraph.span.start : paragraph.span.end].translate(_BREAKS)]
        at = paragraph.span.end
    return "".join([*pieces, text[at:]])


def _lines(text: str) -> list[Span]:
    """Return the lines that have words, without the spaces around these."""
    found: list[Span] = []
    for line in _LINE.finditer(text):
        words = line[0].strip()
        if words:
            if len(found) == MOST_LINES:
                raise Unreadable(f"the text has more than {MOST_LINES:,} lines", "Give the article alone.")
            start = line.start() + line[0].index(words)
            found.append(Span(start, start + len(words)))
    return found


def _blocks(text: str, lines: list[Span]) -> list[Span]:
    """Join the lines of each block where the text is broken at one width; a report begins with its dateline."""
    if not _is_wrapped(text, lines):
        return lines
    blocks: list[Span] = []
    for line in lines:
        is_head = read_dateline(text[line.start : line.end]) is not None
        if blocks and not is_head and _is_close(text, blocks[-1].end, line.start):
            blocks[-1] = Span(blocks[-1].start, line.end)
        else:
            blocks.append(line)
    return blocks


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Say whether lines end at one width and not with their paragraphs, as in a text that was typed or mailed."""
    followed = [line.end - line.start for line, after in pairwise(lines) if _is_close(text, line.end, after.start)]
    if len(followed) < 4 or len(followed) * 3 < len(lines) or max(followed) > 120:
        return False
    return statistics.median(followed) >= 0.75 * max(followed) and statistics.median(followed) >= 40


def _is_close(text: str, end: int, start: int) -> bool:
    """Say whether no empty line lies between."""
    between = text[end:start].replace("\r\n", "\n")
    return end > 0 and sum(between.count(mark) for mark in "\n\r\x0b\x85\u2028\u2029") <= 1 and "\x0c" not in between

"""Texts with places marked in them, as pieces that a template prints: no markup is made here."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from placet.model.documents import Span


class Piece(msgspec.Struct, frozen=True):
    """A piece of a text: letters, or a mark that opens or closes.

    Attributes:
        kind: `text`, `open` or `close`.
        text: the letters.
        number: whose mark opens.
        is_first: whether it opens for the first time; where marks cross, one is closed and opened again.
    """

    kind: str
    text: str = ""
    number: int = 0
    is_first: bool = False


def nested(text: str, place: Span, marks: Sequence[tuple[Span, int]], opened: set[int] | None = None) -> list[Piece]:
    """Cut a part of a text into pieces in which marks nest, however the places overlap.

    Args:
        text: the whole text.
        place: which part of it.
        marks: places with the numbers that they are marked with.
        opened: the numbers whose marks have been opened before, in parts that lie before this one; added to.
    """
    seen = opened if opened is not None else set()
    cut = sorted(
        (max(span.start, place.start), -min(span.end, place.end), number)
        for span, number in marks
        if span.start < place.end and span.end > place.start
    )
    points = sorted({place.start, place.end, *(start for start, _, _ in cut), *(-end for _, end, _ in cut)})
    pieces: list[Piece] = []
    stack: list[tuple[int, int]] = []  # ends and numbers, the innermost last
    waiting = list(cut)
    for at, following in zip(points, [*points[1:], place.end], strict=True):
        # What ends here lies perhaps within what goes on: that is closed, too, and opened again.
        again: list[tuple[int, int]] = []
        while any(end <= at for end, _ in stack):
            end, number = stack.pop()
            pieces.append(Piece("close"))
            if end > at:
                again.append((end, number))
        for end, number in reversed(again):
            stack.append((end, number))
            pieces.append(Piece("open", number=number))
        while waiting and waiting[0][0] == at:
            _, end, number = waiting.pop(0)
            stack.append((-end, number))
            pieces.append(Piece("open", number=number, is_first=number not in seen))
            seen.add(number)
        if following > at:
            pieces.append(Piece("text", text[at:following]))
    return pieces


def flat(text: str, place: Span, kinds: Sequence[tuple[Span, str]]) -> list[tuple[str, str]]:
    """Cut a part of a text into pieces with the kinds of places that they lie in, between spaces."""
    points = {place.start, place.end}
    for span, _ in kinds:
        points |= {at for at in (span.start, span.end) if place.start < at < place.end}
    ordered = sorted(points)
    return [
        (
            text[start:end],
            " ".join(dict.fromkeys(kind for span, kind in kinds if span.start <= start and span.end >= end)),
        )
        for start, end in pairwise(ordered)
    ]

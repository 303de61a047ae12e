"""Where each piece of a clean text stands in the page's source."""

from __future__ import annotations

import html
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from placet.model.documents import Document, Span

_RAW_TEXT = ("script", "style", "noscript", "template", "svg")
_LONGEST_ENTITY = 32
_NEAR = 300
"""How many letters further on a word is looked for that does not follow right behind the one before."""

_FAR = 20_000
"""How many letters further on the first word of a piece is looked for."""

_MOST_MAPPED = 1_000_000
"""How long a text may be whose letters are looked for; longer ones have no offsets."""

_TELLING = 20
"""How many letters a piece has at least that is looked for in the whole source."""

_MOST_COMPARED = 2_000_000_000
"""How many letters are compared at most to find pieces in the whole source."""

_NEXT = re.compile(r"[<&]|[^<&\s]+")
_WORD = re.compile(r"\S+")
_LIKE = str.maketrans("\u00a0\u2010\u2011", " --")


def find_offsets(text: str, spans: Iterable[Span], source: str) -> tuple[tuple[int, int], ...]:
    """Return pairs (offset in the text, offset in the source), rising in both.

    Args:
        text: the clean text.
        spans: the pieces of it that were taken from the source, in order.
        source: the source, with its tags and entities.
    """
    if len(text) > _MOST_MAPPED:
        return ()
    letters, places = _letters(source)
    pieces = [_Piece(text, span) for span in spans]
    anchors = _anchors(pieces, letters)
    bounds = [start for start in anchors if start is not None]
    pairs = _Pairs()
    at = passed = 0
    for piece, anchor in zip(pieces, anchors, strict=True):
        passed += anchor is not None
        end = bounds[passed] if passed < len(bounds) else len(letters)
        at = _align(piece, letters, places, at if anchor is None else anchor, end, pairs)
    return tuple(pairs.kept)


def source_span(document: Document, span: Span) -> Span | None:
    """Return where a span of a document's text stands in its decoded source; None: that is not known.

    Letters that were not found in the source lie, as far as this says, between the ones found before and after.
    """
    if not document.offsets:
        return None
    start, end = (_source_offset(document.offsets, at) for at in (span.start, max(span.end - 1, span.start)))
    return Span(start, end + (1 if span.end > span.start else 0))


def _source_offset(offsets: tuple[tuple[int, int], ...], at: int) -> int:
    index = max(bisect_right(offsets, at, key=lambda pair: pair[0]) - 1, 0)
    start, source = offsets[index]
    place = max(source + at - start, 0)
    return min(place, offsets[index + 1][1]) if index + 1 < len(offsets) else place


def _letters(source: str) -> tuple[str, array[int]]:
    """Return what a source shows, without spaces, and where each letter of it stands."""
    letters: list[str] = []
    places = array("q")
    at = 0
    unclosed: set[str] = set()
    while (found := _NEXT.search(source, at)) is not None:
        start = found.start()
        if found[0] == "<":
            at = _after_tag(source, start, unclosed)
        elif found[0] == "&":
            shown, at = _entity(source, start)
            for one in shown:
                if not one.isspace():
                    letters.append(one)
                    places.append(start)
        else:
            at = found.end()
            letters.append(found[0])
            places.extend(range(start, at))
    return "".join(letters).translate(_LIKE), places


def _after_tag(source: str, at: int, unclosed: set[str]) -> int:
    """Return where what a `<` opens has ended: a tag, a comment, or an element that shows nothing."""
    if source.startswith("<!--", at):
        return _after(source, "-->", at, unclosed)
    following = source[at + 1 : at + 10].lower()
    for name in _RAW_TEXT:
        if following.startswith(name) and not following[len(name) : len(name) + 1].isalnum():
            return _after(source, f"</{name}", at, unclosed)
    if not (following[:1].isalpha() or following[:1] in ("/", "!", "?")):
        return at + 1
    return _after(source, ">", at, unclosed)


def _after(source: str, closing: str, at: int, unclosed: set[str]) -> int:
    if closing in unclosed:
        return at + 1
    end = source.find(closing, at + 1)
    if end < 0:
        end = source.find(closing.upper(), at + 1)
    if end < 0:
        # Looked for once: a page of nothing but openings costs no more than its length.
        unclosed.add(closing)
        return at + 1
    return end + len(closing)


def _entity(source: str, at: int) -> tuple[str, int]:
    end = source.find(";", at, at + _LONGEST_ENTITY)
    if end < 0:
        return "&", at + 1
    written = source[at : end + 1]
    shown = html.unescape(written)
    return ("&", at + 1) if shown == written else (shown, end + 1)


class _Pairs:
    """Pairs of offsets: of letters behind one another the first, of two that contradict each other the earlier."""

    def __init__(self) -> None:
        self.kept: list[tuple[int, int]] = []
        self._end = -1

    def add(self, starts: Iterable[int], sources: Iterable[int]) -> None:
        """Take in letters of the text and where each stands in the source."""
        kept, end = self.kept, self._end
        between = kept[-1][0] - kept[-1][1] if kept else None
        for start, source in zip(starts, sources, strict=True):
            if source <= end:
                continue
            # Spaces of the text stand for any number of spaces, so that a new pair follows where they differ.
            if start - source != between:
                kept.append((start, source))
                between = start - source
            end = source
        self._end = end


class _Piece:
    """A piece of the text without its spaces, and where each letter of it stands."""

    def __init__(self, text: str, span: Span) -> None:
        self.text = text[span.start : span.end].translate(_LIKE)
        self.start = span.start
        self.own = array("q")
        for word in _WORD.finditer(self.text):
            self.own.extend(range(span.start + word.start(), span.start + word.end()))
        self.letters = "".join(self.text.split())


def _anchors(pieces: list[_Piece], letters: str) -> list[int | None]:
    """Return where the pieces begin that stand in one place of the source only, as far as they follow one another."""
    found: list[int | None] = [None] * len(pieces)
    if len(pieces) * len(letters) > _MOST_COMPARED:
        return found
    for number, piece in enumerate(pieces):
        if len(piece.letters) >= _TELLING:
            first = letters.find(piece.letters)
            if first >= 0 and letters.find(piece.letters, first + 1) < 0:
                found[number] = first
    kept = _rising([(number, start) for number, start in enumerate(found) if start is not None])
    return [start if number in kept else None for number, start in enumerate(found)]


def _rising(places: list[tuple[int, int]]) -> set[int]:
    """Return the numbers of the longest run of places of which each lies behind the one before."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, start) in enumerate(places):
        at = bisect_left(ends, start)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [start]
        last[at : at + 1] = [index]
    kept = set()
    index = last[-1] if last else -1
    while index >= 0:
        kept.add(places[index][0])
        index = before[index]
    return kept


def _align(piece: _Piece, letters: str, places: array[int], at: int, end: int, pairs: _Pairs) -> int:
    """Add the pairs of a piece that is looked for from `at` to `end`; return where the next one is looked for."""
    found = letters.find(piece.letters, at, end)
    if found >= 0:
        pairs.add(piece.own, places[found : found + len(piece.own)])
        return found + len(piece.letters)
    # Not in one piece: something stands between, or was changed. Word by word, as far as they follow closely.
    index = 0
    begun = at
    for word in piece.text.split():
        index = piece.text.index(word, index)
        near = _FAR if at == begun else _NEAR
        found = letters.find(word, at, min(at + near, end)) if len(word) > 3 or at > begun else -1
        if found >= 0:
            start = piece.start + index
            pairs.add(range(start, start + len(word)), places[found : found + len(word)])
            at = found + len(word)
        index += len(word)
    return at

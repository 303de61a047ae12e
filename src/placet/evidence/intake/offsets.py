"""Where each piece of a clean text stands in the page's source."""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

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

_TAGS = re.compile(rf"(?:<(?!!--|(?i:{'|'.join(_RAW_TEXT)}))[a-zA-Z/!?][^>]*>\s*){{1,500}}|[<&]|[^<&\s][^<&]*")
"""Tags one behind the other, none of which hides what follows it, or what may be one, or a run of text."""

_NEXT = re.compile(r"[<&]|[^<&\s][^<&]*")
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
    shown = _Shown(source)
    pieces = [_Piece(text, span) for span in spans]
    anchors = _anchors(pieces, shown.letters)
    bounds = [start for start in anchors if start is not None]
    pairs = _Pairs()
    at = passed = 0
    for piece, anchor in zip(pieces, anchors, strict=True):
        passed += anchor is not None
        end = bounds[passed] if passed < len(bounds) else len(shown.letters)
        at = _align(piece, shown, at if anchor is None else anchor, end, pairs)
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


class _Shown:
    """What a source shows.

    Attributes:
        source: the source, with its tags and entities.
        letters: what it shows, without spaces.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        # Runs of text: the number of the first letter of each, where it begins, and where it ends; an entity, whose
        # letters all stand in one place, ends where it begins.
        self._firsts: list[int] = []
        self._runs: list[tuple[int, int]] = []
        self._words: dict[int, tuple[list[int], list[int]]] = {}
        self.letters = "".join(self._read()).translate(_LIKE)

    def _read(self) -> Iterator[str]:
        source = self.source
        at = count = 0
        unclosed: set[str] = set()
        # Up to there every tag is closed, so that looking for its end costs no more than its length.
        last = source.rfind(">") + 1
        while (found := _TAGS.search(source, at, last) or _NEXT.search(source, max(at, last))) is not None:
            start, end = found.span()
            if source[start] == "<":
                at = _after_tag(source, start, unclosed) if end == start + 1 else end
                continue
            if source[start] == "&":
                shown, at = _entity(source, start)
                end = start
            else:
                shown, at = found[0], end
            shown = "".join(shown.split())
            if shown:
                self._firsts.append(count)
                self._runs.append((start, end))
                count += len(shown)
                yield shown

    def runs_of(self, first: int, count: int) -> Iterator[tuple[int, int]]:
        """Yield where so many letters stand, from the first of them on: the place and length of each unbroken run."""
        number = bisect_right(self._firsts, first) - 1
        end = first + count
        while first < end:
            starts, places = self._words_of(number)
            index = bisect_right(starts, first) - 1
            behind = starts[index + 1] if index + 1 < len(starts) else self._end_of(number)
            length = min(behind, end) - first
            yield places[index] + first - starts[index], length
            first += length
            number += first == self._end_of(number)

    def _end_of(self, number: int) -> int:
        return self._firsts[number + 1] if number + 1 < len(self._firsts) else len(self.letters)

    def _words_of(self, number: int) -> tuple[list[int], list[int]]:
        """Return the number of the first letter of each word of a run, and where that stands."""
        if number not in self._words:
            count = self._firsts[number]
            start, end = self._runs[number]
            if start == end:
                starts = list(range(count, self._end_of(number)))
                self._words[number] = starts, [start] * len(starts)
            else:
                starts, places = [], []
                for word in _WORD.finditer(self.source, start, end):
                    starts.append(count)
                    places.append(word.start())
                    count += word.end() - word.start()
                self._words[number] = starts, places
        return self._words[number]


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
        self.end = -1

    def add(self, start: int, source: int, length: int) -> None:
        """Take in letters that stand one behind the other in the text and in the source."""
        passed = max(self.end + 1 - source, 0)
        if passed >= length:
            return
        start, source = start + passed, source + passed
        # Spaces of the text stand for any number of spaces, so that a new pair follows where they differ.
        if not self.kept or start - source != self.kept[-1][0] - self.kept[-1][1]:
            self.kept.append((start, source))
        self.end = source + length - passed - 1


class _Piece:
    """A piece of the text, and its letters without spaces."""

    def __init__(self, text: str, span: Span) -> None:
        self.written = text[span.start : span.end]
        self.text = self.written.translate(_LIKE)
        self.start = span.start
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


def _align(piece: _Piece, shown: _Shown, at: int, end: int, pairs: _Pairs) -> int:
    """Add the pairs of a piece that is looked for from `at` to `end`; return where the next one is looked for."""
    found = shown.letters.find(piece.letters, at, end)
    if found >= 0:
        _add_whole(piece, shown, found, pairs)
        return found + len(piece.letters)
    # Not in one piece: something stands between, or was changed. Word by word, as far as they follow closely.
    index = 0
    begun = at
    for word in piece.text.split():
        index = piece.text.index(word, index)
        near = _FAR if at == begun else _NEAR
        found = shown.letters.find(word, at, min(at + near, end)) if len(word) > 3 or at > begun else -1
        if found >= 0:
            _add_word(piece.start + index, len(word), shown, found, pairs)
            at = found + len(word)
        index += len(word)
    return at


def _add_whole(piece: _Piece, shown: _Shown, found: int, pairs: _Pairs) -> None:
    """Add the pairs of a piece whose letters were found as they are."""
    if not piece.letters:
        return
    first = piece.written.index(piece.written.split(maxsplit=1)[0])
    place, _ = next(shown.runs_of(found, 1))
    if place > pairs.end and shown.source.startswith(piece.written[first:], place):
        written = piece.written.rstrip()
        pairs.add(piece.start + first, place, len(written) - first)
        return
    for word in _WORD.finditer(piece.text):
        length = word.end() - word.start()
        _add_word(piece.start + word.start(), length, shown, found, pairs)
        found += length


def _add_word(start: int, length: int, shown: _Shown, found: int, pairs: _Pairs) -> None:
    for place, count in shown.runs_of(found, length):
        pairs.add(start, place, count)
        start += count

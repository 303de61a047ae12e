"""Where the words of one reading of a document stand in another: the very same words of the file, or nowhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from placet.evidence.intake.offsets import source_span
from placet.model.documents import Document, Span

_TELLING = 20
"""How many letters a paragraph has at least by which alone a place is found."""


def is_same_text(earlier: Document, newer: Document) -> bool:
    """Say whether two readings have the same text in the same paragraphs, so that all places stay what they are."""
    spans = ([one.span for one in document.paragraphs] for document in (earlier, newer))
    return earlier.text == newer.text and next(spans) == next(spans)


class Places:
    """The places of an earlier reading of a document in a newer one."""

    def __init__(self, earlier: Document, newer: Document) -> None:
        self._earlier = earlier
        self._newer = newer
        self._letters: tuple[_Letters, _Letters] | None = None
        self._starts = [source for _, source in newer.offsets]

    def span(self, span: Span) -> Span | None:
        """Return where the words of a span stand; None: that is not certain.

        Both readings know where in the file a letter stands: what stands in the same place and has the same letters is
        the same. Where they do not, as of a PDF, or the place has other letters, the paragraph is looked for that has
        the same letters, and that there is only once in either text.
        """
        if self._earlier.text == self._newer.text:
            return span
        for found in (self._by_source(span), self._by_paragraph(span)):
            if found is not None and self._is_same(span, found):
                return found
        return None

    def paragraph(self, span: Span) -> int | None:
        """Return the number of the newer reading's paragraph in which a span of it begins; None: it lies in none."""
        holding = (one.number for one in self._newer.paragraphs if one.span.start <= span.start < one.span.end)
        return next(holding, None)

    def _is_same(self, span: Span, found: Span) -> bool:
        before = self._earlier.text[span.start : span.end].split()
        return bool(before) and "".join(before) == "".join(self._newer.text[found.start : found.end].split())

    def _by_source(self, span: Span) -> Span | None:
        if not self._newer.offsets or self._earlier.encoding != self._newer.encoding:
            return None
        source = source_span(self._earlier, span)
        if source is None:
            return None
        start, last = self._at(source.start), self._at(max(source.end - 1, source.start))
        return Span(start, last + 1) if start is not None and last is not None and start <= last else None

    def _at(self, source: int) -> int | None:
        """Return which letter of the newer text stands at a place of the file; None: none does."""
        offsets = self._newer.offsets
        index = bisect_right(self._starts, source) - 1
        if index < 0:
            return None
        at = offsets[index][0] + source - offsets[index][1]
        end = offsets[index + 1][0] if index + 1 < len(offsets) else len(self._newer.text)
        return at if at < end else None

    def _by_paragraph(self, span: Span) -> Span | None:
        if self._letters is None:
            self._letters = _Letters(self._earlier.text), _Letters(self._newer.text)
        before, after = self._letters
        own = next(
            (one.span for one in self._earlier.paragraphs if one.span.start <= span.start and span.end <= one.span.end),
            None,
        )
        if own is None:
            return None
        first = before.index(own.start)
        letters = before.text[first : before.index(own.end)]
        if len(letters) < _TELLING or before.only(letters) != first:
            return None
        found = after.only(letters)
        if found is None:
            return None
        shift = found - first
        start, end = before.index(span.start) + shift, before.index(span.end) + shift
        return Span(after.places[start], after.places[end - 1] + 1) if start < end else None


class _Letters:
    """A text without its spaces, and where each letter of it stands."""

    def __init__(self, text: str) -> None:
        self.places = [at for at, letter in enumerate(text) if not letter.isspace()]
        self.text = "".join(text.split())

    def index(self, place: int) -> int:
        """Return how many letters stand before a place."""
        return bisect_left(self.places, place)

    def only(self, letters: str) -> int | None:
        """Return where letters stand that stand in one place only; None: they do not."""
        found = self.text.find(letters)
        return found if found >= 0 and self.text.find(letters, found + 1) < 0 else None

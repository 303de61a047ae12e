"""A parsed paragraph as the rules look at it: its sentences, and its tokens with their place in a quotation."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from placet.evidence.speech.columns import Edges
from placet.evidence.speech.quotes import Quotation, find_quotations
from placet.evidence.speech.sentences import split_sentences
from placet.model.documents import Span

if TYPE_CHECKING:
    from placet.evidence.speech.utterance import ParsedParagraph

Range = tuple[int, int]
"""Tokens from the first up to but not including the second."""

LONGEST = 600
"""A sentence of more tokens is read in parts of so many: no sentence that somebody wrote is so long."""

_EDGE = frozenset(",;:.-—–―") | {"--", "---", "..."}


class Passage:
    """What the rules ask of a paragraph; places are numbers of tokens."""

    def __init__(self, parsed: ParsedParagraph, *, goes_on: bool = False, until: int | None = None) -> None:
        """Look at a parsed paragraph, in which a quotation of the one before may go on; nothing is copied of it.

        Args:
            parsed: the paragraph.
            goes_on: whether a quotation that the paragraph before left open goes on in it.
            until: the character with which a quotation that is left open ends; None: with the paragraph.
        """
        columns = parsed.columns
        self.number = parsed.paragraph.number
        self.kind = parsed.paragraph.kind
        self.offset = parsed.paragraph.span.start
        self.columns = columns
        self.text = columns.text
        self.start = columns.start
        self.word = columns.word
        self.low = columns.low
        self.tag = columns.tag
        self.dep = columns.dep
        self.head = columns.head
        self.quotations: tuple[Quotation, ...] = find_quotations(self.text, goes_on=goes_on, until=until)
        self._opening = {quotation.start for quotation in self.quotations}
        self._closing = {each.inner[1] for each in self.quotations if each.is_closed and each.end > each.inner[1]}
        self._inner_starts: dict[int, list[int]] = {}

    @cached_property
    def children(self) -> list[list[int]]:
        """The dependents of every token, in order."""
        return self.columns.children

    @cached_property
    def edges(self) -> Edges:
        """The range of every token with all that depends on it."""
        return self.columns.edges

    @cached_property
    def quoted(self) -> list[int]:
        """For every token the number of the outermost quotation it lies in, or -1."""
        return self._places([number for number, quotation in enumerate(self.quotations) if quotation.level == 0])

    @cached_property
    def inmost(self) -> list[int]:
        """For every token the number of the innermost quotation it lies in, or -1."""
        return self._places(list(range(len(self.quotations))))

    @cached_property
    def ranges(self) -> list[Range]:
        """The tokens of every quotation, marks included."""
        return [self.range_of(quotation.start, quotation.end) for quotation in self.quotations]

    @cached_property
    def sentences(self) -> list[Range]:
        """The sentences; a quotation of several sentences is part of the one in which it stands."""
        starts = split_sentences(self.text, [q for q in self.quotations if q.level == 0])
        ranges = [self.range_of(start, end) for start, end in zip(starts, [*starts[1:], len(self.text)], strict=True)]
        return [
            (at, min(at + LONGEST, end)) for start, end in ranges for at in range(start, end, LONGEST) if start < end
        ]

    @cached_property
    def sentence_of(self) -> list[int]:
        """For every token the number of its sentence."""
        of = [0] * len(self.low)
        for number, (start, end) in enumerate(self.sentences):
            of[start:end] = [number] * (end - start)
        return of

    def room(self, at: int) -> Range:
        """Return the sentence around a token; within a quotation, its sentence there."""
        start, end = self.sentences[self.sentence_of[at]]
        inside = self.inmost[at]
        if inside < 0:
            return start, end
        first, last = self.ranges[inside]
        quotation = self.quotations[inside]
        starts = self._inner_starts.get(inside)
        if starts is None:
            text = self.text[quotation.inner[0] : quotation.inner[1]]
            starts = [quotation.inner[0] + start for start in split_sentences(text, [])]
            self._inner_starts[inside] = starts
        begin, stop = quotation.inner
        place = self.start[at]
        for number, start in enumerate(starts):
            if start <= place:
                begin = start
                stop = starts[number + 1] if number + 1 < len(starts) else quotation.inner[1]
        low, high = self.range_of(begin, stop)
        return max(low, first), min(high, last)

    def range_of(self, start: int, end: int) -> Range:
        """Return the tokens that begin within characters of the paragraph."""
        return self.columns.range_of(start, end)

    def has_words(self, start: int, end: int) -> bool:
        """Return whether there is a word among tokens."""
        return any(self.columns.is_word[start:end])

    def is_word(self, at: int) -> bool:
        """Return whether a token is a word or a number."""
        return self.columns.is_word[at]

    def is_quote_mark(self, at: int) -> bool:
        """Return whether a token opens or closes a quotation."""
        place = self.start[at]
        return place in self._opening or place in self._closing

    def is_edge(self, at: int) -> bool:
        """Return whether a token is a stop, a comma or a dash that no span begins or ends with."""
        return self.word[at] in _EDGE or self.word[at].isspace()

    def trim(self, start: int, end: int) -> Range:
        """Return tokens without the stops and commas at their edges, unless these stand in a quotation."""
        while start < end and ((self.is_edge(start) and not self.is_quote_mark(start)) or self.is_closing_mark(start)):
            start += 1
        while start < end and self.is_edge(end - 1) and not (self.quoted[end - 1] >= 0 and self._keeps(start, end - 1)):
            end -= 1
        return start, end

    def _keeps(self, start: int, at: int) -> bool:
        # the stop of a quotation belongs to what is said only if the quotation does
        first, last = self.ranges[self.quoted[at]]
        return first >= start and last > at + 1

    def is_closing_mark(self, at: int) -> bool:
        """Return whether a token closes a quotation."""
        return self.start[at] in self._closing

    def opens_at(self, at: int) -> int:
        """Return the number of the outermost quotation that a token opens, or -1."""
        if at < len(self.low):
            number = self.quoted[at]
            if number >= 0 and self.ranges[number][0] == at:
                return number
        return -1

    def words(self, start: int, end: int) -> str:
        """Return tokens as they stand in the text."""
        span = self.span(start, end)
        return self.text[span.start - self.offset : span.end - self.offset]

    def opens_within(self, at: int, outer: int) -> int:
        """Return the number of the quotation that a token opens right within another one, or -1."""
        if at < len(self.low):
            number = self.inmost[at]
            is_new = number not in {-1, outer} and self.ranges[number][0] == at
            if is_new and self.quotations[number].level == self.quotations[outer].level + 1:
                return number
        return -1

    def whole_quotations(self, start: int, end: int, within: Range) -> Range:
        """Return tokens widened so that no quotation is cut, within a range."""
        number = self.quoted[start] if start < end else -1
        if number >= 0 and within[0] <= self.ranges[number][0] < start:
            start = self.ranges[number][0]
        number = self.quoted[end - 1] if start < end else -1
        if number >= 0 and end < self.ranges[number][1] <= max(within[1], end):
            end = self.ranges[number][1]
        return start, end

    def span(self, start: int, end: int) -> Span:
        """Return tokens as characters of the document."""
        return Span(self.offset + self.start[start], self.offset + self.columns.end[end - 1])

    def spans(self, ranges: Iterable[Range]) -> tuple[Span, ...]:
        """Return ranges of tokens as characters of the document, trimmed; empty ones are left out."""
        trimmed = (self.trim(start, end) for start, end in ranges)
        return tuple(self.span(start, end) for start, end in trimmed if start < end and self.has_words(start, end))

    def _places(self, numbers: list[int]) -> list[int]:
        places = [-1] * len(self.low)
        for number in numbers:
            start, end = self.ranges[number]
            places[start:end] = [number] * (end - start)
        return places

"""A paragraph of a Korean or Japanese article, with its quotations and sentences."""

from __future__ import annotations

import functools
from collections.abc import Callable

import msgspec

from placet.evidence.eastern.quotations import quotations, sentences
from placet.model.documents import Span

MASK = "\ufffc"
"""Stands for every character within a quotation where only the words around it are read."""


class Phrase(msgspec.Struct, frozen=True):
    """A noun phrase with the particle behind it.

    Attributes:
        span: the words without the particle.
        end: where the particle ends.
        is_topic: whether the particle marks what the sentence is about.
    """

    span: Span
    end: int
    is_topic: bool


class Passage:
    """A paragraph with its quotations and sentences, all in offsets of the document.

    Attributes:
        text: the document's text.
        number: the paragraph's number.
        span: where it stands.
        is_heading: whether it is a title or subtitle.
        quoted: the outermost quotations, with their marks.
        sentences: the sentences.
        speaks: says of words whether they can be a speaker.
    """

    def __init__(self, text: str, number: int, span: Span, speaks: Callable[[str], bool], *, is_heading: bool) -> None:
        self.text = text
        self.number = number
        self.span = span
        self.is_heading = is_heading
        self.speaks = speaks
        self.quoted = quotations(text, span)
        self.sentences = sentences(text, span, self.quoted)

    @functools.cached_property
    def masked(self) -> str:
        """The paragraph with every character within a quotation covered; the marks stay."""
        pieces: list[str] = []
        at = self.span.start
        for quote in self.quoted:
            pieces += (self.text[at : quote.start + 1], MASK * (quote.end - quote.start - 2))
            at = quote.end - 1
        pieces.append(self.text[at : self.span.end])
        return "".join(pieces)

    def outside(self, start: int, end: int) -> str:
        """Return a piece of the text with what is quoted covered."""
        return self.masked[start - self.span.start : end - self.span.start]

    def quotes_in(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the quotations that lie wholly between two places."""
        return tuple(quote for quote in self.quoted if start <= quote.start and quote.end <= end)

    def is_quoted(self, at: int) -> bool:
        """Say whether a character stands within a quotation."""
        return self.masked[at - self.span.start] == MASK

"""What is kept of a page, a PDF or a text: its words, where they stand, and what is known beside them.

Every span points into the text of a document, which never changes once it is stored. A value that is not known is
None or `unknown`, and says so; nothing here is ever filled in to make a record complete.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Span(msgspec.Struct, frozen=True, order=True):
    """Characters of a document's text, from `start` up to but not including `end`."""

    start: int
    end: int


Grade = Literal["stated", "inferred", "guessed", "unknown"]
"""How a piece of metadata is known: it stands there; it follows; it is one of several; it is not known."""

ParagraphKind = Literal["title", "subtitle", "dateline", "byline", "caption", "body", "furniture"]


class Known(msgspec.Struct, frozen=True):
    """A piece of metadata with where it is from.

    Attributes:
        value: the text, a day or time in ISO 8601, or a language code; None where it is not known.
        ground: what says so: `meta tag`, `structured data`, `visible line`, `address`, `footer`, `file`, `given`,
            `text` (worked out from the text as a whole), or `none`.
        grade: how good that is.
        span: where it stands in the text, if it does.
        note: what else a person should know of it, such as another value that was passed over.
    """

    value: str | None = None
    ground: str = "none"
    grade: Grade = "unknown"
    span: Span | None = None
    note: str = ""


class Metadata(msgspec.Struct, frozen=True):
    """What is known of a document beside its text."""

    title: Known = Known()
    outlet: Known = Known()
    posted: Known = Known()
    modified: Known = Known()
    byline: Known = Known()
    language: Known = Known()


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph; `number` counts the paragraphs of the text from 1, furniture included."""

    number: int
    span: Span
    kind: ParagraphKind = "body"


class Document(msgspec.Struct, frozen=True):
    """A stored page, PDF or text.

    Attributes:
        sha256: of the bytes that were stored.
        name: the file's name as it was given.
        media_type: `text/html`, `application/pdf` or `text/plain`.
        text: the clean text; paragraphs are separated by line breaks.
        paragraphs: all paragraphs of the text, in order.
        metadata: what is known of it.
        extractor: what made the text, with its version: `trafilatura 2.3.1`.
        offsets: pairs (offset in `text`, offset in the decoded source), rising: the characters from one pair to the
            next lie behind one another in both; empty where the source has no such offsets (PDF).
        encoding: how the bytes were decoded.
        notes: what a person should know of the reading, such as characters that could not be decoded.
    """

    sha256: str
    name: str
    media_type: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    metadata: Metadata
    extractor: str
    offsets: tuple[tuple[int, int], ...] = ()
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()

"""The passages behind a rulebook's statements: by what each is recognised, and where in the store it is.

Beside its texts a rulebook may keep `passages.csv`: for each statement, 12 digits that only the paragraph it is from
has. They let anybody with the article see that it is the same passage, and hold none of its words.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from placet.evidence.review.decide import Refused
from placet.evidence.review.export import source_of
from placet.evidence.review.words import file_name, passage_hash
from placet.model import Rulebook, Source, Statement
from placet.model.documents import Document, Paragraph

if TYPE_CHECKING:
    from placet.store import Store

FILE = "passages.csv"
HEADER = ("statement", "passage")
MOST_READ = 50
"""How many documents are kept in memory at once."""


class Behind(msgspec.Struct, frozen=True):
    """What is behind a statement of a rulebook.

    Attributes:
        statement: the statement.
        source: the source that it names.
        passage: the digits by which the passage is recognised; empty: the rulebook keeps none.
        document: the stored article, if one is.
        paragraph: the paragraph in it, if it is found.
        is_certain: whether the passage is the very one, by its digits.
    """

    statement: Statement
    source: Source
    passage: str = ""
    document: Document | None = None
    paragraph: Paragraph | None = None
    is_certain: bool = False


def read_passages(folder: Path) -> dict[str, str]:
    """Return the digits by which the passages of a rulebook are recognised, by statement.

    Raises:
        Refused: the file is there and cannot be read.
    """
    path = folder / FILE
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        raise Refused(f"`{path}` cannot be read", "It is a table in UTF-8 with `statement` and `passage`.") from None
    rows = list(csv.DictReader(io.StringIO(text)))
    if any(set(HEADER) - set(row) for row in rows):
        raise Refused(f"`{path}` lacks a column", f"It has the columns {' and '.join(f'`{one}`' for one in HEADER)}.")
    return {row["statement"]: row["passage"] for row in rows}


def write_passages(known: Mapping[str, str]) -> str:
    """Return the table of passages as a file has it."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerows([HEADER, *known.items()])
    return lines.getvalue()


def find_behind(
    book: Rulebook,
    wanted: Iterable[Statement],
    passages: Mapping[str, str],
    store: Store,
    places: Places | None = None,
) -> tuple[Behind, ...]:
    """Find the passages behind statements in a store.

    A passage is the one behind a statement where its digits are the same, in whatever article it stands; without
    digits, or where none has them, the paragraph of the number that the statement names is shown as what it may be.
    `places` is what was found out of the store before, where that is as it was.
    """
    places = places if places is not None else Places(store)
    return tuple(_behind(book, one, passages.get(one.id, ""), places) for one in wanted)


def statements_in(
    book: Rulebook, document: Document, passages: Mapping[str, str]
) -> tuple[tuple[Statement, Paragraph | None, bool], ...]:
    """Return the statements of a rulebook that are from a document, each with its paragraph and whether it is certain.

    The certain ones go by their digits; the others by the document being their source, and the number they name.
    """
    source = source_of(book, document)
    by_digits = dict(reversed(_hashes(document)))
    by_number = {str(one.number): one for one in document.paragraphs}
    found: list[tuple[Statement, Paragraph | None, bool]] = []
    for one in book.statements.values():
        paragraph = by_digits.get(passages.get(one.id, ""))
        if paragraph is not None:
            found.append((one, paragraph, True))
        elif one.source == source:
            found.append((one, by_number.get(one.paragraph or ""), False))
    return tuple(found)


class Places:
    """The stored documents, each read when it is first looked at; only some of them are kept in memory."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.listed = store.documents.list()
        self.read: dict[str, Document] = {}
        self.by_passage: dict[str, tuple[str, Paragraph]] | None = None
        self.by_file = {file_name(one.name): one.sha256 for one in reversed(self.listed)}
        self.by_title: dict[str, list[tuple[str, str]]] = {}
        for one in self.listed:
            metadata = one.metadata
            title = (metadata.title.value or "").casefold()
            self.by_title.setdefault(title, []).append((metadata.outlet.value or "", one.sha256))

    def of_source(self, source: Source) -> Document | None:
        """The document that is a source: of its file's name, or of its title and outlet."""
        if source.file and source.file in self.by_file:
            return self.get(self.by_file[source.file])
        for outlet, sha256 in self.by_title.get(source.title.casefold(), ()):
            if not outlet or not source.by or outlet == source.by:
                return self.get(sha256)
        return None

    def with_passage(self, digits: str) -> tuple[Document, Paragraph] | None:
        """The first stored paragraph with these digits, in any document."""
        if self.by_passage is None:
            self.by_passage = {}
            for one in self.listed:
                for digits_of, paragraph in _hashes(self.store.documents.get(one.sha256)):
                    self.by_passage.setdefault(digits_of, (one.sha256, paragraph))
        found = self.by_passage.get(digits)
        return (self.get(found[0]), found[1]) if found is not None else None

    def get(self, sha256: str) -> Document:
        """Return a document, as it was when it was first looked at."""
        if sha256 not in self.read:
            if len(self.read) >= MOST_READ:
                self.read.pop(next(iter(self.read)))
            self.read[sha256] = self.store.documents.get(sha256)
        return self.read[sha256]


def _behind(book: Rulebook, statement: Statement, digits: str, places: Places) -> Behind:
    source = book.sources[statement.source]
    document = places.of_source(source)
    if digits:
        if document is not None:
            for found, paragraph in _hashes(document):
                if found == digits:
                    return Behind(statement, source, digits, document, paragraph, is_certain=True)
        elsewhere = places.with_passage(digits)
        if elsewhere is not None:
            return Behind(statement, source, digits, *elsewhere, is_certain=True)
    if document is None:
        return Behind(statement, source, digits)
    number = statement.paragraph
    paragraph_or_none = next((one for one in document.paragraphs if str(one.number) == number), None)
    return Behind(statement, source, digits, document, paragraph_or_none)


def _hashes(document: Document) -> list[tuple[str, Paragraph]]:
    return [(passage_hash(document.text[one.span.start : one.span.end]), one) for one in document.paragraphs]

"""What is written of an article: one line of JSON; and of a statement: one row of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from placet.model.documents import Document, Span
from placet.model.proposals import Proposal

if TYPE_CHECKING:
    import pyarrow as pa


class Statement(msgspec.Struct, frozen=True):
    """A proposed statement with its words, as the archive itself is not at hand where the line is read.

    Attributes:
        words: what is said, piece by piece.
        cue: the words that say that somebody says; empty: none.
        proposal: all that is proposed; its spans are offsets of the article's clean text.
    """

    words: tuple[str, ...]
    cue: str
    proposal: Proposal


class Line(msgspec.Struct, frozen=True):
    """An article with the statements proposed in it.

    Attributes:
        name: where it lies in the archive.
        sha256: of its bytes.
        title, outlet, posted, language: as they are known; None: they are not.
        characters: how long its clean text is.
        notes: what a person should know of the reading.
        statements: in the order of the text.
    """

    name: str
    sha256: str
    title: str | None
    outlet: str | None
    posted: str | None
    language: str | None
    characters: int
    notes: tuple[str, ...]
    statements: tuple[Statement, ...]


def make_line(name: str, document: Document, proposals: tuple[Proposal, ...], note: str = "") -> Line:
    """Return what is written of an article."""
    metadata = document.metadata
    return Line(
        name,
        document.sha256,
        metadata.title.value,
        metadata.outlet.value,
        metadata.posted.value,
        metadata.language.value,
        len(document.text),
        (*document.notes, *((note,) if note else ())),
        tuple(
            Statement(
                tuple(_words(document.text, span) for span in proposal.content),
                _words(document.text, proposal.cue) if proposal.cue is not None else "",
                proposal,
            )
            for proposal in proposals
        ),
    )


def encode(line: Line) -> bytes:
    """Return a line as JSON with its keys in a fixed order, without a line break."""
    return msgspec.json.encode(line)


def decode(content: bytes) -> Line:
    """Return the line that JSON tells of."""
    return msgspec.json.decode(content, type=Line)


def rows_of(line: Line) -> Iterator[dict[str, Any]]:
    """Yield a row of the table for each statement of an article; `proposal` is the whole of it as JSON."""
    for statement in line.statements:
        made = statement.proposal
        yield {
            "id": made.id,
            "document": line.sha256,
            "name": line.name,
            "title": line.title,
            "outlet": line.outlet,
            "posted": line.posted,
            "language": line.language,
            "paragraph": made.paragraph,
            "words": list(statement.words),
            "cue": statement.cue,
            "form": made.form,
            "act": made.act,
            "stance": made.stance,
            "is_negated": made.is_negated,
            "modality": made.modality,
            "speakers": [one.name or one.text for one in made.speakers],
            "kinds": [one.kind for one in made.speakers],
            "parties": sorted({one.party for one in made.spoken_for if one.party}),
            "relays": [one.name or one.text for one in made.relays],
            "addressee": made.addressee,
            "venue": made.venue,
            "said": made.said.value,
            "said_words": made.said.expression,
            "parent": made.parent,
            "is_gloss": made.is_gloss,
            "doubts": list(made.doubts),
            "maker": made.maker,
            "proposal": msgspec.json.encode(made).decode(),
        }


COLUMNS = {
    "id": "string", "document": "string", "name": "string", "title": "string", "outlet": "string", "posted": "string",
    "language": "string", "paragraph": "int", "words": "strings", "cue": "string", "form": "string", "act": "string",
    "stance": "string", "is_negated": "bool", "modality": "string", "speakers": "strings", "kinds": "strings",
    "parties": "strings", "relays": "strings", "addressee": "string", "venue": "string", "said": "string",
    "said_words": "string", "parent": "string", "is_gloss": "bool", "doubts": "strings", "maker": "string",
    "proposal": "string",
}  # fmt: skip
"""The columns of the table, in order, with what is in them."""


def schema() -> pa.Schema:
    """Return the table's columns as Arrow names them."""
    import pyarrow as pa

    kinds = {"string": pa.string(), "strings": pa.list_(pa.string()), "int": pa.int32(), "bool": pa.bool_()}
    return pa.schema([(name, kinds[kind]) for name, kind in COLUMNS.items()])


def _words(text: str, span: Span) -> str:
    # half a letter beyond the plane of most scripts cannot be written as UTF-8
    return text[span.start : span.end].encode("utf-8", "replace").decode()

"""The JSON form of the passages behind a rulebook's statements; docs/reference/json.md describes it."""

from __future__ import annotations

from collections.abc import Sequence

from placet.evidence.review.passages import Behind
from placet.model import Rulebook
from placet.show.answer_json import Json, json_text


def behind_json(book: Rulebook, found: Sequence[Behind], version: str) -> str:
    """Return the passages behind statements as JSON text."""
    return json_text({"placet": version, "rulebook": book.name, "statements": [_value(one) for one in found]})


def _value(one: Behind) -> Json:
    document, paragraph, source = one.document, one.paragraph, one.source
    words = None
    if document is not None and paragraph is not None:
        words = document.text[paragraph.span.start : paragraph.span.end]
    return {
        "statement": one.statement.id,
        "source": source.id,
        "outlet": source.by or None,
        "title": source.title,
        "published": str(source.published) if source.published is not None else None,
        "paragraph": one.statement.paragraph,
        "passage": one.passage or None,
        "document": document.sha256 if document is not None else None,
        "found_at": paragraph.number if paragraph is not None else None,
        "certain": one.is_certain,
        "words": words,
    }

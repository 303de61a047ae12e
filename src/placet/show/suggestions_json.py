"""The JSON form of what is suggested about statements; docs/reference/json.md describes it."""

from __future__ import annotations

from collections.abc import Sequence

from placet.evidence.review.words import content_words
from placet.evidence.suggest import Suggested
from placet.model.documents import Document
from placet.model.statements import Standing
from placet.show.answer_json import Json, json_text


def suggested_json(found: Sequence[tuple[Document, Standing, Suggested]], rulebook: str, version: str) -> str:
    """Return what is suggested about statements as JSON text."""
    statements: list[Json] = [
        {
            "statement": standing.id,
            "document": document.sha256,
            "paragraph": standing.statement.paragraph,
            "words": content_words(document, standing.statement),
            **suggested_value(suggested),
        }
        for document, standing, suggested in found
    ]
    return json_text({"placet": version, "rulebook": rulebook, "statements": statements})


def suggested_value(suggested: Suggested) -> dict[str, Json]:
    """Return what is suggested about one statement."""
    return {
        "about": [
            {
                "name": one.name,
                "kind": one.kind,
                "title": one.title or None,
                "shared": list(one.shared),
                "has": list(one.has),
                "near_to": one.near_to or None,
                "maker": one.maker,
            }
            for one in suggested.subjects
        ],
        "same_passage": [{"statement": one.statement, "certain": one.is_certain} for one in suggested.had],
        "repeats": [
            {
                "statement": one.standing.id,
                "document": one.standing.statement.document,
                "paragraph": one.standing.statement.paragraph,
                "status": one.standing.status,
                "words": one.words,
                "shared": list(one.shared),
            }
            for one in suggested.repeats
        ],
    }

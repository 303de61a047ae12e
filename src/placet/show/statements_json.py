"""The JSON form of proposed statements and of what a search found; docs/reference/json.md describes it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from placet.evidence.review.words import content_words, paragraph_words, passage_hash
from placet.model.documents import Document
from placet.model.statements import Standing
from placet.show.answer_json import Json, json_text
from placet.show.dates_json import said_value
from placet.store.search import Found, Hit


def statements_list_json(found: Sequence[tuple[Document, Sequence[Standing]]], version: str) -> str:
    """Return the statements of documents as JSON text."""
    documents: list[Json] = [
        {
            "document": document.sha256,
            "name": document.name,
            "title": document.metadata.title.value,
            "outlet": document.metadata.outlet.value,
            "posted": document.metadata.posted.value,
            "statements": [standing_value(one, document) for one in standings],
        }
        for document, standings in found
    ]
    return json_text({"placet": version, "documents": documents})


def found_json(statements: Found, passages: Sequence[Hit], version: str) -> str:
    """Return what a search found as JSON text."""
    return json_text(
        {
            "placet": version,
            "statements": [
                {
                    **standing_value(hit.standing),
                    "name": hit.name,
                    "snippet": hit.snippet,
                    "marks": [[mark.start, mark.end] for mark in hit.marks],
                }
                for hit in statements.hits
            ],
            "more": statements.more,
            "undated": statements.undated,
            "passages": [
                {
                    "document": hit.document,
                    "name": hit.name,
                    "paragraph": hit.paragraph,
                    "snippet": hit.snippet,
                    "start": hit.start,
                    "marks": [[mark.start, mark.end] for mark in hit.marks],
                }
                for hit in passages
            ],
        }
    )


def standing_value(standing: Standing, document: Document | None = None) -> dict[str, Json]:
    """Return a statement as it stands as a JSON value; with its document, its words too."""
    one = standing.statement
    value: dict[str, Json] = {
        "statement": standing.id,
        "document": one.document,
        "paragraph": one.paragraph,
        "status": standing.status,
        "content": [[span.start, span.end] for span in one.content],
        "cue": [one.cue.start, one.cue.end] if one.cue is not None else None,
        "form": one.form,
        "act": one.act,
        "stance": one.stance,
        "negated": one.is_negated,
        "modality": one.modality or None,
        "speakers": msgspec.to_builtins(one.speakers),
        "for": msgspec.to_builtins(one.spoken_for),
        "relays": msgspec.to_builtins(one.relays),
        "to": one.addressee or None,
        "where": one.venue or None,
        "said": said_value(one.said),
        "parent": one.parent,
        "gloss": one.is_gloss,
        "alternatives": list(one.alternatives),
        "doubts": list(one.doubts),
        "maker": one.maker,
        "rules": standing.rules or None,
        "current": standing.is_current,
        "changed": standing.is_changed,
        "made_of": list(standing.made_of),
        "others": list(standing.others),
        "views": [
            {
                "by": view.by,
                "status": view.status,
                "at": view.decision.at,
                "decision": view.decision.id,
                "reason": view.reason or None,
            }
            for view in standing.views
        ],
        "settled": {"by": standing.settled.by, "at": standing.settled.at} if standing.settled is not None else None,
        "about": [
            {
                "rulebook": link.rulebook,
                "name": link.name,
                "by": list(link.by),
                "against": list(link.against),
                "settled_by": link.settled_by or None,
                "counts": None if link.is_disputed else link.counts,
            }
            for link in standing.links
        ],
        "paraphrases": [{"by": by, "text": words} for by, words in standing.paraphrases],
        "paraphrase": standing.paraphrase or None,
        "words_settled_by": standing.words_settled_by or None,
    }
    if document is not None:
        value["words"] = content_words(document, one)
        value["passage"] = passage_hash(paragraph_words(document, one.paragraph))
    return value

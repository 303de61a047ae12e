"""The JSON form of stored documents; docs/reference/json.md describes it."""

from __future__ import annotations

from collections.abc import Sequence

from placet.evidence.readers import is_older
from placet.model.documents import Document, Known, Metadata
from placet.show.answer_json import Json, json_text
from placet.show.documents import Outcome
from placet.store.records import METADATA_FIELDS, Correction, Listed, Removal


def added_json(outcomes: Sequence[Outcome], home: str, version: str) -> str:
    """Return what became of each file as JSON text."""
    return json_text({"placet": version, "store": home, "files": [_outcome(one) for one in outcomes]})


def list_json(documents: Sequence[Listed], home: str, version: str) -> str:
    """Return stored documents without their texts as JSON text."""
    return json_text({"placet": version, "store": home, "documents": [_listed(one) for one in documents]})


def document_json(document: Document, history: Sequence[Correction], numbers: Sequence[int], version: str) -> str:
    """Return a document with its paragraphs as JSON text."""
    return json_text(
        {
            "placet": version,
            "document": document.sha256,
            "name": document.name,
            "media_type": document.media_type,
            "extractor": document.extractor,
            "encoding": document.encoding or None,
            "notes": list(document.notes),
            "metadata": _metadata(document.metadata),
            "history": [_correction(one) for one in history],
            "paragraphs": [
                {
                    "number": one.number,
                    "kind": one.kind,
                    "start": one.span.start,
                    "end": one.span.end,
                    "text": document.text[one.span.start : one.span.end],
                }
                for one in document.paragraphs
                if not numbers or one.number in numbers
            ],
        }
    )


def _outcome(outcome: Outcome) -> dict[str, Json]:
    document = outcome.document
    return {
        "name": outcome.name,
        "document": document.sha256 if document is not None else None,
        "state": "refused" if document is None else "added" if outcome.is_new else "there already",
        "given": list(outcome.given),
        "removed_before": removal_value(outcome.removal) if outcome.removal is not None else None,
        "notes": list(document.notes) if document is not None else [],
        "metadata": _metadata(document.metadata) if document is not None else None,
        "message": outcome.message or None,
        "help": outcome.help or None,
    }


def removal_value(one: Removal) -> dict[str, Json]:
    """Return who removed a document, when and why, as JSON."""
    return {"title": one.title, "by": one.by, "at": one.at, "why": one.why or None, "decisions": one.decisions}


def _listed(one: Listed) -> dict[str, Json]:
    return {
        "document": one.sha256,
        "name": one.name,
        "media_type": one.media_type,
        "bytes": one.size,
        "added": one.added_at,
        "extractor": one.extractor,
        "read_by_older": is_older(one.extractor),
        "characters": one.characters,
        "paragraphs": one.passages,
        "metadata": _metadata(one.metadata),
    }


def _metadata(metadata: Metadata) -> dict[str, Json]:
    return {field: _known(getattr(metadata, field)) for field in METADATA_FIELDS}


def _known(known: Known) -> dict[str, Json]:
    return {
        "value": known.value,
        "ground": known.ground,
        "grade": known.grade,
        "start": known.span.start if known.span is not None else None,
        "end": known.span.end if known.span is not None else None,
        "note": known.note or None,
    }


def _correction(one: Correction) -> dict[str, Json]:
    return {"field": one.field, **_known(one.known), "by": one.who or None, "at": one.at}

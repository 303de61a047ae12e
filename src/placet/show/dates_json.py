"""The JSON form of expressions of dates; docs/reference/json.md describes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from placet.model.proposals import Said
from placet.show.answer_json import Json, json_text


def dates_json(text: str, found: Sequence[Said], written: dt.date | None, version: str) -> str:
    """Return what each expression of a text means as JSON text."""
    return json_text(
        {
            "placet": version,
            "text": text,
            "written": written.isoformat() if written is not None else None,
            "dates": [said_value(said) for said in found],
        }
    )


def said_value(said: Said) -> dict[str, Json]:
    """Return one expression and what it means as a JSON value."""
    return {
        "expression": said.expression,
        "start": said.span.start if said.span is not None else None,
        "end": said.span.end if said.span is not None else None,
        "value": said.value,
        "granularity": said.granularity,
        "anchor": said.anchor,
        "rule": said.rule,
        "candidates": list(said.candidates),
        "constraint": said.constraint or None,
    }

"""The JSON form of statements and instruments; docs/reference/json.md describes it."""

from __future__ import annotations

import datetime as dt

from placet.model import Cite, Instrument, Period, Rulebook, Statement
from placet.show.answer_json import Json, json_text
from placet.show.registers import count_in_effect, members_on, status_on


def statements_json(book: Rulebook, statements: list[Statement]) -> str:
    """Return statements as JSON text."""
    return json_text({"rulebook": book.name, "statements": [_statement(book, one) for one in statements]})


def instruments_json(book: Rulebook, instruments: list[Instrument], on: dt.date) -> str:
    """Return instruments, with what they are on a day, as JSON text."""
    return json_text(
        {"rulebook": book.name, "on": on.isoformat(), "instruments": [_instrument(one, on) for one in instruments]}
    )


def counts_json(book: Rulebook, instruments: list[Instrument], on: dt.date, parties: tuple[str, ...]) -> str:
    """Return how many instruments of each party are in effect on a day as JSON text."""
    counts: dict[str, Json] = {}
    for party in parties or tuple(book.parties):
        sure, unsure = count_in_effect(instruments, party, on)
        counts[party] = {"in_effect": sure, "uncertain": unsure}
    return json_text({"rulebook": book.name, "on": on.isoformat(), "counts": counts})


def _statement(book: Rulebook, statement: Statement) -> dict[str, Json]:
    published = book.sources[statement.source].published
    return {
        "statement": statement.id,
        "stance": statement.stance,
        "text": statement.text,
        "speakers": list(statement.speakers),
        "description": statement.description or None,
        "unnamed": statement.is_unnamed,
        "text_of": statement.text_of,
        "told_by": statement.told_by,
        "relays": list(statement.relays),
        "on": _text(statement.on),
        "basis": statement.basis or None,
        "to": statement.to or None,
        "source": statement.source,
        "paragraph": statement.paragraph,
        "published": _text(published),
        "grade": statement.grade,
        "about": list(statement.about),
    }


def _instrument(instrument: Instrument, on: dt.date) -> dict[str, Json]:
    return {
        "instrument": instrument.id,
        "title": instrument.title,
        "binding": instrument.is_binding,
        "status": status_on(instrument, on),
        "parties": list(members_on(instrument, on)),
        "announced": _text(instrument.announced),
        "signed": _text(instrument.signed),
        "cancelled": _text(instrument.cancelled),
        "terminated": _text(instrument.terminated),
        "published": _text(instrument.published),
        "in_force": [_period(period) for period in instrument.in_force],
        "provisional": [_period(period) for period in instrument.provisional],
        "suspended": [_period(period) for period in instrument.suspended],
        "cites": [_cite(cite) for cite in instrument.cites],
    }


def _period(period: Period) -> dict[str, Json]:
    return {"from": _text(period.start), "until": _text(period.end)}


def _cite(cite: Cite) -> dict[str, Json]:
    return {"source": cite.source, "paragraph": cite.paragraph}


def _text(value: object | None) -> str | None:
    return None if value is None else str(value)

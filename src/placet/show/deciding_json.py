"""The JSON form of what decides an answer; docs/reference/json.md describes it."""

from __future__ import annotations

from placet.engine.variation.deciding import DayChange, DayEffect, Deciding, Flip
from placet.engine.variation.timeline import Event
from placet.model import Rulebook
from placet.show.answer_json import Json, fact_value, json_text, open_value
from placet.show.decision import change_value, decision_value, question_value
from placet.show.field_values import values_value


def deciding_json(book: Rulebook, found: Deciding, version: str, *, name: str | None = None, text: str = "") -> str:
    """Return what decides an answer as JSON text.

    Args:
        book: the rulebook that was asked.
        found: the answer with all that flips it.
        version: the version of placet.
        name: the saved question that was asked, if any.
        text: that question in words.
    """
    return json_text(
        {
            "placet": version,
            **question_value(book, found.question, name=name, text=text),
            "compared": list(found.readers) or None,
            "answer": decision_value(book, found.question, found.decision, found.readers),
            "facts": [
                {
                    "field": effect.field,
                    "given": effect.is_given,
                    "now": fact_value(effect.now),
                    "decides": effect.decides,
                    "missing": effect.is_missing,
                    "groups": [
                        {"values": values_value(group.values), "then": _flip(book, found, group.flip)}
                        for group in effect.groups
                    ],
                }
                for effect in found.facts
            ],
            "readings": [
                {
                    "reading": effect.reading,
                    "instead": [instead or None for instead in effect.instead],
                    "then": _flip(book, found, effect.flip),
                }
                for effect in found.readings
            ],
            "points": [
                {
                    "point": open_value(effect.point),
                    "groups": [
                        {
                            "values": [fact_value(value) for value in group.values],
                            "then": _flip(book, found, group.flip),
                        }
                        for group in effect.groups
                    ],
                }
                for effect in found.points
            ],
            "days": {effect.axis: _days(book, found, effect) for effect in found.days},
        }
    )


def _flip(book: Rulebook, found: Deciding, flip: Flip | None) -> Json:
    if flip is None:
        return None
    return {**decision_value(book, found.question, flip.decision, found.readers), **change_value(flip.change)}


def _days(book: Rulebook, found: Deciding, effect: DayEffect) -> dict[str, Json]:
    return {
        "at": effect.at.isoformat() if effect.at is not None else None,
        "earlier": [_change(book, found, change) for change in effect.earlier],
        "later": [_change(book, found, change) for change in effect.later],
    }


def _change(book: Rulebook, found: Deciding, change: DayChange) -> dict[str, Json]:
    return {
        "day": change.day.isoformat() if change.day is not None else None,
        "events": [_event(event) for event in change.events],
        "before": decision_value(book, found.question, change.before, found.readers),
        "after": {**decision_value(book, found.question, change.after, found.readers), **change_value(change.change)},
    }


def _event(event: Event) -> dict[str, Json]:
    return {
        "name": event.name,
        "what": event.what,
        "earliest": event.day.earliest.isoformat(),
        "latest": event.day.latest.isoformat(),
    }

"""A question on all days: its answers over time, those to saved questions kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from placet.engine import DiagramTooLarge
from placet.engine.chronicle import Chronicle
from placet.engine.variation.timeline import Axis, Segment, timeline
from placet.model import Answer, SavedQuestion, Value
from placet.web.asked import Asked, saved_facts
from placet.web.bounds import check_length
from placet.web.refusals import Refused
from placet.web.worlds import World


def answers_over_time(world: World, asked: Asked, axis: Axis) -> tuple[Segment, ...]:
    """Return the answers to a question over the whole of one axis; of a large rulebook silent voices may be left out.

    Raises:
        Refused: too much is left open to go through all days.
        DiagramTooLarge: so much is unknown that no exact answer can be had.
    """
    if axis == "on" and asked.saved is not None and _is_as_saved(asked, asked.saved):
        kept = saved_over_time(world, asked.saved)
        if kept is not None:
            return kept
    fixed = asked.known if axis == "on" else asked.on
    key = ("timeline", axis, tuple(sorted(asked.given.items(), key=lambda fact: fact[0])), fixed)
    return world.remember(key, lambda: _answers(world, asked.given, axis, asked.on, asked.known))


def saved_over_time(world: World, question: SavedQuestion) -> tuple[Segment, ...] | None:
    """Return the answers to a saved question over the days of the act; None where they take too long to find.

    They are found once, and again only after an edit on which they may hang.
    """
    given, known = saved_facts(question), _known(question)

    def find() -> dict[str, object]:
        try:
            return {"question": question, "answers": _answers(world, given, "on", dt.date.max, known)}
        except (Refused, DiagramTooLarge):
            return {"question": question, "answers": None}

    found = world.keep(f"answers to {question.id}", lambda: world.carried.take(world, "answers", question, given, find))
    answers: tuple[Segment, ...] | None = found["answers"]
    return answers


def _is_as_saved(asked: Asked, question: SavedQuestion) -> bool:
    return asked.given == saved_facts(question) and asked.known == _known(question)


def _known(question: SavedQuestion) -> dt.date | None:
    return question.known.latest if question.known is not None else None


def _answers(
    world: World, given: Mapping[str, Value], axis: Axis, on: dt.date, known: dt.date | None
) -> tuple[Segment, ...]:
    # What the facts rule out is left out once, instead of on every day.
    excerpt = world.excerpt(given)
    check_length(excerpt, axis)
    chronicle = Chronicle(excerpt.book, given)

    def answer_at(day: dt.date) -> Answer:
        return chronicle.answer(*((day, known) if axis == "on" else (on, day)))

    return timeline(answer_at, excerpt.change_days(axis))

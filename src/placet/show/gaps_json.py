"""The JSON form of a rulebook's gaps; docs/reference/json.md describes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from placet.engine.space import Piece
from placet.engine.space.gaps import GapGroup, Gaps, OneSided
from placet.engine.space.pulls import Pull
from placet.model import Rulebook, Value
from placet.show.answer_json import Json
from placet.show.gaps import way_words
from placet.show.regions import step_value
from placet.show.situations import ask_command, condition_text


def gaps_value(book: Rulebook, gaps: Gaps, version: str, on: dt.date, known: dt.date | None) -> dict[str, Json]:
    """Return a rulebook's gaps as plain values, in the shape of their JSON form."""
    total = gaps.total

    def example(facts: Mapping[str, Value]) -> dict[str, Json]:
        return {"given": _given(facts), "command": ask_command(book, facts, on, known)}

    def group(one: GapGroup) -> dict[str, Json]:
        return {
            "condition": condition_text(book, one.tests),
            "total": str(one.total),
            **_counted(one.count, one.total),
            "conditions": _conditions(book, one.pieces, one.total),
            "except": _conditions(book, one.outside, one.total),
            "one_fact_away": [
                {"rule": near.rule, "field": near.field, **_counted(near.count, one.count)} for near in one.neighbours
            ],
            "example": example(one.example) if one.example is not None else None,
        }

    def side(one: OneSided) -> dict[str, Json]:
        return {
            "reader": one.reader,
            **_counted(one.count, total),
            "rules": [
                {
                    "rule": ground.rule,
                    **_counted(ground.count, one.count),
                    "alone": str(ground.alone),
                    "conditions": _conditions(book, ground.pieces, one.count),
                }
                for ground in one.rules
            ],
            "example": example(one.example),
        }

    def pull(one: Pull) -> dict[str, Json]:
        return {
            "rules": list(one.rules),
            "readers": list(one.readers),
            "ways": [
                {
                    "how": way.how,
                    "words": way_words(book, way),
                    "rules": list(way.rules),
                    "steps": [[step_value(step) for step in steps] for steps in way.steps],
                    **_counted(way.count, total),
                }
                for way in one.ways
            ],
            **_counted(one.count, total),
            "certain": str(one.certain),
            "conditions": _conditions(book, one.pieces, total),
            "example": example(one.example),
        }

    return {
        "placet": version,
        "rulebook": book.name,
        "on": on.isoformat(),
        "known": known.isoformat() if known is not None else None,
        "given": _given(gaps.given),
        "readers": list(gaps.readers),
        "total": str(total),
        "unregulated": {
            **_counted(gaps.unregulated.count, total),
            "by": gaps.unregulated.by,
            "groups": [group(one) for one in gaps.unregulated.groups],
        },
        "one_sided": [side(one) for one in gaps.one_sided],
        "pulls": [pull(one) for one in gaps.pulls],
    }


def _counted(count: int, total: int) -> dict[str, Json]:
    return {"count": str(count), "share": count / total if total else 0.0}


def _conditions(book: Rulebook, pieces: Iterable[Piece], total: int) -> list[Json]:
    return [{"condition": condition_text(book, piece.tests), **_counted(piece.count, total)} for piece in pieces]


def _given(facts: Mapping[str, Value]) -> dict[str, Json]:
    return {field: [*sorted(value)] if isinstance(value, frozenset) else value for field, value in facts.items()}

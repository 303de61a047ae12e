"""What a draft alters as plain values, in the shape of its JSON form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from placet.engine.space import Piece
from placet.engine.space.amend import Amendment
from placet.engine.space.examples import SideAnswer
from placet.engine.space.reasked import Reasked
from placet.engine.space.shifts import Change, Extent, Shift
from placet.engine.space.standings import Over
from placet.engine.space.versions import Declared
from placet.model import Value
from placet.show.amend import altered_words
from placet.show.answer_json import Json, fact_value
from placet.show.decision import change_value, decision_value
from placet.show.draft import Naming, amend_command, asleep_words
from placet.show.regions import region_value, step_value
from placet.show.shifts import shift_words
from placet.show.situations import condition_text


def amendment_value(amendment: Amendment, reasked: Sequence[Reasked], naming: Naming, version: str) -> dict[str, Json]:
    """Return an amendment as plain values.

    Args:
        amendment: what the draft alters.
        reasked: the saved questions, asked of both versions.
        naming: what was typed.
        version: the version of placet.
    """
    return {
        "placet": version,
        "rulebook": naming.rulebook,
        "draft": naming.draft,
        "replaces": naming.replaces or None,
        "on": amendment.on.isoformat(),
        "known": amendment.known.isoformat() if amendment.known is not None else None,
        "given": {field: fact_value(value) for field, value in amendment.given.items()},
        "total": str(amendment.total),
        "differences": [_declared_value(one) for one in amendment.differences],
        "without_effect": [
            {
                **_declared_value(one.declared),
                "why": one.why,
                "owner": one.owner,
                "day": str(one.day) if one.day is not None else None,
                "words": asleep_words(one),
            }
            for one in amendment.asleep
        ],
        "changes_nothing": not amendment.readers,
        "never_matters": amendment.is_idle,
        "readers": [
            {
                "readers": list(change.readers),
                "regions": [
                    {
                        **region_value(altered.region, change.sides, amendment.total),
                        "words": altered_words(altered, change.sides[altered.region.side].rulebook),
                        "causes": [_declared_value(one) for one in altered.causes],
                        "example": _example(amendment, naming, altered.region.example),
                    }
                    for altered in change.altered
                ],
            }
            for change in amendment.readers
        ],
        "unchanged": list(amendment.unchanged),
        "between": None
        if amendment.changes is None
        else [_between_value(change, amendment, naming) for change in amendment.changes],
        "contested": None
        if amendment.contested is None
        else [
            {
                "one": list(each.one),
                "other": list(each.other),
                "before": str(each.before),
                "after": str(each.after),
            }
            for each in amendment.contested
        ],
        "leave": None
        if amendment.says is None
        else [
            {
                "of": say.of,
                "level": say.level,
                "readers": list(say.readers) or None,
                "gained": _extent_value(amendment, say.gained),
                "lost": _extent_value(amendment, say.lost),
            }
            for say in amendment.says
        ],
        "questions": [_question_value(amendment, one) for one in reasked],
    }


def _declared_value(one: Declared) -> dict[str, Json]:
    return {
        "kind": one.kind,
        "name": one.name,
        "change": one.change,
        "reader": one.reader or None,
        "of": one.of or None,
    }


def _example(amendment: Amendment, naming: Naming, given: Mapping[str, Value]) -> dict[str, Json]:
    return {
        "given": {field: fact_value(value) for field, value in given.items()},
        "command": amend_command(amendment, naming, given),
    }


def _between_value(change: Change, amendment: Amendment, naming: Naming) -> dict[str, Json]:
    return {
        "one": list(change.one),
        "other": list(change.other),
        "shifts": [_shift_value(shift, amendment, naming) for shift in change.shifts],
        "others": [{"was": was, "now": now, "count": str(count)} for was, now, count in change.others],
    }


def _shift_value(shift: Shift, amendment: Amendment, naming: Naming) -> dict[str, Json]:
    before, after = shift.answers
    return {
        "was": shift.was,
        "now": shift.now,
        "dropped": [_over_value(over) for over in shift.dropped],
        "added": [_over_value(over) for over in shift.added],
        "words": shift_words(shift),
        "count": str(shift.count),
        "share": shift.count / amendment.total,
        "conditions": _conditions(amendment, shift.pieces),
        "rest": str(shift.rest),
        "before": [_answer_value(answer) for answer in before],
        "after": [_answer_value(answer) for answer in after],
        "causes": [_declared_value(one) for one in shift.causes],
        "example": _example(amendment, naming, shift.example),
    }


def _over_value(over: Over) -> dict[str, Json]:
    return {"step": step_value(over.step) if over.step is not None else None, "force": over.is_force}


def _answer_value(answer: SideAnswer) -> dict[str, Json]:
    return {
        "answer": answer.kind,
        "requirements": [
            {**step_value(each.step), "basis": each.basis, "truth": each.truth, "rules": list(each.rules)}
            for each in answer.steps
        ],
        "bars": list(answer.bars),
    }


def _extent_value(amendment: Amendment, extent: Extent | None) -> dict[str, Json] | None:
    if extent is None:
        return None
    return {
        "count": str(extent.count),
        "share": extent.count / amendment.total,
        "conditions": _conditions(amendment, extent.pieces),
        "rest": str(extent.rest),
    }


def _conditions(amendment: Amendment, pieces: Sequence[Piece]) -> list[Json]:
    return [
        {
            "condition": condition_text(amendment.after, piece.tests),
            "count": str(piece.count),
            "share": piece.count / amendment.total,
        }
        for piece in pieces
    ]


def _question_value(amendment: Amendment, one: Reasked) -> dict[str, Json]:
    book = amendment.after
    return {
        "name": one.name,
        "text": one.text,
        "about": list(one.about),
        "on": one.question.on.isoformat(),
        "known": one.question.known.isoformat() if one.question.known is not None else None,
        "before": decision_value(book, one.question, one.before),
        "after": decision_value(book, one.question, one.after) if one.change is not None else None,
        "change": change_value(one.change) if one.change is not None else None,
    }

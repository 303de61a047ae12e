"""Small worlds made by hand: three parties, one treaty between them, and rules to add."""

from __future__ import annotations

import datetime as dt
from typing import Any

from placet.engine.reference import answer_question
from placet.model import (
    Addressee,
    Answer,
    Compare,
    Condition,
    Const,
    Day,
    Entry,
    Field,
    FieldRef,
    Instrument,
    Literal,
    Membership,
    Need,
    Office,
    Party,
    Period,
    Place,
    Question,
    Reading,
    Relation,
    Rule,
    Rulebook,
    Source,
    Statement,
    Term,
    Type,
    Value,
    Voice,
)

ALWAYS = Const(True)
TODAY = dt.date(2015, 6, 1)
PEACE = Compare(FieldRef("provoked"), "=", Literal(False))
PROVOKED = Compare(FieldRef("provoked"), "=", Literal(True))
URGENT = Compare(FieldRef("urgent"), "=", Literal(True))


def day(text: str) -> Day:
    """Return a day, or the days between two that are joined by a slash."""
    first, _, last = text.partition("/")
    return Day(dt.date.fromisoformat(first), dt.date.fromisoformat(last or first))


def since(text: str, until: str = "") -> Period:
    """Return the period from one day until another, if there is another."""
    return Period(day(text), day(until) if until else None)


def treaty(**changes: Any) -> Instrument:
    """Return a treaty between all, in force since 2000."""
    members = tuple(Membership(party) for party in ("KOR", "JPN", "USA"))
    return Instrument(
        **({"id": "treaty", "title": "Treaty", "members": members, "in_force": (since("2000-01-01"),)} | changes)
    )


def rule(name: str = "rule", **changes: Any) -> Rule:
    """Return a rule of the treaty; unless it has another effect, it needs the consent of Seoul."""
    effect = {"needs": (consent("KOR"),)} if not {"needs", "bars", "allows"} & changes.keys() else {}
    held = {} if "held_by" in changes else {"instrument": "treaty"}
    return Rule(**({"id": name, "title": name} | effect | held | changes))


def consent(of: str | Addressee, **changes: Any) -> Need:
    """Return the need of somebody's consent."""
    return Need(**({"kinds": ("consent",), "of": Addressee(Literal(of)) if isinstance(of, str) else of} | changes))


def reading(reader: str, of: str, kind: str = "rule", name: str = "", **changes: Any) -> Reading:
    """Return a reading that has always been."""
    name = name or f"{reader} of {of}"
    return Reading(**({"id": name, "reader": reader, "of": of, "of_kind": kind, "start_owner": name} | changes))


def says(name: str, speaker: str = "KOR", **changes: Any) -> Statement:
    """Return a statement in the daily."""
    return Statement(
        **({"id": name, "source": "daily", "stance": "says", "text": name, "speakers": (speaker,)} | changes)
    )


def entry(key: str, *values: str, **changes: Any) -> Entry:
    """Return an entry of a relation."""
    return Entry(**({"key": key, "values": values} | changes))


def world(*things: Any, means: Condition = ALWAYS, published: str = "2015-01-01") -> Rulebook:
    """Return a rulebook with these instruments, rules, readings, statements and relations, and the term `grave`."""
    found = {
        kind: [thing for thing in things if isinstance(thing, kind)] for kind in (Instrument, Rule, Relation, Statement)
    }
    instruments = [*found[Instrument]] or [treaty()]
    offices = (Office("state", "State"), Office("dod", "Defense"), Office("nsc", "Council"))
    types = {
        "actor": Type("party"),
        "area": Type("place", or_none=True),
        "provoked": Type("yesno"),
        "urgent": Type("yesno"),
        "value": Type("number"),
        "attacked": Type("party", is_set=True),
    }
    return Rulebook(
        name="small",
        parties={
            "KOR": Party("KOR", "Korea"),
            "JPN": Party("JPN", "Japan"),
            "USA": Party("USA", "States", offices=offices),
        },
        voices={"press": Voice("press", "Press")},
        places={
            "asia": Place("asia", "Asia"),
            "japan": Place("japan", "Japan", within="asia"),
            "sea": Place("sea", "Sea"),
        },
        fields={name: Field(name, type_) for name, type_ in types.items()},
        terms={"grave": Term("grave", means)},
        relations={relation.id: relation for relation in found[Relation]},
        sources={"daily": Source("daily", "Daily", published=day(published))},
        statements={statement.id: statement for statement in found[Statement]},
        instruments={instrument.id: instrument for instrument in instruments},
        rules={one.id: one for one in found[Rule]},
        readings=tuple(thing for thing in things if isinstance(thing, Reading)),
    )


def ask(book: Rulebook, *, on: dt.date = TODAY, known: dt.date | None = None, **given: Value) -> Answer:
    """Ask the reference evaluator."""
    return answer_question(book, Question(given=given, on=on, known=known))

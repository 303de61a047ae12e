"""The first page: the rulebooks, what is contested in each and since when, what changed last, five questions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from placet.engine import Decider, DiagramTooLarge
from placet.engine.variation.timeline import events
from placet.model import Answer, Day, Rulebook, SavedQuestion, Value, Verdict
from placet.show.answer_json import Json
from placet.show.words import title_of
from placet.web.asked import saved_facts
from placet.web.bounds import is_too_long
from placet.web.history import last_change
from placet.web.openapi import RULEBOOK, Operation, Parameter
from placet.web.pages import Page, View
from placet.web.tables import Table, table_value
from placet.web.visit import Visit
from placet.web.words import Words
from placet.web.worlds import World, Worlds

SIGNATURES = "signature-"
"""How the names of the questions begin that a rulebook puts forward."""

KINDS = ("contested", "open", "one-sided", "agreed", "unregulated", "too-much-unknown")
"""The verdicts in the order in which one looks for them."""

MOST_CHANGES = 6
MOST_SIGNATURES = 5


def first_page(visit: Visit) -> View:
    """Show all rulebooks, and of the one that opens first what is disputed in it."""
    cards: list[dict[str, Any]] = []
    for name in visit.worlds.names:
        shown = visit.worlds.show(name)
        world = shown.world
        contested = 0 if world is None else sum(one["kind"] == "contested" for one in verdicts(world))
        cards.append(
            {
                "name": name,
                "shown": shown,
                "world": world,
                "about": opening(world),
                "contested": contested,
                "since": _latest_since(world) if contested and world is not None else None,
                **_counts(world),
            }
        )
    lead = next((card["world"] for card in cards if card["world"] is not None and card["world"].book.questions), None)
    table = Table(
        "rulebooks",
        ("rulebook", "rules", "readings", "statements", "instruments", "questions"),
        tuple(
            (card["name"], *(card[key] for key in ("rules", "readings", "statements", "instruments", "questions")))
            for card in cards
        ),
    )
    context: dict[str, Any] = {"cards": cards, "lead": lead, "signatures": [], "changes": [], "edited": None}
    if lead is not None:
        words = Words(visit.language, lead.book)
        context |= {"signatures": signatures(lead), "words": words, "changes": last_changes(lead.book, visit.today)}
        context |= {"edited": last_change(visit, lead.name)}
    return View("first.html", context, table=table)


def _latest_since(world: World) -> dt.date | None:
    """Return the latest day since which something in a rulebook has been contested."""
    days = [one["since"] for one in disputes(world) if one["kind"] == "contested" and one["since"] is not None]
    return max(days, default=None)


def rulebook_page(visit: Visit) -> View:
    """Show what one rulebook can be asked: its questions with their verdicts, and what is in dispute."""
    world = visit.world
    every = disputes(world)
    kind = visit.choice("verdict", KINDS)
    found = [one for one in every if kind in (None, one["kind"])]
    table = Table(
        f"{world.name}-questions",
        ("question", "text", "on", "known", "verdict", "since"),
        tuple(
            (
                one["question"].id,
                one["question"].text,
                one["on"].isoformat(),
                _iso(one["known"]),
                one["kind"],
                _iso(one["since"]),
            )
            for one in found
        ),
    )
    value: Json = {"rulebook": world.book.name, "version": world.version, "questions": _rows(table)}
    context = {
        "disputes": found,
        "kind": kind,
        "tally": [(one, count) for one in KINDS if (count := sum(each["kind"] == one for each in every))],
        "all_questions": len(every),
        "about": opening(world),
        "words": Words(visit.language, world.book),
        "changes": last_changes(world.book, visit.today),
        "edited": last_change(visit, world.name),
        **_counts(world),
    }
    return View("rulebook.html", context, table=table, value=value)


def prepare(worlds: Worlds) -> None:
    """Load every rulebook and reckon what the first pages show, so that nobody waits for it."""
    for name in worlds.names:
        world = worlds.show(name).world
        if world is not None:
            verdicts(world)
            signatures(world)
            disputes(world)


def signatures(world: World) -> list[dict[str, Any]]:
    """Return the questions that a rulebook puts forward, or else its first ones, with their verdicts."""
    return world.keep("signatures", lambda: [_dispute(world, one) for one in put_forward(world.book)])


def put_forward(book: Rulebook) -> list[SavedQuestion]:
    """Return the questions that a rulebook puts forward, or else its first ones."""
    questions = list(book.questions.values())
    return [one for one in questions if one.id.startswith(SIGNATURES)] or questions[:MOST_SIGNATURES]


def disputes(world: World) -> list[dict[str, Any]]:
    """Return every saved question with its verdict on its own day, and since when that has been so."""
    return world.keep("disputes", lambda: [_dispute(world, one) for one in world.book.questions.values()])


def verdicts(world: World) -> list[dict[str, Any]]:
    """Return every saved question with its verdict on its own day."""
    questions = world.book.questions.values()
    return world.keep("verdicts", lambda: [_verdict(world, one) for one in questions])


def opening(world: World | None) -> str:
    """Return the first title of a rulebook's text, what it calls itself; empty where it has none."""
    if world is None:
        return ""
    own = [tree.file for tree in world.own_trees]
    first = next((file for file in own if Path(file).name.lower() == "readme.md"), own[0] if own else "")
    lines = (line.strip() for line in world.texts.get(first, "").splitlines())
    return next((line.lstrip("# ") for line in lines if line.startswith("# ")), "")


def last_changes(book: Rulebook, today: dt.date) -> list[tuple[Day, str, str, str]]:
    """Return what happened last in a rulebook, the latest first: the day, the name, its title, what happened to it."""
    found = sorted(
        ((event.day, event.name, event.what) for event in events(book, "on") if event.day.latest <= today), reverse=True
    )
    return [(day, name, title_of(book, name), what) for day, name, what in found[:MOST_CHANGES]]


def _dispute(world: World, question: SavedQuestion) -> dict[str, Any]:
    given = saved_facts(question)

    def find() -> dict[str, Any]:
        found = _verdict(world, question)
        if found["answer"] is None:
            return {**found, "since": None}
        return {**found, "since": _since(world, given, found["on"], found["known"], found["answer"].verdict)}

    return world.carried.take(world, "since", question, given, find)


def _verdict(world: World, question: SavedQuestion) -> dict[str, Any]:
    return world.carried.take(world, "verdict", question, saved_facts(question), lambda: _find_verdict(world, question))


def _find_verdict(world: World, question: SavedQuestion) -> dict[str, Any]:
    on = question.on.earliest if question.on is not None else dt.date.max
    known = question.known.latest if question.known is not None else None
    try:
        answer: Answer | None = world.answer_shortly(saved_facts(question), on, known)
    except DiagramTooLarge:
        answer = None
    kind = answer.verdict.kind if answer is not None else "too-much-unknown"
    return {"question": question, "on": on, "known": known, "kind": kind, "answer": answer}


def _since(world: World, given: dict[str, Value], on: dt.date, known: dt.date | None, now: Verdict) -> dt.date | None:
    """Return the day of change from which the verdict has been the same up to the question's own day.

    None: it has always been so, or finding out would take too long.
    """
    excerpt = world.excerpt(given)
    if is_too_long(excerpt, "on"):
        return None
    since = None
    for day in reversed([day for day in excerpt.change_days("on") if day <= on]):
        try:
            verdict = Decider(excerpt.book, day, known, fixed=given).decide(given).verdict
        except DiagramTooLarge:
            return since
        if verdict != now:
            return since
        since = day
    return since


def _counts(world: World | None) -> dict[str, int]:
    if world is None:
        return dict.fromkeys(("rules", "readings", "statements", "instruments", "questions", "points"), 0)
    book = world.book
    return {
        "rules": len(book.rules),
        "readings": len(book.readings),
        "statements": len(book.statements),
        "instruments": len(book.instruments),
        "questions": len(book.questions),
        "points": len(book.points),
    }


def _iso(day: object) -> str | None:
    return day.isoformat() if isinstance(day, dt.date) else None


def _rows(table: Table) -> Json:
    return table_value(table)


PAGES = (
    Page(
        "first",
        "/",
        first_page,
        forms=("html", "json", "csv"),
        operation=Operation("List the rulebooks.", answer={"type": "array"}),
    ),
    Page(
        "rulebook",
        "/{rulebook}",
        rulebook_page,
        forms=("html", "json", "csv"),
        operation=Operation(
            "List a rulebook's saved questions with their verdicts.",
            (RULEBOOK, Parameter("verdict", "Only those that stand so.", {"type": "string", "enum": list(KINDS)})),
        ),
    ),
)

"""Ask: a situation filled in field by field, and beside it what every reader answers, with the proof."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from placet import __version__
from placet.engine import Decision, DiagramTooLarge
from placet.engine.decision.outcome import answer_of, change_between
from placet.model import Answer
from placet.show.answer import in_order
from placet.show.answer_json import answer_json
from placet.show.filed import said_by_then
from placet.show.registers import status_on
from placet.show.selection import reader_names
from placet.web.asked import Asked, question_address, read_asked, read_parameters, written
from placet.web.citing import command_for, footnote_for, python_for
from placet.web.controls import controls_for, days_of, nearest_day
from placet.web.elsewhere import elsewhere
from placet.web.openapi import FACTS, KNOWN, ON, QUESTION, RULEBOOK, Operation
from placet.web.pages import N_, Page, View
from placet.web.proof import sources_of_answer, take_apart
from placet.web.refusals import Refused, unknown
from placet.web.tables import Table
from placet.web.visit import MOST_LETTERS, Visit
from placet.web.words import Words
from placet.web.worlds import World


def ask_page(visit: Visit) -> View:
    """Answer the question in the address."""
    world = visit.world
    book = world.book
    asked = read_asked(visit)
    if visit.suffix == "json":
        answer = world.answer(asked.given, asked.on, asked.known)
        name, text = (asked.saved.id, asked.saved.text) if asked.saved is not None else (None, "")
        return View(json=answer_json(book, answer, __version__, name=name, text=text))
    if visit.suffix == "csv":
        return View(table=answer_table(world, world.answer(asked.given, asked.on, asked.known)))
    found: Answer | None = None
    is_too_unknown = False
    if not asked.is_empty:
        try:
            found = world.answer_shortly(asked.given, asked.on, asked.known)
        except DiagramTooLarge:
            is_too_unknown = True
    was = None if visit.is_partial else _was(visit)
    readers = read_readers(visit)
    address = question_address(visit, asked, reader=readers)
    missing = frozenset(one.name for one in found.missing if one.kind == "field") if found is not None else None
    if asked.is_empty:
        # Before anything is asked, a mark beside every field would say nothing.
        missing = frozenset()
    on_days, known_days = days_of(world, "on"), days_of(world, "known")
    context: dict[str, Any] = {
        "asked": asked,
        "answer": found,
        "is_too_unknown": is_too_unknown,
        "controls": controls_for(book, asked.given, missing),
        "on_days": on_days,
        "on_at": nearest_day(on_days, asked.on),
        "known_days": known_days,
        "known_at": nearest_day(known_days, asked.known),
        "words": Words(visit.language, book),
        "address": address,
        "query": urlsplit(address).query,
        "change": change_since(visit, asked, found),
    }
    if found is not None:
        context |= answer_context(visit, asked, found, readers)
    kept = question_address(visit, asked, reader=readers, was=was) if was else address
    return View("ask.html", context, partial="ask_answer.html", address=kept)


def read_readers(visit: Visit) -> tuple[str, ...]:
    """Return the readers whose answers alone are wanted; none: everybody's.

    Raises:
        Refused: one of them is no party, office or voice of the rulebook.
    """
    readers = visit.params("reader")
    known = reader_names(visit.world.book)
    for reader in readers:
        if reader not in known:
            raise unknown("reader", reader, known)
    return readers


def answer_context(visit: Visit, asked: Asked, answer: Answer, readers: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return what the templates show of an answer."""
    world = visit.world
    book = world.book
    about = asked.saved.about if asked.saved is not None else ()
    given_name = visit.worlds.given(world.name)
    return {
        "apart": world.remember(("apart", _key(asked), readers), lambda: take_apart(book, answer, readers)),
        "readers": readers,
        "elsewhere": elsewhere(visit, asked, "ask", answer),
        "whole": question_address(visit, asked),
        "addresses": {name: question_address(visit, asked, reader=name) for name in answer.readers},
        "sources": [book.sources[one] for one in sources_of_answer(book, answer)],
        "said": said_by_then(book, answer, about),
        "agreements": [
            (book.instruments[one], status_on(book.instruments[one], asked.on))
            for one in about
            if one in book.instruments and answer.verdict.kind == "unregulated"
        ],
        "command": command_for(book, asked, given_name),
        "python": python_for(asked, given_name),
        "footnote": footnote_for(visit.language, book, asked, answer, world.version),
    }


def change_since(visit: Visit, asked: Asked, answer: Answer | None) -> dict[str, Any] | None:
    """Return what has changed since the question that was asked before: in it, and in the answers.

    The form sends along what it showed before as `was`; None where nothing was, or it cannot be read.
    """
    was = _was(visit)
    if was is None or answer is None:
        return None
    world = visit.world
    try:
        before = read_parameters(visit, parse_qs(was, max_num_fields=200))
        if before.is_empty or _key(before) == _key(asked):
            return None
        old = world.answer_shortly(before.given, before.on, before.known)
    except (Refused, DiagramTooLarge, ValueError):
        return None
    old_decision, new_decision = _decision(old), _decision(answer)
    change = change_between(old_decision, new_decision)
    fields = [
        (name, _written(before, name), _written(asked, name))
        for name in world.book.fields
        if before.given.get(name, ...) != asked.given.get(name, ...)
    ]
    return {
        "fields": fields,
        "on": (before.on, asked.on) if before.on != asked.on else None,
        "known": (before.known, asked.known) if before.known != asked.known else None,
        "old": old,
        "change": change,
        "readers": [(name, answer_of(old_decision, name), answer_of(new_decision, name)) for name in change.readers],
    }


def answer_table(world: World, answer: Answer) -> Table:
    """Return an answer as rows: for each reader every step it requires, or one row that says what it answers."""
    rows = []
    for one in in_order(world.book, answer):
        for need in one.requirements or (None,):
            rows.append(
                (
                    one.reader,
                    one.role,
                    one.answer,
                    " or ".join(need.step.kinds) if need else None,
                    need.step.of if need else None,
                    need.step.offices if need else (),
                    need.step.deadline or None if need else None,
                    need.basis if need else None,
                    need.grade if need else one.grade,
                    need.rules if need else (),
                )
            )
    columns = ("reader", "role", "answer", "step", "of", "offices", "deadline", "basis", "grade", "rules")
    return Table(f"{world.name}-answer", columns, tuple(rows))


def _was(visit: Visit) -> str | None:
    """Return what the form showed before; what is no question is left aside, never refused."""
    was = str(visit.request.query_params.get("was", ""))
    return was if 0 < len(was) <= MOST_LETTERS else None


def _decision(answer: Answer) -> Decision:
    return Decision(answer.readers, answer.verdict, answer.missing)


def _key(asked: Asked) -> tuple[object, ...]:
    return (tuple(sorted(asked.given.items(), key=lambda fact: fact[0])), asked.on, asked.known)


def _written(asked: Asked, field: str) -> str | None:
    return written(asked.given[field]) if field in asked.given else None


PAGES = (
    Page(
        "ask",
        "/{rulebook}/ask",
        ask_page,
        N_("Ask"),
        section="ask",
        forms=("html", "json", "csv"),
        operation=Operation(
            "Ask who must be asked before an act, on whose reading, on which day.",
            (RULEBOOK, QUESTION, ON, KNOWN, FACTS),
        ),
    ),
)

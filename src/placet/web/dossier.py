"""Dossier of a question or a disputed point: what is common ground, contested, open, and on what evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from placet.engine import DiagramTooLarge
from placet.model import Answer, Instrument, Reading, Rulebook, Statement, Step, Value
from placet.show.answer import in_order
from placet.show.answer_json import Json
from placet.show.registers import status_on
from placet.show.verdict import compared_readers
from placet.web.asked import Asked, question_address, read_asked, written
from placet.web.citing import command_for
from placet.web.elsewhere import elsewhere
from placet.web.first import disputes
from placet.web.openapi import FACTS, KNOWN, ON, QUESTION, RULEBOOK, Operation, Parameter
from placet.web.pages import N_, Page, View
from placet.web.proof import ReaderCard, RuleLine, take_apart
from placet.web.refusals import Refused
from placet.web.tables import Table
from placet.web.visit import Visit
from placet.web.words import Words
from placet.web.worlds import World


class Footnotes:
    """Numbers the statements of a dossier in the order in which they are first named."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self.statements: dict[str, int] = {}

    def number(self, statement: str) -> int:
        """Return the number of a statement's footnote."""
        return self.statements.setdefault(statement, len(self.statements) + 1)

    def listed(self) -> list[tuple[int, Statement]]:
        """Return all footnotes in order."""
        return [(number, self._book.statements[name]) for name, number in self.statements.items()]


def dossier_page(visit: Visit) -> View:
    """Show the dossier of a question, or of a point in dispute, or the list of both."""
    world = visit.world
    book = world.book
    about = visit.choice("about", book.points, kind="point")
    asked = read_asked(visit, besides=("about",))
    if about is not None:
        return _point(visit, about)
    if asked.is_empty:
        return _register(visit)
    return _question(visit, asked)


def _register(visit: Visit) -> View:
    world = visit.world
    found = disputes(world)
    table = Table(
        f"{world.name}-dossiers",
        ("question", "text", "verdict", "since"),
        tuple((one["question"].id, one["question"].text, one["kind"], _iso(one["since"])) for one in found),
    )
    filed = filed_of(world)
    points = [(point, len(filed.get(point.id, ()))) for point in world.book.points.values()]
    return View(
        "dossiers.html", {"disputes": found, "points": points, "words": Words(visit.language, world.book)}, table=table
    )


def filed_of(world: World) -> dict[str, list[Statement]]:
    """Return the statements about each thing, by its name, in the order of the rulebook."""
    return world.keep("filed", lambda: _filed(world.book))


def _said_about(world: World, names: Sequence[str]) -> list[Statement]:
    """Return the statements about any of some things, in the order of the rulebook."""
    filed = filed_of(world)
    if len(names) < 2:
        return filed.get(names[0], []) if names else []
    places = world.keep("places of statements", lambda: {name: at for at, name in enumerate(world.book.statements)})
    found = {one.id: one for name in names for one in filed.get(name, ())}
    return sorted(found.values(), key=lambda one: places[one.id])


def _filed(book: Rulebook) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for one in book.statements.values():
        for name in dict.fromkeys(one.about):
            found.setdefault(name, []).append(one)
    return found


def _question(visit: Visit, asked: Asked) -> View:
    world = visit.world
    book = world.book
    try:
        answer = world.answer_shortly(asked.given, asked.on, asked.known)
    except DiagramTooLarge:
        raise Refused(
            N_("too much is unknown for an exact answer"),
            N_("Give more facts; the form of Ask shows which."),
            status=422,
        ) from None
    words = Words(visit.language, book)
    notes = Footnotes(book)
    common, contested = _sorted_steps(answer)
    compared = compared_readers(answer)
    cards = {card.answer.reader: card for card in take_apart(book, answer).cards}
    grounds = {reader: [(line, _notes(notes, line)) for line in _lines(card)] for reader, card in cards.items()}
    all_notes = {reader: _united(numbers for _, numbers in lines) for reader, lines in grounds.items()}
    for entry in contested:
        entry["notes"] = {reader: all_notes.get(reader, []) for reader in entry["not_by"]}
        for reader, need in entry["by"].items():
            lines = grounds.get(reader, [])
            entry["notes"][reader] = _united(numbers for line, numbers in lines if line.rule.id in need.rules)
    undecided = [one for one in in_order(book, answer) if one.answer == "undetermined"]
    about = asked.saved.about if asked.saved is not None else ()
    beside = [
        (one, notes.number(one.id))
        for one in _said_about(world, about)
        if one.id not in notes.statements and _was_public(book, one, asked.known)
    ]
    rows = [("common ground", step, "", tuple(readers)) for step, readers in _told(common, words)]
    rows += [("contested", words.step(one["step"]), "asked by", tuple(one["by"])) for one in contested]
    rows += [("open", words.answer(one), "", (one.reader,)) for one in undecided]
    table = Table(f"{world.name}-dossier", ("part", "what", "how", "readers"), tuple(rows))
    since = next((one["since"] for one in disputes(world) if one["question"] is asked.saved), None)
    context: dict[str, Any] = {
        "asked": asked,
        "answer": answer,
        "words": words,
        "common": common,
        "contested": contested,
        "alike": [one.reader for one in compared],
        "undecided": undecided,
        "cards": cards,
        "grounds": grounds,
        "all_notes": all_notes,
        "given": {name: _fact(visit, value) for name, value in asked.given.items()},
        "since": since if _is_own_day(asked) else None,
        "agreements": _agreements(book, answer, about, asked.on),
        "beside": beside,
        "footnotes": notes.listed(),
        "command": command_for(book, asked, visit.worlds.given(world.name)),
        "elsewhere": elsewhere(visit, asked, "dossier", answer),
        "today": visit.today,
    }
    value: Json = {
        "rulebook": book.name,
        "version": world.version,
        "question": asked.saved.id if asked.saved is not None else None,
        "on": asked.on.isoformat(),
        "known": _iso(asked.known),
        "verdict": answer.verdict.kind,
        "common": [{"step": step, "readers": list(readers)} for step, readers in _told(common, words)],
        "contested": [
            {"step": words.step(one["step"]), "by": list(one["by"]), "not_by": list(one["not_by"])} for one in contested
        ],
        "open": [one.reader for one in undecided],
        "statements": list(notes.statements),
    }
    return View("dossier.html", context, table=table, value=value, address=question_address(visit, asked, "dossier"))


def _sorted_steps(answer: Answer) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the steps on which all who decide are at one, and those that only some of them ask for."""
    decided = [one for one in compared_readers(answer) if one.answer != "undetermined"]
    found: dict[tuple[tuple[str, ...], str], dict[str, Any]] = {}
    for one in decided:
        for need in one.requirements:
            entry = found.setdefault((need.step.kinds, need.step.of), {"step": need.step, "by": {}})
            entry["by"][one.reader] = need
    common: list[dict[str, Any]] = []
    contested: list[dict[str, Any]] = []
    for entry in found.values():
        entry["not_by"] = [one.reader for one in decided if one.reader not in entry["by"]]
        entry["forces"] = sorted({need.basis for need in entry["by"].values()})
        is_shared = not entry["not_by"] and len(decided) > 1 and len(entry["forces"]) == 1
        (common if is_shared else contested).append(entry)
    return common, contested


def _told(common: list[dict[str, Any]], words: Words) -> list[tuple[str, list[str]]]:
    return [(words.step(_step(one)), list(one["by"])) for one in common]


def _step(entry: dict[str, Any]) -> Step:
    step = entry["step"]
    assert isinstance(step, Step), "made by `_sorted_steps`"
    return step


def _lines(card: ReaderCard) -> list[RuleLine]:
    """Return the rules of a card that bear on its answer, each once."""
    found = {line.rule.id: line for need in card.needs for line in need.rules}
    found.update({line.rule.id: line for line in card.rules})
    return list(found.values())


def _notes(notes: Footnotes, line: RuleLine) -> list[int]:
    """Number the statements behind a rule and the readings of it."""
    said = [*line.statements, *(one for reading in line.readings for one in reading.statements)]
    return list(dict.fromkeys(notes.number(one.id) for one in said))


def _united(numbers: Iterable[list[int]]) -> list[int]:
    return sorted({number for some in numbers for number in some})


def _fact(visit: Visit, value: Value) -> str:
    """Say the value of a field; the rulebook's own names stay."""
    _ = visit.gettext
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return written(value) if value is not None and value != frozenset() else _("none")


def _agreements(book: Rulebook, answer: Answer, about: tuple[str, ...], on: dt.date) -> list[tuple[Instrument, str]]:
    """Return the agreements whose rules bear on the answer, or that the question is about."""
    names: dict[str, None] = dict.fromkeys(one for one in about if one in book.instruments)
    for one in answer.readers.values():
        for proof in one.proof:
            instrument = book.rules[proof.rule].instrument
            if instrument is not None:
                names[instrument] = None
    return [(book.instruments[one], status_on(book.instruments[one], on)) for one in names]


def _point(visit: Visit, point: str) -> View:
    """Show everything filed under a point: who said what, in the order of time, and the questions about it."""
    world = visit.world
    book = world.book
    known = visit.day("known")
    said = sorted(
        (one for one in book.statements.values() if point in one.about and _was_public(book, one, known)),
        key=lambda one: (one.on.earliest if one.on is not None else dt.date.max, one.id),
    )
    readings = _readings_resting_on(book, {one.id for one in said})
    table = Table(
        f"{world.name}-{point}",
        ("on", "speakers", "stance", "text", "grade", "statement"),
        tuple(
            (None if one.on is None else str(one.on), one.speakers, one.stance, one.text, one.grade, one.id)
            for one in said
        ),
    )
    questions = [one for one in disputes(world) if point in one["question"].about]
    speakers = {speaker for one in said for speaker in one.speakers}
    context = {
        "point": book.points[point],
        "said": said,
        "readings": readings,
        "questions": questions,
        "words": Words(visit.language, book),
        "silent": [
            party
            for party in book.parties
            if any(one.reader == party for one in book.readings)
            and not any(_is_of(speaker, party) for speaker in speakers)
        ],
        "known": known,
        "today": visit.today,
    }
    return View("dossier_point.html", context, table=table)


def _is_of(speaker: str, party: str) -> bool:
    return speaker == party or speaker.startswith(f"{party}.")


def _readings_resting_on(book: Rulebook, statements: set[str]) -> list[Reading]:
    return [one for one in book.readings if statements & set(one.says)]


def _was_public(book: Rulebook, statement: Statement, known: dt.date | None) -> bool:
    """Say whether a statement's source was certainly public on a day."""
    published = book.sources[statement.source].published
    return known is None or (published is not None and published.latest <= known)


def _is_own_day(asked: Asked) -> bool:
    """Say whether a saved question is asked on its own day, for which the first page knows since when it stands so."""
    saved = asked.saved
    return saved is not None and saved.on is not None and saved.on.earliest == asked.on


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


PAGES = (
    Page(
        "dossier",
        "/{rulebook}/dossier",
        dossier_page,
        N_("Dossier"),
        section="dossier",
        forms=("html", "json", "csv"),
        operation=Operation(
            "Gather what is common ground, contested and open on a question or a point, and on what evidence.",
            (RULEBOOK, Parameter("about", "A point in dispute, instead of a question."), QUESTION, ON, KNOWN, FACTS),
            answer={},
        ),
    ),
)

"""The registers: who said what and when, and the agreements with what they are on a day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args
from urllib.parse import quote

from starlette.responses import RedirectResponse

from placet.model import GRADES, Instrument, Rulebook, Statement
from placet.model.rulebook import Stance
from placet.show.entry import names_of
from placet.show.records_json import instruments_json, statements_json
from placet.show.registers import members_on, status_on
from placet.show.selection import names_of_party, reader_names, wanted_instruments, wanted_statements
from placet.web.behind import behind
from placet.web.openapi import DAY, RULEBOOK, Operation, Parameter
from placet.web.ordering import in_order_of, order_of, order_parameter
from placet.web.pages import N_, Page, View
from placet.web.refusals import Refused, unknown
from placet.web.source import PARAGRAPHS
from placet.web.tables import Table
from placet.web.visit import Visit
from placet.web.words import Words
from placet.web.worlds import World

STANCES: tuple[str, ...] = get_args(Stance)
A_PAGE = 100
"""How many rows a page shows."""


INSTRUMENT_ORDERS = ("title", "status", "signed", "in-force")
"""By what agreements can be put in order."""

STATEMENT_ORDERS: dict[str, Callable[[Statement], Any]] = {
    "day": lambda one: one.on.earliest if one.on is not None else None,
    "speaker": lambda one: ", ".join(one.speakers) or one.text_of,
    "grade": lambda one: GRADES.index(one.grade) if one.grade in GRADES else None,
    "source": lambda one: one.source,
}
"""By what statements can be put in order; the best grade comes first."""


def statements_page(visit: Visit) -> View:
    """List statements: by speaker, party, stance, grade, what they are about, when, words, as public on a day."""
    world = visit.world
    book = world.book
    wanted_passage = visit.param("passage")
    if wanted_passage is not None:
        return _to_passage(visit, wanted_passage)
    by = visit.choice("by", [*reader_names(book), "narrator", "media"], kind="speaker")
    party = visit.choice("party", book.parties, kind="party")
    about = visit.choice("about", world.keep("names", lambda: names_of(book)), kind="name")
    stance = visit.choice("stance", STANCES)
    grade = visit.choice("grade", GRADES)
    known, since, until = visit.day("known"), visit.day("from"), visit.day("until")
    words = " ".join((visit.param("words") or "").split())
    order = order_of(visit, STATEMENT_ORDERS)
    if since is not None and until is not None and since > until:
        raise Refused(N_("`from` lies after `until`"), N_("Put the earlier day first."))
    found = world.remember(
        ("statements", by, party, about, stance, grade, known, since, until, words, order),
        lambda: in_order_of(
            order,
            STATEMENT_ORDERS,
            _wanted(
                book,
                party,
                by=by,
                about=about,
                stance=stance,
                known=known,
                grade=grade,
                since=since,
                until=until,
                words=words,
            ),
        ),
    )
    page = visit.number("page", 1, 1, max(1, -(-len(found) // A_PAGE)))
    if visit.suffix == "json":
        return View(json=statements_json(book, found))
    if visit.suffix == "csv":
        return View(table=_statements_table(world, found))
    shown = found[(page - 1) * A_PAGE : page * A_PAGE]
    passages = behind(visit, shown)
    context = {
        "statements": shown,
        "behind": passages,
        "words": Words(visit.language, book),
        "some_lacking": any(one.document is None or one.paragraph is None for one in passages.values()),
        "total": len(found),
        "page": page,
        "last_page": max(1, -(-len(found) // A_PAGE)),
        "speakers": world.keep("speakers", lambda: _speakers(book)),
        "subjects": world.keep(
            "subjects", lambda: sorted({name for one in book.statements.values() for name in one.about})
        ),
        "stances": STANCES,
        "grades": GRADES,
        "chosen": {
            "by": by,
            "party": party,
            "about": about,
            "stance": stance,
            "grade": grade,
            "known": known,
            "since": since,
            "until": until,
            "words": words,
            "sort": order,
        },
    }
    return View("statements.html", context)


def _to_passage(visit: Visit, name: str) -> View:
    """Lead to the paragraph of the stored article behind a statement; where there is none, to the statement's row.

    Raises:
        Refused: there is no such statement.
    """
    world = visit.world
    if name not in world.book.statements:
        raise unknown("name", name, world.book.statements, status=404)
    one = world.book.statements[name]
    found = behind(visit, (one,))[name]
    if found.document is not None and found.paragraph is not None:
        number = found.paragraph.number
        page = (number - 1) // PARAGRAPHS + 1
        address = visit.address(f"sources/{found.document.sha256[:16]}", page=page if page > 1 else None)
        return View(reply=RedirectResponse(f"{address}#p-{number}", 303))
    page = wanted_statements(world.book).index(one) // A_PAGE + 1
    address = visit.address("statements", page=page if page > 1 else None)
    return View(reply=RedirectResponse(f"{address}#{quote(name)}", 303))


def _wanted(book: Rulebook, party: str | None, **wanted: Any) -> list[Statement]:
    """Return the statements asked for; of a party, those of its offices are too."""
    found = wanted_statements(book, **wanted)
    if party is None:
        return found
    names = names_of_party(book, party)
    return [one for one in found if not names.isdisjoint(one.speakers)]


def instruments_page(visit: Visit) -> View:
    """List agreements with what they are on a day, of one party or of all."""
    world = visit.world
    book = world.book
    on = visit.day("on")
    day = on or visit.today
    party = visit.choice("party", book.parties)
    orders: dict[str, Callable[[Instrument], Any]] = {
        "title": lambda one: one.title,
        "status": lambda one: status_on(one, day),
        "signed": lambda one: one.signed.earliest if one.signed is not None else None,
        "in-force": lambda one: next((each.start.earliest for each in one.in_force if each.start is not None), None),
    }
    order = order_of(visit, orders)
    wanted = wanted_instruments(book, day, parties=(party,) if party else (), only_in_effect=on is not None)
    found = in_order_of(order, orders, wanted)
    table = Table(
        f"{world.name}-instruments",
        ("instrument", "title", "binding", "status", "parties", "announced", "signed", "published", "terminated"),
        tuple(
            (
                one.id,
                one.title,
                one.is_binding,
                status_on(one, day),
                tuple(members_on(one, day)),
                *(None if of is None else str(of) for of in (one.announced, one.signed, one.published, one.terminated)),
            )
            for one in found
        ),
    )
    rows = [(one, status_on(one, day), members_on(one, day)) for one in found]
    context = {"rows": rows, "day": day, "chosen": {"on": on, "party": party, "sort": order}}
    return View("instruments.html", context, table=table, json=instruments_json(book, found, day))


def _statements_table(world: World, found: list[Statement]) -> Table:
    columns = ("statement", "stance", "text", "speakers", "on", "source", "paragraph", "published", "grade", "about")
    return Table(f"{world.name}-statements", columns, tuple(_statement_row(world.book, one) for one in found))


def _statement_row(book: Rulebook, one: Statement) -> tuple[str | None | tuple[str, ...], ...]:
    published = book.sources[one.source].published
    return (
        one.id,
        one.stance,
        one.text,
        one.speakers or (f"text of {one.text_of}",),
        None if one.on is None else str(one.on),
        one.source,
        one.paragraph,
        None if published is None else str(published),
        one.grade,
        one.about,
    )


def _speakers(book: Rulebook) -> list[str]:
    """Return who can be chosen: everybody that some statement is by, and their parties."""
    said = {speaker for one in book.statements.values() for speaker in one.speakers}
    said |= {speaker.partition(".")[0] for speaker in said}
    return [name for name in [*reader_names(book), "narrator", "media"] if name in said]


PAGES = (
    Page(
        "statements",
        "/{rulebook}/statements",
        statements_page,
        N_("Statements"),
        section="statements",
        forms=("html", "json", "csv"),
        operation=Operation(
            "List who said what, when, and how good the evidence is.",
            (
                RULEBOOK,
                Parameter("by", "Only of this party with its offices, this office, this voice, `narrator` or `media`."),
                Parameter("about", "Only about this point, rule, term, relation or instrument."),
                Parameter("party", "Only of this party or one of its offices."),
                Parameter("stance", "Only of this stance.", {"type": "string", "enum": list(STANCES)}),
                Parameter("grade", "Only evidence of this grade.", {"type": "string", "enum": list(GRADES)}),
                Parameter("from", "Only what may have been said on this day or later.", DAY),
                Parameter("until", "Only what may have been said on this day or earlier.", DAY),
                Parameter("words", "Only where each of these words occurs: in what is said, who speaks, the source."),
                Parameter("known", "Only what was public on this day.", DAY),
                Parameter("passage", "Lead to the passage behind this statement instead."),
                order_parameter(STATEMENT_ORDERS),
            ),
        ),
    ),
    Page(
        "instruments",
        "/{rulebook}/instruments",
        instruments_page,
        N_("Instruments"),
        section="instruments",
        forms=("html", "json", "csv"),
        operation=Operation(
            "List agreements with their dates and what they are on a day.",
            (
                RULEBOOK,
                Parameter("on", "Only those in effect on this day, with their parties that day.", DAY),
                Parameter("party", "Only those of this party."),
                order_parameter(dict.fromkeys(INSTRUMENT_ORDERS, str)),
            ),
        ),
    ),
)

"""Graph: parties, agreements, rules, readings and statements with what joins them on a day, opened by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from placet.model import Rulebook, Statement
from placet.model.dates import Day, Period
from placet.show.answer_json import Json
from placet.show.registers import members_on, status_on
from placet.show.sources import reading_by_id
from placet.web.controls import days_of
from placet.web.openapi import DAY, RULEBOOK, Operation, Parameter
from placet.web.pages import N_, Page, View
from placet.web.refusals import Refused, unknown
from placet.web.tables import Table
from placet.web.visit import Visit
from placet.web.words import Words

NodeKind = Literal["party", "office", "voice", "instrument", "rule", "reading", "statement"]
KINDS: tuple[NodeKind, ...] = ("party", "office", "voice", "instrument", "rule", "reading", "statement")

MOST_OPEN = 60
"""How many things may be open at once."""

MOST_NODES = 400
"""How many nodes are shown at most; what is opened last is then told and left out."""


class Edge(msgspec.Struct, frozen=True, order=True):
    """Something that joins two things: `kind` says how, from the first to the second."""

    start: str
    end: str
    kind: str


class Web(msgspec.Struct, frozen=True):
    """All that there is of a rulebook on a day: the kind of each thing by its name, and what joins them."""

    kinds: dict[str, NodeKind]
    neighbours: dict[str, tuple[Edge, ...]]


def graph_page(visit: Visit) -> View:
    """Show the few things that a rulebook is about, and the neighbours of those that were opened."""
    world = visit.world
    book = world.book
    on = visit.day("on") or visit.today
    web: Web = world.remember(("graph", _segment(days_of(world, "on"), on)), lambda: web_of(book, on))
    opened = visit.params("open")
    if len(opened) > MOST_OPEN:
        raise Refused("too much is open at once", f"Close some of it: at most {MOST_OPEN} things can be open.")
    everything = world.remember("named", lambda: named(book))
    for name in opened:
        if name not in everything:
            raise unknown("name", name, list(everything), where=f"in {book.name}")
    nodes, is_cut = _shown(book, web, opened)
    edges = sorted({edge for name in nodes for edge in web.neighbours.get(name, ()) if {edge.start, edge.end} <= nodes})
    words = Words(visit.language, book)
    rows = [
        _row(visit, book, web, words, name, nodes, opened) for name in sorted(nodes, key=lambda one: _order(web, one))
    ]
    table = Table(
        f"{world.name}-graph",
        ("from", "how", "to"),
        tuple((edge.start, edge.kind, edge.end) for edge in edges),
    )
    value: Json = {
        "rulebook": book.name,
        "on": on.isoformat(),
        "nodes": [
            {
                "id": row["name"],
                "kind": row["kind"],
                "title": row["title"],
                "more": row["more"],
                "open": row["is_open"],
                "address": row["toggle"],
                "page": row["page"],
            }
            for row in rows
        ],
        "edges": [{"from": edge.start, "to": edge.end, "kind": edge.kind} for edge in edges],
    }
    days = days_of(world, "on")
    context: dict[str, Any] = {
        "rows": rows,
        "on": on,
        "days": days,
        "day_at": max(sum(one <= on.isoformat() for one in days) - 1, 0),
        "is_cut": is_cut,
        "kinds": [kind for kind in KINDS if any(row["kind"] == kind for row in rows)],
        "data": value,
        "away": [name for name in opened if name not in web.kinds],
    }
    return View("graph.html", context, partial="graph_parts.html", table=table, value=value)


def web_of(book: Rulebook, on: dt.date) -> Web:
    """Return everything that has come about by a day, and what joins it.

    Agreements that have ended, and readings that no longer hold, are left out.
    """
    kinds = {name: kind for name, kind in named(book).items() if _is_there(book, name, kind, on)}
    found: dict[str, set[Edge]] = {}
    for edge in _edges(book, on):
        if edge.start in kinds and edge.end in kinds:
            found.setdefault(edge.start, set()).add(edge)
            found.setdefault(edge.end, set()).add(edge)
    return Web(kinds, {name: tuple(sorted(edges)) for name, edges in found.items()})


def named(book: Rulebook) -> dict[str, NodeKind]:
    """Return the kind of everything that a graph can show, by name."""
    found: dict[str, NodeKind] = {}
    for party in book.parties.values():
        found[party.id] = "party"
        found.update({f"{party.id}.{office.id}": "office" for office in party.offices})
    found.update(dict.fromkeys(book.voices, "voice"))
    found.update(dict.fromkeys(book.instruments, "instrument"))
    found.update(dict.fromkeys(book.rules, "rule"))
    found.update({reading.id: "reading" for reading in book.readings})
    found.update(dict.fromkeys(book.statements, "statement"))
    return found


def _edges(book: Rulebook, on: dt.date) -> Iterator[Edge]:
    for party in book.parties.values():
        yield from (Edge(f"{party.id}.{office.id}", party.id, "office of") for office in party.offices)
    for instrument in book.instruments.values():
        yield from (Edge(party, instrument.id, "party to") for party in members_on(instrument, on))
    for rule in book.rules.values():
        if rule.instrument is not None:
            yield Edge(rule.id, rule.instrument, "stands in")
        if rule.held_by is not None:
            yield Edge(rule.id, rule.held_by, "held by")
        yield from (Edge(rule.id, other, "overrides") for other in rule.overrides)
        yield from (Edge(rule.id, statement, "rests on") for statement in rule.says)
    for reading in book.readings:
        yield Edge(reading.reader, reading.id, "reads")
        yield Edge(reading.id, reading.of, "reading of")
        yield from (Edge(reading.id, statement, "rests on") for statement in reading.says)
    for statement in book.statements.values():
        yield from (Edge(speaker, statement.id, "says") for speaker in _speakers(statement))


def _speakers(statement: Statement) -> tuple[str, ...]:
    return statement.speakers if statement.text_of is None else (statement.text_of,)


def _is_there(book: Rulebook, name: str, kind: NodeKind, on: dt.date) -> bool:
    """Say whether a thing has come about by a day and is not over; what is uncertain is there."""
    if kind == "instrument":
        return status_on(book.instruments[name], on) not in ("not yet", "cancelled", "ended")
    if kind == "rule":
        return _holds(book.rules[name].period, on)
    if kind == "reading":
        reading = reading_by_id(book, name)
        return reading is not None and _holds(Period(reading.start, reading.end), on)
    if kind == "statement":
        said = book.statements[name].on or book.sources[book.statements[name].source].published
        return _has_come(said, on)
    return True


def _holds(period: Period, on: dt.date) -> bool:
    return _has_come(period.start, on) and not (period.end is not None and period.end.latest <= on)


def _has_come(day: Day | None, on: dt.date) -> bool:
    return day is None or day.earliest <= on


def _shown(book: Rulebook, web: Web, opened: tuple[str, ...]) -> tuple[set[str], bool]:
    """Return what is shown: what a rulebook begins with, and the neighbours of everything that is open."""
    readers = {one.reader.partition(".")[0] for one in book.readings} | {
        rule.held_by.partition(".")[0] for rule in book.rules.values() if rule.held_by is not None
    }
    nodes = {name for name in readers if web.kinds.get(name) in ("party", "voice")}
    # The agreements that have a rule and join at least two of those whose readings matter: where anybody would begin.
    for name, kind in web.kinds.items():
        if kind == "instrument":
            edges = web.neighbours.get(name, ())
            parties = {edge.start for edge in edges if edge.kind == "party to"}
            if len(parties & nodes) > 1 and any(edge.kind == "stands in" for edge in edges):
                nodes.add(name)
    is_cut = False
    for name in opened:
        if name not in web.kinds:
            continue
        more = {name} | {end for edge in web.neighbours.get(name, ()) for end in (edge.start, edge.end)}
        if len(nodes | more) > MOST_NODES:
            is_cut = True
            nodes |= set(sorted(more)[: max(MOST_NODES - len(nodes), 0)])
            break
        nodes |= more
    return nodes, is_cut


def _row(
    visit: Visit, book: Rulebook, web: Web, words: Words, name: str, nodes: set[str], opened: tuple[str, ...]
) -> dict[str, Any]:
    kind = web.kinds[name]
    edges = web.neighbours.get(name, ())
    joined = [(edge, edge.end if edge.start == name else edge.start) for edge in edges]
    hidden = {other for _, other in joined if other not in nodes}
    is_open = name in opened
    left = [one for one in opened if one != name] if is_open else [*opened, name]
    return {
        "name": name,
        "kind": kind,
        "title": _title(book, words, name, kind),
        "joined": [(edge, other) for edge, other in joined if other in nodes],
        "more": len(hidden),
        "is_open": is_open,
        "toggle": visit.here(open=left),
        "page": _page(visit, name, kind),
    }


def _title(book: Rulebook, words: Words, name: str, kind: NodeKind) -> str:
    match kind:
        case "instrument":
            return book.instruments[name].title
        case "rule":
            return book.rules[name].title
        case "statement":
            return book.statements[name].text
        case "reading":
            reading = reading_by_id(book, name)
            return words.reading(reading) if reading is not None else ""
        case _who:
            return book.reader_title(name)


def _page(visit: Visit, name: str, kind: NodeKind) -> str:
    """Return where more is told of a thing; empty where there is no such page."""
    match kind:
        case "statement":
            return visit.address("statements") + f"#{name}"
        case "instrument":
            return visit.address("instruments") + f"#{name}"
        case "party" | "office" | "voice":
            return visit.address("statements", by=name)
        case _own:
            return ""


def _order(web: Web, name: str) -> tuple[int, str]:
    return KINDS.index(web.kinds[name]), name


def _segment(days: list[str], on: dt.date) -> str:
    """Return the last day of change before or on a day: between two of them nothing differs."""
    past = [one for one in days if one <= on.isoformat()]
    return past[-1] if past else ""


PAGES = (
    Page(
        "graph",
        "/{rulebook}/graph",
        graph_page,
        N_("Graph"),
        section="graph",
        forms=("html", "json", "csv"),
        operation=Operation(
            "Show parties, offices, agreements, rules, readings and statements, and what joins them on a day.",
            (
                RULEBOOK,
                Parameter("on", "The day.", DAY),
                Parameter("open", "A name whose neighbours are shown; may be repeated.", is_repeated=True),
            ),
        ),
    ),
)

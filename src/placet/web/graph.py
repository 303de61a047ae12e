"""Graph: parties, agreements, rules, readings and statements with what joins them on a day, opened by hand."""

from __future__ import annotations

from typing import Any

from placet.model import Rulebook
from placet.show.answer_json import Json
from placet.show.sources import reading_by_id
from placet.web.controls import days_of
from placet.web.joined import KINDS, Edge, Joined, NodeKind, Web
from placet.web.openapi import DAY, RULEBOOK, Operation, Parameter
from placet.web.pages import N_, Page, View
from placet.web.refusals import Refused, unknown
from placet.web.tables import Table
from placet.web.visit import Visit
from placet.web.words import Words

MOST_OPEN = 60
"""How many things may be open at once."""

MOST_NODES = 400
"""How many nodes are shown at most; what is opened last is then told and left out."""


def graph_page(visit: Visit) -> View:
    """Show the few things that a rulebook is about, and the neighbours of those that were opened."""
    world = visit.world
    book = world.book
    on = visit.day("on") or visit.today
    joined = world.keep("joined", lambda: Joined(book))
    web = Web(joined, on)
    opened = visit.params("open")
    if len(opened) > MOST_OPEN:
        raise Refused(
            N_("too much is open at once"),
            N_("Close some of it: at most %(most)s things can be open."),
            most=MOST_OPEN,
        )
    for name in opened:
        if name not in joined.kinds:
            raise unknown("name", name, list(joined.kinds))
    nodes, is_cut = _shown(book, web, opened)
    edges = web.between(nodes)
    within: dict[str, list[Edge]] = {name: [] for name in nodes}
    for edge in edges:
        within[edge.start].append(edge)
        within[edge.end].append(edge)
    words = Words(visit.language, book)
    rows = [
        _row(visit, web, words, name, within[name], nodes, opened)
        for name in sorted(nodes, key=lambda one: _order(web, one))
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
        "away": [name for name in opened if not web.is_there(name)],
    }
    return View("graph.html", context, partial="graph_parts.html", table=table, value=value)


def _shown(book: Rulebook, web: Web, opened: tuple[str, ...]) -> tuple[set[str], bool]:
    """Return what is shown: what a rulebook begins with, and the neighbours of everything that is open."""
    readers = {one.reader.partition(".")[0] for one in book.readings} | {
        rule.held_by.partition(".")[0] for rule in book.rules.values() if rule.held_by is not None
    }
    nodes = {name for name in readers if web.kind(name) in ("party", "voice")}
    # The agreements that have a rule and join at least two of those whose readings matter: where anybody would begin.
    for name in book.instruments:
        edges = web.edges(name)
        parties = {edge.start for edge in edges if edge.kind == "party to"}
        if len(parties & nodes) > 1 and any(edge.kind == "stands in" for edge in edges):
            nodes.add(name)
    is_cut = False
    for name in opened:
        if not web.is_there(name):
            continue
        more = {name} | {edge.other(name) for edge in web.neighbours(name)}
        if len(nodes | more) > MOST_NODES:
            is_cut = True
            nodes |= set(sorted(more)[: max(MOST_NODES - len(nodes), 0)])
            break
        nodes |= more
    return nodes, is_cut


def _row(
    visit: Visit, web: Web, words: Words, name: str, edges: list[Edge], nodes: set[str], opened: tuple[str, ...]
) -> dict[str, Any]:
    kind = web.joined.kinds[name]
    is_open = name in opened
    left = [one for one in opened if one != name] if is_open else [*opened, name]
    return {
        "name": name,
        "kind": kind,
        "title": _title(web.joined.book, words, name, kind),
        "joined": [(edge, edge.other(name)) for edge in edges],
        "more": web.count_beyond(name, nodes),
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
            # By its name, or it might stand on any of hundreds of pages.
            return visit.address("statements", words=name) + f"#{name}"
        case "instrument":
            return visit.address("instruments") + f"#{name}"
        case "party" | "office" | "voice":
            return visit.address("statements", by=name)
        case _own:
            return ""


def _order(web: Web, name: str) -> tuple[int, str]:
    return KINDS.index(web.joined.kinds[name]), name


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

"""Compare: where exactly two answers part, over all situations, and since when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from placet import __version__
from placet.engine import DiagramTooLarge
from placet.engine.space import Comparison, FieldsDiffer, History, Perspective, compare, compare_over_time
from placet.show.compare import compare_value, history_value
from placet.show.selection import reader_names
from placet.show.situations import condition_text, share_words
from placet.web.asked import Asked, question_parameters, read_asked
from placet.web.controls import controls_for, titled_readers
from placet.web.elsewhere import elsewhere, kind_of_act, parted_readers
from placet.web.openapi import DAY, FACTS, KNOWN, ON, QUESTION, RULEBOOK, Operation, Parameter
from placet.web.pages import N_, Page, View
from placet.web.parting import Parting
from placet.web.refusals import Refused
from placet.web.tables import Table
from placet.web.visit import Visit
from placet.web.worlds import World

OWN = ("one", "other", "with", "other-on", "other-known", "over", "all")
"""Parameters of this page that are no facts."""

MOST_CONDITIONS = 4
"""How many conditions of one region are shown unless all are wanted."""

MOST_SUGGESTIONS = 5


def compare_page(visit: Visit) -> View:
    """Compare two readers, two days, two states of knowledge or two rulebooks, as the address says."""
    world = visit.world
    book = world.book
    asked = read_asked(visit, besides=OWN)
    address = visit.here(lang=None, theme=None)
    over = visit.choice("over", ("on", "known"))
    second = _second(visit)
    one = visit.choice("one", reader_names(book), kind="reader")
    other = visit.choice("other", reader_names(second.book), kind="reader") or one
    context: dict[str, Any] = {
        "address": address,
        "asked": asked,
        "readers": titled_readers(book),
        "others": titled_readers(second.book),
        "rulebooks": [name for name in visit.worlds.names if name != world.name],
        "chosen": {"one": one, "other": other, "with": second.name if second is not world else "", "over": over or ""},
        "other_on": visit.day("other-on"),
        "other_known": visit.day("other-known"),
        "controls": controls_for(book, asked.given, None),
        "suggestions": _suggestions(visit),
        "elsewhere": elsewhere(visit, asked, "compare"),
        "found": None,
        "history": None,
        "same": False,
    }
    if one is None or other is None:
        if visit.suffix != "html":
            raise Refused("whose answers are to be compared?", "Name two readers: `one=…` and `other=…`.")
        # Nothing is compared yet, so there is nothing to take away in another form.
        return View("compare.html", {**context, "page_forms": ()}, address=address)
    try:
        if over is not None:
            return _over_time(visit, context, asked, (one, other), over)
        return _once(visit, context, asked, second, (one, other))
    except DiagramTooLarge:
        raise Refused(
            "the regions are too large to be worked out exactly", "Give some facts, as the kind of act.", status=422
        ) from None
    except FieldsDiffer as differ:
        raise Refused(
            str(differ), "Two rulebooks can be compared only where their fields ask for the same kind of thing."
        ) from None


def _once(visit: Visit, context: dict[str, Any], asked: Asked, second: World, names: tuple[str, str]) -> View:
    world = visit.world
    on = visit.day("other-on") or asked.on
    known = visit.day("other-known") or asked.known
    sides = (
        Perspective(world.book, names[0], asked.on, asked.known),
        Perspective(second.book, names[1], on, known),
    )
    if world is second and sides[0] == sides[1]:
        if visit.suffix != "html":
            raise Refused(f"{names[0]} is to be compared with itself", "Name a second reader, day or rulebook.")
        return View("compare.html", {**context, "same": True})
    key = ("compare", names, second.name, second.version, tuple(sorted(asked.given.items())), sides[0].on, on)
    found: Comparison = world.remember((*key, asked.known, known), lambda: compare(*sides, asked.given))
    called = _called(visit, sides, second.name if second is not world else "")
    if visit.suffix == "json":
        versions = ("", "") if second is world else (f"rulebook {world.name}", f"rulebook {second.name}")
        return View(value=compare_value(found, __version__, names=called, versions=versions))
    parting = Parting(visit.language, sides)
    in_full = visit.choice("all", ("yes",)) is not None
    context |= {
        "found": found,
        "called": called,
        "share": share_words(found.differing, found.total) if found.differing is not None else "",
        "regions": [_region(visit, found, at, parting, second, in_full=in_full) for at in range(len(found.regions))],
        "in_full": in_full,
    }
    if found.witness is not None:
        context["witness"] = {
            "condition": condition_text(world.book, found.witness.tests),
            "answers": [parting.answer(at, answer) for at, answer in enumerate(found.witness.answers)],
        }
    return View("compare.html", context, table=_table(world, found, called, parting), address=context["address"])


def _region(
    visit: Visit, found: Comparison, at: int, parting: Parting, second: World, *, in_full: bool
) -> dict[str, Any]:
    """Return what the page shows of a region."""
    region = found.regions[at]
    perspectives = (found.one, found.other)
    book = perspectives[region.side].rulebook
    shown = region.pieces if in_full else region.pieces[:MOST_CONDITIONS]
    sides = []
    for side in (0, 1):
        fate = region.fates[side] if region.fates else None
        truth = region.here if side == region.side else region.there
        sides.append(
            {
                "truth": truth,
                "words": parting.side(region, side),
                "answer": parting.answer(side, region.answers[side]),
                "kind": region.answers[side].kind,
                "because": parting.fate(side, fate) if fate is not None else "",
                "grade": fate.grade if fate is not None and truth != "no" else None,
                "readings": region.readings[side],
            }
        )
    example = Asked(dict(region.example), perspectives[region.side].on, perspectives[region.side].known)
    name = (visit.world, second)[region.side].name
    parameters = question_parameters(book, example)
    return {
        "title": parting.title(region),
        "rule": region.rule,
        "instrument": region.instrument,
        "share": share_words(region.count, found.total),
        "part": region.count / found.total,
        "count": region.count,
        "sides": sides,
        "conditions": [
            {"text": condition_text(book, piece.tests), "share": share_words(piece.count, found.total)}
            for piece in shown
        ],
        "left": len(region.pieces) - len(shown),
        "rest": share_words(region.rest, found.total) if region.rest else "",
        "statements": [parting.said(one) for one in region.statements],
        "example": visit.address(f"/{name}/ask", **parameters),
        "facts": parameters,
    }


def _over_time(visit: Visit, context: dict[str, Any], asked: Asked, names: tuple[str, str], over: str) -> View:
    world = visit.world
    if names[0] == names[1]:
        if visit.suffix != "html":
            raise Refused("over time, two readers are compared", "Name two: `one=…` and `other=…`.")
        return View("compare.html", {**context, "same": True})
    fixed = asked.known if over == "on" else asked.on
    key = ("history", names, over, fixed, tuple(sorted(asked.given.items())))
    axis = "on" if over == "on" else "known"
    history: History = world.remember(
        key,
        lambda: compare_over_time(world.book, names, axis, fixed, asked.given),  # type: ignore[arg-type]
    )
    if visit.suffix == "json":
        return View(value=history_value(world.book, history, __version__, asked.given))
    day = asked.on
    parting = Parting(visit.language, (Perspective(world.book, names[0], day), Perspective(world.book, names[1], day)))
    disputes: list[dict[str, Any]] = [
        {
            "title": parting.title(one),
            "rule": one.rule,
            "readers": parting.dispute(one, history.readers),
            "spells": [
                {
                    "start": spell.start,
                    "end": spell.end,
                    "share": share_words(spell.count, history.total),
                    "address": visit.here(over=None, **{over: _day_in(spell.start, spell.end)}),
                }
                for spell in one.spells
            ],
        }
        for one in history.disputes
    ]
    rows = tuple(
        (dispute["title"], dispute["rule"], "; ".join(dispute["readers"]), _iso(s["start"]), _iso(s["end"]), s["share"])
        for dispute in disputes
        for s in dispute["spells"]
    )
    table = Table(f"{world.name}-over-time", ("over", "rule", "who", "from", "until", "share"), rows)
    return View(
        "compare.html", {**context, "history": history, "disputes": disputes}, table=table, address=context["address"]
    )


def _second(visit: Visit) -> World:
    """Return the rulebook of the other side: this one, or another that is served."""
    name = visit.choice("with", visit.worlds.names, kind="rulebook")
    if name is None:
        return visit.world
    shown = visit.worlds.show(name).world
    if shown is None:
        raise Refused(f"`{name}` has never been sound since the pages were started", "Mend its files first.")
    return shown


def _called(visit: Visit, sides: tuple[Perspective, Perspective], second: str) -> tuple[str, str]:
    """Say what the two sides are called: the least that tells them apart."""
    _, date = visit.gettext, visit.language.date
    one, other = sides
    if one.reader != other.reader:
        return one.reader, other.reader
    if second:
        return f"{one.reader} ({visit.world.name})", f"{other.reader} ({second})"
    if one.on != other.on:
        return tuple(_("%(reader)s on %(day)s", reader=each.reader, day=date(each.on)) for each in sides)  # type: ignore[return-value]
    return tuple(  # type: ignore[return-value]
        _("%(reader)s as known on %(day)s", reader=each.reader, day=date(each.known))
        if each.known is not None
        else _("%(reader)s as known now", reader=each.reader)
        for each in sides
    )


def _suggestions(visit: Visit) -> list[dict[str, Any]]:
    """Offer comparisons where saved questions are contested, each between two readers that part there."""
    world = visit.world
    return world.remember("compared", lambda: _contested(visit, world))


def _contested(visit: Visit, world: World) -> list[dict[str, Any]]:
    from placet.web.first import verdicts

    found: dict[tuple[object, ...], dict[str, Any]] = {}
    for one in verdicts(world):
        question, answer = one["question"], one["answer"]
        if one["kind"] != "contested" or answer is None:
            continue
        parted = parted_readers(answer)
        facts = kind_of_act(world.book, question.given)
        key = (parted, tuple(facts.items()), one["on"])
        if parted is not None and key not in found:
            address = visit.address("compare", one=parted[0], other=parted[1], on=one["on"], **facts)
            found[key] = {"address": address, "readers": parted, "question": question.text}
        if len(found) == MOST_SUGGESTIONS:
            break
    return list(found.values())


def _table(world: World, found: Comparison, called: tuple[str, str], parting: Parting) -> Table:
    rows = []
    for number, region in enumerate(found.regions, 1):
        book = (found.one, found.other)[region.side].rulebook
        for piece in region.pieces:
            rows.append(
                (
                    number,
                    parting.title(region),
                    region.rule,
                    parting.side(region, 0),
                    parting.side(region, 1),
                    condition_text(book, piece.tests),
                    str(piece.count),
                    piece.count / found.total,
                    tuple(dict.fromkeys((*region.readings[0], *region.readings[1]))),
                    region.statements,
                )
            )
    columns = ("region", "over", "rule", *called, "where", "situations", "share", "readings", "statements")
    return Table(f"{world.name}-compare", columns, tuple(rows))


def _day_in(start: dt.date | None, end: dt.date | None) -> dt.date | None:
    if start is not None:
        return start
    return end - dt.timedelta(days=1) if end is not None else None


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


PAGES = (
    Page(
        "compare",
        "/{rulebook}/compare",
        compare_page,
        N_("Compare"),
        section="compare",
        forms=("html", "json", "csv"),
        operation=Operation(
            "Say where exactly two answers part, over all situations, with counts, causes and examples.",
            (
                RULEBOOK,
                Parameter("one", "The first reader."),
                Parameter("other", "The second reader; by default the same one."),
                Parameter("with", "The rulebook of the second side; by default the same one."),
                ON,
                Parameter("other-on", "The second side's day of the act.", DAY),
                KNOWN,
                Parameter("other-known", "The second side's day up to which things were public.", DAY),
                Parameter(
                    "over",
                    "Compare two readers over the whole of this axis of time.",
                    {"type": "string", "enum": ["on", "known"]},
                ),
                QUESTION,
                FACTS,
            ),
        ),
    ),
)

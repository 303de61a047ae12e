"""Compare: two readers, two days or two versions: where exactly the answers part, over all situations, since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from placet import __version__
from placet.engine import DiagramTooLarge
from placet.engine.space import Comparison, FieldsDiffer, Perspective, compare
from placet.engine.space.compare import EVERY
from placet.engine.variation.excerpt import Excerpt
from placet.model import Value
from placet.show.compare import compare_value
from placet.show.selection import reader_names
from placet.show.situations import condition_text, share_words
from placet.web.asked import Asked, question_parameters, read_asked
from placet.web.compare_time import AXES, over_time
from placet.web.condition_words import condition_sentences
from placet.web.controls import controls_for, titled_readers
from placet.web.edit_effect import Effect, effect_of
from placet.web.elsewhere import elsewhere, kind_of_act, parted_readers
from placet.web.openapi import DAY, FACTS, KNOWN, ON, QUESTION, RULEBOOK, Operation, Parameter
from placet.web.pages import N_, Page, View
from placet.web.parting import Parting
from placet.web.refusals import Refused, unknown
from placet.web.tables import Table
from placet.web.versions import choices_of, open_version
from placet.web.visit import Visit
from placet.web.worlds import World

OWN = ("by", "one", "other", "with", "other-on", "other-known", "over", "all", "check")
"""Parameters of this page that are no facts."""

MOST_CONDITIONS = 4
"""How many conditions of one region are shown unless all are wanted."""

A_PAGE = 15
"""How many things over which two answers part are shown at once."""

MOST_PAGES = 10_000

MOST_SUGGESTIONS = 5

KINDS = ("readers", "days", "versions", "time")
"""What is compared: two readers, one reader on two days, two versions, or two readers over the whole of time."""


def compare_page(visit: Visit) -> View:
    """Compare two readers, two days, two states of knowledge or two versions, as the address says."""
    world = visit.world
    book = world.book
    asked = read_asked(visit, besides=OWN)
    address = visit.here(lang=None, theme=None)
    over = visit.choice("over", AXES)
    version = visit.param("with")
    second = open_version(visit, version) if version is not None else world
    one = visit.choice("one", reader_names(book), kind="reader")
    other = visit.choice("other", reader_names(second.book), kind="reader")
    by = visit.choice("by", KINDS) or _kind(visit, over, version, one, other)
    choices = choices_of(visit) if by == "versions" and visit.suffix == "html" else None
    context: dict[str, Any] = {
        "address": address,
        "asked": asked,
        "by": by,
        "kinds": [(kind, _kind_address(visit, kind)) for kind in KINDS],
        "readers": titled_readers(book),
        "others": titled_readers(second.book),
        "choices": choices,
        "chosen": {"one": one, "other": other, "with": version or "", "over": over or ""},
        "other_on": visit.day("other-on"),
        "other_known": visit.day("other-known"),
        "controls": controls_for(book, asked.given, None),
        "suggestions": [],
        "elsewhere": elsewhere(visit, asked, "compare"),
        "effect": None,
        "found": None,
        "history": None,
        "same": False,
        "beside": choices.called(version or "") if choices is not None else version or second.name,
    }
    if by == "versions" and one is None and second is not world:
        # Nobody is named: what the two versions differ in, and for whom.
        facts = tuple(sorted(asked.given.items()))
        key = ("effect", second.name, second.version, asked.on, asked.known, facts, visit.language.code)
        effect = world.remember(key, lambda: effect_of(visit, second.book, book, asked.on, asked.known, asked.given))
        context["effect"] = effect
        return View("compare.html", context, table=_effect_table(world, effect), address=address)
    needs_other = by in ("readers", "time")
    if one is None or (other is None and needs_other) or (by == "versions" and version is None):
        if visit.suffix != "html":
            raise Refused(N_("whose answers are to be compared?"), N_("Name two readers: `one=…` and `other=…`."))
        # Nothing is compared yet, so there is nothing to take away in another form.
        context |= {"suggestions": _suggestions(visit, by), "page_forms": ()}
        return View("compare.html", context, address=address)
    if other is None and one not in reader_names(second.book):
        raise unknown("reader", one, reader_names(second.book))
    try:
        if over is not None or by == "time":
            return over_time(visit, context, asked, (one, other or one), over or AXES[0])
        return _once(visit, context, asked, second, (one, other or one))
    except DiagramTooLarge:
        raise Refused(
            N_("the regions are too large to be worked out exactly"),
            N_("Give some facts, as the kind of act."),
            status=422,
        ) from None
    except FieldsDiffer as differ:
        raise Refused(
            str(differ), N_("Two rulebooks can be compared only where their fields ask for the same kind of thing.")
        ) from None


def _kind(visit: Visit, over: str | None, version: str | None, one: str | None, other: str | None) -> str:
    """Return what is compared, where the address does not say it: by what it gives twice."""
    if over is not None:
        return "time"
    if version is not None:
        return "versions"
    has_days = visit.param("other-on") is not None or visit.param("other-known") is not None
    return "days" if has_days or (one is not None and other in (None, one)) else "readers"


def _kind_address(visit: Visit, kind: str) -> str:
    """Return this page for another kind of comparison, with what is chosen that bears on it."""
    kept: dict[str, object] = {"by": kind, "all": None, "check": None, "page": None}
    if kind != "time":
        kept["over"] = None
    if kind != "versions":
        kept["with"] = None
    if kind != "days":
        kept |= {"other-on": None, "other-known": None}
    if kind in ("days", "versions"):
        kept["other"] = None
    return visit.here(**kept)


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
            raise Refused(
                N_("%(reader)s is to be compared with itself"),
                N_("Name a second reader, day or rulebook."),
                reader=names[0],
            )
        return View("compare.html", {**context, "same": True})
    key = ("compare", names, second.name, second.version, tuple(sorted(asked.given.items())), sides[0].on, on)
    page = visit.number("page", 1, 1, MOST_PAGES)
    some = slice((page - 1) * A_PAGE, page * A_PAGE) if visit.suffix == "html" else EVERY

    def make() -> Comparison:
        return compare(*sides, asked.given, excerpt=_bearing(world, second, asked.given), some=some)

    found = world.remember((*key, asked.known, known, some.start), make)
    called = _called(visit, sides, context["beside"] if second is not world else "")
    if visit.suffix == "json":
        versions = ("", "") if second is world else (f"rulebook {world.name}", f"rulebook {context['beside']}")
        return View(value=compare_value(found, __version__, names=called, versions=versions))
    parting = Parting(visit.language, sides)
    parted = found.before + len(found.regions) + found.after
    visit.number("page", 1, 1, max(1, -(-parted // A_PAGE)))
    in_full = visit.choice("all", ("yes",)) is not None
    context |= {
        "found": found,
        "called": called,
        "share": share_words(found.differing, found.total) if found.differing is not None else "",
        "regions": [_region(visit, found, at, parting, second, in_full=in_full) for at in range(len(found.regions))],
        "in_full": in_full,
        "parted": parted,
        "page": page,
        "last_page": -(-parted // A_PAGE),
    }
    if found.witness is not None:
        context["witness"] = {
            "condition": condition_text(world.book, found.witness.tests),
            "answers": [parting.answer(at, answer) for at, answer in enumerate(found.witness.answers)],
        }
    table = _table(world, found, called, parting) if visit.suffix == "csv" else None
    return View("compare.html", context, table=table, address=context["address"])


def _bearing(world: World, second: World, given: Mapping[str, Value]) -> Excerpt | None:
    """Return what of the rulebook can bear on the facts; of two versions nothing is known beforehand."""
    return world.excerpt(given) if given and second is world else None


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
    # An earlier version is not served itself: its example is asked of the one that is, where that has such facts.
    served = visit.world.book if name == visit.world.name else book
    is_askable = all(field in served.fields for field in example.given)
    return {
        "title": parting.title(region),
        "rule": region.rule,
        "instrument": region.instrument,
        "share": share_words(region.count, found.total),
        "part": region.count / found.total,
        "count": region.count,
        "sides": sides,
        "conditions": [
            {
                "text": condition_text(book, piece.tests),
                "sentences": condition_sentences(visit.language, book, piece.tests),
                "share": share_words(piece.count, found.total),
            }
            for piece in shown
        ],
        "left": len(region.pieces) - len(shown),
        "rest": share_words(region.rest, found.total) if region.rest else "",
        "statements": [parting.said(one) for one in region.statements],
        "example": visit.address(f"/{name}/ask", **parameters) if is_askable else "",
        "facts": parameters,
    }


def _called(visit: Visit, sides: tuple[Perspective, Perspective], version: str) -> tuple[str, str]:
    """Say what the two sides are called: the least that tells them apart."""
    _, date = visit.gettext, visit.language.date
    one, other = sides
    if one.reader != other.reader:
        return one.reader, other.reader
    if version:
        return f"{one.reader} ({visit.world.name})", f"{other.reader} ({version})"
    if one.on != other.on:
        return tuple(_("%(reader)s on %(day)s", reader=each.reader, day=date(each.on)) for each in sides)  # type: ignore[return-value]
    return tuple(  # type: ignore[return-value]
        _("%(reader)s as known on %(day)s", reader=each.reader, day=date(each.known))
        if each.known is not None
        else _("%(reader)s as known now", reader=each.reader)
        for each in sides
    )


def _suggestions(visit: Visit, by: str) -> list[dict[str, Any]]:
    """Offer comparisons to begin with: of readers who part, or of days between which a reader's readings changed."""
    world = visit.world
    if by == "days":
        return world.remember(("changed", visit.today), lambda: _changed(visit, world))
    if by == "versions":
        return []
    found = world.keep("compared", lambda: _contested(visit, world))
    if by == "readers":
        return found
    return [{**one, "address": one["address"] + "&by=time&over=on"} for one in found]


def _changed(visit: Visit, world: World) -> list[dict[str, Any]]:
    """Return the days on which parties last changed their readings, each beside the day before."""
    found: dict[str, tuple[dt.date, str]] = {}
    for reading in world.book.readings:
        start = reading.start
        if start is None or start.latest > visit.today or reading.reader not in world.book.parties:
            continue
        if reading.reader not in found or start.latest > found[reading.reader][0]:
            found[reading.reader] = (start.latest, reading.of)
    latest = sorted(found.items(), key=lambda one: one[1][0], reverse=True)[:MOST_SUGGESTIONS]
    return [
        {
            "address": visit.address(
                "compare", **{"by": "days", "one": reader, "on": day - dt.timedelta(days=1), "other-on": day}
            ),
            "readers": (reader, reader),
            "day": day,
            "of": of,
        }
        for reader, (day, of) in latest
    ]


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


def _effect_table(world: World, effect: Effect) -> Table:
    """Return what changes for whom as rows: for each reader and each change the conditions under which it is so."""
    rows = [
        (
            readers.names,
            change.title,
            change.share,
            change.conditions,
            change.before,
            change.after,
            tuple(one.name or f"{one.reader}/{one.of}" for one in change.causes),
        )
        for readers in effect.readers
        for change in readers.changes
    ]
    columns = ("readers", "change", "share", "where", "before", "after", "because")
    return Table(f"{world.name}-versions", columns, tuple(rows))


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
                Parameter(
                    "with",
                    "The other version: a rulebook that is served, or `git:REVISION` of this one; by default the same.",
                ),
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

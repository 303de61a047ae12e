"""Compare over time: since when two readers part over what, and until when; what they part over today comes first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Literal

from placet import __version__
from placet.engine.space import History, Perspective, compare_over_time
from placet.engine.space.over_time import Dispute, Spell
from placet.show.compare import history_value
from placet.show.disputes import holds, things_over_time
from placet.show.situations import share_words
from placet.web.asked import Asked
from placet.web.languages import N_
from placet.web.pages import View
from placet.web.parting import Parting
from placet.web.refusals import Refused
from placet.web.tables import Table
from placet.web.visit import Visit

AXES = ("on", "known")


def over_time(visit: Visit, context: dict[str, Any], asked: Asked, names: tuple[str, str], over: str) -> View:
    """Show where two readers part over the whole of one axis of time.

    Args:
        visit: the request.
        context: what the page shows besides.
        asked: the facts that all situations share, and the day that stays.
        names: the two readers.
        over: the axis.
    """
    world = visit.world
    if names[0] == names[1]:
        if visit.suffix != "html":
            raise Refused(N_("over time, two readers are compared"), N_("Name two: `one=…` and `other=…`."))
        return View("compare.html", {**context, "same": True})
    fixed = asked.known if over == "on" else asked.on
    key = ("history", names, over, fixed, tuple(sorted(asked.given.items())))
    axis: Literal["on", "known"] = "on" if over == "on" else "known"

    def make() -> History:
        excerpt = world.excerpt(asked.given) if asked.given else None
        return compare_over_time(world.book, names, axis, fixed, asked.given, excerpt=excerpt)

    history = world.remember(key, make)
    if visit.suffix == "json":
        return View(value=history_value(world.book, history, __version__, asked.given))
    day = asked.on
    parting = Parting(visit.language, (Perspective(world.book, names[0], day), Perspective(world.book, names[1], day)))
    things = _things(visit, history, parting, over)
    rows = tuple(
        (
            parting.title(one),
            one.rule,
            "; ".join(parting.dispute(one, history.readers)),
            _iso(spell.start),
            _iso(spell.end),
            share_words(spell.count, history.total),
        )
        for one in history.disputes
        for spell in one.spells
    )
    table = Table(f"{world.name}-over-time", ("over", "rule", "who", "from", "until", "share"), rows)
    return View(
        "compare.html",
        {
            **context,
            "history": history,
            "now": [one for one in things if one["is_now"] and not one["is_minor"]],
            "before": [one for one in things if not one["is_now"] and not one["is_minor"]],
            "minor": [one for one in things if one["is_minor"]],
            "scale": _ends(history.disputes, visit.today),
        },
        table=table,
        address=context["address"],
    )


def _things(visit: Visit, history: History, parting: Parting, over: str) -> list[dict[str, Any]]:
    """Return what the readers part over, each thing with the ways in which they do."""
    first, last = _ends(history.disputes, visit.today)
    return [
        {
            "title": thing.title,
            "rule": thing.rule,
            "is_now": thing.is_now,
            "is_minor": thing.is_minor,
            # What is certain is drawn over what is open.
            "bars": sorted(
                (_bar(spell, first, last, one) for one in thing.ways for spell in one.spells),
                key=lambda bar: str(bar["kind"]),
            ),
            "ways": [
                {
                    "readers": parting.dispute(one, history.readers),
                    "spells": [
                        {
                            "start": spell.start,
                            "end": spell.end,
                            "is_now": holds(spell, visit.today),
                            "share": share_words(spell.count, history.total),
                            "address": visit.here(
                                by="readers", **{"over": None, over: _day_in(spell.start, spell.end)}
                            ),
                        }
                        for spell in one.spells
                    ],
                }
                for one in thing.ways
            ],
        }
        for thing in things_over_time(history, parting.title, visit.today)
    ]


def _ends(disputes: Iterable[Dispute], today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that the strips show."""
    spells = [spell for one in disputes for spell in one.spells]
    days = [day for spell in spells for day in (spell.start, spell.end) if day is not None]
    return min([*days, today]), max([*days, today])


def _bar(spell: Spell, first: dt.date, last: dt.date, dispute: Dispute) -> dict[str, object]:
    """Return a spell as a part of a strip a hundred wide; `open` where one side leaves it open."""
    whole = max((last - first).days, 1)
    start = 0.0 if spell.start is None else (spell.start - first).days / whole * 100
    end = 100.0 if spell.end is None else (spell.end - first).days / whole * 100
    is_open = "open" in (dispute.here, dispute.there)
    return {"x": round(start, 2), "width": round(max(end - start, 0.6), 2), "kind": "open" if is_open else "sure"}


def _day_in(start: dt.date | None, end: dt.date | None) -> dt.date | None:
    if start is not None:
        return start
    return end - dt.timedelta(days=1) if end is not None else None


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None

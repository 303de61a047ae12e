"""Timeline: one question over all days, with the agreements and statements that its answers rest on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from placet import __version__
from placet.engine import DiagramTooLarge
from placet.engine.variation.timeline import Axis, Event, Segment, events
from placet.model import Instrument, Rulebook, Statement
from placet.show.answer import in_order
from placet.show.timeline import rests_on, timeline_value
from placet.web.asked import Asked, question_address, read_asked
from placet.web.elsewhere import elsewhere, parted_readers, parting_address
from placet.web.openapi import DAY, FACTS, KNOWN, ON, QUESTION, RULEBOOK, Operation, Parameter
from placet.web.over_time import answers_over_time
from placet.web.pages import N_, Page, View
from placet.web.refusals import Refused
from placet.web.tables import Table
from placet.web.timeline_drawing import ROOMY, TIGHT, draw
from placet.web.visit import Visit
from placet.web.words import Words

MOST_EVENTS = 5
"""How many events of one day are told."""

MOST_ROWS = 30
"""How many agreements a picture shows at most."""


def timeline_page(visit: Visit) -> View:
    """Show one question over time, along the day of the act or the day of what was public."""
    world = visit.world
    book = world.book
    asked = read_asked(visit)
    axis: Axis = "known" if visit.choice("axis", ("on", "known")) == "known" else "on"
    start, end = visit.day("from"), visit.day("until")
    if start is not None and end is not None and start >= end:
        raise Refused(
            N_("from %(start)s is not before until %(end)s"),
            N_("Nothing lies between these days."),
            start=start,
            end=end,
        )
    if asked.is_empty and visit.suffix == "html":
        return View("timeline.html", {"asked": asked, "axis": axis, "questions": book.questions.values()})
    try:
        segments = answers_over_time(world, asked, axis)
    except DiagramTooLarge:
        raise Refused(
            N_("too much is unknown for an exact answer"),
            N_("Give more facts; the form of Ask shows which."),
            status=422,
        ) from None
    segments = _between(segments, start, end)
    if visit.suffix == "json":
        return View(value=timeline_value(book, segments, axis, __version__))
    words = Words(visit.language, book)
    used = set().union(*(rests_on(book, one.answer) for one in segments))
    instruments = _instruments(book, asked, used)
    statements = _statements(book, segments, used)
    shown = _span(segments, instruments, statements, (start, end), visit.today)
    rows = _rows(book, segments, list(events(book, axis)), words)
    table = Table(
        f"{world.name}-timeline",
        ("from", "until", "verdict", "answers", "what happened"),
        tuple(
            (
                _iso(row["segment"].start),
                _iso(row["segment"].end),
                row["segment"].answer.verdict.kind,
                tuple(f"{one['reader']}: {one['words']}" for one in row["readers"]),
                tuple(f"{event.name} {event.what}" for event in row["events"]),
            )
            for row in rows
        ),
    )
    context: dict[str, Any] = {
        "asked": asked,
        "axis": axis,
        "questions": book.questions.values(),
        "words": words,
        "rows": rows,
        "drawing": draw(book, segments, instruments, statements, shown, words.answer),
        "roomy": ROOMY,
        "tight": TIGHT,
        "instruments": {one.id: one for one in instruments},
        "statements": {one.id: one for one in statements},
        "elsewhere": elsewhere(visit, asked, "timeline"),
        "partings": [_parting(visit, asked, axis, one) for one in segments],
        "addresses": [_ask(visit, asked, axis, one) for one in segments],
        "span": (start, end),
        "zooms": _zooms(visit, segments),
    }
    address = question_address(visit, asked, "timeline", axis=axis if axis == "known" else None, from_=start, until=end)
    return View("timeline.html", context, table=table, address=address)


def _between(segments: tuple[Segment, ...], start: dt.date | None, end: dt.date | None) -> tuple[Segment, ...]:
    """Leave out what ended before the first day asked for, or began on the last or later."""
    found = [
        one
        for one in segments
        if (start is None or one.end is None or one.end > start)
        and (end is None or one.start is None or one.start < end)
    ]
    if start is not None and (found[0].start is None or found[0].start < start):
        found[0] = msgspec.structs.replace(found[0], start=start)
    return tuple(found)


def _instruments(book: Rulebook, asked: Asked, used: set[str]) -> list[Instrument]:
    """Return the agreements that any of the answers rests on, or that the question is about."""
    about = asked.saved.about if asked.saved is not None else ()
    found = [one for one in book.instruments.values() if one.id in used or one.id in about]
    found.sort(key=lambda one: (one.known_from.earliest if one.known_from is not None else dt.date.max, one.id))
    return found[:MOST_ROWS]


def _statements(book: Rulebook, segments: tuple[Segment, ...], used: set[str]) -> list[Statement]:
    """Return the statements on which the readings and rules of any answer rest."""
    says: dict[str, None] = {}
    for segment in segments:
        for one in segment.answer.readers.values():
            for proof in one.proof:
                says.update(dict.fromkeys(book.rules[proof.rule].says))
    for reading in book.readings:
        if reading.id in used:
            says.update(dict.fromkeys(reading.says))
    found = [book.statements[one] for one in says if one in book.statements]
    return sorted(found, key=lambda one: (one.on.earliest if one.on is not None else dt.date.max, one.id))


def _span(
    segments: tuple[Segment, ...],
    instruments: list[Instrument],
    statements: list[Statement],
    wanted: tuple[dt.date | None, dt.date | None],
    today: dt.date,
) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the picture: everything that it can show, with a little room."""
    days = [day for one in segments for day in (one.start, one.end) if day is not None]
    days += [day.earliest for one in statements if (day := one.on) is not None]
    days += [day.earliest for one in instruments if (day := one.known_from) is not None]
    first, last = min(days, default=today), max([*days, min(today, dt.date(9000, 1, 1))])
    room = dt.timedelta(days=max((last - first).days // 25, 60))
    low = first - room if first.toordinal() > room.days + 1 else dt.date.min
    high = last + room if last.toordinal() + room.days < dt.date.max.toordinal() else dt.date.max
    first, last = wanted[0] or low, wanted[1] or high
    return (first, last) if first < last else (first, first + dt.timedelta(days=30))


def _rows(book: Rulebook, segments: tuple[Segment, ...], happened: list[Event], words: Words) -> list[dict[str, Any]]:
    """Return the answers as rows: what each reader says, whether that is new, and what happened on the day."""
    rows = []
    for at, segment in enumerate(segments):
        before = segments[at - 1].answer if at else None
        readers = []
        for one in in_order(book, segment.answer):
            old = before.readers.get(one.reader) if before is not None else None
            if one.answer == "silent" and (old is None or old.answer == "silent"):
                continue
            is_new = before is not None and (
                old is None or (old.answer, old.requirements) != (one.answer, one.requirements)
            )
            readers.append(
                {
                    "reader": one.reader,
                    "kind": one.answer,
                    "words": words.answer(one),
                    "grade": one.grade,
                    "new": is_new,
                }
            )
        day = segment.start
        today = [] if day is None else [one for one in happened if day in (one.day.earliest, one.day.latest)]
        used = rests_on(book, segment.answer) | (rests_on(book, before) if before is not None else set())
        relevant = list(dict.fromkeys([one for one in today if one.name in used] or today))
        rows.append(
            {
                "segment": segment,
                "readers": readers,
                "events": relevant[:MOST_EVENTS],
                "more": max(len(relevant) - MOST_EVENTS, 0),
            }
        )
    return rows


def _zooms(visit: Visit, segments: tuple[Segment, ...]) -> list[tuple[str, dt.date | None, dt.date | None, str]]:
    """Offer the whole of time and its busiest stretch."""
    days = [one.start for one in segments if one.start is not None]
    found: list[tuple[str, dt.date | None, dt.date | None, str]] = [
        ("all", None, None, visit.here(**{"from": None, "until": None}))
    ]
    if len(days) > 3:
        # The narrowest stretch with two thirds of all changes.
        count = len(days) * 2 // 3
        low = min(range(len(days) - count), key=lambda at: days[at + count] - days[at])
        first, last = days[low], days[low + count] + dt.timedelta(days=90)
        first -= dt.timedelta(days=90)
        found.append(("busy", first, last, visit.here(**{"from": first, "until": last})))
    return found


def _ask(visit: Visit, asked: Asked, axis: Axis, segment: Segment) -> str:
    """Return the address that asks the question on the first day of a segment."""
    return question_address(visit, _on_first_day(asked, axis, segment))


def _on_first_day(asked: Asked, axis: Axis, segment: Segment) -> Asked:
    day = segment.start
    if day is None:
        day = segment.end - dt.timedelta(days=1) if segment.end is not None else None
    if axis == "known":
        return msgspec.structs.replace(asked, known=day)
    return msgspec.structs.replace(asked, on=day or asked.on)


def _parting(visit: Visit, asked: Asked, axis: Axis, segment: Segment) -> tuple[str, str, str] | None:
    """Return two readers who part over a segment, and the address that compares them on its first day."""
    parted = parted_readers(segment.answer)
    if parted is None:
        return None
    return *parted, parting_address(visit, _on_first_day(asked, axis, segment), parted)


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


PAGES = (
    Page(
        "timeline",
        "/{rulebook}/timeline",
        timeline_page,
        N_("Timeline"),
        section="timeline",
        forms=("html", "json", "csv"),
        operation=Operation(
            "Answer one question on all days, and say when and why the answer changes.",
            (
                RULEBOOK,
                Parameter("axis", "Which day moves.", {"type": "string", "enum": ["on", "known"]}),
                Parameter("from", "Leave out what ended before this day.", DAY),
                Parameter("until", "Leave out what began on this day or later.", DAY),
                QUESTION,
                ON,
                KNOWN,
                FACTS,
            ),
        ),
    ),
)

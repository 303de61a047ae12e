"""Lay out how the answers to one question change over time, and what happened on the day they changed."""

from __future__ import annotations

import datetime as dt

from placet.engine.variation.timeline import Axis, Event, Segment, events
from placet.model import Answer, ReaderAnswer, Rulebook
from placet.show.answer import in_order
from placet.show.answer_json import Json, answer_value
from placet.show.decision import reader_words
from placet.show.page import (
    Block,
    Cell,
    Gap,
    Ink,
    Line,
    Page,
    Paragraph,
    Table,
    faint,
    ink,
    joined,
    name,
    strong,
)
from placet.show.sources import reading_by_id
from placet.show.verdict import verdict_line
from placet.show.words import value_words

_MOST_EVENTS = 4


def timeline_page(
    book: Rulebook,
    segments: tuple[Segment, ...],
    axis: Axis,
    *,
    fixed: str,
    text: str = "",
    readers: tuple[str, ...] = (),
) -> Page:
    """Return the page of a timeline.

    Args:
        book: the rulebook that was asked.
        segments: the answers, one after the other.
        axis: which of the two days moves.
        fixed: what the other day is, in words.
        text: the question in words, where it was a saved one.
        readers: whose answers to show; empty for all.
    """
    happened = list(events(book, axis))
    given = segments[0].answer.question.given
    facts = joined([ink(faint(f"{field}="), value_words(book, book.fields[field], given[field])) for field in given])
    head = text or f"A question to {book.name}"
    title = "by the day of the act" if axis == "on" else "by what was public on the day"
    page: list[Block] = [Paragraph(ink(strong(head)))]
    if facts:
        page.append(Paragraph(facts, indent=2, hang=2))
    page += [Paragraph(ink(faint(f"rulebook {book.name}, {title}; {fixed}")), indent=2), Gap()]
    rows = [
        _row(book, segment, segments[at - 1] if at else None, happened, readers) for at, segment in enumerate(segments)
    ]
    page.append(
        Table(("from", "answers", "what happened"), tuple(rows), is_labelled=False, is_spaced=True, fold_below=72)
    )
    return tuple(page)


def timeline_value(book: Rulebook, segments: tuple[Segment, ...], axis: Axis, version: str) -> dict[str, Json]:
    """Return a timeline as plain values: every segment with its whole answer."""
    return {
        "placet": version,
        "rulebook": book.name,
        "axis": axis,
        "segments": [
            {
                "from": segment.start.isoformat() if segment.start is not None else None,
                "until": segment.end.isoformat() if segment.end is not None else None,
                "answer": answer_value(book, segment.answer, version),
            }
            for segment in segments
        ],
    }


def event_line(book: Rulebook, event: Event, day: dt.date) -> Line:
    """Say what happened on a day, and whether that is only its earliest or its latest day."""
    return ink(_named(book, event.name), f" {event.what}", _doubt(event, day))


def _row(
    book: Rulebook, segment: Segment, before: Segment | None, happened: list[Event], readers: tuple[str, ...]
) -> tuple[Cell, Cell, Cell]:
    start = segment.start.isoformat() if segment.start is not None else "the beginning"
    answers: list[Line] = [verdict_line(book, segment.answer)]
    for one in in_order(book, segment.answer):
        if (readers and one.reader not in readers) or not _is_worth_a_line(before, one, readers):
            continue
        old = before.answer.readers.get(one.reader) if before is not None else None
        is_new = before is not None and (
            old is None or (old.answer, old.requirements) != (one.answer, one.requirements)
        )
        sign = Ink("→ ", "strong") if is_new else Ink("  ")
        answers.append(ink("  ", sign, strong(one.reader), " ", reader_words(one), _grade(one)))
    why = _what_happened(book, segment, before, happened)
    return ((strong(start),),), tuple(answers), why


def _is_worth_a_line(before: Segment | None, one: ReaderAnswer, readers: tuple[str, ...]) -> bool:
    """Whether a reader says something now, or has just fallen silent."""
    if readers or one.answer != "silent":
        return True
    if before is None:
        return False
    old = before.answer.readers.get(one.reader)
    return old is not None and old.answer != "silent"


def _grade(one: ReaderAnswer) -> Ink:
    return faint(f" ({one.grade})" if one.grade is not None and one.answer != "silent" else "")


def _what_happened(book: Rulebook, segment: Segment, before: Segment | None, happened: list[Event]) -> Cell:
    """Name what happened on the day; what neither answer rests on is left out where something else explains it."""
    if segment.start is None:
        return ()
    day = segment.start
    today = [event for event in happened if day in (event.day.earliest, event.day.latest)]
    used = rests_on(book, segment.answer) | (rests_on(book, before.answer) if before is not None else set())
    relevant = [event for event in today if event.name in used] or today
    lines = [event_line(book, event, day) for event in dict.fromkeys(relevant)]
    if len(lines) > _MOST_EVENTS:
        lines = [*lines[:_MOST_EVENTS], ink(faint(f"and {len(lines) - _MOST_EVENTS} more"))]
    return tuple(lines)


def _named(book: Rulebook, of: str) -> Line:
    """Name what an event happens to; a reading by its reader and what it reads."""
    reading = reading_by_id(book, of)
    return (
        ink(faint("reading of "), name(reading.of), f" by {reading.reader}") if reading is not None else ink(name(of))
    )


def _doubt(event: Event, day: dt.date) -> Ink:
    if event.day.is_certain:
        return faint("")
    return Ink(" at the earliest" if day == event.day.earliest else " at the latest", "doubt")


def rests_on(book: Rulebook, answer: Answer) -> set[str]:
    """Return the names of rules, instruments, readings and sources that an answer rests on."""
    names: set[str] = set()
    for one in answer.readers.values():
        for proof in one.proof:
            rule = book.rules[proof.rule]
            names.update({rule.id, *proof.readings, *([rule.instrument] if rule.instrument else [])})
            says = {
                *rule.says,
                *(
                    says
                    for name in proof.readings
                    for reading in book.readings_by_name.get(name, ())
                    for says in reading.says
                ),
            }
            names.update(book.statements[statement].source for statement in says)
    return names

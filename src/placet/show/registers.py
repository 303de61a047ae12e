"""Lay out the registers of a rulebook: questions, fields, points, statements, instruments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from placet.model import Day, Field, Instrument, Period, Point, Rulebook, SavedQuestion, Statement
from placet.show.conditions import covers
from placet.show.page import Block, Cell, Gap, Ink, Page, Paragraph, Table, faint, ink, joined, name, strong
from placet.show.sources import grade_ink, instrument_dates, short_source
from placet.show.words import (
    NO_WORDS,
    STANCE_WORDS,
    chain_words,
    counted,
    day_text,
    speaker_words,
    title_of,
    value_words,
)

Status = Literal[
    "in force",
    "provisionally applied",
    "suspended",
    "ended",
    "cancelled",
    "signed",
    "announced",
    "not yet",
    "uncertain",
    "no dates",
]

IN_EFFECT: tuple[Status, ...] = ("in force", "provisionally applied")


def questions_page(book: Rulebook, questions: Iterable[SavedQuestion]) -> Page:
    """List saved questions with the days and facts they ask about."""
    rows: list[tuple[Cell, ...]] = []
    for question in questions:
        facts = []
        for field_id, value in question.given.items():
            words = value_words(book, book.fields[field_id], frozenset(value) if isinstance(value, tuple) else value)
            facts.append(ink(faint(f"{field_id}="), words))
        days = f"on {question.on}" if question.on is not None else ""
        if question.known is not None:
            days += f"{', ' if days else ''}known {question.known}"
        cell: Cell = (ink(question.text), ink(faint(days), faint(": ") if days and facts else "", joined(facts)))
        rows.append(((ink(name(question.id)),), cell))
    return _register(("question", "asks"), rows, f"{counted(len(rows), 'question')} in {book.name}", is_spaced=True)


def fields_page(book: Rulebook, fields: Iterable[Field]) -> Page:
    """List fields with what they ask and what they can be."""
    rows: list[tuple[Cell, ...]] = [
        ((ink(name(field.id)),), (ink(field.question),), (ink(field_type_words(book, field)),)) for field in fields
    ]
    return _register(("field", "asks", "can be"), rows, f"{counted(len(rows), 'field')} in {book.name}")


def field_type_words(book: Rulebook, field: Field) -> str:
    """Say what a field can be, by its values where they are few enough to list."""
    type_ = field.type
    if type_.kind in ("names", "yesno", "number"):
        return str(type_)
    names = [str(value) for value in book.domain(type_) if value is not None]
    several = "any of " if type_.is_set else ""
    return f"{several}{', '.join(names)}{', none' if type_.or_none else ''}"


def points_page(book: Rulebook, points: Iterable[Point]) -> Page:
    """List the matters in dispute with how many statements and questions are filed under each."""
    rows: list[tuple[Cell, ...]] = []
    for point in points:
        said = sum(point.id in statement.about for statement in book.statements.values())
        asked = [question.id for question in book.questions.values() if point.id in question.about]
        filed = ink(counted(said, "statement"), faint(", asked in ") if asked else "", ", ".join(asked))
        rows.append(((ink(name(point.id)),), (ink(point.title),), (filed,)))
    return _register(("point", "is about", "filed under it"), rows, f"{counted(len(rows), 'point')} in {book.name}")


def statements_page(book: Rulebook, statements: Iterable[Statement]) -> Page:
    """List statements by day: who said what, how it came, how good it is as evidence, where it stands."""
    rows: list[tuple[Cell, ...]] = []
    for statement in statements:
        on = day_text(statement.on) if statement.on is not None else "no day known"
        chain = chain_words(book, statement)
        said: Cell = (
            ink(strong(f"{STANCE_WORDS[statement.stance]}: "), statement.text or faint(NO_WORDS)),
            ink(faint(speaker_words(book, statement, in_full=False)), faint(f", {chain}" if chain else "")),
        )
        rows.append(
            (
                (ink(on), ink(name(statement.id))),
                said,
                (ink(grade_ink(statement.grade)), short_source(book, statement.id)),
            )
        )
    note = f"{counted(len(rows), 'statement')} in {book.name}"
    header, widest = ("day", "statement", "grade, source"), (24, 0, 24)
    return _register(header, rows, note, is_spaced=True, is_labelled=False, fold_below=90, widest=widest)


def instruments_page(book: Rulebook, instruments: list[Instrument], on: dt.date) -> Page:
    """List instruments with their status on a day, their parties and dates."""
    rows: list[tuple[Cell, ...]] = []
    for instrument in instruments:
        status = status_on(instrument, on)
        parties = ", ".join(members_on(instrument, on)) or "no party that day"
        rows.append(
            (
                (ink(name(instrument.id)), ink(instrument.title)),
                (ink(_status_ink(status)), ink(faint(parties))),
                (
                    ink(faint(instrument_dates(instrument))),
                    *([ink(Ink("unsourced", "doubt"))] if not instrument.cites else []),
                ),
            )
        )
    note = f"{counted(len(rows), 'instrument')} in {book.name}; status and parties on {on.isoformat()}"
    return _register(
        ("instrument", f"on {on.isoformat()}", "dates"),
        rows,
        note,
        is_spaced=True,
        is_labelled=False,
        widest=(50, 0, 0),
    )


def counts_page(book: Rulebook, instruments: list[Instrument], on: dt.date, parties: tuple[str, ...]) -> Page:
    """Count the instruments in effect on a day, for each party; what is uncertain that day is counted apart."""
    rows: list[tuple[Cell, ...]] = []
    for party in parties or tuple(book.parties):
        sure, unsure = count_in_effect(instruments, party, on)
        if not sure and not unsure and not parties:
            continue
        doubt = f"and {counted(unsure, 'uncertain one')}" if unsure else ""
        rows.append(
            ((ink(strong(party), f" {title_of(book, party)}"),), (ink(str(sure)),), (ink(Ink(doubt, "doubt")),))
        )
    among = f"{counted(len(instruments), 'instrument')} of {book.name}"
    note = f"in force or provisionally applied on {on.isoformat()}, among {among}"
    return _register(("party", "instruments", ""), rows, note)


def count_in_effect(instruments: list[Instrument], party: str, on: dt.date) -> tuple[int, int]:
    """Return how many instruments of a party are in effect on a day, and of how many that is uncertain."""
    sure = unsure = 0
    for instrument in instruments:
        status = status_on(instrument, on)
        is_member = membership_on(instrument, party, on)
        if is_member is False or status not in (*IN_EFFECT, "uncertain"):
            continue
        if is_member and status != "uncertain":
            sure += 1
        else:
            unsure += 1
    return sure, unsure


def status_on(instrument: Instrument, on: dt.date) -> Status:
    """Return what an instrument is on a day."""
    if _has_come(instrument.terminated, on):
        return "ended"
    runs = _any_covers(instrument.in_force, on)
    applies = _any_covers(instrument.provisional, on)
    if runs is False and applies is False:
        return _status_before_or_after(instrument, on)
    rests = _any_covers(instrument.suspended, on)
    is_over = instrument.terminated.has_come(on) if instrument.terminated is not None else False
    if rests:
        return "suspended"
    if None in (rests, is_over) or not (runs or applies):
        return "uncertain"
    return "in force" if runs else "provisionally applied"


def membership_on(instrument: Instrument, party: str, on: dt.date) -> bool | None:
    """Say whether a party is a member of an instrument on a day; None where that is uncertain."""
    found = [covers(member.period, on) for member in instrument.members if member.party == party]
    return True if True in found else None if None in found else False


def members_on(instrument: Instrument, on: dt.date) -> list[str]:
    """Return an instrument's parties on a day, those that are uncertain with a question mark."""
    marks = {member.party: membership_on(instrument, member.party, on) for member in instrument.members}
    return [party if is_member else f"{party}?" for party, is_member in marks.items() if is_member is not False]


def _status_before_or_after(instrument: Instrument, on: dt.date) -> Status:
    periods = (*instrument.in_force, *instrument.provisional)
    if any(_has_come(period.end, on) for period in periods):
        return "ended"
    if _has_come(instrument.cancelled, on):
        return "cancelled"
    if _has_come(instrument.signed, on):
        return "signed"
    if _has_come(instrument.announced, on):
        return "announced"
    has_dates = bool(periods) or any(
        (instrument.announced, instrument.signed, instrument.cancelled, instrument.terminated)
    )
    return "not yet" if has_dates else "no dates"


def _has_come(day: Day | None, on: dt.date) -> bool:
    return day is not None and bool(day.has_come(on))


def _any_covers(periods: tuple[Period, ...], on: dt.date) -> bool | None:
    found = [covers(period, on) for period in periods]
    return True if True in found else None if None in found else False


def _status_ink(status: Status) -> Ink:
    if status in IN_EFFECT:
        return Ink(status, "good")
    return Ink(status, "doubt" if status in ("uncertain", "suspended") else "plain")


def _register(
    header: tuple[str, ...],
    rows: list[tuple[Cell, ...]],
    note: str,
    *,
    is_spaced: bool = False,
    is_labelled: bool = True,
    fold_below: int = 0,
    widest: tuple[int, ...] = (),
) -> Page:
    page: list[Block] = []
    if rows:
        page += [Table(header, tuple(rows), is_labelled, is_spaced, fold_below, widest), Gap()]
    page.append(Paragraph(ink(faint(note))))
    return tuple(page)

"""Show what a question is filed under: where no rule speaks, the agreements; there and where it is open, the words."""

from __future__ import annotations

import datetime as dt

from placet.model import Answer, Day, Rulebook, Statement
from placet.show.page import Block, Paragraph, faint, ink, joined, name
from placet.show.registers import status_on
from placet.show.sources import grade_ink, instrument_dates, short_source, statement_line, statements_of


def filed_blocks(
    book: Rulebook, answer: Answer, about: tuple[str, ...], indent: int = 2, *, is_brief: bool = False
) -> list[Block]:
    """Return what a question is about: agreements where no rule speaks, statements so far there and where it is open.

    Args:
        book: the rulebook that was asked.
        answer: its answer.
        about: what the question is filed under.
        indent: by how much the lines are indented.
        is_brief: leave out the dates of the agreements.
    """
    on, known = answer.question.on, answer.question.known
    blocks: list[Block] = []
    for one in about if answer.verdict.kind == "unregulated" else ():
        instrument = book.instruments.get(one)
        if instrument is None or _is_secret(instrument.known_from, known):
            continue
        found = status_on(instrument, on)
        status = "no day is known on which it was made" if found == "no dates" else f"{found} on {on}"
        dates = "" if is_brief else f" ({instrument_dates(instrument)})"
        words = ink(name(one), f" “{instrument.title}”: ", status, faint(dates))
        blocks.append(Paragraph(words, indent=indent, hang=2))
    said = [
        ink(
            statement_line(book, statement.id),
            faint(", grade "),
            grade_ink(statement.grade),
            faint(", "),
            short_source(book, statement.id),
        )
        for statement in said_by_then(book, answer, about)
    ]
    if said:
        blocks.append(Paragraph(ink(faint("said by then: "), joined(said, "; ")), indent=indent, hang=2))
    return blocks


def said_by_then(book: Rulebook, answer: Answer, about: tuple[str, ...]) -> list[Statement]:
    """Return the statements under the same heads that were made and known by the day, and that no answer rests on.

    Only where no rule speaks or the question is open: there a claim that is nobody's reading must not be lost.
    """
    if answer.verdict.kind not in ("unregulated", "open"):
        return []
    on, known = answer.question.on, answer.question.known
    used = {found for one in answer.readers.values() for proof in one.proof for found in statements_of(book, proof)}
    return [
        statement
        for statement in book.statements.values()
        if statement.id not in used
        and not set(about).isdisjoint(statement.about)
        and _is_said(book, statement, on, known)
    ]


def _is_secret(known_from: Day | None, known: dt.date | None) -> bool:
    return known is not None and (known_from is None or known_from.has_come(known) is False)


def _is_said(book: Rulebook, statement: Statement, on: dt.date, known: dt.date | None) -> bool:
    published = book.sources[statement.source].published
    return statement.on is not None and statement.on.has_come(on) is not False and not _is_secret(published, known)

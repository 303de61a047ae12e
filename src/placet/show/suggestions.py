"""Lay out what is suggested about statements: what each may be about, what the rulebook has, what it may repeat."""

from __future__ import annotations

from collections.abc import Sequence

from placet.evidence.review.words import content_words, file_name
from placet.evidence.suggest import WORDS, Repeat, Suggested, Suggestion
from placet.model.documents import Document
from placet.model.statements import Standing
from placet.show.page import Block, Gap, Heading, Ink, Line, Page, Paragraph, Record, faint, ink, joined, name, strong
from placet.show.statements import quoted, speakers_line, stance_words
from placet.show.words import counted, listed

MOST_LETTERS = 90
"""How many letters of another statement's words are shown."""

_NOTHING = (ink(faint("perhaps about")), ink(faint("nothing that shares enough words with it")))


def suggested_page(found: Sequence[tuple[Document, Standing, Suggested]], rulebook: str) -> Page:
    """Lay out what is suggested about each of some statements.

    Args:
        found: statements with their articles and what is suggested about each.
        rulebook: the name of the rulebook that was looked at.
    """
    page: list[Block] = []
    for document, standing, suggested in found:
        one = standing.statement
        words = content_words(document, one)
        page += [
            Heading(
                ink(name(standing.id), "  ", strong(stance_words(one)), ", ", speakers_line(one)),
                ink(faint(f"{file_name(document.name)} ¶{one.paragraph}")),
            ),
            Paragraph(ink(quoted(words, 2 * MOST_LETTERS)), indent=2),
            Record(suggestion_rows(suggested) or (_NOTHING,), indent=2),
            Gap(),
        ]
    some = sum(bool(suggested.subjects) for _, _, suggested in found)
    said = f"{counted(len(found), 'statement')}; for {some} something of {rulebook} is suggested"
    page.append(Paragraph(ink(faint(said))))
    if some:
        help = "`placet evidence link STATEMENT NAME` says what a statement is about; until then it is about nothing."
        page.append(Paragraph(ink(faint(help.replace("`", "")))))
    return tuple(page)


def suggestion_rows(suggested: Suggested) -> tuple[tuple[Line, Line], ...]:
    """Return what is suggested as labels with what belongs to each; nothing where nothing is."""
    rows: list[tuple[Line, Line]] = []
    for at, one in enumerate(suggested.subjects):
        rows.append((ink(faint("perhaps about" if not at else "")), ink(strong(f"{at + 1} "), _subject(one))))
    if suggested.had:
        names = [
            ink(name(one.statement), faint("" if one.is_certain else " (by the paragraph's number)"))
            for one in suggested.had
        ]
        rows.append((ink(faint("same passage")), ink("the rulebook has ", joined(names))))
    rows += [(ink(faint("perhaps repeats")), _repeat(one)) for one in suggested.repeats]
    return tuple(rows)


def reason_of(one: Suggestion) -> str:
    """Say why something is suggested."""
    parts = []
    if one.has:
        parts.append(f"filed there: {listed(one.has)}")
    if one.shared and not one.has:
        parts.append(f"shares {listed(tuple(f'“{word}”' for word in one.shared))}")
    if one.near_to:
        parts.append(f"near to {one.near_to}")
    if one.maker != WORDS:
        parts.append(f"suggested by {one.maker}")
    return "; ".join(parts)


def _subject(one: Suggestion) -> Line:
    title = f" {one.title}" if one.title else ""
    return ink(name(one.name), title, faint(f" ({one.kind}; {reason_of(one)})"))


def _repeat(one: Repeat) -> Line:
    where = f" {file_name(one.document)} ¶{one.standing.statement.paragraph}, "
    status = Ink(one.standing.status, "plain" if one.standing.status == "open" else "good")
    return ink(name(one.standing.id), faint(where), status, faint(f": {quoted(one.words, MOST_LETTERS)}"))

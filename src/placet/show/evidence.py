"""Lay out the passages behind a rulebook's statements, or how to recognise them where no article is stored."""

from __future__ import annotations

from collections.abc import Sequence

from placet.evidence.review.passages import Behind
from placet.evidence.review.words import file_name
from placet.model import Rulebook
from placet.show.page import Block, Gap, Heading, Ink, Line, Page, Paragraph, Record, Table, faint, ink, name, strong
from placet.show.words import NO_WORDS, STANCE_WORDS, counted, day_text, speaker_words


def behind_page(book: Rulebook, behind: Behind) -> Page:
    """Lay out one statement with the passage it is from, or with what that is recognised by."""
    statement = behind.statement
    page: list[Block] = [
        Heading(ink(name(statement.id)), ink(faint(book.name))),
        Paragraph(ink(strong(f"{STANCE_WORDS[statement.stance]}: "), statement.text or faint(NO_WORDS)), indent=2),
        Paragraph(ink(faint(_speaker(book, behind))), indent=2),
        Gap(),
    ]
    if behind.document is not None and behind.paragraph is not None:
        document, span = behind.document, behind.paragraph.span
        page += [
            Paragraph(
                ink(faint(f"{file_name(document.name)} ¶{behind.paragraph.number}, "), _certainty(behind)),
            ),
            Paragraph(ink(document.text[span.start : span.end]), indent=2),
        ]
        return tuple(page)
    page += [Paragraph(ink(Ink(_absence(behind), "doubt"))), Record(tuple(_marks(behind)), indent=2), Gap()]
    page.append(Paragraph(ink(faint(_how_to_find(behind)))))
    return tuple(page)


def behind_list_page(book: Rulebook, found: Sequence[Behind]) -> Page:
    """List a rulebook's statements with where the passage behind each is."""
    rows = []
    for one in found:
        where: Line
        if one.paragraph is not None and one.document is not None:
            where = ink(f"{file_name(one.document.name)} ¶{one.paragraph.number}", faint(", "), _certainty(one))
        else:
            where = ink(faint(_absence(one)))
        place = f"¶{one.statement.paragraph}" if one.statement.paragraph else ""
        rows.append(
            (
                (ink(name(one.statement.id)),),
                (ink(one.source.id, " ", place), ink(faint(one.passage))),
                (where,),
            )
        )
    sure = sum(one.is_certain for one in found)
    note = f"{counted(len(found), 'statement')} in {book.name}; of {sure} the very passage is stored"
    # Names are copied, so that none may be broken: where they leave too little room, each has lines of its own.
    named = max((len(one.statement.id) + len(one.source.id) for one in found), default=0)
    return (
        Table(("statement", "from", "in the store"), tuple(rows), False, fold_below=max(70, named + 40)),
        Gap(),
        Paragraph(ink(faint(note))),
    )


def _certainty(behind: Behind) -> Ink:
    if behind.is_certain:
        return Ink("the very passage", "good")
    if behind.passage:
        return Ink("perhaps: its paragraph, but not its words", "doubt")
    return Ink("by its number; the rulebook keeps no digits of it", "doubt")


def _absence(behind: Behind) -> str:
    if behind.document is None:
        return "the article is not stored"
    return f"`{file_name(behind.document.name)}` is stored, and the passage is not found in it"


def _how_to_find(behind: Behind) -> str:
    if behind.passage:
        return (
            "The 12 digits of the passage are those of this paragraph alone. Once the article is stored"
            " (placet evidence add FILE), this command finds the passage by them, whatever the file is called."
        )
    return "The rulebook keeps no digits of this passage: where the article is stored, only its paragraph is shown."


def _marks(behind: Behind) -> list[tuple[Line, Line]]:
    statement, source = behind.statement, behind.source
    rows: list[tuple[Line, Line]] = []
    for label, words in (
        ("outlet", source.by),
        ("title", source.title),
        ("published", day_text(source.published) if source.published is not None else "not known"),
        ("paragraph", statement.paragraph or "not given"),
        ("passage", behind.passage or "no digits kept"),
        ("file", source.file),
        ("address", source.url),
    ):
        if words:
            rows.append((ink(faint(label)), ink(words)))
    return rows


def _speaker(book: Rulebook, behind: Behind) -> str:
    statement = behind.statement
    day = f", {day_text(statement.on)}" if statement.on is not None else ""
    return f"{speaker_words(book, statement)}{day}"

"""Lay out what goes with documents that are removed, and that they were removed."""

from __future__ import annotations

from collections.abc import Sequence

from placet.show.answer_json import Json, json_text
from placet.show.documents import FIELD_WORDS, HASH_DIGITS, shown_digits
from placet.show.documents_json import removal_value
from placet.show.page import (
    Block,
    Cell,
    Gap,
    Heading,
    Ink,
    Line,
    Page,
    Paragraph,
    Record,
    Table,
    faint,
    ink,
    name,
    strong,
)
from placet.show.words import counted, listed
from placet.store.records import Going, Removal

MOST_NAMED = 5
"""How many statements of other articles are named."""


def removal_page(going: Sequence[Going], home: str, *, is_removed: bool) -> Page:
    """Say what went with documents, or what would go.

    Args:
        going: what goes with each.
        home: the folder of the store.
        is_removed: whether they were removed; else it is what would go.
    """
    head = f"{counted(len(going), 'document')} removed" if is_removed else "This would go"
    page: list[Block] = [Paragraph(ink(strong(head))), Paragraph(ink(faint(f"{'gone ' * is_removed}from {home}")))]
    for one in going:
        title = (faint("  " + one.title),) if one.title else ()
        page += [Gap(), Heading(ink(name(one.sha256[:HASH_DIGITS]), "  ", one.name, *title))]
        page.append(Record(tuple(_rows(one, is_removed=is_removed)), indent=2))
    return tuple(page)


def removal_json(
    going: Sequence[Going], home: str, version: str, *, is_removed: bool, by: str, why: str, trouble: str = ""
) -> str:
    """Return what went with documents, or what would go, as JSON text."""
    return json_text(
        {
            "placet": version,
            "store": home,
            "removed": is_removed,
            "by": by,
            "why": why or None,
            "trouble": trouble or None,
            "documents": [_going(one) for one in going],
        }
    )


def removals_page(removals: Sequence[Removal]) -> Page:
    """List the documents that were removed: who removed them, when and why."""
    if not removals:
        return (Paragraph(ink("No document has been removed.")),)
    digits = shown_digits([one.sha256 for one in removals])
    rows: list[tuple[Cell, ...]] = []
    for one in removals:
        below = [one.why, f"{counted(one.decisions, 'decision')} went with it" if one.decisions else ""]
        about = [ink(one.title or "no title"), *(ink(faint(words)) for words in below if words)]
        rows.append(((ink(name(one.sha256[:digits])),), (ink(one.at[:10]),), (ink(one.by),), tuple(about)))
    return (
        Paragraph(ink(strong(f"{counted(len(removals), 'removal')}"))),
        Gap(),
        Table(("document", "removed", "by", "title"), tuple(rows), is_labelled=False),
    )


def removals_json(removals: Sequence[Removal], home: str, version: str) -> str:
    """Return the documents that were removed as JSON text."""
    rows: list[Json] = [{"document": one.sha256, **removal_value(one)} for one in removals]
    return json_text({"placet": version, "store": home, "removed": rows})


def _rows(one: Going, *, is_removed: bool) -> list[tuple[Line, Line]]:
    rows = [(ink(faint("text")), ink("with its passages and the stored bytes"))]
    if one.statements:
        rows.append((ink(faint("proposed")), ink(counted(one.statements, "statement"))))
    if one.deciders:
        people = [f"{each.count:,} by {each.by}, the last on {each.last[:10]}" for each in one.deciders]
        words = f"{counted(one.decisions, 'decision')}: {'; '.join(people)}"
        if len(one.deciders) == 1:
            (each,) = one.deciders
            words = f"{counted(each.count, 'decision')} by {each.by}, the last on {each.last[:10]}"
        rows.append((ink(faint("decided")), ink(Ink(words, "doubt"))))
    if one.links:
        words = f"{counted(one.links, 'link')} to {listed(one.rulebooks)}"
        rows.append((ink(faint("linked")), ink(Ink(words, "doubt"))))
    if one.repeated_by:
        names = ", ".join(f"`{each}`" for each in one.repeated_by[:MOST_NAMED])
        more = f" and {len(one.repeated_by) - MOST_NAMED:,} more" if len(one.repeated_by) > MOST_NAMED else ""
        words = f"marked as repeating it until that is undone: {names}{more}"
        rows.append((ink(faint("elsewhere")), ink(Ink(words, "doubt"))))
    if one.given:
        words = listed([FIELD_WORDS.get(field, field) for field in one.given])
        rows.append((ink(faint("given")), ink(f"the {words} that somebody gave")))
    if is_removed:
        rows.append((ink(faint("kept")), ink("its hash and title, who removed it, when and why")))
    return rows


def _going(one: Going) -> dict[str, Json]:
    return {
        "document": one.sha256,
        "name": one.name,
        "title": one.title,
        "statements": one.statements,
        "decisions": [{"by": each.by, "count": each.count, "last": each.last} for each in one.deciders],
        "links": one.links,
        "rulebooks": list(one.rulebooks),
        "repeated_by": list(one.repeated_by),
        "given": list(one.given),
    }

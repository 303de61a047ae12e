"""Lay out what becomes of documents that are read anew."""

from __future__ import annotations

from collections.abc import Sequence

from placet.evidence.review.reread import Lost, Reread
from placet.show.answer_json import Json, json_text
from placet.show.documents import FIELD_WORDS, HASH_DIGITS
from placet.show.page import Block, Gap, Heading, Ink, Line, Page, Paragraph, Record, faint, ink, name, strong
from placet.show.words import counted, listed

MOST_NAMED = 5
"""How many statements that lose their words are named."""

LONGEST = 90
"""How many letters of a statement's words are shown."""


def reread_page(found: Sequence[Reread], home: str, *, is_written: bool) -> Page:
    """Say what became of documents that were read anew, or what would.

    Args:
        found: what becomes of each.
        home: the folder of the store.
        is_written: whether that has been written.
    """
    same = sum(one.state == "same text" for one in found)
    others = [one for one in found if one.state != "same text"]
    other = sum(one.state == "other text" for one in others)
    verb = "" if is_written else " to be"
    sums = [
        f"{counted(same + other, 'document')}{verb} read anew" if same + other else "",
        f"{counted(left, 'document')} left as {'it is' if left == 1 else 'they are'}"
        if (left := sum(one.state in ("left", "unreadable") for one in others))
        else "",
    ]
    page: list[Block] = [
        Paragraph(ink(strong(listed([one for one in sums if one])))),
        Paragraph(ink(faint(f"kept in {home}"))),
    ]
    if same:
        words = "the text stays as it is, and with it every decision"
        page += [Gap(), Paragraph(ink(f"Of {same:,} " if others else "", words))]
    for one in others:
        title = (faint("  " + one.title),) if one.title else ()
        page += [Gap(), Heading(ink(name(one.sha256[:HASH_DIGITS]), "  ", one.name, *title))]
        page.append(Record(tuple(_rows(one)), indent=2))
    return tuple(page)


def reread_json(found: Sequence[Reread], home: str, version: str, *, is_written: bool) -> str:
    """Return what became of documents that were read anew, or what would, as JSON text."""
    documents: list[Json] = [_json(one) for one in found]
    return json_text({"placet": version, "store": home, "written": is_written, "documents": documents})


def _rows(one: Reread) -> list[tuple[Line, Line]]:
    if one.state == "unreadable":
        return [(ink(faint("left")), ink(Ink(one.message, "bad"), faint(f"  {one.help}" if one.help else "")))]
    rows = [(ink(faint("reader")), ink(one.before, faint(" → "), one.after))]
    if one.fields:
        words = listed([FIELD_WORDS.get(field, field) for field in one.fields])
        rows.append((ink(faint("known")), ink(f"the {words} {'is' if len(one.fields) == 1 else 'are'} another")))
    if one.statements is not None:
        before, after = one.statements
        rows.append((ink(faint("proposed")), ink(f"{counted(after, 'statement')}, {before:,} before")))
    if one.kept:
        rows.append((ink(faint("kept")), ink(f"{counted(one.kept, 'decision')} with the very words they are about")))
    for at, lost in enumerate(one.lost[:MOST_NAMED]):
        rows.append((ink(faint("lost" if at == 0 else "")), _lost(lost)))
    if len(one.lost) > MOST_NAMED:
        rows.append((ink(), ink(faint(f"and {len(one.lost) - MOST_NAMED:,} more"))))
    if one.state == "left":
        words = "left as it is: the words of these decisions do not stand in the newer text as they did"
        rows.append((ink(faint("")), ink(Ink(words, "doubt"))))
    return rows


def _lost(one: Lost) -> Line:
    words = one.words if len(one.words) <= LONGEST else f"{one.words[:LONGEST].rsplit(' ', 1)[0]} …"
    people = dict.fromkeys(each.by for each in one.decisions)
    said = [f"{counted(len(one.decisions), 'decision')} by {listed(list(people))}" if one.decisions else ""]
    said.append("called repeated in another article" if one.is_repeated else "")
    return ink(name(one.statement), f"  “{words}”", faint(f"  {'; '.join(each for each in said if each)}"))


def _json(one: Reread) -> dict[str, Json]:
    return {
        "document": one.sha256,
        "name": one.name,
        "title": one.title,
        "state": one.state,
        "reader": one.before,
        "newest_reader": one.after or None,
        "statements": {"before": one.statements[0], "after": one.statements[1]} if one.statements else None,
        "fields": list(one.fields),
        "decisions_kept": one.kept,
        "lost": [
            {
                "statement": lost.statement,
                "words": lost.words,
                "decisions": [{"decision": each.id, "by": each.by, "at": each.at} for each in lost.decisions],
                "repeated_elsewhere": lost.is_repeated,
            }
            for lost in one.lost
        ],
        "message": one.message or None,
        "help": one.help or None,
    }

"""Lay out what came of an archive: how many articles and statements, what could not be read, and where it all is."""

from __future__ import annotations

from placet.evidence.archive.job import Summary
from placet.show.answer_json import Json, json_text
from placet.show.page import Block, Gap, Heading, Line, Page, Paragraph, Record, faint, ink, name, strong
from placet.show.words import counted

_MOST_REASONS = 8
_LANGUAGES = {"en": "English", "ja": "Japanese", "ko": "Korean", "unknown": "language not known"}


def archive_page(summary: Summary) -> Page:
    """Say what was found in an archive."""
    tally = summary.tally
    head = f"{counted(tally.statements, 'statement')} proposed in {counted(tally.articles, 'article')}"
    rows: list[tuple[Line, Line]] = [(ink(faint("written to")), ink(name(str(summary.out))))]
    if tally.languages:
        said = [f"{_LANGUAGES.get(code, code)} {count:,}" for code, count in _most(tally.languages)]
        rows.append((ink(faint("languages")), ink(", ".join(said))))
    if tally.undated:
        words = f"{counted(tally.undated, 'article')} without a day, in which nothing relative is resolved"
        rows.append((ink(faint("undated")), ink(words)))
    if summary.resumed:
        rows.append((ink(faint("resumed")), ink(f"{counted(summary.resumed, 'file')} had been read before")))
    page: list[Block] = [Heading(ink(strong(head))), Record(tuple(rows), indent=2)]
    if summary.rejects is not None:
        page += [Gap(), Heading(ink(strong(f"{counted(tally.rejected, 'file')} could not be read")))]
        reasons = _most(tally.reasons)
        page.append(
            Record(tuple((ink(f"{count:,}"), ink(reason)) for reason, count in reasons[:_MOST_REASONS]), indent=2)
        )
        if len(reasons) > _MOST_REASONS:
            page.append(Paragraph(ink(faint(f"… and {len(reasons) - _MOST_REASONS:,} more reasons")), indent=2))
        page.append(Paragraph(ink(faint("each with its reason in "), name(str(summary.rejects))), indent=2))
    return tuple(page)


def archive_json(summary: Summary, version: str) -> str:
    """Return what was found in an archive as JSON text."""
    tally = summary.tally
    value: dict[str, Json] = {
        "placet": version,
        "out": str(summary.out),
        "rejects": str(summary.rejects) if summary.rejects is not None else None,
        "articles": tally.articles,
        "statements": tally.statements,
        "rejected": tally.rejected,
        "undated": tally.undated,
        "resumed": summary.resumed,
        "languages": dict(_most(tally.languages)),
        "reasons": dict(_most(tally.reasons)),
    }
    return json_text(value)


def _most(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))

"""Lay out which day, week, month or year each expression of a text means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from placet.model.proposals import Said
from placet.show.page import Block, Gap, Heading, Ink, Line, Page, Paragraph, Record, faint, ink, strong
from placet.show.words import counted, listed


def dates_page(found: Sequence[Said], written: dt.date | None) -> Page:
    """Say what each expression means, how that was reckoned, and what is open.

    Args:
        found: the expressions, in order.
        written: the day of writing; None: not known.
    """
    day = f"written on {written}" if written is not None else "the day of writing is not known"
    if not found:
        return (Paragraph(ink("No expression of a date stands there.")),)
    page: list[Block] = [Paragraph(ink(strong(counted(len(found), "expression")), faint(f", {day}")))]
    for said in found:
        page += [
            Gap(),
            Heading(ink("“", strong(" ".join(said.expression.split())), "”")),
            Record(_rows(said), indent=2),
        ]
    if written is None and any(said.value is None and not said.candidates for said in found):
        words = "Nothing is reckoned from a day that is not known; `--written` gives it."
        page += [Gap(), Paragraph(ink(faint(words)))]
    return tuple(page)


def _rows(said: Said) -> tuple[tuple[Line, Line], ...]:
    rows: list[tuple[Line, Line]] = []
    kind = "" if said.granularity == "unknown" else f", a {said.granularity}"
    if said.value is not None:
        start, is_range, end = said.value.partition("/")
        words = f"{start} to {end}, both included" if is_range else said.value
        rows.append((ink(faint("means")), ink(strong(words), faint("" if is_range else f"{kind}{_weekday(said)}"))))
    elif said.candidates:
        rows.append((ink(faint("means")), ink(Ink(listed(said.candidates, "or"), "doubt"), faint(kind))))
    else:
        rows.append((ink(faint("means")), ink(Ink("not known", "doubt"), faint(kind))))
    if said.constraint:
        rows.append((ink(faint("known")), ink(said.constraint)))
    rows.append((ink(faint("rule")), ink(said.rule, faint(f", from {said.anchor}" if said.anchor else ""))))
    return tuple(rows)


def _weekday(said: Said) -> str:
    """Return a day's weekday, for a person to check it by."""
    if said.granularity != "day" or said.value is None:
        return ""
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return f", {names[dt.date.fromisoformat(said.value).weekday()]}"

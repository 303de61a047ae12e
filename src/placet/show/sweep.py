"""Say what became of a whole table: steps and open points in a cell, and the page that ends a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import msgspec

from placet.bulk.job import Summary
from placet.bulk.plan import Wording
from placet.engine.logic.field_values import FieldValue
from placet.model import Rulebook, Step
from placet.show.answer_json import Json
from placet.show.field_values import field_value_words
from placet.show.page import Block, Cell, Gap, Ink, Line, Page, Paragraph, Table, faint, ink, name, strong
from placet.show.words import counted, short_open_words, step_offices, step_silence, step_words

Reason: TypeAlias = tuple[str, str, int, str]

_MOST_GROUPS = 40


class SweepTitle(msgspec.Struct, frozen=True):
    """What a run was about, in words: the table, the rulebook, the two days, and the output."""

    table: str
    rulebook: str
    on: str
    known: str
    out: str


def cell_step(step: Step, basis: str) -> str:
    """Say a step and its force in a cell of a table.

    >>> cell_step(Step(("consent",), "JPN", deadline="30 days before"), "legal")
    'consent of JPN, 30 days before (legal)'
    """
    words = [step_words(step), step_offices(step), step_silence(step)]
    return f"{', '.join(word for word in words if word)} ({basis})"


def cell_value(book: Rulebook, field: str, value: FieldValue) -> str:
    """Say a value of a field in a cell of a table; the members of a set stand between semicolons."""
    if isinstance(value.value, frozenset):
        return ";".join(sorted(value.value)) or "none"
    return field_value_words(book.fields[field], value)


WORDING = Wording(cell_step, short_open_words, cell_value)
"""How things are said in a cell."""


def sweep_page(summary: Summary, title: SweepTitle) -> Page:
    """Return the page that ends a run: how many rows, what they come to, and what was refused."""
    about = ink(
        strong(f"{summary.rows:,} {_noun(summary.rows, 'row' if title.table else 'situation')}"),
        f" of {title.table}" if title.table else "",
        faint(", rulebook "), title.rulebook,
        faint(", on "), strong(title.on),
        faint(", known: "), title.known,
    )  # fmt: skip
    page: list[Block] = [Paragraph(about, hang=2)]
    if title.out:
        page.append(Paragraph(ink(faint("written to "), strong(title.out)), indent=2, hang=2))
    if summary.resumed:
        page.append(Paragraph(ink(f"{summary.resumed:,} of them were done before the interruption"), indent=2))
    page.append(Gap())
    if summary.rows and not summary.answered:
        page.append(Paragraph(ink(Ink("No row could be answered.", "bad"))))
    elif summary.counts is not None and not title.out:
        page += _count_blocks(summary, title)
    else:
        page += [*_verdict_blocks(summary, title), *_reader_blocks(summary)]
    if summary.reasons:
        page += [Gap(), *_reject_blocks(summary)]
    return tuple(page)


def sweep_value(summary: Summary, title: SweepTitle, version: str) -> dict[str, Json]:
    """Return what became of a table as plain values."""
    verdicts, readers = _split(summary)
    return {
        "placet": version,
        "rulebook": title.rulebook,
        "on": title.on,
        "known": title.known,
        "table": title.table or None,
        "out": title.out or None,
        "rows": summary.rows,
        "answered": summary.answered,
        "resumed": summary.resumed,
        "verdicts": dict(verdicts),
        "readers": {reader: dict(tally) for reader, tally in readers.items()},
        "rejects": {
            "rows": summary.rows - summary.answered,
            "file": str(summary.rejects) if summary.rejects is not None else None,
            "reasons": [
                {"kind": kind, "column": column or None, "number": number, "example": example}
                for kind, column, number, example in summary.reasons
            ],
        },
        "counts": None
        if summary.counts is None
        else {
            "by": list(summary.counts.by),
            "groups": [{"values": list(group), "rows": rows} for group, rows in summary.counts.in_order()],
        },
    }


def _split(summary: Summary) -> tuple[Mapping[str, int], dict[str, Mapping[str, int]]]:
    """Return how often each verdict occurs, and by reader how often each answer does."""
    verdicts: Mapping[str, int] = {}
    readers: dict[str, Mapping[str, int]] = {}
    for output in summary.outputs:
        tally = summary.tallies.get(output.name, {})
        if output.kind == "verdict":
            verdicts = tally
        elif output.kind == "answer":
            readers[output.reader] = tally
    return verdicts, readers


def _verdict_blocks(summary: Summary, title: SweepTitle) -> list[Block]:
    verdicts, _ = _split(summary)
    rows = [
        ((_verdict_line(verdict),), _number(verdicts[verdict]), _share(verdicts[verdict], summary.answered))
        for verdict in sorted(verdicts, key=lambda one: -verdicts[one])
    ]
    return [Table(("verdict", _unit(title), _share_head(summary)), tuple(rows))] if rows else []


def _reader_blocks(summary: Summary) -> list[Block]:
    _, readers = _split(summary)
    speaking = {reader: tally for reader, tally in readers.items() if set(tally) - {"silent"}}
    kinds = [kind for kind in _KINDS if any(tally.get(kind) for tally in speaking.values())]
    rows = [
        ((ink(strong(reader)),), *(_number(tally.get(kind, 0)) for kind in kinds)) for reader, tally in speaking.items()
    ]
    blocks: list[Block] = [Gap(), Table(("reader", *kinds), tuple(rows))] if rows else []
    silent = [reader for reader in readers if reader not in speaking]
    if silent and summary.answered:
        blocks += [Gap(), Paragraph(ink(faint("silent in every row: "), ", ".join(silent)), hang=2)]
    return blocks


def _count_blocks(summary: Summary, title: SweepTitle) -> list[Block]:
    assert summary.counts is not None
    groups = summary.counts.in_order()
    rows = [
        (*((_text_line(text),) for text in group), _number(count), _share(count, summary.answered))
        for group, count in groups[:_MOST_GROUPS]
    ]
    blocks: list[Block] = [Table((*summary.counts.by, _unit(title), _share_head(summary)), tuple(rows))]
    if len(groups) > _MOST_GROUPS:
        rest = counted(len(groups) - _MOST_GROUPS, "combination")
        blocks.append(Paragraph(ink(faint(f"and {rest} more; --out writes them all")), indent=2))
    return blocks


def _reject_blocks(summary: Summary) -> list[Block]:
    refused = summary.rows - summary.answered
    where = f"; every one is listed in {summary.rejects}" if summary.rejects is not None else ""
    head = ink(Ink(f"{refused:,} {_noun(refused, 'row')} refused", "bad"), where)
    table = Table(("column", "what is wrong", "times", "the first"), _reason_rows(summary.reasons))
    return [Paragraph(head, hang=2), table]


def _reason_rows(reasons: Sequence[Reason]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            (ink(name(column) if column else faint("the row")),),
            (ink(kind),),
            _number(number),
            (ink(faint(example)),),
        )
        for kind, column, number, example in reasons
    )


def _noun(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"


def _unit(title: SweepTitle) -> str:
    return "rows" if title.table else "situations"


def _share_head(summary: Summary) -> str:
    """Say of what a share is one: where rows were refused, of those that were answered."""
    return "share" if summary.answered == summary.rows else f"of the {summary.answered:,} answered"


def _verdict_line(verdict: str) -> Line:
    return ink({"contested": Ink(verdict, "bad"), "open": Ink(verdict, "doubt")}.get(verdict, strong(verdict)))


def _text_line(text: str) -> Line:
    return ink(text) if text else ink(faint("(empty)"))


def _number(number: int) -> Cell:
    return (ink(f"{number:,}") if number else ink(faint("–")),)


def _share(part: int, whole: int) -> Cell:
    if not whole:
        return ((),)
    share = 100 * part / whole
    return (ink(faint("under 0.1 %" if 0 < share < 0.1 else f"{share:.1f} %")),)


_KINDS = ("barred", "needs", "clear", "undetermined", "silent")

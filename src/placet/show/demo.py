"""Lay out the demonstration: several questions on one page, each with its answers, grades and shortest grounds."""

from __future__ import annotations

from placet.model import Answer, ReaderAnswer, Rulebook, RuleProof, SavedQuestion
from placet.show.answer import (
    answer_lines,
    answers_as_its_party,
    bears,
    days_line,
    in_order,
    outcome_words,
    sources_blocks,
)
from placet.show.page import (
    Block,
    Cell,
    Gap,
    Ink,
    Line,
    Page,
    Paragraph,
    Record,
    Table,
    faint,
    ink,
    joined,
    name,
    strong,
)
from placet.show.sources import basis_line, cites_of, evidence_mark, short_cite, short_source, statements_of
from placet.show.verdict import verdict_line
from placet.show.words import open_words

_MOST_RULES = 2
_MOST_SOURCES = 2
_MOST_OPEN = 2
_MOST_SILENT = 6


def demo_page(
    book: Rulebook, title: str, asked: list[tuple[SavedQuestion, Answer]], next_commands: list[tuple[str, str]]
) -> Page:
    """Return the page of the demonstration.

    Args:
        book: the rulebook that was asked.
        title: what the page is about, in a line.
        asked: the questions with their answers.
        next_commands: commands to try, each with what it shows.
    """
    page: list[Block] = [Paragraph(ink(strong(title)))]
    for number, (question, answer) in enumerate(asked, 1):
        page += [Gap(), *brief_blocks(book, question, answer, number)]
    page += [Gap(), *sources_blocks(book, [answer for _, answer in asked])]
    page += [Gap(), Paragraph(ink(strong("What to try next")))]
    page.append(
        Record(
            tuple((ink(name(command)), ink(faint(shows))) for command, shows in next_commands),
            indent=2,
            keeps_labels=True,
        )
    )
    return tuple(page)


def brief_blocks(book: Rulebook, question: SavedQuestion, answer: Answer, number: int) -> list[Block]:
    """Return one question with its verdict and a short row for every reader that speaks."""
    blocks: list[Block] = [
        Paragraph(ink(faint(f"{number}  "), strong(question.text)), hang=3),
        Paragraph(ink(days_line(book, answer), faint(f" · {question.id}")), indent=3, hang=2),
        Paragraph(verdict_line(book, answer), indent=3, hang=2),
    ]
    groups: dict[tuple[Cell, Cell], list[ReaderAnswer]] = {}
    for one in in_order(book, answer):
        if one.answer != "silent" and not answers_as_its_party(book, one):
            groups.setdefault((_brief_answer(book, one), _because(book, one)), []).append(one)
    if groups:
        rows = tuple((_who(book, group), *cells) for cells, group in groups.items())
        blocks += [Table(("reader", "answer", "because"), rows, False, False, 96, (22, 48, 0), indent=3)]
    silent = [one.reader for one in in_order(book, answer) if one.answer == "silent" and one.role != "office"]
    if silent:
        rest = f" and {len(silent) - _MOST_SILENT} more" if len(silent) > _MOST_SILENT else ""
        blocks.append(Paragraph(ink(faint("silent: "), ", ".join(silent[:_MOST_SILENT]), rest), indent=3, hang=2))
    return blocks


def _who(book: Rulebook, group: list[ReaderAnswer]) -> Cell:
    """Name the readers that answer alike, for the same reasons."""
    if len(group) == 1 and group[0].role == "voice":
        return ink(strong(book.reader_title(group[0].reader))), ink(faint("voice, not counted"))
    if len(group) > 1:
        return (joined([ink(strong(one.reader)) for one in group]),)
    title = book.reader_title(group[0].reader)
    return ink(strong(group[0].reader)), ink(
        faint(title.partition(", ")[2] or title if group[0].role == "office" else title)
    )


def _brief_answer(book: Rulebook, one: ReaderAnswer) -> Cell:
    lines = [line for line in answer_lines(book, one) if not _is_open(line)]
    lines.extend(ink(faint("  open: "), open_words(book, point)) for point in one.missing[:_MOST_OPEN])
    return tuple(lines)


def _because(book: Rulebook, one: ReaderAnswer) -> Cell:
    """Return the shortest grounds: the rules that bear on the answer, each with its source."""
    proofs = [proof for proof in one.proof if bears(one, proof)]
    is_settled = one.answer in ("clear", "undetermined")
    proofs.sort(key=lambda proof: proof.outcome == "stands" if is_settled else not book.rules[proof.rule].bars)
    lines: list[Line] = []
    for proof in proofs[:_MOST_RULES]:
        lines += _ground(book, proof)
    return tuple(lines)


def _ground(book: Rulebook, proof: RuleProof) -> list[Line]:
    rule = book.rules[proof.rule]
    mark = evidence_mark(book, rule)
    basis = ink(basis_line(book, rule), Ink(f", {mark}", "doubt") if mark else "")
    sources = [_said(book, statement) for statement in statements_of(book, proof)[:_MOST_SOURCES]]
    if not sources:
        sources = [short_cite(cite) for cite in cites_of(book, rule)[:1]]
    fate = outcome_words(book, proof)
    lines = [ink(rule.title or rule.id, faint(", "), basis)]
    if fate and proof.outcome != "open":
        lines.append(ink("  ", fate))
    if sources:
        lines.append(ink("  ", joined(sources, "; ")))
    return lines


def _said(book: Rulebook, statement: str) -> Line:
    on = book.statements[statement].on
    return ink(name(statement), f", {on}, " if on is not None else ", ", short_source(book, statement))


def _is_open(line: Line) -> bool:
    return bool(line) and line[0].text.strip() == "open:"

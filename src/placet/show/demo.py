"""Lay out the demonstration: several questions on one page, each with its answers, grades and shortest grounds."""

from __future__ import annotations

from placet.model import Answer, ReaderAnswer, Rulebook, RuleProof, SavedQuestion
from placet.show.answer import (
    answer_lines,
    answers_as_its_party,
    bears,
    in_order,
    outcome_words,
    proof_sources,
)
from placet.show.filed import filed_blocks, said_by_then
from placet.show.page import (
    Block,
    Gap,
    Ink,
    Line,
    Page,
    Paragraph,
    Record,
    faint,
    ink,
    joined,
    name,
    plain_text,
    strong,
)
from placet.show.sources import basis_line, cites_of, evidence_mark, rule_line, short_cite, short_source, statements_of
from placet.show.verdict import verdict_line
from placet.show.words import day_text, day_words, open_words

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
    page += [Gap(), Paragraph(ink(strong("Sources"))), _sources(book, asked)]
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
    """Return one question with its verdict and a few lines for every reader that speaks."""
    known = answer.question.known
    days = f"on {answer.question.on}, " + ("" if known is None else f"known: {day_words(known)}, ")
    blocks: list[Block] = [
        Paragraph(ink(faint(f"{number}  "), strong(question.text), faint(f" ({days}{question.id})")), hang=3),
        Paragraph(verdict_line(book, answer), indent=3, hang=2),
    ]
    groups: dict[tuple[tuple[Line, ...], tuple[str, ...]], list[ReaderAnswer]] = {}
    for one in in_order(book, answer):
        if one.answer != "silent" and not answers_as_its_party(book, one):
            proofs = tuple(str(_ground(book, proof, set())) for proof in _decisive(book, answer, one))
            groups.setdefault((tuple(answer_lines(book, one)), proofs), []).append(one)
    told: set[str] = set()
    for group in groups.values():
        blocks += _reader_blocks(book, answer, group, told)
    blocks += filed_blocks(book, answer, question.about, indent=3, is_brief=True)
    silent = [one.reader for one in in_order(book, answer) if one.answer == "silent" and one.role != "office"]
    if silent:
        rest = f" and {len(silent) - _MOST_SILENT} more" if len(silent) > _MOST_SILENT else ""
        blocks.append(Paragraph(ink(faint("silent: "), ", ".join(silent[:_MOST_SILENT]), rest), indent=3, hang=2))
    return blocks


def _reader_blocks(book: Rulebook, answer: Answer, group: list[ReaderAnswer], told: set[str]) -> list[Block]:
    """Return what readers that answer alike say, what is open, and the rules behind it, each told in full once."""
    lines = [line for line in answer_lines(book, group[0]) if not plain_text(line).lstrip().startswith("open:")]
    answers = joined([_unindented(line) for line in lines], "; ")
    blocks: list[Block] = [Paragraph(ink(_who(book, group), faint(": "), answers), indent=3, hang=2)]
    for point in group[0].missing[:_MOST_OPEN]:
        blocks.append(Paragraph(ink(faint("open: "), open_words(book, point)), indent=5, hang=2))
    for proof in _decisive(book, answer, group[0]):
        blocks.append(Paragraph(_ground(book, proof, told), indent=5, hang=2))
        told.update((proof.rule, *statements_of(book, proof)[:_MOST_SOURCES]))
    return blocks


def _who(book: Rulebook, group: list[ReaderAnswer]) -> Line:
    """Name the readers that answer alike, for the same reasons."""
    if len(group) > 1:
        return joined([ink(strong(one.reader)) for one in group])
    title = book.reader_title(group[0].reader)
    if group[0].role == "voice":
        return ink(strong(title), faint(" (voice, not counted)"))
    return ink(
        strong(group[0].reader), faint(f" {title.partition(', ')[2] or title if group[0].role == 'office' else title}")
    )


def _decisive(book: Rulebook, answer: Answer, one: ReaderAnswer) -> list[RuleProof]:
    """Return the few rules that tell most about why a reader's answer is what it is, and another than the others'."""
    proofs = [proof for proof in one.proof if bears(one, proof)]
    is_settled = one.answer in ("clear", "undetermined")

    def rank(proof: RuleProof) -> tuple[bool, bool]:
        is_minor = proof.outcome == "stands" if is_settled else not book.rules[proof.rule].bars
        return is_minor, proof.rule not in answer.verdict.rules

    return sorted(proofs, key=rank)[:_MOST_RULES]


def _ground(book: Rulebook, proof: RuleProof, told: set[str]) -> Line:
    """Return a rule, what became of it, and what it rests on; what was told before by its name alone."""
    rule = book.rules[proof.rule]
    words = ink(name(rule.id))
    if rule.id not in told:
        mark = evidence_mark(book, rule)
        words = ink(
            rule_line(book, rule.id), faint(", "), basis_line(book, rule), Ink(f", {mark}", "doubt") if mark else ""
        )
    fate = outcome_words(book, proof)
    if fate and proof.outcome != "open":
        words = ink(words, f" ({fate})")
    sources = [
        ink(name(statement)) if statement in told else _said(book, statement)
        for statement in statements_of(book, proof)[:_MOST_SOURCES]
    ]
    sources = sources or [short_cite(cite) for cite in cites_of(book, rule)[:1]]
    return ink(words, faint(": "), joined(sources, "; ")) if sources else words


def _said(book: Rulebook, statement: str) -> Line:
    on = book.statements[statement].on
    return ink(name(statement), f", {on}, " if on is not None else ", ", short_source(book, statement))


def _sources(book: Rulebook, asked: list[tuple[SavedQuestion, Answer]]) -> Record:
    """Return the sources that are named on the page: by whom, and of which day."""
    used: dict[str, None] = {}
    for question, answer in asked:
        said = [statement.source for statement in said_by_then(book, answer, question.about)]
        used.update(dict.fromkeys(said))
        for one in in_order(book, answer):
            if one.answer != "silent" and not answers_as_its_party(book, one):
                for proof in _decisive(book, answer, one):
                    said = [book.statements[found].source for found in statements_of(book, proof)[:_MOST_SOURCES]]
                    used.update(dict.fromkeys(said or proof_sources(book, proof)[:1]))
    rows = []
    for source_id in used:
        source = book.sources[source_id]
        day = day_text(source.published) if source.published is not None else "day not known"
        rows.append((ink(name(source_id)), ink(source.by or source.title, faint(f", {day}"))))
    return Record(tuple(rows), indent=2)


def _unindented(line: Line) -> Line:
    return (Ink(line[0].text.lstrip(), line[0].style), *line[1:]) if line else line

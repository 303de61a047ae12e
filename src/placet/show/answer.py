"""Lay out an answer: the question in words, the verdict, a row for each reader, and what would settle it."""

from __future__ import annotations

from collections.abc import Sequence

from placet.model import Answer, Open, ReaderAnswer, Requirement, Rulebook, RuleProof
from placet.show.filed import filed_blocks
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
from placet.show.sources import (
    basis_line,
    cites_of,
    evidence_mark,
    grade_ink,
    reading_by_id,
    rule_line,
    short_cite,
    short_source,
    source_words,
    statement_line,
    statements_of,
)
from placet.show.verdict import verdict_line
from placet.show.words import (
    alike_steps,
    counted,
    day_words,
    listed,
    open_words,
    short_open_words,
    step_offices,
    step_silence,
    step_words,
    value_words,
)

_MOST_RULES = 4
_MOST_SETS = 4
_MOST_PARTING = 6
_MOST_SILENT = 40


def answer_page(
    book: Rulebook, answer: Answer, *, text: str = "", readers: tuple[str, ...] = (), about: tuple[str, ...] = ()
) -> Page:
    """Return the page for an answer.

    Args:
        book: the rulebook that was asked.
        answer: its answer.
        text: the question in words, where it was a saved one.
        readers: whose answers to show; empty for all.
        about: what the question is filed under; told where no rule speaks.
    """
    page: list[Block] = [*question_blocks(book, answer, text), Gap(), *verdict_blocks(book, answer)]
    page += [*filed_blocks(book, answer, about), Gap()]
    page.extend(reader_blocks(book, answer, readers))
    page.extend(missing_blocks(book, answer, readers))
    sources = sources_blocks(book, [answer], readers)
    page.extend([Gap(), *sources] if sources else [])
    return tuple(page)


def question_blocks(book: Rulebook, answer: Answer, text: str = "") -> list[Block]:
    """Return what was asked, in words, with its two days and what was left out."""
    question = answer.question
    rows: list[tuple[Line, Line]] = []
    for field_id, field in book.fields.items():
        if field_id in question.given:
            words = value_words(book, field, question.given[field_id])
            rows.append((ink(faint(field.question or field_id)), ink(words)))
    left_out = [field_id for field_id in book.fields if field_id not in question.given]
    if left_out:
        rows.append((ink(faint("not given")), ink(faint(", ".join(left_out)))))
    blocks: list[Block] = [Paragraph(ink(strong(text or f"A question to {book.name}")))]
    if rows:
        blocks.append(Record(tuple(rows), indent=2))
    blocks.append(Paragraph(days_line(book, answer), indent=2))
    return blocks


def days_line(book: Rulebook, answer: Answer) -> Line:
    """Return which rulebook was asked, for which day, and on what knowledge."""
    on, known = answer.question.on.isoformat(), day_words(answer.question.known)
    return ink(faint("rulebook "), book.name, faint(", on "), strong(on), faint(", known: "), known)


def verdict_blocks(book: Rulebook, answer: Answer) -> list[Block]:
    """Return the verdict in words and the rules at which the readers part."""
    blocks: list[Block] = [Paragraph(verdict_line(book, answer), hang=2)]
    rules = answer.verdict.rules
    if rules:
        lines = [rule_line(book, rule) for rule in rules[:_MOST_PARTING]]
        rest = f" and {counted(len(rules) - _MOST_PARTING, 'rule')} more" if len(rules) > _MOST_PARTING else ""
        opening = "they part at " if answer.verdict.kind == "contested" else "they may part at "
        blocks.append(Paragraph(ink(faint(opening), joined(lines), rest), indent=2, hang=2))
    return blocks


def reader_blocks(book: Rulebook, answer: Answer, readers: tuple[str, ...] = ()) -> list[Block]:
    """Return a row for every reader that says something, and one line for those that do not."""
    shown = [one for one in in_order(book, answer) if not readers or one.reader in readers]
    alike = [one for one in shown if not readers and answers_as_its_party(book, one)]
    silent = [one for one in shown if one.answer == "silent" and not readers and one not in alike]
    rows = [reader_row(book, one) for one in shown if one not in silent and one not in alike]
    blocks: list[Block] = []
    if rows:
        blocks.append(
            Table(
                ("reader", "answer", "rests on"),
                tuple(rows),
                is_labelled=False,
                is_spaced=True,
                fold_below=100,
                widest=(24, 46, 0),
            )
        )
    notes: list[Line] = []
    if silent:
        notes.append(ink(faint("silent: "), _silent_words(silent), faint(" (no rule of theirs speaks)")))
    if alike:
        named = joined([ink(one.reader, faint(f" ({one.grade})" if one.grade is not None else "")) for one in alike])
        notes.append(ink(faint("as their party: "), named))
    if rows and notes:
        blocks.append(Gap())
    blocks.extend(Paragraph(note, hang=2) for note in notes)
    return blocks


def _silent_words(silent: list[ReaderAnswer]) -> str:
    """Name the readers for whom no rule speaks; of very many, say how many they are."""
    if len(silent) > _MOST_SILENT:
        return f"{len(silent)} other readers"
    return ", ".join(one.reader for one in silent)


def reader_row(book: Rulebook, answer: ReaderAnswer) -> tuple[Cell, Cell, Cell]:
    """Return one reader's row: who it is, what it answers, what that rests on."""
    return _who(book, answer), tuple(answer_lines(book, answer)), tuple(support_lines(book, answer))


def answer_lines(book: Rulebook, answer: ReaderAnswer) -> list[Line]:
    """Return an answer with its steps, their force, the offices, the duties and what is open."""
    grade = ink(faint(", grade "), grade_ink(answer.grade)) if answer.grade is not None else ()
    lines: list[Line] = []
    match answer.answer:
        case "barred":
            lines.append(ink(Ink("barred", "bad"), grade))
        case "clear":
            lines.append(ink(strong("nothing required"), grade))
        case "silent":
            lines.append(ink(faint("silent")))
        case "undetermined":
            lines.append(ink(Ink("undetermined", "doubt"), grade))
        case "needs":
            pass
    needs = answer.requirements
    for group in alike_steps([need.step for need in needs], [(need.basis, need.grade) for need in needs]):
        opening = "needs " if answer.answer == "needs" else "  in any case "
        lines.extend(_need_lines([needs[place] for place in group], opening))
    for duty in answer.duties:
        lines.append(ink(faint(f"{duty.party} must "), duty.text))
    lines.extend(ink(faint("  open: "), open_words(book, point)) for point in answer.missing if point.kind != "field")
    return lines


def support_lines(book: Rulebook, answer: ReaderAnswer) -> list[Line]:
    """Return the rules that make an answer what it is, each with its instrument, statements and sources."""
    proofs = [proof for proof in answer.proof if bears(answer, proof)]
    lines: list[Line] = []
    for proof in proofs[:_MOST_RULES]:
        lines.extend(_proof_lines(book, proof))
    if len(proofs) > _MOST_RULES:
        lines.append(ink(faint(f"and {counted(len(proofs) - _MOST_RULES, 'rule')} more (see --why)")))
    return lines


def missing_blocks(book: Rulebook, answer: Answer, readers: tuple[str, ...] = ()) -> list[Block]:
    """Return what is still missing, and the smallest sets of it that would settle each answer."""
    shown = [one for one in in_order(book, answer) if not readers or one.reader in readers]
    missing = sorted({point for one in shown for point in one.missing}) if readers else answer.missing
    if not missing:
        return []
    blocks: list[Block] = [Gap(), Paragraph(ink(strong("What would settle it")))]
    fields = [point for point in missing if point.kind == "field"]
    if fields:
        words = joined([ink(name(point.name), _question_words(book, point)) for point in fields])
        blocks.append(Paragraph(ink(faint("facts: "), words), indent=2, hang=2))
    points = [point for point in missing if point.kind != "field"]
    if points:
        said = "; ".join(open_words(book, point) for point in points)
        blocks.append(Paragraph(ink(faint("open points: "), said), indent=2, hang=2))
    for reader in shown:
        if any(point.kind == "field" for points in reader.deciding for point in points):
            blocks.append(Paragraph(ink(faint("for "), f"{reader.reader}: ", deciding_words(reader)), indent=2, hang=2))
    return blocks


def sources_blocks(book: Rulebook, answers: list[Answer], readers: tuple[str, ...] = ()) -> list[Block]:
    """Return the sources that the answers rest on, by their names."""
    used: dict[str, None] = {}
    for answer in answers:
        for one in in_order(book, answer):
            if one.answer != "silent" and (not readers or one.reader in readers):
                for proof in one.proof:
                    if bears(one, proof):
                        used.update(dict.fromkeys(proof_sources(book, proof)))
    if not used:
        return []
    rows = tuple((ink(name(source)), source_words(book, source)) for source in used)
    return [Paragraph(ink(strong("Sources"))), Record(rows, indent=2)]


def deciding_words(answer: ReaderAnswer) -> str:
    """Say the smallest sets of facts and points that could settle an answer."""
    sets = [listed([short_open_words(point) for point in points]) for points in answer.deciding]
    words = ", or ".join(sets[:_MOST_SETS])
    return f"{words}, or {counted(len(sets) - _MOST_SETS, 'other set')}" if len(sets) > _MOST_SETS else words


def in_order(book: Rulebook, answer: Answer) -> list[ReaderAnswer]:
    """Return the readers' answers: every party followed by its offices, then the voices."""
    order = {code: at for at, code in enumerate([*book.parties, *book.voices])}
    return sorted(
        answer.readers.values(), key=lambda one: (order.get(one.reader.partition(".")[0], 0), "." in one.reader)
    )


def _who(book: Rulebook, answer: ReaderAnswer) -> Cell:
    title = book.reader_title(answer.reader)
    match answer.role:
        case "office":
            party = answer.reader.partition(".")[0]
            uncounted = (ink(faint(f"  counted with {party}")),) if not answer.is_counted else ()
            return ink("  ", strong(answer.reader)), ink(faint(f"  {title.partition(', ')[2] or title}")), *uncounted
        case "voice":
            return ink(strong(answer.reader)), ink(title), ink(faint("voice, not counted"))
        case _:
            return ink(strong(answer.reader)), ink(title)


def _need_lines(needs: Sequence[Requirement], opening: str) -> list[Line]:
    """Say steps that differ in the addressee alone."""
    need = needs[0]
    force = ink(faint(f" — {need.basis}, grade "), grade_ink(need.grade))
    lines = [ink(faint(opening), strong(step_words(*(each.step for each in needs))), force)]
    extras = [words for words in (step_offices(need.step), step_silence(need.step)) if words]
    lines.extend(ink("  ", words) for words in extras)
    return lines


def _proof_lines(book: Rulebook, proof: RuleProof) -> list[Line]:
    rule = book.rules[proof.rule]
    mark = evidence_mark(book, rule)
    lines = [rule_line(book, proof.rule)]
    under = basis_line(book, rule)
    if under:
        lines.append(ink("  ", under, Ink(f", {mark}", "doubt") if mark else ""))
    fate = outcome_words(book, proof)
    if fate and proof.outcome != "open":
        lines.append(ink("  ", fate))
    for statement in statements_of(book, proof):
        grade = book.statements[statement].grade
        lines.append(
            ink(
                "  ",
                statement_line(book, statement),
                faint(", "),
                grade_ink(grade),
                faint(", "),
                short_source(book, statement),
            )
        )
    cites = cites_of(book, rule)
    if cites:
        lines.append(ink("  ", joined([short_cite(cite) for cite in cites])))
    return lines


def outcome_words(book: Rulebook, proof: RuleProof) -> str:
    """Say why a rule that speaks does not stand, or that it is open; empty where it stands."""
    match proof.outcome:
        case "stands":
            return ""
        case "overridden":
            return f"overridden by {listed(proof.by)}"
        case "excepted":
            return f"does not apply: {listed([exception_words(book, one) for one in proof.by])}"
        case "settled-no":
            return f"may not apply: {listed(proof.by)} has not answered" if proof.by else "may not apply: not settled"
        case "open":
            return "whether it stands is open"


def exception_words(book: Rulebook, exception: str) -> str:
    """Say which exception took a rule away: the rule's own, or one that a reader's reading adds."""
    owner, _, number = exception.rpartition("unless ")
    reading = reading_by_id(book, owner.strip())
    if reading is not None:
        return f"an exception that {reading.reader} reads into it"
    return f"its own exception {number}"


def bears(answer: ReaderAnswer, proof: RuleProof) -> bool:
    """Say whether a rule is one of those that make the answer what it is, or would if nobody read it otherwise."""
    asked = {rule for need in answer.requirements for rule in need.rules}
    if answer.answer in ("needs", "barred"):
        is_read_away = proof.outcome == "excepted" and not all(one.startswith("unless ") for one in proof.by)
        return proof.rule in asked or is_read_away or (answer.answer == "barred" and proof.outcome == "stands")
    return True


def answers_as_its_party(book: Rulebook, one: ReaderAnswer) -> bool:
    """Say whether an office's row would only repeat its party's: same answer, and no reading of its own in it."""
    if one.role != "office" or one.is_counted:
        return False
    readings = [reading_by_id(book, found) for proof in one.proof for found in proof.readings]
    return not any(reading is not None and reading.reader == one.reader for reading in readings)


def proof_sources(book: Rulebook, proof: RuleProof) -> list[str]:
    """Return the sources that a rule rests on for a reader: those of its statements, and those it cites."""
    said = [book.statements[statement].source for statement in statements_of(book, proof)]
    return [*said, *(cite.source for cite in cites_of(book, book.rules[proof.rule]))]


def _question_words(book: Rulebook, point: Open) -> Ink:
    field = book.fields.get(point.name)
    return faint(f" ({field.question})" if field is not None and field.question else "")

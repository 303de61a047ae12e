"""Show what an answer rests on: rules, instruments with their dates, readings, statements and their sources."""

from __future__ import annotations

from placet.model import Cite, Instrument, Part, Period, Reading, Rule, Rulebook, RuleProof, Source, Statement
from placet.show.page import Ink, Line, Node, faint, ink, name, strong
from placet.show.words import GRADE_WORDS, STANCE_WORDS, chain_words, day_text, speaker_words


def evidence_mark(book: Rulebook, rule: Rule) -> str:
    """Say why a rule's basis cannot be checked: its text is not public, or no source is named; empty where it can."""
    if rule.cites or rule.says:
        return ""
    if rule.instrument is None:
        return "unsourced"
    instrument = book.instruments[rule.instrument]
    if instrument.cites:
        return ""
    return "evidence not available" if instrument.known_from is None else "unsourced"


def statements_of(book: Rulebook, proof: RuleProof) -> list[str]:
    """Return the statements that a rule rests on for a reader: its own, then those of the reader's readings."""
    readings = [reading for found in proof.readings if (reading := reading_by_id(book, found)) is not None]
    said = [*book.rules[proof.rule].says, *(says for reading in readings for says in reading.says)]
    return list(dict.fromkeys(said))


def cites_of(book: Rulebook, rule: Rule) -> list[Cite]:
    """Return what a rule cites; where it cites nothing itself, what its instrument does."""
    if rule.cites or rule.instrument is None:
        return list(rule.cites)
    return list(book.instruments[rule.instrument].cites)


def short_cite(cite: Cite) -> Line:
    """Name what is cited as briefly as can be."""
    return ink(faint(cite.source), faint(f"\N{NO-BREAK SPACE}¶{cite.paragraph}") if cite.paragraph else "")


def source_words(book: Rulebook, source_id: str) -> Line:
    """Say what a source is: its title, who published it and when."""
    source = book.sources[source_id]
    return ink(f"“{source.title}”", faint(f", {source.by}" if source.by else ""), faint(f", {published_words(source)}"))


def rule_line(book: Rulebook, rule_id: str) -> Line:
    """Name a rule with its title."""
    rule = book.rules[rule_id]
    return ink(name(rule.id), f" “{rule.title}”" if rule.title else "")


def basis_line(book: Rulebook, rule: Rule) -> Line:
    """Name what a rule stands under: its instrument and part, or who holds it."""
    if rule.held_by is not None:
        return ink("held by ", name(rule.held_by))
    if rule.instrument is None:
        return ()
    instrument = book.instruments[rule.instrument]
    part = _part(instrument, rule.part)
    kind = "" if instrument.is_binding else " (political)"
    return ink(name(instrument.id), faint(f" {part.id}") if part is not None else "", kind)


def instrument_node(book: Rulebook, rule: Rule) -> Node:
    """Return a rule's instrument with its dates and sources as a branch of a proof."""
    if rule.instrument is None:
        return Node(ink(faint("held by "), name(rule.held_by or ""), f" ({book.reader_title(rule.held_by or '')})"))
    instrument = book.instruments[rule.instrument]
    part = _part(instrument, rule.part)
    where = f", {part.id} “{part.title}”" if part is not None else ""
    children = [Node(ink(instrument_dates(instrument)))]
    children.extend(Node(cite_line(book, cite)) for cite in (*instrument.cites, *rule.cites))
    mark = evidence_mark(book, rule)
    if mark:
        children.append(Node((Ink(mark, "doubt"),)))
    return Node(ink(faint("under "), name(instrument.id), f" “{instrument.title}”{where}"), tuple(children))


def instrument_dates(instrument: Instrument) -> str:
    """Say an instrument's force and its dates in one line."""
    if instrument.known_from is None and instrument.is_binding:
        # Binding is what the language takes for granted; of a text that nobody has seen that would claim too much.
        parts = ["force not known"]
    else:
        parts = ["binding" if instrument.is_binding else "political"]
    for label, day in (
        ("announced", instrument.announced),
        ("signed", instrument.signed),
        ("cancelled", instrument.cancelled),
    ):
        if day is not None:
            parts.append(f"{label} {day_text(day)}")
    parts.extend(period_words("in force", period) for period in instrument.in_force)
    parts.extend(period_words("provisional", period) for period in instrument.provisional)
    parts.extend(period_words("suspended", period) for period in instrument.suspended)
    if instrument.published is not None:
        parts.append(f"published {day_text(instrument.published)}")
    if instrument.terminated is not None:
        parts.append(f"terminated {day_text(instrument.terminated)}")
    return ", ".join(parts)


def period_words(label: str, period: Period) -> str:
    """Say a period after a label.

    >>> period_words("in force", Period())
    'in force'
    """
    words = label
    if period.start is not None:
        words += f" from {day_text(period.start)}"
    if period.end is not None:
        words += f" until {day_text(period.end)}"
    return words


def reading_line(reading: Reading) -> Line:
    """Say whose reading it is, what it does and since when."""
    since = f" since {day_text(reading.start)}" if reading.start is not None else ""
    until = f" until {day_text(reading.end)}" if reading.end is not None else ""
    return ink(faint("reading of "), strong(reading.reader), f": {reading_effect(reading)}", faint(since + until))


def reading_effect(reading: Reading) -> str:
    """Say what a reading does to the thing it reads."""
    effects: list[str] = []
    if reading.holds:
        effects.append("holds it")
    if reading.rejects:
        effects.append("rejects it")
    if reading.only_when is not None:
        effects.append("narrows it")
    if reading.also_when is not None:
        effects.append("widens it")
    if reading.unless:
        effects.append("adds an exception" if len(reading.unless) == 1 else f"adds {len(reading.unless)} exceptions")
    if reading.offices:
        effects.append(f"names who may give it ({', '.join(reading.offices)})")
    if reading.unsettled_when is not None:
        effects.append("has not answered")
    if reading.entries:
        effects.append(", ".join(_entry_words(reading)))
    return "; ".join(effects) or "as the text"


def statement_node(book: Rulebook, statement_id: str) -> Node:
    """Return a statement with speaker, chain, day, source and grade as a branch of a proof."""
    statement = book.statements[statement_id]
    words = ink(name(statement.id), f" {STANCE_WORDS[statement.stance]}: “{statement.text}”")
    children = [Node(ink(faint("by "), speaker_words(book, statement), _day_words(statement)))]
    chain = chain_words(book, statement)
    if chain:
        children.append(Node(ink(chain)))
    children.append(Node(source_line(book, statement.source, statement.paragraph)))
    children.append(Node(ink(faint("grade "), grade_ink(statement.grade), faint(f", {GRADE_WORDS[statement.grade]}"))))
    return Node(words, tuple(children))


def statement_line(book: Rulebook, statement_id: str) -> Line:
    """Name a statement with its speaker, day and grade in one line."""
    statement = book.statements[statement_id]
    speakers = ", ".join(statement.speakers) or f"text of {statement.text_of}"
    unnamed = " (unnamed)" if statement.is_unnamed else ""
    day = f", {day_text(statement.on)}" if statement.on is not None else ""
    return ink(name(statement.id), f" {speakers}{unnamed}{day}")


def source_line(book: Rulebook, source_id: str, paragraph: str | None = None) -> Line:
    """Name a source with title, author, day and paragraph."""
    source = book.sources[source_id]
    by = f", {source.by}" if source.by else ""
    return ink(
        faint("in "), name(source.id), f" “{source.title}”{by}, {published_words(source)}", _paragraph(paragraph)
    )


def short_source(book: Rulebook, statement_id: str) -> Line:
    """Name a statement's source and paragraph as briefly as can be."""
    statement = book.statements[statement_id]
    return ink(
        faint(statement.source), faint(f"\N{NO-BREAK SPACE}¶{statement.paragraph}") if statement.paragraph else ""
    )


def cite_line(book: Rulebook, cite: Cite) -> Line:
    """Name what a rule or an instrument cites."""
    return source_line(book, cite.source, cite.paragraph)


def published_words(source: Source) -> str:
    """Say when a source was published, and how that is known."""
    if source.published is None:
        return "day of publication not known"
    basis = f" ({source.basis})" if source.basis else ""
    return f"published {day_text(source.published)}{basis}"


def grade_ink(grade: str) -> Ink:
    """Ink a grade; what is told at second hand stands out."""
    return Ink(grade, "plain" if grade in ("text", "official", "own") else "doubt")


def reading_by_id(book: Rulebook, reading_id: str) -> Reading | None:
    """Return a reading by its name."""
    return next((reading for reading in book.readings if reading.id == reading_id), None)


def _part(instrument: Instrument, part_id: str | None) -> Part | None:
    return next((part for part in instrument.parts if part.id == part_id), None)


def _paragraph(paragraph: str | None) -> str:
    return f", ¶{paragraph}" if paragraph else ""


def _day_words(statement: Statement) -> str:
    if statement.on is None:
        return ", day not known"
    basis = f" ({statement.basis})" if statement.basis else ""
    return f", {day_text(statement.on)}{basis}"


def _entry_words(reading: Reading) -> list[str]:
    words = []
    for entry in reading.entries:
        if entry.is_unsettled:
            between = f" between {', '.join(entry.between)}" if entry.between else ""
            words.append(f"{entry.key} is unsettled{between}")
        else:
            words.append(f"{entry.key} is {', '.join(str(value) for value in entry.values) or 'none'}")
    return words

"""Lay out everything about one name of a rulebook: what it is, where it stands, what it rests on, what uses it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from placet.model import Entry, FieldRef, Literal, Need, Reading, Relation, Rule, Rulebook, TermRef
from placet.model.answers import duration_text
from placet.model.conditions import ALWAYS
from placet.show.page import (
    Block,
    Gap,
    Heading,
    Ink,
    Line,
    Node,
    Page,
    Paragraph,
    Record,
    Tree,
    faint,
    ink,
    joined,
    name,
    strong,
)
from placet.show.registers import field_type_words
from placet.show.sources import (
    basis_line,
    cite_line,
    evidence_mark,
    grade_ink,
    instrument_dates,
    period_words,
    published_words,
    reading_effect,
    reading_line,
    short_source,
    source_line,
    statement_line,
    statement_node,
)
from placet.show.words import GRADE_WORDS, NO_WORDS, STANCE_WORDS, chain_words, listed, speaker_words, value_words

_NOT_AVAILABLE = "not available: no day is known on which it was announced, signed, published or first applied"

KINDS = {
    "parties": "party",
    "voices": "voice",
    "places": "place",
    "fields": "field",
    "terms": "term",
    "relations": "relation",
    "points": "point",
    "sources": "source",
    "statements": "statement",
    "instruments": "instrument",
    "rules": "rule",
    "questions": "question",
}

Rows = list[tuple[Line, Line]]


def names_of(book: Rulebook) -> dict[str, str]:
    """Return every name that can be looked up, with its kind: declarations, offices and readings."""
    names = {one: kind for attribute, kind in KINDS.items() for one in getattr(book, attribute)}
    for party in book.parties.values():
        names.update({f"{party.id}.{office.id}": "office" for office in party.offices})
    names.update({reading.id: "reading" for reading in book.readings})
    return names


def entry_page(book: Rulebook, of: str) -> Page:
    """Return the page of one name, which must be in `names_of(book)`."""
    kind = names_of(book)[of]
    if kind == "reading":
        reading = next(one for one in book.readings if one.id == of)
        return _page(kind, of, "", str(reading.where), _reading_rows(book, reading), _used_by(book, of))
    if kind == "office":
        rows: Rows = _speaker_rows(book, of)
        return _page(
            kind, of, book.reader_title(of), str(book.parties[of.partition(".")[0]].where), rows, _used_by(book, of)
        )
    attribute = next(attribute for attribute, word in KINDS.items() if word == kind)
    thing = getattr(book, attribute)[of]
    title = getattr(thing, "title", "") or getattr(thing, "question", "")
    page = _page(kind, of, title, str(thing.where), _rows(book, kind, thing), _used_by(book, of))
    own = [reading for reading in book.readings if reading.of == of]
    return (*page, *_readings_blocks(book, own)) if own else page


def readings_page(book: Rulebook, of: str) -> Page:
    """Return how each reader reads one thing, in the order in which the readings begin."""
    own = [reading for reading in book.readings if reading.of == of]
    thing = book.rules.get(of) or book.instruments.get(of)
    title = thing.title if thing is not None else ""
    head: list[Block] = [Heading(ink(strong(of), f" “{title}”" if title else ""), ink(faint(book.name)))]
    if of in book.rules:
        head.append(Record(tuple(rule_rows(book, book.rules[of])), indent=2))
    if not own:
        return (*head, Gap(), Paragraph(ink(faint("no reader reads it otherwise than it stands"))))
    return (*head, *_readings_blocks(book, own))


def rule_rows(book: Rulebook, rule: Rule) -> Rows:
    """Return a rule clause by clause."""
    rows: Rows = []
    basis = basis_line(book, rule)
    if basis:
        mark = evidence_mark(book, rule)
        title = book.instruments[rule.instrument].title if rule.instrument is not None else ""
        rows.append(
            _row(
                "under" if rule.instrument else "by", basis, f" “{title}”" if title else "", f", {mark}" if mark else ""
            )
        )
    period = period_words("", rule.period).strip()
    if period:
        rows.append(_row("valid", period))
    if rule.when != ALWAYS:
        rows.append(_row("when", str(rule.when)))
    rows.extend(_row("unless", str(exception)) for exception in rule.unless)
    if rule.overrides:
        rows.append(_row("overrides", ", ".join(rule.overrides)))
    rows.extend(_row("needs", need_words(need)) for need in rule.needs)
    if rule.bars:
        rows.append(_row("effect", "bars the act"))
    if rule.allows:
        rows.append(_row("effect", "allows the act"))
    rows.extend(_row("obliges", f"{duty.party} to {duty.text}") for duty in rule.obliges)
    rows.extend(_row("says", statement_line(book, statement)) for statement in rule.says)
    rows.extend(_row("cites", cite_line(book, cite)) for cite in rule.cites)
    return rows


def need_words(need: Need) -> str:
    """Say a step as a rule asks for it, its addressee perhaps still to be worked out."""
    link = {"consultation": "with", "notification": "to"}.get(need.kinds[-1], "of")
    words = f"{listed(need.kinds, 'or')} {link} {need.of}"
    if need.offices:
        words += f" by {listed(need.offices, 'or')}"
    deadline = duration_text(need.deadline, need.deadline_side)
    if deadline:
        words += f", {deadline}"
    if need.silence is not None:
        words += f", silence for {need.silence} means {need.silence_means}"
    return words


def _page(kind: str, of: str, title: str, where: str, rows: Rows, used: Rows) -> Page:
    heading = ink(strong(of), f" “{title}”" if title else "")
    blocks: list[Block] = [Heading(heading, ink(faint(f"{kind}, {where}" if not where.endswith(":0") else kind)))]
    if rows:
        blocks.append(Record(tuple(rows), indent=2))
    if used:
        blocks += [Gap(), Record(tuple(used), indent=2)]
    return tuple(blocks)


def _readings_blocks(book: Rulebook, readings: list[Reading]) -> list[Block]:
    ordered = sorted(
        readings, key=lambda one: (one.start is not None, one.start.earliest if one.start is not None else None)
    )
    nodes = []
    for reading in ordered:
        conditions = [Node(ink(faint(f"{label} "), text)) for label, text in _reading_conditions(reading)]
        statements = [statement_node(book, statement) for statement in reading.says]
        nodes.append(Node(reading_line(reading), (*conditions, *statements)))
    return [Gap(), Paragraph(ink(strong("Readings"))), Tree(tuple(nodes), indent=2)]


def _reading_conditions(reading: Reading) -> Iterator[tuple[str, str]]:
    if reading.only_when is not None:
        yield "only when", str(reading.only_when)
    if reading.also_when is not None:
        yield "also when", str(reading.also_when)
    for exception in reading.unless:
        yield "unless", str(exception)
    if reading.unsettled_when is not None and reading.unsettled_when != ALWAYS:
        yield "unsettled when", str(reading.unsettled_when)


def _reading_rows(book: Rulebook, reading: Reading) -> Rows:
    rows = [
        _row("reader", strong(reading.reader), f" ({book.reader_title(reading.reader)})"),
        _row("reads", name(reading.of), f" ({reading.of_kind})"),
        _row("effect", reading_effect(reading)),
    ]
    period = " ".join(
        f"{label} {day}" for label, day in (("since", reading.start), ("until", reading.end)) if day is not None
    )
    if period:
        rows.append(_row("valid", period))
    rows.extend(_row(label, text) for label, text in _reading_conditions(reading))
    rows.extend(
        _row(
            "says",
            statement_line(book, says),
            ", ",
            grade_ink(book.statements[says].grade),
            ", ",
            short_source(book, says),
        )
        for says in reading.says
    )
    return rows


def _rows(book: Rulebook, kind: str, thing: Any) -> Rows:  # noqa: ANN401 - one of the kinds of declaration
    match kind:
        case "rule":
            return rule_rows(book, thing)
        case "statement":
            return [
                _row(STANCE_WORDS[thing.stance], f"“{thing.text}”" if thing.text else NO_WORDS),
                _row("by", speaker_words(book, thing)),
                *([_row("came", chain_words(book, thing))] if chain_words(book, thing) else []),
                _row("on", f"{thing.on or 'a day not known'}", f" ({thing.basis})" if thing.basis else ""),
                *([_row("to", thing.to)] if thing.to else []),
                _row("grade", grade_ink(thing.grade), faint(f", {GRADE_WORDS[thing.grade]}")),
                _row("", source_line(book, thing.source, thing.paragraph)),
                *([_row("about", ", ".join(thing.about))] if thing.about else []),
            ]
        case "source":
            rows = [
                _row("by", thing.by),
                _row("day", published_words(thing)),
                _row("file", thing.file),
                _row("address", thing.url),
            ]
            said = [statement_line(book, one.id) for one in book.statements.values() if one.source == thing.id]
            return [*(row for row in rows if row[1]), *(_row("says", line) for line in said)]
        case "instrument":
            members = [ink(one.party, faint(period_words("", one.period))) for one in thing.members]
            return [
                _row("dates", instrument_dates(thing)),
                *([_row("evidence", Ink(_NOT_AVAILABLE, "doubt"))] if thing.known_from is None else []),
                *([_row("parties", joined(members))] if members else []),
                *(_row("part", name(part.id), f" “{part.title}”") for part in thing.parts),
                *(_row(label, str(length)) for label, length in _terms(thing) if length is not None),
                *(_row("cites", cite_line(book, cite)) for cite in thing.cites),
            ]
        case "field":
            return [_row("can be", field_type_words(book, thing))]
        case "term":
            return [_row("means", str(thing.means))]
        case "relation":
            return _relation_rows(book, thing)
        case "place":
            inside = sorted(book.places_within(thing.id) - {thing.id})
            return [
                *([_row("in", thing.within)] if thing.within else []),
                *([_row("contains", ", ".join(inside))] if inside else []),
            ]
        case "party":
            offices = [
                _row("office", strong(f"{thing.id}.{office.id}"), f" {office.title}") for office in thing.offices
            ]
            return [*offices, *_speaker_rows(book, thing.id)]
        case "voice":
            return _speaker_rows(book, thing.id)
        case "point":
            return [
                _row("said", statement_line(book, one.id)) for one in book.statements.values() if thing.id in one.about
            ]
        case _:
            given = [
                _row(
                    field,
                    value_words(book, book.fields[field], frozenset(value) if isinstance(value, tuple) else value),
                )
                for field, value in thing.given.items()
            ]
            days = [
                _row(label, str(day)) for label, day in (("on", thing.on), ("known", thing.known)) if day is not None
            ]
            return [_row("asks", thing.text), *days, *given]


def _terms(instrument: Any) -> list[tuple[str, object]]:  # noqa: ANN401 - an instrument
    return [("term", instrument.term), ("renews", instrument.renews), ("notice", instrument.notice)]


def _relation_rows(book: Rulebook, relation: Relation) -> Rows:
    rows = [_row("from", f"{relation.key} to {relation.value}")]
    rows.extend(_row(entry.key, _entry_words(entry)) for entry in relation.entries)
    rows.extend(_row("cites", cite_line(book, cite)) for cite in relation.cites)
    return rows


def _entry_words(entry: Entry) -> str:
    if entry.is_unsettled:
        words = "unsettled" + (f" between {', '.join(entry.between)}" if entry.between else "")
    else:
        words = ", ".join(str(value) for value in entry.values) or "none"
    period = period_words("", entry.period).strip()
    return f"{words} ({period})" if period else words


def _speaker_rows(book: Rulebook, speaker: str) -> Rows:
    said = [
        one
        for one in book.statements.values()
        if any(by == speaker or by.startswith(f"{speaker}.") for by in one.speakers)
    ]
    return [_row("says", statement_line(book, one.id), faint(f", {one.grade}")) for one in said]


def _used_by(book: Rulebook, of: str) -> Rows:
    """Name what uses a name: rules and terms that mention it, readings of it, questions about it."""
    rules = [rule.id for rule in book.rules.values() if rule.id != of and of in mentioned(rule)]
    terms = [term.id for term in book.terms.values() if term.id != of and of in mentioned(term)]
    readings = [one.id for one in book.readings if one.id != of and of in mentioned(one)]
    questions = [one.id for one in book.questions.values() if one.id != of and (of in one.about or of in one.given)]
    rows = [("rules", rules), ("terms", terms), ("readings", readings), ("questions", questions)]
    return [_row(f"in {label}", ", ".join(names)) for label, names in rows if names]


def mentioned(value: object) -> set[str]:
    """Return every name that a declaration mentions, wherever in it."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, FieldRef):
        return {value.field}
    if isinstance(value, TermRef):
        return {value.term}
    if isinstance(value, Literal):
        return {value.value} if isinstance(value.value, str) else set()
    if isinstance(value, (tuple, list)):
        return set().union(*(mentioned(part) for part in value))
    if isinstance(value, msgspec.Struct):
        skipped = {"where", "title", "text"}
        return set().union(
            *(mentioned(getattr(value, field)) for field in value.__struct_fields__ if field not in skipped)
        )
    return set()


def _row(label: str, *parts: Any) -> tuple[Line, Line]:
    return (ink(faint(label)), ink(*parts))

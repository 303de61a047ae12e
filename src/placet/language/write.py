"""A checked rulebook as text in the language: what `amend` and imports hand to people, and what tests read back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from placet.language.format import format_text
from placet.model.conditions import ALWAYS, value_text
from placet.model.dates import Day, Period
from placet.model.rulebook import (
    Cite,
    Entry,
    Field,
    Instrument,
    Need,
    Party,
    Place,
    Reading,
    Relation,
    Rule,
    Rulebook,
    SavedQuestion,
    Source,
    Statement,
)

_NUMBER = re.compile(r"[0-9]+(_[0-9]+)*(\.[0-9]+)?")
_PREPOSITIONS = {"notification": "to", "consultation": "with", "consent": "of", "request": "of"}


def write_rulebook(rulebook: Rulebook) -> str:
    """Return a Markdown text with one `placet` block, in canonical layout, from which the same rulebook loads.

    Entries that came from a table, and all that came with `use`, are written out; prose and comments are not part of a
    checked rulebook.
    """
    groups = (
        _parties(rulebook),
        (f"place {place.id} {_text(place.title)}{_within(place)}" for place in rulebook.places.values()),
        (_field(field) for field in rulebook.fields.values()),
        (f"term {term.id} means {term.means}" for term in rulebook.terms.values()),
        (f"point {point.id} {_text(point.title)}" for point in rulebook.points.values()),
        (_joined(_relation(relation)) for relation in rulebook.relations.values() if not _is_built_in(relation)),
        (_joined(_source(source)) for source in rulebook.sources.values()),
        (_joined(_statement(statement)) for statement in rulebook.statements.values()),
        (_joined(_instrument(instrument)) for instrument in rulebook.instruments.values()),
        (_joined(_rule(rule)) for rule in rulebook.rules.values()),
        (_joined(_reading(reading)) for reading in rulebook.readings),
        (_joined(_question(question)) for question in rulebook.questions.values()),
    )
    body = "\n\n".join(text for text in ("\n".join(group) for group in groups) if text)
    return format_text(f"# {rulebook.name}\n\n```placet\n{body}\n```\n")


def _parties(rulebook: Rulebook) -> Iterator[str]:
    for party in rulebook.parties.values():
        yield _joined(_party(party))
    for voice in rulebook.voices.values():
        yield f"voice {voice.id} {_text(voice.title)}"


def _party(party: Party) -> Iterator[str]:
    yield f"party {party.id} {_text(party.title)}"
    for office in party.offices:
        yield f"office {office.id} {_text(office.title)}"


def _within(place: Place) -> str:
    return f" in {place.within}" if place.within is not None else ""


def _field(field: Field) -> str:
    question = f" {_text(field.question)}" if field.question else ""
    return f"field {field.id} : {field.type}{question}"


def _relation(relation: Relation) -> Iterator[str]:
    yield f"relation {relation.id} : {relation.key} to {relation.value}"
    yield from map(_entry, relation.entries)
    yield from _cites(relation.cites)


def _is_built_in(relation: Relation) -> bool:
    """Say whether a relation is `members` as it always is, which no text need declare."""
    return relation.id == "members" and not relation.entries and not relation.cites


def _entry(entry: Entry) -> str:
    return f"{entry.key} is {_entry_value(entry)}{_since_until(entry.period, 'since')}"


def _entry_value(entry: Entry) -> str:
    if entry.is_unsettled:
        return "unsettled" + (f" between {', '.join(entry.between)}" if entry.between else "")
    return ", ".join(value_text(value) for value in entry.values) or "none"


def _source(source: Source) -> Iterator[str]:
    yield f"source {source.id} {_text(source.title)}"
    if source.by:
        yield f"by {_text(source.by)}"
    if source.published is not None:
        yield f"published {source.published}{_basis(source.basis)}"
    if source.file:
        yield f"file {_text(source.file)}"
    if source.url:
        yield f"url {_text(source.url)}"


def _statement(statement: Statement) -> Iterator[str]:
    yield f"statement {statement.id} in {statement.source}{_paragraph(statement.paragraph)}"
    description = _after(statement.description)
    if statement.text_of is not None:
        yield f"by text of {statement.text_of}{description}"
    elif statement.speakers:
        yield f"by {', '.join(statement.speakers)}{description}"
    if statement.is_unnamed:
        yield "unnamed"
    if statement.told_by is not None:
        yield f"told by {statement.told_by}{_after(statement.told_description)}"
    if statement.relays:
        yield f"relayed by {', '.join(map(_text, statement.relays))}"
    if statement.on is not None:
        yield f"on {statement.on}{_basis(statement.basis)}"
    if statement.to:
        yield f"to {_text(statement.to)}"
    if statement.about:
        yield f"about {', '.join(statement.about)}"
    yield f"{statement.stance} {_text(statement.text)}"


def _instrument(instrument: Instrument) -> Iterator[str]:
    yield f"instrument {instrument.id} {_text(instrument.title)}"
    if not instrument.is_binding:
        yield "political"
    founders = [member.party for member in instrument.members if member.period == Period()]
    if founders:
        yield f"between {', '.join(founders)}"
    for member in instrument.members:
        if member.period != Period():
            yield f"member {member.party}{_since_until(member.period, 'from')}"
    for keyword in ("announced", "signed", "published", "cancelled", "terminated"):
        day: Day | None = getattr(instrument, keyword)
        if day is not None:
            yield f"{keyword} {day}"
    for keyword, periods in (
        ("in force", instrument.in_force),
        ("provisional", instrument.provisional),
        ("suspended", instrument.suspended),
    ):
        for period in periods:
            yield f"{keyword}{_since_until(period, 'from')}"
    lengths = {"term": instrument.term, "renews": instrument.renews, "notice": instrument.notice}
    if any(lengths.values()):
        yield "  ".join(f"{keyword} {length}" for keyword, length in lengths.items() if length is not None)
    for part in instrument.parts:
        yield f"part {part.id} {_text(part.title)}"
    yield from _cites(instrument.cites)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"rule {rule.id} {_text(rule.title)}"
    if rule.instrument is not None:
        yield f"under {rule.instrument}{f' {rule.part}' if rule.part is not None else ''}"
    if rule.held_by is not None:
        yield f"held by {rule.held_by}"
    yield from _dates(rule.period.start, rule.period.end)
    if rule.when != ALWAYS:
        yield f"when {rule.when}"
    for exception in rule.unless:
        yield f"unless {exception}"
    if rule.overrides:
        yield f"overrides {', '.join(rule.overrides)}"
    for need in rule.needs:
        yield _need(need)
    if rule.bars:
        yield "bars"
    if rule.allows:
        yield "allows"
    for duty in rule.obliges:
        yield f"obliges {duty.party} to {_text(duty.text)}"
    yield from _cites(rule.cites)
    yield from _says(rule.says)


def _need(need: Need) -> str:
    parts = [f"needs {' or '.join(need.kinds)} {_PREPOSITIONS[need.kinds[0]]} {need.of}"]
    if need.offices:
        parts.append(f"by {', '.join(need.offices)}")
    if need.deadline is not None:
        parts.append(f"{need.deadline} {need.deadline_side}")
    if need.silence is not None:
        parts.append(f"silence {need.silence} means {need.silence_means}")
    return " ".join(parts)


def _reading(reading: Reading) -> Iterator[str]:
    yield f"reading {reading.reader} of {reading.of}"
    # A reading that begins with its statement or its source has no day of its own.
    start = reading.start if reading.start_owner == reading.id else None
    yield from _dates(start, reading.end)
    if reading.holds:
        yield "holds"
    if reading.rejects:
        yield "rejects"
    for condition, keyword in ((reading.only_when, "only when"), (reading.also_when, "also when")):
        if condition is not None:
            yield f"{keyword} {condition}"
    for exception in reading.unless:
        yield f"unless {exception}"
    if reading.unsettled_when is not None:
        yield "unsettled" if reading.unsettled_when == ALWAYS else f"unsettled when {reading.unsettled_when}"
    if reading.offices:
        yield f"by {', '.join(reading.offices)}"
    yield from map(_entry, reading.entries)
    yield from _says(reading.says)


def _question(question: SavedQuestion) -> Iterator[str]:
    yield f"question {question.id} {_text(question.text)}"
    for keyword, day in (("on", question.on), ("known", question.known)):
        if day is not None:
            yield f"{keyword} {day}"
    if question.given:
        yield "given " + ", ".join(f"{field} = {_given(value)}" for field, value in question.given.items())
    if question.about:
        yield f"about {', '.join(question.about)}"


def _given(value: str | bool | int | Decimal | None | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(value)})" if value else "none"
    return value_text(value)


def _dates(start: Day | None, end: Day | None) -> Iterator[str]:
    if start is not None:
        yield f"since {start}"
    if end is not None:
        yield f"until {end}"


def _since_until(period: Period, keyword: str) -> str:
    start = f" {keyword} {period.start}" if period.start is not None else ""
    return start + (f" until {period.end}" if period.end is not None else "")


def _says(statements: Sequence[str]) -> Iterator[str]:
    if statements:
        yield f"says {', '.join(statements)}"


def _cites(cites: Iterable[Cite]) -> Iterator[str]:
    for cite in cites:
        yield f"cites {cite.source}{_paragraph(cite.paragraph)}"


def _paragraph(paragraph: str | None) -> str:
    if paragraph is None:
        return ""
    return f" paragraph {paragraph if _NUMBER.fullmatch(paragraph) else _text(paragraph)}"


def _basis(basis: str) -> str:
    return f" basis {_text(basis)}" if basis else ""


def _after(text: str) -> str:
    return f" {_text(text)}" if text else ""


def _text(text: str) -> str:
    # A text that holds a straight mark was written between curly ones; none can hold both.
    return f"“{text}”" if '"' in text else f'"{text}"'


def _joined(lines: Iterable[str]) -> str:
    return "\n  ".join(lines)

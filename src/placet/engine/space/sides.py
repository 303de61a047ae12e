"""What is compared: a reader of a rulebook on two days, and another one, both speaking of the same situations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property

import msgspec

from placet.engine.columns.calendar import Calendar
from placet.engine.columns.columns import GroundRule, ground_columns
from placet.engine.columns.parts import Parts, parts_of
from placet.engine.logic.variables import Variables
from placet.engine.variation.excerpt import Excerpt, excerpt_for
from placet.model import (
    Entry,
    Field,
    Instrument,
    Party,
    Place,
    Reading,
    Relation,
    Rulebook,
    Type,
    Value,
    Voice,
)


class Perspective(msgspec.Struct, frozen=True):
    """A reader of a rulebook on the day `on`, as known on the day `known` (None: all of it)."""

    rulebook: Rulebook
    reader: str
    on: dt.date
    known: dt.date | None = None


class Side(msgspec.Struct, frozen=True, dict=True):
    """A perspective, worked out: the rules of its column and the parts of its answer.

    `rulebook` is the one that was aligned with the other side's, and `calendar` has the whole of it.
    """

    perspective: Perspective
    rulebook: Rulebook
    calendar: Calendar
    rules: tuple[GroundRule, ...]
    parts: Parts

    @cached_property
    def by_name(self) -> dict[str, GroundRule]:
        """The rules of the column by name."""
        return {ground.rule.id: ground for ground in self.rules}

    @cached_property
    def statements_of(self) -> dict[str, dict[str, None]]:
        """The statements on which each reading rests, by the reading's name."""
        found: dict[str, dict[str, None]] = {}
        for reading in self.rulebook.readings:
            found.setdefault(reading.id, {}).update(dict.fromkeys(reading.says))
        return found

    @property
    def reader(self) -> str:
        """The reader's name."""
        return self.perspective.reader


class FieldsDiffer(Exception):
    """Two rulebooks ask different kinds of thing under the name of one field, so no situation is in both."""

    def __init__(self, field: str, one: Type, other: Type) -> None:
        super().__init__(f"the field `{field}` is `{one}` in one rulebook and `{other}` in the other")
        self.field = field
        self.one = one
        self.other = other


def sides_of(
    perspectives: Sequence[Perspective], given: Mapping[str, Value] | None = None, excerpt: Excerpt | None = None
) -> tuple[Side, ...]:
    """Work out some perspectives over the same situations.

    Args:
        perspectives: which readers, rulebooks and days.
        given: facts that every situation shares.
        excerpt: what of the first rulebook can bear on these facts, where that is known already.

    Returns:
        The sides, in the order of the perspectives.

    Raises:
        FieldsDiffer: two rulebooks have fields of one name that cannot be compared.
        ValueError: a given value is none of its field's.
    """
    books = list({id(each.rulebook): each.rulebook for each in perspectives}.values())
    aligned = dict(zip(map(id, books), align(books), strict=True))
    parts = {number: _bearing(book, given, None if len(books) > 1 else excerpt) for number, book in aligned.items()}
    variables: Variables | None = None
    calendars: dict[tuple[int, dt.date, dt.date | None], Calendar] = {}
    for each in perspectives:
        key = (id(each.rulebook), each.on, each.known)
        if key not in calendars:
            rulebook = aligned[id(each.rulebook)]
            variables = Variables(rulebook, given) if variables is None else variables.beside(rulebook)
            calendars[key] = Calendar(rulebook, each.on, each.known, variables=variables)
    columns = {
        key: ground_columns(
            # The situations are those of the whole rulebook; what cannot bear on them is not worked out.
            Calendar(parts[key[0]], calendar.on, calendar.known, variables=calendar.variables),
            {each.reader for each in perspectives if (id(each.rulebook), each.on, each.known) == key},
        )
        for key, calendar in calendars.items()
    }
    sides = []
    for each in perspectives:
        key = (id(each.rulebook), each.on, each.known)
        calendar = calendars[key]
        rules = columns[key].get(each.reader)
        if rules is None:
            # An office that reads and holds nothing of its own answers as its party.
            rules = columns[key].get(each.reader.partition(".")[0], ())
        sides.append(Side(each, calendar.rulebook, calendar, rules, parts_of(rules, calendar.variables.expressions)))
    return tuple(sides)


def _bearing(book: Rulebook, given: Mapping[str, Value] | None, excerpt: Excerpt | None) -> Rulebook:
    """Return what of a rulebook can bear on some facts."""
    return book if not given else (excerpt or excerpt_for(book, given)).book


def align(rulebooks: Sequence[Rulebook]) -> list[Rulebook]:
    """Give every field the same domain in all rulebooks: a party, place or value that only one knows, all know.

    What is added has no rules, and no unsettled entry can come to it, so no answer about the situations that a rulebook
    already had changes.

    Raises:
        FieldsDiffer: two have fields of one name that cannot be compared.
    """
    if len(rulebooks) < 2:
        return list(rulebooks)
    parties: dict[str, Party] = {}
    places: dict[str, Place] = {}
    instruments: dict[str, Instrument] = {}
    voices: dict[str, Voice] = {}
    fields: dict[str, Field] = {}
    blank = msgspec.structs.replace
    for book in rulebooks:
        for name, party in book.parties.items():
            parties.setdefault(name, blank(party, offices=()))
        for name, place in book.places.items():
            places.setdefault(name, blank(place, within=None))
        for name, each in book.instruments.items():
            instruments.setdefault(name, blank(each, members=(), in_force=(), provisional=()))
        for name, voice in book.voices.items():
            voices.setdefault(name, voice)
        for name, field in book.fields.items():
            fields[name] = field if name not in fields else _joined(fields[name], field)
    return [
        msgspec.structs.replace(
            book,
            relations={name: _bounded(book, relation) for name, relation in book.relations.items()},
            readings=tuple(_bounded_reading(book, reading) for reading in book.readings),
            parties={name: book.parties.get(name, party) for name, party in parties.items()},
            places={name: book.places.get(name, place) for name, place in places.items()},
            instruments={name: book.instruments.get(name, each) for name, each in instruments.items()},
            voices={name: book.voices.get(name, voice) for name, voice in voices.items()},
            fields=fields,
        )
        for book in rulebooks
    ]


def _bounded(book: Rulebook, relation: Relation) -> Relation:
    """Keep what a relation leaves unsettled among the values that its own rulebook knows."""
    return msgspec.structs.replace(relation, entries=_bounded_entries(book, relation.id, relation.entries))


def _bounded_reading(book: Rulebook, reading: Reading) -> Reading:
    if reading.of_kind != "relation":
        return reading
    return msgspec.structs.replace(reading, entries=_bounded_entries(book, reading.of, reading.entries))


def _bounded_entries(book: Rulebook, relation: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    if not any(entry.is_unsettled and not entry.between for entry in entries):
        return entries
    declared = book.relations.get(relation)
    known = tuple(book.parties) if declared is None else book.domain(declared.value)
    return tuple(
        msgspec.structs.replace(entry, between=known) if entry.is_unsettled and not entry.between else entry
        for entry in entries
    )


def _joined(one: Field, other: Field) -> Field:
    if (one.type.kind, one.type.is_set) != (other.type.kind, other.type.is_set):
        raise FieldsDiffer(one.id, one.type, other.type)
    names = tuple(dict.fromkeys((*one.type.names, *other.type.names)))
    type_ = msgspec.structs.replace(one.type, names=names, or_none=one.type.or_none or other.type.or_none)
    return msgspec.structs.replace(one, type=type_)

"""The checked rulebook: every declaration, with all names resolved.

A `Rulebook` is what the checker makes of a folder of Markdown files and what every engine reads. It holds no
syntax: only values, each with the place (`where`) at which it was declared.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Literal as Choice
from typing import TypeAlias

import msgspec

from placet.model.compared import Constant, numbers_compared
from placet.model.conditions import ALWAYS, Apply, Condition, FieldRef, Literal
from placet.model.dates import Day, Duration, Period

Value: TypeAlias = str | bool | int | Decimal | None | frozenset[str]
"""A field's value: a name (party, place, instrument, list value), yes or no, a number, `none`, or a set of names."""

Stance: TypeAlias = Choice["says", "requires", "denies", "proposes", "asks", "acknowledges", "declines", "defers"]
Kind: TypeAlias = Choice["notification", "consultation", "consent", "request"]
KINDS: tuple[Kind, ...] = ("notification", "consultation", "consent", "request")
"""From the lowest step to the highest."""


class Where(msgspec.Struct, frozen=True):
    """A place in a rulebook: `file` relative to the rulebook's folder, `line` counted from 1."""

    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Type(msgspec.Struct, frozen=True):
    """What values a field or a relation can have.

    `names` are the values of a list; `unit` belongs to a number; `or_none` adds `none` (never for a set, whose
    empty value is `none` already).
    """

    kind: Choice["party", "place", "instrument", "names", "yesno", "number"]
    names: tuple[str, ...] = ()
    unit: str | None = None
    is_set: bool = False
    or_none: bool = False

    def __str__(self) -> str:
        text = {"names": ", ".join(self.names), "yesno": "yes or no"}.get(self.kind, self.kind)
        if self.unit:
            text += f" in {self.unit}"
        if self.is_set:
            text = f"set of {text}"
        return f"{text} or none" if self.or_none else text


class Cite(msgspec.Struct, frozen=True):
    """A source, and the paragraph in it."""

    source: str
    paragraph: str | None = None


class Office(msgspec.Struct, frozen=True):
    """Who may speak, ask or consent for a party."""

    id: str
    title: str


class Party(msgspec.Struct, frozen=True):
    """A state or an organisation."""

    id: str
    title: str
    offices: tuple[Office, ...] = ()
    where: Where = Where()


class Voice(msgspec.Struct, frozen=True):
    """Anyone else with a reading; never bound by a rule."""

    id: str
    title: str
    where: Where = Where()


class Place(msgspec.Struct, frozen=True):
    """A place, in another or not."""

    id: str
    title: str
    within: str | None = None
    where: Where = Where()


class Field(msgspec.Struct, frozen=True):
    """One typed question about a situation."""

    id: str
    type: Type
    question: str = ""
    where: Where = Where()


class Term(msgspec.Struct, frozen=True):
    """A name for a condition."""

    id: str
    means: Condition
    where: Where = Where()


class Point(msgspec.Struct, frozen=True):
    """A matter in dispute, under which statements and questions are filed."""

    id: str
    title: str
    where: Where = Where()


class Entry(msgspec.Struct, frozen=True):
    """What a relation gives for one key.

    `values` is one value for a single-valued relation (none: no value), any number for a set. Where
    `is_unsettled`, the value is open: `between` narrows what it could be (empty: anything of the type).
    """

    key: str
    values: tuple[str | bool, ...] = ()
    is_unsettled: bool = False
    between: tuple[str, ...] = ()
    period: Period = Period()
    where: Where = Where()


class Relation(msgspec.Struct, frozen=True):
    """A dated map from `key` to `value`."""

    id: str
    key: Type
    value: Type
    entries: tuple[Entry, ...] = ()
    cites: tuple[Cite, ...] = ()
    where: Where = Where()


class Source(msgspec.Struct, frozen=True):
    """A document; `published` is None where the day is not known at all."""

    id: str
    title: str
    by: str = ""
    published: Day | None = None
    basis: str = ""
    file: str = ""
    url: str = ""
    where: Where = Where()


class Statement(msgspec.Struct, frozen=True):
    """What somebody says in a source, paraphrased.

    `speakers` are parties (`KOR`), offices (`USA.dod`), voices, or one of `narrator` and `media`; `text_of` names the
    instrument whose text speaks. `told_by` is the other side that tells it, `relays` the chain it came through.
    """

    id: str
    source: str
    stance: Stance
    text: str
    speakers: tuple[str, ...] = ()
    description: str = ""
    is_unnamed: bool = False
    text_of: str | None = None
    told_by: str | None = None
    told_description: str = ""
    relays: tuple[str, ...] = ()
    paragraph: str | None = None
    on: Day | None = None
    basis: str = ""
    to: str = ""
    about: tuple[str, ...] = ()
    where: Where = Where()

    @property
    def grade(self) -> str:
        """How good it is as evidence of its speaker's own position."""
        if self.text_of is not None:
            return "text"
        if "narrator" in self.speakers:
            return "narrator"
        if "media" in self.speakers:
            return "media"
        if self.relays:
            return "relayed"
        if self.is_unnamed:
            return "anonymous"
        if self.told_by is not None:
            return "counterpart"
        if all(speaker[:1].islower() for speaker in self.speakers):
            return "own"
        return "official"


class Part(msgspec.Struct, frozen=True):
    """An article, a section, an annexed note of an instrument."""

    id: str
    title: str


class Membership(msgspec.Struct, frozen=True):
    """A party to an instrument; no start means from its beginning."""

    party: str
    period: Period = Period()


class Instrument(msgspec.Struct, frozen=True):
    """An agreement, with all its dates kept apart."""

    id: str
    title: str
    members: tuple[Membership, ...] = ()
    parts: tuple[Part, ...] = ()
    is_binding: bool = True
    announced: Day | None = None
    signed: Day | None = None
    cancelled: Day | None = None
    terminated: Day | None = None
    published: Day | None = None
    in_force: tuple[Period, ...] = ()
    provisional: tuple[Period, ...] = ()
    suspended: tuple[Period, ...] = ()
    term: Duration | None = None
    renews: Duration | None = None
    notice: Duration | None = None
    cites: tuple[Cite, ...] = ()
    where: Where = Where()

    @property
    def known_from(self) -> Day | None:
        """The day from which the public could know of it; None: the rulebook does not say."""
        if self.published is not None:
            return self.published
        if self.announced is not None:
            return self.announced
        if self.signed is not None:
            return self.signed
        starts = [period.start for period in (*self.in_force, *self.provisional) if period.start is not None]
        return min(starts) if starts else None


class Addressee(msgspec.Struct, frozen=True):
    """Who is to be asked: what `whom` gives, each of them where it is a set, but for those `besides` gives."""

    whom: FieldRef | Literal | Apply
    is_each: bool = False
    besides: tuple[FieldRef | Literal | Apply, ...] = ()

    def __str__(self) -> str:
        text = f"each {self.whom}" if self.is_each else str(self.whom)
        if self.besides:
            text += " except " + ", ".join(str(operand) for operand in self.besides)
        return text


class Need(msgspec.Struct, frozen=True):
    """A step that a rule asks for."""

    kinds: tuple[Kind, ...]
    of: Addressee
    offices: tuple[str, ...] = ()
    deadline: Duration | None = None
    deadline_side: Choice["before", "after"] | None = None
    silence: Duration | None = None
    silence_means: Choice["consent", "refusal"] | None = None


class Obligation(msgspec.Struct, frozen=True):
    """A duty that a rule lays on a party."""

    party: str
    text: str


class Rule(msgspec.Struct, frozen=True):
    """One norm. Either `instrument` (and perhaps `part`) or `held_by` is set."""

    id: str
    title: str
    instrument: str | None = None
    part: str | None = None
    held_by: str | None = None
    says: tuple[str, ...] = ()
    period: Period = Period()
    when: Condition = ALWAYS
    unless: tuple[Condition, ...] = ()
    overrides: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    bars: bool = False
    allows: bool = False
    obliges: tuple[Obligation, ...] = ()
    cites: tuple[Cite, ...] = ()
    where: Where = Where()


class Reading(msgspec.Struct, frozen=True):
    """How one reader reads one thing. `start` is already the day it begins (its own `since`, or its statement's).

    `start_owner` is the name of the statement or of the reading whose day that is, so that one uncertain day stays one
    point.
    """

    id: str
    reader: str
    of: str
    of_kind: Choice["rule", "term", "relation", "instrument"]
    start: Day | None = None
    start_owner: str = ""
    end: Day | None = None
    says: tuple[str, ...] = ()
    unless: tuple[Condition, ...] = ()
    only_when: Condition | None = None
    also_when: Condition | None = None
    offices: tuple[str, ...] = ()
    holds: bool = False
    rejects: bool = False
    unsettled_when: Condition | None = None
    entries: tuple[Entry, ...] = ()
    where: Where = Where()

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition that it has."""
        yield from self.unless
        for condition in (self.only_when, self.also_when, self.unsettled_when):
            if condition is not None:
                yield condition


class SavedQuestion(msgspec.Struct, frozen=True):
    """A question that the rulebook keeps ready."""

    id: str
    text: str
    given: dict[str, str | bool | int | Decimal | None | tuple[str, ...]]
    on: Day | None = None
    known: Day | None = None
    about: tuple[str, ...] = ()
    where: Where = Where()


class Rulebook(msgspec.Struct, frozen=True, eq=False, dict=True):
    """A whole, sound rulebook; all maps are by name, in the order of declaration."""

    name: str
    parties: dict[str, Party] = {}
    voices: dict[str, Voice] = {}
    places: dict[str, Place] = {}
    fields: dict[str, Field] = {}
    terms: dict[str, Term] = {}
    relations: dict[str, Relation] = {}
    points: dict[str, Point] = {}
    sources: dict[str, Source] = {}
    statements: dict[str, Statement] = {}
    instruments: dict[str, Instrument] = {}
    rules: dict[str, Rule] = {}
    readings: tuple[Reading, ...] = ()
    questions: dict[str, SavedQuestion] = {}

    def domain(self, type_: Type) -> tuple[str | bool | None, ...]:
        """Return the values a single-valued `type_` can have, `none` (None) last; for a set, its possible members.

        Raises:
            ValueError: for a number, which has no finite domain before its cuts are known.
        """
        match type_.kind:
            case "party":
                base: tuple[str | bool | None, ...] = tuple(self.parties)
            case "place":
                base = tuple(self.places)
            case "instrument":
                base = tuple(self.instruments)
            case "names":
                base = type_.names
            case "yesno":
                base = (True, False)
            case _:
                raise ValueError("a number has no finite domain")
        return (*base, None) if type_.or_none and not type_.is_set else base

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition: of rules, terms and readings."""
        for term in self.terms.values():
            yield term.means
        for rule in self.rules.values():
            yield rule.when
            yield from rule.unless
        for reading in self.readings:
            yield from reading.conditions()

    @cached_property
    def numbers_compared(self) -> dict[str, frozenset[Constant]]:
        """The numbers with which anything here compares each field."""
        return numbers_compared(self.conditions())

    @cached_property
    def readings_by_name(self) -> dict[str, tuple[Reading, ...]]:
        """The readings of each name."""
        found: dict[str, list[Reading]] = {}
        for reading in self.readings:
            found.setdefault(reading.id, []).append(reading)
        return {name: tuple(readings) for name, readings in found.items()}

    def places_within(self, place: str) -> frozenset[str]:
        """Return `place` and every place that lies in it."""
        return self._inside.get(place, frozenset())

    @cached_property
    def _inside(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for name in self.places:
            at: str | None = name
            while at is not None:
                found.setdefault(at, set()).add(name)
                at = self.places[at].within
        return {name: frozenset(inside) for name, inside in found.items()}

    def party_of(self, reader: str) -> str | None:
        """Return the party a reader speaks for: itself, or an office's party; None for a voice."""
        head = reader.partition(".")[0]
        return head if head in self.parties else None

    def reader_title(self, reader: str) -> str:
        """Return the full name of a party, an office or a voice."""
        head, _, tail = reader.partition(".")
        if head in self.voices:
            return self.voices[head].title
        party = self.parties[head]
        if not tail:
            return party.title
        office = next(office for office in party.offices if office.id == tail)
        return f"{party.title}, {office.title}"

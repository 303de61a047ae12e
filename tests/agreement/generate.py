"""Random rulebooks and questions, made from a seed, in which every feature of the language turns up.

Domains are small, so that the reference evaluator can look at every completion.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import TypeVar

from placet.model import (
    Addressee,
    And,
    Apply,
    Cite,
    Compare,
    Condition,
    Const,
    Day,
    Duration,
    Entry,
    Field,
    FieldRef,
    Instrument,
    Literal,
    LiteralSet,
    Membership,
    Need,
    Not,
    Obligation,
    Office,
    Operand,
    Or,
    Part,
    Party,
    Period,
    Place,
    Question,
    Reading,
    Relation,
    Rule,
    Rulebook,
    Source,
    Statement,
    Term,
    TermRef,
    Type,
    Value,
    Voice,
)
from placet.model.rulebook import KINDS

T = TypeVar("T")
FIRST_DAY = dt.date(2010, 1, 1)
ACTS = ("deploy", "strike", "supply")
NUMBERS = (Decimal(5), Decimal("7.5"), Decimal(10))
MOST_COMPLETIONS = 24
"""How many combinations of values the unknown fields of a question may have."""

_FIELDS = {
    "actor": Type("party"),
    "share": Type("party", or_none=True),
    "area": Type("place", or_none=True),
    "origin": Type("place"),
    "act": Type("names", names=ACTS),
    "provoked": Type("yesno"),
    "urgent": Type("yesno", or_none=True),
    "amount": Type("number", unit="tonnes", or_none=True),
    "distance": Type("number"),
    "attacked": Type("party", is_set=True),
    "crossed": Type("place", is_set=True),
    "acts": Type("names", names=ACTS, is_set=True),
    "accord": Type("instrument"),
}
_RELATIONS = {
    "sovereign": (Type("place"), Type("party", or_none=True)),
    "holder": (Type("place"), Type("party")),
    "hosts": (Type("place"), Type("party", is_set=True)),
    "protector": (Type("party"), Type("party", or_none=True)),
    "base": (Type("party"), Type("place")),
    "grave": (Type("names", names=ACTS), Type("yesno")),
    "covers": (Type("instrument"), Type("place", is_set=True)),
    "main": (Type("place"), Type("names", names=ACTS)),
    "members": (Type("instrument"), Type("party", is_set=True)),
}


def random_rulebook(rng: Random, size: int) -> Rulebook:
    """Return a sound rulebook with about `size` rules and twice as many readings."""
    return _Author(rng, size).write()


def random_question(rng: Random, rulebook: Rulebook) -> Question:
    """Return a question about a rulebook, in which some fields are unknown."""
    chance = rng.choice((0.5, 0.8, 1.0))
    given: dict[str, Value] = {}
    completions = 1
    for name, field in rng.sample(list(rulebook.fields.items()), len(rulebook.fields)):
        count = 6 if field.type.kind == "number" else len(rulebook.domain(field.type))
        count = 2**count if field.type.is_set else count
        if rng.random() < chance or completions * count > MOST_COMPLETIONS:
            given[name] = random_value(rng, rulebook, field.type)
        else:
            completions *= count
    on = FIRST_DAY + dt.timedelta(days=rng.randrange(100, 380))
    known = None if rng.random() < 0.6 else FIRST_DAY + dt.timedelta(days=rng.randrange(60, 400))
    return Question(given=given, on=on, known=known)


def random_value(rng: Random, rulebook: Rulebook, type_: Type) -> Value:
    """Return a value of a type."""
    if type_.kind == "number":
        return None if type_.or_none and rng.random() < 0.1 else rng.choice((*NUMBERS, Decimal(4), 8, 11))
    domain = rulebook.domain(type_)
    if type_.is_set:
        return frozenset(str(member) for member in domain if rng.random() < 0.4)
    return rng.choice(domain)


class _Author:
    """Makes up one rulebook."""

    def __init__(self, rng: Random, size: int) -> None:
        self.rng, self.size = rng, size
        self.parties = {
            name: Party(
                name,
                name.title(),
                tuple(Office(office, office) for office in self.some(("state", "defence", "court"), 0.5)),
            )
            for name in rng.sample(("KOR", "JPN", "USA", "PRK", "CHN"), rng.choice((3, 3, 4)))
        }
        self.offices = [office for party in self.parties for office in self.offices_of(party)]
        self.voices = {name: Voice(name, name) for name in self.some(("press", "scholar"), 0.4)}
        self.readers = [*self.parties, *self.offices, *self.offices, *self.voices]
        names = ("peninsula", "north", "strait", "island")[: rng.choice((3, 4))]
        self.places = {
            name: Place(name, name, within=rng.choice((None, *names[:index]))) for index, name in enumerate(names)
        }
        self.instruments: dict[str, Instrument] = {}
        self.instruments = {name: self.instrument(name) for name in ("treaty", "pact", "memo")[: rng.choice((2, 3))]}
        self.fields = {"actor": _FIELDS["actor"], "area": _FIELDS["area"]}
        self.fields |= {name: _FIELDS[name] for name in rng.sample(list(_FIELDS), rng.choice((4, 5, 6)))}
        self.shapes = {name: _RELATIONS[name] for name in rng.sample(list(_RELATIONS), rng.choice((2, 3, 4)))}
        self.sources = {name: self.source(name) for name in ("daily", "gazette", "letter")}
        self.statements = {
            name: self.statement(name) for name in ("said", "wrote", "heard", "denied", "noted", "asked")
        }
        self.between: dict[tuple[str, str, str], tuple[str, ...]] = {}
        self.terms: dict[str, Term] = {}
        self.operands = [(FieldRef(name), type_) for name, type_ in self.fields.items()]
        for _ in range(2):
            self.operands += self.applications()

    def write(self) -> Rulebook:
        relations = {
            name: Relation(name, key, value, self.entries(name, ""))
            for name, (key, value) in self.shapes.items()
            if name != "members" or self.rng.random() < 0.5
        }
        for index in range(1 + self.size // 2):
            self.terms[f"term{index}"] = Term(f"term{index}", self.condition(2))
        rules: dict[str, Rule] = {}
        for index in range(self.size):
            rules[f"rule{index}"] = self.rule(f"rule{index}", list(rules))
        return Rulebook(
            name="random",
            parties=self.parties,
            voices=self.voices,
            places=self.places,
            fields={name: Field(name, type_) for name, type_ in self.fields.items()},
            terms=self.terms,
            relations=relations,
            sources=self.sources,
            statements=self.statements,
            instruments=self.instruments,
            rules=rules,
            readings=self.readings(list(rules), list(relations)),
        )

    # Chance

    def is_so(self, chance: float) -> bool:
        return self.rng.random() < chance

    def some(self, values: Sequence[T], chance: float) -> tuple[T, ...]:
        return tuple(value for value in values if self.is_so(chance))

    def day(self, first: int, last: int) -> Day:
        """Return a day, often an uncertain one, counted from the first of all."""
        start = FIRST_DAY + dt.timedelta(days=self.rng.randrange(first, last))
        return (
            Day(start, start + dt.timedelta(days=self.rng.randrange(20, 90)))
            if self.is_so(0.15)
            else Day.exactly(start)
        )

    def period(self, chance: float) -> Period:
        """Return a period, open on both sides unless chance has it."""
        start = self.day(0, 250) if self.is_so(chance) else None
        end = self.day(200, 400) if self.is_so(chance) else None
        return Period(start, end)

    def duration(self) -> Duration:
        return Duration(self.rng.choice((1, 30)), self.rng.choice(("days", "months")))

    # What there is

    def offices_of(self, party: str) -> list[str]:
        return [f"{party}.{office.id}" for office in self.parties[party].offices]

    def instrument(self, name: str) -> Instrument:
        rng = self.rng
        days = [self.day(0, 150) if self.is_so(0.3) else None for _ in ("announced", "signed", "published")]
        starts = [Period(self.day(0, 150), self.day(200, 400) if self.is_so(0.2) else None)]
        if self.is_so(0.15):
            starts.append(Period(self.day(200, 300)))
        return Instrument(
            id=name,
            title=name,
            members=tuple(
                Membership(party, self.period(0.25))
                for party in (*self.some(list(self.parties), 0.9), *self.some(list(self.parties), 0.1))
            ),
            parts=(Part("first", "first"),),
            is_binding=self.is_so(0.7),
            announced=days[0],
            signed=days[1],
            published=days[2],
            terminated=self.day(200, 400) if self.is_so(0.1) else None,
            in_force=tuple(starts) if self.is_so(0.85) else (),
            provisional=tuple(Period(self.day(0, 100), self.day(100, 300)) for _ in range(rng.choice((0, 0, 0, 1, 2)))),
            suspended=tuple(
                Period(self.day(100, 300), rng.choice((None, self.day(200, 350)))) for _ in range(self.is_so(0.15))
            ),
        )

    def source(self, name: str) -> Source:
        return Source(name, name, published=self.day(0, 300) if self.is_so(0.85) else None)

    def statement(self, name: str) -> Statement:
        speakers: tuple[str, ...] = self.rng.choice(
            (*((reader,) for reader in self.readers), ("narrator",), ("media",))
        )
        text_of = self.rng.choice((None, None, None, "treaty"))
        is_told = not text_of and self.is_so(0.2)
        return Statement(
            id=name,
            source=self.rng.choice(list(self.sources)),
            stance="says",
            text=name,
            speakers=() if text_of else speakers,
            text_of=text_of,
            is_unnamed=self.is_so(0.2),
            told_by=self.rng.choice(list(self.parties)) if is_told else None,
            relays=("a paper",) if self.is_so(0.2) else (),
            on=self.day(0, 250) if self.is_so(0.8) else None,
        )

    # Operands and conditions

    def applications(self) -> list[tuple[Operand, Type]]:
        """Return some relations applied to what there is already."""
        shapes = [*self.shapes.items(), ("members", _RELATIONS["members"])]
        found: list[tuple[Operand, Type]] = []
        for name, (key, value) in shapes:
            fitting = [operand for operand, type_ in self.operands if not type_.is_set and _same_kind(type_, key)]
            chosen = self.rng.choice((*fitting, Literal(self.rng.choice(self.domain(key)))))
            found.append((Apply(name, chosen), value))
        return found

    def domain(self, type_: Type) -> tuple[str | bool | None, ...]:
        book = Rulebook("", parties=self.parties, places=self.places, instruments=self.instruments)
        return book.domain(type_)

    def condition(self, depth: int) -> Condition:
        roll = self.rng.random()
        if depth > 0 and roll < 0.45:
            parts = tuple(self.condition(depth - 1) for _ in range(self.rng.choice((2, 2, 3))))
            return And(parts) if self.is_so(0.5) else Or(parts)
        if depth > 0 and roll < 0.6:
            return Not(self.condition(depth - 1))
        if roll < 0.64:
            return Const(self.is_so(0.7))
        if roll < (0.82 if depth else 0.76) and self.terms:
            return TermRef(self.rng.choice(list(self.terms)))
        return self.comparison()

    def comparison(self) -> Compare:
        left, type_ = self.rng.choice(self.operands)
        same = [(operand, other) for operand, other in self.operands if _same_kind(type_, other)]
        singles = [operand for operand, other in same if not other.is_set]
        sets = [operand for operand, other in same if other.is_set]
        if type_.kind == "number":
            op = self.rng.choice(("<", "<=", ">", ">=", "=", "in"))
            if op == "in":
                return Compare(left, op, LiteralSet(self.some(NUMBERS, 0.5)))
            return (
                Compare(left, op, Literal(self.rng.choice(NUMBERS)))
                if self.is_so(0.9)
                else Compare(left, "=", Literal(None))
            )
        domain = self.domain(Type(type_.kind, type_.names))
        written = LiteralSet(self.some(domain, 0.5))
        if type_.is_set:
            if self.is_so(0.4):
                return Compare(left, "=", self.rng.choice((written, LiteralSet(()), *sets)))
            return Compare(self.rng.choice((Literal(self.rng.choice(domain)), *singles)), "in", left)
        if type_.or_none and self.is_so(0.15):
            return Compare(left, "=", Literal(None))
        if type_.kind == "place" and self.is_so(0.4):
            return Compare(left, "within", self.rng.choice((Literal(self.rng.choice(domain)), *singles)))
        if type_.kind != "yesno" and self.is_so(0.35):
            return Compare(left, "in", self.rng.choice((written, *sets)))
        return Compare(left, "=", self.rng.choice((*(Literal(value) for value in domain), *singles)))

    # Rules

    def rule(self, name: str, earlier: list[str]) -> Rule:
        rng = self.rng
        is_held = self.is_so(0.25)
        effect = rng.random()
        return Rule(
            id=name,
            title=name,
            instrument=None if is_held else rng.choice(list(self.instruments)),
            part="first" if not is_held and self.is_so(0.3) else None,
            held_by=rng.choice(self.readers) if is_held else None,
            says=self.some(list(self.statements), 0.25) if is_held or self.is_so(0.1) else (),
            period=self.period(0.08),
            when=self.condition(rng.choice((0, 1, 2))),
            unless=tuple(self.condition(1) for _ in range(rng.choice((0, 0, 1, 2)))),
            overrides=self.some(earlier[-3:], 0.2),
            needs=tuple(self.need() for _ in range(rng.choice((1, 1, 2)))) if effect < 0.65 else (),
            bars=effect > 0.85,
            allows=0.65 <= effect <= 0.85,
            obliges=(Obligation(rng.choice(list(self.parties)), "report"),) if self.is_so(0.15) else (),
            cites=(Cite("daily"),) if self.is_so(0.1) else (),
        )

    def need(self) -> Need:
        rng = self.rng
        first = rng.randrange(len(KINDS))
        has_deadline, has_silence = self.is_so(0.3), self.is_so(0.15)
        return Need(
            kinds=(KINDS[first], KINDS[first + 1]) if first < 3 and self.is_so(0.15) else (KINDS[first],),
            of=self.addressee(),
            offices=self.some(self.offices, 0.3) if self.is_so(0.2) else (),
            deadline=self.duration() if has_deadline else None,
            deadline_side=rng.choice(("before", "after")) if has_deadline else None,
            silence=self.duration() if has_silence else None,
            silence_means=rng.choice(("consent", "refusal")) if has_silence else None,
        )

    def addressee(self) -> Addressee:
        party = [operand for operand, type_ in self.operands if type_.kind == "party" and not type_.is_set]
        groups = [operand for operand, type_ in self.operands if type_.kind == "party" and type_.is_set]
        besides = self.some(party + groups, 0.3) if self.is_so(0.4) else ()
        if groups and self.is_so(0.35):
            return Addressee(self.rng.choice(groups), is_each=True, besides=besides)
        named = [Literal(name) for name in self.parties]
        return Addressee(self.rng.choice((*party, *named)), besides=besides if self.is_so(0.3) else ())

    # Readings

    def readings(self, rules: list[str], relations: list[str]) -> tuple[Reading, ...]:
        things = [*rules, *rules, *self.terms, *self.terms, *relations, *self.instruments]
        found: list[Reading] = []
        for _ in range(self.size * 2):
            thing = self.rng.choice(things)
            offices = self.offices_of(self.rng.choice(list(self.parties)))
            readers = offices if len(offices) >= 2 and self.is_so(0.25) else [self.rng.choice(self.readers)]
            for reader in readers:
                found.append(self.reading(f"reading{len(found)}", reader, thing, rules))
        return tuple(found)

    def reading(self, name: str, reader: str, thing: str, rules: list[str]) -> Reading:
        rng = self.rng
        kinds = {"rule": rules, "term": self.terms, "relation": self.shapes, "instrument": self.instruments}
        kind = next(kind for kind, names in kinds.items() if thing in names)
        says = self.some(list(self.statements), 0.3)
        start, owner = (self.day(0, 300), name) if self.is_so(0.4) else (None, name)
        if says and start is None:
            start, owner = self.statements[says[0]].on, says[0]
        end = self.day(200, 400) if self.is_so(0.1) else None
        frame = Reading(name, reader, thing, kind, start=start, start_owner=owner, end=end, says=says)
        hidden, self.terms = self.terms, _before(self.terms, thing)
        stance = rng.choice(("", "", "holds", "rejects", "unsettled"))
        unsettled_when = rng.choice((Const(True), self.condition(1))) if stance == "unsettled" else None
        clauses: dict[str, object] = {}
        if kind in ("rule", "term"):
            clauses = {
                "unless": tuple(self.condition(1) for _ in range(rng.choice((0, 0, 1, 2)))),
                "only_when": self.condition(1) if self.is_so(0.3) else None,
                "also_when": self.condition(1) if self.is_so(0.3) else None,
                "unsettled_when": unsettled_when,
            }
        if kind == "rule":
            if self.is_so(0.15):
                clauses["unsettled_when"] = self.condition(1)
            clauses["offices"] = self.some(self.offices, 0.4) if self.is_so(0.2) else ()
        if kind == "instrument":
            clauses["unsettled_when"] = unsettled_when
        if kind in ("rule", "instrument"):
            clauses |= {"holds": stance == "holds", "rejects": stance == "rejects"}
        if kind == "relation":
            clauses = {"entries": self.entries(thing, reader)}
        self.terms = hidden
        fields = {field: getattr(frame, field) for field in frame.__struct_fields__}
        return Reading(**(fields | clauses))

    def entries(self, relation: str, reader: str) -> tuple[Entry, ...]:
        key, value = self.shapes[relation]
        keys = [str(name) for name in self.domain(key)]
        chosen = self.some(keys, 0.5 if reader or relation == "members" else 0.9)
        if self.is_so(0.2):
            chosen += self.some(keys, 0.4)
        return tuple(self.entry(relation, name, reader, value) for name in chosen)

    def entry(self, relation: str, key: str, reader: str, value: Type) -> Entry:
        """Return an entry; each unsettled one has the same values for all who share it.

        That is why a party with two offices leaves none open in its own reading: its offices may differ on the same
        entry, and one point would be two matters.
        """
        members = tuple(member for member in self.domain(value) if member is not None)
        period = self.period(0.12)
        if self.is_so(0.25) and len(self.offices_of(reader) if reader in self.parties else ()) < 2:
            is_narrowed = len(members) > 2 and self.is_so(0.9 if value.is_set else 0.5)
            narrowed = tuple(str(name) for name in self.rng.sample(members, 2)) if is_narrowed else ()
            return Entry(
                key,
                is_unsettled=True,
                between=self.between.setdefault((relation, key, reader), narrowed),
                period=period,
            )
        if value.is_set:
            return Entry(key, values=self.some(members, 0.4), period=period)
        is_missing = value.or_none and self.is_so(0.15)
        return Entry(key, values=() if is_missing else (self.rng.choice(members),), period=period)


def _same_kind(one: Type, other: Type) -> bool:
    return (one.kind, one.names) == (other.kind, other.names)


def _before(terms: dict[str, Term], thing: str) -> dict[str, Term]:
    """Return the terms that a thing may use without a circle: for a term, those before it."""
    names = list(terms)
    return {name: terms[name] for name in (names[: names.index(thing)] if thing in names else names)}

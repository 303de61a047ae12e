"""What a rule, a term or a relation hangs on, over all readers and days: other things, readings, and so the days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from placet.engine.deep.moments import Moments
from placet.engine.deep.occasions import Circumstances
from placet.model import (
    And,
    Apply,
    Compare,
    Condition,
    FieldRef,
    Literal,
    LiteralSet,
    Not,
    Operand,
    Or,
    Reading,
    Rule,
    Rulebook,
    TermRef,
)


class Things(msgspec.Struct):
    """The things that something hangs on, itself among them.

    `names` are rules, terms, relations and instruments; `asked` the instruments of whose parties it is asked; `rules`
    those in whose way they stand or that stand in theirs.
    """

    names: dict[str, None]
    asked: set[str]
    rules: dict[str, Rule]


class Dependence:
    """Finds what things hang on, and who sees them differently when."""

    def __init__(self, rulebook: Rulebook, overriders: Mapping[str, list[Rule]]) -> None:
        self.rulebook = rulebook
        self._overriders = overriders
        self._readings: dict[str, list[Reading]] = {}
        self._read: dict[str, list[str]] = {}
        for reading in rulebook.readings:
            self._readings.setdefault(reading.of, []).append(reading)
            self._read.setdefault(reading.reader, []).append(reading.of)
        self._held: dict[str, list[Rule]] = {}
        for rule in rulebook.rules.values():
            if rule.held_by is not None:
                self._held.setdefault(rule.held_by, []).append(rule)
        self._offices = {
            party.id: tuple([f"{party.id}.{office.id}" for office in party.offices])
            for party in rulebook.parties.values()
        }

    def readings_of(self, thing: str) -> list[Reading]:
        """Return everybody's readings of a thing, of all days."""
        return self._readings.get(thing, [])

    def of_rule(self, rule: Rule) -> tuple[Circumstances, ...]:
        """Return who may have a rule in its column and see it differently from others, with the days."""
        things = Things({}, set(), {})
        waiting = [rule]
        while waiting:
            found = waiting.pop()
            if found.id not in things.rules:
                things.rules[found.id] = found
                self._add_rule(things, found)
                waiting += self._overriders.get(found.id, ())
        for name in rule.overrides:
            things.rules[name] = self.rulebook.rules[name]
            self._add_rule(things, things.rules[name])
        return tuple(self._circumstances(things, self._column_readers(rule), is_column=True))

    def of_thing(self, name: str) -> tuple[Circumstances, ...]:
        """Return who sees a term, a relation or an instrument differently from others, with the days."""
        things = Things({}, set(), {})
        self._add(things, name)
        readers = [*self.rulebook.parties, *(reader for reader in self._read if reader not in self.rulebook.parties)]
        return tuple(self._circumstances(things, readers, is_column=False))

    def of_validity(self, rule: Rule) -> tuple[Circumstances, ...]:
        """Return the days on which it can change whether a rule is in force, whoever it binds."""
        moments = Moments()
        self._add_days(moments, rule)
        return (Circumstances("", moments),)

    # Things

    def _add_rule(self, things: Things, rule: Rule) -> None:
        self._add(things, rule.id)
        if rule.instrument is not None:
            self._add(things, rule.instrument)
        for condition in (rule.when, *rule.unless):
            self._add_condition(things, condition)

    def _add(self, things: Things, name: str) -> None:
        if name in things.names:
            return
        things.names[name] = None
        if name in self.rulebook.terms:
            self._add_condition(things, self.rulebook.terms[name].means)
        for reading in self.readings_of(name):
            for condition in reading.conditions():
                self._add_condition(things, condition)

    def _add_condition(self, things: Things, condition: Condition) -> None:
        match condition:
            case TermRef(term):
                self._add(things, term)
            case Not(part):
                self._add_condition(things, part)
            case And(parts) | Or(parts):
                for part in parts:
                    self._add_condition(things, part)
            case Compare(left, _, right):
                self._add_operand(things, left)
                self._add_operand(things, right)
            case _:
                pass

    def _add_operand(self, things: Things, operand: Operand) -> None:
        match operand:
            case Apply("members", Literal(value)):
                things.asked.add(str(value))
                self._add(things, "members")
            case Apply(relation, key):
                if relation == "members":
                    things.asked.update(self.rulebook.instruments)
                self._add(things, relation)
                self._add_operand(things, key)
            case FieldRef() | Literal() | LiteralSet():
                pass

    # Readers

    def _column_readers(self, rule: Rule) -> list[str]:
        """Whoever may have a rule in its column on some day."""
        found: dict[str, None] = {}
        if rule.instrument is not None:
            found.update((member.party, None) for member in self.rulebook.instruments[rule.instrument].members)
        named = [] if rule.held_by is None else [rule.held_by]
        for thing in (rule.id, rule.instrument):
            if thing is not None:
                named += [reading.reader for reading in self.readings_of(thing)]
        for reader in named:
            party = self.rulebook.party_of(reader)
            found[reader if party is None else party] = None
        return [
            reader for head in found for reader in (head, *self._offices.get(head, ()))
        ]  # fmt: skip

    def _circumstances(self, things: Things, readers: Iterable[str], *, is_column: bool) -> Iterator[Circumstances]:
        """Of all who see the things alike, one."""
        theirs: dict[str, list[Reading]] = {}
        for name in things.names:
            for reading in self.readings_of(name):
                theirs.setdefault(reading.reader, []).append(reading)
        instruments = sorted({rule.instrument for rule in things.rules.values() if rule.instrument is not None})
        seen: set[object] = set()
        for reader in readers:
            party = self.rulebook.party_of(reader)
            others = [office for office in self._offices.get(party or "", ()) if office != reader and office in theirs]
            is_office = party is not None and party != reader
            # Where its party's other offices are at odds with each other, the party is unsettled and the office is not.
            stands_apart = (
                is_column and is_office and len(others) > 1 and (reader in self._read or reader in self._held)
            )
            if is_office and not (reader in theirs or reader in self._held or stands_apart):
                continue
            circle = [reader] if party is None else [party, reader] if is_office else [party, *self._offices[party]]
            readings = [reading for each in circle for reading in theirs.get(each, ())]
            bound = [
                [member.period for member in self.rulebook.instruments[name].members if member.party == party]
                for name in instruments
            ]
            held = [rule.id for rule in things.rules.values() if rule.held_by in (reader, party)]
            whose = [(one.id, "own" if one.reader == reader else one.reader == party) for one in readings]
            key = msgspec.json.encode((is_column and party is None, stands_apart, whose, bound, held))
            if key in seen:
                continue
            seen.add(key)
            moments = self._moments(things, party, readings)
            if stands_apart:
                self._add_own_say(moments, reader, party)
            yield Circumstances(reader, moments, stands_apart)

    # Days

    def _moments(self, things: Things, party: str | None, readings: Iterable[Reading]) -> Moments:
        """The days that bear on the things, for whoever goes by these readings."""
        moments = Moments()
        for rule in things.rules.values():
            self._add_days(moments, rule)
            if rule.instrument is not None:
                members = self.rulebook.instruments[rule.instrument].members
                moments.add_memberships(member for member in members if member.party == party)
        for name in things.asked:
            moments.add_instrument(self.rulebook.instruments[name])
            moments.add_memberships(self.rulebook.instruments[name].members)
        for name in things.names:
            if name in self.rulebook.relations:
                moments.add_entries(self.rulebook.relations[name].entries)
        for reading in readings:
            moments.add_reading(reading)
            self._add_publications(moments, reading.says)
        return moments

    def _add_own_say(self, moments: Moments, reader: str, party: str | None) -> None:
        """Whether an office is heard hangs on all that it reads and holds."""
        own = [one for one in self.rulebook.readings if one.reader == reader]
        for rule in self._held.get(reader, ()):
            self._add_days(moments, rule)
            own += [one for one in self.readings_of(rule.id) if one.reader == party]
        for reading in own:
            moments.add_reading(reading)
            self._add_publications(moments, reading.says)

    def _add_days(self, moments: Moments, rule: Rule) -> None:
        moments.add_period(rule.period)
        self._add_publications(moments, rule.says)
        if rule.instrument is not None:
            instrument = self.rulebook.instruments[rule.instrument]
            moments.add_instrument(instrument)
            moments.add_publication(instrument.known_from)

    def _add_publications(self, moments: Moments, statements: Iterable[str]) -> None:
        for name in statements:
            moments.add_publication(self.rulebook.sources[self.rulebook.statements[name].source].published)

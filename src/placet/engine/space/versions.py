"""Two versions of one rulebook: what is declared otherwise in one of them, and for which rules that can matter.

What neither version changes, and what leads to nothing that is changed, means the same in both. So the rules that can
come out otherwise are found without looking at any situation, and the others need not be worked out twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import msgspec

from placet.model import (
    And,
    Apply,
    Compare,
    Condition,
    Not,
    Operand,
    Or,
    Reading,
    Rule,
    Rulebook,
    TermRef,
    Where,
)
from placet.model import Literal as Written

DeclaredKind: TypeAlias = Literal[
    "party",
    "voice",
    "place",
    "field",
    "term",
    "relation",
    "point",
    "source",
    "statement",
    "instrument",
    "rule",
    "reading",
    "question",
]

PLACES = "within"
"""What a condition leads to that asks which place lies in which: a word of the language, and so never a name."""


class Declared(msgspec.Struct, frozen=True, order=True):
    """A declaration that differs between two versions; a reading has its own name, whose it is and of what."""

    kind: DeclaredKind
    name: str
    change: Literal["added", "removed", "changed"]
    reader: str = ""
    of: str = ""


def declared_differences(before: Rulebook, after: Rulebook) -> tuple[Declared, ...]:
    """Return every declaration that only one of two versions has, or that is another in each.

    Their order is no part of it, but for readings of one thing by one reader: of two on one day the later counts.
    """
    found: list[Declared] = []
    kinds: tuple[tuple[DeclaredKind, Mapping[str, msgspec.Struct], Mapping[str, msgspec.Struct]], ...] = (
        ("party", before.parties, after.parties),
        ("voice", before.voices, after.voices),
        ("place", before.places, after.places),
        ("field", before.fields, after.fields),
        ("term", before.terms, after.terms),
        ("relation", before.relations, after.relations),
        ("point", before.points, after.points),
        ("source", before.sources, after.sources),
        ("statement", before.statements, after.statements),
        ("instrument", before.instruments, after.instruments),
        ("rule", before.rules, after.rules),
        ("question", before.questions, after.questions),
    )
    for kind, old, new in kinds:
        found += [Declared(kind, name, "removed") for name in old if name not in new]
        for name, value in new.items():
            if name not in old:
                found.append(Declared(kind, name, "added"))
            elif not _is_same(old[name], value):
                found.append(Declared(kind, name, "changed"))
    return (*found, *_reading_differences(before, after))


class Bearing:
    """For which rules it can matter that two versions differ; both must give every field the same domain (see `align`).

    Args:
        before: the one version.
        after: the other.

    Attributes:
        differences: what is declared otherwise.
        rules: the rules that can come out otherwise for some reader: those that are changed or lead to what is.
    """

    def __init__(self, before: Rulebook, after: Rulebook) -> None:
        self.books = (before, after)
        self.differences = declared_differences(before, after)
        self._by_name: dict[str, list[Declared]] = {}
        for one in self.differences:
            for name in _bears_on(one, before, after):
                self._by_name.setdefault(name, []).append(one)
        self._reaches = tuple(_Reaches(book) for book in self.books)
        for name in self._read_by_offices_that_change():
            self._by_name.setdefault(name, [])
        changed = self._by_name.keys()
        rules = dict.fromkeys(name for book in self.books for name in book.rules)
        if changed <= rules.keys():
            self.rules = frozenset(changed)
        else:
            self.rules = frozenset(name for name in rules if self._changed_behind(name))

    def reasons(self, rule: str) -> tuple[Declared, ...]:
        """Return the differences that can make a rule come out otherwise."""
        found = [one for name in self._changed_behind(rule) for one in self._by_name[name]]
        return tuple(dict.fromkeys(found))

    def is_changed(self, name: str) -> bool:
        """Say whether a thing, or what it leads to, differs between the versions."""
        return bool(self._changed_behind(name))

    def affected(self) -> frozenset[str]:
        """Return the rules that can come out otherwise, and those that one of them overrides, however far down."""
        found = set(self.rules)
        waiting = list(found)
        while waiting:
            name = waiting.pop()
            for book in self.books:
                rule = book.rules.get(name)
                for lower in rule.overrides if rule is not None else ():
                    if lower not in found:
                        found.add(lower)
                        waiting.append(lower)
        return frozenset(found)

    def _read_by_offices_that_change(self) -> set[str]:
        """Things that the offices of a party read, where an office of it may be heard in one version alone.

        An office that has nothing of its own answers as its party, which is unsettled where its offices differ; one
        that has a reading or a rule answers for itself.
        """
        offices = {one.reader for one in self.differences if "." in one.reader}
        for book in self.books:
            offices |= {
                reading.reader
                for reading in book.readings
                if "." in reading.reader and any(map(self.is_changed, reading.says))
            }
            offices |= {
                rule.held_by
                for rule in book.rules.values()
                if rule.held_by is not None and "." in rule.held_by and self.is_changed(rule.id)
            }
        parties = {office.partition(".")[0] for office in offices}
        return {
            reading.of
            for book in self.books
            for reading in book.readings
            if "." in reading.reader and reading.reader.partition(".")[0] in parties
        }

    def _changed_behind(self, name: str) -> list[str]:
        """The names that are changed among a thing and everything it leads to in either version."""
        changed = self._by_name.keys()
        if not changed:
            return []
        behind = dict.fromkeys((name, *(each for reaches in self._reaches for each in reaches.closure(name))))
        return [each for each in behind if each in changed]


class _Reaches:
    """What leads to what in a rulebook: rules, terms, relations, instruments, statements and sources, by name."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._direct: dict[str, frozenset[str]] = {}
        self._closures: dict[str, frozenset[str]] = {}
        self._readings: dict[str, list[Reading]] = {}
        for reading in book.readings:
            self._readings.setdefault(reading.of, []).append(reading)

    def closure(self, name: str) -> frozenset[str]:
        """Return a name and everything it leads to."""
        known = self._closures.get(name)
        if known is None:
            found = {name}
            waiting = [name]
            while waiting:
                for other in self.direct(waiting.pop()):
                    if other not in found:
                        found.add(other)
                        waiting.append(other)
            known = self._closures[name] = frozenset(found)
        return known

    def direct(self, name: str) -> frozenset[str]:
        """Return what a thing names itself or in somebody's reading of it."""
        known = self._direct.get(name)
        if known is None:
            found: set[str] = set()
            book = self.book
            if name in book.rules:
                self._add_rule(book.rules[name], found)
            elif name in book.terms:
                self._add_condition(book.terms[name].means, found)
            elif name in book.statements:
                found.add(book.statements[name].source)
            for reading in self._readings.get(name, ()):
                found.update(reading.says)
                for condition in reading.conditions():
                    self._add_condition(condition, found)
            known = self._direct[name] = frozenset(found)
        return known

    def _add_rule(self, rule: Rule, found: set[str]) -> None:
        if rule.instrument is not None:
            found.add(rule.instrument)
        found.update(rule.says)
        for condition in (rule.when, *rule.unless):
            self._add_condition(condition, found)
        for need in rule.needs:
            for operand in (need.of.whom, *need.of.besides):
                self._add_operand(operand, found)

    def _add_condition(self, condition: Condition, found: set[str]) -> None:
        match condition:
            case TermRef(term):
                found.add(term)
            case Not(of):
                self._add_condition(of, found)
            case And(parts) | Or(parts):
                for part in parts:
                    self._add_condition(part, found)
            case Compare(left, op, right):
                if op == "within":
                    found.add(PLACES)
                self._add_operand(left, found)
                self._add_operand(right, found)
            case _:
                pass

    def _add_operand(self, operand: Operand, found: set[str]) -> None:
        if isinstance(operand, Apply):
            found.add(operand.relation)
            if operand.relation == "members":
                # Who is a party stands in the instrument itself: in the one that is named, or in any.
                key = operand.key
                found.update([str(key.value)] if isinstance(key, Written) else self.book.instruments)
            self._add_operand(operand.key, found)


def _bears_on(one: Declared, before: Rulebook, after: Rulebook) -> Iterable[str]:
    """The names whose meaning a difference changes; nothing where it can change no answer."""
    match one.kind:
        case "rule" | "term" | "relation" | "instrument" | "statement" | "source":
            return (one.name,)
        case "reading":
            return (one.of,)
        case "place":
            old, new = before.places.get(one.name), after.places.get(one.name)
            is_moved = old is None or new is None or old.within != new.within
            return (PLACES,) if is_moved else ()
        case _:
            # A party, an office, a voice, a field or a value that is new has no rule until something names it.
            return ()


def _is_same(one: msgspec.Struct, other: msgspec.Struct) -> bool:
    """Whether two declarations say the same, wherever they stand."""
    return one is other or one == other or _without_place(one) == _without_place(other)


def _without_place(value: msgspec.Struct) -> msgspec.Struct:
    changes: dict[str, object] = {"where": Where()}
    entries = getattr(value, "entries", ())
    if entries:
        changes["entries"] = tuple(msgspec.structs.replace(entry, where=Where()) for entry in entries)
    return msgspec.structs.replace(value, **changes)


def _reading_differences(before: Rulebook, after: Rulebook) -> Iterable[Declared]:
    if before.readings is after.readings:
        return
    old, new = _by_reader_and_thing(before), _by_reader_and_thing(after)
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key, []), new.get(key, [])
        if len(one) == len(other) and all(map(_is_same_reading, one, other)):
            continue
        left, right = [_content(each) for each in one], [_content(each) for each in other]
        gone = [each for each, content in zip(one, left, strict=True) if _is_left_over(content, left, right)]
        come = [each for each, content in zip(other, right, strict=True) if _is_left_over(content, right, left)]
        if not gone and not come:
            # The same readings in another order.
            gone, come = one[-1:], other[-1:]
        for at in range(max(len(gone), len(come))):
            reading = come[at] if at < len(come) else gone[at]
            change: Literal["added", "removed", "changed"] = (
                "changed" if at < min(len(gone), len(come)) else "added" if at < len(come) else "removed"
            )
            yield Declared("reading", reading.id, change, reading.reader, reading.of)


def _by_reader_and_thing(book: Rulebook) -> dict[tuple[str, str], list[Reading]]:
    found: dict[tuple[str, str], list[Reading]] = {}
    for reading in book.readings:
        found.setdefault((reading.reader, reading.of), []).append(reading)
    return found


def _is_same_reading(one: Reading, other: Reading) -> bool:
    return one is other or one == other or _content(one) == _content(other)


def _content(reading: Reading) -> msgspec.Struct:
    """What a reading says, whatever its number among the readings of the thing."""
    owner = "" if reading.start_owner == reading.id else reading.start_owner
    return _without_place(msgspec.structs.replace(reading, id="", start_owner=owner))


def _is_left_over(content: object, own: list[msgspec.Struct], others: list[msgspec.Struct]) -> bool:
    """Whether a content stands more often on its own side than on the other."""
    return Counter(map(repr, own))[repr(content)] > Counter(map(repr, others))[repr(content)]

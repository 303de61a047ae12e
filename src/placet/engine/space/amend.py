"""What another version of a rulebook alters: for each reader, between readers, and whose leave is asked.

Only what can come out otherwise is worked out: the rules that differ or lead to what differs (`versions`), those that
can speak where one of these does (`bounds`), and the situations in which one of them speaks. Everywhere else the two
versions are the same, so what is found there is exact for all situations.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

import msgspec

from placet.engine.columns.calendar import Calendar
from placet.engine.columns.columns import GroundRule, ground_columns
from placet.engine.columns.parts import Parts, parts_of
from placet.engine.logic.collector import collector_held_back
from placet.engine.logic.diagram import DiagramTooLarge
from placet.engine.logic.variables import Variables
from placet.engine.space.around import SituationsWithin
from placet.engine.space.asleep import Asleep, asleep_on
from placet.engine.space.bounds import Bounds, BoundsOf, bounds_of_facts, do_meet
from placet.engine.space.compare import Region, regions_of
from placet.engine.space.differences import Difference, Sides, roots_of
from placet.engine.space.examples import Look
from placet.engine.space.shifts import Change, Say, changes_between, readers_alike, says_of
from placet.engine.space.sides import Perspective, Side, align, sides_of
from placet.engine.space.situations import domain_size
from placet.engine.space.standings import Functions, Pair, functions_of, stand_of
from placet.engine.space.versions import Bearing, Declared, declared_differences
from placet.model import Rule, Rulebook, Value

T = TypeVar("T")

TOGETHER_NODES = 500_000
"""How many nodes may be made to find out what changes between readers before that is said to be out of reach."""


class Altered(msgspec.Struct, frozen=True):
    """A region in which a reader's answer is another, and the differences that cause it."""

    region: Region
    causes: tuple[Declared, ...]


class ReaderChange(msgspec.Struct, frozen=True):
    """Readers whose answers change alike: `sides` are the first one's answers before and after."""

    readers: tuple[str, ...]
    sides: tuple[Perspective, Perspective]
    altered: tuple[Altered, ...]


class Contested(msgspec.Struct, frozen=True):
    """In how many situations two parties part in all, before and after; on either side all who answer alike."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    before: int
    after: int


class Amendment(msgspec.Struct, frozen=True):
    """What another version alters on two days, over all situations.

    Attributes:
        before: the rulebook as it is, with every party, place and value that only the other version knows.
        after: the other version, likewise.
        on: the day of the act.
        known: the day up to which things were public; None: everything is known.
        given: the facts that all situations share.
        total: how many situations there are.
        differences: what is declared otherwise.
        asleep: what of it is without effect on these days.
        is_idle: whether nothing that is declared otherwise can ever change an answer, on any day.
        readers: the readers whose answers change; none means that it was proved that nobody's does.
        unchanged: the readers whose answers are the same everywhere, parties and all who are heard beside them.
        alike: parties and offices, those together who answer alike in every situation, before as after.
        changes: readers who stand to each other otherwise than before; None: that was out of reach.
        says: whose leave, or being consulted or told, is asked for in other situations than before; None likewise.
        contested: parties that part somewhere, one of whom answers otherwise in some situation; None: that was not
            asked for, or was out of reach.
    """

    before: Rulebook
    after: Rulebook
    on: dt.date
    known: dt.date | None
    given: dict[str, Value]
    total: int
    differences: tuple[Declared, ...]
    asleep: tuple[Asleep, ...]
    is_idle: bool
    readers: tuple[ReaderChange, ...] = ()
    unchanged: tuple[str, ...] = ()
    alike: tuple[tuple[str, ...], ...] = ()
    changes: tuple[Change, ...] | None = ()
    says: tuple[Say, ...] | None = ()
    contested: tuple[Contested, ...] | None = None


@collector_held_back()
def amend(
    before: Rulebook,
    after: Rulebook,
    on: dt.date,
    known: dt.date | None = None,
    given: Mapping[str, Value] | None = None,
    *,
    readers: Sequence[str] = (),
    with_totals: bool = False,
    in_full: bool = False,
) -> Amendment:
    """Find out what another version of a rulebook alters.

    Args:
        before: the rulebook as it is.
        after: the other version of it.
        on: the day of the act.
        known: the day up to which things were public; None: everything is known.
        given: facts that all situations share.
        readers: whose changes to tell; none: everybody's.
        with_totals: whether to count also in how many situations two parties part in all, before and after; this takes
            all rules of both, and not only those that can matter.
        in_full: whether a region that would need very many conditions is told in all of them, or in the largest.

    Raises:
        DiagramTooLarge: an exact region is out of reach.
        FieldsDiffer: the versions have fields of one name that cannot be compared.
        ValueError: a given value is none of its field's.
    """
    amending = _Amending(before, after, on, known, given or {})
    found = amending.base
    if found.is_idle:
        return found
    changed = amending.reader_changes(readers, in_full=in_full)
    altered = {reader for change in changed for reader in change.readers}
    wanted = frozenset(readers)
    return msgspec.structs.replace(
        found,
        readers=tuple(changed),
        unchanged=tuple(name for name in amending.sides if name not in altered and (not wanted or name in wanted)),
        alike=readers_alike(amending.sides, amending.functions),
        changes=amending.changes(wanted, in_full=in_full),
        says=amending.says(wanted, in_full=in_full),
        contested=amending.contested(wanted) if with_totals else None,
    )


class _Amending:
    """The work of one amendment: both versions' sides, as far as they can differ."""

    def __init__(
        self, before: Rulebook, after: Rulebook, on: dt.date, known: dt.date | None, given: Mapping[str, Value]
    ) -> None:
        self.books = tuple(align([before, after])) if before is not after else (before, before)
        self.days = (on, known)
        self.bearing = Bearing(self.books[0], self.books[1])
        self.variables = Variables(self.books[0], given)
        beside = self.variables.beside(self.books[1])
        self.given = dict(given)
        declared = declared_differences(before, after)
        self._declared = {(one.kind, one.name, one.reader, one.of): one for one in declared}
        self.base = Amendment(
            before=self.books[0],
            after=self.books[1],
            on=on,
            known=known,
            given=self.given,
            total=self._total(),
            differences=declared,
            asleep=asleep_on(before, after, declared, on, known),
            is_idle=not self.bearing.rules,
        )
        self.sides: dict[str, tuple[Side, Side]] = {}
        """Both versions of everybody who is heard in either; rules that cannot matter are left out."""
        self.cares: dict[str, int] = {}
        """By reader, where a rule speaks that can come out otherwise."""
        self.functions: dict[str, tuple[Functions, Functions]] = {}
        """By reader, the answers of both versions as functions."""
        if not self.base.is_idle:
            self._ground(beside)

    def reader_changes(self, readers: Iterable[str], *, in_full: bool = False) -> list[ReaderChange]:
        """Return the readers whose answers change, those that change alike together."""
        wanted = frozenset(readers)
        situations = self.situations
        groups: dict[object, tuple[Sides, list[Difference], list[str]]] = {}
        alike: dict[object, list[str] | None] = {}
        """By the rules of both versions, the readers who go by them."""
        for reader, (one, other) in self.sides.items():
            if self.cares[reader] == 0 or (wanted and reader not in wanted):
                continue
            before, after = self.functions[reader]
            if before == after:
                continue
            rules = (_identity(one.rules), _identity(other.rules))
            if rules in alike:
                members = alike[rules]
                if members is not None:
                    members.append(reader)
                continue
            alike[rules] = None
            situations.care = self.cares[reader]
            sides = Sides(one, other, situations)
            try:
                differences = sides.differences(by_instrument=False)
            finally:
                situations.care = 1
            if differences:
                key = (tuple(differences), self._evidence(differences, (one, other)))
                members = alike[rules] = groups.setdefault(key, (sides, differences, []))[2]
                members.append(reader)
        found = []
        for sides, differences, members in groups.values():
            altered = [
                Altered(region, self.causes([sides.sides], region.example, region))
                for region in regions_of(sides, differences, in_full=in_full)
            ]
            sides_of_first = (sides.sides[0].perspective, sides.sides[1].perspective)
            found.append(ReaderChange(tuple(members), sides_of_first, tuple(altered)))
        return found

    def changes(self, readers: frozenset[str], *, in_full: bool = False) -> tuple[Change, ...] | None:
        """Return the readers who stand to each other otherwise; None where that is out of reach."""
        return self._within_reach(
            lambda care: changes_between(
                self.situations, self.sides, self.functions, care, readers, self.causes, in_full=in_full
            )
        )

    def contested(self, readers: frozenset[str]) -> tuple[Contested, ...] | None:
        """Count where parties part in all, one of whom answers otherwise somewhere; None where it is out of reach."""
        parties = [each for each in readers_alike(self.sides, self.functions) if "." not in each[0]]
        pairs = [
            (one, other)
            for one, other in combinations(parties, 2)
            if any(self.functions[each[0]][0] != self.functions[each[0]][1] for each in (one, other))
            and (not readers or not readers.isdisjoint((*one, *other)))
        ]
        wanted = list(dict.fromkeys(each[0] for pair in pairs for each in pair))
        if not wanted:
            return ()
        sides = sides_of(
            [Perspective(book, reader, *self.days) for book in self.books for reader in wanted], self.given
        )
        situations = SituationsWithin(sides[0].calendar.variables, roots_of(sides), TOGETHER_NODES)
        try:
            stands = [stand_of(situations, functions_of(side.parts, situations.expressions)) for side in sides]
            found = []
            for one, other in pairs:
                at, beside = wanted.index(one[0]), wanted.index(other[0])
                before, after = (
                    Pair(situations, stands[at + more], stands[beside + more]).standings["contested"]
                    for more in (0, len(wanted))
                )
                if before or after:
                    found.append(Contested(one, other, situations.count(before), situations.count(after)))
        except DiagramTooLarge:
            return None
        return tuple(sorted(found, key=lambda each: -each.before))

    def says(self, readers: frozenset[str], *, in_full: bool = False) -> tuple[Say, ...] | None:
        """Return whose leave decides in other situations than before; None where that is out of reach."""
        return self._within_reach(
            lambda care: says_of(self.situations, self.sides, self.functions, care, readers, in_full=in_full)
        )

    def causes(
        self, sides: Iterable[tuple[Side, Side]], example: Mapping[str, Value], region: Region | None = None
    ) -> tuple[Declared, ...]:
        """Return the differences that make the answers of some readers other ones in a situation."""
        values = self.situations.by_variable(self.situations.values_of(example))
        found: dict[Declared, None] = {}
        for pair in sides:
            rules: dict[str, None] = {}
            if region is not None and region.rule is not None:
                rules[region.rule] = None
                rules.update(dict.fromkeys(name for fate in region.fates for name in fate.by))
            touched = [name for name in rules if name in self.bearing.rules]
            if not touched:
                looks = [Look(side, values, dict(example)) for side in pair]
                touched = [name for look in looks for name in look.speaking() if name in self.bearing.rules]
            reader = pair[0].reader
            for name in dict.fromkeys(touched):
                for one in self.bearing.reasons(name):
                    if one.kind != "reading" or self._is_own(reader, one.reader):
                        found[self._declared.get((one.kind, one.name, one.reader, one.of), one)] = None
        return tuple(found)

    def _within_reach(self, find: Callable[[int], Iterable[T]]) -> tuple[T, ...] | None:
        """Find something about all readers together, with no more nodes than `TOGETHER_NODES`."""
        diagrams = self.situations.diagrams
        most = diagrams.most
        diagrams.most = min(most, diagrams.nodes() + TOGETHER_NODES)
        try:
            care = 0
            for each in self.cares.values():
                care = diagrams.either(care, each)
            return tuple(find(care))
        except DiagramTooLarge:
            return None
        finally:
            diagrams.most = most
            self.situations.care = 1

    def _is_own(self, reader: str, other: str) -> bool:
        """Whether a reading bears on a reader: its own, its party's, or for a party that of an office."""
        return other == reader or other.partition(".")[0] == reader or other == reader.partition(".")[0]

    def _evidence(self, differences: Iterable[Difference], sides: Iterable[Side]) -> str:
        """What the rules of some differences rest on for a reader, to be compared and nothing else."""
        rules = {difference.rule for difference in differences}
        grounds = [ground for side in sides for ground in side.rules if ground.rule.id in rules]
        return repr(
            [(each.rule.id, each.evidence.grade, each.evidence.readings, each.evidence.keyed) for each in grounds]
        )

    def _total(self) -> int:
        total = 1
        for name in self.books[0].fields:
            if name not in self.given:
                total *= domain_size(self.variables, name)
        return total

    def _ground(self, beside: Variables) -> None:
        """Work out both versions' columns: the rules that can matter, and after it only those that can differ."""
        on, known = self.days
        one, two = self.books
        affected = self.bearing.affected()
        kept = self._kept()
        calendars = (
            Calendar(_with_rules(one, kept[0]), on, known, variables=self.variables),
            Calendar(_with_rules(two, self._anew(kept[1], affected)), on, known, variables=beside),
        )
        columns = ground_columns(calendars[0])
        relations = dict.fromkeys((*one.relations, *two.relations, "members"))
        beside.take_points(self.variables, {name for name in relations if self.bearing.is_changed(name)})
        anew = ground_columns(calendars[1])
        ranks = {name: rank for rank, name in enumerate(two.rules)}
        parts: dict[tuple[int, ...], Parts] = {}
        for reader in dict.fromkeys((*columns, *anew)):
            old = _column(columns, reader)
            # What cannot differ is the same after as it was before.
            same = [ground for ground in old if ground.rule.id not in affected]
            new = [ground for ground in _column(anew, reader) if ground.rule.id in affected]
            rules = (old, tuple(sorted((*same, *new), key=lambda ground: ranks[ground.rule.id])))
            sides = [
                Side(
                    Perspective(book, reader, on, known),
                    book,
                    calendar,
                    column,
                    self._parts(column, parts),
                )
                for book, calendar, column in zip(self.books, calendars, rules, strict=True)
            ]
            self.sides[reader] = (sides[0], sides[1])
        self.situations = SituationsWithin(
            self.variables, roots_of(side for pair in self.sides.values() for side in pair)
        )
        cares: dict[tuple[int, ...], int] = {}
        functions: dict[int, Functions] = {}
        for reader, pair in self.sides.items():
            speaks = [ground.speaks for side in pair for ground in side.rules if ground.rule.id in self.bearing.rules]
            wanted = tuple(dict.fromkeys(speaks))
            if wanted not in cares:
                care = 0
                for expression in wanted:
                    care = self.situations.diagrams.either(care, self.situations.possible(expression))
                cares[wanted] = care
            self.cares[reader] = cares[wanted]
            for side in pair:
                if id(side.parts) not in functions:
                    functions[id(side.parts)] = functions_of(side.parts, self.variables.expressions)
            self.functions[reader] = (functions[id(pair[0].parts)], functions[id(pair[1].parts)])

    def _parts(self, column: tuple[GroundRule, ...], known: dict[tuple[int, ...], Parts]) -> Parts:
        """The parts of a column; those of a column of the same rules, where these were worked out for several."""
        key = _identity(column)
        found = known.get(key)
        if found is None:
            found = known[key] = parts_of(column, self.variables.expressions)
        return found

    def _kept(self) -> tuple[dict[str, Rule], dict[str, Rule]]:
        """The rules of both versions that can matter: those that can speak where one speaks that can differ.

        What an office holds is kept too, because it decides whether the office is heard beside its party.
        """
        facts = bounds_of_facts(self.books[0], self.given)
        finders = [BoundsOf(book) for book in self.books]
        places: list[Bounds] = []
        for book, finder in zip(self.books, finders, strict=True):
            for name in self.bearing.rules:
                rule = book.rules.get(name)
                bounds = finder.rule(rule) if rule is not None else None
                if bounds is not None and do_meet(bounds, facts):
                    places.append(bounds)

        def can_matter(rule: Rule, finder: BoundsOf) -> bool:
            if rule.held_by is not None and "." in rule.held_by:
                return True
            bounds = finder.rule(rule)
            return bounds is not None and do_meet(bounds, facts) and any(do_meet(bounds, place) for place in places)

        one, two = self.books
        before = {name: rule for name, rule in one.rules.items() if can_matter(rule, finders[0])}
        after = {
            name: rule
            for name, rule in two.rules.items()
            if (can_matter(rule, finders[1]) if name in self.bearing.rules else name in before)
        }
        return before, after

    def _anew(self, kept: Mapping[str, Rule], affected: Iterable[str]) -> dict[str, Rule]:
        """The rules to be worked out after: those that can differ, those that override them, and what offices hold."""
        over: dict[str, list[str]] = {}
        for rule in kept.values():
            for lower in rule.overrides:
                over.setdefault(lower, []).append(rule.id)
        wanted = {name for name in affected if name in kept}
        wanted |= {name for name, rule in kept.items() if rule.held_by is not None and "." in rule.held_by}
        waiting = list(wanted)
        while waiting:
            for higher in over.get(waiting.pop(), ()):
                if higher not in wanted:
                    wanted.add(higher)
                    waiting.append(higher)
        return {name: rule for name, rule in kept.items() if name in wanted}


def _with_rules(book: Rulebook, rules: dict[str, Rule]) -> Rulebook:
    return msgspec.structs.replace(book, rules=rules)


def _identity(rules: Iterable[GroundRule]) -> tuple[int, ...]:
    """Which rules these are: readers who read nothing of a rule share it."""
    return tuple([id(ground) for ground in rules])


def _column(columns: Mapping[str, tuple[GroundRule, ...]], reader: str) -> tuple[GroundRule, ...]:
    """A reader's column; an office that is not heard for itself answers as its party."""
    found = columns.get(reader)
    return found if found is not None else columns.get(reader.partition(".")[0], ())

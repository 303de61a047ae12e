"""Which state owed what to which other in which year: a rulebook of alliances as a table of directed pairs by year.

The rulebook is asked, not the table it was made from. A copy in whole years (`years`) is divided into parts that do
not bear on each other, and each part into spans of years in which nothing about it changes; for each of these the
engine makes the columns of all members, and their conditions say at once for which other states an act is barred or has
to be consulted on. What cannot be said, because the days leave it open, stays open in the table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from placet.datasets.alliances import ACT, ACTOR, BY_COLUMN, CONSULTATION, MET, OBLIGATIONS, TOWARD
from placet.datasets.years import in_whole_years, years_in, years_of
from placet.engine.columns.calendar import Calendar
from placet.engine.columns.columns import GroundRule, ground_columns
from placet.engine.columns.parts import OpenPoints, Parts, parts_of
from placet.engine.logic.expressions import AND, FALSE, LITERAL, TRUE, Expressions
from placet.model import And, Apply, Compare, Condition, Literal, LiteralSet, Not, Operand, Or, Reading, Rule, Rulebook

COLUMNS = tuple(obligation.column for obligation in OBLIGATIONS)
"""The obligations in the order of the bits of a `Spell`."""

IN_ALLIANCE = 1 << len(COLUMNS)
"""The bit that says that both states are in the alliance."""

Progress = Callable[[int, int], None]
"""Told how many of how many parts are done."""


class Spell(msgspec.Struct, frozen=True):
    """What one alliance has one state owe another, for the years from `first` to `last`, both included.

    `must` has the bits of what holds in every case, `may` also those of what the days leave open.
    """

    alliance: str
    actor: str
    toward: str
    first: int
    last: int
    must: int
    may: int


def find_spells(
    rulebook: Rulebook,
    first: int,
    last: int,
    *,
    is_unconditional: bool = False,
    progress: Progress | None = None,
) -> list[Spell]:
    """Return, for every alliance and every two of its members, the spells of years and what the one owes the other.

    Args:
        rulebook: one with the fields `actor`, `toward` and `act` of `alliances`.
        first: the first year.
        last: the last year.
        is_unconditional: whether only what is owed on no condition counts; otherwise all conditions count as met.
        progress: told of every part that is done.
    """
    whole = in_whole_years(rulebook)
    parts = list(_parts(whole))
    fixed = {}
    if MET.id in whole.fields:
        fixed[MET.id] = frozenset() if is_unconditional else frozenset(whole.fields[MET.id].type.names)
    found: list[Spell] = []
    for done, part in enumerate(parts, 1):
        found += _spells_of_part(part, first, last, fixed)
        if progress is not None:
            progress(done, len(parts))
    return found


class _Part(msgspec.Struct, frozen=True):
    """Instruments that bear on each other, in a rulebook with no other rules, and the years in which that changes."""

    rulebook: Rulebook
    instruments: tuple[str, ...]
    years: frozenset[int]


def _parts(rulebook: Rulebook) -> Iterator[_Part]:
    """Divide a rulebook into parts that can be asked apart: no rule of one overrides a rule of another."""
    rules_of: dict[str, list[Rule]] = {name: [] for name in rulebook.instruments}
    for rule in rulebook.rules.values():
        if rule.instrument is not None:
            rules_of[rule.instrument].append(rule)
    joined = _Joined(rulebook.instruments)
    for rule in rulebook.rules.values():
        for lower in rule.overrides:
            other = rulebook.rules[lower].instrument
            if rule.instrument is not None and other is not None:
                joined.join(rule.instrument, other)
    is_dated = bool(rulebook.terms or rulebook.readings or any(r.instrument is None for r in rulebook.rules.values()))
    everything = frozenset(_all_years(rulebook)) if is_dated or _has_dated_entries(rulebook) else frozenset()
    held = [rule for rule in rulebook.rules.values() if rule.instrument is None]
    for names in joined.groups():
        rules = [rule for name in names for rule in rules_of[name]]
        years = {year for name in names for year in years_of(rulebook.instruments[name])}
        for rule in rules:
            years.update(years_in(rule.period))
            for condition in (rule.when, *rule.unless):
                for name in _instruments_in(condition):
                    if name in rulebook.instruments:
                        years.update(years_of(rulebook.instruments[name]))
        own = msgspec.structs.replace(rulebook, rules={rule.id: rule for rule in (*rules, *held)})
        yield _Part(own if is_dated else _with_few_parties(own, names), names, everything | years)


def _with_few_parties(rulebook: Rulebook, instruments: Iterable[str]) -> Rulebook:
    """Return the rulebook without the parties that can make no difference: the fewer there are, the quicker it goes.

    Actor and addressee are always members, and given; a party that no condition names is then like any other.
    """
    others = [field for field in rulebook.fields.values() if field.type.kind == "party"]
    if {field.id for field in others} != {ACTOR.id, TOWARD.id}:
        return rulebook
    named = {member.party for name in instruments for member in rulebook.instruments[name].members}
    for rule in rulebook.rules.values():
        for condition in (rule.when, *rule.unless):
            for operand in _operands_in(condition):
                if isinstance(operand, Apply) and operand.relation != "members":
                    return rulebook
                named.update(str(value) for value in _literals_of(operand))
                if isinstance(operand, Apply):
                    for name in _literals_of(operand):
                        named.update(member.party for member in rulebook.instruments[str(name)].members)
        for need in rule.needs:
            for operand in (need.of.whom, *need.of.besides):
                if isinstance(operand, Apply) and operand.relation != "members":
                    return rulebook
                named.update(str(value) for value in _literals_of(operand))
    parties = {name: party for name, party in rulebook.parties.items() if name in named}
    return msgspec.structs.replace(rulebook, parties=parties)


class _Joined:
    """Names in groups that grow together."""

    def __init__(self, names: Iterable[str]) -> None:
        self._of = {name: name for name in names}

    def join(self, one: str, other: str) -> None:
        self._of[self._head(one)] = self._head(other)

    def groups(self) -> list[tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for name in self._of:
            found.setdefault(self._head(name), []).append(name)
        return [tuple(names) for names in found.values()]

    def _head(self, name: str) -> str:
        while self._of[name] != name:
            name = self._of[name]
        return name


def _spells_of_part(part: _Part, first: int, last: int, fixed: Mapping[str, frozenset[str]]) -> Iterator[Spell]:
    begins = sorted({first, *(year for year in part.years if first < year <= last)})
    open_spells: dict[tuple[str, str, str], Spell] = {}
    for begin, following in zip(begins, [*begins[1:], last + 1], strict=True):
        found = dict(_owed(part, begin, fixed))
        for key in [key for key in open_spells if key not in found]:
            yield open_spells.pop(key)
        for key, (must, may) in found.items():
            before = open_spells.get(key)
            if before is not None and (before.must, before.may) == (must, may):
                open_spells[key] = msgspec.structs.replace(before, last=following - 1)
                continue
            if before is not None:
                yield before
            open_spells[key] = Spell(*key, begin, following - 1, must, may)
    yield from open_spells.values()


def _owed(
    part: _Part, year: int, fixed: Mapping[str, frozenset[str]]
) -> Iterator[tuple[tuple[str, str, str], tuple[int, int]]]:
    """Yield, for one year, every alliance with every two of its members and what the one owes the other."""
    if not 1 <= year <= dt.MAXYEAR:
        return
    calendar = Calendar(part.rulebook, dt.date(year, 1, 1), None, fixed)
    expressions = calendar.variables.expressions
    together: dict[str, dict[str, int]] = {}
    for name in part.instruments:
        active = calendar.is_active(name)
        if active == FALSE:
            continue
        parties = {member.party for member in calendar.rulebook.instruments[name].members}
        inside = {party: expressions.all_of((active, calendar.is_member(party, name))) for party in sorted(parties)}
        together[name] = {party: holds for party, holds in inside.items() if expressions.is_possible(holds)}
    if not any(len(members) > 1 for members in together.values()):
        return
    columns = ground_columns(calendar)
    for name, members in together.items():
        for actor, holds in members.items():
            others = {other: expressions.all_of((holds, also)) for other, also in members.items() if other != actor}
            rules = [ground for ground in columns[actor] if ground.rule.instrument in (name, None)]
            answer = _Answer(calendar, actor, rules)
            for other, both in others.items():
                if expressions.is_possible(both):
                    must, may = answer.owed_to(other)
                    is_sure = both == TRUE
                    yield (name, actor, other), (must | IN_ALLIANCE if is_sure else 0, may | IN_ALLIANCE)


class _Answer:
    """What one state's column comes to where it is the one who acts: for each act, the other states it is owed to."""

    def __init__(self, calendar: Calendar, actor: str, rules: Iterable[GroundRule]) -> None:
        variables = calendar.variables
        self._expressions = variables.expressions
        self._parts: Parts = parts_of(rules, variables.expressions)
        self._points = OpenPoints(variables)
        self._toward = variables.field(TOWARD.id)
        self._places = {party: place for place, party in enumerate(variables.all[self._toward].values)}
        self._actor = (variables.field(ACTOR.id), variables.all[variables.field(ACTOR.id)].values.index(actor))
        self._act = variables.field(ACT.id)
        self._acts = variables.all[self._act].values
        self._settled = {self._actor[0], self._act, self._toward}
        self._barred = {
            obligation.column: self._masks(self._parts.bar, obligation.act)
            for obligation in OBLIGATIONS
            if obligation.column != CONSULTATION
        }
        self._consulted: dict[str, list[int]] = {}
        for step, asks in self._parts.asks.items():
            if "consultation" in step.kinds:
                self._consulted.setdefault(step.of, []).extend(ask.when for ask in asks)

    def owed_to(self, other: str) -> tuple[int, int]:
        """Return the bits of what is owed to another state in every case, and in some."""
        place = 1 << self._places[other]
        must = may = 0
        for bit, column in enumerate(COLUMNS):
            if column == CONSULTATION:
                asked = self._expressions.any_of(self._consulted.get(other, ()))
                sure, possible = self._masks(asked, BY_COLUMN[column].act)
            else:
                sure, possible = self._barred[column]
            must |= bool(sure & place) << bit
            may |= bool(possible & place) << bit
        return must, may

    def _masks(self, expression: int, act: str) -> tuple[int, int]:
        """Return for which states, as `toward`, an expression is true in every case, and in some."""
        if expression == FALSE:
            return 0, 0
        given = {self._actor[0]: self._actor[1], self._act: self._acts.index(act)}
        may = _where(self._expressions, self._possible(expression), given, self._toward)
        if self._expressions.variables(expression) <= self._settled:
            return may, may
        untrue = _where(self._expressions, self._possible(self._expressions.negation(expression)), given, self._toward)
        return self._expressions.full[self._toward] & ~untrue, may

    def _possible(self, expression: int) -> int:
        """Return where an expression is true for some values of all that is neither given nor the addressee."""
        result = self._points.possible(expression)
        for variable in sorted(self._expressions.variables(result) - self._settled):
            result = self._expressions.exists(result, variable)
        return result


def _where(expressions: Expressions, expression: int, given: Mapping[int, int], free: int) -> int:
    """Return, as bits, the values of the variable `free` for which an expression is true; all others are given."""
    everything = expressions.full[free]
    seen: dict[int, int] = {}

    def look(here: int) -> int:
        known = seen.get(here)
        if known is not None:
            return known
        if expressions.kinds[here] == LITERAL:
            variable, mask = expressions.literals[here]
            result = mask if variable == free else everything if mask >> given[variable] & 1 else 0
        elif expressions.kinds[here] == AND:
            result = everything
            for part in expressions.parts[here]:
                result &= look(part)
        else:
            result = 0
            for part in expressions.parts[here]:
                result |= look(part)
        seen[here] = result
        return result

    return look(expression)


def _all_years(rulebook: Rulebook) -> Iterator[int]:
    for instrument in rulebook.instruments.values():
        yield from years_of(instrument)
    for rule in rulebook.rules.values():
        yield from years_in(rule.period)
    for relation in rulebook.relations.values():
        for entry in relation.entries:
            yield from years_in(entry.period)
    for reading in rulebook.readings:
        yield from _years_of_reading(reading)


def _years_of_reading(reading: Reading) -> Iterator[int]:
    for day in (reading.start, reading.end):
        if day is not None:
            yield from (day.earliest.year, day.latest.year)
    for entry in reading.entries:
        yield from years_in(entry.period)


def _has_dated_entries(rulebook: Rulebook) -> bool:
    return any(
        entry.period.start is not None or entry.period.end is not None
        for relation in rulebook.relations.values()
        for entry in relation.entries
    )


def _instruments_in(condition: Condition) -> Iterator[str]:
    """Yield what a condition names that could be an instrument."""
    for operand in _operands_in(condition):
        yield from (value for value in _literals_of(operand) if isinstance(value, str))


def _operands_in(condition: Condition) -> Iterator[Operand]:
    match condition:
        case Not(of):
            yield from _operands_in(of)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _operands_in(part)
        case Compare(left, _, right):
            yield left
            yield right
        case _:
            return


def _literals_of(operand: Operand) -> tuple[object, ...]:
    """Return the values that are written in an operand."""
    while isinstance(operand, Apply):
        operand = operand.key
    match operand:
        case Literal(value):
            return (value,)
        case LiteralSet(values):
            return values
        case _:
            return ()

"""How a rulebook looks to a reader on a day, worked out only as far as it is asked for."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from placet.engine.columns.calendar import Calendar
from placet.engine.columns.columns import ReaderView, Status
from placet.engine.columns.operands import Members, Single
from placet.engine.columns.unread import Unread
from placet.engine.deep.possible import Possibility
from placet.engine.deep.scope import EVERYTHING, Scope
from placet.engine.deep.timeless import Timeless
from placet.engine.logic.expressions import FALSE
from placet.engine.logic.variables import Variables
from placet.model import And, Condition, Not, Or, Reading, Rule, Rulebook

Series = dict[tuple[str, str], list[Reading]]
"""The readings of each reader and thing."""

_KEPT = 1_000
"""How many pairs of days are remembered."""


class Sights:
    """A rulebook over the whole of time, or as far as it is asked about.

    All days speak of the same situations. An open point is one variable on all of them, too, so that what does not
    change from one day to the next is the same expression; which values it can have is each day's own.

    Args:
        rulebook: the rulebook.
        scope: of which situations and days it is asked.

    Raises:
        ValueError: a given fact has no value of its field.
    """

    def __init__(self, rulebook: Rulebook, scope: Scope = EVERYTHING) -> None:
        self.rulebook = rulebook
        self.scope = scope
        self.variables = Variables(rulebook, scope.given)
        self.expressions = self.variables.expressions
        self.possibility = Possibility(self.expressions)
        self.overriders: dict[str, list[Rule]] = {}
        for rule in rulebook.rules.values():
            for lower in rule.overrides:
                self.overriders.setdefault(lower, []).append(rule)
        self.timeless = Timeless(rulebook)
        self.read: dict[int, int] = {}
        """What timeless conditions come to, by the identity of the condition."""
        self.terms: dict[str, int] = {}
        self.values: dict[tuple[str, str], Single | Members] = {}
        self._readings = Calendar(rulebook, dt.date.min, None, variables=self.variables).readings_of
        self._days: dict[tuple[dt.date, dt.date | None], _Day] = {}
        self.latest: dt.date | None = None
        """A day whose sights are never forgotten."""

    @cached_property
    def without_facts(self) -> Sights:
        """The same days, over all situations."""
        return self._wider(self.scope.without_facts)

    @cached_property
    def ever(self) -> Sights:
        """All situations, on all days."""
        return self._wider(EVERYTHING)

    def _wider(self, scope: Scope) -> Sights:
        if scope == self.scope:
            return self
        wider = Sights(self.rulebook, scope)
        wider.latest = self.latest if scope.on == self.scope.on else None
        return wider

    def at(self, on: dt.date, known: dt.date | None, reader: str) -> Sight:
        """Return how the rulebook looks to a reader on a day, as known on another (None: all of it)."""
        day = self._days.get((on, known))
        if day is None:
            if len(self._days) >= _KEPT:
                self._days = {key: kept for key, kept in self._days.items() if key == (self.latest, None)}
            day = self._days[on, known] = _Day(self, on, known, self._readings)
        return day.sight(reader)

    def readings_by(self, reader: str, thing: str) -> list[Reading]:
        """Return one reader's readings of a thing, of all days."""
        return self._readings.get((reader, thing), [])

    def amended(self, sight: Sight, readings: Series) -> Sight:
        """Return how things would look with other readings in the place of those that somebody has of something."""
        return _Day(self, sight.on, sight.known, {**self._readings, **readings}).sight(sight.reader)


class _Day:
    """All sights of one pair of days."""

    def __init__(self, sights: Sights, on: dt.date, known: dt.date | None, readings: Series) -> None:
        variables = copy.copy(sights.variables)
        variables.limits = {}
        self.sights = sights
        self.calendar = Calendar(sights.rulebook, on, known, variables=variables)
        self.calendar.readings_of = readings
        self.views = _Views(sights, self.calendar)
        self._sights: dict[str, Sight] = {}

    def sight(self, reader: str) -> Sight:
        found = self._sights.get(reader)
        if found is None:
            found = self._sights[reader] = Sight(self.sights, self.calendar, self.views[reader])
        return found


class _Views(dict[str, Any]):
    """The views of one pair of days, each made when it is first asked for."""

    def __init__(self, sights: Sights, calendar: Calendar) -> None:
        super().__init__()
        self._sights = sights
        self._calendar = calendar
        self._unread = Unread(calendar.rulebook)

    def __missing__(self, reader: str) -> _View:
        view = self[reader] = _View(self._sights, self._calendar, reader, self, self._unread)
        return view


class _View(ReaderView):
    """A view that works out what is the same for all readers on all days only once for all of them."""

    def __init__(self, sights: Sights, calendar: Calendar, reader: str, views: _Views, unread: Unread) -> None:
        super().__init__(calendar, reader, views, unread)
        self._sights = sights
        self._own: dict[int, int] = {}

    def term(self, name: str) -> int:
        if not self._sights.timeless.is_term(name):
            return super().term(name)
        found = self._sights.terms.get(name)
        if found is None:
            found = self._sights.terms[name] = super().term(name)
        return found

    def value_of(self, relation: str, key: str) -> Single | Members:
        if not self._sights.timeless.is_relation(relation):
            return super().value_of(relation, key)
        found = self._sights.values.get((relation, key))
        if found is None:
            found = self._sights.values[relation, key] = super().value_of(relation, key)
        return found

    def _read(self, condition: Condition) -> int:
        return self.read(condition)

    def read(self, condition: Condition) -> int:
        """Return where a condition is true; of one that has parts, from what is known of these."""
        known = self._sights.read.get(id(condition))
        if known is None:
            known = self._own.get(id(condition))
        if known is not None:
            return known
        match condition:
            case Not(part):
                found = self._sights.expressions.negation(self.read(part))
            case And(parts):
                found = self._sights.expressions.all_of([self.read(part) for part in parts])
            case Or(parts):
                found = self._sights.expressions.any_of([self.read(part) for part in parts])
            case _:
                found = super()._read(condition)
        memory = self._sights.read if self._sights.timeless.is_condition(condition) else self._own
        memory[id(condition)] = found
        return found


class Sight:
    """How a rulebook looks to one reader on one pair of days."""

    def __init__(self, sights: Sights, calendar: Calendar, view: _View) -> None:
        self.sights = sights
        self.calendar = calendar
        self.view = view
        self.reader = view.reader
        self.on = calendar.on
        self.known = calendar.known
        self.expressions = sights.expressions
        self._stands: dict[str, int] = {}

    def is_possible(self, expression: int) -> bool:
        """Say whether an expression is true in some completion of some situation.

        Raises:
            DiagramTooLarge: where that cannot be said.
        """
        return self.sights.possibility.is_possible(expression, self.calendar.variables.limits)

    def read(self, condition: Condition) -> int:
        """Return where a condition is true as this reader understands it."""
        return self.view.read(condition)

    def status(self, rule: Rule) -> Status:
        """Return how this reader reads a rule, before overrides."""
        return self.view.status(rule)

    def claims(self, rule: Rule) -> int:
        """Return where a rule is in this reader's column."""
        return self.view.claims(rule)

    def effective(self, reading: Reading) -> int:
        """Return where this reader goes by a reading."""
        return self.expressions.any_of(
            guard
            for guard, other in self.calendar.effective(self.reader, reading.of)
            if other is not None and other.id == reading.id
        )

    def stands(self, rule: Rule) -> int:
        """Return where a rule stands for this reader."""
        stack = [rule]
        while stack:
            first = stack[-1]
            if first.id in self._stands:
                stack.pop()
                continue
            applies = self.status(first).applies
            # Where it never applies, who overrides it makes no difference.
            overriders = self.sights.overriders.get(first.id, ()) if applies != FALSE else ()
            waiting = [other for other in overriders if other.id not in self._stands]
            if waiting:
                stack += waiting
                continue
            stack.pop()
            self._stands[first.id] = self.without(applies, (self._stands[other.id] for other in overriders))
        return self._stands[rule.id]

    def without(self, expression: int, excluded: Iterable[int]) -> int:
        """Return where an expression is true and none of the `excluded` is."""
        negation = self.expressions.negation
        return self.expressions.all_of((expression, *(negation(other) for other in excluded)))

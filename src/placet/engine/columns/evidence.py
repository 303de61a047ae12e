"""What a rule rests on for a reader: the text or statements, the readings that bear on it, and how good they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from placet.engine.columns.calendar import Calendar
from placet.engine.columns.operands import applications_in
from placet.model import (
    And,
    Apply,
    Compare,
    Condition,
    FieldRef,
    Literal,
    Not,
    Or,
    Reading,
    Rule,
    Rulebook,
    TermRef,
    Value,
    worst_grade,
)

if TYPE_CHECKING:
    from placet.engine.columns.columns import ReaderView


class KeyedEvidence(msgspec.Struct, frozen=True):
    """Readings of a relation's entries that count only where `field` may have their key."""

    field: str
    by_key: dict[str, tuple[tuple[str, str], ...]]
    """For each key the readings that have an entry for it, as (grade, reading)."""


class Evidence:
    """The evidence of one rule for one reader, collected when it is first asked for."""

    def __init__(self, calendar: Calendar, view: ReaderView, rule: Rule) -> None:
        self._of: tuple[Calendar, ReaderView, Rule] | None = (calendar, view, rule)

    @cached_property
    def _found(self) -> tuple[str, tuple[str, ...], tuple[KeyedEvidence, ...]]:
        assert self._of is not None, "what has let go of its day is collected"
        return _collect(*self._of)

    def collect(self) -> None:
        """Collect it now, and let go of the day; new variables are made for the uncertain days on which it hangs."""
        _ = self._found
        self._of = None

    @property
    def grade(self) -> str:
        """The lowest grade of what counts in every situation."""
        return self._found[0]

    @property
    def readings(self) -> tuple[str, ...]:
        """The readings that bear on the rule in every situation."""
        return self._found[1]

    @property
    def keyed(self) -> tuple[KeyedEvidence, ...]:
        """What counts in some situations only."""
        return self._found[2]

    def in_situation(self, given: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        """Return the grade of the rule and the readings that bear on it in a situation."""
        if not self.keyed:
            return self.grade, self.readings
        grades = [self.grade]
        readings = dict.fromkeys(self.readings)
        for part in self.keyed:
            if part.field in given:
                found: Iterable[tuple[str, str]] = part.by_key.get(str(given[part.field]), ())
            else:
                found = (pair for pairs in part.by_key.values() for pair in pairs)
            for grade, reading in found:
                grades.append(grade)
                readings[reading] = None
        return worst_grade(grades) or self.grade, tuple(readings)


def reading_grade(rulebook: Rulebook, reading: Reading) -> str:
    """Return how good the evidence for a reading is; one that cites no statement is the narrator's."""
    return worst_grade(rulebook.statements[name].grade for name in reading.says) or "narrator"


def _collect(
    calendar: Calendar, view: ReaderView, rule: Rule
) -> tuple[str, tuple[str, ...], tuple[KeyedEvidence, ...]]:
    """Collect the evidence of a rule for a reader."""
    rulebook = calendar.rulebook
    grades = (
        [rulebook.statements[name].grade for name in rule.says] or ["narrator"]
        if rule.held_by is not None
        else ["text"]
    )
    if not view.may_read(rule):
        return worst_grade(grades) or "text", (), ()
    readings: dict[str, None] = {}
    conditions: list[Condition] = [rule.when, *rule.unless]

    def count(thing: str) -> list[Reading]:
        found = _readings_that_bear(calendar, view, thing)
        for reading in found:
            grades.append(reading_grade(rulebook, reading))
            readings[reading.id] = None
        return found

    for thing in (rule.id, *([rule.instrument] if rule.instrument is not None else [])):
        for reading in count(thing):
            conditions += reading.conditions()
    uses: list[Apply] = []
    for need in rule.needs:
        for operand in (need.of.whom, *need.of.besides):
            uses += applications_in(operand)
    seen: set[str] = set()
    while conditions:
        condition = conditions.pop()
        match condition:
            case Not(of):
                conditions.append(of)
            case And(parts) | Or(parts):
                conditions.extend(parts)
            case TermRef(term) if term not in seen:
                seen.add(term)
                conditions.append(rulebook.terms[term].means)
                for reading in count(term):
                    conditions += reading.conditions()
            case Compare(left, _, right):
                uses += [*applications_in(left), *applications_in(right)]
            case _:
                pass
    keyed = []
    for use in dict.fromkeys(uses):
        for reading in _readings_that_bear(calendar, view, use.relation):
            pair = (reading_grade(rulebook, reading), reading.id)
            keys = dict.fromkeys(entry.key for entry in reading.entries)
            match use.key:
                case FieldRef(field):
                    keyed.append(KeyedEvidence(field, dict.fromkeys(keys, (pair,))))
                    continue
                case Literal(value) if str(value) not in keys:
                    continue
                case _ if not keys:
                    continue
            grades.append(pair[0])
            readings[reading.id] = None
    return worst_grade(grades) or "text", tuple(readings), tuple(keyed)


def _readings_that_bear(calendar: Calendar, view: ReaderView, thing: str) -> list[Reading]:
    found = {reading.id: reading for _, reading in calendar.effective(view.reader, thing) if reading is not None}
    of_offices = [
        [reading for _, reading in calendar.effective_own(office.reader, thing) if reading is not None]
        for office in view.offices
    ]
    if sum(1 for readings in of_offices if readings) >= 2:
        found.update({reading.id: reading for readings in of_offices for reading in readings})
    return list(found.values())

"""What conditions can come to in a situation over all readers, all days and all values of what is unknown.

Three values: true for everybody and always, false for everybody and always, or None: it may be either.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from placet.engine.columns.operands import members_in
from placet.model import (
    And,
    Apply,
    Compare,
    Condition,
    Const,
    Entry,
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
    Type,
    Value,
)
from placet.model.conditions import value_text

Maybe: TypeAlias = bool | None


class Among(NamedTuple):
    """A set that has all of `sure` and nothing that is not in `maybe`."""

    sure: frozenset[Value]
    maybe: frozenset[Value]


Possible: TypeAlias = frozenset[Value] | Among | None
"""The values a single-valued operand can have, the bounds of a set; None: anything."""

_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Reach:
    """What a rulebook's conditions can come to where some facts are given and nothing else is said.

    Args:
        rulebook: whose conditions they are.
        given: the facts; every other field may have any value.
        among: for some other fields, none of them a set, all values that they may have.
    """

    def __init__(
        self, rulebook: Rulebook, given: Mapping[str, Value], among: Mapping[str, Collection[Value]] | None = None
    ) -> None:
        self.rulebook = rulebook
        self.given = given
        self.among = among or {}
        self._readings: dict[str, list[Reading]] = {}
        for reading in rulebook.readings:
            self._readings.setdefault(reading.of, []).append(reading)
        self._terms: dict[str, Maybe] = {}
        self._compared: dict[Compare, Maybe] = {}

    def may_speak(self, rule: Rule) -> bool:
        """Say whether some reader may take a rule to speak."""
        also = [one.also_when for one in self.readings_of(rule.id) if one.also_when is not None]
        return any(self.holds(condition) is not False for condition in (rule.when, *also))

    def readings_of(self, name: str) -> list[Reading]:
        """Return everybody's readings of a thing, of all days."""
        return self._readings.get(name, [])

    def keys_of(self, operand: Apply) -> set[str] | None:
        """Return the keys for which a relation may be asked; None: any."""
        keys = self._possible(operand.key)
        return {str(key) for key in keys} if isinstance(keys, frozenset) else None

    def holds(self, condition: Condition) -> Maybe:
        """Say whether a condition is true for every reader, or for none."""
        match condition:
            case Const(value):
                return value
            case TermRef(term):
                if term not in self._terms:
                    self._terms[term] = self._find_term(term)
                return self._terms[term]
            case Not(part):
                return _opposite(self.holds(part))
            case And(parts):
                return _every(self.holds(part) for part in parts)
            case Or(parts):
                return _opposite(_every(_opposite(self.holds(part)) for part in parts))
            case Compare(left, op, right):
                # Many rules ask the same.
                if condition not in self._compared:
                    self._compared[condition] = self._compare(left, op, right)
                return self._compared[condition]

    def _find_term(self, name: str) -> Maybe:
        plain = self.holds(self.rulebook.terms[name].means)
        may_hold, may_fail = plain is not False, plain is not True
        for reading in self.readings_of(name):
            if reading.unsettled_when is not None and self.holds(reading.unsettled_when) is not False:
                return None
            if reading.also_when is not None and self.holds(reading.also_when) is not False:
                may_hold = True
            if reading.only_when is not None and self.holds(reading.only_when) is not True:
                may_fail = True
            if any(self.holds(exception) is not False for exception in reading.unless):
                may_fail = True
        return None if may_hold and may_fail else may_hold

    def _compare(self, left: Operand, op: str, right: Operand) -> Maybe:
        one, other = self._possible(left), self._possible(right)
        if one is None or other is None:
            return None
        if isinstance(other, Among):
            if op == "in":
                return None if isinstance(one, Among) else _agreed(_is_in(value, other) for value in one)
            one, other = other, one
        if isinstance(one, Among):
            if not isinstance(other, Among):
                # Only the word `none` is compared with a set.
                other = Among(frozenset(), frozenset())
            if not (one.sure <= other.maybe and other.sure <= one.maybe):
                return False
            return True if one.sure == one.maybe == other.sure == other.maybe else None
        is_none = Literal(None) in (left, right)
        assert isinstance(other, frozenset), "a set stands on the left by now"
        return _agreed(self._is_true(first, op, second, is_none=is_none) for first in one for second in other)

    def _is_true(self, left: Value, op: str, right: Value, *, is_none: bool) -> bool:
        if is_none and op == "=":
            return left is None and right is None
        if left is None or right is None:
            return False
        return left in self.rulebook.places_within(str(right)) if op == "within" else _TESTS[op](left, right)

    def _possible(self, operand: Operand) -> Possible:
        match operand:
            case Literal(value):
                return frozenset({value})
            case LiteralSet(values):
                written = frozenset[Value](value for value in values if value is not None)
                return Among(written, written)
            case FieldRef(field):
                type_ = self.rulebook.fields[field].type
                if field not in self.given:
                    return frozenset(self.among[field]) if field in self.among else self._domain(type_)
                fact = self.given[field]
                members = frozenset[Value](members_in(fact))
                return Among(members, members) if type_.is_set else frozenset({fact})
            case Apply(relation, key):
                keys = self._possible(key)
                return self._related(relation, keys) if isinstance(keys, frozenset) else None

    def _domain(self, type_: Type) -> Possible:
        if type_.kind == "number":
            return None
        domain = self.rulebook.domain(type_)
        return Among(frozenset(), frozenset(map(str, domain))) if type_.is_set else frozenset(domain)

    def _related(self, relation: str, keys: frozenset[Value]) -> Possible:
        """Return what a relation can give for some keys, for any reader on any day."""
        declared = self.rulebook.relations.get(relation)
        type_ = Type("party", is_set=True) if declared is None else declared.value
        theirs = [entry for reading in self.readings_of(relation) for entry in reading.entries]
        nothing: Possible = Among(frozenset(), frozenset()) if type_.is_set else frozenset({None})
        found: list[Possible] = []
        for key in keys:
            name = "" if key is None else value_text(key)  # type: ignore[arg-type]  # a key is a single value
            own = [] if declared is None else [entry for entry in declared.entries if entry.key == name]
            if not any(entry.period.start is None and entry.period.end is None for entry in own):
                found.append(self._members(name) if relation == "members" else nothing)
            found += [self._entry(entry, type_) for entry in (*own, *theirs) if entry.key == name]
        if type_.is_set:
            sets = [one for one in found if isinstance(one, Among)]
            sure = frozenset.intersection(*(one.sure for one in sets))
            return Among(sure, frozenset[Value]().union(*(one.maybe for one in sets)))
        return frozenset[Value]().union(*(one for one in found if isinstance(one, frozenset)))

    def _members(self, instrument: str) -> Possible:
        found = self.rulebook.instruments.get(instrument)
        return Among(frozenset(), frozenset(member.party for member in found.members) if found else frozenset())

    def _entry(self, entry: Entry, type_: Type) -> Possible:
        if entry.is_unsettled and not entry.between:
            return self._domain(type_)
        if type_.is_set:
            values = frozenset[Value](map(str, entry.between if entry.is_unsettled else entry.values))
            return Among(frozenset() if entry.is_unsettled else values, values)
        return frozenset(entry.between) if entry.is_unsettled else frozenset(entry.values[:1] or (None,))


def _opposite(answer: Maybe) -> Maybe:
    return None if answer is None else not answer


def _every(answers: Iterable[Maybe]) -> Maybe:
    result: Maybe = True
    for answer in answers:
        if answer is False:
            return False
        result = result if answer else None
    return result


def _agreed(answers: Iterable[Maybe]) -> Maybe:
    """The one answer that all give; None where they differ, or there is none."""
    rest = iter(answers)
    first = next(rest, None)
    return first if all(other == first for other in rest) else None


def _is_in(value: Value, group: Among) -> Maybe:
    if value is None:
        return False
    return True if value in group.sure else None if value in group.maybe else False

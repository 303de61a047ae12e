"""Within which values of single facts a condition can be true at all: quick, and never too narrow.

Where the bounds of two rules do not meet, they never speak in one situation, and nothing about the one can matter where
the other speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from placet.model import (
    And,
    Compare,
    Condition,
    Const,
    FieldRef,
    Literal,
    LiteralSet,
    Not,
    Or,
    Reading,
    Rule,
    Rulebook,
    TermRef,
    Value,
)

Bounds = dict[tuple[str, str], frozenset[object]]
"""For a field (or a possible member of a set) the values it can have; what is not there can have any."""


class BoundsOf:
    """Finds the bounds of rules, over everybody's readings and all days.

    Args:
        book: the rulebook.
    """

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._readings: dict[str, list[Reading]] = {}
        for reading in book.readings:
            self._readings.setdefault(reading.of, []).append(reading)
        self._terms: dict[str, Bounds | None] = {}

    def rule(self, rule: Rule) -> Bounds | None:
        """Return where a rule can speak for any reader; None: nowhere."""
        widened = [reading.also_when for reading in self._readings.get(rule.id, ()) if reading.also_when is not None]
        return self.condition(Or((rule.when, *widened)) if widened else rule.when)

    def condition(self, condition: Condition) -> Bounds | None:
        """Return where a condition can be true for any reader; None: nowhere."""
        match condition:
            case Const(value):
                return {} if value else None
            case TermRef(term):
                return self._term(term)
            case And(parts):
                found: Bounds = {}
                for part in parts:
                    bounds = self.condition(part)
                    merged = None if bounds is None else meet(found, bounds)
                    if merged is None:
                        return None
                    found = merged
                return found
            case Or(parts):
                return _join([bounds for part in parts if (bounds := self.condition(part)) is not None])
            case Compare():
                return self._comparison(condition, is_negated=False)
            case Not(Compare() as compared):
                return self._comparison(compared, is_negated=True)
            case _:
                return {}

    def _term(self, name: str) -> Bounds | None:
        if name not in self._terms:
            widened = [one.also_when for one in self._readings.get(name, ()) if one.also_when is not None]
            is_open = any(one.unsettled_when is not None for one in self._readings.get(name, ()))
            # Offices that differ on a term leave its value open as well.
            is_open = is_open or len({one.reader for one in self._readings.get(name, ()) if "." in one.reader}) > 1
            means = self.book.terms[name].means
            self._terms[name] = {} if is_open else self.condition(Or((means, *widened)) if widened else means)
        return self._terms[name]

    def _comparison(self, compare: Compare, *, is_negated: bool) -> Bounds | None:
        left, op, right = compare.left, compare.op, compare.right
        if isinstance(left, Literal) and op == "in" and isinstance(right, FieldRef):
            return {(right.field, str(left.value)): frozenset({not is_negated})}
        if not isinstance(left, FieldRef) or not isinstance(right, (Literal, LiteralSet)):
            return {}
        type_ = self.book.fields[left.field].type
        if type_.is_set or type_.kind == "number":
            return {}
        if isinstance(right, LiteralSet):
            inside: frozenset[object] = frozenset(value for value in right.values if value is not None)
        elif op == "within":
            inside = frozenset(self.book.places_within(str(right.value)))
        else:
            inside = frozenset({right.value})
        if is_negated:
            inside = frozenset(self.book.domain(type_)) - inside
        return {(left.field, ""): inside} if inside else None


def bounds_of_facts(book: Rulebook, given: Mapping[str, Value]) -> Bounds:
    """Return the bounds of a situation of which some facts are given."""
    found: Bounds = {}
    for field, value in given.items():
        type_ = book.fields[field].type
        if type_.is_set:
            members = value if isinstance(value, frozenset) else frozenset[str]()
            found.update(((field, str(member)), frozenset({str(member) in members})) for member in book.domain(type_))
        elif type_.kind != "number":
            found[field, ""] = frozenset({value})
    return found


def meet(one: Bounds, other: Bounds) -> Bounds | None:
    """Return what is within both bounds; None: nothing."""
    found = dict(one)
    for key, values in other.items():
        both = found[key] & values if key in found else values
        if not both:
            return None
        found[key] = both
    return found


def do_meet(one: Bounds, other: Bounds) -> bool:
    """Say whether anything is within both bounds."""
    if len(one) > len(other):
        one, other = other, one
    for key, values in one.items():
        others = other.get(key)
        if others is not None and values.isdisjoint(others):
            return False
    return True


def _join(parts: Iterable[Bounds]) -> Bounds | None:
    """Return bounds around all parts; None where there is none."""
    found: Bounds | None = None
    for part in parts:
        found = part if found is None else {key: found[key] | part[key] for key in found.keys() & part.keys()}
    return found

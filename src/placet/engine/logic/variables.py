"""The variables of a rulebook on a day: the facts that a situation gives and the points that are open.

A single-valued field is one variable; a set-valued one is a variable for each possible member. An unsettled point and
an uncertain day are variables that no situation ever gives.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Container, Mapping
from decimal import Decimal

import msgspec

from placet.engine.logic.expressions import FALSE, TRUE, Expressions
from placet.model import Day, Literal, LiteralSet, Open, Rulebook, Value

_Constant = int | Decimal


class Variable(msgspec.Struct, frozen=True):
    """One variable: what it stands for, of which set it is a member (empty: none), and its values in order."""

    open: Open
    member: str
    values: tuple[object, ...]


class Variables:
    """All variables that the conditions of a rulebook have needed so far, and the expressions over them.

    Args:
        rulebook: whose fields they are.
        fixed: facts that are the same in every situation to come; they need no variables.

    Raises:
        ValueError: where a fixed value is none of its field's.
    """

    def __init__(self, rulebook: Rulebook, fixed: Mapping[str, Value] | None = None) -> None:
        self.rulebook = rulebook
        self.fixed = dict(fixed or {})
        self.check(self.fixed)
        self.expressions = Expressions()
        self.plain: dict[int, int] = {}
        """By the identity of a condition its expression, where that is the same for every reader on every day."""
        self.tests: dict[tuple[str, str, Literal | LiteralSet], int] = {}
        """The same of a field's test, by what is written: many rules ask the same."""
        self.all: list[Variable] = []
        self.by_open: dict[Open, list[int]] = {}
        self.limits: dict[int, list[int]] = {}
        """For a point whose possible values hang on uncertain days: what holds in every completion."""
        self._fields: dict[str, int] = {}
        self._members: dict[str, dict[str, int]] = {}
        self._points: dict[tuple[Open, tuple[object, ...]], int] = {}
        self._own_points: dict[tuple[Open, tuple[object, ...]], int] = {}
        self._numbers: dict[int, dict[object, int]] = {}
        self._cuts: dict[str, list[_Constant]] = {}
        self.family = [self]
        """These and all that were made beside them."""

    def beside(self, rulebook: Rulebook) -> Variables:
        """Return the variables of another calendar that speaks of the same situations.

        Facts are the same variables there, and so are open points where the rulebook is the same. Every field must
        have the same domain in both rulebooks, and both must be made before a number field is used (its intervals
        are cut by all of them).
        """
        other = copy.copy(self)
        other.rulebook = rulebook
        other.limits = {}
        # A point whose possible values hang on the day belongs to its day alone.
        other._own_points = {}
        alike = next((each for each in self.family if each.rulebook is rulebook), None)
        other._points = alike._points if alike is not None else {}
        other.plain = alike.plain if alike is not None else {}
        other.tests = alike.tests if alike is not None else {}
        self.family.append(other)
        return other

    def take_points(self, other: Variables, apart: Container[str] = ()) -> None:
        """Share the open points that variables beside these have by now: those of another version on the same two days.

        Each side's answers are judged over all values of the points by themselves, so sharing changes no answer; it
        makes equal what says the same.

        Args:
            other: the variables whose points are shared.
            apart: the things whose points may come to other values here.
        """
        self._points = other._points
        self._own_points = {key: number for key, number in other._own_points.items() if key[0].name not in apart}
        for number in self._own_points.values():
            if number in other.limits:
                self.limits[number] = list(other.limits[number])

    def part_with_own_points(self) -> None:
        """Make new variables from here on for the points whose possible values hang on uncertain days."""
        self._own_points = {}

    def field(self, name: str) -> int:
        """Return the variable of a single-valued field."""
        number = self._fields.get(name)
        if number is None:
            type_ = self.rulebook.fields[name].type
            if type_.kind == "number":
                values: tuple[object, ...] = representatives(self.cuts(name))
                if type_.or_none:
                    values = (*values, None)
            else:
                values = self.rulebook.domain(type_)
            number = self._fields[name] = self._add(Open("field", name), "", values)
        return number

    def numbers_of(self, variable: int) -> dict[object, int]:
        """Return the numbers of a variable's values, by value."""
        found = self._numbers.get(variable)
        if found is None:
            found = self._numbers[variable] = {value: place for place, value in enumerate(self.all[variable].values)}
        return found

    def has(self, name: str) -> bool:
        """Say whether some condition has tested a field."""
        return name in self._fields or name in self._members

    def members(self, name: str) -> dict[str, int]:
        """Return the variables of a set-valued field, by possible member."""
        found = self._members.get(name)
        if found is None:
            point = Open("field", name)
            domain = self.rulebook.domain(self.rulebook.fields[name].type)
            found = self._members[name] = {
                str(member): self._add(point, str(member), (False, True)) for member in domain
            }
        return found

    def point(
        self, point: Open, values: tuple[object, ...] = (False, True), member: str = "", *, is_limited: bool = False
    ) -> int:
        """Return the variable of a point that is open.

        Args:
            point: what is open.
            values: what it could come to.
            member: for a set, the member that it has or has not.
            is_limited: whether `allow` will say more of its values.
        """
        key = (point, (member, *values))
        points = self._own_points if is_limited else self._points
        number = points.get(key)
        if number is None:
            number = points[key] = self._add(point, member, values)
        return number

    def allow(self, variable: int, guard: int, mask: int) -> None:
        """Say that where `guard` is true, a point has one of the values in `mask` and no other."""
        limit = self.expressions.any_of((self.expressions.negation(guard), self.expressions.literal(variable, mask)))
        if limit != TRUE:
            self.limits.setdefault(variable, []).append(limit)

    def is_true(self, variable: int) -> int:
        """Return the expression that a yes-or-no variable (or point) is true."""
        return self.expressions.literal(variable, 1 << self.all[variable].values.index(True))

    def has_come(self, day: Day | None, at: dt.date, owner: str, label: str, *, missing: int) -> int:
        """Return the expression that `day` is not later than `at`; `missing` where there is no day."""
        if day is None:
            return missing
        come = day.has_come(at)
        if come is None:
            return self.is_true(self.point(Open("date", owner, label)))
        return TRUE if come else FALSE

    def cuts(self, name: str) -> list[_Constant]:
        """Return the numbers with which the rulebook (or one beside it) compares a number field, rising."""
        if not self._cuts:
            found: dict[str, set[_Constant]] = {field: set() for field in ("", *self.rulebook.fields)}
            for each in self.family:
                for field, numbers in each.rulebook.numbers_compared.items():
                    found.setdefault(field, set()).update(numbers)
            self._cuts.update({field: sorted(values) for field, values in found.items()})
        return self._cuts[name]

    def encode(self, given: Mapping[str, Value], values: list[int]) -> None:
        """Write the facts of a situation into `values` (by variable, -1 is unknown).

        Raises:
            ValueError: where a value is none of its field's.
        """
        for name, value in given.items():
            number = self._fields.get(name)
            if number is not None:
                values[number] = self._index(name, number, value)
                continue
            members = self._members.get(name)
            if members is not None:
                if value is None:
                    value = frozenset()
                if not isinstance(value, (frozenset, set, tuple)) or not members.keys() >= set(value):
                    raise ValueError(f"`{value}` is no value of `{name}`")
                for member, variable in members.items():
                    values[variable] = 1 if member in value else 0

    def check(self, given: Mapping[str, Value]) -> None:
        """See that facts have values of their fields.

        Raises:
            ValueError: one has not.
        """
        for name, value in given.items():
            self._check(name, value)

    def _check(self, name: str, value: Value) -> None:
        type_ = self.rulebook.fields[name].type
        if type_.is_set:
            is_sound = value is None or (
                isinstance(value, (frozenset, set, tuple)) and set(value) <= set(self.rulebook.domain(type_))
            )
        elif type_.kind == "number":
            is_number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
            is_sound = is_number or (value is None and type_.or_none)
        else:
            is_sound = value in self.rulebook.domain(type_)
        if not is_sound:
            raise ValueError(f"`{value}` is no value of `{name}`")

    def _index(self, name: str, number: int, value: Value) -> int:
        variable = self.all[number]
        if self.rulebook.fields[name].type.kind == "number" and value is not None:
            if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
                raise ValueError(f"`{value}` is no value of `{name}`")
            return interval_of(value, self.cuts(name))
        try:
            return variable.values.index(value)
        except ValueError:
            raise ValueError(f"`{value}` is no value of `{name}`") from None

    def _add(self, point: Open, member: str, values: tuple[object, ...]) -> int:
        number = self.expressions.add_variable(len(values))
        self.all.append(Variable(point, member, values))
        self.by_open.setdefault(point, []).append(number)
        return number


def representatives(cuts: list[_Constant]) -> tuple[_Constant, ...]:
    """Return a number from each interval into which `cuts` (rising) cut the line, rising.

    >>> representatives([5, 10])
    (4, 5, Decimal('7.5'), 10, 11)
    """
    if not cuts:
        return (0,)
    found: list[_Constant] = [cuts[0] - 1]
    for index, cut in enumerate(cuts):
        found.append(cut)
        found.append((Decimal(cut) + Decimal(cuts[index + 1])) / 2 if index + 1 < len(cuts) else cut + 1)
    return tuple(found)


def interval_of(value: _Constant, cuts: list[_Constant]) -> int:
    """Return the number of the interval in which `value` lies.

    >>> [interval_of(value, [5, 10]) for value in (1, 5, 6, 10, 11)]
    [0, 1, 2, 3, 4]
    """
    below = sum(1 for cut in cuts if cut < value)
    return 2 * below + (1 if value in cuts else 0)

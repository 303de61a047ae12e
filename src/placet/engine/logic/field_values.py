"""The values of a field as far as they can make a difference: a domain, intervals of numbers, sets of one member."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from placet.engine.logic.variables import Variables, interval_of, representatives
from placet.model import Rulebook, Value

Number = int | Decimal


class Interval(msgspec.Struct, frozen=True):
    """Numbers from `low` to `high` (None: without end); an end belongs to it where `has_low` or `has_high` says so."""

    low: Number | None = None
    high: Number | None = None
    has_low: bool = False
    has_high: bool = False


class FieldValue(msgspec.Struct, frozen=True):
    """One value of a field; a number stands for the whole `interval` in which no condition tells one from another.

    Of a set that is given and changed by one member, `added` or `removed` names the member.
    """

    value: Value
    interval: Interval | None = None
    added: str = ""
    removed: str = ""


def values_of(rulebook: Rulebook, field: str) -> tuple[FieldValue, ...]:
    """Return all values of a field that can make a difference, `none` last.

    A set has too many values: here it is each possible member alone, and none.
    """
    type_ = rulebook.fields[field].type
    if type_.kind == "number":
        cuts = Variables(rulebook).cuts(field)
        found = [
            FieldValue(value, interval) for value, interval in zip(representatives(cuts), _intervals(cuts), strict=True)
        ]
        return (*found, FieldValue(None)) if type_.or_none else tuple(found)
    if type_.is_set:
        alone = [FieldValue(frozenset({str(member)})) for member in rulebook.domain(type_)]
        return (*alone, FieldValue(frozenset()))
    return tuple(FieldValue(value) for value in rulebook.domain(type_))


def other_values_of(rulebook: Rulebook, field: str, given: Value) -> tuple[FieldValue, ...]:
    """Return what else than `given` a field can be.

    A number is in another interval; a set has one member more or one member less.
    """
    type_ = rulebook.fields[field].type
    if type_.is_set:
        members = given if isinstance(given, frozenset) else frozenset[str]()
        return tuple(
            FieldValue(members - {member}, removed=member)
            if member in members
            else FieldValue(members | {member}, added=member)
            for member in map(str, rulebook.domain(type_))
        )
    everything = values_of(rulebook, field)
    if isinstance(given, (int, Decimal)) and not isinstance(given, bool):
        own = interval_of(given, Variables(rulebook).cuts(field))
        return (*everything[:own], *everything[own + 1 :])
    return tuple(one for one in everything if one.value != given)


def join_intervals(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Join intervals that meet, in rising order.

    >>> join_intervals([Interval(None, 5), Interval(5, 5, True, True), Interval(7, 8)])
    (Interval(low=None, high=5, has_low=False, has_high=True), Interval(low=7, high=8, has_low=False, has_high=False))
    """
    found: list[Interval] = []
    for one in sorted(intervals, key=_start):
        last = found[-1] if found else None
        if last is not None and last.high is not None and last.high == one.low and last.has_high != one.has_low:
            found[-1] = Interval(last.low, one.high, last.has_low, one.has_high)
        else:
            found.append(one)
    return tuple(found)


def _intervals(cuts: list[Number]) -> Iterable[Interval]:
    """The intervals into which `cuts` (rising) cut the line, each cut one of its own."""
    below: Number | None = None
    for cut in cuts:
        yield Interval(below, cut)
        yield Interval(cut, cut, has_low=True, has_high=True)
        below = cut
    yield Interval(below, None)


def _start(interval: Interval) -> tuple[bool, Number, bool]:
    return interval.low is not None, interval.low if interval.low is not None else 0, not interval.has_low

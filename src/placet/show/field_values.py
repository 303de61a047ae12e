"""Say the values of a field in words: single ones, intervals of numbers, sets by their members, and groups of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from placet.engine.logic.field_values import FieldValue, Interval, join_intervals
from placet.model import Field
from placet.show.answer_json import Json, fact_value
from placet.show.words import number_words, written_value


def field_value_words(field: Field, value: FieldValue) -> str:
    """Name one value of a field.

    >>> from placet.model import Type
    >>> field_value_words(Field("area", Type("place", or_none=True)), FieldValue(None))
    'none'
    """
    if value.interval is not None:
        return interval_words(value.interval, field.type.unit)
    if value.added or value.removed:
        return f"with {value.added}" if value.added else f"without {value.removed}"
    return written_value(value.value)


def value_names(field: Field, values: Sequence[FieldValue]) -> list[str]:
    """Name each of several values of a field; intervals that meet are one, members added to a set stand together."""
    intervals = join_intervals(value.interval for value in values if value.interval is not None)
    names = [interval_words(interval, field.type.unit) for interval in intervals]
    added = [value.added for value in values if value.added]
    removed = [value.removed for value in values if value.removed]
    names += [f"{'with' if not at else ''} {member}".strip() for at, member in enumerate(added)]
    names += [f"{'without' if not at else ''} {member}".strip() for at, member in enumerate(removed)]
    rest = [one for one in values if one.interval is None and not one.added and not one.removed]
    return names + [field_value_words(field, one) for one in rest]


def interval_words(interval: Interval, unit: str | None) -> str:
    """Say an interval of numbers.

    >>> interval_words(Interval(None, 5), "km"), interval_words(Interval(5, 10, True, True), None)
    ('< 5 km', '5 to 10')
    """
    low, high = interval.low, interval.high
    if low is None and high is None:
        return "any number"
    if low is None or high is None or low == high:
        sign = ""
        if low is None:
            sign = "≤ " if interval.has_high else "< "
        elif high is None:
            sign = "≥ " if interval.has_low else "> "
        return sign + number_words(high if low is None else low, unit)  # type: ignore[arg-type]  # one of them is there
    lowest, highest = number_words(low, None), number_words(high, unit)
    match interval.has_low, interval.has_high:
        case True, True:
            return f"{lowest} to {highest}"
        case False, False:
            return f"between {lowest} and {highest}"
        case True, False:
            return f"{lowest} to below {highest}"
        case _:
            return f"above {lowest}, to {highest}"


def values_value(values: Iterable[FieldValue]) -> list[Json]:
    """Return values of a field as plain values, neighbouring intervals as one."""
    found = list(values)
    intervals = join_intervals(one.interval for one in found if one.interval is not None)
    return [
        *(interval_value(interval) for interval in intervals),
        *(fact_value(one.value) for one in found if one.interval is None),
    ]


def field_value_value(value: FieldValue) -> Json:
    """Return one value of a field as a plain value."""
    return interval_value(value.interval) if value.interval is not None else fact_value(value.value)


def interval_value(interval: Interval) -> dict[str, Json]:
    """Return an interval as a plain value: `from` and `to` belong to it, `above` and `below` do not.

    >>> interval_value(Interval(5, 10, has_low=True))
    {'from': 5, 'below': 10}
    """
    found: dict[str, Json] = {}
    if interval.low is not None:
        found["from" if interval.has_low else "above"] = interval.low
    if interval.high is not None:
        found["to" if interval.has_high else "below"] = interval.high
    return found

"""The values of a field in words: intervals of numbers, members of sets, and several values together."""

from __future__ import annotations

from decimal import Decimal

import pytest

from placet.engine.logic.field_values import FieldValue, Interval, join_intervals
from placet.model import Field, Type
from placet.show.field_values import interval_words, value_names, values_value

AMOUNT = Field("amount", Type("number", unit="kg", or_none=True))
GROUP = Field("group", Type("party", is_set=True))


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (Interval(), "any number"),
        (Interval(None, 5), "< 5 kg"),
        (Interval(None, 5, has_high=True), "≤ 5 kg"),
        (Interval(5, None), "> 5 kg"),
        (Interval(5_000, None, has_low=True), "≥ 5,000 kg"),
        (Interval(5, 5, has_low=True, has_high=True), "5 kg"),
        (Interval(5, 10, has_low=True, has_high=True), "5 to 10 kg"),
        (Interval(5, 10), "between 5 and 10 kg"),
        (Interval(5, Decimal("7.5"), has_low=True), "5 to below 7.5 kg"),
        (Interval(5, 10, has_high=True), "above 5, to 10 kg"),
    ],
)
def test_an_interval_says_which_of_its_ends_belong_to_it(interval: Interval, words: str) -> None:
    assert interval_words(interval, "kg") == words


def test_intervals_are_joined_only_where_nothing_lies_between_them() -> None:
    below, at, above = Interval(None, 5), Interval(5, 5, has_low=True, has_high=True), Interval(5, None)
    assert join_intervals([above, at, below]) == (Interval(),)
    assert join_intervals([above, below]) == (below, above)
    assert join_intervals([below, at]) == (Interval(None, 5, has_high=True),)


def test_several_values_are_named_together() -> None:
    below, at = FieldValue(4, Interval(None, 5)), FieldValue(5, Interval(5, 5, has_low=True, has_high=True))
    assert value_names(AMOUNT, [FieldValue(None), at, below]) == ["≤ 5 kg", "none"]
    assert values_value([FieldValue(None), at, below]) == [{"to": 5}, None]
    more, less = FieldValue(frozenset({"A", "B"}), added="B"), FieldValue(frozenset(), removed="A")
    assert value_names(GROUP, [more, less]) == ["with B", "without A"]
    assert value_names(GROUP, [FieldValue(frozenset()), FieldValue(frozenset({"A"}))]) == ["none", "A"]

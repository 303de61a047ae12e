"""Timelines: the days on which an answer can change, and nothing changes between them."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest

from placet.engine import Decider
from placet.engine.variation.timeline import Axis, change_days, is_same_answer, timeline
from placet.language import load_rulebook
from placet.model import Answer, Rulebook

DAY = dt.timedelta(days=1)
ACT = dt.date(2021, 1, 1)
GIVEN = {"actor": "NOR", "act": "dredge", "at": "coast"}
FILL = {"actor": "NOR", "act": "fill", "at": "gorge", "season": "wet"}


@pytest.fixture(scope="module")
def book() -> Rulebook:
    found = load_rulebook(Path(__file__).parents[2] / "cli" / "river").rulebook
    assert found is not None
    return found


def asked(book: Rulebook, axis: Axis, day: dt.date, given: dict[str, str]) -> Answer:
    return Decider(book, *((day, None) if axis == "on" else (ACT, day))).answer(given)


@pytest.mark.parametrize("given", [GIVEN, FILL])
@pytest.mark.parametrize("axis", ["on", "known"])
def test_between_two_days_of_change_the_answer_is_that_of_the_segment(
    book: Rulebook, axis: Axis, given: dict[str, str]
) -> None:
    days = change_days(book, axis)
    segments = timeline(lambda day: asked(book, axis, day, given), days)
    tried = {near for day in days for near in (day - DAY, day, day + DAY, day + 40 * DAY)}
    for day in sorted(tried):
        inside = [
            one for one in segments if (one.start is None or one.start <= day) and (one.end is None or day < one.end)
        ]
        assert len(inside) == 1
        assert is_same_answer(inside[0].answer, asked(book, axis, day, given)), day


def test_an_uncertain_day_counts_with_both_its_ends(book: Rulebook) -> None:
    assert {dt.date(2020, 12, 28), dt.date(2020, 12, 29)} <= set(change_days(book, "on"))


def test_equal_neighbours_are_one_segment(book: Rulebook) -> None:
    segments = timeline(lambda day: asked(book, "on", day, GIVEN), change_days(book, "on"))
    assert [one.answer.verdict.kind for one in segments] == ["unregulated", "open", "agreed"]
    assert segments[0].start is None
    assert segments[-1].end is None
    assert all(one.end == other.start for one, other in pairwise(segments))


def test_without_any_day_of_change_there_is_one_answer_for_good(book: Rulebook) -> None:
    (only,) = timeline(lambda day: asked(book, "on", day, GIVEN), ())
    assert (only.start, only.end) == (None, None)


def test_the_first_day_of_the_calendar_is_no_obstacle(book: Rulebook) -> None:
    assert timeline(lambda day: asked(book, "on", day, GIVEN), (dt.date.min, ACT))[0].start == dt.date.min

"""Expressions of dates: the table of `dates.md`, and what holds for every text."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placet.evidence.dates import find_dates
from placet.model.documents import Span
from placet.model.proposals import Said
from tests.evidence.dates_table import CASES, FAILING, Case, found_of, is_right

SHARED = Path(__file__).resolve().parents[3] / "shared"
LEAST = 0.97


def test_the_table_is_large_and_its_failures_are_named() -> None:
    assert len(CASES) >= 150
    assert sum(len(case.expected) for case in CASES) >= 150
    wrong = [case for case in CASES if not is_right(case)]
    score = 1 - len(wrong) / len(CASES)
    assert score >= LEAST, [(case.sentence, found_of(case)) for case in wrong]
    assert [case.sentence for case in wrong] == [case.sentence for case in CASES if case.section == FAILING]


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.section != FAILING], ids=lambda case: f"{case.sentence} {case.tense or ''}"
)
def test_each_expression_of_the_table_means_what_it_says(case: Case) -> None:
    assert found_of(case) == case.expected


WEEKDAY_SENTENCES = [
    "They met on {}.",
    "They will meet on {}.",
    "They met last {}.",
    "They will meet next {}.",
    "It was said {} last week.",
    "It will be said {} next week.",
    "A note: {}",
]
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
WEEKDAY = st.sampled_from(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(WEEKDAY_SENTENCES), WEEKDAY, DAYS)
def test_a_week_later_every_weekday_means_seven_days_later(sentence: str, weekday: str, anchor: dt.date) -> None:
    text, week = sentence.format(weekday), dt.timedelta(days=7)
    (before,), (after,) = find_dates(text, anchor), find_dates(text, anchor + week)
    shifted = [str(dt.date.fromisoformat(day) + week) for day in (before.value, *before.candidates) if day]
    assert shifted == [day for day in (after.value, *after.candidates) if day]
    assert shifted


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(WEEKDAY_SENTENCES), WEEKDAY, DAYS)
def test_a_weekday_is_that_weekday_on_the_side_that_the_tense_says(
    sentence: str, weekday: str, anchor: dt.date
) -> None:
    (said,) = find_dates(sentence.format(weekday), anchor)
    days = [dt.date.fromisoformat(day) for day in (said.value, *said.candidates) if day]
    assert {day.strftime("%A") for day in days} == {weekday}
    if " met " in sentence:
        assert all(anchor - dt.timedelta(days=7) <= day <= anchor for day in days)
    if " will meet " in sentence:
        assert all(anchor <= day <= anchor + dt.timedelta(days=13) for day in days)


RELATIVE = [
    "yesterday", "last week", "two weeks ago", "next month", "last December", "late last year", "in July this year",
    "last night", "the end of next year", "the 15th of this month", "this fall", "a decade ago", "to date",
    "the first half of next year", "last weekend", "two Saturdays ago", "this year", "어제", "先週火曜日", "지난달",
]  # fmt: skip


@pytest.mark.parametrize("words", [*RELATIVE, *(each.format("Monday") for each in WEEKDAY_SENTENCES)])
def test_without_the_day_of_writing_nothing_relative_is_resolved_and_that_is_said(words: str) -> None:
    (given_day,) = find_dates(words, dt.date(2014, 11, 19))
    (without,) = find_dates(words, None)
    assert given_day.value is not None or given_day.candidates
    assert given_day.anchor == "2014-11-19"
    assert (without.value, without.candidates, without.anchor) == (None, (), None)
    assert without.constraint
    assert without.span == given_day.span


PIECES = st.sampled_from([
    "Monday", "May", "march", "Nov.", "18", ",", "2014", "-", "–", "to", "and", "between", "from", "the", "last",
    "next", "this", "31", "30", "Feb", "week", "weeks", "year", "ago", "two", "in", "of", "end", "early", "mid-",
    "15th", "年", "月", "日", "2014년", "11월", "18일", "지난", "주", "화요일", "昨日",
    "(", ")", "“", "”", "'", "s", "\n", "\t", ".", ";", "00", "9999", "12/11/2014",
    "half", "quarter", "Friday", "April", "Saturday", "third", "more", "than",
    "before", "after", "spring",
])  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=14).map("".join)
    ),
    st.one_of(st.none(), st.dates()),
    st.sampled_from([None, "past", "future", "none"]),
)
def test_any_text_is_read_and_every_expression_stands_where_it_says(
    text: str, anchor: dt.date | None, tense: str | None
) -> None:
    found = find_dates(text, anchor, tense=tense)
    end = 0
    for said in found:
        assert said.span is not None
        assert end <= said.span.start < said.span.end <= len(text)
        assert text[said.span.start : said.span.end] == said.expression
        assert said.value is None or not said.candidates
        assert said.value or said.constraint, said
        assert said.rule
        assert all(is_iso(value) for value in (said.value, *said.candidates) if value), said
        end = said.span.end
    assert found == find_dates(text, anchor, tense=tense)


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("march 30 and the week of 30 march", None),
        ("Friday end 1 April", dt.date.min),
        ("from 31 December to Friday", dt.date.max),
        ("from Saturday to Monday", dt.date.max),
        ("yesterday and 999 years ago, in 999 decades", dt.date.min),
        ("Monday, Monday, Monday, Monday, " * 300, None),
        ("the end of the end of the end of " * 300 + "May", None),
        ("9999-12-31, the next day", None),
    ],
)
def test_what_once_broke_is_read(text: str, anchor: dt.date | None) -> None:
    for said in find_dates(text, anchor):
        assert said.value or said.constraint


def is_iso(value: str) -> bool:
    """Whether a value, or both ends of one, is a day of the calendar, a week, month, part, year or decade."""
    forms = r"\d{4}(-\d\d)?|\d{4}-W\d\d|\d{4}-(Q[1-4]|H[12]|SP|SU|FA|WI)|\d{3}"
    start, is_range, end = value.partition("/")
    for each in (start, end) if is_range else (start,):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", each):
            dt.date.fromisoformat(each)
        elif not re.fullmatch(forms, each):
            return False
    return not is_range or start < end


def test_the_caller_s_tense_may_hang_on_the_place() -> None:
    text = "Monday and Monday"
    found = find_dates(text, dt.date(2014, 11, 19), tense=lambda span: "past" if span.start == 0 else "future")
    assert [said.value for said in found] == ["2014-11-17", "2014-11-24"]


def test_the_caller_s_day_serves_until_the_text_names_one() -> None:
    text = "He had agreed a day earlier. On 3 May 2012 he came; he left the same day."
    found = find_dates(text, None, reference=dt.date(2012, 5, 1))
    assert [said.value for said in found] == ["2012-04-30", "2012-05-03", "2012-05-03"]


def test_a_long_text_takes_time_in_step_with_its_length() -> None:
    row = (
        "He said on Monday, Nov. 10, that between May and July 2012, and two weeks ago, the end of the year was near. "
    )
    for filler in (row, "the ", "Nov. ", "1 ", " ", "10-", "in ", "end of ", "2014년", "Monday, "):
        text = (filler * 20_000)[:20_000]
        found = find_dates(text, dt.date(2014, 11, 18))
        assert len(found) <= len(text)


def expressions() -> list[tuple[str, str | None, str, str | None]]:
    """Return file, day of posting, expression and the day it means, of the articles beside the project."""
    gold = SHARED / "data" / "article_statements.json"
    if not gold.is_file() or not (SHARED / "articles").is_dir():
        return []
    data = json.loads(gold.read_text("utf-8"))
    posted = {article["file"]: article["posted"] for article in data["articles"]}
    return [
        (one["file"], posted[one["file"]], one["date_expr"], one["said_on"])
        for one in data["statements"]
        if one["date_expr"]
    ]


GOLD = expressions()


@pytest.mark.skipif(not GOLD, reason="the articles and their statements do not lie beside the project")
def test_the_expressions_of_the_articles_mean_what_a_reader_found() -> None:
    wrong = []
    for file, posted, words, said_on in GOLD:
        text = (SHARED / "articles" / file).read_text("utf-8")
        found = find_dates(text, dt.date.fromisoformat(posted[:10]) if posted else None)
        bare = re.sub(r"^(on|in) ", "", words)
        values = {said.value for said in found if said.expression == bare}
        if values != {said_on}:
            wrong.append((file, words, said_on, values))
    assert wrong == []
    assert len(GOLD) >= 20


@pytest.mark.skipif(not GOLD, reason="the articles and their statements do not lie beside the project")
def test_of_the_article_without_a_date_nothing_relative_is_resolved() -> None:
    (file,) = {file for file, posted, _, _ in GOLD if posted is None}
    found = find_dates((SHARED / "articles" / file).read_text("utf-8"), None)
    assert {said.expression: said.value for said in found if said.value} == {
        "January 2011": "2011-01",
        "June 2012": "2012-06",
    }
    others = {said.expression: said.constraint for said in found if not said.value}
    assert {"Saturday", "next month", "last December", "the same day"} <= set(others)
    assert others["Saturday"] == "a Saturday before the article"
    assert all(others.values())


def said_of(text: str, anchor: str) -> Said:
    (said,) = find_dates(text, dt.date.fromisoformat(anchor))
    return said


def test_a_value_comes_with_its_rule_its_anchor_and_its_place() -> None:
    assert said_of("She said it on Tuesday last week.", "2014-11-18") == Said(
        "2014-11-11",
        "day",
        "Tuesday last week",
        Span(15, 32),
        "2014-11-18",
        "weekday of the week before",
    )


def test_a_bound_and_a_part_of_a_year_say_so() -> None:
    assert (
        said_of("It began more than four years ago.", "2014-11-18").constraint == "more than 4 years before 2014-11-18"
    )
    assert said_of("It was signed late last year.", "2015-04-30").constraint == "late in 2014"

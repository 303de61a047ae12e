"""Read Korean and Japanese dates: `2014년 11월 18일`, `지난 주 화요일`, `11月18日`, `先週火曜日`, `平成26年`.

Weaker than English: no ranges, no counted shifts, and the tense is taken from the end of the sentence.
"""

from __future__ import annotations

import re

from placet.evidence.dates.calendar import (
    add_days,
    add_months,
    day_of,
    month_value,
    pick_month,
    pick_year,
    week_value,
    weekday_after,
    weekday_before,
    weekday_of_week,
    year_value,
)
from placet.evidence.dates.place import Place, Reading, either, from_anchor, unresolved
from placet.evidence.dates.words import Tense
from placet.model.documents import Span
from placet.model.proposals import Granularity

_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_YEARS = {
    "올해": 0, "금년": 0, "지난해": -1, "작년": -1, "재작년": -2, "내년": 1,
    "今年": 0, "昨年": -1, "去年": -1, "一昨年": -2, "来年": 1,
}  # fmt: skip
_MONTHS = {
    "이번 달": 0, "이번달": 0, "이달": 0, "지난 달": -1, "지난달": -1, "다음 달": 1, "다음달": 1, "내달": 1,
    "今月": 0, "先月": -1, "来月": 1,
}  # fmt: skip
_WEEKS = {"지난": -1, "이번": 0, "다음": 1, "先": -1, "今": 0, "来": 1}
_DAYS = {
    "그저께": -2, "그제": -2, "어제": -1, "오늘": 0, "내일": 1, "모레": 2,
    "一昨日": -2, "昨日": -1, "今日": 0, "明日": 1, "明後日": 2,
}  # fmt: skip
_SAME = {"이날", "같은 날", "同日"}
_WEEKDAYS = {
    letter: number for letters in ("월화수목금토일", "月火水木金土日") for number, letter in enumerate(letters)
}


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_YEAR = rf"(?:(?P<y>\d{{4}})[ ]?[년年]|(?P<era>{_any(_ERAS)})(?P<n>\d{{1,2}}|元)年|(?P<ry>{_any(_YEARS)})の?)"
_MONTH = rf"(?:(?<!\d)(?P<m>\d{{1,2}})[ ]?[월月]|(?P<rm>{_any(_MONTHS)})の?)(?![간間액額])"
_DAY = r"(?<!\d)(?P<d>\d{1,2})[ ]?[일日](?![간째間目本])"
_FORMS = re.compile(
    rf"(?:{_YEAR}(?:[ ]?{_MONTH}(?:[ ]?{_DAY})?)?"
    rf"|{_MONTH.replace('?P<', '?P<b')}(?:[ ]?{_DAY.replace('?P<', '?P<b')})?"
    rf"|{_DAY.replace('?P<', '?P<c')})"
    r"|(?:(?P<week>지난|이번|다음)[ ]?주|(?P<jweek>[先今来])週)(?!말|末)(?:[ ]|の)?"
    r"(?:(?P<weekday>[월화수목금토일](?=요일)|[月火水木金土日](?=曜))(?:요일|曜日?))?"
    r"|(?P<alone>[월화수목금토일](?=요일)|[月火水木金土日](?=曜日))(?:요일|曜日)"
    rf"|(?P<word>{_any(_DAYS)})|(?P<same>{'|'.join(sorted(_SAME))})"
)
_AHEAD = re.compile(r"예정|계획|방침|전망|할 것|될 것|[한된]다\b|予定|見通し|方針|だろう|する。|される。")
_STOP = re.compile(r"[.。!?\n]")


def find_eastern(place: Place) -> list[tuple[Span, Reading]]:
    """Return the Korean and Japanese expressions of a text with what each means."""
    found: list[tuple[Span, Reading]] = []
    for match in _FORMS.finditer(place.text):
        try:
            reading = _read(match, place)
        except (OverflowError, ValueError):
            reading = unresolved("unknown", "outside the calendar", "a day that the calendar does not have")
        if reading is None:
            continue
        end = match.start() + len(match[0].rstrip(" の"))
        span = Span(match.start(), end)
        found.append((span, reading))
        place.name(reading, place.text[span.start : span.end])
    return found


def _read(match: re.Match[str], place: Place) -> Reading | None:
    if match["week"] or match["jweek"]:
        return _week(match, place)
    if match["alone"]:
        return _weekday(match, place)
    if match["word"]:
        rule = "counted from the day of writing"
        step = _DAYS[match["word"]]
        if place.anchor is None:
            return unresolved("day", rule, f"{abs(step)} days {'before' if step < 0 else 'after'} the article")
        return from_anchor(place, "day", rule, add_days(place.anchor, step).isoformat())
    if match["same"]:
        day = place.named_day("day")
        if day is None:
            return unresolved("day", "the day named before", "the same day as one named elsewhere")
        return Reading(day.isoformat(), "day", "the day named before", day.isoformat())
    return _calendar(match, place)


def _calendar(match: re.Match[str], place: Place) -> Reading | None:
    """Read year, month and day, each named, reckoned or missing."""
    month_words, near = match["m"] or match["bm"], match["rm"] or match["brm"]
    month = int(month_words) if month_words else None
    day_words = match["d"] or match["bd"] or match["cd"]
    number = int(day_words) if day_words else None
    if (month is not None and not 1 <= month <= 12) or (number is not None and not 1 <= number <= 31):
        return None
    year = _year(match, place)
    granularity: Granularity = "day" if number is not None else "month" if month is not None or near else "year"
    if (match["ry"] or near or year is None) and place.anchor is None:
        return unresolved(
            granularity, "reckoned from the day of writing", "a day or month of the article's own calendar"
        )
    is_reckoned = bool(match["ry"] or near)
    if near:
        assert place.anchor is not None
        year, month = add_months((place.anchor.year, place.anchor.month), _MONTHS[near])
    if year is None:
        return _without_year(match, place, month, number)
    if month is None:
        value = year_value(year)
    elif number is None:
        value = month_value((year, month))
    else:
        day = day_of(year, month, number)
        if day is None:
            return unresolved("day", "written out", "the calendar has no such day")
        value = day.isoformat()
    if is_reckoned:
        return from_anchor(place, granularity, "reckoned from the day of writing", value)
    return Reading(value, granularity, "written out", has_year=True)


def _year(match: re.Match[str], place: Place) -> int | None:
    if match["y"]:
        return int(match["y"])
    if match["era"]:
        return _ERAS[match["era"]] + (1 if match["n"] == "元" else int(match["n"]))
    if match["ry"] and place.anchor is not None:
        return place.anchor.year + _YEARS[match["ry"]]
    return None


def _without_year(match: re.Match[str], place: Place, month: int | None, number: int | None) -> Reading | None:
    assert place.anchor is not None
    tense = _tense(match, place)
    if month is not None and number is not None:
        days = pick_year(place.anchor, month, number, tense)
        rule = "day and month, the year by the day of writing"
        return either(place, "day", rule, [day.isoformat() for day in days], "the calendar has no such day")
    if month is not None:
        months = pick_month(place.anchor, month, tense)
        return either(place, "month", "month, the year by the day of writing", [month_value(one) for one in months], "")
    assert number is not None
    for step in (0, 1, 2) if tense == "future" else (0, -1, -2):
        year, there = add_months((place.anchor.year, place.anchor.month), step)
        day = day_of(year, there, number)
        if day is not None and (day >= place.anchor if tense == "future" else day <= place.anchor):
            return from_anchor(place, "day", "day of the month by the day of writing", day.isoformat())
    return None


def _week(match: re.Match[str], place: Place) -> Reading:
    step = _WEEKS[match["week"] or match["jweek"]]
    rule = {0: "the week of writing", -1: "the week before", 1: "the week after"}[step]
    granularity: Granularity = "day" if match["weekday"] else "week"
    if place.anchor is None:
        return unresolved(granularity, rule, f"{rule}, counted from the article")
    if match["weekday"]:
        day = weekday_of_week(place.anchor, _WEEKDAYS[match["weekday"]], step)
        return from_anchor(place, "day", f"weekday of {rule}", day.isoformat())
    return from_anchor(place, "week", rule, week_value(add_days(place.anchor, 7 * step)))


def _weekday(match: re.Match[str], place: Place) -> Reading:
    weekday, tense = _WEEKDAYS[match["alone"]], _tense(match, place)
    if place.anchor is None:
        return unresolved("day", "weekday, by the tense", "such a weekday near the article")
    days = [weekday_before(place.anchor, weekday), weekday_after(place.anchor, weekday)]
    chosen = {"past": days[:1], "future": days[1:], "none": sorted(set(days))}[tense]
    return either(place, "day", "weekday, by the tense", [day.isoformat() for day in chosen], "")


def _tense(match: re.Match[str], place: Place) -> Tense:
    """Return what the caller says, or what the end of the sentence shows, where the verb stands."""
    told = place.tense_told(match.start(), match.end())
    if told is not None:
        return told
    stop = _STOP.search(place.text, match.end(), match.end() + 200)
    rest = place.text[match.end() : (stop.start() + 1) if stop else match.end() + 200]
    return "future" if _AHEAD.search(rest) else "past"

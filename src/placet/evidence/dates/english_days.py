"""Read days, months and years that are named in English: `Nov. 18, 2014`, `15 July this year`, `mid-1990s`."""

from __future__ import annotations

import datetime as dt
import re

from placet.evidence.dates.calendar import (
    add_days,
    day_of,
    decade_value,
    month_value,
    part_value,
    pick_month,
    pick_year,
    year_value,
)
from placet.evidence.dates.place import Match, Pattern, Place, Reading, either, from_anchor, pattern, unresolved
from placet.evidence.dates.words import (
    DASH,
    DAY,
    MONTH,
    MONTHS,
    ORDINAL,
    WEEKDAYS,
    YEAR,
    S,
    month_number,
    ordinal_of,
    word_before,
)

_IN_WORDS = {
    "in", "of", "since", "until", "till", "by", "from", "to", "between", "and", "or", "during", "before", "after",
    "for", "last", "next", "this", "early", "late", "mid", "through", "around", "about", "on", "than", "as",
}  # fmt: skip
"""What stands before a bare `May` or `March` that is a month."""
_SURELY_IN = {"in", "since", "until", "by", "during", "last", "next", "this", "early", "late", "mid"}
_OWNERS = {"a", "an", "the", "its", "their", "his", "her", "our"}
_NAME_BEHIND = re.compile(r"[^\S\n][A-Z][a-z]")
_NAMES = {"may", "march", "april", "june", "august", "jan", "mar", "dec", "jun", "aug", "apr", "sep", "nov"}
"""Months that are also names or words."""
_COUNTED = (
    r"(?!S?(?:people|troops?|soldiers|rounds|men|women|won|yen|dollars|euros|pounds|miles|km|kilomet\w+|met\w+|tons?|"
    r"tonnes|kg|feet|percent|%|per|members|workers|votes|cases|points|police|refugees|ships|aircraft|missiles|shares|"
    r"hours|minutes|seconds|times|words|pages|jobs|homes|units|barrels|megawatts|MW|GMT|KST|hrs)\b)".replace(
        "S?", r"\s"
    )
)
_YEAR_REL = rf"(?:,?{S}(?:of{S})?(?P<rel>this|last|next){S}year\b)"
_MARK_BEFORE = set("$€£¥₩#+/.-–,:_@")


def day_value(place: Place, day: dt.date, rule: str) -> Reading:
    """Return a whole day, held against the weekday that stands before it."""
    if place.weekday is not None and day.weekday() != place.weekday:
        near = add_days(day, (place.weekday - day.weekday() + 3) % 7 - 3)
        words = f"the text says {_title(WEEKDAYS[place.weekday])}, and {day} is a {_title(WEEKDAYS[day.weekday()])}"
        return Reading(
            None, "day", rule, None, tuple(sorted((day.isoformat(), near.isoformat()))), words, has_year=True
        )
    return Reading(day.isoformat(), "day", rule, has_year=True)


def _title(word: str) -> str:
    return word.capitalize()


def _numeric_day(match: Match, place: Place) -> Reading | None:
    """Read `2014-11-18`."""
    if _is_marked(match, place):
        return None
    day = day_of(int(match["y"]), int(match["m"]), int(match["d"]))
    return day_value(place, day, "written out") if day is not None else None


def _numeric_month(match: Match, place: Place) -> Reading | None:
    """Read `2014-11`, unless it may as well be years, as `2010-12` may."""
    if _is_marked(match, place) or int(match["m"]) > int(match["y"]) % 100 > 0:
        return None
    return Reading(month_value((int(match["y"]), int(match["m"]))), "month", "written out", has_year=True)


def _slashed_day(match: Match, place: Place) -> Reading | None:
    """Read `25/11/2014`, where either number may be the month."""
    if _is_marked(match, place):
        return None
    first, second, mark = int(match["a"]), int(match["b"]), match["mark"]
    year = int(match["y"])
    if len(match["y"]) == 2:
        if mark != "/" or place.anchor is None:
            return None
        year += place.anchor.year // 100 * 100
        year -= 100 if year > place.anchor.year + 50 else 0
    found = [day_of(year, second, first)]
    if mark != ".":
        found.append(day_of(year, first, second))
    days = sorted({day for day in found if day is not None})
    if len(days) == 1:
        return day_value(place, days[0], "written out")
    if days:
        values = tuple(day.isoformat() for day in days)
        return Reading(None, "day", "written in figures", None, values, "day and month may stand in either order")
    return None


def _named_day(match: Match, place: Place) -> Reading | None:
    """Read a day and its month, with its year, with `this year`, or with neither."""
    if not match["month"][0].isupper() and month_number(match["month"]) in (3, 5, 8) and not match.groupdict().get("y"):
        return None
    month, number = month_number(match["month"]), _day_number(match)
    found = _year_of(match, place)
    if isinstance(found, Reading):
        return unresolved("day", found.rule, f"{number} {_title(MONTHS[month - 1])} of {found.constraint}")
    if found is not None:
        year, is_reckoned = found
        day = day_of(year, month, number)
        if day is None:
            return unresolved("day", "written out", "the calendar has no such day")
        if not is_reckoned:
            return day_value(place, day, "written out")
        return from_anchor(
            place, "day", "day and month of a year named by the day of writing", day.isoformat()
        )._replace(has_year=True)
    return _day_without_year(match, place, month, number)


def _day_number(match: Match) -> int:
    word = match["d"].lower()
    return int(word.rstrip("stndrh")) if word[0].isdigit() else ordinal_of(word)


def _day_without_year(match: Match, place: Place, month: int, number: int) -> Reading:
    rule = "day and month, the year by the day of writing"
    words = f"{number} {_title(MONTHS[month - 1])} of a year that is not given"
    if day_of(2000, month, number) is None:
        return unresolved("day", rule, "the calendar has no such day")
    if place.anchor is None:
        return unresolved("day", rule, words)
    tense = place.tense_at(match.start(), match.end())
    days = pick_year(place.anchor, month, number, tense)
    if not days:
        return unresolved("day", rule, words)
    if place.weekday is not None and not any(day.weekday() == place.weekday for day in days):
        other = pick_year(place.anchor, month, number, "past"), pick_year(place.anchor, month, number, "future")
        days = tuple(day for each in other for day in each if day.weekday() == place.weekday) or days
        if not any(day.weekday() == place.weekday for day in days):
            return day_value(place, days[0], rule)._replace(anchor=place.anchor.isoformat(), has_year=False)
    elif place.weekday is not None:
        days = tuple(day for day in days if day.weekday() == place.weekday)
    return either(place, "day", rule, [day.isoformat() for day in days], words)


def _year_of(match: Match, place: Place) -> tuple[int, bool] | Reading | None:
    """Return the year of a match and whether it was reckoned; an unresolved reading where that cannot be done."""
    groups = match.groupdict()
    if groups.get("y"):
        return int(groups["y"]), False
    if groups.get("yy"):
        short = int(groups["yy"])
        return (2000 if short < 50 else 1900) + short, False
    if groups.get("rel"):
        word = groups["rel"].lower()
        if place.anchor is None:
            return unresolved("year", "a year named by the day of writing", _YEAR_WORDS[word])
        return place.anchor.year + _STEP[word], True
    return (place.year, False) if place.year is not None else None


_STEP = {"this": 0, "the": 0, "last": -1, "next": 1}
_YEAR_WORDS = {
    "this": "the article's year",
    "the": "the article's year",
    "last": "the year before the article's",
    "next": "the year after the article's",
}


def _days_of_month(match: Match, place: Place) -> Reading | None:
    """Read `Nov. 10-11, 2014`."""
    first = _named_day(match, place)
    if first is None:
        return None
    last = int(match["e"].lower().rstrip("stndrh"))
    if first.value is None:
        return first._replace(constraint=f"{first.constraint}, to the {last}.") if not first.candidates else None
    start = dt.date.fromisoformat(first.value)
    end = day_of(start.year, start.month, last)
    if end is None or end <= start:
        return None
    return first._replace(value=f"{start}/{end}")


def _month(match: Match, place: Place) -> Reading | None:
    """Read a month with its year, or a bare one where it cannot be another word."""
    month = month_number(match["month"])
    name = _title(MONTHS[month - 1])
    found = _year_of(match, place)
    if not match["month"][0].isupper() and (
        month in (3, 5, 8) or (not match.groupdict().get("y") and len(match["month"]) < 6)
    ):
        return None
    if (found is None or place.year is not None) and not is_bare_month(match, place):
        return None
    if isinstance(found, Reading):
        return unresolved("month", found.rule, f"{name} of {found.constraint}")
    if found is not None:
        year, is_reckoned = found
        value = month_value((year, month))
        if is_reckoned:
            return from_anchor(place, "month", "month of a year named by the day of writing", value)._replace(
                has_year=True
            )
        return Reading(value, "month", "written out", has_year=True)
    rule, words = "month, the year by the day of writing", f"{name} of a year that is not given"
    if place.anchor is None:
        return unresolved("month", rule, words)
    months = pick_month(place.anchor, month, place.tense_at(match.start(), match.end()))
    return either(place, "month", rule, [month_value(each) for each in months], words)


def is_bare_month(match: Match, place: Place) -> bool:
    """Say whether a month without day and year is one, and not a name or a word."""
    word = match["month"]
    text, end = place.text, match.end()
    if not word[0].isupper() or (text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha()):
        return False
    before = word_before(text, match.start())
    lower = word.rstrip(".").lower()
    if lower not in _NAMES and lower in MONTHS:
        return True
    if _NAME_BEHIND.match(text, end):
        return before in _SURELY_IN
    if before in _OWNERS:
        return (
            lower in MONTHS and re.match(r"[^\S\n](?!on\b|of\b|for\b|was\b|is\b)[a-z]", text[end : end + 5]) is not None
        )
    return before in _IN_WORDS or before in ("-", "–", "at") or before.endswith("-")


def _day_of_near_month(match: Match, place: Place) -> Reading | None:
    """Read `the 15th of this month`."""
    number, word = ordinal_of(match["d"]), match["near"].lower()
    rule = "day of a month named by the day of writing"
    if place.anchor is None:
        return unresolved("day", rule, f"the {number}. of {_YEAR_WORDS[word].replace('year', 'month')}")
    return _day_in_month(place, number, _STEP[word], rule)


def _day_in_month(place: Place, number: int, step: int, rule: str) -> Reading:
    from placet.evidence.dates.calendar import add_months

    assert place.anchor is not None
    year, month = add_months((place.anchor.year, place.anchor.month), step)
    day = day_of(year, month, number)
    if day is None:
        return unresolved("day", rule, "the calendar has no such day")
    return from_anchor(place, "day", rule, day.isoformat())


def _day_alone(match: Match, place: Place) -> Reading | None:
    """Read `on the 15th`, and `Monday the 17th`."""
    if place.weekday is None and word_before(place.text, match.start()) not in ("on", "by", "until", "since", "from"):
        return None
    number = ordinal_of(match["d"])
    rule = "day of the month by the day of writing"
    if number > 31:
        return None
    if place.anchor is None:
        return unresolved("day", rule, f"the {number}. of a month that is not given")
    tense = place.tense_at(match.start(), match.end())
    here = _day_in_month(place, number, 0, rule)
    steps = {"past": (0, -1, -2), "future": (0, 1, 2), "none": (0,)}[tense]
    for step in steps:
        found = _day_in_month(place, number, step, rule)
        if found.value is None:
            continue
        day = dt.date.fromisoformat(found.value)
        if place.weekday is not None and day.weekday() != place.weekday:
            continue
        if tense == "none" or (day <= place.anchor if tense == "past" else day >= place.anchor):
            return found
    return here if place.weekday is None else unresolved("day", rule, "the weekday does not fit the day")


def _years(match: Match, place: Place) -> Reading | None:
    """Read `2010-2012` and `1950–53`."""
    if _is_marked(match, place):
        return None
    first, last = int(match["y"]), int(match["z"])
    if len(match["z"]) == 2:
        last += first // 100 * 100
    if "/" in match[0] and last != first + 1:
        return None
    if not first < last < first + 100 or (len(match["z"]) == 2 and last - first > 60):
        return None
    return Reading(f"{year_value(first)}/{year_value(last)}", "year", "written out", has_year=True)


def _year(match: Match, place: Place) -> Reading | None:
    """Read a bare year where it is not a number of something."""
    if _is_marked(match, place):
        return None
    year = int(match["y"])
    before = word_before(place.text, match.start())
    if before in (
        "no",
        "no.",
        "resolution",
        "article",
        "room",
        "section",
        "about",
        "some",
        "nearly",
        "$",
        "us$",
        "won",
    ):
        return None
    if year < 1900:
        behind = place.text[match.end() : match.end() + 2]
        if before not in ("in", "since", "of", "until", "by", "from", "to", "between", "and", "early", "late", "the"):
            return None
        if before in ("to", "and", "the", "of", "by", "from") and behind[:1] == " " and behind[1:].islower():
            return None
    return Reading(year_value(year), "year", "written out", has_year=True)


def _decade(match: Match, place: Place) -> Reading | None:
    """Read `the 1990s` and `the '90s`."""
    word = match["decade"]
    year = int(word) if len(word) == 4 else 1900 + int(word)
    if len(word) == 2 and match[0][0].isdigit() and place.text[match.start() - 1 : match.start()] not in ("'", "’"):
        return None
    return Reading(decade_value(year), "decade", "written out", has_year=True)


def _century(match: Match, place: Place) -> Reading | None:
    number = ordinal_of(match["n"])
    if place.text[match.end() : match.end() + 1] == "-" or not 1 <= number <= 30:
        return None
    return unresolved("unknown", "a century", f"from {100 * number - 99} to {100 * number}")


def _fiscal(match: Match, _place: Place) -> Reading | None:
    return unresolved(
        "unknown", "a fiscal year", f"the fiscal year {match['y']}, whose days each state sets for itself"
    )


def _quarter(match: Match, place: Place) -> Reading | None:
    """Read `Q3 2014`, `the third quarter of 2014`, `the first half of next year`, or one without its year."""
    word = match["n"].lower()
    number = int(word[-1]) if word[-1].isdigit() else ordinal_of(word) if word != "last" else 0
    is_half = (match.groupdict().get("kind") or "quarter").lower() == "half"
    kind, most, length = ("H", 2, 6) if is_half else ("Q", 4, 3)
    if word == "final" or number == 0:
        number = most
    if not 1 <= number <= most:
        return None
    granularity = "half" if is_half else "quarter"
    found = _year_of(match, place)
    words = f"the {number}. {granularity}"
    if isinstance(found, Reading):
        return unresolved(granularity, found.rule, f"{words} of {found.constraint}")  # type: ignore[arg-type]
    if found is not None:
        value = part_value(found[0], kind, number)
        if found[1]:
            return from_anchor(place, granularity, f"{granularity} of a year named by the day of writing", value)  # type: ignore[arg-type]
        return Reading(value, granularity, "written out", has_year=True)  # type: ignore[arg-type]
    if is_half:
        return None
    rule, none = "quarter, the year by the day of writing", f"{words} of a year that is not given"
    if place.anchor is None:
        return unresolved("quarter", rule, none)
    here = (place.anchor.month - 1) // length + 1
    past = part_value(place.anchor.year - (number > here), kind, number)
    future = part_value(place.anchor.year + (number < here), kind, number)
    tense = place.tense_at(match.start(), match.end())
    values = sorted({"past": {past}, "future": {future}, "none": {past, future}}[tense])
    return either(place, "quarter", rule, values, none)


def _is_marked(match: Match, place: Place) -> bool:
    """Whether a mark before a number makes it part of something else."""
    start = match.start()
    if start == 0 or place.text[start - 1] not in _MARK_BEFORE:
        return False
    return (
        place.text[max(0, start - 4) : start].lower() not in ("mid-", "end-")
        and place.text[start - 5 : start] != "late-"
    )


_D, _M = rf"(?P<d>{DAY})", rf"(?P<month>{MONTH})"
_Y = rf"(?P<y>{YEAR})"
_AND = rf"(?:{DASH}|{S}to{S}|{S}through{S})"
_BY_YEAR = rf"(?:,?{S}?(?:of{S})?{_Y}|{_YEAR_REL})"

_PART = (
    rf"(?P<n>{ORDINAL}|last|final)[\s-]{{1,3}}(?P<kind>quarter|half)\b"
    rf"(?:{S}of{S}(?:{_Y}|(?P<rel>this|last|next|the){S}year\b))?"
)

NUMBERS: tuple[Pattern, ...] = (
    pattern(r"(?P<y>\d{4})(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})(?!\d|[-/]\d|\.\d)", _numeric_day),
    pattern(r"(?P<y>\d{4})\.[^\S\n](?P<m>\d{1,2})\.[^\S\n](?P<d>\d{1,2})(?!\d)", _numeric_day),
    pattern(r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<y>\d{4}|\d{2})(?!\w|[-/.]\d)", _slashed_day),
    pattern(rf"{_D}{_AND}(?P<e>{DAY}){S}(?:of{S})?{_M}{_BY_YEAR}?", _days_of_month),
    pattern(rf"(?P<d>\d{{1,2}})[-/](?P<month>{MONTH})[-/]{_Y}", _named_day),
    pattern(rf"{_D}{S}(?:of{S})?{_M}{_BY_YEAR}", _named_day),
    pattern(rf"{_D}{S}(?:of{S})?{_M}", _named_day),
    pattern(rf"{_Y}{S}(?P<n>Q[1-4])\b", _quarter),
    pattern(r"(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])(?![\w-])", _numeric_month),
    pattern(r"(?P<y>(?:19|20)\d\d)/(?P<z>\d\d)(?![\w/])", _years),
    pattern(r"(?P<y>1[5-9]\d\d|20\d\d)[^\S\n]?[-–—][^\S\n]?(?P<z>(?:1[5-9]|20)\d\d|\d\d)(?!\w|[-–/]\d|[.,]\d)", _years),
    pattern(r"(?P<decade>(?:1[5-9]|20)\d0|\d0)['’]?s\b", _decade),
    pattern(rf"{_Y}{_COUNTED}", _year),
)
"""What begins with a figure."""

MONTH_FORMS: tuple[Pattern, ...] = (
    pattern(rf"{_M}{S}{_D}{_AND}(?P<e>{DAY})(?!{S}{MONTH}){_BY_YEAR}?", _days_of_month),
    pattern(rf"{_M}{S}?{_D}{_BY_YEAR}", _named_day),
    pattern(rf"{_M}{S}{_D}", _named_day),
    pattern(rf"{_M}{_BY_YEAR}", _month),
    pattern(rf"{_M}{S}['’](?P<yy>\d\d)\b", _month),
    pattern(_M, _month),
)
"""What begins with a month."""

THE_FORMS: tuple[Pattern, ...] = (
    pattern(rf"the{S}(?P<d>{ORDINAL}){S}of{S}{_M}{_BY_YEAR}?", _named_day),
    pattern(rf"the{S}(?P<d>{ORDINAL}){S}of{S}(?P<near>this|last|next){S}month\b", _day_of_near_month),
    pattern(rf"the{S}['’]?(?P<decade>(?:1[5-9]|20)\d0|\d0)['’]?s\b", _decade),
    pattern(rf"the{S}(?P<n>{ORDINAL}){S}century\b", _century),
    pattern(rf"the{S}{_PART}", _quarter),
    pattern(
        rf"the{S}(?P<d>\d{{1,2}}(?:st|nd|rd|th))(?=\s*(?:[.,;:!?)”\"]|$|(?:and|to|in|at|that|with|after|by|for)\b))",
        _day_alone,
    ),
)
"""What begins with `the` and names a day, a decade or a quarter."""

ORDINAL_FORMS: tuple[Pattern, ...] = (
    pattern(rf"(?P<d>{ORDINAL}){S}of{S}{_M}{_BY_YEAR}?", _named_day),
    pattern(_PART, _quarter),
)
"""What begins with an ordinal number."""

QUARTER_FORMS: tuple[Pattern, ...] = (pattern(rf"(?P<n>Q[1-4])(?:{S}(?:of{S})?{_Y})?(?!\w)", _quarter),)
FISCAL_FORMS: tuple[Pattern, ...] = (
    pattern(rf"fiscal{S}(?:year{S})?(?P<y>\d{{4}})(?:[-/–]\d{{2,4}})?\b", _fiscal),
    pattern(rf"FY{S}?['’]?(?P<y>\d{{4}}|\d\d)\b", _fiscal),
)

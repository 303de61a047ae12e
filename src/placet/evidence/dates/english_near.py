"""Read what English reckons from the day of writing: weekdays, `last month`, `two weeks ago`, `next spring`."""

from __future__ import annotations

import datetime as dt
import re

from placet.evidence.dates.calendar import (
    add_days,
    add_months,
    decade_value,
    month_value,
    part_value,
    season_start,
    week_value,
    weekday_after,
    weekday_before,
    weekday_of_week,
    year_value,
)
from placet.evidence.dates.place import (
    Match,
    Pattern,
    Place,
    Reading,
    article_word,
    either,
    from_anchor,
    pattern,
    unresolved,
)
from placet.evidence.dates.words import (
    COUNT,
    MONTH,
    MONTHS,
    PART_OF_DAY,
    SEASON,
    SEASONS,
    UNIT,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    S,
    count_of,
    month_number,
    weekday_number,
    word_before,
)
from placet.model.proposals import Granularity

_STEP = {"this": 0, "last": -1, "next": 1, "coming": 1, "previous": -1, "past": -1}
_NO_DAYS = {
    "black",
    "bloody",
    "good",
    "super",
    "easter",
    "palm",
    "ash",
    "holy",
    "cyber",
    "maundy",
    "every",
    "each",
    "per",
    "a",
    "an",
    "any",
    "one",
}
_NO_DAYS_BEHIND = ("times", "telegraph", "mirror", "express", "mail", "herald", "post", "school", "prayers")
_PART_BEFORE = re.compile(r"\b(?:end|start|beginning|middle|close) of\s$")
_NEAR = {0: "of the article", -1: "before the article's", 1: "after the article's"}


def _weekday(match: Match, place: Place) -> Reading | None:
    """Read a bare weekday: the last one or the next one, by the tense."""
    if not is_weekday(match, place):
        return None
    weekday = weekday_number(match["weekday"])
    name = WEEKDAYS[weekday].capitalize()
    tense = place.tense_at(match.start(), match.end())
    if place.anchor is None:
        side = {"past": " before the article", "future": " after the article", "none": " near the article"}[tense]
        return unresolved("day", f"weekday, {_TENSE_WORDS[tense]}", f"a {name}{side}")
    before, after = weekday_before(place.anchor, weekday), weekday_after(place.anchor, weekday)
    if tense == "past":
        days = [before]
    elif tense == "future":
        days = [after] if after != place.anchor else [after, add_days(after, 7)]
    else:
        days = [before] if before == after else [before, after]
    rule = f"weekday, {_TENSE_WORDS[tense]}"
    return either(place, "day", rule, [day.isoformat() for day in days], "")


_TENSE_WORDS = {"past": "the last one", "future": "the next one", "none": "the verb shows no time"}


def is_weekday(match: Match, place: Place) -> bool:
    """Say whether a weekday is one: no plural, no name of a paper or a feast, no `sat`, `sun` or `wed`."""
    word = match["weekday"]
    text, end = place.text, match.end("weekday")
    if not word[0].isupper() or word_before(text, match.start()) in _NO_DAYS:
        return False
    if text[end : end + 13].lower().lstrip().startswith(_NO_DAYS_BEHIND):
        return False
    bare = word.rstrip(".").lower()
    if len(bare) < 6 and place.weekday is None:
        before = word_before(text, match.start())
        return before in ("on", "last", "next", "this", "until", "by", "from", "since", "to") or (
            bare not in ("sat", "sun", "mon", "wed") and word.endswith(".")
        )
    return not (word_before(text, match.start()) == "on" and text[: match.start()].rstrip().endswith("Mail on"))


def _weekday_of_week(match: Match, place: Place) -> Reading | None:
    """Read `Tuesday last week`."""
    weekday, step = weekday_number(match["weekday"]), _STEP[match["near"].lower()]
    rule = {0: "weekday of the week", -1: "weekday of the week before", 1: "weekday of the week after"}[step]
    if place.anchor is None:
        name = WEEKDAYS[weekday].capitalize()
        return unresolved("day", rule, f"the {name} of the week {_NEAR[step]}".replace("week of the", "week of the"))
    return from_anchor(place, "day", rule, weekday_of_week(place.anchor, weekday, step).isoformat())


def _near_weekday(match: Match, place: Place) -> Reading | None:
    """Read `last Tuesday`, `next Monday`, `this Wednesday`, `this coming Sunday`."""
    weekday = weekday_number(match["weekday"])
    name, word = WEEKDAYS[weekday].capitalize(), " ".join(match["near"].lower().split())
    if not match["weekday"][0].isupper() or word_before(place.text, match.start()) == "the":
        return None
    if word in ("last", "past", "this past", "this last"):
        rule = "the last such weekday before"
        if place.anchor is None:
            return unresolved("day", rule, f"a {name} before the article")
        return from_anchor(place, "day", rule, weekday_before(add_days(place.anchor, -1), weekday).isoformat())
    if word != "this":
        rule = "the next such weekday"
        if place.anchor is None:
            return unresolved("day", rule, f"a {name} after the article")
        first = weekday_after(add_days(place.anchor, 1), weekday)
        days = [first]
        if word == "next" and week_value(first) == week_value(place.anchor):
            days.append(add_days(first, 7))
        return either(place, "day", rule, [day.isoformat() for day in days], "")
    rule = "the weekday of the week"
    if place.anchor is None:
        return unresolved("day", rule, f"the {name} of the article's week")
    day, tense = weekday_of_week(place.anchor, weekday), place.tense_at(match.start(), match.end())
    if tense == "future" and day < place.anchor:
        day = weekday_after(place.anchor, weekday)
    return from_anchor(place, "day", rule, day.isoformat())


def _weekdays_ago(match: Match, place: Place) -> Reading | None:
    """Read `two Saturdays ago`."""
    weekday, count = weekday_number(match["weekday"]), count_of(match["count"])
    rule, name = "weekdays counted back", WEEKDAYS[weekday].capitalize()
    if place.anchor is None:
        return unresolved("day", rule, f"the {count}. {name} before the article")
    first = weekday_before(add_days(place.anchor, -1), weekday)
    return from_anchor(place, "day", rule, add_days(first, -7 * (count - 1)).isoformat())


def _week_from_weekday(match: Match, place: Place) -> Reading | None:
    """Read `a week from Monday`, `two weeks from Monday` and `a week ago Monday`."""
    weekday, count = weekday_number(match["weekday"]), count_of(match["count"])
    is_ago = match["way"].lower() == "ago"
    rule, name = "weeks counted from a weekday", WEEKDAYS[weekday].capitalize()
    if place.anchor is None:
        return unresolved("day", rule, f"a {name} {'before' if is_ago else 'after'} the article")
    first = weekday_before(place.anchor, weekday) if is_ago else weekday_after(place.anchor, weekday)
    return from_anchor(place, "day", rule, add_days(first, -7 * count if is_ago else 7 * count).isoformat())


_DAYS = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "last evening": -1,
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "to date": 0,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}


def _near_day(match: Match, place: Place) -> Reading | None:
    """Read `yesterday` and its like."""
    step = _DAYS[" ".join(match["day"].lower().split())]
    if match["day"] == "TODAY" and word_before(place.text, match.start()) == "usa":
        return None
    rule = {0: "the day of writing", -1: "the day before", 1: "the day after"}.get(step, f"{abs(step)} days off")
    if place.anchor is None:
        words = {0: "the day of the article", -1: "the day before the article", 1: "the day after the article"}
        side = "before" if step < 0 else "after"
        return unresolved("day", rule, words.get(step, f"{abs(step)} days {side} the article"))
    return from_anchor(place, "day", rule, add_days(place.anchor, step).isoformat())


def _near_unit(match: Match, place: Place) -> Reading | None:
    """Read `last month`, `this week`, `next year`, `the week before last`."""
    unit = match["unit"].lower()
    step = _STEP[match["near"].lower()] if "near" in match.groupdict() else -2 if "before" in match[0].lower() else 2
    if "near" in match.groupdict() and word_before(place.text, match.start()) in ("the", "every", "each"):
        return None
    return near_unit(place, unit, step)


def near_unit(place: Place, unit: str, step: int) -> Reading:
    """Return the week, month, quarter, half, year, decade or weekend so many of them from that of the writing."""
    if unit in ("century", "fiscal year"):
        return unresolved("unknown", f"a {unit}", f"the {unit} {_step_words(step, unit)}")
    granularity: Granularity = "day" if unit == "weekend" else unit  # type: ignore[assignment]
    rule = f"the {unit} of writing" if step == 0 else f"the {unit} {'before' if step < 0 else 'after'}"
    if abs(step) > 1:
        rule = f"{unit}s counted from the day of writing"
    anchor = place.anchor
    if anchor is None:
        return unresolved(granularity, rule, f"the {unit} {_step_words(step, unit)}")
    return from_anchor(place, granularity, rule, _unit_value(anchor, unit, step))


def _step_words(step: int, unit: str) -> str:
    if step == 0:
        return "of the article"
    side = "before" if step < 0 else "after"
    return f"{side} the article's" if abs(step) == 1 else f"{abs(step)} {unit}s {side} the article's"


def _unit_value(anchor: dt.date, unit: str, step: int) -> str:
    match unit:
        case "day":
            return add_days(anchor, step).isoformat()
        case "week":
            return week_value(add_days(anchor, 7 * step))
        case "weekend":
            saturday = weekday_of_week(anchor, 5, step)
            return f"{saturday}/{add_days(saturday, 1)}"
        case "month":
            return month_value(add_months((anchor.year, anchor.month), step))
        case "quarter":
            year, month = add_months((anchor.year, anchor.month), 3 * step)
            return part_value(year, "Q", (month - 1) // 3 + 1)
        case "decade":
            return decade_value(anchor.year + 10 * step)
    return year_value(anchor.year + step)


def _weekend(match: Match, place: Place) -> Reading | None:
    """Read `the weekend`."""
    rule = "the weekend, by the tense"
    if word_before(place.text, match.start()) not in ("over", "on", "during", "at", "by", "until", "through"):
        return None
    if place.anchor is None:
        return unresolved("day", rule, "a weekend near the article")
    tense = place.tense_at(match.start(), match.end())
    here = weekday_of_week(place.anchor, 5)
    past = here if here <= place.anchor else add_days(here, -7)
    values = {"past": [past], "future": [here], "none": sorted({past, here})}[tense]
    return either(place, "day", rule, [f"{day}/{add_days(day, 1)}" for day in values], "")


def _past_weekend(_match: Match, place: Place) -> Reading | None:
    """Read `this past weekend`."""
    if place.anchor is None:
        return near_unit(place, "weekend", -1)
    saturday = weekday_before(add_days(place.anchor, -1), 5)
    return from_anchor(place, "day", "the last weekend before", f"{saturday}/{add_days(saturday, 1)}")


def _near_month(match: Match, place: Place) -> Reading | None:
    """Read `last December`, `next May`."""
    if not match["month"][0].isupper() or (match.end() < len(place.text) and place.text[match.end()].isdigit()):
        return None
    month, word = month_number(match["month"]), match["near"].lower()
    name, rule = MONTHS[month - 1].capitalize(), f"the {word} such month"
    if place.anchor is None:
        side = {"last": "the last", "past": "the last", "next": "the next", "this": "the nearest"}.get(word, "the next")
        return unresolved("month", rule, f"{side} {name}, counted from the article")
    year = place.anchor.year
    if word in ("last", "past"):
        year -= month >= place.anchor.month
    elif word in ("next", "coming"):
        year += month <= place.anchor.month
    return from_anchor(place, "month", rule, month_value((year, month)))


def _near_season(match: Match, place: Place) -> Reading | None:
    """Read `last summer`, `this fall`, `next spring`."""
    season, word = SEASONS[match["season"].lower()], match["near"].lower()
    rule = f"the {word} such season"
    if place.anchor is None:
        return unresolved("season", rule, f"{word} {match['season'].lower()}, counted from the article")
    here = (place.anchor.year, place.anchor.month)
    start = season_start(place.anchor, season, is_past=word in ("last", "past"))
    if word in ("last", "past") and add_months(start, 2) >= here:
        start = (start[0] - 1, start[1])
    elif word in ("next", "coming") and start <= here:
        start = (start[0] + 1, start[1])
    elif word == "this" and season != "WI":
        start = (place.anchor.year, start[1])
    return from_anchor(place, "season", rule, f"{year_value(start[0])}-{season}")


def _season(match: Match, place: Place) -> Reading | None:
    """Read `the spring of 2012`, `spring 2012`, or `in spring`, by the tense."""
    name = match["season"].lower()
    season = SEASONS[name]
    if match["y"]:
        return Reading(f"{match['y']}-{season}", "season", "written out", has_year=True)
    has_article = match[0].lower().startswith("the")
    behind = place.text[match.end() : match.end() + 5].lower()
    before = word_before(place.text, match.start())
    if (
        before not in ("in", "by", "until", "since", "during", "early", "late", "mid", "of", "for", "-")
        or behind[:1] == "-"
    ):
        return None
    if (
        (name == "fall" and not has_article)
        or behind.startswith(" of")
        or (before in ("of", "for") and not has_article)
    ):
        return None
    if before == "of" and not _PART_BEFORE.search(place.text[max(0, match.start() - 14) : match.start()]):
        return None
    rule = "season, by the tense"
    if place.anchor is None:
        return unresolved("season", rule, f"a {name} near the article")
    tense = place.tense_at(match.start(), match.end())
    past = season_start(place.anchor, season, is_past=True)
    future = season_start(place.anchor, season, is_past=False)
    values = {"past": [past], "future": [future], "none": sorted({past, future})}[tense]
    return either(place, "season", rule, [f"{year_value(year)}-{season}" for year, _ in values], "")


def _shift(match: Match, place: Place) -> Reading | None:
    """Read `two weeks ago`, `in three days`, `ten days from now`."""
    unit, way = match["unit"].lower(), match["way"].lower() if "way" in match.groupdict() else "in"
    sign = -1 if way == "ago" else 1
    if way == "in" and place.tense_at(match.start(), match.end()) != "future":
        return None
    return shifted(place, unit, sign, match["count"])


def shifted(place: Place, unit: str, sign: int, words: str) -> Reading:
    """Return what lies so many units before (sign -1) or after (1) the day of writing."""
    count = count_of(words)
    side = "before" if sign < 0 else "after"
    if unit == "fortnight":
        unit, count = "week", 2 * count
    if words.lower().startswith("half"):
        if unit not in ("year", "decade"):
            return unresolved("unknown", "counted back", f"half a {unit} {side} {article_word(place)}")
        unit, count = ("month", 6) if unit == "year" else ("year", 5)
    if unit == "decade":
        unit, count = "year", 10 * count
    rule = f"{unit}s counted {'back' if sign < 0 else 'forward'}"
    words = f"{count} {unit}{'s' if count != 1 else ''} {side} {article_word(place)}"
    if place.anchor is None:
        return unresolved(unit, rule, words, is_shift=True)  # type: ignore[arg-type]
    value = _unit_value(place.anchor, unit, sign * count)
    return from_anchor(place, unit, rule, value, words)._replace(is_shift=True)  # type: ignore[arg-type]


def _half_shift(match: Match, place: Place) -> Reading | None:
    """Read `two and a half years ago`, `a year and a half ago`."""
    months = 12 * count_of(match["count"]) + 6
    words = f"{months} months before {article_word(place)}"
    if place.anchor is None:
        return unresolved("month", "months counted back", words, is_shift=True)
    found = from_anchor(place, "month", "months counted back", _unit_value(place.anchor, "month", -months), words)
    return found._replace(is_shift=True)


def _vague_shift(match: Match, place: Place) -> Reading | None:
    unit = match["unit"].lower()
    return unresolved(unit, "a number that is not given", f"some {unit}s before {article_word(place)}")  # type: ignore[arg-type]


def _other_day(_match: Match, place: Place) -> Reading | None:
    return unresolved("day", "a day that is not named", f"a few days before {article_word(place)}")


def _end_of_near(match: Match, place: Place) -> Reading | None:
    """Read `year-end`, `month-end`."""
    found = near_unit(place, match["unit"].lower(), 0)
    return found._replace(constraint=f"at the end of {found.value or 'it'}")


_W = rf"(?P<weekday>{WEEKDAY})"
_PART = rf"(?:{S}{PART_OF_DAY}\b)?"
_UNITS = "(?P<unit>week|month|quarter|year|decade|century|weekend|fiscal year)"
_NEAREST = "(?P<near>this|last|next)"
_NUMBER = rf"(?P<count>{COUNT})"

WEEKDAY_FORMS: tuple[Pattern, ...] = (
    pattern(rf"{_W}{S}(?:of{S})?{_NEAREST}{S}week\b", _weekday_of_week),
    pattern(rf"{_W}{_PART}", _weekday),
)
"""What begins with a weekday, but for one with a date behind it."""

NEAR_FORMS: tuple[Pattern, ...] = (
    pattern(rf"(?P<near>this{S}(?:past|coming|last)|this|last|next|coming|past){S}{_W}{_PART}", _near_weekday),
    pattern(rf"(?P<day>last{S}(?:night|evening)|this{S}(?:morning|afternoon|evening))\b", _near_day),
    pattern(rf"(?P<near>this{S}past){S}(?P<unit>weekend)\b", _past_weekend),
    pattern(rf"{_NEAREST}{S}{_UNITS}\b(?!-)", _near_unit),
    pattern(rf"(?P<near>this|last|next|past|coming){S}(?P<month>{MONTH})", _near_month),
    pattern(rf"(?P<near>this|last|next|past|coming){S}(?P<season>{SEASON})\b(?!-)", _near_season),
)
"""What begins with `this`, `last` or `next`."""

DAY_FORMS: tuple[Pattern, ...] = (
    pattern(rf"(?P<day>yesterday|today|tonight|tomorrow|to{S}date)\b(?:{S}{PART_OF_DAY}\b)?", _near_day),
)
THE_NEAR_FORMS: tuple[Pattern, ...] = (
    pattern(rf"(?P<day>the{S}day{S}(?:before{S}yesterday|after{S}tomorrow))\b", _near_day),
    pattern(rf"the{S}(?P<unit>week|month|year|decade){S}(?:before{S}last|after{S}next)\b", _near_unit),
    pattern(rf"the{S}weekend\b", _weekend),
    pattern(rf"the{S}other{S}day\b", _other_day),
    pattern(rf"the{S}(?P<season>{SEASON})(?:{S}of{S}(?P<y>{YEAR})(?:[-–/]\d\d(?:\d\d)?)?)?\b", _season),
)
"""What begins with `the` and is reckoned from the day of writing."""

SEASON_FORMS: tuple[Pattern, ...] = (
    pattern(
        rf"(?P<season>{SEASON})(?:{S}(?:of{S})?(?P<y>{YEAR})(?:[-–/]\d\d(?:\d\d)?)?)?\b(?!{S}(?:training|rolls?|camp|break|semester))",
        _season,
    ),
)
COUNT_FORMS: tuple[Pattern, ...] = (
    pattern(rf"{_NUMBER}{S}(?P<weekday>{'|'.join(WEEKDAYS)})s{S}ago\b", _weekdays_ago),
    pattern(rf"{_NUMBER}{S}weeks?{S}(?P<way>from|ago){S}{_W}", _week_from_weekday),
    pattern(rf"{_NUMBER}[\s-]{{1,3}}(?P<unit>{UNIT})s?{S}(?P<way>ago|hence|from{S}now|from{S}today)\b", _shift),
    pattern(rf"{_NUMBER}{S}(?:and{S}a{S}half{S}years|years?{S}and{S}a{S}half){S}ago\b", _half_shift),
    pattern(rf"(?:a{S}few|several|some|many){S}(?P<unit>{UNIT})s{S}ago\b", _vague_shift),
    pattern(rf"(?P<unit>{UNIT})s{S}ago\b", _vague_shift),
)
"""What begins with a number of units."""

IN_FORMS: tuple[Pattern, ...] = (
    pattern(rf"in{S}{_NUMBER}{S}(?P<unit>{UNIT})s?(?:['’]s?{S}time)?\b(?!{S}(?:of|and|since|or|on)\b)", _shift),
)
END_FORMS: tuple[Pattern, ...] = (pattern(r"(?P<unit>year|month)-end\b", _end_of_near),)

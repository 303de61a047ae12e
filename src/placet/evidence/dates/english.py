"""Read an English expression of a date where one begins: forms by their first word, and those that take in others."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from placet.evidence.dates.calendar import day_of, week_value
from placet.evidence.dates.english_days import (
    FISCAL_FORMS,
    MONTH_FORMS,
    NUMBERS,
    ORDINAL_FORMS,
    QUARTER_FORMS,
    THE_FORMS,
)
from placet.evidence.dates.english_named import COUNTED_FORMS, THAT_FORMS, THE_NAMED_FORMS
from placet.evidence.dates.english_near import (
    COUNT_FORMS,
    DAY_FORMS,
    END_FORMS,
    IN_FORMS,
    NEAR_FORMS,
    SEASON_FORMS,
    THE_NEAR_FORMS,
    WEEKDAY_FORMS,
    is_weekday,
    near_unit,
)
from placet.evidence.dates.forms import Forms
from placet.evidence.dates.place import Match, Pattern, Place, Reading, pattern, unresolved
from placet.evidence.dates.words import (
    COUNTS,
    DASH,
    DAY,
    MONTH_NUMBERS,
    ORDINAL,
    ORDINALS,
    SEASONS,
    WEEKDAY,
    WEEKDAY_NUMBERS,
    WEEKDAYS,
    S,
    ordinal_of,
    weekday_number,
    word_before,
)

WORD = re.compile(r"(?<!\w)(?:\d+|[A-Za-z]+)")
"""Where an expression may begin."""

_JOIN = re.compile(rf"{DASH}|{S}(?:to|through|thru|until|till){S}")
_AND = re.compile(rf"{S}and{S}")
_AND_DAY = re.compile(
    rf",?{S}(?:and{S})?(?P<d>{DAY})(?=[^\S\n]*(?:[.,;:)—–]|$|\n)|{S}(?:in|at|for|to|with|and|when|near|as|but|on|during)\b)"
)
_MOVED = re.compile(
    r"(?:moved?|postponed?|changed?|shifted|rescheduled|pushed|delayed|brought)\b[^.\n]*$", re.IGNORECASE
)
_EARLY_WORDS = {
    "early": "early in",
    "earlier": "earlier in",
    "late": "late in",
    "later": "later in",
    "mid": "in the middle of",
    "end": "at the end of",
    "beginning": "at the beginning of",
    "start": "at the beginning of",
    "middle": "in the middle of",
    "close": "at the end of",
}
_DEEPEST = 4
"""How deep expressions lie within each other: `Tuesday, the third Monday of late May` is deeper than anybody writes."""
_LONG = {"week", "month", "quarter", "season", "half", "year", "decade"}


Found = tuple[int, int, Reading]
"""Where an expression begins and ends, and what it means."""


def read_at(start: int, place: Place) -> list[Found]:
    """Read the expression that begins at a place, ranges and further days of its month included; [] where none does."""
    one = _read_one(start, place)
    if one is None:
        return []
    found = [_joined(one, place)]
    while (more := _next_of_month(found[-1], place)) is not None:
        found.append(more)
    return found


def _next_of_month(found: Found, place: Place) -> Found | None:
    """Read the `11` of `Nov. 10 and 11`."""
    _, end, reading = found
    if reading.granularity != "day" or not reading.rule.startswith("day and month") or reading.value is None:
        return None
    match = _AND_DAY.match(place.text, end)
    if match is None or "/" in reading.value:
        return None
    first = dt.date.fromisoformat(reading.value)
    day = day_of(first.year, first.month, int(match["d"].lower().rstrip("stndrh")))
    if day is None or day <= first:
        return None
    return match.start("d"), match.end("d"), reading._replace(value=day.isoformat(), start=-1, end=-1)


def _read_one(start: int, place: Place) -> Found | None:
    word = WORD.match(place.text, start)
    if word is None:
        return None
    first = word[0].lower()
    forms = NUMBER_FORMS if first[0].isdigit() else HEADS.get(first)
    if forms is None or place.depth == _DEEPEST or not forms.may_fit(place.low, start):
        return None
    place.depth += 1
    found = _first_of(forms.forms, start, place)
    place.depth -= 1
    return found


def _first_of(forms: Iterable[Pattern], start: int, place: Place) -> Found | None:
    """Read the first form that fits; what the calendar cannot hold is told and not raised."""
    for form, read in forms:
        match = form.match(place.text, start)
        if match is None:
            continue
        try:
            reading = read(match, place)
        except (OverflowError, ValueError):
            reading = unresolved("unknown", "outside the calendar", "a day that the calendar does not have")
        if reading is not None:
            begin = reading.start if reading.start >= 0 else match.start()
            return begin, reading.end if reading.end >= 0 else match.end(), reading
    return None


def _joined(found: Found, place: Place) -> Found:
    """Take in the other end of a range where one follows."""
    start, end, first = found
    before = word_before(place.text, start)
    join = _JOIN.match(place.text, end) or (_AND.match(place.text, end) if before == "between" else None)
    if join is None or "/" in (first.value or "") or first.is_shift:
        return found
    if join[0].strip() == "to" and not _is_range(first, before, place.text[max(0, start - 80) : start]):
        return found
    other = _read_one(join.end(), place)
    if other is None or other[2].granularity != first.granularity or "/" in (other[2].value or "") or other[2].is_shift:
        return found
    last = other[2]
    if last.has_year and not first.has_year and first.granularity in ("day", "month"):
        first = _with_year(start, place, last) or first
    return start, other[1], _range(first, last)


def _is_range(first: Reading, before: str, text_before: str) -> bool:
    """Whether `to` makes a range: of weekdays only behind `from`, and never behind `moved from`."""
    if before == "from":
        return _MOVED.search(text_before) is None
    return first.granularity != "day" or first.rule.startswith("day and month")


def _with_year(start: int, place: Place, last: Reading) -> Reading | None:
    """Read a day or month again with the year of the other end, or the one before where it would lie behind it."""
    assert last.value is not None or last.candidates
    if last.value is None:
        return None
    year = int(last.value[:4])
    try:
        for place.year in (year, year - 1):
            again = _read_one(start, place)
            if again is not None and again[2].value is not None and again[2].value <= last.value:
                return again[2]
    finally:
        place.year = None
    return None


def _range(first: Reading, last: Reading) -> Reading:
    anchor = first.anchor or last.anchor
    rule = f"from one to the other: {first.rule}"
    if first.value is None or last.value is None:
        words = " to ".join(each.value or each.constraint for each in (first, last))
        return Reading(None, first.granularity, rule, anchor, constraint=words)
    start, end = first.value, last.value
    if end <= start and int(end[:3]) == 999:
        return Reading(None, first.granularity, rule, anchor, constraint=f"{start} to a day outside the calendar")
    if end <= start and first.granularity == "day" and "weekday" in f"{first.rule} {last.rule}":
        end = (dt.date.fromisoformat(end) + dt.timedelta(days=7)).isoformat()
    elif end <= start and not last.has_year and first.granularity in ("day", "month"):
        end = f"{int(end[:4]) + 1:04d}{end[4:]}"
    if end <= start:
        return Reading(None, first.granularity, rule, anchor, constraint=f"{start} to {end}, which lies before it")
    return Reading(f"{start}/{end}", first.granularity, rule, anchor, has_year=first.has_year or last.has_year)


def _part(match: Match, place: Place) -> Reading | None:
    """Read `late last year`, `mid-July`, `the end of next year`: a part of what follows."""
    inner = _read_one(match.end(), place)
    if inner is None or inner[2].granularity not in _LONG or inner[2].is_shift:
        return None
    _, end, reading = inner
    words = _EARLY_WORDS[match["part"].lower()]
    told = f"{words} {reading.value}" if reading.value else f"{words} {reading.constraint}"
    if reading.candidates:
        told = reading.constraint
    return reading._replace(start=match.start(), end=end, constraint=told)


def _part_of_near(match: Match, place: Place) -> Reading | None:
    """Read `the end of the year`, `later in the week`."""
    reading = near_unit(place, match["unit"].lower(), 0)
    words = _EARLY_WORDS[match["part"].lower()]
    return reading._replace(constraint=f"{words} {reading.value or reading.constraint}")


def _week_of_month(match: Match, place: Place) -> Reading | None:
    """Read `the last week of May`: the month, with what is known of the week."""
    inner = _read_one(match.end(), place)
    if inner is None or inner[2].granularity not in ("month", "year"):
        return None
    _, end, reading = inner
    told = f"the {match['n'].lower()} {match['unit'].lower()} of {reading.value or reading.constraint}"
    return reading._replace(start=match.start(), end=end, constraint=told)


def _week_of_day(match: Match, place: Place) -> Reading | None:
    """Read `the week of Nov. 10`."""
    inner = _read_one(match.end(), place)
    if inner is None or inner[2].granularity != "day":
        return None
    _, end, reading = inner
    rule = f"the week of a day: {reading.rule}"
    if reading.value is None or "/" in reading.value:
        return Reading(None, "week", rule, reading.anchor, constraint=f"the week of {reading.constraint}", end=end)
    return Reading(week_value(dt.date.fromisoformat(reading.value)), "week", rule, reading.anchor, end=end)


def _weekday_with_day(match: Match, place: Place) -> Reading | None:
    """Read `Tuesday, Nov. 18`: the day, held against the weekday."""
    if place.weekday is not None:
        return None
    before, place.weekday = place.weekday, weekday_number(match["weekday"])
    try:
        if not is_weekday(match, place):
            return None
        inner = _read_one(match.end(), place)
    finally:
        place.weekday = before
    if inner is None or inner[2].granularity != "day" or inner[2].is_shift or not inner[2].rule.startswith(_DATED):
        return None
    is_closed = match[0].endswith("(") and place.text[inner[1] : inner[1] + 1] == ")"
    return inner[2]._replace(start=match.start(), end=inner[1] + is_closed)


_DATED = ("written", "day and month", "day of", "the calendar")


def _weekday_of_month(match: Match, place: Place) -> Reading | None:
    """Read `the third Monday of January 2015`, `the last Friday of November`, `one Saturday in May`."""
    inner = _read_one(match.end(), place)
    if inner is None or inner[2].granularity != "month":
        return None
    _, end, reading = inner
    weekday, word = weekday_number(match["weekday"]), match["n"].lower()
    name, rule = WEEKDAYS[weekday].capitalize(), f"weekday of a month: {reading.rule}"
    told = f"{word} {name} of {reading.value or reading.constraint}"
    found = Reading(None, "day", rule, reading.anchor, constraint=told, start=match.start(), end=end)
    if reading.value is None or "/" in reading.value or word in ("a", "one"):
        return found
    first = dt.date.fromisoformat(f"{reading.value}-01")
    days = [first + dt.timedelta(days=step) for step in range(31)]
    days = [day for day in days if day.month == first.month and day.weekday() == weekday]
    number = len(days) if word in ("last", "final") else ordinal_of(word)
    if number > len(days):
        return found._replace(constraint="the calendar has no such day")
    return found._replace(value=days[number - 1].isoformat(), constraint="", has_year=reading.has_year)


def _about(match: Match, place: Place) -> Reading | None:
    """Read `more than four years ago`, which is a bound, and `about two weeks ago`, which is near enough."""
    inner = _read_one(match.end(), place)
    if inner is None or not inner[2].is_shift:
        return None
    _, end, reading = inner
    words = " ".join(match[0].lower().split())
    told = f"{words} {reading.constraint or reading.value}"
    if words in ("more than", "over", "less than", "at least", "fewer than", "up to", "under"):
        return Reading(None, reading.granularity, reading.rule, reading.anchor, (), told, match.start(), end)
    return reading._replace(start=match.start(), end=end, constraint=told)


def _inner(match: Match, place: Place) -> Reading | None:
    inner = _read_one(match.end(), place)
    return None if inner is None else inner[2]._replace(start=match.end(), end=inner[1])


_PART_FORMS = (
    pattern(
        rf"(?P<part>early|earlier|late|later)(?:{S}|-)in{S}the{S}(?P<unit>week|month|year|decade)\b", _part_of_near
    ),
    pattern(rf"(?P<part>early|earlier|late|later|mid|end)(?:{S}(?:in{S})?|-|(?<=end){S}of{S})", _part),
)
_THE_PART_FORMS = (
    pattern(
        rf"the{S}(?P<part>end|beginning|start|middle|close){S}of{S}the{S}(?P<unit>week|month|quarter|year|decade)\b"
        rf"(?!{S}(?:before|after)\b)",
        _part_of_near,
    ),
    pattern(rf"the{S}(?P<part>end|beginning|start|middle|close){S}of{S}", _part),
    pattern(
        rf"the{S}(?P<n>first|second|third|fourth|last|final){S}(?P<unit>week|weekend|days|months){S}of{S}",
        _week_of_month,
    ),
    pattern(rf"the{S}week{S}of{S}", _week_of_day),
    pattern(rf"the{S}(?=mid-|early{S}|late{S})", _inner),
)
_OF_MONTH_FORMS = (
    pattern(
        rf"(?:the{S})?(?P<n>{ORDINAL}|last|final|one|a){S}(?P<weekday>{WEEKDAY}){S}(?:of|in){S}", _weekday_of_month
    ),
)
_DAY_BEHIND = pattern(rf"(?P<weekday>{WEEKDAY})(?:,{S}?|{S}\(?)", _weekday_with_day)
_ABOUT_FORMS = (
    pattern(
        rf"(?:more{S}than|less{S}than|fewer{S}than|at{S}least|up{S}to|just{S}over|over|under|about|around|nearly|almost|"
        rf"some|roughly|just|exactly){S}",
        _about,
    ),
)


def _heads() -> dict[str, Forms]:
    """Return the forms that can begin with each first word, those that take in more before the others."""
    heads: dict[str, tuple[Pattern, ...]] = {}

    def add(words: Iterable[str], forms: Iterable[Pattern]) -> None:
        for word in words:
            heads[word] = (*heads.get(word, ()), *forms)

    counted = (*COUNT_FORMS, *COUNTED_FORMS)
    add(["the", "last", "final", "one", "a", *ORDINALS], _OF_MONTH_FORMS)
    add([*ORDINALS, "final"], ORDINAL_FORMS)
    add(["the"], (*_THE_PART_FORMS, *THE_FORMS, *THE_NEAR_FORMS, *THE_NAMED_FORMS))
    add(MONTH_NUMBERS, MONTH_FORMS)
    add(WEEKDAY_NUMBERS, (_DAY_BEHIND, *WEEKDAY_FORMS))
    add(["this", "last", "next", "coming", "past"], NEAR_FORMS)
    add(["yesterday", "today", "tonight", "tomorrow", "to"], DAY_FORMS)
    add(["early", "earlier", "late", "later", "mid", "end"], _PART_FORMS)
    add(["that", "later", "earlier"], THAT_FORMS)
    add(SEASONS, SEASON_FORMS)
    add([word for word in COUNTS if " " not in word] + ["half", "few", "several", "some", "many"], counted)
    add(["day", "days", "week", "weeks", "month", "months", "year", "years", "decades"], counted)
    add(["in"], IN_FORMS)
    add(["year", "month"], END_FORMS)
    add(["q"], QUARTER_FORMS)
    add(["fiscal", "fy"], FISCAL_FORMS)
    about = "more less fewer at up just over under about around nearly almost some roughly exactly"
    add(about.split(), _ABOUT_FORMS)
    shared = {forms: Forms(forms) for forms in heads.values()}
    return {word: shared[forms] for word, forms in heads.items()}


HEADS = _heads()
NUMBER_FORMS = Forms((*NUMBERS, *COUNT_FORMS, *COUNTED_FORMS))

"""Read what English reckons from a day named before: `the same day`, `a day earlier`, `the following month`."""

from __future__ import annotations

from placet.evidence.dates.calendar import (
    add_days,
    add_months,
    month_value,
    week_value,
    weekday_after,
    weekday_before,
    year_value,
)
from placet.evidence.dates.place import Match, Pattern, Place, Reading, pattern, unresolved
from placet.evidence.dates.words import COUNT, UNIT, WEEKDAY, WEEKDAYS, S, count_of, weekday_number, word_before
from placet.model.proposals import Granularity

_UNITS = "(?P<unit>day|week|month|year)"
_EARLIER = {"earlier", "before", "previously"}


def _same(match: Match, place: Place) -> Reading | None:
    """Read `the same day`, `that month`."""
    return from_named(place, match["unit"].lower(), 0)


def _neighbour(match: Match, place: Place) -> Reading | None:
    """Read `the previous day`, `the following month`, `the next day`."""
    way = match["way"].lower()
    if way == "next" and (match["unit"].lower() != "day" or word_before(place.text, match.start()) in _LASTING):
        return None
    return from_named(place, match["unit"].lower(), -1 if way in ("previous", "preceding") else 1)


_LASTING = {"in", "over", "within", "for", "during", "throughout"}


def _neighbour_weekday(match: Match, place: Place) -> Reading | None:
    """Read `the following Monday`, `the next Friday`."""
    weekday, is_back = weekday_number(match["weekday"]), match["way"].lower() in ("previous", "preceding")
    side = "before" if is_back else "after"
    rule = f"the weekday {side} the day named before"
    named = place.named_day("day")
    if named is None:
        return unresolved("day", rule, f"a {WEEKDAYS[weekday].capitalize()} {side} {_named_words(place, 'day')}")
    day = weekday_before(add_days(named, -1), weekday) if is_back else weekday_after(add_days(named, 1), weekday)
    return Reading(day.isoformat(), "day", rule, named.isoformat())


def _beside(match: Match, place: Place) -> Reading | None:
    """Read `the day before`, which belongs to an event where one follows."""
    sign = -1 if match["way"].lower() == "before" else 1
    side = match["way"].lower()
    unit: Granularity = match["unit"].lower()  # type: ignore[assignment]
    if match["event"] is not None:
        end = match.start("event")
        found = unresolved(
            unit, f"the {unit} {side} something the text names", f"the {unit} {side} something the text names"
        )
        return found._replace(end=end)
    return from_named(place, unit, sign)


def _counted(match: Match, place: Place) -> Reading | None:
    """Read `three days later`, `a week before`."""
    words = match["way"].lower()
    if words in ("before", "after") and match["event"] is not None:
        return None
    sign = -1 if words in _EARLIER else 1
    unit, count = match["unit"].lower(), count_of(match["count"])
    if match["count"].lower().startswith("half"):
        return None
    if unit in ("fortnight", "quarter", "decade"):
        unit, count = {
            "fortnight": ("week", 2 * count),
            "quarter": ("month", 3 * count),
            "decade": ("year", 10 * count),
        }[unit]
    return from_named(place, unit, sign * count)._replace(end=match.end("way"), is_shift=True)


def _vague(match: Match, place: Place) -> Reading | None:
    unit: Granularity = match["unit"].lower()  # type: ignore[assignment]
    side = "before" if match["way"].lower() in _EARLIER else "after"
    return unresolved(unit, "a number that is not given", f"some {unit}s {side} {_named_words(place, unit)}")


def from_named(place: Place, unit: str, step: int) -> Reading:
    """Return what lies so many units from the day that was named last."""
    granularity: Granularity = unit  # type: ignore[assignment]
    rule = f"{unit} of the day named before" if step == 0 else f"{unit}s counted from the day named before"
    side = "before" if step < 0 else "after"
    count = f"{abs(step)} {unit}{'s' if abs(step) != 1 else ''} {side}" if step else f"the same {unit} as"
    named = place.named_day(granularity)
    if named is None:
        return unresolved(granularity, rule, f"{count} {_named_words(place, granularity)}")
    match unit:
        case "day":
            value = add_days(named, step).isoformat()
        case "week":
            value = week_value(add_days(named, 7 * step))
        case "month":
            value = month_value(add_months((named.year, named.month), step))
        case _:
            value = year_value(named.year + step)
    return Reading(value, granularity, rule, named.isoformat())


def _named_words(place: Place, granularity: Granularity) -> str:
    found = place.named(granularity)
    return f"`{found[1]}`" if found is not None and found[1] else f"a {granularity} named elsewhere"


_EVENT = rf"(?P<event>{S}(?!at\b|in\b|on\b|that\b|and\b|but\b|to\b|by\b|with\b|when\b)[A-Za-z])?"

THE_NAMED_FORMS: tuple[Pattern, ...] = (
    pattern(rf"the{S}(?:very{S})?same{S}{_UNITS}\b", _same),
    pattern(rf"the{S}(?P<way>previous|preceding|following|next){S}{_UNITS}\b(?!{S}of\b)", _neighbour),
    pattern(rf"the{S}(?P<way>previous|preceding|following|next){S}(?P<weekday>{WEEKDAY})", _neighbour_weekday),
    pattern(rf"the{S}{_UNITS}{S}(?P<way>before|after)\b{_EVENT}", _beside),
)
"""What begins with `the`."""

THAT_FORMS: tuple[Pattern, ...] = (pattern(rf"(?:later{S}|earlier{S})?that{S}(?:same{S})?{_UNITS}\b", _same),)
COUNTED_FORMS: tuple[Pattern, ...] = (
    pattern(
        rf"(?P<count>{COUNT}){S}(?P<unit>{UNIT})s?{S}(?P<way>earlier|later|before|after|afterwards?|previously)\b{_EVENT}",
        _counted,
    ),
    pattern(rf"(?:a{S}few{S}|several{S})?(?P<unit>day|week|month|year)s{S}(?P<way>earlier|later)\b", _vague),
)
"""What begins with a number of units."""

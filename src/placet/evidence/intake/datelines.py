"""The place, the day and the agency with which a report begins, and the agency's sign with which it ends."""

from __future__ import annotations

import re

import msgspec

from placet.evidence.dates import find_dates
from placet.evidence.parties.find import Named, find_named, is_place
from placet.model.documents import Span


class Dateline(msgspec.Struct, frozen=True):
    """What stands before the first sentence of a report: `OSLO, May 2 (NTB) -- `.

    Attributes:
        end: where the report's own words begin.
        day: in ISO 8601; where no year is given, a month and a day, `--05-02`; empty: none.
        span: where the day stands; None: there is none.
        agency: who reports, as it is written; empty: nobody is named.
        agency_span: where that stands; None: nobody is named.
    """

    end: int
    day: str = ""
    span: Span | None = None
    agency: str = ""
    agency_span: Span | None = None


_LONGEST = 120
_MARKED = re.compile(r"[\d(/]")
"""What a dateline has at least: the number of a day, or an agency between brackets or strokes."""
_BETWEEN_SLASHES = re.compile(r"(?P<head>[^/\n]{2,80}?)[\s.,]*/\s?(?P<agency>[A-Z][\w .&-]{1,30}?)\s?/[.\s–—-]*")
_TO_A_DASH = re.compile(r"(?P<head>[^\n]{3,110}?)(?:\s*(?:--+|[–—―])\s*|\s-\s|(?P<colon>:\s))(?=[A-ZÀ-Þ\d\"“”‘'(\[]|$)")
_TO_A_BRACKET = re.compile(r"(?P<head>[^\n()]{3,80}\([^()\n]{2,60}\))\s+(?=[A-Z\"“‘])")
_BRACKET = re.compile(r"[(\[]\s*([^()\[\]\n]{2,60}?)\s*[)\]]")
_PLACE_WORD = re.compile(r"[A-ZÀ-ÞŌŪĀ][\w.'’/-]*$|(?:de|da|di|la|el|al|of|and|the|upon|am|an|der)$")
_NO_PLACE = re.compile(
    r"(?i)\b(?:statement|remarks|brief\w*|transcript|q|a|mr|ms|mrs|question|answer|note|update\w*|on|in|by|since|from"
    r"|until|after|before)\b"
)
_AGENCY = re.compile(
    r"(?:(?:[A-Z][\w.'’&-]*|of|and|the) ){0,4}(?i:news|press|times|post|herald|tribune|gazette|journal|shimbun|agency"
    r"|service|daily|telegraph|wire)"
)
_SIGN = re.compile(
    r"(?P<end>[.?!][\"”’»)]*)\s*(?:"
    r"//\s?(?P<slashed>[A-Z][\w.&-]{1,24}(?:\s[A-Z][\w.&-]{1,16}){0,2})/{0,2}"
    r"|/\s?(?P<between>[A-Z][\w.&-]{1,24}(?:\s[A-Z][\w.&-]{1,16}){0,2})/"
    r"|[(\[]\s?(?P<bracketed>[A-Za-z][\w.& /-]{1,30}?)\s?[)\]]"
    r"|(?:--?|[–—―])\s?(?P<dashed>[A-Z][\w.&-]{1,24}(?:\s[A-Z][\w.&/-]{1,16}){0,2})"
    r")\s*\.?\s*$"
)
_LONGEST_SIGN = 60
_DAY_AND_MONTH = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}|[A-Za-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?)\.?"
)
_WEEKDAY = re.compile(r"(?i)^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+")
_LEAP_YEAR = 2000
"""A year that has every day that a year can have."""


def read_dateline(text: str) -> Dateline | None:
    """Return the dateline with which a paragraph begins; None: it begins with its own words.

    >>> line = read_dateline("OSLO, May 2 (NTB) -- The harbour office said nothing.")
    >>> line.day, line.agency, line.end
    ('--05-02', 'NTB', 21)
    >>> read_dateline("The harbour office (HO) -- and others -- said nothing.") is None
    True
    """
    shown = text[: _LONGEST + 20]
    if _MARKED.search(shown) is None:
        return None
    for pattern in (_BETWEEN_SLASHES, _TO_A_DASH, _TO_A_BRACKET):
        found = pattern.match(shown)
        line = _read_head(found["head"], found) if found is not None and found.end() <= _LONGEST else None
        if line is not None:
            return line
    return None


def read_dateline_alone(text: str) -> Dateline | None:
    """Return the dateline that a whole line is, with nothing of the report behind it; None: it is none.

    >>> read_dateline_alone("OSLO, May 2 (NTB)").day, read_dateline_alone("May 2 - the old quay")
    ('--05-02', None)
    """
    shown = text.rstrip(" .–—-")
    if len(text) > _LONGEST or _MARKED.search(text) is None or _TO_A_DASH.search(shown) is not None:
        return None
    line = _read_head(shown)
    return line if line is not None and line.day and (line.agency or shown[:2].isupper()) else None


def closing_agency(text: str) -> tuple[str, Span] | None:
    """Return the agency that signs a paragraph behind its last sentence, and where; None: nobody does.

    >>> closing_agency("The ferry will stop for good, the office said. //NTB")
    ('NTB', Span(start=49, end=52))
    """
    start = max(0, len(text) - _LONGEST_SIGN)
    found = _SIGN.search(text, start)
    if found is None:
        return None
    for group in ("slashed", "between", "bracketed", "dashed"):
        name = found[group]
        if name and (group in ("slashed", "between") or _known(name) is not None or _AGENCY.fullmatch(name)):
            return name, Span(found.start(group), found.end(group))
    return None


def _read_head(head: str, found: re.Match[str] | None = None) -> Dateline | None:
    """Return what the words before a dash or behind a bracket name; None: they are no dateline."""
    rest = head
    groups = found.groupdict() if found is not None else {}
    agency, agency_span = "", None
    if found is not None and groups.get("agency"):
        agency, agency_span = found["agency"], Span(*found.span("agency"))
    day, span = "", None
    for said in find_dates(head, None):
        if said.granularity != "day" or said.span is None:
            continue
        written = said.value or _month_and_day(said.expression)
        if written and day not in ("", written):
            return None
        if written:
            day, span = written, said.span
        rest = _blanked(rest, said.span.start, said.span.end)
    for bracket in _BRACKET.finditer(rest):
        words = bracket[1].strip(" ,;–—-")
        rest = _blanked(rest, bracket.start(), bracket.end())
        if words and not agency:
            start = head.find(words, bracket.start())
            if start < 0:  # a day stands amid the words
                return None
            agency, agency_span = words, Span(start, start + len(words))
    place = rest.strip(" ,.;–—-/")
    if not _fit(place, day, agency, is_colon=bool(groups.get("colon"))):
        return None
    return Dateline(found.end() if found is not None else len(head), day, span, agency, agency_span)


def _fit(place: str, day: str, agency: str, *, is_colon: bool) -> bool:
    """Say whether a place, a day and an agency, as far as they are there, make a dateline."""
    words = place.replace(",", " ").split()
    if len(words) > 6 or not all(map(_PLACE_WORD.match, words)) or _NO_PLACE.search(place):
        return False
    is_plain = bool(place) and (place.isupper() or is_place(place))
    if agency:
        return _known(agency) is not None or (_is_agency(agency) and bool(day or is_plain))
    return bool(day) and (is_plain or not is_colon)


def _is_agency(words: str) -> bool:
    """Say whether words between brackets can name an agency: no state, no place, few and each with a capital."""
    for each in find_named(words):
        if each.entry.how in {"name", "people", "seat"} and each.end - each.start == len(words):
            return False
    return len(words) <= 40 and all(map(_PLACE_WORD.match, words.replace(" / ", " ").split())) and words[0].isupper()


def _known(words: str) -> Named | None:
    """Return the outlet that words name as a whole; None: they name none that the table has."""
    plain = re.sub(r"^(?i:the)\s+", "", words)
    for shown in (plain, plain.title()):
        for each in find_named(shown):
            if each.entry.how == "outlet" and each.start == 0 and each.end == len(shown):
                return each
    return None


def _month_and_day(words: str) -> str:
    """Return a month and a day that stand without a year, `--05-02`; empty: they are none."""
    words = _WEEKDAY.sub("", words.strip())
    if _DAY_AND_MONTH.fullmatch(words) is None:
        return ""
    days = [said.value for said in find_dates(f"{words} {_LEAP_YEAR}", None) if said.granularity == "day"]
    return f"--{days[0][5:]}" if len(days) == 1 and days[0] is not None else ""


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]

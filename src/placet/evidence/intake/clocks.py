"""The time of day beside a day, in front of it or behind it, with its distance from UTC where the line gives one."""

from __future__ import annotations

import re

_ZONES = {
    "KST": "+09:00", "JST": "+09:00", "UTC": "+00:00", "GMT": "+00:00", "Z": "+00:00", "BST": "+01:00",
    "CET": "+01:00", "CEST": "+02:00", "EET": "+02:00", "EEST": "+03:00", "MSK": "+03:00", "SGT": "+08:00",
    "HKT": "+08:00", "PHT": "+08:00", "AWST": "+08:00", "AEST": "+10:00", "AEDT": "+11:00", "NZST": "+12:00",
    "NZDT": "+13:00", "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00",
    "PST": "-08:00", "PDT": "-07:00", "ICT": "+07:00", "WIB": "+07:00", "PKT": "+05:00", "NPT": "+05:45",
    "TRT": "+03:00", "한국시간": "+09:00", "日本時間": "+09:00",
}  # fmt: skip
_UNTOLD = ("ET", "CT", "MT", "PT", "CST", "IST", "AST", "local time", "hrs", "hours")
"""Zones that are two at times, or that stand for several: the time is read without its distance from UTC."""

_NAMES = "|".join(re.escape(name) for name in sorted((*_ZONES, *_UNTOLD), key=len, reverse=True))
_ZONE = (
    r"(?:\s?[(\[]?(?:(?:UTC|GMT)?\s?(?P<sign>[+-])(?P<hours>0?\d|1[0-4])(?::?(?P<minutes>[0-5]\d))?(?![\d/.-])"
    rf"|(?i:(?P<name>{_NAMES}))(?![^\W_]))[)\]]?)"
)
_DIGITS = (
    r"(?P<hour>[01]?\d|2[0-3])(?:(?::|\.)(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?"
    r"|\s?[시時]\s?(?:(?P<parts>[0-5]?\d)\s?[분分])?|(?=\s?[apAP]\.?[mM]\b))"
    r"(?!\d)\s?(?P<half>[apAP]\.?[mM]\b\.?)?"
)
_BEHIND = re.compile(
    r"(?:\s?[\s(,](?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?|[月火水木金土日월화수목금토일](?:曜日|요일)?)\)?)?"
    rf"[\s,.;:|@(/T–—•·-]{{0,5}}(?:at\s+)?(?P<before>오전|오후|午前|午後)?\s?{_DIGITS}",
    re.IGNORECASE,
)
_AHEAD = re.compile(rf"(?<![\d/.:-]){_DIGITS}{_ZONE}?")
_MILITARY = re.compile(rf"(?<![\d/.:-])(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?:\s?hrs)?{_ZONE}")
_BETWEEN = re.compile(
    r"(?:\s?[(\[/]\s?\d{1,2}[:.]?\d\d\s?(?:[ap]\.?m\.?\s?)?[A-Z]{2,5}[)\]]?)?"
    r"[\s,.;|/•·–—-]{0,5}(?:on\s+)?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?[\s,.]{0,3})?",
    re.IGNORECASE,
)
"""What may stand between a time and the day behind it: the same time elsewhere, marks, the name of the weekday."""

_ZONE_BEHIND = re.compile(_ZONE)


def clock_behind(line: str, end: int) -> tuple[int, str]:
    """Return where a time of day behind a day ends, and the time as ISO 8601 adds it; empty: none stands there.

    >>> clock_behind("4 March 2014 at 2:05 p.m. EST", 12)
    (29, 'T14:05-05:00')
    """
    found = _BEHIND.match(line, end)
    if found is None:
        return end, ""
    zone = _ZONE_BEHIND.match(line, found.end())
    time = _written(found, found["before"] or "", zone)
    if not time:
        return end, ""
    return (zone.end() if zone is not None else found.end()), time


def clock_ahead(line: str, start: int, end: int) -> tuple[int, str]:
    """Return where a time of day in front of a day begins, and the time as ISO 8601 adds it; empty: there is none.

    Args:
        line: the whole line.
        start: where it may begin.
        end: where the day begins.

    >>> clock_ahead("14:05 KST, Tuesday, March 4, 2014", 0, 20)
    (0, 'T14:05+09:00')
    """
    start = max(start, end - 60)
    for pattern in (_AHEAD, _MILITARY):
        for found in pattern.finditer(line, start, end):
            between = _BETWEEN.fullmatch(line, found.end(), end)
            time = _written(found, "", found) if between is not None else ""
            if time:
                return found.start(), time
    return end, ""


def _written(found: re.Match[str], before: str, zone: re.Match[str] | None) -> str:
    """Return a time as ISO 8601 adds it to a day; empty: there is no such time."""
    hour = int(found["hour"])
    groups = found.groupdict()
    half = (groups.get("half") or "").lower()
    if half or before:
        is_late = half.startswith("p") or before in ("오후", "午後")
        if not 1 <= hour <= 12:
            # `14:05 pm` and `00:05 am` say the same twice; `14:05 am` says two things
            return "" if is_late != (hour > 12) or groups.get("minute") is None else _timed(hour, groups, zone)
        hour = hour % 12 + (12 if is_late else 0)
    return _timed(hour, groups, zone)


def _timed(hour: int, groups: dict[str, str | None], zone: re.Match[str] | None) -> str:
    minute = int(groups.get("minute") or groups.get("parts") or 0)
    return f"T{hour:02}:{minute:02}{_distance(zone)}"


def _distance(zone: re.Match[str] | None) -> str:
    if zone is None:
        return ""
    if zone["name"]:
        name = str(zone["name"])
        return _ZONES.get(name) or _ZONES.get(name.upper(), "")
    if not zone["sign"]:
        return ""
    return f"{zone['sign']}{int(zone['hours']):02}:{zone['minutes'] or '00'}"

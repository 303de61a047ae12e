"""Days and times in the lines about an article: when it was posted and when it was modified."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from placet.evidence.dates import find_dates
from placet.model.documents import Span
from placet.model.proposals import Said


class Stamp(msgspec.Struct, frozen=True):
    """A day or a time in a line.

    Attributes:
        value: in ISO 8601, with the time of day and the distance from UTC where they are given; None: two days are
            possible.
        span: where it stands in the line.
        word: the word that says what it is, in lower case; empty: none.
        is_change: whether that word says that the article was changed then.
        candidates: the days that are possible, where there are two.
    """

    value: str | None
    span: Span
    word: str = ""
    is_change: bool = False
    candidates: tuple[str, ...] = ()


_CHANGED = (
    r"last\s+(?:modified|updated|update|revised)|modified|updated?|revised|edited|amended"
    r"|수정|최종\s?수정|업데이트|갱신|更新(?:日時?)?|最終更新|改訂"
)
_POSTED = (
    r"first\s+published|(?:date\s+)?(?:posted|published|publication\s+date|released|issued|created|date)"
    r"|입력|등록|승인|기사\s?입력|게재|작성|발행|公開(?:日時?)?|掲載|投稿(?:日)?|配信|発行|発表"
)
_WORD = re.compile(rf"(?P<changed>{_CHANGED})|(?P<posted>{_POSTED})", re.IGNORECASE)
_ZONES = {
    "KST": "+09:00", "JST": "+09:00", "UTC": "+00:00", "GMT": "+00:00", "Z": "+00:00", "BST": "+01:00",
    "CET": "+01:00", "CEST": "+02:00", "EET": "+02:00", "EEST": "+03:00", "MSK": "+03:00", "SGT": "+08:00",
    "HKT": "+08:00", "PHT": "+08:00", "AWST": "+08:00", "AEST": "+10:00", "AEDT": "+11:00", "NZST": "+12:00",
    "NZDT": "+13:00", "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00",
    "PST": "-08:00", "PDT": "-07:00", "ICT": "+07:00", "WIB": "+07:00", "한국시간": "+09:00", "日本時間": "+09:00",
}  # fmt: skip
_TIME = re.compile(
    r"[\s,.;|@(T–-]{0,4}(?:at\s+)?(?P<before>오전|오후|午前|午後)?\s?"
    r"(?P<hour>[01]?\d|2[0-3])(?:(?::|\.)(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?"
    r"|\s?[시時]\s?(?:(?P<parts>[0-5]?\d)\s?[분分])?|(?=\s?[ap]\.?m\b))"
    r"(?!\d)\s?(?P<half>[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\s?\(?(?:(?P<name>" + "|".join(sorted(_ZONES, key=len, reverse=True)) + r")\b"
    r"|(?:(?:UTC|GMT)\s?)?(?P<sign>[+-])(?P<hours>[01]\d):?(?P<minutes>[0-5]\d))"
)


_LONGEST_KEPT = 400
"""How many letters a line has at most whose stamps are remembered: it is asked for several times in a row."""

_FIGURE = re.compile(r"[\d\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
"""What a line must hold to name a day with its year: figures, or letters of an East Asian script."""


def find_stamps(line: str) -> tuple[Stamp, ...]:
    """Return the days and times of a line, each with the word that says what it is.

    >>> [(one.value, one.is_change) for one in find_stamps("Posted on : 2013-10-28 16:11 KST Modified on : 2013-11-02")]
    [('2013-10-28T16:11+09:00', False), ('2013-11-02', True)]
    >>> [one.value for one in find_stamps("12/05/2019 01:37 PM EST")]
    ['2019-12-05T13:37-05:00']
    """
    if _FIGURE.search(line) is None:
        return ()
    return _kept_stamps(line) if len(line) <= _LONGEST_KEPT else _stamps(line)


@lru_cache(maxsize=512)
def _kept_stamps(line: str) -> tuple[Stamp, ...]:
    return _stamps(line)


def _stamps(line: str) -> tuple[Stamp, ...]:
    found: list[Stamp] = []
    at = 0
    for said in find_dates(line, None):
        if said.granularity != "day" or said.span is None or (said.value is None and not said.candidates):
            continue
        word = _word_between(line, at, said.span.start)
        end, time = _time_after(line, said.span.end)
        is_change = word is not None and word["changed"] is not None
        day, candidates = _american(said, line[said.span.start : end])
        value = f"{day}{time}" if day is not None else None
        found.append(Stamp(value, Span(said.span.start, end), word[0].lower() if word else "", is_change, candidates))
        at = end
    if found and not found[-1].word:
        # `2014年11月18日 18時51分 公開`: the word may follow.
        after = _WORD.match(line[found[-1].span.end :].lstrip(" \t:·|)]"))
        if after is not None and len(found) == 1:
            found[-1] = msgspec.structs.replace(
                found[-1], word=after[0].lower(), is_change=after["changed"] is not None
            )
    return tuple(found)


_AMERICAN = re.compile(
    r"(\d{1,2})/(\d{1,2})/.*\d\s?[ap]\.?m\.?\s?\(?(?:E[SD]T|C[SD]T|M[SD]T|P[SD]T|ET|PT|CT)\b", re.IGNORECASE
)


def _american(said: Said, line: str) -> tuple[str | None, tuple[str, ...]]:
    """Return a day, and the days that are possible: beside a clock of America (`1:37 PM EST`) the month comes first."""
    match = _AMERICAN.match(line) if said.value is None and len(said.candidates) == 2 else None
    if match is None:
        return said.value, said.candidates
    first = [each for each in said.candidates if int(each[5:7]) == int(match[1]) and int(each[8:10]) == int(match[2])]
    return (first[0], ()) if len(first) == 1 else (said.value, said.candidates)


def words_beside(line: str, stamps: tuple[Stamp, ...]) -> str:
    """Return what stands in a line beside its days, times and the words that say what these are."""
    left = []
    at = 0
    for stamp in stamps:
        left.append(line[at : stamp.span.start])
        at = stamp.span.end
    left.append(line[at:])
    words = _WORD.sub(" ", " ".join(left))
    words = re.sub(r"(?i)\b(?:on|at|by|mon|tue|wed|thu|fri|sat|sun|[a-z]{3,6}day|st|local time)\b", " ", words)
    return " ".join(re.sub(r"[\s:;,.|·()\[\]/–—-]+", " ", words).split())


def _word_between(line: str, start: int, end: int) -> re.Match[str] | None:
    """Return the last word before a day that says what it is; after another day, one must stand between."""
    words = list(_WORD.finditer(line, start, end))
    return words[-1] if words and end - words[-1].end() <= 24 else None


def _time_after(line: str, end: int) -> tuple[int, str]:
    """Return where a time of day behind a day ends, and the time as ISO 8601 adds it; empty: none stands there."""
    found = _TIME.match(line, end)
    if found is None:
        return end, ""
    hour = int(found["hour"])
    half = (found["half"] or "").lower()
    if half or found["before"]:
        if not 1 <= hour <= 12:
            return end, ""
        hour = hour % 12 + (12 if half.startswith("p") or found["before"] in ("오후", "午後") else 0)
    minute = found["minute"] or found["parts"] or "00"
    zone = _ZONE.match(line, found.end())
    if zone is None:
        return found.end(), f"T{hour:02}:{int(minute):02}"
    distance = _ZONES[_zone_name(zone["name"])] if zone["name"] else f"{zone['sign']}{zone['hours']}:{zone['minutes']}"
    return zone.end(), f"T{hour:02}:{int(minute):02}{distance}"


def _zone_name(name: str) -> str:
    return name if name in _ZONES else name.upper()

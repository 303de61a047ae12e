"""Days and times in the lines about an article: when it was posted and when it was modified."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

import msgspec

from placet.evidence.dates import find_dates
from placet.evidence.intake.clocks import clock_ahead, clock_behind
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
    r"first\s+published|(?:date\s+)?(?:posted|published|publication\s+date|released|issued|created|delivered|filed|date)"
    r"|입력|등록|승인|기사\s?입력|게재|작성|발행|公開(?:日時?)?|掲載|投稿(?:日)?|配信|発行|発表"
)
_WORD = re.compile(rf"(?P<changed>{_CHANGED})|(?P<posted>{_POSTED})", re.IGNORECASE)
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
    line = _RUN_ON.sub(" ", line)
    for said in find_dates(line, None):
        if said.granularity != "day" or said.span is None or (said.value is None and not said.candidates):
            continue
        start = said.span.start
        end, time = clock_behind(line, said.span.end)
        if not time:
            start, time = clock_ahead(line, at, start)
        word = _word_between(line, at, start)
        is_change = word is not None and word["changed"] is not None
        day, candidates = _american(said, line[said.span.start : end])
        value = f"{day}{time}" if day is not None else None
        stamp = Stamp(value, Span(start, end), word[0].lower() if word else "", is_change, candidates)
        if found and not stamp.word and _OF_ONE.fullmatch(line, at, start):
            one = _as_one(found[-1], stamp)
            if one is not None:
                found[-1] = one
                at = end
                continue
        found.append(stamp)
        at = end
    if len(found) == 1 and not found[0].word:
        found[0] = _with_word_behind(line, found[0])
    return _in_one_order(line, found)


_RUN_ON = re.compile(r"(?<=\d\d\d\d),(?=\d{1,2}[:.]\d\d)")
"""The comma between a year and a time that run on: `March 4, 2014,2:05 PM`."""

_OF_ONE = re.compile(r"[\s()\[\]|/,;–—-]{0,6}")
"""What lies between two ways of writing one moment: `3/4/2014 6:12 PM 2014-03-04T18:12`."""


def _as_one(first: Stamp, second: Stamp) -> Stamp | None:
    """Return the stamp that two side by side are, where both mean one moment; None: they are two.

    The second may be in UTC, so that its day is the one before or after.
    """
    if second.value is None:
        return None
    near = [
        day
        for day in ([first.value[:10]] if first.value is not None else first.candidates)
        if abs((dt.date.fromisoformat(day) - dt.date.fromisoformat(second.value[:10])).days) <= 1
    ]
    if len(near) != 1:
        return None
    span = Span(first.span.start, second.span.end)
    if first.value is not None:
        return msgspec.structs.replace(first, span=span)
    value = second.value if near[0] == second.value[:10] else near[0]
    return msgspec.structs.replace(first, value=value, span=span, candidates=())


def _with_word_behind(line: str, stamp: Stamp) -> Stamp:
    """Return a stamp with the word behind it that says what it is: `2014年11月18日 18時51分 公開`."""
    behind = len(line) - len(line[stamp.span.end :].lstrip(" \t:·|)]"))
    word = _WORD.match(line, behind)
    if word is None:
        return stamp
    end, time = clock_behind(line, word.end())
    if line[end:].strip(" \t:·|)].,;"):
        # `March 4, 2014 Updated 2 years ago`: the word is of something else
        return stamp
    value = f"{stamp.value}{time}" if stamp.value is not None and len(stamp.value) == 10 else stamp.value
    return msgspec.structs.replace(
        stamp,
        value=value,
        span=Span(stamp.span.start, end) if time else stamp.span,
        word=word[0].lower(),
        is_change=word["changed"] is not None,
    )


_SLASHED = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d\d)(?!\d)")


def _in_one_order(line: str, found: list[Stamp]) -> tuple[Stamp, ...]:
    """Settle days that can be two by another of the same line that can be only one: `04/03/2014 … 25/03/2014`."""
    if all(stamp.value is not None for stamp in found):
        return tuple(found)
    pairs = [(int(each[1]), int(each[3])) for each in _SLASHED.finditer(line)]
    day_first = any(first > 12 >= second for first, second in pairs)
    month_first = any(second > 12 >= first for first, second in pairs)
    if day_first == month_first:
        return tuple(found)
    settled = []
    for stamp in found:
        written = _SLASHED.search(line, stamp.span.start, stamp.span.end) if stamp.value is None else None
        if written is not None:
            day, month = (written[1], written[3]) if day_first else (written[3], written[1])
            fits = [one for one in stamp.candidates if (int(one[8:10]), int(one[5:7])) == (int(day), int(month))]
            if len(fits) == 1:
                _, behind = clock_behind(line, written.end())
                stamp = msgspec.structs.replace(stamp, value=fits[0] + behind, candidates=())
        settled.append(stamp)
    return tuple(settled)


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


_IDLE = re.compile(
    r"\b(?:on|at|by|mon|tue|wed|thu|fri|sat|sun|[a-z]{3,6}day|st|local time|for immediate release|press release"
    r"|\d{1,3}[\s-]?min(?:ute)?s?(?:\s+read)?|\d{1,6}\s+(?:comments?|shares?|views?)"
    r"|(?:about\s+)?(?:\d{1,3}|an?)\s+(?:second|minute|hour|day|week|month|year)s?\s+ago|read\s+time"
    r"|n(?:o|r)\.?\s?\d{1,5}(?:/\d{2,4})?)\b",
    re.IGNORECASE,
)
"""Words beside a day that say nothing of who wrote or where."""


def words_beside(line: str, stamps: tuple[Stamp, ...]) -> str:
    """Return what stands in a line beside its days, times and the words that say what these are."""
    left = []
    at = 0
    for stamp in stamps:
        left.append(line[at : stamp.span.start])
        at = stamp.span.end
    left.append(line[at:])
    words = _WORD.sub(" ", " ".join(left))
    words = _IDLE.sub(" ", words)
    return " ".join(re.sub(r"[\s:;,.|·()\[\]/–—-]+", " ", words).split())


def _word_between(line: str, start: int, end: int) -> re.Match[str] | None:
    """Return the last word before a day that says what it is; after another day, one must stand between."""
    words = list(_WORD.finditer(line, start, end))
    return words[-1] if words and end - words[-1].end() <= 24 else None

"""Find the expressions of dates in a text and say what each means."""

from __future__ import annotations

import datetime as dt
import re

from placet.evidence.dates.eastern import find_eastern
from placet.evidence.dates.english import HEADS, WORD, read_at
from placet.evidence.dates.place import Place, Reading, TenseSource
from placet.model.documents import Span
from placet.model.proposals import Said

_EASTERN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")


def find_dates(
    text: str, anchor: dt.date | None, *, tense: TenseSource = None, reference: dt.date | None = None
) -> tuple[Said, ...]:
    """Return every expression of a date in a text, in order, with what it means.

    Nothing that is reckoned from the day of writing is resolved without it, and where the words allow of two days
    both are candidates and neither is the value.

    Args:
        text: running text, English, Korean or Japanese.
        anchor: the day on which it was written or posted, as the place of writing counts its days: `18 November 06:51`
            in Seoul is 18 November, whatever the day was elsewhere. No zone is ever converted. None: not known. The day
            on which a page was modified is no such day.
        tense: the tense of the verb that governs the expressions, or a call that gives it for the span of one; None:
            the words near them decide.
        reference: the day that `the same day` or `a day earlier` refers to until the text itself names one.

    >>> import datetime as dt
    >>> (said,) = find_dates("He said it on Tuesday last week.", dt.date(2014, 11, 18))
    >>> said.value, said.expression, said.rule
    ('2014-11-11', 'Tuesday last week', 'weekday of the week before')
    >>> find_dates("They met on Saturday.", None)[0].constraint
    'a Saturday before the article'
    """
    place = Place(text, anchor, tense, reference)
    found: list[Said] = []
    at = 0
    for word in WORD.finditer(place.text):
        start = word.start()
        if start < at or (place.low[start : word.end()] not in HEADS and not word[0].isdigit()):
            continue
        if _MINUTES.match(place.text, max(start - 2, 0)):
            continue
        for begin, end, reading in read_at(start, place):
            found.append(_said(text, begin, end, reading))
            place.name(reading, text[begin:end])
            at = end
    if _EASTERN.search(text):
        eastern = find_eastern(Place(text, anchor, tense, reference))
        found = _merged(found, [_said(text, span.start, span.end, reading) for span, reading in eastern])
    return tuple(found)


_MINUTES = re.compile(r"\d:\d\d\b(?![-/.]\d)")
"""The minutes of a clock, which are no day of the month behind them: `14:05 March 4, 2014`."""


def _said(text: str, start: int, end: int, reading: Reading) -> Said:
    return Said(
        reading.value,
        reading.granularity,
        text[start:end],
        Span(start, end),
        reading.anchor,
        reading.rule,
        reading.candidates,
        reading.constraint,
    )


def _merged(found: list[Said], eastern: list[Said]) -> list[Said]:
    """Put two lists in order; where expressions overlap, the Korean or Japanese one is the whole one."""
    merged: list[Said] = []
    for said in sorted([*eastern, *found], key=lambda said: said.span or Span(0, 0)):
        assert said.span is not None
        last = merged[-1].span if merged else None
        if last is None or said.span.start >= last.end:
            merged.append(said)
        elif said in eastern and merged[-1] not in eastern:
            merged[-1] = said
    return merged

"""Several sources for one piece of metadata: the best is taken, and what differs from it is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import msgspec

from placet.model.documents import Grade, Known, Span


class Vote(msgspec.Struct, frozen=True):
    """What one source says.

    Attributes:
        span: where it stands in the text, if it does.
        place: which tag or line it is, for the note where it differs: `og:title`.
    """

    value: str
    ground: str
    grade: Grade
    span: Span | None = None
    place: str = ""


def choose(votes: Sequence[Vote], is_same: Callable[[str, str], bool], note: str = "") -> Known:
    """Return what the first vote of the best grade says, with what others say otherwise.

    Args:
        votes: the sources, the better first.
        is_same: whether two values mean the same.
        note: what is to be said anyhow.
    """
    if not votes:
        return Known(note=note)
    order = ("stated", "inferred", "guessed", "unknown")
    ranked = sorted(votes, key=lambda vote: order.index(vote.grade))
    best = ranked[0]
    span = best.span
    notes = [note] if note else []
    told = [best.value]
    for vote in ranked[1:]:
        if any(is_same(vote.value, value) for value in told):
            span = span if span is not None or not is_same(vote.value, best.value) else vote.span
            continue
        told.append(vote.value)
        notes.append(f"{vote.place or vote.ground}: {vote.value}")
    return Known(best.value, best.ground, best.grade, span, "; ".join(notes))


def is_same_time(one: str, other: str) -> bool:
    """Say whether two days or times in ISO 8601 can be the same; one may be less precise.

    >>> is_same_time("2014-11-18T06:51+09:00", "2014-11-17T21:51:00Z")
    True
    """
    first, second = _time(one), _time(other)
    if isinstance(first, dt.datetime) and isinstance(second, dt.datetime) and first.tzinfo and second.tzinfo:
        return abs(first - second) < dt.timedelta(minutes=2)
    return one[:10] == other[:10]


def read_time(value: str) -> str | None:
    """Return a tag's day or time in ISO 8601, to the minute; None: it is none.

    >>> read_time("2019-11-18T14:00:05.000Z"), read_time("2019-11-18 14:00"), read_time("soon")
    ('2019-11-18T14:00+00:00', '2019-11-18T14:00', None)
    """
    value = value.strip()
    time = _time(value)
    if time is None or not 1900 <= time.year <= 2200:
        return None
    if not isinstance(time, dt.datetime):
        return time.isoformat()
    return time.replace(second=0, microsecond=0).isoformat(timespec="minutes")


def is_after(value: str, today: dt.date) -> bool:
    """Say whether a day or time in ISO 8601 comes after a day; a time with its zone is seen from where one is.

    >>> is_after("2014-11-19", dt.date(2014, 11, 18)), is_after("2014-11-18T23:59", dt.date(2014, 11, 18))
    (True, False)
    """
    time = _time(value)
    if isinstance(time, dt.datetime) and time.tzinfo is not None:
        time = time.astimezone()
    return time is not None and dt.date(time.year, time.month, time.day) > today


def _time(value: str) -> dt.date | dt.datetime | None:
    if len(value) <= 10 or (len(value) == 8 and value.isdigit()):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return None
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        return None

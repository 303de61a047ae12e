"""What a timeline draws: bars, points and lines by their place along the axis of time, without a word of markup.

Places and widths are hundredths of the axis, so that the picture is as wide as there is room for it: on paper, on a
telephone, beside the names of its rows or below them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from placet.engine.variation.timeline import Segment
from placet.model import Answer, Day, Instrument, Period, ReaderAnswer, Rulebook, Statement
from placet.show.answer import in_order
from placet.show.words import title_of

ROOMY, TIGHT = 780.0, 290.0
"""Pixels that the axis has about on a wide page, and at least on a narrow one or on paper."""

_LETTER, _EDGE = 6.5, 12.0
"""Pixels of a letter in a bar (one of Korean or Japanese takes two), and of the room beside the words."""

_WHOLE = 100.0
_LEAST = 0.1
"""How narrow a bar can be that is seen."""

_LAST_NAME = 95.0
"""Behind this place the name of a day would stand out over the edge."""

_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240)
_MOST_TICKS = 11


_Told = tuple[str, str, tuple[str, ...]]
"""Of a stretch of time: the kind of answer, the answer in words, who must be asked."""


class Bar(msgspec.Struct, frozen=True):
    """A stretch of time in a row: `kind` says what it stands for, `note` the same in full, `of` who must be asked."""

    x: float
    width: float
    kind: str
    start: dt.date | None = None
    end: dt.date | None = None
    note: str = ""
    of: tuple[str, ...] = ()

    def text(self, word: str, axis: float) -> str:
        """Return what stands in the bar as far as it has room: all of it, or its kind with who must be asked.

        Args:
            word: the kind of the bar in words.
            axis: the pixels of the whole axis.
        """
        brief = f"{word}: {', '.join(self.of)}" if self.of else word
        room = self.width / _WHOLE * axis - _EDGE
        return next((text for text in (self.note or word, brief) if _letters(text) * _LETTER < room), "")


class Point(msgspec.Struct, frozen=True):
    """Something on a day, or between two where the day is uncertain (`width` above 0)."""

    x: float
    width: float
    kind: str
    name: str
    day: Day


class Row(msgspec.Struct, frozen=True):
    """A line of the picture, with what it shows: a name, its title."""

    name: str
    title: str
    kind: str
    bars: tuple[Bar, ...] = ()
    points: tuple[Point, ...] = ()


class Tick(msgspec.Struct, frozen=True):
    """A day that the axis names."""

    x: float
    day: dt.date
    is_year: bool


class Drawing(msgspec.Struct, frozen=True):
    """A whole timeline.

    Attributes:
        first: the day at the left end.
        last: the day at the right end.
        rows: from top to bottom.
        ticks: the days that the axis names.
        changes: where the answer changes.
    """

    first: dt.date
    last: dt.date
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    changes: tuple[float, ...]


def draw(
    book: Rulebook,
    segments: Sequence[Segment],
    instruments: Sequence[Instrument],
    statements: Sequence[Statement],
    span: tuple[dt.date, dt.date],
    say: Callable[[ReaderAnswer], str],
) -> Drawing:
    """Lay out a timeline.

    Args:
        book: whose names are used.
        segments: the answers, one after the other.
        instruments: the agreements to show as bars.
        statements: what was said, to show as points.
        span: the first and the last day shown.
        say: puts a reader's answer into words.
    """
    scale = _Scale(*span)
    rows: list[Row] = []

    def add(name: str, kind: str, bars: Sequence[Bar] = (), points: Sequence[Point] = ()) -> None:
        rows.append(Row(name, _title(book, name, kind), kind, tuple(bars), tuple(points)))

    def along(told: Callable[[Answer], _Told]) -> list[Bar]:
        bars = [
            scale.bar(segment.start, segment.end, *told(segment.answer))
            for segment in segments
            if scale.shows(segment.start, segment.end)
        ]
        return _joined(bars)

    add("", "verdict", along(lambda answer: (answer.verdict.kind, "", ())))
    for reader in _readers(book, [one.answer for one in segments]):
        add(reader, "reader", along(partial(_told, reader, say)))
    for instrument in instruments:
        add(instrument.id, "instrument", _instrument_bars(scale, instrument), _instrument_points(scale, instrument))
    for name, said in _by_speaker(statements):
        points = [scale.point(one.on, one.stance, one.id) for one in said if one.on is not None and scale.has(one.on)]
        if points:
            add(name, "statements", points=points)
    changes = tuple(scale.x(one.start) for one in segments if one.start is not None and scale.is_inside(one.start))
    return Drawing(*span, tuple(rows), tuple(scale.ticks()), changes)


class _Scale:
    """Where a day lies along the axis."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        self.first, self.last = first, last
        self._per_day = _WHOLE / max((last - first).days, 1)

    def x(self, day: dt.date) -> float:
        """Return the place of a day, cut off at the ends of the axis."""
        inside = min(max(day, self.first), self.last)
        return round((inside - self.first).days * self._per_day, 2)

    def is_inside(self, day: dt.date) -> bool:
        """Say whether a day is shown."""
        return self.first <= day <= self.last

    def has(self, day: Day) -> bool:
        """Say whether any of the days that it can be is shown."""
        return day.earliest <= self.last and day.latest >= self.first

    def shows(self, start: dt.date | None, end: dt.date | None) -> bool:
        """Say whether anything of a stretch is shown."""
        return (start is None or start <= self.last) and (end is None or end > self.first)

    def bar(
        self, start: dt.date | None, end: dt.date | None, kind: str, note: str = "", of: tuple[str, ...] = ()
    ) -> Bar:
        """Return a stretch as a bar."""
        left = self.x(start) if start is not None else 0.0
        right = self.x(end) if end is not None else _WHOLE
        return Bar(left, round(max(right - left, _LEAST), 2), kind, start, end, note, of)

    def point(self, day: Day, kind: str, name: str) -> Point:
        """Return something on a day as a point."""
        left = self.x(day.earliest)
        return Point(left, round(self.x(day.latest) - left, 2), kind, name, day)

    def ticks(self) -> list[Tick]:
        """Return round days of which the axis has room to name."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = next((one for one in _MONTHS if months / one <= _MOST_TICKS), _MONTHS[-1] * (months // 2400 + 1))
        count = self.first.year * 12 + self.first.month - 1
        count += -count % step
        found = []
        while count <= self.last.year * 12 + self.last.month - 1:
            day = dt.date(count // 12, count % 12 + 1, 1)
            if self.is_inside(day) and self.x(day) < _LAST_NAME:
                found.append(Tick(self.x(day), day, step >= 12))
            count += step
        return found


def _joined(bars: list[Bar]) -> list[Bar]:
    """Put neighbours together that say the same."""
    found: list[Bar] = []
    for bar in bars:
        if found and (found[-1].kind, found[-1].note) == (bar.kind, bar.note):
            before = found.pop()
            width = round(bar.x + bar.width - before.x, 2)
            bar = Bar(before.x, width, bar.kind, before.start, bar.end, bar.note, bar.of)
        found.append(bar)
    return found


def _readers(book: Rulebook, answers: list[Answer]) -> list[str]:
    """Return the readers that speak at any time, in the order of an answer."""
    found: dict[str, None] = {}
    for answer in answers:
        found.update(dict.fromkeys(one.reader for one in in_order(book, answer) if one.answer != "silent"))
    return list(found)


def _told(reader: str, say: Callable[[ReaderAnswer], str], answer: Answer) -> _Told:
    """Return what a reader answers: its kind, in words, and who must be asked."""
    one = answer.readers.get(reader)
    if one is None:
        return "silent", "", ()
    return one.answer, say(one), tuple(dict.fromkeys(need.step.of for need in one.requirements))


def _title(book: Rulebook, name: str, kind: str) -> str:
    """Return what a row is called beside its name: the title of an agreement, or who reads or speaks."""
    if kind == "reader" or (kind == "statements" and name in book.parties):
        return book.reader_title(name)
    return title_of(book, name) if name else ""


def _instrument_bars(scale: _Scale, instrument: Instrument) -> list[Bar]:
    """Return when an agreement is in force; a bar's uncertain ends are bars of their own."""
    bars: list[Bar] = []
    for kind, periods in (
        ("in-force", instrument.in_force),
        ("provisional", instrument.provisional),
        ("suspended", instrument.suspended),
    ):
        for period in periods:
            bars += _period_bars(scale, period, kind)
    return bars


def _period_bars(scale: _Scale, period: Period, kind: str) -> list[Bar]:
    start = period.start.latest if period.start is not None else None
    end = period.end.earliest if period.end is not None else None
    bars = []
    if (start is None or end is None or start < end) and scale.shows(start, end):
        bars.append(scale.bar(start, end, kind))
    for day in (period.start, period.end):
        if day is not None and not day.is_certain and scale.has(day):
            bars.append(scale.bar(day.earliest, day.latest, "uncertain"))
    return bars


def _instrument_points(scale: _Scale, instrument: Instrument) -> list[Point]:
    dated = (
        ("announced", instrument.announced),
        ("signed", instrument.signed),
        ("published", instrument.published),
        ("cancelled", instrument.cancelled),
        ("terminated", instrument.terminated),
    )
    return [scale.point(day, kind, instrument.id) for kind, day in dated if day is not None and scale.has(day)]


def _letters(text: str) -> float:
    """Return how many letters wide a text is, those of Korean and Japanese counted as two."""
    return (len(text) + len(text.encode())) / 2


def _by_speaker(statements: Sequence[Statement]) -> list[tuple[str, list[Statement]]]:
    """Put statements together by the party, voice or text that speaks."""
    found: dict[str, list[Statement]] = {}
    for one in statements:
        name = one.speakers[0].partition(".")[0] if one.speakers else (one.text_of or "")
        found.setdefault(name, []).append(one)
    return sorted(found.items())

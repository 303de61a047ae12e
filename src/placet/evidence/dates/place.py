"""What is known where an expression stands, and what has been read of it so far."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from placet.evidence.dates.calendar import first_day
from placet.evidence.dates.tense import tense_near
from placet.evidence.dates.words import Tense
from placet.model.documents import Span
from placet.model.proposals import Granularity

TenseSource: TypeAlias = Tense | Callable[[Span], Tense | None] | None
"""The tense of all expressions, or a call that gives it for the place of one; None: the words near decide."""


_OURS = {"ſ": "s", "ı": "i", "İ": "I", "\u212a": "K"}


def _with_our_letters(text: str) -> str:
    """Return a text in which no pattern takes a letter for another one that no table of words has."""
    for letter, ours in _OURS.items():
        text = text.replace(letter, ours)
    return text


class Reading(NamedTuple):
    """What an expression means.

    Attributes:
        value: as in `Said`.
        granularity: as in `Said`.
        rule: how it was reckoned.
        anchor: the day it was reckoned from; None where it needs none or there is none.
        candidates: as in `Said`.
        constraint: as in `Said`.
        start: where the expression begins, if not at the words that were matched.
        end: where it ends, if elsewhere.
        has_year: whether a year stands in it; one without takes the year of the other end of a range.
        is_shift: whether it counts units from a day, so that `more than` makes a bound of it.
    """

    value: str | None
    granularity: Granularity
    rule: str
    anchor: str | None = None
    candidates: tuple[str, ...] = ()
    constraint: str = ""
    start: int = -1
    end: int = -1
    has_year: bool = False
    is_shift: bool = False


class Place:
    """The text around an expression: the day of writing, the tense there, the day named before.

    Attributes:
        text: the whole text, with `s`, `i` and `k` for the letters that count as these when the case is disregarded.
        low: the same in small letters.
        anchor: the day it was written on.
        weekday: the weekday that stands before a day, to choose the year by and to check.
        year: the year that the other end of a range has.
        depth: how many expressions the one that is read lies within.
    """

    def __init__(self, text: str, anchor: dt.date | None, tense: TenseSource, reference: dt.date | None) -> None:
        self.text = text if text.isascii() else _with_our_letters(text)
        self.low = self.text.lower()
        self.anchor = anchor
        self.weekday: int | None = None
        self.year: int | None = None
        self.depth = 0
        self._tense = tense
        self._named: dict[str, tuple[int, Reading, str]] = {}
        if reference is not None:
            self.name(Reading(reference.isoformat(), "day", "given"), "")

    def tense_at(self, start: int, end: int) -> Tense:
        """Return the tense at an expression: what the caller says, or else what the words near show."""
        told = self.tense_told(start, end)
        return told if told is not None else tense_near(self.text, start, end)

    def tense_told(self, start: int, end: int) -> Tense | None:
        """Return the tense that the caller gives for an expression."""
        return self._tense(Span(start, end)) if callable(self._tense) else self._tense

    def name(self, reading: Reading, words: str) -> None:
        """Keep what an expression named, for those that refer to it."""
        self._named[reading.granularity] = (
            len(self._named) and 1 + max(each[0] for each in self._named.values()),
            reading,
            words,
        )

    def named(self, granularity: Granularity) -> tuple[Reading, str] | None:
        """Return what was named last that is as precise as a reckoning in days, months or years asks for."""
        found = [self._named[each] for each in _ENOUGH.get(granularity, ()) if each in self._named]
        return max(found, key=lambda each: each[0])[1:] if found else None

    def named_day(self, granularity: Granularity) -> dt.date | None:
        """Return the last day that was named, or the first day of the month or year where that is enough."""
        found = self.named(granularity)
        value = found[0].value if found is not None else None
        return first_day(value.rpartition("/")[2]) if value is not None else None


_ENOUGH = {"day": ("day",), "week": ("day",), "month": ("day", "month"), "year": ("day", "month", "year")}


Match: TypeAlias = "re.Match[str]"
Handler: TypeAlias = Callable[[Match, Place], Reading | None]
"""Reads what a pattern has matched; None: it is no date after all."""


class Pattern(NamedTuple):
    """A form of expression, and how it is read."""

    form: re.Pattern[str]
    read: Handler


def pattern(form: str, read: Handler) -> Pattern:
    """Compile a form; the case of letters does not matter to it."""
    return Pattern(re.compile(form, re.IGNORECASE), read)


def article_word(place: Place) -> str:
    """Say what a day is told against where the day of writing is not known."""
    return place.anchor.isoformat() if place.anchor is not None else "the article"


def from_anchor(place: Place, granularity: Granularity, rule: str, value: str, constraint: str = "") -> Reading:
    """Return a reading that was reckoned from the day of writing."""
    assert place.anchor is not None
    return Reading(value, granularity, rule, place.anchor.isoformat(), constraint=constraint)


def unresolved(granularity: Granularity, rule: str, constraint: str, *, is_shift: bool = False) -> Reading:
    """Return a reading whose value is not known."""
    return Reading(None, granularity, rule, constraint=constraint, is_shift=is_shift)


def either(place: Place, granularity: Granularity, rule: str, values: list[str], constraint: str) -> Reading:
    """Return the one value, or two candidates, or none with what is known of it."""
    anchor = place.anchor.isoformat() if place.anchor is not None else None
    if len(values) == 1:
        return Reading(values[0], granularity, rule, anchor)
    if values:
        return Reading(None, granularity, rule, anchor, tuple(values), "either of two: the words do not say which")
    return unresolved(granularity, rule, constraint)

"""What evidence is made of: so far, where something stands in a text, and the day it was said.

A value that is not known is None or `unknown`, and says so; nothing here is ever filled in to make a record complete.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Granularity = Literal["day", "week", "month", "quarter", "season", "half", "year", "decade", "unknown"]


class Span(msgspec.Struct, frozen=True, order=True):
    """Characters of a document's text, from `start` up to but not including `end`."""

    start: int
    end: int


class Said(msgspec.Struct, frozen=True):
    """The day something was said.

    Attributes:
        value: an ISO day, week, month or year as precise as is known: `2014-11-11`, `2014-W46`, `2014-11`, `2014`;
            a quarter, half or season as `2014-Q3`, `2014-H2`, `2011-SP` (SU, FA, WI; a winter is named by the year
            in which it begins); a decade as its three digits, `199`; from one to another, both included, as
            `2014-11-10/2014-11-11`; None: not known.
        granularity: how precise that is, or would be.
        expression: the words: `Tuesday last week`; empty where none stand there.
        span: where they stand.
        anchor: the day they were reckoned from; None: there is none, and nothing relative is resolved.
        rule: how: `weekday of the week before`, `same passage`, `carried over from the speaker`, …
        candidates: two or more values where the words allow of them; `value` is then None.
        constraint: what is known of an unresolved day, in words: `a Saturday before the article`; or which part of
            the value is meant: `late in 2014`.
    """

    value: str | None = None
    granularity: Granularity = "unknown"
    expression: str = ""
    span: Span | None = None
    anchor: str | None = None
    rule: str = ""
    candidates: tuple[str, ...] = ()
    constraint: str = ""

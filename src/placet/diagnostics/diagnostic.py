"""The one type of message that placet has about a text: a diagnostic, with its place, help and fix."""

from __future__ import annotations

from typing import Literal

import msgspec


class Span(msgspec.Struct, frozen=True, order=True):
    """The characters from `start` up to but not including `end` of `file` (a path as the user would name it)."""

    file: str
    start: int
    end: int


class Label(msgspec.Struct, frozen=True):
    """A second place that explains the first, and what is there."""

    span: Span
    text: str


class Fix(msgspec.Struct, frozen=True):
    """A change that mends it: replace what `span` covers by `replacement`."""

    span: Span
    replacement: str
    title: str


class Diagnostic(msgspec.Struct, frozen=True):
    """One thing to tell about a text.

    `message` is lower case without a final stop, the user's words in backticks; `help` is a sentence of its own.
    `span` is None where no place in a text is meant (a folder that is not there).
    """

    code: str
    severity: Literal["error", "warning", "note"]
    message: str
    span: Span | None = None
    help: str = ""
    labels: tuple[Label, ...] = ()
    fix: Fix | None = None

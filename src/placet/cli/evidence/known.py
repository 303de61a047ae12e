"""The options by which a person says what is known of an article."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from placet.cli.session import today
from placet.cli.trouble import Trouble

if TYPE_CHECKING:
    from placet.model.documents import Metadata

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = {
    "title": ("WORDS", "Its title."),
    "outlet": ("NAME", "Where it appeared."),
    "posted": (
        "DAY",
        "The day on which it was posted or printed, `2014-11-18` or `2014-11-18T06:51+09:00`; or `unknown`.",
    ),
    "modified": ("DAY", "The day on which it was last changed; or `unknown`."),
    "byline": ("NAMES", "Who wrote it."),
    "language": ("CODE", "Its language, `en`, `ko` or `ja`."),
}


def known_options(command: Command) -> Command:
    """Add `--title`, `--outlet`, `--posted`, `--modified`, `--byline` and `--language` to a command."""
    for name, (value, help) in reversed(_OPTIONS.items()):
        command = click.option(f"--{name}", metavar=value, help=help)(command)
    return command


def read_known(known: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return what was given, by field, in the form in which it is kept; None: that it is not known.

    Raises:
        Trouble: a day, a language or a text is none, or a day has not come yet.
    """
    return {field: _read(field, value) for field, value in known.items() if value is not None}


def given_metadata(known: Mapping[str, str | None]) -> Metadata | None:
    """Return what was given as metadata; None: nothing was.

    Raises:
        Trouble: a day, a language or a text is none, or a day has not come yet.
    """
    from placet.model.documents import Known, Metadata

    values = read_known(known)
    if not values:
        return None
    return Metadata(
        **{
            field: Known(value, "given", "stated" if value is not None else "unknown")
            for field, value in values.items()
        }
    )


def _read(field: str, value: str) -> str | None:
    words = " ".join(value.split())
    if not words:
        raise Trouble(f"--{field} is empty", "Leave it out where it is not known.")
    if field in ("posted", "modified"):
        return _read_day(field, words)
    if field == "language" and not re.fullmatch(r"[A-Za-z]{2,3}", words):
        raise Trouble(f"--{field}: `{words}` is no code of a language", "Write `en`, `ko`, `ja` or another code.")
    return words.lower() if field == "language" else words


def _read_day(field: str, words: str) -> str | None:
    from placet.evidence.intake.votes import is_after, read_time

    if words.casefold() == "unknown":
        return None
    time = read_time(words)
    if time is None:
        raise Trouble(f"--{field}: `{words}` is no day", "Write it as `2014-11-18` or `2014-11-18T06:51+09:00`.")
    if is_after(time, today()):
        raise Trouble(
            f"--{field}: `{words}` has not come yet",
            f"Today is {today()}. Where it is that day already, give the time and its zone: `2014-11-18T06:51+09:00`.",
        )
    return time

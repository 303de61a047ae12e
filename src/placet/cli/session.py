"""What every command needs: the day it is, the rulebook that is meant, the names in it."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from placet.cli.trouble import Ended, Trouble, did_you_mean, known_names

if TYPE_CHECKING:
    from placet.diagnostics import Diagnostic
    from placet.language import Loaded
    from placet.model import Rulebook


class Settings:
    """What a caller may set for a run, as the object of click's context: which day is today."""

    def __init__(self, today: dt.date | None = None) -> None:
        self.today = today


class DayType(click.ParamType[dt.date]):
    """A certain day, written `2014-11-17`, or `today`."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:  # noqa: ANN401 - click's own signature
        """Read a day."""
        if isinstance(value, dt.date):
            return value
        if value == "today":
            return today()
        from placet.diagnostics import Diagnostic
        from placet.language import parse_day

        day = parse_day(value)
        if isinstance(day, Diagnostic):
            raise Trouble(f"{param.opts[0]}: {day.message}" if param is not None else day.message, day.help, day.code)
        return day


DAY = DayType()


def today() -> dt.date:
    """Return the day it is: the caller's, or else the calendar's."""
    context = click.get_current_context(silent=True)
    settings = context.find_object(Settings) if context is not None else None
    return settings.today if settings is not None and settings.today is not None else dt.date.today()  # noqa: DTZ011 - a desk's own day is meant


def open_rulebook(name: str) -> Rulebook:
    """Load a rulebook by its name or its folder.

    Raises:
        Trouble: there is no such rulebook.
        Ended: it has errors; they have been printed.
    """
    from placet.language import load_rulebook

    return loaded_rulebook(load_rulebook(name))


def loaded_rulebook(loaded: Loaded) -> Rulebook:
    """Return what was loaded.

    Raises:
        Ended: it has errors; they have been printed.
    """
    if loaded.rulebook is None:
        errors = [one for one in loaded.diagnostics if one.severity == "error"]
        tell_diagnostics(errors[:_MOST_ERRORS], loaded.texts)
        if len(errors) > _MOST_ERRORS:
            click.echo(f"{len(errors) - _MOST_ERRORS:,} errors more; `placet check` tells them", err=True)
        raise Ended(2)
    return loaded.rulebook


_MOST_ERRORS = 20
"""How many errors of a rulebook are told where something else was asked of it."""


def tell_diagnostics(diagnostics: list[Diagnostic], texts: dict[str, str]) -> None:
    """Print diagnostics on standard error."""
    from placet.cli.output import in_colour, terminal_width
    from placet.diagnostics.render_text import render_text

    text = render_text(diagnostics, texts, colour=in_colour(sys.stderr), width=terminal_width())
    encoding = sys.stderr.encoding or "utf-8"
    click.echo(text.encode(encoding, "replace").decode(encoding), err=True, nl=False, color=True)


def default_rulebook() -> str:
    """Return the rulebook that is meant where none is named: what PLACET_RULEBOOK says, or the folder one stands in.

    Raises:
        Trouble: neither is there.
    """
    named = os.environ.get("PLACET_RULEBOOK")
    if named:
        return named
    if _is_rulebook(Path.cwd()):
        return "."
    from placet.language import shipped_rulebooks

    raise Trouble(
        "which rulebook is meant?",
        f"Name one of {known_names(shipped_rulebooks())} or a folder, or set PLACET_RULEBOOK.",
    )


def is_rulebook(name: str) -> bool:
    """Whether a word names a rulebook: one that ships, or a folder or file with a rule block."""
    from placet.language import shipped_rulebooks

    return name in shipped_rulebooks() or _is_rulebook(Path(name))


def find_rulebook_with(name: str) -> Rulebook:
    """Return the rulebook in which a name is declared: the one that is meant, or the one that ships and has it.

    A folder of drafts is no rulebook by itself: where it has errors or lacks the name, those that ship are looked at.

    Raises:
        Trouble: no rulebook has it, or several have.
        Ended: the one that is meant has errors and no other has it; they have been printed.
    """
    from placet.language import load_rulebook, shipped_rulebooks
    from placet.show.entry import names_of

    if os.environ.get("PLACET_RULEBOOK"):
        return open_rulebook(default_rulebook())
    own = load_rulebook(".") if _is_rulebook(Path.cwd()) else None
    if own is not None and own.rulebook is not None and name in names_of(own.rulebook):
        return own.rulebook
    books = [open_rulebook(shipped) for shipped in shipped_rulebooks()]
    found = [book for book in books if name in names_of(book)]
    # What a rulebook takes in from another is declared in the other: the narrowest rulebook is meant.
    found.sort(key=lambda book: len(names_of(book)))
    if found and own is not None:
        lacks = "has no such name" if own.rulebook is not None else "has errors"
        click.echo(f"note: `{name}` of {found[0].name}; what stands in this folder {lacks}", err=True)
    if found:
        return found[0]
    if own is not None:
        return loaded_rulebook(own)
    names = dict.fromkeys(known for book in books for known in names_of(book))
    raise unknown("name", name, names, "in any of the rulebooks that ship")


def unknown(kind: str, word: str, known: Any, where: str = "") -> Trouble:  # noqa: ANN401 - anything that holds names
    """Return the trouble that a name is not known, with the nearest one or with all of them."""
    place = f" {where}" if where else ""
    help = did_you_mean(word, known) or (f"Known are {known_names(known)}." if known else "There is none.")
    return Trouble(f"there is no {kind} `{word}`{place}", help)


def _is_rulebook(place: Path) -> bool:
    """Whether a folder holds a Markdown file with a rule block, or a file is one."""
    pages = [place] if place.suffix == ".md" and place.is_file() else sorted(place.glob("*.md"))[:50]
    try:
        return any("```placet" in page.read_text("utf-8", errors="replace") for page in pages)
    except OSError:
        return False

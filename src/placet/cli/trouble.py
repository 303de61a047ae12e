"""What the command line says where it cannot do what is asked: a message, then help as a sentence of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO, Any

import click

from placet.cli.output import in_colour

_CLICKS_WORDS = tuple(
    (re.compile(told), said)
    for told, said in (
        (r"^no such command (`.+`)$", r"there is no command \1"),
        (r"^missing argument `(.+?)(?:\.\.\.)?`$", r"\1 is missing"),
        (r" is not a valid integer(?: range)?$", " is not a whole number"),
        (r": (\S+) is not in the range (\d+)<=x<=(\d+)$", r": \1 is not between \2 and \3"),
        (r": (\S+) is not in the range x>=(\d+)$", r": \1 is less than \2"),
        (r": (?:File|Directory|Path) (`.+`) is a directory$", r": \1 is a folder"),
    )
)
"""What click says about options and arguments, and how the house says it."""


class Trouble(click.ClickException):
    """Something in what was typed that cannot be taken; ends the command with 2."""

    exit_code = 2

    def __init__(self, message: str, help: str = "", code: str = "") -> None:
        super().__init__(message)
        self.help = help
        self.code = code

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message and the help on standard error."""
        tell_trouble(self.message, self.help, self.code)


class Ended(click.ClickException):
    """What is wrong has been told already; ends the command with `exit_code`."""

    def __init__(self, exit_code: int) -> None:
        super().__init__("")
        self.exit_code = exit_code  # type: ignore[misc]  # click declares for the class what each error may set

    def show(self, file: IO[Any] | None = None) -> None:
        """Print nothing more."""


def tell_trouble(message: str, help: str = "", code: str = "") -> None:
    """Print a message and help on standard error, made harmless for a terminal."""
    import sys

    from placet.diagnostics.columns import safe_text

    message, help = (safe_text(_shortened(text)) for text in (message, help))
    is_coloured = in_colour(sys.stderr)
    lines = [f"{_inked(f'error[{code}]' if code else 'error', '1;31', is_coloured)}: {message}"]
    if help:
        lines.append(f"  {_inked('= help:', '36', is_coloured)} {help}")
    for line in lines:
        click.echo(
            line.encode(sys.stderr.encoding or "utf-8", "replace").decode(sys.stderr.encoding or "utf-8"),
            err=True,
            color=True,
        )


def show_usage_error(error: click.ClickException) -> None:
    """Print an error; what click says about options and arguments is put into the house's words."""
    if isinstance(error, (Trouble, Ended)):
        error.show()
        return
    message = error.format_message().strip().rstrip(".").replace("'", "`")
    message = message[:1].lower() + message[1:]
    for told, said in _CLICKS_WORDS:
        message = told.sub(said, message)
    help = ""
    context = getattr(error, "ctx", None)
    if context is not None:
        usage = " ".join(context.command.get_usage(context).split()).removeprefix("Usage: ")
        help = f"It is used as `{usage}`; `{context.command_path} --help` shows an example."
        if isinstance(context.command, click.Group) and message.startswith("there is no command"):
            help = f"There is {known_names(context.command.list_commands(context))}."
    if isinstance(error, click.NoSuchOption):
        message = f"there is no option `{error.option_name}`"
        help = did_you_mean(error.option_name, error.possibilities or ()) or help
    tell_trouble(message, help)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the sentence that offers the nearest known name; empty where none is near."""
    from placet.language.nearest import nearest

    found = nearest(word, known)
    return f"Did you mean `{found}`?" if found is not None else ""


def known_names(names: Iterable[str], most: int = 12) -> str:
    """List known names for a help sentence, shortened where there are many."""
    listed = list(names)
    words = ", ".join(f"`{name}`" for name in listed[:most])
    return f"{words} and {len(listed) - most} more" if len(listed) > most else words


def _shortened(text: str) -> str:
    return text if len(text) <= 600 else f"{text[:600]}…"


def _inked(text: str, code: str, is_coloured: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if is_coloured else text

"""Printing: how wide the terminal is, what it can show, and a page written to it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from placet.show.page import Page

NO_TERMINAL = 80
"""The width of a page that goes into a file or another program, unless COLUMNS says otherwise."""

_SYMBOLS = "✓✗├└─│“”’¶·–—…→"


def write_page(page: Page) -> None:
    """Lay a page out for standard output and print it."""
    from placet.show.terminal import render

    write(render(page, terminal_width(), in_colour=in_colour(sys.stdout), in_symbols=can_show(_SYMBOLS, sys.stdout)))


def write(text: str) -> None:
    """Print a text as it is; what the encoding cannot show is marked."""
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(text.encode(encoding, "replace").decode(encoding), nl=False, color=True)


def terminal_width() -> int:
    """Return how many columns a line may take."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns[:6]) > 0:
        return int(columns[:6])
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or NO_TERMINAL
    except (OSError, ValueError, AttributeError):
        return NO_TERMINAL


def in_colour(stream: TextIO) -> bool:
    """Say whether a stream is a terminal that wants colour."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    try:
        return stream.isatty()
    except ValueError:
        return False


def can_show(text: str, stream: TextIO) -> bool:
    """Say whether a stream's encoding has all characters of a text."""
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True

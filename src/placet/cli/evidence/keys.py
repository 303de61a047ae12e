"""Single keys from a terminal: each counts as it is pressed, and what is typed ahead is not lost."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

_ARROWS = {"\x1b[C": "n", "\x1b[B": "n", "\x1b[D": "p", "\x1b[A": "p", "\r": "n", "\n": "n", " ": "n"}
"""Other keys that go forth and back."""


class Keys:
    """The keys of the terminal on standard input, for as long as `pressed_one_by_one` holds."""

    def __init__(self) -> None:
        self._ahead = ""
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._before: list[int | list[bytes | int]] | None = None

    @contextmanager
    def pressed_one_by_one(self) -> Iterator[None]:
        """Take keys as they are pressed, without their being shown; the terminal is left as it was."""
        self._begin()
        try:
            yield
        finally:
            self._end()

    def next(self) -> str | None:
        """Return the next key; None where no more will come."""
        if self._before is None:
            try:
                key = click.getchar()
            except (EOFError, KeyboardInterrupt):
                return None
            return _ARROWS.get(key, key[:1].lower())
        while not self._ahead:
            try:
                read = os.read(sys.stdin.fileno(), 1024)
            except (OSError, KeyboardInterrupt):
                return None
            if not read:
                return None
            self._ahead = self._decode(read)
        key = self._ahead[:3] if self._ahead.startswith("\x1b[") else self._ahead[:1]
        self._ahead = self._ahead[len(key) :]
        return None if key == "\x04" else _ARROWS.get(key, key[:1].lower())

    def line(self, prompt: str) -> str:
        """Ask for a line, shown as it is typed; empty where nothing is."""
        self._end()
        try:
            return input(prompt).strip()
        except (EOFError, KeyboardInterrupt):
            return ""
        finally:
            self._begin()

    def _begin(self) -> None:
        if not sys.stdin.isatty():
            return
        try:
            import termios
            import tty

            before = termios.tcgetattr(sys.stdin.fileno())
            # Drained and not flushed: what was typed before counts.
            tty.setcbreak(sys.stdin.fileno(), termios.TCSADRAIN)
        except (ImportError, OSError, ValueError):  # no terminal of this kind: a key at a time by other means
            return
        self._before = before

    def _end(self) -> None:
        if self._before is None:
            return
        import termios

        termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)
        self._before = None

"""Lines and columns: the one place where an offset in a text becomes what people count."""

from __future__ import annotations

from bisect import bisect_right

import msgspec


class Position(msgspec.Struct, frozen=True, order=True):
    """A line and a column, both counted from 1; a column is a code point, whatever its width."""

    line: int
    column: int


class Lines:
    r"""The lines of a text, found once.

    >>> lines = Lines("party KOR\nparty JPN\n")
    >>> lines.position(16)
    Position(line=2, column=7)
    >>> lines.line(2)
    'party JPN'
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def position(self, offset: int) -> Position:
        """Return the line and column of an offset; one beyond the text counts as its end."""
        offset = max(0, min(offset, len(self._text)))
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Return a line without its line end."""
        start = self._starts[number - 1]
        end = self._starts[number] - 1 if number < len(self._starts) else len(self._text)
        return self._text[start:end].removesuffix("\r")

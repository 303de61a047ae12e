"""What a page is made of before it is laid out: inked lines in headings, paragraphs, records, tables and trees."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

Style: TypeAlias = Literal["plain", "strong", "faint", "name", "good", "bad", "doubt"]


class Ink(msgspec.Struct, frozen=True):
    """A piece of text in one style; a style only repeats what the words say already."""

    text: str
    style: Style = "plain"


Line: TypeAlias = tuple[Ink, ...]
"""Text that is wrapped where the page is narrow."""

Cell: TypeAlias = tuple[Line, ...]
"""The lines of one cell of a table, one under the other."""


class Heading(msgspec.Struct, frozen=True, tag=True):
    """A line that opens a part of the page; `aside` stands at the right where there is room."""

    line: Line
    aside: Line = ()


class Paragraph(msgspec.Struct, frozen=True, tag=True):
    """A wrapped text; `hang` indents all of its lines but the first."""

    line: Line
    indent: int = 0
    hang: int = 0


class Record(msgspec.Struct, frozen=True, tag=True):
    """Labels with what belongs to each, in two columns.

    `keeps_labels` never breaks a label: what belongs to it stands beneath where there is no room beside it.
    """

    rows: tuple[tuple[Line, Line], ...]
    indent: int = 0
    keeps_labels: bool = False


class Table(msgspec.Struct, frozen=True, tag=True):
    """Rows under a header; where the columns do not fit, every row becomes a block of its own.

    `is_labelled` repeats the header's words before each cell of such a block; `fold_below` folds a table that
    would fit, but only just, in fewer columns than that, and `widest` holds a column's text to a width (0: to none).
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_labelled: bool = True
    is_spaced: bool = False
    fold_below: int = 0
    widest: tuple[int, ...] = ()
    indent: int = 0


class Node(msgspec.Struct, frozen=True):
    """A line of a tree with what hangs on it."""

    line: Line
    children: tuple[Node, ...] = ()


class Tree(msgspec.Struct, frozen=True, tag=True):
    """Lines that rest on one another."""

    roots: tuple[Node, ...]
    indent: int = 0


class Grid(msgspec.Struct, frozen=True, tag=True):
    """Marks by row and column; turned, keyed or cut into several where the page is too narrow, and that is said.

    `row_title` and `column_title` say what the `labels` of the rows and the `heads` of the columns are.
    """

    row_title: str
    column_title: str
    labels: tuple[str, ...]
    heads: tuple[str, ...]
    marks: tuple[tuple[Ink, ...], ...]


class Gap(msgspec.Struct, frozen=True, tag=True):
    """An empty line."""


Block: TypeAlias = Heading | Paragraph | Record | Table | Tree | Grid | Gap
Page: TypeAlias = tuple[Block, ...]


def ink(*parts: str | Ink | Line) -> Line:
    """Join texts, inked pieces and lines into one line.

    >>> ink("a ", strong("b"))
    (Ink(text='a ', style='plain'), Ink(text='b', style='strong'))
    """
    pieces: list[Ink] = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(Ink(part))
        elif isinstance(part, Ink):
            pieces.append(part)
        else:
            pieces.extend(part)
    return tuple(piece for piece in pieces if piece.text)


def joined(lines: list[Line], between: str = ", ") -> Line:
    """Join lines into one, with `between` between them."""
    pieces: list[Ink] = []
    for line in lines:
        if pieces and line:
            pieces.append(Ink(between))
        pieces.extend(line)
    return tuple(pieces)


def plain_text(line: Line) -> str:
    """Return a line's words without their styles."""
    return "".join(piece.text for piece in line)


def strong(text: str) -> Ink:
    """Ink what the eye should find first."""
    return Ink(text, "strong")


def faint(text: str) -> Ink:
    """Ink what may be passed over."""
    return Ink(text, "faint")


def name(text: str) -> Ink:
    """Ink a name of the rulebook."""
    return Ink(text, "name")

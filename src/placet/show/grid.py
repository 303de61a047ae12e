"""Lay out a grid of marks: with its heads in full, turned, with letters for its heads, or cut, whichever fits first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from string import ascii_lowercase

import msgspec

from placet.show.page import Grid, Ink, Line, faint, ink, strong
from placet.show.terminal import cells, wrap

_GAP = 2
_MOST_HEAD_LINES = 4
_WIDEST_HEAD = 24
_WIDEST_LABEL = 44
_NARROWEST_LABEL = 14


def lay_out_grid(grid: Grid, width: int) -> list[Line]:
    """Lay out a grid in at most `width` columns."""
    turned = msgspec.structs.replace(
        grid,
        row_title=grid.column_title,
        column_title=grid.row_title,
        labels=grid.heads,
        heads=grid.labels,
        marks=tuple(zip(*grid.marks, strict=True)),
    )
    note = wrap(ink(faint(f"turned to fit: {turned.row_title} runs down here, {turned.column_title} across")), width)
    for shape, lines in ((grid, []), (turned, note)):
        widths = _widths_of_heads(shape, width)
        if widths is not None:
            return [*lines, *_drawn(shape, shape.heads, widths, width)]
    for shape, lines in ((grid, []), (turned, note)):
        if _room_for_marks(shape, width) >= sum(_key_widths(shape)):
            return [*lines, *_keyed(shape, width)]
    return _keyed(grid, width)


def _widths_of_heads(grid: Grid, width: int) -> list[int] | None:
    """The widths of columns under full heads, wrapped where need be; None where they do not fit."""
    marks = [max(cells(row[at].text) for row in grid.marks) for at in range(len(grid.heads))]
    room = _room_for_marks(grid, width)
    natural = [
        max(min(cells(head), _WIDEST_HEAD), _longest_word([head]), mark)
        for head, mark in zip(grid.heads, marks, strict=True)
    ]
    if sum(natural) + _GAP * len(natural) <= room and _head_lines(grid.heads, natural) <= _MOST_HEAD_LINES:
        return natural
    narrow = [max(_longest_word([head]), mark) for head, mark in zip(grid.heads, marks, strict=True)]
    left = room - sum(narrow) - _GAP * len(narrow)
    if left < 0:
        return None
    while left and _head_lines(grid.heads, narrow) > 1:
        tallest = max(range(len(narrow)), key=lambda at: len(wrap(ink(grid.heads[at]), narrow[at])))
        narrow[tallest] += 1
        left -= 1
    return narrow if _head_lines(grid.heads, narrow) <= _MOST_HEAD_LINES else None


def _head_lines(heads: Sequence[str], widths: Sequence[int]) -> int:
    return max(len(wrap(ink(head), width)) for head, width in zip(heads, widths, strict=True))


def _room_for_marks(grid: Grid, width: int) -> int:
    """What the narrowest decent labels leave, the gap before every column included."""
    natural = max(cells(text) for text in (*grid.labels, grid.row_title))
    least = max(_longest_word(grid.labels), min(natural, _NARROWEST_LABEL), cells(grid.row_title))
    return width - min(least, width // 2)


def _longest_word(texts: Sequence[str]) -> int:
    return max(cells(word) for text in texts for word in text.split(" "))


def _keyed(grid: Grid, width: int) -> list[Line]:
    """Draw with a letter for each column, and what the letters are beneath; in several parts where it must be."""
    keys, widths = _keys(len(grid.heads)), _key_widths(grid)
    room = _room_for_marks(grid, width)
    lines: list[Line] = []
    start = 0
    while start < len(keys):
        end = start + 1
        while end < len(keys) and sum(widths[start : end + 1]) <= room:
            end += 1
        part = msgspec.structs.replace(
            grid, heads=tuple(keys[start:end]), marks=tuple(row[start:end] for row in grid.marks)
        )
        if lines:
            lines.append(())
        lines += _drawn(part, part.heads, [size - _GAP for size in widths[start:end]], width)
        start = end
    lines.append(())
    for key, head in zip(keys, grid.heads, strict=True):
        rows = wrap(ink(head), max(width - len(keys[-1]) - _GAP, _NARROWEST_LABEL))
        for at, row in enumerate(rows):
            lines.append((Ink(f"{'' if at else key:<{len(keys[-1]) + _GAP}}", "strong"), *row))
    return lines


def _key_widths(grid: Grid) -> list[int]:
    """The widths of columns with letters for heads, each with the gap before it."""
    keys = _keys(len(grid.heads))
    return [_GAP + max(len(key), *(cells(row[at].text) for row in grid.marks)) for at, key in enumerate(keys)]


def _keys(count: int) -> list[str]:
    """Return `count` different keys: the letters, then pairs of letters."""
    found: list[str] = []
    for key in _all_keys():
        if len(found) == count:
            break
        found.append(key)
    return found


def _all_keys() -> Iterator[str]:
    length = 1
    while True:
        yield from map("".join, product(ascii_lowercase, repeat=length))
        length += 1


def _drawn(grid: Grid, heads: Sequence[str], widths: Sequence[int], width: int) -> list[Line]:
    natural = max(cells(text) for text in (*grid.labels, grid.row_title))
    used = sum(widths) + _GAP * len(widths)
    label_width = max(min(natural, _WIDEST_LABEL, width - used), min(natural, 1))
    tops = [wrap(ink(head), size) for head, size in zip(heads, widths, strict=True)]
    height = max(map(len, tops))
    lines: list[Line] = [ink(_space(label_width + _GAP), faint(grid.column_title))]
    for at in range(height):
        pieces: list[Ink | Line] = [_padded(ink(faint(grid.row_title)) if at == height - 1 else (), label_width)]
        for top, size in zip(tops, widths, strict=True):
            line = top[at - height] if at - height >= -len(top) else ()
            pieces += [_space(_GAP), _padded(tuple(strong(piece.text) for piece in line), size)]
        lines.append(ink(*pieces))
    lines.append(ink(faint("─" * (label_width + used))))
    for label, marks in zip(grid.labels, grid.marks, strict=True):
        for at, part in enumerate(wrap(ink(label), label_width, max(label_width - 2, 1))):
            pieces = [_padded(ink("  ", part) if at else part, label_width)]
            if at == 0:
                for mark, size in zip(marks, widths, strict=True):
                    pieces += [_space(_GAP), _padded(ink(mark), size)]
            lines.append(ink(*pieces))
    return lines


def _padded(line: Line, width: int) -> Line:
    return (*line, _space(width - sum(cells(piece.text) for piece in line)))


def _space(count: int) -> Ink:
    return Ink(" " * max(count, 0))

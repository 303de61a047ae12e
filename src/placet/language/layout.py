"""Tokens into lines of at most a hundred columns: spacing, columns, line breaks, and the comments between.

The order of the tokens is never changed, and a text is broken only where one space stands in it: so a laid-out block
reads as the same rulebook.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from placet.diagnostics.columns import display_width
from placet.language.lexer import text_value
from placet.language.tree import Comment, Tree

WIDTH = 100
_DEEPER = 4
_FURTHEST_HANG = 32
_BREAK_BEFORE = frozenset(
    ("TEXT", "and", "or", "by", "silence", "basis", "paragraph", "since", "until", "between", "except")
)
_SINGLE_SPACE = re.compile(r"(?<=\S) (?=\S)")


class Row(msgspec.Struct):
    """What stands on one line, or on several where it is too long: a head or a clause.

    `cells` are the tokens at which a new column begins, the first included. Rows with the same `group` share their
    columns; a cell wider than `widest_cell` does not count for the width of its column. `hang` is how much deeper than
    its column a broken cell goes on.
    """

    first: int
    last: int
    indent: int
    cells: tuple[int, ...]
    group: tuple[str, int]
    hang: int
    widest_cell: int


def lay_out_rows(tree: Tree, rows: Sequence[Row], comments: Sequence[Comment]) -> list[str]:
    """Return the lines of a block, without its own indent.

    Args:
        tree: the file.
        rows: all rows of the block, in order; at least one.
        comments: all comments of the block, in order.
    """
    return _Layout(tree, rows, comments).lines()


class _Layout:
    def __init__(self, tree: Tree, rows: Sequence[Row], comments: Sequence[Comment]) -> None:
        self._text = tree.text
        self._tokens = tree.tokens
        self._rows = rows
        self._comments = list(reversed(comments))
        self._broken = {row.first for row in rows if self._has_inner_comment(row, comments)}
        self._columns = self._find_columns()
        self._seen = 0
        self._out: list[str] = []

    def lines(self) -> list[str]:
        for index, row in enumerate(self._rows):
            for comment in self._comments_before(self._tokens.starts[row.first]):
                self._add_comment(comment, self._comment_indent(comment, row, index))
            self._add_blank(self._tokens.starts[row.first])
            self._add_row(row)
            self._seen = self._tokens.ends[row.last - 1]
            self._add_trailing()
        for comment in self._comments_before(len(self._text)):
            self._add_comment(comment, self._comment_indent(comment, None, len(self._rows)))
        return self._out

    def _has_inner_comment(self, row: Row, comments: Sequence[Comment]) -> bool:
        first = bisect_right(comments, self._tokens.starts[row.first], key=lambda comment: comment.start)
        return first < len(comments) and comments[first].start < self._tokens.starts[row.last - 1]

    def _find_columns(self) -> dict[tuple[str, int], list[int]]:
        """Return the width of each column of each group."""
        columns: dict[tuple[str, int], list[int]] = {}
        for row in self._rows:
            widths = columns.setdefault(row.group, [])
            for index, (first, last) in enumerate(zip(row.cells, row.cells[1:], strict=False)):
                width = display_width(" ".join(self._chunks(first, last)))
                if index == len(widths):
                    widths.append(0)
                if width <= row.widest_cell:
                    widths[index] = max(widths[index], width)
        return columns

    def _add_row(self, row: Row) -> None:
        line = " " * row.indent
        hang = row.indent + _DEEPER
        widths = self._columns[row.group]
        column = row.indent
        bounds = (*row.cells[1:], row.last)
        is_wrapped = False
        for index, (first, last) in enumerate(zip(row.cells, bounds, strict=True)):
            if index and not is_wrapped:
                column += widths[index - 1] + 1
                line = _padded(line, column)
                if column + row.hang <= _FURTHEST_HANG:
                    hang = column + row.hang
            is_start = index == 0 or line.endswith(" ")
            for chunk, comments in self._chunks_with_comments(first, last, row):
                gap = "" if is_start else " "
                if line.strip() and display_width(line) + len(gap) + display_width(chunk) > WIDTH:
                    self._out.append(line.rstrip())
                    line, gap, is_wrapped = " " * hang, "", True
                line += gap + chunk
                is_start = False
                for comment in comments:
                    line = self._broken_by(comment, line, hang)
                    is_start = is_wrapped = True
        self._out.append(line.rstrip())

    def _broken_by(self, comment: Comment, line: str, hang: int) -> str:
        """End a line with a comment inside a clause and return how the next begins."""
        if comment.is_own_line:
            if line.strip():
                self._out.append(line.rstrip())
            self._out.append(" " * hang + self._comment_text(comment))
        else:
            self._out.append(f"{line}  {self._comment_text(comment)}")
        return " " * hang

    def _chunks_with_comments(self, first: int, last: int, row: Row) -> Iterator[tuple[str, list[Comment]]]:
        """Yield the chunks of a cell, each with the comments that stand behind it inside the row."""
        if row.first not in self._broken:
            yield from ((chunk, []) for chunk in self._chunks(first, last))
            return
        at = first
        for token in range(first, last):
            following = self._tokens.starts[token + 1] if token + 1 < row.last else -1
            inside = self._comments_before(following)
            if inside or token + 1 == last:
                chunks = self._chunks(at, token + 1)
                yield from ((chunk, []) for chunk in chunks[:-1])
                yield chunks[-1], inside
                at = token + 1

    def _chunks(self, first: int, last: int) -> list[str]:
        """Return the tokens as pieces that are not broken."""
        chunks: list[str] = []
        kinds, texts = self._tokens.kinds, self._tokens.texts
        for token in range(first, last):
            kind = kinds[token]
            pieces = text_pieces(texts[token]) if kind == "TEXT" else [texts[token]]
            before = kinds[token - 1] if token > first else ""
            if not chunks or kind in _BREAK_BEFORE or (before == "," and kind != ","):
                chunks.append(pieces[0])
            else:
                chunks[-1] += (" " if _has_space_between(before, kind) else "") + pieces[0]
            chunks.extend(pieces[1:])
        return chunks

    def _comments_before(self, offset: int) -> list[Comment]:
        taken = []
        while self._comments and self._comments[-1].start < offset:
            taken.append(self._comments.pop())
        return taken

    def _add_comment(self, comment: Comment, indent: int) -> None:
        self._add_blank(comment.start)
        self._out.append(" " * indent + self._comment_text(comment))
        self._seen = comment.end

    def _comment_indent(self, comment: Comment, row: Row | None, index: int) -> int:
        if index == 0:
            return 0
        if row is not None and row.indent:
            return row.indent
        margin = self._column(self._tokens.starts[self._rows[0].first])
        return 0 if self._column(comment.start) <= margin else 2

    def _column(self, offset: int) -> int:
        return offset - self._text.rfind("\n", 0, offset) - 1

    def _add_trailing(self) -> None:
        comment = self._comments[-1] if self._comments else None
        if comment is not None and not comment.is_own_line and "\n" not in self._text[self._seen : comment.start]:
            self._comments.pop()
            self._out[-1] += f"  {self._comment_text(comment)}"
            self._seen = comment.end

    def _add_blank(self, offset: int) -> None:
        if self._out and self._text.count("\n", self._seen, offset) > 1:
            self._out.append("")

    def _comment_text(self, comment: Comment) -> str:
        return self._text[comment.start : comment.end].rstrip()


def text_pieces(token: str) -> list[str]:
    """Return a text token between straight marks, in pieces between which a line may break."""
    value = text_value(token)
    if '"' in value:
        marked = f"“{value}”"
    else:
        marked = f'"{value}"'
    if value != value.strip():
        return [marked]
    return _SINGLE_SPACE.split(marked)


def _padded(line: str, column: int) -> str:
    """Return a line filled with spaces up to a column, or with one where it is there already."""
    missing = column - display_width(line)
    return line + " " * max(missing, 1)


def _has_space_between(before: str, kind: str) -> bool:
    if before == "(" or kind in (")", ","):
        return False
    return not (kind == "(" and before == "NAME")

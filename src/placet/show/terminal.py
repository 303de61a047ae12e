"""Lay a page out for a terminal of some width, in colour or not, in symbols or plain ASCII."""

from __future__ import annotations

import msgspec

from placet.diagnostics.columns import display_width, safe_text
from placet.show.page import (
    Block,
    Cell,
    Gap,
    Grid,
    Heading,
    Ink,
    Line,
    Node,
    Page,
    Paragraph,
    Record,
    Style,
    Table,
    Tree,
)

NARROWEST = 24
"""Below this many columns lines are cut no shorter."""

WIDEST_TEXT = 110
"""Running text is not drawn out further than this, however wide the terminal."""

_GAP = 2
_GLUE = "\N{NO-BREAK SPACE}"
_NARROWEST_COLUMN = 20

_COLOURS: dict[Style, str] = {
    "strong": "\x1b[1m",
    "faint": "\x1b[2m",
    "name": "\x1b[36m",
    "good": "\x1b[32m",
    "bad": "\x1b[31m",
    "doubt": "\x1b[33m",
}

_ASCII = str.maketrans(
    {
        "✓": "yes",
        "✗": "no",
        "¶": "par. ",
        "→": "->",
        "…": "...",
        "–": "-",
        "—": "--",
        "·": "-",
        "×": "x",
        "≤": "<=",
        "≥": ">=",
        "“": '"',
        "”": '"',
        "’": "'",
        "«": "<<",
        "»": ">>",
        "├": "|",
        "└": "`",
        "─": "-",
        "│": "|",
        "\N{REPLACEMENT CHARACTER}": "?",
        _GLUE: " ",
    }
)


def render(page: Page, width: int, *, in_colour: bool = False, in_symbols: bool = True) -> str:
    """Lay out a page.

    Args:
        page: what to show.
        width: columns of the terminal.
        in_colour: whether styles may be shown with terminal colours.
        in_symbols: whether more than ASCII can be shown.

    Returns:
        The lines, each ended by a line break, none of them with space at its end.
    """
    width = max(width, NARROWEST)
    lines: list[Line] = []
    for block in page:
        lines.extend(_lay_out(_cleaned_block(block, in_symbols), width))
    return "".join(_drawn(line, in_colour, in_symbols) + "\n" for line in lines)


def cells(text: str) -> int:
    """Count the columns a text takes.

    >>> cells("abc"), cells("안보"), cells("e\N{COMBINING ACUTE ACCENT}")
    (3, 4, 1)
    """
    return len(text) if text.isascii() else display_width(text)


def wrap(line: Line, width: int, later: int | None = None) -> list[Line]:
    """Break a line at spaces so that no part is wider than `width`; a word that is wider is cut.

    Args:
        line: what to break.
        width: the columns of the first part.
        later: those of the parts after it, at most `width`; None: the same.
    """
    later = width if later is None else later
    rows: list[Line] = []
    row: list[Ink] = []
    used, spaces = 0, 0
    for word in _words(line, later):
        if word is None:
            spaces += bool(row)
            continue
        length = sum(cells(piece.text) for piece in word)
        if row and used + spaces + length > (later if rows else width):
            rows.append(tuple(row))
            row, used, spaces = [], 0, 0
        if spaces:
            row.append(Ink(" " * spaces, row[-1].style if row[-1].style == word[0].style else "plain"))
        row.extend(word)
        used += spaces + length
        spaces = 0
    if row or not rows:
        rows.append(tuple(row))
    return rows


def _lay_out(block: Block, width: int) -> list[Line]:
    match block:
        case Gap():
            return [()]
        case Heading():
            return _heading(block, width)
        case Paragraph(line, indent, hang):
            room = min(width, WIDEST_TEXT) - indent
            return _hung(line, room, indent, hang)
        case Record():
            return _record(block, width)
        case Table():
            return _table(block, width)
        case Tree(roots, indent):
            return [(_space(indent), *row) for root in roots for row in _node(root, width - indent)]
        case Grid():
            from placet.show.grid import lay_out_grid

            return lay_out_grid(block, width)


def _heading(block: Heading, width: int) -> list[Line]:
    left, right = _width(block.line), _width(block.aside)
    if block.aside and left + _GAP + right <= min(width, WIDEST_TEXT):
        return [(*block.line, _space(min(width, WIDEST_TEXT) - left - right), *block.aside)]
    return [*wrap(block.line, width), *(wrap(block.aside, width) if block.aside else [])]


def _hung(line: Line, room: int, indent: int, hang: int) -> list[Line]:
    """Wrap so that the first row has the whole room and the others `hang` columns less."""
    room = max(room, NARROWEST // 2)
    rows = wrap(line, room, max(room - hang, NARROWEST // 2))
    return [(_space(indent + (hang if at else 0)), *row) for at, row in enumerate(rows)]


def _record(block: Record, width: int) -> list[Line]:
    label_width = max((_width(label) for label, _ in block.rows), default=0)
    room = min(width, WIDEST_TEXT) - block.indent
    if not block.keeps_labels:
        label_width = min(label_width, room // 2, room - _GAP - NARROWEST // 2)
    elif room - label_width - _GAP < _NARROWEST_COLUMN:
        return [row for label, value in block.rows for row in _under_label(label, value, room, block.indent)]
    rows: list[Line] = []
    for label, value in block.rows:
        value_rows = wrap(value, max(room - label_width - _GAP, NARROWEST // 2))
        label_rows = wrap(label, label_width) if label else [()]
        for at in range(max(len(label_rows), len(value_rows))):
            left = label_rows[at] if at < len(label_rows) else ()
            right = value_rows[at] if at < len(value_rows) else ()
            rows.append((_space(block.indent), *left, _space(label_width - _width(left) + _GAP), *right))
    return rows


def _under_label(label: Line, value: Line, room: int, indent: int) -> list[Line]:
    below = [(_space(_GAP), *row) for row in wrap(value, max(room - _GAP, NARROWEST // 2))]
    return [(_space(indent), *row) for row in [*wrap(label, max(room, NARROWEST // 2)), *below]]


def _table(block: Table, width: int) -> list[Line]:
    if block.indent:
        inner = msgspec.structs.replace(block, indent=0)
        return [(_space(block.indent), *row) for row in _table(inner, width - block.indent)]
    widths = _column_widths(block, width) if width >= block.fold_below else None
    if widths is None:
        return _folded(block, width)
    rows = [
        _across([(Ink(title, "faint"),) for title in block.header], widths),
        (Ink("─" * (sum(widths) + _GAP * (len(widths) - 1)), "faint"),),
    ]
    for number, row in enumerate(block.rows):
        if number and block.is_spaced:
            rows.append(())
        columns = [
            [part for line in cell for part in _cell_rows(line, room)] for cell, room in zip(row, widths, strict=True)
        ]
        for at in range(max(len(column) for column in columns)):
            rows.append(_across([column[at] if at < len(column) else () for column in columns], widths))
    return rows


def _cell_rows(line: Line, room: int) -> list[Line]:
    """Wrap a cell's line; what it begins with in spaces indents all of its rows."""
    indent = _leading_space(line)
    hang = 2 if indent else 0
    rows = wrap(line, max(room - indent, 1), max(room - indent - hang, 1))
    return [(_space(indent + (hang if at else 0)), *row) for at, row in enumerate(rows)]


def _leading_space(line: Line) -> int:
    text = "".join(piece.text for piece in line)
    return len(text) - len(text.lstrip(" "))


def _column_widths(block: Table, width: int) -> list[int] | None:
    natural = [
        max([cells(title), *(_width(line) for row in block.rows for line in row[at])])
        for at, title in enumerate(block.header)
    ]
    natural = [
        min(size, cap) if cap else size for size, cap in zip(natural, block.widest or [0] * len(natural), strict=True)
    ]
    room = width - _GAP * (len(natural) - 1)
    if sum(natural) <= room:
        return natural
    wide = list(range(len(natural)))
    left = room
    while True:
        share = left // len(wide) if wide else 0
        narrow = [at for at in wide if natural[at] <= max(share, _NARROWEST_COLUMN)]
        if not narrow:
            break
        for at in narrow:
            left -= natural[at]
            wide.remove(at)
    if left < 0 or (wide and left // len(wide) < _NARROWEST_COLUMN):
        return None
    total = sum(natural[at] for at in wide)
    widths = list(natural)
    for at in wide:
        widths[at] = max(_NARROWEST_COLUMN, left * natural[at] // total)
    while sum(widths) > room:
        widest = max(wide, key=lambda at: widths[at])
        widths[widest] -= 1
    return widths


def _folded(block: Table, width: int) -> list[Line]:
    rows: list[Line] = []
    for number, row in enumerate(block.rows):
        first = [line for line in row[0] if line]
        # A row without a name of its own goes on with what the one before is about.
        if number and first:
            rows.append(())
        head = tuple(
            piece for at, line in enumerate(first) for piece in [Ink(("", " ", ", ")[min(at, 2)]), *_trimmed(line, at)]
        )
        indent = _leading_space(head)
        rows.extend((_space(indent), *part) for part in (wrap(head, width - indent) if head else ()))
        for title, cell in zip(block.header[1:], row[1:], strict=True):
            for at, line in enumerate(line for line in cell if line):
                if block.is_labelled and at == 0:
                    line = (Ink(f"{title}: ", "faint"), *line)
                rows.extend((_space(indent + 2), *part) for part in _cell_rows(line, max(width - indent - 2, 1)))
    return rows


def _trimmed(line: Line, at: int) -> Line:
    """Drop what a line is indented by, but for the first line of a cell."""
    return (Ink(line[0].text.lstrip(" "), line[0].style), *line[1:]) if at else line


def _across(parts: list[Line], widths: list[int]) -> Line:
    pieces: list[Ink] = []
    for at, (part, room) in enumerate(zip(parts, widths, strict=True)):
        pieces.extend(part)
        if at < len(parts) - 1:
            pieces.append(_space(room - _width(part) + _GAP))
    return tuple(pieces)


def _node(node: Node, width: int) -> list[Line]:
    room = max(width, NARROWEST // 2)
    hang = 3 if node.children else 0
    rows = wrap(node.line, room, max(room - hang, NARROWEST // 2))
    lines = [(Ink("│  ", "faint"), *row) if at and hang else row for at, row in enumerate(rows)]
    for at, child in enumerate(node.children):
        is_last = at == len(node.children) - 1
        for number, row in enumerate(_node(child, width - 3)):
            branch = ("└─ " if is_last else "├─ ") if number == 0 else ("   " if is_last else "│  ")
            lines.append((Ink(branch, "faint"), *row))
    return lines


def _words(line: Line, width: int) -> list[list[Ink] | None]:
    """Split a line into words, each of inked pieces, with None for every space between them; `5 %` is one word."""
    words: list[list[Ink] | None] = []
    current: list[Ink] = []
    for piece in line:
        for at, part in enumerate(piece.text.split(" ")):
            if part.startswith("%") and at and current and current[-1].text[-1:].isdigit():
                current.append(Ink(" ", piece.style))
            elif at:
                if current:
                    words.extend(_cut(current, width))
                    current = []
                words.append(None)
            if part:
                current.append(Ink(part, piece.style))
    if current:
        words.extend(_cut(current, width))
    return words


def _cut(word: list[Ink], width: int) -> list[list[Ink]]:
    if sum(cells(piece.text) for piece in word) <= width:
        return [word]
    parts: list[list[Ink]] = [[]]
    used = 0
    for piece in word:
        for char in piece.text:
            size = cells(char)
            if used + size > width and parts[-1]:
                parts.append([])
                used = 0
            if parts[-1] and parts[-1][-1].style == piece.style:
                parts[-1][-1] = Ink(parts[-1][-1].text + char, piece.style)
            else:
                parts[-1].append(Ink(char, piece.style))
            used += size
    return parts


def _width(line: Line) -> int:
    return sum(cells(piece.text) for piece in line)


def _space(count: int) -> Ink:
    return Ink(" " * max(count, 0))


def _drawn(line: Line, in_colour: bool, in_symbols: bool) -> str:
    pieces = list(line)
    while pieces and not pieces[-1].text.rstrip(" "):
        pieces.pop()
    if pieces:
        pieces[-1] = Ink(pieces[-1].text.rstrip(" "), pieces[-1].style)
    texts = [piece.text.replace(_GLUE, " ") if in_symbols else piece.text.translate(_ASCII) for piece in pieces]
    if not in_colour:
        return "".join(texts)
    joined: list[tuple[Style, str]] = []
    for piece, text in zip(pieces, texts, strict=True):
        if joined and joined[-1][0] == piece.style:
            joined[-1] = (piece.style, joined[-1][1] + text)
        else:
            joined.append((piece.style, text))
    return "".join(
        f"{_COLOURS[style]}{text}\x1b[0m" if style in _COLOURS and text.strip() else text for style, text in joined
    )


def _cleaned_block(block: Block, in_symbols: bool) -> Block:
    """Make a rulebook's texts harmless: no control or direction marks reach the terminal."""
    match block:
        case Gap():
            return block
        case Heading(line, aside):
            return Heading(_cleaned(line, in_symbols), _cleaned(aside, in_symbols))
        case Paragraph(line, indent, hang):
            return Paragraph(_cleaned(line, in_symbols), indent, hang)
        case Record(rows, indent, _):
            pairs = tuple((_cleaned(label, in_symbols), _cleaned(value, in_symbols)) for label, value in rows)
            return Record(pairs, indent, block.keeps_labels)
        case Table():
            table_rows = tuple(tuple(_cleaned_cell(cell, in_symbols) for cell in row) for row in block.rows)
            return msgspec.structs.replace(block, rows=table_rows)
        case Tree(roots, indent):
            return Tree(tuple(_cleaned_node(root, in_symbols) for root in roots), indent)
        case Grid():
            labels, heads = (
                tuple(_harmless(text, in_symbols) for text in side) for side in (block.labels, block.heads)
            )
            marks = tuple(_cleaned_cell(block.marks, in_symbols))
            return msgspec.structs.replace(block, labels=labels, heads=heads, marks=marks)


def _cleaned_cell(cell: Cell, in_symbols: bool) -> Cell:
    return tuple(_cleaned(line, in_symbols) for line in cell)


def _cleaned_node(node: Node, in_symbols: bool) -> Node:
    return Node(_cleaned(node.line, in_symbols), tuple(_cleaned_node(child, in_symbols) for child in node.children))


def _cleaned(line: Line, in_symbols: bool) -> Line:
    return tuple(Ink(_harmless(piece.text, in_symbols), piece.style) for piece in line)


def _harmless(text: str, in_symbols: bool) -> str:
    if not text.isprintable():
        text = safe_text(" ".join(text.split("\n")).replace("\t", " "))
    return text if in_symbols else text.translate(_ASCII)

"""Draw a map of verdicts as a picture (SVG) that prints, and that reads without its colours."""

from __future__ import annotations

from html import escape
from math import ceil, cos, radians, sin

from placet.diagnostics.columns import display_width, safe_text
from placet.model import Rulebook
from placet.show.map_marks import (
    Mark,
    MarkedMap,
    axis_notes,
    axis_title,
    days_words,
    given_words,
    unknown_words,
)
from placet.show.map_page import map_title
from placet.show.situations import share_words

_CELL = 34
_ROW = 26
_EDGE = 24
_SIZE = 12
_TITLE_SIZE = 17
_LEGEND_ROW = 28
_LINE = 18
_NARROWEST = 680
_WIDEST_LABEL = 300
_MOST_ACROSS = 620
"""Up to this width of all columns the heads stand upright; beyond, they are slanted."""
_SLANT = 48
_PER_CHARACTER = 0.57
"""About how wide a character is, as a share of the size of the letters."""

_SHADES = {
    "agreed": "a",
    "contested": "c",
    "open": "o",
    "one-sided": "s",
    "unregulated": "u",
    "needs": "s",
    "barred": "c",
    "undetermined": "o",
    "clear": "a",
    "silent": "u",
}
"""Which shade and pattern stands for a verdict, or for one reader's answer."""

# The five shades differ in lightness and by pattern as well as in hue, so that neither a colour-blind eye nor a grey
# printer mixes them up; and every cell has its mark.
_STYLE = """
text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
text{font-size:12px;fill:#1b1f24}.title{font-size:17px}.title,.strong,.mark{font-weight:600}
.faint{fill:#5b6470}.mark{text-anchor:middle}
.page{fill:#ffffff}.line{stroke:#ffffff;stroke-width:1.5}.rule{stroke:#c9ced6}
.a{fill:#b5d6ee}.c{fill:#f3a683}.o{fill:#fbe6a2}.s{fill:#d9c3e0}.u{fill:#f1f2f4}
.pc{stroke:#c2551b}.po{fill:#a07c10}.ps{stroke:#8a5f99}
.mark{paint-order:stroke;stroke-width:4px;stroke-linejoin:round}
.a-mark{stroke:#b5d6ee}.c-mark{stroke:#f3a683}.o-mark{stroke:#fbe6a2}.s-mark{stroke:#d9c3e0}.u-mark{fill:#6e7681;stroke:none}
@media screen and (prefers-color-scheme:dark){
text{fill:#e9ecf0}.faint{fill:#a3acb8}.page{fill:#15181c}.line{stroke:#15181c}.rule{stroke:#444b55}
.a{fill:#1c5078}.c{fill:#8f3d14}.o{fill:#665310}.s{fill:#573a63}.u{fill:#262b32}
.pc{stroke:#e07a45}.po{fill:#d9b545}.ps{stroke:#a986b8}
.a-mark{stroke:#1c5078}.c-mark{stroke:#8f3d14}.o-mark{stroke:#665310}.s-mark{stroke:#573a63}.u-mark{fill:#9aa3ae;stroke:none}
}
""".strip()

_PATTERNS = (
    '<pattern id="{id}-c" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line class="pc" x1="0" y1="0" x2="0" y2="7" stroke-width="1.6" stroke-opacity="0.55"/></pattern>'
    '<pattern id="{id}-o" width="7" height="7" patternUnits="userSpaceOnUse">'
    '<circle class="po" cx="2" cy="2" r="1" fill-opacity="0.6"/></pattern>'
    '<pattern id="{id}-s" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<line class="ps" x1="0" y1="1" x2="6" y2="1" stroke-width="1" stroke-opacity="0.55"/></pattern>'
)


def map_svg(book: Rulebook, marked: MarkedMap, *, text: str = "") -> str:
    """Return a map as an SVG picture.

    Args:
        book: the rulebook that was asked.
        marked: the map with its marks.
        text: the question in words, where the map began with a saved one.
    """
    return _Picture(book, marked, text).draw()


class _Picture:
    """One picture, put together from the top down."""

    def __init__(self, book: Rulebook, marked: MarkedMap, text: str) -> None:
        self.book = book
        self.marked = marked
        self.text = text
        self.parts: list[str] = []
        self.id = "placet-map"
        rows, columns = marked.row_names, marked.column_names
        widest_head = max(_width(name) for name in columns)
        level = ceil(max(widest_head + 12, _CELL))
        self.is_slanted = level * len(columns) > _MOST_ACROSS and level > _CELL
        self.cell = _CELL if self.is_slanted else level
        self.labels = min(ceil(max(_width(name) for name in (*rows, marked.found.rows.name))) + 12, _WIDEST_LABEL)
        self.left = _EDGE + self.labels
        slanted = min(widest_head, _WIDEST_LABEL)
        self.heads = ceil(slanted * sin(radians(_SLANT))) + 18 if self.is_slanted else 28
        overhang = ceil(slanted * cos(radians(_SLANT))) if self.is_slanted else 0
        self.width = max(_NARROWEST, self.left + self.cell * len(columns) + max(overhang, 0) + _EDGE)

    def draw(self) -> str:
        """Return the whole picture."""
        y = self._draw_caption(_EDGE)
        y = self._draw_grid(y + 10)
        y = self._draw_legend(y + 22)
        height = y + _EDGE
        title = map_title(self.book, self.marked)
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {height}" width="{self.width}" '
            f'height="{height}" role="img" aria-labelledby="{self.id}-title {self.id}-words">\n'
            f'<title id="{self.id}-title">{_safe(title)}</title>\n'
            f'<desc id="{self.id}-words">{_safe(self._description())}</desc>\n'
            f"<style>{_STYLE}</style>\n<defs>{_PATTERNS.format(id=self.id)}</defs>\n"
            f'<rect class="page" width="{self.width}" height="{height}"/>\n' + "\n".join(self.parts) + "\n</svg>\n"
        )

    def _description(self) -> str:
        """Say the whole map in one text, for who cannot see it."""
        found = self.marked.found
        legend = "; ".join(f"{mark.text} in {mark.count}: {_legend_words(mark)}" for mark in self.marked.marks)
        return (
            f"{self.text + ' ' if self.text else ''}{len(self.marked.row_names)} rows for {found.rows.name}, "
            f"{len(self.marked.column_names)} columns for {found.columns.name}, {self.marked.size} cells. {legend}."
        )

    def _draw_caption(self, y: int) -> int:
        """Draw what the map is of; returns where it ends."""
        found = self.marked.found
        for line in _wrapped(map_title(self.book, self.marked), self.width - 2 * _EDGE, _TITLE_SIZE):
            y += _TITLE_SIZE + 3
            self._write(_EDGE, y, line, "title")
        y += 4
        unknown = unknown_words(self.book, found)
        notes = [
            *([f"otherwise as in: {self.text}"] if self.text else []),
            *([f"given: {', '.join(given)}"] if (given := given_words(self.book, found)) else []),
            *([f"not given: {unknown}"] if unknown else []),
            *axis_notes(self.book, found),
            days_words(self.book, found),
        ]
        for note in notes:
            for line in _wrapped(note, self.width - 2 * _EDGE, _SIZE):
                y += _LINE
                self._write(_EDGE, y, line, "faint")
        return y

    def _draw_grid(self, y: int) -> int:
        """Draw heads, labels and cells; returns where the grid ends."""
        found = self.marked.found
        y += _LINE
        self._write(self.left, y, f"{found.columns.name} — {axis_title(self.book, found.columns)}", "faint")
        top = y + self.heads
        for at, name in enumerate(self.marked.column_names):
            x = self.left + at * self.cell + self.cell // 2
            if self.is_slanted:
                shown = _cut(name, _WIDEST_LABEL)
                self._write(x - 2, top - 6, shown, "", f'transform="rotate(-{_SLANT} {x - 2} {top - 6})"')
            else:
                self._write(x, top - 7, name, "", 'text-anchor="middle"')
        self._write(_EDGE, top - 7, found.rows.name, "faint")
        for row, name in enumerate(self.marked.row_names):
            at = top + row * _ROW
            self._write(self.left - 8, at + 17, _cut(name, self.labels - 8), "", 'text-anchor="end"')
            for column, place in enumerate(self.marked.cells[row]):
                mark = self.marked.marks[place]
                where = f"{name}, {self.marked.column_names[column]}: {_legend_words(mark)}"
                self._draw_cell(self.left + column * self.cell, at, self.cell, _ROW, mark, where)
        return top + len(self.marked.row_names) * _ROW

    def _draw_legend(self, y: int) -> int:
        """Draw what each mark stands for, and in how many cells; returns where the legend ends."""
        self.parts.append(f'<line class="rule" x1="{_EDGE}" y1="{y}" x2="{self.width - _EDGE}" y2="{y}"/>')
        y += 12
        counts = self.width - _EDGE
        start = _EDGE + _CELL + 12
        kinds = {} if self.marked.reader else {mark: mark.title.capitalize() for mark in self.marked.marks}
        indent = ceil(max((_width(kind, bold=True) for kind in kinds.values()), default=-12)) + 12
        for mark in self.marked.marks:
            kind = kinds.get(mark, "")
            words = mark.words if mark.words != mark.title or not kind else ""
            lines = _wrapped(words, counts - 120 - start - indent, _SIZE) or [""]
            self._draw_cell(_EDGE, y, _CELL, _ROW - 4, mark, "")
            if kind:
                self._write(start, y + 15, kind, "strong")
            for at, line in enumerate(lines):
                self._write(start + indent, y + 15 + at * _LINE, line, "")
            share = f"{mark.count} of {self.marked.size}, {share_words(mark.count, self.marked.size)}"
            self._write(counts, y + 15, share, "faint", 'text-anchor="end"')
            y += _LEGEND_ROW + (len(lines) - 1) * _LINE
        return y

    def _draw_cell(self, x: float, y: float, width: int, height: int, mark: Mark, where: str) -> None:
        shade = _SHADES[mark.kind]
        box = f'x="{x}" y="{y}" width="{width}" height="{height}"'
        pattern = f'<rect {box} fill="url(#{self.id}-{shade})"/>' if shade in "cos" else ""
        title = f"<title>{_safe(where)}</title>" if where else ""
        middle = f'x="{x + width / 2:g}" y="{y + height / 2 + 4:g}"'
        self.parts.append(
            f'<g>{title}<rect class="{shade} line" {box}/>{pattern}'
            f'<text class="mark {shade}-mark" {middle}>{_safe(mark.text)}</text></g>'
        )

    def _write(self, x: float, y: float, words: str, style: str, more: str = "") -> None:
        shown = f' class="{style}"' if style else ""
        self.parts.append(f'<text{shown} x="{x:g}" y="{y:g}"{" " + more if more else ""}>{_safe(words)}</text>')


def _legend_words(mark: Mark) -> str:
    return mark.title if mark.words == mark.title else f"{mark.title}, {mark.words}" if mark.words else mark.title


def _safe(words: str) -> str:
    return escape(safe_text(words))


def _width(words: str, size: int = _SIZE, *, bold: bool = False) -> float:
    """Guess how wide a text is drawn."""
    return display_width(words) * size * _PER_CHARACTER * (1.2 if bold else 1)


def _cut(words: str, width: int) -> str:
    """Cut a name that is too long for its place; the whole of it stands in the tip of every cell."""
    if _width(words) <= width:
        return words
    while words and _width(words + "…") > width:
        words = words[:-1]
    return f"{words.rstrip()}…"


def _wrapped(words: str, width: float, size: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        if lines and _width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines

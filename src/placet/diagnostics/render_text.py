"""Diagnostics for people: the message, the line it is about with the words in question marked, and how to mend it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping

import msgspec

from placet.diagnostics.columns import display_line, display_width, safe_text
from placet.diagnostics.diagnostic import Diagnostic, Fix, Span
from placet.diagnostics.order import sort_diagnostics
from placet.diagnostics.position import Lines

_STYLES = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "note": "\x1b[1;36m",
    "bold": "\x1b[1m",
    "frame": "\x1b[34m",
    "fix": "\x1b[32m",
}
_RESET = "\x1b[0m"
_LEAST_WIDTH = 40


class _Mark(msgspec.Struct, frozen=True):
    """Characters `start` to `end` (from 0) of one line, underlined with `sign`, and what to say there."""

    line: int
    start: int
    end: int
    sign: str
    text: str


def render_text(
    diagnostics: Iterable[Diagnostic], files: Mapping[str, str], *, colour: bool = False, width: int = 100
) -> str:
    """Return diagnostics as text, each followed by an empty line; empty where there are none.

    Args:
        diagnostics: in any order; they are sorted by place.
        files: the text of each file that a span names; a span of another file is shown without its line.
        colour: whether to colour for a terminal.
        width: terminal columns that a line may take; a longer line of the rulebook is shortened around the words in
            question.
    """
    lines_of: dict[str, Lines] = {}
    blocks = []
    for diagnostic in sort_diagnostics(diagnostics):
        for span in _spans(diagnostic):
            if span.file in files and span.file not in lines_of:
                lines_of[span.file] = Lines(files[span.file])
        blocks.append(_Renderer(lines_of, colour, max(width, _LEAST_WIDTH)).render(diagnostic))
    return "".join(f"{block}\n\n" for block in blocks)


def _spans(diagnostic: Diagnostic) -> list[Span]:
    spans = [label.span for label in diagnostic.labels]
    if diagnostic.span:
        spans.append(diagnostic.span)
    if diagnostic.fix:
        spans.append(diagnostic.fix.span)
    return spans


class _Renderer:
    def __init__(self, lines_of: Mapping[str, Lines], colour: bool, width: int) -> None:
        self._lines_of = lines_of
        self._colour = colour
        self._width = width
        self._gutter = 1

    def render(self, diagnostic: Diagnostic) -> str:
        self._gutter = max((self._number_width(span) for span in _spans(diagnostic)), default=1)
        severity = self._styled(f"{diagnostic.severity}[{diagnostic.code}]", diagnostic.severity)
        out = [severity + self._styled(f": {safe_text(diagnostic.message)}", "bold")]
        if diagnostic.span:
            out += self._places(diagnostic)
        if diagnostic.help:
            out += self._note("help", diagnostic.help)
        if diagnostic.fix:
            out += self._fix(diagnostic.fix)
        return "\n".join(out)

    def _places(self, diagnostic: Diagnostic) -> list[str]:
        assert diagnostic.span is not None
        main = diagnostic.span
        out: list[str] = []
        files = dict.fromkeys([main.file, *(label.span.file for label in diagnostic.labels)])
        for file in files:
            labels = [label for label in diagnostic.labels if label.span.file == file]
            head = main if file == main.file else min(label.span for label in labels)
            out.append(self._address(head, is_main=file == main.file))
            if file not in self._lines_of:
                out += [line for label in labels for line in self._note("note", label.text)]
                continue
            marks = self._marks(main, "^", "") if file == main.file else []
            marks += [mark for label in labels for mark in self._marks(label.span, "-", label.text)]
            out += self._source(self._lines_of[file], marks, diagnostic.severity)
        return out

    def _address(self, span: Span, is_main: bool) -> str:
        arrow = self._styled(" " * self._gutter + ("--> " if is_main else "::: "), "frame")
        if span.file not in self._lines_of:
            return arrow + safe_text(span.file)
        at = self._lines_of[span.file].position(span.start)
        return f"{arrow}{safe_text(span.file)}:{at.line}:{at.column}"

    def _marks(self, span: Span, sign: str, text: str) -> list[_Mark]:
        lines = self._lines_of[span.file]
        start, end = lines.position(span.start), lines.position(span.end)
        if start.line == end.line:
            return [_Mark(start.line, start.column - 1, end.column - 1, sign, text)]
        last_line = end.line if end.column > 1 else end.line - 1
        is_one_line = last_line == start.line
        first = _Mark(start.line, start.column - 1, len(lines.line(start.line)), sign, text if is_one_line else "")
        if is_one_line:
            return [first]
        shown = lines.line(last_line)
        stop = end.column - 1 if last_line == end.line else len(shown)
        return [first, _Mark(last_line, len(shown) - len(shown.lstrip()), stop, sign, text)]

    def _source(self, lines: Lines, marks: list[_Mark], severity: str) -> list[str]:
        out = [self._row("")]
        before = 0
        for number in sorted({mark.line for mark in marks}):
            if before and number > before + 1:
                out.append(self._styled("...", "frame"))
            before = number
            here = [mark for mark in marks if mark.line == number]
            here.sort(key=lambda mark: (mark.sign != "^", mark.start))
            line, columns = display_line(lines.line(number))
            line, shift, offset = self._shortened(line, columns, here)
            out.append(self._row(line, number))
            for mark in here:
                start = max(0, columns[min(mark.start, len(columns) - 1)] - shift + offset)
                length = max(1, columns[min(mark.end, len(columns) - 1)] - columns[min(mark.start, len(columns) - 1)])
                length = max(1, min(length, self._room() - start))
                signs = f"{mark.sign * length} {safe_text(mark.text)}".rstrip()
                out.append(self._row(" " * start + self._styled(signs, severity if mark.sign == "^" else "frame")))
        out.append(self._row(""))
        return out

    def _shortened(self, line: str, columns: list[int], marks: list[_Mark]) -> tuple[str, int, int]:
        """Return the part of a line that fits, the column it was cut at and the column it now begins in."""
        room = self._room()
        if columns[-1] <= room:
            return line, 0, 0
        first = columns[min(marks[0].start, len(columns) - 1)]
        # A third of the room shows what comes before the words in question, the rest shows them and what follows.
        start = 0 if first < room * 2 // 3 else first - room // 3
        kept, at, begin = "", 0, -1
        for character in line:
            width = display_width(character)
            if at >= start and at + width <= start + room - 4:
                begin = at if begin < 0 else begin
                kept += character
            at += width
        begin = max(begin, 0)
        head = "…" if begin else ""
        tail = "…" if begin + display_width(kept) < columns[-1] else ""
        return head + kept + tail, begin, len(head)

    def _room(self) -> int:
        return self._width - self._gutter - 3

    def _row(self, content: str, number: int | None = None) -> str:
        gutter = f"{'' if number is None else number:>{self._gutter}} |"
        return f"{self._styled(gutter, 'frame')} {content}".rstrip()

    def _note(self, kind: str, text: str) -> list[str]:
        head = " " * self._gutter + f" = {kind}: "
        wrapped = textwrap.wrap(
            safe_text(text), self._width - len(head), break_long_words=False, break_on_hyphens=False
        )
        rest = [" " * len(head) + line for line in wrapped[1:]]
        opening = self._styled(" " * self._gutter + " = ", "frame") + self._styled(kind, "bold")
        return [f"{opening}: {wrapped[0]}", *rest]

    def _fix(self, fix: Fix) -> list[str]:
        out = self._note("fix", fix.title)
        if fix.span.file not in self._lines_of or "\n" in fix.replacement:
            return out
        lines = self._lines_of[fix.span.file]
        start, end = lines.position(fix.span.start), lines.position(fix.span.end)
        if start.line != end.line:
            return out
        line = lines.line(start.line)
        mended = line[: start.column - 1] + fix.replacement + line[end.column - 1 :]
        shown, columns = display_line(mended)
        if columns[-1] > self._room():
            return out
        number = self._styled(f"{start.line:>{self._gutter}} +", "fix")
        return [*out, f"{number} {shown}".rstrip()]

    def _number_width(self, span: Span) -> int:
        if span.file not in self._lines_of:
            return 1
        return len(str(self._lines_of[span.file].position(span.end).line))

    def _styled(self, text: str, style: str) -> str:
        return f"{_STYLES[style]}{text}{_RESET}" if self._colour and text else text

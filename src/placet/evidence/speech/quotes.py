"""Quotations of a paragraph: which marks open, which close, which are apostrophes.

A mark is judged by what stands around it and only then by its shape, so that curly, straight, doubled and angled marks
give the same quotations. A mark that has no partner is passed over, except that a quotation left open runs to the end
of its paragraph: so a speech over several paragraphs is printed. No text makes this fail.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

_DOUBLE = '“”„‟"«»＂〝〞❝❞'
_SINGLE = "‘’‚‛'‹›＇`"
_OPENS = "“„‟«〝❝‘‚‛‹"
_CLOSES = "”»〞❞’›"
_MARK = re.compile(rf"''|``|’’|‘‘|[{_DOUBLE}{_SINGLE}]")
_CLIPPED = re.compile(r"(?:\d0s|\d\d\b|em\b|til\b|tis\b|twas\b|cause\b|bout\b|round\b|n\b)", re.IGNORECASE)
_INNER = frozenset(_SINGLE)
_SPACES = frozenset(" \t\n\r\v\f\u00a0\u2007\u2009\u202f\u200b")
_BEFORE_OPENING = frozenset("([{—–―-/:,;…") | _SPACES
_AFTER_CLOSING = frozenset(".,;:?!)]}—–―-/…") | _SPACES


class Quotation(msgspec.Struct, frozen=True):
    """A quotation within a paragraph, its marks included.

    Attributes:
        start: where its opening mark stands, in the paragraph.
        end: behind its closing mark, or the paragraph's end.
        inner: the characters between the marks, as start and end.
        level: 0, or how many other quotations it lies in.
        is_closed: whether a closing mark was found.
    """

    start: int
    end: int
    inner: tuple[int, int]
    level: int = 0
    is_closed: bool = True


class _Mark(msgspec.Struct, frozen=True):
    start: int
    end: int
    is_double: bool
    can_open: bool
    can_close: bool


def find_quotations(text: str, *, goes_on: bool = False) -> tuple[Quotation, ...]:
    """Return the quotations of a paragraph in the order in which they open.

    Args:
        text: the paragraph.
        goes_on: whether a quotation that the paragraph before left open goes on in it without a mark of its own.

    >>> text = "It's ‘so’, “he ‘says’.”"
    >>> [text[q.start : q.end] for q in find_quotations(text)]
    ['‘so’', '“he ‘says’.”', '‘says’']
    """
    marks = [_judge(text, found.start(), found.end()) for found in _MARK.finditer(text)]
    if goes_on:
        marks.insert(0, _Mark(0, 0, is_double=True, can_open=True, can_close=False))
    if not marks:
        return ()
    outer = _pair(text, [mark for mark in marks if mark.is_double])
    singles = _pair_singles(text, [mark for mark in marks if not mark.is_double], outer)
    everything = sorted(outer + singles, key=lambda pair: (pair[0].start, -pair[2]))
    found: list[Quotation] = []
    ends: list[int] = []
    for opening, inner_end, end, is_closed in everything:
        while ends and ends[-1] <= opening.start:
            ends.pop()
        found.append(Quotation(opening.start, end, (opening.end, inner_end), len(ends), is_closed))
        ends.append(end)
    return tuple(found)


def carries_on(paragraphs: Sequence[str]) -> list[bool]:
    """Return of each paragraph whether a quotation that was opened before goes on in it without a mark of its own.

    So it is where the next mark behind the open one closes: the paragraphs up to there lie between the two. A mark that
    opens anew is what is mostly printed, and needs no carrying.

    >>> carries_on(["She said: “It holds.", "It will last.”", "He left."])
    [False, True, False]
    """
    carried = [False] * len(paragraphs)
    left_open: int | None = None
    for number, text in enumerate(paragraphs):
        marks = [mark for found in _MARK.finditer(text) if (mark := _judge(text, *found.span())).is_double]
        closes = bool(marks) and marks[0].can_close and not marks[0].can_open
        if left_open is not None and closes:
            carried[left_open + 1 : number + 1] = [True] * (number - left_open)
        if marks or (left_open is not None and number - left_open >= _FAR):
            pairs = find_quotations(text, goes_on=carried[number])
            is_open = any(not each.is_closed and each.level == 0 for each in pairs)
            left_open = number if marks and is_open else None
    return carried


_FAR = 4
"""So many paragraphs behind one that leaves a quotation open it may be closed without a mark that opens it anew."""

_Pair = tuple[_Mark, int, int, bool]


def _judge(text: str, start: int, end: int) -> _Mark:
    before = text[start - 1] if start else " "
    behind = text[end] if end < len(text) else " "
    mark = text[start:end]
    is_double = len(mark) == 2 or mark in _DOUBLE
    can_open = behind not in _SPACES
    can_close = before not in _SPACES
    if can_open and can_close:
        opens, closes = _leaning(mark[0], before, behind)
        can_open, can_close = opens, closes
    elif not can_open and not can_close:
        # `“the ‘great game’ ” she said`: the space parts it from the mark within
        is_behind, is_before = text[start - 2 : start - 1] in _INNER, text[end + 1 : end + 2] in _INNER
        can_open = mark[0] in _OPENS or (is_double and is_before and not is_behind)
        can_close = mark[0] in _CLOSES or (is_double and is_behind and not is_before)
        if not text[:start].strip():
            can_open, can_close = True, False
    return _Mark(start, end, is_double, can_open, can_close)


def _leaning(mark: str, before: str, behind: str) -> tuple[bool, bool]:
    # between two characters, what they are decides; only between two letters does the shape of the mark
    opens, closes = before in _BEFORE_OPENING or before in _OPENS, behind in _AFTER_CLOSING or behind in _CLOSES
    if opens != closes:
        return opens, closes
    if mark in _OPENS:
        return True, False
    if mark in _CLOSES:
        return False, True
    return True, True


def _pair(text: str, marks: list[_Mark]) -> list[_Pair]:
    pairs: list[_Pair] = []
    opened: _Mark | None = None
    for mark in marks:
        if opened is None:
            if mark.can_open:
                opened = mark
        elif mark.can_close:
            pairs.append((opened, mark.start, mark.end, True))
            opened = None
        elif mark.can_open:
            opened = mark  # the mark before has no partner: it is passed over
    if opened is not None and opened.end < len(text):
        end = len(text.rstrip())
        if end > opened.end:
            pairs.append((opened, end, end, False))
    return pairs


def _pair_singles(text: str, marks: list[_Mark], outer: list[_Pair]) -> list[_Pair]:
    """Pair single marks, each within one quotation of the other kind or outside of all."""
    pairs: list[_Pair] = []
    at = 0
    while at < len(marks):
        opening = marks[at]
        if not _may_open(text, opening):
            at += 1
            continue
        limit = _room(opening.start, outer, len(text))
        closing = _closing(text, marks, at, limit)
        if closing is None:
            at += 1
            continue
        pairs.append((opening, marks[closing].start, marks[closing].end, True))
        at = closing + 1
    return pairs


def _may_open(text: str, mark: _Mark) -> bool:
    before = text[mark.start - 1] if mark.start else " "
    if before.isalnum() or not mark.can_open:
        return False
    return not _CLIPPED.match(text, mark.end)


def _room(at: int, outer: list[_Pair], length: int) -> int:
    """Return where the quotation around a place ends, or else the next one outside begins to be left."""
    for opening, inner_end, _, _ in outer:
        if opening.end <= at < inner_end:
            return inner_end
    return length


def _closing(text: str, marks: list[_Mark], at: int, limit: int) -> int | None:
    # a possessive (`the ministers' talks`) looks like a closing mark: behind s a mark closes if none better follows
    fallback: int | None = None
    for number in range(at + 1, min(len(marks), at + 40)):
        mark = marks[number]
        if mark.start >= limit:
            break
        behind = text[mark.end] if mark.end < len(text) else " "
        if behind.isalnum() or not mark.can_close:
            if _may_open(text, mark) and fallback is not None:
                break
            continue
        if text[mark.start - 1] in "sS" and behind == " ":
            fallback = number if fallback is None else fallback
            continue
        return number
    return fallback

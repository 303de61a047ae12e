"""Find what stands in quotation marks and where sentences end, in Korean and Japanese; a mark may lack its partner."""

from __future__ import annotations

import re

from placet.model.documents import Span

_CLOSERS = {
    "「": "」", "『": "』", "｢": "｣", "“": "”", "‘": "’", "〝": "〟", "«": "»", "〈": "〉", "《": "》", '"': '"',
    "＂": "＂", "'": "'",
}  # fmt: skip
_CLOSING = {closer: opener for opener, closer in _CLOSERS.items() if opener != closer}
_CLOSING["〞"] = "〝"
_SAME = {'"', "＂", "'"}
_SENTENCE_END = re.compile(r"[。！？!?]+|(?<=[가-힣a-zA-Z\u11a8-\u11ff\u1160-\u11a7])\.(?=\s|$|[\"”’'」』)])|\n+")


def quotations(text: str, within: Span) -> tuple[Span, ...]:
    """Return the outermost quotations of a passage, with their marks; a mark without a partner is passed over.

    >>> quotations("그는 “예”라고 했다. 「はい", Span(0, 16))
    (Span(start=3, end=6),)
    """
    found: list[Span] = []
    waiting: list[tuple[str, int]] = []
    for at in range(within.start, within.end):
        mark = text[at]
        opener = mark if mark in _SAME else _CLOSING.get(mark)
        places = [place for place, (each, _) in enumerate(waiting) if each == opener] if opener is not None else []
        if places:
            place = places[-1]
            begun = waiting[place][1]
            del waiting[place:]
            found = [span for span in found if span.start < begun]
            found.append(Span(begun, at + 1))
        elif mark in _CLOSERS and not (mark == "'" and at > within.start and text[at - 1].isalnum()):
            waiting.append((mark, at))
    return tuple(found)


def sentences(text: str, within: Span, quoted: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the sentences of a passage; what ends a sentence within a quotation does not end the one around it."""
    found: list[Span] = []
    begun = within.start
    place = 0
    for match in _SENTENCE_END.finditer(text, within.start, within.end):
        while place < len(quoted) and quoted[place].end <= match.start():
            place += 1
        if place < len(quoted) and quoted[place].start <= match.start() and "\n" not in match[0]:
            continue
        found.append(Span(begun, match.end()))
        begun = match.end()
    found.append(Span(begun, within.end))
    return tuple(trimmed for span in found if (trimmed := trim(text, span)).end > trimmed.start)


def trim(text: str, span: Span, more: str = "") -> Span:
    """Return a span without blanks, or other given characters, at its ends."""
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in more):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in more):
        end -= 1
    return Span(start, end)

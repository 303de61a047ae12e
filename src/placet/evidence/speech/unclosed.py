"""Where a quotation ends whose closing mark was forgotten, as in `“The port is closed, the mayor said. He left.`.

A quotation that is left open runs to the end of its paragraph, and mostly goes on in the next one. Where the narrator
plainly speaks again before that, it ends there.
"""

from __future__ import annotations

from placet.evidence.speech.grammar import SUBJECTS, is_speaker
from placet.evidence.speech.lexicon import read_lexicon
from placet.evidence.speech.passage import Passage

_OWN = frozenset({"i", "we", "me", "us", "my", "our", "mine", "ours"})
_PERSONS = frozenset({"he", "she", "they"})


def end_of_unclosed(passage: Passage, *, goes_on: bool) -> int | None:
    """Return the character of the paragraph behind which the narrator speaks again; None: nothing shows that he does.

    Args:
        passage: a paragraph that leaves a quotation open.
        goes_on: whether the next paragraph goes on with a quotation.
    """
    left_open = [number for number, each in enumerate(passage.quotations) if not each.is_closed and each.level == 0]
    if not left_open:
        return None
    first, last = passage.ranges[left_open[-1]]
    for verb in range(first + 3, last):
        place = _narrator_at(passage, verb, first, goes_on=goes_on)
        if place is not None:
            return None if any(passage.low[at] in _OWN for at in range(place, last)) else _end_of(passage, place - 1)
    return None


def _narrator_at(passage: Passage, verb: int, first: int, *, goes_on: bool) -> int | None:
    """Return where the clause of a cue begins in which somebody is told of, behind a stop or a comma."""
    frame = read_lexicon().verbs.get(passage.low[verb])
    if frame is None or passage.tag[verb] not in {"VBD", "VBZ"} or "clause" not in frame.takes:
        return None
    subject = next((child for child in passage.children[verb] if passage.dep[child] in SUBJECTS), None)
    if subject is None or subject > verb:
        return None
    low = passage.low[subject]
    if not (low in _PERSONS or passage.tag[subject] in {"NNP", "NNPS"} or is_speaker(low)):
        return None
    start = max(passage.edges[subject][0], first)
    while start < subject and not passage.is_word(start):
        start += 1
    before = passage.low[start - 1]
    if start <= first + 1:
        return None
    if before == "," and not any(
        passage.dep[child] in {"ccomp", "dobj"} and child > verb for child in passage.children[verb]
    ):
        return start
    if goes_on:
        return None
    if before in {".", "?", "!"}:
        return start
    is_joined = before in {"and", "but"} and start - 2 > first and passage.low[start - 2] == ","
    return start - 1 if is_joined else None


def _end_of(passage: Passage, at: int) -> int:
    return passage.span(at, at + 1).end - passage.offset

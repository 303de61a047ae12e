"""The utterances of a document in order, each within the one in whose words it stands."""

from __future__ import annotations

from bisect import bisect_right

import msgspec

from placet.evidence.speech.utterance import Utterance
from placet.model.documents import Span


def arrange(found: list[tuple[Utterance, int | None]], others: dict[int, int]) -> tuple[Utterance, ...]:
    """Return utterances in the order of the text, with parents, without doubles.

    Args:
        found: each with the number, in the list itself, of the one that it continues.
        others: of each other reading, by its number in the list, the number of the first reading.
    """
    kept = _without_doubles(found, others)
    order = sorted(kept, key=lambda number: _place(found[number][0]))
    order = _shallow(order, [found[number][0] for number in order], others)
    place = {number: position for position, number in enumerate(order)}
    utterances = [found[number][0] for number in order]
    second = {place[number] for number in others if number in place}
    parents = _parents(utterances, second)
    readings: dict[int, list[int]] = {}
    for other, first in others.items():
        if other in place and first in place:
            readings.setdefault(place[first], []).append(place[other])
            readings.setdefault(place[other], []).append(place[first])
    result = []
    for position, number in enumerate(order):
        continued = found[number][1]
        result.append(
            msgspec.structs.replace(
                utterances[position],
                parent=parents[position],
                alternatives=tuple(sorted(readings.get(position, ()))),
                continues=place.get(continued) if continued is not None else None,
            )
        )
    return tuple(result)


def _without_doubles(found: list[tuple[Utterance, int | None]], others: dict[int, int]) -> list[int]:
    """Return the numbers of those that are kept: of two with the same words at the same cue the first.

    Another reading may have the words and the cue of the first one and differ in who speaks, relays or goes on.
    """
    firsts: dict[tuple[tuple[Span, ...], Span | None], int] = {}
    for number, (utterance, _) in enumerate(found):
        if number not in others:
            firsts.setdefault((utterance.content, utterance.cue), number)
    kept = set(firsts.values())
    for number, first in others.items():
        one, other = (
            (each.content, each.cue, each.source, each.relays, continued)
            for each, continued in (found[first], found[number])
        )
        if first in kept and one != other:
            kept.add(number)
    return sorted(kept)


DEEPEST = 8
"""So many reports within reports are kept: who says that somebody said that … is never further away."""


def _shallow(order: list[int], utterances: list[Utterance], others: dict[int, int]) -> list[int]:
    """Leave out what lies within more utterances than anybody writes, so that the work is in proportion to the text."""
    parents = _parents(utterances, {at for at, number in enumerate(order) if number in others})
    kept = []
    for at, number in enumerate(order):
        above = at
        for _ in range(DEEPEST + 1):
            parent = parents[above]
            if parent is None or parent == at:
                kept.append(number)
                break
            above = parent
    return kept


def _place(utterance: Utterance) -> tuple[int, int, int]:
    start = min((*(span.start for span in utterance.content), *((utterance.cue.start,) if utterance.cue else ())))
    size = sum(span.end - span.start for span in utterance.content)
    return start, -size, utterance.cue.start if utterance.cue else -1


_FAR = 200
"""What lies around an utterance begins at most so many pieces of content before it."""


def _parents(utterances: list[Utterance], second: set[int]) -> list[int | None]:
    # what lies in another reading of the same words is counted to the first
    pieces = sorted(
        (span.start, span.end, sum(part.end - part.start for part in utterance.content), number)
        for number, utterance in enumerate(utterances)
        if number not in second
        for span in utterance.content
    )

    def is_own(utterance: Utterance, other: int) -> bool:
        # who goes on speaking in another reading does not speak within the first
        return utterance.source is not None and utterances[other].source == utterance.source

    starts = [piece[0] for piece in pieces]
    parents: list[int | None] = []
    for number, utterance in enumerate(utterances):
        anchor = utterance.cue or utterance.content[0]
        behind = bisect_right(starts, anchor.start)
        around = [
            (size, other)
            for _, end, size, other in pieces[max(0, behind - _FAR) : behind]
            if anchor.end <= end and other != number and not (number in second and is_own(utterance, other))
        ]
        parents.append(min(around)[1] if around else None)
    return parents

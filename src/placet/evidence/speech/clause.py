"""The clause of a cue: which words around a verb of saying belong to it and not to what is said."""

from __future__ import annotations

import msgspec

from placet.evidence.speech.grammar import is_break, is_time
from placet.evidence.speech.passage import Passage


class Clause(msgspec.Struct, frozen=True):
    """The clause of a cue.

    Attributes:
        verb: its head.
        last: the last of the words that make the cue (a particle or an object of a phrase).
        start: where the clause begins when it stands behind or within what is said: its subject, or the verb.
        end: where it ends in that case: behind an inverted subject, the one spoken to, a day, an occasion.
    """

    verb: int
    last: int
    start: int
    end: int
    is_inverted: bool = False
    has_subject: bool = True


def frame_clause(
    passage: Passage, verb: int, last: int, subject: int | None, cue_start: int, takes: frozenset[str]
) -> Clause:
    """Return how far the words of the cue's own clause reach around it."""
    low, high = passage.room(verb)
    start = cue_start
    end = last + 1
    limit = passage.quoted[verb]
    if subject is not None and low <= subject < high:
        first, behind = passage.edges[subject]
        if subject < verb:
            first = _reach_left(passage, max(first, low), subject)
            if all(passage.quoted[at] == limit for at in range(subject, cue_start)):
                start = min(start, first)
        elif passage.tag[subject] != "PRP":
            end = max(end, _reach_right(passage, end, min(behind, high)))
    start = _with_insertion(passage, start, low)
    for child in passage.children[verb]:
        dep = passage.dep[child]
        if child < end or child >= high or passage.quoted[child] != limit:
            continue
        if not _is_of_cue(passage, child, dep, takes):
            continue
        if child <= end + 3:
            between = range(end, passage.edges[child][0])
            if all(not passage.is_word(at) for at in between) and not any(
                passage.low[at] in {",", ":"} for at in between
            ):
                end = max(end, _reach_right(passage, end, min(passage.edges[child][1], high)))
    return Clause(verb, last, start, end)


def _with_insertion(passage: Passage, start: int, low: int) -> int:
    """Return a start moved before what an editor has put in: `[Kenyan] ministry spokesman`."""
    if start > low and passage.low[start - 1] == "[":
        return start - 1
    if start > low and passage.low[start - 1] == "]":
        return next((at for at in range(start - 2, max(low, start - 6) - 1, -1) if passage.low[at] == "["), start)
    return start


def _is_of_cue(passage: Passage, child: int, dep: str, takes: frozenset[str]) -> bool:
    """Return whether a dependent behind a cue belongs to its clause and not to what is said."""
    if dep in {"npadvmod", "advmod", "prt", "agent"}:
        return passage.tag[child] != "WRB"
    if dep == "nsubj":
        return passage.tag[child] != "PRP"
    if dep in {"dobj", "dative", "attr"}:
        return "whom" in takes or is_time(passage, child) or not takes & {"thing", "object-complement"}
    return dep == "prep" and passage.low[child] not in takes


def _reach_left(passage: Passage, first: int, subject: int) -> int:
    # what belongs to a subject must not reach back over a quotation or a comma that ends what is said
    for at in range(subject - 1, first - 1, -1):
        if passage.quoted[at] != passage.quoted[subject] or is_break(passage, at):
            return at + 1
    return first


def _reach_right(passage: Passage, start: int, end: int) -> int:
    for at in range(start, end):
        if passage.opens_at(at) >= 0 and passage.quoted[start - 1] < 0:
            return at
        if passage.low[at] == "that" and passage.dep[at] == "mark":
            return at  # `told a briefing that …`: the parse hangs what is said on the briefing
    return end

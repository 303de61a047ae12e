"""Where what is said ends: at a joined cue, where the narrator goes on, past a break in the parse."""

from __future__ import annotations

from collections.abc import Mapping

from placet.evidence.speech.grammar import SUBJECTS, is_joined_cue
from placet.evidence.speech.lexicon import Frame, read_lexicon
from placet.evidence.speech.passage import Passage


def past_broken_off(passage: Passage, end: int, limit: int) -> int:
    """Return the end moved to the next comma where the parse breaks off behind `and` or `of`."""
    if end >= limit or passage.tag[end - 1] not in {"CC", "DT", "TO", "PRP$"} or passage.inmost[end - 1] >= 0:
        return end
    while end < limit and passage.low[end] not in {",", ";", "—"}:
        end += 1
    return end


def _sets_off(passage: Passage, at: int, verbs: Mapping[str, Frame]) -> bool:
    """Return whether the narrator goes on behind a comma: `, although …`, `, adding …`."""
    if (
        passage.tag[at] == "VBG"
        and passage.low[at] in verbs
        and passage.low[at - 2 : at] in ([",", '"'], [",", "”"], [",", "''"])
    ):
        return True
    if passage.low[at] != "," or at + 2 >= len(passage.low):
        return False
    following = passage.low[at + 1]
    if following in {"although", "though"}:
        return True
    if following == "even" and passage.low[at + 2] == "though":
        return True
    at += 1
    if passage.tag[at] == "RB":
        at += 1
    return passage.tag[at] == "VBG" and passage.low[at] in verbs and passage.inmost[at] < 0


def _is_other_speech(passage: Passage, at: int, verbs: Mapping[str, Frame]) -> bool:
    """Return whether `and Democrats accused …` begins, which the parse takes for part of what is said."""
    if passage.dep[at] != "conj" or passage.tag[at] != "VBD" or passage.low[at] not in verbs or passage.inmost[at] >= 0:
        return False
    subjects = [child for child in passage.children[at] if passage.dep[child] in SUBJECTS]
    is_marked = any(passage.dep[child] == "mark" for child in passage.children[at])
    start = passage.edges[at][0]
    is_set_off = passage.low[max(0, start - 2) : start] not in ([], ["and"]) and any(
        passage.low[token] in {",", "—", "--", "–"} for token in range(max(0, start - 2), start)
    )
    return bool(subjects) and not is_marked and (passage.tag[subjects[0]] != "PRP" or is_set_off)


def with_reason(passage: Passage, end: int, limit: int) -> int:
    """Return the end with `for helping …` in `thanked him at the outset of their talks for helping …`."""
    for at in range(end, min(limit - 1, end + 14)):
        if passage.is_edge(at):
            break
        if passage.low[at] == "for" and passage.tag[at + 1] == "VBG":
            return min(limit, max(passage.edges[at][1], passage.edges[at + 1][1]))
    return end


def with_joined_clause(passage: Passage, verb: int, end: int) -> int:
    """Return the end with a clause that the parse joins to the cue but that has a subject and no cue of its own."""
    for child in passage.children[verb]:
        if passage.dep[child] != "conj" or child < end or passage.low[child] in read_lexicon().verbs:
            continue
        start, behind = passage.edges[child]
        has_subject = any(passage.dep[c] in SUBJECTS for c in passage.children[child])
        has_cue = any(
            passage.low[at] in read_lexicon().verbs and passage.tag[at][:1] == "V" and passage.quoted[at] < 0
            for at in range(start, behind)
        )
        if (
            has_subject
            and not has_cue
            and start <= end + 2
            and not any(passage.low[at] in {";", "—"} for at in range(end, start))
        ):
            return behind
    return end


def cut_at_joined_cue(passage: Passage, first: int, start: int, end: int) -> int:
    """Cut before `but added …`: a cue without a subject of its own that the parse hangs into what is said."""
    verbs = read_lexicon().verbs
    for at in range(start + 1, end):
        if passage.inmost[at] < 0 and _sets_off(passage, at, verbs):
            return at
        if _is_other_speech(passage, at, verbs):
            cut = passage.edges[at][0]
            while cut > start and passage.low[cut - 1] in {"but", "and", ",", "while"}:
                cut -= 1
            return cut if cut > start + 1 else end
        if is_joined_cue(passage, at):
            return at - 1
        if (
            passage.dep[at] == "conj"
            and passage.low[at] in verbs
            and passage.tag[at] in {"VBD", "VBZ"}
            and passage.inmost[at] < 0
        ):
            frame = verbs[passage.low[at]]
            is_behind_quotation = passage.low[at - 1] in {"and", "but"} and passage.is_closing_mark(at - 2)
            is_sure = frame.act in {"say", "add", "stress", "claim", "tell", "warn"} or is_behind_quotation
            if not is_sure or "clause" not in frame.takes:
                continue
            if any(passage.dep[child] in SUBJECTS for child in passage.children[at]):
                continue
            head = passage.head[at]
            if passage.tag[head] == passage.tag[at] and head != first and head not in passage.children[first]:
                continue
            cut = at
            while cut > start and passage.low[cut - 1] in {"also", "but", "and", ",", "then", "later"}:
                cut -= 1
            if cut > start:
                return cut
    return end

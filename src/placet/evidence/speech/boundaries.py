"""Where what is said ends: at a joined cue, where the narrator goes on, past a break in the parse."""

from __future__ import annotations

from collections.abc import Mapping

from placet.evidence.speech.grammar import SUBJECTS, is_joined_complement, is_joined_cue, is_speaker
from placet.evidence.speech.lexicon import Frame, read_lexicon
from placet.evidence.speech.passage import Passage, Range


def past_broken_off(passage: Passage, end: int, limit: int) -> int:
    """Return the end moved to the next comma where the parse breaks off behind `and` or `of`."""
    if end >= limit or passage.tag[end - 1] not in {"CC", "DT", "TO", "PRP$"} or passage.inmost[end - 1] >= 0:
        return end
    if passage.tag[end - 1] == "CC" and any(
        passage.low[at] in read_lexicon().verbs and passage.tag[at] in {"VBD", "VBZ"}
        for at in range(end, min(limit, end + 3))
    ):
        return end - 1  # `urged him to leave and then said …`
    while end < limit and passage.low[end] not in {",", ";", "—"}:
        end += 1
    return end


def past_colon(passage: Passage, end: int, limit: int) -> int:
    """Return the end moved to that of the sentence, where a colon opens what was announced: `that two differ: …`."""
    if end >= limit or passage.low[end] != ":" or not passage.has_words(end, limit):
        return end
    verbs = read_lexicon().verbs
    is_plain = all(passage.quoted[at] < 0 and passage.low[at] not in verbs for at in range(end, limit))
    return limit if is_plain else end


def before_bracket(passage: Passage, start: int, end: int) -> int:
    """Return the end before a bracket in which the narrator has a say: `not one of them (which helps the rest)`."""
    opening = next((at for at in range(end - 1, start, -1) if passage.low[at] == "("), None)
    if opening is None or passage.quoted[opening] >= 0 or opening == start + 1:
        return end
    inside = range(opening, end)
    is_last = not passage.has_words(next((at for at in inside if passage.low[at] == ")"), end), end)
    return opening if is_last and any(passage.tag[at] in _FINITE for at in inside) else end


def _sets_off(passage: Passage, start: int, at: int, verbs: Mapping[str, Frame]) -> bool:
    """Return whether the narrator goes on behind a comma: `, although …`, `, adding …`."""
    if (
        passage.tag[at] == "VBG"
        and passage.low[at] in verbs
        and passage.low[at - 2 : at] in ([",", '"'], [",", "”"], [",", "''"])
    ):
        return True
    if passage.low[at] in {"although", "though"} and passage.is_closing_mark(at - 1) and passage.low[at - 2] == ",":
        return True  # `that it was “too late,” | though she noted …`
    if passage.low[at] not in {",", "—", "--", "–"} or at + 2 >= len(passage.low):
        return False
    following = passage.low[at + 1]
    if passage.low[at] != ",":
        # `— raising the risk of a clash`; not the second of two dashes: `the case – opened in May – pending in Oslo`
        return passage.tag[at + 1] == "VBG" and passage.inmost[at] < 0 and not _closes_dashes(passage, start, at)
    if following in {"although", "though"}:
        return True
    if following == "even" and passage.low[at + 2] == "though":
        return True
    at += 1
    if passage.tag[at] == "RB":
        at += 1
    return (
        passage.tag[at] == "VBG" and passage.inmost[at] < 0 and (passage.low[at] in verbs or passage.low[at] in _ASIDES)
    )


_ASIDES = frozenset({"referring", "alluding", "speaking"})
_DASHES = ("—", "–", "--")


def _closes_dashes(passage: Passage, start: int, at: int) -> bool:
    """Return whether a dash is the second of two, between which words are put in; the first may touch its word."""
    before = [token for token in range(start, at) if passage.low[token].startswith(_DASHES)]
    return len(before) % 2 == 1


def _speaks(passage: Passage, verb: int) -> bool:
    """Return whether a verb of speech has a subject of its own that can speak."""
    own = next((child for child in passage.children[verb] if passage.dep[child] in SUBJECTS), None)
    if own is None or passage.low[verb] not in read_lexicon().verbs:
        return False
    return passage.tag[own] in {"NNP", "NNPS"} or is_speaker(passage.low[own])


def is_cue_of_either(passage: Passage, at: int) -> bool:
    """Return whether one of two may speak at a joined cue: `said the envoy thanked the king and stressed that …`."""
    verbs = read_lexicon().verbs
    head = passage.head[at]
    frame = verbs.get(passage.low[at])
    if frame is None or frame.act not in {"say", "stress", "claim", "tell", "warn"} or passage.dep[at] != "conj":
        return False
    is_alike = passage.tag[at] == passage.tag[head] and passage.tag[at] in {"VBD", "VBZ"}
    if not is_alike or any(passage.dep[child] in SUBJECTS for child in passage.children[at]):
        return False
    above = passage.head[head]
    is_inside = passage.dep[head] == "ccomp" and above < head and passage.low[above] in verbs
    return is_inside and passage.inmost[at] < 0 and _speaks(passage, head)


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


def with_neither(passage: Passage, end: int, limit: int) -> int:
    """Return the end with `, neither were they …`, which goes on with what is denied."""
    if end + 3 < limit and passage.low[end] == "," and passage.low[end + 1] in {"neither", "nor"}:
        is_clause = passage.tag[end + 2] in {"VBD", "VBZ", "VBP", "MD"}
        return passage.trim(end, limit)[1] if is_clause and passage.inmost[end] < 0 else end
    return end


def with_odd_conjunct(passage: Passage, start: int, end: int, limit: int) -> int:
    """Return the end with what the parse joins to a verb that it cannot be joined to.

    `promised to meet and in time exceed the targets`, `stressed fair wages, and a need to …`: a bare verb, a participle
    or a noun goes on with its like in what is said, and not with the finite verb of the sentence.
    """
    at = end + (end < limit and passage.low[end] == ",")
    if at + 1 >= limit or passage.low[at] not in {"and", "or"}:
        return end
    for joined in range(at + 1, min(at + 7, limit)):
        if passage.dep[joined] != "conj" or passage.head[joined] >= start:
            continue
        above = passage.head[joined]
        has_subject = any(passage.dep[child] in SUBJECTS for child in passage.children[joined])
        if has_subject or passage.tag[above][:1] != "V" or passage.inmost[joined] != passage.inmost[start]:
            return end
        tag = passage.tag[joined]
        is_bare = tag in {"VB", "VBP"} and passage.tag[above] != tag and passage.low[start] == "to"
        is_participle = tag == "VBG" and passage.tag[above] in {"VBD", "VBN", "VBZ"} and passage.tag[start] == "VBG"
        is_noun = tag in {"NN", "NNS"} and not any(passage.tag[t] in _FINITE for t in range(start, end))
        behind = min(limit, passage.edges[joined][1])
        if is_noun and any(passage.tag[t] in _FINITE for t in range(joined, behind)):
            return end
        return behind if is_bare or is_participle or is_noun else end
    return end


_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def with_shared_modal(passage: Passage, verb: int, end: int) -> int:
    """Return the end with `but would add …`, which the parse joins to the cue and not to what is said."""
    said = next((child for child in passage.children[verb] if passage.dep[child] == "ccomp"), None)
    if said is None or not any(passage.tag[child] == "MD" for child in passage.children[said]):
        return end
    for child in passage.children[verb]:
        if passage.dep[child] != "conj" or child < end or passage.tag[child] != "VB" or passage.inmost[child] >= 0:
            continue
        has_modal = any(passage.tag[inner] == "MD" for inner in passage.children[child])
        has_subject = any(passage.dep[inner] in SUBJECTS for inner in passage.children[child])
        if has_modal and not has_subject and passage.edges[child][0] <= end + 4:
            return max(end, passage.edges[child][1])
    return end


def hung_on_hearer(passage: Passage, verb: int, limit: int) -> Range | None:
    """Return what is said where the parse hangs it on those spoken to: `told a briefing that the ships had left`."""
    for child in passage.children[verb]:
        if child < verb or passage.dep[child] not in {"dobj", "dative"} or passage.tag[child][:1] != "N":
            continue
        if passage.low[child] in _NO_HEARERS:
            continue  # `told them nothing they did not know`
        for clause in passage.children[child]:
            start, end = passage.edges[clause]
            if passage.dep[clause] != "relcl" or start != child + 1:
                continue
            own = [at for at in passage.children[clause] if passage.dep[at] in SUBJECTS and passage.low[at] != "that"]
            if own and passage.low[start] not in {"who", "whom", "whose", "which", "where", "when"}:
                return passage.trim(start, min(end, limit))
    return None


_NO_HEARERS = frozenset({"anything", "everything", "lies", "nothing", "something", "things"})


def that_behind(passage: Passage, last: int, limit: int) -> int | None:
    """Return the `that` behind a cue that begins a clause with a subject, where only phrases stand between.

    `claimed at the time that they had paid`: the parse may take it for a clause about the time.
    """
    for at in range(last + 1, min(limit, last + 16)):
        if passage.low[at] == "that" and passage.tag[at] in {"IN", "WDT"}:
            verb = passage.head[at]
            own = [child for child in passage.children[verb] if at < child < verb and passage.dep[child] in SUBJECTS]
            return at if own and at > last + 1 else None
        if passage.tag[at] not in _IN_PHRASES or passage.quoted[at] != passage.quoted[last]:
            return None
        if passage.low[at] in {"so", "such"}:
            return None  # `told so many lies that the council lost a day`
    return None


_IN_PHRASES = frozenset(
    {"DT", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "POS", "IN", "CD", "PRP$", "CC", "HYPH", "RB", "PRP", "TO"}
    | {",", "RBS", "RBR"}
)


def condition_before(passage: Passage, low: int, start: int) -> Range | None:
    """Return the condition at the head of a sentence that belongs to what is said: `If asked, she said, …`.

    `When the session ended, he said …` tells when he spoke: a clause in the past is the narrator's.
    """
    end = start
    while end > low and passage.low[end - 1] == ",":
        end -= 1
    if end == start or end - low < 3 or any(passage.quoted[at] >= 0 for at in range(low, end)):
        return None
    first = passage.low[low]
    if first not in {"if", "unless", "when", "whenever", "once"}:
        return None
    finite = [passage.tag[at] for at in range(low, end) if passage.tag[at] in {"VBD", "VBZ", "VBP", "MD"}]
    is_now = bool(finite) and (first in {"if", "unless"} or "VBD" not in finite)
    return (low, end) if is_now and not any(passage.low[at] in {"asked", "pressed"} for at in range(low, end)) else None


def before_gloss(passage: Passage, verb: int, start: int, end: int) -> int:
    """Return the end before what the narrator adds: `, which has not been done`, `, a day after the cabinet voted`.

    What is told in the past is put into the past with it; a relative clause behind a comma that stays in the present
    perfect, or that has a cue of its own, is the narrator's.
    """
    for at in range(start + 2, end - 2):
        if passage.low[at : at + 2] == ["according", "to"] and passage.quoted[at] < 0:
            before = at - 1
            is_set_off = passage.low[before] == "," or passage.is_closing_mark(before)
            if is_set_off and not _resumes(passage, at, end):
                return before if passage.low[before] == "," else at
        if passage.tag[verb] != "VBD" or passage.low[at] != "," or passage.quoted[at] >= 0:
            continue
        following = passage.low[at + 1]
        if following in {"which", "who"} and _is_told_by_narrator(passage, at + 1, end):
            return at
        if (passage.tag[at + 1] in {"DT", "CD"} or following == "hours") and any(
            passage.low[token] in {"after", "before"} and passage.low[token - 1].rstrip("s") in _PERIODS
            for token in range(at + 2, min(at + 5, end))
        ):
            return at
    return end


def _resumes(passage: Passage, according: int, end: int) -> bool:
    """Return whether a clause goes on behind `, according to the guard,`, so that the phrase lies within it."""
    comma = next((at for at in range(according + 2, end) if passage.low[at] == ","), end)
    return any(passage.tag[at] in {"VBD", "VBZ", "VBP", "MD"} for at in range(comma + 1, end))


_PERIODS = frozenset({"hour", "day", "week", "month", "year", "minute"})


def _is_told_by_narrator(passage: Passage, relative: int, end: int) -> bool:
    verb = next(
        (
            above
            for above in range(relative + 1, end)
            if passage.dep[above] == "relcl" and passage.edges[above][0] == relative
        ),
        None,
    )
    if verb is None or passage.edges[verb][1] < end - 1:
        return False
    helpers = [child for child in passage.children[verb] if passage.dep[child] in {"aux", "auxpass"}]
    is_perfect = any(passage.low[child] in {"has", "have"} for child in helpers)
    return is_perfect and not any(passage.tag[child] == "MD" for child in helpers)


def cut_at_joined_cue(passage: Passage, first: int, start: int, end: int) -> int:
    """Cut before `but added …`: a cue without a subject of its own that the parse hangs into what is said."""
    verbs = read_lexicon().verbs
    for at in range(start + 1, end):
        if passage.inmost[at] < 0 and _sets_off(passage, start, at, verbs):
            return at
        if _is_other_speech(passage, at, verbs):
            cut = passage.edges[at][0]
            while cut > start and passage.low[cut - 1] in {"but", "and", ",", "while"}:
                cut -= 1
            return cut if cut > start + 1 else end
        if is_joined_cue(passage, at) or is_joined_complement(passage, at):
            while at > start + 1 and (passage.tag[at - 1] == "RB" or passage.low[at - 1] in {"and", "but", ","}):
                at -= 1
            return at
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
            if not is_behind_quotation and is_cue_of_either(passage, at):
                continue
            cut = at
            while cut > start and passage.low[cut - 1] in {"also", "but", "and", ",", "then", "later"}:
                cut -= 1
            if cut > start:
                return cut
    return end

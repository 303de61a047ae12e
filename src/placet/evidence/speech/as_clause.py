"""What is said beside a clause with *as*: `As the mayor said on Monday, the port shut`, `As noted in a report, …`.

What is said is no complement of the cue but the main clause behind the comma.
"""

from __future__ import annotations

from placet.evidence.speech.draft import Draft
from placet.evidence.speech.grammar import SUBJECTS, cue_words, is_negated, is_speaker, noun_phrase
from placet.evidence.speech.lexicon import Frame, read_lexicon
from placet.evidence.speech.passage import Passage
from placet.evidence.speech.verbal import phrase_at

_TOLD = frozenset(
    {"say", "tell", "explain", "report", "claim", "stress", "indicate", "reiterate", "warn", "acknowledge", "confirm"}
)
"""What one does in a clause that others take up; `As he testified, …` only says when."""


def find_as_clauses(passage: Passage, drafts: list[Draft]) -> list[Draft]:
    """Return what is said in the main clauses of sentences that begin with such a clause."""
    verbs = read_lexicon().verbs
    told = {draft.verb for draft in drafts}
    found: list[Draft] = []
    for low, high in passage.sentences:
        first = low + (passage.tag[low] == "CC")
        if first + 3 >= high or passage.low[first] != "as" or passage.dep[first] != "mark":
            continue
        verb = passage.head[first]
        phrase = phrase_at(passage, verb)
        frame, last = (phrase[0], phrase[1]) if phrase is not None else (verbs.get(passage.low[verb]), verb)
        if frame is None or verb in told or not first < verb < high:
            continue
        end = passage.edges[verb][1]
        if _is_of_other(passage, verb, frame) or end >= high or passage.low[end] != ",":
            continue
        subject = _speaker(passage, verb)
        content = passage.trim(end + 1, high)
        if subject is None or not _has_clause(passage, *content):
            continue
        source = noun_phrase(passage, subject, (first + 1, end))
        draft = Draft(frame, [content], cue=cue_words(passage, verb, last), verb=verb, source=source)
        found.append(draft)
    return found


def _is_of_other(passage: Passage, verb: int, frame: Frame) -> bool:
    """Return whether the clause itself has what is said, or tells of something else than words."""
    if frame.act not in _TOLD or "clause" not in frame.takes or is_negated(passage, verb):
        return True
    taken = {"ccomp", "xcomp"} if "whom" in frame.takes else {"ccomp", "xcomp", "dobj", "oprd", "attr"}
    return any(
        passage.dep[child] in taken
        or (passage.dep[child] == "prep" and passage.low[child] in frame.takes - {"on", "to"})
        or passage.opens_at(child) >= 0
        for child in passage.children[verb]
        if child > verb
    )


def _speaker(passage: Passage, verb: int) -> int | None:
    """Return the subject of the clause; without one, who or what stands behind *by* or *in*."""
    own = [child for child in passage.children[verb] if passage.dep[child] in SUBJECTS]
    is_passive = passage.tag[verb] == "VBN" and not any(passage.dep[child] == "aux" for child in passage.children[verb])
    if own:
        return own[0] if not is_passive and passage.dep[own[0]] == "nsubj" else None
    if not is_passive:
        return None
    for child in passage.children[verb]:
        if child > verb and passage.low[child] in {"by", "in"}:
            head = next((inner for inner in passage.children[child] if passage.dep[inner] == "pobj"), None)
            is_source = head is not None and (passage.tag[head] in {"NNP", "NNPS"} or is_speaker(passage.low[head]))
            if is_source:
                return head
    return None


def _has_clause(passage: Passage, start: int, end: int) -> bool:
    return any(passage.tag[at] in {"VBD", "VBZ", "VBP", "MD"} for at in range(start, end))

"""Who speaks at the end of a sentence where the parse does not see it: `The pact holds, officials there confirmed`.

A report often closes with a noun phrase, a verb in the past and a day or a place. Where the verb is not `said`, the
parse may take the phrase for an apposition of the last noun and the verb for a participle. The words are plain enough.
"""

from __future__ import annotations

from placet.evidence.speech.draft import Draft
from placet.evidence.speech.grammar import SUBJECTS, is_speaker
from placet.evidence.speech.lexicon import read_lexicon
from placet.evidence.speech.passage import Passage, Range

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_IN_PHRASE = frozenset(
    {"DT", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "POS", "IN", "CD", "PRP$", "CC", "HYPH", "RB", "PRP"}
)
_BEHIND = _IN_PHRASE | {"TO", "."}
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP"})
_LONGEST = 16
"""How many words a speaker at the end of a sentence may have, or what stands behind the verb."""


def find_closing(passage: Passage, drafts: list[Draft]) -> list[Draft]:
    """Return what is said in sentences that such a phrase closes, and cut what runs into one of these phrases."""
    verbs = read_lexicon().verbs
    told = {draft.verb for draft in drafts}
    found: list[Draft] = []
    for low, high in passage.sentences:
        for verb in range(high - 1, max(low + 3, high - _LONGEST) - 1, -1):
            frame = verbs.get(passage.low[verb])
            if (
                frame is None
                or verb in told
                or "clause" not in frame.takes
                or passage.tag[verb] not in {"VBD", "VBN"}
                or passage.dep[verb] not in {"acl", "relcl", "appos", "conj"}
                or not all(passage.tag[at] in _BEHIND for at in range(verb + 1, high) if passage.is_word(at))
            ):
                continue
            start = _phrase_before(passage, low, verb)
            if start is None:
                continue
            head = _head(passage, start, verb)
            content = passage.trim(low, start)
            if head is None or not _can_speak(passage, head) or not _is_sentence(passage, content):
                continue
            found.append(Draft(frame, [content], cue=(verb, verb + 1), verb=verb, source=passage.trim(start, verb)))
            _cut(drafts, start, verb, content[1])
            break
    return found


def _phrase_before(passage: Passage, low: int, verb: int) -> int | None:
    """Return where the noun phrase right before a verb begins, behind the comma that ends what is said."""
    for at in range(verb - 1, max(low + 2, verb - _LONGEST), -1):
        if passage.quoted[at] >= 0:
            return None
        if passage.low[at] == ",":
            return at + 1 if at + 1 < verb else None
        if passage.is_word(at) and passage.tag[at] not in _IN_PHRASE:
            return None
    return None


def _head(passage: Passage, start: int, verb: int) -> int | None:
    # the noun before the first preposition; a phrase that itself begins with a preposition or a joining word is none
    if passage.tag[start] in {"IN", "CC", "RB"} or passage.low[start] in {"which", "who", "that"}:
        return None
    head = None
    for at in range(start, verb):
        if passage.tag[at] == "IN":
            break
        if passage.tag[at] in _NOUNS:
            head = at
    return head


def _can_speak(passage: Passage, head: int) -> bool:
    return passage.tag[head] in {"NNP", "NNPS", "PRP"} or is_speaker(passage.low[head])


def _is_sentence(passage: Passage, content: Range) -> bool:
    """Return whether words have a verb with a subject that could stand alone."""
    return any(
        passage.tag[at] in _FINITE
        and passage.dep[at] in {"ROOT", "ccomp", "aux", "auxpass", "conj"}
        and (
            passage.dep[at] in {"aux", "auxpass"}
            or any(passage.dep[child] in SUBJECTS for child in passage.children[at])
        )
        for at in range(*content)
    )


def _cut(drafts: list[Draft], start: int, verb: int, end: int) -> None:
    for draft in drafts:
        draft.content = [
            (first, end) if first < end and start < last <= verb + 1 else (first, last) for first, last in draft.content
        ]

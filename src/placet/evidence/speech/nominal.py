"""Utterances at nouns and adjectives: `Tokyo's view is that …`, `his claim that …`, `was adamant that …`."""

from __future__ import annotations

from placet.evidence.speech.draft import Draft
from placet.evidence.speech.grammar import is_negated, noun_phrase, subject_of
from placet.evidence.speech.lexicon import Frame, read_lexicon, word_list
from placet.evidence.speech.passage import Passage, Range

_TOLD_OF = frozenset({"claim", "report", "accuse"})
"""What goes round without anybody who is named: `reports that …`, `claims that …`."""

_CARRIERS = word_list("carriers")
_JUDGING = frozenset(
    {"acknowledge", "agree", "criticize", "deny", "endorse", "praise", "question", "reject", "welcome"}
)
"""What one does with the words of another: they are a statement of their own."""

_OWN = frozenset({"my", "our"})
_RECEIVED = frozenset({"receive", "received", "receives", "receiving", "got", "heard", "obtained", "won", "had"})


def find_nominal(passage: Passage, drafts: list[Draft]) -> list[Draft]:
    """Return what is said at the nouns and adjectives of a paragraph."""
    lexicon = read_lexicon()
    found: list[Draft] = []
    spoken_for = {draft.cue for draft in drafts if draft.cue}
    for at, low in enumerate(passage.low):
        if low in lexicon.nouns and passage.tag[at] in {"NN", "NNS"}:
            if any(start <= at < end for start, end in spoken_for):
                continue
            if any(_is_said_at(passage, at, draft) for draft in drafts):
                continue  # `re-emphasised their opposition`: said at the verb
            draft = _noun(passage, at, lexicon.nouns[low])
        elif low in lexicon.adjectives and passage.tag[at] == "JJ" and passage.dep[at] in {"acomp", "attr"}:
            draft = _adjective(passage, at, lexicon.adjectives[low])
        else:
            continue
        if draft is not None:
            found.append(draft)
    return found


def _is_said_at(passage: Passage, at: int, draft: Draft) -> bool:
    """Return whether a noun begins what is said at a verb, and nobody else's words are meant."""
    return (
        passage.head[at] == draft.verb
        and any(start <= at < start + 5 for start, _ in draft.content)
        and not _is_of_others(passage, at, draft)
    )


def _is_of_others(passage: Passage, at: int, draft: Draft) -> bool:
    """Return whether somebody judges what another one said: `condemned Bern's claim that …`."""
    has_owner = any(passage.dep[child] == "poss" and passage.tag[child] != "PRP$" for child in passage.children[at])
    return has_owner and draft.frame.act in _JUDGING and passage.low[at].rstrip("s") != "commitment"


def _noun(passage: Passage, at: int, frame: Frame) -> Draft | None:
    limits = passage.room(at)
    owner = next((c for c in passage.children[at] if passage.dep[c] == "poss"), None)
    if owner is not None and passage.low[owner] in _OWN and passage.inmost[at] >= 0:
        return None  # `“Our commitment to the pact is firm,” she said`: it is said by being told
    content = _behind_noun(passage, at, frame, limits)
    if content is None and (owner is not None or _is_gloss(passage, at)):
        content = _is_that(passage, at, limits)
    if content is None:
        return None
    source = noun_phrase(passage, owner, (limits[0], at)) if owner is not None else None
    if source is not None:
        end = source[1]
        while end > source[0] + 1 and passage.tag[end - 1] == "POS":
            end -= 1
        source = (source[0], end)
    if source is None:
        source = _by(passage, at, content) or _compound(passage, at)
    is_gloss = source is None and _is_gloss(passage, at)
    is_told = passage.tag[at] == "NNS" and frame.act in _TOLD_OF and passage.low[content[0]] == "that"
    if source is None and not is_gloss and not is_told:
        return None
    draft = Draft(frame, [content], cue=(at, at + 1), source=source)
    draft.is_negated = is_negated(passage, at)
    draft.is_gloss = is_gloss
    return draft


def _is_gloss(passage: Passage, at: int) -> bool:
    """Return whether the narrator tells what it means: `the message seems to be that …`."""
    verb = passage.head[at]
    return (
        passage.dep[at] == "nsubj"
        and passage.low[at] == "message"
        and passage.low[verb] in {"seems", "appears", "is", "was"}
    )


def _behind_noun(passage: Passage, at: int, frame: Frame, limits: Range) -> Range | None:
    children = passage.children[at]
    if passage.dep[at] == "dobj" and passage.low[passage.head[at]] in _RECEIVED:
        children = [*children, *passage.children[passage.head[at]]]
    for child in children:
        if child < at:
            continue
        start, end = passage.edges[child]
        start, end = max(start, at + 1), min(end, limits[1])
        first = passage.low[start] if start < len(passage.low) else ""
        if passage.dep[child] in {"acl", "ccomp", "relcl"}:
            if first in {"that", "whether"} and "clause" in frame.takes and _is_complement(passage, start):
                return passage.trim(*passage.whole_quotations(start, end, limits))
            if first == "to" and "to" in frame.takes:
                return passage.trim(*passage.whole_quotations(start, end, limits))
        if (
            passage.dep[child] == "prep"
            and first in frame.takes
            and first != "of"
            and any(passage.dep[c] == "poss" for c in passage.children[at])
        ):
            return passage.trim(*passage.whole_quotations(start, end, limits))
    return None


def _is_complement(passage: Passage, that: int) -> bool:
    # `the claim that he left`, not `the claim that he made`
    return passage.dep[that] not in {"nsubj", "dobj", "nsubjpass", "pobj"}


def _is_that(passage: Passage, at: int, limits: Range) -> Range | None:
    verb = passage.head[at]
    if passage.dep[at] == "nsubj" and passage.low[verb] in {"seems", "appears"}:
        verb = next((child for child in passage.children[verb] if passage.low[child] == "be"), verb)
    elif passage.dep[at] != "nsubj" or passage.low[verb] not in {"is", "was", "are", "'s", "remains", "has", "been"}:
        return None
    for child in passage.children[verb]:
        if child > verb and passage.dep[child] == "ccomp":
            start, end = passage.edges[child]
            return passage.trim(*passage.whole_quotations(max(start, verb + 1), min(end, limits[1]), limits))
    return None


def _compound(passage: Passage, at: int) -> Range | None:
    """Return the outlet or body of `a Times report that …`."""
    names = [c for c in passage.children[at] if passage.dep[c] == "compound" and passage.tag[c] in {"NNP", "NNPS"}]
    return passage.trim(passage.edges[names[0]][0], names[-1] + 1) if names else None


def _by(passage: Passage, at: int, content: Range) -> Range | None:
    for child in passage.children[at]:
        if passage.dep[child] == "prep" and passage.low[child] in {"by", "from", "of"} and child < content[0]:
            head = next((c for c in passage.children[child] if passage.dep[c] == "pobj"), None)
            if head is not None:
                return noun_phrase(passage, head, (at, content[0]))
    if passage.dep[at] == "dobj" and passage.low[passage.head[at]] in _RECEIVED:
        # `received assurances from Bern that …`: the parse may hang who gave them on the verb
        for child in passage.children[passage.head[at]]:
            if passage.low[child] == "from" and at < child < content[0]:
                head = next((c for c in passage.children[child] if passage.dep[c] == "pobj"), None)
                return noun_phrase(passage, head, (at, content[0])) if head is not None else None
        return None
    if passage.dep[at] in {"dobj", "attr"}:
        subject = subject_of(passage, passage.head[at])
        if subject is not None and passage.low[passage.head[at]] in _CARRIERS:
            return noun_phrase(passage, subject, passage.room(at))
    return None


def _adjective(passage: Passage, at: int, frame: Frame) -> Draft | None:
    limits = passage.room(at)
    verb = passage.head[at]
    subject = subject_of(passage, verb)
    if subject is None or passage.low[subject] in {"it", "this", "that", "there"}:
        return None
    for child in (*passage.children[at], *passage.children[verb]):
        if child <= at:
            continue
        start, end = passage.edges[child]
        start, end = max(start, at + 1), min(end, limits[1])
        is_clause = passage.dep[child] == "ccomp" and "clause" in frame.takes
        is_phrase = passage.dep[child] == "prep" and passage.low[child] in frame.takes
        if (is_clause or is_phrase) and start < end:
            draft = Draft(
                frame, [passage.trim(*passage.whole_quotations(start, end, limits))], cue=(min(verb, at), at + 1)
            )
            draft.source = noun_phrase(passage, subject, limits)
            draft.is_negated = is_negated(passage, verb)
            return draft
    return None

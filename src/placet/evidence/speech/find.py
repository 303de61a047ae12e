"""Find in a parsed document who is said to say what: rules on the parse and on the quotation marks, no training."""

from __future__ import annotations

import msgspec

from placet.evidence.speech.closing import find_closing
from placet.evidence.speech.draft import Draft, finish
from placet.evidence.speech.lexicon import Frame
from placet.evidence.speech.nominal import find_nominal
from placet.evidence.speech.passage import Passage, Range
from placet.evidence.speech.phrases import find_phrases
from placet.evidence.speech.tree import arrange
from placet.evidence.speech.utterance import Parsed, Utterance
from placet.evidence.speech.verbal import find_verbal

_GOES_ON = Frame("", "say", "says", frozenset({"quote"}))


def find(parsed: Parsed) -> tuple[Utterance, ...]:
    """Return the utterances of a document in the order of the text.

    Nothing is learned and nothing depends on chance: the same text gives the same utterances. What stands in one
    paragraph does not change what is found in another, except where a quotation goes on into the next one.
    """
    found: list[tuple[Utterance, int | None]] = []
    others: dict[int, int] = {}
    open_speaker: int | None = None
    awaiting: Draft | None = None
    awaiting_in: Passage | None = None
    for paragraph in parsed.paragraphs:
        passage = Passage(paragraph)
        if not passage.tokens:
            continue
        if awaiting is not None and awaiting_in is not None:
            content = _whole(passage)
            utterance = finish_across(awaiting_in, awaiting, passage, content)
            awaiting = awaiting_in = None
            if utterance is not None:
                found.append((utterance, None))
                open_speaker = len(found) - 1
                if content and content[0] == (0, len(passage.tokens)):
                    continue
        drafts = _drafts(passage)
        _continue_quotations(passage, drafts)
        kept = [(draft, utterance) for draft in drafts if (utterance := finish(passage, draft)) is not None]
        is_speech = _is_all_quoted(passage) and not any(_is_outside(passage, draft) for draft, _ in kept)
        if is_speech and open_speaker is not None:
            goes_on = finish(passage, Draft(_GOES_ON, [(0, len(passage.tokens))]))
            if goes_on is not None:
                found.append((goes_on, open_speaker))
        speaker = open_speaker if is_speech else None
        for draft, utterance in kept:
            found.append((utterance, None))
            if draft.other and (other := finish(passage, msgspec.structs.replace(draft, content=draft.other))):
                others[len(found)] = len(found) - 1
                found.append((other, None))
            if utterance.form != "indirect" and _is_outside(passage, draft) and draft.verb >= 0:
                speaker = len(found) - 1
        open_speaker = speaker
        awaiting = _hanging(passage)
        awaiting_in = passage if awaiting is not None else None
    return arrange(found, others)


def _drafts(passage: Passage) -> list[Draft]:
    if not passage.doc.has_annotation("DEP"):
        return []
    drafts = _happening(passage, find_verbal(passage))
    drafts += find_closing(passage, drafts)
    drafts += find_phrases(passage, drafts)
    drafts += find_nominal(passage, drafts)
    return drafts


def _happening(passage: Passage, drafts: list[Draft]) -> list[Draft]:
    """Leave out what, in the words of somebody else, is only going to be said or might be, or is held and not said.

    `The ministry said it supports the plan` tells of a position, and that it was said stands at `said`.
    """
    kept = []
    for draft in drafts:
        is_held = _is_position(passage, draft)
        if draft.cue is not None and (is_held or draft.modality in _NOT_YET):
            inside = any(
                start <= draft.cue[0] < end for other in drafts if other is not draft for start, end in other.content
            )
            if inside:
                continue
        kept.append(draft)
    return kept


def _is_position(passage: Passage, draft: Draft) -> bool:
    """Return whether a verb tells of a position: `it supports the plan`, `Bern opposed it`, `they do not comment`."""
    if draft.verb < 0:
        return False
    if draft.frame.act in _HELD:
        is_said = passage.dep[draft.verb] in {"ccomp", "conj"} and passage.tag[draft.verb] == "VBD"
        return is_said or passage.tag[draft.verb] in {"VBZ", "VBP"}
    return draft.frame.lemma == "comment" and any(
        passage.low[child] in {"do", "does"} for child in passage.children[draft.verb]
    )


_HELD = frozenset({"endorse", "welcome", "reject", "believe", "doubt"})
_NOT_YET = frozenset(
    {"may", "might", "could", "would", "will", "should", "must", "can", "shall", "expected", "planned"}
)


def _is_outside(passage: Passage, draft: Draft) -> bool:
    return draft.cue is None or passage.quoted[draft.cue[0]] < 0


def _is_all_quoted(passage: Passage) -> bool:
    words = [at for at in range(len(passage.tokens)) if passage.is_word(at)]
    return bool(words) and all(passage.quoted[at] >= 0 for at in words)


def _continue_quotations(passage: Passage, drafts: list[Draft]) -> None:
    """Add to a quoted utterance the sentences behind it that begin with a quotation and have no cue of their own."""
    cued = {passage.sentence_of[draft.cue[0]] for draft in drafts if draft.cue and passage.quoted[draft.cue[0]] < 0}
    last_of: dict[int, int] = {}  # of each sentence, the last cue outside quotations whose content is quoted
    for draft in drafts:
        if draft.cue and passage.quoted[draft.cue[0]] < 0 and _has_quoted(passage, draft.content):
            sentence = passage.sentence_of[draft.cue[0]]
            last_of[sentence] = max(last_of.get(sentence, -1), draft.cue[0])
    for draft in drafts:
        if draft.cue is None or passage.quoted[draft.cue[0]] >= 0 or not _has_quoted(passage, draft.content):
            continue
        number = passage.sentence_of[draft.cue[0]] + 1
        if last_of[number - 1] > draft.cue[0]:
            continue  # of two quoted utterances in a sentence the last one goes on
        while number < len(passage.sentences) and number not in cued:
            start, end = passage.sentences[number]
            opening = passage.opens_at(start)
            if opening < 0:
                break
            _first, last = passage.ranges[opening]
            rest = passage.has_words(last, end)
            draft.content.append(
                (start, end)
                if rest and not passage.is_edge(last - 2)
                else (start, max(last, end) if not rest else last)
            )
            if rest:
                break
            number += 1


def _has_quoted(passage: Passage, content: list[Range]) -> bool:
    return any(passage.quoted[at] >= 0 for start, end in content for at in range(start, end))


def _hanging(passage: Passage) -> Draft | None:
    """Return the draft of a paragraph that ends with a cue and a colon: what is said is the next paragraph."""
    from placet.evidence.speech.phrases import hanging_cue

    return hanging_cue(passage)


def _whole(passage: Passage) -> list[Range]:
    number = passage.opens_at(0)
    if number >= 0 and passage.has_words(passage.ranges[number][1], len(passage.tokens)):
        return [passage.ranges[number]]
    return [(0, len(passage.tokens))]


def finish_across(before: Passage, draft: Draft, passage: Passage, content: list[Range]) -> Utterance | None:
    """Return the utterance whose cue ends a paragraph and whose content is in the next."""
    base = finish(before, msgspec.structs.replace(draft, content=[draft.cue] if draft.cue else []))
    said = finish(
        passage,
        msgspec.structs.replace(draft, content=content, cue=None, source=None, addressee=None, venue=None, relays=[]),
    )
    if base is None or said is None:
        return None
    return msgspec.structs.replace(base, content=said.content, form=said.form)

"""Find in a parsed document who is said to say what: rules on the parse and on the quotation marks, no training."""

from __future__ import annotations

import msgspec

from placet.evidence.speech.as_clause import find_as_clauses
from placet.evidence.speech.closing import find_closing
from placet.evidence.speech.draft import Draft, finish
from placet.evidence.speech.lexicon import Frame
from placet.evidence.speech.nominal import find_nominal
from placet.evidence.speech.passage import Passage, Range
from placet.evidence.speech.phrases import find_phrases, opens_turn
from placet.evidence.speech.quotes import carries_on
from placet.evidence.speech.tree import arrange
from placet.evidence.speech.uncued import continue_quotations, join_rivals, leading_quotations, take_up_quotations
from placet.evidence.speech.utterance import Parsed, Utterance
from placet.evidence.speech.verbal import find_verbal

_ALONE = "the quotation stands alone: who is told of before it is taken"
_EITHER = "the quotation stands between two: it goes on with what was said before, or is of the one named behind it"
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
    is_transcript = sum(map(opens_turn, parsed.paragraphs)) >= _TURNS
    turn: int | None = None
    waiting: list[tuple[Utterance, int | None]] = []
    was_left_open = False
    for paragraph, is_carried in zip(parsed.paragraphs, _carried(parsed), strict=True):
        passage = Passage(paragraph, goes_on=is_carried)
        if not passage.low:
            continue
        is_going_on, was_left_open = was_left_open, _is_left_open(passage)
        if not is_going_on:
            waiting = []
        if opens_turn(paragraph):
            turn = None
        if awaiting is not None and awaiting_in is not None:
            content = _whole(passage)
            utterance = finish_across(awaiting_in, awaiting, passage, content)
            awaiting = awaiting_in = None
            if utterance is not None:
                found.append((utterance, None))
                open_speaker = len(found) - 1
                if content and content[0] == (0, len(passage.low)):
                    continue
        drafts = _drafts(passage)
        continue_quotations(passage, drafts)
        take_up_quotations(passage, drafts)
        kept = [(draft, utterance) for draft in drafts if (utterance := finish(passage, draft)) is not None]
        is_speech = _is_all_quoted(passage) and not any(_is_outside(passage, draft) for draft, _ in kept)
        if is_speech and (open_speaker is not None or was_left_open):
            goes_on = finish(passage, Draft(_GOES_ON, [(0, len(passage.low))]))
            if goes_on is not None and was_left_open and (waiting or not is_going_on):
                waiting.append((goes_on, len(found) if open_speaker is not None else None))
            if goes_on is not None and open_speaker is not None:
                found.append((goes_on, open_speaker))
        elif turn is not None and _is_told(passage):
            goes_on = finish(passage, Draft(_GOES_ON, [(0, len(passage.low))], form="direct"))
            if goes_on is not None:
                found.append((goes_on, turn))
        leading, behind = leading_quotations(passage, drafts)
        is_either = behind is not None and open_speaker is not None
        drawn = [finish(passage, Draft(_GOES_ON, [piece], doubts=[_EITHER] if is_either else [])) for piece in leading]
        first_of: list[int] = []
        if open_speaker is not None:
            for goes_on in filter(None, drawn):
                first_of.append(len(found))
                found.append((goes_on, open_speaker))
        speaker = open_speaker if is_speech else None
        for draft, utterance in kept:
            told = len(found)
            found.append((utterance, None))
            if waiting and passage.opens_at(draft.content[0][0]) == 0 and draft.verb >= 0:
                _told_at_end(waiting, found)
                waiting = []
            if draft is behind and (is_either or utterance.form != "indirect"):
                for number, goes_on in enumerate(filter(None, drawn)):
                    if is_either:
                        others[len(found)] = first_of[number]
                    found.append((goes_on, told))
            if is_transcript and draft.form == "direct":
                turn = told
            for piece in draft.behind:
                if (alone := finish(passage, Draft(_GOES_ON, [piece], doubts=[_ALONE]))) is not None:
                    found.append((alone, told))
            if draft.other is not None and (other := finish(passage, draft.other)) is not None:
                others[len(found)] = told
                found.append((other, None))
            if utterance.form != "indirect" and _is_outside(passage, draft) and draft.verb >= 0:
                speaker = told
        open_speaker = speaker
        awaiting = _hanging(passage)
        awaiting_in = passage if awaiting is not None else None
    return arrange(found, others)


_TURNS = 2
"""So many turns make a transcript, in which a paragraph without a name belongs to the turn before it."""


def _is_told(passage: Passage) -> bool:
    """Return whether a paragraph of a transcript is said, and is no heading and no remark in brackets."""
    is_remark = passage.text.lstrip()[:1] in {"(", "["} and passage.text.rstrip()[-1:] in {")", "]", "."}
    has_verb = any(tag in {"VBD", "VBZ", "VBP", "MD"} for tag in passage.tag)
    return passage.kind == "body" and has_verb and not is_remark


def _drafts(passage: Passage) -> list[Draft]:
    if not any(passage.dep):
        return []
    drafts = _happening(passage, find_verbal(passage))
    drafts += find_closing(passage, drafts)
    drafts += find_as_clauses(passage, drafts)
    drafts += find_phrases(passage, drafts)
    drafts += find_nominal(passage, drafts)
    return join_rivals(passage, drafts)


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


def _carried(parsed: Parsed) -> list[bool]:
    """Return of each paragraph whether an open quotation goes on in it; headings and captions do not count."""
    body = [each for each in parsed.paragraphs if each.paragraph.kind == "body"]
    carried = dict(zip((id(each) for each in body), carries_on([each.columns.text for each in body]), strict=True))
    return [carried.get(id(each), False) for each in parsed.paragraphs]


def _is_left_open(passage: Passage) -> bool:
    return any(each.level == 0 and not each.is_closed for each in passage.quotations)


def _told_at_end(waiting: list[tuple[Utterance, int | None]], found: list[tuple[Utterance, int | None]]) -> None:
    """Give the paragraphs of a quotation to the one who is told at the end of it: the last that was found."""
    told = len(found) - 1
    for utterance, number in waiting:
        if number is None:
            found.append((utterance, told))
        else:
            found[number] = (utterance, told)


def _is_outside(passage: Passage, draft: Draft) -> bool:
    return draft.cue is None or passage.quoted[draft.cue[0]] < 0


def _is_all_quoted(passage: Passage) -> bool:
    if not passage.quotations:
        return False
    words = [at for at in range(len(passage.low)) if passage.is_word(at)]
    return bool(words) and all(passage.quoted[at] >= 0 for at in words)


def _hanging(passage: Passage) -> Draft | None:
    """Return the draft of a paragraph that ends with a cue and a colon: what is said is the next paragraph."""
    from placet.evidence.speech.phrases import hanging_cue

    return hanging_cue(passage)


def _whole(passage: Passage) -> list[Range]:
    number = passage.opens_at(0)
    if number >= 0 and passage.has_words(passage.ranges[number][1], len(passage.low)):
        return [passage.ranges[number]]
    return [(0, len(passage.low))]


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

"""Utterances at phrases: `according to X`, `in X's words`, `X: …`, `…: minister`, and a cue with a colon at the end."""

from __future__ import annotations

import re
from collections import Counter

from placet.evidence.parties import is_place
from placet.evidence.speech.draft import Draft
from placet.evidence.speech.grammar import cue_words, is_negated, is_speaker, modality_of, noun_phrase, subject_of
from placet.evidence.speech.lexicon import Frame, read_lexicon, word_list
from placet.evidence.speech.passage import Passage, Range
from placet.evidence.speech.sentences import CAPITALS
from placet.evidence.speech.utterance import ParsedParagraph

_MOST = 60
"""So many of the words with which such phrases begin are looked at in a sentence."""

_NEAR = 10
"""How many words may stand between a cue and such a phrase: those spoken to, a day, a place."""

_FEWEST = 4
"""So many words behind the first comma are what is said, where the parse takes a whole sentence for one who speaks."""

_ACCORDING = Frame("according to", "say", "says", frozenset({"clause"}))
_WORDS = Frame("words", "say", "says", frozenset({"clause"}))
_LABEL = Frame(":", "say", "says", frozenset({"clause"}))
_NO_SPEAKERS = word_list("no speakers")
_NO_TURNS = word_list("no turns")
_TELLERS = word_list("tellers")


def find_phrases(passage: Passage, drafts: list[Draft]) -> list[Draft]:
    """Return what is said at phrases; a phrase that tells of another utterance as a whole becomes a relay of it."""
    found: list[Draft] = []
    read: Counter[int] = Counter()
    for at, low in enumerate(passage.low[:-2]):
        if low not in {"according", "in"} or read[passage.sentence_of[at]] >= _MOST:
            continue
        read[passage.sentence_of[at]] += 1
        if low == "according" and passage.low[at + 1] == "to":
            draft = _according(passage, at, _piece_around(drafts, at))
            if draft is not None and not (
                _lies_at_cue(passage, draft, drafts) or _becomes_relay(passage, draft, drafts)
            ):
                found.append(draft)
        elif low == "in" and (draft := _in_words(passage, at)) is not None:
            found.append(draft)
    found += [draft for low, high in passage.sentences if (draft := _cue_first(passage, low, high)) is not None]
    turn = _turn(passage)
    if turn is not None:
        found.append(turn)
    elif not any(passage.inmost[draft.cue[0]] < 0 for draft in (*drafts, *found) if draft.cue):
        label = _label(passage)
        if label is not None:
            found.append(label)
    _mark_citing(passage, drafts)
    return found


def _piece_around(drafts: list[Draft], at: int) -> Range | None:
    """Return the smallest piece of what somebody says that goes on on both sides of a phrase."""
    around = [
        (start, end)
        for draft in drafts
        if draft.cue is not None and not draft.cue[0] <= at < draft.cue[1]
        for start, end in draft.content
        if start < at and at + 3 < end
    ]
    return min(around, key=lambda piece: piece[1] - piece[0], default=None)


def _according(passage: Passage, at: int, around: Range | None) -> Draft | None:
    head = next((c for c in (*passage.children[at + 1], *passage.children[at]) if passage.dep[c] == "pobj"), None)
    low, high = passage.room(at)
    if around is not None:  # `said that, according to the guard, two boats were missing`: so the one who speaks says
        low, high = max(low, around[0]), min(high, around[1])
        if passage.low[low] == "that" and not passage.has_words(low + 1, at):
            low = at
    if head is None:
        head = _noun_behind(passage, at + 2, high)
    if head is None or not low <= head < high:
        return None
    if at == low + 1 and passage.tag[low] in {"CC", "RB"}:
        low = at  # `But according to …`
    is_set_off = at == low or passage.low[at - 1] in {",", "—", "--"} or passage.is_closing_mark(at - 1) or at > low + 8
    if not is_set_off or (passage.low[head] in _NO_SPEAKERS and not passage.tag[head].startswith("NNP")):
        return None
    source = noun_phrase(passage, head, (at + 2, high))
    end = _phrase_end(passage, source, at, low, high)
    if end >= high - 1 and not passage.has_words(low, at):
        end = next((token for token in range(at + 3, high - _FEWEST) if passage.low[token] == ","), end)
    source = (source[0], min(source[1], end))
    content: list[Range] = []
    if passage.has_words(low, at):
        content.append((low, at))
        if end < high and passage.low[end] == "," and not _is_new_clause(passage, end + 1, high):
            if any(passage.tag[token] in {"VBD", "VBZ", "VBP", "MD"} for token in range(end + 1, high)):
                content.append((end + 1, high))
            elif end + 1 < high and passage.tag[end + 1] in {"DT", "NNP", "NN"}:
                source = (source[0], high)  # `according to the keepers, the League of Anglers`
    elif end < high:
        content.append((end, high))
    content = [piece for piece in (passage.trim(*piece) for piece in content) if piece[0] < piece[1]]
    if not content:
        return None
    return Draft(_ACCORDING, content, cue=(at, at + 2), source=passage.trim(*source))


def _noun_behind(passage: Passage, at: int, high: int) -> int | None:
    """Return the last noun of the phrase that begins at a token, where the parse takes a word of it for a verb."""
    head = None
    while at < high and passage.is_word(at) and passage.tag[at] not in {"IN", "VBD", "VBZ", "MD", "TO", "WP", "WDT"}:
        head = at if passage.tag[at][:1] == "N" else head
        at += 1
    return head


def _phrase_end(passage: Passage, source: Range, at: int, low: int, high: int) -> int:
    end = source[1]
    if passage.has_words(low, at):
        return end
    # at the head of a sentence the phrase ends with the comma before the subject, or with the first one near it
    for token in range(at + 2, min(end + 1, high)):
        is_subject = any(
            passage.dep[i] in {"nsubj", "nsubjpass"} and passage.edges[i][0] == token + 1
            for i in range(token + 1, min(high, token + 8))
        )
        if passage.low[token] == "," and is_subject:
            return token
    for token in range(at + 2, min(end, high)):
        if passage.low[token] == "," and any(
            passage.dep[i] in {"nsubj", "nsubjpass"} for i in range(token + 1, min(high, token + 8))
        ):
            return token
    return end


def _is_new_clause(passage: Passage, start: int, end: int) -> bool:
    return start < end and (
        passage.tag[start] in {"CC", "VBG", "WP", "WDT", "IN"} or passage.low[start] in {"who", "which"}
    )


def _lies_at_cue(passage: Passage, phrase: Draft, drafts: list[Draft]) -> bool:
    """Read a phrase right beside a cue: `the envoy said, according to the ministry, that …`.

    The ministry may be said to tell what the envoy said, or the envoy to tell what the ministry says: both are read.
    """
    assert phrase.cue is not None
    if phrase.source is None:
        return False
    at, end = phrase.cue[0], phrase.source[1]
    for draft in drafts:
        if draft.cue is None or draft.source is None or draft.verb < 0:
            continue
        if draft.source[1] <= at and end <= draft.cue[0]:
            if not passage.has_words(draft.source[1], at) and not passage.has_words(end, draft.cue[0]):
                draft.relays.append(phrase.source)  # `the envoy, according to the ministry, said that …`
                return True
            continue
        if draft.content[0][0] < end or passage.has_words(end, draft.content[0][0]):
            continue
        between = [
            token for token in range(draft.cue[1], at) if passage.tag[token] in {"VBD", "VBZ", "VBP", "MD", "VBG"}
        ]
        if draft.cue[1] <= at <= draft.cue[1] + _NEAR and passage.low[at - 1] == "," and not between:
            doubt = f"`{passage.words(at, end)}` may tell of all of it, or only of what is said"
            other = Draft(_ACCORDING, list(draft.content), phrase.cue, source=phrase.source, relays=[draft.source])
            other.doubts = [doubt]
            draft.relays.append(phrase.source)
            draft.doubts = [*draft.doubts, doubt]
            draft.other = other
            return True
    return False


def _becomes_relay(passage: Passage, outer: Draft, drafts: list[Draft]) -> bool:
    """Add the phrase to an utterance that fills its sentence: `According to a source, the ministry said …`."""
    assert outer.cue is not None
    low, high = passage.room(outer.cue[0])
    for draft in drafts:
        if (
            draft.cue is None
            or not low <= draft.cue[0] < high
            or passage.inmost[draft.cue[0]] != passage.inmost[outer.cue[0]]
        ):
            continue
        leads = outer.cue[0] == low or not passage.has_words(low, outer.cue[0])
        is_main = draft.verb >= 0 and passage.dep[draft.verb] == "ROOT" and draft.cue[0] > outer.cue[0]
        # of `According to him, Oslo had proposed a date` the deed itself is told
        if leads and is_main and outer.source is not None and _is_clause(passage, draft):
            draft.relays.append(outer.source)
            return True
    return False


def _is_clause(passage: Passage, draft: Draft) -> bool:
    """Return whether what is said is a clause or a quotation, and not a thing or a deed."""
    return any(
        passage.quoted[at] >= 0 or passage.tag[at] in {"VBD", "VBZ", "VBP", "MD"}
        for start, end in draft.content
        for at in range(start, end)
    )


def _in_words(passage: Passage, at: int) -> Draft | None:
    """Read `in the minister's words, …`."""
    end = next(
        (i for i in range(at + 1, min(len(passage.low), at + 9)) if passage.low[i] in {"words", "phrase", "view"}), None
    )
    if end is None or ("POS" not in passage.tag[at:end] and passage.tag[at + 1] != "PRP$"):
        return None
    low, high = passage.room(at)
    source_end = max((i for i in range(at, end) if passage.tag[i] == "POS"), default=at + 2)
    behind = end + 1
    if behind < high and passage.low[behind] == "," and not passage.has_words(low, at):
        content = (behind + 1, high)
    elif at > low and passage.low[at - 1] == ",":
        content = (low, at - 1)
    elif behind < high and passage.opens_at(behind) >= 0:
        content = passage.ranges[passage.opens_at(behind)]
    else:
        return None
    content = passage.trim(*content)
    if content[0] >= content[1]:
        return None
    return Draft(_WORDS, [content], cue=(at, end + 1), source=passage.trim(at + 1, source_end))


_NAME = rf"[{CAPITALS}][{CAPITALS}.'’-]+(?:\s[{CAPITALS}][{CAPITALS}.'’-]*){{0,3}}"
_PLACE = r"(?:,\s[A-Z][\w. ]{2,30}|\s\([^()\n]{3,60}\)){0,2}"
_TURN = re.compile(
    rf"\s{{0,9}}(?:((?:[A-Z][a-z]{{1,9}}\.?\s)?{_NAME}){_PLACE}:\s+"
    rf"|((?:Mr|Mrs|Ms|Dr|Senator|The)\.?\s{_NAME}){_PLACE}\s?(?:—|--)\s{{0,3}})(?=\S)"
)
"""The name of one who takes a turn in a record, in capitals, and what he is: `ANNA LUND, HOST: `, `Senator LUND —`."""


def _turn(passage: Passage) -> Draft | None:
    """Read a turn of a transcript: all of the paragraph behind the name is said in the very words."""
    match = _TURN.match(passage.text) if passage.kind == "body" else None
    name = None if match is None else match[1] or match[2]
    if match is None or name is None or is_place(name.title()) or (set(name.lower().split()) - {"the"}) & _NO_TURNS:
        return None
    first, last = passage.range_of(*match.span(1 if match[1] else 2))
    mark = max(match[0].rfind(sign) for sign in (":", "—", "--"))
    colon, start = passage.range_of(match.start() + mark, match.end())
    is_glued = start < len(passage.low) and passage.start[start] != match.end()
    if is_glued or not passage.has_words(start, len(passage.low)) or first >= last:
        return None
    content = [(start, len(passage.low))]
    return Draft(_LABEL, content, cue=(colon, colon + 1), source=(first, last), form="direct")


def _cue_first(passage: Passage, low: int, high: int) -> Draft | None:
    """Read a sentence that begins with its cue, which the parse takes for a name: `Said Lund: “…”`."""
    frame = read_lexicon().verbs.get(passage.low[low])
    if frame is None or "clause" not in frame.takes or passage.low[low][-2:] not in {"id", "ed", "te", "ys", "es"}:
        return None
    colon = next((at for at in range(low + 2, min(high, low + 16)) if passage.low[at] == ":"), None)
    if colon is None or passage.opens_at(colon + 1) < 0 or passage.tag[low + 1] not in {"NNP", "DT", "PRP", "NN"}:
        return None
    if any(
        passage.tag[at] in {"VBD", "VBZ", "VBP", "MD", "IN"} and passage.low[at] != "of"
        for at in range(low + 1, low + 3)
    ):
        return None
    content = passage.ranges[passage.opens_at(colon + 1)]
    source = passage.trim(low + 1, colon)
    return Draft(frame, [content], cue=(low, low + 1), source=source) if source[0] < source[1] else None


def opens_turn(paragraph: ParsedParagraph) -> bool:
    """Return whether a paragraph begins with the name of one who takes a turn, or with `QUESTION:`."""
    return paragraph.paragraph.kind == "body" and _TURN.match(paragraph.columns.text) is not None


def _label(passage: Passage) -> Draft | None:
    """Read `NAME: text` at the head of a paragraph, and `text: minister` in a headline."""
    colon = next((at for at, low in enumerate(passage.low[:60]) if low == ":" and passage.inmost[at] < 0), None)
    if colon is None or colon == 0 or colon + 1 >= len(passage.low):
        return None
    length = len(passage.low)
    is_title = passage.kind in {"title", "subtitle"}
    if is_title and length - colon <= 5 and passage.low[length - 1] in _TELLERS:
        return Draft(_LABEL, [(0, colon)], cue=(colon, colon + 1), source=(colon + 1, length))
    if colon > 6 or any(passage.tag[at][:1] == "V" or passage.tag[at] in {"MD", "IN", "CD"} for at in range(colon)):
        return None
    name = passage.text[: passage.start[colon]].strip()
    tags = {"NNP", "NNPS", "POS", "DT", "NN", "JJ", ","}
    is_name = all(passage.tag[at] in tags for at in range(colon)) and "NNP" in passage.tag[:colon]
    is_name = is_name or (is_title and colon <= 2 and passage.low[colon - 1] in _TELLERS)
    if passage.opens_at(colon + 1) >= 0:
        is_name = is_name or all(word[:1].isupper() for word in name.split())
    if is_title and not (passage.tag[colon - 1] in {"NNP", "NNPS"} or is_speaker(passage.low[colon - 1])):
        return None  # `Taiwan visit: what is known`
    if not is_name or passage.low[colon - 1] in {
        "update",
        "related",
        "photo",
        "photos",
        "video",
        "contact",
        "analysis",
        "opinion",
        "exclusive",
    }:
        return None
    if is_title or name.isupper() or passage.opens_at(colon + 1) >= 0:
        return Draft(_LABEL, [(colon + 1, length)], cue=(colon, colon + 1), source=(0, colon))
    return None


def _mark_citing(passage: Passage, drafts: list[Draft]) -> None:
    """Give an utterance the relays that `citing …` and `through …` name."""
    for draft in drafts:
        if draft.verb < 0:
            continue
        for child in passage.children[draft.verb]:
            if passage.dep[child] not in {"advcl", "prep"} or passage.low[child] not in {
                "citing",
                "quoting",
                "through",
                "via",
            }:
                continue
            head = next((c for c in passage.children[child] if passage.dep[c] in {"dobj", "pobj"}), None)
            if head is None or passage.quoted[head] != passage.quoted[draft.verb]:
                continue
            if not any(start <= head < end for start, end in draft.content):
                draft.relays.append(noun_phrase(passage, head, passage.room(draft.verb)))


def hanging_cue(passage: Passage) -> Draft | None:
    """Return a cue with a colon at the end of a paragraph, without content as yet."""
    if passage.kind != "body" or not passage.text.rstrip().endswith(":"):
        return None
    tokens = [at for at, word in enumerate(passage.word) if not word.isspace()]
    if len(tokens) < 3 or passage.low[tokens[-1]] != ":":
        return None
    lexicon = read_lexicon()
    low, high = passage.room(tokens[-1])
    for at in range(high - 1, low - 1, -1):
        frame = lexicon.verbs.get(passage.low[at])
        if (
            frame is None
            or not frame.takes & {"clause", "quote"}
            or not passage.tag[at].startswith("VB")
            or passage.quoted[at] >= 0
        ):
            continue
        if high - at > 14:
            return None
        subject = subject_of(passage, at)
        draft = Draft(frame, [], cue=cue_words(passage, at, at), verb=at)
        draft.source = noun_phrase(passage, subject, (low, high)) if subject is not None else None
        draft.is_negated, draft.modality = is_negated(passage, at), modality_of(passage, at)
        return draft
    return None

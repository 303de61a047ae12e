"""Utterances at verbs: `said`, `did not give a clear endorsement`, `was quoted as saying`, `who had claimed`."""

from __future__ import annotations

from collections import Counter

import msgspec

from placet.evidence.speech.boundaries import is_cue_of_either
from placet.evidence.speech.clause import Clause, frame_clause
from placet.evidence.speech.content import behind_preposition, content_ranges
from placet.evidence.speech.draft import Draft
from placet.evidence.speech.grammar import (
    NOUN_TAGS,
    RELATIVES,
    SUBJECTS,
    addressee_of,
    cue_words,
    is_brought_to_speak,
    is_cut_off_verb,
    is_joined_cue,
    is_negated,
    is_out_of_step,
    is_speaker,
    is_time,
    is_yet_to,
    modality_of,
    noun_phrase,
    subject_of,
    venue_of,
)
from placet.evidence.speech.idle import is_idle, is_nobody_said
from placet.evidence.speech.lexicon import Frame, read_lexicon, word_list
from placet.evidence.speech.passage import Passage, Range
from placet.evidence.speech.within import is_reported_within

MOST_CUES = 60
"""So many verbs of speech are read in a sentence: nobody writes as many, and the work stays in proportion."""

_ALWAYS = frozenset({"said", "says", "told", "added", "wrote"})
_ASIDE = frozenset({"advcl", "acl", "ROOT", "dep", "csubj", "prep"})
_ANSWERS = frozenset({"comment", "answer", "respond", "reply", "give … answer", "give … response"})
_TAKES_UP = frozenset({"deny", "reject", "confirm"})
_SUMMONS = frozenset({"in", "off", "up", "back", "out"})
_UNNAMED = frozenset({"named", "identified", "anonymous", "unnamed", "unidentified", "anonymity"})
_QUOTING = frozenset({"quoted", "cited", "quotes", "cites", "quoting", "citing"})
_LASTING = frozenset(
    {"was", "were", "had", "wanted", "hoped", "believed", "thought", "felt", "knew", "needed", "remained"}
)
_LOST = frozenset({"missing", "dead", "killed", "injured", "wounded", "stolen", "lost", "safe"})
_PRONOUNS = word_list("pronouns")
_GLOSSED = word_list("glossed")
_REAL = word_list("real")


def find_verbal(passage: Passage) -> list[Draft]:
    """Return what is said at the verbs of a paragraph, in the order of the cues."""
    lexicon = read_lexicon()
    drafts: list[Draft] = []
    taken: set[int] = set()
    read: Counter[int] = Counter()
    for at, low in enumerate(passage.low):
        if (
            (low not in lexicon.verbs and low not in lexicon.phrases)
            or at in taken
            or read[passage.sentence_of[at]] >= MOST_CUES
        ):
            continue
        if not passage.tag[at].startswith("VB") and not (
            low in _ALWAYS and passage.tag[at] in {"NN", "NNS", "JJ", "NNP"}
        ):
            continue
        found = phrase_at(passage, at)
        if found is None and low not in lexicon.verbs:
            continue
        read[passage.sentence_of[at]] += 1
        frame, last, objects = found if found is not None else (lexicon.verbs.get(low), at, ())
        if frame is None or _is_no_speech(passage, at, frame):
            continue
        draft = _read(passage, at, frame, last, objects)
        plain = lexicon.verbs.get(low)
        if draft is None and objects and plain is not None:
            # `expressing “deep concern”`: what is said is the object itself
            frame, last, objects = plain, at, ()
            draft = None if _is_no_speech(passage, at, frame) else _read(passage, at, frame, last, objects)
        if draft is not None:
            drafts.append(draft)
            taken.update(objects)
            taken.update(_silenced(passage, at, frame))
    return drafts


def phrase_at(passage: Passage, at: int) -> tuple[Frame, int, tuple[int, ...]] | None:
    """Return the phrase that begins at a verb, the last token of it and the nouns in it."""
    lexicon = read_lexicon()
    for rest, frame in lexicon.phrases.get(passage.low[at], ()):
        reach = 7 if rest[0] == "…" else 1
        needed = [word for word in rest if word != "…"]
        place, last, objects = at + 1, at, []
        for word in needed:
            window = range(place, min(len(passage.low), place + reach + 1))
            hit = next(
                (i for i in window if passage.low[i] == word and passage.sentence_of[i] == passage.sentence_of[at]),
                None,
            )
            if hit is None or any(passage.low[i] in {",", ".", ";", ":"} for i in range(at, hit)):
                break
            if reach > 1 and passage.tag[hit].startswith("N"):
                objects.append(hit)
            last, place = hit, hit + 1
        else:
            if reach == 1 and last > at + len(needed) + 1:
                continue
            return frame, last, tuple(objects)
    return None


def _is_no_speech(passage: Passage, at: int, frame: Frame) -> bool:
    """Return whether the word only looks like a cue: a name, a participle before a noun, a wish that somebody speak."""
    dep, tag, low = passage.dep[at], passage.tag[at], passage.low[at]
    if dep in {"amod", "compound", "aux"}:
        return True
    if low in _QUOTING and any(_quoted_as(passage, c) == at for c in range(at, min(at + 14, len(passage.low)))):
        return True
    if tag == "VB" and dep == "ROOT" and not any(passage.dep[c] in {"aux", "nsubj"} for c in passage.children[at]):
        return True
    if _is_unspoken(passage, at, frame) or (dep == "pcomp" and passage.low[passage.head[at]] == "without"):
        return True
    if (
        tag == "VBN"
        and dep == "acl"
        and not any(passage.dep[c] == "agent" for c in passage.children[at])
        and not is_cut_off_verb(passage, at)
    ):
        return True
    if low == "said" and passage.low[at - 1 : at + 2] == ["that", "said", ","] and passage.tag[at - 1] != "WDT":
        return True  # `That said, …`
    if frame.act in {"ask", "urge", "question"} and _is_asked(passage, at):
        return True
    if tag == "VBG" and (passage.low[max(0, at - 1)] in {"no", "worth"} or dep == "csubj"):
        return True  # `there is no denying that …`, `it is worth noting that …`, `maintaining the pact is costly`
    if frame.act == "call" and any(
        passage.dep[c] == "prt" or (c == at + 1 and passage.low[c] in _SUMMONS) for c in passage.children[at]
    ):
        return True  # `called off the drill`, `called in the envoy`
    if frame.act == "call" and _is_naming(passage, at):
        return True
    if tag == "VBN" and dep == "acl" and frame.act == "claim":
        return True  # `islets claimed by Tokyo`
    if frame.act == "report" and passage.low[at + 1 : at + 2] and passage.low[at + 1] in _LOST:
        return passage.head[at + 1] == at  # `the ships reported missing were found`
    if frame.lemma == "beg" and "differ" in passage.low[at + 1 : at + 3]:
        return True
    if tag == "VBG" and _is_charge(passage, at):
        return True
    if (
        dep == "xcomp"
        and passage.low[passage.head[at]] in {"let", "need", "needs", "needed", "able"}
        and frame.act != "ask"
    ):
        return True
    if (
        low == "say"
        and at > 0
        and passage.low[at - 1] in {"'s", "let", "to"}
        and passage.low[at - 2 : at - 1] in (["that"], ["let"])
    ):
        return True
    return (
        low in {"points", "maintain", "maintains", "maintained", "offer", "offers"}
        and not any(passage.dep[c] == "ccomp" for c in passage.children[at])
        and low not in {"offered", "offering"}
        and not (low.startswith("offer") and any(passage.dep[c] == "xcomp" for c in passage.children[at]))
    )


def _is_naming(passage: Passage, at: int) -> bool:
    """Return whether a thing is given its name: `a drill called Dawn`, `everyone called him Mike`."""
    children = passage.children[at]
    if passage.dep[at] == "acl" and passage.tag[at] in {"VBN", "VBD"}:
        return not any(passage.dep[c] == "agent" or passage.dep[c] in SUBJECTS for c in children)
    named = [c for c in children if c > at and passage.dep[c] in {"oprd", "attr", "dobj", "ccomp"}]
    return (
        bool(named)
        and passage.tag[named[-1]] == "NNP"
        and passage.quoted[named[-1]] < 0
        and named[-1] == at + len(named)
    )


def _is_charge(passage: Passage, at: int) -> bool:
    """Return whether a participle is what somebody is accused of, or thanked for: `accused it of insisting on …`."""
    while passage.dep[at] == "conj" and passage.head[at] != at:
        at = passage.head[at]
    preposition = passage.head[at]
    if passage.dep[at] != "pcomp" or passage.low[preposition] not in {"of", "for"}:
        return False
    frame = read_lexicon().verbs.get(passage.low[passage.head[preposition]])
    return frame is not None and frame.act in {"accuse", "criticize", "praise", "thank"}


def _is_asked(passage: Passage, at: int) -> bool:
    """Return whether somebody is asked, or asks for no more than to stay unnamed: `Asked whether …, she said`."""
    if passage.low[at] in {"asked", "pressed", "questioned"} and passage.tag[at] in {"VBN", "VBD"}:
        opens = passage.low[at - 1] if at else ""
        if opens in {"when", "if", "once"} and not any(passage.dep[c] == "nsubj" for c in passage.children[at]):
            return True
        is_first = at == passage.room(at)[0]
        has_own = any(passage.dep[c] in {"nsubj", "aux", "auxpass"} for c in passage.children[at])
        if not has_own and (is_first or opens in {"when", "if", "once", ","}) and passage.dep[at] in _ASIDE:
            return True
    behind = passage.low[at + 1 : at + 7]
    return bool(set(behind) & _UNNAMED) and behind[:1] in (
        ["not"],
        ["to"],
        ["that"],
        ["for"],
        ["anonymity"],
    )


def _is_unspoken(passage: Passage, at: int, frame: Frame) -> bool:
    """Return whether nobody speaks: an infinitive that no verb makes real, or what is only said in a quotation."""
    children = passage.children[at]
    if is_yet_to(passage, at):
        return False
    if any(passage.tag[child] == "TO" for child in children):
        head = passage.low[passage.head[at]]
        return not (
            (passage.dep[at] in {"xcomp", "advcl"} and head in _REAL and not _is_added_wish(passage, at))
            or any(passage.low[child] == "have" and passage.dep[child] == "aux" for child in children)
            or is_brought_to_speak(passage, at)
        )
    if (
        passage.tag[at] == "VB"
        and not any(passage.dep[child] == "aux" for child in children)
        and passage.dep[at] != "conj"
        and not (passage.dep[at] == "parataxis" and any(passage.dep[child] == "nsubj" for child in children))
    ):
        return True  # `it is important that our allies recognize …`
    return passage.inmost[at] >= 0 and not is_reported_within(passage, at, frame)


def _is_added_wish(passage: Passage, at: int) -> bool:
    """Return whether an infinitive goes on with what is to be done: `“We have to wait,” he said, “and to say …”`."""
    above = passage.head[at]
    is_passive = any(passage.dep[child] == "auxpass" for child in passage.children[above])
    return passage.low[above] in {"said", "reported"} and not is_passive and passage.tag[above] == "VBD"


def _quoted_as(passage: Passage, at: int) -> int | None:
    """Return the verb before `as saying`: `was quoted as saying`; or `quoted the envoy saying`."""
    head = passage.head[at]
    if passage.dep[at] == "pcomp" and passage.low[head] == "as" and passage.low[passage.head[head]] in _QUOTING:
        return passage.head[head]
    if passage.low[at] in {"saying", "telling"} and passage.dep[at] in {"acl", "ccomp", "xcomp", "advcl"}:
        for above in (head, passage.head[head]):  # `quoted the minister saying`
            if passage.low[above] in {"quoted", "quotes", "quoting"} and above < at and passage.low[above + 1] != ",":
                is_behind = all(passage.tag[token] not in {",", "IN"} for token in range(above + 1, at))
                return above if is_behind and above + 1 < at else None
    return None


def _silenced(passage: Passage, at: int, frame: Frame) -> list[int]:
    """Return the verbs of speech that a cue governs and that do not happen: `declined to say`, `promised to tell`."""
    if "to" not in frame.takes or frame.act in {"say", "tell", "claim"}:
        return []
    silenced = []
    for child in passage.children[at]:
        if passage.dep[child] in {"xcomp", "ccomp", "advcl"} and any(
            passage.tag[c] == "TO" for c in passage.children[child]
        ):
            silenced.append(child)
    return silenced


def _read(passage: Passage, at: int, frame: Frame, last: int, objects: tuple[int, ...]) -> Draft | None:
    is_passive = passage.tag[at] == "VBN" and (
        (passage.dep[at] == "acl" and not is_cut_off_verb(passage, at))
        or any(passage.dep[c] == "auxpass" for c in passage.children[at])
    )
    subject = _agent(passage, at) if is_passive else subject_of(passage, at)
    cited = _cited_person(passage, at) if is_passive and not objects else None
    if cited is not None:  # `“…,” the minister was quoted by the agency`: the minister says it
        is_passive, subject, frame = False, cited, read_lexicon().verbs["said"]
    is_shared = (
        subject is not None
        and passage.head[subject] != at
        and passage.dep[at] in {"advcl", "conj", "xcomp", "acl", "relcl", "pcomp"}
    )
    cue = cue_words(passage, at, last)
    quoted = _quoted_as(passage, at)
    if quoted is not None:
        cue = (cue_words(passage, quoted, quoted)[0], cue[1])
    own = subject if not is_shared else None
    if is_passive:
        own = None
    if quoted is not None:
        own = next((c for c in passage.children[quoted] if passage.dep[c] in {"nsubj", "nsubjpass"}), own)
        subject = subject if own is None else own
    clause = frame_clause(passage, at, last, own, cue[0], frame.takes)
    if passage.tag[at] == "VBG":
        pass  # `…, saying the policy holds`: what follows is no subject
    elif own is None and not is_passive and not is_shared:
        clause, subject = _inverted(passage, clause, subject)
    elif is_shared and passage.dep[at] in {"conj", "advcl"}:
        clause, found = _inverted(passage, clause, None)
        subject = found if found is not None else subject
    is_own = subject is not None and (clause.is_inverted or clause.start < cue[0] or passage.dep[at] == "ROOT")
    clause = msgspec.structs.replace(clause, has_subject=is_own)
    content = content_ranges(passage, clause, frame)
    if is_passive and not content:
        content = _passive_content(passage, at, frame)
    if not content:
        content = _relative_content(passage, at, frame)
    if not content and frame.act in {"endorse", "respond"} and objects:
        content = [(objects[-1], objects[-1] + 1)]
    if not content:
        content = _shared_content(passage, at, clause, frame)
    if not content or _is_pronoun(passage, content, frame):
        return None
    if objects and passage.tag[content[0][0]] == "VBG" and passage.low[content[0][0]] in read_lexicon().verbs:
        return None  # `issued a statement expressing concern`: said at the inner verb
    has_quotation = any(passage.quoted[token] >= 0 for start, end in content for token in range(start, end))
    if cited is not None and not has_quotation:
        return None
    if not has_quotation and is_nobody_said(passage, at, frame, content):
        return None
    if is_idle(passage, at, frame, subject, is_passive, has_quotation, objects, last):
        return None
    cue = (cue[0], max(cue[1], behind_preposition(passage, clause, content)))
    limits = passage.room(at if subject is None or passage.inmost[subject] >= 0 else subject)
    source = noun_phrase(passage, subject, limits) if subject is not None else None
    source = _without(passage, source, content, cue, subject)
    barred = {start for start, _ in content} | {token for start, end in content for token in range(start, end)}
    draft = Draft(frame, content, cue=cue, verb=at, source=source)
    relay = _agent(passage, at if quoted is None else quoted) if cited is not None or quoted is not None else None
    if relay is not None and relay not in barred:
        draft.relays = [noun_phrase(passage, relay, passage.room(at))]
    if subject is not None and frame.act == "indicate" and passage.low[subject] in _GLOSSED:
        draft.is_gloss, draft.source = True, None
    draft.is_negated = is_negated(passage, at, objects)
    if draft.is_negated and frame.lemma in _ANSWERS:
        draft.stance = "declines"  # `could not answer`, `would not comment`
    if draft.is_negated and frame.lemma in {"say", "tell"} and modality_of(passage, at) in {"could", "would"}:
        draft.stance = "declines"  # `would not say whether`
    draft.modality = modality_of(passage, at) or (
        "reportedly" if is_passive and source is None and frame.act in {"say", "report"} else ""
    )
    addressee = addressee_of(passage, at, "whom" in frame.takes)
    draft.addressee = addressee if addressee is not None and addressee[0] not in barred else None
    draft.venue = venue_of(passage, at, barred)
    other = _other_reading(passage, at, content)
    if other:
        draft.other = msgspec.structs.replace(draft, content=other)
    elif is_cue_of_either(passage, at):
        draft.other = _as_above(passage, at, draft)
    return draft


def _as_above(passage: Passage, at: int, draft: Draft) -> Draft | None:
    """Return the reading in which the one who tells of another goes on: `said the envoy left and warned that …`."""
    above = passage.head[passage.head[at]]
    subject = subject_of(passage, above)
    if subject is None or passage.inmost[subject] >= 0:
        return None
    source = noun_phrase(passage, subject, passage.room(above))
    doubt = f"`{passage.words(*source)}` may say it, or `{passage.words(*draft.source)}`" if draft.source else ""
    draft.doubts = [*draft.doubts, doubt] if doubt else draft.doubts
    return msgspec.structs.replace(draft, source=source)


def _shared_content(passage: Passage, at: int, clause: Clause, frame: Frame) -> list[Range]:
    """Return what is said where two cues share it: `would neither confirm nor deny that …`."""
    verbs = read_lexicon().verbs
    for child in passage.children[at]:
        if passage.dep[child] == "conj" and passage.low[child] in verbs and child <= at + 3:
            joined = msgspec.structs.replace(clause, verb=child, last=child, end=child + 1, has_subject=False)
            return content_ranges(passage, joined, frame)
    return []


def _other_reading(passage: Passage, at: int, content: list[Range]) -> list[Range]:
    """Return what is said if a clause joined at the end, with a subject or a cue of its own, is not part of it."""
    start, end = content[0]
    joined = next((token for token in range(start + 2, end - 1) if is_cue_of_either(passage, token)), None)
    if joined is not None and passage.head[passage.head[joined]] == at and len(content) == 1:
        while joined > start + 1 and (passage.tag[joined - 1] in {"RB", "CC"} or passage.low[joined - 1] == ","):
            joined -= 1
        return [passage.trim(start, joined)]
    for token in range(end, min(end + 4, len(passage.low))):
        # `said that Bern broke the pact, and urged …`: Bern may have urged, or the one who speaks
        if passage.low[token - 1] == "and" and is_joined_cue(passage, token) and not is_out_of_step(passage, token):
            own = [c for c in passage.children[passage.head[token]] if passage.dep[c] in SUBJECTS]
            if own and (passage.tag[own[0]] in {"NNP", "NNPS"} or is_speaker(passage.low[own[0]])):
                return [passage.trim(start, passage.edges[token][1])]
    opening = _day_before(passage, at, start)
    if opening is not None and len(content) == 1:
        return [(opening, end)]
    if len(content) > 1 or any(passage.quoted[token] >= 0 for token in range(start, end)):
        return []
    for child in passage.children[at]:
        first = passage.edges[child][0]
        if not any(passage.dep[inner] in SUBJECTS for inner in passage.children[child]):
            continue
        if passage.dep[child] == "conj" and start < first < child < end and passage.low[first - 1] in {"and", "but"}:
            shorter = passage.trim(start, first - 1)
            return [shorter] if passage.low[first - 2] == "," and shorter[0] < shorter[1] else []
    return []


def _day_before(passage: Passage, verb: int, start: int) -> int | None:
    """Return where a day begins that may be that of the cue or of what is said: `said | on Monday the ships left`."""
    first = verb + 1
    words = [token for token in range(first, start) if passage.tag[token] != "IN"]
    if not words or start - first > 3 or not all(is_time(passage, token) for token in words):
        return None
    holder = passage.head[first]
    is_past = passage.tag[holder] == "VBD" and not any(passage.dep[c] == "aux" for c in passage.children[holder])
    if passage.low[holder] in _LASTING:
        return None  # `said on Monday she was confident`: what lasts is not told with a day
    return first if holder > start and is_past and passage.dep[holder] == "ccomp" else None


def _is_pronoun(passage: Passage, content: list[Range], frame: Frame) -> bool:
    """Return whether one word stands for what is said and says nothing: `said so`; not `denied that`, `replied no`."""
    words = [at for start, end in content for at in range(start, end) if passage.is_word(at)]
    if 1 < len(words) < 5 and passage.low[words[0]] in {"him", "her", "them"} and is_time(passage, words[-2]):
        return True  # `contradicted him two days later`
    if (
        len(words) > 1
        and passage.low[words[0]] in {"it", "them", "this", "that"}
        and passage.dep[words[0]] == "dobj"
        and passage.low[words[1]] in {"to", "over", "again", "in", "at", "on", "before", "after"}
        and passage.tag[words[1]] != "TO"
        and not frame.takes & {"object-complement", "as", "for", "of"}
        and frame.act not in _TAKES_UP
    ):
        return True  # `explained them to me`
    if len(words) != 1:
        return False
    word = words[0]
    if passage.low[word] in {"this", "that"} and frame.act in _TAKES_UP:
        return False
    if passage.low[word] in {"no", "yes"} and frame.act in {"respond", "say"}:
        return False
    return passage.low[word] in _PRONOUNS or (passage.tag[word] in {"RB", "CD"} and passage.quoted[word] < 0)


def _cited_person(passage: Passage, at: int) -> int | None:
    """Return who `was quoted`, where the words stand outside: not what was, as in `the report was quoted`."""
    if passage.low[at] not in {"quoted", "cited"}:
        return None
    subject = next((child for child in passage.children[at] if passage.dep[child] == "nsubjpass"), None)
    if subject is None or any(passage.low[child] == "as" for child in passage.children[at]):
        return None
    is_person = passage.tag[subject] in {"NNP", "PRP"} or is_speaker(passage.low[subject])
    return subject if is_person and passage.low[subject] not in {"it", "they"} else None


def _agent(passage: Passage, at: int) -> int | None:
    for child in passage.children[at]:
        if passage.dep[child] == "agent":
            return next((inner for inner in passage.children[child] if passage.dep[inner] == "pobj"), None)
    for child in passage.children[at]:
        if passage.dep[child] == "prep" and passage.low[child] == "as":
            return None
    return None


def _inverted(passage: Passage, clause: Clause, subject: int | None) -> tuple[Clause, int | None]:
    """Return the clause of `“…,” said the minister, an old hand` with its subject, where the parse shows none."""
    at = clause.last + 1
    low, high = passage.room(clause.verb)
    start = clause.start
    if start <= low or not (
        passage.is_edge(start - 1) or passage.is_quote_mark(start - 1) or passage.low[start - 1] in {"?", "!"}
    ):
        return clause, subject
    if at >= high or passage.tag[at] not in {"DT", "NNP", "NNPS", "NN", "NNS", "JJ", "PRP", "CD", "PRP$", "VBG", "VBN"}:
        return clause, subject
    if passage.low[at] in {"that", "this"} and passage.tag[at] == "IN":
        return clause, subject
    head = next(
        (child for child in passage.children[clause.verb] if child >= at and passage.tag[child] in NOUN_TAGS), None
    )
    if head is None:
        head = at
        while head + 1 < high and passage.tag[head + 1] in NOUN_TAGS | {"POS"} and passage.quoted[head + 1] < 0:
            head += 1
    end = max(head + 1, min(passage.edges[head][1], high))
    for token in range(at, end):
        if passage.opens_at(token) >= 0 or (
            passage.low[token] == "," and passage.tag[token + 1 : token + 2] == ["VBG"]
        ):
            end = token
            break
    return Clause(clause.verb, clause.last, clause.start, max(end, clause.end), is_inverted=True), head


def _passive_content(passage: Passage, at: int, frame: Frame) -> list[Range]:
    """Return what is said in `he is said to have left` and `the plan was rejected by parliament`."""
    subject = next((c for c in passage.children[at] if passage.dep[c] == "nsubjpass"), None)
    if subject is None:
        if passage.dep[at] == "acl" and passage.low[passage.head[at]] in read_lexicon().nouns:
            # `the offer, repeated by the minister, to send troops`
            behind = passage.edges[at][1]
            high = passage.room(at)[1]
            if behind < high and passage.low[behind] == ",":
                behind += 1
            if behind < high and passage.low[behind] == "to" and passage.tag[behind] == "TO":
                return [passage.trim(behind, min(high, max(passage.edges[passage.head[behind]][1], behind + 1)))]
        if passage.dep[at] == "acl" and "thing" in frame.takes and "whom" not in frame.takes:
            return [passage.trim(passage.edges[passage.head[at]][0], at)]
        return []
    if "object-complement" in frame.takes or "as" in frame.takes:
        agent = next((c for c in passage.children[at] if passage.dep[c] == "agent"), None)
        parts = [
            c
            for c in passage.children[at]
            if c > at and passage.dep[c] in {"oprd", "attr", "acomp", "dobj", "prep", "xcomp", "ccomp"}
        ]
        if parts:
            start, end = passage.edges[parts[0]]
            return [
                passage.edges[subject],
                passage.trim(start, end if agent is None or agent < start else min(end, agent)),
            ]
    infinitive = next((c for c in passage.children[at] if passage.dep[c] == "xcomp" and c > at), None)
    if infinitive is not None and passage.low[infinitive] in read_lexicon().verbs:
        return []  # `is said to have asked`: what is asked stands at the infinitive
    if infinitive is not None and "clause" in frame.takes and "whom" not in frame.takes:
        return [passage.edges[subject], passage.edges[infinitive]]
    if "thing" in frame.takes and "whom" not in frame.takes and _agent(passage, at) is not None:
        return [passage.edges[subject]]
    return []


def _relative_content(passage: Passage, at: int, frame: Frame) -> list[Range]:
    """Return what is said in `the plan, which she denied` where the pronoun stands for it."""
    if passage.dep[at] != "relcl" or not frame.takes & {"thing", "clause"}:
        return []
    own = [c for c in passage.children[at] if passage.dep[c] in {"dobj", "pobj"} and passage.low[c] in RELATIVES]
    subject = [c for c in passage.children[at] if passage.dep[c] == "nsubj" and passage.low[c] not in RELATIVES]
    if own and subject and "thing" in frame.takes:
        head = passage.head[at]
        start = passage.edges[head][0]
        return [passage.trim(start, own[0])]
    return []


def _without(
    passage: Passage, source: Range | None, content: list[Range], cue: Range, subject: int | None
) -> Range | None:
    """Cut a source where it runs into what is said or into its own cue."""
    if source is None or subject is None:
        return None
    start, end = source
    for first, last in (*content, cue):
        if first <= subject < last:
            return None
        if subject < first < end:
            end = first
        if start < last <= subject:
            start = last
    start, end = passage.trim(start, end)
    while end > subject + 1 and passage.low[end - 1] in RELATIVES:
        end -= 1
    start, end = passage.trim(start, end)
    return (start, end) if start <= subject < end else (subject, subject + 1)

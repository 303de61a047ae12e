"""Where the words of a cue stand and nothing is said all the same: `what he said`, `responded by leaving`."""

from __future__ import annotations

from placet.evidence.speech.grammar import is_negated, is_speaker, is_wording
from placet.evidence.speech.lexicon import Frame, read_lexicon, word_list
from placet.evidence.speech.passage import Passage, Range

_WEAK = frozenset(
    {"require", "indicate", "reject", "acknowledge", "endorse", "deny", "confirm", "propose", "ask", "urge", "claim"}
)
_OF_PERSONS = frozenset({"claim", "deny", "ask", "acknowledge"})
_TEXTS = frozenset(
    {
        "accord",
        "act",
        "agreement",
        "article",
        "charter",
        "constitution",
        "convention",
        "declaration",
        "law",
        "memorandum",
    }
    | {"pact", "protocol", "resolution", "treaty"}
)
_OFFERED = word_list("offered")
_GLOSSED = word_list("glossed")


def is_idle(
    passage: Passage,
    at: int,
    frame: Frame,
    subject: int | None,
    is_passive: bool,
    has_quotation: bool,
    objects: tuple[int, ...],
    last: int,
) -> bool:
    """Return whether nothing is said although the words are there: `what he said`, `when asked`."""
    dep, children = passage.dep[at], passage.children[at]
    if (
        subject is not None
        and passage.low[subject] in {"who", "what", "whoever", "whatever", "nobody", "anybody", "anyone"}
        and not passage.tag[subject].startswith("NNP")
    ):
        return True  # not the WHO
    if frame.act == "respond" and any(_is_by_saying(passage, c) for c in children):
        return True  # `responded by saying that …`: said at the inner verb
    if frame.act == "decline" and any(passage.tag[c] == "IN" and passage.low[c] == "to" for c in children):
        return True  # `has declined to 55 percent`
    if frame.lemma in {"talk", "speak"} and _is_negotiating(passage, at):
        return True
    if any(passage.low[c] in {"what", "whatever"} and passage.dep[c] == "dobj" for c in children):
        return True
    if (
        not frame.takes & {"thing", "whom", "object-complement"}
        and any(passage.dep[c] == "dobj" and c not in objects and c > last for c in children)
        and not any(passage.dep[c] in {"ccomp", "parataxis"} for c in children)
        and passage.opens_at(at + 1) < 0
    ):
        return not has_quotation
    is_clause = any(passage.dep[c] in {"ccomp", "xcomp"} and c > at for c in children)
    if not is_clause and not has_quotation and _is_deed(passage, at, frame, subject, is_passive):
        return True
    if is_passive and subject is None and frame.act == "tell" and not any(passage.dep[c] == "ccomp" for c in children):
        return True  # `nobody had been informed of the review`
    if (
        is_passive
        and subject is None
        and frame.act in {"believe", "doubt", "ask", "predict", "question", "require", "call"}
    ):
        return True
    if (
        dep == "relcl"
        and frame.act == "describe"
        and not has_quotation
        and not any(passage.low[c] == "as" for c in children)
    ):
        return True  # `the officials who described the pact`
    if dep in {"relcl", "advcl"} and any(
        passage.low[c] in {"could", "would", "might", "should", "can"} for c in children
    ):
        return True
    if subject is None or passage.tag[subject] not in {"NN", "NNS"} or passage.word[subject][:1].isupper():
        return False
    noun = passage.low[subject]
    is_of_words = is_wording(passage, passage.head[at])
    if dep == "acl" and passage.tag[at] == "VBG" and "clause" not in frame.takes and not is_of_words:
        return True
    if frame.act == "indicate" and noun in _GLOSSED:
        return not any(passage.dep[child] == "ccomp" for child in children)
    is_weak = frame.act in _WEAK or frame.lemma in {"highlight", "underscore", "underline", "make clear"}
    if not is_weak or is_speaker(noun):
        return False
    # a result may confirm that something is so, but only somebody claims, denies or asks it
    return not (is_clause and frame.act in _OF_PERSONS)


def _is_deed(passage: Passage, at: int, frame: Frame, subject: int | None, is_passive: bool) -> bool:
    """Return whether a verb with a thing behind it tells of what was done: `offered a discount`."""
    children = passage.children[at]
    objects = [passage.low[c] for c in children if passage.dep[c] == "dobj"]
    if frame.lemma == "offer" and objects and passage.tag[at] in {"VBG", "VBZ", "VBP", "VB"}:
        return objects[0] not in _OFFERED and objects[0].removesuffix("s") not in _OFFERED
    if passage.tag[at] == "VBG" and subject is None and not is_negated(passage, at):
        return True  # `such as suggesting a change`: nobody in the sentence does
    if is_passive and subject is None and frame.act == "acknowledge":
        return True  # `was admitted to hospital`
    if frame.act == "respond" and passage.tag[at] == "VBG" and _is_query(passage, at):
        return True  # `Responding to a question about the base, she said …`
    if frame.act == "respond":
        return not any(
            passage.dep[c] in {"intj", "punct"} and passage.low[c] in {"yes", "no", ":"} for c in children
        ) and any(
            passage.low[c] in {"with", "by", "to"} and passage.dep[c] == "prep" and not _is_speech_behind(passage, c)
            for c in children
        )
    return (
        subject is not None
        and passage.low[subject] in {"this", "that", "these", "which"}
        and frame.act not in {"say", "tell", "add"}
    )


def _is_negotiating(passage: Passage, at: int) -> bool:
    """Return whether somebody deals with another: `is talking to Bern about a base`."""
    return passage.tag[at] == "VBG" and any(
        passage.low[child] in {"to", "with"} and passage.dep[child] in {"prep", "dative"}
        for child in passage.children[at]
    )


def _is_by_saying(passage: Passage, preposition: int) -> bool:
    return passage.low[preposition] in {"by", "with"} and any(
        passage.dep[inner] == "pcomp" and passage.low[inner] in read_lexicon().verbs
        for inner in passage.children[preposition]
    )


def _is_query(passage: Passage, at: int) -> bool:
    """Return whether what is responded to is only asked: `to a question`, `to queries by the press`."""
    return any(
        passage.low[inner].rstrip("s") in {"question", "query", "querie", "request", "inquiry", "enquiry"}
        for child in passage.children[at]
        if passage.low[child] == "to"
        for inner in passage.children[child]
    )


def _is_speech_behind(passage: Passage, preposition: int) -> bool:
    """Return whether words follow `responded by`: `responded with a denial`."""
    lexicon = read_lexicon()
    if passage.low[preposition] == "to":
        return True
    start, end = passage.edges[preposition]
    return any(
        passage.low[at] in lexicon.nouns or (passage.low[at] in lexicon.verbs and passage.tag[at] == "VBG")
        for at in range(start, min(end, start + 5))
    )


def is_nobody_said(passage: Passage, at: int, frame: Frame, content: list[Range]) -> bool:
    """Return whether only a source or a hearer stands there: `quoting officials`, `pressed Seoul`; or it never was."""
    words = [token for start, end in content for token in range(start, end) if passage.is_word(token)]
    if not words:
        return False
    if frame.act == "cite":
        that = next(
            (place for place, token in enumerate(words) if passage.low[token - 1 : token + 1] == [",", "that"]), None
        )
        words = words[:that]  # `said, quoting the minister, | that …`
        behind = next((place for place, token in enumerate(words) if place and passage.tag[token] == "IN"), None)
        if behind is not None and passage.low[words[behind]] not in {"of", "by", "from"}:
            words = words[:behind]  # `quoting people | near the talks`, not `citing the release | of prisoners`
        is_bare = not any(passage.tag[token] in {"IN", "VBG", "VBN"} for token in words)
        is_source = frame.lemma == "quote" or (passage.tag[at] == "VBG" and passage.low[words[-1]] not in _TEXTS)
        is_name = passage.tag[words[-1]] == "NNP" and is_source
        return is_bare and (is_name or (passage.tag[words[-1]] in {"NN", "NNS"} and is_speaker(passage.low[words[-1]])))
    if frame.act == "urge" and all(passage.tag[token] in {"NNP", "NNPS"} for token in words):
        return passage.low[words[0] - 1] not in {"for", "on", "upon"}
    auxiliaries = {passage.low[child] for child in passage.children[at] if passage.dep[child] == "aux"}
    return {"should", "have"} <= auxiliaries  # `should have told the people`

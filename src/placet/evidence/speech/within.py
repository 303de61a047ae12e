"""What somebody who is quoted tells of the speech of others, or of his own: `“Oslo has asked us to wait,” she said`."""

from __future__ import annotations

from placet.evidence.speech.grammar import is_negated, is_speaker, subject_of
from placet.evidence.speech.lexicon import Frame
from placet.evidence.speech.passage import Passage

_OWN = frozenset({"i", "we"})
_ASKED = frozenset({"ask", "deny", "offer", "pledge", "propose", "question", "reject", "require", "urge", "warn"})
"""What one tells of oneself to have done in words, with a clause or without: `we offered to wait`."""

_TOLD = frozenset({"announce", "confirm", "explain", "respond", "tell"})
"""What one tells of oneself to have said to others: `I told him that …`; `we said that …` only says it again."""

_DONE = frozenset(
    {"apologize", "ask", "call", "confirm", "criticize", "deny", "endorse", "pledge", "praise", "propose", "reject"}
    | {"reiterate", "require", "thank", "urge", "warn", "welcome"}
)
"""What is done by the very words: `We urge both sides to …`."""

_BIDDING = frozenset(
    {"accuse", "agree", "announce", "ask", "confirm", "criticize", "decline", "deny", "pledge", "propose", "reject"}
    | {"require", "tell", "urge", "warn"}
)
"""What one tells of others without a clause: `Oslo refused to sign`, `the council asked us to wait`."""

_IN_CLAUSE = frozenset({"ROOT", "ccomp", "conj", "parataxis"})
_IN_PASSING = frozenset({"advcl", "relcl"})
_OPEN = frozenset({"if", "unless", "until", "whether"})


def is_reported_within(passage: Passage, at: int, frame: Frame) -> bool:
    """Return whether a verb of speech within a quotation tells that something was said, or says it by being said."""
    subject = subject_of(passage, at)
    if subject is None or (passage.tag[at] == "VB" and not _is_asked_for(passage, at)):
        return False
    children = passage.children[at]
    who = passage.low[subject]
    has_clause = any(passage.dep[child] == "ccomp" for child in children) or _opens_behind(passage, at)
    if passage.inmost[subject] < 0:
        return passage.tag[at] in {"VBD", "VBZ"}  # `the two “reaffirmed their wish”`: the narrator's verb
    if frame.lemma in {"talk", "speak"} and not has_clause:
        return False
    if who in _OWN:
        is_told = frame.act in _ASKED or (has_clause and frame.act in _TOLD) or _opens_behind(passage, at)
        return (is_told and _is_past(passage, at)) or _is_done(passage, at, frame)
    if who == "you" or any(passage.low[child] in _OPEN and passage.dep[child] == "mark" for child in children):
        return False
    if has_clause and passage.dep[at] in _IN_CLAUSE:
        return True
    if not (passage.tag[subject] in {"NNP", "NNPS", "PRP"} or is_speaker(who)):
        return False
    if passage.dep[at] in _IN_PASSING:
        # somebody who is named, at a time: `When Oslo said …`; not `people who say …`
        return has_clause and _is_past(passage, at) and passage.low[subject] not in {"they", "people"}
    if frame.act not in _BIDDING or passage.dep[at] not in _IN_CLAUSE or is_negated(passage, at):
        return False
    return _is_past(passage, at) or _is_under_way(passage, at)


def _opens_behind(passage: Passage, at: int) -> bool:
    """Return whether a quotation within the quotation opens right behind a verb: `a note that said, ‘It holds’`."""
    return any(passage.opens_within(token, passage.inmost[at]) >= 0 for token in (at + 1, at + 2))


def _is_past(passage: Passage, at: int) -> bool:
    helpers = {passage.low[child] for child in passage.children[at] if passage.dep[child] == "aux"}
    if passage.tag[at] == "VBN":
        return bool(helpers & {"has", "have", "had", "'ve", "'s"})
    return passage.tag[at] == "VBD"


def _is_under_way(passage: Passage, at: int) -> bool:
    helpers = {passage.low[child] for child in passage.children[at] if passage.dep[child] == "aux"}
    return passage.tag[at] == "VBG" and bool(helpers & {"is", "are", "was", "were", "'s", "'re"})


def _is_asked_for(passage: Passage, at: int) -> bool:
    """Return whether a bare form is a polite way of asking: `I would ask that …`."""
    return any(passage.low[child] in {"would", "'d"} for child in passage.children[at])


def _is_done(passage: Passage, at: int, frame: Frame) -> bool:
    """Return whether somebody does by the words what they say, in a quotation that says more than that."""
    if frame.act not in _DONE or passage.tag[at] not in {"VBP", "VB"}:
        return False
    if passage.dep[at] not in _IN_CLAUSE or is_negated(passage, at):
        return False
    start, end = passage.ranges[passage.inmost[at]]
    first, last = passage.edges[at]
    beside = [child for child in passage.children[at] if passage.dep[child] == "conj" and child > at]
    last = min([last, *(passage.edges[child][0] for child in beside)])
    own = sum(passage.is_word(token) for token in range(max(first, start), min(last, end)))
    whole = sum(passage.is_word(token) for token in range(start, end))
    return 2 * own <= whole

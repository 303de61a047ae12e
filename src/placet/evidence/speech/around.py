"""What is said before the clause of a cue, and on both sides of one that was put into the middle: `A, he said, B`."""

from __future__ import annotations

from placet.evidence.speech.clause import Clause
from placet.evidence.speech.grammar import is_time
from placet.evidence.speech.lexicon import read_lexicon, word_list
from placet.evidence.speech.passage import Passage, Range

_ADVERBIAL_OPENERS = word_list("adverbial openers")
_SUBORDINATORS = word_list("subordinators")
_CONNECTIVES = word_list("connectives")
_OPENING_PAIRS = (["now", "that"], ["given", "that"], ["provided", "that"], ["as", "long"], ["in", "case"])
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_ADVERBIAL = frozenset({"advcl", "advmod", "npadvmod", "prep", "punct"})
_OF_OCCASION = frozenset({"after", "as", "before", "once", "when", "while"})
_TOPICS = frozenset({"regarding", "concerning", "on", "about", "as"})


def ranges_around(passage: Passage, clause: Clause, limits: Range) -> list[Range]:
    """Return what stands before the cue's clause, and behind it where it was put into the middle."""
    if not clause.has_subject:
        return []
    before = clause.start
    if before - 1 > limits[0] and passage.low[before - 1] in {"and", "but"} and not is_quote_end(passage, before - 2):
        joined = before - 2 if passage.low[before - 2] == "," else before - 1
        if joined > limits[0] and not is_quote_end(passage, joined - 1):
            return []  # `The port was closed, and some speculated about the cause`
    if before - 1 > limits[0] and is_extracted(passage, before - 1, clause):
        rest = passage.trim(clause.end, limits[1])
        return [(before - 1, before), rest] if rest[0] < rest[1] else []
    while before > limits[0] and (passage.low[before - 1] in {",", "and", "but", "as", "--", "—", "–", "-"}):
        before -= 1
    if before <= limits[0]:
        return []
    is_set_off = before < clause.start or is_quote_end(passage, before - 1) or passage.low[before - 1] in {"?", "!"}
    if not is_set_off or not passage.has_words(limits[0], before):
        return []
    left = _left(passage, clause, (limits[0], before))
    if left is None or passage.low[left[0] : left[0] + 2] == ["according", "to"]:
        return []  # `According to the wire, an agency there, Oslo has proposed …`
    if (
        "asked" in passage.low[left[0] : left[0] + 2]
        or _is_when(passage, left)
        or _is_on_occasion(passage, clause, left)
    ):
        return []  # `asked whether she would go, she said no`: the question is none of hers
    pieces = [left]
    if left[0] == limits[0]:
        pieces = [_without_opening(passage, left)]
    at = clause.end
    if at < limits[1] and passage.low[at] in {",", "--", "—", "–", ":"} and at + 1 < limits[1]:
        behind = at + 1
        number = _quotation_after(passage, behind, limits[1]) if passage.inmost[clause.verb] < 0 else -1
        if number >= 0:
            first, last = passage.ranges[number]
            is_quoted = is_quote_end(passage, left[1] - 1)
            if passage.tag[left[0]] in {"VBG", "VBN"} or passage.low[left[0] : left[0] + 2] == ["as", "for"]:
                return [(first, last)]
            # `The pact will hold, he said: “It will last.”`: the quotation shows what is told before
            is_shown = passage.low[at] == ":" and not _is_incomplete(passage, left)
            is_new = passage.word[first + 1][:1].isupper() and not _is_name(passage, first + 1)
            if not is_quoted and is_new and not is_shown:
                return [(first, last)]
            if is_shown and _has_own_speech(passage, last, min(last + 4, limits[1])):
                return pieces  # `The pact will hold, he hinted: “It will last,” he said.`
            pieces.append((first, max(last, limits[1]) if _goes_on_behind(passage, last, limits[1]) else last))
        elif is_quote_end(passage, left[1] - 1) and (clause.is_inverted or _is_new_tale(passage, behind, limits[1])):
            pass  # `“A,” the minister said, and soon the lamps were out`
        elif passage.tag[behind] == "CC" and is_cue_near(passage, behind + 1, limits[1]):
            pass  # `“A,” the minister said, and the mayor added, “B”`
        elif _is_incomplete(passage, left) or _takes_up(passage, behind):
            joined = behind + 1 if passage.tag[behind] == "CC" and behind + 1 < limits[1] else behind
            pieces.append(passage.trim(joined, _before_aside(passage, joined, limits[1])))
    if len(pieces) == 1 and _is_topic(passage, left):
        return []
    return [piece for piece in pieces if piece[0] < piece[1]]


def _is_topic(passage: Passage, left: Range) -> bool:
    """Return whether words before a cue only say what it is about: `Regarding the port, the spokesperson said:`."""
    start, end = left
    return passage.low[start] in _TOPICS and not any(
        passage.tag[at] in _FINITE or passage.quoted[at] >= 0 for at in range(start, end)
    )


def is_extracted(passage: Passage, pronoun: int, clause: Clause) -> bool:
    """Return whether a pronoun before the cue's clause belongs to what is said: `who he said was late`."""
    return (
        passage.tag[pronoun] in {"WP", "WDT", "WRB"}
        and not (passage.low[pronoun] in {"which", "whom"} and passage.tag[pronoun - 1] == "IN")
        and clause.start < clause.verb
        and passage.head[pronoun] != clause.verb
        and passage.inmost[pronoun] == passage.inmost[clause.verb]
    )


def _is_when(passage: Passage, left: Range) -> bool:
    """Return whether words before a cue only say when: `Then, last week, she posted …`."""
    words = [at for at in range(*left) if passage.is_word(at)]
    return any(is_time(passage, at) for at in words) and all(
        is_time(passage, at) or passage.tag[at] in {"RB", "JJ", "DT", "CD", "IN", "NNP"} for at in words
    )


def _is_on_occasion(passage: Passage, clause: Clause, left: Range) -> bool:
    """Return whether the clause before a cue only says when: `When the council cut the funds, Lund said enough`."""
    start = left[0] + (passage.tag[left[0]] == "CC")
    parts = [child for child in passage.children[clause.verb] if start <= child < left[1]]
    is_when = bool(parts) and passage.dep[parts[0]] == "advcl" and passage.edges[parts[0]][0] == start
    return is_when and passage.low[start] in _OF_OCCASION and all(passage.dep[part] in _ADVERBIAL for part in parts)


def _without_opening(passage: Passage, left: Range) -> Range:
    """Return a piece without `But`, `However,` or `In addition,` and without what a colon parts from it."""
    start, end = left
    colons = [at for at in range(start, end) if passage.low[at] == ":" and passage.quoted[at] < 0]
    if colons and passage.has_words(colons[0] + 1, end):
        start = colons[0] + 1
    if passage.tag[start] == "CC" or (
        passage.low[start] in _CONNECTIVES and passage.tag[start + 1 : start + 2] not in (["JJ"], ["RB"])
    ):
        start += 1  # not the first word of `However good the plan is, …`
    elif passage.low[start : start + 2] in (
        ["in", "addition"],
        ["of", "course"],
        ["for", "instance"],
        ["for", "example"],
    ):
        start += 2
    start, end = passage.trim(start, end)
    return (start, end) if passage.has_words(start, end) else left


def _quotation_after(passage: Passage, behind: int, end: int) -> int:
    """Return the quotation that goes on right behind the cue's clause, or behind a phrase set between commas."""
    number = passage.opens_at(behind)
    if number >= 0 or behind >= end or passage.tag[behind] not in {"VBG", "IN", "RB", "VBN"}:
        return number
    for at in range(behind, end - 1):
        if _is_other_cue(passage, at):
            return -1  # `“A,” he said, adding later, “B”`
        if at > behind and passage.low[at] in {",", "—", "--"} and passage.opens_at(at + 1) >= 0:
            return passage.opens_at(at + 1)
    return -1


def _is_new_tale(passage: Passage, joined: int, end: int) -> bool:
    """Return whether the narrator goes on behind `and`, and no quotation does: `“A,” he said, and even “B”`."""
    if passage.tag[joined] != "CC":
        return False
    return all(passage.opens_at(at) < 0 for at in range(joined + 1, min(joined + 4, end)))


def _is_other_cue(passage: Passage, at: int) -> bool:
    """Return whether a participle says what follows it: `adding`, `suggesting`; not `speaking` or `quoting`."""
    frame = read_lexicon().verbs.get(passage.low[at])
    if frame is None or passage.tag[at] != "VBG" or passage.quoted[at] >= 0:
        return False
    return frame.act != "cite" and bool(frame.takes & {"clause", "quote"})


def _before_aside(passage: Passage, start: int, end: int) -> int:
    """Return the end before what the narrator adds: `The haul, he said, was big, | although it was not weighed`."""
    for at in range(start + 1, end - 2):
        if passage.low[at] == "," and passage.quoted[at] < 0 and passage.low[at + 1] in {"although", "though"}:
            return at
    return end


def _is_name(passage: Passage, at: int) -> bool:
    return passage.tag[at] in {"NNP", "NNPS"} or passage.low[at] in {"i", "i'm", "i've", "i'll"}


def _goes_on_behind(passage: Passage, last: int, end: int) -> bool:
    return last < end and not passage.is_edge(last) and passage.has_words(last, end) and not passage.is_edge(last - 2)


def _left(passage: Passage, clause: Clause, limits: Range) -> Range | None:
    start, end = limits
    inside = passage.inmost[clause.verb]
    if inside < 0 and end > start and is_quote_end(passage, end - 1):
        # a quotation right before the cue: what stands before it in the sentence belongs to it only if it runs into it
        first, last = passage.ranges[passage.quoted[end - 1]]
        if first > start:
            is_new = passage.word[first + 1][:1].isupper() if first + 1 < last else False
            if passage.is_edge(first - 1) and (is_new or _has_own_speech(passage, start, first)):
                start = first
    start, end = passage.trim(start, end)
    return (start, end) if start < end else None


def _has_own_speech(passage: Passage, start: int, end: int) -> bool:
    verbs = read_lexicon().verbs
    return any(passage.low[at] in verbs and passage.quoted[at] < 0 for at in range(start, end))


def is_cue_near(passage: Passage, at: int, end: int) -> bool:
    """Return whether a cue follows, at once or behind a short subject: `… and Modak called it …`."""
    verbs = read_lexicon().verbs
    for token in range(at, min(end, at + 4)):
        if passage.tag[token] in {"VBD", "VBZ"}:
            return passage.low[token] in verbs and passage.inmost[token] < 0
        if passage.tag[token] not in {"NNP", "PRP", "DT", "NN", "NNS", "RB"}:
            return False
    return False


def is_quote_end(passage: Passage, at: int) -> bool:
    """Return whether a token closes an outermost quotation."""
    number = passage.quoted[at]
    return number >= 0 and passage.ranges[number][1] == at + 1 and passage.quotations[number].is_closed


def _is_incomplete(passage: Passage, left: Range) -> bool:
    """Return whether a piece is no whole sentence, so that what stands behind the cue must complete it."""
    start, end = left
    if passage.low[start] in _SUBORDINATORS or passage.low[start : start + 2] in _OPENING_PAIRS:
        return True
    if passage.tag[end - 1] in {"WRB", "WP"}:
        return True  # `That is why, he argued, the port should close`
    if any(passage.quoted[at] >= 0 for at in range(start, end)):
        start = min(at for at in range(start, end) if passage.quoted[at] < 0 or at >= start)
    for at in range(start, end):
        if passage.tag[at] in _FINITE and passage.dep[at] not in {"relcl", "advcl", "acl"}:
            return False
    return True


def _takes_up(passage: Passage, behind: int) -> bool:
    """Return whether the words behind `A, he said,` go on with A: they begin with a verb or a joining word."""
    if passage.low[behind] in {"since", "until", "because", "if", "unless", "so", "including"}:
        return True
    if passage.low[behind] in _ADVERBIAL_OPENERS or passage.tag[behind] in {"VBG", "WP", "WDT", "WRB", "IN"}:
        return False
    return passage.low[behind] in {"and", "but", "or"} or passage.tag[behind] in {"VBZ", "VBP", "MD"}

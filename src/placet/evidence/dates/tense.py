"""The tense of the verb that governs an expression, as the words near it show."""

from __future__ import annotations

import re

from placet.evidence.dates.words import Tense

_BACK, _AHEAD = 200, 140
"""How many characters before and behind an expression are looked at."""

_TITLES = "".join(
    rf"(?<!\b{title})" for title in ("Rev", "Gen", "Sen", "Rep", "Gov", "Col", "Lt", "Dr", "Mr", "Mrs", "Ms", "St")
)
_END = re.compile(_TITLES + r"(?<=[^\W\d_A-Z]{2})[.!?][”\"’')]*\s|[.!?][”\"’')]+\s|\n|;\s")
_WORD = re.compile(r"[A-Za-z]+(?:[’'][a-z]+)?")

_PAST = frozenset({
    "said", "told", "wasn't", "weren't", "didn't", "hadn't", "hasn't", "haven't", "was", "were", "had", "did", "has",
    "have", "met", "held", "took", "made", "began", "begun", "went", "came", "gave", "given", "found", "won", "lost",
    "left", "spoke", "spoken", "wrote", "written", "knew", "known", "saw", "seen", "sent", "brought", "bought",
    "taught", "thought", "sought", "fought", "caught", "kept", "felt", "heard", "led", "fled", "fed", "built",
    "spent", "lent", "meant", "dealt", "stood", "understood", "withstood", "sat", "fell", "fallen", "rose", "risen",
    "chose", "chosen", "broke", "broken", "drew", "drawn", "grew", "grown", "threw", "thrown", "flew", "flown",
    "shot", "struck", "stuck", "hung", "swore", "sworn", "became", "ran", "sank", "sunk", "sold", "paid", "laid",
    "lay", "shown", "withdrew", "withdrawn", "withheld", "upheld", "undertook", "underwent", "arose", "awoke",
    "foresaw", "forgot", "forgotten", "rang", "sang", "slept", "swept", "wept", "wore", "worn", "born", "bore",
    "drove", "driven", "rode", "hid", "hidden", "overthrew", "been", "got", "gotten", "read", "put", "cut", "shut",
})  # fmt: skip
_NOT_PAST = frozenset({
    "need", "indeed", "speed", "hundred", "red", "bed", "shed", "seed", "feed", "breed", "weed", "deed", "embed",
    "exceed", "proceed", "succeed", "united", "unified", "armed", "sacred", "naked", "wicked", "ragged", "rugged",
    "allied", "combined", "limited", "advanced", "related", "so-called", "heed", "bleed", "greed", "sled", "creed",
})  # fmt: skip
_AHEAD_OF = frozenset({
    "will", "shall", "ll", "won't", "shan't", "would", "wouldn't", "should", "could", "might", "may", "must", "can",
    "going",
})  # fmt: skip
_PLANNED = frozenset({
    "scheduled", "expected", "due", "set", "slated", "planned", "supposed", "bound", "poised", "proposed", "upcoming",
    "forthcoming", "planning", "hopes", "hoping", "plans", "plan", "intends", "intend", "aims", "aim", "ready",
    "ahead", "tentatively", "deadline",
})  # fmt: skip
_HAPPENED_TO = frozenset({
    "refused", "failed", "managed", "began", "continued", "declined", "forced", "went", "came", "visited",
    "travelled", "traveled", "met", "gathered", "able", "used", "seemed", "appeared", "had", "started", "returned",
    "arrived", "flew", "tried", "sought", "helped", "ordered",
})  # fmt: skip
"""Verbs of the past whose infinitive lies in the past with them: `refused to sign on Monday`."""
_NOW = frozenset({
    "is", "are", "am", "opens", "open", "starts", "start", "begins", "begin", "meets", "meet", "expires", "expire",
    "ends", "end", "arrives", "arrive", "leaves", "leave", "takes", "take", "holds", "hold", "hosts", "host", "faces",
    "face", "visits", "visit", "votes", "vote", "returns", "return", "closes", "close", "kicks", "goes", "go",
    "comes", "come", "resumes", "resume", "sails", "sail", "runs", "gather", "gathers", "travels", "travel", "sits",
    "convenes", "convene",
})  # fmt: skip
"""Verbs that in the present speak of what is arranged: `the talks open on Monday`."""
_NO_VERB_BEHIND = frozenset({
    "according", "prior", "related", "thanks", "owing", "close", "similar", "contrary", "compared", "opposed",
    "linked", "subject", "regard", "addition", "response", "relation", "opposition", "reference", "attributed",
    "addressed", "next", "parallel", "equal",
})  # fmt: skip
"""Words behind which `to` begins no verb: `according to diplomatic sources`."""
_PUT_OFF = frozenset({
    "postponed", "put", "delayed", "moved", "rescheduled", "extended", "pushed", "deferred", "adjourned", "shifted",
})  # fmt: skip
"""Verbs of the past that move something ahead: `was put off to September`."""
_DETERMINERS = frozenset({
    "the", "a", "an", "his", "her", "its", "their", "our", "your", "my", "this", "that", "these", "those", "it",
    "him", "them", "us", "you", "me", "which", "whom",
})  # fmt: skip


def tense_near(text: str, start: int, end: int) -> Tense:
    """Say from the words around an expression whether it lies behind or ahead.

    The nearest verb before it in its sentence decides, else the first one behind it; what something belongs to
    (`Monday's talks`) is asked of the words behind it first.

    >>> text = "They said on Monday that they will meet on Friday."
    >>> tense_near(text, 13, 19), tense_near(text, 43, 49)
    ('past', 'future')
    """
    before = text[max(0, start - _BACK) : start]
    for found in _END.finditer(before):
        cut = found.end()
        if cut < len(before):
            before = " " * cut + before[cut:]
    behind = text[end : end + _AHEAD]
    stop = _END.search(behind)
    if stop:
        behind = behind[: stop.start()]
    words = _WORD.findall(before)
    last = words[-1].lower() if words else ""
    if last == "since":
        return "past"
    if last in ("to", "until", "till") and any(word.lower() in _PUT_OFF for word in words[-4:]):
        return "future"
    if behind[:1] in ("'", "’") and behind[1:2] == "s":
        if words[-2:-1] and words[-2].lower() == "ahead":
            return "future"
        return _first_ahead(behind[2:]) or _last_before(words) or "none"
    found_tense = _last_before(words)
    if last in ("until", "till", "by") and (found_tense is None or _holds(words)):
        return "future"
    return found_tense or _first_ahead(behind) or "none"


def _holds(words: list[str]) -> bool:
    """Say whether what stands before `until` is a plain `has` or `have`."""
    return len(words) > 1 and words[-2].lower() in ("has", "have")


def _last_before(words: list[str]) -> Tense | None:
    """Return what the nearest verb of the words before says."""
    lower = [word.lower().replace("’", "'") for word in words]
    for place in range(len(lower) - 1, -1, -1):
        found = _tense_of(lower, words, place)
        if found is not None:
            return found
    return None


def _first_ahead(behind: str) -> Tense | None:
    """Return what the first verb of the words behind says."""
    words = _WORD.findall(behind)
    lower = [word.lower().replace("’", "'") for word in words]
    for place in range(len(lower)):
        found = _tense_of(lower, words, place)
        if found is not None:
            return found
    return None


def _tense_of(lower: list[str], words: list[str], place: int) -> Tense | None:
    """Say what one word shows, with the few words before it; None where it is no verb, or none that shows anything."""
    word = lower[place]
    if word in _PLANNED:
        return "future"
    if word in _AHEAD_OF or word.endswith("'ll"):
        return None if word == "may" and words[place] != "may" else _modal(lower, place)
    if word == "to":
        return _infinitive(lower, words, place)
    if word in _PAST or (len(word) > 4 and word.endswith("ed") and word not in _NOT_PAST):
        return _participle(lower, words, place)
    if word in _NOW:
        return _present(lower, words, place)
    return None


def _modal(lower: list[str], place: int) -> Tense:
    return "past" if "have" in lower[place + 1 : place + 3] else "future"


def _infinitive(lower: list[str], words: list[str], place: int) -> Tense | None:
    """Read `to meet`, which lies ahead unless what governs it has happened; `to Seoul` is none."""
    if place and lower[place - 1] in _NO_VERB_BEHIND:
        return None
    follows = words[place + 1] if place + 1 < len(words) else ""
    if not follows or not follows[0].islower() or lower[place + 1] in _DETERMINERS or follows.endswith(("ing", "ly")):
        return None
    if any(word in _HAPPENED_TO for word in lower[max(0, place - 3) : place]):
        return "past"
    return "past" if lower[place + 1] == "have" else "future"


def _participle(lower: list[str], words: list[str], place: int) -> Tense | None:
    """Read `held`, which lies ahead behind `will be` or `to be`, and in the past otherwise."""
    for earlier in range(place - 1, max(-1, place - 4), -1):
        word = lower[earlier]
        if word == "be":
            continue
        if word in _PLANNED:
            return "future"
        if word in _AHEAD_OF or word.endswith("'ll"):
            if word == "may" and words[earlier] != "may":
                continue
            return _modal(lower, earlier)
        if word == "to" and lower[earlier + 1] not in _DETERMINERS and words[earlier + 1][0].islower():
            return _infinitive(lower, words, earlier)
        if word in _PAST:
            return "past"
    return "past"


def _present(lower: list[str], words: list[str], place: int) -> Tense | None:
    for earlier in range(place - 1, max(-1, place - 4), -1):
        word = lower[earlier]
        if word == "did" or word == "didn't":
            return "past"
        if word == "to":
            return _infinitive(lower, words, earlier)
    return "future"

"""Where the sentences of a text begin; what stands between quotation marks is never cut."""

from __future__ import annotations

import re
from bisect import bisect_left

from placet.evidence.speech.quotes import Quotation

_END = re.compile(r"[.?!…][.?!…]*[\"”’'»)\]]*(?=\s)|\n+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“‘'])(?:[A-Z]|[A-Za-z](?:\.[A-Za-z])+|Mr|Mrs|Ms|Dr|St|Gov|Sen|Rep|Del|Gen|Lt|Col|Maj|Sgt|Capt|Cmdr|Brig|Adm|Prof|"
    r"Rev|Hon|Pres|Amb|Sec|Jr|Sr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|No|vs|etc|Inc|Co|Corp|Ltd|Ft|Mt|Calif|Fla|"
    r"Va|Pa|Tex|Wis|Mass|Conn|Ill|Mich|Minn|Ariz|Colo|Wash|Ore|Ala|Ark|Tenn|Ky|La|Miss|Okla|Neb|Nev|N\.Y|N\.J|D\.C|approx)$"
)
_STATE_AT_END = re.compile(r"\b(?:with|from|to|by|in|of|against|for) the U\.[SNK]\.$")
_NAMED = re.compile(
    r"(?!(?:Vice|State|Defense|White|Supreme|Air|Coast|Marine|Joint|Special|Deputy|Assistant|National|Foreign|Pacific"
    r"|General|Security|Human|House|Central|President|Secretary|Trade|Treasury|Armed|Army|Navy)\b)"
    r"[A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][\w’'-]+(?:,| (?:said|told|says|also|was|has|had|called)\b)"
)
"""What begins a sentence behind `the U.S.`: somebody's name with a comma or a verb; not the name of an office."""
_NO_BREAK_BEFORE = re.compile(r"\s*[a-z,;:)\]]")
CAPITALS = "A-Z" + "".join(letter for letter in map(chr, range(0xC0, 0x1F00)) if letter.isupper())
"""The capital letters, for a set in a pattern: a place and one who takes a turn may be written `NÚÑEZ`."""
DATELINE = re.compile(
    rf"\s{{0,9}}([{CAPITALS}][{CAPITALS}.'’/-]+(?:\s[{CAPITALS}.'’/-]+){{0,3}})(?:,[^—–―\n()]{{0,40}}?)?"
    rf"(?:\s?\([^)\n]{{1,30}}\))?\s?(?:--|[—–―]|(?<=\s)-)\s+(?=[{CAPITALS}\"“‘'(])"
)
"""The place, the day and the agency with which a report begins: `OSLO, May 2 (NTB) -- `; its group 1 is the place."""
_IN_BRACKETS = re.compile(
    rf"\s{{0,9}}(?:\([{CAPITALS}][^()\n]{{1,50}}\)|\[[{CAPITALS}][^\[\]\n]{{1,50}}\])\s+(?=[{CAPITALS}\"“‘'])"
)
"""The same in brackets at the head of a paragraph: `(OSLO, May 2) `."""
_SIGNED = re.compile(
    rf"\s{{0,9}}[{CAPITALS}][\w.’'-]{{1,20}}(?:\s[{CAPITALS}][\w.’'-]{{0,20}}){{0,2}}\s(?:--|[—–-])\s+"
    rf"(?=[{CAPITALS}\"“‘'])(?!.{{0,300}}?\s(?:--|[—–-])\s)"
)
"""The agency or the place alone, with one dash and no second: `Tasnim – The navy said`."""
_SAID_BEHIND = re.compile(
    r"\s+(?:(?:[A-Z][\w'’.-]*|[a-z]{2,12}ly|the|a|an|one|another|of|and|who|also|then|later|has|had|at|in)\s+){1,12}?"
    r"(?:say|said|says|ask|asks|asked|add|adds|added|wrote|writes|tweeted|told|tells|shouted|wondered|exclaimed|replied|quipped"
    r"|declared|demanded|continued|joked|recalled|yelled|responded|inquired)\b"
)


def split_sentences(text: str, quotations: list[Quotation]) -> list[int]:
    """Return where each sentence begins; the first begins at 0.

    >>> split_sentences("Mr. Ito left. He said no.", [])
    [0, 14]
    """
    dateline = DATELINE.match(text) or _IN_BRACKETS.match(text) or _SIGNED.match(text)
    starts = [0, dateline.end()] if dateline is not None else [0]
    opens = [quotation.start for quotation in quotations]
    for end in _END.finditer(text):
        place = end.end()
        while place < len(text) and text[place].isspace():
            place += 1
        if place >= len(text) or place <= starts[-1]:
            continue
        at = bisect_left(opens, end.start()) - 1
        around = quotations[at] if at >= 0 and end.start() < quotations[at].end else None
        if around is not None:
            # only a stop right before the closing mark can end the sentence around the quotation
            if around.end > end.end() or text[end.start() : around.inner[1]].strip(".?!… ") != "":
                continue
            if text[end.start()] in "?!" and _SAID_BEHIND.match(text, around.end):
                continue
        elif (
            text[end.start()] == "."
            and end.group().startswith(".")
            and _is_abbreviated(text, end.start())
            and not (_STATE_AT_END.search(text, max(0, end.start() - 16), end.end()) and _NAMED.match(text, place))
        ):
            continue
        if text[end.start()] != "\n" and _NO_BREAK_BEFORE.match(text, end.end()):
            continue
        starts.append(place)
    return starts


def _is_abbreviated(text: str, stop: int) -> bool:
    return _ABBREVIATION.search(text, max(0, stop - 12), stop) is not None

"""Where a document is written, and so whose the offices most likely are that it names without a state."""

from __future__ import annotations

import re

from placet.evidence.parties.find import find_named
from placet.evidence.parties.table import by_first_word, home_of, outlet_home
from placet.evidence.speakers.issued import issued_as
from placet.evidence.speech.sentences import CAPITALS, DATELINE
from placet.model.documents import Document


def home_state(document: Document) -> tuple[str, str]:
    """Return the state whose organs an article means where it names none, and why; both empty where it is not known.

    A dateline that names a seat of government comes before the home of the outlet.
    """
    house = _home_of_record(document)
    if house:
        return house, RECORD
    body = 0
    for paragraph in document.paragraphs:
        if paragraph.kind not in {"body", "dateline"}:
            continue
        body += paragraph.kind == "body"
        line = document.text[paragraph.span.start : paragraph.span.end]
        match = DATELINE.match(line)
        if match is not None and body > 1 and not find_named(match[1].replace("/", " / ").title()):
            match = None  # `THAAD – a shield`: behind the first paragraph only a place that is known
        if match is None and body < 2:
            match = _COLON.match(line) or seat_line(line)
            if match is not None and not find_named(match[1].replace("/", " / ").title()):
                match = None  # `POWER: We will …`: a name in a transcript
        if match is not None:
            place, _, agency = match[0].partition("(")
            named = [each.entry for each in find_named(place.replace("/", " / ").title())]
            states = {each.party for each in named if each.how in {"seat", "name"} and each.party}
            if len(states) == 1:
                return next(iter(states)), f"the dateline {match[1].strip()}"
            home = home_of(agency.partition(")")[0].strip())
            if home:
                return home, f"the home of {agency.partition(')')[0].strip()}"
        if body > STANDFIRST:
            break
    held_in = home_of_briefing(document)
    if held_in:
        return held_in, BRIEFING
    issuer = _issuer(document)
    if issuer:
        return issuer, "the office whose page it is"
    outlet = document.metadata.outlet.value
    home = home_of(outlet) if outlet else ""
    if not outlet:
        outlet, home = _credit(document)
    if not outlet:
        outlet, home = _told_to(document.text)
    return (home, f"the home of {outlet}") if home else ("", "")


_CREDIT = re.compile(r"^(?:[Bb]y\s|[Ss]ource:?\s)?(?:[Tt]he\s)?|\s(?:[Nn]ews|[Ss]taff|[Dd]esk|[Ww]riters?)$")


def _credit(document: Document) -> tuple[str, str]:
    """Return the outlet that a line of its own in the head names, and its home: `Kyodo`; `By Nils Berg, NTB`."""
    for paragraph in document.paragraphs[:HEAD]:
        line = document.text[paragraph.span.start : paragraph.span.end].strip()
        if len(line) > LINE:
            break
        for words in (line, line.rpartition(", ")[2]):
            name = _CREDIT.sub("", words)
            home = outlet_home(name)
            if home:
                return name, home
    return "", ""


def _issuer(document: Document) -> str:
    """Return the state of the ministry or embassy that stands in a line of its own in the head of a page.

    Whose name tells no state, as `White House`, only where the page says that it is a readout, a statement or the like.
    """
    for paragraph in document.paragraphs[:STANDFIRST]:
        line = document.text[paragraph.span.start : paragraph.span.end].strip()
        named = find_named(line) if len(line) <= LINE * 2 else ()
        if len(named) == 1 and named[0].entry.how == "body" and issued_as(document, STANDFIRST):
            whole = re.fullmatch(r"(?:The\s)?", line[: named[0].start]) and named[0].end == len(line)
            if whole and named[0].entry.party and not named[0].entry.is_loose:
                return named[0].entry.party
        state = next((each for each in named if each.entry.how == "name"), None)
        if state is None or _OFFICE_OF.fullmatch(line, 0, state.start) is None:
            continue
        if re.fullmatch(r"(?:\s(?:in|to)\s.*)?", line[state.end :]) is not None:
            return state.entry.party
    return ""


RECORD = "the parliament whose record it is"
_RECORD = re.compile(r"(?P<british>H[CL] (?:Deb|Hansard)\b)|(?:Parliamentary Debates|Hansard|Official Report)\b")


def _home_of_record(document: Document) -> str:
    """Return the state whose parliament a record in the head of a page is of; empty where it is none or not told."""
    for paragraph in document.paragraphs[:HEAD]:
        line = document.text[paragraph.span.start : paragraph.span.end].strip()
        record = _RECORD.match(line) if len(line) <= LINE * 2 else None
        if record is not None:
            states = {each.entry.party for each in find_named(line) if each.entry.party}
            return "GBR" if record["british"] else next(iter(states)) if len(states) == 1 else ""
    return ""


_OFFICE_OF = re.compile(
    r"(?:The\s)?(?:[A-Z]\w+\s){0,3}?"
    r"(?:Ministry|Department|Embassy|Consulate|Government|Permanent Mission|Office|Presidency)"
    r"(?:\s(?:[A-Z]\w+|of|for|and|the)){0,8}?\sof\s(?:the\s)?"
)
"""The office before its state: `Ministry of Foreign Affairs of | Kenya`, `Embassy of the | United States`."""
BRIEFING = "the seat of government in which the briefing is held"
STANDFIRST = 3
"""How many paragraphs may stand between the title and the dateline: what the article is about, told in bold."""


def home_of_briefing(document: Document) -> str:
    """Return the state in whose seat of government a briefing is held, by a line of its own above the first turn."""
    is_briefing = False
    for paragraph in document.paragraphs[:HEAD]:
        line = document.text[paragraph.span.start : paragraph.span.end]
        if _TURN.match(line) is not None or len(line) > LINE:
            break
        is_briefing = is_briefing or _BRIEFING.search(line) is not None
        place = next(iter(find_named(line)), None)
        if not is_briefing or place is None or place.start or place.entry.how != "seat" or place.entry.is_loose:
            continue
        if _PLACE.fullmatch(line[place.end :]) is not None:
            return place.entry.party
    return ""


HEAD = 12
"""How many lines the head of a transcript has at most."""
LINE = 60
"""How many characters such a line has at most."""
_TURN = re.compile(rf"[{CAPITALS}][{CAPITALS}.’' -]{{2,40}}:\s")
_BRIEFING = re.compile(r"\b(?:[Pp]ress|[Nn]ews|[Mm]edia|[Dd]aily|[Nn]oon) (?:[Pp]ress )?[Bb]riefing\b")
_PLACE = re.compile(r"(?:, [A-Z][\w.]*(?:\s[A-Z]\w+)?)?\s*")
"""What may stand behind the place in a line of its own: `Nairobi, Kenya`; `Washington, DC`."""

_COLON = re.compile(
    r"\s{0,9}([A-Z][A-Z.'’/-]+(?:\s[A-Z.'’/-]+){0,2})(?:,\s[^:\n()–—]{1,24})?(?:\s?\([^()\n]{1,30}\))?:\s+(?=[A-Z\"“‘'])"
)
"""The place with which a report of South Asia begins: `KARACHI: `, `DHAKA, May 2 (BSS): `; its group 1 is the place."""

_SEAT = re.compile(
    r"\s{0,9}([A-Z][\w.’'-]{2,20}?(?:\s[A-Z][\w.’'-]{1,20}?){0,2})(?:[,.]\s[^–—()/\n]{0,30})?"
    r"(?:\([^()\n]{0,30}\)|/[^/\n]{1,24}/\.?)?(?:\s{0,3}(?:[–—]|\s--?)|(?<=/)|(?<=/\.))\s+"
)


def seat_line(line: str) -> re.Match[str] | None:
    """Return the seat of a government with which a line begins as a dateline in small letters does: `Khartoum – …`.

    >>> [seat_line(each) is not None for each in ("Lima – The navy said", "Otieno – a farmer – said")]
    [True, False]
    """
    match = _SEAT.match(line)
    if match is None:
        return None
    place = match[1].title() if match[1].isupper() else match[1]
    named = find_named(place)
    return match if len(named) == 1 and named[0].entry.how == "seat" and named[0].entry.words == place else None


_TO_US = re.compile(
    r"\b(?:told|interview with|statement to|e-?mail to|(?:[Tt]alking|[Ss]peaking|spoke|talked) to)\s+(?:the\s+|The\s+)?"
    r"(?:(?:(?:national|public|state|local|daily|private)\s+)?"
    r"(?:broadcaster|newspaper|news agency|agency|daily|paper)\s+)?(?=[A-Z])"
)


def _told_to(text: str) -> tuple[str, str]:
    """Return the one paper to which people spoke, and its home, where the page does not name the outlet."""
    found: dict[str, str] = {}
    for match in _TO_US.finditer(text):
        paper = re.match(r"(?:[A-Z][\w’'-]*\s?){1,4}", text[match.end() : match.end() + 60])
        words = paper[0].strip().split() if paper is not None else []
        for end in range(len(words), 0, -1):
            name = " ".join(words[:end])
            entry = next((each for each in by_first_word().get(words[0], ()) if each.words == name), None)
            if entry is not None and entry.how == "outlet":
                if entry.party and entry.what != "agency":
                    found[name] = entry.party
                break
    homes = set(found.values())
    return (min(found), homes.pop()) if len(homes) == 1 else ("", "")

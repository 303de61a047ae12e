"""What each paragraph around an article is: title, subtitle, day, byline, caption, body or furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from placet.evidence.intake.datelines import closing_agency, read_dateline_alone
from placet.evidence.intake.furniture import is_furniture, is_list_head, is_notice
from placet.evidence.intake.stamps import Stamp, find_stamps, words_beside
from placet.evidence.parties.find import is_place
from placet.model.documents import ParagraphKind

_END = re.compile(r"""[.!?。！？…‥][\s"'”’»)\]」』）]*$""")
_BODY_LENGTH = 60
"""How many letters a paragraph has at least that is taken for the beginning of the article's body."""

_BYLINE = re.compile(r"^(?:by|text by|words by|story by|from)[\s:]+(?P<names>\S.*)$", re.IGNORECASE)
_NAMES = re.compile(r"^[A-ZÀ-ÞŌŪĀ][\w.'’-]*(?:\s+(?:[A-ZÀ-ÞŌŪĀ][\w.'’-]*|de|da|di|van|von|der|bin|al|el|la|le)){1,4}$")
_RANKED = re.compile(
    r"(?:(?:U\.S\.|Air|Army|Navy|Marine|Corps|Force|Coast|Guard|Staff|Tech|Master|Chief|Petty|Officer|First|1st|2nd|Senior"
    r"|Sgt|Cpl|Spc|Pfc|Lt|Col|Capt|Maj|Gen|Cmdr|Airman|Dr|Prof|Sir|Rev|Hon)\.?\s+){1,5}"
    r"[A-ZÀ-Þ][\w.'’-]*(?:\s+[A-ZÀ-Þ][\w.'’-]*){1,3}$"
)
_ROLE = re.compile(
    r"\b(?:correspondents?|reporters?|staff writers?|contributors?|columnists?|editors?|bureau chief|news agency"
    r"|special to .{2,40}|journalist|press|times|post)\b\.?$",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"^(?:The|A|An|This|That|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|In|On|At|All|Contrast|Comparison|Law|Then|Now)\b"
)
_EASTERN_BYLINE = re.compile(
    r"^(?:\[?[가-힣·=\s]{0,20}[=\]]\s*)?[가-힣]{2,4}(?:[·,\s]+[가-힣]{2,4}){0,3}\s*(?:특파원|기자|선임기자|논설위원)"
    r"(?:\s+\S+@\S+)?$|^(?:文|写真|文・写真|取材|執筆|記者)[・：:\s]\s*\S{2,20}$|^[一-鿿]{2,4}\s?[一-鿿ぁ-ヿ]{1,4}\s?記者$"
)
_CAPTION_BEGINS = re.compile(
    r"(?i)(?:photo|image|picture|caption|pictured|above|illustration|사진|写真)\s*[:：=]"
    r"|\s*[/(]\s*(?:ap|reuters|afp|yonhap|kyodo)\b"
)
_CAPTION = re.compile(
    r"(?i)\bfile\s+photo\b|\bphoto(?:graph)?s?\s*(?:by|:|courtesy|/)"
    r"|\((?:photo|image|file|ap|reuters|afp|getty|yonhap|kyodo)\b[^)]{0,60}\)\s*\.?$"
    r"|[/|]\s?(?:reuters|afp|ap|yonhap|kyodo|getty(?: images)?|epa|xinhua|newsis)\s*\.?$|\bgetty\s+images\b"
    r"|제공\)?$|=\s?(?:연합뉴스|뉴시스)$"
    r"|\((?:left|right|center|centre|l|r|c|front|back)\)|,\s(?:left|right|center|centre),"
)
_NEEDED_BY_CAPTION = ("photo", "getty", "(", "/", "|", "=", "제공", "left,", "right,", "center,", "centre,")
"""Marks and words of which a line holds one if `_CAPTION` is found in it: most lines hold none."""

_CREDITED = re.compile(
    r"\[(?:[^\[\]\n]{1,60}/\s?)?"
    r"(?:(?!VIDEO|PHOTO|WATCH|LIVE|AUDIO|SIC|PDF|MAP|POLL|ENDS?\b)[A-Z]{2,6}|Reuters|Yonhap|Kyodo|Xinhua|Getty|File)"
    r"(?: [A-Z]\w*){0,3}\]\.?$|\s/\s?[A-Z]{2,6}(?:-[A-Z]\w+)?$"
    r"|[\s(](?:REUTERS|Reuters|AP|AFP|EPA|Getty(?: Images)?|[A-Z]{2,6}(?= Photo| Images|/\w+ [A-Z]))(?: Photo| Images)?"
    r"/[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}\)?\.?$"
)
"""The sign of an agency at the end of a line that stands under a picture: `… at the quay [NTB]`."""
_OUTLET = re.compile(
    r"(?:(?:[A-Z][\w'’]*|of|and) ){0,4}(?i:news|press|times|post|herald|tribune|gazette|journal|shimbun|ilbo|sinmun"
    r"|daily|chronicle|courier|agency|(?:press|news) service|weekly|review|telegraph|inquirer|standard"
    r"|observer|reuters|yonhap|kyodo|xinhua|afp|jiji)"
)
_PLACEHOLDER = re.compile(r"(?i)^\s*\[?(?:%%image\d*%%|image|photo|사진|写真)\]?\s*$")


_LONGEST_BARE_BYLINE = 90
"""How many letters a line has at most that names its writers without saying that it is by them."""


class Line(msgspec.Struct, frozen=True):
    """A paragraph as it was found, before anybody says what it is.

    Attributes:
        text: its words, without spaces around.
        is_close: whether it follows the one before without an empty line.
    """

    text: str
    is_close: bool = False


def tell_kinds(lines: Sequence[Line], title: str | None = None, *, is_selected: bool = False) -> list[ParagraphKind]:
    """Return what each paragraph is.

    Args:
        lines: all paragraphs, in order.
        title: the title, where something else says it; None: the first line that can be one.
        is_selected: whether somebody has chosen the lines of an article already, so that none is furniture for its
            place alone.
    """
    kinds: list[ParagraphKind] = ["body"] * len(lines)
    are_sentences = [_is_sentence(line.text) for line in lines]
    signed = _signed_at(lines, are_sentences)
    opened, closed = _body_range(lines, are_sentences, signed)
    at = None if is_selected and title is None else _title_at(lines, opened, title)
    is_listing = False
    for index, line in enumerate(lines):
        text = line.text
        is_early, is_outside = index < opened, not opened <= index < closed
        if index == at:
            kinds[index] = "title"
        elif are_sentences[index] and not is_list_head(text):
            pass  # it stands within the body, which reaches from the first to the last of them, and is nothing else
        elif is_furniture(text) or (is_outside and is_notice(text)) or (is_early and _is_same(text, lines, at)):
            kinds[index] = "furniture"
        elif is_list_head(text):
            kinds[index] = "furniture"
            is_listing = True
            continue
        elif is_listing and not is_selected and len(text) < 160 and (index >= closed or not _ends(text)):
            kinds[index] = "furniture"
            continue
        elif is_day_line(text):
            kinds[index] = "dateline"
        elif names_of_byline(text) is not None:
            kinds[index] = "byline"
        elif index != signed and _is_caption(lines, index, at, opened):
            kinds[index] = "caption"
        elif is_selected:
            kinds[index] = "subtitle" if _is_crosshead(text) else "body"
        elif index < opened:
            kinds[index] = "subtitle" if at is not None and index > at else "furniture"
        elif index >= closed:
            kinds[index] = "furniture"
        elif index > opened and _is_crosshead(text):
            kinds[index] = "subtitle"
        is_listing = False
    return kinds


def is_day_line(text: str) -> bool:
    """Say whether a line holds the day of the article and nothing to speak of beside it."""
    if len(text) > 160:
        return False
    stamps = find_stamps(text)
    if not stamps:
        return read_dateline_alone(text) is not None
    beside = words_beside(text, stamps)
    if len(beside) <= (24 if any(stamp.word for stamp in stamps) else 4):
        return True
    if is_section(beside) or _RECORD.fullmatch(beside) is not None:
        return True
    if len(beside) <= 32 and text.lower().endswith(tuple("0123456789mtz)")) and _OUTLET.fullmatch(beside):
        return True
    return len(beside) <= _LONGEST_BESIDE_DAY and names_of_byline(text) is None and _names_beside(text, stamps)


_LONGEST_BESIDE_DAY = 60
_RECORD = re.compile(r"H[CL] (?:Deb|Hansard)(?: [Vv]ol(?:ume)? \d{1,4})?(?: cc?\d[\dA-Z ]{0,16})?")
"""How the record of the British parliament is cited, beside the day: `HC Deb 4 March 2014 vol 576 cc771-2W`."""
_EDITOR = re.compile(r"(?i)\b(?:editors?|edited by|editing)\s*[:：]\s*\w+(?:\s\w+)?\s*$")
_SOURCE_WORD = re.compile(r"(?i)^(?:source|via|author|written|location|by|from)\b\s*[:：]?\s*")
_PAPER = re.compile(
    r"(?i)\b(?:statement|remarks|communiqu|declaration|briefing|conference|summit|meeting|treaty|agreement|transcript"
    r"|interview|report|speech|address|letter|resolution|talks|minutes|note|timeline|chapter|part|day|week)"
)
"""What a title names and the line of the day does not: `Joint Statement, March 4, 2014`."""


def _names_beside(text: str, stamps: Sequence[Stamp]) -> bool:
    """Say whether all that stands beside a day are names of an outlet, a place or a person."""
    left = []
    at = 0
    for stamp in stamps:
        left.append(text[at : stamp.span.start])
        at = stamp.span.end
    left.append(_EDITOR.sub("", text[at:]))
    has_clock = any(stamp.value is not None and "T" in stamp.value for stamp in stamps)
    is_parted = has_clock or re.search(r"[|•·/()]|\s[-–—]\s|\b[Bb]y\b", "".join(left)) is not None
    pieces = [piece.strip(" ;–—-") for piece in re.split(r"[|•·/(),:]|\s[-–—]\s", " , ".join(left))]
    pieces = [piece for piece in pieces if words_beside(piece, ())]
    for piece in pieces:
        names = _SOURCE_WORD.sub("", words_beside(piece, ()))
        if not names or _OUTLET.fullmatch(names) or _EASTERN_OUTLET.fullmatch(names):
            continue
        if is_place(names) or _SEAT.fullmatch(piece):
            continue
        is_name = _NAMES.match(names) or _SHORT_NAME.fullmatch(names)
        if not is_parted or _PAPER.search(names) or not (is_name or _HOST.fullmatch(piece) or _in_place(names)):
            return False
    return len(pieces) <= 4


_SEAT = re.compile(r"Geneva|Brussels|New York|The Hague|Strasbourg|United Nations|D\.?C\.?|N\.?Y\.?")
"""Where states meet and speak, beside their own seats of government."""

_EASTERN_OUTLET = re.compile(
    r"\w{1,12}(?:新聞|通信社?|日報|時報|放送|テレビ|신문|일보|뉴스|방송|통신)(?: ?(?:朝刊|夕刊|電子版))?"
)
_HOST = re.compile(r"[\w-]{2,20}(?:\.[\w-]{2,20}){1,2}")
_SHORT_NAME = re.compile(r"[A-Z]{2,12}|[A-Z][a-zà-þ]{2,14}|[A-Z]{3,12}(?: [A-Z]{2,12}){1,3}")


def names_of_byline(text: str) -> str | None:
    """Return whom a line names as the article's writers; None: it is no such line.

    >>> names_of_byline("By Ada Brook, Harbour correspondent and Cy Dale, Blue House correspondent")
    'Ada Brook, Harbour correspondent and Cy Dale, Blue House correspondent'
    >>> names_of_byline("By Tuesday the ministry had said nothing.") is None
    True
    """
    text = text.strip()
    if not 3 <= len(text) <= 200:
        return None
    if _EASTERN_BYLINE.match(text):
        return text
    found = _BYLINE.match(text)
    if found is None and len(text) > _LONGEST_BARE_BYLINE:
        return None
    names = (found["names"] if found is not None else text).strip(" \t([{|,;:-–—")
    stamps = find_stamps(names)
    if stamps:
        names = re.sub(r"\s+(?:on|at)$", "", names[: stamps[0].span.start].strip(" \t([{|,;:-–—"))
    parts = [part.strip() for part in re.split(r",\s*|\s+(?:and|&|with)\s+|\s*[|;/]\s*|\s+in\s+(?=[A-Z])", names)]
    parts = [part for part in parts if part]
    if not parts or (_ends(re.sub(r"\b(?:Jr|Sr|[A-Z])\.$", "", names)) and not _ROLE.search(names)):
        return None
    is_name = _NAMES.match(parts[0]) or (
        found is not None and ((parts[0].isupper() and len(parts[0]) > 5) or _RANKED.match(parts[0]) is not None)
    )
    if not is_name or _NOT_A_NAME.match(parts[0]):
        return None
    if found is None:
        return names if len(parts) >= 2 and any(_ROLE.search(part) for part in parts[1:]) else None
    is_named = all(_NAMES.match(part) or _RANKED.match(part) or _ROLE.search(part) or len(part) < 30 for part in parts)
    return names if is_named else None


def _in_place(words: str) -> bool:
    """Say whether words are somebody's name and where they wrote: `Ada Brook in Oslo`."""
    name, _, place = words.partition(" in ")
    return _NAMES.match(name) is not None and bool(place) and (is_place(place) or _SEAT.fullmatch(place) is not None)


def is_outlet(line: str) -> bool:
    """Say whether a line is the name of an outlet, by its form.

    >>> is_outlet("Harbour Press Service"), is_outlet("The press was told nothing")
    (True, False)
    """
    return 4 <= len(line) <= 50 and " " in line and _OUTLET.fullmatch(line) is not None


_PLAIN = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """Return a line as it is compared with another: without case, marks and spaces."""
    return "".join(_PLAIN.findall(text)).casefold()


def _captioned(text: str) -> bool:
    """Say whether a line is the caption of a picture by its own words."""
    if _CAPTION_BEGINS.match(text):
        return True
    lowered = text.lower()
    return any(sign in lowered for sign in _NEEDED_BY_CAPTION) and _CAPTION.search(text) is not None


def _credited(text: str) -> re.Match[str] | None:
    """Return the sign of an agency at the end of a line; None: there is none."""
    return _CREDITED.search(text) if "/" in text or "]" in text else None


def _ends(text: str) -> bool:
    return _END.search(text) is not None


def _is_same(text: str, lines: Sequence[Line], at: int | None) -> bool:
    """Say whether a line repeats the title."""
    return at is not None and folded(text) == folded(lines[at].text)


def _is_crosshead(text: str) -> bool:
    """Say whether a line within the body stands over a part of it."""
    return len(text) <= 80 and not _ends(text) and not text.endswith((":", "”", '"', ",", "："))


def _signed_at(lines: Sequence[Line], are_sentences: Sequence[bool]) -> int | None:
    """Return which line is an article's last and ends in the sign of the agency that wrote it: `… said. (NTB)`."""
    last = max((index for index, is_sentence in enumerate(are_sentences) if is_sentence), default=len(lines))
    for index in range(len(lines) - 1, last, -1):
        if len(lines[index].text) >= _BODY_LENGTH and closing_agency(lines[index].text) is not None:
            return index
    return None


def _body_range(lines: Sequence[Line], are_sentences: Sequence[bool], signed: int | None) -> tuple[int, int]:
    """Return where the article's body begins and where it has ended."""
    turns = [index for index, line in enumerate(lines) if _TURN.match(line.text)]
    are_body = are_sentences if any(are_sentences) else [_is_long(line.text) for line in lines]
    bodies = [index for index, is_body in enumerate(are_body) if is_body]
    if not bodies:
        return len(lines), len(lines)
    opened, closed = bodies[0], bodies[-1] + 1
    if len(turns) > 1:
        opened, closed = min(opened, turns[0]), max(closed, turns[-1] + 1)
    while closed < len(lines) and _is_short_sentence(lines[closed].text):
        closed += 1
    return opened, max(closed, signed + 1 if signed is not None else 0)


_TURN = re.compile(
    r"(?:(?:MR|MS|MRS|DR|Mr|Ms|Mrs|Dr)\.? [A-Z][\w.'’-]+|Q|A|QUESTION|ANSWER|MODERATOR|HOST|REPORTER|Question|Answer"
    r"|[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?: [A-ZÀ-Þ.'’-]+){1,4})(?:, [A-Z][A-Z ,'’-]{2,60}|\s?\([^)]{2,40}\))?\s?:\s+\S.*[.?!…—-]"
    r"[\"”’)]*$"
)
"""What somebody says in a transcript, with the name in front: `MR BROOK: Thank you, all.`"""


def _is_long(text: str) -> bool:
    return len(text) > 100 and not is_furniture(text) and not is_list_head(text)


def _is_sentence(text: str) -> bool:
    long_enough = len(text) >= _BODY_LENGTH or (len(text) >= 25 and _is_eastern(text))
    return (
        long_enough
        and _ends(text)
        and not is_furniture(text)
        and not is_notice(text)
        and not _captioned(text)
        and _credited(text) is None
        and names_of_byline(text) is None
        and not is_day_line(text)
    )


def _is_short_sentence(text: str) -> bool:
    """Say whether a line is a sentence that tells something, as short as the last ones of a report may be."""
    return _SHORT_SENTENCE.fullmatch(text) is not None and not (
        is_furniture(text) or is_notice(text) or is_day_line(text) or names_of_byline(text) is not None
    )


_SHORT_SENTENCE = re.compile(
    r"[\"“‘]?(?:(?:He|She|It|They|The|An?)\b(?=(?:[^|©@#]*?\b[a-z]{2,}\b){3})"
    r"|[A-Z](?=[^|©@#]{3,80}\b(?:said|says|told|added|denied|declined)\b\s[^|©@#]*?\b[a-z]{2,}\b))"
    r"[^|©@#]{0,200}\w[.?!][\"”’]?"
)
"""A short line is read as a sentence only where it begins as one or tells who said something: `Follow us.` and
`The Port Times.` do not."""


def _is_eastern(text: str) -> bool:
    return sum("\u3040" <= letter <= "\ud7a3" for letter in text) * 2 > len(text)


def _title_at(lines: Sequence[Line], opened: int, title: str | None) -> int | None:
    if title is not None:
        wanted = folded(title)
        for index, line in enumerate(lines):
            if folded(line.text) == wanted:
                return index
        return None
    found = []
    for index, line in enumerate(lines[: opened if opened < len(lines) else 12]):
        text = line.text
        if len(text) > 300 or is_furniture(text) or is_list_head(text) or is_day_line(text):
            continue
        if names_of_byline(text) is not None or len(text) < 4 or _captioned(text):
            continue
        found.append(index)
        if not is_section(text):
            break
    while len(found) > 1 and is_section(lines[found[0]].text):
        del found[0]
    return found[0] if found else None


_TRAIL = re.compile(r"[^>»›]{2,40}(?:\s?[>»›]\s?[^>»›]{2,60}){1,5}")
_SECTION = re.compile(
    r"(?i)(?:(?:home|world|national|international|global|local|regional|domestic|foreign|defen[cs]e|security|politics"
    r"|political|government|diplomacy|military|business|economy|markets?|energy|opinion|editorials?|commentary|analysis"
    r"|features?|exclusive|breaking|latest|top|all|news|press|media|releases?|statements?|briefings?|briefing room"
    r"|speeches|remarks|transcripts?|readouts?|newsroom|headlines|stories|story|articles?|asia|pacific|asia-pacific"
    r"|europe|africa|americas?|middle east|south asia|east asia|north america|latin america|affairs|policy|society|law"
    r"|live|updates?|archives?|blogs?|voices|investigations?|general|events|documents|publications|room|section|wire"
    r"|u\.?s\.?|uk|eu|un)(?:\s*(?:&|/|and|\||,|-|–|—)?\s*|$)){1,5}"
)


def is_section(text: str) -> bool:
    """Say whether a line only names the part of a paper or site in which an article stands.

    >>> is_section("World > Islands"), is_section("Press Releases"), is_section("Ferry to stop for good")
    (True, True, False)
    """
    return len(text) <= 80 and (_SECTION.fullmatch(text.strip(" :|/")) or _TRAIL.fullmatch(text)) is not None


def _is_caption(lines: Sequence[Line], index: int, title: int | None, opened: int) -> bool:
    text = lines[index].text
    if len(text) > 400:
        return False
    if _captioned(text):
        return True
    credit = _credited(text)
    if credit is not None and (index <= opened or "/" in credit[0] or not _ends(text[: credit.start()].rstrip())):
        return True
    if opened - _MOST_BEFORE <= index < opened and _is_told_of(text, lines[opened : opened + _MOST_TELLING]):
        return True
    if index >= opened or index == 0 or title is None:
        return False
    before = lines[index - 1].text
    if _PLACEHOLDER.match(before):
        return True
    # A picture whose alternative words repeat the headline, and its caption right beneath.
    return index - 1 != title and lines[index].is_close and folded(before) == folded(lines[title].text)


_MOST_BEFORE = 12
"""How many lines before an article a caption can stand."""

_MOST_TELLING = 40
"""How many paragraphs of an article are asked whether they tell of somebody."""


def _is_told_of(name: str, body: Sequence[Line]) -> bool:
    """Say whether a line above an article only names somebody of whom it tells: the caption of a picture."""
    if len(name) > 40 or not _NAMES.match(name) or is_section(name):
        return False
    family = name.rsplit(maxsplit=1)[-1]
    pattern = re.compile(rf"\b{re.escape(name)}\b|\b{re.escape(family)}\b(?= (?:said|says|told|was|has|had|is)\b)")
    return any(pattern.search(line.text) for line in body)

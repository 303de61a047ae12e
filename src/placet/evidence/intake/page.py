"""Saved pages: the article's text, where it stands in the page, and what the page says of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

import msgspec

from placet.evidence.intake.decode import Decoded
from placet.evidence.intake.lines import Line, folded, is_day_line, is_outlet, is_section, names_of_byline, tell_kinds
from placet.evidence.intake.offsets import find_offsets
from placet.evidence.intake.page_sides import Sides, find_sides
from placet.evidence.intake.page_tags import Tags, read_tags
from placet.evidence.intake.unreadable import Unreadable
from placet.evidence.intake.visible import Element, VisibleLine, parse_page, visible_lines
from placet.model.documents import Paragraph, ParagraphKind, Span

LITTLE = 250
"""How many letters an article has that nothing else need be tried for."""


LONGEST_TITLE = 1_000
"""How many letters of a window's title are read."""

_SAVE_AGAIN = "Save the page once it shows the article, or save its text alone."


class Page(msgspec.Struct, frozen=True):
    """What was found on a page.

    Attributes:
        tags: what the page's tags say.
        lines: the lines that are seen on it, for what stands outside the article.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    offsets: tuple[tuple[int, int], ...]
    extractor: str
    tags: Tags
    lines: tuple[str, ...]
    notes: tuple[str, ...] = ()


def read_page(decoded: Decoded) -> Page:
    """Read a saved page.

    Raises:
        Unreadable: there is no text on it, or far too many elements.
    """
    tree = parse_page(decoded.text)
    tags = read_tags(tree)
    seen = list(visible_lines(tree))
    body, extractor = _body(tree, decoded.text)
    if not body or is_wall(body):
        raise Unreadable(_nothing(seen), _SAVE_AGAIN)
    title = _title(tags, seen, body, " ".join((tree.findtext(".//head/title") or "")[:LONGEST_TITLE].split()))
    lines = [*_opening(title, seen, body), *body]
    paragraphs, text = _composed(lines, title, find_sides(seen, body))
    if not any(paragraph.kind in ("body", "subtitle") for paragraph in paragraphs):
        raise Unreadable(_nothing(seen), _SAVE_AGAIN)
    offsets = find_offsets(text, [paragraph.span for paragraph in paragraphs], decoded.text)
    notes = _doubts(body, seen)
    return Page(text, paragraphs, offsets, extractor, tags, tuple(line.text for line in seen), notes)


def _body(tree: Element, source: str) -> tuple[list[str], str]:
    """Return the lines of the article and what found them."""
    import trafilatura

    lines = _by_trafilatura(tree)
    name = f"trafilatura {trafilatura.__version__}"
    if sum(map(len, lines)) >= LITTLE:
        return lines, name
    others = _by_readability(source)
    if sum(map(len, others)) > 2 * sum(map(len, lines)):
        from importlib.metadata import version

        return others, f"readability-lxml {version('readability-lxml')}"
    return lines, name


def _by_trafilatura(tree: Element) -> list[str]:
    import trafilatura

    _silence("trafilatura")
    try:
        text = trafilatura.extract(tree, favor_precision=True, include_comments=False, include_tables=True) or ""
    except Exception:  # noqa: BLE001 - on a broken page a library may fail in any way; it has then found nothing
        text = ""
    return _tidied(text.split("\n"))


def _by_readability(source: str) -> list[str]:
    from readability import Document

    _silence("readability.readability")
    try:
        summary = Document(source).summary(html_partial=True)
        return _tidied([line.text for line in visible_lines(parse_page(summary))])
    except Exception:  # noqa: BLE001 - on a broken page a library may fail in any way; it has then found nothing
        return []


def _silence(library: str) -> None:
    """Keep a library from writing to the terminal: what it could not do is told in the document's notes."""
    logging.getLogger(library).setLevel(logging.CRITICAL)


def _tidied(lines: Sequence[str]) -> list[str]:
    """Return lines without the marks that stand for lists and tables."""
    tidied = []
    for line in lines:
        line = re.sub(r"^(?:- (?=\S))+", "", line.strip())
        if line.startswith("|") and line.endswith("|"):
            line = " ".join(cell.strip() for cell in line.split("|") if cell.strip())
        line = " ".join(line.split())
        if line and not re.fullmatch(r"[-|\s]+", line):
            tidied.append(line)
    return tidied


def _title(tags: Tags, seen: Sequence[VisibleLine], body: Sequence[str], window: str) -> str | None:
    """Return the headline as the page shows it; None: it shows none.

    Args:
        tags: what the page's tags say.
        seen: the lines that are seen on it.
        body: the lines that were chosen as the article.
        window: what a browser's window has as its title: often the headline, with the outlet's name behind it.
    """
    claims = [folded(vote.value) for vote in tags.title if len(folded(vote.value)) > 3]
    heads = [line.text for line in seen if _is_within(line.element, "h1")]
    shown = [line.text for line in seen if len(line.text) < 300]
    for text in (*heads, *shown):
        if folded(text) in claims:
            return text
    # `Ferry stops | The Harbour Post` in the tag, `Ferry stops` on the page.
    for text in heads:
        if len(folded(text)) > 8 and any(claim.startswith(folded(text)) or folded(text) in claim for claim in claims):
            return text
    outlets = {folded(vote.value) for vote in tags.outlet}
    for text in heads:
        if len(folded(text)) > 8 and folded(window).startswith(folded(text)) and folded(text) not in outlets:
            return text
    named = _named_by_window(window, shown, outlets)
    if named is not None:
        return named
    long_heads = [text for text in heads if len(text) > 15]
    return long_heads[0] if len(set(long_heads)) == 1 else _heading_above(seen, body) if not heads else None


_PARTS = re.compile(r"\s+[|–—»·:-]\s+|\s*[|»]\s*|:\s")
_MOST_PARTS = 8


def _named_by_window(window: str, shown: Sequence[str], outlets: set[str]) -> str | None:
    """Return the longest line of a page that is a part of the window's title, or several; None: none is.

    `Harbour Post: Ferry stops - for good` may be the outlet and the headline, or the headline and the outlet.
    """
    borders = [0, *(at for each in _PARTS.finditer(window) for at in each.span()), len(window)][: 2 * _MOST_PARTS]
    starts, ends = borders[::2], borders[1::2]
    parts = {folded(window[start:end]) for start in starts for end in ends if start < end}
    fitting = [
        text
        for text in shown
        if len(text.split()) >= 3
        and len(folded(text)) > 12
        and folded(text) in parts
        and folded(text) not in outlets
        and not is_outlet(text)
        and not is_section(text)
    ]
    return max(fitting, key=lambda text: len(folded(text)), default=None)


_LONG = 60
"""How many letters a line has at least with which an article begins below its heading."""


def _heading_above(seen: Sequence[VisibleLine], body: Sequence[str]) -> str | None:
    """Return the heading that stands right above an article on a page that has none of the first rank."""
    first = next((folded(line) for line in body if len(line) >= _LONG), "")
    at = next((index for index, line in enumerate(seen) if folded(line.text) == first), None)
    for line in reversed(seen[max(0, at - 8) : at] if at is not None else []):
        if any(_is_within(line.element, tag) for tag in ("h2", "h3")) and not is_day_line(line.text):
            return line.text if len(line.text.split()) >= 3 and not is_section(line.text) else None
    return None


def _is_within(element: Element, tag: str) -> bool:
    for _ in range(4):
        if element is None:
            return False
        if element.tag == tag:
            return True
        element = element.getparent()
    return False


def _opening(title: str | None, seen: Sequence[VisibleLine], body: Sequence[str]) -> list[str]:
    """Return the headline and the lines with day and writers between it and the article, as far as they are shown."""
    if title is None:
        return []
    wanted = folded(title)
    at = next(
        (index for index, line in enumerate(seen) if folded(line.text) == wanted and _is_within(line.element, "h1")),
        None,
    )
    if at is None:
        at = next((index for index, line in enumerate(seen) if folded(line.text) == wanted), None)
    has = {folded(line) for line in body[:4]}
    opening = [] if wanted in has else [title]
    if at is None:
        return opening
    if at and _is_day_above(seen[at - 1]):
        opening = [seen[at - 1].text, *opening]
        has.add(folded(seen[at - 1].text))
    first = folded(body[0])
    for line in seen[at + 1 : at + 16]:
        key = folded(line.text)
        if key == first or (len(key) > 40 and first.startswith(key)):
            break
        if key not in has and (is_day_line(line.text) or names_of_byline(line.text) is not None):
            opening.append(line.text)
            has.add(key)
    return opening


_DAY_MARK = re.compile(r"(?i)(?:post|entry|article|story|publi\w*)[\w-]*(?:date|time|day)|date-?header|dateline|^time$")


def _is_day_above(line: VisibleLine) -> bool:
    """Say whether the line above a headline is the day of a diary's entry, and not today's at the head of the page."""
    if not is_day_line(line.text):
        return False
    element = line.element
    for _ in range(2):
        if element is None:
            return False
        mark = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in ("h2", "h3", "h4") or _DAY_MARK.search(mark):
            return True
        element = element.getparent()
    return False


def _composed(lines: Sequence[str], title: str | None, sides: Sides) -> tuple[tuple[Paragraph, ...], str]:
    """Put lines under one another, and say of each what it is."""
    kinds = tell_kinds([Line(line) for line in lines], title, is_selected=True)
    paragraphs = []
    at = 0
    for number, (line, kind) in enumerate(zip(lines, kinds, strict=True), 1):
        paragraphs.append(Paragraph(number, Span(at, at + len(line)), _kind_on_page(line, kind, sides)))
        at += len(line) + 1
    return tuple(paragraphs), "\n".join(lines)


def _kind_on_page(line: str, kind: ParagraphKind, sides: Sides) -> ParagraphKind:
    """Let the page's own marks decide where they are plain."""
    key = folded(line)
    if kind in ("title", "dateline", "byline"):
        return kind
    if key in sides.captions:
        return "caption"
    if key in sides.furniture or (key in sides.links and not re.search(r"[.?!”]$", line)):
        return "furniture"
    return kind


_WALL = re.compile(
    r"(?i)\bcookies?\b|\bconsent\b|enable javascript|javascript (?:is|to be) (?:disabled|enabled|required)"
    r"|subscribe to (?:continue|read)|subscribers? only|already a subscriber|log in to (?:continue|read)"
    r"|(?:sign|log) in to continue|you are (?:not )?a robot|verify you are human|access denied|captcha"
    r"|unusual traffic|privacy (?:settings|choices)|to continue reading|continue reading (?:this|with)|unlimited access"
    r"|subscribe (?:now|today)|create (?:a free|an) account|checking your browser"
    r"|동의|쿠키|同意|クッキー|会員限定|有料会員"
)
_WALLS_MATTER = re.compile(
    r"(?i)\b(?:cookies?|consent|privacy|personal data|geolocation|legitimate interests?|personali[sz]ed|preferences"
    r"|settings|(?:accept|reject|agree to) all|more options|javascript|your browser|your device|robot|captcha|ray id)\b"
)
_ADDRESSING = re.compile(r"(?i)\b(?:you|your|we|our|us|please)\b")
_REPORTING = re.compile(r"(?i)\b(?:said|says|told|according to|announced|reported|declined)\b")
_EASTERN_WALL = re.compile(
    r"(?i)(?:쿠키|개인정보|cookie|クッキー).{0,80}(?:동의|허용|거부|수락|同意|許可|拒否|受け入れ)"
)
_LONGEST_WALL = 4_000
_SHARE_OF_A_WALL = 0.7


def is_wall(body: Sequence[str]) -> bool:
    """Return whether what was taken for an article is a wall in front of it: lines that ask the reader for consent.

    >>> is_wall(["We and our partners use cookies.", "You can change your settings at any time."])
    True
    >>> is_wall(["Websites must ask for consent before they store cookies, the commissioner said."])
    False
    """
    length = sum(map(len, body))
    if not 0 < length < _LONGEST_WALL:
        return False
    return sum(len(line) for line in body if _asks_the_reader(line)) >= _SHARE_OF_A_WALL * length


def _asks_the_reader(line: str) -> bool:
    if _EASTERN_WALL.search(line):
        return True
    return bool(_WALLS_MATTER.search(line) and _ADDRESSING.search(line)) and not _REPORTING.search(line)


def _nothing(seen: Sequence[VisibleLine]) -> str:
    if _WALL.search(" ".join(line.text for line in seen)[:20_000]) or is_wall([line.text for line in seen]):
        return "there is no article on the page, only a wall that asks for consent, a sign-in or a script"
    return "there is no text on the page" if not seen else "no article was found on the page"


def _doubts(body: Sequence[str], seen: Sequence[VisibleLine]) -> tuple[str, ...]:
    """Return what is to be doubted of an article that is very short."""
    length = sum(map(len, body))
    if length < 600 and len(_WALL.findall(" ".join(line.text for line in seen)[:20_000])) >= 2:
        return ("little text, and the page asks for consent, a sign-in or a script: the article may lie behind that",)
    return ()

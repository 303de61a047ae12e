"""What a page's own marks say is beside the article: captions, shares, sign-ups, lists of other stories."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from placet.evidence.intake.lines import folded
from placet.evidence.intake.visible import Element, VisibleLine

_CAPTION = re.compile(
    r"(?i)(?:^|[\s_-])(?:wp-)?caption|figcaption|photo-?credit|image-?credit|img-?credit|media-?credit|cutline"
)
_SIDE = re.compile(
    r"(?i)(?:^|[\s_-])(?:related|newsletter|sign-?up|share|sharing|social|most-?(?:read|viewed|popular)|recirc\w*|promo"
    r"|recommend\w*|outbrain|taboola|author-?bio|about-?(?:the-)?author|authorbox|author-box|subscribe|disclaimer"
    r"|copyright|breadcrumbs?|tags?-?list|read-?more|also-?read|trending|sponsor\w*|advert\w*|comments?)(?:$|[\s_-])"
)
_MOST_UP = 5

_LONGEST_NAME = 2_000
"""How many letters of an element's class and name are read."""


class Sides(msgspec.Struct, frozen=True):
    """The lines beside the article, folded.

    Attributes:
        links: lines that are a link as a whole, and nothing but the title of something else.
    """

    captions: frozenset[str]
    furniture: frozenset[str]
    links: frozenset[str]


def find_sides(seen: Sequence[VisibleLine], body: Sequence[str]) -> Sides:
    """Return the lines that the page marks as captions and as no part of the article.

    Args:
        seen: all lines of the page.
        body: the lines that were chosen as the article: where much of it would be beside it, the marks mean nothing.
    """
    found: dict[str, set[str]] = {"caption": set(), "side": set(), "": set(), "link": set()}
    marks: dict[Element, str] = {}
    for line in seen:
        key = folded(line.text)
        found[_mark(line.element, marks)].add(key)
        if line.linked >= 0.9 * len(line.text) and len(line.text) >= 20:
            found["link"].add(key)
    whole = sum(map(len, body))
    sides = []
    for mark in ("caption", "side", "link"):
        keys = found[mark] - (found[""] if mark != "link" else set())
        share = sum(len(line) for line in body if folded(line) in keys)
        sides.append(frozenset(keys if share <= 0.2 * whole else ()))
    return Sides(*sides)


def _mark(element: Element, marks: dict[Element, str]) -> str:
    """Return what the nearest elements around a line are marked as."""
    path = []
    found = ""
    for _ in range(_MOST_UP):
        if element is None or element.tag in ("article", "main", "body"):
            break
        if element in marks:
            found = marks[element]
            break
        path.append(element)
        if element.tag == "figcaption":
            found = "caption"
            break
        found = _named(f"{element.get('class') or ''} {element.get('id') or ''}"[:_LONGEST_NAME])
        if not found and element.tag in ("aside", "nav", "footer"):
            found = "side"
        if found:
            break
        element = element.getparent()
    for one in path:
        marks[one] = found
    return found


@lru_cache(maxsize=1024)
def _named(name: str) -> str:
    """Return what the class and the name of an element mark it as; the elements of a page have the same few."""
    if _CAPTION.search(name):
        return "caption"
    return "side" if _SIDE.search(name) else ""

"""The lines of a page as they stand in a browser, each with the element that holds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from placet.evidence.intake.unreadable import MOST_ATTRIBUTES, MOST_ELEMENTS, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

Element = Any
"""An element of lxml's tree."""

MOST_DEPTH = 600
"""How deep elements may lie in one another."""

SMALL = 200_000
"""How long a page is that no marks in it can hold up its parser."""

MOST_MARKS = 600_000
"""How many `<` a page may have."""

_SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "textarea")
)
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "dialog", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
        "thead", "tr", "ul", "button",
    )
)  # fmt: skip


class VisibleLine:
    """A line of a page: its words, the element around it, and how many of its letters lie in links."""

    __slots__ = ("element", "linked", "text")

    def __init__(self, text: str, element: Element, linked: int) -> None:
        self.text = text
        self.element = element
        self.linked = linked


def parse_page(text: str) -> Element:
    """Parse a page into a tree.

    Raises:
        Unreadable: it has too many elements, one of them has too many attributes, they lie too deep in one another, or
            there are none.
    """
    from lxml import etree, html

    if len(text) > SMALL:
        _check_marks(text)
    try:
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        tree = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise Unreadable("it is marked as a page, but there is nothing on it", "Save the page again.") from None
    if tree.xpath("count(//*)") > MOST_ELEMENTS:
        raise Unreadable(f"the page has more than {MOST_ELEMENTS:,} elements", "Save the article's text alone.")
    if tree.xpath("/*" * (MOST_DEPTH + 1)):
        raise Unreadable("the page has elements nested without end", "Save the article's text alone.")
    return tree


_OPENING = re.compile(r"<([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""[\s/]*[^\s/>][^\s/>=]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"'][^\s>]*|))?""")


def _check_marks(text: str) -> None:
    """Refuse a page on which the parser would spend hours: it compares each attribute with all others of its element.

    Raises:
        Unreadable: it is such a page.
    """
    if text.count("<") > MOST_MARKS:
        raise Unreadable(f"the page has more than {MOST_MARKS:,} marks of elements", "Save the article's text alone.")
    at = 0
    while (opening := _OPENING.search(text, at)) is not None:
        at = opening.end()
        count = 0
        while (attribute := _ATTRIBUTE.match(text, at)) is not None:
            at = attribute.end()
            count += 1
            if count > MOST_ATTRIBUTES:
                raise Unreadable(
                    f"an element of the page has more than {MOST_ATTRIBUTES:,} attributes",
                    "Save the article's text alone.",
                )
        if (name := opening[1].lower()) in ("script", "style"):
            # What stands in these is no markup.
            closing = re.compile(f"</{name}", re.IGNORECASE).search(text, at)
            at = closing.end() if closing is not None else len(text)


def visible_lines(tree: Element) -> Iterator[VisibleLine]:
    """Yield the lines of a page, in the order of the page."""
    from lxml import etree

    pieces: list[str] = []
    blocks: list[Element] = [tree]
    linked = 0
    in_link = 0
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _SKIPPED:
                # What is skipped still ends with an `end` event, and its tail is read there.
                walk.skip_subtree()
                continue
            if tag in _BLOCKS:
                yield from _line(pieces, blocks[-1], linked)
                pieces, linked = [], 0
                blocks.append(element)
            in_link += tag == "a"
            written = element.text or ""
        else:
            if tag not in _SKIPPED:
                if tag in _BLOCKS:
                    yield from _line(pieces, blocks.pop(), linked)
                    pieces, linked = [], 0
                in_link -= tag == "a"
            written = element.tail or ""
        if written:
            pieces.append(written)
            linked += len(written) if in_link else 0
    yield from _line(pieces, blocks[-1], linked)


def _line(pieces: list[str], element: Element, linked: int) -> Iterator[VisibleLine]:
    text = " ".join("".join(pieces).split())
    if text:
        yield VisibleLine(text, element, linked)

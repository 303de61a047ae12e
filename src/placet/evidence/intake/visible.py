"""The lines of a page as they stand in a browser, each with the element that holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placet.evidence.intake.unreadable import MOST_ELEMENTS, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

Element = Any
"""An element of lxml's tree."""

MOST_DEPTH = 600
"""How deep elements may lie in one another."""

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
        Unreadable: it has too many elements, they lie too deep in one another, or there are none.
    """
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        tree = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise Unreadable("it is marked as a page, but there is nothing on it", "Save the page again.") from None
    depth = deepest = count = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        count += event == "start"
        if count > MOST_ELEMENTS or deepest > MOST_DEPTH:
            what = f"more than {MOST_ELEMENTS:,} elements" if count > MOST_ELEMENTS else "elements nested without end"
            raise Unreadable(f"the page has {what}", "Save the article's text alone.")
    return tree


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

"""Markdown made into a page; it is not trusted, so neither markup of its own nor script gets through."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

SAFE_SCHEMES = ("", "http", "https", "mailto")


def render_prose(text: str, leads: Callable[[str], str] | None = None) -> Markup:
    r"""Return Markdown as markup: HTML in it is shown as it is written, images and links of odd kinds are left out.

    Args:
        text: the Markdown.
        leads: says where a link without a server leads here; empty: nowhere, and its words are left. None: links are
            kept as they are.

    >>> render_prose("<script>x</script> *a* [b](javascript:c)")
    Markup('<p>&lt;script&gt;x&lt;/script&gt; <em>a</em> [b](javascript:c)</p>\n')
    >>> render_prose("[a](a.md) [b](b.md)", lambda link: "/a" if link == "a.md" else "")
    Markup('<p><a href="/a">a</a> b</p>\n')
    """
    parser = _parser()
    tokens = parser.parse(text)
    if leads is not None:
        for token in tokens:
            token.children = _led(token.children, leads) if token.children else token.children
    # What may be scrolled must be reachable by keyboard.
    markup = parser.renderer.render(tokens, parser.options, {}).replace("<pre>", '<pre tabindex="0">')
    return Markup(markup)  # noqa: S704 - the parser escapes all markup in the text


def _led(tokens: list[Token], leads: Callable[[str], str]) -> list[Token]:
    """Return the parts of a line with links that lead where they do here; links do not stand in one another."""
    kept = []
    is_left = False
    for token in tokens:
        if token.type == "link_open":
            link = str(token.attrs.get("href", ""))
            if not urlsplit(link).scheme and not link.startswith(("//", "#")):
                token.attrs["href"] = leads(link)
            is_left = not token.attrs["href"]
        if not (is_left and token.type in ("link_open", "link_close")):
            kept.append(token)
    return kept


@cache
def _parser() -> MarkdownIt:
    return _Parser("js-default", {"html": False, "linkify": False}).disable("image")


class _Parser(MarkdownIt):
    """A parser that makes links of known kinds only."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's own way of being told
        """Say whether an address may become a link."""
        try:
            return urlsplit(url).scheme.lower() in SAFE_SCHEMES
        except ValueError:
            return False

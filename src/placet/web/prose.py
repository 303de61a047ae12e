"""Markdown made into a page; it is not trusted, so neither markup of its own nor script gets through."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markupsafe import Markup

SAFE_SCHEMES = ("", "http", "https", "mailto")


def render_prose(text: str) -> Markup:
    r"""Return Markdown as markup: HTML in it is shown as it is written, images and links of odd kinds are left out.

    >>> render_prose("<script>x</script> *a* [b](javascript:c)")
    Markup('<p>&lt;script&gt;x&lt;/script&gt; <em>a</em> [b](javascript:c)</p>\n')
    """
    # What may be scrolled must be reachable by keyboard.
    text = _parser().render(text).replace("<pre>", '<pre tabindex="0">')
    return Markup(text)  # noqa: S704 - the parser escapes all markup in the text


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

"""Markdown from a rulebook or an article on a page: shown, never run."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placet.web.prose import render_prose

SAFE = {
    "p",
    "em",
    "strong",
    "a",
    "code",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "hr",
    "br",
    "s",
}
SAFE |= {"table", "thead", "tbody", "tr", "th", "td"}


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html,<script>alert(1)</script>)",
        "[a](vbscript:x)",
        "![a](http://placet.example/x.png)",
        "<a href='x' onclick='alert(1)'>a</a>",
        '[a](http://x "onmouseover=alert(1)")',
        "```\n<script>\n```",
        "<!-- --><iframe src=x>",
        "[a](http://[::1)",
    ],
)
def test_no_markup_of_the_text_gets_through(text: str) -> None:
    markup = render_prose(text)
    tags = {name.lower() for name in re.findall(r"<\s*/?\s*([a-zA-Z][\w-]*)", markup)}
    assert tags <= SAFE
    assert not re.search(r"<[^>]*\s(?:on\w+|style)=", markup)
    assert not re.search(r"href=\"(?!http)", markup)


@given(st.text(alphabet="<>&\"'`[]()!*_#-=\n abcjs:/", max_size=80))
def test_whatever_is_written_only_harmless_tags_come_out(text: str) -> None:
    assert {name.lower() for name in re.findall(r"<\s*/?\s*([a-zA-Z][\w-]*)", render_prose(text))} <= SAFE


def test_what_can_be_scrolled_can_be_reached_by_keyboard() -> None:
    assert '<pre tabindex="0">' in render_prose("```\nx\n```")

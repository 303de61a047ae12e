"""The scanner for fenced blocks finds what a Markdown library finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from placet.diagnostics import Diagnostic
from placet.language.markdown import find_blocks

_LIBRARY = MarkdownIt("commonmark")

TEXTS = [
    "```placet\na\n```\n",
    "~~~placet\na\n~~~\n",
    "``` placet\na\n```\n",
    "```placet title\na\n```\n",
    "```placets\na\n```\n",
    "```python\n```\n```placet\na\n```\n",
    "````text\n```placet\na\n```\n````\n",
    "   ```placet\n   a\n  b\n   ```\n",
    "```placet\na\n`````\n",
    "```placet\na\n~~~\nb\n```\n",
    "````placet\na\n```\nb\n````\n",
    "text\n```placet\na\n```\ntext\n",
    "`` ` ``\n```placet\na\n```\n",
    "```pla`cet\na\n",
    "    ```placet\n    a\n    ```\n",
    "<!--\n```placet\na\n```\n-->\n```placet\nb\n```\n",
    "<!-- closed --> \n```placet\nb\n```\n",
    "<pre>\n```placet\na\n```\n</pre>\n",
    "<script>\n```placet\na\n```\n</script>\n\n```placet\nb\n```\n",
    "```placet\n```\n",
    "```placet\n\n\n```\n",
    "# Head\n```placet\r\na\r\n```\r\n",
    "```\nplacet\n```\n```placet\na\n``` \t\n",
]


def ours(text: str) -> list[str]:
    found: list[Diagnostic] = []
    return [
        re.sub(rf"^ {{0,{block.indent}}}", "", text[block.start : block.end].replace("\r\n", "\n"), flags=re.MULTILINE)
        for block in find_blocks("a.md", text, found)
    ]


def theirs(text: str) -> list[str]:
    return [
        token.content
        for token in _LIBRARY.parse(text)
        if token.type == "fence" and token.info.split()[:1] == ["placet"]
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_a_file_has_the_blocks_that_a_library_finds(text: str) -> None:
    assert ours(text) == theirs(text)


_LINE = st.sampled_from(
    [
        "```placet",
        "```",
        "~~~",
        "~~~placet",
        "````",
        "````text",
        "  ```placet",
        "  ```",
        "party X",
        "",
        "text",
        "  text",
        "```python",
    ]
)


@given(st.lists(_LINE, max_size=12))
def test_any_heap_of_fences_has_the_blocks_that_a_library_finds(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    found: list[Diagnostic] = []
    find_blocks("a.md", text, found)
    if not found:
        assert ours(text) == theirs(text)


@pytest.mark.parametrize(
    "text", ["> ```placet\n> a\n> ```\n", "- ```placet\n  a\n  ```\n", "1.  ```placet\n", "\t```placet\n"]
)
def test_a_block_in_a_list_or_a_quotation_is_not_read_and_that_is_told(text: str) -> None:
    found: list[Diagnostic] = []
    assert find_blocks("a.md", text, found) == []
    assert [diagnostic.code for diagnostic in found] == ["W0101"]


def test_what_stands_in_another_block_is_not_taken_for_one_that_is_not_read() -> None:
    found: list[Diagnostic] = []
    find_blocks("a.md", "```text\n> ```placet\n```\n", found)
    assert found == []

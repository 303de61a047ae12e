"""Texts in which nothing is proposed, with the reason; and none that holds up whoever reads it."""

from __future__ import annotations

import time

import pytest

pytest.importorskip("spacy", reason="the extra `evidence` is not installed")

from placet.evidence.intake import read_document
from placet.evidence.propose import MOST_IN_PARAGRAPH, MOST_READ, propose, unread

SAID = "The minister said on Monday that the bridge will stay shut until the summer. "


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"Bridge shut\n\n{SAID * 30}\n" * (MOST_READ // 2000), f"more than the {MOST_READ:,}"),
        (f"Bridge shut\n\n{SAID * (MOST_IN_PARAGRAPH // 70)}\n", f"more than the {MOST_IN_PARAGRAPH:,}"),
    ],
)
def test_in_a_text_that_no_article_is_as_long_as_nothing_is_proposed_and_that_is_said(text: str, words: str) -> None:
    document = read_document(text.encode(), "long.txt")
    assert words in unread(document)
    assert propose(document) == ()


def test_in_a_long_article_statements_are_proposed() -> None:
    document = read_document(f"Bridge shut\n\n{SAID}\n\n{SAID * 100}\n".encode(), "long.txt")
    assert unread(document) == ""
    assert len(propose(document)) == 101


@pytest.mark.parametrize(
    "text",
    [
        "A-" * 10_000,
        "Kim " * 2_000,
        "said " * 1_000,
        "A" * 20_000,
        "장관은 동의가 필요하다고 밝혔다. " + "“밝혔다 " * 700,
        "首相は必要だと述べた。" + "「と述べた" * 700,
        "首相は必要だと述べた。" + "日本の" * 2_000,
    ],
    ids=["hyphens", "names", "verbs", "letter", "korean-quotes", "japanese-quotes", "japanese-names"],
)
def test_a_text_of_one_word_over_and_over_holds_nobody_up(text: str) -> None:
    document = read_document(f"Bridge shut\n\n{SAID if text.isascii() else ''}{text}".encode(), "odd.txt")
    propose(read_document(b"Bridge shut\n\n" + SAID.encode(), "warm.txt"))
    began = time.process_time()
    propose(document)
    assert time.process_time() - began < 12

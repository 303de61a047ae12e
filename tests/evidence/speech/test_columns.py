"""The lists that are taken of a parse say what its tokens say."""

from __future__ import annotations

import pytest

pytest.importorskip("spacy", reason="placet[evidence] is not installed")

from placet.evidence.speech.columns import Columns
from placet.evidence.speech.parse import _pipeline, _with_sentences, tokenize

TEXTS = [
    "The minister’s aide said: “We don’t yield, and the envoy knows it.”",
    "ΟΔΟΣ İzmir’den \u3000 said nothing; 12,5 % of it -- e\u0301tat \U0001f600.",
    "The envoy who, the ministry said, had left on 3 May was asked to return. He did.",
    "x",
]


@pytest.mark.parametrize("text", TEXTS)
def test_columns_say_what_the_tokens_say(text: str) -> None:
    (doc,) = _pipeline().pipe([_with_sentences(tokenize(text), text)])
    columns, tokens = Columns(doc, text), list(doc)
    assert len(columns) == len(tokens)
    assert columns.start == [token.idx for token in tokens]
    assert columns.end == [token.idx + len(token) for token in tokens]
    assert columns.word == [token.text for token in tokens]
    assert columns.low == [token.lower_.replace("’", "'") for token in tokens]
    assert columns.tag == [token.tag_ for token in tokens]
    assert columns.pos == [token.pos_ for token in tokens]
    assert columns.dep == [token.dep_ for token in tokens]
    assert columns.lemma == [token.lemma_ for token in tokens]
    assert columns.head == [token.head.i for token in tokens]
    assert columns.children == [[child.i for child in token.children] for token in tokens]
    assert [columns.edges[token.i] for token in tokens] == [
        (token.left_edge.i, token.right_edge.i + 1) for token in tokens
    ]
    assert columns.is_word == [any(map(str.isalnum, token.text)) for token in tokens]


def test_a_text_without_tokens_has_empty_columns() -> None:
    columns = Columns(tokenize(""), "")
    assert (len(columns), columns.word, columns.tag, columns.head, columns.children) == (0, [], [], [], [])

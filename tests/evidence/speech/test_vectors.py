"""The vectors that the parse rests on are those of the pipeline's own layers, worked out more quickly."""

from __future__ import annotations

import numpy as np
import pytest

from placet.evidence.speech.parse import PIPELINE, _pipeline, tokenize
from placet.evidence.speech.vectors import ROWS, _distinct

pytest.importorskip("spacy", reason="placet[evidence] is not installed")

TEXTS = [
    "The minister said that the minister had said nothing.",
    "“We will ‘not’ yield,” the envoy of Norvania told reporters in Osthafen on 3 May 2011.",
    "Yes.",
    "No, " * (ROWS // 2) + "he said.",
    "The talks, which neither side calls talks, go on; the ministry of trade declined to comment.",
    "e\u0301tat \u3000  \U0001f600 http://example.org/a?b=c 12,5 %",
]


@pytest.fixture(scope="module")
def own() -> object:
    """The pipeline with its own layers, as it is installed."""
    import spacy
    from thinc.api import use_ops

    with use_ops("numpy", use_blis=False):
        return spacy.load(PIPELINE, exclude=["ner", "senter", "attribute_ruler", "lemmatizer"])


@pytest.mark.parametrize("texts", [TEXTS, TEXTS[::-1], TEXTS[2:3], TEXTS[:1] * 40, ["", *TEXTS[:2], ""]], ids=str)
def test_vectors_are_those_of_the_pipelines_own_layers(own: object, texts: list[str]) -> None:
    docs = [tokenize(text) for text in texts]
    slow = own.get_pipe("tok2vec").predict(docs)  # type: ignore[attr-defined]
    quick = _pipeline().get_pipe("tok2vec").predict(docs)
    for doc, right, found in zip(docs, slow, quick, strict=True):
        assert found.shape == right.shape == (len(doc), 96)
        np.testing.assert_allclose(found, right, rtol=0, atol=2e-5)


def test_parse_by_these_vectors_is_that_by_the_pipelines_own_layers(own: object) -> None:
    quick = list(_pipeline().pipe(map(tokenize, TEXTS)))
    slow = list(own.pipe(map(tokenize, TEXTS)))  # type: ignore[attr-defined]
    for one, other in zip(quick, slow, strict=True):
        assert [(token.tag_, token.dep_, token.head.i) for token in one] == [
            (token.tag_, token.dep_, token.head.i) for token in other
        ]


def test_no_tokens_at_all_have_no_vectors() -> None:
    assert [len(each) for each in _pipeline().get_pipe("tok2vec").predict([tokenize(""), tokenize("")])] == [0, 0]


def test_words_of_different_attributes_are_told_apart_even_when_their_number_is_one() -> None:
    first, second = 0x9E3779B97F4A7C15 + 2, 0x9E3779B97F4A7C15 + 2 * 2**9
    rows = np.array([[second, 0], [0, first], [second, 0]], dtype=np.uint64)
    words, which = _distinct(rows)
    assert np.array_equal(words[which], rows)
    words, which = _distinct(rows[[0, 2]])
    assert len(words) == 1
    assert which.tolist() == [0, 0]

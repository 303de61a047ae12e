"""What is read once for the sake of speed: phrases by their words alone, noun phrases by the lists of the parse."""

from __future__ import annotations

import pytest

from placet.evidence.parties import find_named
from placet.evidence.speakers.division import read_phrase
from placet.evidence.speakers.noun_phrases import Tokens, chunks
from placet.evidence.speakers.phrase import Phrase
from placet.evidence.speech import parse
from placet.evidence.speech.utterance import Parsed
from placet.model.documents import Document, Metadata, Paragraph, Span
from tests.evidence.speakers.test_resolution import PHRASES

LINES = (
    "The minister of trade, Ana Ruiz, met envoys from Peru, Chile and Kenya at the Harbour Forum on Monday.",
    "“We will not sign,” he said, and his Kenyan counterpart, who had come with two aides, agreed.",
    "A statement released by the ministry said that neither Oslo nor the navy’s commanders had been asked.",
    "Berg: no comment.",
)


def _parsed() -> Parsed:
    text = "\n\n".join(LINES)
    starts = [text.index(line) for line in LINES]
    paragraphs = tuple(
        Paragraph(number, Span(start, start + len(line)))
        for number, (start, line) in enumerate(zip(starts, LINES, strict=True))
    )
    (found,) = parse([Document("ab" * 32, "made.txt", "text/plain", text, paragraphs, Metadata(), "")])
    return found


def _moved(phrase: Phrase, shift: int) -> Phrase:
    name_at = (phrase.name_at[0] + shift, phrase.name_at[1] + shift) if phrase.name_at is not None else None
    return phrase._replace(start=phrase.start + shift, end=phrase.end + shift, name_at=name_at)


@pytest.mark.parametrize("words", [words for words, _ in PHRASES])
def test_a_phrase_says_the_same_wherever_it_stands(words: str) -> None:
    before = "Later, "
    named = find_named(before + words)
    first = read_phrase(words, 0, find_named(words))
    assert read_phrase(words, len(before), named) == tuple(_moved(each, len(before)) for each in first)


def test_noun_phrases_begin_where_the_parsers_own_begin() -> None:
    parsed = _parsed()
    own = [
        paragraph.paragraph.span.start + chunk.start_char
        for paragraph in parsed.paragraphs
        for chunk in paragraph.parse.noun_chunks
    ]
    found = [start for start, _ in chunks(parsed)]
    assert len(found) > 8
    assert [start for start in own if start in found] == found


def test_the_words_of_a_stretch_are_those_at_its_places() -> None:
    parsed = _parsed()
    tokens = Tokens(parsed)
    end = len(parsed.document.text)
    every = [(at, token) for at in range(end) if (token := tokens.get(at)) is not None]
    assert sum(len(paragraph.parse) for paragraph in parsed.paragraphs) == len(every)
    for start in range(0, end, 17):
        stretch = [token for at, token in every if start <= at < start + 90]
        assert tokens.between(start, start + 90) == stretch
    assert all(tokens.shift_at(at) + token.idx == at for at, token in every)

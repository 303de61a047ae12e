"""Where the letters of a page stand in its source: read by words, and the same as read letter by letter."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

pytest.importorskip("trafilatura", reason="the extra `evidence` is not installed")

from placet.evidence.intake import offsets
from placet.model.documents import Span

PIECES = (
    "<p>", "</p>", "<script>", "</script>", "<!--", "-->", "<", ">", "&", "&amp;", "&nbsp;", "&#8217;", "&fjlig;", "&x",
    ";", " ", "\n", "\u00a0", "\u2003", "\u200b", "a", "ferry", "Überfahrt", "ﬁ", "제주", "İ", "\u2011", "=\"", "1<2",
)  # fmt: skip


def letter_by_letter(source: str) -> tuple[str, list[int]]:
    """Return what a source shows and where each letter stands, slowly."""
    shown, places = [], []
    unclosed: set[str] = set()
    at = 0
    while at < len(source):
        if source[at] == "<":
            at = offsets._after_tag(source, at, unclosed)  # the tags are not what is compared
            continue
        letters, end = offsets._entity(source, at) if source[at] == "&" else (source[at], at + 1)
        shown += [letter for letter in letters if not letter.isspace()]
        places += [at for letter in letters if not letter.isspace()]
        at = end
    return "".join(shown).translate(offsets._LIKE), places


def places_of(shown: offsets._Shown, first: int, count: int) -> list[int]:
    return [place + step for place, length in shown.runs_of(first, count) for step in range(length)]


def test_the_letters_of_a_source_are_those_that_reading_it_letter_by_letter_gives() -> None:
    chance = random.Random(1911)
    for _ in range(2_000):
        source = "".join(chance.choices(PIECES, k=chance.randrange(30)))
        letters, places = letter_by_letter(source)
        shown = offsets._Shown(source)
        assert shown.letters == letters
        assert places_of(shown, 0, len(letters)) == places
        first = chance.randrange(len(letters) + 1)
        count = chance.randrange(len(letters) - first + 1)
        assert places_of(shown, first, count) == places[first : first + count]


def test_pairs_are_kept_where_text_and_source_move_apart_and_never_fall() -> None:
    chance = random.Random(1912)
    for _ in range(500):
        together, alone = offsets._Pairs(), offsets._Pairs()
        start = source = 0
        for _ in range(8):
            length = chance.randrange(1, 9)
            together.add(start, source, length)
            for step in range(length):
                alone.add(start + step, source + step, 1)
            start += length + chance.randrange(3)
            source += chance.randrange(12)
        assert together.kept == alone.kept
        assert all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(together.kept))


def test_a_piece_found_whole_has_the_pairs_that_its_letters_have_one_by_one() -> None:
    chance = random.Random(1913)
    for _ in range(2_000):
        source = "".join(chance.choices(PIECES, k=chance.randrange(1, 30)))
        letters, places = letter_by_letter(source)
        written = source if chance.random() < 0.5 else " ".join(source.split())
        start, end = sorted((chance.randrange(len(written) + 1), chance.randrange(len(written) + 1)))
        piece = offsets._Piece(written, Span(start, end))
        found = letters.find(piece.letters)
        if found < 0:
            continue
        whole, alone = offsets._Pairs(), offsets._Pairs()
        whole.end = alone.end = chance.choice((-1, len(source) // 3))
        offsets._add_whole(piece, offsets._Shown(source), found, whole)
        own = [start + at for at, letter in enumerate(piece.text) if not letter.isspace()]
        for at, place in zip(own, places[found:], strict=False):
            alone.add(at, place, 1)
        assert whole.kept == alone.kept

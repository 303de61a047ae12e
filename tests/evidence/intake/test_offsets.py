"""Where the letters of a page stand in its source: read by words, and the same as read letter by letter."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

pytest.importorskip("trafilatura", reason="the extra `evidence` is not installed")

from placet.evidence.intake import offsets

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


def test_the_letters_of_a_source_are_those_that_reading_it_letter_by_letter_gives() -> None:
    chance = random.Random(1911)
    for _ in range(2_000):
        source = "".join(chance.choices(PIECES, k=chance.randrange(30)))
        letters, places = offsets._letters(source)
        assert (letters, list(places)) == letter_by_letter(source)


def test_pairs_are_kept_where_text_and_source_move_apart_and_never_fall() -> None:
    chance = random.Random(1912)
    for _ in range(500):
        starts = sorted(chance.sample(range(60), 20))
        sources = sorted(chance.choices(range(90), k=20))
        together, alone = offsets._Pairs(), offsets._Pairs()
        together.add(starts, sources)
        for start, source in zip(starts, sources, strict=True):
            alone.add([start], [source])
        assert together.kept == alone.kept
        assert all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(together.kept))

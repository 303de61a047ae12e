"""The nearest known name."""

from __future__ import annotations

import pytest

from placet.language.nearest import nearest

KNOWN = ["KOR", "JPN", "base-use", "sovereign", "south-korea", "north-korea", "strike"]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("kor", "KOR"),
        ("KRO", "KOR"),
        ("base_use", "base-use"),
        ("soverign", "sovereign"),
        ("sout-korea", "south-korea"),
        ("stirke", "strike"),
        ("consultation", None),
        ("x", None),
        ("", None),
    ],
)
def test_the_nearest_name_is_the_one_that_was_meant(word: str, name: str | None) -> None:
    assert nearest(word, KNOWN) == name


def test_a_very_long_word_is_compared_quickly() -> None:
    assert nearest("a" * 1_000_000, ["b" * 1_000_000]) is None

"""No text breaks what reads texts: it is taken, or refused in words, soon, and the formatter keeps what it is given."""

from __future__ import annotations

from collections import Counter, deque
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placet.language import load_text
from placet.language.format import format_text
from placet.language.words import WORDS
from tests.fuzz.broken_texts import MARKS, NAMES, broken_text
from tests.fuzz.feed import feed
from tests.fuzz.limits import Hang, within
from tests.fuzz.shrink import shrink_text
from tests.language.rulebook_text import BASE, markdown

MUTATIONS = 17_000
CHUNK = 1_000

words = st.sampled_from((*sorted(WORDS), *NAMES, *MARKS, "\n  ", "\n  ", "\n", "\n"))
lines = st.lists(words, max_size=12).map(" ".join)
blocks = st.lists(words, max_size=40).map(" ".join)


@pytest.mark.parametrize("chunk", range(MUTATIONS // CHUNK))
def test_a_real_rulebook_with_anything_done_to_its_bytes_is_taken_or_refused_in_words(
    chunk: int, tmp_path: Path
) -> None:
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        data = broken_text(Random(seed))
        try:
            feed(data, None if seed % 4 else tmp_path / "README.md")
        except (Exception, Hang) as fault:
            raise AssertionError(f"seed {seed}: {data!r}") from fault


@settings(max_examples=500)
@given(blocks)
def test_any_words_of_the_language_are_taken_or_refused_in_words(text: str) -> None:
    feed(f"```placet\n{text}\n```\n".encode())


@settings(max_examples=500)
@given(lines, st.integers(0, BASE.count("\n")))
def test_any_line_in_a_sound_rulebook_is_taken_or_refused_in_words(line: str, at: int) -> None:
    around = BASE.splitlines()
    feed(markdown("\n".join((*around[:at], f"  {line}", *around[at:]))).encode())


@settings(max_examples=500)
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_taken_or_refused_in_words(data: bytes, is_block: bool) -> None:
    feed(b"```placet\n" + data if is_block else data)


@settings(max_examples=500)
@given(st.text(max_size=200), st.sampled_from(("```placet\n{}\n```\n", 'party KOR "{}"', "# {}", "{}")))
def test_any_characters_are_taken_or_refused_in_words(text: str, frame: str) -> None:
    feed(markdown(frame.replace("{}", text)).encode("utf-8", "replace"))


def test_the_broken_rulebooks_are_broken_in_many_ways_and_some_are_still_sound() -> None:
    codes: Counter[str] = Counter()
    sound = 0
    for seed in range(2000):
        loaded = load_text(broken_text(Random(seed)).decode("utf-8", "replace"))
        sound += loaded.rulebook is not None
        codes.update({diagnostic.code for diagnostic in loaded.diagnostics})
    assert sound > 50
    assert len(codes) > 40


def test_work_that_does_not_end_is_ended() -> None:
    endless = iter(lambda: 0, 1)
    with pytest.raises(Hang), within(0.05):
        deque(endless, maxlen=0)


def test_a_text_is_made_smaller_until_nothing_can_be_left_out() -> None:
    assert shrink_text("a\nb(c\nd)e\nf\n", lambda text: "(" in text and ")" in text) == "()"


def test_a_formatter_that_changed_what_it_is_given_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    text = markdown(BASE)
    assert format_text(text) != text
    feed(text.encode())
    monkeypatch.setattr("placet.language.layout.WIDTH", 1)
    feed(text.encode())
    monkeypatch.setattr("placet.language.format._CLAUSE_INDENT", 0)
    with pytest.raises(AssertionError):
        feed(text.encode())

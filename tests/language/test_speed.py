"""Large rulebooks load quickly, and mangled ones end in diagnostics."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placet.language import load_text
from placet.language.words import WORDS
from tests.language.rulebook_text import BASE, markdown

MARKS = [
    "(",
    ")",
    '"',
    "“",
    "”",
    "\n",
    "\n  ",
    " ",
    "#",
    "```",
    "```placet\n",
    "=",
    "!=",
    ",",
    ".",
    ":",
    "0",
    "\t",
    "\u2028",
]


def large_text(rules: int) -> str:
    blocks = [BASE]
    for number in range(rules):
        blocks.append(
            f"# article {number} of the pact\n"
            f'rule rule-{number} "What must be done before act {number}"\n  under pact notes\n'
            f"  when actor = USA and combat and not area within japan and (value >= {number * 100} or provoked)\n"
            "  unless KOR in attacked or sovereign(area) = actor\n"
            "  needs request or consent of sovereign(area) 30 days before\n"
            f"  cites paper paragraph {number % 90 + 1}"
        )
    return markdown(*blocks)


def test_five_thousand_rules_load_in_three_seconds() -> None:
    text = large_text(5000)
    begin = time.process_time()
    loaded = load_text(text)
    seconds = time.process_time() - begin
    assert loaded.rulebook is not None
    assert len(loaded.rulebook.rules) == 5001
    assert seconds < 3
    assert len(text) / 1_000_000 / seconds > 0.5, "the aim is 1 MB/s; half of it is left for a busy machine"


@given(
    st.lists(
        st.sampled_from([*sorted(WORDS), *MARKS, "USA", "actor", "USA.dod", "2014", "2014-02-30", "x"]), max_size=60
    )
)
def test_any_heap_of_words_ends_in_diagnostics(words: list[str]) -> None:
    loaded = load_text(markdown(BASE, " ".join(words)))
    assert loaded.rulebook is not None or loaded.diagnostics


@given(st.text(max_size=300))
def test_any_text_ends_in_diagnostics(text: str) -> None:
    assert load_text(f"```placet\n{text}").diagnostics


@pytest.mark.parametrize("seed", range(8))
def test_a_mangled_rulebook_ends_in_diagnostics(project: Path, seed: int) -> None:
    random = Random(seed)
    texts = [path.read_text(encoding="utf-8") for path in sorted((project / "rulebooks").rglob("*.md"))]
    words = [word for text in texts for word in text.split()]
    for _ in range(100):
        text = random.choice(texts)
        start = random.randrange(max(1, len(text) - 2000))
        letters = list(f"```placet\n{text[start : start + 2000]}\n```\n")
        for _ in range(random.choice((1, 3, 10))):
            place = random.randrange(len(letters))
            match random.randrange(3):
                case 0:
                    del letters[place : place + random.randrange(1, 8)]
                case 1:
                    letters.insert(place, random.choice(MARKS))
                case _:
                    letters.insert(place, f" {random.choice(words)} ")
        mangled = "".join(letters)
        loaded = load_text(mangled)
        for diagnostic in loaded.diagnostics:
            if diagnostic.span is not None:
                assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(mangled)


@pytest.mark.parametrize(
    "text",
    [
        '"' * 200_000,
        "( " * 100_000,
        "point " * 100_000,
        "```placet\n" * 20_000,
        "> " * 100_000,
        "<!--\n" * 50_000,
        "\n".join(f"term t{number} means u{number} = v{number}" for number in range(5000)),
        "\n".join(f"term t{number} means t{(number + 1) % 3000}" for number in range(3000)),
        "term t means " + " and ".join(["always"] * 20_000),
    ],
    ids=["marks", "parentheses", "words", "fences", "quotations", "comments", "unknown", "circle", "and"],
)
def test_hostile_text_ends_within_seconds(text: str) -> None:
    begin = time.process_time()
    load_text(markdown(text))
    assert time.process_time() - begin < 5

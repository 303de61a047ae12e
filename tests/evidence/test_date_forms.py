"""What is asked of many forms at once never passes over an expression that one of them reads."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from placet.evidence.dates import find_dates
from placet.evidence.dates.english import HEADS
from placet.evidence.dates.forms import Forms
from placet.evidence.dates.words import COUNTS, ORDINALS, SEASONS, WEEKDAYS
from placet.model.proposals import Said

ANCHOR = dt.date(2014, 11, 18)
BETWEEN = (
    *HEADS, *WEEKDAYS, *SEASONS, *list(COUNTS)[:9], *list(ORDINALS)[:5], "of", "the", "the", "in", "ago", "before",
    "after", "next", "same", "other", "day", "week", "weeks", "months", "year", "decade", "weekend", "half", "FY", "Q3",
    "2014", "1960s", "11", "3rd", "Nov.", "MW", "KST", "%", "time", "from", "now", "until", "said", "treaty", "mid-",
)  # fmt: skip
SPACES = (" ", " ", " ", " ", "  ", "\n", "\u00a0", "-", ", ", "")


def slowly(text: str, anchor: dt.date | None, monkeypatch: pytest.MonkeyPatch) -> tuple[Said, ...]:
    """Read a text by trying every form."""
    with monkeypatch.context() as patch:
        patch.setattr(Forms, "may_fit", lambda *_: True)
        return find_dates(text, anchor)


def cased(word: str, chance: random.Random) -> str:
    """Write a word in another case, now and then with letters that only count as ours when the case is disregarded."""
    ways: tuple[Callable[[str], str], ...] = (str, str, str.title, str.upper, lambda each: each.swapcase())
    word = chance.choice(ways)(word)
    if chance.random() < 0.1:
        word = word.replace("s", "ſ").replace("i", "ı").replace("k", "\u212a")
    return word if chance.random() > 0.01 else f"{word}İ"


def test_asking_for_all_forms_at_once_passes_over_none(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(1969)
    found = 0
    for _ in range(3_000):
        words = chance.choices(BETWEEN, k=chance.randrange(2, 14))
        text = "".join(f"{cased(word, chance)}{chance.choice(SPACES)}" for word in words)
        said = find_dates(text, ANCHOR)
        assert said == slowly(text, ANCHOR, monkeypatch), text
        found += len(said)
    assert found > 1_500


@pytest.mark.parametrize("text", ["They met on Tueſday.", "It ends ın Aprıl, 14 wee\u212as ago.", "MONDAYİ, FRİDAY"])
def test_letters_that_only_count_as_ours_break_nothing(text: str) -> None:
    for said in find_dates(text, ANCHOR):
        assert said.span is not None
        assert text[said.span.start : said.span.end] == said.expression


def test_the_expressions_of_the_table_are_read_as_by_trying_every_form(monkeypatch: pytest.MonkeyPatch) -> None:
    for line in (Path(__file__).parent / "dates.md").read_text("utf-8").splitlines():
        for text in (line, line.upper()):
            assert find_dates(text, ANCHOR) == slowly(text, ANCHOR, monkeypatch)
            assert find_dates(text, None) == slowly(text, None, monkeypatch)

"""Conditions that are shown are conditions of the language, and say exactly what they stand for."""

from __future__ import annotations

import datetime as dt
import re
from random import Random

import pytest

from placet.engine.columns.calendar import Calendar
from placet.engine.columns.columns import views_of
from placet.engine.columns.operands import expression_of
from placet.engine.space import Perspective, Region, Sides, compare, sides_of
from placet.engine.space.conditions import tests_in as told_by
from placet.language import load_rulebook, load_text
from placet.model import Rulebook
from placet.show.situations import ask_command, condition_parts, condition_text, share_words

ON = dt.date(2015, 10, 21)


def korea() -> Rulebook:
    book = load_rulebook("korea").rulebook
    assert book is not None
    return book


WORLD = """
```placet
party NOR "North"
party SUD "South"
party EST "East"
place valley "Valley"
place gorge "Gorge" in valley
place ford "Ford" in valley
place plain "Plain"
field actor: party
field helper: party or none
field site: place or none
field act: fill, drain, cross
field urgent: yes or no
field agreed: yes or no or none
field volume: number in m3 or none
field warned: set of party
instrument t "Treaty"
  between NOR, SUD, EST
  in force from 2000-01-01
```
"""


def meaning(book: Rulebook, condition: str) -> tuple[Calendar, int]:
    """The expression of a condition that is written in the language."""
    text = WORLD + f'\n```placet\nrule probe "Probe"\n  under t\n  when {condition}\n  needs consent of NOR\n```\n'
    loaded = load_text(text)
    assert loaded.rulebook is not None, [one.message for one in loaded.diagnostics]
    calendar = Calendar(loaded.rulebook, ON, None)
    return calendar, expression_of(loaded.rulebook.rules["probe"].when, views_of(calendar)["NOR"])


CONDITIONS = [
    "actor = NOR",
    "actor != NOR",
    "helper = none",
    "helper != none",
    "helper in (NOR, EST)",
    "site within valley",
    "site not within valley",
    "site = valley",
    "site in (valley, gorge)",
    "site in (gorge, ford, plain)",
    "act in (fill, drain)",
    "urgent",
    "not urgent",
    "agreed",
    "not agreed",
    "agreed = no",
    "agreed = none",
    "volume > 5",
    "volume >= 5",
    "volume = 5",
    "volume != 5",
    "volume <= 5 or volume > 7",
    "volume > 5 and volume < 7",
    "volume = none or volume = 7",
    "volume != none",
    "NOR in warned",
    "warned = none",
    "NOR in warned and SUD not in warned",
    "not (NOR in warned)",
    "actor = NOR and site within valley and volume >= 5 and warned = none and not urgent",
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_what_is_shown_of_a_condition_means_the_same_when_it_is_written_in_a_rulebook(condition: str) -> None:
    text = WORLD + f'\n```placet\nrule probe "Probe"\n  under t\n  when {condition}\n  needs consent of NOR\n```\n'
    book = load_text(text).rulebook
    assert book is not None
    sides = Sides(*sides_of([Perspective(book, "NOR", ON), Perspective(book, "NOR", dt.date(1999, 1, 1))]))
    regions = [one for one in sides.differences() if one.what == "step"]
    cubes = [cube for one in regions for cube in sides.covers.cover(one.region)]
    shown = " or ".join(f"({condition_text(book, told_by(sides.situations, cube))})" for cube in cubes)
    both = f"(({condition}) and not ({shown})) or (not ({condition}) and ({shown}))"
    calendar, expression = meaning(book, both)
    assert calendar.variables.expressions.cubes(expression, 10_000) == ()


def test_a_place_with_all_that_lies_in_it_is_called_by_its_own_name() -> None:
    book = load_text(WORLD).rulebook
    assert book is not None
    found = compared_to_nothing("site in (valley, gorge, ford) and actor = NOR")
    assert condition_parts(book, found.pieces[0].tests) == ["actor = NOR", "site within valley"]


def compared_to_nothing(condition: str) -> Region:
    text = WORLD + f'\n```placet\nrule probe "Probe"\n  under t\n  when {condition}\n  needs consent of NOR\n```\n'
    book = load_text(text).rulebook
    assert book is not None
    found = compare(Perspective(book, "NOR", ON), Perspective(book, "NOR", dt.date(1999, 1, 1)))
    return next(one for one in found.regions if one.what == "step")


def test_the_shorter_of_two_ways_to_say_a_condition_is_shown() -> None:
    book = load_text(WORLD).rulebook
    assert book is not None
    found = compared_to_nothing("actor in (NOR, SUD)")
    assert condition_text(book, found.pieces[0].tests) == "actor != EST"


def test_shares_are_never_rounded_to_all_or_none() -> None:
    rng = Random(1)
    for _ in range(500):
        total = rng.randrange(2, 10 ** rng.randrange(1, 40) + 3)
        count = rng.randrange(1, total)
        words = share_words(count, total)
        assert words not in ("0 %", "100 %", "all", "none")
        assert re.fullmatch(r"\d+(\.\d+)? %|1 in (\d·)?10\^\d+", words), words


def test_the_command_shown_asks_the_situation() -> None:
    book = korea()
    given = {"actor": "USA", "attacked": frozenset({"KOR", "JPN"}), "provoked": False, "area": None}
    command = ask_command(book, given, ON, dt.date(2015, 1, 1))
    assert command == (
        "placet ask korea actor=USA attacked=JPN,KOR provoked=no area=none --on 2015-10-21 --known 2015-01-01"
    )

"""A rulebook written out loads as the same rulebook."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placet.language.format import format_text
from placet.language.load import Loaded, load_rulebook, load_text
from placet.language.write import write_rulebook
from placet.model import (
    Cite,
    Day,
    Duration,
    Field,
    FieldRef,
    Instrument,
    Literal,
    Period,
    Rulebook,
    SavedQuestion,
    Source,
    Statement,
    Term,
    Type,
)
from placet.model.conditions import Compare
from tests.language.writable import random_writable, without_places


def loaded_again(text: str, name: str) -> Loaded:
    loaded = load_text(text, f"{name}.md")
    assert [diagnostic.message for diagnostic in loaded.diagnostics if diagnostic.severity == "error"] == []
    return loaded


@given(st.integers(0, 2**32), st.integers(1, 6))
def test_what_is_written_loads_as_it_was(seed: int, size: int) -> None:
    rulebook = random_writable(Random(seed), size)
    again = loaded_again(write_rulebook(rulebook), rulebook.name).rulebook
    assert without_places(again) == without_places(rulebook)


@given(st.integers(0, 2**32), st.integers(1, 6))
def test_a_formatted_rulebook_loads_as_it_was(seed: int, size: int) -> None:
    text = write_rulebook(random_writable(Random(seed), size)).replace("\n  ", " ").replace('"', ' "')
    before, after = (loaded_again(each, "a").rulebook for each in (text, format_text(text)))
    assert without_places(before) == without_places(after)


def test_everything_that_chance_does_not_make_is_written() -> None:
    day = Day.exactly(dt.date(2014, 11, 17))
    year = Day(dt.date(2014, 1, 1), dt.date(2014, 12, 31))
    rulebook = Rulebook(
        name="a",
        fields={
            "price": Field("price", Type("number", unit="USD"), 'What is "dear"?'),
            "act": Field("act", Type("names", ("deploy", "strike")), "What do they do?"),
        },
        terms={"dear": Term("dear", Compare(FieldRef("price"), ">", Literal(Decimal("0.0000001"))))},
        sources={
            "daily": Source("daily", "A daily", "Its author", year, "the front page", "daily.txt", "https://daily")
        },
        statements={
            "s1": Statement(
                "s1",
                "daily",
                "asks",
                " with space ",
                ("narrator",),
                "writing",
                relays=("first", "second"),
                paragraph="7-8",
                on=Day(dt.date(2014, 12, 28), dt.date(2014, 12, 29)),
                basis="two reports",
                to="the press",
                about=("pact",),
            ),
            "s2": Statement("s2", "daily", "says", "It.", text_of="pact", is_unnamed=True),
        },
        instruments={
            "pact": Instrument(
                "pact",
                "Pact",
                is_binding=False,
                announced=day,
                cancelled=day,
                published=day,
                suspended=(Period(year, day),),
                term=Duration(1, "years"),
                renews=Duration(6, "months"),
                notice=Duration(90, "days"),
                cites=(Cite("daily", "3"), Cite("daily", "3 bis")),
            )
        },
        questions={
            "q": SavedQuestion("q", "Is it dear?", {"price": Decimal("1.5"), "act": "strike"}, day, year, ("dear",))
        },
    )
    again = loaded_again(write_rulebook(rulebook), "a").rulebook
    assert again is not None
    without = {name: each for name, each in again.relations.items() if name != "members"}
    assert without_places(again) | {"relations": without} == without_places(rulebook)


@pytest.mark.parametrize("name", ["korea", "general"])
def test_a_shipped_rulebook_written_out_is_the_same(name: str) -> None:
    loaded = load_rulebook(name)
    assert loaded.rulebook is not None
    again = loaded_again(write_rulebook(loaded.rulebook), name).rulebook
    assert without_places(again) == without_places(loaded.rulebook)

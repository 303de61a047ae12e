"""What a page says of parties to an instrument: who they were on the day, and of very many readers only how many."""

from __future__ import annotations

import datetime as dt

from placet.engine import Decider
from placet.language import load_text
from placet.show.answer import answer_page
from placet.show.proof import proof_page
from placet.show.terminal import render

PACT = """\
party USA "United States"
party JPN "Japan"
field actor : party "Who?"
field act : attack, talk "What?"
instrument pact "A pact"
  between USA
  member JPN from 1950-01-01 until 1955-01-01
  member JPN from 1960-01-01
  in force from 1950-01-01 until 1970-01-01
rule peace "Peace"
  under pact
  when act = attack and actor in members(pact)
  bars
"""


def page(on: str, more: str = "", **facts: str) -> str:
    book = load_text(f"```placet\n{PACT}{more}```\n").rulebook
    assert book is not None
    answer = Decider(book, dt.date.fromisoformat(on)).answer(dict(facts))
    whole = (*answer_page(book, answer), *proof_page(book, answer))
    shown = render(whole, 400, in_colour=False, in_symbols=True)
    return " ".join(shown.split())


def test_a_proof_names_the_parties_of_the_day_whatever_spell_they_are_in() -> None:
    assert "✓ actor in members(pact) · actor is USA, members(pact) is JPN, USA" in page(
        "1951-01-01", actor="USA", act="attack"
    )
    assert "✓ actor in members(pact) · actor is JPN, members(pact) is JPN, USA" in page(
        "1965-01-01", actor="JPN", act="attack"
    )
    assert "members(pact) is USA" in page("1957-01-01", actor="USA", act="attack")


def test_of_very_many_silent_readers_their_number_is_told() -> None:
    many = "".join(f'party P{number} "State {number}"\n' for number in range(60))
    assert "silent: 60 other readers (no rule of theirs speaks)" in page("1951-01-01", many, actor="USA", act="attack")
    few = "".join(f'party P{number} "State {number}"\n' for number in range(3))
    assert "silent: P0, P1, P2 (no rule of theirs speaks)" in page("1951-01-01", few, actor="USA", act="attack")

"""The lists that several folders keep, each for its own use, name the same things."""

from __future__ import annotations

import re
from typing import get_args

from placet.cli.records import STANCES as ASKED_STANCES
from placet.language.words import DECLARATIONS, KINDS, STANCES, WORDS
from placet.model import GRADES
from placet.model.rulebook import KINDS as MODEL_KINDS
from placet.model.rulebook import Kind, Stance
from placet.show.words import GRADE_WORDS, STANCE_WORDS
from tests.house.tree import PROJECT

REFERENCE = (PROJECT / "docs" / "reference" / "language.md").read_text("utf-8")
BLOCKS = "".join(re.findall(r"^```\w*\n(.*?)^```", REFERENCE, re.MULTILINE | re.DOTALL))


def test_every_stance_can_be_written_kept_and_told() -> None:
    assert set(STANCES) == set(get_args(Stance)) == set(STANCE_WORDS) == set(ASKED_STANCES)


def test_every_kind_of_step_can_be_written_and_kept() -> None:
    assert KINDS == get_args(Kind) == MODEL_KINDS


def test_every_grade_can_be_told() -> None:
    assert set(GRADES) == set(GRADE_WORDS)


def test_the_reference_names_every_stance_and_every_declaration() -> None:
    (stances,) = re.findall(r"^  STANCE .*", BLOCKS, re.MULTILINE)
    assert set(STANCES) <= set(re.findall(r"\w+", stances))
    assert set(DECLARATIONS) <= set(re.findall(r"^(\w+)", BLOCKS, re.MULTILINE))


def test_every_word_of_the_language_stands_in_the_reference() -> None:
    assert WORDS - set(re.findall(r"\w+", REFERENCE)) == set()

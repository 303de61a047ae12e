"""The answers written in the Markdown files of this folder come out, whichever engine is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from placet.engine import Decider
from placet.engine.reference import answer_question
from placet.language.load import load_rulebook
from placet.model import Answer, Question, Rulebook
from tests.language.worlds import Pair, differences, engines_of, make_question, read_pairs, rulebook_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAIRS = [pair for file in sorted(HERE.glob("*/*.md")) for pair in read_pairs(file)]


@cache
def book_of(name: str) -> Rulebook:
    """Return a shipped rulebook, which has no error."""
    loaded = load_rulebook(ROOT / "rulebooks" / name)
    assert loaded.rulebook is not None, [diagnostic.message for diagnostic in loaded.diagnostics]
    return loaded.rulebook


@cache
def decider_of(book: Rulebook, on: dt.date, known: dt.date | None) -> Decider:
    """Return what decides questions of one day."""
    return Decider(book, on, known)


def ask_decider(book: Rulebook, question: Question) -> Answer:
    """Answer with the engine that everybody uses."""
    return decider_of(book, question.on, question.known).answer(question.given)


ENGINES: dict[str, Callable[[Rulebook, Question], Answer]] = {"reference": answer_question, "decide": ask_decider}


def test_there_are_at_least_sixty_questions_about_korea() -> None:
    assert sum(pair.file.parent.name == "korea" for pair in PAIRS) >= 60


def test_no_two_questions_of_a_file_have_one_name() -> None:
    names = [pair.id for pair in PAIRS]
    assert not {name for name in names if names.count(name) > 1}


ASKED = [(pair, engine) for pair in PAIRS for engine in ENGINES if engine in (engines_of(pair) or ENGINES)]


@pytest.mark.parametrize(("pair", "engine"), ASKED, ids=[f"{pair.id} [{engine}]" for pair, engine in ASKED])
def test_the_written_answer_comes_out(pair: Pair, engine: str) -> None:
    book = book_of(rulebook_of(pair))
    asked = make_question(pair, book)
    answer = ENGINES[engine](book, asked.question)
    wrong = differences(pair, book, asked, answer, has_proof=engine == "decide")
    assert not wrong, "\n" + "\n".join(wrong)

"""One generated question: is the fast engine's answer the reference's, and does the proof checker accept it?"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from placet.engine.decision.decide import Decider
from placet.engine.reference import answer_question
from placet.model import Question, Rulebook
from tests.agreement.generate import random_question, random_rulebook
from tests.agreement.test_decide import differences

QUESTIONS = 5
"""How many questions are put to the rulebook of one seed."""


def cases_of(seed: int) -> Iterator[tuple[Rulebook, Question]]:
    """Yield the rulebook of a seed with each of its questions; the same as the suite's for the same seed."""
    rng = Random(seed)
    book = random_rulebook(rng, rng.choice((1, 2, 3, 4, 6)))
    for _ in range(QUESTIONS):
        yield book, random_question(rng, book)


def disagreement(book: Rulebook, question: Question) -> str:
    """Return what the engines answer differently, or what the checker refuses; empty where all agree."""
    try:
        slow = answer_question(book, question)
        fast = Decider(book, question.on, question.known).answer(question.given, certify=True)
        return next(differences(book, slow, fast), "")
    except Exception as error:  # noqa: BLE001 - whatever an engine raises is what is looked for
        return f"{type(error).__name__}: {error}"

"""The rulebook of the benchmark, its day, and the reference's answers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bench.decide.fold import ReaderResult
from placet.engine.reference import answer_question
from placet.language import load_rulebook
from placet.model import Answer, Question, Rulebook
from placet.model.conditions import Scalar

RULEBOOK = Path(__file__).parent / "rulebook.md"
ON = dt.date(2015, 6, 1)


def load_workload() -> Rulebook:
    """Return the checked rulebook of the benchmark.

    Raises:
        ValueError: with the diagnostics, where the rulebook is not sound.
    """
    loaded = load_rulebook(RULEBOOK)
    if loaded.rulebook is None:
        raise ValueError("\n".join(str(diagnostic) for diagnostic in loaded.diagnostics))
    return loaded.rulebook


def reference_results(book: Rulebook, given: dict[str, Scalar]) -> dict[str, ReaderResult]:
    """Return each reader's answer, as the reference gives it."""
    return reader_results(answer_question(book, Question(dict(given), ON)))


def reader_results(answer: Answer) -> dict[str, ReaderResult]:
    """Return the part of an answer that every peer is asked for."""
    return {
        reader: (
            found.answer,
            frozenset(r.step for r in found.requirements) if found.answer == "needs" else frozenset(),
        )
        for reader, found in answer.readers.items()
    }

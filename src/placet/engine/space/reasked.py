"""The questions that a rulebook keeps ready, asked of two versions of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from placet.engine.decision.decide import Decider, Decision
from placet.engine.decision.outcome import Change, change_between, outcome_of
from placet.engine.space.bounds import Bounds, BoundsOf, bounds_of_facts, do_meet
from placet.engine.space.sides import align
from placet.engine.space.versions import Bearing
from placet.engine.variation.excerpt import excerpt_for
from placet.model import Question, Rulebook, SavedQuestion, Value


class Reasked(msgspec.Struct, frozen=True):
    """A saved question with both versions' decisions on its own days; `change` is None where they are the same."""

    name: str
    text: str
    about: tuple[str, ...]
    question: Question
    before: Decision
    after: Decision
    change: Change | None


def ask_again(
    before: Rulebook, after: Rulebook, on: dt.date, known: dt.date | None = None, *, readers: Iterable[str] = ()
) -> tuple[Reasked, ...]:
    """Ask every saved question of both versions.

    Args:
        before: the rulebook as it is.
        after: the other version of it.
        on: the day of the act for questions that name none.
        known: the day up to which things were public, likewise.
        readers: whose answers alone count; none: everybody's, and the verdict.

    Raises:
        DiagramTooLarge: so much is unknown in a question that no exact answer can be had.
        FieldsDiffer: the versions have fields of one name that cannot be compared.
    """
    books = tuple(align([before, after])) if before is not after else (before, before)
    bearing = Bearing(books[0], books[1])
    places = [bounds for book in books for bounds in _bounds(book, bearing.rules)]
    saved = {**before.questions, **after.questions}
    return tuple(_asked(books, each, (on, known), places, tuple(readers)) for each in saved.values())


def _bounds(book: Rulebook, rules: Iterable[str]) -> Iterable[Bounds]:
    finder = BoundsOf(book)
    for name in rules:
        bounds = finder.rule(book.rules[name]) if name in book.rules else None
        if bounds is not None:
            yield bounds


def _asked(
    books: tuple[Rulebook, ...],
    saved: SavedQuestion,
    days: tuple[dt.date, dt.date | None],
    places: Iterable[Bounds],
    readers: tuple[str, ...],
) -> Reasked:
    given: dict[str, Value] = {
        name: frozenset(value) if isinstance(value, tuple) else value for name, value in saved.given.items()
    }
    on = saved.on.earliest if saved.on is not None else days[0]
    known = saved.known.latest if saved.known is not None else days[1]
    question = Question(given, on, known)
    facts = bounds_of_facts(books[0], given)
    before = _decided(books[0], question)
    # Where no rule that can differ can speak, the other version says the same.
    after = _decided(books[1], question) if any(do_meet(facts, place) for place in places) else before
    is_same = after is before or outcome_of(before, readers) == outcome_of(after, readers)
    change = None if is_same else change_between(before, after, readers)
    return Reasked(saved.id, saved.text, saved.about, question, before, after, change)


def _decided(book: Rulebook, question: Question) -> Decision:
    excerpt = excerpt_for(book, question.given).book
    return Decider(excerpt, question.on, question.known, fixed=question.given).decide(question.given)

"""Everything that is suggested about one statement, in one look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from placet.evidence.review.words import content_words, paragraph_words
from placet.evidence.suggest.minilm import Model, suggest_near
from placet.evidence.suggest.repeats import Had, Repeat, find_had, find_repeats
from placet.evidence.suggest.subjects import Subjects, Suggestion
from placet.model import Rulebook
from placet.model.documents import Document
from placet.model.statements import Standing

if TYPE_CHECKING:
    from placet.store import Store

MOST_KEPT = 50
"""Of how many articles what the rulebook has from them is kept in memory."""


class Suggested(msgspec.Struct, frozen=True):
    """What is suggested about a statement.

    Attributes:
        subjects: what it may be about, of what nobody has linked it to yet.
        had: what the rulebook has from its passage.
        repeats: stored statements that say perhaps the same.
    """

    subjects: tuple[Suggestion, ...] = ()
    had: tuple[Had, ...] = ()
    repeats: tuple[Repeat, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything is suggested."""
        return bool(self.subjects or self.had or self.repeats)


class Suggester:
    """What suggestions are made from: a rulebook, and perhaps a model."""

    def __init__(self, book: Rulebook, digits: Mapping[str, str], model: Model | None = None) -> None:
        """Read a rulebook.

        Args:
            book: the rulebook.
            digits: by which the passages behind its statements are recognised.
            model: what adds to what the words say; None: nothing does.
        """
        self.book = book
        self.digits = digits
        self.model = model
        self.subjects = Subjects(book)
        self._known: dict[tuple[str, str | None, str | None], dict[int, tuple[Had, ...]]] = {}

    def suggest(self, standing: Standing, document: Document, store: Store) -> Suggested:
        """Return what is suggested about a statement of a stored article."""
        one = standing.statement
        words = content_words(document, one)
        had = self._had(document).get(one.paragraph, ())
        known = {link.name for link in standing.links if link.rulebook == self.book.name}
        certain = [each.statement for each in had if each.is_certain]
        around = paragraph_words(document, one.paragraph)
        subjects = self.subjects.suggest(words, around, has=certain, known=known)
        if self.model is not None:
            named = known | {each.name for each in subjects}
            subjects += suggest_near(self.model, self.subjects, words, known=named)
        return Suggested(subjects, had, find_repeats(store, standing, words))

    def _had(self, document: Document) -> dict[int, tuple[Had, ...]]:
        """What the rulebook has from each paragraph of an article; kept for the last ones that were asked about."""
        metadata = document.metadata
        key = (document.sha256, metadata.title.value, metadata.posted.value)
        if key not in self._known:
            if len(self._known) >= MOST_KEPT:
                self._known.pop(next(iter(self._known)), None)
            self._known[key] = find_had(self.book, document, self.digits)
        return self._known[key]

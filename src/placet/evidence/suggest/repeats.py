"""What a proposed statement may repeat: statements of the rulebook from its passage, and others that are stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from placet.evidence.parties.find import find_named
from placet.evidence.review.passages import statements_in
from placet.evidence.suggest.terms import terms_in
from placet.model import Rulebook
from placet.model.documents import Document
from placet.model.statements import Standing

if TYPE_CHECKING:
    from placet.store import Store

MOST = 2
"""How many repeated statements are told."""

_ASKED_FOR = 8
"""How many words others are searched by: the longest."""

_LOOKED_AT = 12
_LEAST_SHARED = 3
_SHARE = 0.5
"""So much of the words of both must be shared; the names of states, which stand everywhere, count for nothing."""

_GONE = ("rejected", "split", "merged", "duplicate")


class Repeat(msgspec.Struct, frozen=True):
    """A stored statement that says perhaps the same.

    Attributes:
        standing: the statement.
        document: the name of the file it stands in.
        words: its words there.
        shared: the words, as the newer one has them, that stand in both.
    """

    standing: Standing
    document: str
    words: str
    shared: tuple[str, ...]


class Had(msgspec.Struct, frozen=True):
    """A statement that a rulebook has from the passage.

    Attributes:
        statement: its name there.
        is_certain: whether the passage is known by its digits, and not only by its number.
    """

    statement: str
    is_certain: bool


def find_had(book: Rulebook, document: Document, digits: Mapping[str, str]) -> dict[int, tuple[Had, ...]]:
    """Return the statements that a rulebook has from an article, by the number of the paragraph.

    Args:
        book: the rulebook.
        document: the article.
        digits: by which the passages behind the rulebook's statements are recognised.
    """
    found: dict[int, tuple[Had, ...]] = {}
    for one, paragraph, is_certain in statements_in(book, document, digits):
        if paragraph is not None:
            found[paragraph.number] = (*found.get(paragraph.number, ()), Had(one.id, is_certain))
    return found


def find_repeats(store: Store, standing: Standing, words: str, *, most: int = MOST) -> tuple[Repeat, ...]:
    """Return stored statements whose words are largely the same, the likest first.

    What was rejected, what went into others, and other readings of the same words are not among them.

    Args:
        store: where they are.
        standing: the statement that may repeat them.
        words: its words.
        most: how many are returned at most.
    """
    own = _telling(words)
    if len(own) < _LEAST_SHARED:
        return ()
    asked = sorted(own, key=lambda term: (-len(term), term))[:_ASKED_FOR]
    found: list[tuple[float, int, Repeat]] = []
    for place, hit in enumerate(store.search.like(asked, _LOOKED_AT)):
        other = hit.standing
        if other.status in _GONE or _is_of_the_same_words(standing, other):
            continue
        theirs = _telling(hit.snippet)
        shared = [form for term, form in own.items() if term in theirs]
        share = 2 * len(shared) / (len(own) + len(theirs))
        if len(shared) >= _LEAST_SHARED and share >= _SHARE:
            found.append((-share, place, Repeat(other, hit.name, hit.snippet, tuple(shared[:4]))))
    found.sort(key=lambda one: one[:2])
    return tuple(one for _, _, one in found[:most])


def _telling(words: str) -> dict[str, str]:
    """Return the words of a text but for the names of states."""
    kept, at = [], 0
    for one in find_named(words):
        if one.entry.how != "outlet":
            kept.append(words[at : one.start])
            at = one.end
    return terms_in(" ".join([*kept, words[at:]]))


def _is_of_the_same_words(one: Standing, other: Standing) -> bool:
    """Say whether two are the same, made of one another, or read from overlapping words of one article."""
    if one.id == other.id or other.id in one.proposed.alternatives or one.id in other.proposed.alternatives:
        return True
    if one.statement.document != other.statement.document:
        return False
    return any(
        mine.start < theirs.end and theirs.start < mine.end
        for mine in one.statement.content
        for theirs in other.statement.content
    )

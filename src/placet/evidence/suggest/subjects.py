"""What of a rulebook a statement may be about, by the words that it shares with what is filed there already."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from placet.evidence.review.rulebooks import linkable
from placet.evidence.suggest.ranking import Ranking
from placet.evidence.suggest.terms import stem, terms_in, words_in
from placet.model import Rulebook

WORDS = "shared words"
"""What makes suggestions by default."""

MOST = 3
"""How many subjects are suggested."""

_TITLE = 2
"""A name and its title count so many times as much as a statement that is filed under it."""

_AROUND = 0.5
"""How much the words of the passage around a statement count, beside its own."""

MOST_SHARED = 4
"""How many of the shared words are told."""

_LEAST_SHARED = 2
_FALL = 0.4
"""What fits less than so much of the best is not worth a look."""


class Suggestion(msgspec.Struct, frozen=True):
    """What a statement may be about.

    Attributes:
        name: of a point, rule, term, relation or instrument of the rulebook.
        kind: which of them it is.
        title: its title there; empty where it has none.
        shared: the words, as the article has them, that speak for it; the one that says most first.
        has: statements of the rulebook that are from the very same passage and filed there.
        near_to: what a model finds it near to: `its title`, or a statement that is filed there.
        maker: `shared words`, or the name and version of the model that suggests it.
    """

    name: str
    kind: str
    title: str
    shared: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    near_to: str = ""
    maker: str = WORDS


class Subjects:
    """What statements can be about in a rulebook, ready to be compared with.

    Attributes:
        kinds: the kind of each name.
        titles: its title.
        filed: the statements that are filed under it.
        texts: the words of those statements.
    """

    def __init__(self, book: Rulebook, besides: Collection[str] = ()) -> None:
        """Read a rulebook.

        Args:
            book: the rulebook.
            besides: statements of it that are left out, as if nobody had filed them.
        """
        self.kinds = {name: kind for name, kind in linkable(book).items() if kind != "reading"}
        titled = (book.points, book.rules, book.terms, book.relations, book.instruments)
        self.titles = {name: str(getattr(one, "title", "") or "") for of in titled for name, one in of.items()}
        self.filed: dict[str, list[str]] = {}
        for one in book.statements.values():
            if one.id not in besides:
                for name in one.about:
                    self.filed.setdefault(name, []).append(one.id)
        self.texts = {one.id: one.text for one in book.statements.values() if one.id not in besides}
        self._about = {one.id: one.about for one in book.statements.values()}
        said = {name: [stem(word) for word in words_in(text)] for name, text in self.texts.items()}
        self._ranking = Ranking(
            {
                name: [stem(word) for word in words_in(f"{name} {self.titles.get(name, '')}")] * _TITLE
                + [term for statement in self.filed.get(name, ()) for term in said[statement]]
                for name in self.kinds
            }
        )

    def suggest(
        self, words: str, around: str = "", *, has: Iterable[str] = (), known: Collection[str] = (), most: int = MOST
    ) -> tuple[Suggestion, ...]:
        """Return what a statement may be about, the likeliest first; nothing where too little speaks for anything.

        Args:
            words: the statement's words.
            around: those of its passage.
            has: statements of the rulebook that are known to be from the same passage: what these are filed under
                comes first.
            known: names that need no suggestion any more.
            most: how many are returned at most.
        """
        own, near = terms_in(words), terms_in(around)
        fits = self._ranking.fits(dict.fromkeys(near, _AROUND) | dict.fromkeys(own, 1 + _AROUND))
        scores = {name: sum(parts.values()) for name, parts in fits.items()}
        filed: dict[str, list[str]] = {}
        for statement in has:
            for name in self._about.get(statement, ()):
                filed.setdefault(name, []).append(statement)
        least = _FALL * max(scores.values(), default=0.0)
        fitting = [
            name
            for name, score in scores.items()
            if name not in filed and name not in known and score >= least and len(fits[name]) >= _LEAST_SHARED
        ]
        fitting.sort(key=lambda name: (-scores[name], name))
        from_there = [name for name in filed if name in self.kinds and name not in known]
        return tuple(
            Suggestion(
                name,
                self.kinds[name],
                self.titles.get(name, ""),
                _best_of(fits.get(name, {}), near | own),
                tuple(filed.get(name, ())),
            )
            for name in (from_there + fitting)[:most]
        )


def _best_of(parts: dict[str, float], forms: dict[str, str]) -> tuple[str, ...]:
    """Return the words that say most, in the form in which they were found."""
    return tuple(forms[term] for term in sorted(parts, key=lambda term: (-parts[term], term))[:MOST_SHARED])

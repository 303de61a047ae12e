"""Texts put in order by how much of what is asked for they share, rare words counting for more (Okapi BM25)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

_SATURATION = 1.2
_LENGTH = 0.75


class Ranking:
    """An index of texts, each given as the terms that stand in it."""

    def __init__(self, texts: Mapping[str, Sequence[str]]) -> None:
        self._lengths = {name: len(terms) for name, terms in texts.items()}
        self._mean = sum(self._lengths.values()) / max(len(texts), 1) or 1.0
        self._holders: dict[str, list[tuple[str, int]]] = {}
        for name, terms in texts.items():
            for term, count in Counter(terms).items():
                self._holders.setdefault(term, []).append((name, count))

    def fits(self, wanted: Mapping[str, float]) -> dict[str, dict[str, float]]:
        """Return what speaks for each text: the terms that it has, each with how much it says.

        Args:
            wanted: terms, each with its weight.

        Returns:
            by the text's name; texts that share nothing are left out.
        """
        found: dict[str, dict[str, float]] = {}
        for term, weight in wanted.items():
            rarity = self._rarity(term)
            for name, count in self._holders.get(term, ()):
                length = 1 - _LENGTH + _LENGTH * self._lengths[name] / self._mean
                fit = count * (_SATURATION + 1) / (count + _SATURATION * length)
                found.setdefault(name, {})[term] = weight * rarity * fit
        return found

    def _rarity(self, term: str) -> float:
        """Return how much a term says: more, the fewer texts have it."""
        holders = len(self._holders.get(term, ()))
        return math.log(1 + (len(self._lengths) - holders + 0.5) / (holders + 0.5))

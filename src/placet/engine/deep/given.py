"""What the given facts alone decide: a condition that asks for other facts is no fault of the rulebook."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from placet.engine.deep.conditions import Clauses, Truth
from placet.engine.deep.findings import Spot
from placet.engine.deep.occasions import Occasions, Question, Settled


class Given:
    """Says of the clauses of one thing what the given facts make of them, on the days looked at.

    Args:
        clauses: the conditions of the thing.
        settled: what came of their questions where the facts are as given.
        occasions: the readers and days concerned.
    """

    def __init__(self, clauses: Clauses, settled: Settled, occasions: Occasions) -> None:
        self.clauses = clauses
        self._settled = settled
        self._occasions = occasions

    @cached_property
    def anywhere(self) -> Settled:
        """What comes of the questions of the clauses where the facts are whatever they are."""
        if self._occasions.without_facts is self._occasions:
            return self._settled
        # What is so somewhere with these facts is so somewhere.
        found = self._settled.found
        open_ones = {key: question for key, question in self.clauses.questions().items() if key not in found}
        more = self._occasions.without_facts.settle(open_ones)
        return Settled({**found, **more.found}, more.undecided)

    def decides(self, spot: Spot) -> Truth | None:
        """Say whether the facts alone make a condition always or never true; None where that cannot be said."""
        if self._occasions.without_facts is self._occasions:
            return None
        truth = self.clauses.truth(spot, self._settled)
        if truth is None or self.clauses.truth(spot, self.anywhere) is not None:
            return None
        return None if self.clauses.is_undecided(spot, self.anywhere) else truth

    def always(self, spots: Sequence[Spot]) -> list[Spot]:
        """Return those of some clauses that the facts alone make true."""
        return [spot for spot in spots if spot in self.clauses and self.decides(spot) == "always"]

    def prevents(self, question: Question) -> bool:
        """Say whether something is so on no occasion with these facts, and on some with others."""
        everywhere = self._occasions.without_facts
        if everywhere is self._occasions or not self._occasions.is_never(question):
            return False
        return everywhere.is_somewhere(question)

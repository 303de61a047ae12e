"""Exceptions that never bite: false wherever they could, or covered by others."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import msgspec

from placet.engine.deep.conditions import Clauses
from placet.engine.deep.covers import find_cover, outside
from placet.engine.deep.findings import Cause, DeepFinding, Kind, Spot
from placet.engine.deep.given import Given
from placet.engine.deep.occasions import Occasions, Question, Settled


class Exceptions:
    """The exceptions of one thing.

    Args:
        excepted: where each exception is true.
        speaks: where they could bite.
        doubt: where the reader is unsettled, so that no exception matters.
        clauses: the conditions of the thing, those of the exceptions among them.
        within: the conditions that are true where the exceptions could bite.
        doubts: the clauses by which readers are unsettled.
    """

    def __init__(
        self,
        excepted: Mapping[Spot, Question],
        speaks: Question,
        doubt: Question,
        clauses: Clauses,
        within: Sequence[Spot],
        doubts: Sequence[Spot],
    ) -> None:
        self.excepted = excepted
        self.speaks = speaks
        self.doubt = doubt
        self.clauses = clauses
        self.within = within
        self.doubts = doubts

    def questions(self) -> dict[Hashable, Question]:
        """Return what to ask: whether each does what no other does."""
        others = {spot: [other for other in self.excepted if other != spot] for spot in self.excepted}
        return {("bites", spot): self._bites(spot, others[spot]) for spot in self.excepted}

    def find_dead(self, settled: Settled, occasions: Occasions, given: Given) -> dict[Spot, DeepFinding]:
        """Return those that could all be struck out together, the last ones first, each with the proof.

        Those of which it cannot be decided are there as well, as undecided. What the given facts alone decide is
        marked: that an exception is not true, or that what covers it is.
        """
        kept = list(self.excepted)
        dead: list[Spot] = []
        found: dict[Spot, DeepFinding] = {}
        for spot in reversed(list(self.excepted)):
            if ("bites", spot) in settled.undecided:
                found[spot] = DeepFinding(_kind(spot), spot, is_decided=False)
            elif settled.is_never(("bites", spot)) and (
                not dead or occasions.is_never(self._bites(spot, [one for one in kept if one != spot]))
            ):
                kept.remove(spot)
                dead.append(spot)
        for spot in dead:
            cause, because = self._why(spot, kept, settled, occasions)
            finding = DeepFinding(_kind(spot), spot, cause, because)
            if given.decides(spot) == "never" or given.always(because):
                finding = msgspec.structs.replace(finding, elsewhere="facts")
            found[spot] = finding
        return found

    def _bites(self, spot: Spot, others: Sequence[Spot]) -> Question:
        return outside(self._is_true(spot), [*(self.excepted[other] for other in others), self.doubt])

    def _is_true(self, spot: Spot) -> Question:
        """Where an exception is true and could bite."""
        return lambda sight: sight.expressions.all_of((self.speaks(sight), self.excepted[spot](sight)))

    def _why(
        self, spot: Spot, others: Sequence[Spot], settled: Settled, occasions: Occasions
    ) -> tuple[Cause, tuple[Spot, ...]]:
        base = self._is_true(spot)
        killers = {other: self.excepted[other] for other in others}
        because = find_cover(base, killers, occasions)
        if because is None:
            because = find_cover(outside(base, [self.doubt]), killers, occasions) or ()
            return "covered", (*because, *self.doubts)
        if because:
            return "covered", because
        return "false", self._why_false(spot, settled, occasions)

    def _why_false(self, spot: Spot, settled: Settled, occasions: Occasions) -> tuple[Spot, ...]:
        """Which conditions are at odds."""
        if self.clauses.truth(spot, settled) == "never":
            return self.clauses.why_constant(spot, settled, occasions)
        spots = [one for root in (*self.within, spot) for one in self.clauses.conjuncts(root)]
        return self.clauses.conflict(spots, occasions, self.clauses.context(spot))


def _kind(spot: Spot) -> Kind:
    return "exception-never-bites" if spot.kind == "rule" else "clause-without-effect"

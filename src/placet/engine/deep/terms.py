"""Terms that are always or never true, and readings of them that change nothing."""

from __future__ import annotations

from collections.abc import Hashable

from placet.engine.deep.amendments import term_differs
from placet.engine.deep.conditions import Clauses, find_constants
from placet.engine.deep.dependence import Dependence
from placet.engine.deep.exceptions import Exceptions
from placet.engine.deep.findings import DeepFinding, Spot
from placet.engine.deep.given import Given
from placet.engine.deep.occasions import Occasions, Question, Settled
from placet.engine.deep.readings import ReadingLook
from placet.engine.deep.sights import Sight, Sights
from placet.engine.logic.expressions import TRUE
from placet.model import Condition, Term


class TermLook:
    """One term over the whole of time, with everybody's readings of it."""

    def __init__(self, sights: Sights, dependence: Dependence, term: Term) -> None:
        self.term = term
        self.means = Spot("term", term.id, "means")
        self.occasions = Occasions(sights, dependence.of_thing(term.id), self._appearance)
        self.clauses = Clauses()
        self.clauses.add(self.means, term.means, lambda _: TRUE)
        compare = term_differs(term.id)
        self.readings = [
            ReadingLook(sights, reading, term.means, None, compare) for reading in dependence.readings_of(term.id)
        ]
        self.exceptions = []
        for reading in self.readings:
            reading.add_clauses(self.clauses)
            within = [self.means]
            if "only when" in reading.conditions:
                within.append(reading.spot_of("only when"))
            doubts = [reading.spot_of("unsettled")] if "unsettled" in reading.conditions else []
            excepted = {spot: _read(condition) for spot, condition in reading.exceptions.items()}
            self.exceptions.append(Exceptions(excepted, reading.speaks, reading.doubt, self.clauses, within, doubts))

    def questions(self) -> dict[Hashable, Question]:
        """Return all that is asked about the term and the readings of it."""
        found = self.clauses.questions()
        for reading, exceptions in zip(self.readings, self.exceptions, strict=True):
            found |= reading.questions() | exceptions.questions()
        return found

    def settle(self) -> Settled:
        """Return when, and for whom, what is asked about the term is so."""
        return self.occasions.settle(self.questions())

    def find(self) -> tuple[list[DeepFinding], bool]:
        """Return what is found in the term and in the readings of it, and whether it is always or never true."""
        if not self.occasions.circumstances:
            return [], False
        settled = self.settle()
        given = Given(self.clauses, settled, self.occasions)
        told: list[DeepFinding] = []
        for reading, exceptions in zip(self.readings, self.exceptions, strict=True):
            dead = exceptions.find_dead(settled, self.occasions, given)
            told += reading.find(settled, dead, self.occasions, given, self.means)
        spots = {finding.spot for finding in told if not finding.elsewhere}
        # What is always true for the facts alone is no finding.
        constants = find_constants(self.clauses, given.anywhere, self.occasions.without_facts, spots)
        return [*told, *constants], self.clauses.truth(self.means, given.anywhere) is not None

    def _appearance(self, sight: Sight) -> Hashable:
        """All that any question here asks of a sight."""
        effective = [sight.effective(reading.reading) for reading in self.readings]
        return tuple(self.clauses.appearance(sight)), tuple(effective)


def _read(condition: Condition) -> Question:
    def question(sight: Sight) -> int:
        return sight.read(condition)

    return question

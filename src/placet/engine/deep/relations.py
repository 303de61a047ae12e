"""Readings of relations and of instruments: entries that the text has anyway, and readings that are never effective."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

import msgspec

from placet.engine.deep.amendments import Amendments, entries_differ
from placet.engine.deep.dependence import Dependence
from placet.engine.deep.findings import DeepFinding, Spot
from placet.engine.deep.occasions import Occasions, Question
from placet.engine.deep.readings import never_effective
from placet.engine.deep.sights import Sight, Sights
from placet.engine.logic.expressions import FALSE
from placet.model import Entry, Reading


def look_at_relation(sights: Sights, dependence: Dependence, name: str) -> Iterator[DeepFinding]:
    """Yield what is found in the readings of a relation."""
    readings = dependence.readings_of(name)
    if readings:
        occasions = Occasions(sights, dependence.of_thing(name), _appearance(readings))
        for reading in readings:
            yield from _RelationReading(sights, dependence, reading, occasions).find()


def look_at_instrument(sights: Sights, dependence: Dependence, name: str) -> Iterator[DeepFinding]:
    """Yield what is found in the readings of an instrument: what they accept or reject is their reader's to say."""
    readings = dependence.readings_of(name)
    if readings:
        occasions = Occasions(sights, dependence.of_thing(name), _appearance(readings))
        for reading in readings:
            if _is_never_effective(reading, occasions):
                yield from never_effective(Amendments(sights, reading, lambda one, other: FALSE), occasions)


class _RelationReading:
    def __init__(self, sights: Sights, dependence: Dependence, reading: Reading, occasions: Occasions) -> None:
        self.reading = reading
        self.occasions = occasions
        everybodys = dependence.readings_of(reading.of)
        # That an office has a reading at all makes a difference for every key on which it is at odds with another.
        keys = tuple(dict.fromkeys(entry.key for other in everybodys for entry in other.entries))
        self.amendments = Amendments(sights, reading, entries_differ(reading.of, keys))
        party = sights.rulebook.party_of(reading.reader)
        self.kept_open = {
            entry.key
            for other in everybodys[: everybodys.index(reading)]
            if other.reader in (reading.reader, party)
            for entry in other.entries
        }
        """Keys for which an earlier reading has an entry: to go back to the text on them, it has to be said."""

    def find(self) -> Iterator[DeepFinding]:
        if _is_never_effective(self.reading, self.occasions):
            yield from never_effective(self.amendments, self.occasions)
            return
        questions: dict[Hashable, Question] = {
            index: self.amendments.changes(self._without({index})) for index in range(len(self.reading.entries))
        }
        settled = self.occasions.settle(questions, is_on_each=True)
        dead: set[int] = set()
        for index in range(len(self.reading.entries)):
            if settled.is_never(index) and (
                not dead or self.amendments.is_same_with(self._without({*dead, index}), self.occasions)
            ):
                dead.add(index)
        of_other_days = {index for index in dead if self._is_of_other_days(self.reading.entries[index])}
        if dead and len(dead) == len(self.reading.entries) and not of_other_days:
            if self.amendments.is_same_with(None, self.occasions):
                because = tuple([self._spot(index) for index in sorted(dead)])
                yield DeepFinding("reading-equals-text", Spot("reading", self.reading.id), "no change", because)
            return
        for index in sorted(dead):
            if index in of_other_days:
                yield DeepFinding("clause-without-effect", self._spot(index), elsewhere="days")
            elif self.reading.entries[index].key not in self.kept_open:
                yield DeepFinding("clause-without-effect", self._spot(index))
        for index in range(len(self.reading.entries)):
            if index in settled.undecided:
                yield DeepFinding("clause-without-effect", self._spot(index), is_decided=False)
        if self.amendments.repeats(self.occasions):
            yield DeepFinding("reading-repeats", Spot("reading", self.reading.id))

    def _is_of_other_days(self, entry: Entry) -> bool:
        """Whether an entry holds on other days than the one that is asked about."""
        on, period = self.occasions.sights.scope.on, entry.period
        if on is None:
            return False
        has_begun = period.start is None or period.start.has_come(on) is not False
        return not has_begun or (period.end is not None and period.end.has_come(on) is True)

    def _spot(self, index: int) -> Spot:
        return Spot("reading", self.reading.id, "entry", index)

    def _without(self, indexes: set[int]) -> Reading:
        entries = tuple([entry for index, entry in enumerate(self.reading.entries) if index not in indexes])
        return msgspec.structs.replace(self.reading, entries=entries)


def _appearance(readings: list[Reading]) -> Callable[[Sight], Hashable]:
    return lambda sight: tuple([sight.effective(reading) for reading in readings])


def _is_never_effective(reading: Reading, occasions: Occasions) -> bool:
    return occasions.is_never(lambda sight: sight.effective(reading))

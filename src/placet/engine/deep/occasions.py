"""Readers and days: on which occasions a thing may look different, and whether something is so on any of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

import msgspec

from placet.engine.deep.moments import Moments
from placet.engine.deep.sights import Sight, Sights
from placet.engine.logic.diagram import DiagramTooLarge
from placet.engine.logic.expressions import FALSE

K = TypeVar("K", bound=Hashable)
Question = Callable[[Sight], int]
"""Gives the expression of which it is asked whether it is ever true."""

MOST = 5_000
"""How many occasions are looked at before it is said that something was not decided."""


class Occasion(msgspec.Struct, frozen=True):
    """A reader on the day `on`, as known on the day `known` (None: everything)."""

    reader: str
    on: dt.date
    known: dt.date | None


class Circumstances(msgspec.Struct, frozen=True):
    """A reader who stands for all who see a thing alike, and the days that bear on it for this reader.

    Where `is_sometimes_heard`, the reader is an office that may have nothing of its own to say on some days, and is no
    reader then.
    """

    reader: str
    moments: Moments
    is_sometimes_heard: bool = False


class Settled(msgspec.Struct, frozen=True):
    """What came of some questions: the occasion on which each is true somewhere, and what could not be decided."""

    found: dict[Hashable, Occasion]
    undecided: frozenset[Hashable]

    def is_never(self, key: Hashable) -> bool:
        """Say whether something is true on no occasion in no situation."""
        return key not in self.found and key not in self.undecided


class Occasions:
    """All occasions that may differ for a thing.

    Args:
        sights: the rulebook over the whole of time.
        circumstances: the readers concerned and their days.
        appearance: all that questions ask of a sight; of those that look the same, one is asked.
    """

    def __init__(
        self, sights: Sights, circumstances: tuple[Circumstances, ...], appearance: Callable[[Sight], Hashable]
    ) -> None:
        self.sights = sights
        self.circumstances = circumstances
        self.appearance = appearance
        self._all: list[Sight] = []
        self._more = self._sights()
        self._looks: set[Hashable] = set()
        self._distinct: list[Sight] = []
        self._tried = 0

    def settle(self, questions: Mapping[K, Question], *, is_on_each: bool = False) -> Settled:
        """Look for an occasion on which each question's expression is true in some situation.

        Args:
            questions: by any name.
            is_on_each: whether they ask for more than the appearance, so that none of the occasions may be left out.
        """
        waiting = dict(questions)
        found: dict[Hashable, Occasion] = {}
        undecided: set[Hashable] = set()
        try:
            for sight in self._every() if is_on_each else self._different():
                if not waiting:
                    break
                for key, question in list(waiting.items()):
                    expression = question(sight)
                    if expression == FALSE:
                        continue
                    try:
                        is_possible = sight.is_possible(expression)
                    except DiagramTooLarge:
                        undecided.add(key)
                        continue
                    if is_possible:
                        found[key] = Occasion(sight.reader, sight.on, sight.known)
                        del waiting[key]
        except _TooMany:
            undecided.update(waiting)
        return Settled(found, frozenset(undecided - found.keys()))

    def is_never(self, question: Question, *, is_on_each: bool = False) -> bool:
        """Say whether a question's expression is true on no occasion; False where it cannot be decided."""
        return self.settle({"": question}, is_on_each=is_on_each).is_never("")

    def is_somewhere(self, question: Question) -> bool:
        """Say whether a question's expression is true on some occasion; False where it cannot be decided."""
        return "" in self.settle({"": question}).found

    @cached_property
    def without_facts(self) -> Occasions:
        """The occasions on the same days, whatever the facts are; these themselves where none are given."""
        return self._of(self.sights.without_facts)

    @cached_property
    def ever(self) -> Occasions:
        """All occasions there are."""
        return self._of(self.sights.ever)

    def _of(self, sights: Sights) -> Occasions:
        return self if sights is self.sights else Occasions(sights, self.circumstances, self.appearance)

    def _every(self) -> Iterator[Sight]:
        """Every occasion; they are made as they are asked for."""
        number = 0
        while number < len(self._all) or self._add():
            yield self._all[number]
            number += 1

    def _different(self) -> Iterator[Sight]:
        """Every occasion that looks different from those before it."""
        number = 0
        while number < len(self._distinct) or self._add_different():
            yield self._distinct[number]
            number += 1

    def _add(self) -> bool:
        sight = next(self._more, None)
        if sight is None:
            return False
        if len(self._all) >= MOST:
            raise _TooMany
        self._all.append(sight)
        return True

    def _add_different(self) -> bool:
        while self._tried < len(self._all) or self._add():
            sight = self._all[self._tried]
            self._tried += 1
            # Most is settled on the first occasion, and how that looks is then never asked.
            if len(self._distinct) == 1 and not self._looks:
                self._looks.add(self._look(self._distinct[0]))
            look = self._look(sight) if self._distinct else None
            if look not in self._looks:
                if look is not None:
                    self._looks.add(look)
                self._distinct.append(sight)
                return True
        return False

    def _look(self, sight: Sight) -> Hashable:
        limits = sight.calendar.variables.limits
        return self.appearance(sight), tuple([(point, *limits[point]) for point in sorted(limits)])

    def _sights(self) -> Iterator[Sight]:
        """What is in force today and known is what most rules are written for: it comes first."""
        scope = self.sights.scope
        if scope.known is None:
            for each in self.circumstances:
                # From the last of a thing's days on it looks as on the last of all.
                yield from self._one(each, scope.on or self.sights.latest or each.moments.last, None)
        if scope.known is None and scope.on is None:
            for each in self.circumstances:
                for on in each.moments.alone():
                    yield from self._one(each, on, None)
        for each in self.circumstances:
            for on, known in each.moments.pairs(scope.on, scope.known):
                yield from self._one(each, on, known)

    def _one(self, each: Circumstances, on: dt.date, known: dt.date | None) -> Iterator[Sight]:
        sight = self.sights.at(on, known, each.reader)
        if not each.is_sometimes_heard or _is_heard(sight):
            yield sight


class _TooMany(Exception):
    """There are more occasions than are looked at."""


def _is_heard(sight: Sight) -> bool:
    """Whether an office or a voice may have an effective reading of its own, or a rule that it holds."""
    rulebook = sight.sights.rulebook
    own = dict.fromkeys(reading.of for reading in rulebook.readings if reading.reader == sight.reader)
    if any(reading is not None for thing in own for _, reading in sight.calendar.effective_own(sight.reader, thing)):
        return True
    held = (rule for rule in rulebook.rules.values() if rule.held_by == sight.reader)
    return any(sight.is_possible(sight.claims(rule)) for rule in held)

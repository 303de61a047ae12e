"""What would change if a reading were another, or were not there."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from placet.engine.deep.occasions import Occasions
from placet.engine.deep.sights import Sight, Sights
from placet.engine.logic.expressions import FALSE, TRUE
from placet.model import Reading, Rule

Comparison = Callable[[Sight, Sight], int]
"""Gives where something comes out differently in two sights of one occasion."""


class Amendments:
    """A reading, and what hangs on its being there.

    Args:
        sights: the rulebook over the whole of time.
        reading: the reading.
        compare: what is compared between the rulebook as it is and as it would be.
    """

    def __init__(self, sights: Sights, reading: Reading, compare: Comparison) -> None:
        self.sights = sights
        self.reading = reading
        self.compare = compare

    def changes(self, instead: Reading | None) -> Callable[[Sight], int]:
        """Return the question where it makes a difference to have another reading (None: none) in its place.

        The other reading must have the same days and rest on the same statements.
        """
        key = (self.reading.reader, self.reading.of)
        series = [instead if one.id == self.reading.id else one for one in self.sights.readings_by(*key)]
        readings = [one for one in series if one is not None]
        party = self.sights.rulebook.party_of(self.reading.reader)

        def question(sight: Sight) -> int:
            if sight.reader not in (self.reading.reader, party) and sight.view.party != self.reading.reader:
                return FALSE
            own = sight.calendar.effective_own(*key)
            if instead is not None and not any(one is not None and one.id == self.reading.id for _, one in own):
                return FALSE
            # The sight's own: it may be one of more situations and days than are asked about.
            amended = sight.sights.amended(sight, {key: readings})
            changed = self.compare(sight, amended)
            return changed if self._is_as_open(sight, amended) else TRUE

        return question

    def _is_as_open(self, sight: Sight, amended: Sight) -> bool:
        """Whether every open point can be the same: that is not part of the expressions that speak of it."""
        if not sight.calendar.variables.limits:
            return not amended.calendar.variables.limits
        # The sight knows of all things that were ever asked about, and what is compared here is about one of them.
        anew = sight.sights.amended(sight, {})
        self.compare(anew, amended)
        return anew.calendar.variables.limits == amended.calendar.variables.limits

    def is_same_with(self, instead: Reading | None, occasions: Occasions) -> bool:
        """Say whether nothing comes out differently with another reading (None: none) in its place."""
        return occasions.is_never(self.changes(instead), is_on_each=True)

    def says_what_the_text_says(self, occasions: Occasions) -> bool:
        """Say whether it changes nothing that it is there, and would change nothing if it did not say anything.

        A reading by which somebody gives up an earlier one says what the text says, but something hangs on it.
        """
        return self.is_same_with(emptied(self.reading), occasions) and self.is_same_with(None, occasions)

    def gives_way_to_none(self, occasions: Occasions) -> bool:
        """Say whether no earlier reading has to give way to it: one that has ended does not let that come back."""

        def compare(one: Sight, other: Sight) -> int:
            here, there = _guards(one, self.reading), _guards(other, self.reading)
            return one.expressions.any_of(
                one.expressions.differ(here.get(name, FALSE), there.get(name, FALSE)) for name in {**here, **there}
            )

        return Amendments(self.sights, self.reading, compare).is_same_with(None, occasions)

    def repeats(self, occasions: Occasions) -> bool:
        """Say whether it comes after a reading that rests on the same statements, and adds nothing to it."""
        series = self.sights.readings_by(self.reading.reader, self.reading.of)
        before = series[: [one.id for one in series].index(self.reading.id)]
        if not any(set(one.says) == set(self.reading.says) for one in before):
            return False
        return self.is_same_with(None, occasions)


def emptied(reading: Reading) -> Reading:
    """Return a reading of the same days that changes nothing of the text."""
    return msgspec.structs.replace(
        reading,
        unless=(),
        only_when=None,
        also_when=None,
        offices=(),
        holds=False,
        rejects=False,
        unsettled_when=None,
        entries=(),
    )


def rule_differs(rule: Rule) -> Comparison:
    """Return the comparison of what a rule comes to."""

    def compare(one: Sight, other: Sight) -> int:
        first, second = one.status(rule), other.status(rule)
        differ, any_of = one.expressions.differ, one.expressions.any_of
        here, there = _offices(one, rule), _offices(other, rule)
        offices = any_of(differ(here.get(key, FALSE), there.get(key, FALSE)) for key in {**here, **there})
        return any_of(
            (
                differ(first.speaks, second.speaks),
                differ(first.applies, second.applies),
                one.expressions.all_of((first.applies, offices)),
            )
        )

    return compare


def term_differs(name: str) -> Comparison:
    """Return the comparison of what a term comes to."""
    return lambda one, other: one.expressions.differ(one.view.term(name), other.view.term(name))


def entries_differ(relation: str, keys: tuple[str, ...]) -> Comparison:
    """Return the comparison of what a relation gives for some keys."""

    def compare(one: Sight, other: Sight) -> int:
        found = []
        for key in keys:
            here: dict[object, int] = dict(one.view.value_of(relation, key).items())
            there: dict[object, int] = dict(other.view.value_of(relation, key).items())
            found += [
                one.expressions.differ(here.get(value, FALSE), there.get(value, FALSE)) for value in {**here, **there}
            ]
        return one.expressions.any_of(found)

    return compare


def _guards(sight: Sight, reading: Reading) -> dict[str, int]:
    """Where each reading of the same series is effective."""
    effective = sight.calendar.effective(sight.reader, reading.of)
    return {other.id: guard for guard, other in effective if other is not None}


def _offices(sight: Sight, rule: Rule) -> dict[tuple[int, tuple[str, ...]], int]:
    """For each step that a rule asks for and the offices that may give it, where these are the ones."""
    found: dict[tuple[int, tuple[str, ...]], list[int]] = {}
    for guard, reading in sight.calendar.effective(sight.reader, rule.id):
        for index, need in enumerate(rule.needs):
            offices = reading.offices if reading is not None and reading.offices else need.offices
            found.setdefault((index, offices), []).append(guard)
    return {key: sight.expressions.any_of(guards) for key, guards in found.items()}

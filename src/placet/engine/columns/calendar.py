"""What is in force, known and effective on a day: instruments, memberships, statements, readings."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from placet.engine.logic.expressions import FALSE, TRUE
from placet.engine.logic.variables import Variables
from placet.model import Day, Entry, Open, Period, Reading, Rule, Rulebook, Value

Alternatives = tuple[tuple[int, Reading | None], ...]
"""The readings that may be effective (None: none is), each with the expression that it is; one of them is, always."""

By = Literal["on", "known", "seen"]
"""By which day something must have come: that of the act, that of what is known, or both."""


class Calendar:
    """A rulebook on the day `on`, as it was known on the day `known` (None: as the rulebook knows it).

    Args:
        rulebook: the rulebook.
        on: the day of the act.
        known: the day up to which things were public.
        fixed: facts that are the same in every situation to come.
        variables: those of another calendar, to speak of the same situations (`fixed` is then theirs); the two
            rulebooks must give every field the same domain.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        on: dt.date,
        known: dt.date | None,
        fixed: Mapping[str, Value] | None = None,
        variables: Variables | None = None,
    ) -> None:
        self.rulebook = rulebook
        self.on = on
        self.known = known
        self.seen = on if known is None else min(on, known)
        """The day by which an event must have happened to count: what happens after `known` is not known."""
        self.variables = Variables(rulebook, fixed) if variables is None else variables
        self._active: dict[str, int] = {}
        self._alternatives: dict[tuple[str, str], Alternatives] = {}

    @cached_property
    def readings_of(self) -> dict[tuple[str, str], list[Reading]]:
        """The readings of each (reader, thing), in the order of the rulebook."""
        found: dict[tuple[str, str], list[Reading]] = defaultdict(list)
        for reading in self.rulebook.readings:
            found[reading.reader, reading.of].append(reading)
        return dict(found)

    def has_come(self, day: Day | None, by: By, owner: str, label: str, *, missing: int) -> int:
        """Return the expression that a day has come; `missing` where there is none.

        Whatever hangs on the days of this calendar hangs on this and on `is_all_known`, and on nothing else.
        """
        at = self.on if by == "on" else self.seen if by == "seen" else self.known
        assert at is not None, "where everything is known, no day has to have come for it"
        return self.variables.has_come(day, at, owner, label, missing=missing)

    def is_all_known(self) -> bool:
        """Say whether everything in the rulebook is taken to be known."""
        return self.known is None

    def is_known_instrument(self, instrument: str) -> int:
        """Return the expression that the instrument was public on the day `known`."""
        if self.is_all_known():
            return TRUE
        day = self.rulebook.instruments[instrument].known_from
        if day is None:
            return self._unknown_day(instrument, "published")
        return self.has_come(day, "known", instrument, "published", missing=TRUE)

    def is_known_statement(self, statement: str) -> int:
        """Return the expression that the statement's source was public on the day `known`."""
        if self.is_all_known():
            return TRUE
        source = self.rulebook.sources[self.rulebook.statements[statement].source]
        if source.published is None:
            return self._unknown_day(source.id, "published")
        return self.has_come(source.published, "known", source.id, "published", missing=TRUE)

    def is_active(self, instrument: str) -> int:
        """Return the expression that an instrument is in force or provisionally applied, not suspended, not ended."""
        known = self._active.get(instrument)
        if known is not None:
            return known
        values = self.rulebook.instruments[instrument]
        expressions = self.variables.expressions
        running = [
            self._during(period, instrument, label, index, end_by="on")
            for label, periods in (("in force", values.in_force), ("provisional", values.provisional))
            for index, period in enumerate(periods)
        ]
        suspended = [
            self._during(period, instrument, "suspended", index, end_by="seen")
            for index, period in enumerate(values.suspended)
        ]
        over = self.has_come(values.terminated, "seen", instrument, "terminated", missing=FALSE)
        result = expressions.all_of(
            (
                expressions.any_of(running),
                expressions.negation(expressions.any_of(suspended)),
                expressions.negation(over),
            )
        )
        self._active[instrument] = result
        return result

    def is_member(self, party: str, instrument: str) -> int:
        """Return the expression that a party's membership of an instrument includes the day."""
        own = [m.period for m in self.rulebook.instruments[instrument].members if m.party == party]
        return self.variables.expressions.any_of(
            self._during(period, instrument, f"member {party}", index, end_by="seen")
            for index, period in enumerate(own)
        )

    def is_valid_rule(self, rule: Rule) -> int:
        """Return the expression that a rule is in force and known, whoever it binds."""
        parts = [
            self.has_come(rule.period.start, "on", rule.id, "since", missing=TRUE),
            self.variables.expressions.negation(self.has_come(rule.period.end, "on", rule.id, "until", missing=FALSE)),
        ]
        if rule.instrument is not None:
            parts += [self.is_active(rule.instrument), self.is_known_instrument(rule.instrument)]
        parts += [self.is_known_statement(statement) for statement in rule.says]
        return self.variables.expressions.all_of(parts)

    def effective_own(self, reader: str, thing: str) -> Alternatives:
        """Return which of a reader's own readings of a thing is effective."""
        key = (reader, thing)
        found = self._alternatives.get(key)
        if found is not None:
            return found
        readings = self.readings_of.get(key)
        if not readings:
            return _NONE_EFFECTIVE
        expressions = self.variables.expressions
        earliest = dt.date.min
        latest_first = sorted(
            enumerate(readings), key=lambda pair: (pair[1].start.earliest if pair[1].start else earliest, pair[0])
        )[::-1]
        alternatives: list[tuple[int, Reading | None]] = []
        rest = TRUE
        ended_somewhere = []
        for _, reading in latest_first:
            begun = expressions.all_of((rest, self._has_begun(reading)))
            if begun != FALSE:
                ended = self.has_come(reading.end, "on", reading.id, "until", missing=FALSE)
                alternatives.append((expressions.all_of((begun, expressions.negation(ended))), reading))
                ended_somewhere.append(expressions.all_of((begun, ended)))
                rest = expressions.all_of((rest, expressions.negation(begun)))
            if rest == FALSE:
                break
        alternatives.append((expressions.any_of((rest, *ended_somewhere)), None))
        result = tuple((guard, reading) for guard, reading in alternatives if expressions.is_possible(guard))
        self._alternatives[key] = result
        return result

    def effective(self, reader: str, thing: str) -> Alternatives:
        """Return which reading of a thing a reader goes by: an office without its own has its party's."""
        own = self.effective_own(reader, thing)
        party, _, office = reader.partition(".")
        if not office:
            return own
        result: list[tuple[int, Reading | None]] = []
        for guard, reading in own:
            if reading is not None:
                result.append((guard, reading))
                continue
            for other, inherited in self.effective_own(party, thing):
                both = self.variables.expressions.all_of((guard, other))
                if self.variables.expressions.is_possible(both):
                    result.append((both, inherited))
        return tuple(result)

    def current_entries(self, owner: str, entries: tuple[Entry, ...], key: str) -> list[tuple[int, Entry | None]]:
        """Return which entry of a list applies to a key on the day (None: none does); of several the last one."""
        expressions = self.variables.expressions
        found: list[tuple[int, Entry | None]] = []
        rest = TRUE
        for entry in reversed(entries):
            if entry.key != key:
                continue
            start, end = entry.period.start, entry.period.end
            runs = expressions.all_of(
                (
                    self.has_come(start, "on", owner, f"{key} since {start}", missing=TRUE),
                    expressions.negation(self.has_come(end, "on", owner, f"{key} until {end}", missing=FALSE)),
                )
            )
            guard = expressions.all_of((rest, runs))
            if expressions.is_possible(guard):
                found.append((guard, entry))
                rest = expressions.all_of((rest, expressions.negation(runs)))
            if rest == FALSE:
                return found
        found.append((rest, None))
        return found

    def _has_begun(self, reading: Reading) -> int:
        """Whether a reading is known and has begun."""
        is_statement = reading.start_owner in self.rulebook.statements
        owner, label = (reading.start_owner, "on") if is_statement else (reading.id, "since")
        parts = [self.has_come(reading.start, "on", owner, label, missing=TRUE)]
        if reading.says:
            parts += [self.is_known_statement(statement) for statement in reading.says]
        elif not self.is_all_known():
            parts.append(self.has_come(reading.start, "known", owner, label, missing=TRUE))
        return self.variables.expressions.all_of(parts)

    def _during(self, period: Period, owner: str, label: str, index: int, *, end_by: By) -> int:
        suffix = f" {index + 1}" if index else ""
        begun = self.has_come(period.start, "seen", owner, f"{label} from{suffix}", missing=TRUE)
        ended = self.has_come(period.end, end_by, owner, f"{label} until{suffix}", missing=FALSE)
        return self.variables.expressions.all_of((begun, self.variables.expressions.negation(ended)))

    def _unknown_day(self, owner: str, label: str) -> int:
        return self.variables.is_true(self.variables.point(Open("date", owner, label)))


_NONE_EFFECTIVE: Alternatives = ((TRUE, None),)

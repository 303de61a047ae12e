"""Readings of rules and terms: clauses that change nothing, and readings that say what the text says."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import cast

import msgspec

from placet.engine.deep.amendments import Amendments, Comparison
from placet.engine.deep.conditions import Clauses
from placet.engine.deep.findings import Clause, DeepFinding, Elsewhere, Spot
from placet.engine.deep.given import Given
from placet.engine.deep.occasions import Occasions, Question, Settled
from placet.engine.deep.sights import Sight, Sights
from placet.engine.logic.expressions import FALSE
from placet.model import Condition, Reading, Rule


class ReadingLook:
    """One reading of a rule or of a term over the whole of time.

    Args:
        sights: the rulebook over the whole of time.
        reading: the reading.
        text: the condition that it reads.
        rule: the rule that it reads; None for a term.
        compare: what is compared between the rulebook with and without it.
    """

    def __init__(
        self, sights: Sights, reading: Reading, text: Condition, rule: Rule | None, compare: Comparison
    ) -> None:
        self.reading = reading
        self.text = text
        self.rule = rule
        self.amendments = Amendments(sights, reading, compare)
        conditions = {
            "only when": reading.only_when,
            "also when": reading.also_when,
            "unsettled": reading.unsettled_when,
        }
        self.conditions = cast(
            "dict[Clause, Condition]", {clause: one for clause, one in conditions.items() if one is not None}
        )
        self.exceptions = {
            Spot("reading", reading.id, "unless", index): condition for index, condition in enumerate(reading.unless)
        }

    def spot_of(self, clause: Clause = "") -> Spot:
        """Return the place of a clause; of the whole reading where none is named."""
        return Spot("reading", self.reading.id, clause)

    def add_clauses(self, clauses: Clauses) -> None:
        """Add the conditions of the reading, read where it is effective and what it reads is in the column."""
        for clause, condition in self.conditions.items():
            clauses.add(self.spot_of(clause), condition, self.column)
        for spot, condition in self.exceptions.items():
            clauses.add(spot, condition, self.column)

    def questions(self) -> dict[Hashable, Question]:
        """Return what to ask; exceptions are asked about elsewhere."""
        effects: dict[Clause, Question] = {
            "only when": self._narrows,
            "also when": self._widens,
            "unsettled": self._leaves_open,
        }
        found: dict[Hashable, Question] = {
            (self.reading.id, "effective"): lambda sight: sight.effective(self.reading),
            (self.reading.id, "column"): self.column,
        }
        for clause in self.conditions:
            found[self.reading.id, clause] = effects[clause]
        if self.reading.offices:
            found[self.reading.id, "by"] = self._names_others
        return found

    def find(
        self,
        settled: Settled,
        dead_exceptions: Mapping[Spot, DeepFinding],
        occasions: Occasions,
        given: Given,
        text: Spot,
    ) -> Iterator[DeepFinding]:
        """Yield what is found in this reading.

        Args:
            settled: what came of the questions.
            dead_exceptions: the exceptions that never bite, each with the proof, and those that were not decided.
            occasions: those of what is read.
            given: what the given facts alone make of the clauses.
            text: where the condition stands that it reads.
        """
        reading = self.reading
        if settled.is_never((reading.id, "effective")):
            yield from never_effective(self.amendments, occasions)
            return
        clauses: list[Clause] = [*self.conditions, *(["by"] if reading.offices else [])]  # type: ignore[list-item]  # a word is a clause
        found = [
            DeepFinding("clause-without-effect", self.spot_of(clause), is_decided=key not in settled.undecided)
            for clause in clauses
            if (key := (reading.id, clause)) not in settled.found
        ]
        found += [dead_exceptions[spot] for spot in self.exceptions if spot in dead_exceptions]
        found = [self._placed(one, given, text) for one in found]
        count = len(clauses) + len(self.exceptions)
        is_stance = reading.holds or reading.rejects
        if settled.is_never((reading.id, "column")):
            # Where offices are at odds, it matters that one of them has a reading at all.
            if count and not is_stance and self.amendments.is_same_with(None, occasions):
                elsewhere: Elsewhere = "" if occasions.ever.is_never(self.column) else "days"
                yield DeepFinding("reading-equals-text", self.spot_of(), "not in the column", elsewhere=elsewhere)
            return
        dead = [one for one in found if one.is_decided]
        # What is widened can be just what is narrowed elsewhere in the same reading.
        may_be_text = len(dead) == count or (reading.also_when is not None and count > 1)
        is_about_others = any(one.elsewhere for one in dead) or any(
            given.decides(self.spot_of(clause)) for clause in self.conditions
        )
        if count and not is_stance and may_be_text and not is_about_others:
            if self.amendments.says_what_the_text_says(occasions):
                because = tuple([one.spot for one in dead])
                yield DeepFinding("reading-equals-text", self.spot_of(), "no change", because)
                return
            if len(dead) == count and self.rule is None:
                # It gives up an earlier reading, and of a term this cannot be said in another way.
                return
        yield from found
        if self.amendments.repeats(occasions):
            yield DeepFinding("reading-repeats", self.spot_of(), elsewhere="facts" if is_about_others else "")

    def _placed(self, finding: DeepFinding, given: Given, text: Spot) -> DeepFinding:
        """Mark a finding that says no more than that a clause is about other facts than those given."""
        if finding.elsewhere or not finding.is_decided:
            return finding
        spot = finding.spot
        is_elsewhere = (
            (spot in given.clauses and given.decides(spot) is not None)
            or (spot.clause == "also when" and given.decides(text) == "always")
            or bool(given.always([self.spot_of("unsettled")]))
            or given.prevents(self.speaks)
        )
        return msgspec.structs.replace(finding, elsewhere="facts") if is_elsewhere else finding

    # Where the reading makes a difference

    def column(self, sight: Sight) -> int:
        """Return where the reading is effective and what it reads is in the reader's column."""
        effective = sight.effective(self.reading)
        if self.rule is None or effective == FALSE:
            return effective
        return sight.expressions.all_of((effective, sight.claims(self.rule)))

    def speaks(self, sight: Sight) -> int:
        """Return where what is read is true, or speaks, before exceptions."""
        expressions = sight.expressions
        return expressions.all_of((self.column(sight), expressions.any_of((self._narrowed(sight), self._also(sight)))))

    def doubt(self, sight: Sight) -> int:
        """Return where the reader is unsettled."""
        condition = self.reading.unsettled_when
        return FALSE if condition is None else sight.read(condition)

    def _narrows(self, sight: Sight) -> int:
        narrowed, also = self._narrowed(sight), self._also(sight)
        return sight.without(self._read(sight, sight.read(self.text)), (narrowed, also))

    def _widens(self, sight: Sight) -> int:
        return sight.without(self._read(sight, self._also(sight)), (self._narrowed(sight),))

    def _leaves_open(self, sight: Sight) -> int:
        within = self.column(sight) if self.rule is None else self.speaks(sight)
        return sight.expressions.all_of((within, self.doubt(sight)))

    def _names_others(self, sight: Sight) -> int:
        needs = () if self.rule is None else self.rule.needs
        return self.speaks(sight) if any(need.offices != self.reading.offices for need in needs) else FALSE

    def _read(self, sight: Sight, expression: int) -> int:
        """Where the reading is in the way of an expression; of a term, nothing is where its reader is unsettled."""
        column = self.column(sight)
        if column == FALSE:
            return FALSE
        within = sight.expressions.all_of((column, expression))
        return within if self.rule is not None else sight.without(within, (self.doubt(sight),))

    def _narrowed(self, sight: Sight) -> int:
        condition = self.reading.only_when
        text = sight.read(self.text)
        return text if condition is None else sight.expressions.all_of((text, sight.read(condition)))

    def _also(self, sight: Sight) -> int:
        condition = self.reading.also_when
        return FALSE if condition is None else sight.read(condition)


def never_effective(amendments: Amendments, occasions: Occasions) -> Iterator[DeepFinding]:
    """Yield that a reading is never the effective one, where no earlier one gives way to it."""
    reading = amendments.reading
    spot = Spot("reading", reading.id)
    if occasions.ever is not occasions and occasions.ever.is_somewhere(lambda sight: sight.effective(reading)):
        yield DeepFinding("reading-never-effective", spot, elsewhere="days")
    elif amendments.gives_way_to_none(occasions):
        yield DeepFinding("reading-never-effective", spot)

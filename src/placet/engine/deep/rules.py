"""Rules that can never stand, exceptions that never bite, overrides without effect."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterator

from placet.engine.deep.amendments import rule_differs
from placet.engine.deep.conditions import Clauses, all_parts, find_constants
from placet.engine.deep.covers import find_cover, outside
from placet.engine.deep.dependence import Dependence
from placet.engine.deep.exceptions import Exceptions
from placet.engine.deep.findings import Cause, DeepFinding, Elsewhere, Kind, Spot
from placet.engine.deep.given import Given
from placet.engine.deep.occasions import Occasions, Question, Settled
from placet.engine.deep.readings import ReadingLook
from placet.engine.deep.sights import Sight, Sights
from placet.engine.logic.expressions import FALSE
from placet.model import Rule
from placet.model.conditions import NEVER


class RuleLook:
    """One rule over the whole of time, with everybody's readings of it."""

    def __init__(self, sights: Sights, dependence: Dependence, rule: Rule) -> None:
        self.sights = sights
        self.dependence = dependence
        self.rule = rule
        self.when = Spot("rule", rule.id, "when")
        self.occasions = Occasions(sights, dependence.of_rule(rule), self._appearance)
        compare = rule_differs(rule)
        self.readings = [
            ReadingLook(sights, reading, rule.when, rule, compare) for reading in dependence.readings_of(rule.id)
        ]
        self.clauses = Clauses()
        self.clauses.add(self.when, rule.when, self._claims)
        # Where each exception, of the text or of a reading, is true.
        self.excepted: dict[Spot, Question] = {}
        for index, exception in enumerate(rule.unless):
            spot = Spot("rule", rule.id, "unless", index)
            self.clauses.add(spot, exception, self._claims)
            self.excepted[spot] = self._excepted(f"unless {index + 1}")
        for reading in self.readings:
            reading.add_clauses(self.clauses)
            for spot in reading.exceptions:
                self.excepted[spot] = self._excepted(f"{reading.reading.id} unless {spot.index + 1}")
        self.doubts = [reading.spot_of("unsettled") for reading in self.readings if "unsettled" in reading.conditions]
        self.exceptions = Exceptions(self.excepted, self._speaks, self._doubt, self.clauses, [self.when], self.doubts)

    def find(self, terms: Container[str] = ()) -> Iterator[DeepFinding]:
        """Yield what is found in the rule and in the readings of it.

        Args:
            terms: the terms that are always or never true, and told of where they are declared.
        """
        settled = self.settle()
        if settled.is_never("stands"):
            if not self._is_for_others_to_hold():
                yield self._never_stands()
            return
        if "stands" in settled.undecided:
            yield DeepFinding("rule-never-stands", Spot("rule", self.rule.id), is_decided=False)
        given = Given(self.clauses, settled, self.occasions)
        dead = self.exceptions.find_dead(settled, self.occasions, given)
        told = [finding for spot, finding in dead.items() if spot.kind == "rule"]
        told += self._overrides(settled)
        for reading in self.readings:
            told += reading.find(settled, dead, self.occasions, given, self.when)
        yield from told
        spots = {finding.spot for finding in told if not finding.elsewhere}
        # What is always true for the facts alone is no finding.
        yield from find_constants(self.clauses, given.anywhere, self.occasions.without_facts, spots, terms)

    def questions(self) -> dict[Hashable, Question]:
        """Return all that is asked about the rule and the readings of it."""
        questions: dict[Hashable, Question] = {"stands": self._stands}
        questions |= self.clauses.questions() | self.exceptions.questions()
        for name in self.rule.overrides:
            questions["overrides", name] = self._overriding(self.sights.rulebook.rules[name])
        for reading in self.readings:
            questions |= reading.questions()
        return questions

    def settle(self) -> Settled:
        """Return when, and for whom, what is asked about the rule is so."""
        return self.occasions.settle(self.questions())

    def never_applies(self) -> bool:
        """Say whether the rule applies to nobody, in no situation, on no day."""
        return self.occasions.is_never(self._applies)

    def _appearance(self, sight: Sight) -> Hashable:
        """All that any question here asks of a sight.

        INVARIANT: a question that asks for more than this is asked on each occasion.
        """
        lower = [self.sights.rulebook.rules[name] for name in self.rule.overrides]
        found = self.clauses.appearance(sight)
        found += [sight.stands(rule) for rule in (self.rule, *self.sights.overriders.get(self.rule.id, ()))]
        found += [sight.effective(reading.reading) for reading in self.readings]
        for rule in (self.rule, *lower):
            status = sight.status(rule)
            found += [sight.claims(rule), status.speaks, status.doubt, status.applies]
            found += [sight.read(part) for part in all_parts(rule.when)]
        exceptions = [sight.status(rule).exceptions for rule in (self.rule, *lower)]
        return tuple(found), tuple(exceptions)

    # What is asked

    def _claims(self, sight: Sight) -> int:
        return sight.claims(self.rule)

    def _stands(self, sight: Sight) -> int:
        return sight.stands(self.rule)

    def _speaks(self, sight: Sight) -> int:
        return sight.status(self.rule).speaks

    def _applies(self, sight: Sight) -> int:
        return sight.status(self.rule).applies

    def _doubt(self, sight: Sight) -> int:
        return sight.status(self.rule).doubt

    def _excepted(self, label: str) -> Question:
        def question(sight: Sight) -> int:
            return dict(sight.status(self.rule).exceptions).get(label, FALSE)

        return question

    def _overriding(self, lower: Rule) -> Question:
        """Where the rule stands and another one, which it overrides, would apply."""

        def question(sight: Sight) -> int:
            applies = sight.status(lower).applies
            return sight.expressions.all_of((sight.stands(self.rule), applies)) if applies else applies

        return question

    # A rule that never stands

    def _is_for_others_to_hold(self) -> bool:
        """Whether it is law for those who take the rulebook in: it names no parties, and nobody here reads it."""
        name = self.rule.instrument
        if name is None or self.sights.rulebook.instruments[name].members:
            return False
        return not self.readings and not self.dependence.readings_of(name)

    def _never_stands(self) -> DeepFinding:
        spot = Spot("rule", self.rule.id)
        settled = self.occasions.settle(
            {
                "claims": self._claims,
                "speaks": self._speaks,
                **self.clauses.questions(),
            }
        )
        if settled.is_never("claims"):
            return self._in_no_column()
        given = Given(self.clauses, settled, self.occasions)
        if settled.is_never("speaks"):
            elsewhere: Elsewhere = "facts" if given.prevents(self._speaks) else ""
            if self.rule.when == NEVER or self.clauses.truth(self.when, settled) == "never":
                because = self.clauses.why_constant(self.when, settled, self.occasions)
                return DeepFinding("rule-never-stands", spot, "contradiction", because, elsewhere=elsewhere)
            narrowed = [reading.spot_of("only when") for reading in self.readings if "only when" in reading.conditions]
            return DeepFinding("rule-never-stands", spot, "narrowed away", tuple(narrowed), elsewhere=elsewhere)
        killers = {where: outside(excepted, [self._doubt]) for where, excepted in self.excepted.items()}
        killers |= self._overriders()
        because = find_cover(self._speaks, killers, self.occasions) or ()
        causes: dict[frozenset[str], Cause] = {
            frozenset(): "",
            frozenset({"unless"}): "excepted",
            frozenset({""}): "overridden",
        }
        cause = causes.get(frozenset(where.clause for where in because), "excepted or overridden")
        elsewhere = "facts" if self._is_excepted_by_facts(given) else ""
        return DeepFinding("rule-never-stands", spot, cause, because, elsewhere=elsewhere)

    def _is_excepted_by_facts(self, given: Given) -> bool:
        """Whether, wherever the rule speaks, the facts alone make an exception true or its reader unsettled."""
        excepting = given.always(list(self.excepted))
        questions = [outside(self.excepted[spot], [self._doubt]) for spot in excepting]
        if given.always(self.doubts):
            questions.append(self._doubt)
        return bool(questions) and self.occasions.is_never(outside(self._speaks, questions))

    def _overriders(self) -> dict[Spot, Question]:
        return {Spot("rule", rule.id): _standing(rule) for rule in self.sights.overriders.get(self.rule.id, ())}

    def _in_no_column(self) -> DeepFinding:
        spot = Spot("rule", self.rule.id)

        def is_valid(sight: Sight) -> int:
            return sight.calendar.is_valid_rule(self.rule)

        anybody = Occasions(self.sights, self.dependence.of_validity(self.rule), is_valid)
        if not anybody.is_never(is_valid):
            read = [
                *self.dependence.readings_of(self.rule.id),
                *self.dependence.readings_of(self.rule.instrument or ""),
            ]
            rejected = tuple([Spot("reading", reading.id) for reading in read if reading.rejects])
            cause: Cause = "rejected" if rejected else "binds nobody"
            return DeepFinding("rule-never-stands", spot, cause, rejected)
        cause = "no common day"
        if self.rule.instrument is not None:
            instrument = self.sights.rulebook.instruments[self.rule.instrument]
            if not instrument.in_force and not instrument.provisional:
                cause = "never in force"
        elsewhere: Elsewhere = "" if anybody.ever.is_never(is_valid) else "days"
        return DeepFinding("rule-never-stands", spot, cause, elsewhere=elsewhere)

    # Overrides

    def _overrides(self, settled: Settled) -> Iterator[DeepFinding]:
        for index, name in enumerate(self.rule.overrides):
            spot = Spot("rule", self.rule.id, "overrides", index)
            if ("overrides", name) in settled.undecided:
                yield DeepFinding("override-without-effect", spot, is_decided=False)
            if not settled.is_never(("overrides", name)):
                continue
            lower = self.sights.rulebook.rules[name]
            if not RuleLook(self.sights, self.dependence, lower).never_applies():
                yield self._override(spot, lower)

    def _override(self, spot: Spot, lower: Rule) -> DeepFinding:
        def both_claim(sight: Sight) -> int:
            return sight.expressions.all_of((sight.claims(self.rule), sight.claims(lower)))

        def both_speak(sight: Sight) -> int:
            return sight.expressions.all_of((sight.status(self.rule).speaks, sight.status(lower).speaks))

        def both_apply(sight: Sight) -> int:
            return sight.expressions.all_of((sight.status(self.rule).applies, sight.status(lower).applies))

        settled = self.occasions.settle({"claim": both_claim, "speak": both_speak, "apply": both_apply})
        kind: Kind = "override-without-effect"
        if settled.is_never("claim"):
            return DeepFinding(kind, spot, "never in one column")
        if settled.is_never("speak"):
            pair = Clauses()
            clauses = []
            for rule in (self.rule, lower):
                when = Spot("rule", rule.id, "when")
                pair.add(when, rule.when, both_claim)
                clauses += pair.conjuncts(when)
            because = pair.conflict(clauses, self.occasions, both_claim)
            return DeepFinding(kind, spot, "never speak together", because)
        if settled.is_never("apply"):
            other = RuleLook(self.sights, self.dependence, lower)
            because = find_cover(both_speak, self.excepted | other.excepted, self.occasions) or ()
            return DeepFinding(kind, spot, "never apply together", because)
        because = find_cover(both_apply, self._overriders(), self.occasions) or ()
        return DeepFinding(kind, spot, "overridden itself", because)


def _standing(rule: Rule) -> Question:
    return lambda sight: sight.stands(rule)

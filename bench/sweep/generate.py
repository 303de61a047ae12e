"""Make rulebooks of any size over the facts of the benchmark of one decision, by a seed.

Every rule tests some of the same fifteen facts (24 bits, 16,777,216 situations), asks for one of five steps, allows or
bars; half of the rules are exceptions that refine an earlier one and override it, up to fifteen deep. The more rules
there are, the more special each is: about as many speak in a situation, whatever the size. Each of the three states
reads one rule in eight otherwise than the text.
"""

from __future__ import annotations

import datetime as dt
import random

import msgspec

from bench.decide.workload import load_workload
from placet.model import (
    Addressee,
    And,
    Compare,
    Condition,
    Day,
    FieldRef,
    Instrument,
    Literal,
    LiteralSet,
    Membership,
    Need,
    Period,
    Reading,
    Rule,
    Rulebook,
)

STEPS = (
    ("consent", "ALD"),
    ("consultation", "BRN"),
    ("notification", "COR"),
    ("request", "BRN"),
    ("consent", "COR"),
)
"""What a rule can ask for, and of whom; with `barred` these are six outputs for each of the three readers."""

SPEAKING = 8
"""In about how many of the rules that refine none a situation passes all tests."""

DEEPEST = 15
_LONG_AGO = Period(Day.exactly(dt.date(2000, 1, 1)))


def make_rulebook(rules: int, seed: int = 1960) -> Rulebook:
    """Return a rulebook with so many rules."""
    return _Author(random.Random(seed), rules).write()


class _Author:
    def __init__(self, rng: random.Random, count: int) -> None:
        self._rng = rng
        self._count = count
        self._base = load_workload()
        self._domains = {field.id: self._base.domain(field.type) for field in self._base.fields.values()}
        self._depths: list[int] = []
        self._rules: list[Rule] = []
        self._readings: list[Reading] = []

    def write(self) -> Rulebook:
        for _ in range(self._count):
            self._add_rule()
        members = tuple(Membership(party) for party in self._base.parties)
        treaty = Instrument("treaty", "Treaty", members=members, in_force=(_LONG_AGO,))
        return msgspec.structs.replace(
            self._base,
            name=f"generated-{self._count}",
            relations={},
            terms={},
            statements={},
            instruments={"treaty": treaty},
            rules={rule.id: rule for rule in self._rules},
            readings=tuple(self._readings),
            questions={},
        )

    def _add_rule(self) -> None:
        rng = self._rng
        number = len(self._rules)
        when: Condition = And(self._tests(SPEAKING / self._count))
        overrides: tuple[str, ...] = ()
        depth = 0
        if self._rules and rng.random() < 0.5:
            place = rng.randrange(number)
            if self._depths[place] < DEEPEST:
                refined = self._rules[place]
                when = And((refined.when, *self._tests(0.5)))
                overrides = (refined.id,)
                depth = self._depths[place] + 1
        roll = rng.random()
        kind, of = rng.choice(STEPS)
        rule = Rule(
            id=f"rule-{number}",
            title=f"Rule {number}",
            instrument="treaty",
            when=when,
            overrides=overrides,
            needs=(Need((kind,), Addressee(Literal(of))),) if roll < 0.7 else (),  # type: ignore[arg-type]
            allows=0.7 <= roll < 0.92,
            bars=roll >= 0.92,
        )
        self._rules.append(rule)
        self._depths.append(depth)
        for party in self._base.parties:
            if rng.random() < 0.125:
                self._readings.append(self._reading(party, rule))

    def _reading(self, party: str, rule: Rule) -> Reading:
        test = self._tests(0.6)[0]
        is_exception = self._rng.random() < 0.5
        return Reading(
            id=f"{party} of {rule.id}",
            reader=party,
            of=rule.id,
            of_kind="rule",
            start=_LONG_AGO.start,
            start_owner=f"{party} of {rule.id}",
            unless=(test,) if is_exception else (),
            only_when=None if is_exception else test,
        )

    def _tests(self, share: float) -> tuple[Condition, ...]:
        """Tests of different facts, as many as it takes that at most a share of all situations passes them."""
        found: list[Condition] = []
        passing = 1.0
        for field in self._rng.sample(list(self._domains), len(self._domains)):
            domain = self._domains[field]
            size = self._rng.randint(1, max(1, len(domain) // 2))
            found.append(Compare(FieldRef(field), "in", LiteralSet(tuple(self._rng.sample(domain, size)))))
            passing *= size / len(domain)
            if passing <= share:
                break
        return tuple(found)

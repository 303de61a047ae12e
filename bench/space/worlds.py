"""Generated worlds, made by a seed: many agreements with facts of their own, many rules over one set of facts, a draft.

Two states read a fifth of the rules otherwise than they are written. A rule is new or refines an earlier one of its
agreement, which it then overrides; so exceptions are nested, up to fifteen deep.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping

import msgspec

from placet.model import (
    Addressee,
    And,
    Compare,
    Condition,
    Day,
    Field,
    FieldRef,
    Instrument,
    Literal,
    LiteralSet,
    Membership,
    Need,
    Not,
    Party,
    Period,
    Place,
    Reading,
    Rule,
    Rulebook,
    Type,
)

ON = dt.date(2015, 6, 1)
SINCE = Day.exactly(dt.date(2000, 1, 1))
READERS = ("ALD", "BRN")
PARTIES = ("ALD", "BRN", "COR", "DUN")
PLACES = ("basin", "delta", "lake", "headwaters")
ACTS = ("transit", "survey", "dredge", "divert", "patrol", "salvage", "supply", "share")
PURPOSES = ("trade", "relief", "science", "security")
CARGOES = (
    "grain", "timber", "ore", "coal", "oil", "gas", "acid", "isotopes",
    "arms", "vehicles", "livestock", "medicine", "machinery", "gauges", "samples", "ballast",
)  # fmt: skip
CLAIMS = ("flood", "drought", "armed", "urgent", "night", "insured", "joint", "escorted", "flagged")
SHARED: dict[str, Type] = {
    "actor": Type("party"),
    "origin": Type("place"),
    "destination": Type("place"),
    "act": Type("names", names=ACTS),
    "purpose": Type("names", names=PURPOSES),
    "cargo": Type("names", names=CARGOES),
    **dict.fromkeys(CLAIMS, Type("yesno")),
}
"""Fifteen facts, 24 bits of situations."""

STEPS = tuple(
    Need((kind,), Addressee(Literal(party)))
    for kind, party in (
        ("consent", "COR"),
        ("consent", "DUN"),
        ("consultation", "COR"),
        ("notification", "COR"),
        ("request", "DUN"),
        ("consent", "BRN"),
    )
)
"""The six requirements."""

DEEPEST = 15
OWN_FACTS = 10


def many_agreements(rules: int, seed: int = 1960, per_agreement: int = 50) -> Rulebook:
    """Return agreements of 50 rules each, every one with ten yes-or-no facts of its own beside the shared ones."""
    rng = random.Random(seed)
    return _world(rng, rules // per_agreement, per_agreement, OWN_FACTS, Manner((2, 3, 3, 4), 0.03))


def one_set_of_facts(rules: int, seed: int = 1960) -> Rulebook:
    """Return one agreement whose rules all test the same fifteen facts."""
    return _world(random.Random(seed), 1, rules, 0, Manner((4, 5, 6, 7), 0.005))


ROLES = ("chair", "secretary", "member", "observer", "auditor", "expert", "guest", "archivist")
RECORDS = (
    "agenda", "minutes", "budget", "roster", "survey", "ledger", "chart",
    "permit", "claim", "sample", "report", "notice", "ballot", "contract",
)  # fmt: skip
ACTIONS = ("read", "write", "share", "sign", "amend", "destroy")
FLAGS = tuple(f"flag-{index:02}" for index in range(17))
"""With the values of role, record and action, of each of which exactly one holds, 45 things that can be so or not."""


def charter(rules: int = 300, seed: int = 1960) -> Rulebook:
    """Return a charter of 300 rules on who may do what with which record."""
    rng = random.Random(seed)
    written = [_clause(rng, index) for index in range(rules)]
    return _charter(written)


def amended(book: Rulebook, seed: int = 1961) -> Rulebook:
    """Return a charter with six rules more and four that are written otherwise."""
    rng = random.Random(seed)
    written = list(book.rules.values())
    for index in rng.sample(range(len(written)), 4):
        written[index] = msgspec.structs.replace(_clause(rng, index), id=written[index].id)
    return _charter([*written, *(_clause(rng, len(written) + index) for index in range(6))])


def _charter(rules: list[Rule]) -> Rulebook:
    fields = {
        "role": Type("names", names=ROLES),
        "record": Type("names", names=RECORDS),
        "action": Type("names", names=ACTIONS),
        **dict.fromkeys(FLAGS, Type("yesno")),
    }
    return Rulebook(
        name="charter",
        parties={name: Party(name, name) for name in PARTIES},
        fields={name: Field(name, type_) for name, type_ in fields.items()},
        instruments={
            "charter": Instrument(
                "charter",
                "Charter",
                members=tuple(Membership(party) for party in PARTIES),
                in_force=(Period(SINCE),),
            )
        },
        rules={rule.id: rule for rule in rules},
    )


def _clause(rng: random.Random, index: int) -> Rule:
    """A rule of the charter: for some roles, records and actions, and where one or two flags are set."""
    flags = rng.sample(FLAGS, rng.choice((0, 1, 1, 2)))
    conditions = [
        Compare(FieldRef("role"), "in", LiteralSet(tuple(rng.sample(ROLES, rng.choice((1, 1, 2)))))),
        Compare(FieldRef("record"), "in", LiteralSet(tuple(rng.sample(RECORDS, rng.choice((1, 1, 2, 3)))))),
        Compare(FieldRef("action"), "in", LiteralSet(tuple(rng.sample(ACTIONS, rng.choice((1, 2, 3)))))),
        *(Compare(FieldRef(flag), "=", Literal(rng.random() < 0.5)) for flag in flags),
    ]
    effect = rng.random()
    return Rule(
        id=f"clause-{index:03}",
        title=f"Clause {index}",
        instrument="charter",
        when=And(tuple(conditions)),
        unless=(Compare(FieldRef(rng.choice(FLAGS)), "=", Literal(True)),) if rng.random() < 0.3 else (),
        overrides=(f"clause-{rng.randrange(index):03}",) if index and rng.random() < 0.3 else (),
        needs=(rng.choice(STEPS),) if effect < 0.6 else (),
        bars=effect > 0.9,
        allows=0.6 <= effect <= 0.9,
    )


class Manner(msgspec.Struct, frozen=True):
    """How rules are written: how many tests a new one has, and which share of the rules bars."""

    lengths: tuple[int, ...]
    bars: float


def _world(rng: random.Random, agreements: int, rules_each: int, own_facts: int, manner: Manner) -> Rulebook:
    fields = {name: Field(name, type_) for name, type_ in SHARED.items()}
    instruments: dict[str, Instrument] = {}
    rules: dict[str, Rule] = {}
    readings: list[Reading] = []
    for number in range(agreements):
        instrument = f"agreement-{number:03}"
        instruments[instrument] = Instrument(
            instrument,
            f"Agreement {number}",
            members=tuple(Membership(party) for party in PARTIES),
            in_force=(Period(SINCE),),
        )
        own = {f"fact-{number:03}-{index}": Type("yesno") for index in range(own_facts)}
        fields.update({name: Field(name, type_) for name, type_ in own.items()})
        author = _Author(rng, instrument, own, manner)
        for index in range(rules_each):
            rule = author.rule(f"rule-{number:03}-{index:04}")
            rules[rule.id] = rule
            readings += author.readings(rule)
    return Rulebook(
        name="generated",
        parties={name: Party(name, name) for name in PARTIES},
        places={name: Place(name, name) for name in PLACES},
        fields=fields,
        instruments=instruments,
        rules=rules,
        readings=tuple(readings),
    )


class _Author:
    """Writes the rules of one agreement, and how the two states read them."""

    def __init__(self, rng: random.Random, instrument: str, own: Mapping[str, Type], manner: Manner) -> None:
        self.rng = rng
        self.instrument = instrument
        self.own = own
        self.manner = manner
        self.earlier: list[tuple[str, tuple[Condition, ...], int]] = []

    def rule(self, name: str) -> Rule:
        rng = self.rng
        conditions: tuple[Condition, ...]
        overrides: tuple[str, ...] = ()
        depth = 0
        if self.earlier and rng.random() < 0.6:
            lower, conditions, depth = rng.choice(self.earlier)
            conditions = (*conditions, self.literal())
            overrides, depth = (lower,), depth + 1
        else:
            conditions = tuple(self.literal() for _ in range(rng.choice(self.manner.lengths)))
        if depth < DEEPEST:
            self.earlier.append((name, conditions, depth))
        effect = rng.random()
        return Rule(
            id=name,
            title=name,
            instrument=self.instrument,
            when=And(conditions),
            unless=(self.literal(),) if rng.random() < 0.2 else (),
            overrides=overrides,
            needs=(rng.choice(STEPS),) if effect < 0.75 else (),
            bars=effect > 1 - self.manner.bars,
            allows=0.75 <= effect <= 1 - self.manner.bars,
        )

    def readings(self, rule: Rule) -> list[Reading]:
        """Return how the two states read a rule; nothing where both read it as it is written."""
        found = []
        for reader in READERS:
            if self.rng.random() < 0.1:
                name = f"{reader} of {rule.id}"
                frame = Reading(name, reader, rule.id, "rule", start=SINCE, start_owner=name)
                how = self.rng.choice(("unless", "only_when", "also_when", "rejects"))
                clause = And((self.literal(), self.literal()))
                changes = {"unless": (clause,), "only_when": self.literal(), "also_when": clause, "rejects": True}
                found.append(msgspec.structs.replace(frame, **{how: changes[how]}))
        return found

    def literal(self) -> Condition:
        """Return a test of one fact; with facts of its own, half of an agreement's tests are of these."""
        name, type_ = self.rng.choice(list((self.own if self.own and self.rng.random() < 0.5 else SHARED).items()))
        field = FieldRef(name)
        if type_.kind == "yesno":
            return Compare(field, "=", Literal(self.rng.random() < 0.5))
        domain = {"party": PARTIES, "place": PLACES}.get(type_.kind, type_.names)
        chosen = self.rng.sample(domain, self.rng.choice((1, 1, 2, len(domain) // 2)))
        test = Compare(field, "in", LiteralSet(tuple(chosen)))
        return Not(test) if self.rng.random() < 0.2 else test

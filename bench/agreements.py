"""What the generated rulebooks have in common: states with offices, fields, and agreements of fifty rules each.

The same seed leads to the same text; what the rules of an agreement are about is for each rulebook to say.
"""

from __future__ import annotations

import random
from typing import Protocol

RULES_PER_AGREEMENT = 50
PARTIES = tuple(f"P{chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(24))
PLACES = tuple(f"district-{number}" for number in range(40))
GOODS = ("grain", "timber", "ore", "coal", "oil", "gas", "acid", "isotopes", "records", "samples")
CLAIMS = ("armed", "urgent", "insured", "joint", "escorted", "flagged")
_KINDS = ("notification to", "consultation with", "consent of", "request to")


class Subject(Protocol):
    """What an agreement is about."""

    def opening(self) -> str:
        """Return how the line of prose in front of a rule goes on behind its number."""

    def when(self) -> str:
        """Return the condition of a rule."""

    def condition(self) -> str:
        """Return the condition on which a member reads a rule otherwise."""


def world_lines(acts: tuple[str, ...], places: list[str]) -> list[str]:
    """Return the declarations: the states with their offices, the places as given, fields, a relation, two terms."""
    lines = []
    for party in PARTIES:
        lines += [
            f'party {party} "The state {party}"',
            '  office waters "Ministry of Waters"',
            '  office ports "Ports"',
        ]
    return [
        *lines,
        *places,
        'field actor : party "Who acts?"',
        f'field act : {", ".join(acts)} "What is done?"',
        'field origin : place "From where?"',
        'field area : place "Where does it take effect?"',
        f'field goods : {", ".join(GOODS)} "What is carried?"',
        'field worth : number in USD "What is it worth?"',
        *(f'field {claim} : yes or no "Is it {claim}?"' for claim in CLAIMS),
        "relation keeper : place to party",
        *(f"  {place} is {PARTIES[number % len(PARTIES)]}" for number, place in enumerate(PLACES)),
        "term dangerous means goods in (oil, gas, acid, isotopes)",
        "term abroad means not keeper(area) = actor",
    ]


class Agreement:
    """One agreement.

    Args:
        rng: where chance comes from.
        number: its number, from 0.
        name: its name in the language.
        year: when it was signed.
        members: its parties.
        subject: what it is about.
    """

    def __init__(
        self, rng: random.Random, number: int, name: str, year: int, members: list[str], subject: Subject
    ) -> None:
        self._rng, self._number, self._name, self._year = rng, number, name, year
        self._members, self._subject = members, subject

    def text(self) -> str:
        """Return the file: the instrument, its source, its rules with a line of prose each, and readings of some."""
        lines = [
            f"# Agreement {self._number}",
            "",
            "The rules below follow the order of the articles; what a member reads otherwise stands beneath its rule.",
            "",
            "```placet",
            f'instrument {self._name} "Agreement number {self._number}"',
            f"  between {', '.join(self._members)}",
            f"  signed {self._year}-03-01  in force from {self._year + 1}-01-01",
            '  part main "The articles"',
            f'source record-{self._number} "Record of agreement {self._number}"',
            '  by "The secretariat"',
            f"  published {self._year + 2}-05-05",
            "```",
            "",
        ]
        for index in range(RULES_PER_AGREEMENT):
            lines += self._rule(index)
        return "\n".join(lines)

    def _rule(self, index: int) -> list[str]:
        rng = self._rng
        name = f"rule-{self._number}-{index}"
        lines = [
            f"Article {index + 1} {self._subject.opening()}",
            "",
            "```placet",
            f'rule {name} "Article {index + 1} of agreement {self._number}"',
            f"  under {self._name} main",
            f"  when {self._subject.when()}",
        ]
        if rng.random() < 0.5:
            lines.append(f"  unless {rng.choice(CLAIMS)} and goods = {rng.choice(GOODS)}")
        if index and rng.random() < 0.25:
            lines.append(f"  overrides rule-{self._number}-{rng.randrange(index)}")
        if rng.random() < 0.1:
            lines.append("  bars")
        else:
            whom = rng.choice((rng.choice(self._members), "keeper(area)", f"each members({self._name}) except actor"))
            lines.append(f"  needs {rng.choice(_KINDS)} {whom}")
        lines.append(f"  cites record-{self._number} paragraph {index + 1}")
        if rng.random() < 0.2:
            lines += self._reading(name, index)
        return [*lines, "```", ""]

    def _reading(self, rule: str, index: int) -> list[str]:
        reader = self._rng.choice(self._members)
        return [
            f"statement said-{self._number}-{index} in record-{self._number} paragraph {index + 1}",
            f"  by {reader}",
            f"  on {self._year + 2}-04-{self._rng.randint(1, 28):02}",
            f'  says "Article {index + 1} does not reach what is {self._rng.choice(CLAIMS)}."',
            f"reading {reader} of {rule}",
            f"  says said-{self._number}-{index}",
            f"  unless {self._rng.choice(CLAIMS)} and {self._subject.condition()}",
        ]

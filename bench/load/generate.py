"""Write a rulebook of thousands of rules by the seed: agreements of 50 rules each, one file an agreement."""

from __future__ import annotations

import random
from pathlib import Path

PARTIES = tuple(f"P{chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(24))
PLACES = tuple(f"district-{number}" for number in range(40))
ACTS = ("transit", "survey", "dredge", "divert", "patrol", "salvage", "supply", "share")
GOODS = ("grain", "timber", "ore", "coal", "oil", "gas", "acid", "isotopes", "records", "samples")
CLAIMS = ("armed", "urgent", "insured", "joint", "escorted", "flagged")
KINDS = ("notification to", "consultation with", "consent of", "request to")
RULES_PER_AGREEMENT = 50


def write_rulebook(folder: Path, rules: int, seed: int) -> int:
    """Write a rulebook of `rules` rules into an empty folder and return its size in bytes."""
    rng = random.Random(seed)
    texts = {"world.md": _world()}
    for number in range(rules // RULES_PER_AGREEMENT):
        texts[f"agreement-{number:03}.md"] = _Agreement(rng, number).text()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return sum(len(text.encode()) for text in texts.values())


def _world() -> str:
    lines = ["# The world of the generated rulebook", "", "```placet"]
    for party in PARTIES:
        lines += [
            f'party {party} "The state {party}"',
            '  office waters "Ministry of Waters"',
            '  office ports "Ports"',
        ]
    lines += [f'place {place} "{place}"' for place in PLACES]
    lines += [
        'field actor : party "Who acts?"',
        f'field act : {", ".join(ACTS)} "What is done?"',
        'field origin : place "From where?"',
        'field area : place "Where does it take effect?"',
        f'field goods : {", ".join(GOODS)} "What is carried?"',
        'field worth : number in USD "What is it worth?"',
        *(f'field {claim} : yes or no "Is it {claim}?"' for claim in CLAIMS),
        "relation keeper : place to party",
        *(f"  {place} is {PARTIES[number % len(PARTIES)]}" for number, place in enumerate(PLACES)),
        "term dangerous means goods in (oil, gas, acid, isotopes)",
        "term abroad means not keeper(area) = actor",
        "```",
    ]
    return "\n".join(lines) + "\n"


class _Agreement:
    def __init__(self, rng: random.Random, number: int) -> None:
        self._rng = rng
        self._number = number
        self._members = rng.sample(PARTIES, rng.randint(2, 5))
        self._id = f"agreement-{number:03}"

    def text(self) -> str:
        """Return the file: the instrument, its source, its rules with a line of prose each, and readings of some."""
        year = 1950 + self._number % 60
        lines = [
            f"# Agreement {self._number}",
            "",
            "The rules below follow the order of the articles; what a member reads otherwise stands beneath its rule.",
            "",
            "```placet",
            f'instrument {self._id} "Agreement number {self._number}"',
            f"  between {', '.join(self._members)}",
            f"  signed {year}-03-01  in force from {year + 1}-01-01",
            '  part main "The articles"',
            f'source record-{self._number} "Record of agreement {self._number}"',
            '  by "The secretariat"',
            f"  published {year + 2}-05-05",
            "```",
            "",
        ]
        for index in range(RULES_PER_AGREEMENT):
            lines += self._rule(index, year)
        return "\n".join(lines)

    def _rule(self, index: int, year: int) -> list[str]:
        rng = self._rng
        name = f"rule-{self._number}-{index}"
        lines = [
            f"Article {index + 1} covers {rng.choice(ACTS)} in the members' districts; agreed in the second round.",
            "",
            "```placet",
            f'rule {name} "Article {index + 1} of agreement {self._number}"',
            f"  under {self._id} main",
            f"  when {self._condition()}",
        ]
        if rng.random() < 0.5:
            lines.append(f"  unless {rng.choice(CLAIMS)} and goods = {rng.choice(GOODS)}")
        if index and rng.random() < 0.25:
            lines.append(f"  overrides rule-{self._number}-{rng.randrange(index)}")
        if rng.random() < 0.1:
            lines.append("  bars")
        else:
            whom = rng.choice((rng.choice(self._members), "keeper(area)", f"each members({self._id}) except actor"))
            lines.append(f"  needs {rng.choice(KINDS)} {whom}")
        lines.append(f"  cites record-{self._number} paragraph {index + 1}")
        if rng.random() < 0.2:
            lines += self._reading(name, index, year)
        return [*lines, "```", ""]

    def _reading(self, rule: str, index: int, year: int) -> list[str]:
        reader = self._rng.choice(self._members)
        return [
            f"statement said-{self._number}-{index} in record-{self._number} paragraph {index + 1}",
            f"  by {reader}",
            f"  on {year + 2}-04-{self._rng.randint(1, 28):02}",
            f'  says "Article {index + 1} does not reach what is {self._rng.choice(CLAIMS)}."',
            f"reading {reader} of {rule}",
            f"  says said-{self._number}-{index}",
            f"  unless {self._rng.choice(CLAIMS)} and {self._condition()}",
        ]

    def _condition(self) -> str:
        rng = self._rng
        parts = [f"act in ({', '.join(rng.sample(ACTS, 2))})"]
        parts += rng.sample(
            (
                f"area = {rng.choice(PLACES)}",
                f"not origin = {rng.choice(PLACES)}",
                f"({rng.choice(CLAIMS)} or dangerous)",
                f"actor in members({self._id})",
                f"worth >= {rng.randrange(1, 100)}_000",
                "abroad",
                rng.choice(CLAIMS),
            ),
            rng.randint(1, 3),
        )
        return " and ".join(parts)

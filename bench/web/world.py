"""The rulebook that the pages are measured on, by the seed: 2,000 rules, 20,000 statements, points and questions.

Forty agreements of fifty rules. An agreement is about six kinds of act of sixty and about places of a region or two, as
agreements are, so that of the 2,000 rules some dozens are about one act, and a few of these speak in a situation.
"""

from __future__ import annotations

import random
from pathlib import Path

from bench.agreements import CLAIMS, GOODS, PARTIES, PLACES, RULES_PER_AGREEMENT, Agreement, world_lines

RULES = 2_000
AGREEMENTS = RULES // RULES_PER_AGREEMENT
STATEMENTS = 20_000
POINTS = 40
QUESTIONS = 40
A_SOURCE = 100
"""How many statements a source of the register has."""

REGIONS = tuple(f"region-{number}" for number in range(8))
ACTS = tuple(
    f"{verb}-{what}"
    for verb in ("ship", "survey", "dredge", "divert", "patrol", "salvage", "supply", "share", "stage", "repair")
    for what in ("grain", "fuel", "ore", "records", "troops", "vessels")
)
_OFFICES = ("", ".waters", ".ports")
WORDS = (
    *("harbour", "notice", "ferry", "inspection", "toll", "lock", "pilot", "survey", "barge", "quay", "tariff"),
    *("district", "permit", "season", "flood", "dredger", "manifest", "berth", "channel", "escort", "cargo"),
)

FILES = tuple(f"agreement-{number:02}.md" for number in range(AGREEMENTS))
"""The files of the agreements; the registers lie beside them."""


def write_world(folder: Path, seed: int = 5) -> int:
    """Write the rulebook into an empty folder and return its size in bytes."""
    rng = random.Random(seed)
    texts = {"README.md": _parties()}
    for number in range(AGREEMENTS):
        name, members = f"agreement-{number:02}", rng.sample(PARTIES, rng.randint(2, 5))
        agreement = Agreement(rng, number, name, 1950 + number, members, _SomeActs(rng, name))
        texts[f"{name}.md"] = agreement.text()
    left = STATEMENTS - sum(text.count("\nstatement ") for text in texts.values())
    for number in range(-(-left // A_SOURCE)):
        texts[f"register-{number:03}.md"] = _register(rng, number, min(A_SOURCE, left - number * A_SOURCE))
    texts["questions.md"] = _questions(rng)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return sum(len(text.encode()) for text in texts.values())


def questions() -> list[str]:
    """Return the names of the questions, those that the rulebook puts forward first."""
    return [f"signature-{number:03}" if number < 5 else f"question-{number:03}" for number in range(QUESTIONS)]


def facts(rng: random.Random) -> dict[str, str]:
    """Return a situation in which everything is given."""
    return {
        "actor": rng.choice(PARTIES),
        "act": rng.choice(ACTS),
        "origin": rng.choice(PLACES),
        "area": rng.choice(PLACES),
        "goods": rng.choice(GOODS),
        "worth": str(rng.randrange(1, 100) * 1000),
        **{claim: rng.choice(("yes", "no")) for claim in CLAIMS},
    }


def _parties() -> str:
    places = [
        *(f'place {region} "{region}"' for region in REGIONS),
        *(f'place {place} "{place}" in {REGIONS[number % 8]}' for number, place in enumerate(PLACES)),
    ]
    return "\n".join(["# A world of rivers", "", "```placet", *world_lines(ACTS, places), "```", ""])


class _SomeActs:
    """An agreement is about six acts and the places of two regions."""

    def __init__(self, rng: random.Random, agreement: str) -> None:
        self._rng, self._agreement = rng, agreement
        self._acts = rng.sample(ACTS, 6)
        self._regions = rng.sample(REGIONS, 2)

    def opening(self) -> str:
        return "is about what the members do in each other's districts."

    def when(self) -> str:
        return f"act in ({', '.join(self._rng.sample(self._acts, 2))}) and {self.condition()}"

    def condition(self) -> str:
        rng = self._rng
        parts = (
            f"area within {rng.choice(self._regions)}",
            f"not origin within {rng.choice(self._regions)}",
            f"({rng.choice(CLAIMS)} or dangerous)",
            f"actor in members({self._agreement})",
            f"worth >= {rng.randrange(1, 100)}_000",
            "abroad",
            rng.choice(CLAIMS),
        )
        return " and ".join(rng.sample(parts, rng.randint(1, 3)))


def _register(rng: random.Random, number: int, statements: int) -> str:
    year = 1960 + number % 55
    lines = [
        f"# Register {number}",
        "",
        "What was said in the sessions of the year, in the order of the minutes.",
        "",
        "```placet",
        f'source minutes-{number} "Minutes of session {number}"',
        '  by "The secretariat"',
        f"  published {year}-12-01",
    ]
    for index in range(statements):
        agreement = rng.randrange(AGREEMENTS)
        about = rng.choice(
            (
                f"point-{rng.randrange(POINTS):02}",
                f"rule-{agreement}-{rng.randrange(RULES_PER_AGREEMENT)}",
                f"agreement-{agreement:02}",
            )
        )
        lines += [
            f"statement entry-{number}-{index} in minutes-{number} paragraph {index + 1}",
            f"  by {rng.choice(PARTIES)}{rng.choice(_OFFICES)}",
            f"  on {year}-{rng.randint(1, 11):02}-{rng.randint(1, 28):02}",
            f"  about {about}",
            f'  {rng.choice(("says", "asks", "declines"))} "The {" ".join(rng.sample(WORDS, 8))} of {agreement}."',
        ]
    return "\n".join([*lines, "```", ""])


def _questions(rng: random.Random) -> str:
    lines = ["# Questions", "", "```placet"]
    lines += [
        f'point point-{number:02} "Who decides on the {WORDS[number % 21]} {number}?"' for number in range(POINTS)
    ]
    for number, name in enumerate(questions()):
        given = facts(rng)
        for field in rng.sample(sorted(given), rng.randrange(3)):
            del given[field]
        lines += [
            f'question {name} "Whom must they ask about the {rng.choice(WORDS)}, case {number}?"',
            f"  on {rng.randrange(1992, 2012)}-06-01",
            f"  given {', '.join(f'{field} = {value}' for field, value in given.items())}",
            f"  about point-{number % POINTS:02}",
        ]
    return "\n".join([*lines, "```", ""])

"""The rulebook that the pages are measured on, by the seed: 2,000 rules, 20,000 statements, points and questions.

Forty agreements of fifty rules. An agreement is about six kinds of act of sixty and about places of a region or two, as
agreements are, so that of the 2,000 rules some dozens are about one act, and a few of these speak in a situation.
"""

from __future__ import annotations

import random
from pathlib import Path

RULES = 2_000
RULES_PER_AGREEMENT = 50
AGREEMENTS = RULES // RULES_PER_AGREEMENT
STATEMENTS = 20_000
POINTS = 40
QUESTIONS = 40
A_SOURCE = 100
"""How many statements a source of the register has."""

PARTIES = tuple(f"P{chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(24))
REGIONS = tuple(f"region-{number}" for number in range(8))
PLACES = tuple(f"district-{number}" for number in range(40))
ACTS = tuple(
    f"{verb}-{what}"
    for verb in ("ship", "survey", "dredge", "divert", "patrol", "salvage", "supply", "share", "stage", "repair")
    for what in ("grain", "fuel", "ore", "records", "troops", "vessels")
)
GOODS = ("grain", "timber", "ore", "coal", "oil", "gas", "acid", "isotopes", "records", "samples")
CLAIMS = ("armed", "urgent", "insured", "joint", "escorted", "flagged")
_KINDS = ("notification to", "consultation with", "consent of", "request to")
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
        texts[f"agreement-{number:02}.md"] = _Agreement(rng, number).text()
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
    lines = ["# A world of rivers", "", "```placet"]
    for party in PARTIES:
        lines += [
            f'party {party} "The state {party}"',
            '  office waters "Ministry of Waters"',
            '  office ports "Ports"',
        ]
    lines += [f'place {region} "{region}"' for region in REGIONS]
    lines += [f'place {place} "{place}" in {REGIONS[number % 8]}' for number, place in enumerate(PLACES)]
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
    return "\n".join([*lines, ""])


class _Agreement:
    def __init__(self, rng: random.Random, number: int) -> None:
        self._rng = rng
        self._number = number
        self._members = rng.sample(PARTIES, rng.randint(2, 5))
        self._acts = rng.sample(ACTS, 6)
        self._regions = rng.sample(REGIONS, 2)
        self._id = f"agreement-{number:02}"

    def text(self) -> str:
        """Return the file: the instrument, its source, its rules with a line of prose each, and readings of some."""
        year = 1950 + self._number
        lines = [
            f"# Agreement {self._number}",
            "",
            "The rules follow the order of the articles; what a member reads otherwise stands beneath its rule.",
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
            f"Article {index + 1} is about what the members do in each other's districts.",
            "",
            "```placet",
            f'rule {name} "Article {index + 1} of agreement {self._number}"',
            f"  under {self._id} main",
            f"  when act in ({', '.join(rng.sample(self._acts, 2))}) and {self._condition()}",
        ]
        if rng.random() < 0.5:
            lines.append(f"  unless {rng.choice(CLAIMS)} and goods = {rng.choice(GOODS)}")
        if index and rng.random() < 0.25:
            lines.append(f"  overrides rule-{self._number}-{rng.randrange(index)}")
        if rng.random() < 0.1:
            lines.append("  bars")
        else:
            whom = rng.choice((rng.choice(self._members), "keeper(area)", f"each members({self._id}) except actor"))
            lines.append(f"  needs {rng.choice(_KINDS)} {whom}")
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
        parts = (
            f"area within {rng.choice(self._regions)}",
            f"not origin within {rng.choice(self._regions)}",
            f"({rng.choice(CLAIMS)} or dangerous)",
            f"actor in members({self._id})",
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

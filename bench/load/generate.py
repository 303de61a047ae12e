"""Write a rulebook of thousands of rules by the seed: agreements of 50 rules each, one file an agreement."""

from __future__ import annotations

import random
from pathlib import Path

from bench.agreements import CLAIMS, PARTIES, PLACES, RULES_PER_AGREEMENT, Agreement, world_lines

ACTS = ("transit", "survey", "dredge", "divert", "patrol", "salvage", "supply", "share")


def write_rulebook(folder: Path, rules: int, seed: int) -> int:
    """Write a rulebook of `rules` rules into an empty folder and return its size in bytes."""
    rng = random.Random(seed)
    texts = {"world.md": _world()}
    for number in range(rules // RULES_PER_AGREEMENT):
        name, members = f"agreement-{number:03}", rng.sample(PARTIES, rng.randint(2, 5))
        agreement = Agreement(rng, number, name, 1950 + number % 60, members, _AnyAct(rng, name))
        texts[f"{name}.md"] = agreement.text()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return sum(len(text.encode()) for text in texts.values())


def _world() -> str:
    places = [f'place {place} "{place}"' for place in PLACES]
    lines = ["# The world of the generated rulebook", "", "```placet", *world_lines(ACTS, places), "```"]
    return "\n".join(lines) + "\n"


class _AnyAct:
    """Each rule is about two acts of all there are, and about single places."""

    def __init__(self, rng: random.Random, agreement: str) -> None:
        self._rng, self._agreement = rng, agreement

    def opening(self) -> str:
        return f"covers {self._rng.choice(ACTS)} in the members' districts; agreed in the second round."

    def when(self) -> str:
        return self.condition()

    def condition(self) -> str:
        rng = self._rng
        parts = [f"act in ({', '.join(rng.sample(ACTS, 2))})"]
        parts += rng.sample(
            (
                f"area = {rng.choice(PLACES)}",
                f"not origin = {rng.choice(PLACES)}",
                f"({rng.choice(CLAIMS)} or dangerous)",
                f"actor in members({self._agreement})",
                f"worth >= {rng.randrange(1, 100)}_000",
                "abroad",
                rng.choice(CLAIMS),
            ),
            rng.randint(1, 3),
        )
        return " and ".join(parts)

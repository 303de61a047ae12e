"""Pairs of states by year straight from a member-level table, the slow and obvious way, to hold the rulebook to."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")
CONDITIONS = {
    "defense": ("defcoadv", "defcoloc", "defcocon", "defconum", "defcodem", "defconpr"),
    "offense": ("offcoadv", "offcoloc", "offcocon", "offconum", "offcodem"),
    "neutral": ("neucoadv", "neucoloc", "neucocon", "neuconum", "neucodem", "neuconpr", "neucoatt"),
    "nonagg": (),
    "consul": ("concoadv", "concoloc", "concocon", "concoreq"),
}

Row = dict[str, str]
Pairs = dict[tuple[int, int, int], tuple[int, ...]]


def read(path: Path) -> list[Row]:
    """Return the rows of a member-level table."""
    with path.open(encoding="latin-1", newline="") as file:
        return list(csv.DictReader(file))


def owed(row: Row, *, is_unconditional: bool = False) -> tuple[int, ...]:
    """Return what a member's own row says that it owes."""
    return tuple(
        int(row[name]) and not (is_unconditional and any(row.get(column) == "1" for column in CONDITIONS[name]))
        for name in OBLIGATIONS
    )


def pairs_by_year(rows: Iterable[Row], first: int, last: int, *, is_unconditional: bool = False) -> Pairs:
    """Return what every member owed every other, for the years in which both were in the alliance on any day."""
    alliances: dict[str, list[Row]] = {}
    for row in rows:
        alliances.setdefault(row["atopid"], []).append(row)
    found: dict[tuple[int, int, int], list[int]] = {}
    for members in alliances.values():
        for one in members:
            for other in members:
                if one["member"] == other["member"]:
                    continue
                begin = max(int(one["yrent"]), int(other["yrent"]), first)
                end = min(int(one["yrexit"]) or last, int(other["yrexit"]) or last, last)
                for year in range(begin, end + 1):
                    cell = found.setdefault((int(one["member"]), int(other["member"]), year), [0] * len(OBLIGATIONS))
                    for place, is_owed in enumerate(owed(one, is_unconditional=is_unconditional)):
                        cell[place] |= bool(is_owed)
    return {key: tuple(cell) for key, cell in found.items()}

"""The sentences of `dates.md` and what their expressions mean, read for the tests and for the bench."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import NamedTuple

from placet.evidence.dates import find_dates

TABLE = Path(__file__).with_name("dates.md")
FAILING = "Known failures"
"""The heading over the sentences that are read wrongly; they count as wrong."""


class Case(NamedTuple):
    section: str
    sentence: str
    written: dt.date | None
    tense: str | None
    expected: tuple[tuple[str, str, str], ...]
    """For each expression: its words, its value (candidates with `or`, — for none), its granularity."""


def cases() -> list[Case]:
    found, section = [], ""
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:]
        if not line.startswith("| ") or line.startswith("| sentence"):
            continue
        marked, written, tense, values, grains = (cell.strip() for cell in line.strip("|").split("|"))
        words = re.findall(r"\[(.*?)\]", marked)
        found.append(
            Case(
                section,
                marked.replace("[", "").replace("]", ""),
                None if written == "—" else dt.date.fromisoformat(written),
                None if tense == "—" else tense,
                tuple(zip(words, values.split("; "), grains.split("; "), strict=True)) if words else (),
            )
        )
    return found


CASES = cases()


def found_of(case: Case) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (said.expression, said.value or " or ".join(said.candidates) or "—", said.granularity)
        for said in find_dates(case.sentence, case.written, tense=case.tense)
    )


def is_right(case: Case) -> bool:
    return found_of(case) == case.expected

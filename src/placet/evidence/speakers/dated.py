"""Statements whose day has been looked for, and how they go together, for the day of those that follow."""

from __future__ import annotations

import re
from typing import NamedTuple

from placet.evidence.speakers.entities import Entity
from placet.evidence.speakers.noun_phrases import Sentence
from placet.model.proposals import Said

_LOOKS_BACK = re.compile(r"[\w -]+ (?:earlier|before)", re.IGNORECASE)
"""`Two weeks earlier, he said …`: reckoned from the day that is told of, to which the next paragraph goes back."""
CARRY = 4
"""Over how many paragraphs a speaker's day is carried on."""


class Dated(NamedTuple):
    """A statement whose day has been looked for, for those that follow.

    Attributes:
        at: where it stands.
        sentence: the number of its sentence.
        paragraph: the number of its paragraph.
        speakers: who speaks.
        said: the day.
        depth: how many contents it lies within.
        relays: through whom it came.
        is_aside: whether it is told in passing, of another time: `who said on Monday that …`, `had said`.
    """

    at: int
    sentence: int
    paragraph: int
    speakers: tuple[Entity, ...]
    said: Said
    depth: int
    relays: tuple[Entity, ...] = ()
    is_aside: bool = False


def is_looked_back(last: Dated, before: list[Dated], here: Sentence) -> bool:
    """Return whether a speaker’s last statement was of an earlier time than the one that the report is about."""
    value = last.said.value
    if value is None or (last.said.granularity == "day" and last.paragraph == here.paragraph):
        return False
    if last.paragraph != here.paragraph and _LOOKS_BACK.fullmatch(last.said.expression) is not None:
        return True
    return any(
        each.at < last.at
        and each.speakers == last.speakers
        and not each.is_aside
        and each.said.granularity == "day"
        and each.said.value is not None
        and here.paragraph - each.paragraph <= CARRY
        and value < each.said.value[: len(value)]
        for each in before
    )


def is_together(first: tuple[Entity, ...], second: tuple[Entity, ...]) -> bool:
    """Return whether two speakers may have spoken on one occasion: of one party, in one paragraph."""
    parties = {each.party for each in first if each.party}
    return bool(parties) and parties == {each.party for each in second if each.party}

"""What two readers part over in the course of time, each thing once with the ways in which they do, today's first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec

from placet.engine.space import Dispute, History
from placet.engine.space.over_time import Spell


class Thing(msgspec.Struct, frozen=True):
    """What two readers part over.

    Attributes:
        title: what it is, in words.
        rule: the rule behind it, if one is.
        ways: how they part over it, as it was found.
        is_now: whether they do on the day that is asked about.
        is_minor: whether nothing is asked by either, and they only differ in whether any rule speaks.
        most: in how many situations at most.
    """

    title: str
    rule: str | None
    ways: tuple[Dispute, ...]
    is_now: bool
    is_minor: bool
    most: int


def things_over_time(history: History, title: Callable[[Dispute], str], today: dt.date) -> list[Thing]:
    """Return what two readers part over: first today, then what touches the most situations, minor things last.

    Args:
        history: what was found.
        title: says what a dispute is about; those of one title and one rule are one thing.
        today: the day it is.
    """
    grouped: dict[tuple[str, str | None], list[Dispute]] = {}
    for one in history.disputes:
        grouped.setdefault((title(one), one.rule), []).append(one)
    things = [
        Thing(
            words,
            rule,
            tuple(ways),
            any(holds(spell, today) for one in ways for spell in one.spells),
            ways[0].what == "speaks",
            max(spell.count for one in ways for spell in one.spells),
        )
        for (words, rule), ways in grouped.items()
    ]
    return sorted(things, key=lambda one: (one.is_minor, not one.is_now, -one.most))


def holds(spell: Spell, day: dt.date) -> bool:
    """Say whether a time has a day in it; its end is not included."""
    return (spell.start is None or spell.start <= day) and (spell.end is None or day < spell.end)

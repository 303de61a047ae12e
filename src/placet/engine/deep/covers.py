"""Which of several things are together enough for something never to be so, and not one of them can be spared."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from placet.engine.deep.occasions import Occasions, Question
from placet.engine.deep.sights import Sight

K = TypeVar("K", bound=Hashable)

MOST = 40
"""Of more things than this, all are named."""


def find_cover(base: Question, killers: Mapping[K, Question], occasions: Occasions) -> tuple[K, ...] | None:
    """Return a smallest selection of `killers` of which one is true wherever `base` is.

    Args:
        base: what is never so but where one of the killers is.
        killers: what may cover it; the later ones are spared first.
        occasions: the readers and days concerned.

    Returns:
        The selection, in the order of `killers`; None where all of them together do not cover it, or that cannot be
        decided.
    """
    kept = list(killers)
    if not occasions.is_never(outside(base, killers.values())):
        return None
    if len(kept) > MOST:
        return tuple(kept)
    for key in reversed(list(killers)):
        without = [other for other in kept if other != key]
        if occasions.is_never(outside(base, [killers[other] for other in without])):
            kept = without
    return tuple(kept)


def outside(base: Question, killers: Iterable[Question]) -> Question:
    """Return the question where `base` is true and none of the killers is."""
    excluded = list(killers)

    def question(sight: Sight) -> int:
        expression = base(sight)
        return sight.without(expression, [killer(sight) for killer in excluded]) if expression else expression

    return question

"""The smallest sets of missing facts and open points that could settle an answer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from placet.engine.diagram import Diagrams


def smallest_deciding(diagrams: Diagrams, functions: Sequence[int], groups: Sequence[int]) -> list[tuple[int, ...]]:
    """Return every set of fewest groups for which some values make all functions constant.

    Args:
        diagrams: where the functions live.
        functions: the diagrams whose values together are the answer.
        groups: for each fact or point, the levels of its variables, as a bit mask.

    Returns:
        The sets, as rising positions in `groups`; the empty set alone if the functions are constant already.
    """
    everything = 0
    for group in groups:
        everything |= group
    for size in range(len(groups) + 1):
        found = [
            chosen
            for chosen in combinations(range(len(groups)), size)
            if _can_settle(diagrams, functions, everything, sum(groups[position] for position in chosen))
        ]
        if found:
            return found
    return []


def _can_settle(diagrams: Diagrams, functions: Sequence[int], everything: int, chosen: int) -> bool:
    """Whether some values of the variables at the `chosen` levels leave every function constant."""
    others = everything & ~chosen
    settled = 1
    for function in functions:
        constant = diagrams.either(
            diagrams.for_all(function, others), diagrams.for_all(diagrams.negation(function), others)
        )
        settled = diagrams.both(settled, constant)
        if settled == 0:
            return False
    return True

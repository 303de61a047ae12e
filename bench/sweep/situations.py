"""The situations of the benchmark, by their numbers: all combinations of the fields' values, the last field first."""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from bench.decide.ground import Ground

LONGEST = 1 << 12
"""How many situations follow one another in a sample at most."""

Codes = dict[str, NDArray[np.uint8]]


def situations_of(ground: Ground) -> int:
    """Return how many situations there are."""
    return prod(len(domain) for domain in ground.domains.values())


def codes_of(ground: Ground, situations: range) -> Codes:
    """Return for each field the places of its values in its domain, one for each situation."""
    at = np.arange(situations.start, situations.stop, dtype=np.uint32)
    found: Codes = {}
    for field, domain in reversed(ground.domains.items()):
        at, code = np.divmod(at, np.uint32(len(domain)))
        found[field] = code.astype(np.uint8)
    return {field: found[field] for field in ground.domains}


def sample_of(ground: Ground, situations: int, seed: int = 1960) -> list[range]:
    """Return stretches of so many situations altogether, spread over all of them by a seed."""
    size = stretch_of(ground)
    places = situations_of(ground) // size
    chosen = random.Random(seed).sample(range(places), min(places, max(1, situations // size)))
    return [range(place * size, (place + 1) * size) for place in sorted(chosen)]


def stretch_of(ground: Ground) -> int:
    """Return how many situations a stretch of a sample has: all combinations of the last fields."""
    size = 1
    for domain in reversed(ground.domains.values()):
        if size * len(domain) > LONGEST:
            break
        size *= len(domain)
    return size


def pieces_of(stretches: Sequence[range], largest: int) -> list[range]:
    """Cut stretches into pieces of at most so many situations."""
    return [
        range(start, min(start + largest, stretch.stop))
        for stretch in stretches
        for start in range(stretch.start, stretch.stop, largest)
    ]

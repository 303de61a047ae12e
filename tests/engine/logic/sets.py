"""Small sets of combinations of values, written out, and the same as diagrams."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import product
from random import Random

from placet.engine.logic.binary_diagrams import BinaryDiagrams
from placet.engine.logic.diagram import Diagrams
from placet.engine.logic.expressions import Expressions

SIZES = (2, 3, 2, 4)
SEEDS = 150
EVERYTHING = frozenset(product(*(range(size) for size in SIZES)))


def new_diagrams(sizes: tuple[int, ...] = SIZES) -> Diagrams:
    """Return diagrams over some variables, told by how many values each has."""
    return Diagrams(_variables(sizes), range(len(sizes)))


def new_binary(sizes: tuple[int, ...] = SIZES) -> BinaryDiagrams:
    """Return the same as the library keeps them."""
    return BinaryDiagrams(_variables(sizes), range(len(sizes)))


def _variables(sizes: tuple[int, ...]) -> Expressions:
    expressions = Expressions()
    for size in sizes:
        expressions.add_variable(size)
    return expressions


def pairs() -> Iterator[tuple[Random, frozenset[tuple[int, ...]], frozenset[tuple[int, ...]]]]:
    """Yield pairs of sets, each third with the first inside the second, and where chance went on."""
    for seed in range(SEEDS):
        rng = Random(seed)
        one, other = random_set(rng), random_set(rng)
        yield rng, one, other | one if seed % 3 == 0 else other


def random_set(rng: Random) -> frozenset[tuple[int, ...]]:
    """Return a set: some combinations at random, or the union of some conjunctions."""
    if rng.random() < 0.3:
        share = rng.random()
        return frozenset(each for each in EVERYTHING if rng.random() < share)
    boxes = [[rng.sample(range(size), rng.randint(1, size)) for size in SIZES] for _ in range(rng.randint(0, 5))]
    return frozenset(each for box in boxes for each in product(*box))


def diagram_of(diagrams: Diagrams, some: Set[tuple[int, ...]]) -> int:
    """Return the diagram of a set."""

    def node(prefix: tuple[int, ...]) -> int:
        level = len(prefix)
        if level == len(diagrams.sizes):
            return int(prefix in some)
        return diagrams.make(level, tuple(node((*prefix, value)) for value in range(diagrams.sizes[level])))

    return node(())


def all_of(diagrams: Diagrams, diagram: int) -> frozenset[tuple[int, ...]]:
    """Return the set of a diagram."""
    return frozenset(each for each in EVERYTHING if diagrams.evaluate(diagram, each) == 1)

"""Small sets of combinations of values, written out, and the same as diagrams."""

from __future__ import annotations

from itertools import product
from random import Random

from placet.engine.logic.diagram import Diagrams
from placet.engine.logic.expressions import Expressions

SIZES = (2, 3, 2, 4)
EVERYTHING = frozenset(product(*(range(size) for size in SIZES)))


def new_diagrams() -> Diagrams:
    """Return diagrams over four variables with the sizes of `SIZES`."""
    expressions = Expressions()
    for size in SIZES:
        expressions.add_variable(size)
    return Diagrams(expressions, range(len(SIZES)))


def random_set(rng: Random) -> frozenset[tuple[int, ...]]:
    """Return a set: some combinations at random, or the union of some conjunctions."""
    if rng.random() < 0.3:
        share = rng.random()
        return frozenset(each for each in EVERYTHING if rng.random() < share)
    boxes = [[rng.sample(range(size), rng.randint(1, size)) for size in SIZES] for _ in range(rng.randint(0, 5))]
    return frozenset(each for box in boxes for each in product(*box))


def diagram_of(diagrams: Diagrams, some: frozenset[tuple[int, ...]]) -> int:
    """Return the diagram of a set."""

    def node(prefix: tuple[int, ...]) -> int:
        level = len(prefix)
        if level == len(SIZES):
            return int(prefix in some)
        return diagrams.make(level, tuple(node((*prefix, value)) for value in range(SIZES[level])))

    return node(())


def all_of(diagrams: Diagrams, diagram: int) -> frozenset[tuple[int, ...]]:
    """Return the set of a diagram."""
    return frozenset(each for each in EVERYTHING if diagrams.evaluate(diagram, each) == 1)

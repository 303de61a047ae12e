"""Random expressions over variables of many sizes, and what they say of one combination of values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from random import Random

from placet.engine.logic.expressions import AND, FALSE, LITERAL, TRUE, Expressions

SIZES = (1, 2, 2, 2, 3, 4, 5, 7)


def random_expressions(
    rng: Random, variables: int, count: int, sizes: Sequence[int] = SIZES
) -> tuple[Expressions, list[int]]:
    """Return expressions over some variables, and some of them that have parts in common."""
    expressions = Expressions()
    for _ in range(variables):
        expressions.add_variable(rng.choice(sizes))
    found = [random_literal(rng, expressions) for _ in range(6)]
    while len(found) < 6 + count:
        parts = rng.sample(found, rng.choice((2, 3, 4)))
        made = expressions.all_of(parts) if rng.random() < 0.5 else expressions.any_of(parts)
        found.append(expressions.negation(made) if rng.random() < 0.3 else made)
        found.append(random_literal(rng, expressions))
    return expressions, [FALSE, TRUE, *found[-count:]]


def random_literal(rng: Random, expressions: Expressions) -> int:
    """Return a literal of some variable."""
    variable = rng.randrange(len(expressions.full))
    return expressions.literal(variable, rng.randrange(expressions.full[variable] + 1))


def everything(expressions: Expressions) -> Iterator[tuple[int, ...]]:
    """Yield every combination of values, the last variable going round fastest."""
    return product(*(range(full.bit_length()) for full in expressions.full))


def holds(expressions: Expressions, expression: int, values: Sequence[int]) -> bool:
    """Say whether an expression is true."""
    if expression in (FALSE, TRUE):
        return expression == TRUE
    kind = expressions.kinds[expression]
    if kind == LITERAL:
        variable, mask = expressions.literals[expression]
        return bool(mask >> values[variable] & 1)
    every = all if kind == AND else any
    return every(holds(expressions, part, values) for part in expressions.parts[expression])

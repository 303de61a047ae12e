"""What is said of many situations at once is what is said of each by itself."""

from __future__ import annotations

from random import Random

from placet.engine.logic.expressions import Expressions
from placet.engine.space.at_once import AtOnce, places_in

SIZES = (2, 3, 2, 4, 2, 2)
SITUATIONS = 40


def random_expressions(rng: Random) -> tuple[Expressions, list[int]]:
    expressions = Expressions()
    for size in SIZES:
        expressions.add_variable(size)
    made = []
    for _ in range(12):
        variable = rng.randrange(len(SIZES))
        made.append(expressions.literal(variable, rng.randrange(1, (1 << SIZES[variable]) - 1)))
    for _ in range(20):
        parts = rng.sample(made, rng.randint(2, 4))
        made.append(rng.choice((expressions.all_of, expressions.any_of))(parts))
        made.append(expressions.negation(rng.choice(made)))
    return expressions, made


def random_situations(rng: Random) -> tuple[list[int], list[dict[int, int]], list[list[int]]]:
    """Return what all have, what each has otherwise, and each written out."""
    plain = [rng.randrange(-1, size) for size in SIZES]
    changes = [
        {at: rng.randrange(-1, size) for at, size in enumerate(SIZES) if rng.random() < 0.5} for _ in range(SITUATIONS)
    ]
    return plain, changes, [[changed.get(at, value) for at, value in enumerate(plain)] for changed in changes]


def test_truths_at_once_are_those_of_each_situation():
    for seed in range(60):
        rng = Random(seed)
        expressions, made = random_expressions(rng)
        plain, changes, written = random_situations(rng)
        at_once = AtOnce(expressions, plain, changes)
        for place, values in enumerate(written):
            memo = {0: 0, 1: 1}
            for expression in made:
                assert at_once.truth(expression, place) == expressions.truth(expression, values, memo)


def test_what_expressions_hang_on_at_once_is_what_they_hang_on_in_each_situation():
    for seed in range(60):
        rng = Random(seed)
        expressions, made = random_expressions(rng)
        plain, changes, written = random_situations(rng)
        roots = [(each, rng.getrandbits(SITUATIONS)) for each in made]
        found = AtOnce(expressions, plain, changes).hanging(roots)
        for place, values in enumerate(written):
            asked = [each for each, places in roots if places >> place & 1]
            expected = expressions.untold(asked, values, {0: 0, 1: 1})
            assert {variable for variable, places in found.items() if places >> place & 1} == expected


def test_the_places_of_a_set_are_those_of_its_bits():
    assert places_in(0) == []
    assert places_in(0b1010010) == [1, 4, 6]

"""Variables are taken out of expressions as by trying all their values, and within the limits of open points."""

from __future__ import annotations

from itertools import product
from random import Random
from types import SimpleNamespace

import pytest

from placet.engine.logic.expressions import TRUE, Expressions
from placet.engine.sweep.eliminate import Eliminator, TooEntangled
from placet.model import Open
from tests.engine.sweep.formulas import everything, holds, random_expressions

CASES = 25


class Given:
    """Expressions over facts and points, some of the points with limits, and all that can be asked of them."""

    def __init__(self, seed: int) -> None:
        rng = Random(seed)
        self.expressions, targets = random_expressions(rng, 5, 6, (1, 2, 2, 3))
        self.targets = targets[2:]
        self.points = rng.sample(range(5), 2)
        self.unknown = rng.sample([number for number in range(5) if number not in self.points], rng.choice((0, 1, 2)))
        self.limits: dict[int, list[int]] = {}
        if rng.random() < 0.5:
            # Where some facts hold, a point has one of some values; of these there is always one.
            point = self.points[0]
            allowed = self.expressions.literal(point, rng.randrange(1, self.expressions.full[point] + 1))
            where = self.expressions.exists(rng.choice(self.targets), point)
            self.limits[point] = [self.expressions.any_of((self.expressions.negation(where), allowed))]
        kinds = ["date" if number in self.points else "field" for number in range(5)]
        every = [SimpleNamespace(open=Open(kind, str(number))) for number, kind in enumerate(kinds)]
        self.eliminator = Eliminator(SimpleNamespace(expressions=self.expressions, all=every, limits=self.limits))

    def mask(self) -> int:
        return sum(1 << number for number in self.unknown)

    def completions(self, values):
        """Every completion of the points and the unknown facts that the limits allow."""
        open_ = [*self.points, *self.unknown]
        sizes = [range(self.expressions.full[number].bit_length()) for number in open_]
        for chosen in product(*sizes):
            filled = list(values)
            for number, value in zip(open_, chosen, strict=True):
                filled[number] = value
            if all(holds(self.expressions, limit, filled) for found in self.limits.values() for limit in found):
                yield filled


def test_possible_and_certain_are_what_the_completions_say():
    for seed in range(CASES):
        given = Given(seed)
        for target in given.targets[:4]:
            possible = given.eliminator.possible(target, given.mask())
            certain = given.eliminator.certain(target, given.mask())
            for values in everything(given.expressions):
                truths = {holds(given.expressions, target, filled) for filled in given.completions(values)}
                assert holds(given.expressions, possible, values) == (True in truths)
                assert holds(given.expressions, certain, values) == (False not in truths)


def test_a_variable_matters_where_changing_it_alone_changes_something():
    for seed in range(CASES):
        given = Given(seed)
        for varied, target in product((*given.points, *given.unknown), given.targets[:2]):
            matters = given.eliminator.matters(target, 1 << varied, given.mask())
            for values in everything(given.expressions):
                truths: dict[tuple[int, ...], set[bool]] = {}
                for filled in given.completions(values):
                    rest = (*filled[:varied], *filled[varied + 1 :])
                    truths.setdefault(rest, set()).add(holds(given.expressions, target, filled))
                assert holds(given.expressions, matters, values) == any(len(found) == 2 for found in truths.values())


def test_where_too_many_steps_would_be_needed_that_is_said():
    expressions = Expressions()
    first, *others = [expressions.literal(expressions.add_variable(2), 1) for _ in range(4)]
    pairs = [expressions.any_of((first, other)) for other in others]
    target = expressions.all_of((*pairs, expressions.any_of(map(expressions.negation, others))))
    every = [SimpleNamespace(open=Open("field", str(number))) for number in range(4)]
    eliminator = Eliminator(SimpleNamespace(expressions=expressions, all=every, limits={}))
    assert eliminator.exists(target, 0b1111) == TRUE
    hurried = Eliminator(SimpleNamespace(expressions=expressions, all=every, limits={}))
    hurried.allow(3)
    with pytest.raises(TooEntangled, match="more than 3 steps are needed"):
        hurried.exists(target, 0b1111)

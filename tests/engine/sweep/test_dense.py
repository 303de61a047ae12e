"""Tables have the bit of every combination, count them, and turn into the diagram of the same function."""

from __future__ import annotations

from random import Random

import pytest

from placet.engine.logic.diagram import Diagrams
from placet.engine.sweep.dense import TableTooLarge, diagram_of_table, difference_table, digits_needed, truth_tables
from tests.engine.sweep.formulas import everything, holds, random_expressions

BACKENDS = ("integers", "numpy", "numba")
CASES = 20


@pytest.mark.parametrize("seed", range(CASES))
def test_a_table_has_the_bits_the_count_and_the_diagram_of_its_expression(seed):
    rng = Random(seed)
    expressions, targets = random_expressions(rng, rng.choice((1, 2, 3, 4)), 3)
    order = list(range(len(expressions.full)))
    rng.shuffle(order)
    diagrams = Diagrams(expressions, order)
    tables = truth_tables(expressions, targets, order, "integers")
    for name in BACKENDS[1:]:
        assert truth_tables(expressions, targets, order, name) == tables
    for target, table in zip(targets, tables, strict=True):
        truths = {values: holds(expressions, target, values) for values in everything(expressions)}
        for values, truth in truths.items():
            assert table.is_true([values[variable] for variable in order]) == truth
        assert table.count() == sum(truths.values())
        assert table.combinations == len(truths)
        assert diagram_of_table(table, diagrams) == diagrams.from_expression(target)


def test_a_difference_is_where_one_of_two_is_true_and_the_other_not():
    for seed in range(CASES):
        expressions, targets = random_expressions(Random(seed), 4, 4)
        diagrams = Diagrams(expressions, range(4))
        pairs = [(targets[2], targets[3]), (targets[4], targets[5])]
        wanted = expressions.any_of([expressions.differ(*pair) for pair in pairs])
        for name in BACKENDS:
            table = difference_table(expressions, pairs, range(4), name)
            assert diagram_of_table(table, diagrams) == diagrams.from_expression(wanted)


def test_a_table_of_several_tiles_has_the_bits_of_all_of_them():
    rng = Random(1)
    expressions, targets = random_expressions(rng, 3, 5)
    for _ in range(14):
        expressions.add_variable(rng.choice((2, 2, 3)))
    extra = [expressions.literal(variable, 0b10) for variable in range(3, 17)]
    target = expressions.any_of((expressions.all_of(extra[:3]), expressions.all_of((extra[12], targets[-1]))))
    order = list(range(17))
    rng.shuffle(order)
    assert digits_needed(expressions, order) > 18
    tables = [truth_tables(expressions, [target], order, name)[0] for name in BACKENDS]
    assert tables[0] == tables[1] == tables[2]
    diagrams = Diagrams(expressions, order)
    assert diagram_of_table(tables[0], diagrams) == diagrams.from_expression(target)


def test_a_table_that_would_be_too_large_is_refused():
    expressions, targets = random_expressions(Random(0), 5, 2)
    order = list(range(5)) + [expressions.add_variable(200) for _ in range(4)]
    with pytest.raises(TableTooLarge, match="binary digits are needed, and 27 are allowed"):
        truth_tables(expressions, targets, order)


def test_a_table_in_another_order_than_the_diagrams_is_refused():
    expressions, targets = random_expressions(Random(2), 3, 2)
    table = truth_tables(expressions, targets[-1:], (0, 1, 2), "integers")[0]
    with pytest.raises(ValueError, match="another order"):
        diagram_of_table(table, Diagrams(expressions, (1, 0, 2)))

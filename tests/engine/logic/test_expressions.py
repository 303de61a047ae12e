"""Expressions, their cubes and their diagrams say the same as the truth tables of the conditions they are made from."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placet.engine.logic.cubes import CubeTable
from placet.engine.logic.diagram import Diagrams, DiagramTooLarge
from placet.engine.logic.expressions import FALSE, TRUE, Expressions
from placet.engine.logic.functions import DenseFunctions, DiagramFunctions, smallest_deciding
from placet.model import Open

SIZES = (2, 3, 2, 4)
EVERYTHING = list(product(*(range(size) for size in SIZES)))
OPENS = [Open("field", name) for name in "abcd"]

literals = st.integers(0, 3).flatmap(
    lambda variable: st.tuples(st.just("literal"), st.just(variable), st.integers(0, (1 << SIZES[variable]) - 1))
)
formulas = st.recursive(
    literals,
    lambda parts: st.one_of(
        st.tuples(st.just("not"), parts),
        st.tuples(st.just("and"), parts, parts),
        st.tuples(st.just("or"), parts, parts),
        st.tuples(st.just("choice"), parts, parts, parts),
        st.tuples(st.just("differ"), parts, parts),
    ),
    max_leaves=10,
)


def made() -> Expressions:
    expressions = Expressions()
    for size in SIZES:
        expressions.add_variable(size)
    return expressions


def build(formula: tuple, expressions: Expressions) -> int:
    match formula:
        case ("literal", variable, mask):
            return expressions.literal(variable, mask)
        case ("not", part):
            return expressions.negation(build(part, expressions))
        case ("and", one, other):
            return expressions.all_of((build(one, expressions), build(other, expressions)))
        case ("or", one, other):
            return expressions.any_of((build(one, expressions), build(other, expressions)))
        case ("choice", condition, then, otherwise):
            return expressions.choice(*(build(part, expressions) for part in (condition, then, otherwise)))
        case ("differ", one, other):
            return expressions.differ(build(one, expressions), build(other, expressions))
    raise AssertionError(formula)


def holds(formula: tuple, values: tuple[int, ...]) -> bool:
    match formula:
        case ("literal", variable, mask):
            return bool(mask >> values[variable] & 1)
        case ("not", part):
            return not holds(part, values)
        case ("and", one, other):
            return holds(one, values) and holds(other, values)
        case ("or", one, other):
            return holds(one, values) or holds(other, values)
        case ("choice", condition, then, otherwise):
            return holds(then if holds(condition, values) else otherwise, values)
        case ("differ", one, other):
            return holds(one, values) != holds(other, values)
    raise AssertionError(formula)


@given(formulas)
def test_a_diagram_is_true_exactly_where_its_formula_is(formula):
    expressions = made()
    diagrams = Diagrams(expressions, (2, 0, 3, 1))
    diagram = diagrams.from_expression(build(formula, expressions))
    for values in EVERYTHING:
        by_level = [values[variable] for variable in diagrams.order]
        assert diagrams.evaluate(diagram, by_level) == holds(formula, values)


@given(formulas, formulas)
def test_equal_functions_are_one_diagram_and_different_ones_are_two(one, other):
    expressions = made()
    diagrams = Diagrams(expressions, range(4))
    left, right = (diagrams.from_expression(build(formula, expressions)) for formula in (one, other))
    assert (left == right) == all(holds(one, values) == holds(other, values) for values in EVERYTHING)


@given(formulas)
def test_the_cubes_of_an_expression_say_the_same_as_the_expression(formula):
    expressions = made()
    cubes = expressions.cubes(build(formula, expressions), most=1000)
    assert cubes is not None
    for values in EVERYTHING:
        found = any(all(mask >> values[variable] & 1 for variable, mask in cube) for cube in cubes)
        assert found == holds(formula, values)


@given(formulas)
def test_an_expression_is_possible_exactly_where_some_values_make_it_true(formula):
    expressions = made()
    assert expressions.is_possible(build(formula, expressions)) == any(holds(formula, v) for v in EVERYTHING)


@given(formulas, st.tuples(*(st.integers(-1, size - 1) for size in SIZES)))
def test_the_cube_table_never_calls_certain_what_is_not_nor_excludes_what_is_possible(formula, known):
    expressions = made()
    expression = build(formula, expressions)
    table = CubeTable(expressions, [expression])
    possible, doubtful = table.everything, 0
    for variable, value in enumerate(known):
        if value >= 0:
            possible &= table.possible[variable][value]
        else:
            doubtful |= table.touched[variable]
    mask = table.masks[expression]
    outcomes = {holds(formula, values) for values in EVERYTHING if agrees(values, known)}
    if possible & ~doubtful & mask:
        assert outcomes == {True}
    if not possible & mask:
        assert outcomes == {False}


def agrees(values: tuple[int, ...], known: tuple[int, ...]) -> bool:
    return all(given_value in (-1, value) for value, given_value in zip(values, known, strict=True))


def both_sorts(expressions: Expressions, known: tuple[int, ...]) -> tuple[DenseFunctions, DiagramFunctions]:
    unknown = [(variable, range(SIZES[variable])) for variable, value in enumerate(known) if value < 0]
    diagrams = Diagrams(expressions, range(4))
    diagrams.open_at = OPENS
    return DenseFunctions(expressions, known, unknown, OPENS), DiagramFunctions(diagrams, known)


@given(st.lists(formulas, min_size=1, max_size=3), st.tuples(*(st.integers(-1, size - 1) for size in SIZES)))
def test_written_out_completions_and_diagrams_find_the_same_missing_facts_and_deciding_sets(wanted, known):
    expressions = made()
    numbers = [build(formula, expressions) for formula in wanted]
    results = []
    for functions in both_sorts(expressions, known):
        left = [functions.of(number) for number in numbers]
        open_functions = [one for one in left if one not in (functions.never, functions.always)]
        missing = functions.opens(open_functions)
        results.append((len(open_functions), missing, smallest_deciding(functions, open_functions, missing)))
    assert results[0] == results[1]
    assert results[0][1] == tuple(sorted(slow_missing(wanted, known)))


def slow_missing(wanted: list[tuple], known: tuple[int, ...]) -> set[Open]:
    def answer(values: tuple[int, ...]) -> tuple[bool, ...]:
        return tuple(holds(formula, values) for formula in wanted)

    found = set()
    completions = [values for values in EVERYTHING if agrees(values, known)]
    for variable in range(4):
        groups: dict[tuple[int, ...], set[tuple[bool, ...]]] = {}
        for values in completions:
            rest = values[:variable] + values[variable + 1 :]
            groups.setdefault(rest, set()).add(answer(values))
        if any(len(answers) > 1 for answers in groups.values()):
            found.add(OPENS[variable])
    return found


def test_a_limit_on_a_point_leaves_out_the_completions_it_forbids():
    expressions = made()
    forbidden = expressions.any_of((expressions.literal(0, 0b01), expressions.literal(1, 0b011)))
    wanted = expressions.literal(1, 0b100)
    unknown = [(variable, range(SIZES[variable])) for variable in (0, 1)]
    dense = DenseFunctions(expressions, (-1, -1, 0, 0), unknown, OPENS, [forbidden])
    diagrams = Diagrams(expressions, range(4))
    diagrams.open_at = OPENS
    restricted = DiagramFunctions(diagrams, (-1, -1, 0, 0), [forbidden])
    sorts: list[DenseFunctions | DiagramFunctions] = [dense, restricted]
    for functions in sorts:
        function = functions.of(wanted)
        # With the first variable at its second value the third value of the second is not there at all.
        assert functions.opens([function]) == (OPENS[1],)
        assert smallest_deciding(functions, [function], (OPENS[1],)) == ((OPENS[1],),)


def test_a_diagram_that_needs_more_nodes_than_allowed_says_so():
    expressions = Expressions()
    pairs = [(expressions.add_variable(2), expressions.add_variable(2)) for _ in range(12)]
    same: Callable[[tuple[int, int]], int] = lambda pair: expressions.negation(  # noqa: E731
        expressions.differ(expressions.literal(pair[0], 2), expressions.literal(pair[1], 2))
    )
    order = [left for left, _ in pairs] + [right for _, right in pairs]
    diagrams = Diagrams(expressions, order, most=500)
    expression = expressions.all_of(same(pair) for pair in pairs)
    with pytest.raises(DiagramTooLarge, match="500 nodes"):
        diagrams.from_expression(expression)


def test_constants_are_the_neutral_and_the_absorbing_expressions():
    expressions = made()
    one = expressions.literal(0, 1)
    assert expressions.all_of((one, TRUE)) == one
    assert expressions.all_of((one, FALSE)) == FALSE
    assert expressions.any_of((one, FALSE)) == one
    assert expressions.any_of((one, expressions.negation(one))) == TRUE

"""Operations on diagrams say of sets what the same operations say of sets written out."""

from __future__ import annotations

import sys
from itertools import product

import msgspec
import pytest

from placet.engine import Decider
from placet.engine.logic.diagram import Diagrams
from placet.engine.logic.expressions import Expressions
from placet.engine.space import Perspective, compare
from placet.model import And, Compare, Field, FieldRef, Literal, Type
from tests.agreement.worlds import TODAY, rule, world
from tests.engine.logic.sets import EVERYTHING, all_of, diagram_of, new_binary, new_diagrams, pairs


@pytest.mark.parametrize("new", [new_diagrams, new_binary])
def test_operations_on_diagrams_are_those_on_sets(new):
    diagrams = new()
    for _, one, other in pairs():
        left, right = diagram_of(diagrams, one), diagram_of(diagrams, other)
        assert all_of(diagrams, diagrams.both(left, right)) == one & other
        assert all_of(diagrams, diagrams.either(left, right)) == one | other
        assert all_of(diagrams, diagrams.without(left, right)) == one - other
        assert all_of(diagrams, diagrams.negation(left)) == EVERYTHING - one
        assert diagrams.is_within(left, right) == (one <= other)
        assert diagrams.meets(left, right) == bool(one & other)


def test_equal_sets_are_equal_numbers_by_whatever_operations_they_were_made():
    diagrams = new_diagrams()
    for _, one, other in pairs():
        left, right = diagram_of(diagrams, one), diagram_of(diagrams, other)
        assert diagrams.without(left, right) == diagrams.both(left, diagrams.negation(right))
        assert diagrams.either(left, right) == diagrams.negation(
            diagrams.both(diagrams.negation(left), diagrams.negation(right))
        )
        assert diagrams.without(1, left) == diagrams.negation(left)


def test_the_size_of_a_diagram_is_counted_up_to_the_most_that_matters():
    diagrams = new_diagrams()
    for _, one, _ in pairs():
        diagram = diagram_of(diagrams, one)
        size = diagrams.size(diagram, 1000)
        assert size <= 1 + 2 + 6 + 12
        assert (size == 0) == (diagram < 2)
        assert diagrams.size(diagram, size) == size
        assert size < 4 or diagrams.size(diagram, size - 1) >= size - 1


@pytest.fixture
def shallow():
    """Let Python call no deeper than it does by itself."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)
    yield
    sys.setrecursionlimit(before)


def test_a_diagram_of_more_levels_than_python_calls_deep_is_made(shallow):
    names = [f"fact-{index}" for index in range(1500)]
    book = world(rule(when=And(tuple(Compare(FieldRef(name), "=", Literal(True)) for name in names))))
    fields = {**book.fields, **{name: Field(name, Type("yesno")) for name in names}}
    book = msgspec.structs.replace(book, fields=fields)
    found = compare(Perspective(book, "KOR", TODAY), Perspective(msgspec.structs.replace(book, rules={}), "KOR", TODAY))
    assert found.differing is not None
    assert found.differing << 1500 == found.total


def test_a_chain_of_more_overrides_than_python_calls_deep_is_decided_with_hardly_any_facts(shallow):
    names = [f"fact-{index}" for index in range(520)]
    rules = [
        rule(
            f"rule-{index}",
            when=Compare(FieldRef(name), "=", Literal(True)),
            overrides=(f"rule-{index - 1}",) if index else (),
        )
        for index, name in enumerate(names)
    ]
    book = world(*rules)
    book = msgspec.structs.replace(book, fields={name: Field(name, Type("yesno")) for name in names})
    decider = Decider(book, TODAY)
    # Nothing overrides the last rule, so that whatever else is the case it asks; without it, nobody knows.
    assert {one.answer for one in decider.decide({names[-1]: True}).readers.values() if one.is_counted} == {"needs"}
    opened = decider.decide({names[-1]: False})
    assert {one.answer for one in opened.readers.values() if one.is_counted} == {"undetermined"}
    assert len(opened.missing) == len(names) - 1


def test_what_is_known_makes_expressions_true_or_false_part_by_part():
    expressions = Expressions()
    a, b, c = (expressions.add_variable(2) for _ in range(3))
    yes = [expressions.literal(each, 0b10) for each in (a, b, c)]
    either = expressions.any_of((yes[0], expressions.all_of((yes[1], yes[2]))))
    for values in product((-1, 0, 1), repeat=3):
        memo = {0: 0, 1: 1}
        x, y, z = values
        expected = 1 if x == 1 or (y == 1 and z == 1) else 0 if x == 0 and 0 in (y, z) else -1
        assert expressions.truth(either, values, memo) == expected
        untold = expressions.untold([either], values, memo)
        assert bool(untold) == (expected < 0)
        assert all(values[variable] < 0 for variable in untold)


def test_diagrams_are_made_in_any_order_of_their_levels():
    expressions = Expressions()
    for size in (2, 3, 2, 4):
        expressions.add_variable(size)
    for order in ((0, 1, 2, 3), (3, 1, 0, 2)):
        diagrams = Diagrams(expressions, order)
        literals = [expressions.literal(variable, 1) for variable in range(4)]
        every = diagrams.from_expression(expressions.all_of(literals))
        assert diagrams.size(every, 10) == 4

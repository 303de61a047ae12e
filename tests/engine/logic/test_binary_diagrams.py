"""Diagrams that the library keeps say of sets what plain diagrams say, and lead to the same conditions."""

from __future__ import annotations

import importlib
from itertools import product
from random import Random

import pytest

from bench.decide.workload import ON, load_workload
from placet.engine.logic.binary_diagrams import BinaryDiagrams, diagrams_for
from placet.engine.logic.diagram import Diagrams, DiagramTooLarge
from placet.engine.logic.expressions import Expressions
from placet.engine.space import Perspective, compare
from placet.engine.space.binary_covers import BinaryCovers, covers_of
from placet.engine.space.cover import Covers, Cube
from tests.engine.logic.sets import EVERYTHING, SIZES, all_of, diagram_of, new_binary, new_diagrams, pairs, random_set


def cubes_in_order(cubes: list[Cube]) -> list[list[tuple[int, int]]]:
    return [list(cube.items()) for cube in cubes]


def test_equal_sets_are_equal_numbers_though_some_codes_are_no_values():
    diagrams = new_binary()
    for _, one, other in pairs():
        left, right = diagram_of(diagrams, one), diagram_of(diagrams, other)
        assert diagrams.both(left, right) == diagram_of(diagrams, one & other)
        assert diagrams.either(left, diagrams.negation(right)) == diagram_of(diagrams, one | EVERYTHING - other)
        assert diagrams.either(left, diagrams.negation(left)) == 1
        assert diagrams.without(left, left) == 0


def test_what_is_told_of_one_diagram_is_what_a_plain_one_tells():
    diagrams, plain = new_binary(), new_diagrams()
    for rng, one, _ in pairs():
        found, expected = diagram_of(diagrams, one), diagram_of(plain, one)
        levels = rng.randrange(1 << len(SIZES))
        assert diagrams.support(found) == plain.support(expected)
        assert diagrams.size(found, 1000) == plain.size(expected, 1000)
        most = rng.randrange(12)
        assert diagrams.is_small(found, most) == plain.is_small(expected, most) == (plain.size(expected, 1000) <= most)
        assert diagrams.count(found, 0b1111) == plain.count(expected, 0b1111) == len(one)
        assert (
            diagrams.hangs_on(found, levels)
            == plain.hangs_on(expected, levels)
            == (found != diagrams.exists(found, levels))
        )
        exists, for_all = (getattr(diagrams, name)(found, levels) for name in ("exists", "for_all"))
        assert all_of(diagrams, exists) == all_of(plain, plain.exists(expected, levels))
        assert all_of(diagrams, for_all) == all_of(plain, plain.for_all(expected, levels))
        values = [rng.randrange(-1, size) for size in SIZES]
        left, plain_left = diagrams.restrict(found, values, {}), plain.restrict(expected, values, {})
        assert all_of(diagrams, left) == all_of(plain, plain_left)
        assert diagrams.evaluate(found, values) == plain.evaluate(expected, values)
        if expected > 1:
            assert diagrams.levels[found] == plain.levels[expected]
            children = [all_of(diagrams, child) for child in diagrams.children_of(found)]
            assert children == [all_of(plain, child) for child in plain.children_of(expected)]


def test_literals_and_chains_of_them_are_those_of_plain_diagrams():
    diagrams, plain = new_binary(), new_diagrams()
    for level, size in enumerate(SIZES):
        for mask in range(1 << size):
            rest = diagrams.literal(3, 5), plain.literal(3, 5)
            assert all_of(diagrams, diagrams.literal(level, mask)) == all_of(plain, plain.literal(level, mask))
            if level < 3:
                found, expected = (
                    each.chain(level, mask, end) for each, end in zip((diagrams, plain), rest, strict=True)
                )
                assert all_of(diagrams, found) == all_of(plain, expected)


@pytest.mark.parametrize("kind", [Covers, BinaryCovers])
def test_conditions_are_the_same_ones_in_the_same_order(kind):
    covers, plain = kind(new_binary()), Covers(new_diagrams())
    for rng, one, other in pairs():
        found, expected = diagram_of(covers.diagrams, one), diagram_of(plain.diagrams, one)
        elsewhere = diagram_of(covers.diagrams, other - one), diagram_of(plain.diagrams, other - one)
        assert cubes_in_order(covers.cover(found)) == cubes_in_order(plain.cover(expected))
        assert covers.cover(found, elsewhere[0]) == plain.cover(expected, elsewhere[1])
        most = rng.randint(1, 3)
        cubes, left = covers.largest(found, most)
        plain_cubes, plain_left = plain.largest(expected, most)
        assert cubes == plain_cubes
        assert all_of(covers.diagrams, left) == all_of(plain.diagrams, plain_left)


def test_conditions_over_two_valued_facts_alone_are_the_same_ones():
    found, expected = BinaryCovers(new_binary((2,) * 7)), Covers(new_diagrams((2,) * 7))
    for seed in range(150):
        rng = Random(seed)
        situations = {values for values in product(range(2), repeat=7) if rng.random() < rng.choice((0.3, 0.5, 0.9))}
        one, other = diagram_of(found.diagrams, situations), diagram_of(expected.diagrams, situations)
        assert cubes_in_order(found.cover(one)) == cubes_in_order(expected.cover(other))


def test_the_covers_of_kept_diagrams_are_the_ones_of_the_library():
    assert type(covers_of(new_binary())) is BinaryCovers
    assert type(covers_of(new_diagrams())) is Covers


def test_conditions_that_need_more_room_than_there_is_are_refused_and_found_with_more():
    sizes = (4,) * 6
    covers, plain = BinaryCovers(new_binary(sizes)), Covers(new_diagrams(sizes))
    rng = Random(11)
    situations = {values for values in product(range(4), repeat=6) if rng.random() < 0.4}
    region = diagram_of(covers.diagrams, situations)
    with covers.diagrams.room(50), pytest.raises(DiagramTooLarge):
        covers.cover(region)
    assert covers.cover(region) == plain.cover(diagram_of(plain.diagrams, situations))
    made = covers.made()
    covers.forget()
    assert made > 1000
    assert covers.made() == 0


def test_more_diagrams_than_allowed_are_refused_and_none_is_lost():
    diagrams = new_binary()
    made = [diagram_of(diagrams, random_set(Random(seed))) for seed in range(10)]
    with diagrams.room(3), pytest.raises(DiagramTooLarge):
        _ = [diagram_of(diagrams, random_set(Random(seed))) for seed in range(10, 40)]
    assert made == [diagram_of(diagrams, random_set(Random(seed))) for seed in range(10)]
    assert diagrams.both(made[0], diagrams.negation(made[1])) == diagrams.without(made[0], made[1])


def test_the_library_is_started_only_where_there_is_much_to_do():
    expressions = Expressions()
    assert type(diagrams_for(expressions, [], 10, functions=5)) is Diagrams
    assert type(diagrams_for(expressions, [], 10, functions=5000)) is BinaryDiagrams


def test_what_is_forgotten_leaves_the_others_as_they_were():
    diagrams = new_binary()
    sets = [random_set(Random(seed)) for seed in range(60)]
    kept = [diagram_of(diagrams, one) for one in sets[:30]]
    since = diagrams.nodes()
    for one, other in zip(kept, sets[30:], strict=True):
        joined = diagrams.either(one, diagram_of(diagrams, other))
        if joined > 1:
            diagrams.children_of(joined)
        diagrams.count(diagrams.without(one, diagram_of(diagrams, other)), 0b1111)
    assert diagrams.nodes() > since
    assert diagrams.forget(since)
    assert diagrams.nodes() == since
    again = [diagram_of(diagrams, one) for one in reversed(sets)][::-1]
    assert again[:30] == kept
    for one, diagram in zip(sets, again, strict=True):
        assert all_of(diagrams, diagram) == one
        assert diagrams.count(diagram, 0b1111) == len(one)
        assert diagrams.support(diagram) == diagrams.support(diagrams.negation(diagram))


def test_conditions_told_with_little_room_are_those_told_with_much(monkeypatch):
    compare_module = importlib.import_module("placet.engine.space.compare")
    monkeypatch.setattr(importlib.import_module("placet.engine.logic.binary_diagrams"), "FEWEST_FUNCTIONS", 0)
    book = load_workload()
    pair = Perspective(book, "ALD", ON), Perspective(book, "BRN", ON)
    expected = compare(*pair)
    monkeypatch.setattr(compare_module, "TELLING_NODES", 200)
    assert compare(*pair) == expected

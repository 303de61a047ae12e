"""Covers are exact, irredundant and prime; the largest conditions lie within what they describe."""

from __future__ import annotations

from itertools import product
from random import Random

from placet.engine.space.cover import Covers, Cube
from tests.engine.logic.sets import SIZES, diagram_of, new_diagrams, random_set

SEEDS = 300


def inside(cube: Cube) -> frozenset[tuple[int, ...]]:
    values = [[value for value in range(size) if cube.get(level, -1) >> value & 1] for level, size in enumerate(SIZES)]
    return frozenset(product(*values))


def wider(cube: Cube) -> list[Cube]:
    """Return the conjunctions that allow one value more, or leave a literal out."""
    found = []
    for level, mask in cube.items():
        found.append({other: kept for other, kept in cube.items() if other != level})
        for value in range(SIZES[level]):
            if not mask >> value & 1:
                found.append({**cube, level: mask | 1 << value})
    return found


def sets():
    for seed in range(SEEDS):
        rng = Random(seed)
        some = random_set(rng)
        yield some, random_set(rng) - some if seed % 2 else frozenset()


def test_a_cover_is_exactly_its_set_and_may_take_in_what_does_not_matter():
    covers = Covers(new_diagrams())
    for some, elsewhere in sets():
        cubes = covers.cover(diagram_of(covers.diagrams, some), diagram_of(covers.diagrams, elsewhere))
        union = frozenset().union(*map(inside, cubes))
        assert some <= union <= some | elsewhere


def test_no_condition_of_a_cover_is_covered_by_the_others():
    covers = Covers(new_diagrams())
    for some, elsewhere in sets():
        cubes = covers.cover(diagram_of(covers.diagrams, some), diagram_of(covers.diagrams, elsewhere))
        for cube in cubes:
            others = frozenset().union(*(inside(other) for other in cubes if other is not cube))
            assert inside(cube) - elsewhere - others


def test_no_condition_of_a_cover_can_be_widened():
    covers = Covers(new_diagrams())
    for some, elsewhere in sets():
        for cube in covers.cover(diagram_of(covers.diagrams, some), diagram_of(covers.diagrams, elsewhere)):
            assert all(not inside(each) <= some | elsewhere for each in wider(cube))


def test_the_cover_of_nothing_is_empty_and_of_everything_is_one_condition_without_tests():
    covers = Covers(new_diagrams())
    assert covers.cover(0) == []
    assert covers.cover(1) == [{}]
    assert covers.cover(0, 1) == []


def test_the_largest_conditions_are_prime_lie_within_the_set_and_say_what_they_leave():
    covers = Covers(new_diagrams())
    for some, _ in sets():
        for most in (1, 3, 100):
            cubes, left = covers.largest(diagram_of(covers.diagrams, some), most)
            assert len(cubes) <= most
            union = frozenset().union(*map(inside, cubes))
            assert union <= some
            assert diagram_of(covers.diagrams, some - union) == left
            assert most < 100 or left == 0
            assert all(not inside(each) <= some for cube in cubes for each in wider(cube))


def test_the_first_of_the_largest_conditions_is_as_large_as_the_widest_way_through_the_diagram():
    covers = Covers(new_diagrams())
    some = frozenset(product(range(2), range(3), (0,), (0, 1))) | {(0, 0, 1, 3)}
    cubes, _ = covers.largest(diagram_of(covers.diagrams, some), 1)
    assert inside(cubes[0]) == frozenset(product(range(2), range(3), (0,), (0, 1)))


def test_a_widened_condition_is_prime_and_takes_the_old_one_in():
    covers = Covers(new_diagrams())
    for seed in range(SEEDS):
        rng = Random(seed)
        some = random_set(rng)
        if some:
            point = rng.choice(sorted(some))
            cube = {level: 1 << value for level, value in enumerate(point)}
            found = covers.widened(cube, diagram_of(covers.diagrams, some))
            assert point in inside(found)
            assert inside(found) <= some
            assert all(not inside(each) <= some for each in wider(found))


def test_a_condition_and_its_diagram_say_the_same():
    covers = Covers(new_diagrams())
    for seed in range(SEEDS):
        rng = Random(seed)
        cube = {level: rng.randrange(1, 1 << size) for level, size in enumerate(SIZES) if rng.random() < 0.6}
        assert covers.diagram_of(cube) == diagram_of(covers.diagrams, inside(cube))

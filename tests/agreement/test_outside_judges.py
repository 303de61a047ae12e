"""z3 proves that the conditions which are told are where two answers differ; clingo counts the situations."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from random import Random

import pytest

from placet.engine.space import Comparison, Perspective, compare
from placet.model import Value
from tests.agreement.generate import FIRST_DAY, random_rulebook
from tests.agreement.outside import (
    Author,
    Formula,
    count_situations,
    difference,
    is_proved_equal,
    random_day,
    settled,
)
from tests.agreement.pairs import changed
from tests.agreement.profiles import domains
from tests.agreement.test_space import is_met

MOST_COUNTED = 4000


def cases(seeds: range) -> Iterator[tuple[int, Comparison, Formula, dict[str, list[Value]]]]:
    """Yield comparisons of two readers, two days or two versions, with where the answers differ as told outside."""
    for seed in seeds:
        rng = Random(seed)
        book = settled(random_rulebook(rng, rng.choice((2, 3, 4, 6))))
        other = settled(changed(rng, book)) if seed % 3 == 0 else book
        readers = (*book.parties, *book.voices)
        one_reader = rng.choice(readers)
        other_reader = one_reader if seed % 3 < 2 else rng.choice(readers)
        on = random_day(rng, FIRST_DAY)
        other_on = on if seed % 3 != 1 else random_day(rng, FIRST_DAY)
        values = domains((book, other), {})
        if other.parties != book.parties:
            continue
        found = compare(Perspective(book, one_reader, on), Perspective(other, other_reader, other_on))
        written = (
            Author(book, one_reader, on, values).write(),
            Author(other, other_reader, other_on, values).write(),
        )
        yield seed, found, difference(*written), values


def told(found: Comparison, values: dict[str, list[Value]]) -> Formula:
    """Return all conditions of a comparison."""
    pieces = [piece for region in found.regions for piece in region.pieces]
    return ("or", *(("and", *(met(test, values[test.field]) for test in piece.tests)) for piece in pieces))


def met(test, values: list[Value]) -> Formula:
    """Return the values of a field that meet a literal."""
    return ("in", test.field, frozenset(place for place, value in enumerate(values) if is_met(test, value)))


@pytest.mark.parametrize("part", range(3))
def test_z3_proves_that_the_conditions_are_where_the_answers_differ(part):
    differing = 0
    for seed, found, expected, values in cases(range(part * 40, (part + 1) * 40)):
        assert is_proved_equal(told(found, values), expected, values), seed
        differing += bool(found.regions)
    assert differing > 5


def test_clingo_counts_as_many_situations_in_which_the_answers_differ():
    counted = 0
    for seed, found, expected, values in cases(range(200, 420)):
        if prod(map(len, values.values())) <= MOST_COUNTED and found.regions:
            assert count_situations(expected, values) == found.differing, seed
            counted += 1
    assert counted > 8


def test_the_judges_tell_a_wrong_condition_and_a_wrong_count():
    _, found, expected, values = next(case for case in cases(range(60)) if len(case[1].regions) > 1)
    less = ("or", *told(found, values)[2:])
    assert not is_proved_equal(less, expected, values) or len(told(found, values)) == 2
    assert not is_proved_equal(("not", told(found, values)), expected, values)
    small = {"a": [0, 1, 2], "b": [0, 1]}
    assert count_situations(("or", ("in", "a", frozenset((1, 2))), ("in", "b", frozenset((0,)))), small) == 5

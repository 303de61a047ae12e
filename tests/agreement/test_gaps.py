"""What a rulebook is said to leave out is what it leaves out, situation by situation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import NamedTuple

import msgspec
import pytest

from placet.engine import Decider, DiagramTooLarge
from placet.engine.reference import answer_question
from placet.engine.reference.columns import Completion, judge_all
from placet.engine.reference.days import Setting
from placet.engine.space import Piece
from placet.engine.space.everybody import Everybody
from placet.engine.space.gaps import (
    find_gaps,
    find_one_sided,
    find_unregulated,
    one_sided_regions,
    unregulated_region,
)
from placet.engine.space.pulls import PullRegion, pull_regions
from placet.model import Question, Rule, Rulebook, Step, Value
from placet.model.answers import Answer
from tests.agreement.generate import FIRST_DAY, random_rulebook
from tests.agreement.pairs import with_differing_offices
from tests.agreement.profiles import domains, some_situations
from tests.agreement.test_space import is_met

MOST = 250
"""Up to how many situations all of them are looked at."""


class World(NamedTuple):
    """A rulebook on two days, all its readers, and all values that every field can have."""

    seed: int
    rng: Random
    book: Rulebook
    on: dt.date
    known: dt.date | None
    given: dict[str, Value]
    everybody: Everybody
    decider: Decider
    values: dict[str, list[Value]]

    @property
    def size(self) -> int:
        size = 1
        for values in self.values.values():
            size *= len(values)
        return size

    def situations(self, most: int) -> Iterator[dict[str, Value]]:
        return some_situations(self.rng, self.values, most)

    def has(self, situation: Mapping[str, Value], region: int) -> bool:
        return self.everybody.situations.is_in(self.everybody.situations.values_of(situation), region)


def worlds(seeds: Iterable[int]) -> Iterator[World]:
    for seed in seeds:
        rng = Random(seed)
        book = random_rulebook(rng, rng.choice((1, 2, 2, 3, 4, 6)))
        if rng.random() < 0.3:
            book = with_differing_offices(rng, book, rng.choice(list(book.parties)))
        on = FIRST_DAY + dt.timedelta(days=rng.randrange(100, 380))
        known = None if rng.random() < 0.6 else FIRST_DAY + dt.timedelta(days=rng.randrange(60, 400))
        values = domains([book], {})
        given = {name: rng.choice(each) for name, each in values.items() if seed % 3 == 0 and rng.random() < 0.3}
        everybody, decider = Everybody(book, on, known, given), Decider(book, on, known, fixed=given)
        yield World(seed, rng, book, on, known, given, everybody, decider, domains([book], given))


def small_worlds(seeds: Iterable[int]) -> Iterator[World]:
    """Yield those whose situations are few enough to be looked at one by one."""
    return (world for world in worlds(seeds) if world.size <= MOST)


def side_of(answer: Answer) -> str | None:
    """Return whose rules alone speak; None where the verdict is another."""
    if answer.verdict.kind != "one-sided":
        return None
    (side,) = [one.reader for one in answer.readers.values() if one.is_counted and one.answer != "silent"]
    return side


@pytest.mark.parametrize("chunk", range(4))
def test_a_situation_is_in_a_gap_where_and_only_where_the_verdict_says_so(chunk):
    for world in worlds(range(chunk * 50, chunk * 50 + 50)):
        unregulated = unregulated_region(world.everybody, world.everybody.counted)
        sides = one_sided_regions(world.everybody)
        for situation in world.situations(25):
            answer = world.decider.answer(situation, prove=False)
            assert world.has(situation, unregulated) == (answer.verdict.kind == "unregulated"), world.seed
            inside = [reader for reader, region in sides.items() if world.has(situation, region)]
            side = side_of(answer)
            assert inside == ([] if side is None else [side]), f"{world.seed}: {situation}"


def test_the_reference_says_the_same_and_the_worlds_show_every_kind_of_side():
    shown = set()
    for world in worlds(range(210, 280)):
        unregulated = unregulated_region(world.everybody, world.everybody.counted)
        sides = one_sided_regions(world.everybody)
        for situation in world.situations(5):
            answer = answer_question(world.book, Question(situation, world.on, world.known))
            assert world.has(situation, unregulated) == (answer.verdict.kind == "unregulated"), world.seed
            inside = [reader for reader, region in sides.items() if world.has(situation, region)]
            side = side_of(answer)
            assert inside == ([] if side is None else [side]), f"{world.seed}: {situation}"
            shown.add(answer.verdict.kind)
            if side is not None:
                offices = [one for one in answer.readers.values() if one.reader.startswith(f"{side}.")]
                shown |= {"office" if "." in side else "party", *(("with office",) if offices else ())}
                shown |= {"silent office" for one in offices if one.answer == "silent"}
                shown |= {"undetermined" for one in offices if one.answer == "undetermined"}
    assert {"unregulated", "one-sided", "agreed", "contested", "open"} <= shown
    assert {"office", "party", "with office", "silent office", "undetermined"} <= shown


def test_counts_conditions_and_neighbours_of_unregulated_ground_are_those_of_the_situations():
    shown = set()
    for world in small_worlds(range(300, 480)):
        fields = [
            name for name, field in world.book.fields.items() if not field.type.is_set and name not in world.given
        ]
        by = world.rng.choice((None, *fields))
        found = find_unregulated(world.everybody, world.everybody.counted, by)
        every = list(world.situations(MOST))
        speaking = {tuple(one.items()): rules_that_speak(world, one) for one in every}
        gap = [one for one in every if not speaking[tuple(one.items())]]
        assert found.count == len(gap), world.seed
        assert sum(group.total for group in found.groups) == len(every)
        for group in found.groups:
            here = [one for one in every if meets(one, group.tests)]
            inside = [one for one in gap if meets(one, group.tests)]
            assert (group.total, group.count) == (len(here), len(inside)), world.seed
            for one in here:
                is_gap = not speaking[tuple(one.items())]
                assert is_covered(one, group.pieces) == is_gap, f"{world.seed}: {one}"
            for piece in group.pieces:
                assert piece.count == sum(meets(one, piece.tests) for one in here), world.seed
                assert not any(test.field == found.by for test in piece.tests)
            near: dict[tuple[str, str], int] = {}
            for one in inside:
                for field, values in world.values.items():
                    if field != found.by:
                        others = [speaking[tuple({**one, field: value}.items())] for value in values]
                        for rule in set().union(*others):
                            near[rule, field] = near.get((rule, field), 0) + 1
            assert {(each.rule, each.field): each.count for each in group.neighbours} == near, world.seed
            assert (group.example is None) == (not inside)
            if group.example is not None:
                # What the example leaves out makes no difference: any values do.
                assert not rules_that_speak(world, {**world.rng.choice(every), **group.example}), world.seed
            shown |= {"gap" if inside else "none", "near" if near else "far"}
    assert shown == {"gap", "none", "near", "far"}


def test_a_gap_that_is_told_by_what_is_not_in_it_is_the_rest(monkeypatch):
    monkeypatch.setattr("placet.engine.space.gaps.PLAIN", 0)
    told = 0
    for world in worlds(range(560, 640)):
        for reader in world.everybody.columns:
            found = find_unregulated(world.everybody, [reader], world.rng.choice((None, *fields_of(world))))
            if any(group.outside for group in found.groups):
                told += 1
                for situation in world.situations(20):
                    (group,) = [group for group in found.groups if meets(situation, group.tests)]
                    is_gap = not rules_that_speak(world, situation, [reader])
                    assert is_covered(situation, group.pieces) == is_gap, world.seed
                    assert not group.outside or is_covered(situation, group.outside) != is_gap, world.seed
    assert told > 2


def test_the_rules_of_a_side_are_told_where_they_speak_beside_their_own_conditions():
    told = 0
    for world in worlds(range(900, 980)):
        sides = one_sided_regions(world.everybody)
        found = find_one_sided(world.everybody)
        assert {one.reader for one in found} == {reader for reader, region in sides.items() if region}
        for side in found:
            assert world.has({**next(world.situations(1)), **side.example}, sides[side.reader]), world.seed
            for situation in world.situations(8):
                is_inside = world.has(situation, sides[side.reader])
                for rule in rules_that_speak(world, situation, [side.reader]):
                    grounds = [ground for ground in side.rules if ground.rule == rule]
                    assert any(is_covered(situation, one.pieces) for one in grounds) == is_inside, world.seed
                    told += is_inside
    assert told > 25


def test_a_cover_beside_a_condition_is_exact_where_it_matters_and_nothing_in_it_is_needless():
    told = 0
    for world in worlds(range(980, 1060)):
        covers, diagrams = world.everybody.covers, world.everybody.diagrams
        regions = [world.everybody.speaking(reader) for reader in world.everybody.columns]
        for region in regions[:3]:
            for condition in regions[:3]:
                elsewhere, inside = diagrams.negation(condition), diagrams.both(region, condition)
                cubes = covers.cover(inside, elsewhere)
                pieces = [covers.diagram_of(cube) for cube in cubes]
                assert diagrams.both(covers.union(pieces), condition) == inside, world.seed
                for place, cube in enumerate(cubes):
                    others = covers.union([*pieces[:place], *pieces[place + 1 :]])
                    assert diagrams.both(diagrams.both(pieces[place], condition), diagrams.negation(others)), world.seed
                    for level in cube:
                        wider = covers.diagram_of({at: mask for at, mask in cube.items() if at != level})
                        assert diagrams.both(wider, diagrams.negation(diagrams.either(inside, elsewhere))), world.seed
                        told += 1
    assert told > 25


def test_counts_of_the_rules_of_a_side_are_those_of_the_situations():
    counted = 0
    for world in small_worlds(range(980, 1150)):
        sides = one_sided_regions(world.everybody)
        every = list(world.situations(MOST)) if any(sides.values()) else []
        for side in find_one_sided(world.everybody):
            inside = [one for one in every if world.has(one, sides[side.reader])]
            speaking = [rules_that_speak(world, one, [side.reader]) for one in inside]
            assert side.count == len(inside)
            rules = {
                rule: (sum(rule in each for each in speaking), speaking.count({rule}))
                for rule in set().union(*speaking)
            }
            assert {one.rule: (one.count, one.alone) for one in side.rules} == rules, world.seed
            counted += 1
    assert counted > 3


def test_two_rules_pull_apart_where_and_only_where_both_stand_and_do_so():
    ways = set()
    for world in worlds(range(1000, 1100)):
        for reader in world.everybody.columns:
            regions = list(pull_regions(world.everybody, reader))
            for situation in [*world.situations(2), *(situation_in(world, each.region) for each in regions[:2])]:
                possible, certain = pulls_in(world, reader, situation)
                inside = {each.ways[0].rules: each for each in regions if world.has(situation, each.region)}
                assert {frozenset(rules) for rules in inside} == possible.keys(), f"{world.seed}, {reader}"
                sure = {frozenset(each.ways[0].rules) for each in regions if world.has(situation, each.certain)}
                assert sure == certain, f"{world.seed}, {reader}: {situation}"
                for rules, each in inside.items():
                    told = {told_way(way.how, way.rules, way.clauses) for way in each.ways}
                    assert possible[frozenset(rules)] <= told, f"{world.seed}, {reader}: {situation}"
                    ways |= {how for how, _, _ in possible[frozenset(rules)]}
                    if frozenset(rules) not in sure:
                        ways.add("perhaps")
    assert ways == {"allows-bars", "bars-needs", "allows-needs", "level", "office", "time", "perhaps"}


def test_counts_of_ways_and_steps_of_rules_that_pull_apart_are_those_of_the_situations():
    shown = 0
    for world in small_worlds(range(1430, 1490)):
        for reader in world.everybody.columns:
            regions = list(pull_regions(world.everybody, reader))
            if not regions:
                continue
            counts: dict[object, int] = {}
            for situation in world.situations(MOST):
                for told in set().union(*pulls_in(world, reader, situation)[0].values(), set()):
                    counts[told] = counts.get(told, 0) + 1
            told_counts = {
                told_way(way.how, way.rules, way.clauses): way.count for each in regions for way in each.ways
            }
            assert told_counts == counts, f"{world.seed}, {reader}"
            shown += len(regions)
    assert shown > 10


def test_readers_for_whom_two_rules_pull_apart_alike_are_told_together():
    for world in worlds(range(1630, 1670)):
        found = find_gaps(world.book, world.on, world.known, world.given)
        by_reader: dict[str, list[PullRegion]] = {
            reader: list(pull_regions(world.everybody, reader)) for reader in world.everybody.columns
        }
        assert sum(len(pull.readers) for pull in found.pulls) == sum(map(len, by_reader.values()))
        assert len({(pull.ways, pull.pieces, pull.certain) for pull in found.pulls}) == len(found.pulls)
        for pull in found.pulls:
            for reader in pull.readers[:1]:
                situation = {**next(world.situations(1)), **pull.example}
                assert frozenset(pull.rules) in pulls_in(world, reader, situation)[0], f"{world.seed}: {pull}"


def test_with_readers_only_their_rules_are_looked_at():
    for world in worlds(range(1670, 1710)):
        reader = world.rng.choice(list(world.everybody.columns))
        found = find_gaps(world.book, world.on, world.known, world.given, [reader])
        whole = find_gaps(world.book, world.on, world.known, world.given)
        silent = unregulated_region(world.everybody, [reader])
        assert found.unregulated.count == world.everybody.situations.count(silent)
        assert found.one_sided == tuple(one for one in whole.one_sided if one.reader == reader)
        alike = {(pull.ways, pull.count) for pull in whole.pulls if reader in pull.readers}
        assert {(pull.ways, pull.count) for pull in found.pulls} == alike
        for situation in world.situations(10):
            assert world.has(situation, silent) == (not rules_that_speak(world, situation, [reader])), world.seed


def test_gaps_can_be_told_by_any_field_that_has_one_value():
    for world in worlds(range(1710, 1730)):
        for name in fields_of(world):
            found = find_unregulated(world.everybody, world.everybody.counted, name)
            assert found.by == name
            assert sum(group.count for group in found.groups) == found.count
            assert sum(group.total for group in found.groups) == world.everybody.situations.total


def test_what_is_out_of_reach_is_said():
    world = next(world for world in worlds(range(20)) if world.everybody.diagrams.support(_whole(world)))
    with pytest.raises(DiagramTooLarge):
        find_gaps(world.book, world.on, world.known, most=2)


def _whole(world: World) -> int:
    return unregulated_region(world.everybody, world.everybody.counted)


def situation_in(world: World, region: int) -> dict[str, Value]:
    """Return one of the situations of a region."""
    diagrams = world.everybody.diagrams
    places = [world.rng.randrange(size) for size in diagrams.sizes]
    while region > 1:
        level = diagrams.levels[region]
        places[level] = world.rng.choice([at for at, child in enumerate(diagrams.children_of(region)) if child])
        region = diagrams.children_of(region)[places[level]]
    return {**next(world.situations(1)), **world.everybody.situations.situation(places)}


def fields_of(world: World) -> list[str]:
    """Return the fields by whose values a gap can be told."""
    return [name for name, field in world.book.fields.items() if not field.type.is_set and name not in world.given]


def meets(situation: Mapping[str, Value], tests: Iterable[object]) -> bool:
    return all(is_met(test, situation[test.field]) for test in tests)


def is_covered(situation: Mapping[str, Value], pieces: Iterable[Piece]) -> bool:
    return any(meets(situation, piece.tests) for piece in pieces)


def rules_that_speak(world: World, situation: Mapping[str, Value], readers: Iterable[str] = ()) -> set[str]:
    """Return the rules that speak, or may do so, for some of the readers; none named: for any party or office."""
    answers = world.decider.answer(situation).readers
    return {proof.rule for reader in readers or world.everybody.counted for proof in answers[reader].proof}


Told = tuple[str, tuple[str, str], tuple[int | None, int | None]]
"""A way of pulling apart: how, which rules, by which of their needs."""


def pulls_in(
    world: World, reader: str, situation: Mapping[str, Value]
) -> tuple[dict[frozenset[str], set[Told]], set[frozenset[str]]]:
    """Return which rules pull apart in some completion of a situation, in which ways, and which do so in all."""
    setting = Setting(world.book, Question(dict(situation), world.on, world.known))
    possible: dict[frozenset[str], set[Told]] = {}
    certain: set[frozenset[str]] | None = None
    for _, standing in judge_all(setting, lambda completion: _standing(completion, reader)):
        here: dict[frozenset[str], set[Told]] = {}
        for one, mine in standing:
            for other, its in standing:
                for told in _ways(one, mine, other, its):
                    here.setdefault(frozenset(told[1]), set()).add(told)
        for rules, ways in here.items():
            possible.setdefault(rules, set()).update(ways)
        certain = here.keys() if certain is None else certain & here.keys()
    return possible, set(certain or ())


def told_way(how: str, rules: tuple[str, str], clauses: tuple[int | None, int | None]) -> Told:
    """Return a way with its rules in an order that hangs on nothing, where either of them does the same."""
    if how in ("level", "office", "time"):
        (one, mine), (other, its) = sorted(zip(rules, clauses, strict=True))
        return how, (one, other), (mine, its)
    return how, rules, clauses


def _standing(completion: Completion, reader: str) -> list[tuple[Rule, list[tuple[int, Step]]]]:
    """The rules that stand, each with the steps that it asks for and by which of its needs."""
    states = {rule.id: completion.state(reader, rule) for rule in completion.book.rules.values()}

    def stands(rule: str) -> bool:
        return states[rule] == "applies" and not any(map(stands, completion.setting.overriders.get(rule, [])))

    return [
        (
            rule,
            [
                (clause, step)
                for clause, need in enumerate(rule.needs)
                for step in completion.steps(reader, msgspec.structs.replace(rule, needs=(need,)))
            ],
        )
        for rule in completion.book.rules.values()
        if stands(rule.id)
    ]


def _ways(one: Rule, mine: list[tuple[int, Step]], other: Rule, its: list[tuple[int, Step]]) -> Iterator[Told]:
    if one.id == other.id:
        return
    rules = (one.id, other.id)
    if one.allows and other.bars:
        yield "allows-bars", rules, (None, None)
    for clause, step in its:
        if one.bars:
            yield "bars-needs", rules, (None, clause)
        if one.allows:
            yield "allows-needs", rules, (None, clause)
        for own, another in mine:
            if step.of == another.of and step != another:
                how = (
                    "level" if step.kinds != another.kinds else "office" if step.offices != another.offices else "time"
                )
                yield told_way(how, rules, (own, clause))

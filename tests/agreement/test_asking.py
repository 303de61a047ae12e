"""The next question is chosen by what it leaves open, counted over every case, and fewer are asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import NamedTuple

import pytest

from placet.cli.interview import Interview
from placet.engine import Decider, DiagramTooLarge
from placet.engine.space.asking import Asking
from placet.model import Rulebook, Value
from tests.agreement.generate import random_question, random_rulebook
from tests.agreement.pairs import with_differing_offices
from tests.agreement.profiles import domains, some_situations


class World(NamedTuple):
    """A rulebook on two days, some facts, and all values that every field can have."""

    seed: int
    rng: Random
    book: Rulebook
    decider: Decider
    readers: tuple[str, ...]
    given: dict[str, Value]
    values: dict[str, list[Value]]

    def asking(self, given: Mapping[str, Value] | None = None) -> Asking:
        wanted = self.readers or [name for name, role in self.decider.roles.items() if role != "voice"]
        return Asking([self.decider.columns[one] for one in wanted], self.decider.variables, given)

    def matter(self, given: Mapping[str, Value], skipped: Iterable[str] = ()) -> set[str]:
        """Return the missing facts of the wanted answers, as the engine for single questions has them."""
        answers = self.decider.decide(given).readers
        wanted = self.readers or [name for name, role in self.decider.roles.items() if role != "voice"]
        missing = {point.name for one in wanted for point in answers[one].missing if point.kind == "field"}
        return missing - set(skipped)


class WithoutSpace(Interview):
    """The interview as it is where all situations are too many."""

    def _work_out(self, given, find):
        return None


def worlds(seeds: Iterable[int], sizes: tuple[int, ...] = (2, 3, 4, 6)) -> Iterator[World]:
    for seed in seeds:
        rng = Random(seed)
        book = random_rulebook(rng, rng.choice(sizes))
        if rng.random() < 0.3:
            book = with_differing_offices(rng, book, rng.choice(list(book.parties)))
        question = random_question(rng, book)
        decider = Decider(book, question.on, question.known)
        readers = (rng.choice(list(decider.columns)),) if rng.random() < 0.3 else ()
        given = {name: value for name, value in question.given.items() if rng.random() < 0.4}
        yield World(seed, rng, book, decider, readers, given, domains([book], {}))


def test_what_still_matters_is_what_the_answer_says_is_missing():
    shown = 0
    for world in worlds(range(170)):
        asking = world.asking()
        for given in ({}, world.given):
            assert set(asking.matter(given)) == world.matter(given), world.seed
            shown += len(world.matter(given))
        whole = world.asking(world.given)
        assert set(whole.matter(world.given)) == world.matter(world.given), world.seed
        assert whole.is_about(world.given)
        assert whole.is_about({}) == (not world.given)
    assert shown > 300


def test_what_is_to_be_expected_is_counted_over_every_value_of_the_field():
    shown = 0
    for world in worlds(range(300, 380)):
        asking = world.asking()
        skipped = world.rng.sample(list(world.book.fields), world.rng.choice((0, 0, 1)))
        here = world.matter(world.given, skipped)
        for field in here:
            found = asking.prospect(world.given, field, skipped)
            left = [world.matter({**world.given, field: value}, skipped) for value in world.values[field]]
            assert found.now == len(here), world.seed
            assert found.left == pytest.approx(sum(map(len, left)) / len(left)), f"{world.seed}: {field}"
            assert found.settled == pytest.approx(left.count(set()) / len(left)), f"{world.seed}: {field}"
            shown += 1
        assert (asking.next_field(world.given, skipped) is None) == (not here)
    assert shown > 30


def test_no_more_questions_follow_on_average_than_were_said():
    shown = 0
    for world in worlds(range(460, 620)):
        size = 1
        for name in world.book.fields:
            size *= len(world.values[name])
        asking = world.asking()
        first = asking.next_field({})
        if first is None or size > 300:
            continue
        every = list(some_situations(world.rng, world.values, size))
        asked = [len(questions(asking, situation)) for situation in every]
        found = asking.prospect({}, first)
        assert found.further is not None
        assert sum(asked) / size <= 1 + found.further + 1e-6, world.seed
        assert found.settled == pytest.approx(asked.count(1) / size), world.seed
        shown += 1
    assert shown > 3


def test_fewer_questions_are_asked_than_by_the_smallest_deciding_sets_alone():
    before = after = 0
    for world in worlds(range(640, 710)):
        for situation in some_situations(world.rng, world.values, 8):
            plain, chosen = (
                talk(kind(world.book, world.decider, {}, world.readers), situation)
                for kind in (WithoutSpace, Interview)
            )
            assert not world.matter({field: situation[field] for field in chosen}), world.seed
            before += len(plain)
            after += len(chosen)
    assert 0 < after < before


def test_who_goes_back_is_asked_the_same_again():
    for world in worlds(range(740, 780)):
        asking = world.asking()
        situation = next(some_situations(world.rng, world.values, 1))
        once = questions(asking, situation)
        for other in some_situations(world.rng, world.values, 3):
            questions(asking, other)
        assert questions(asking, situation) == once


def test_what_is_too_much_is_left_to_the_smallest_deciding_sets():
    world = next(world for world in worlds(range(20), (6,)) if len(world.matter({})) > 2)
    wanted = [rules for name, rules in world.decider.columns.items() if world.decider.roles[name] != "voice"]
    with pytest.raises(DiagramTooLarge):
        Asking(wanted, world.decider.variables, most=5)
    assert world.asking().next_field({}) in world.matter({})
    assert WithoutSpace(world.book, world.decider, {}, ()).next_field() in world.matter({})
    assert WithoutSpace(world.book, world.decider, {}, ()).prospect("actor") is None


def questions(asking: Asking, situation: Mapping[str, Value]) -> list[str]:
    """Return what is asked about a situation, until nothing more matters."""
    given: dict[str, Value] = {}
    while (field := asking.next_field(given)) is not None:
        given[field] = situation[field]
    return list(given)


def talk(interview: Interview, situation: Mapping[str, Value]) -> list[str]:
    """Return what an interview asks about a situation."""
    while (field := interview.next_field()) is not None:
        interview.said[field] = situation[field]
        interview.asked.append(field)
    return interview.asked

"""What another version of a rulebook alters, held against both versions' answers, situation by situation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from itertools import combinations
from math import prod
from random import Random

import msgspec
import pytest

from placet.engine import Decider
from placet.engine.decision.compare import compare_answers, differs_from_party
from placet.engine.decision.outcome import answer_of
from placet.engine.logic.variables import interval_of
from placet.engine.space import Perspective, Piece, Region, compare
from placet.engine.space import Test as Literal
from placet.engine.space.amend import Amendment, amend
from placet.engine.space.shifts import LEVELS, Shift
from placet.engine.space.sides import align
from placet.engine.space.standings import Over
from placet.model import ReaderAnswer, Rulebook, Value
from placet.model.rulebook import KINDS
from tests.agreement.generate import FIRST_DAY
from tests.agreement.profiles import Profile, domains, is_other, profile_of, some_situations
from tests.agreement.versions import two_versions

SEEDS = 20
SITUATIONS = 12


class Case(msgspec.Struct):
    seed: int
    rng: Random
    before: Rulebook
    after: Rulebook
    found: Amendment
    values: dict[str, list[Value]]
    deciders: list[Decider] = []

    def situations(self, most: int) -> Iterator[dict[str, Value]]:
        return some_situations(self.rng, self.values, most)


def case(seed: int, most: int = 0, *, in_full: bool = True) -> Case:
    """Return two versions and what is found; with `most`, facts are given until there are no more situations."""
    before, after, rng = two_versions(seed)
    on = FIRST_DAY + dt.timedelta(days=rng.randrange(100, 380))
    known = None if rng.random() < 0.6 else FIRST_DAY + dt.timedelta(days=rng.randrange(60, 400))
    books = align([before, after])
    given = {
        name: rng.choice(each) for name, each in domains(books, {}).items() if rng.random() < 0.2 and seed % 3 == 0
    }
    for name, each in rng.sample(list(domains(books, {}).items()), len(books[0].fields)) if most else ():
        if prod(map(len, domains(books, given).values())) > most:
            given[name] = rng.choice(each)
    found = amend(before, after, on, known, given, in_full=in_full)
    return Case(seed, rng, books[0], books[1], found, domains(books, given))


def is_in(situation: Mapping[str, Value], pieces: Iterable[Piece]) -> bool:
    return any(all(passes(situation, test) for test in piece.tests) for piece in pieces)


def passes(situation: Mapping[str, Value], test: Literal) -> bool:
    value = situation[test.field]
    if test.member:
        return (test.member in (value or ())) in test.values  # type: ignore[operator]  # a set's value is one
    if test.cuts and value is not None:
        cuts = list(test.cuts)
        places = [interval_of(one, cuts) for one in test.values if one is not None]  # type: ignore[arg-type]  # numbers
        return interval_of(value, cuts) in places  # type: ignore[arg-type]  # numbers
    return value in test.values


def test_an_answer_is_another_where_and_only_where_a_region_says_so() -> None:
    for seed in range(3 * SEEDS):
        one = case(seed)
        regions = {
            reader: [each.region for each in change.altered]
            for change in one.found.readers
            for reader in change.readers
        }
        readers = [*regions, *one.found.unchanged]
        on, known = one.found.on, one.found.known
        for situation in one.situations(SITUATIONS if readers else 0):
            for reader in one.rng.sample(readers, min(2, len(readers))):
                old = profile_of(one.before, reader, situation, on, known)
                new = profile_of(one.after, reader, situation, on, known)
                said = any(is_in(situation, region.pieces) for region in regions.get(reader, ()))
                assert said == is_other(old, new), f"seed {seed}: {reader}, {situation}, {old.parts} {new.parts}"


def test_a_region_is_the_same_as_when_both_versions_are_compared_as_a_whole() -> None:
    told = 0
    for seed in range(4000, 4000 + 4 * SEEDS):
        one = case(seed)
        on, known = one.found.on, one.found.known
        for change in one.found.readers:
            for reader in change.readers:
                whole = compare(
                    Perspective(one.before, reader, on, known),
                    Perspective(one.after, reader, on, known),
                    one.found.given,
                    by_instrument=False,
                )
                assert sorted(map(shape, whole.regions)) == sorted(shape(each.region) for each in change.altered)
                told += len(whole.regions)
    assert told > 30


def shape(region: Region) -> tuple[str, ...]:
    return (
        region.what,
        str(region.side),
        region.here,
        region.there,
        str(region.rule),
        str(region.clause),
        repr(region.steps),
        repr(region.force),
        str(region.count),
    )


def answers(one: Case, situation: Mapping[str, Value]) -> tuple[dict[str, ReaderAnswer], dict[str, ReaderAnswer]]:
    """Return what everybody who is heard in one of the versions answers in each."""
    found = []
    if not one.deciders:
        one.deciders = [Decider(book, one.found.on, one.found.known) for book in (one.before, one.after)]
    decisions = [
        decider.decide({name: situation[name] for name in decider.rulebook.fields}) for decider in one.deciders
    ]
    readers = dict.fromkeys(reader for decision in decisions for reader in decision.readers)
    for decision in decisions:
        found.append({reader: answer_of(decision, reader) for reader in readers})
    return found[0], found[1]


def standing(one: ReaderAnswer, other: ReaderAnswer) -> str:
    counted = [msgspec.structs.replace(each, is_counted=True) for each in (one, other)]
    return compare_answers(counted).kind


def goes_along(reader: str, *versions: Mapping[str, ReaderAnswer]) -> bool:
    """Whether an office answers as its party in all versions, so that only the party counts."""
    return "." in reader and all(
        not differs_from_party(version[reader], version[reader.partition(".")[0]]) for version in versions
    )


def moves(one: Case, situation: Mapping[str, Value]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the readers who stand to each other otherwise in a situation, with how they stood and how they stand."""
    before, after = answers(one, situation)
    heard = [reader for reader in before if "." in reader or reader in one.after.parties]
    for left, right in combinations(heard, 2):
        was, now = standing(before[left], before[right]), standing(after[left], after[right])
        if was != now and not any(goes_along(reader, before, after) for reader in (left, right)):
            yield left, right, was, now


def test_two_readers_stand_otherwise_where_and_only_where_it_is_told() -> None:
    for seed in range(1000, 1000 + 2 * SEEDS):
        one = case(seed)
        assert one.found.changes is not None
        told = {(left, right): change for change in one.found.changes for left in change.one for right in change.other}
        for situation in one.situations(SITUATIONS):
            found = {frozenset((left, right)): (was, now) for left, right, was, now in moves(one, situation)}
            for pair, change in told.items():
                for shift in change.shifts:
                    there = is_in(situation, shift.pieces)
                    if shift.rest and not there:
                        continue
                    if shift.was == shift.now:
                        says_so = moved_over(one, situation, pair, shift)
                    else:
                        says_so = [found.get(frozenset(pair)) == (shift.was, shift.now)]
                    for so in says_so:
                        if there != so and any("." in reader for reader in pair):
                            # Where an office goes along with its party, the party alone is told of.
                            assert goes_along_in(one, situation, pair), f"seed {seed}: {pair} {situation}"
                        else:
                            assert there == so, f"seed {seed}: {pair}, {shift.was} to {shift.now}, {situation}"
            for pair, (was, now) in found.items():
                if any(pair <= set(alike) for alike in one.found.alike):
                    continue
                listed = [change for each, change in told.items() if frozenset(each) == pair]
                assert listed, f"seed {seed}: {set(pair)} {was} to {now}: {situation}"
                sorts = {(shift.was, shift.now) for shift in listed[0].shifts} | {each[:2] for each in listed[0].others}
                assert (was, now) in sorts, f"seed {seed}: {set(pair)} {was} to {now}: {situation}"


def moved_over(one: Case, situation: Mapping[str, Value], pair: tuple[str, str], shift: Shift) -> list[bool]:
    """For each thing two readers part over no longer, or only now, whether it is so in a situation."""
    overs = [parted_over(version[pair[0]], version[pair[1]]) for version in answers(one, situation)]
    if None in overs:
        return [False] * len((*shift.dropped, *shift.added))
    old, new = (over or set() for over in overs)
    return [each in old - new for each in shift.dropped] + [each in new - old for each in shift.added]


def parted_over(one: ReaderAnswer, other: ReaderAnswer) -> set[Over] | None:
    """What two answers part over; None where they are not contested."""
    if standing(one, other) != "contested":
        return None
    if (one.answer == "barred") != (other.answer == "barred"):
        return {Over(None)}
    asked = [{need.step: need.basis for need in each.requirements} for each in (one, other)]
    steps = {*asked[0], *asked[1]}
    return {
        Over(step, is_force=step in asked[0] and step in asked[1])
        for step in steps
        if asked[0].get(step) != asked[1].get(step)
    }


def goes_along_in(one: Case, situation: Mapping[str, Value], pair: Iterable[str]) -> bool:
    before, after = answers(one, situation)
    return any(goes_along(reader, before, after) for reader in pair)


def test_whose_leave_decides_is_told_where_and_only_where_it_does() -> None:
    for seed in range(2000, 2000 + 2 * SEEDS):
        one = case(seed)
        assert one.found.says is not None
        told = {(say.of, say.level, reader): say for say in one.found.says for reader in say.readers or ("",)}
        heard = heard_in(one)
        for situation in one.situations(3):
            profiles = [
                {reader: profile_of(book, reader, situation, one.found.on, one.found.known) for reader in heard}
                for book in (one.before, one.after)
            ]
            for party in one.after.parties:
                for level in LEVELS:
                    for reader in (*heard, ""):
                        old, new = (is_asked(one, version, reader, party, level) for version in profiles)
                        say = told.get((party, level, reader))
                        gained, lost = (
                            is_in(situation, extent.pieces) if extent is not None and extent.rest == 0 else so
                            for extent, so in (
                                (say.gained if say is not None else None, new and not old),
                                (say.lost if say is not None else None, old and not new),
                            )
                        )
                        assert (gained, lost) == (new and not old, old and not new), (
                            f"seed {seed}: {reader} {situation}"
                        )
                        if new != old:
                            extent = None if say is None else say.gained if new else say.lost
                            assert extent is not None, f"seed {seed}: {reader} {situation}"


def heard_in(one: Case) -> list[str]:
    """Return everybody who is heard in one of the versions: nobody else's answer is one of its own."""
    found = [*(reader for change in one.found.readers for reader in change.readers), *one.found.unchanged]
    return found or list(one.after.parties)


def is_asked(one: Case, profiles: Mapping[str, Profile], reader: str, party: str, level: str) -> bool:
    """Whether a reader certainly asks something of a party, the least of which is of a level; "" is all that speak."""
    if reader:
        kinds = LEVELS[level]  # type: ignore[index]  # a level
        return all(
            not judgement.bars
            and any(step.of == party and min(step.kinds, key=KINDS.index) in kinds for step in judgement.steps)
            for judgement in profiles[reader].judgements
        )
    counted = [name for name in profiles if "." in name or name in one.after.parties]
    speaking = [name for name in counted if profiles[name].speaks != "no"]
    return bool(speaking) and all(is_asked(one, profiles, name, party, level) for name in speaking)


def test_every_count_is_the_number_of_situations() -> None:
    counted = 0
    for seed in range(3000, 3000 + 3 * SEEDS):
        one = case(seed, most=300)
        everything = list(one.situations(300))
        assert one.found.total == len(everything)
        for count, rest, pieces in extents(one.found):
            assert rest == 0
            assert sum(is_in(situation, pieces) for situation in everything) == count, f"seed {seed}"
            counted += 1
        for change in one.found.changes or ():
            stood = [moved_between(one, situation, change.one[0], change.other[0]) for situation in everything]
            for was, now, count in change.others:
                assert stood.count((was, now)) == count, f"seed {seed}: {change.one[0]}, {change.other[0]}"
    assert counted > 20


def test_where_not_all_conditions_are_told_the_situations_that_are_left_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = import_module("placet.engine.space.conditions")
    monkeypatch.setattr(module, "WHOLE_NODES", 0)
    monkeypatch.setattr(module, "MOST_PIECES", 1)
    shortened = 0
    for seed in range(5000, 5000 + 4 * SEEDS):
        one = case(seed, most=3000, in_full=False)
        told = [each for each in extents(one.found) if each[1]]
        everything = list(one.situations(3000)) if told else []
        for count, rest, pieces in told:
            assert sum(is_in(situation, pieces) for situation in everything) == count - rest, f"seed {seed}"
            shortened += 1
    assert shortened > 5


def extents(found: Amendment) -> Iterator[tuple[int, int, tuple[Piece, ...]]]:
    """Yield every set of situations that is told: how many it has, how many its conditions leave out, and these."""
    for reader in found.readers:
        for altered in reader.altered:
            yield altered.region.count, altered.region.rest, altered.region.pieces
    for change in found.changes or ():
        for shift in change.shifts:
            yield shift.count, shift.rest, shift.pieces
    for say in found.says or ():
        for extent in (say.gained, say.lost):
            if extent is not None:
                yield extent.count, extent.rest, extent.pieces


def moved_between(one: Case, situation: Mapping[str, Value], left: str, right: str) -> tuple[str, str] | None:
    before, after = answers(one, situation)
    if any(goes_along(reader, before, after) for reader in (left, right)):
        return None
    return standing(before[left], before[right]), standing(after[left], after[right])

"""The regions in which two answers part are exactly where they differ, situation by situation."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from placet.engine import Decider
from placet.engine.space import Difference, Region, Sides, compare
from placet.engine.space.differences import roots_of
from placet.engine.space.examples import Look
from placet.engine.variation.excerpt import Excerpt, excerpt_for, needed_values
from placet.model import Value
from placet.model.answers import BASES
from tests.agreement.pairs import make_case, make_cases, profiles, random_situation
from tests.agreement.profiles import Profile, is_other, kind_of, some_situations

CHUNK = 40
SITUATIONS = 20


@pytest.mark.parametrize("chunk", range(8))
def test_a_situation_is_in_a_region_where_and_only_where_the_answers_differ(chunk):
    for case in make_cases(range(chunk * CHUNK, (chunk + 1) * CHUNK)):
        regions = [one.region for one in case.sides.differences(by_instrument=False)]
        for situation in some_situations(case.rng, case.values, SITUATIONS):
            place = case.sides.situations.values_of(situation)
            inside = any(case.sides.situations.is_in(place, region) for region in regions)
            one, other = profiles(case.sides, situation)
            assert inside == is_other(one, other), f"{case.seed}: {situation}, {one.parts}, {other.parts}"


def test_a_region_says_truly_what_either_side_asks_for_and_by_which_rule():
    for case in make_cases(range(400, 500)):
        for found in case.sides.differences(by_instrument=False):
            for _ in range(3):
                situation = random_situation(case.rng, case.sides, found.region)
                situation = {name: situation.get(name, case.values[name][0]) for name in case.values}
                assert is_true(found, profiles(case.sides, situation)), f"{case.seed}: {found}, {situation}"


def test_within_one_instrument_a_region_says_truly_what_its_rules_ask_for():
    shown = 0
    for case in make_cases(range(500, 600)):
        regions: dict[str | None, list[Difference]] = {}
        for found in case.sides.differences(by_instrument=True):
            regions.setdefault(found.instrument, []).append(found)
        owners = {ground.rule.instrument or ground.rule.held_by for side in case.sides.sides for ground in side.rules}
        assert regions.keys() <= owners
        for owner in sorted(owners, key=str):
            for situation in some_situations(case.rng, case.values, 8):
                place = case.sides.situations.values_of(situation)
                here = [one for one in regions.get(owner, ()) if case.sides.situations.is_in(place, one.region)]
                pair = profiles(case.sides, situation, owner)
                assert bool(here) == is_other(*pair), f"{case.seed}, {owner}: {situation}"
                assert all(is_true(one, pair) for one in here), f"{case.seed}, {owner}: {situation}"
                shown += len(here)
    assert shown > 100


def test_of_rules_of_one_instrument_whole_answers_and_instruments_make_the_same_regions():
    shown = 0
    for case in make_cases(range(600, 700), of_one_instrument=True):
        sides = Sides(*case.sides.sides, case.sides.situations)
        whole = [_without_instrument(one) for one in sides.differences(by_instrument=False)]
        apart = [_without_instrument(one) for one in sides.differences(by_instrument=True)]
        assert whole == apart, case.seed
        shown += len(whole)
    assert shown > 30


def test_the_answers_of_a_situation_are_those_of_the_decider_and_of_every_completion():
    kinds = set()
    for case in make_cases(range(680, 760)):
        deciders = [
            Decider(side.rulebook, side.perspective.on, side.perspective.known, fixed=case.given)
            for side in case.sides.sides
        ]
        for situation in some_situations(case.rng, case.values, 10):
            looks = looks_at(case.sides, situation)
            for look, decider, profile in zip(looks, deciders, profiles(case.sides, situation), strict=True):
                said = look.answer()
                answers = decider.answer(situation).readers
                answer = answers.get(look.side.reader) or answers.get(look.side.reader.partition(".")[0])
                kind = answer.answer if answer is not None else "silent"
                assert said.kind == kind == kind_of(profile), case.seed
                kinds.add(kind)
                certain = {(one.step, one.basis) for one in said.steps if one.truth == "yes"}
                perhaps = {(one.step, one.basis) for one in said.steps if one.truth == "open"}
                if kind != "undetermined":
                    assert certain == {(one.step, one.basis) for one in (answer.requirements if answer else ())}
                else:
                    strongest = {
                        part: truth
                        for part, truth in profile.parts.items()
                        if part != "bar" and (truth == "open" or not _is_implied(profile, part))
                    }
                    assert certain == {part for part, truth in strongest.items() if truth == "yes"}, case.seed
                    assert perhaps == {part for part, truth in strongest.items() if truth == "open"}, case.seed
                standing = {rule for one in profile.judgements for rule in one.bars}
                assert set(said.bars) == standing, case.seed
    assert kinds == {"barred", "needs", "clear", "silent", "undetermined"}


def test_what_became_of_a_rule_is_what_the_proof_says():
    outcomes = set()
    for case in make_cases(range(760, 820)):
        for place, side in enumerate(case.sides.sides):
            decider = Decider(side.rulebook, side.perspective.on, side.perspective.known, fixed=case.given)
            for situation in some_situations(case.rng, case.values, 10):
                look = looks_at(case.sides, situation)[place]
                answers = decider.answer(situation).readers
                answer = answers.get(side.reader) or answers.get(side.reader.partition(".")[0])
                proof = {one.rule: one for one in answer.proof} if answer is not None else {}
                for rule in side.rulebook.rules:
                    fate = look.fate(rule)
                    if rule not in proof:
                        assert fate.fate in ABSENT, f"{case.seed}, {rule}: {fate}"
                        continue
                    told = proof[rule]
                    assert (fate.fate, fate.grade, fate.readings) == (told.outcome, told.grade, told.readings), (
                        case.seed
                    )
                    assert fate.fate == "open" or fate.by == told.by, f"{case.seed}, {rule}: {fate}, {told}"
                    outcomes.add(fate.fate)
    assert outcomes == {"stands", "excepted", "overridden", "open"}


def test_counts_are_the_numbers_of_situations():
    counted = 0
    for case in make_cases(range(820, 1150)):
        size = 1
        for each in case.values.values():
            size *= len(each)
        if size > 20_000:
            continue
        found = compare(*(side.perspective for side in case.sides.sides), case.given, by_instrument=False)
        assert found.total == size, case.seed
        if size > 200 or not found.regions:
            continue
        every = list(some_situations(case.rng, case.values, size))
        assert found.differing == sum(is_other(*profiles(case.sides, one)) for one in every), case.seed
        differences = case.sides.differences(by_instrument=False)
        inside = [
            sum(case.sides.situations.is_in(case.sides.situations.values_of(one), each.region) for one in every)
            for each in differences
        ]
        assert sorted(inside) == sorted(region.count for region in found.regions), case.seed
        counted += 1
    assert counted > 6


def test_facts_that_all_situations_share_leave_the_regions_that_lie_in_them():
    compared = 0
    for seed in range(1100, 1160):
        whole = make_case(seed, {})
        given = {name: whole.rng.choice(values) for name, values in whole.values.items() if whole.rng.random() < 0.4}
        part = make_case(seed, given)
        free = [one.region for one in whole.sides.differences(by_instrument=False)]
        bound = [one.region for one in part.sides.differences(by_instrument=False)]
        for situation in some_situations(whole.rng, part.values, 20):
            place = whole.sides.situations.values_of(situation)
            inside = any(whole.sides.situations.is_in(place, region) for region in free)
            place = part.sides.situations.values_of(situation)
            assert inside == any(part.sides.situations.is_in(place, region) for region in bound), seed
            compared += inside
    assert compared > 100


def test_a_comparison_tells_an_example_that_lies_in_its_first_piece():
    for case in make_cases(range(1160, 1200)):
        found = compare(*(side.perspective for side in case.sides.sides), case.given)
        for region in found.regions:
            assert region.pieces[0].count == max(piece.count for piece in region.pieces)
            assert sum(piece.count for piece in region.pieces) >= region.count
            for rest in some_situations(case.rng, case.values, 3):
                # What the example leaves out makes no difference: any values do.
                situation = {**rest, **region.example}
                assert all(is_met(test, situation[test.field]) for test in region.pieces[0].tests), case.seed
                said = tuple(look.answer() for look in looks_at(case.sides, situation))
                assert said == region.answers, f"{case.seed}: {region.example}"


def test_what_cannot_bear_on_the_facts_makes_no_difference_to_a_comparison():
    compared = 0
    for seed in range(1300, 1500):
        whole = make_case(seed, {})
        given = {name: whole.rng.choice(values) for name, values in whole.values.items() if whole.rng.random() < 0.5}
        one, other = (side.perspective for side in whole.sides.sides)
        if one.rulebook is not other.rulebook or not given:
            continue
        everything = Excerpt(one.rulebook, one.rulebook, frozenset())
        part = excerpt_for(one.rulebook, given, needed_values(one.rulebook))
        found = [compare(one, other, given, excerpt=excerpt) for excerpt in (everything, part, None)]
        assert found[1] == found[2]
        assert (found[0].total, found[0].differing) == (found[1].total, found[1].differing)
        assert [_plain(region) for region in found[0].regions] == [_plain(region) for region in found[1].regions], seed
        compared += len(found[0].regions)
    assert compared > 50


def test_some_of_the_regions_are_those_in_their_places_and_the_others_are_counted():
    told = 0
    for case in make_cases(range(1200, 1240)):
        sides = [side.perspective for side in case.sides.sides]
        every = compare(*sides, case.given)
        for some in (slice(0, 2), slice(2, 4), slice(50, 60)):
            part = compare(*sides, case.given, some=some)
            assert part.regions == every.regions[some]
            assert part.before + len(part.regions) + part.after == len(every.regions)
            assert part.differing == every.differing
            told += len(part.regions)
        assert every.before == every.after == 0
    assert told > 20


def _plain(region: Region) -> tuple[object, ...]:
    return region.what, region.side, region.here, region.there, region.rule, region.steps, region.count, region.answers


def test_the_cases_between_them_show_every_kind_of_difference_and_points_that_hang_together():
    shown: set[object] = set()
    limited = 0
    for case in make_cases(range(400)):
        for found in case.sides.differences(by_instrument=False):
            shown |= {found.what, (found.what, found.here, found.there)}
        hangs_on = {number for root in roots_of(case.sides.sides) for number in case.sides.expressions.variables(root)}
        limited += any(hangs_on & side.calendar.variables.limits.keys() for side in case.sides.sides)
    for what in ("step", "bar", "speaks"):
        assert {(what, "yes", "no"), (what, "yes", "open"), (what, "open", "no")} <= shown
    assert ("force", "yes", "yes") in shown
    assert limited > 0


def is_true(found: Difference, pair: tuple[Profile, Profile]) -> bool:
    """Say whether what a difference claims holds in a situation of its region."""
    high, low = pair[found.side], pair[1 - found.side]
    truths = (found.here, found.there)
    if found.what == "bar":
        said = (high.parts.get("bar", "no"), low.parts.get("bar", "no"))
        return said == truths and any(found.rule in one.bars for one in high.judgements)
    if found.what == "speaks":
        return (high.speaks, low.speaks) == truths and not high.busy and not low.busy
    if found.what == "step":
        parted = [
            step
            for step in found.steps
            if (high.parts.get((step, "policy"), "no"), low.parts.get((step, "policy"), "no")) == truths
        ]
        rules = {rule for one in high.judgements for step, _, rule in one.asks if step in parted}
        return bool(parted) and found.rule in rules
    (step,) = found.steps
    assert found.force is not None
    strong, weak = found.force[found.side], found.force[1 - found.side]
    alike = high.parts.get((step, "policy"), "no") == low.parts.get((step, "policy"), "no") != "no"
    said = (high.parts.get((step, strong), "no"), low.parts.get((step, weak), "no"))
    nothing_stronger = strong == weak or not any((step, basis) in low.parts for basis in BASES[: BASES.index(weak)])
    return alike and said == truths and nothing_stronger


def is_met(test, value) -> bool:
    """Say whether a situation's value meets a literal; a number stands for its interval."""
    if test.member:
        return (test.member in value) in test.values
    if not test.cuts:
        return value in test.values
    return any(_same_interval(value, other, test.cuts) for other in test.values)


def looks_at(sides: Sides, situation: Mapping[str, Value]) -> tuple[Look, ...]:
    values = sides.situations.by_variable(sides.situations.values_of(situation))
    return tuple(Look(side, values, dict(situation)) for side in sides.sides)


ABSENT = {"does not speak", "no such rule", "not in force", "not known", "rejected", "not bound"}


def _is_implied(profile: Profile, part: tuple) -> bool:
    step, basis = part
    return any(profile.parts.get((step, stronger)) == "yes" for stronger in BASES[: BASES.index(basis)])


def _same_interval(one, other, cuts) -> bool:
    if one is None or other is None:
        return one is other
    return all((one > cut, one == cut) == (other > cut, other == cut) for cut in cuts)


def _without_instrument(found: Difference) -> tuple:
    return tuple(getattr(found, name) for name in found.__struct_fields__ if name != "instrument")

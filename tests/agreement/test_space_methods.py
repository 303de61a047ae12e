"""Whichever way regions are found, they are the same; where they are out of reach, a witness is what it claims."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import msgspec
import pytest

from bench.decide.workload import ON, load_workload
from placet.engine import DiagramTooLarge
from placet.engine.logic.expressions import FALSE, TRUE
from placet.engine.space import Perspective, Sides, compare, sides_of
from placet.engine.space.conditions import tell
from placet.engine.space.examples import Look, plain_example
from placet.engine.space.hinges import Hinges
from placet.engine.space.witness import SolverMissing
from placet.model import (
    And,
    Compare,
    Const,
    Field,
    FieldRef,
    Instrument,
    Literal,
    Not,
    Rulebook,
    TermRef,
    Type,
)
from tests.agreement.pairs import Case, make_case, make_cases, profiles
from tests.agreement.profiles import is_other, some_situations
from tests.agreement.test_space import is_met, looks_at
from tests.agreement.worlds import ALWAYS, TODAY, reading, rule, treaty, world

binary_diagrams_module = importlib.import_module("placet.engine.logic.binary_diagrams")
compare_module, conditions_module, differences_module, situations_module, witness_module = (
    importlib.import_module(f"placet.engine.space.{name}")
    for name in ("compare", "conditions", "differences", "situations", "witness")
)


@pytest.fixture
def written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tables be always quicker than diagrams."""
    monkeypatch.setattr(differences_module, "FEWEST_STEPS", 0)
    monkeypatch.setattr(situations_module, "TABLE_S", 0.0)
    monkeypatch.setattr(situations_module, "GATE_S", 0.0)


def perspectives(case: Case) -> tuple[Perspective, Perspective]:
    one, other = (side.perspective for side in case.sides.sides)
    return one, other


@pytest.mark.parametrize("by_instrument", [False, True])
def test_tables_and_diagrams_find_the_same_regions(by_instrument, request):
    cases = list(make_cases(range(2000, 2120)))
    by_diagrams = [case.sides.differences(by_instrument=by_instrument) for case in cases]
    request.getfixturevalue("written_out")
    tabulated = 0
    for case, expected in zip(cases, by_diagrams, strict=True):
        sides = Sides(*case.sides.sides, case.sides.situations)
        found = sides.differences(by_instrument=by_instrument)
        assert sorted(map(str, found)) == sorted(map(str, expected)), case.seed
        tabulated += any(group.tabulated for group in sides._groups.values())
    assert tabulated > 20


def test_tables_are_no_part_of_a_comparison_for_which_diagrams_are_quicker():
    for case in make_cases(range(2000, 2010)):
        case.sides.differences(by_instrument=False)
        assert not any(group.tabulated for group in case.sides._groups.values())


def test_a_region_told_in_its_largest_conditions_says_what_they_leave(monkeypatch):
    monkeypatch.setattr(conditions_module, "WHOLE_NODES", 2)
    monkeypatch.setattr(conditions_module, "MOST_PIECES", 2)
    left = 0
    for case in make_cases(range(2200, 2280)):
        whole = compare(*perspectives(case), case.given)
        some = compare(*perspectives(case), case.given, in_full=False)
        assert [region.count for region in some.regions] == [region.count for region in whole.regions]
        assert some.differing == whole.differing
        for region, full in zip(some.regions, whole.regions, strict=True):
            assert full.rest == 0
            assert len(region.pieces) <= max(2, len(full.pieces))
            assert sum(piece.count for piece in region.pieces) + region.rest >= region.count
            assert region.rest < region.count
            left += region.rest > 0
    assert left > 1


def test_a_region_whose_conditions_are_out_of_reach_keeps_its_count_and_one_condition(monkeypatch):
    whole = [(case, compare(*perspectives(case), case.given)) for case in make_cases(range(2200, 2400))]
    monkeypatch.setattr(conditions_module, "COVER_NODES", -1)
    shortened = 0
    for case, expected in whole:
        found = compare(*perspectives(case), case.given)
        assert [region.count for region in found.regions] == [region.count for region in expected.regions]
        assert (found.differing, found.out_of_reach) == (expected.differing, False)
        for region, full in zip(found.regions, expected.regions, strict=True):
            if not region.rest:
                continue
            shortened += 1
            (piece,) = region.pieces
            assert piece.count + region.rest == region.count
            assert full.rest == 0
            for situation in some_situations(case.rng, case.values, 20):
                if all(is_met(test, situation[test.field]) for test in piece.tests):
                    assert any(all(is_met(test, situation[test.field]) for test in one.tests) for one in full.pieces)
    assert shortened > 4


def test_tables_of_a_compiled_back_end_are_those_of_plain_numbers(monkeypatch, written_out):
    compared = 0
    for case in make_cases(range(2000, 2020)):
        counts = []
        for least in (1.0, -1.0):
            monkeypatch.setattr(situations_module, "STARTING_S", least)
            sides = Sides(*case.sides.sides)
            regions = sides.differences(by_instrument=False)
            counts.append([(str(each.what), each.rule, sides.situations.count(each.region)) for each in regions])
            compared += any(group.tabulated for group in sides._groups.values())
        assert counts[0] == counts[1], case.seed
    assert compared > 5


def test_more_facts_than_any_table_has_are_told_by_diagrams(monkeypatch):
    monkeypatch.setattr(differences_module, "FEWEST_STEPS", 0)
    names = [f"fact-{index}" for index in range(1100)]
    tests = tuple(Compare(FieldRef(name), "=", Literal(True)) for name in names)
    book = world(rule(when=And(tests)), rule("other", when=tests[0]))
    book = msgspec.structs.replace(book, fields={name: Field(name, Type("yesno")) for name in names})
    other = msgspec.structs.replace(book, rules={name: each for name, each in book.rules.items() if name == "rule"})
    found = compare(Perspective(book, "KOR", TODAY), Perspective(other, "KOR", TODAY))
    assert found.differing == 2**1099 - 1


def test_the_expressions_on_which_answers_hang_are_those_that_plain_tests_do_not_exclude():
    for case in make_cases(range(2300, 2340)):
        expressions = case.sides.expressions
        hinges = case.sides.hinges(None)
        for situation in some_situations(case.rng, case.values, 4):
            known = {name: value for name, value in situation.items() if case.rng.random() < 0.5}
            values = case.sides.situations.by_variable(case.sides.situations.values_of(known))
            memo = {FALSE: 0, TRUE: 1}
            possible = hinges.possible(values)
            assert all(expressions.truth(root, values, memo) == 0 for root in hinges.roots if root not in possible)
            apart = [each for root in hinges.roots for each in Hinges(expressions, [root]).untold(values, memo)]
            assert hinges.untold(values, memo) == frozenset(apart)
            assert hinges.untold(values, memo) <= expressions.untold(hinges.roots, values, memo)


def test_where_regions_are_out_of_reach_a_witness_is_told_or_that_there_is_none():
    shown = 0
    for case in make_cases(range(2400, 2560)):
        found = compare(*perspectives(case), case.given, most=3)
        differs = bool(case.sides.differences(by_instrument=False))
        if found.regions:
            continue
        assert (found.witness is not None) == differs == (found.differing is None) == found.out_of_reach, case.seed
        if found.witness is None:
            continue
        shown += 1
        for situation in some_situations(case.rng, case.values, 4):
            # Whatever is not told makes no difference to the answers.
            told = {**situation, **found.witness.example}
            assert is_other(*profiles(case.sides, told)), case.seed
            assert tuple(look.answer() for look in looks_at(case.sides, told)) == found.witness.answers, case.seed
    assert shown > 20


def test_a_witness_holds_in_every_situation_of_its_condition():
    held = 0
    for case in make_cases(range(2400, 2560)):
        found = compare(*perspectives(case), case.given, most=3)
        if found.witness is None:
            continue
        size = 0
        for situation in some_situations(case.rng, case.values, 1500):
            if all(is_met(test, situation[test.field]) for test in found.witness.tests):
                size += 1
                if size <= 5:
                    assert is_other(*profiles(case.sides, situation)), case.seed
        if found.total <= 1500:
            assert found.witness.count == size, case.seed
        held += size > 0
    assert held > 10


def test_without_the_solver_the_part_to_install_is_named(monkeypatch):
    monkeypatch.setattr(witness_module, "is_solver_installed", lambda: False)
    case = next(case for case in make_cases(range(2400, 2500)) if compare(*perspectives(case), case.given).regions)
    with pytest.raises(SolverMissing) as caught:
        compare(*perspectives(case), case.given, most=3)
    assert caught.value.extra == "sat"
    assert isinstance(caught.value, DiagramTooLarge)


def two_instruments() -> Rulebook:
    """Return a world in which Seoul asks for consent in any case, by two rules of which it is open which one speaks.

    Tokyo may ask by either, or by none: both rules are unsettled for it.
    """
    pact = msgspec.structs.replace(treaty(), id="pact")
    return world(
        treaty(),
        pact,
        rule("first", when=TermRef("grave")),
        rule("second", when=Not(TermRef("grave")), instrument="pact"),
        reading("KOR", "grave", "term", unsettled_when=ALWAYS),
        reading("JPN", "first", also_when=ALWAYS, unsettled_when=ALWAYS),
        reading("JPN", "second", also_when=ALWAYS, unsettled_when=ALWAYS),
        means=Const(True),
    )


def test_what_two_instruments_come_to_only_together_is_not_taken_for_agreement():
    book = two_instruments()
    assert {name for name, each in book.instruments.items() if isinstance(each, Instrument)} == {"treaty", "pact"}
    one, other = (Perspective(book, reader, TODAY) for reader in ("KOR", "JPN"))
    whole = compare(one, other, by_instrument=False)
    assert [(region.here, region.there) for region in whole.regions] == [("yes", "open"), ("yes", "open")]
    apart = compare(one, other, by_instrument=True)
    assert apart.by_instrument
    assert apart.regions == ()
    assert apart.differing is None
    assert apart.witness is not None
    assert [answer.kind for answer in apart.witness.answers] == ["needs", "undetermined"]


def test_sides_that_share_no_points_between_instruments_and_agree_in_each_agree():
    agreed = 0
    for case in make_cases(range(2600, 2800)):
        apart = case.sides.differences(by_instrument=True)
        if apart or case.sides.has_shared_points():
            continue
        assert not make_case(case.seed, case.given).sides.differences(by_instrument=False), case.seed
        agreed += 1
    assert agreed > 20


@pytest.mark.parametrize("by_instrument", [False, True])
def test_the_library_of_diagrams_leads_to_the_same_comparison(by_instrument, monkeypatch):
    for case in make_cases(range(2500, 2560)):
        found, expected = (
            [
                compare(*perspectives(case), case.given, by_instrument=by_instrument, in_full=full)
                for full in (True, False)
            ]
            for _ in both_ways(monkeypatch)
        )
        assert found == expected, case.seed


def test_of_a_whole_treaty_the_library_of_diagrams_finds_the_same_conditions(monkeypatch):
    book = load_workload()
    pair = Perspective(book, "ALD", ON), Perspective(book, "COR", ON)
    found, expected = ([compare(*pair, in_full=full) for full in (True, False)] for _ in both_ways(monkeypatch))
    assert found == expected
    assert sum(len(region.pieces) for region in found[0].regions) > 500


def both_ways(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let diagrams be kept by the library, and then be plain ones."""
    for fewest in (0, 10**9):
        monkeypatch.setattr(binary_diagrams_module, "FEWEST_FUNCTIONS", fewest)
        yield


def test_examples_found_together_are_those_found_one_by_one():
    hanging = 0
    for case in make_cases(range(2600, 2680)):
        found = compare(*perspectives(case), case.given)
        sides = Sides(*sides_of((found.one, found.other), case.given))
        differences = sides.differences(by_instrument=found.by_instrument)
        for region, each in zip(found.regions, regions_in_order(sides, differences), strict=True):
            cube = tell(sides.situations, sides.covers, each.region, in_full=True).cubes[0][0]
            values, given, example = plain_example(sides.situations, cube, sides.hinges(each.instrument))
            assert region.example == example, case.seed
            within = sides.within(each.instrument)
            looks = [Look(one.side, values, given, one) for one in within]
            assert region.answers == tuple(look.answer() for look in looks), case.seed
            if region.fates:
                assert region.fates == tuple(look.fate(region.rule) for look in looks), case.seed
            hanging += len(example) > len(cube)
    assert hanging > 20


def regions_in_order(sides, differences):
    sized = [(each.what == "speaks", -sides.situations.count(each.region)) for each in differences]
    return [differences[at] for at in sorted(range(len(differences)), key=lambda at: (*sized[at], at))]

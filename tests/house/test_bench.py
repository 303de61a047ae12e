"""The benchmark asks what it says it asks; the peers are checked in the benchmark itself, where they are installed."""

from __future__ import annotations

from importlib import import_module
from math import prod

import msgspec
import numpy as np
import pytest

from bench.decide.fold import Fold
from bench.decide.ground import ground_rulebook
from bench.decide.peers.plain_peer import PlainPeer
from bench.decide.situations import SituationSource
from bench.decide.workload import ON, load_workload, reference_results
from bench.load.generate import write_rulebook
from bench.space.peers.clingo_peer import ClingoPeer
from bench.space.peers.z3_peer import Z3Peer
from bench.space.versus import conditions_of, versus
from bench.space.worlds import amended, charter, many_agreements, one_set_of_facts
from bench.sweep.generate import make_rulebook
from bench.sweep.measure_peers import Ours
from bench.sweep.peers.roll import ROLL
from bench.sweep.question import asked_of, axes_of, program_for
from bench.sweep.situations import sample_of
from placet.engine import Decider
from placet.engine.reference import answer_question
from placet.engine.space import Perspective, compare
from placet.engine.sweep.outcomes import outcomes_of
from placet.language import load_rulebook
from placet.model import Question


@pytest.fixture(scope="module")
def book():
    return load_workload()


@pytest.fixture(scope="module")
def situations(book):
    return SituationSource(book, seed=2014).take(20)


def test_the_workload_has_52_rules_15_facts_and_three_readers(book):
    assert (len(book.rules), len(book.fields)) == (52, 15)
    assert {reading.reader for reading in book.readings} == set(book.parties) == {"ALD", "BRN", "COR"}
    assert prod(len(book.domain(field.type)) for field in book.fields.values()) == 2**24


def test_placet_answers_the_workload_like_the_reference(book, situations):
    decider = Decider(book, ON, None)
    for given in situations:
        found, wanted = decider.answer(given), answer_question(book, Question(given, ON))
        assert {name: (reader.answer, reader.requirements) for name, reader in found.readers.items()} == {
            name: (reader.answer, reader.requirements) for name, reader in wanted.readers.items()
        }
        assert (found.verdict.kind, found.verdict.on) == (wanted.verdict.kind, wanted.verdict.on)
        assert found.missing == wanted.missing


def test_the_norms_given_to_the_peers_mean_what_the_reference_says(book, situations):
    ground = ground_rulebook(book, ON)
    fold, plain = Fold(ground), PlainPeer(ground)
    for given in situations:
        assert fold.named(fold.answers(plain.decide(given))) == reference_results(book, given)


def test_no_situation_is_given_out_twice(book):
    taken = SituationSource(book, seed=1).take(2000)
    assert len({tuple(situation.items()) for situation in taken}) == 2000


def test_the_generated_rulebook_is_sound_and_has_the_asked_size(tmp_path):
    size = write_rulebook(tmp_path, rules=100, seed=1960)
    loaded = load_rulebook(tmp_path)
    assert loaded.rulebook is not None, [str(diagnostic) for diagnostic in loaded.diagnostics]
    assert len(loaded.rulebook.rules) == 100
    assert size > 25_000


def test_the_sweep_asks_placet_and_the_peers_for_the_same_eighteen_outputs(book, situations):
    ground = ground_rulebook(book, ON)
    plain, asked = PlainPeer(ground), asked_of(ground)
    outcomes = outcomes_of(book, ON)
    program, axes = program_for(outcomes), axes_of(outcomes)
    assert len(asked) == program.outputs == 18
    for given in situations:
        true = set(plain.decide(given))
        wanted = [all(not true.isdisjoint(world) for world in each.worlds) for each in asked]
        digits = {}
        for axis in axes:
            variable = outcomes.variables.all[axis.planes[0][0]]
            code = variable.values.index(given[variable.open.name])
            digits |= {plane: code >> place & 1 for place, plane in enumerate(axis.planes)}
        left = program.fold({number: digits[plane] for number, plane in enumerate(program.inputs)})
        assert [bool(value) for _, value in sorted((to, value) for _, to, value, _ in left.steps())] == wanted


@pytest.mark.parametrize(("module", "name"), ROLL, ids=[name for _, name in ROLL])
def test_a_peer_of_the_sweep_answers_and_counts_like_placet(module, name):
    try:
        peer_kind = getattr(import_module(module), name)
    except ModuleNotFoundError as missing:
        pytest.skip(f"{missing.name} is not installed")
    book = make_rulebook(12)  # engines that plan their queries take long over the whole workload
    ground, outcomes = ground_rulebook(book, ON), outcomes_of(book, ON)
    ours = Ours(ground, outcomes, program_for(outcomes))
    peer = peer_kind(ground, asked_of(ground))
    stretches = [stretch[:64] for stretch in sample_of(ground, 1 << 13, seed=4)]
    found = np.concatenate([peer.answers(stretch) for stretch in stretches])
    wanted = np.concatenate([ours.answers(stretch) for stretch in stretches])
    assert np.array_equal(found, wanted)
    assert 0 < np.count_nonzero(wanted) < wanted.size
    peer.take(stretches)
    assert peer.sweep(stretches) == wanted.sum(axis=0).tolist()


def test_the_rulebook_of_the_sweep_has_the_asked_size_and_not_one_answer_alone():
    book = make_rulebook(200)
    assert (len(book.rules), len(book.fields)) == (200, 15)
    decider = Decider(book, ON)
    answers = {
        reader.answer
        for given in SituationSource(book, seed=3).take(60)
        for reader in decider.decide(given).readers.values()
    }
    assert answers == {"silent", "clear", "needs", "barred"}


def test_the_worlds_of_the_comparison_have_the_asked_size():
    book = many_agreements(200)
    assert (len(book.rules), len(book.instruments), len(book.fields)) == (200, 4, 15 + 4 * 10)
    facts = one_set_of_facts(200)
    assert (len(facts.rules), len(facts.instruments), len(facts.fields)) == (200, 1, 15)
    before = charter()
    assert (len(before.rules), len(amended(before).rules)) == (300, 306)
    assert sum(rule != before.rules.get(name) for name, rule in amended(before).rules.items()) == 10
    assert sum(len(before.domain(field.type)) for field in list(before.fields.values())[:3]) + 17 == 45


def test_the_solvers_are_asked_for_the_situations_that_placet_tells():
    agreements, before = many_agreements(50), charter(40)
    for one, other in (
        ((agreements, "ALD"), (agreements, "BRN")),
        ((before, "ALD"), (amended(before), "ALD")),
    ):
        found = compare(*(Perspective(rulebook, reader, ON) for rulebook, reader in (one, other)))
        assert found.regions
        asked = versus(one, other, ON)
        peer = Z3Peer(asked)
        assert peer.is_exactly(conditions_of(found))
        assert not peer.is_exactly(conditions_of(msgspec.structs.replace(found, regions=found.regions[1:])))
        assert peer.witness()
        assert ClingoPeer(asked).witness()
    same = versus((before, "ALD"), (before, "BRN"), ON)
    assert not Z3Peer(same).witness()
    assert not ClingoPeer(same).witness()

"""The benchmark asks what it says it asks; the peers are checked in the benchmark itself, where they are installed."""

from __future__ import annotations

from math import prod

import pytest

from bench.decide.fold import Fold
from bench.decide.ground import ground_rulebook
from bench.decide.peers.plain_peer import PlainPeer
from bench.decide.situations import SituationSource
from bench.decide.workload import ON, load_workload, reference_results
from bench.load.generate import write_rulebook
from bench.sweep.generate import make_rulebook
from bench.sweep.question import asked_of, axes_of, program_for
from placet.engine import Decider
from placet.engine.reference import answer_question
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

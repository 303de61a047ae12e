"""Rows decided all at once are decided as `Decider` decides each of them, whatever in them is unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random

import msgspec
import numpy as np
import pytest

from placet.engine.decision.compare import ASPECTS
from placet.engine.decision.decide import Decider, Decision
from placet.engine.logic.diagram import DiagramTooLarge
from placet.engine.sweep import completions, partial, partly, sweeper, ways
from placet.engine.sweep.answers import KINDS, VERDICTS
from placet.engine.sweep.coding import UNKNOWN
from placet.engine.sweep.compiled import SECTIONS, Whole
from placet.engine.sweep.eliminate import TooEntangled
from placet.engine.sweep.results import Outcome
from placet.engine.sweep.sweeper import Sweeper
from placet.language import load_rulebook
from placet.model import Rulebook, Value
from tests.agreement.generate import random_question, random_rulebook, random_value
from tests.agreement.worlds import TODAY, world

Row = dict[str, Value]


def rows_of(rng: Random, book: Rulebook, count: int, unknown: float) -> list[Row]:
    """Return random rows, in which each cell is unknown with a probability."""
    return [
        {
            name: random_value(rng, book, field.type)
            for name, field in book.fields.items()
            if not unknown or rng.random() >= unknown
        }
        for _ in range(count)
    ]


def decide(sweep: Sweeper, rows: Sequence[Row]) -> Outcome:
    codes = {field: sweep.code(field, [row.get(field, UNKNOWN) for row in rows]) for field in sweep.fields}
    return sweep.decide(codes, len(rows))


def differences(outcome: Outcome, row: int, wanted: Decision) -> Iterator[str]:
    """Yield what a row of the result says otherwise."""
    for reader, answer in wanted.readers.items():
        if reader not in outcome.kinds:
            continue
        kind = KINDS[outcome.kinds[reader][row]]
        needs = outcome.needs[reader].values[outcome.needs[reader].codes[row]]
        if (kind, needs) != (answer.answer, tuple((one.step, one.basis) for one in answer.requirements)):
            yield f"{reader}: {kind} {needs}, not {answer.answer} {answer.requirements}"
    verdict = VERDICTS[outcome.verdict[row]]
    on = tuple(aspect for bit, aspect in enumerate(ASPECTS) if outcome.on[row] >> bit & 1)
    if (verdict, on) != (wanted.verdict.kind, wanted.verdict.on):
        yield f"verdict: {verdict} {on}, not {wanted.verdict}"
    missing = outcome.missing.values[outcome.missing.codes[row]]
    if missing != wanted.missing:
        yield f"missing: {missing}, not {wanted.missing}"


def check(seed: int, rows: int, unknown: float, backend: str = "auto", size: int = 0) -> None:
    rng = Random(seed)
    book = random_rulebook(rng, size or rng.choice((1, 2, 3, 4, 6, 9)))
    question = random_question(rng, book)
    asked = rows_of(rng, book, rows, unknown)
    outcome = decide(Sweeper(book, question.on, question.known, backend=backend), asked)
    decider = Decider(book, question.on, question.known)
    for number, row in enumerate(asked):
        found = list(differences(outcome, number, decider.decide(row)))
        assert not found, f"seed {seed}, {row}: {found}"


@pytest.mark.parametrize("chunk", range(4))
def test_rows_in_which_all_is_known_are_decided_as_one_by_one(chunk):
    for seed in range(40 * chunk, 40 * chunk + 40):
        check(seed, 40, unknown=0)


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.9])
def test_rows_with_unknown_cells_are_decided_as_one_by_one(share):
    for seed in range(30):
        check(seed, 40, unknown=share)


@pytest.mark.parametrize("backend", ["integers", "numpy", "numba"])
def test_every_back_end_decides_alike(backend):
    for seed in range(300, 312):
        check(seed, 70, unknown=0.1, backend=backend)


def test_a_field_on_which_the_evidence_alone_hangs_may_be_unknown():
    check(1011, 40, unknown=0.1)


@pytest.fixture
def without_diagrams(monkeypatch):
    """Rows with unknown cells are completed, as where their diagrams are too large."""
    monkeypatch.setattr(sweeper, "compile_partly", too_large)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.9])
@pytest.mark.usefixtures("without_diagrams")
def test_rows_that_are_completed_are_decided_as_one_by_one(share):
    for seed in range(15):
        check(seed, 40, unknown=share)


def test_rows_are_completed_where_diagrams_need_more_nodes_than_allowed(korea, monkeypatch):
    def few(*given: object, **others: object) -> Whole:
        return partly.compile_partly(*given, **others, nodes=20)  # type: ignore[arg-type]

    sweep = Sweeper(korea, dt.date(2015, 9, 1))
    with pytest.raises(DiagramTooLarge):
        few(sweep.outcomes, sweep.inputs, sweep.readers, SECTIONS)
    monkeypatch.setattr(sweeper, "compile_partly", few)
    for seed in range(20, 30):
        check(seed, 40, unknown=0.3, size=9)


def test_rows_of_which_nothing_is_known_are_decided_as_one_by_one():
    for seed in range(60):
        check(seed, 2, unknown=1.0)


@pytest.mark.usefixtures("without_diagrams")
def test_what_a_row_gives_is_put_into_the_program_where_its_completions_are_many(monkeypatch):
    monkeypatch.setattr(partial, "MOST_DIGITS", 2)
    for seed in range(500, 520):
        check(seed, 30, unknown=0.5)
    monkeypatch.setattr(partial, "CALL_NS", 0.0)
    for seed in range(520, 530):
        check(seed, 30, unknown=0.3)


@pytest.mark.usefixtures("without_diagrams")
def test_rows_that_have_a_program_of_their_own_are_decided_as_one_by_one(monkeypatch):
    monkeypatch.setattr(ways, "MAKING_NS", 0.0)
    for seed in range(800, 812):
        check(seed, 60, unknown=0.1)


def refuse(*_: object) -> None:
    raise TooEntangled(0)


@pytest.mark.usefixtures("without_diagrams")
def test_what_cannot_be_compiled_is_decided_one_by_one(monkeypatch):
    monkeypatch.setattr(sweeper, "compile_staged", refuse)
    check(600, 30, unknown=0.3)
    monkeypatch.setattr(sweeper, "compile_whole", refuse)
    for seed in range(600, 605):
        check(seed, 30, unknown=0.3)


@pytest.mark.usefixtures("without_diagrams")
def test_what_was_decided_one_by_one_and_forgotten_is_decided_alike(monkeypatch):
    monkeypatch.setattr(sweeper, "compile_staged", refuse)
    monkeypatch.setattr(sweeper, "compile_whole", refuse)
    monkeypatch.setattr(sweeper, "MOST_ASKED", 3)
    monkeypatch.setattr(sweeper, "MOST_REMEMBERED", 2)
    for seed in range(605, 609):
        check(seed, 30, unknown=0.3)


@pytest.mark.usefixtures("without_diagrams")
def test_small_batches_of_completions_come_to_the_same(monkeypatch):
    monkeypatch.setattr(completions, "BITS_AT_ONCE", 64)
    monkeypatch.setattr(sweeper, "ROWS_AT_ONCE", 64)
    monkeypatch.setattr(partial, "ROWS_AT_ONCE", 64)
    for seed in range(700, 706):
        check(seed, 150, unknown=0.1)


def test_the_rows_between_them_show_every_kind_of_answer_and_verdict():
    shown: set[str] = set()
    for seed in range(120):
        rng = Random(seed)
        book = random_rulebook(rng, rng.choice((4, 9)))
        question = random_question(rng, book)
        outcome = decide(Sweeper(book, question.on, question.known), rows_of(rng, book, 40, 0.02))
        shown |= {VERDICTS[number] for number in np.unique(outcome.verdict)}
        shown |= {KINDS[number] for kinds in outcome.kinds.values() for number in np.unique(kinds)}
        shown |= {aspect for bit, aspect in enumerate(ASPECTS) if (outcome.on >> bit & 1).any()}
    assert shown == {*VERDICTS, *KINDS, *ASPECTS}


@pytest.fixture(scope="module")
def korea():
    return load_rulebook("korea").rulebook


@pytest.mark.parametrize("on", [dt.date(1976, 8, 18), dt.date(2003, 1, 1), dt.date(2010, 11, 23), dt.date(2015, 9, 1)])
def test_korea_is_swept_as_it_is_asked(korea, on):
    rng = Random(on.toordinal())
    rows = [*rows_of(rng, korea, 120, 0), *rows_of(rng, korea, 20, 0.05), *rows_of(rng, korea, 5, 0.15)]
    outcome = decide(Sweeper(korea, on), rows)
    decider = Decider(korea, on)
    for number, row in enumerate(rows):
        assert list(differences(outcome, number, decider.decide(row))) == []


def test_a_field_that_no_row_gives_is_unknown_in_all(korea):
    on = dt.date(2015, 9, 1)
    rows = rows_of(Random(3), korea, 10, 0)
    sweep = Sweeper(korea, on)
    left_out = ("goods", "situation")
    codes = {field: sweep.code(field, [row[field] for row in rows]) for field in sweep.fields if field not in left_out}
    outcome = sweep.decide(codes, len(rows))
    decider = Decider(korea, on)
    for number, row in enumerate(rows):
        kept = {field: value for field, value in row.items() if field not in left_out}
        assert list(differences(outcome, number, decider.decide(kept))) == []


def test_facts_that_all_rows_share_may_be_fixed():
    for seed in range(40):
        rng = Random(seed)
        book = random_rulebook(rng, 4)
        question = random_question(rng, book)
        shared = rows_of(rng, book, 1, 0.5)[0]
        rows = [{**row, **shared} for row in rows_of(rng, book, 20, 0.1)]
        outcome = decide(Sweeper(book, question.on, question.known, fixed=shared), rows)
        decider = Decider(book, question.on, question.known)
        for number, row in enumerate(rows):
            assert list(differences(outcome, number, decider.decide(row))) == []


def test_readers_may_be_chosen_and_the_verdict_is_still_over_all():
    rng = Random(5)
    book = random_rulebook(rng, 6)
    question = random_question(rng, book)
    rows = rows_of(rng, book, 40, 0.1)
    whole = decide(Sweeper(book, question.on), rows)
    reader = list(book.parties)[1]
    part = decide(Sweeper(book, question.on, readers=[reader]), rows)
    assert list(part.kinds) == list(part.needs) == [reader]
    assert part.kinds[reader].tolist() == whole.kinds[reader].tolist()
    assert part.verdict.tolist() == whole.verdict.tolist()
    with pytest.raises(ValueError, match="`nobody` has no reading"):
        Sweeper(book, question.on, readers=["nobody"])


@pytest.mark.parametrize("section", SECTIONS)
def test_one_section_alone_is_as_in_the_whole(section):
    rng = Random(8)
    book = random_rulebook(rng, 6)
    question = random_question(rng, book)
    rows = rows_of(rng, book, 60, 0.2)
    sweep = Sweeper(book, question.on)
    codes = {field: sweep.code(field, [row.get(field, UNKNOWN) for row in rows]) for field in sweep.fields}
    whole, part = sweep.decide(codes, 60), Sweeper(book, question.on).decide(codes, 60, [section])
    match section:
        case "kinds":
            assert {reader: found.tolist() for reader, found in part.kinds.items()} == {
                reader: found.tolist() for reader, found in whole.kinds.items()
            }
        case "needs":
            for reader, found in part.needs.items():
                wanted = whole.needs[reader]
                assert [found.values[code] for code in found.codes] == [wanted.values[code] for code in wanted.codes]
        case "missing":
            assert [part.missing.values[code] for code in part.missing.codes] == [
                whole.missing.values[code] for code in whole.missing.codes
            ]
        case _:
            assert getattr(part, section).tolist() == getattr(whole, section).tolist()
    assert (len(part.kinds) > 0) == (section == "kinds")


def test_no_rows_come_to_nothing():
    book = random_rulebook(Random(1), 3)
    outcome = Sweeper(book, TODAY).decide({}, 0)
    assert (outcome.count, len(outcome.verdict), len(outcome.undecided)) == (0, 0, 0)


def test_a_rulebook_that_says_nothing_leaves_every_row_unregulated():
    sweep = Sweeper(world(), TODAY)
    assert sweep.fields == ()
    outcome = sweep.decide({}, 100)
    assert {VERDICTS[number] for number in outcome.verdict} == {"unregulated"}


def too_large(*_: object, **__: object) -> Decision:
    raise DiagramTooLarge(1)


@pytest.mark.usefixtures("without_diagrams")
def test_a_row_in_which_too_much_is_unknown_is_named(monkeypatch):
    rng = Random(5)
    book = random_rulebook(rng, 6)
    question = random_question(rng, book)
    sweep = Sweeper(book, question.on)
    rows = rows_of(rng, book, 10, 0)
    sweep.whole()
    monkeypatch.setattr(sweeper, "compile_staged", refuse)
    monkeypatch.setattr(sweeper, "compile_whole", refuse)
    monkeypatch.setattr(Decider, "decide", too_large)
    del rows[3][sweep.fields[0]]
    assert decide(sweep, rows).undecided.tolist() == [3]


@pytest.mark.usefixtures("without_diagrams")
def test_rows_too_large_for_diagrams_get_a_program_of_their_own(monkeypatch):
    rng = Random(5)
    book = random_rulebook(rng, 6)
    question = random_question(rng, book)
    sweep = Sweeper(book, question.on, question.known)
    rows = rows_of(rng, book, 60, 0.2)
    decider = Decider(book, question.on, question.known)
    wanted = [decider.decide(row) for row in rows]
    monkeypatch.setattr(partial, "MOST_DIGITS", 0)
    monkeypatch.setattr(Decider, "decide", too_large)
    outcome = decide(sweep, rows)
    assert outcome.undecided.tolist() == []
    for number, decision in enumerate(wanted):
        assert list(differences(outcome, number, decision)) == []


def test_a_program_made_elsewhere_is_taken_over(monkeypatch):
    rng = Random(9)
    book = random_rulebook(rng, 6)
    question = random_question(rng, book)
    rows = rows_of(rng, book, 50, 0)
    sent = msgspec.msgpack.encode(Sweeper(book, question.on).whole())
    other = Sweeper(book, question.on)
    other.take_over(msgspec.msgpack.decode(sent, type=Whole))
    wanted = decide(Sweeper(book, question.on), rows)
    monkeypatch.setattr(sweeper, "compile_whole", None)
    found = decide(other, rows)
    assert found.verdict.tolist() == wanted.verdict.tolist()
    for reader, kinds in wanted.kinds.items():
        assert found.kinds[reader].tolist() == kinds.tolist()


def test_two_beside_each_other_decide_at_the_same_time_and_make_each_program_once(monkeypatch):
    made: list[str] = []

    def noted(name: str) -> None:
        make = getattr(sweeper, name)

        def make_noted(*given, **others):
            made.append(f"{name} {given[2:]} {others}")
            return make(*given, **others)

        monkeypatch.setattr(sweeper, name, make_noted)

    rng = Random(14)
    book = random_rulebook(rng, 6)
    question = random_question(rng, book)
    asked = [rows_of(rng, book, 300, 0.15) for _ in range(4)]
    decider = Decider(book, question.on, question.known)
    noted("compile_whole")
    noted("compile_staged")
    noted("compile_partly")
    monkeypatch.setattr(sweeper, "MANY", 5)
    first = Sweeper(book, question.on, question.known)
    sweeps = [first, first.beside(), first.beside(), first.beside()]
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(decide, sweeps, asked))
    for rows, outcome in zip(asked, outcomes, strict=True):
        for number, row in enumerate(rows):
            assert list(differences(outcome, number, decider.decide(row))) == []
    assert made
    assert len(made) == len(set(made))

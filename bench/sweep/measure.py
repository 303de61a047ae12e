"""Measure sweeps: the rulebook of the benchmark of one decision by every back end, and generated ones of any size."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import TypeVar

import msgspec
import numpy as np

from bench.decide.workload import ON, load_workload
from bench.sweep.generate import make_rulebook
from bench.sweep.measure_peers import PeerSweep, sweep_peers
from bench.sweep.question import axes_of, program_for
from placet.engine import Decider
from placet.engine.logic.diagram import Diagrams
from placet.engine.sweep.answers import KINDS, VERDICTS
from placet.engine.sweep.backends import choose_backend, installed_backends
from placet.engine.sweep.compiled import Section
from placet.engine.sweep.dense import diagram_of_table, difference_table
from placet.engine.sweep.grid import Backend, count_grid
from placet.engine.sweep.outcomes import Outcomes, outcomes_of
from placet.engine.sweep.product import ProductSpace
from placet.engine.sweep.program import Program
from placet.engine.sweep.sweeper import Sweeper
from placet.model import Rulebook

T = TypeVar("T")

REPETITIONS = 5
SIZES = (50, 500, 1_000, 2_000, 5_000)
ROWS = 1 << 20
VERIFIED = 300
"""How many rows are asked one by one to see that they come to the same."""


class Sweep(msgspec.Struct, frozen=True):
    """One way to go through all situations: seconds of the processor, and what was prepared beforehand."""

    name: str
    how: str
    prepared_s: float
    seconds: float
    situations: int


class Growth(msgspec.Struct, frozen=True):
    """A generated rulebook: how long its program takes to make, how large it is, how long a sweep takes."""

    rules: int
    prepared_s: float
    operations: int
    seconds: dict[str, float]


class Difference(msgspec.Struct, frozen=True):
    """Where two readers of the largest rulebook differ, as a table with its count."""

    backend: str
    seconds: float
    count: int


class RowSpeed(msgspec.Struct, frozen=True):
    """Rows of a table in memory, decided: nanoseconds a row."""

    backend: str
    what: str
    nanoseconds: dict[str, float]


class Results(msgspec.Struct, frozen=True):
    """Everything that was measured of sweeps."""

    operations: int
    answers_operations: int
    answers_outputs: int
    totals: list[int]
    sweeps: list[Sweep]
    peers: list[PeerSweep]
    answers: list[Sweep]
    growth: list[Growth]
    differences: list[Difference]
    rows: list[RowSpeed]
    missing: list[str]


class Unfolded:
    """A back end that never folds a program, so that all of it is run for all situations."""

    def __init__(self, backend: Backend) -> None:
        self.name, self.fold, self.count, self.table = backend.name, backend.fold, backend.count, backend.table
        self.fold_ns, self.word_ns = 1e18, 0.0


def measure_sweeps(repetitions: int = REPETITIONS, sizes: tuple[int, ...] = SIZES) -> Results:
    """Verify and time all back ends and peers that are installed.

    Raises:
        ValueError: where two of them count differently.
    """
    book = load_workload()
    prepared, outcomes = _timed(lambda: outcomes_of(book, ON))
    making, program = _timed(lambda: program_for(outcomes))
    sweeps, totals = _sweep_outputs(outcomes, program, prepared + making, repetitions)
    peers, missing = sweep_peers(book, outcomes, program, totals)
    answers, counted = _sweep_answers(book, repetitions)
    return Results(
        operations=len(program),
        answers_operations=len(counted),
        answers_outputs=counted.outputs,
        totals=totals,
        sweeps=sweeps,
        peers=peers,
        answers=answers,
        growth=[_measure_growth(size) for size in sizes],
        differences=_measure_difference(make_rulebook(sizes[-1])),
        rows=_measure_rows(book),
        missing=missing,
    )


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    start = time.process_time()
    found = call()
    return time.process_time() - start, found


def _median(call: Callable[[], T], repetitions: int) -> tuple[float, T]:
    """Time a call after one that is not counted."""
    found = call()
    return statistics.median(_timed(call)[0] for _ in range(repetitions)), found


def _sweep_outputs(
    outcomes: Outcomes, program: Program, prepared: float, repetitions: int
) -> tuple[list[Sweep], list[int]]:
    axes = axes_of(outcomes)
    situations = int(np.prod([len(axis) for axis in axes]))
    found: list[Sweep] = []
    every = []
    for name in installed_backends():
        backend = choose_backend(name)  # type: ignore[arg-type]
        for each, how in ((Unfolded(backend), "the program as it is"), (backend, "folded for the outer fields")):
            seconds, ((_, totals),) = _median(lambda each=each: tuple(count_grid(each, program, axes)), repetitions)
            found.append(Sweep(f"placet, {name}", how, prepared, seconds, situations))
            every.append(totals)
    if any(totals != every[0] for totals in every):
        raise ValueError(f"the back ends count differently: {every}")
    return found, every[0]


def _sweep_answers(book: Rulebook, repetitions: int) -> tuple[list[Sweep], Program]:
    found = []
    every = []
    program = None
    for name in installed_backends():
        prepared, space = _timed(
            lambda name=name: ProductSpace(book, ON, space=dict.fromkeys(book.fields), backend=name)
        )
        seconds, ((_, counts),) = _median(lambda space=space: tuple(space.count()), repetitions)
        found.append(Sweep(f"placet, {name}", "whole answers and verdict", prepared, seconds, space.situations))
        every.append(counts)
        program = space.program
    if any(counts != every[0] for counts in every):
        raise ValueError("the back ends count answers differently")
    assert program is not None
    return found, program


def _measure_growth(rules: int) -> Growth:
    book = make_rulebook(rules)
    prepared, (outcomes, program) = _timed(lambda: _prepare(book))
    axes = axes_of(outcomes)
    seconds = {}
    for name in installed_backends():
        backend = choose_backend(name)  # type: ignore[arg-type]
        if name == "numba":
            seconds["numba, as it is"], _ = _median(
                lambda backend=backend: list(count_grid(Unfolded(backend), program, axes)), 1
            )
        seconds[name], _ = _timed(lambda backend=backend: list(count_grid(backend, program, axes)))
    return Growth(rules, prepared, len(program), seconds)


def _prepare(book: Rulebook) -> tuple[Outcomes, Program]:
    outcomes = outcomes_of(book, ON)
    return outcomes, program_for(outcomes)


def _measure_difference(book: Rulebook) -> list[Difference]:
    """Time the table of where the answers of two readers differ, from expressions that are there already."""
    outcomes = outcomes_of(book, ON)
    expressions = outcomes.expressions
    one, other = list(outcomes.columns.values())[:2]
    both = [{step: when for step, _, when in column.asks} for column in (one, other)]
    pairs = [(one.bar, other.bar), (one.speaks, other.speaks)]
    pairs += [(both[0].get(step, 0), both[1].get(step, 0)) for step in sorted(both[0].keys() | both[1].keys())]
    order = [axis.planes[0][0] for axis in axes_of(outcomes)]
    found = []
    for name in installed_backends():
        seconds, table = _timed(lambda name=name: difference_table(expressions, pairs, order, name))
        found.append(Difference(name, seconds, table.count()))
    diagrams = Diagrams(expressions, order)
    making, _ = _timed(lambda: diagram_of_table(table, diagrams))
    found.append(Difference(f"the diagram of that table, {len(diagrams.levels):,} nodes", making, table.count()))
    return found


def _measure_rows(book: Rulebook) -> list[RowSpeed]:
    """Time rows in memory, random and fresh, after having compared some of them with answers one by one."""
    rng = np.random.default_rng(1960)
    sections: dict[str, tuple[Section, ...]] = {
        "answers and verdict": ("kinds", "verdict"),
        "and steps": ("kinds", "needs", "verdict", "on"),
        "and what is missing": ("kinds", "needs", "verdict", "on", "missing"),
    }
    found = []
    for name in installed_backends():
        sweep = Sweeper(book, ON, backend=name)  # type: ignore[arg-type]
        sizes = {field: sweep.field_code(field).size for field in sweep.fields}
        full = {field: rng.integers(0, size, ROWS).astype(np.int8) for field, size in sizes.items()}
        partial = {field: np.where(rng.random(ROWS) < 0.05, -1, each).astype(np.int8) for field, each in full.items()}
        for what, codes in (("all cells known", full), ("one cell in twenty unknown", partial)):
            _verify_rows(book, sweep, codes)
            speeds = {}
            for label, wanted in sections.items():
                sweep.decide({field: each[: ROWS // 16] for field, each in codes.items()}, ROWS // 16, wanted)
                seconds, _ = _timed(lambda codes=codes, wanted=wanted, sweep=sweep: sweep.decide(codes, ROWS, wanted))
                speeds[label] = seconds / ROWS * 1e9
            found.append(RowSpeed(name, what, speeds))
    return found


def _verify_rows(book: Rulebook, sweep: Sweeper, codes: dict[str, np.ndarray]) -> None:
    outcome = sweep.decide({field: each[:VERIFIED] for field, each in codes.items()}, VERIFIED)
    decider = Decider(book, ON)
    for row in range(VERIFIED):
        given = {
            field: sweep.field_code(field).value(int(each[row])) for field, each in codes.items() if each[row] >= 0
        }
        wanted = decider.decide(given)
        found = {reader: KINDS[kinds[row]] for reader, kinds in outcome.kinds.items()}
        said = {reader: answer.answer for reader, answer in wanted.readers.items()}
        if found != said or VERDICTS[outcome.verdict[row]] != wanted.verdict.kind:
            raise ValueError(f"{sweep.backend.name} answers {found}, one by one {said}, where {given}")
        if outcome.missing.values[outcome.missing.codes[row]] != wanted.missing:
            raise ValueError(f"{sweep.backend.name} misses something else than {wanted.missing}, where {given}")

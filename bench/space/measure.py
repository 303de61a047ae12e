"""Measure comparisons over all situations, beside solvers that are asked where the same answers differ."""

from __future__ import annotations

import gc
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from bench.decide.workload import ON, load_workload
from bench.space import worlds
from bench.space.probe import without_library
from bench.space.versus import Versus, conditions_of, versus
from placet.engine.logic.collector import collector_held_back
from placet.engine.space import Comparison, Perspective, Sides, compare, sides_of
from placet.engine.space.amend import amend
from placet.engine.space.compare import tell_regions
from placet.model import Rulebook

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
RUNS = 7
LARGE_RUNS = 3
MOST_S = 10.0
"""For how long a solver may go on finding one condition or one situation after the other."""
KOREA = (
    "compare korea JPN KOR",
    "compare korea USA KOR --json",
    "gaps korea",
    "amend korea guidelines-clause --on 2015-10-21",
    "deciding korea signature-000",
    "deciding korea act=strike",
    "deciding korea",
    "timeline korea",
    "timeline korea --axis known",
    "map korea act on",
    "map korea on known",
    "map korea act area signature-004",
    "lint korea --deep",
)
PLAIN = "placet without OxiDD"
HOW = {
    "found": "regions, counts, causing rules",
    "covered": "regions, counts, causing rules, largest conditions",
    "told": "largest conditions, examples, answers, evidence",
    "in full": "all conditions, examples, answers, evidence",
}
"""What is asked of placet of a large world."""


class Row(msgspec.Struct, frozen=True):
    """One engine on one question: the median of some runs in processor time, and what came out."""

    engine: str
    what: str
    seconds: float
    found: str


class Large(msgspec.Struct, frozen=True):
    """A large world: medians of processes of their own, by engine and question what `probe` prints."""

    name: str
    asked: dict[tuple[str, str], dict[str, float]]


class Process(msgspec.Struct, frozen=True):
    """A command on korea as a whole process: the medians by the clock and of the processor."""

    command: str
    clock_s: float
    cpu_s: float


class Results(msgspec.Struct, frozen=True):
    """Everything that was measured of comparisons."""

    workload: str
    treaty: list[Row]
    charter: list[Row]
    large: list[Large]
    korea: list[Process]
    missing: list[str]


def measure_comparisons() -> Results:
    """Verify placet's conditions by z3, where that is installed, and time everything.

    Raises:
        ValueError: z3 finds a situation in which the answers differ and no condition holds, or the other way round.
    """
    book = load_workload()
    readers = list(combinations(book.parties, 2))
    comparisons = [_compared(book, *pair) for pair in readers]
    missing = [name for name in ("oxidd", "z3", "clingo") if not find_spec(name)]
    treaty = _treaty_rows(book, readers, comparisons, missing)
    charter = _charter_rows(missing)
    large = [
        Large("5,000 rules, 100 agreements with facts of their own", _probed("agreements", missing)),
        Large("5,000 rules over one 24-bit set of facts", _probed("facts", missing)),
        Large("a charter of 300 rules, and with 6 more and 4 others", _probed("charter", missing)),
    ]
    workload = (
        f"{len(book.rules)} rules, {len(book.readings)} readings of {len(book.parties)} readers, "
        f"{comparisons[0].total:,} situations"
    )
    return Results(workload, treaty, charter, large, _korea(), missing)


def _treaty_rows(
    book: Rulebook, readers: list[tuple[str, str]], comparisons: list[Comparison], missing: list[str]
) -> list[Row]:
    rows = []
    for pair, found in zip(readers, comparisons, strict=True):
        name = " and ".join(pair)
        regions = f"{len(found.regions)} regions, {found.differing:,} situations"
        some = compare(found.one, found.other, in_full=False)
        rows += [
            Row("placet", f"{name}: {HOW['found']}", _median(lambda pair=pair: _regions(book, *pair)), regions),
            Row(
                "placet",
                f"{name}: {HOW['covered']}",
                _median(lambda pair=pair: _covered(book, *pair, in_full=False)),
                f"{_conditions(some):,} conditions",
            ),
            Row(
                "placet",
                f"{name}: regions, counts, causing rules, all conditions",
                _median(lambda pair=pair: _covered(book, *pair, in_full=True)),
                f"{_conditions(found):,} conditions",
            ),
            Row(
                "placet",
                f"{name}: {HOW['told']}",
                _median(lambda found=found: compare(found.one, found.other, in_full=False)),
                f"{_conditions(some):,} conditions",
            ),
            Row(
                "placet",
                f"{name}: {HOW['in full']}",
                _median(lambda pair=pair: _compared(book, *pair)),
                f"{_conditions(found):,} conditions",
            ),
        ]
        if "oxidd" not in missing:
            with without_library():
                seconds = _median(lambda pair=pair: _compared(book, *pair))
            rows.append(Row(PLAIN, f"{name}: {HOW['in full']}", seconds, rows[-1].found))
    asked = [versus(*((book, reader) for reader in pair), ON) for pair in readers]
    name = " and ".join(readers[0])
    if "z3" not in missing:
        from bench.space.peers.z3_peer import Z3Peer

        for each, found in zip(asked, comparisons, strict=True):
            _verify(Z3Peer(each), found)
        rows += _z3_rows(asked[0], comparisons[0], f"{name}: ")
    if "clingo" not in missing:
        from bench.space.peers.clingo_peer import ClingoPeer

        seconds, (count, is_all) = _timed(lambda: ClingoPeer(asked[0]).enumerate(MOST_S))
        rows += [
            Row("clingo", f"{name}: one situation", _median(lambda: ClingoPeer(asked[0]).witness()), "1 situation"),
            Row("clingo", f"{name}: every situation", seconds, f"{count:,}{'' if is_all else ', stopped'}"),
        ]
    return rows


def _charter_rows(missing: list[str]) -> list[Row]:
    before = worlds.charter()
    after = worlds.amended(before)
    pair = Perspective(before, "ALD", worlds.ON), Perspective(after, "ALD", worlds.ON)
    found = compare(*pair)
    rows = [
        Row(
            "placet",
            "one reader: regions, counts, conditions, causing rules",
            _median(lambda: compare(*pair)),
            f"{len(found.regions)} regions, {_conditions(found)} conditions",
        )
    ]
    if "z3" not in missing:
        from bench.space.peers.z3_peer import Z3Peer

        asked = versus((before, "ALD"), (after, "ALD"), worlds.ON)
        _verify(Z3Peer(asked), found)
        rows += _z3_rows(asked, found, "one reader: ")
    changed = amend(before, after, worlds.ON)
    rows.append(
        Row(
            "placet",
            f"amend, as the command does it, for {len(before.parties)} readers",
            _median(lambda: amend(before, after, worlds.ON)),
            f"{sum(len(each.altered) for each in changed.readers)} regions",
        )
    )
    return rows


def _z3_rows(asked: Versus, found: Comparison, name: str) -> list[Row]:
    from bench.space.peers.z3_peer import Z3Peer

    peer, condition = Z3Peer(asked), conditions_of(found)
    seconds, (count, is_all) = _timed(lambda: peer.cover(MOST_S))
    return [
        Row("z3", f"{name}one situation", _median(lambda: Z3Peer(asked).witness()), "1 situation"),
        Row("z3", f"{name}proof of placet's conditions", _median(lambda: peer.is_exactly(condition)), "proved"),
        Row("z3", f"{name}conditions one by one", seconds, f"{count:,}{'' if is_all else ', stopped'}"),
    ]


def _verify(peer: Any, found: Comparison) -> None:
    if not peer.is_exactly(conditions_of(found)):
        raise ValueError(f"z3 does not find the conditions of {found.one.reader} and {found.other.reader} exact")


def _conditions(found: Comparison) -> int:
    return sum(len(region.pieces) for region in found.regions)


def _compared(book: Rulebook, one: str, other: str) -> Comparison:
    return compare(Perspective(book, one, ON), Perspective(book, other, ON))


def _regions(book: Rulebook, one: str, other: str) -> list[int]:
    with collector_held_back():
        sides = Sides(*sides_of((Perspective(book, one, ON), Perspective(book, other, ON))))
        return [sides.situations.count(each.region) for each in sides.differences()]


def _covered(book: Rulebook, one: str, other: str, *, in_full: bool) -> int:
    """Find the regions with their counts and causing rules, and tell them in conditions; return how many these are."""
    with collector_held_back():
        sides = Sides(*sides_of((Perspective(book, one, ON), Perspective(book, other, ON))))
        told = tell_regions(sides, sides.differences(), in_full=in_full)
        return sum(len(each.pieces(sides.situations)) for each in told)


def _probed(world: str, missing: list[str]) -> dict[tuple[str, str], dict[str, float]]:
    asked = [("placet", how) for how in HOW] + [(engine, "found") for engine in ("z3", "clingo")]
    if "oxidd" not in missing:
        asked[len(HOW) : len(HOW)] = [("plain", how) for how in ("found", "covered", "told")]
    found = {}
    for engine, how in asked:
        if engine not in missing:
            runs = [_probe(world, engine, how) for _ in range(LARGE_RUNS)]
            found[engine, how] = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    return found


def _probe(world: str, engine: str, how: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.space.probe", world, engine, how]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _korea() -> list[Process]:
    """Time each command on korea as a whole process, once the rulebook has been read."""
    program = Path(sys.executable).with_name("placet")
    if not program.exists() or not (ROOT / "rulebooks" / "korea").is_dir():
        return []
    return [_process(program, command) for command in KOREA]


def _process(program: Path, command: str) -> Process:
    clock, cpu = [], []
    for _ in range(RUNS + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        # What is found may be worth a failing exit status; only what cannot be asked at all is not measured.
        done = subprocess.run([str(program), *command.split()], check=False, capture_output=True, cwd=ROOT)
        if done.returncode > 1:
            raise ValueError(f"`placet {command}` fails: {done.stderr.decode()}")
        clock.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return Process(command, statistics.median(clock[1:]), statistics.median(cpu[1:]))


def _median(call: Callable[[], object]) -> float:
    """Return the median seconds of some calls after one that is not counted, in processor time."""
    call()
    return statistics.median(_timed(call)[0] for _ in range(RUNS))


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    gc.collect()
    start = time.process_time()
    found = call()
    return time.process_time() - start, found

"""Measure how long rulebooks take to load, as a library call and as a whole process."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from bench.load.generate import write_rulebook
from placet.language import load_rulebook
from placet.model import Rulebook
from placet.model.conditions import LiteralSet, value_text

ROOT = Path(__file__).parents[2]
KOREA = ROOT / "rulebooks" / "korea"
RULES = 5000
RUNS = 7


class Load(msgspec.Struct, frozen=True):
    """One way to load: median seconds by the clock and of the processor, the size of the text, the peak of memory."""

    name: str
    seconds: float
    cpu_s: float
    size_mb: float
    peak_mb: float | None = None


def measure_loading() -> list[Load]:
    """Load the generated rulebook beside a plain Markdown parse of the same text, and korea."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size_mb = write_rulebook(folder, RULES, seed=1960) / 1e6
        found = {probe: [_run_probe(probe, folder) for _ in range(RUNS)] for probe in ("placet", "markdown")}
    generated = [
        Load(f"{RULES:,} rules: placet, parse and check", *_middle(found["placet"], size_mb)),
        Load(f"{RULES:,} rules: markdown-it-py, Markdown alone", *_middle(found["markdown"], size_mb)),
    ]
    return [*generated, *_measure_korea()] if KOREA.is_dir() else generated


def _run_probe(probe: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.load.probe", probe, str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _middle(runs: list[dict[str, float]], size_mb: float) -> tuple[float, float, float, float]:
    def median(key: str) -> float:
        return statistics.median(run[key] for run in runs)

    return median("seconds"), median("cpu_s"), size_mb, median("peak_mb")


def _measure_korea() -> list[Load]:
    size_mb = sum(file.stat().st_size for file in KOREA.rglob("*.md")) / 1e6
    rulebook = load_rulebook(KOREA).rulebook
    if rulebook is None:
        raise ValueError("rulebooks/korea has errors; `placet check rulebooks/korea` names them")
    loads = [_time("rulebooks/korea: library call, warm", lambda: load_rulebook(KOREA), size_mb)]
    program = Path(sys.executable).with_name("placet")
    if program.exists():
        command = [str(program), "ask", str(KOREA), *_first_question(rulebook)]
        ask = partial(subprocess.run, command, check=True, capture_output=True)
        loads.append(_time("rulebooks/korea: `placet ask`, whole process", ask, size_mb))
    return loads


def _first_question(rulebook: Rulebook) -> list[str]:
    """Return the first saved question as the command line takes it."""
    question = next(iter(rulebook.questions.values()))
    words = []
    for field, value in question.given.items():
        words.append(f"{field}={LiteralSet(value) if isinstance(value, tuple) else value_text(value)}")
    if question.on is not None:
        words += ["--on", str(question.on)]
    return words


def _time(name: str, call: Callable[[], object], size_mb: float) -> Load:
    """Time a call after one that is not counted; processes that it starts count in its processor time."""
    call()
    clock, cpu = [], []
    for _ in range(RUNS):
        start, start_cpu = time.perf_counter(), _cpu_seconds()
        call()
        clock.append(time.perf_counter() - start)
        cpu.append(_cpu_seconds() - start_cpu)
    return Load(name, statistics.median(clock), statistics.median(cpu), size_mb)


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime

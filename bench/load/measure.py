"""Measure how long rulebooks take to load, as a library call and as a whole process."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from bench.load.generate import write_rulebook
from placet.language import load_rulebook
from placet.model import Rulebook
from placet.model.conditions import value_text

ROOT = Path(__file__).parents[2]
KOREA = ROOT / "rulebooks" / "korea"
RULES = 5000
RUNS = 5


class Load(msgspec.Struct, frozen=True):
    """The median time of one way to load, with the size of what was loaded; no peak where it was not measured."""

    name: str
    seconds: float
    size_mb: float | None = None
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


def _middle(runs: list[dict[str, float]], size_mb: float) -> tuple[float, float, float]:
    seconds = statistics.median(run["seconds"] for run in runs)
    return seconds, size_mb, statistics.median(run["peak_mb"] for run in runs)


def _measure_korea() -> list[Load]:
    size_mb = sum(file.stat().st_size for file in KOREA.rglob("*.md")) / 1e6
    rulebook = load_rulebook(KOREA).rulebook
    if rulebook is None:
        raise ValueError("rulebooks/korea has errors; `placet check rulebooks/korea` names them")
    calls = [_seconds(lambda: load_rulebook(KOREA)) for _ in range(RUNS)]
    loads = [Load("rulebooks/korea: library call, warm", statistics.median(calls), size_mb)]
    program = Path(sys.executable).with_name("placet")
    if program.exists():
        command = [str(program), "ask", str(KOREA), *_first_question(rulebook)]
        calls = [_seconds(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(RUNS + 4)]
        loads.append(Load("rulebooks/korea: `placet ask`, whole process", statistics.median(calls), size_mb))
    return loads


def _first_question(rulebook: Rulebook) -> list[str]:
    """Return the first saved question as the command line takes it."""
    question = next(iter(rulebook.questions.values()))
    words = []
    for field, value in question.given.items():
        text = f"({', '.join(value)})" if isinstance(value, tuple) else value_text(value)
        words.append(f"{field}={text}")
    if question.on is not None:
        words += ["--on", str(question.on)]
    return words


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start

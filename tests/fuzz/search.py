"""The long search, `make fuzz`: generated questions put to both engines and the proof checker, then broken texts.

It ends with the first fault, made as small as it can be; stopped before, it tells the seed from which to go on. The
same seeds are the same cases on every machine.

    python -m tests.fuzz.search --cases 1000000 --texts 200000
    python -m tests.fuzz.search --cases 5000 --texts 0 --from-seed 123400
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

from placet.language.write import write_rulebook
from placet.model import Question, Rulebook
from tests.fuzz.broken_texts import broken_text
from tests.fuzz.cases import QUESTIONS, cases_of, disagreement
from tests.fuzz.feed import fault_of
from tests.fuzz.limits import Hang, within
from tests.fuzz.shrink import shrink_case, shrink_text

FIRST_SEED = 100_000
"""Where the search begins unless told otherwise: behind the seeds of the suite."""
RUN = 100
"""How many cases a process takes at a time."""
MOST_CPU_S = 30
"""How long one question may take in both engines and the checker; what takes longer is told and left."""


class Found(NamedTuple):
    """What a run of seeds came to: how many cases, the first fault as (seed, number, what), what took too long."""

    first_seed: int
    cases: int
    fault: tuple[int, int, str] | None = None
    slow: tuple[str, ...] = ()


class Kind(NamedTuple):
    """A kind of search: what its cases are called, how many a seed has, how a run is searched, how a fault is told."""

    name: str
    cases_of_seed: int
    search: Callable[[int], Found]
    tell: Callable[[int, int, str], None]


def search_questions(first_seed: int) -> Found:
    """Put the questions of some seeds to both engines and the proof checker."""
    slow: tuple[str, ...] = ()
    for seed in range(first_seed, first_seed + RUN // QUESTIONS):
        for number, (book, question) in enumerate(cases_of(seed)):
            try:
                with within(MOST_CPU_S):
                    what = disagreement(book, question)
            except Hang:
                slow += (f"seed {seed}, question {number}",)
                continue
            if what:
                return Found(first_seed, (seed - first_seed) * QUESTIONS + number, (seed, number, what), slow)
    return Found(first_seed, RUN, slow=slow)


def search_texts(first_seed: int) -> Found:
    """Feed the broken texts of some seeds to all that reads texts; every fourth comes from disk."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "README.md"
        for seed in range(first_seed, first_seed + RUN):
            what = fault_of(broken_text(Random(seed)), None if seed % 4 else file)
            if what:
                return Found(first_seed, seed - first_seed, (seed, 0, what))
    return Found(first_seed, RUN)


def tell_question(seed: int, number: int, what: str) -> None:
    """Print a question that is answered differently, with its rulebook, as small as they can be."""
    say(f"seed {seed}, question {number}: {what}\nmaking it smaller ...")
    case = next(itertools.islice(cases_of(seed), number, None))
    book, question = shrink_case(*case, lambda *smaller: is_like(what, _disagreement_soon(*smaller)))
    print(write_rulebook(book))
    print(f"on {question.on}, known {question.known or 'everything'}, given {question.given}")
    print(disagreement(book, question))


def tell_text(seed: int, number: int, what: str) -> None:
    """Print a text that is not read as it should be, as small as it can be, as the bytes of a file."""
    say(f"seed {seed}: {what}\nmaking it smaller ...")
    # Every byte is one character of this encoding, so that any of them can be left out.
    text = broken_text(Random(seed)).decode("latin-1")
    print(shrink_text(text, lambda smaller: is_like(what, fault_of(smaller.encode("latin-1")))).encode("latin-1"))


def is_like(what: str, other: str) -> bool:
    """Whether another fault is the same as far as it matters: the same exception, or a disagreement too."""
    kind, is_exception, _ = what.partition("Error: ")
    return bool(other) and (other.startswith(f"{kind}Error: ") if is_exception else "Error: " not in other)


QUESTION = Kind("questions", QUESTIONS, search_questions, tell_question)
TEXT = Kind("texts", 1, search_texts, tell_text)


def search(kind: Kind, cases: int, first_seed: int, processes: int) -> int:
    """Search one kind of case in several processes, tell how far it is, and return the code to end with."""
    step = RUN // kind.cases_of_seed
    runs = range(first_seed, first_seed + -(-cases // RUN) * step, step)
    undone, slow = set(runs), 0
    begin = told = time.monotonic()
    count = 0
    say(f"{cases:,} {kind.name} from seed {first_seed}, in {processes} processes")
    with multiprocessing.get_context("fork").Pool(processes, _leave_interrupts) as pool:
        try:
            for found in pool.imap_unordered(kind.search, runs):
                if found.fault is not None:
                    pool.terminate()
                    kind.tell(*found.fault)
                    return 1
                count += found.cases
                for one in found.slow:
                    slow += 1
                    say(f"not done after {MOST_CPU_S} s: {one}")
                undone.discard(found.first_seed)
                if time.monotonic() - told > 10:
                    told = time.monotonic()
                    done = min(undone, default=runs.stop)
                    say(f"{count:,} of {cases:,} {kind.name}, {_rate(count, begin)}, all of them before seed {done}")
        except KeyboardInterrupt:
            _leave_interrupts()
            say(f"stopped; go on with --from-seed {min(undone, default=runs.stop)}")
            return 130
    say(f"{count:,} {kind.name} without a fault, {_rate(count, begin)}; the next seed is {runs.stop}")
    if slow:
        say(f"{slow} of them were not done after {MOST_CPU_S} s, as told above")
    return 1 if slow else 0


def say(words: str) -> None:
    """Print how far it is, at once."""
    print(words, file=sys.stderr, flush=True)


def main() -> int:
    """Read the options and search."""
    parser = argparse.ArgumentParser(prog="search", description="Look for faults with generated questions and texts.")
    parser.add_argument("--cases", type=int, default=1_000_000, help="how many questions (default: a million)")
    parser.add_argument("--texts", type=int, default=200_000, help="how many broken texts (default: 200,000)")
    parser.add_argument("--from-seed", type=int, default=FIRST_SEED, help=f"the first seed (default: {FIRST_SEED})")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many (default: one a core)")
    asked = parser.parse_args()
    code = 0
    for kind, cases in ((TEXT, asked.texts), (QUESTION, asked.cases)):
        if cases > 0:
            code = search(kind, cases, asked.from_seed, asked.processes) or code
        if code:
            break
    return code


def _disagreement_soon(book: Rulebook, question: Question) -> str:
    try:
        with within(MOST_CPU_S):
            return disagreement(book, question)
    except Hang:
        return ""


def _leave_interrupts() -> None:
    # The first process tells where to go on; the others would each print where they were.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _rate(count: int, begin: float) -> str:
    return f"{count / max(time.monotonic() - begin, 1e-9) * 60:,.0f} a minute"


if __name__ == "__main__":
    sys.exit(main())

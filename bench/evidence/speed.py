"""How many articles a second are read for statements, by one process and by two, and in how much memory.

The articles are made here: pages of some hundred words, with statements of many forms and the furniture of a page.

Memory is that of this process and of all that come from it, at its highest: the server that starts those that read, and
these. What several of them share is counted once (the proportional set size), so that the sum is what the machine has
to have. Where the time goes (`--shares`) is measured in this process alone.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from bench.machine import describe_machine
from bench.table import format_table
from placet.evidence.archive import Job, Progress, read_archive

_NAMES = ("John Harrow", "Ann Reed", "Kim Dae-ho", "Taro Morita", "Lena Vogt", "Maria Costa", "Omar Saleh")
_TITLES = ("Defense Minister", "Foreign Minister", "Prime Minister", "President", "Secretary of State", "Ambassador")
_STATES = ("South Korea", "Japan", "the United States", "China", "France", "Germany", "Australia", "the Philippines")
_BODIES = ("the foreign ministry", "the defense ministry", "the cabinet", "the parliament", "the coast guard")
_PLACES = ("Seoul", "Tokyo", "Washington", "Beijing", "Paris", "Berlin", "Canberra", "Manila")
_DAYS = ("Monday", "Tuesday", "on Wednesday", "last Thursday", "on Friday last week", "earlier this month")
_THINGS = ("the joint exercise", "the base agreement", "the deployment", "the supply deal", "the port visit")
_SENTENCES = (
    "{title} {name} said {day} that {state} would not agree to {thing} without prior consultation.",
    '"We were asked about {thing}, and nothing has been decided," {name} told reporters in {place}.',
    "According to a senior official, {body} of {state} had denied that {thing} needed any consent.",
    "He added that talks on {thing} would continue, but declined to comment on the date.",
    '{title} {name}, who had claimed that {state} was "fully informed," did not give a clear endorsement.',
    "{body} of {state} urged both sides to respect what had been promised about {thing}.",
    '"If {state} insists," the official said, "we shall have to explain {thing} to our parliament once more."',
    "A newspaper in {place} reported {day} that {name} had acknowledged the request, quoting people near the talks.",
    "Asked whether {thing} was legal, {name} replied that the text of the treaty left no doubt.",
)


_PLAIN = (
    "The bridge at {place} carries most of the grain of the region and was closed for repairs in the spring.",
    "Prices of fish rose, while the harbour waited for the ferries that bring workers from the islands.",
    "Opinion is divided, and the text of the treaty, signed when the two cabinets met in {place}, is short.",
    "The region has seen three floods in ten years; each of them cut the road between {place} and the coast.",
    "Some forty vehicles and two ships take part in {thing}, which began before the elections in {state}.",
    "For most of the century the two sides of the strait lived by trade, and the port of {place} grew with it.",
)
"""Sentences in which nobody says anything: most of an article."""


def main(arguments: list[str]) -> None:
    """Make a folder of articles and read it, printing articles a second and peak memory."""
    parser = argparse.ArgumentParser(prog="bench.evidence speed", description=__doc__)
    parser.add_argument("--articles", type=int, default=3_000, help="how many are made (default: 3000)")
    parser.add_argument("--words", type=int, default=700, help="how long they are (default: 700 words)")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2], help="by how many (default: 1 2)")
    parser.add_argument("--data", type=Path, help="a folder of articles to read instead")
    parser.add_argument("--shares", action="store_true", help="also tell which step takes which share of the time")
    asked = parser.parse_args(arguments)
    print(f"Machine: {describe_machine()}")
    with tempfile.TemporaryDirectory(prefix="placet-speed-") as name:
        folder = asked.data or make_articles(Path(name) / "articles", asked.articles, asked.words)
        rows = [_measure(folder, Path(name), count) for count in asked.processes]
        shares = measure_shares(folder) if asked.shares else {}
    heading = (
        "processes", "articles", "statements", "first after", "a second", "a second of processor time", "largest",
        "together",
    )  # fmt: skip
    print(format_table(heading, rows, frozenset(range(8))))
    print("first after: seconds until the first articles are done, with what the first row loads; no part of the rates")
    print("largest, together: peak memory of one process, and of all of them (MB), what they share counted once")
    if shares:
        whole = sum(shares.values())
        rows = [(step, f"{1e3 * spent:.1f}", f"{100 * spent / whole:.0f}") for step, spent in shares.items()]
        print(format_table(("step", "ms an article", "%"), rows, frozenset((1, 2))))


_SAMPLE = 300
"""How many articles the shares are measured on."""


def measure_shares(folder: Path) -> dict[str, float]:
    """Return how many seconds of the processor each step takes for an article, in one process."""
    from placet.evidence.archive.lines import encode, make_line
    from placet.evidence.archive.work import one_thread
    from placet.evidence.intake import Unreadable, read_document
    from placet.evidence.propose import BATCH
    from placet.evidence.speakers import resolve
    from placet.evidence.speech import find, parse
    from placet.model.documents import Document
    from placet.model.proposals import Proposal

    spent = dict.fromkeys(("intake", "parse", "finding", "resolving", "writing"), 0.0)

    def timed(step: str, work: Callable[..., Any], *given: Any) -> Any:
        begun = time.process_time()
        made = work(*given)
        spent[step] += time.process_time() - begun
        return made

    def documents(paths: list[Path]) -> list[Document]:
        found = []
        for path in paths:
            try:
                found.append(read_document(path.read_bytes(), path.name))
            except Unreadable:
                continue
        return [one for one in found if one.metadata.language.value == "en"]

    def write(document: Document, proposals: tuple[Proposal, ...]) -> None:
        encode(make_line("", document, proposals))

    paths = sorted(path for path in folder.rglob("*") if path.is_file())[:_SAMPLE]
    count = 0
    with one_thread():
        list(parse(documents(paths[:2])))  # what is loaded once a process is not measured
        for at in range(0, len(paths), BATCH):
            some = timed("intake", documents, paths[at : at + BATCH])
            for parsed in timed("parse", list, parse(some)):
                proposals = timed("resolving", resolve, parsed, timed("finding", find, parsed))
                timed("writing", write, parsed.document, proposals)
                count += 1
    return {step: seconds / max(count, 1) for step, seconds in spent.items()}


def make_articles(folder: Path, count: int, words: int) -> Path:
    """Write articles, the same in every run."""
    rng = Random(11)
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"{number:06d}.html").write_text(_page(rng, words), "utf-8")
    return folder


def _page(rng: Random, words: int) -> str:
    paragraphs: list[str] = []
    length = 0
    while length < words:
        sentences = [
            rng.choice(_SENTENCES if rng.random() < 0.35 else _PLAIN).format(
                title=rng.choice(_TITLES),
                name=rng.choice(_NAMES),
                state=rng.choice(_STATES),
                body=rng.choice(_BODIES).capitalize(),
                place=rng.choice(_PLACES),
                day=rng.choice(_DAYS),
                thing=rng.choice(_THINGS),
            )
            for _ in range(rng.randrange(1, 4))
        ]
        paragraphs.append(" ".join(sentences))
        length += len(paragraphs[-1].split())
    title = f"{rng.choice(_STATES)} and {rng.choice(_THINGS)}".capitalize()
    day = f"2014-{rng.randrange(1, 13):02d}-{rng.randrange(1, 28):02d}"
    links = "".join(f'<li><a href="/{place}">{place}</a></li>' for place in _PLACES)
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><title>{title} | Harbour Post</title>'
        f'<meta property="article:published_time" content="{day}T09:30:00Z"></head><body><nav><ul>{links}</ul></nav>'
        f"<article><h1>{title}</h1><p>By {rng.choice(_NAMES)}</p>{body}</article><footer>Harbour Post</footer></body>"
        "</html>"
    )


def _measure(folder: Path, scratch: Path, processes: int) -> tuple[str, ...]:
    """Read the folder; the time until the first articles are done, when libraries are loaded, is left out."""
    begun = time.perf_counter()
    times: list[tuple[float, int]] = []

    def tell(now: Progress) -> None:
        times.append((time.perf_counter(), now.rows))

    with _Watch() as watch:
        job = Job(folder, scratch / f"{processes}.jsonl", processes=processes)
        summary = read_archive(job, tell)
    started = next(each for each in times if each[1])
    ended = next(each for each in times if each[1] == times[-1][1])
    rate = (ended[1] - started[1]) / (ended[0] - started[0]) if ended[0] > started[0] else float("nan")
    spent = watch.spent_s
    return (
        str(processes),
        f"{summary.tally.articles:,}",
        f"{summary.tally.statements:,}",
        f"{started[0] - begun:.1f}",
        f"{rate:.1f}",
        f"{summary.tally.articles / spent:.1f}" if spent else "",
        f"{watch.largest / 1e6:,.0f}",
        f"{watch.together / 1e6:,.0f}",
    )


class _Watch:
    """Watches how much memory this process and all that come from it hold, and how long they work, ten times a second.

    Attributes:
        largest: the most that one of them held, in bytes.
        together: the most that all of them held at one time.
    """

    def __init__(self) -> None:
        self.largest = 0
        self.together = 0
        self._spent: dict[int, float] = {}
        self._before: dict[int, float] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> _Watch:
        self._before = {number: _worked(number) for number in _family(os.getpid())}
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def spent_s(self) -> float:
        """How many seconds of the processor the processes that came from this one have taken."""
        return sum(spent - self._before.get(number, 0.0) for number, spent in self._spent.items())

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            family = _family(os.getpid())
            sizes = [_size(number) for number in family]
            self.largest = max(self.largest, *sizes)
            self.together = max(self.together, sum(sizes))
            for number in family[1:]:
                self._spent[number] = max(self._spent.get(number, 0.0), _worked(number))


def _family(process: int) -> list[int]:
    """Return a process and all that come from it."""
    family = [process]
    for each in family:
        try:
            family += [int(child) for child in Path(f"/proc/{each}/task/{each}/children").read_text().split()]
        except OSError:
            continue
    return family


def _size(process: int) -> int:
    """Return how many bytes of memory a process holds, what it shares divided by those that share it."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except OSError:
        return 0


def _worked(process: int) -> float:
    """Return how many seconds of the processor a process has taken."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError):
        return 0.0

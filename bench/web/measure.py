"""Start the server on the large rulebook, let twenty users ask for every page, and measure what they wait for."""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from bench.web.addresses import addresses, changed_field
from bench.web.users import Reply, ask, visit
from bench.web.world import write_world

USERS = 20
PAUSE_S = 1.0
SECONDS = 40.0
HURRIED_S = 6.0
CHANGES = 60
READY_S = 30.0


class PageTimes(msgspec.Struct, frozen=True):
    """Milliseconds of the server for one page: alone, and with all users at once who read a second between pages."""

    page: str
    alone_ms: float
    median_ms: float
    late_ms: float
    requests: int
    kilobytes: float


class WebResult(msgspec.Struct, frozen=True):
    """Everything that is measured.

    `hurried` are the pages a second and the median of the time in the server where nobody reads: placet's of all sorts,
    and the bare page's. `memory_mb` is the server's at the start, and after everything.
    """

    pages: tuple[PageTimes, ...]
    every: PageTimes
    bare: PageTimes
    hurried: tuple[tuple[float, float], tuple[float, float]]
    change: tuple[float, float]
    first_bytes: int
    ready_s: float
    memory_mb: tuple[float, float]
    faults: int


def measure_pages(seconds: float = SECONDS) -> WebResult:
    """Measure every page of the large rulebook, and a bare page beside it."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "world"
        folder.mkdir()
        write_world(folder)
        serve = [sys.executable, "-m", "placet", "serve", str(folder), "--port", "0", "--timing"]
        with _served(serve, place) as (server, port), _served([sys.executable, "-m", "bench.web.bare"], place) as bare:
            ready_s = _wait_until_ready(server, port)
            memory = _memory_mb(server)
            pages = addresses("world", random.Random(1))
            alone = _alone(port, pages)
            nothing = {"bare": lambda: "/"}
            bare_alone = _alone(bare[1], nothing)["bare"]
            together = visit(port, pages, users=USERS, seconds=seconds, pause_s=PAUSE_S, seed=2)
            bare_together = visit(bare[1], nothing, users=USERS, seconds=5, pause_s=PAUSE_S, seed=2)
            hurried = visit(port, pages, users=USERS, seconds=HURRIED_S, pause_s=0, seed=3)
            bare_hurried = visit(bare[1], nothing, users=USERS, seconds=3, pause_s=0, seed=3)
            change = asyncio.run(_changes(port))
            return WebResult(
                tuple(_times(page, alone[page], [one for one in together if one.page == page]) for page in pages),
                _times("every page", [one for some in alone.values() for one in some], together),
                _times("bare page", bare_alone, bare_together),
                (_hurried(hurried, HURRIED_S), _hurried(bare_hurried, 3)),
                change,
                asyncio.run(_first_visit(port)),
                ready_s,
                (memory, _memory_mb(server)),
                sum(one.status >= 400 for one in (*together, *hurried)),
            )


@contextmanager
def _served(command: Sequence[str], place: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start a server that prints its address, and end it afterwards."""
    env = {**os.environ, "PYTHONUNBUFFERED": "1", "PLACET_DATA": f"{place}/data"}
    server = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        yield server, urlsplit(server.stdout.readline().strip()).port or 0
    finally:
        server.terminate()
        server.wait(20)
        assert server.stdout is not None
        server.stdout.close()


def _wait_until_ready(server: subprocess.Popen[str], port: int) -> float:
    """Wait until the server has done what it does by itself at the start; return the seconds until the first page."""
    began = time.perf_counter()
    _one(port, "/")
    first_s = time.perf_counter() - began
    used = -1.0
    while used != (now := _processor_s(server)) and time.perf_counter() - began < READY_S:
        used = now
        time.sleep(1.0)
    return first_s


def _alone(port: int, pages: dict[str, Callable[[], str]], times: int = 7) -> dict[str, list[Reply]]:
    """Ask for every page some times with nobody else there; the first time is not counted."""

    async def asked() -> dict[str, list[Reply]]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        found: dict[str, list[Reply]] = {}
        for page, make in pages.items():
            found[page] = [await ask(reader, writer, page, make()) for _ in range(times)][1:]
        writer.close()
        return found

    return asyncio.run(asked())


async def _changes(port: int) -> tuple[float, float]:
    """Return the median and the 95th percentile of Ask's answer after one more changed field."""
    rng = random.Random(4)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    found = []
    for _ in range(CHANGES):
        before, after = changed_field("world", rng)
        await ask(reader, writer, "ask", before)
        found.append((await ask(reader, writer, "ask", after, ("HX-Request: true",))).server_ms)
    writer.close()
    return statistics.median(found), _late(found)


async def _first_visit(port: int) -> int:
    """Return the bytes of a first visit to a rulebook as they are sent: the page, its styles and its scripts."""
    import gzip
    import re
    from urllib.request import Request, urlopen

    def fetch(address: str) -> tuple[bytes, int]:
        asked = Request(f"http://127.0.0.1:{port}{address}", headers={"Accept-Encoding": "gzip"})
        with urlopen(asked, timeout=30) as answer:
            sent = answer.read()
            return (gzip.decompress(sent) if answer.headers.get("content-encoding") == "gzip" else sent), len(sent)

    page, size = fetch("/")
    for name in sorted(set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.decode()))):
        size += fetch(name)[1]
    return size


def _one(port: int, address: str) -> Reply:
    async def asked() -> Reply:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            return await ask(reader, writer, "", address)
        finally:
            writer.close()

    return asyncio.run(asked())


def _times(page: str, alone: list[Reply], together: list[Reply]) -> PageTimes:
    server = [one.server_ms for one in together] or [0.0]
    return PageTimes(
        page,
        statistics.median(one.server_ms for one in alone),
        statistics.median(server),
        _late(server),
        len(together),
        statistics.median(one.bytes for one in alone) / 1000,
    )


def _late(milliseconds: list[float]) -> float:
    """The 95th percentile."""
    return sorted(milliseconds)[min(int(len(milliseconds) * 0.95), len(milliseconds) - 1)]


def _hurried(replies: list[Reply], seconds: float) -> tuple[float, float]:
    return len(replies) / seconds, statistics.median(one.server_ms for one in replies)


def _memory_mb(server: subprocess.Popen[str]) -> float:
    """Return the resident memory of a process in millions of bytes (Linux)."""
    pages = int(Path(f"/proc/{server.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _processor_s(server: subprocess.Popen[str]) -> float:
    """Return the processor time of a process so far, in tenths of a second (Linux)."""
    fields = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
    return round((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), 1)

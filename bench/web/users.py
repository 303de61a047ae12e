"""Users of a server: each asks for a page, reads a while, asks for the next; all in this one process, over sockets."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Mapping, Sequence

import msgspec


class Reply(msgspec.Struct, frozen=True):
    """What came of one request: the page's name, the status, milliseconds by the server's own account and in all."""

    page: str
    status: int
    server_ms: float
    total_ms: float
    bytes: int


def visit(
    port: int, pages: Mapping[str, Callable[[], str]], *, users: int, seconds: float, pause_s: float, seed: int
) -> list[Reply]:
    """Return what users got who ask at the same time.

    Args:
        port: where the server listens on this machine.
        pages: for each page what makes one more address of it; every one is asked for as often.
        users: how many.
        seconds: how long.
        pause_s: how long a user reads a page, on average, and at most three times as long; 0: not at all.
        seed: of the pauses and of the order.
    """
    return asyncio.run(_visit(port, pages, users, seconds, pause_s, random.Random(seed)))


async def _visit(
    port: int,
    pages: Mapping[str, Callable[[], str]],
    users: int,
    seconds: float,
    pause_s: float,
    rng: random.Random,
) -> list[Reply]:
    found: list[Reply] = []
    names = list(pages)
    wanted: list[str] = []
    end = time.perf_counter() + seconds

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        if pause_s:
            await asyncio.sleep(rng.random() * pause_s)
        while time.perf_counter() < end:
            if not wanted:
                wanted.extend(rng.sample(names, len(names)))
            page = wanted.pop()
            found.append(await ask(reader, writer, page, pages[page]()))
            if pause_s:
                await asyncio.sleep(min(rng.expovariate(1 / pause_s), 3 * pause_s))
        writer.close()

    await asyncio.gather(*(one() for _ in range(users)))
    return found


async def ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, page: str, address: str, further: Sequence[str] = ()
) -> Reply:
    """Ask for one address and read the whole answer; a redirection is followed and its time counted."""
    began = time.perf_counter()
    server_ms = 0.0
    while True:
        head = [f"GET {address} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: gzip", *further, "", ""]
        writer.write("\r\n".join(head).encode())
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        status = int(lines[0].split()[1])
        if "server-timing" not in headers:
            raise RuntimeError(f"{address}: {status}, the server does not tell its time")
        server_ms += float(headers["server-timing"].rpartition("dur=")[2])
        if status not in (302, 303, 307) or "location" not in headers:
            return Reply(page, status, server_ms, (time.perf_counter() - began) * 1000, len(body))
        address = headers["location"].removeprefix("http://127.0.0.1")

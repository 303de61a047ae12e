"""The figures of the pages as tables."""

from __future__ import annotations

from bench.table import format_table
from bench.web.measure import PAUSE_S, USERS, PageTimes, WebResult


def format_pages(result: WebResult) -> str:
    """Return the tables of the pages."""
    head = (
        "page of 2,000 rules and 20,000 statements",
        "ms alone",
        f"ms, {USERS} users",
        "ms, 95th",
        "asked for",
        "kB sent",
    )
    rows = [_row(one) for one in (*result.pages, result.every, result.bare)]
    (pages, wait), (bare_pages, bare_wait) = result.hurried
    other = [
        (
            "the answer in Ask after one changed field: median, 95th",
            f"{result.change[0]:.0f}, {result.change[1]:.0f} ms",
        ),
        (f"{USERS} users who do not read: pages of all sorts a second", f"{pages:.0f}"),
        (f"{USERS} users who do not read: time in the server, waiting included, median", f"{wait:.0f} ms"),
        ("the bare page: a second, time in the server", f"{bare_pages:.0f}, {bare_wait:.0f} ms"),
        ("first visit, compressed, with styles and scripts", f"{result.first_bytes / 1000:.0f} kB"),
        ("first page after the start", f"{result.ready_s:.1f} s"),
        ("resident memory at the start, after everything", f"{result.memory_mb[0]:.0f}, {result.memory_mb[1]:.0f} MB"),
        ("answers that were refused or failed", str(result.faults)),
    ]
    reading = f"{USERS} users at once, each of whom reads a page for {PAUSE_S:.0f} s on average before the next."
    tables = (format_table(head, rows, frozenset(range(1, 6))), format_table(("besides", ""), other, frozenset({1})))
    return "\n\n".join((reading, *tables))


def _row(one: PageTimes) -> tuple[str, ...]:
    times = (f"{one.alone_ms:.1f}", f"{one.median_ms:.1f}", f"{one.late_ms:.1f}")
    return (one.page, *times, f"{one.requests:,}", f"{one.kilobytes:.1f}")

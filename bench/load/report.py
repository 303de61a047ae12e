"""Print what was measured of loading as a table."""

from __future__ import annotations

from collections.abc import Sequence

from bench.load.measure import Load
from bench.table import format_table


def format_loads(loads: Sequence[Load]) -> str:
    """Return the table of loading times."""
    rows = [
        [
            load.name,
            f"{load.seconds:.3f}",
            f"{load.cpu_s:.3f}",
            f"{load.size_mb:.2f}",
            f"{load.size_mb / load.cpu_s:.2f}",
            "" if load.peak_mb is None else f"{load.peak_mb:.0f}",
        ]
        for load in loads
    ]
    head = ["loading (medians)", "s, clock", "s, processor", "MB of text", "MB/s, processor", "peak MB"]
    return format_table(head, rows, frozenset((1, 2, 3, 4, 5)))

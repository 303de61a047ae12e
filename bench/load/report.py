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
            "" if load.size_mb is None else f"{load.size_mb:.2f}",
            "" if load.size_mb is None else f"{load.size_mb / load.seconds:.2f}",
            "" if load.peak_mb is None else f"{load.peak_mb:.0f}",
        ]
        for load in loads
    ]
    return format_table(["loading", "s (median)", "MB of text", "MB/s", "peak MB"], rows, frozenset((1, 2, 3, 4)))

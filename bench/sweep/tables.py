"""Whole tables: a Parquet file of random rows, decided and written by `placet sweep`, beside a plain copy of it.

Each runs in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from bench.decide.workload import ON, RULEBOOK, load_workload
from bench.table import format_table
from placet.model.conditions import value_text

GROUP_ROWS = 1 << 20
ROWS = 20_000_000
PARTLY_ROWS = 2_000_000
WIDE_ROWS = 200_000
WIDE_COLUMNS = 300
UNKNOWN = 0.02
"""The share of unknown cells in the table in which many rows are partly unknown: 26 % of rows with 15 fields."""

COPY = """
import sys
import pyarrow as pa
from pyarrow import parquet
schema = parquet.read_schema(sys.argv[1])
coded = [] if len(schema) > 100 else schema.names
source = parquet.ParquetFile(sys.argv[1], pre_buffer=False, read_dictionary=coded)
with parquet.ParquetWriter(sys.argv[2], source.schema_arrow) as writer:
    for batch in source.iter_batches(1 << 18 if coded else 1 << 14):
        writer.write_table(pa.Table.from_batches([batch]))
"""
"""A plain copy, as quickly as the library goes: texts stay coded where there are few different ones."""


class TableRun(msgspec.Struct, frozen=True):
    """One run over a table: seconds by the clock and of the processor, and the peak of its memory."""

    table: str
    what: str
    rows: int
    seconds: float
    processor_s: float
    peak_bytes: int
    written_bytes: int


def measure_tables(rows: int = ROWS) -> list[TableRun]:
    """Make the tables, and copy and decide each; what is written is removed again."""
    found = []
    partly, wide = min(rows, PARTLY_ROWS), min(rows, WIDE_ROWS)
    with tempfile.TemporaryDirectory(prefix="placet-bench-") as name:
        folder = Path(name)
        for title, count, unknown, columns in (
            (f"{rows:,} rows, 15 fields", rows, 0.0, 0),
            (f"{partly:,} rows, {1 - (1 - UNKNOWN) ** 15:.0%} of them partly unknown", partly, UNKNOWN, 0),
            (f"{wide:,} rows, 15 fields and {WIDE_COLUMNS} other columns", wide, 0.0, WIDE_COLUMNS),
        ):
            table = folder / "table.parquet"
            write_table(table, count, unknown, columns)
            found += _measure_table(title, table, count, folder)
            table.unlink()
    return found


def write_table(path: Path, rows: int, unknown: float = 0.0, others: int = 0, seed: int = 1960) -> None:
    """Write random situations of the river treaty.

    Args:
        path: the Parquet file to write.
        rows: how many rows it has.
        unknown: the share of cells that say nothing.
        others: how many further columns it has, of random numbers as text.
        seed: the same table comes of the same seed.
    """
    import pyarrow as pa
    from pyarrow import parquet

    book = load_workload()
    rng = np.random.default_rng(seed)
    texts = {
        field.id: pa.array([value_text(value) for value in book.domain(field.type)]) for field in book.fields.values()
    }
    schema = pa.schema([(name, pa.string()) for name in (*texts, *(f"other-{number}" for number in range(others)))])
    with parquet.ParquetWriter(path, schema) as writer:
        for start in range(0, rows, GROUP_ROWS):
            count = min(GROUP_ROWS, rows - start)
            columns = []
            for values in texts.values():
                codes = rng.integers(0, len(values), count, dtype=np.int32)
                is_unknown = rng.random(count) < unknown if unknown else None
                columns.append(values.take(pa.array(codes, mask=is_unknown)))
            for _ in range(others):
                columns.append(pa.array(rng.integers(0, 1 << 40, count)).cast(pa.string()))
            writer.write_table(pa.table(columns, schema=schema))


def format_tables(runs: Sequence[TableRun]) -> str:
    """Return the runs as a table, each as a multiple of the copy of the same file."""
    copies = {run.table: run for run in runs if run.what == "copy"}
    rows = [
        [
            run.table,
            run.what,
            f"{run.seconds:,.1f}",
            f"{run.processor_s:,.1f}",
            f"{run.seconds / copies[run.table].seconds:.2f}",
            f"{run.processor_s / copies[run.table].processor_s:.2f}",
            f"{run.rows / run.seconds / 1e6:.2f}",
            f"{run.peak_bytes / 1e6:,.0f}",
            f"{run.written_bytes / 1e6:,.0f}",
        ]
        for run in runs
    ]
    head = ["Parquet", "", "s, clock", "s, processor", "times copy, clock", "processor", "million rows a second"]
    return format_table([*head, "peak MB", "MB written"], rows, frozenset(range(2, 9)))


def _measure_table(title: str, table: Path, rows: int, folder: Path) -> list[TableRun]:
    found = []
    copy, out = folder / "copy.parquet", folder / "out.parquet"
    sweep = (sys.executable, "-m", "placet", "sweep", str(RULEBOOK), str(table), "--on", str(ON), "--out", str(out))
    found.append(_run(title, "copy", rows, (sys.executable, "-c", COPY, str(table), str(copy)), copy))
    found.append(_run(title, "placet sweep", rows, sweep, out))
    found.append(_run(title, "placet sweep --columns actor", rows, (*sweep, "--columns", "actor"), out))
    return found


def _run(title: str, what: str, rows: int, command: Sequence[str], out: Path) -> TableRun:
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    # A process in between tells the peak of its only child: that of all children would be the greatest of all runs.
    told = subprocess.run((sys.executable, "-c", _WAIT, *command), check=True, stdout=subprocess.PIPE, text=True)
    seconds, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    written = out.stat().st_size
    out.unlink()
    return TableRun(title, what, rows, seconds, processor_s, int(told.stdout.splitlines()[-1]) * 1024, written)


_WAIT = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""

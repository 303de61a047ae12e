"""What a run is to do, how far it has come and what it has done; and whether its output can be written."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

import msgspec

from placet.bulk.answering import MakeEngine
from placet.bulk.counting import Counts, Form
from placet.bulk.part_folder import Manifest, PartFolder, checksum_of
from placet.bulk.plan import Output, Plan
from placet.bulk.problems import TableProblem
from placet.bulk.tables import KnownTable

TAIL_BYTES = 1 << 16
"""How much of a table's end goes into its checksum; a Parquet file describes itself there."""


class Job(msgspec.Struct, frozen=True, eq=False):
    """What a run is to do.

    Attributes:
        plan: what is to be decided.
        table: the table, prepared to be read.
        make_engine: makes the engine for a pair of days.
        out: the file to write; None: nothing is written but counts are returned.
        form: in which form.
        by: the columns by which rows are counted instead of written; empty: they are written.
        jobs: how many units are in work at a time.
        does_resume: whether to go on with an interrupted run, if there is one.
        does_replace: whether `out` and what an interrupted run left may be replaced.
        options: what was typed, by name, to tell one run from another.
        version: the version of placet.
    """

    plan: Plan
    table: KnownTable
    make_engine: MakeEngine
    out: Path | None
    form: Form = "csv"
    by: tuple[str, ...] = ()
    jobs: int = 1
    does_resume: bool = False
    does_replace: bool = False
    options: dict[str, str] = {}
    version: str = ""


class Progress(msgspec.Struct, frozen=True):
    """How far a run has come; `done` and `total` are rows where the table says how many it has, and bytes elsewhere."""

    rows: int
    rejected: int
    done: int
    total: int


class Summary(msgspec.Struct, frozen=True):
    """What a run has done.

    Attributes:
        rows: how many rows the table has.
        answered: how many were answered.
        resumed: how many an interrupted run had done before.
        reasons: kind, column, number of rejected cells or rows, and an example; the most frequent first.
        outputs: the columns of answers.
        tallies: by output, how often it says what.
        counts: the counts, where rows were counted.
        rejects: the file of rejects, if there are any and there is an output.
        compiled: for how many pairs of stretches of time the rulebook was compiled.
    """

    rows: int
    answered: int
    resumed: int
    reasons: tuple[tuple[str, str, int, str], ...]
    outputs: tuple[Output, ...]
    tallies: dict[str, dict[str, int]]
    counts: Counts | None
    rejects: Path | None
    compiled: int


def part_folder_of(out: Path) -> Path:
    """Return the folder in which a run keeps what it has done."""
    return out.with_name(f"{out.name}.part")


def rejects_of(out: Path) -> Path:
    """Return the file of rejects."""
    return out.with_name(f"{out.name}.rejects.csv")


def manifest_of(job: Job) -> Manifest:
    """Return what tells this run from another."""
    table, book = job.table, job.plan.book
    return Manifest(
        placet=job.version,
        table=str(table.path),
        table_bytes=table.bytes,
        table_tail=checksum_of(table.path, TAIL_BYTES) if table.bytes else "",
        # JSON, as a number in a rulebook may be larger than what msgpack holds.
        rulebook=hashlib.sha256(msgspec.json.encode(book, order="deterministic")).hexdigest(),
        options={**job.options, "--count": ",".join(job.by), "the form of the output": job.form},
        columns=table.columns,
    )


def check_output(job: Job) -> None:
    """Tell that the output cannot be written where it is wanted.

    Raises:
        TableProblem: so it is.
    """
    if job.out is None:
        return
    out = job.out
    if not out.parent.is_dir():
        raise TableProblem(f"there is no folder `{out.parent}`", "Make it first, or write to another.")
    if out.is_dir():
        raise TableProblem(f"`{out}` is a folder", "Name a file to write.")
    with contextlib.suppress(OSError):
        if job.table.bytes and out.exists() and out.samefile(job.table.path):
            raise TableProblem(f"`{out}` is the table itself", "Write to another file.")
    folder = part_folder_of(out)
    if folder.exists() and not folder.is_dir():
        raise TableProblem(f"`{folder}` is in the way", "Unfinished parts are kept in a folder of that name.")
    if job.does_replace or (job.does_resume and folder.exists()):
        return
    if folder.exists():
        raise TableProblem(
            f"an interrupted run has left `{folder}`", "`--resume` goes on where it stopped, `--force` begins anew."
        )
    for path in (out, rejects_of(out)):
        if path.exists():
            raise TableProblem(f"`{path}` is there already", "`--force` replaces it.")


def open_folder(job: Job) -> PartFolder | None:
    """Make the folder in which parts are kept, or open the one of an interrupted run; None where nothing is written.

    Raises:
        TableProblem: the interrupted run was another one, or another run is at work there.
    """
    if job.out is None:
        return None
    path = part_folder_of(job.out)
    folder = PartFolder(path)
    try:
        if job.does_resume and path.exists() and not job.does_replace:
            folder.resume(manifest_of(job))
        else:
            folder.begin(manifest_of(job))
    except BaseException:  # an interruption leaves as little behind as an error; it is raised again
        folder.release()
        raise
    return folder


def default_jobs() -> int:
    """Return how many units to have in work at a time."""
    return max(1, min(8, os.cpu_count() or 1))

"""Read an archive on this machine, by as many processes as are asked for, in units that an interrupted run keeps."""

from __future__ import annotations

import contextlib
import csv
import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import IO

import msgspec

from placet.evidence.archive.job import ArchiveProblem, Job, Progress, Summary, Tally
from placet.evidence.archive.journal import Journal, Manifest, checksum_of_names
from placet.evidence.archive.lines import decode, rows_of, schema
from placet.evidence.archive.processes import reading_processes
from placet.evidence.archive.work import Done, Item, Reject, read_items
from placet.evidence.intake import Source, Unreadable, sources

UNIT_BYTES = 4_000_000
"""A unit is closed once its files have so many bytes, however few they are: what waits is held in memory."""

ROWS_A_GROUP = 10_000
"""How many rows are written to a Parquet file together."""


class _Unit(msgspec.Struct, frozen=True):
    """Files that are handed to a process together; `first` is the number of the first of them."""

    first: int
    items: tuple[Item, ...]

    @property
    def names(self) -> list[str]:
        """Their names."""
        return [item.name for item in self.items]


def read_archive(job: Job, tell: Callable[[Progress], None] = lambda _: None) -> Summary:
    """Read every file of an archive and write what is proposed; the output hangs on the files alone.

    Args:
        job: what is to be done.
        tell: called with how far it has come.

    Raises:
        ArchiveProblem: there is no archive, or the output is there already, or a process has died.
        KeyboardInterrupt: as it came; what is done is kept.
    """
    begun = time.monotonic()
    check_output(job)
    if not job.archive.exists():
        raise ArchiveProblem(f"there is no folder or file `{job.archive}`", "Look at how its name is written.")
    journal = Journal(job.kept, _manifest(job), does_resume=job.does_resume and job.kept.exists())
    try:
        resumed = sum(unit.count for unit in journal.units.values())
        # The processes load what they need while the files are counted.
        with reading_processes(job.processes) as pool:
            _read_all(pool, job, journal, tell)
        summary = _finish(job, journal, resumed, begun)
    except BaseException:  # an interruption leaves as little behind as an error; it is raised again
        journal.release()
        raise
    journal.remove()
    return summary


def check_output(job: Job) -> None:
    """Make sure that writing the output harms nothing.

    Raises:
        ArchiveProblem: something is there already, or the output would lie in the archive.
    """
    if not job.out.parent.is_dir():
        raise ArchiveProblem(f"there is no folder `{job.out.parent}`", "Make it, or give another file with `--out`.")
    if job.archive.is_dir() and job.archive.resolve() in job.out.resolve().parents:
        raise ArchiveProblem(f"`{job.out}` would lie in the archive itself", "Write it to another folder.")
    if job.out.is_dir() and not (job.does_replace and (job.out / "_SUCCESS").exists()):
        raise ArchiveProblem(f"`{job.out}` is a folder", "Name a file.")
    for path in (job.out, job.rejects):
        if path.exists() and not job.does_replace:
            raise ArchiveProblem(f"`{path}` is there already", "`--force` replaces it.")
    if job.kept.exists() and not (job.does_resume or job.does_replace):
        raise ArchiveProblem(
            f"an interrupted run has left `{job.kept}`", "`--resume` goes on with it, `--force` begins anew."
        )


def name_in(archive: Path, source: Source) -> str:
    """Return what a file is called in the output: by its place in the archive, wherever that lies."""
    root = archive if archive.is_dir() else archive.parent
    return source.name.removeprefix(f"{os.fsencode(root).decode('utf-8', 'replace').rstrip('/')}/")


def _manifest(job: Job) -> Manifest:
    from importlib import metadata

    from placet.evidence.speech.parse import pipeline_name

    pipelines = [pipeline_name()]
    with contextlib.suppress(metadata.PackageNotFoundError):
        pipelines.append(f"kiwipiepy {metadata.version('kiwipiepy')}")
    return Manifest(job.version, str(job.archive.resolve()), tuple(pipelines))


def _read_all(pool: Executor, job: Job, journal: Journal, tell: Callable[[Progress], None]) -> None:
    """Read what an earlier run has not; hold no more in memory than keeps the processes busy."""
    total = _count(job.archive)
    tally = sum((unit.tally for unit in journal.units.values()), Tally())

    def told() -> None:
        done = tally.articles + tally.rejected
        tell(Progress(done, tally.rejected, done, total))

    told()
    units = _units(job, journal)
    waiting: dict[Future[Done], _Unit] = {}

    def keep(futures: set[Future[Done]]) -> None:
        nonlocal tally
        for future in futures:
            unit = waiting.pop(future)
            tally += journal.add(unit.first, unit.names, future.result()).tally
        told()

    try:
        for unit in units:
            while len(waiting) >= 2 * job.processes:
                keep(wait(waiting, return_when=FIRST_COMPLETED).done)
            waiting[pool.submit(read_items, unit.items)] = unit
        while waiting:
            keep(wait(waiting, return_when=FIRST_COMPLETED).done)
    except KeyboardInterrupt:
        # what is being read is finished and kept, what only waits is not begun
        begun = {future for future in waiting if not future.cancel()}
        keep(wait(begun).done)
        raise
    except (BrokenProcessPool, EOFError, ConnectionError):
        raise ArchiveProblem(
            "a process that reads has ended; the machine may be short of memory",
            "What is done is kept: the same command with `--resume` goes on, with fewer `--processes` if need be.",
        ) from None


def _count(archive: Path) -> int:
    """Return how many files there are; 0 if a web archive is among them, as these are not read twice."""
    count = 0
    for source in sources([archive]):
        if source.address is not None:
            return 0
        count += 1
    return count


def _units(job: Job, journal: Journal) -> Iterator[_Unit]:
    """Yield the files that are still to be read; of those an earlier run has read, only the names are looked at."""
    first = number = 0
    items: list[Item] = []
    size = 0
    names: list[str] = []
    until = 0
    for source in sources([job.archive]):
        name = name_in(job.archive, source)
        if not items and number >= until and number in journal.units:
            until = number + journal.units[number].count
            names = []
        if number < until:
            names.append(name)
            number += 1
            first = number
            if number == until:
                _check_names(journal, number - len(names), names)
            continue
        item = _item(name, source)
        items.append(item)
        size += len(item.raw)
        number += 1
        if len(items) >= job.unit or size >= UNIT_BYTES or number in journal.units:
            yield _Unit(first, tuple(items))
            first, items, size = number, [], 0
    if number < until or any(start > number for start in journal.units):
        raise _changed()
    if items:
        yield _Unit(first, tuple(items))


def _check_names(journal: Journal, first: int, names: list[str]) -> None:
    if checksum_of_names(names) != journal.units[first].names:
        raise _changed()


def _changed() -> ArchiveProblem:
    return ArchiveProblem("the archive has other files than when the run was interrupted", "Begin anew with `--force`.")


def _item(name: str, source: Source) -> Item:
    try:
        return Item(name, source.read(), source.address)
    except Unreadable as refused:
        return Item(name, message=refused.message, help=refused.help)


def _finish(job: Job, journal: Journal, resumed: int, begun: float) -> Summary:
    """Put the units together in the order of the files; until then there is no output at all."""
    units = journal.in_order()
    tally = sum((unit.tally for unit in units), Tally())
    files = [journal.file(unit) for unit in units]
    beside = journal.path / "whole"
    if job.form == "parquet":
        _write_parquet(files, beside)
    else:
        with beside.open("wb") as stream:
            for file in files:
                with file.open("rb") as lines:
                    shutil.copyfileobj(lines, stream)
    rejects = [reject for unit in units for reject in unit.rejects]
    if rejects:
        path = journal.path / "rejects"
        with path.open("w", encoding="utf-8", newline="") as text:
            write_rejects(text, rejects)
        os.replace(path, job.rejects)
    else:
        job.rejects.unlink(missing_ok=True)
    if job.out.is_dir():
        shutil.rmtree(job.out)
    os.replace(beside, job.out)
    return Summary(job.out, job.rejects if rejects else None, tally, resumed, time.monotonic() - begun)


def write_rejects(stream: IO[str], rejects: list[Reject]) -> None:
    """Write the files that could not be read as CSV."""
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(("file", "reason", "help"))
    rows.writerows((one.name, one.message, one.help) for one in rejects)


def _write_parquet(files: list[Path], path: Path) -> None:
    """Write a table with a row for each statement; its groups do not hang on the units."""
    import pyarrow as pa
    from pyarrow import parquet

    columns = schema()
    with parquet.ParquetWriter(path, columns, compression="zstd") as writer:
        rows = []
        for file in files:
            with file.open("rb") as lines:
                for line in lines:
                    for row in rows_of(decode(line)):
                        rows.append(row)
                        if len(rows) == ROWS_A_GROUP:
                            writer.write_table(pa.Table.from_pylist(rows, columns))
                            rows = []
        if rows:
            writer.write_table(pa.Table.from_pylist(rows, columns))

"""Decide a whole table: units side by side, results in order, an interruption at any time, one output at the end."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from placet.bulk.answering import Stopped
from placet.bulk.batches import Batches
from placet.bulk.counting import Counts, Group, count_rows, write_counts
from placet.bulk.csv_lines import write_heading, write_rows
from placet.bulk.job import Job, Progress, Summary, check_output, open_folder, rejects_of
from placet.bulk.parquet_parts import ParquetWhole, PartWriter
from placet.bulk.part_folder import Part, PartFolder, checksum_of
from placet.bulk.problems import TableProblem
from placet.bulk.tables import Table, Unit

if TYPE_CHECKING:
    import pyarrow as pa

COUNTED = ("verdict", "on-what", "answer")
"""The kinds of output of which the summary tells how often each text occurs."""


class _Done(msgspec.Struct):
    """What a worker hands back for a unit."""

    part: Part
    rejects: Any
    counted: list[tuple[Group, int]]


def run(job: Job, tell: Callable[[Progress], None] = lambda _: None) -> Summary:
    """Decide a table.

    Args:
        job: what is to be done.
        tell: is called whenever a unit is finished.

    Raises:
        TableProblem: the output is there already, the interrupted run was another one, or the table cannot be read on.
        OSError: something cannot be written; what is done is kept.
        KeyboardInterrupt: the run was interrupted; what is done is kept.
    """
    check_output(job)
    folder = open_folder(job)
    try:
        return _Run(job, folder).work(tell)
    except BaseException:  # an interruption leaves as little behind as an error; it is raised again
        if folder is not None and not folder.parts:
            folder.remove()
        raise
    finally:
        if folder is not None:
            folder.release()


class _Run:
    """One run, from its first unit to the whole output."""

    def __init__(self, job: Job, folder: PartFolder | None) -> None:
        self.job = job
        self.folder = folder
        assert isinstance(job.table, Table), "what is not read here is not decided here"
        self.table = job.table
        self.batches = Batches(job.plan, self.table.schema(), job.make_engine)
        self.counts = Counts(job.by) if job.by else None
        self.whole: ParquetWhole | None = None
        self.parts: list[Part] = list(folder.parts) if folder is not None else []
        self.reasons: dict[tuple[str, str], tuple[int, str]] = {}
        self.tallies: dict[str, dict[str, int]] = {
            output.name: {} for output in job.plan.outputs if output.kind in COUNTED
        }
        self.rows = self.answered = 0
        self._stopped = threading.Event()
        self.batches.answering.is_stopped = self._stopped.is_set

    def work(self, tell: Callable[[Progress], None]) -> Summary:
        """Do all units that are not done, and put the output together."""
        with self._whole_parquet():
            resumed = self._work(tell)
        rejects = self._finish()
        reasons = sorted(((*which, *told) for which, told in self.reasons.items()), key=lambda one: -one[2])
        compiled = self.batches.answering.compiled
        return Summary(
            self.rows,
            self.answered,
            resumed,
            tuple(reasons),
            self.job.plan.outputs,
            self.tallies,
            self.counts,
            rejects,
            compiled,
        )

    def _work(self, tell: Callable[[Progress], None]) -> int:
        """Do all units that are not done; return how many rows were."""
        last = self._take_over()
        resumed = self.rows
        tell(self._progress(last))
        pending: deque[tuple[Unit, Future[_Done]]] = deque()
        with ThreadPoolExecutor(self.job.jobs, thread_name_prefix="sweep") as pool:
            try:
                for number, unit in enumerate(self.table.units(last), len(self.parts)):
                    pending.append((unit, pool.submit(self._process, number, unit)))
                    if len(pending) > self.job.jobs:
                        self._settle(*pending.popleft(), tell)
                while pending:
                    self._settle(*pending.popleft(), tell)
            except BaseException:  # an interruption leaves as little behind as an error; it is raised again
                self._stopped.set()
                pool.shutdown(cancel_futures=True)
                raise
        return resumed

    def _take_over(self) -> Unit | None:
        """Take over the parts of an interrupted run; return the last unit that is done."""
        for place, part in enumerate(self.parts):
            unit = Unit(part.unit[0], part.unit[1], part.unit[2], part.unit[3])
            if part.source and self.table.fingerprint(unit) != part.source:
                raise TableProblem(
                    f"rows {self.rows + 1} to {self.rows + part.rows} of the table are not what they were",
                    "Begin anew with `--force`.",
                )
            self._tally(part)
            self._join(part)
            if self.counts is not None and part.file:
                assert self.folder is not None
                counted = (self.folder.path / part.file).read_bytes()
                self.counts.add(msgspec.json.decode(counted, type=list[tuple[Group, int]]))
            if place == len(self.parts) - 1:
                return unit
        return None

    def _process(self, number: int, unit: Unit) -> _Done:
        """Decide one unit and write its part; runs in a thread of its own."""
        job = self.job
        rows = answered = 0
        rejects: list[pa.Table] = []
        counted = Counts(job.by)
        tallies: dict[str, dict[str, int]] = {name: {} for name in self.tallies}
        with self._writer(number) as write:
            for chunk in self.table.read(unit):
                if self._stopped.is_set():
                    raise Stopped
                decided = self.batches.decide(chunk)
                rows += chunk.count
                answered += decided.table.num_rows
                if decided.rejects is not None:
                    rejects.append(decided.rejects)
                self._count_texts(decided.answers, tallies)
                if job.by:
                    counted.add(count_rows(decided.table, job.by))
                else:
                    write(decided.table)
        groups = list(counted.groups.items())
        file = self._file(number) if answered else None
        if file is not None and job.by:
            file.write_bytes(msgspec.json.encode(groups))
        joined = None
        if rejects:
            import pyarrow as pa

            joined = pa.concat_tables(rejects)
        part = Part(
            number,
            (unit.start, unit.end, unit.group, unit.skipped),
            self.table.fingerprint(unit) if self.folder is not None else "",
            rows,
            answered,
            file.name if file is not None else "",
            file.stat().st_size if file is not None else 0,
            checksum_of(file) if file is not None else "",
            reasons=_reasons(joined),
            tallies=tallies,
        )
        return _Done(part, joined, groups)

    def _file(self, number: int) -> Path | None:
        if self.folder is None:
            return None
        return self.folder.file(number, ".json" if self.job.by else ".arrow" if self.job.form == "parquet" else ".csv")

    @contextlib.contextmanager
    def _writer(self, number: int) -> Iterator[Callable[[pa.Table], None]]:
        """Open the file of a part."""
        path = self._file(number)
        if path is None or self.job.by:
            yield lambda _: None
        elif self.job.form == "parquet":
            writer = PartWriter(path)
            try:
                yield writer.write
            finally:
                writer.close()
        else:
            with path.open("wb") as stream:
                yield lambda table: write_rows(stream, table)

    def _count_texts(self, answers: list[Any], tallies: dict[str, dict[str, int]]) -> None:
        import numpy as np

        for output, codes, pool in zip(self.job.plan.outputs, answers, self.batches.answering.pools, strict=True):
            tally = tallies.get(output.name)
            if tally is not None and len(codes):
                for place, count in enumerate(np.bincount(codes).tolist()):
                    if count:
                        text = pool.texts[place]
                        tally[text] = tally.get(text, 0) + count

    def _settle(self, unit: Unit, future: Future[_Done], tell: Callable[[Progress], None]) -> None:
        """Take what a worker has done, in the order of the table."""
        done = future.result()
        part = done.part
        if self.folder is not None:
            if done.rejects is not None:
                self._write_rejects(done.rejects)
            part = msgspec.structs.replace(part, rejects_bytes=self.folder.rejects_size())
            self.folder.add(part)
            self._join(part)
        if self.counts is not None:
            self.counts.add(done.counted)
        self.parts.append(part)
        self._tally(part)
        tell(self._progress(unit))

    def _write_rejects(self, rejects: pa.Table) -> None:
        """Write rejects with their rows counted from the table's first."""
        from pyarrow import compute

        assert self.folder is not None
        numbered = rejects.set_column(0, "row", compute.add(rejects["row"], self.rows)).drop_columns(["kind"])
        with self.folder.rejects.open("ab") as stream:
            if not stream.tell():
                write_heading(stream, numbered.column_names)
            write_rows(stream, numbered)

    def _tally(self, part: Part) -> None:
        self.rows += part.rows
        self.answered += part.answered
        for kind, column, count, example in part.reasons:
            before, first = self.reasons.get((kind, column), (0, example))
            self.reasons[kind, column] = (before + count, first)
        for name, tally in part.tallies.items():
            mine = self.tallies.setdefault(name, {})
            for text, count in tally.items():
                mine[text] = mine.get(text, 0) + count

    def _progress(self, unit: Unit | None) -> Progress:
        table = self.table
        if table.rows is not None:
            return Progress(self.rows, self.rows - self.answered, self.rows, table.rows)
        return Progress(self.rows, self.rows - self.answered, unit.end if unit is not None else 0, table.bytes)

    @contextlib.contextmanager
    def _whole_parquet(self) -> Iterator[None]:
        """Open the Parquet file that parts are added to as they are finished; it is whole only at the end."""
        if self.folder is None or self.counts is not None or self.job.form != "parquet":
            yield
            return
        self.whole = ParquetWhole(self.folder.whole, self.batches.schema, self.job.plan.kept)
        try:
            yield
        finally:
            self.whole.close()

    def _join(self, part: Part) -> None:
        """Add a part to the whole, where that grows with the parts."""
        if self.whole is not None and part.file:
            assert self.folder is not None
            self.whole.add(self.folder.path / part.file)

    def _finish(self) -> Path | None:
        """Put the output together beside its place, and move it there in one step."""
        if self.folder is None:
            return None
        out = self.job.out
        assert out is not None
        if self.whole is None:
            with self.folder.whole.open("wb") as stream:
                if self.counts is not None:
                    write_counts(stream, self.counts, self.job.form)
                else:
                    write_heading(stream, self.batches.schema.names)
                    for part in self.parts:
                        if part.file:
                            _append(self.folder.path / part.file, stream)
        rejects = rejects_of(out)
        if self.folder.rejects_size():
            beside = self.folder.path / "rejects"
            with beside.open("wb") as stream:
                _append(self.folder.rejects, stream)
            beside.replace(rejects)
        else:
            rejects.unlink(missing_ok=True)
        self.folder.whole.replace(out)
        has_rejects = bool(self.folder.rejects_size())
        self.folder.remove()
        return rejects if has_rejects else None


def _reasons(rejects: pa.Table | None) -> tuple[tuple[str, str, int, str], ...]:
    """Count rejects by their kind and column, each with the first reason of its kind."""
    if rejects is None:
        return ()
    found: dict[tuple[str, str], tuple[int, str]] = {}
    grouped = rejects.combine_chunks().group_by(["kind", "column"], use_threads=False)
    told = grouped.aggregate([("reason", "first"), ("reason", "count")]).to_pydict()
    for kind, column, reason, count in zip(
        told["kind"], told["column"], told["reason_first"], told["reason_count"], strict=True
    ):
        found[kind, column] = (count, reason)
    return tuple((kind, column, count, example) for (kind, column), (count, example) in found.items())


def _append(path: Path, stream: Any) -> None:  # noqa: ANN401 - a file
    with path.open("rb") as source:
        shutil.copyfileobj(source, stream, 1 << 22)

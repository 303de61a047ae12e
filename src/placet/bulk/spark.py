"""Decide a table on Spark: the program goes to the workers as bytes, and they run what one machine would run."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from placet.bulk.counting import Counts, write_counts
from placet.bulk.job import Job, Summary
from placet.bulk.problems import TableProblem
from placet.bulk.spark_table import SparkTable
from placet.bulk.spark_worker import AddingUp, Told, Worker, has_undecided, ship
from placet.engine.sweep.backends import BackendName

REJECTS_A_PART = 1_000_000
"""How many rejects are written to one file, in order."""


def sweep_on_spark(job: Job, out: str | None, backend: BackendName = "auto") -> Summary:
    """Decide a table on Spark.

    Args:
        job: what is to be done; its table is a `SparkTable`.
        out: the folder to write, or its address; where rows are counted, a file. None: nothing is written.
        backend: what the programs run on.

    Raises:
        TableProblem: the output is there already.
    """
    table = job.table
    assert isinstance(table, SparkTable)
    if job.does_resume:
        raise TableProblem(
            "--resume goes on with a run on this machine",
            "Spark does lost parts again by itself; begin anew with `--force`.",
        )
    target = _Target(out, table=table.name, does_replace=job.does_replace, is_file=bool(job.by))
    content = ship(job.plan, columns=table.sent, is_csv=table.is_csv)
    work = _Work(job, table, content, backend)
    counts = None
    if job.by:
        counts, told = work.count()
        target.write_counts(counts, job.form)
    else:
        told = work.write(target)
    rejects = None
    if told.reasons and out is not None:
        rejects = work.write_rejects(target, told)
    reasons = sorted(
        ((kind, column, count, example) for (kind, column), (count, _, example) in told.reasons.items()),
        key=lambda one: (-one[2], one[:2]),
    )
    return Summary(
        told.rows,
        told.answered,
        0,
        tuple(reasons),
        job.plan.outputs,
        told.tallies,
        counts,
        rejects,
        1,
    )


class _Target:
    """Where the output goes."""

    def __init__(self, out: str | None, *, table: str, does_replace: bool, is_file: bool) -> None:
        self.out = out
        self.mode = "overwrite" if does_replace else "errorifexists"
        self._is_local = out is not None and "://" not in out
        if out is None:
            return
        if self._is_local and self._is_or_is_in(table):
            raise TableProblem(f"`{out}` is the table itself", "Write to another folder.")
        if is_file and not self._is_local:
            raise TableProblem(f"counts cannot be written to `{out}`", "Name a file on this machine.")
        for path in (Path(out), Path(self.rejects)) if self._is_local else ():
            if path.exists() and not does_replace:
                raise TableProblem(f"`{path}` is there already", "`--force` replaces it.")
            if does_replace and is_file is False and path.is_file():
                path.unlink()
            elif does_replace and path == Path(self.rejects) and path.exists():
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    @property
    def rejects(self) -> str:
        """The folder of rejects."""
        return f"{(self.out or '').rstrip('/')}.rejects.csv"

    def address(self, name: str) -> str:
        """Return how Spark is told of a folder that it is to make."""
        return f"file://{Path(name).absolute()}" if self._is_local else name

    @contextlib.contextmanager
    def whole_or_nothing(self) -> Iterator[None]:
        """Remove what a run that fails has left of a folder on this machine."""
        try:
            yield
        except BaseException:  # an interruption leaves as little behind as an error; it is raised again
            if self._is_local and not (Path(self.out or "") / "_SUCCESS").exists():
                shutil.rmtree(self.out or "", ignore_errors=True)
            raise

    def _is_or_is_in(self, table: str) -> bool:
        """Say whether writing to this folder would touch the table."""
        here, there = Path(self.out or "").absolute(), Path(table).absolute()
        return here == there or there in here.parents or here in there.parents

    def write_counts(self, counts: Counts, form: Any) -> None:  # noqa: ANN401 - a form
        """Write counts to one file on this machine."""
        if self.out is not None:
            with Path(self.out).open("wb") as stream:
                write_counts(stream, counts, form)


class _Work:
    """The passes over the table."""

    def __init__(self, job: Job, table: SparkTable, content: bytes, backend: BackendName) -> None:
        self.job = job
        self.table = table
        self.content = content
        self.backend = backend
        self.session = table.session

    def write(self, target: _Target) -> Told:
        """Write the answers; count them if there is nowhere to write."""
        from pyspark.sql.types import StringType, StructField, StructType

        plan = self.job.plan
        told = self.session.sparkContext.accumulator(Told(), AddingUp())
        schema = StructType(
            [*self.table.fields(plan.kept), *(StructField(one.name, StringType()) for one in plan.outputs)]
        )
        frame = self.table.frame(with_places=False).mapInArrow(self._worker("answers", told=told), schema)
        assert target.out is not None
        writer = frame.write.mode(target.mode)
        address = target.address(target.out)
        with target.whole_or_nothing():
            if self.job.form == "parquet":
                writer.parquet(address)
            else:
                _write_csv(writer, address)
        found: Told = told.value
        return found

    def count(self) -> tuple[Counts, Told]:
        """Count rows; the workers count their own, Spark adds them up."""
        from pyspark.sql import functions

        frame = self.table.frame(with_places=False)
        frame = frame.mapInArrow(self._worker("counts"), "group array<string>, rows long, told binary")
        summed = frame.groupBy("group").agg(
            functions.sum("rows").alias("rows"), functions.collect_list("told").alias("told")
        )
        counts = Counts(self.job.by)
        told = Told()
        for row in summed.toLocalIterator():
            if row["group"] is None:
                for one in row["told"]:
                    told += msgspec.msgpack.decode(one, type=Told)
            else:
                counts.add([(tuple(row["group"]), row["rows"])])
        return counts, told

    def write_rejects(self, target: _Target, told: Told) -> Path:
        """Go over the table once more and write the rows that could not be answered."""
        frame = self.table.frame(with_places=True).mapInArrow(
            self._worker("rejects", is_quick=not has_undecided(told)),
            "file string, row long, column string, value string, reason string",
        )
        parts = 1 + sum(count for count, _, _ in told.reasons.values()) // REJECTS_A_PART
        order = ("file", "row", "column")
        sorted_ = frame.repartitionByRange(parts, *order[:2]).sortWithinPartitions(*order)
        _write_csv(sorted_.write.mode(target.mode), target.address(target.rejects))
        return Path(target.rejects)

    def _worker(self, mode: Any, **more: Any) -> Any:  # noqa: ANN401 - what Spark takes
        """Return the function that Spark sends: it looks at how many arguments a function takes, so it is one."""
        worker = Worker(self.content, self.job.plan.wording, mode, by=self.job.by, backend=self.backend, **more)

        def decide(batches: Iterator[Any]) -> Iterator[Any]:
            yield from worker(batches)

        return decide


def _write_csv(writer: Any, address: str) -> None:  # noqa: ANN401 - Spark's own type
    """Write CSV as it is written on one machine; Spark would cut blanks and mark quotation marks with a backslash."""
    writer.csv(
        address,
        header=True,
        escape='"',
        emptyValue="",
        nullValue="",
        ignoreLeadingWhiteSpace=False,
        ignoreTrailingWhiteSpace=False,
    )

"""Read an archive on Spark: its workers run what one machine would run, and what comes out is equal row for row."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from placet.evidence.archive.job import ArchiveProblem, Job, Summary, Tally
from placet.evidence.archive.lines import COLUMNS, decode, rows_of, schema
from placet.evidence.archive.run import check_output, write_rejects
from placet.evidence.archive.work import ONE_THREAD, Item, Reject, outcomes
from placet.evidence.intake import Unreadable
from placet.evidence.intake.sources import files_in, is_web_archive, read_file

FILES_A_BATCH = 32
"""How many files are handed to a worker at a time."""

FILES_A_TASK = 256
"""How many files Spark counts as one task."""

_STAGED = "name string, line string, statements long, language string, undated boolean, message string, help string"
_KINDS = {"string": "string", "strings": "array<string>", "int": "int", "bool": "boolean"}


def read_on_spark(session: Any, job: Job) -> Summary:  # noqa: ANN401 - Spark's own type
    """Read an archive on Spark.

    Args:
        session: a Spark session of our own.
        job: what is to be done; `out` becomes a folder. Spark does lost parts again by itself, so none is resumed.

    Raises:
        ArchiveProblem: the archive or the output is not as it must be.
    """
    begun = time.monotonic()
    _check(job)
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(FILES_A_BATCH))
    with _whole_or_nothing(job):
        _stage(session, job)
        staged = session.read.parquet(_address(job.kept))
        tally = _tally(staged)
        _write(staged, job)
        if tally.rejected:
            refused = staged.where("message is not null").orderBy("name").select("name", "message", "help")
            with job.rejects.open("w", encoding="utf-8", newline="") as text:
                write_rejects(text, [Reject(*row) for row in refused.toLocalIterator()])
    shutil.rmtree(job.kept, ignore_errors=True)
    return Summary(job.out, job.rejects if tally.rejected else None, tally, 0, time.monotonic() - begun)


def _check(job: Job) -> None:
    if job.does_resume:
        raise ArchiveProblem(
            "--resume goes on with a run on this machine",
            "Spark does lost parts again by itself; begin anew with `--force`.",
        )
    if not job.archive.is_dir():
        raise ArchiveProblem(f"`{job.archive}` is no folder, and Spark reads folders", "Leave out `--engine spark`.")
    check_output(job)


@contextlib.contextmanager
def _whole_or_nothing(job: Job) -> Iterator[None]:
    """Begin with nothing there, and remove what a run that fails has left."""

    def clear() -> None:
        for path in (job.out, job.kept, job.rejects):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    clear()
    try:
        yield
    except BaseException:  # an interruption leaves as little behind as an error; it is raised again
        clear()
        raise


def _address(path: Path) -> str:
    return f"file://{path.absolute()}"


def _stage(session: Any, job: Job) -> None:  # noqa: ANN401 - Spark's own type
    """Read every file once, and keep what came of it: all else is made of that.

    The files are listed here and opened by the workers, so that the empty, the hidden and the oddly named ones are
    treated as on one machine.

    Raises:
        ArchiveProblem: a web archive is among them.
    """
    root = job.archive.absolute()
    files: list[tuple[str, bytearray]] = []
    for path in files_in(root):
        if is_web_archive(path):
            raise ArchiveProblem(
                f"`{path}` is a web archive, which is read from one end to the other",
                "Unpack it, or leave out `--engine spark`.",
            )
        name = os.fsencode(path.relative_to(root)).decode("utf-8", "replace")
        files.append((name, bytearray(os.fsencode(path))))
    frame = session.createDataFrame(files, "name string, path binary")
    frame = frame.repartition(max(1, len(files) // FILES_A_TASK))

    def read(batches: Iterator[Any]) -> Iterator[Any]:
        yield from _read(batches)

    frame.mapInArrow(read, _STAGED).write.parquet(_address(job.kept))


def _row(name: str, **more: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("line", "statements", "language", "undated", "message", "help"))
    return {"name": name, **empty, **more}


def _read(batches: Iterator[Any]) -> Iterator[Any]:
    """Read files on a worker."""
    import pyarrow as pa

    os.environ.update(ONE_THREAD)
    kinds = {"statements": pa.int64(), "undated": pa.bool_()}
    names = [column.split(" ")[0] for column in _STAGED.split(", ")]
    columns = pa.schema([(name, kinds.get(name, pa.string())) for name in names])
    for batch in batches:
        pairs = zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)
        items = [_item(name, Path(os.fsdecode(path))) for name, path in pairs]
        rows = []
        for item, (outcome, tally) in zip(items, outcomes(items), strict=True):
            if isinstance(outcome, Reject):
                row = _row(item.name, message=outcome.message, help=outcome.help)
            else:
                (language,) = tally.languages
                row = _row(
                    item.name,
                    line=outcome.decode(),
                    statements=tally.statements,
                    language=language,
                    undated=tally.undated > 0,
                )
            rows.append(row)
        yield from pa.Table.from_pylist(rows, columns).to_batches()


def _item(name: str, path: Path) -> Item:
    try:
        # `name` is how the path goes on behind the folder that was given.
        return Item(name, read_file(path, path.parents[name.count("/")]))
    except Unreadable as refused:
        return Item(name, message=refused.message, help=refused.help)


def _tally(staged: Any) -> Tally:  # noqa: ANN401 - Spark's own type
    """Add up what was found."""
    read = staged.where("message is null")
    (sums,) = read.selectExpr(
        "count(*) as articles", "coalesce(sum(statements), 0) as statements", "count_if(undated) as undated"
    ).collect()
    languages = {row["language"]: row["count"] for row in read.groupBy("language").count().collect()}
    reasons = {
        row["message"]: row["count"] for row in staged.where("message is not null").groupBy("message").count().collect()
    }
    return Tally(sums["articles"], sums["statements"], sum(reasons.values()), sums["undated"], languages, reasons)


def _write(staged: Any, job: Job) -> None:  # noqa: ANN401 - Spark's own type
    lines = staged.where("message is null").orderBy("name").select("line")
    if job.form == "jsonl":
        lines.write.text(_address(job.out))
        return

    def rows(batches: Iterator[Any]) -> Iterator[Any]:
        yield from _rows(batches)

    kinds = ", ".join(f"{name} {_KINDS[kind]}" for name, kind in COLUMNS.items())
    lines.mapInArrow(rows, kinds).write.parquet(_address(job.out))


def _rows(batches: Iterator[Any]) -> Iterator[Any]:
    """Make the table's rows of lines, on a worker."""
    import pyarrow as pa

    columns = schema()
    for batch in batches:
        made = [row for line in batch.column(0).to_pylist() for row in rows_of(decode(line.encode()))]
        yield from pa.Table.from_pylist(made, columns).to_batches()

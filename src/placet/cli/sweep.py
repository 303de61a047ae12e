"""`placet sweep`: a whole table of situations, every row answered."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import click

from placet.cli.completion import complete_reader, complete_rulebook, complete_table_or_fact
from placet.cli.examples import examples
from placet.cli.progress import interruptible, progress_bar
from placet.cli.session import open_rulebook, today
from placet.cli.trouble import Ended, Trouble, tell_trouble
from placet.parts import install_command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from placet.bulk.counting import Form
    from placet.bulk.engines import EngineName
    from placet.bulk.job import Job, Progress, Summary
    from placet.bulk.plan import Plan
    from placet.bulk.tables import KnownTable
    from placet.model import Rulebook, Value
    from placet.show.sweep import SweepTitle

_INSTALL = f"Install it with `{install_command('bulk')}`."
_NAMED = 12
"""How many columns a note names."""

_DAY_COLUMNS = frozenset(("day", "date", "on", "when"))
"""What a column is called that likely holds the day of each row."""

_ENGINES = ("auto", "numpy", "numba", "integers", "rows", "spark")


@click.command(
    "sweep",
    epilog=examples(
        "placet sweep korea plans.csv --on 2014-11-17 --out answers.csv",
        "placet sweep korea plans.parquet --on day --reader JPN --out answers.parquet",
        "placet sweep korea plans.csv actor=USA --on 2014-11-17 --count act,verdict",
        "placet sweep korea --space act,origin actor=USA --on 2014-11-17 --count verdict",
    ),
)
@click.argument("rulebook", shell_complete=complete_rulebook)
@click.argument("words", nargs=-1, metavar="[TABLE] [FIELD=VALUE]...", shell_complete=complete_table_or_fact)
@click.option("--out", type=click.Path(), metavar="FILE", help="The file to write: .csv or .parquet.")
@click.option(
    "--columns", metavar="COLUMN,…", help="Which columns of the table to write again.  [default: all of them]"
)
@click.option("--on", metavar="DAY|COLUMN", help="The day of the act, or the column that has it.  [default: today]")
@click.option(
    "--known",
    metavar="DAY|COLUMN",
    help="Use only what was public on this day, or on the day in this column.  [default: everything]",
)
@click.option(
    "--reader",
    "readers",
    multiple=True,
    metavar="READER",
    shell_complete=complete_reader,
    help="Write this reader's answers only; may be repeated.  [default: everybody who can speak]",
)
@click.option("--count", "by", metavar="BY,…", help="Count rows by columns of the table or of the answers instead.")
@click.option(
    "--space",
    metavar="FIELD,…",
    help="Instead of a table, every combination of the values of these fields, or of `all` that are not given.",
)
@click.option(
    "--engine",
    type=click.Choice(_ENGINES),
    default="auto",
    show_default=True,
    help="How to decide; the answers are the same. `rows` goes row by row and is slow; `spark` writes a folder.",
)
@click.option("--spark", "master", metavar="ADDRESS", help="Which Spark.  [default: as Spark is set up, or local[*]]")
@click.option("--jobs", type=click.IntRange(1, 64), metavar="N", help="How many blocks to work on at a time.")
@click.option("--resume", is_flag=True, help="Go on where an interrupted run stopped.")
@click.option("--force", is_flag=True, help="Replace FILE, and what an interrupted run has left.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of the table as JSON.")
def sweep_command(
    rulebook: str,
    words: tuple[str, ...],
    out: str | None,
    columns: str | None,
    on: str | None,
    known: str | None,
    readers: tuple[str, ...],
    by: str | None,
    space: str | None,
    engine: EngineName | Literal["spark"],
    master: str | None,
    jobs: int | None,
    resume: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Answer every row of a table, or every combination of some fields.

    TABLE is a CSV or a Parquet file. Its columns are the rulebook's fields; an empty cell is a fact that is not known;
    columns that are no field are written again as they are. Facts given as FIELD=VALUE hold for every row. A row that
    cannot be taken is set aside in FILE.rejects.csv with the reason, and the command then ends with 1.
    """
    from placet.bulk.problems import TableProblem
    from placet.cli.facts import check_readers

    book = open_rulebook(rulebook)
    check_readers(book, readers)
    if resume and force:
        raise Trouble("--resume goes on with a run and --force begins anew", "Give one of them.")
    if master is not None and engine != "spark":
        raise Trouble("--spark says which Spark is used, and none is", "Add `--engine spark`, or leave it out.")
    path = Path(out) if out is not None else None
    on_one = "auto" if engine == "spark" else engine
    typed = _Typed(words, path, columns, on, known, readers, by, space, on_one, jobs, resume, force)
    try:
        if engine == "spark":
            summary, title = _run_on_spark(book, typed, out, master)
        else:
            job, title = _job(book, typed)
            summary = _run(job, engine)
    except TableProblem as problem:
        raise Trouble(problem.message, problem.help) from None
    except ImportError as error:
        name = (error.name or "").partition(".")[0]
        extra = {"numba": "fast", "pyspark": "spark", "pandas": "spark"}.get(name, "bulk")
        raise Trouble(
            f"this needs a part of placet that is not installed: {name}",
            f"Install it with `{install_command(extra)}`.",
        ) from None
    _print(summary, title, as_json=as_json)
    if summary.answered < summary.rows:
        raise Ended(1)


class _Typed(NamedTuple):
    """What was typed after the rulebook's name."""

    words: tuple[str, ...]
    out: Path | None
    columns: str | None
    on: str | None
    known: str | None
    readers: tuple[str, ...]
    by: str | None
    space: str | None
    engine: EngineName
    jobs: int | None
    resume: bool
    force: bool
    session: Any = None
    """The Spark session, where the table is decided there."""


def _job(book: Rulebook, typed: _Typed) -> tuple[Job, SweepTitle]:
    """Make of what was typed what is to be done, and tell what should be known of it."""
    from placet import __version__
    from placet.bulk.engines import engine_maker
    from placet.bulk.job import Job, default_jobs
    from placet.bulk.plan import make_plan
    from placet.show.sweep import WORDING, SweepTitle
    from placet.show.words import written_value

    table, facts = _table(book, typed.words, typed.space, typed.session)
    fixed = _facts(book, facts)
    counted = _names(typed.by)
    if typed.by is not None and not counted:
        raise Trouble("--count names no column", "Name columns of the table or of the answers: `--count verdict`.")
    if typed.out is None and not counted:
        raise Trouble("where should the answers go?", "Name a file with `--out`, or count rows with `--count`.")
    kinds = table.kinds()
    on, known = _day(typed.on, kinds, "--on"), _day(typed.known, kinds, "--known")
    plan = make_plan(
        book,
        kinds,
        WORDING,
        on=on if on is not None else today(),
        known=known,
        fixed=fixed,
        readers=typed.readers,
        keep=_kept(typed.columns, counted, kinds),
    )
    if counted:
        plan = _counting(plan, counted, kinds)
    jobs = typed.jobs or default_jobs()
    table.prepare(plan.read_columns, plan.coded_columns, jobs)
    _tell_notes(plan, table, on_default=on is None)
    options = {
        "--on": _written(plan.on),
        "--known": _written(plan.known),
        "--reader": ",".join(typed.readers),
        "--columns": typed.columns or "",
        "--space": typed.space or "",
        **{f"{name}=": written_value(value) for name, value in fixed.items()},
    }
    job = Job(
        plan=plan,
        table=table,
        make_engine=engine_maker(typed.engine),
        out=typed.out,
        form=_form(typed.out),
        by=counted,
        jobs=jobs,
        does_resume=typed.resume,
        does_replace=typed.force,
        options=options,
        version=__version__,
    )
    on_words = f"the day in `{plan.on}`" if isinstance(plan.on, str) else plan.on.isoformat()
    name = typed.words[0] if table.bytes else ""
    return job, SweepTitle(name, book.name, on_words, _known_words(plan), str(typed.out or ""))


def _run(job: Job, engine: EngineName) -> Summary:
    """Run with a progress bar, and say how to go on where it is interrupted."""
    from placet.bulk.job import part_folder_of
    from placet.bulk.plain import is_needed, run_plain
    from placet.bulk.run import run
    from placet.bulk.space_counts import can_be_counted, sweep_space

    if engine != "rows" and can_be_counted(job):
        with progress_bar() as tell:
            return sweep_space(job, engine, tell)
    work = run
    if is_needed():
        if job.does_resume:
            raise Trouble("--resume needs a part of placet that is not installed", _INSTALL)
        click.echo(f"note: row by row, as a part of placet is not installed. {_INSTALL}", err=True)
        work = run_plain
    progress: Progress | None = None
    try:
        with interruptible(), progress_bar() as tell:

            def told(now: Progress) -> None:
                nonlocal progress
                progress = now
                tell(now)

            return work(job, told)
    except KeyboardInterrupt:
        folder = part_folder_of(job.out) if job.out is not None else None
        done = f"stopped after {progress.rows:,} rows" if progress is not None else "stopped"
        if folder is not None and folder.exists():
            tell_trouble(done, f"The same command with `--resume` goes on; what is done is kept in `{folder}`.")
        else:
            tell_trouble(done)
        raise Ended(130) from None
    except OSError as error:
        # The library for Parquet gives the number of the system's reason and puts words of its own around it.
        words = os.strerror(error.errno) if error.errno else error.strerror
        reason = (words or "no reason given").lower()
        help = ""
        if job.out is not None and part_folder_of(job.out).exists():
            help = "What is done is kept: the same command with `--resume` goes on."
        raise Trouble(f"`{error.filename or job.out}` cannot be written: {reason}", help) from None


def _run_on_spark(book: Rulebook, typed: _Typed, out: str | None, master: str | None) -> tuple[Summary, SweepTitle]:
    """Do it all within one Spark session."""
    if typed.space is not None:
        raise Trouble("--space needs no Spark", "Leave out `--engine spark`: a space is swept on this machine.")
    import msgspec

    from placet.bulk.spark import sweep_on_spark
    from placet.bulk.spark_session import spark_session

    try:
        with interruptible(), spark_session(master, typed.jobs) as session:
            job, title = _job(book, typed._replace(session=session))
            return sweep_on_spark(job, out), msgspec.structs.replace(title, out=out or "")
    except KeyboardInterrupt:
        tell_trouble("stopped")
        raise Ended(130) from None


def _print(summary: Summary, title: SweepTitle, *, as_json: bool) -> None:
    if as_json:
        from placet import __version__
        from placet.cli.output import write
        from placet.show.answer_json import json_text
        from placet.show.sweep import sweep_value

        write(json_text(sweep_value(summary, title, __version__)) + "\n")
        return
    from placet.cli.output import write_page
    from placet.show.sweep import sweep_page

    write_page(sweep_page(summary, title))


def _table(
    book: Rulebook,
    words: tuple[str, ...],
    space: str | None,
    session: Any = None,  # noqa: ANN401 - of Spark
) -> tuple[KnownTable, tuple[str, ...]]:
    """Open the table, or make one of a space; return the words that are left."""
    if space is not None:
        from placet.bulk.space_table import SpaceTable
        from placet.show.sweep import WORDING

        tables = [word for word in words if "=" not in word]
        if tables:
            raise Trouble(
                f"there is both a table, `{tables[0]}`, and a space to sweep",
                "Leave out one of them: --space takes the place of a table.",
            )
        fields = dict.fromkeys(_names(space))
        if not fields:
            raise Trouble("--space names no field", f"`placet fields {book.name}` lists the fields.")
        if list(fields) == ["all"]:
            given = {word.partition("=")[0].strip() for word in words}
            fields = dict.fromkeys(field for field in book.fields if field not in given)
        return SpaceTable(book, fields, WORDING), words
    if not words:
        raise Trouble("TABLE is missing", "Name a CSV or a Parquet file, or sweep a space with `--space FIELD,…`.")
    if session is not None:
        from placet.bulk.spark_table import SparkTable

        return SparkTable(session, words[0]), words[1:]
    from placet.bulk.tables import open_table

    return open_table(Path(words[0])), words[1:]


def _facts(book: Rulebook, words: tuple[str, ...]) -> dict[str, Value]:
    from placet.cli.facts import read_fact

    found: dict[str, Value] = {}
    typed: dict[str, str] = {}
    for word in words:
        field, is_fact, value = word.partition("=")
        field, value = field.strip(), value.strip()
        if not is_fact:
            raise Trouble(f"`{word}` is not FIELD=VALUE", "One table is swept at a time; facts follow it.")
        if typed.setdefault(field, value) != value:
            raise Trouble(f"`{field}` is given twice: `{typed[field]}` and `{value}`", "Give each fact once.")
        read_fact(book, field, value, found)
    return found


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def _kept(columns: str | None, counted: tuple[str, ...], known: dict[str, str]) -> tuple[str, ...] | None:
    """Return the columns of the table that are written again; where rows are counted, those they are counted by."""
    if counted:
        return tuple(name for name in counted if name in known)
    return _names(columns) if columns is not None else None


def _day(text: str | None, columns: dict[str, str], option: str) -> dt.date | str | None:
    """Read a day or the name of a column."""
    if text is None:
        return None
    from placet.diagnostics import Diagnostic
    from placet.language import parse_day

    if text == "today":
        return today()
    day = parse_day(text)
    if not isinstance(day, Diagnostic):
        return day
    if text in columns:
        return text
    from placet.cli.trouble import did_you_mean, known_names

    raise Trouble(
        f"{option}: `{text}` is neither a day nor a column of the table",
        did_you_mean(text, columns) or f"A day is written `2014-11-17`; the columns are {known_names(columns)}.",
    )


def _form(out: Path | None) -> Form:
    if out is None:
        return "csv"
    match out.suffix.lower():
        case ".csv":
            return "csv"
        case ".parquet":
            return "parquet"
        case _:
            raise Trouble(f"`{out}` ends neither in .csv nor in .parquet", "The ending says in which form to write.")


def _counting(plan: Plan, counted: tuple[str, ...], columns: dict[str, str]) -> Plan:
    """Return the plan with no other answers than those that rows are counted by, and the verdict."""
    import msgspec

    from placet.cli.session import unknown

    known = [*plan.kept, *(output.name for output in plan.outputs)]
    for name in counted:
        if name not in known:
            raise unknown("column", name, dict.fromkeys([*columns, *known]), "to count by")
    outputs = tuple(one for one in plan.outputs if one.name in counted or one.kind == "verdict")
    return msgspec.structs.replace(plan, outputs=outputs)


def _tell_notes(plan: Plan, table: KnownTable, *, on_default: bool) -> None:
    """Say what of the table means nothing, which facts no row gives, and that a column of days is not asked for."""
    from placet.bulk.plan import hint_for
    from placet.show.words import listed

    if table.describe().startswith("CSV "):
        click.echo(f"note: {table.path} is read as {table.describe()}", err=True)
    strange = [name for name in table.columns if name not in plan.fields and name not in plan.day_columns]
    for name in strange:
        near = hint_for(plan.book, name)
        if near is not None and near not in table.columns:
            click.echo(f"note: `{name}` is no field of {plan.book.name}; did you mean `{near}`?", err=True)
    if plan.others:
        which = "is no field and is" if len(plan.others) == 1 else "are no fields and are"
        click.echo(f"note: {listed(_first(plan.others))} {which} written as found", err=True)
    if on_default and (holder := _holder_of_days(strange, table)) is not None:
        assert isinstance(plan.on, dt.date)
        click.echo(
            f"note: every row is asked for {plan.on.isoformat()}, today; `--on {holder}` takes each row's day from "
            f"`{holder}`",
            err=True,
        )
    if plan.unknown:
        click.echo(f"note: unknown in every row: {', '.join(plan.unknown)}", err=True)


def _holder_of_days(names: Sequence[str], table: KnownTable) -> str | None:
    """Return the column that perhaps holds the day of each row: by what it holds, or else by its name."""
    kinds = table.kinds()
    days = [name for name in names if kinds[name] == "day"]
    return next((name for name in [*days, *names] if name in days or name.casefold() in _DAY_COLUMNS), None)


def _first(names: Sequence[str]) -> list[str]:
    """Return names as they are quoted; of very many the first, and how many more there are."""
    shown = names if len(names) <= _NAMED else names[:_NAMED]
    quoted = [f"`{name}`" if name.strip() else "a column without a name" for name in shown]
    return quoted if len(shown) == len(names) else [*quoted, f"{len(names) - len(shown):,} more"]


def _written(day: dt.date | str | None) -> str:
    return day.isoformat() if isinstance(day, dt.date) else day or ""


def _known_words(plan: Plan) -> str:
    from placet.show.words import day_words

    if isinstance(plan.known, str):
        return f"what was public on the day in `{plan.known}`"
    return day_words(plan.known)

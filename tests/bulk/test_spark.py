"""The same table decided on this machine and on a Spark with two workers: equal row for row, and what is told of it."""

from __future__ import annotations

import csv
import datetime as dt
import sys
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from placet.bulk.engines import engine_maker
from placet.bulk.job import Job, Summary
from placet.bulk.plan import make_plan
from placet.bulk.problems import TableProblem
from placet.model import Rulebook
from placet.parts import install_command
from placet.show.sweep import WORDING
from tests.bulk.conftest import Run
from tests.bulk.tables import cell, random_rows, read_back, sweep, write_csv, write_parquet

# Spark's own libraries warn of each other.
pytestmark = pytest.mark.filterwarnings("default")

FIRST = dt.date(1990, 1, 1)
FILES = 5


def on_spark(session: Any, book: Rulebook, table: Path, out: Path | None, **more: Any) -> Summary:
    """Decide a table on Spark."""
    from placet.bulk.spark import sweep_on_spark
    from placet.bulk.spark_table import SparkTable

    by = tuple(more.pop("by", ()))
    opened = SparkTable(session, str(table))
    plan = make_plan(book, opened.kinds(), WORDING, **more)
    opened.prepare(plan.read_columns, plan.coded_columns, 1)
    form = "parquet" if out is not None and out.suffix == ".parquet" else "csv"
    job = Job(plan, opened, engine_maker("auto"), out, form, by)  # type: ignore[arg-type]
    return sweep_on_spark(job, str(out) if out is not None else None)


def rows_of(folder: Path) -> list[dict[str, Any]]:
    """Return the rows of all parts, by `id`."""
    parts = [path for path in folder.iterdir() if path.name.startswith("part-")]
    rows = [row for path in parts for row in read_back(path)]
    return sorted(rows, key=lambda row: int(row["id"]))


def made(rng: Random, book: Rulebook, count: int, first: int = 0) -> tuple[list[str], list[list[str]]]:
    """Return the heading and the rows of a table with days, sets, numbers, unknown cells, and a column of its own."""
    days = [FIRST + dt.timedelta(days=rng.randrange(14_000)) for _ in range(6)]
    rows = random_rows(rng, book, count, days=days)
    names = [*book.fields, "day", "id", "a.note"]
    cells = [
        [
            *(cell(rng, row.given[name]) if name in row.given else "" for name in book.fields),
            row.on.isoformat(),
            str(first + number),
            rng.choice(("plain", 'a "b", c', " blank ", "two\nlines", "")),
        ]
        for number, row in enumerate(rows)
    ]
    return names, cells


def test_a_parquet_table_in_parts_is_answered_as_on_one_machine(session: Any, river: Rulebook, tmp_path: Path) -> None:
    names, rows = made(Random(1), river, 1_000)
    columns = {name: [row[place] or None for row in rows] for place, name in enumerate(names)}
    columns["volume"] = [text if text is None or text.isdigit() else None for text in columns["volume"]]
    columns["id"] = [int(row[names.index("id")]) for row in rows]  # type: ignore[misc]
    folder = tmp_path / "split.parquet"
    folder.mkdir()
    size = len(rows) // FILES
    for number in range(FILES):
        piece = {name: column[number * size : (number + 1) * size] for name, column in columns.items()}
        write_parquet(folder / f"{number}.parquet", piece, rows_a_group=50)
    whole = write_parquet(tmp_path / "whole.parquet", columns)
    session.conf.set("spark.sql.files.maxPartitionBytes", "4000")
    there = on_spark(session, river, folder, tmp_path / "there.parquet", on="day")
    here = sweep(river, whole, tmp_path / "here.parquet", on="day")
    assert session.sparkContext.defaultParallelism == 2
    assert len(list((tmp_path / "there.parquet").glob("part-*"))) > FILES, "the files themselves were split"
    assert rows_of(tmp_path / "there.parquet") == read_back(tmp_path / "here.parquet")
    assert (there.rows, there.answered, there.tallies) == (here.rows, here.answered, here.tallies)
    assert len(there.tallies["verdict"]) > 3


def test_csv_files_of_every_kind_are_answered_and_refused_as_on_one_machine(
    session: Any, river: Rulebook, tmp_path: Path
) -> None:
    rng = Random(2)
    folder = tmp_path / "split files"
    folder.mkdir()
    answers: list[dict[str, Any]] = []
    rejects: list[list[str]] = []
    rows = answered = 0
    for number in range(FILES):
        names, cells = made(rng, river, 300, number * 1_000)
        for row in rng.sample(cells, 20):
            row[rng.randrange(len(river.fields) + 1)] = rng.choice(("nonsense", "-7", "1e9", ""))
        path = write_csv(folder / f"{number}.csv", names, cells)
        damage = {
            1: b'too,few\n\n\n"not closed,\n',
            2: b"\xff" + b"," * (len(names) - 1) + b"\n",
            3: b'x"y' + b"," * len(names) + b"\r\n",
        }.get(number, b"")
        path.write_bytes((b"\xef\xbb\xbf" if number == 4 else b"") + path.read_bytes() + damage)
        out = tmp_path / f"{number}.csv"
        here = sweep(river, path, out, on="day", known=dt.date(2014, 6, 1))
        answers += read_back(out)
        rows += here.rows
        answered += here.answered
        with out.with_name(f"{out.name}.rejects.csv").open(newline="", encoding="utf-8") as stream:
            rejects += [[f"file:{path}", *row] for row in list(csv.reader(stream))[1:]]
    there = on_spark(session, river, folder, tmp_path / "there.csv", on="day", known=dt.date(2014, 6, 1))
    assert rows_of(tmp_path / "there.csv") == sorted(answers, key=lambda row: int(row["id"]))
    assert (there.rows, there.answered) == (rows, answered)
    assert there.rejects == tmp_path / "there.csv.rejects.csv"
    (part,) = there.rejects.glob("part-*")
    with part.open(newline="", encoding="utf-8") as stream:
        found = list(csv.reader(stream))
    assert found[0] == ["file", "row", "column", "value", "reason"]
    assert sorted(found[1:]) == sorted(rejects)
    assert sum(count for _, _, count, _ in there.reasons) == len(rejects)
    assert {kind for kind, *_ in there.reasons} >= {"row without an end", "not UTF-8 text", "too few cells", "no day"}


def test_counts_are_those_of_one_machine(session: Any, river: Rulebook, tmp_path: Path) -> None:
    names, rows = made(Random(3), river, 900)
    whole = write_csv(tmp_path / "whole.csv", names, rows)
    folder = tmp_path / "split"
    folder.mkdir()
    for number in range(3):
        write_csv(folder / f"{number}.csv", names, rows[number * 300 : number * 300 + 300])
    by = ("season", "a.note", "verdict")
    there = on_spark(session, river, folder, tmp_path / "there.csv", on="day", by=by, keep=by[:2])
    here = sweep(river, whole, tmp_path / "here.csv", on="day", by=by, keep=by[:2])
    assert there.counts is not None
    assert here.counts is not None
    assert there.counts.in_order() == here.counts.in_order()
    assert (there.rows, there.answered, there.tallies) == (here.rows, here.answered, here.tallies)
    assert (tmp_path / "there.csv").read_bytes() == (tmp_path / "here.csv").read_bytes()


def test_rejects_of_a_parquet_table_have_their_numbers_in_their_files(
    session: Any, river: Rulebook, tmp_path: Path
) -> None:
    folder = tmp_path / "t.parquet"
    folder.mkdir()
    for number in range(2):
        acts = ["fill"] * 400
        acts[number * 100 + 150] = "fil"
        write_parquet(folder / f"{number}.parquet", {"id": list(range(400)), "act": acts}, rows_a_group=100)
    on_spark(session, river, folder, tmp_path / "out.parquet", on=FIRST)
    rows = [row for path in (tmp_path / "out.parquet.rejects.csv").glob("part-*") for row in read_back(path)]
    assert [(row["file"].rpartition("/")[2], row["row"], row["value"]) for row in rows] == [
        ("0.parquet", "151", "fil"),
        ("1.parquet", "251", "fil"),
    ]


def test_the_command_tells_the_same_and_writes_a_folder(
    session: Any, run: Run, river_folder: str, tmp_path: Path
) -> None:
    write_csv(tmp_path / "t.csv", ["id", "act", "actor"], [["1", "fill", "NOR"], ["2", "", "SUD"], ["3", "fil", ""]])
    asked = (river_folder, "t.csv", "--on", "2014-06-01")
    here = run(*asked, "--out", "here.csv")
    there = run(*asked, "--out", "there.csv", "--engine", "spark")
    assert there.exit_code == here.exit_code == 1
    assert there.stdout == here.stdout.replace("here.csv", "there.csv")
    again = run(*asked, "--out", "there.csv", "--engine", "spark")
    assert again.exit_code == 2
    assert "error: `there.csv` is there already" in again.stderr
    assert "`--force` replaces it" in again.stderr
    assert run(*asked, "--out", "there.csv", "--engine", "spark", "--force").exit_code == 1
    assert rows_of(tmp_path / "there.csv") == read_back(tmp_path / "here.csv")


def test_what_fails_on_a_worker_is_told_in_one_line(session: Any, run: Run, river_folder: str, tmp_path: Path) -> None:
    folder = tmp_path / "two"
    folder.mkdir()
    write_csv(folder / "a.csv", ["act", "actor"], [["fill", "NOR"]])
    write_csv(folder / "b.csv", ["actor", "act"], [["NOR", "fill"]])
    result = run(river_folder, "two", "--on", "2014-06-01", "--out", "out.csv", "--engine", "spark")
    assert result.exit_code == 2
    said = " ".join(result.stderr.split())
    assert "has other columns than the first file of the table" in said
    assert "b.csv" in said
    assert not (tmp_path / "out.csv").exists(), "no half output"
    assert not any(word in said for word in ("Traceback", "Exception", "java", "org.apache"))


def test_a_table_is_never_replaced_by_its_answers(session: Any, run: Run, river_folder: str, tmp_path: Path) -> None:
    table = write_csv(tmp_path / "t.csv", ["act"], [["fill"]])
    result = run(river_folder, "t.csv", "--on", "2014-06-01", "--out", "t.csv", "--engine", "spark", "--force")
    assert result.exit_code == 2
    assert "`t.csv` is the table itself" in result.stderr
    assert table.read_text("utf-8") == "act\nfill\n"


def test_a_table_that_is_not_there_is_told(session: Any, run: Run, river_folder: str) -> None:
    result = run(river_folder, "nowhere.csv", "--on", "2014-06-01", "--out", "out.csv", "--engine", "spark")
    assert result.exit_code == 2
    assert "there is no table `nowhere.csv`" in result.stderr


class Sum:
    """What Spark adds up, here without Spark."""

    told: Any = None

    def add(self, told: Any) -> None:
        self.told = told


def test_workers_run_the_bytes_that_were_shipped(
    session: Any, river: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow as pa

    from placet.bulk import spark_worker
    from placet.bulk.answering import TextPool
    from placet.bulk.sweep_engine import SweepEngine
    from placet.engine.sweep import sweeper

    plan = make_plan(river, {"act": "text", "actor": "text", "at": "text"}, WORDING, on=dt.date(2014, 6, 1))
    content = spark_worker.ship(plan, columns=plan.read_columns, is_csv=False)
    engine = SweepEngine(plan, dt.date(2014, 6, 1), None, tuple(TextPool() for _ in plan.outputs), "numpy")
    shipped = msgspec.msgpack.decode(content, type=spark_worker.Shipped)
    assert shipped.program == msgspec.msgpack.encode(engine.program())

    def compiled(*_: object) -> None:
        pytest.fail("a worker has compiled what was shipped")

    monkeypatch.setattr(sweeper, "compile_whole", compiled)
    told = Sum()
    worker = spark_worker.Worker(content, WORDING, "answers", told=told, backend="numpy")
    batch = pa.record_batch([["fill", "dig"], ["NOR", "SUD"], ["gorge", "coast"]], names=["c0", "c1", "c2"])
    (answers,) = worker(iter([batch]))
    assert answers.schema.names == [*plan.kept, *(output.name for output in plan.outputs)]
    assert answers.num_rows == 1
    assert (told.told.rows, told.told.answered) == (2, 1)


def test_a_spark_that_is_not_installed_is_told_with_the_extra_that_has_it(
    run: Run, river_folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_csv(tmp_path / "t.csv", ["act"], [["fill"]])
    asked = (river_folder, "t.csv", "--on", "2014-06-01", "--out", "out.csv", "--engine", "spark")
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    result = run(*asked)
    assert result.exit_code == 2
    assert f"`{install_command('spark')}`" in result.stderr


def test_without_java_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from placet.bulk import spark_session

    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TableProblem, match="Spark needs Java") as problem:
        spark_session._start(None, None, None, tmp_path)
    assert "apt install default-jre-headless" in problem.value.help


def test_what_is_kept_on_this_machine_is_told(run: Run, river_folder: str, tmp_path: Path) -> None:
    write_csv(tmp_path / "t.csv", ["act"], [["fill"]])
    result = run(river_folder, "--space", "act", "--out", "out.csv", "--engine", "spark")
    assert "--space needs no Spark" in result.stderr
    result = run(river_folder, "t.csv", "--out", "out.csv", "--spark", "local[2]")
    assert "Add `--engine spark`" in result.stderr

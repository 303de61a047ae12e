"""An interrupted run leaves no half file, and goes on where it stopped if nothing has changed."""

from __future__ import annotations

import datetime as dt
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from placet.bulk import csv_table, parquet_table
from placet.bulk.answering import Answering, Stopped
from placet.bulk.cells import DayCells
from placet.bulk.engines import engine_maker
from placet.bulk.job import Progress
from placet.model import Rulebook
from tests.bulk.conftest import PROJECT, Run
from tests.bulk.tables import plan_for, read_back, write_csv, write_parquet

ACTS = ("fill", "release", "dredge", "fil")
KILLED = """
import os, signal, sys
from contextlib import contextmanager
import placet.bulk.csv_table, placet.bulk.parquet_table, placet.cli.sweep
placet.bulk.csv_table.BLOCK_BYTES = 2_000
placet.bulk.parquet_table.UNIT_ROWS = 1_024
@contextmanager
def bar():
    def tell(now):
        if now.rows > 2_500:
            os.kill(os.getpid(), signal.SIGKILL)
    yield tell
placet.cli.sweep.progress_bar = bar
from placet.cli import main
main()
"""


def rows(count: int = 6_000) -> list[list[str]]:
    return [[str(number), ACTS[number % 4], "yes" if number % 3 else ""] for number in range(count)]


@pytest.fixture
def small_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_table, "BLOCK_BYTES", 2_000)
    monkeypatch.setattr(parquet_table, "UNIT_ROWS", 1_024)


def table_in(folder: Path, form: str) -> Path:
    if form == "csv":
        return write_csv(folder / "t.csv", ["id", "act", "urgent"], rows())
    cells = rows()
    columns = {name: [row[at] for row in cells] for at, name in enumerate(("id", "act", "urgent"))}
    return write_parquet(folder / "t.parquet", columns)


@contextmanager
def stopping(monkeypatch: pytest.MonkeyPatch, after: int) -> Iterator[None]:
    """Interrupt a run, as the keyboard does, when so many rows are done."""

    @contextmanager
    def bar():
        def tell(now: Progress) -> None:
            if now.rows > after:
                raise KeyboardInterrupt

        yield tell

    with monkeypatch.context() as patched:
        patched.setattr("placet.cli.sweep.progress_bar", bar)
        yield


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_run_that_is_killed_leaves_no_output_and_is_resumed(
    form: str, run: Run, river_folder: str, tmp_path: Path, small_units: None
) -> None:
    table = table_in(tmp_path, form)
    args = (river_folder, table.name, "--on", "2014-06-01")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, "sweep", *args, "--out", f"out.{form}", "--jobs", "2"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(PROJECT / "src"), "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    out, folder = tmp_path / f"out.{form}", tmp_path / f"out.{form}.part"
    assert not out.exists()
    assert folder.is_dir()
    refused = run(*args, "--out", out.name)
    assert refused.exit_code == 2
    assert "--resume" in refused.stderr
    resumed = run(*args, "--out", out.name, "--resume", "--json")
    assert resumed.exit_code == 1, resumed.stderr
    told = json.loads(resumed.stdout)
    assert 2_000 < told["resumed"] < told["rows"] == 6_000
    assert told["rejects"]["rows"] == 1_500
    assert not folder.exists()
    assert run(*args, "--out", f"again.{form}").exit_code == 1
    assert read_back(out) == read_back(tmp_path / f"again.{form}")
    assert (tmp_path / f"out.{form}.rejects.csv").read_bytes() == (tmp_path / f"again.{form}.rejects.csv").read_bytes()


def test_an_interruption_from_the_keyboard_says_how_to_go_on(
    run: Run, river_folder: str, tmp_path: Path, small_units: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    table_in(tmp_path, "csv")
    args = (river_folder, "t.csv", "--on", "2014-06-01", "--out", "out.csv")
    with stopping(monkeypatch, 1_000):
        stopped = run(*args)
    assert stopped.exit_code == 130
    assert "`--resume` goes on" in stopped.stderr
    assert not (tmp_path / "out.csv").exists()
    assert run(*args, "--resume").exit_code == 1
    assert len(read_back(tmp_path / "out.csv")) == 4_500
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "out.csv.rejects.csv", "t.csv"]


def test_a_run_that_is_to_end_ends_between_two_stretches_of_time(river: Rulebook, tmp_path: Path) -> None:
    table = write_csv(tmp_path / "t.csv", ["act", "day"], [["fill", "2014-06-01"]])
    plan = plan_for(river, table, on="day")[0]
    stretches = DayCells((dt.date(2000, 1, 1), dt.date(2010, 1, 1), dt.date(2020, 1, 1)))
    answering = Answering(plan, engine_maker("rows"), stretches)
    answering.is_stopped = lambda: answering.compiled == 2
    days = np.array([1, 2, 3, 1], np.int64)
    with pytest.raises(Stopped):
        answering.answer({"act": np.zeros(4, np.int64)}, 4, on=days)
    assert answering.compiled == 2


def test_counts_are_resumed_too(
    run: Run, river_folder: str, tmp_path: Path, small_units: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    table_in(tmp_path, "csv")
    args = (river_folder, "t.csv", "--on", "2014-06-01", "--count", "act,verdict")
    with stopping(monkeypatch, 1_000):
        assert run(*args, "--out", "out.csv").exit_code == 130
    assert run(*args, "--out", "out.csv", "--resume").exit_code == 1
    assert run(*args, "--out", "again.csv").exit_code == 1
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "again.csv").read_bytes()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("table", "`t.csv` is not the table it was"),
        ("first rows", "rows 1 to"),
        ("rulebook", "the rulebook is not what it was"),
        ("day", "--on was `2014-06-01` and is `2014-06-02`"),
        ("fact", "season= was not given and is `dry`"),
        ("reader", "--reader was not given and is `NOR`"),
        ("count", "--count was not given and is `verdict`"),
    ],
)
def test_a_run_is_not_resumed_where_something_has_changed(
    change: str,
    told: str,
    run: Run,
    river_folder: str,
    tmp_path: Path,
    small_units: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = table_in(tmp_path, "csv")
    book = tmp_path / "book.md"
    book.write_text(Path(river_folder, "README.md").read_text("utf-8"), "utf-8")
    args = ["book.md", "t.csv", "--on", "2014-06-01", "--out", "out.csv"]
    with stopping(monkeypatch, 1_000):
        assert run(*args).exit_code == 130
    match change:
        case "table":
            table.write_text(table.read_text("utf-8") + "1,fill,yes\n", "utf-8")
        case "first rows":
            table.write_text(table.read_text("utf-8").replace("3,fil,", "3,abc,", 1), "utf-8")
        case "rulebook":
            book.write_text(book.read_text("utf-8").replace("30 days before", "40 days before"), "utf-8")
        case "day":
            args[3] = "2014-06-02"
        case "fact":
            args.append("season=dry")
        case "reader":
            args += ["--reader", "NOR"]
        case "count":
            args += ["--count", "verdict"]
    result = run(*args, "--resume")
    assert result.exit_code == 2
    assert told in result.stderr
    assert "`--force`" in result.stderr
    assert run(*args, "--force").exit_code == 1
    assert not (tmp_path / "out.csv.part").exists()


def test_parts_that_are_damaged_are_made_anew(
    run: Run, river_folder: str, tmp_path: Path, small_units: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    table_in(tmp_path, "csv")
    args = (river_folder, "t.csv", "--on", "2014-06-01")
    with stopping(monkeypatch, 2_000):
        assert run(*args, "--out", "out.csv").exit_code == 130
    folder = tmp_path / "out.csv.part"
    (folder / "000003.csv").write_bytes(b"half")
    with (folder / "done.jsonl").open("ab") as stream:
        stream.write(b'{"number": 99')
    assert run(*args, "--out", "out.csv", "--resume").exit_code == 1
    assert run(*args, "--out", "again.csv").exit_code == 1
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "again.csv").read_bytes()


def test_with_nothing_to_go_on_with_a_run_begins(run: Run, river_folder: str, tmp_path: Path) -> None:
    table_in(tmp_path, "csv")
    assert run(river_folder, "t.csv", "--on", "2014-06-01", "--out", "out.csv", "--resume").exit_code == 1
    assert len(read_back(tmp_path / "out.csv")) == 4_500


def test_two_runs_do_not_write_to_one_output(
    run: Run, river_folder: str, tmp_path: Path, small_units: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    table_in(tmp_path, "csv")
    args = (river_folder, "t.csv", "--on", "2014-06-01", "--out", "out.csv")
    with stopping(monkeypatch, 1_000):
        assert run(*args).exit_code == 130
    with (tmp_path / "out.csv.part" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = run(*args, "--force")
    assert result.exit_code == 2
    assert "another run is writing" in result.stderr
    assert run(*args, "--resume").exit_code == 1

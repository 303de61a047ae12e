"""`placet sweep` as it is typed: what it takes, what it tells, what it writes."""

from __future__ import annotations

import json
import os
import shutil
import sys
from importlib import util
from pathlib import Path

import pytest

from placet.parts import install_command
from tests.bulk.conftest import Run
from tests.bulk.tables import read_back, write_csv, write_parquet

ON = ("--on", "2014-06-01")


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def table(tmp_path: Path) -> str:
    rows = [
        ["1", "NOR", "fill", "gorge", "wet", "first"],
        ["2", "NOR", "fill", "coast", "dry", "=1+1"],
        ["3", "SUD", "release", "gorge", "", "a, b"],
        ["4", "NOR", "dredge", "coast", "", ""],
    ]
    write_csv(tmp_path / "plans.csv", ["id", "actor", "act", "at", "season", "note"], rows)
    return "plans.csv"


def test_the_answers_stand_beside_the_columns_of_the_table(
    run: Run, river_folder: str, table: str, tmp_path: Path
) -> None:
    result = run(river_folder, table, *ON, "--out", "out.csv")
    assert result.exit_code == 0, result.stderr
    first = (tmp_path / "out.csv").read_text("utf-8").splitlines()[0]
    assert first == (
        "id,actor,act,at,season,note,verdict,on-what,NOR,NOR.needs,NOR.water,NOR.water.needs,SUD,SUD.needs,missing"
    )
    rows = read_back(tmp_path / "out.csv")
    assert rows[0]["verdict"] == "contested"
    assert rows[0]["SUD.needs"] == "consultation with SUD, 30 days before (legal)"
    assert rows[1]["note"] == "=1+1"
    assert rows[2] | {"missing": ""} == rows[2] | {"missing": "", "note": "a, b", "verdict": "open"}
    assert rows[2]["missing"] == "affected; season; urgent; volume"


def test_the_page_tells_what_came_out_and_the_notes_what_means_nothing(run: Run, river_folder: str, table: str) -> None:
    result = run(river_folder, table, *ON, "--out", "out.parquet")
    shown = words(result.stdout)
    assert shown.startswith("4 rows of plans.csv, rulebook river, on 2014-06-01, known: everything")
    assert "contested 1 25.0 %" in shown
    assert "reader needs clear undetermined silent" in shown
    assert "note: `id` and `note` are no fields and are written as found" in result.stderr
    assert "note: unknown in every row: volume, affected, urgent" in result.stderr


def test_of_very_many_columns_that_are_no_fields_a_note_names_a_dozen(run: Run, river_folder: str) -> None:
    names = [f"other{number}" for number in range(300)]
    write_csv(Path("t.csv"), ["act", *names], [["fill", *names]])
    result = run(river_folder, "t.csv", "--on", "2014-06-01", "--out", "out.csv")
    assert "`other10`, `other11` and 288 more are no fields and are written as found" in result.stderr
    assert "other12" not in result.stderr
    assert len(read_back(Path("out.csv"))[0]) > 300


def test_a_column_that_is_nearly_a_field_is_pointed_out(run: Run, river_folder: str, tmp_path: Path) -> None:
    write_csv(tmp_path / "t.csv", ["Actor", "acts", "day"], [["NOR", "fill", "2014-06-01"]])
    result = run(river_folder, "t.csv", "--on", "day", "--count", "verdict")
    assert "`Actor` is no field of river; did you mean `actor`?" in result.stderr
    assert "`acts` is no field of river; did you mean `act`?" in result.stderr
    assert "day" not in result.stderr.replace("`day`", "")


@pytest.mark.parametrize("width", [60, 140])
def test_the_page_fits_the_terminal(run: Run, river_folder: str, table: str, width: int) -> None:
    result = run(river_folder, table, *ON, "--count", "verdict,act,NOR", width=width)
    assert max(map(len, result.stdout.splitlines())) <= width


def test_columns_may_be_chosen_and_readers_too(run: Run, river_folder: str, table: str, tmp_path: Path) -> None:
    run(river_folder, table, *ON, "--out", "out.csv", "--columns", "id", "--reader", "SUD", "--reader", "SUD.env")
    rows = read_back(tmp_path / "out.csv")
    assert list(rows[0]) == ["id", "verdict", "on-what", "SUD", "SUD.needs", "SUD.env", "SUD.env.needs", "missing"]
    assert [row["SUD"] for row in rows] == [row["SUD.env"] for row in rows], "it has nothing of its own"


def test_a_name_that_is_taken_gets_a_prefix(run: Run, river_folder: str, tmp_path: Path) -> None:
    write_csv(tmp_path / "t.csv", ["act", "verdict", "NOR"], [["fill", "mine", "too"]])
    run(river_folder, "t.csv", "at=gorge", "season=dry", *ON, "--out", "out.csv")
    (row,) = read_back(tmp_path / "out.csv")
    assert (row["verdict"], row["placet.verdict"], row["NOR"], row["placet.NOR"]) == ("mine", "agreed", "too", "needs")


def test_counting_by_columns_and_answers_adds_up(run: Run, river_folder: str, table: str, tmp_path: Path) -> None:
    told = json.loads(run(river_folder, table, *ON, "--count", "act,verdict", "--json").stdout)
    assert told["counts"]["by"] == ["act", "verdict"]
    groups = {tuple(one["values"]): one["rows"] for one in told["counts"]["groups"]}
    assert groups == {
        ("fill", "contested"): 1,
        ("fill", "unregulated"): 1,
        ("release", "open"): 1,
        ("dredge", "unregulated"): 1,
    }
    run(river_folder, table, *ON, "--count", "act,verdict", "--out", "out.csv")
    run(river_folder, table, *ON, "--count", "act,verdict", "--out", "out.parquet")
    as_csv = [tuple(row.values()) for row in read_back(tmp_path / "out.csv")]
    assert as_csv == [(*map(str, row.values()),) for row in read_back(tmp_path / "out.parquet")]
    assert len(as_csv) == 4


@pytest.mark.parametrize("by", ["verdict", "act,verdict", "NOR", "at,act", "affected,SUD"])
def test_a_space_counted_as_a_whole_counts_what_going_through_it_counts(run: Run, river_folder: str, by: str) -> None:
    args = (river_folder, "--space", "actor,act,at,season,volume,urgent,affected", *ON, "--count", by, "--json")
    whole, through = (json.loads(run(*args, "--engine", engine).stdout) for engine in ("auto", "rows"))
    assert whole["rows"] == through["rows"] == 3 * 3 * 3 * 2 * 3 * 2 * 8
    assert sorted(map(str, whole["counts"]["groups"])) == sorted(map(str, through["counts"]["groups"]))
    assert whole["verdicts"] == {name: count for name, count in whole["verdicts"].items() if count}
    assert whole["verdicts"] == through["verdicts"]


def test_a_space_is_written_row_by_row_with_intervals_and_sets(run: Run, river_folder: str, tmp_path: Path) -> None:
    run(river_folder, "act=release", "--space", "volume,affected", *ON, "--out", "out.csv")
    rows = read_back(tmp_path / "out.csv")
    assert len(rows) == 3 * 8
    assert list(dict.fromkeys(row["volume"] for row in rows)) == ["< 1,000 m3", "1,000 m3", "> 1,000 m3"]
    assert {row["affected"] for row in rows} >= {"none", "SUD", "NOR;SUD", "EST;NOR;SUD"}


def test_the_whole_space_of_a_rulebook_is_counted_exactly(run: Run) -> None:
    told = json.loads(run("korea", "--space", "all", "--on", "2014-11-17", "--count", "verdict", "--json").stdout)
    assert told["rows"] > 10**19
    assert sum(told["verdicts"].values()) == told["rows"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("nowhere.csv", "--out", "o.csv"), "`nowhere.csv` cannot be read: no such file"),
        (("plans.csv", "--out", "none/o.csv"), "there is no folder `none`"),
        (("plans.csv", "--out", "o.txt"), "ends neither in .csv nor in .parquet"),
        (("plans.csv", "--out", "plans.csv", "--force"), "`plans.csv` is the table itself"),
        (("plans.csv",), "where should the answers go?"),
        (("--out", "o.csv"), "TABLE is missing"),
        (("plans.csv", "act=fill", "--out", "o.csv"), "`act` is given twice"),
        (("plans.csv", "volume=much", "--out", "o.csv"), "`much` is not a number"),
        (("plans.csv", "more.csv", "--out", "o.csv"), "`more.csv` is not FIELD=VALUE"),
        (("plans.csv", "--columns", "ids", "--out", "o.csv"), "the table has no column `ids`"),
        (("plans.csv", "--on", "days", "--out", "o.csv"), "neither a day nor a column of the table"),
        (("plans.csv", "--count", "verdicts"), "Did you mean `verdict`?"),
        (("plans.csv", "--count", ","), "--count names no column"),
        (("plans.csv", "--reader", "NIX", "--out", "o.csv"), "there is no reader `NIX`"),
        (("plans.csv", "--out", "o.csv", "--resume", "--force"), "Give one of them"),
        (("--space", "acts", "--count", "verdict"), "there is no field `acts`"),
        (("--space", ",", "--count", "verdict"), "--space names no field"),
        (("--space", "act", "act=fill", "--count", "verdict"), "`act` is given twice"),
        (("text.md", "--out", "o.csv"), "no column of the table is a field of river"),
        (("empty.csv", "--out", "o.csv"), "`empty.csv` is empty"),
        (("twice.csv", "--out", "o.csv"), "two columns `act`"),
        (("book.xlsx", "--out", "o.csv"), "a workbook or an archive"),
        (("wide.csv", "--out", "o.csv"), "is UTF-16 text"),
        (("bytes.csv", "--out", "o.csv"), "no table of comma-separated values"),
        (("cut.parquet", "--out", "o.csv"), "cannot be read as Parquet"),
        (("nested.parquet", "--out", "o.csv"), "holds what no field can be"),
        ((".", "--out", "o.csv"), "is a directory"),
        (("pipe", "--out", "o.csv"), "`pipe` is no file but something that is read once"),
        (("capitals.csv", "--out", "o.csv"), "Is `Actor` meant to be `actor` and `ACT` meant to be `act`?"),
        (("nameless.csv", "--out", "o.csv"), "has several columns without a name"),
        (("plans.csv", "--jobs", "0", "--out", "o.csv"), "0 is not between 1 and 64"),
        (("plans.csv", "--jobs", "two", "--out", "o.csv"), "`two` is not a whole number"),
        (("plans.csv", "--space", "act", "--count", "verdict"), "both a table, `plans.csv`, and a space"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: Run, river_folder: str, table: str, tmp_path: Path, args: tuple[str, ...], message: str
) -> None:
    write_csv(tmp_path / "twice.csv", ["act", "act"], [])
    (tmp_path / "empty.csv").write_bytes(b"\n")
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04....")
    (tmp_path / "wide.csv").write_bytes("act\nfill\n".encode("utf-16"))
    (tmp_path / "bytes.csv").write_bytes(b"a,\0\n")
    write_csv(tmp_path / "capitals.csv", ["Actor", "ACT"], [["NOR", "fill"]])
    write_csv(tmp_path / "nameless.csv", ["actor", "", ""], [["NOR", "", ""]])
    os.mkfifo(tmp_path / "pipe")
    writing = os.open(tmp_path / "pipe", os.O_RDWR)  # so that nobody waits for the other end
    (tmp_path / "text.md").write_text("# A text\n\nThat is no table.\n", "utf-8")
    write_parquet(tmp_path / "nested.parquet", {"act": [{"a": 1}]})
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "nested.parquet").read_bytes()[:-9])
    result = run(river_folder, *args)
    os.close(writing)
    assert result.exit_code == 2, result.stderr
    assert message in words(result.stderr)
    assert not list(tmp_path.glob("*.part"))


def test_numbers_of_any_size_in_the_rulebook_and_in_the_table_are_taken(
    run: Run, river_folder: str, tmp_path: Path
) -> None:
    book = shutil.copytree(river_folder, tmp_path / "vast")
    vast = 10**30
    with next(book.glob("*.md")).open("a", encoding="utf-8") as page:
        page.write(f'\n```placet\nquestion vast "Vast?"\n  given act = release, volume = {vast}\n```\n')
    write_csv(tmp_path / "t.csv", ["actor", "act", "volume"], [["NOR", "release", vast], ["NOR", "release", "9" * 41]])
    result = run(str(book), "t.csv", "--on", "2014-06-01", "--out", "o.csv")
    assert result.exit_code == 1, result.output
    assert [row["volume"] for row in read_back(tmp_path / "o.csv")] == [str(vast)]
    assert "2,volume," in (tmp_path / "o.csv.rejects.csv").read_text("utf-8")


@pytest.mark.parametrize("name", ["day", "Date"])
def test_a_column_of_days_that_is_not_asked_for_is_pointed_out(
    run: Run, river_folder: str, tmp_path: Path, name: str
) -> None:
    write_csv(tmp_path / "t.csv", ["actor", name], [["NOR", "2014-06-01"]])
    result = run(river_folder, "t.csv", "--count", "verdict")
    assert f"today; `--on {name}` takes each row's day from `{name}`" in words(result.stderr)
    for given in ("2014-06-01", name):
        assert "takes each row's day" not in run(river_folder, "t.csv", "--count", "verdict", "--on", given).stderr


def test_a_column_without_a_name_is_told_as_such(run: Run, river_folder: str, tmp_path: Path) -> None:
    write_csv(tmp_path / "t.csv", ["actor", ""], [["NOR", "x"]])
    result = run(river_folder, "t.csv", "--on", "2014-06-01", "--out", "o.csv")
    assert "note: a column without a name is no field" in result.stderr


def test_an_output_is_never_replaced_unasked(run: Run, river_folder: str, table: str, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("untouched", "utf-8")
    result = run(river_folder, table, *ON, "--out", "out.csv")
    assert result.exit_code == 2
    assert "`--force` replaces it" in result.stderr
    assert (tmp_path / "out.csv").read_text("utf-8") == "untouched"
    assert run(river_folder, table, *ON, "--out", "out.csv", "--force").exit_code == 0
    assert "untouched" not in (tmp_path / "out.csv").read_text("utf-8")


def test_semicolons_between_cells_are_understood_and_said(run: Run, river_folder: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("﻿act;affected\r\nfill;SUD,EST\r\n".encode())
    result = run(river_folder, "t.csv", *ON, "--out", "out.csv")
    assert "t.csv is read as CSV with semicolons" in result.stderr
    assert read_back(tmp_path / "out.csv")[0]["affected"] == "SUD,EST"


def test_without_the_libraries_a_csv_table_is_answered_row_by_row(
    run: Run, river_folder: str, table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["5", "NOR", "fil", "gorge", "wet", ""], ["6", "NOR", "fill", "gorge"]]
    with (tmp_path / table).open("ab") as stream:
        stream.write("".join(",".join(row) + "\n" for row in rows).encode() + b"7,NOR,fill,gorge,wet,\xff\n")
    assert run(river_folder, table, *ON, "--out", "with.csv").exit_code == 1
    counted = run(river_folder, table, *ON, "--count", "act,verdict", "--json").stdout
    there = util.find_spec
    monkeypatch.setattr(util, "find_spec", lambda name, *more: None if name == "pyarrow" else there(name, *more))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = run(river_folder, table, *ON, "--out", "out.csv")
    assert result.exit_code == 1
    assert f"`{install_command('bulk')}`" in result.stderr
    for name in ("out.csv", "out.csv.rejects.csv"):
        assert (tmp_path / name).read_bytes() == (tmp_path / name.replace("out", "with")).read_bytes()
    assert run(river_folder, table, *ON, "--count", "act,verdict", "--json").stdout == counted
    refused = run(river_folder, table, *ON, "--out", "out.parquet")
    assert refused.exit_code == 2
    assert f"`{install_command('bulk')}`" in refused.stderr
    assert sorted(path.name for path in tmp_path.glob("*.new")) == []


def test_the_same_table_gives_the_same_bytes_however_many_work_on_it(
    run: Run, river_folder: str, table: str, tmp_path: Path
) -> None:
    for jobs in ("1", "3"):
        run(river_folder, table, *ON, "--out", f"{jobs}.parquet", "--jobs", jobs)
    assert (tmp_path / "1.parquet").read_bytes() == (tmp_path / "3.parquet").read_bytes()


def test_where_no_row_can_be_answered_that_is_said_in_place_of_an_empty_table(
    run: Run, river_folder: str, tmp_path: Path
) -> None:
    write_csv(tmp_path / "t.csv", ["actor", "act"], [["NORD", "release"]])
    for to in (("--count", "act"), ("--out", "o.csv")):
        result = run(river_folder, "t.csv", "--on", "2014-06-01", *to)
        assert result.exit_code == 1
        assert "No row could be answered." in result.stdout
        assert "verdict" not in result.stdout


def test_where_rows_are_refused_shares_are_of_those_that_were_answered_and_say_so(
    run: Run, river_folder: str, tmp_path: Path
) -> None:
    write_csv(tmp_path / "t.csv", ["actor", "act"], [["NOR", "release"], ["NORD", "release"]])
    shown = run(river_folder, "t.csv", "--on", "2014-06-01", "--count", "act").stdout
    assert "of the 1 answered" in shown
    assert "100.0 %" in shown

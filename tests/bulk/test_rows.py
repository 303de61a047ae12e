"""Every row of a table is answered as `Decider` answers it alone, whatever the table's form and the engine."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random

import pytest

from placet.bulk import auto_engine, csv_table, parquet_table
from placet.bulk.engines import ENGINES
from placet.language import load_rulebook
from placet.model import Rulebook
from tests.agreement.generate import random_rulebook
from tests.bulk.tables import (
    FIRST_DAY,
    cell,
    expected,
    plan_for,
    random_rows,
    read_back,
    sweep,
    write_csv,
    write_parquet,
)

ON = FIRST_DAY + dt.timedelta(days=200)


def cells_of(rng: Random, book: Rulebook, rows) -> list[list[str]]:
    return [[cell(rng, row.given[name]) if name in row.given else "" for name in book.fields] for row in rows]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", range(6))
def test_every_row_is_answered_as_it_is_alone(
    seed: int, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So few that `auto` goes over from one way to the other within the table.
    monkeypatch.setattr(auto_engine, "KNOWN_SINGLY", 5 * seed)
    monkeypatch.setattr(auto_engine, "PARTIAL_SINGLY", 10 * seed)
    monkeypatch.setattr(csv_table, "BLOCK_BYTES", 1_000)
    rng = Random(seed)
    book = random_rulebook(rng, rng.choice((2, 4, 6)))
    rows = random_rows(rng, book, 150, unknown=0.1, days=[ON])
    table = write_csv(tmp_path / "t.csv", book.fields, cells_of(rng, book, rows))
    plan, _ = plan_for(book, table, on=ON)
    sweep(book, table, tmp_path / "out.csv", engine=engine, on=ON)
    found = read_back(tmp_path / "out.csv")
    for number, (row, said, right) in enumerate(zip(rows, found, expected(book, plan, rows), strict=True)):
        assert {name: said[name] for name in right} == right, (number, row.given)


@pytest.mark.parametrize("engine", ["auto", "rows"])
def test_days_may_differ_from_row_to_row_on_both_axes(engine: str, tmp_path: Path) -> None:
    for seed in range(2):
        rng = Random(seed)
        book = random_rulebook(rng, 3)
        days = [FIRST_DAY + dt.timedelta(days=rng.randrange(420)) for _ in range(12)]
        rows = random_rows(rng, book, 60, unknown=0.05, days=days)
        for row in rows:
            row.known = rng.choice(days)
        cells = [
            [*one, row.on.isoformat(), row.known.isoformat()]
            for one, row in zip(cells_of(rng, book, rows), rows, strict=True)
        ]
        table = write_csv(tmp_path / f"{seed}.csv", [*book.fields, "day", "public"], cells)
        plan, _ = plan_for(book, table, on="day", known="public")
        sweep(book, table, tmp_path / "out.csv", engine=engine, on="day", known="public")
        found = read_back(tmp_path / "out.csv")
        right = expected(book, plan, rows)
        assert [{name: said[name] for name in right[0]} for said in found] == right, seed


@pytest.mark.parametrize("engine", ["auto", "rows"])
def test_korea_is_answered_row_for_row(engine: str, korea: Rulebook, tmp_path: Path) -> None:
    rng = Random(7)
    days = [dt.date(1955, 1, 1), dt.date(2014, 11, 17), dt.date(2015, 12, 1)]
    rows = random_rows(rng, korea, 60, unknown=0.03, days=days)
    cells = [[*one, row.on.isoformat()] for one, row in zip(cells_of(rng, korea, rows), rows, strict=True)]
    table = write_csv(tmp_path / "t.csv", [*korea.fields, "day"], cells)
    plan, _ = plan_for(korea, table, on="day")
    sweep(korea, table, tmp_path / "out.csv", engine=engine, on="day")
    right = expected(korea, plan, rows)
    assert [{name: said[name] for name in right[0]} for said in read_back(tmp_path / "out.csv")] == right


def test_csv_and_parquet_in_and_out_say_the_same(river: Rulebook, tmp_path: Path) -> None:
    rng = Random(3)
    rows = random_rows(rng, river, 400, unknown=0.2, days=[dt.date(2014, 6, 1)])
    cells = cells_of(rng, river, rows)
    as_csv = write_csv(tmp_path / "t.csv", river.fields, cells)
    columns = {name: [one[at] for one in cells] for at, name in enumerate(river.fields)}
    as_parquet = write_parquet(tmp_path / "t.parquet", columns, rows_a_group=150)
    found = []
    for table in (as_csv, as_parquet):
        for out in ("out.csv", "out.parquet"):
            sweep(river, table, tmp_path / out, on=dt.date(2014, 6, 1), jobs=2)
            found.append(read_back(tmp_path / out))
    assert len(found[0]) == 400
    assert all(one == found[0] for one in found[1:])


def test_columns_that_hold_numbers_truths_days_and_lists_are_taken_as_such(river: Rulebook, tmp_path: Path) -> None:
    import pyarrow as pa

    typed = {
        "actor": pa.array(["NOR", "SUD", None]).dictionary_encode(),
        "act": pa.array(["release", "release", "release"], pa.large_string()),
        "urgent": pa.array([False, True, None]),
        "volume": pa.array([1000.5, 1000.0, float(999)]),
        "affected": pa.array([["SUD"], [], None], pa.list_(pa.string())),
        "day": pa.array([dt.date(2014, 6, 1), dt.date(1980, 1, 1), dt.date(2014, 6, 2)]),
        "id": pa.array([1, 2, 3]),
    }
    texts = [
        ["NOR", "release", "no", "1000.5", "SUD", "2014-06-01", "1"],
        ["SUD", "release", "yes", "1000", "none", "1980-01-01", "2"],
        ["", "release", "", "999", "", "2014-06-02", "3"],
    ]
    sweep(river, write_parquet(tmp_path / "t.parquet", typed), tmp_path / "typed.csv", on="day")
    sweep(river, write_csv(tmp_path / "t.csv", typed, texts), tmp_path / "texts.csv", on="day")
    typed_rows, text_rows = read_back(tmp_path / "typed.csv"), read_back(tmp_path / "texts.csv")
    answers = [name for name in text_rows[0] if name not in typed]
    assert [[row[name] for name in answers] for row in typed_rows] == [
        [row[name] for name in answers] for row in text_rows
    ]
    assert [row["verdict"] for row in typed_rows] == ["open", "unregulated", "open"]


def test_a_table_with_many_days_is_compiled_once_for_each_stretch_it_touches(river: Rulebook, tmp_path: Path) -> None:
    days = [(dt.date(1985, 1, 1) + dt.timedelta(days=at)).isoformat() for at in range(0, 14_000, 7)]
    table = write_csv(tmp_path / "t.csv", ["act", "day"], [["dredge", day] for day in days])
    summary = sweep(river, table, tmp_path / "out.csv", on="day")
    assert summary.answered == len(days) == 2000
    assert summary.compiled < 12


def test_numbers_are_placed_exactly_however_they_are_written(tmp_path: Path) -> None:
    text = """```placet
party A "A"
field size : number "How large?"
source s "s" by "s" published 2000-01-01
instrument i "i"
  between A
  in force from 2000-01-01
  cites s
rule large "large"
  under i
  when size > 0.1 and size <= 12345678901234567890
  bars
```
"""
    (tmp_path / "README.md").write_text(text, "utf-8")
    book = load_rulebook(str(tmp_path)).rulebook
    assert book is not None
    numbers = ["0.1", "0.10", "0.10000000000000000001", "0.09999999999999999", "12345678901234567890",
               "12345678901234567891", "12_345", "0", "1.5"]  # fmt: skip
    table = write_csv(tmp_path / "t.csv", ["size"], [[one] for one in numbers])
    sweep(book, table, tmp_path / "out.csv", on=dt.date(2014, 1, 1))
    found = [row["A"] for row in read_back(tmp_path / "out.csv")]
    assert found == ["silent", "silent", "barred", "silent", "barred", "silent", "barred", "silent", "barred"]


@pytest.mark.parametrize("engine", ["auto", "rows"])
def test_facts_that_hold_for_all_rows_are_given_once(engine: str, river: Rulebook, tmp_path: Path) -> None:
    table = write_csv(tmp_path / "t.csv", ["act"], [["fill"], ["dredge"]])
    sweep(
        river,
        table,
        tmp_path / "out.csv",
        engine=engine,
        on=dt.date(2014, 6, 1),
        fixed={"at": "gorge", "season": "dry"},
    )
    assert [(row["verdict"], row["NOR.needs"]) for row in read_back(tmp_path / "out.csv")] == [
        ("agreed", "consultation with SUD, 30 days before (legal)"),
        ("unregulated", ""),
    ]


def test_a_wide_table_is_read_some_columns_after_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = {f"c{number}": [f"{number}-{row}" for row in range(5_000)] for number in range(7)}
    table = parquet_table.ParquetTable(write_parquet(tmp_path / "t.parquet", columns))
    monkeypatch.setattr(parquet_table, "OPEN_COLUMNS", 3)
    monkeypatch.setattr(parquet_table, "OPEN_BYTES", 1)
    monkeypatch.setattr(parquet_table, "PIECE_BYTES", 100_000)
    table.prepare(table.columns, (), 1)
    chunks = [chunk for unit in table.units() for chunk in table.read(unit)]
    counts = [chunk.count for chunk in chunks]
    assert counts[0] == parquet_table.FIRST_ROWS
    assert sum(counts) == 5_000
    assert max(chunk.table.nbytes for chunk in chunks) < 2 * 100_000
    assert [chunk.first for chunk in chunks] == [sum(counts[:place]) for place in range(len(counts))]
    assert {name: [one for c in chunks for one in c.table[name].to_pylist()] for name in columns} == columns


def test_long_texts_that_take_next_to_nothing_in_the_file_are_read_a_few_rows_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = {f"c{number}": [f"{row % 3}" * 5_000 for row in range(3_000)] for number in range(4)}
    path = write_parquet(tmp_path / "t.parquet", columns)
    assert path.stat().st_size < 200_000
    table = parquet_table.ParquetTable(path)
    monkeypatch.setattr(parquet_table, "PIECE_BYTES", 4_000_000)
    table.prepare(table.columns, (), 1)
    chunks = [chunk for unit in table.units() for chunk in table.read(unit)]
    assert max(chunk.table.nbytes for chunk in chunks) < 4_000_000
    assert {name: [one for c in chunks for one in c.table[name].to_pylist()] for name in columns} == columns

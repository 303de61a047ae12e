"""A row that cannot be taken is set aside with its number and the reason, and the rest goes on."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from placet.bulk import csv_table
from placet.model import Rulebook
from tests.bulk.tables import read_back, sweep, write_parquet

ON = dt.date(2014, 6, 1)


def rejects_of(out: Path) -> list[tuple[str, str, str, str]]:
    with out.with_name(f"{out.name}.rejects.csv").open(newline="", encoding="utf-8") as stream:
        found = list(csv.reader(stream))
    assert found[0] == ["row", "column", "value", "reason"]
    return [(row[0], row[1], row[2], row[3]) for row in found[1:]]


def decide(book: Rulebook, tmp_path: Path, data: bytes, **options) -> tuple[list[str], list[tuple[str, str, str, str]]]:
    """Sweep a table with a column `id`; return the ids that were answered, and the rejects."""
    table = tmp_path / "t.csv"
    table.write_bytes(data)
    out = tmp_path / "out.csv"
    summary = sweep(book, table, out, **{"on": ON, **options})
    answered = [row["id"] for row in read_back(out)]
    assert len(answered) == summary.answered
    has_rejects = out.with_name(f"{out.name}.rejects.csv").exists()
    assert has_rejects == (summary.rejects is not None) == (summary.answered < summary.rows)
    return answered, rejects_of(out) if has_rejects else []


def test_a_sound_table_leaves_no_file_of_rejects(river: Rulebook, tmp_path: Path) -> None:
    assert decide(river, tmp_path, b"id,act\n1,fill\n2,\n") == (["1", "2"], [])


@pytest.mark.parametrize(
    ("cells", "column", "value", "reason"),
    [
        ("fil,,,", "act", "fil", "did you mean `fill`?"),
        (",perhaps,,", "urgent", "perhaps", "neither `yes` nor `no`"),
        (",,-5,", "volume", "-5", "not a number"),
        (",,1e3,", "volume", "1e3", "not a number"),
        (",,none,", "volume", "none", "always has a value"),
        (",,,SUD;NIR", "affected", "SUD;NIR", "did you mean `NOR`?"),
        ("none,,,", "act", "none", "always has a value"),
    ],
)
def test_a_cell_that_says_nothing_sensible_is_named_with_its_reason(
    river: Rulebook, tmp_path: Path, cells: str, column: str, value: str, reason: str
) -> None:
    data = f"id,act,urgent,volume,affected\n1,fill,yes,5,SUD\n2,{cells}\n3,,,,\n".encode()
    answered, rejects = decide(river, tmp_path, data)
    assert answered == ["1", "3"]
    ((row, *said, why),) = rejects
    assert (row, *said) == ("2", column, value)
    assert reason in why


def test_every_bad_cell_of_a_row_is_told(river: Rulebook, tmp_path: Path) -> None:
    answered, rejects = decide(river, tmp_path, b"id,act,urgent\n1,fil,maybe\n")
    assert answered == []
    assert [one[:3] for one in rejects] == [("1", "act", "fil"), ("1", "urgent", "maybe")]


def test_rows_keep_their_numbers_over_line_breaks_in_cells_blank_lines_and_rows_of_another_length(
    river: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = []
    for number in range(1, 301):
        match number % 10:
            case 3:
                lines.append(f'{number},"a\nb, ""c""",fill')
            case 5:
                lines.append(f"{number},x")
            case 7:
                lines.append(f"{number},x,wrong,fill,")
            case 9:
                lines.append(f'\n{number},5" pipe,fil')
            case _:
                lines.append(f"{number},x,fill")
    data = ("id,note,act\n" + "\n".join(lines) + "\n").encode()
    found = []
    for size in (97, 1 << 20):
        monkeypatch.setattr(csv_table, "BLOCK_BYTES", size)
        found.append(decide(river, tmp_path, data, jobs=2))
    assert found[0] == found[1]
    answered, rejects = found[0]
    assert answered == [str(number) for number in range(1, 301) if number % 10 not in (5, 7, 9)]
    assert [int(one[0]) for one in rejects] == [number for number in range(1, 301) if number % 10 in (5, 7, 9)]
    assert rejects[0][1:] == ("", "5,x", "the row has 2 cells where the heading has 3")
    assert "5 cells" in rejects[1][3]
    assert rejects[2][1:3] == ("act", "fil")


def test_bytes_that_are_no_text_cost_their_row_alone(river: Rulebook, tmp_path: Path) -> None:
    data = b"id,note,act\n1,a,fill\n2,\xff,fill\n3,\xc3\xa9,release\n4,b,\xfe\n\xfa,x\n5,c,\n"
    answered, rejects = decide(river, tmp_path, data)
    assert answered == ["1", "3", "5"]
    assert [one[:2] for one in rejects] == [("2", "note"), ("4", "act"), ("5", "")]
    assert rejects[0][3].startswith("the bytes are not UTF-8")
    assert read_back(tmp_path / "out.csv")[1]["note"] == "é"


def test_a_mark_that_is_never_closed_costs_one_row(river: Rulebook, tmp_path: Path) -> None:
    answered, rejects = decide(river, tmp_path, b'id,act\n1,fill\n2,"fill\n3,fill\n4,release\n')
    assert answered == ["1", "3", "4"]
    assert [one[0] for one in rejects] == ["2"]
    assert "never closed" in rejects[0][3]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", "the cell is empty"),
        ("2014-02-30", "February 2014 has 28 days"),
        ("2014-06", "a month"),
        ("soon", "not a day"),
    ],
)
def test_a_row_without_a_sound_day_is_refused(river: Rulebook, tmp_path: Path, cell: str, reason: str) -> None:
    answered, rejects = decide(river, tmp_path, f"id,day\n1,2014-06-01\n2,{cell}\n".encode(), on="day", known="day")
    assert answered == ["1"]
    ((row, column, value, why),) = rejects
    assert (row, column, value) == ("2", "day", cell)
    assert reason in why


def test_a_parquet_table_is_numbered_from_its_first_row(river: Rulebook, tmp_path: Path) -> None:
    acts = ["fill" if number % 100 else "fil" for number in range(1, 1001)]
    table = write_parquet(tmp_path / "t.parquet", {"act": acts, "volume": [float(at) for at in range(1000)]}, 333)
    summary = sweep(river, table, tmp_path / "out.parquet", on=ON, jobs=2)
    assert (summary.rows, summary.answered) == (1000, 990)
    assert [one[0] for one in rejects_of(tmp_path / "out.parquet")] == [str(number) for number in range(100, 1001, 100)]


def test_numbers_that_are_none_and_lists_with_strangers_in_them_are_refused(river: Rulebook, tmp_path: Path) -> None:
    import pyarrow as pa

    columns = {
        "volume": pa.array([1.0, float("nan"), -2.0, None, 1e300]),
        "affected": pa.array([["SUD"], ["SUD"], ["SUD"], ["NIX"], ["SUD"]], pa.list_(pa.string())),
    }
    summary = sweep(river, write_parquet(tmp_path / "t.parquet", columns), tmp_path / "out.csv", on=ON)
    assert [one[:3] for one in rejects_of(tmp_path / "out.csv")] == [
        ("2", "volume", "nan"),
        ("3", "volume", "-2"),
        ("4", "affected", "NIX"),
        ("5", "volume", "1" + "0" * 300),
    ]
    assert summary.answered == 1


def test_a_table_of_nothing_but_bad_rows_is_gone_through_to_its_end(river: Rulebook, tmp_path: Path) -> None:
    data = b"id,act\n" + b"".join(f"{number},nothing\n".encode() for number in range(5000))
    answered, rejects = decide(river, tmp_path, data)
    assert answered == []
    assert len(rejects) == 5000
    assert (tmp_path / "out.csv").read_text("utf-8").startswith("id,act,verdict")


def test_the_summary_says_how_many_rows_were_refused_for_what(river: Rulebook, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("act,urgent\nfil,no\nfill,yes\nfil,no\nfill\nfill,maybe\n", "utf-8")
    summary = sweep(river, table, tmp_path / "out.csv", on=ON)
    assert [(kind, column, count) for kind, column, count, _ in summary.reasons] == [
        ("no such value", "act", 2),
        ("too few cells", "", 1),
        ("not yes or no", "urgent", 1),
    ]

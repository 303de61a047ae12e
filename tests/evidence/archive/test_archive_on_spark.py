"""The same folder read on this machine and on a Spark with two workers: equal row for row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from placet.evidence.archive import ArchiveProblem, Job, read_archive
from tests.evidence.archive.folders import add_odd_files, in_this_process, make_folder

# Spark's own libraries warn of each other.
pytestmark = pytest.mark.filterwarnings("default")


def test_lines_rows_and_rejects_are_those_of_one_machine(
    session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyarrow import parquet

    from placet.evidence.archive import spark

    monkeypatch.setattr(spark, "FILES_A_TASK", 4)
    in_this_process(monkeypatch)
    folder = add_odd_files(make_folder(tmp_path / "in", 4))
    here = read_archive(Job(folder, tmp_path / "here.jsonl"))
    there = spark.read_on_spark(session, Job(folder, tmp_path / "there.jsonl"))
    assert there.tally == here.tally
    lines = [line for part in (tmp_path / "there.jsonl").glob("part-*") for line in part.read_bytes().splitlines()]
    assert sorted(lines) == sorted((tmp_path / "here.jsonl").read_bytes().splitlines())
    rejects = [(tmp_path / f"{name}.jsonl.rejects.csv").read_text("utf-8").splitlines() for name in ("here", "there")]
    assert sorted(rejects[0]) == sorted(rejects[1])
    assert not Job(folder, tmp_path / "there.jsonl").kept.exists()

    read_archive(Job(folder, tmp_path / "here.parquet", "parquet"))
    spark.read_on_spark(session, Job(folder, tmp_path / "there.parquet", "parquet"))
    rows = [row for part in (tmp_path / "there.parquet").glob("part-*") for row in parquet.read_table(part).to_pylist()]
    wanted = parquet.read_table(tmp_path / "here.parquet").to_pylist()
    assert sorted(rows, key=lambda row: (row["name"], row["id"])) == sorted(
        wanted, key=lambda row: (row["name"], row["id"])
    )


def test_what_spark_does_not_do_is_said_and_leaves_nothing(session: Any, tmp_path: Path) -> None:
    from placet.evidence.archive.spark import read_on_spark

    job = Job(make_folder(tmp_path / "in", 2), tmp_path / "out.jsonl")
    with pytest.raises(ArchiveProblem, match="--resume"):
        read_on_spark(session, msgspec.structs.replace(job, does_resume=True))
    with pytest.raises(ArchiveProblem, match="no folder"):
        read_on_spark(session, msgspec.structs.replace(job, archive=tmp_path / "in" / "00001.html"))
    (tmp_path / "in" / "crawl.warc").write_bytes(b"")
    with pytest.raises(ArchiveProblem, match="web archive"):
        read_on_spark(session, job)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]

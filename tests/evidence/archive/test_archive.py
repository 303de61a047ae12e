"""A folder is read whole, once and the same way, however many processes read it and however often it is interrupted."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from placet.cli import main
from placet.evidence.archive import ArchiveProblem, Job, Progress, read_archive
from placet.evidence.archive import run as running
from placet.evidence.archive.lines import COLUMNS, decode, rows_of
from placet.evidence.archive.work import Item, Reject, outcomes, read_items
from tests.evidence.archive.folders import add_odd_files, in_this_process, make_folder, page

KILLED = """
import os, signal, sys
from pathlib import Path
from placet.evidence.archive import Job, read_archive

def tell(now):
    if now.rows >= 20:
        os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    read_archive(Job(Path(sys.argv[1]), Path(sys.argv[2]), processes=1, unit=8), tell)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return add_odd_files(make_folder(tmp_path_factory.mktemp("articles"), 45))


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("whole") / "out.jsonl"
    with pytest.MonkeyPatch.context() as patch:
        in_this_process(patch)
        read_archive(Job(folder, out))
    return out


def rejects_of(out: Path) -> list[list[str]]:
    with out.with_name(f"{out.name}.rejects.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.reader(stream))


def test_every_file_is_a_line_or_a_reject(folder: Path, whole: Path) -> None:
    names = [json.loads(line)["name"] for line in whole.read_text("utf-8").splitlines()]
    refused = [row[0] for row in rejects_of(whole)[1:]]
    there = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
    wanted = {name.replace("\n", "\ufffd") for name in there if not name.startswith(".") and not name.endswith(".css")}
    assert {*names, *refused} == wanted
    assert len(names) + len(refused) == len(wanted)
    assert set(refused) == {"00000-empty.html", "binary.html", "broken.pdf"}
    assert all(row[1] for row in rejects_of(whole))


def test_a_line_tells_the_words_of_each_statement(whole: Path) -> None:
    lines = [decode(line) for line in whole.read_bytes().splitlines()]
    english = next(line for line in lines if line.language == "en" and len(line.statements) > 1)
    assert english.posted is not None
    assert all(all(words for words in one.words) for one in english.statements)
    assert {line.language for line in lines} >= {"en", "ko", "ja"}
    assert all(line.statements for line in lines if line.name.endswith((".html", "_scored.txt", "ja.txt")))


@pytest.mark.parametrize(("processes", "unit"), [(1, 1_000), (2, 7)])
def test_neither_processes_nor_batches_change_a_byte(
    folder: Path, whole: Path, tmp_path: Path, processes: int, unit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.jsonl"
    if processes == 1:
        in_this_process(monkeypatch)
    read_archive(Job(folder, out, processes=processes, unit=unit))
    assert out.read_bytes() == whole.read_bytes()
    assert rejects_of(out) == rejects_of(whole)
    assert not Job(folder, out).kept.exists()


def test_where_the_folder_lies_does_not_matter(
    folder: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_this_process(monkeypatch)
    moved = tmp_path / "elsewhere"
    shutil.copytree(folder, moved)
    read_archive(Job(moved, tmp_path / "out.jsonl"))
    assert (tmp_path / "out.jsonl").read_bytes() == whole.read_bytes()


def test_a_killed_run_goes_on_where_it_was_and_does_nothing_twice(
    folder: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_this_process(monkeypatch)
    out = tmp_path / "out.jsonl"
    script = tmp_path / "killed.py"
    script.write_text(KILLED, "utf-8")
    killed = subprocess.run([sys.executable, script, folder, out], capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert not out.exists(), "no half output"
    job = Job(folder, out, unit=8, does_resume=True)
    with pytest.raises(ArchiveProblem, match="interrupted run has left"):
        read_archive(msgspec.structs.replace(job, does_resume=False))
    kept = {path.name: path.stat().st_mtime_ns for path in job.kept.glob("*.jsonl") if path.name[0] == "0"}
    assert kept
    told: list[Progress] = []
    written: dict[str, int] = {}

    def tell(now: Progress) -> None:
        told.append(now)
        written.update({path.name: path.stat().st_mtime_ns for path in job.kept.glob("0*.jsonl") if path.name in kept})

    summary = read_archive(job, tell)
    assert summary.resumed >= 20
    assert told[0].rows == summary.resumed
    assert written == kept, "what was done has been written again"
    assert out.read_bytes() == whole.read_bytes()
    assert rejects_of(out) == rejects_of(whole)


def interrupted(folder: Path, out: Path, after: int = 20) -> Job:
    job = Job(folder, out, unit=8)

    def tell(now: Progress) -> None:
        if now.rows >= after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_archive(job, tell)
    return msgspec.structs.replace(job, does_resume=True)


def test_an_interrupted_run_is_not_resumed_with_other_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_this_process(monkeypatch)
    folder = make_folder(tmp_path / "in", 30)
    job = interrupted(folder, tmp_path / "out.jsonl")
    (folder / "00002.html").unlink()
    with pytest.raises(ArchiveProblem, match="other files"):
        read_archive(job)
    with pytest.raises(ArchiveProblem, match="another one: of "):
        read_archive(msgspec.structs.replace(job, archive=make_folder(tmp_path / "other", 2)))


def test_a_damaged_unit_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_this_process(monkeypatch)
    folder = make_folder(tmp_path / "in", 30)
    read_archive(Job(folder, tmp_path / "whole.jsonl"))
    job = interrupted(folder, tmp_path / "out.jsonl")
    first = min(job.kept.glob("0*.jsonl"))
    first.write_bytes(first.read_bytes()[:-10])
    with (job.kept / "done.jsonl").open("ab") as stream:
        stream.write(b'{"first":24,"cou')
    read_archive(job)
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_two_runs_do_not_write_to_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_this_process(monkeypatch)
    folder = make_folder(tmp_path / "in", 30)
    job = Job(folder, tmp_path / "out.jsonl", unit=8)

    def tell(_: Progress) -> None:
        with pytest.raises(ArchiveProblem, match="another run is writing"):
            read_archive(msgspec.structs.replace(job, does_resume=True))

    read_archive(job, tell)


def test_a_table_has_a_row_for_each_statement_and_the_same_bytes_whatever_the_units(
    folder: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    in_this_process(monkeypatch)
    monkeypatch.setattr(running, "ROWS_A_GROUP", 50)
    read_archive(Job(folder, tmp_path / "a.parquet", "parquet"))
    read_archive(Job(folder, tmp_path / "b.parquet", "parquet", unit=3))
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    table = parquet.read_table(tmp_path / "a.parquet")
    wanted = [row for line in whole.read_bytes().splitlines() for row in rows_of(decode(line))]
    assert table.column_names == list(COLUMNS)
    assert table.to_pylist() == wanted


def test_a_web_archive_is_read_as_a_folder_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import gzip
    from random import Random

    in_this_process(monkeypatch)
    rng = Random(2)
    with (tmp_path / "crawl.warc.gz").open("wb") as stream:
        for number in range(5):
            content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(rng)
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\n"
                "Content-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(content)}\r\n\r\n"
            )
            stream.write(gzip.compress(head.encode() + content + b"\r\n\r\n"))
    summary = read_archive(Job(tmp_path / "crawl.warc.gz", tmp_path / "out.jsonl", unit=2))
    names = [decode(line).name for line in (tmp_path / "out.jsonl").read_bytes().splitlines()]
    assert names == [f"crawl.warc.gz#https://example.org/{number}" for number in range(5)]
    assert summary.tally.articles == 5


def test_a_file_that_breaks_the_rules_harms_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    from collections.abc import Iterable, Iterator

    from placet.evidence import propose as proposing

    def break_at(documents: Iterable[object], *, batch: int = 1) -> Iterator[object]:
        for document in documents:
            if "bad" in document.name:  # type: ignore[attr-defined]
                raise RecursionError
            yield document, ()

    monkeypatch.setattr(proposing, "propose_many", break_at)
    texts = [Item(name, b"The mayor said no to the plan of the council of the town.") for name in ("a", "bad", "c")]
    found = [outcome for outcome, _ in outcomes(texts)]
    assert [isinstance(one, Reject) for one in found] == [False, True, False]
    assert "RecursionError" in found[1].message  # type: ignore[union-attr]


def test_korean_without_its_part_is_a_reject_that_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from placet.evidence.eastern import morphology

    morphology._kiwi.cache_clear()
    monkeypatch.setitem(sys.modules, "kiwipiepy", None)
    text = "국방부 관계자는 “결정된 바 없다”고 말했다. 협의는 계속된다고 덧붙였다."
    done = read_items([Item("ko.txt", text.encode()), Item("ja.txt", "政府は報道を否定した。協議は続く。".encode())])
    assert [one.name for one in done.rejects] == ["ko.txt"]
    assert "placet[korean]" in done.rejects[0].help
    assert done.tally.articles == 1


def invoke(*words: str) -> Result:
    return CliRunner().invoke(main, ["evidence", "read", *words])


def test_the_command_says_what_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_this_process(monkeypatch)
    folder = make_folder(tmp_path / "in", 4)
    good = invoke(str(folder), "--out", str(tmp_path / "o.jsonl"))
    assert good.exit_code == 0, good.output
    assert "proposed in 4 articles" in good.output
    (folder / "empty.txt").write_bytes(b"")
    again = invoke(str(folder), "--out", str(tmp_path / "o.jsonl"))
    assert again.exit_code == 2
    assert "is there already" in again.output
    bad = invoke(str(folder), "--out", str(tmp_path / "o.jsonl"), "--force", "--json")
    assert bad.exit_code == 1
    value = json.loads(bad.stdout)
    assert (value["articles"], value["rejected"]) == (4, 1)
    assert value["reasons"] == {"it is empty": 1}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere", "--out", "o.jsonl"), "there is no folder or file `nowhere`"),
        ((".", "--out", "o.txt"), "neither a .jsonl nor a .parquet"),
        ((".", "--out", "o.jsonl"), "would lie in the archive itself"),
        ((".", "--out", "no/such/o.jsonl"), "there is no folder"),
        ((".", "--out", "o.jsonl", "--resume", "--force"), "Give one of them"),
        ((".", "--out", "o.jsonl", "--spark", "local[2]"), "Add `--engine spark`"),
    ],
)
def test_what_cannot_be_done_is_said(
    words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = invoke(*words)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())
    assert os.listdir(tmp_path) == []

"""The processes that read share what is loaded, run one thread each, and are missed where they die."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import msgspec
import pytest

from placet.evidence.archive import ArchiveProblem, Job, Progress, read_archive
from placet.evidence.archive.processes import reading_processes
from tests.evidence.archive.folders import make_folder

LINUX = sys.platform == "linux"


def environment_here() -> tuple[dict[str, str], list[str], bool]:
    return dict(os.environ), sys.path, "spacy" in sys.modules


def test_a_process_begins_with_all_loaded_and_sees_what_the_one_that_started_it_sees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PLACET_DATA", "somewhere else")
    monkeypatch.syspath_prepend("a folder")
    with reading_processes(1) as pool:
        environment, path, is_loaded = pool.submit(environment_here).result()
    assert environment["PLACET_DATA"] == "somewhere else"
    assert environment["OMP_NUM_THREADS"] == "1"
    assert (environment.get("PYTHONPATH"), "PYTHONSAFEPATH" in environment) == (
        os.environ.get("PYTHONPATH"),
        "PYTHONSAFEPATH" in os.environ,
    )
    assert "a folder" in path
    assert is_loaded is LINUX


@pytest.mark.skipif(not LINUX, reason="elsewhere a process tells nobody of its threads")
def test_the_server_has_loaded_all_and_runs_no_thread_when_it_starts_a_process() -> None:
    with reading_processes(1) as pool:
        server = pool.submit(os.getppid).result()
    assert server != os.getpid()
    assert len(os.listdir(f"/proc/{server}/task")) == 1


def read_and_kill(folder: Path, out: Path, which: str) -> Job:
    """Read a folder, and kill one of the processes, or the server that starts them, once something is done."""
    job = Job(folder, out, processes=2, unit=4)
    killed: list[int] = []

    def tell(now: Progress) -> None:
        if now.rows and not killed:
            child = multiprocessing.active_children()[0].pid
            assert child is not None
            parent = int(Path(f"/proc/{child}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[1])
            killed.append(child if which == "process" else parent)
            os.kill(killed[0], signal.SIGKILL)

    with pytest.raises(ArchiveProblem, match="a process that reads has ended"):
        read_archive(job, tell)
    return msgspec.structs.replace(job, does_resume=True)


@pytest.mark.skipif(not LINUX, reason="who a process was started by is looked up where only one system has it")
@pytest.mark.parametrize("which", ["process", "server"])
def test_a_process_that_is_killed_is_told_and_what_is_done_is_kept(which: str, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", 60)
    job = read_and_kill(folder, tmp_path / "out.jsonl", which)
    summary = read_archive(job)
    assert summary.resumed >= 4
    assert summary.tally.articles == 60


def test_a_process_that_is_killed_while_it_waits_holds_up_no_other() -> None:
    # What comes out of the other may come before it is noticed: what counts is that there is an end.
    with contextlib.suppress(BrokenProcessPool), reading_processes(2) as pool:
        list(pool.map(abs, range(8)))
        multiprocessing.active_children()[0].kill()
        pool.submit(abs, 1).result()
    assert multiprocessing.active_children() == []

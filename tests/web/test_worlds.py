"""Rulebooks that change while they are served: noticed, loaded anew, and the last sound version kept."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from placet.web.app import create_app
from placet.web.settings import Settings
from placet.web.worlds import KEPT_RESULTS, Worlds
from tests.web.conftest import TODAY, make_client


@pytest.fixture
def river(tmp_path: Path, project: Path) -> Path:
    """Return a copy of a small rulebook that may be written."""
    return Path(shutil.copytree(project / "rulebooks" / "examples" / "river-notice", tmp_path / "river"))


def serve(folder: Path) -> TestClient:
    return make_client(create_app(Settings(rulebooks=(str(folder),), only_named=True, today=TODAY, look_again_s=0)))


def write(path: Path, text: str) -> None:
    """Write a file so that it is later than before, however coarse the clock of the disk."""
    later = path.stat().st_mtime_ns + 1_000_000_000 if path.exists() else None
    path.write_text(text, "utf-8")
    if later is not None:
        os.utime(path, ns=(later, later))


def test_a_change_of_a_file_is_seen(river: Path) -> None:
    client = serve(river)
    before = client.get("/river.json").json()
    page = river / "README.md"
    write(page, page.read_text("utf-8") + '\n```placet\npoint p-new "A new matter"\n```\n')
    after = client.get("/river.json").json()
    assert before["version"] != after["version"]
    assert "A new matter" in client.get("/river").text


def test_a_new_file_and_one_taken_away_are_seen(river: Path) -> None:
    client = serve(river)
    before = client.get("/river.json").json()["version"]
    (river / "more.md").write_text('```placet\npoint p-more "More"\n```\n', "utf-8")
    assert client.get("/river.json").json()["version"] != before
    (river / "more.md").unlink()
    assert client.get("/river.json").json()["version"] == before


def test_a_broken_rulebook_is_told_and_the_last_sound_version_answers(river: Path) -> None:
    client = serve(river)
    sound = client.get("/river.json").json()
    page = river / "README.md"
    good = page.read_text("utf-8")
    write(page, good + "\n```placet\nrule broken\n  whenever it suits\n```\n")
    shown = client.get("/river")
    assert shown.status_code == 200
    assert "the last sound version" in shown.text
    assert client.get("/river.json").json() == sound
    told = client.get("/river/check.json").json()
    assert told["summary"]["errors"] > 0
    assert "README.md" in client.get("/river/check").text
    write(page, good)
    assert "the last sound version" not in client.get("/river").text


def test_a_rulebook_that_never_was_sound_is_shown_with_its_errors(tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "README.md").write_text("```placet\nparty kor\n```\n", "utf-8")
    client = serve(folder)
    assert client.get("/").status_code == 200
    assert client.get("/bad").status_code == 409
    assert client.get("/bad/ask.json").json()["error"]["message"].startswith("the rulebook `bad` has errors")
    assert "E0214" in client.get("/bad/check").text


def test_a_folder_that_is_taken_away_leaves_its_last_version(river: Path) -> None:
    client = serve(river)
    sound = client.get("/river.json").json()
    shutil.rmtree(river)
    assert client.get("/river.json").json() == sound
    assert "errors" in client.get("/river").text


def test_a_name_that_the_pages_need_is_not_a_rulebooks(tmp_path: Path) -> None:
    for name in ("help", "static", "a.b"):
        (tmp_path / name).mkdir()
    given = tuple(str(tmp_path / name) for name in ("help", "static", "a.b"))
    assert Worlds(Settings(rulebooks=given, only_named=True)).names == ("help-2", "static-2", "a-b")


def test_many_may_ask_while_a_file_is_written(river: Path) -> None:
    client = serve(river)
    page = river / "README.md"
    text = page.read_text("utf-8")
    statuses = [client.get("/river").status_code]

    def ask() -> None:
        statuses.extend(client.get("/river").status_code for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(5):
        write(page, f"{text}\n<!-- {number} -->\n")
    for thread in threads:
        thread.join()
    assert set(statuses) == {200}


def test_what_several_ask_for_at_once_is_made_once(river: Path) -> None:
    world = Worlds(Settings(rulebooks=(str(river),), only_named=True)).show("river").world
    assert world is not None
    made: list[int] = []
    all_there = threading.Barrier(6)

    def make() -> int:
        made.append(1)
        time.sleep(0.05)
        return len(made)

    for ask in (world.remember, world.reckon, world.keep):
        made.clear()
        found: list[int] = []

        def one(ask: Callable[..., int] = ask, found: list[int] = found) -> None:
            all_there.wait()
            found.append(ask(ask.__name__, make))

        threads = [threading.Thread(target=one) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [1] * 6


def test_what_could_not_be_made_is_tried_again(river: Path) -> None:
    world = Worlds(Settings(rulebooks=(str(river),), only_named=True)).show("river").world
    assert world is not None

    def fail() -> int:
        raise ValueError("not today")

    for ask in (world.remember, world.reckon, world.keep):
        with pytest.raises(ValueError, match="not today"):
            ask(ask.__name__, fail)
        assert ask(ask.__name__, lambda: 7) == 7
        assert ask(ask.__name__, fail) == 7


def test_only_the_last_results_are_kept_but_what_is_made_of_the_whole_stays(river: Path) -> None:
    world = Worlds(Settings(rulebooks=(str(river),), only_named=True)).show("river").world
    assert world is not None
    whole = world.keep("whole", object)
    first = world.remember("first", object)
    for number in range(KEPT_RESULTS):
        world.remember(number, object)
    assert world.remember("first", object) is not first
    assert world.keep("whole", object) is whole

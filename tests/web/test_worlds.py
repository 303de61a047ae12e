"""Rulebooks that change while they are served: noticed, loaded anew, and the last sound version kept."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from placet.web.app import create_app
from placet.web.settings import Settings
from placet.web.worlds import Worlds
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

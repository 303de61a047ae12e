"""The answers to saved questions over time are kept, and are those that a question of one's own gets."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import placet.web.over_time
from placet.web.app import create_app
from placet.web.settings import Settings
from tests.web.conftest import TODAY, make_client
from tests.web.test_compare import IS, WAS


@pytest.fixture
def folder(tmp_path: Path, project: Path) -> Path:
    """Return a rulebook that can be changed."""
    return Path(shutil.copytree(project / "rulebooks/examples/river-notice", tmp_path / "river"))


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return a list to which is added whenever a question is put to all days."""
    found: list[object] = []
    make = placet.web.over_time.Chronicle

    def count(*told: object) -> object:
        found.append(told)
        return make(*told)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(placet.web.over_time, "Chronicle", count)
    return found


@pytest.fixture
def desk(folder: Path, tmp_path: Path) -> TestClient:
    """Return a browser that sees every change of a file at once."""
    settings = Settings(
        rulebooks=(str(folder),), only_named=True, today=TODAY, data=tmp_path / "data", look_again_s=0.0
    )
    return make_client(create_app(settings))


def facts_of(desk: TestClient) -> str:
    """Return the saved question as one that somebody fills in."""
    page = desk.get("/river/ask.json?question=dry-summer").json()["question"]["given"]
    return "&".join(
        f"{name}={'yes' if value is True else 'no' if value is False else value}" for name, value in page.items()
    )


def test_a_saved_question_is_put_to_all_days_once_and_answered_as_ones_own(
    desk: TestClient, begun: list[object]
) -> None:
    saved = desk.get("/river/timeline.json?question=dry-summer").json()
    desk.get("/river/timeline?question=dry-summer")
    assert len(begun) == 1
    assert desk.get(f"/river/timeline.json?{facts_of(desk)}").json() == saved
    assert len(begun) == 2


def test_with_another_fact_day_or_axis_it_is_another_question(desk: TestClient, begun: list[object]) -> None:
    for further in ("", "&declared=yes", "&known=2001-06-01", "&axis=known"):
        page = desk.get(f"/river/timeline?question=dry-summer{further}")
        assert page.status_code == 200
    assert len(begun) == 4


def test_an_edit_that_changes_nothing_for_it_keeps_it_and_another_does_not(
    desk: TestClient, folder: Path, begun: list[object]
) -> None:
    path = folder / "README.md"
    before = desk.get("/river/timeline.json?question=dry-summer").json()
    path.write_text(path.read_text("utf-8") + "\nOne sentence more.\n", "utf-8")
    assert desk.get("/river/timeline.json?question=dry-summer").json() == before
    assert len(begun) == 1
    path.write_text(path.read_text("utf-8").replace(WAS, IS), "utf-8")
    after = desk.get("/river/timeline.json?question=dry-summer").json()
    assert re.search("consent", str(after))
    assert after != before
    assert len(begun) == 2

"""What the first pages say of changes in a rulebook's own text: which declarations, and since which version."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import placet.web.history
import placet.web.versions
from placet.web.app import create_app
from placet.web.edit_kept import Kept
from placet.web.settings import Settings
from tests.web.conftest import TODAY, make_client
from tests.web.test_compare import IS, WAS, git

ADDED = """
```placet
reading LOW of drawing
  rejects
  says lowland-2012
rule drawing "Taking water"
  under  river-2001
  when   actor = UPL and act = take-water
  needs  consultation with LOW
```
"""


@pytest.fixture
def folder(tmp_path: Path, project: Path) -> Path:
    """Return a rulebook that git keeps."""
    folder = Path(shutil.copytree(project / "rulebooks/examples/river-notice", tmp_path / "river"))
    git(folder, "init", "--quiet")
    commit(folder, "begun")
    return folder


@pytest.fixture
def desk(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Return a browser that waits for what is found beside the page."""
    monkeypatch.setattr(placet.web.versions, "HEAD_HOLDS_S", 0.0)
    monkeypatch.setattr(placet.web.history, "WAIT_S", 60.0)
    settings = Settings(
        rulebooks=(str(folder),), only_named=True, today=TODAY, data=tmp_path / "data", look_again_s=0.0
    )
    return make_client(create_app(settings))


def commit(folder: Path, subject: str) -> str:
    """Commit everything, and return the short name of the commit."""
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", subject)
    return git(folder, "rev-parse", "--short=12", "HEAD")


def write(folder: Path, old: str, new: str) -> None:
    """Replace a piece of the text; of nothing, at its end."""
    path = folder / "README.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace(old, new) if old else text + new, "utf-8")


def told(page: str) -> tuple[str, list[str]]:
    """Return the heading over what changed, and what is listed below it."""
    found = re.search(r'<h3 class="in-text">(.*?)</h3>\s*<ul class="days edits">(.*?)</ul>', page, re.DOTALL)
    if found is None:
        return "", []
    lines = re.findall(r"<li>(.*?)</li>", found[2], re.DOTALL)
    return found[1], [" ".join(html.unescape(re.sub("<[^>]*>", " ", line)).split()) for line in lines]


def test_the_first_pages_say_which_declarations_changed_and_lead_to_for_whom(desk: TestClient, folder: Path) -> None:
    write(folder, "declared, not felt", "declared and never felt")
    prose = commit(folder, "prose alone")
    assert told(desk.get("/").text) == ("", [])
    write(folder, WAS, IS)
    for subject in ("", "consent", "a blank line"):
        if subject == "a blank line":
            write(folder, "", "\n")
        if subject:
            commit(folder, subject)
        for page in ("/", "/river"):
            text = desk.get(page).text
            head, lines = told(text)
            assert head.startswith("In its text, since the version of 2")
            assert lines == ["± changed rule Closing a sluice sluice-notice"]
            assert "consent<" not in text
            (link,) = re.findall(r'href="(/river/compare[^"]*with=git[^"]*)"', text)
            assert link.endswith(f"git:{prose}")
    assert "now asks for consent of LOW" in desk.get(html.unescape(link)).text


def test_what_was_added_and_taken_away_is_named_and_a_reading_by_whose_it_is(desk: TestClient, folder: Path) -> None:
    write(folder, "", ADDED)
    commit(folder, "more")
    assert told(desk.get("/river").text)[1] == [
        "+ added rule Taking water drawing",
        "+ added LOW's reading of “Taking water” LOW/drawing/1",
    ]
    write(folder, ADDED, "")
    text = desk.get("/river").text
    assert told(text)[1] == [
        "− removed rule Taking water drawing",
        "− removed LOW's reading of “Taking water” LOW/drawing/1",
    ]
    assert 'href="/river/text?name=drawing"' not in text


def test_of_what_was_saved_in_the_pages_the_first_page_tells_likewise(
    desk: TestClient, folder: Path, tmp_path: Path
) -> None:
    shutil.rmtree(folder / ".git")
    Kept(tmp_path / "data", folder, "README.md").keep_version((folder / "README.md").read_text("utf-8"), "saved")
    write(folder, WAS, IS)
    head, lines = told(desk.get("/").text)
    assert head.startswith("In its text, since it was saved here on ")
    assert lines == ["± changed rule Closing a sluice sluice-notice"]


def test_a_page_does_not_wait_long_for_it_and_the_next_one_has_it(
    desk: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placet.web.history, "WAIT_S", 0.0)
    write(folder, WAS, IS)
    load = placet.web.history.files_then
    begun: list[str] = []

    def count(visit: object, name: str, value: str) -> object:
        begun.append(value)
        return load(visit, name, value)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(placet.web.history, "files_then", count)
    assert desk.get("/river").status_code == 200
    monkeypatch.setattr(placet.web.history, "WAIT_S", 60.0)
    assert told(desk.get("/river").text)[1]
    assert told(desk.get("/").text)[1]
    assert len(begun) == 1


def test_a_file_can_be_read_as_it_was_in_a_version_and_not_edited(desk: TestClient, folder: Path) -> None:
    then = git(folder, "rev-parse", "--short=12", "HEAD")
    write(folder, WAS, IS)
    (folder / "late.md").write_text("# Late\n", "utf-8")
    commit(folder, "consent")
    now = desk.get("/river/text?file=README.md").text
    assert f'href="/river/text?file=README.md&amp;at=git:{then}"' in now
    page = desk.get(f"/river/text?file=README.md&at=git:{then}")
    assert page.status_code == 200
    assert "This is an earlier version" in page.text
    assert "30 days before" in page.text
    assert "consent of <a" not in page.text
    assert "/river/edit" not in page.text
    assert f'name=river-2001&amp;at=git:{then}"' in page.text
    assert desk.get(f"/river/text?name=sluice-notice&at=git:{then}").url.query.decode().endswith(f"at=git:{then}")
    told = desk.get(f"/river/text.json?name=sluice-notice&at=git:{then}").json()
    assert WAS in (told[0] if isinstance(told, list) else told)["text"]
    assert "30 days" in desk.get(f"/river/text?q=needs+notification&at=git:{then}").text
    late = desk.get(f"/river/text?file=late.md&at=git:{then}")
    assert late.status_code == 404
    assert "this version of the rulebook has no file" in late.text
    # A file that is not there any more is a file of the rulebook's own all the same.
    (folder / "late.md").unlink()
    assert "This file belongs to another rulebook" not in desk.get("/river/text?file=late.md&at=git:HEAD").text


def test_what_is_no_version_is_refused_and_another_rulebook_is_none(desk: TestClient) -> None:
    for value in ("git:nothing", "general", "river", "before:1:README.md", "git:--all"):
        assert desk.get("/river/text", params={"at": value}).status_code == 400, value


def test_where_git_keeps_nothing_the_first_pages_offer_other_versions_alone(tmp_path: Path, project: Path) -> None:
    shutil.copytree(project / "rulebooks/examples/river-notice", tmp_path / "river")
    settings = Settings(rulebooks=(str(tmp_path / "river"),), only_named=True, today=TODAY, data=tmp_path / "data")
    client = make_client(create_app(settings))
    for page in ("/", "/river"):
        text = client.get(page).text
        assert 'href="/river/compare?by=versions"' in text
        assert "with=git" not in text

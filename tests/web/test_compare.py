"""Compare in the pages: two readers, two days, two versions by git and by what was saved, and all of time."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from placet.web.app import create_app
from placet.web.edit_files import digest_of
from placet.web.edit_kept import Kept
from placet.web.settings import Settings
from tests.web.conftest import TODAY, make_client

WAS, IS = "notification to LOW 30 days before", "consent of LOW"


def git(folder: Path, *words: str) -> str:
    """Run git in a folder, as somebody."""
    identity = ["-c", "user.name=Clerk", "-c", "user.email=clerk@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", "-C", str(folder), *identity, *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def folder(tmp_path: Path, project: Path) -> Path:
    """Return a rulebook that git keeps, in which a notice has become a consent since."""
    folder = Path(shutil.copytree(project / "rulebooks/examples/river-notice", tmp_path / "river"))
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "a notice is enough")
    path = folder / "README.md"
    path.write_text(path.read_text("utf-8").replace(WAS, IS), "utf-8")
    return folder


@pytest.fixture
def desk(folder: Path, tmp_path: Path) -> TestClient:
    """Return a browser at that rulebook."""
    settings = Settings(rulebooks=(str(folder),), only_named=True, today=TODAY, data=tmp_path / "data")
    return make_client(create_app(settings))


def test_what_changed_since_a_revision_is_told_for_everybody(desk: TestClient, folder: Path) -> None:
    page = desk.get("/river/compare?by=versions").text
    commit = git(folder, "rev-parse", "--short=12", "HEAD")
    assert f'value="git:{commit}"' in page
    assert "a notice is enough" in page
    page = desk.get(f"/river/compare?by=versions&with=git:{commit}").text
    assert "What changed since" in page
    assert "now asks for consent of LOW" in page
    assert "no longer asks for notification to LOW" in page
    rows = desk.get(f"/river/compare.json?by=versions&with=git:{commit}").json()
    assert any("consent of LOW" in row["change"] for row in rows)
    assert "consent of LOW" in desk.get(f"/river/compare.csv?by=versions&with=git:{commit}").text


def test_what_changed_for_everybody_can_be_narrowed_to_facts_and_a_day(desk: TestClient) -> None:
    page = desk.get("/river/compare?by=versions&with=git:HEAD&on=1900-01-01").text
    assert "now asks for consent of LOW" not in page
    assert desk.get("/river/compare?by=versions&with=git:HEAD&no-such=1").status_code == 400


def test_a_reader_of_two_versions_is_compared_over_all_situations(desk: TestClient) -> None:
    asked = "/river/compare?by=versions&with=git:HEAD&one=LOW"
    assert "They part on" in desk.get(asked).text
    found = desk.get(asked.replace("compare?", "compare.json?")).json()
    assert found["regions"]
    assert "consent" in desk.get(asked.replace("compare?", "compare.csv?")).text


@pytest.mark.parametrize("revision", ["no-such", "--output=x", "HEAD:README.md", "-h", "HEAD~99", "x" * 500])
def test_a_revision_that_git_has_not_is_refused_and_no_folder_is_named(
    desk: TestClient, folder: Path, revision: str
) -> None:
    answer = desk.get("/river/compare", params={"by": "versions", "one": "LOW", "with": f"git:{revision}"})
    assert answer.status_code == 400
    assert "git keeps no version" in answer.text
    assert str(folder) not in answer.text


def test_a_condition_is_told_as_question_and_answer_with_the_rulebooks_words_beside_it(client: TestClient) -> None:
    page = client.get("/korea/compare?one=JPN&other=KOR&act=strike&on=2015-10-21").text
    spelt = re.findall(r'<span class="spelt">(.*?)</span>', page, re.DOTALL)
    assert spelt
    told = [" ".join(re.sub("<[^>]*>", "", one).split()) for one in map(html.unescape, spelt)]
    assert any(re.search(r"Who is under armed attack\? .*JPN \(Japan\).*JPN (not )?in attacked", one) for one in told)
    assert all("<code>" in one for one in spelt)


def test_git_runs_nothing_that_the_folder_names(desk: TestClient, folder: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    run = f"sh -c 'touch {mark}; cat'"
    (folder / ".git" / "info").mkdir(exist_ok=True)
    (folder / ".git/info/attributes").write_text("*.md filter=x\n", "utf-8")
    for name in ("filter.x.smudge", "gpg.program", "core.fsmonitor", "core.pager"):
        git(folder, "config", name, run)
    git(folder, "config", "log.showSignature", "true")
    assert "What changed since" in desk.get("/river/compare?by=versions&with=git:HEAD").text
    assert not mark.exists()


def test_the_text_from_before_a_save_is_a_version_too(folder: Path, tmp_path: Path) -> None:
    shutil.rmtree(folder / ".git")
    text = (folder / "README.md").read_text("utf-8").replace(IS, WAS)
    kept = Kept(tmp_path / "data", folder, "README.md")
    number = kept.keep_version(text, "saved")
    assert digest_of(text) in number
    desk = make_client(
        create_app(Settings(rulebooks=(str(folder),), only_named=True, today=TODAY, data=tmp_path / "data"))
    )
    page = desk.get("/river/compare?by=versions").text
    assert "As git keeps it" not in page
    value = re.search(r'value="(before:[^"]+)"', page)
    assert value is not None
    page = desk.get("/river/compare", params={"by": "versions", "with": value[1]}).text
    assert "now asks for consent of LOW" in page
    gone = desk.get(
        "/river/compare", params={"by": "versions", "with": "before:20200101T000000000000-saved-0:README.md"}
    )
    assert gone.status_code == 400
    assert "not kept any more" in gone.text


def test_a_version_with_errors_is_told_as_such(desk: TestClient, folder: Path) -> None:
    path = folder / "README.md"
    sound = path.read_text("utf-8")
    path.write_text(sound.replace(IS, "consent of NOBODY"), "utf-8")
    git(folder, "commit", "--quiet", "-am", "broken")
    path.write_text(sound, "utf-8")
    answer = desk.get("/river/compare?by=versions&with=git:HEAD")
    assert answer.status_code == 409
    assert "has errors, so that it cannot be asked" in answer.text


def test_one_reader_on_two_days_begins_with_days_on_which_it_changed_its_reading(client: TestClient) -> None:
    page = client.get("/korea/compare?by=days").text
    first = re.search(r'href="(/korea/compare\?by=days[^"]+)"', page.split("Where to begin")[1])
    assert first is not None
    found = client.get(first[1].replace("&amp;", "&")).text
    assert "They part on" in found or "They agree everywhere." in found


def test_over_time_what_they_part_on_today_stands_first(client: TestClient) -> None:
    page = client.get("/korea/compare?by=time&one=JPN&other=USA&act=combat-sortie&over=on").text
    now, before = page.index("What they part on today"), page.index("What they parted on before")
    assert now < page.index("request or consent of KOR") < before < page.index("15 Jul 2014 until")
    assert page.index("Only whether any rule speaks") > before


def test_a_kind_of_comparison_keeps_what_bears_on_it(client: TestClient) -> None:
    page = client.get("/korea/compare?one=JPN&other=USA&act=combat-sortie&over=on").text
    to_days = re.search(r'href="([^"]+)">One reader on two days', page)
    assert to_days is not None
    assert "one=JPN" in to_days[1]
    assert "act=combat-sortie" in to_days[1]
    assert "other=" not in to_days[1]
    assert "over=" not in to_days[1]

"""Editing a rulebook: nothing is written unseen, nothing broken over something sound, and nothing typed is lost."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from placet.web import edit_files
from placet.web.app import create_app
from placet.web.edit_diff import chunks_of, has_marks, merged, rows_between
from placet.web.edit_files import digest_of, open_file, plain, write_file
from placet.web.settings import Settings
from placet.web.worlds import Worlds
from tests.web.conftest import TODAY, make_client

ADDRESS = "/river/edit?file=README.md"
WAS, IS = "notification to LOW 30 days before", "consent of LOW"


@pytest.fixture
def folder(tmp_path: Path, project: Path) -> Path:
    """Return a copy of a small rulebook that may be written."""
    return Path(shutil.copytree(project / "rulebooks/examples/river-notice", tmp_path / "river"))


@pytest.fixture
def desk(folder: Path, tmp_path: Path) -> TestClient:
    """Return a browser at that copy."""
    settings = Settings(rulebooks=(str(folder),), only_named=True, today=TODAY, data=tmp_path / "data")
    return make_client(create_app(settings))


def base_of(page: str) -> str:
    """Return the digest of the text that the page's edit began from."""
    found = re.search(r'name="base" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def save(desk: TestClient, text: str, base: str = "", looked: str | None = None) -> tuple[int, str]:
    """Save a text that was looked at; return the status and the page."""
    base = base or base_of(desk.get(ADDRESS).text)
    sent = {"do": "save", "text": text, "base": base, "looked": digest_of(plain(text)) if looked is None else looked}
    answer = desk.post(ADDRESS, data=sent)
    return answer.status_code, answer.text


def typed(page: str) -> str:
    """Return what stands in the field of the page."""
    import html

    found = re.search(r"<textarea id=\"text\"[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def left_over(folder: Path) -> list[str]:
    """Return what lies in the folder beside its one file."""
    return [path.name for path in folder.iterdir() if path.name != "README.md"]


def test_a_check_shows_what_changes_for_whom_and_writes_nothing(desk: TestClient, folder: Path) -> None:
    before = (folder / "README.md").read_text("utf-8")
    page = desk.post(ADDRESS, data={"do": "check", "text": before.replace(WAS, IS)}).text
    assert "now asks for consent of LOW" in page
    assert "no longer asks for notification to LOW" in page
    assert '<tr class="gone">' in page
    assert '<tr class="new">' in page
    assert (folder / "README.md").read_text("utf-8") == before


def test_a_text_that_nobody_has_looked_at_is_not_saved_yet(desk: TestClient, folder: Path) -> None:
    before = (folder / "README.md").read_text("utf-8")
    status, page = save(desk, before.replace(WAS, IS), looked="")
    assert status == 200
    assert "Not saved yet" in page
    assert "now asks for consent of LOW" in page
    assert (folder / "README.md").read_text("utf-8") == before


def test_a_save_keeps_mode_mark_and_line_ends_and_can_be_undone(desk: TestClient, folder: Path) -> None:
    file = folder / "README.md"
    before = file.read_text("utf-8")
    file.write_bytes(b"\xef\xbb\xbf" + before.replace("\n", "\r\n").encode())
    file.chmod(0o640)
    status, page = save(desk, before.replace(WAS, IS).replace("\n", "\r\n"))
    assert status == 200
    assert "Saved." in page
    written = file.read_bytes()
    assert written == b"\xef\xbb\xbf" + before.replace(WAS, IS).replace("\n", "\r\n").encode()
    assert file.stat().st_mode & 0o777 == 0o640
    assert left_over(folder) == []
    undo = re.search(r'href="([^"]*version=[^"#]*)', page)
    assert undo is not None
    page = desk.get(undo[1].replace("&amp;", "&")).text
    assert typed(page) == before
    assert "no longer asks for consent of LOW" in page
    assert file.read_bytes() == written
    assert save(desk, typed(page))[0] == 200
    assert file.read_bytes() == b"\xef\xbb\xbf" + before.replace("\n", "\r\n").encode()


def test_a_saved_rule_is_what_the_pages_answer_from_at_once(desk: TestClient, folder: Path) -> None:
    desk.get("/river")
    save(desk, (folder / "README.md").read_text("utf-8").replace(WAS, IS))
    assert "consent of" in desk.get("/river/text.json?name=sluice-notice").json()["meaning"]


def test_nothing_broken_is_saved_and_what_was_typed_is_kept(desk: TestClient, folder: Path) -> None:
    before = (folder / "README.md").read_text("utf-8")
    broken = before.replace("needs ", "neds ")
    status, page = save(desk, broken)
    assert status == 422
    assert "Not saved: the text has errors." in page
    assert typed(page) == broken
    assert (folder / "README.md").read_text("utf-8") == before
    assert typed(desk.get(ADDRESS).text) == broken


def test_a_rulebook_broken_by_another_program_can_be_mended_but_not_broken_further(
    desk: TestClient, folder: Path
) -> None:
    file = folder / "README.md"
    sound = file.read_text("utf-8")
    desk.get("/river")
    file.write_text(sound.replace("needs ", "neds ").replace("under  river-2001", "under  river-2002"), "utf-8")
    page = desk.get(ADDRESS).text
    assert "The files of this rulebook have errors" in page
    status, _ = save(desk, file.read_text("utf-8").replace("unless spared", "unless sparred"))
    assert status == 422
    assert save(desk, sound)[0] == 200
    assert file.read_text("utf-8") == sound
    assert "have errors" not in desk.get("/river").text


def test_a_rulebook_that_never_was_sound_can_be_mended(folder: Path, tmp_path: Path) -> None:
    file = folder / "README.md"
    sound = file.read_text("utf-8")
    file.write_text(sound.replace("needs ", "neds "), "utf-8")
    settings = Settings(rulebooks=(str(folder),), only_named=True, today=TODAY, data=tmp_path / "data")
    desk = make_client(create_app(settings))
    page = desk.post(ADDRESS, data={"do": "check", "text": sound}).text
    assert "there is no sound version to compare it with" in page
    assert save(desk, sound)[0] == 200
    assert desk.get("/river/text?file=README.md").status_code == 200


def test_a_file_changed_on_disk_is_a_conflict_and_neither_side_is_lost(desk: TestClient, folder: Path) -> None:
    file = folder / "README.md"
    before = file.read_text("utf-8")
    base = base_of(desk.get(ADDRESS).text)
    theirs, mine = before.replace(WAS, WAS.replace("30", "40")), before.replace(WAS, IS)
    file.write_text(theirs, "utf-8")
    status, page = save(desk, mine, base)
    assert status == 409
    assert "was changed on disk since you began" in page
    row = re.search(r'<tr class="conflict">(.*?)</tr>', page, re.DOTALL)
    assert row is not None
    assert [days in row[1] for days in ("LOW 30 days", "consent of LOW", "LOW 40 days")] == [True] * 3
    assert typed(page) == mine
    assert file.read_text("utf-8") == theirs
    both = desk.post(ADDRESS, data={"do": "both", "text": mine, "base": base}).text
    assert has_marks(typed(both))
    assert "Two sides of a conflict still stand in the text" in both
    assert save(desk, typed(both))[0] == 422
    page = desk.post(ADDRESS, data={"do": "mine", "text": mine, "base": base}).text
    assert save(desk, mine, base_of(page))[0] == 200
    assert file.read_text("utf-8") == mine
    kept = re.findall(r'href="([^"]*version=[^"#]*)', desk.get(ADDRESS).text)
    assert theirs in [typed(desk.get(link.replace("&amp;", "&")).text) for link in kept]


def test_taking_what_is_on_disk_keeps_the_draft_among_the_texts(desk: TestClient, folder: Path) -> None:
    mine = (folder / "README.md").read_text("utf-8").replace(WAS, IS)
    desk.post(ADDRESS, data={"do": "check", "text": mine})
    page = desk.post(ADDRESS, data={"do": "discard", "text": mine}).text
    assert WAS in typed(page)
    link = re.search(r'href="([^"]*version=[^"#]*)', page)
    assert link is not None
    assert typed(desk.get(link[1].replace("&amp;", "&")).text) == mine


def test_changes_in_different_places_are_put_together() -> None:
    base = "one\ntwo\nthree\nfour\nfive"
    mine, theirs = base.replace("two", "2"), base.replace("four", "4") + "\nsix"
    assert merged(chunks_of(base, mine, theirs)) == "one\n2\nthree\n4\nfive\nsix"
    assert [one.kind for one in chunks_of(base, mine, mine)].count("both") == 1
    assert rows_between(base, base) == []
    assert [(row.kind, row.text) for row in rows_between(base, mine) if row.kind != "same"] == [
        ("gone", "two"),
        ("new", "2"),
    ]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_is_told_and_leaves_the_file_as_it_was(
    desk: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    before = (folder / "README.md").read_text("utf-8")
    base = base_of(desk.get(ADDRESS).text)
    real = getattr(os, call)

    def full(*given: object) -> object:
        name = os.readlink(f"/proc/self/fd/{given[0]}") if isinstance(given[0], int) else str(given[0])
        if name.startswith(str(folder)):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*given)

    monkeypatch.setattr(edit_files.os, call, full)
    status, page = save(desk, before.replace(WAS, IS), base)
    assert status == 507
    assert "The disk is full." in page
    assert typed(page) == before.replace(WAS, IS)
    assert (folder / "README.md").read_text("utf-8") == before
    assert left_over(folder) == []


def test_where_nothing_can_be_kept_nothing_is_written_and_that_is_told(
    desk: TestClient, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("no folder", "utf-8")
    before = (folder / "README.md").read_text("utf-8")
    checked = desk.post(ADDRESS, data={"do": "check", "text": before.replace(WAS, IS)}).text
    assert "could not be kept as a draft" in checked
    assert typed(checked) == before.replace(WAS, IS)
    status, page = save(desk, before.replace(WAS, IS))
    assert status == 507
    assert "could not be kept, so nothing was written" in page
    assert (folder / "README.md").read_text("utf-8") == before


KILLED = """
import os, signal, sys
from pathlib import Path
from placet.web import edit_files
from placet.web.edit_files import open_file, write_file
from placet.web.settings import Settings
from placet.web.worlds import Worlds

folder, call = sys.argv[1:]
file = open_file(Worlds(Settings(rulebooks=(folder,), only_named=True)), "river", "README.md")
def die(*given):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(edit_files.os, call, die)
write_file(file, file.text + "x" * 1_000_000)
"""


@pytest.mark.parametrize("call", ["fchmod", "fsync", "replace"])
def test_a_program_killed_while_it_writes_leaves_the_old_text(desk: TestClient, folder: Path, call: str) -> None:
    before = (folder / "README.md").read_bytes()
    ended = subprocess.run([sys.executable, "-c", KILLED, str(folder), call], check=False, capture_output=True)
    assert ended.returncode == -signal.SIGKILL
    assert (folder / "README.md").read_bytes() == before
    assert desk.get("/river/check.json").json()["summary"]["errors"] == 0
    for name in left_over(folder):
        os.utime(folder / name, (0, 0))
    assert save(desk, before.decode().replace(WAS, IS))[0] == 200
    assert left_over(folder) == []


def test_a_file_changed_in_the_last_moment_is_not_written_over(
    desk: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "README.md"
    before = file.read_text("utf-8")
    real = os.fsync

    def meanwhile(handle: int) -> None:
        if os.readlink(f"/proc/self/fd/{handle}").startswith(str(folder / ".README")):
            file.write_text(before + "\nWritten by another program.\n", "utf-8")
        real(handle)

    base = base_of(desk.get(ADDRESS).text)
    monkeypatch.setattr(edit_files.os, "fsync", meanwhile)
    status, page = save(desk, before.replace(WAS, IS), base)
    assert status == 409
    assert "Written by another program." in page
    assert file.read_text("utf-8").endswith("another program.\n")


def test_a_read_only_file_is_said_to_be_so_and_can_be_worked_on_in_a_copy(
    desk: TestClient, folder: Path, tmp_path: Path
) -> None:
    (folder / "README.md").chmod(0o444)
    page = desk.get(ADDRESS).text
    assert "Read-only." in page
    before = (folder / "README.md").read_text("utf-8")
    status, _ = save(desk, before.replace(WAS, IS))
    assert status == 409
    assert (folder / "README.md").read_text("utf-8") == before
    answer = desk.post(ADDRESS, data={"do": "copy", "text": before})
    assert answer.url.path == "/river-copy/edit"
    copy = tmp_path / "data/rulebooks/river-copy/README.md"
    assert copy.read_text("utf-8") == before
    copied = "/river-copy/edit?file=README.md"
    text = before.replace(WAS, IS)
    sent = {"do": "save", "text": text, "base": base_of(answer.text), "looked": digest_of(text)}
    assert "Saved." in desk.post(copied, data=sent).text
    assert copy.read_text("utf-8") == text


def test_a_rulebook_inside_the_installed_package_is_read_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit_files.placet, "__file__", str(folder.parent / "__init__.py"))
    worlds = Worlds(Settings(rulebooks=(str(folder),), only_named=True))
    assert open_file(worlds, "river", "README.md").why_not == "shipped"


@pytest.mark.parametrize(
    "place",
    ["../secret.md", "/etc/passwd", "secret.txt", "README.md/../../secret.md", ".hidden.md", "link.md", "in/linked.md",
     "%2e%2e/secret.md", "nothing.md", ""],
)  # fmt: skip
def test_only_files_of_the_rulebook_are_opened(desk: TestClient, folder: Path, place: str) -> None:
    (folder.parent / "secret.md").write_text("A secret.", "utf-8")
    (folder / "secret.txt").write_text("A secret.", "utf-8")
    (folder / ".hidden.md").write_text("A secret.", "utf-8")
    (folder / "link.md").symlink_to(folder.parent / "secret.md")
    (folder.parent / "beside").mkdir()
    (folder.parent / "beside/linked.md").write_text("A secret.", "utf-8")
    (folder / "in").symlink_to(folder.parent / "beside")
    for answer in (
        desk.get("/river/edit", params={"file": place}),
        desk.post("/river/edit", params={"file": place}, data={"do": "save", "text": "Taken over."}),
        desk.post("/river/edit/check.json", params={"file": place}, data={"text": "Taken over.", "keep": "yes"}),
    ):
        assert "A secret." not in answer.text
        assert answer.status_code in (400, 403, 404) or answer.url.path == "/river/text"
    assert (folder.parent / "secret.md").read_text("utf-8") == "A secret."


def test_a_foreign_page_can_write_nothing(desk: TestClient, folder: Path) -> None:
    before = (folder / "README.md").read_text("utf-8")
    text = before.replace(WAS, IS)
    sent = {"do": "save", "text": text, "base": digest_of(before), "looked": digest_of(text)}
    assert desk.post(ADDRESS, data=sent, headers={"Origin": "http://elsewhere.example"}).status_code == 403
    assert (folder / "README.md").read_text("utf-8") == before


def test_messages_while_typing_say_where_and_keep_the_draft(desk: TestClient, folder: Path) -> None:
    text = (folder / "README.md").read_text("utf-8").replace("needs ", "neds ")
    sent = {"text": text, "keep": "yes"}
    found = desk.post("/river/edit/check.json?file=README.md", data=sent).json()
    first = found["diagnostics"][0]
    assert text[first["start"] : first["end"]] == "neds"
    assert text.split("\n")[first["line"] - 1].strip().startswith("neds")
    assert found["kept"] is True
    assert typed(desk.get(ADDRESS).text) == text
    words = desk.get("/river/edit/words.json").json()
    assert "consultation" in words["words"]
    assert {"name": "UPL", "kind": "party", "title": "Upland"} in words["names"]


@pytest.mark.parametrize(
    "text", ["", "\0", "\ud800", "```placet\n" * 50, "<<<<<<< mine\n>>>>>>> theirs", "x" * 300_000]
)
def test_odd_texts_are_answered_plainly(desk: TestClient, folder: Path, text: str) -> None:
    before = (folder / "README.md").read_text("utf-8")
    sent = {"text": text.encode("utf-8", "surrogatepass"), "do": "check"}
    assert desk.post(ADDRESS, data=sent).status_code in (200, 422)
    assert desk.post("/river/edit/check.json?file=README.md", data=sent).status_code == 200
    assert desk.post(ADDRESS, data={**sent, "do": "save"}).status_code in (200, 422)
    assert (folder / "README.md").read_text("utf-8") == before


def test_a_text_written_by_the_editor_is_what_the_checker_reads(folder: Path) -> None:
    worlds = Worlds(Settings(rulebooks=(str(folder),), only_named=True))
    file = open_file(worlds, "river", "README.md")
    write_file(file, file.text + "\nSeñor 日本 한국\n")
    assert open_file(worlds, "river", "README.md").text.endswith("Señor 日本 한국\n")


def test_check_leads_to_the_line_where_a_message_is_mended(desk: TestClient, folder: Path) -> None:
    path = folder / "README.md"
    path.write_text(path.read_text("utf-8").replace("needs  notification", "needs  notifcation"), "utf-8")
    page = desk.get("/river/check").text
    found = re.search(r'<a href="(/river/edit\?file=README\.md&amp;line=(\d+))"><code>README\.md:\2</code></a>', page)
    assert found is not None
    assert path.read_text("utf-8").splitlines()[int(found[2]) - 1].strip().startswith("needs  notifcation")
    assert str(folder) not in page
    assert f'data-line="{found[2]}"' in desk.get(found[1].replace("&amp;", "&")).text


def test_a_long_text_is_taken_as_a_browser_sends_it_and_costs_little(desk: TestClient) -> None:
    text = "강의 상류와 하류, 그리고 나루터.\n" * 40_000
    page = desk.get(ADDRESS).text
    assert 'enctype="multipart/form-data"' in page
    answer = desk.post("/river/edit/check.json?file=README.md", files={"text": (None, text), "keep": (None, "no")})
    assert answer.status_code == 200
    encoded = desk.post("/river/edit/check.json?file=README.md", data={"text": text})
    assert encoded.status_code == 413
    assert "As multipart/form-data it may be 4,000,000." in encoded.text


def test_a_text_sent_with_the_line_ends_of_a_form_is_the_same_text(desk: TestClient) -> None:
    before = typed(desk.get(ADDRESS).text)
    ways = ({"data": {"text": before}}, {"files": {"text": (None, before.replace("\n", "\r\n"))}})
    found = [desk.post("/river/edit/check.json?file=README.md", **sent).json() for sent in ways]
    assert found[0] == found[1]

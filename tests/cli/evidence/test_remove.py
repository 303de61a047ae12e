"""`placet evidence remove`: what goes is told before and after, what people decided is not lost unsaid."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placet.store import StoreTrouble, open_store
from placet.store.removals import Removals
from tests.cli.conftest import Run
from tests.cli.evidence.conftest import words
from tests.evidence.review.desks import TEXT

pytestmark = pytest.mark.usefixtures("article")


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Write the file that the article was read from."""
    path = tmp_path / "ferry.txt"
    path.write_text(TEXT)
    return str(path)


@pytest.mark.parametrize("width", [60, 120])
def test_what_goes_is_told_and_that_the_record_of_it_stays(run: Run, article: str, width: int) -> None:
    result = run("evidence", "remove", "ferry.txt", "--why", "the wrong page", width=width)
    assert (result.exit_code, result.stderr) == (0, "")
    for part in (
        "1 document removed",
        article[:8],
        "Ferry talks to resume in May",
        "3 statements",
        "its hash and title",
    ):
        assert part in words(result.stdout)
    assert max(map(len, result.stdout.splitlines())) <= width
    assert "No document is stored yet" in run("evidence", "list").stdout


@pytest.mark.parametrize("width", [60, 120])
def test_what_people_decided_and_linked_is_refused_until_it_is_forced(run: Run, article: str, width: int) -> None:
    run("evidence", "accept", "aa11")
    run("evidence", "reject", "aa11", "--by", "ben")
    run("evidence", "link", "aa11", "d1", "--rulebook", "korea")
    refused = run("evidence", "remove", article[:6], width=width)
    assert refused.exit_code == 2
    assert "people have decided on what would go" in refused.stderr
    assert "`--force`" in refused.stderr
    for part in ("This would go", "3 decisions: 2 by ann, the last on", "1 by ben", "1 link to korea"):
        assert part in words(refused.stdout)
    assert max(map(len, refused.stdout.splitlines())) <= width
    assert "3 statements" in run("evidence", "statements").stdout
    forced = run("evidence", "remove", article[:6], "--force")
    assert forced.exit_code == 0
    assert "3 decisions: 2 by ann" in words(forced.stdout)
    assert "Nothing has been decided" in run("evidence", "decisions").stdout


def test_the_json_says_the_same_whether_it_was_removed_or_not(run: Run, article: str) -> None:
    run("evidence", "accept", "aa11")
    refused = run("evidence", "remove", "ferry.txt", "--json", "--why", "a  slip")
    value = json.loads(refused.stdout)
    assert (refused.exit_code, value["removed"]) == (2, False)
    assert "people have decided" in value["trouble"]
    (document,) = value["documents"]
    assert document["decisions"][0]["last"][:2] == "20"
    assert [(one["by"], one["count"]) for one in document["decisions"]] == [("ann", 1)]
    forced = run("evidence", "remove", "ferry.txt", "--json", "--why", "a  slip", "--force")
    after = json.loads(forced.stdout)
    assert (forced.exit_code, after["removed"], after["trouble"], after["why"]) == (0, True, None, "a slip")
    assert after["documents"] == value["documents"]
    assert (after["documents"][0]["document"], after["by"]) == (article, "ann")


def test_the_same_file_added_again_is_taken_and_told_who_removed_it_and_why(run: Run, article: str, file: str) -> None:
    run("evidence", "accept", "aa11")
    run("evidence", "remove", "ferry.txt", "--force", "--why", "the wrong page", "--by", "Ada")
    told = run("evidence", "text", article[:8])
    assert told.exit_code == 2
    assert "was removed on" in told.stderr
    assert "by Ada: the wrong page" in told.stderr
    added = run("evidence", "add", file)
    assert added.exit_code == 0
    assert "1 document added" in added.stdout
    assert "by Ada (the wrong page), and 1 decision with it" in words(added.stdout)
    assert run("evidence", "text", article[:8]).exit_code == 0
    run("evidence", "remove", article[:8])
    other = Path(file).with_name("other.txt")
    other.write_text("Another\n\nThe harbour office said on Monday that it runs again.\n")
    several = run("evidence", "add", file, str(other), width=140)
    assert words(several.stdout).count("removed before, on") == 1
    removed = json.loads(run("evidence", "add", file, "--json").stdout)["files"][0]["removed_before"]
    assert removed is None  # it is there already
    run("evidence", "remove", article[:8], "--why", "again")
    assert json.loads(run("evidence", "add", file, "--json").stdout)["files"][0]["removed_before"]["why"] == "again"


def test_a_rulebooks_statement_says_again_how_its_passage_is_recognised(run: Run, article: str, tmp_path: Path) -> None:
    folder = tmp_path / "straits"
    folder.mkdir()
    (folder / "README.md").write_text('# Straits\n\n```placet\nparty JPN "Japan"\n```\n')
    run("evidence", "accept", "aa11")
    run("evidence", "word", "aa11", "Nobody sails without leave.")
    run("evidence", "export", str(folder), "--to", str(folder / "new.md"))
    (found,) = json.loads(run("evidence", "show", str(folder), "--json").stdout)["statements"]
    assert (found["document"], found["certain"]) == (article, True)
    run("evidence", "remove", "ferry.txt", "--force")
    (found,) = json.loads(run("evidence", "show", str(folder), "--json").stdout)["statements"]
    assert (found["document"], found["words"]) == (None, None)
    shown = words(run("evidence", "show", str(folder), found["statement"]).stdout)
    assert "the article is not stored" in shown
    assert found["passage"] in shown


@pytest.mark.parametrize("width", [60, 120])
def test_what_was_removed_is_listed_with_who_when_and_why(run: Run, article: str, width: int) -> None:
    assert "No document has been removed" in run("evidence", "list", "--removed").stdout
    run("evidence", "accept", "aa11")
    run("evidence", "remove", "ferry.txt", "--force", "--why", "the wrong page", "--by", "Ada")
    shown = run("evidence", "list", "--removed", width=width).stdout
    for part in (article[:8], "Ada", "Ferry talks to resume in May", "the wrong page", "1 decision went with it"):
        assert part in words(shown)
    assert max(map(len, shown.splitlines())) <= width
    (one,) = json.loads(run("evidence", "list", "--removed", "--json").stdout)["removed"]
    assert (one["document"], one["by"], one["why"], one["decisions"]) == (article, "Ada", "the wrong page", 1)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("ferry.txt", "nothing.txt"), "there is no document `nothing.txt`"),
        (("zzzz",), "there is no document `zzzz`"),
        ((), "is missing"),
    ],
)
def test_what_is_not_there_is_told_and_nothing_is_removed(run: Run, typed: tuple[str, ...], told: str) -> None:
    result = run("evidence", "remove", *typed)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "3 statements" in run("evidence", "statements").stdout


def test_a_document_that_is_named_twice_is_removed_once(run: Run, article: str) -> None:
    assert "1 document removed" in run("evidence", "remove", "ferry.txt", article[:8]).stdout
    assert "no article is stored" in run("evidence", "remove", "ferry.txt").stderr


def test_a_last_step_that_fails_is_told_and_ends_with_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Removals) -> None:
        raise StoreTrouble("the folder `bytes` cannot be written", "Give yourself the right to write there.")

    monkeypatch.setattr(Removals, "finish", refuse)
    result = run("evidence", "remove", "ferry.txt")
    assert result.exit_code == 1
    assert "1 document removed" in result.stdout
    assert "the folder `bytes` cannot be written" in result.stderr
    with open_store() as store:
        assert store.documents.list() == ()

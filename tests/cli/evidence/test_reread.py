"""`placet evidence reread`: told before it is done, asked for, done as a whole; the list says what waits for it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from placet.evidence.readers import PLAIN_READER
from tests.cli.conftest import Run
from tests.cli.evidence.conftest import words

TEXT = (
    "Ferry talks to resume in May\n\nPosted April 3, 2014\n\n"
    "Japanese Transport Minister Kenji Oda said on Tuesday that the ferry would sail only\n"
    "with Seoul's consent. He added that tolls would stay as they are.\n"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """Store an article as an older reader read it, which took the ends of lines for the ends of paragraphs."""
    monkeypatch.setenv("PLACET_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PLACET_REVIEWER", "ann")
    (tmp_path / "ferry.txt").write_text(TEXT)
    assert run("evidence", "add", str(tmp_path / "ferry.txt")).exit_code == 0
    assert len(statements(run)) == 2
    change(tmp_path, "UPDATE documents SET extractor = 'placet plain 1'")
    return tmp_path


def change(home: Path, *commands: str) -> None:
    with sqlite3.connect(home / "data" / "placet.sqlite") as connection:
        for command in commands:
            connection.execute(command)
    connection.close()


def statements(run: Run) -> list[dict[str, object]]:
    value = json.loads(run("evidence", "statements", "--json").stdout)
    found: list[dict[str, object]] = value["documents"][0]["statements"]
    return found


def test_the_list_marks_what_an_older_reader_has_read_and_says_what_mends_it(run: Run, home: Path) -> None:
    for width in (60, 140):
        shown = run("evidence", "list", width=width).stdout
        assert "read by an older reader (placet plain 1)" in words(shown)
        assert "1 document read by an older reader: `placet evidence reread` reads it anew." in words(shown)
        assert max(map(len, shown.splitlines())) <= width
    assert json.loads(run("evidence", "list", "--json").stdout)["documents"][0]["read_by_older"] is True


def test_it_is_told_first_and_without_an_answer_nothing_is_written(run: Run, home: Path) -> None:
    for width in (60, 140):
        told = run("evidence", "reread", width=width)
        assert told.exit_code == 2
        assert "1 document to be read anew" in words(told.stdout)
        assert "the text stays as it is, and with it every decision" in words(told.stdout)
        assert "nothing was written" in told.stderr
        assert max(map(len, told.stdout.splitlines())) <= width
    assert "older reader" in run("evidence", "list").stdout


def test_decisions_stay_and_nothing_is_left_to_read_anew(run: Run, home: Path) -> None:
    first = str(statements(run)[0]["statement"])
    run("evidence", "accept", first)
    done = run("evidence", "reread", "--yes")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "1 document read anew" in done.stdout
    assert [one["status"] for one in statements(run)] == ["accepted", "open"]
    assert "older reader" not in run("evidence", "list").stdout
    assert f"{PLAIN_READER}, plain text" in words(run("evidence", "text", "ferry.txt").stdout)
    again = run("evidence", "reread")
    assert (again.exit_code, again.stdout) == (0, "every stored document was read by the newest reader\n")
    assert json.loads(run("evidence", "reread", "--json").stdout)["documents"] == []


def test_the_json_says_what_would_become_of_it_and_what_did(run: Run, home: Path) -> None:
    would = run("evidence", "reread", "ferry.txt", "--json")
    assert (would.exit_code, json.loads(would.stdout)["written"]) == (0, False)
    did = run("evidence", "reread", "ferry.txt", "--json", "--yes")
    value = json.loads(did.stdout)
    assert (did.exit_code, value["written"]) == (0, True)
    assert value["documents"] == json.loads(would.stdout)["documents"]
    (document,) = value["documents"]
    assert (document["state"], document["reader"], document["newest_reader"]) == (
        "same text",
        "placet plain 1",
        PLAIN_READER,
    )
    assert document["statements"] == {"before": 2, "after": 2}


def test_a_document_whose_decisions_would_lose_their_words_is_left_with_who_decided(run: Run, home: Path) -> None:
    first = str(statements(run)[0]["statement"])
    run("evidence", "accept", first)
    # As if the older reader had taken the letters for others.
    change(home, "UPDATE documents SET text = replace(text, 'only', 'onIy')")
    for width in (60, 140):
        left = run("evidence", "reread", "--yes", width=width)
        assert left.exit_code == 1
        shown = words(left.stdout)
        assert "1 document left as it is" in shown
        assert first in shown
        assert "1 decision by ann" in shown
        assert "do not stand in the newer text as they did" in shown
        assert max(map(len, left.stdout.splitlines())) <= width
    (lost,) = json.loads(run("evidence", "reread", "--json").stdout)["documents"][0]["lost"]
    assert (lost["statement"], [one["by"] for one in lost["decisions"]]) == (first, ["ann"])
    forced = run("evidence", "reread", "--yes", "--force")
    assert forced.exit_code == 0
    assert [one["status"] for one in statements(run)] == ["open", "open"]
    assert "accepts" in run("evidence", "decisions").stdout


def test_a_document_that_is_not_there_is_told(run: Run, home: Path) -> None:
    result = run("evidence", "reread", "nowhere.txt")
    assert result.exit_code == 2
    assert "there is no document `nowhere.txt`" in result.stderr

"""`placet evidence add`, `list`, `text` and `describe`: what is stored, what is shown, what is refused."""

from __future__ import annotations

import datetime as dt
import importlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

pytest.importorskip("trafilatura", reason="the extra `evidence` is not installed")

from placet.cli.main import main
from placet.cli.session import Settings

TEXT = (
    "Island ferry to stop for good\n\nPosted March. 04, 2013 07:15,\n\n"
    "The harbour office said on Monday that the ferry will stop running at the end of the month.\n\n"
    "By Ada Brook, Harbour correspondent\n\nRelated stories\n"
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the store in the test's own folder, and work in another."""
    monkeypatch.setenv("PLACET_DATA", str(tmp_path / "store"))
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    Path("ferry.txt").write_text(TEXT, "utf-8")
    Path("undated.txt").write_text(TEXT.replace("Posted March. 04, 2013 07:15,\n\n", ""), "utf-8")
    return tmp_path / "store"


def run(*args: str, stdin: str = "", width: int = 80, today: str = "2014-06-01") -> Result:
    result = CliRunner(env={"COLUMNS": str(width)}).invoke(
        main, ["evidence", *args], input=stdin, obj=Settings(dt.date.fromisoformat(today))
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_file_is_added_once_and_shown_with_its_day_and_what_says_so() -> None:
    first = run("add", "ferry.txt").stdout
    assert "1 document added" in first
    assert "2013-03-04T07:15  (visible line, stated)" in first
    assert "1 was there already" in run("add", "ferry.txt").stdout
    assert "1 document\n" in run("list").stdout


def test_a_file_that_cannot_be_read_ends_with_one_and_the_others_are_kept() -> None:
    Path("broken.pdf").write_bytes(b"%PDF-1.7\nnothing of it")
    result = run("add", ".", "missing.txt", "--json")
    assert result.exit_code == 1
    files = {one["name"]: one for one in json.loads(result.stdout)["files"]}
    assert {name: one["state"] for name, one in files.items()} == {
        "broken.pdf": "refused",
        "ferry.txt": "added",
        "undated.txt": "added",
        "missing.txt": "refused",
    }
    assert files["missing.txt"]["message"] == "there is no such file"


def test_what_becomes_of_files_does_not_depend_on_how_many_are_stored_together(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.pdf").write_bytes(b"%PDF-1.7\nnothing of it")
    Path("b.txt").write_text(TEXT, "utf-8")
    Path("z.pdf").write_bytes(b"%PDF-1.7\nnothing of it")
    told = []
    for number in (1, 3):
        monkeypatch.setenv("PLACET_DATA", str(home / str(number)))
        monkeypatch.setattr(importlib.import_module("placet.cli.evidence.add"), "TOGETHER", number)
        told.append(json.loads(run("add", ".", "--json").stdout)["files"])
    assert [one["state"] for one in told[0]] == ["refused", "added", "there already", "added", "refused"]
    assert told.count(told[0]) == len(told)


def test_what_is_piped_in_is_kept() -> None:
    assert "Island ferry to stop for good" in run("add", "-", stdin=TEXT).stdout


def test_a_day_that_is_given_is_kept_beside_what_the_page_says() -> None:
    run("add", "ferry.txt", "--posted", "2013-03-01", "--by", "Ada")
    document = json.loads(run("text", "ferry.txt", "--json").stdout)
    assert document["metadata"]["posted"]["value"] == "2013-03-01"
    assert document["metadata"]["posted"]["note"] == "visible line: 2013-03-04T07:15"
    assert [one["by"] for one in document["history"] if one["field"] == "posted"] == ["Ada"]


def test_a_document_is_described_later_and_what_was_before_stays() -> None:
    run("add", "undated.txt")
    assert "not known" in run("list").stdout
    shown = run("describe", "undated.txt", "--posted", "2013-03-04", "--why", "on the clipping", "--by", "Ada").stdout
    assert "2013-03-04" in shown
    assert "given by Ada" in shown
    assert "before: not known" in " ".join(shown.split())


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_the_text_shows_numbers_and_kinds_and_fits_the_terminal(width: int) -> None:
    run("add", "ferry.txt")
    for shown in (run("text", "ferry.txt", width=width).stdout, run("list", width=width).stdout):
        assert max(map(len, shown.splitlines())) <= max(width, 76)  # a hash is not broken
    shown = run("text", "ferry.txt", "--paragraph", "3", width=width).stdout
    assert "¶3" in shown
    assert "¶1" not in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "ferry.txt", "--posted", "yesterday"), "`yesterday` is no day"),
        (("add", "ferry.txt", "--posted", "2014-06-02"), "`2014-06-02` has not come yet"),
        (("describe", "ferry.txt", "--modified", "2014-06-02T00:10"), "--modified: `2014-06-02T00:10` has not come"),
        (("describe", "ferry.txt", "--posted", "2014-06-04T00:10+09:00"), "Today is 2014-06-01."),
        (("add", "ferry.txt", "--language", "English"), "no code of a language"),
        (("add", "ferry.txt", "undated.txt", "--title", "One"), "a title belongs to one article"),
        (("text", "abcd1234"), "no article is stored"),
        (("describe", "ferry.txt"), "nothing is said"),
        (("add",), "is missing"),
    ],
)
def test_what_cannot_be_taken_is_told(arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_what_is_given_later_counts_for_the_statements_that_were_proposed_before() -> None:
    said = "The ferry line is in trouble\n\nThe Norwegian foreign ministry said on Monday that the ferry would stop.\n"
    Path("later.txt").write_text(said, "utf-8")
    run("add", "later.txt")

    def days() -> list[str | None]:
        shown = json.loads(run("statements", "later.txt", "--json").stdout)
        return [one["said"]["value"] for one in shown["documents"][0]["statements"]]

    assert days() == [None]
    told = run("describe", "later.txt", "--posted", "2013-03-06", "--by", "Ada")
    assert "the statements proposed in it are worked out anew" in told.stderr
    assert days() == ["2013-03-04"]
    run("add", "later.txt", "--posted", "2013-03-13", "--by", "Ada")
    assert days() == ["2013-03-11"]
    again = run("describe", "later.txt", "--posted", "2013-03-13", "--by", "Ada")
    assert "worked out anew" not in again.stderr


def test_a_day_is_taken_back_to_unknown_and_what_hung_on_it_is_proposed_anew() -> None:
    said = "The ferry line is in trouble\n\nThe Norwegian foreign ministry said on Monday that the ferry would stop.\n"
    Path("later.txt").write_text(said, "utf-8")
    run("add", "later.txt", "--posted", "2013-03-06", "--by", "Ada")

    def day() -> str | None:
        shown = json.loads(run("statements", "later.txt", "--json").stdout)
        found: str | None = shown["documents"][0]["statements"][0]["said"]["value"]
        return found

    assert day() == "2013-03-04"
    told = run("describe", "later.txt", "--posted", "Unknown", "--why", "a stamp of the print", "--by", "Bo")
    assert "worked out anew" in told.stderr
    assert "not known" in told.stdout
    assert day() is None
    known = json.loads(run("text", "later.txt", "--json").stdout)
    posted = known["metadata"]["posted"]
    assert (posted["value"], posted["ground"], posted["grade"]) == (None, "given", "unknown")
    assert [(one["by"], one["value"]) for one in known["history"] if one["field"] == "posted"] == [
        ("Ada", "2013-03-06"),
        ("Bo", None),
    ]
    run("add", "ferry.txt", "--posted", "unknown", "--by", "Ada")
    stamped = json.loads(run("text", "ferry.txt", "--json").stdout)["metadata"]["posted"]
    assert (stamped["value"], stamped["note"]) == (None, "visible line: 2013-03-04T07:15")


def test_a_day_that_has_begun_elsewhere_is_taken_with_its_zone() -> None:
    given = run("add", "ferry.txt", "--posted", "2014-06-01T23:59", "--by", "Ada")
    assert given.exit_code == 0
    now = dt.datetime.now(dt.timezone(dt.timedelta(hours=14))).replace(second=0, microsecond=0).isoformat()
    here = dt.datetime.now(dt.UTC).astimezone().date().isoformat()
    assert run("describe", "ferry.txt", "--posted", now, "--by", "Ada", today=here).exit_code == 0


def test_what_was_accepted_waits_again_with_the_day_that_is_proposed_now() -> None:
    said = "The ferry line is in trouble\n\nThe Norwegian foreign ministry said on Monday that the ferry would stop.\n"
    Path("later.txt").write_text(said, "utf-8")
    run("add", "later.txt")
    run("statements")
    assert "0 decided" in run("review", "--by", "Ada", stdin="q\n").stdout
    run("review", "--by", "Ada", stdin="a\nq\n")
    assert "nothing waits" in run("review", "--by", "Ada", stdin="q\n").stdout.casefold()
    run("describe", "later.txt", "--posted", "2013-03-06", "--by", "Ada")
    card = " ".join(run("review", "--by", "Ada", stdin="a\nq\n").stdout.split())
    assert "when a Monday before the article" in card
    assert "it is proposed with other values now; accepting takes them now when 2013-03-04" in card
    shown = json.loads(run("statements", "later.txt", "--json").stdout)["documents"][0]["statements"]
    assert [(one["said"]["value"], one["status"]) for one in shown] == [("2013-03-04", "accepted")]


def test_a_document_is_named_by_the_beginning_of_its_files_name_as_the_list_shows_it() -> None:
    Path("ferry-two.txt").write_text(TEXT + "\nMore of it.\n", "utf-8")
    run("add", "ferry.txt", "ferry-two.txt", "undated.txt")
    assert "undated.txt" in run("list", width=120).stdout
    assert "Island ferry" in run("text", "Und").stdout
    assert "Island ferry" in run("text", "ferry.txt").stdout
    several = run("text", "ferry")
    assert (several.exit_code, "several documents' files begin with `ferry`" in several.stderr) == (2, True)
    none = run("text", "lighthouse")
    assert (none.exit_code, "there is no document `lighthouse`" in none.stderr) == (2, True)


def test_a_paragraph_that_is_not_there_is_told() -> None:
    run("add", "ferry.txt")
    assert "there is no paragraph 9" in run("text", "ferry.txt", "--paragraph", "9").stderr

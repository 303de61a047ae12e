"""`placet evidence suggest`, and what the review shows of it: seen, reasoned, and never in force by itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from placet.evidence.suggest import minilm
from placet.parts import install_command
from tests.cli.conftest import Run
from tests.evidence.suggest.books import straits

pytestmark = pytest.mark.usefixtures("article")


@pytest.fixture
def book(tmp_path: Path) -> str:
    """Write a rulebook beside the store."""
    straits(tmp_path / "straits")
    return str(tmp_path / "straits")


class Letters:
    """A model of our own in the place of the one that is asked for."""

    label = "letters 1"

    def nearness(self, text: str, others: Sequence[str]) -> list[float]:
        return [len(set(text) & set(other)) / max(len(set(text) | set(other)), 1) for other in others]


def test_a_point_is_suggested_with_the_words_that_speak_for_it_and_nothing_is_linked(run: Run, book: str) -> None:
    for width in (60, 140):
        shown = run("evidence", "suggest", "aa11", "--rulebook", book, width=width).stdout
        assert "perhaps about" in shown
        assert "leave" in shown
        assert "“consent”" in shown
        assert max(len(line) for line in shown.splitlines()) <= width
    assert (
        json.loads(run("evidence", "suggest", "aa11", "--rulebook", book, "--json").stdout)["statements"][0]["about"][
            0
        ]["name"]
        == "leave"
    )
    listed = json.loads(run("evidence", "statements", "--json").stdout)["documents"][0]["statements"]
    assert [one["about"] for one in listed] == [[], [], []]


def test_the_review_shows_what_a_statement_is_perhaps_about_until_it_is_linked(run: Run, book: str) -> None:
    shown = run("evidence", "review", "--rulebook", book, stdin="q\n").stdout
    assert "perhaps about" in shown
    assert "perhaps about" not in run("evidence", "review", stdin="q\n").stdout
    after = run("evidence", "review", "--rulebook", book, stdin="l 1\nq\n").stdout
    assert "about leave of straits" in " ".join(after.split())
    assert after.count("perhaps about") == 1  # before the link, and not behind it


def test_without_the_model_every_byte_is_as_if_there_were_none(
    run: Run, book: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = [
        ("evidence", "suggest", "--all", "--rulebook", book),
        ("evidence", "suggest", "--all", "--rulebook", book, "--json"),
        ("evidence", "statements", "--json"),
    ]
    before = [run(*call).stdout_bytes for call in calls]
    monkeypatch.setattr(minilm, "MiniLM", Letters)
    with_model = json.loads(run(*calls[1], "--model", "minilm").stdout)
    assert [run(*call).stdout_bytes for call in calls] == before
    assert "suggested by letters 1" in run(*calls[0], "--model", "minilm", width=200).stdout
    added = 0
    for one in with_model["statements"]:
        added += len(one["about"])
        one["about"] = [each for each in one["about"] if each["maker"] == "shared words"]
        added -= len(one["about"])
    assert with_model == json.loads(before[1])
    assert added > 0


def test_without_its_packages_the_model_is_told_of_in_one_line(
    run: Run, book: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(minilm, "find_spec", lambda _: None)
    result = run("evidence", "suggest", "aa11", "--rulebook", book, "--model", "minilm")
    assert result.exit_code == 2
    assert f"`{install_command('suggest')}`" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ((), "which statements are meant"),
        (("aa11", "--all"), "which statements are meant"),
        (("zz",), "no statement's id begins with `zz`"),
        (("aa11", "--model", "none"), "`none` is not"),
    ],
)
def test_what_cannot_be_asked_for_is_told(run: Run, book: str, typed: tuple[str, ...], told: str) -> None:
    result = run("evidence", "suggest", *typed, "--rulebook", book)
    assert result.exit_code == 2
    assert told in result.stderr

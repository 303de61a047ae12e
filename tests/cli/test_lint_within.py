"""`placet lint --deep` of some days and situations: what is told, what is left out, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from placet.cli.completion import complete_rulebook_or_fact
from placet.cli.texts import lint_command
from tests.cli.conftest import Run

HARBOUR = """# Harbour

```placet
party EAST "East"
party WEST "West"
field act : berth, dredge "What do they do?"
field armed : yes or no "Armed?"
field hours : number "How long?"
source gazette "Gazette"
instrument pact "Pact"
  between EAST, WEST
  in force from 2000-01-01
  cites gazette
rule general "Ships ask first"
  under pact
  when armed
  needs consent of WEST
rule dredging "Dredgers go ahead"
  under pact
  when act = dredge
  overrides general
  allows
rule berthing "Berths are asked for"
  under pact
  when act = berth and hours > 24
  unless armed
  bars
rule late "Later"
  under pact
  since 2010-01-01
  when armed
  bars
```
"""


@pytest.fixture
def harbour(tmp_path: Path) -> str:
    folder = tmp_path / "harbour"
    folder.mkdir()
    (folder / "README.md").write_text(HARBOUR, "utf-8")
    return str(folder)


def test_a_heading_says_what_is_meant_and_a_line_what_is_left_out(run: Run, harbour: str) -> None:
    told = run("lint", harbour, "--deep", "act=dredge", "--on", "2005-01-01", width=120)
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert lines[0] == "What has no effect in harbour on 2005-01-01 where act is dredge"
    assert lines[2] == (
        "warning[L0801]: the rule `general` cannot stand then: wherever it applies, `dredging` overrides it"
    )
    left_out = "1 rule is about other facts and 1 rule is about other days; they are left out, and named with --json."
    assert left_out in lines
    assert lines[-1] == "1 warning in 1 file"
    assert "berthing" not in told.stdout
    assert "late" not in told.stdout


def test_all_that_is_given_is_named_above(run: Run, harbour: str) -> None:
    words = ("act=berth", "armed=no", "hours=30", "--on", "2012-01-01", "--known", "2011-01-01")
    told = " ".join(run("lint", harbour, "--deep", *words, width=140).stdout.split())
    assert told.startswith(
        "What has no effect in harbour on 2012-01-01, by what was public on 2011-01-01, "
        "where act is berth, armed is no and hours is 30 "
    )
    assert "3 rules and 1 exception are about other facts; they are left out" in told
    assert "Nothing else was found that has no effect there." in told


def test_json_names_what_is_left_out_and_what_was_meant(run: Run, harbour: str) -> None:
    told = json.loads(run("lint", harbour, "--deep", "act=dredge", "--on", "2005-01-01", "--json").stdout)
    assert told["within"] == {"on": "2005-01-01", "known": None, "given": {"act": "dredge"}}
    assert [one["code"] for one in told["diagnostics"]] == ["L0801"]
    assert [(one["what"], one["of"], one["about"]) for one in told["left_out"]] == [
        ("rule", "berthing", "other facts"),
        ("rule", "late", "other days"),
    ]
    assert all(one["place"]["start"]["line"] > 1 for one in told["left_out"])
    assert told["summary"] == {"errors": 0, "warnings": 1, "notes": 0, "files": 1}


@pytest.mark.parametrize("form", ["sarif", "github"])
def test_a_message_that_is_shown_by_itself_says_which_days_and_situations_it_is_about(
    run: Run, harbour: str, form: str
) -> None:
    told = run("lint", harbour, "--deep", "act=dredge", "--format", form).stdout
    assert "on every day where act is dredge: the rule `general` cannot stand then" in told


def test_without_days_and_facts_nothing_is_left_out(run: Run, harbour: str) -> None:
    told = run("lint", harbour, "--deep").stdout
    assert told == "no errors or warnings in 1 file\n"
    assert set(json.loads(run("lint", harbour, "--deep", "--json").stdout)) == {"format", "diagnostics", "summary"}


@pytest.mark.parametrize("words", [("act=dredge",), ("--on", "2005-01-01"), ("--known", "2005-01-01")])
def test_days_and_facts_are_refused_without_deep(run: Run, harbour: str, words: tuple[str, ...]) -> None:
    told = run("lint", harbour, *words)
    assert told.exit_code == 2
    assert "without --deep" in told.stderr
    assert told.stdout == ""


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["korea", "act=enter"], "one rulebook at a time"),
        (["act=moor"], "there is no value `moor` for `act`"),
        (["harbor=x"], "harbor"),
        (["act=berth", "act=dredge"], "`act` is given twice"),
        (["--on", "soon"], "--on"),
    ],
)
def test_what_cannot_be_asked_is_told(run: Run, harbour: str, words: list[str], message: str) -> None:
    told = run("lint", harbour, "--deep", *words)
    assert told.exit_code == 2
    assert message in told.stderr


def test_a_fact_alone_is_no_rulebook(run: Run) -> None:
    told = run("lint", "--deep", "act=enter")
    assert told.exit_code == 2
    assert "no rulebook is named" in told.stderr


def test_a_folder_may_have_a_sign_of_equality_in_its_name(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "act=dredge"
    folder.mkdir()
    (folder / "README.md").write_text(HARBOUR, "utf-8")
    told = run("lint", str(folder), "--deep", "act=dredge")
    assert told.exit_code == 0
    assert "general" in told.stdout


def test_the_errors_of_a_rulebook_come_first(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("```placet\nparty\n```\n", "utf-8")
    told = run("lint", str(tmp_path), "--deep", "--on", "2005-01-01")
    assert told.exit_code == 1
    assert "error[" in told.stdout


def test_a_shell_completes_the_rulebook_and_then_its_facts(harbour: str) -> None:
    parameter = next(one for one in lint_command.params if one.name == "paths")
    context = click.Context(lint_command)
    context.params["paths"] = ()
    assert [one.value for one in complete_rulebook_or_fact(context, parameter, "kor")] == ["korea"]
    context.params["paths"] = (harbour,)
    assert [one.value for one in complete_rulebook_or_fact(context, parameter, "a")] == ["act=", "armed="]
    assert [one.value for one in complete_rulebook_or_fact(context, parameter, "act=d")] == ["act=dredge"]

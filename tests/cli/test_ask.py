"""`placet ask`: what was typed, what is answered, and what is said where it cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.conftest import Run

FILL = ("actor=NOR", "act=fill", "at=gorge", "season=wet")


def words(result: Result) -> str:
    return " ".join(result.stdout.split())


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_an_answer_has_question_verdict_readers_and_sources_at_every_width(run: Run, river: str, width: int) -> None:
    result = run("ask", river, *FILL, width=width)
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= width
    said = words(result)
    for part in (
        "Who acts? NOR (Northland)",
        "CONTESTED on whether SUD (Southland) must be asked at all",
        "silent: EST",
    ):
        assert part in said
    for part in ("NOR.water", "nothing required, grade relayed", "herald", "Sources"):
        assert part in said


def test_the_day_is_today_and_everything_is_known_unless_it_is_said_otherwise(run: Run, river: str) -> None:
    assert "on 2014-06-01, known: everything in the rulebook" in words(run("ask", river, *FILL))
    said = words(run("ask", river, *FILL, "--on", "2014-07-01", "--known", "2014-03-01"))
    assert "on 2014-07-01, known: what was public on 2014-03-01" in said
    assert "AGREED" in said


def test_a_saved_question_is_asked_by_its_name_and_its_facts_can_be_replaced(run: Run, river: str) -> None:
    assert run("ask", river, "filling").stdout == run("ask", river, "--question", "filling").stdout
    assert "CONTESTED" in run("ask", river, "filling").stdout
    assert "AGREED" in run("ask", river, "filling", "season=dry").stdout


def test_a_question_about_an_uncertain_day_says_for_which_day_it_is_asked(run: Run, river: str) -> None:
    said = words(run("ask", river, "dredging-coast"))
    assert "it is asked here for 2020-12-28" in said
    assert "the day of pact-2020" in said


def test_a_missing_field_is_unknown_and_the_answer_says_what_still_matters(run: Run, river: str) -> None:
    result = run("ask", river, "act=fill", "at=gorge")
    assert result.exit_code == 0
    assert "facts: season (In which season?)" in words(result)
    assert "for NOR.water: season" in words(result)


def test_a_fact_can_be_made_unknown_again(run: Run, river: str) -> None:
    assert "for NOR.water: season" in words(run("ask", river, "filling", "season=?"))


def test_only_the_reader_asked_for_is_shown(run: Run, river: str) -> None:
    said = words(run("ask", river, "filling", "--reader", "SUD"))
    assert "env-2014" in said
    assert "water-2014" not in said


def test_an_office_without_a_reading_of_its_own_answers_as_its_party_and_that_is_said(run: Run, river: str) -> None:
    result = run("ask", river, "filling", "--reader", "NOR.fa")
    assert "NOR Northland" in words(result)
    assert "NOR.fa has no reading of its own" in result.stderr


def test_why_shows_conditions_statements_and_what_removed_a_requirement(run: Run, river: str) -> None:
    said = words(run("ask", river, "filling", "--why", width=200))
    for part in (
        "when ✓ all of",
        "unless ✓ season = wet",
        "not required: an exception that NOR.water reads into it",
        "relayed through the embassy, then an unnamed engineer",
        "binding, signed 1990-01-10, in force from 1990-05-01",
    ):
        assert part in said


def test_json_has_the_documented_keys(run: Run, river: str) -> None:
    value = json.loads(run("ask", river, "filling", "--json").stdout)
    assert list(value) == ["placet", "rulebook", "question", "on", "known", "readers", "verdict", "missing"]
    assert value["question"]["name"] == "filling"
    assert value["on"] == "2014-06-01"
    assert value["known"] is None
    assert value["verdict"]["kind"] == "contested"
    assert value["readers"]["NOR.water"]["answer"] == "clear"
    assert value["readers"]["SUD"]["requirements"][0]["deadline"] == "30 days before"


def test_a_set_and_a_number_are_taken_as_they_are_typed(run: Run, river: str) -> None:
    value = json.loads(run("ask", river, "act=release", "affected=SUD,EST", "volume=5_000", "--json").stdout)
    assert value["question"]["given"] == {"act": "release", "volume": 5000, "affected": ["EST", "SUD"]}
    assert {need["of"] for need in value["readers"]["NOR"]["requirements"]} == {"SUD", "EST"}


@pytest.mark.parametrize(
    ("args", "message", "help"),
    [
        (("actr=NOR",), "there is no field `actr`", "Did you mean `actor`?"),
        (("act=fil",), "there is no value `fil` for `act`", "Did you mean `fill`?"),
        (("actor=NRO",), "there is no party `NRO` for `actor`", "Did you mean `NOR`?"),
        (("urgent=maybe",), "neither `yes` nor `no`", ""),
        (("volume=much",), "is not a number", ""),
        (("fillin",), "neither FIELD=VALUE nor a question of river", "Did you mean `filling`?"),
        (("act",), "neither FIELD=VALUE nor a question of river", "as in `act=fill`"),
        (("act=fill", "act=dredge"), "`act` is given twice", ""),
        (("filling", "dredging-coast"), "are two questions", "one question at a time"),
        (("--reader", "SDU"), "there is no reader `SDU`", "Did you mean `SUD`?"),
        (("--reader", "ibarra"), "`ibarra` has no reading", ""),
        (("--on", "2014-02-30"), "February 2014 has 28 days", ""),
        (("--on", "2014-02"), "is a month, not a day", ""),
        (("--known", "soon"), "`soon` is not a day", "2014-11-17"),
        (("--onn", "2014-02-01"), "there is no option `--onn`", "Did you mean `--on`?"),
        (("--on",), "option `--on` requires an argument", ""),
    ],
)
def test_what_cannot_be_taken_is_told_with_the_nearest_name(
    run: Run, river: str, args: tuple[str, ...], message: str, help: str
) -> None:
    result = run("ask", river, *args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("error")
    assert message in result.stderr
    assert help in result.stderr


def test_all_mistakes_are_told_at_once(run: Run, river: str) -> None:
    assert run("ask", river, "actr=NOR", "act=fil", "zzz").stderr.count("error") == 3


def test_an_unknown_rulebook_is_told_and_not_answered(run: Run) -> None:
    result = run("ask", "koreaa", "act=fill")
    assert result.exit_code == 2
    assert "there is no rulebook `koreaa`" in result.stderr


def test_a_rulebook_with_an_error_never_answers(run: Run, tmp_path, river: str) -> None:
    broken = tmp_path / "broken.md"
    broken.write_text('```placet\nparty NOR "Northland"\nterm x means y\n```\n', "utf-8")
    result = run("ask", str(broken))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "broken.md" in result.stderr


def test_control_characters_typed_do_not_come_back(run: Run, river: str) -> None:
    assert "\x1b" not in run("ask", river, "act=\x1b[2Jfill").stderr


def test_a_terminal_that_has_only_ascii_gets_ascii(run: Run, river: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placet.cli.output.can_show", lambda text, stream: False)
    assert run("ask", river, "filling", "--why").stdout.isascii()


def test_steps_that_differ_in_the_addressee_alone_are_told_together(run: Run, tmp_path: Path) -> None:
    (tmp_path / "banks.md").write_text(
        """# Banks

```placet
party A "A"
party B "B"
party C "C"
party D "D"
field act : dam, weir
source paper "A treaty" by "All" published 1990-01-01
instrument treaty "Treaty"
  between A, B, C, D
  in force from 1990-01-01
rule all "Everybody is asked"
  under treaty
  when act = dam
  needs consent of each members(treaty) except A 30 days before silence 30 days means consent
rule two "Two are told"
  under treaty
  needs notification to B
  needs notification to C
```
"""
    )
    shown = words(run("ask", str(tmp_path / "banks.md"), "act=dam", "--on", "2000-01-01", "--reader", "A"))
    assert "needs consent of B, C and D, 30 days before — legal, grade text silence for 30 days means consent" in shown
    assert "needs notification to B and C — legal" in shown
    timeline = words(run("timeline", str(tmp_path / "banks.md"), "act=dam", "--reader", "A", width=140))
    assert "A needs consent of B, C and D, 30 days before; notification to B and C" in timeline


def test_a_rulebook_with_very_many_errors_tells_the_first_of_them_and_how_many_more(run: Run, tmp_path: Path) -> None:
    (tmp_path / "much.md").write_text("```placet\n" + "".join(f"term t{n} means x{n}\n" for n in range(25)) + "```\n")
    told = run("ask", str(tmp_path / "much.md")).stderr
    assert told.count("error[E0317]") == 20
    assert "5 errors more; `placet check` tells them" in told
    checked = run("check", str(tmp_path / "much.md"))
    assert (checked.stdout + checked.stderr).count("error[E0317]") == 25


@pytest.mark.parametrize("command", ["readings", "why"])
def test_a_rulebook_alone_is_told_from_a_name_that_is_looked_up(run: Run, river: str, command: str) -> None:
    told = run(command, river)
    assert told.exit_code == 2
    assert "is missing" in told.stderr
    assert "is a rulebook" in told.stderr
    assert "In it somebody reads `" in told.stderr
    assert run(command, "korea").stderr.startswith("error: RULE is missing" if command == "readings" else "error: NAME")


@pytest.mark.parametrize(
    ("draft", "why"), [('party JPN "Japan"', "has no such name"), ("term t means x", "has errors")]
)
def test_a_draft_in_the_folder_hides_no_name_of_a_rulebook_that_ships(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, draft: str, why: str
) -> None:
    monkeypatch.delenv("PLACET_RULEBOOK", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "draft.md").write_text(f"```placet\n{draft}\n```\n")
    found = run("why", "base-use")
    assert found.exit_code == 0
    assert found.stderr == f"note: `base-use` of korea; what stands in this folder {why}\n"
    assert run("why", "nothing-of-the-kind").exit_code == 2


def test_a_rule_that_a_reader_reads_away_is_told_beside_what_is_still_asked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "forces.md").write_text(
        """# Forces

```placet
party A "A"
  office law "Ministry of Justice"
party B "B"
field urgent : yes or no
source paper "A treaty" by "Both" published 1990-01-01
instrument treaty "Treaty"
  between A, B
  in force from 1990-01-01
rule no-trial "Nobody is tried"
  under treaty
  bars
rule always-told "The other is told"
  under treaty
  needs notification to B
statement but in paper by A.law unnamed on 1991-01-01 about no-trial says "Not where it is urgent."
reading A of no-trial
  unless urgent
  says but
```
"""
    )
    asked = run("ask", str(tmp_path / "forces.md"), "urgent=yes", "--on", "2000-01-01", "--reader", "A", width=140)
    shown = words(asked)
    assert "needs notification to B" in shown
    assert "does not apply: an exception that A reads into it but A.law (unnamed), 1991-01-01, anonymous" in shown


def test_a_reader_typed_as_a_fact_is_told_how_it_is_named(run: Run, river: str) -> None:
    for command in ("ask", "gaps", "timeline"):
        told = run(command, river, "NOR")
        assert told.exit_code == 2
        assert "`--reader NOR` shows it alone" in told.stderr

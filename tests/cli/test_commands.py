"""All commands: help with examples, and what each of the smaller ones shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from placet.cli.main import COMMANDS, main
from tests.cli.conftest import Run


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert re.search(rf"\n  Example:\n    .*placet {command}\b", result.stdout)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_every_command_says_what_it_does(command: str) -> None:
    found = main.get_command(click.Context(main), command)
    assert found is not None
    options = [param for param in found.params if isinstance(param, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_the_list_of_commands_says_of_each_what_it_is_for(run: Run) -> None:
    shown = words(run("--help").stdout)
    assert [name for name, (_, what) in COMMANDS.items() if f"{name} {what}" not in shown] == []


def test_the_version_is_shown(run: Run) -> None:
    assert re.fullmatch(r"placet \d+\.\d+\.\d+\n", run("--version").stdout)


def test_a_mistyped_command_gets_the_nearest_one(run: Run) -> None:
    result = run("instrument")
    assert result.exit_code == 2
    assert "Did you mean `instruments`?" in result.stderr


def test_a_missing_argument_is_named_with_the_usage(run: Run) -> None:
    result = run("ask")
    assert result.exit_code == 2
    assert "RULEBOOK is missing" in result.stderr


def test_questions_fields_and_points_are_listed(run: Run, river: str) -> None:
    assert "May the North fill the gorge" in words(run("questions", river).stdout)
    fields = words(run("fields", river).stdout)
    assert "volume How much water? number in m3" in fields
    assert "affected Who is affected? any of NOR, SUD, EST" in fields
    assert "2 statements" in words(run("points", river).stdout)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), ["water-2014", "env-2014"]),
        (("--by", "NOR"), ["water-2014"]),
        (("--stance", "requires"), ["env-2014"]),
        (("--about", "season-point"), ["water-2014", "env-2014"]),
        (("--known", "2014-03-01"), []),
    ],
)
def test_statements_are_picked_by_speaker_stance_point_and_what_was_public(
    run: Run, river: str, options: tuple[str, ...], found: list[str]
) -> None:
    value = json.loads(run("statements", river, *options, "--json").stdout)
    assert [one["statement"] for one in value["statements"]] == found
    assert all(one in run("statements", river, *options).stdout for one in found)


def test_a_statement_is_shown_with_chain_grade_and_paragraph(run: Run, river: str) -> None:
    shown = words(run("statements", river, "--by", "NOR").stdout)
    assert "denies: That the South must be asked in the wet season." in shown
    assert "relayed through the embassy, then an unnamed engineer" in shown
    assert "relayed herald ¶4" in shown


@pytest.mark.parametrize(
    ("on", "sure", "unsure"), [("1990-04-30", 0, 0), ("1990-05-01", 1, 0), ("2020-12-28", 1, 1), ("2020-12-29", 2, 0)]
)
def test_instruments_are_counted_on_a_day_and_the_uncertain_ones_apart(
    run: Run, river: str, on: str, sure: int, unsure: int
) -> None:
    args = ("instruments", river, "--on", on, "--party", "NOR", "--count")
    assert json.loads(run(*args, "--json").stdout)["counts"]["NOR"] == {"in_effect": sure, "uncertain": unsure}
    assert f"Northland {sure}" in words(run(*args).stdout)


def test_instruments_are_listed_with_status_and_uncertain_days_as_such(run: Run, river: str) -> None:
    shown = words(run("instruments", river, width=140).stdout)
    assert "political, signed 2020-12-28 or 2020-12-29" in shown
    on_day = json.loads(run("instruments", river, "--on", "2020-12-28", "--json").stdout)["instruments"]
    assert {one["instrument"]: one["status"] for one in on_day} == {"ald-1990": "in force", "pact-2020": "uncertain"}


def test_readings_of_a_rule_come_with_the_rule_and_their_statements(run: Run, river: str) -> None:
    shown = words(run("readings", river, "dams").stdout)
    for part in ("when damming and at within basin", "reading of NOR.water: adds an exception", "unless season = wet"):
        assert part in shown


def test_what_nobody_can_read_is_said_to_be_so(run: Run, river: str) -> None:
    result = run("readings", river, "herald")
    assert result.exit_code == 2
    assert "`herald` is a source, which nobody reads" in result.stderr


def test_why_shows_any_name_that_a_rulebook_declares(run: Run, river: str) -> None:
    from placet.language import load_rulebook
    from placet.show.entry import names_of

    book = load_rulebook(river).rulebook
    assert book is not None
    for name in names_of(book):
        result = run("why", river, name)
        assert result.exit_code == 0
        assert name in result.stdout.replace("\n", " ")


def test_why_finds_a_name_in_the_rulebooks_that_ship(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert "us-jp-1960" in run("why", "base-use").stdout
    result = run("why", "base-us")
    assert result.exit_code == 2
    assert "Did you mean `base-use`?" in result.stderr


def test_a_rulebook_need_not_be_named_where_one_stands_in_its_folder(
    run: Run, river: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(river)
    assert "7 fields" in run("fields").stdout
    monkeypatch.chdir(tmp_path)
    result = run("fields")
    assert result.exit_code == 2
    assert "which rulebook is meant?" in result.stderr
    monkeypatch.setenv("PLACET_RULEBOOK", river)
    assert "7 fields" in run("fields").stdout


def test_a_timeline_names_each_change_and_what_happened(run: Run, river: str) -> None:
    shown = words(run("timeline", river, "filling", width=120).stdout)
    assert "the beginning UNREGULATED" in shown
    assert "1990-05-01 AGREED" in shown
    assert "ald-1990 enters into force" in shown
    assert "2014-03-01 CONTESTED" in shown


def test_a_timeline_on_the_other_axis_moves_with_publications(run: Run, river: str) -> None:
    value = json.loads(run("timeline", river, "filling", "--axis", "known", "--json").stdout)
    assert value["axis"] == "known"
    assert [segment["from"] for segment in value["segments"]] == [None, "1990-05-01", "2014-03-02"]


def test_a_timeline_can_be_cut_to_a_period(run: Run, river: str) -> None:
    args = ("timeline", river, "filling", "--from", "2000-01-01", "--until", "2014-01-01", "--json")
    segments = json.loads(run(*args).stdout)["segments"]
    assert [segment["from"] for segment in segments] == ["2000-01-01"]
    assert run("timeline", river, "filling", "--from", "2015-01-01", "--until", "2014-01-01").exit_code == 2


def test_check_ends_with_0_for_a_sound_rulebook_1_for_an_error_2_for_none(run: Run, river: str, tmp_path: Path) -> None:
    assert run("check", river).exit_code == 0
    broken = tmp_path / "broken.md"
    broken.write_text("```placet\nterm x means y\n```\n", "utf-8")
    assert run("check", str(broken)).exit_code == 1
    assert run("check", str(tmp_path / "none")).exit_code == 2


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_check_prints_what_it_finds_in_the_form_asked_for(run: Run, tmp_path: Path, form: str) -> None:
    broken = tmp_path / "broken.md"
    broken.write_text("```placet\nterm x means y\n```\n", "utf-8")
    result = run("check", str(broken), "--format", form)
    assert result.exit_code == 1
    assert "broken.md" in result.stdout
    if form != "github":
        json.loads(result.stdout)


def test_lint_tells_what_is_sound_but_hardly_meant(run: Run, tmp_path: Path) -> None:
    odd = tmp_path / "odd.md"
    odd.write_text('```placet\nparty JPN "Japan"\nterm x means always\n```\n', "utf-8")
    result = run("lint", str(odd))
    assert result.exit_code == 0
    assert "`x`" in result.stdout


NEVER_STANDS = """```placet
party JPN "Japan"
field armed : yes or no "Armed?"
instrument pact "Pact"
  between JPN
  in force from 2000-01-01
rule entry "Entry"
  under pact
  when armed and not armed
  bars
```
"""


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_deep_lint_tells_what_can_never_be_beside_what_is_hardly_meant(run: Run, tmp_path: Path, form: str) -> None:
    odd = tmp_path / "odd.md"
    odd.write_text(NEVER_STANDS, "utf-8")
    shallow = run("lint", str(odd), "--format", form)
    assert "L0801" not in shallow.stdout
    deep = run("lint", str(odd), "--deep", "--format", form)
    assert deep.exit_code == 0
    assert {"L0401", "L0801"} <= set(re.findall(r"L\d{4}", deep.stdout))


@pytest.mark.parametrize("command", [("check",), ("lint",), ("lint", "--deep")])
def test_json_is_a_short_way_to_say_the_format(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    odd = tmp_path / "odd.md"
    odd.write_text(NEVER_STANDS, "utf-8")
    told = run(*command, str(odd), "--json").stdout
    assert told == run(*command, str(odd), "--format", "json").stdout
    assert json.loads(told)["format"] == 1


def test_format_changes_a_file_once_and_only_where_it_is_let(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text('```placet\nparty   JPN "Japan"\n```\n', "utf-8")
    assert run("format", str(file), "--check").exit_code == 1
    assert "+party JPN" in run("format", str(tmp_path), "--diff").stdout
    assert "party   JPN" in file.read_text("utf-8")
    assert run("format", str(tmp_path)).exit_code == 0
    assert 'party JPN "Japan"' in file.read_text("utf-8")
    assert run("format", str(file), "--check").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00party"])
def test_format_says_what_it_cannot_read(run: Run, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "a.md"
    if content is not None:
        file.write_bytes(content)
    result = run("format", str(file))
    assert result.exit_code == 2
    assert "a.md" in result.stderr


def test_explain_shows_the_page_of_a_code_and_the_nearest_of_one_that_is_not(run: Run) -> None:
    assert run("explain", "e0301").stdout.startswith("# E0301")
    assert "E0301  " in run("explain").stdout
    result = run("explain", "E301")
    assert result.exit_code == 2
    assert "there is no code `E301`" in result.stderr


def test_the_demonstration_answers_five_questions_and_says_what_to_try(run: Run) -> None:
    shown = words(run("demo").stdout)
    for number in range(5):
        assert f"signature-00{number}" in shown
    assert "What to try next" in shown
    assert "Sources" in shown


def test_the_demonstration_only_proposes_commands_that_run(run: Run) -> None:
    from placet.cli.demo import NEXT

    for command, _ in NEXT:
        assert run(*command.split()[1:]).exit_code == 0, command


@pytest.mark.parametrize(
    "args",
    [
        ("map", "korea", "act", "area", "--reader", "JPN", "--reader", "KOR"),
        ("ask", "korea", "sc1", "--on", "2014-11-17", "--on=2015-11-17"),
        ("import", "atop", "none.csv", "--out", "a", "--out", "b"),
        ("gaps", "river-notice", "--on", "2014-11-17", "--json", "--json"),
    ],
)
def test_an_option_that_takes_one_value_is_given_once(run: Run, args: tuple[str, ...]) -> None:
    result = run(*args)
    is_flag = "--json" in args
    assert ("is given twice" in result.stderr) != is_flag
    if not is_flag:
        assert result.exit_code == 2


def test_an_option_that_takes_several_values_is_given_as_often_as_wanted(run: Run) -> None:
    assert run("ask", "korea", "sc1", "--reader", "JPN", "--reader", "KOR").exit_code == 0
    assert "is given twice" not in run("ask", "korea", "--", "--on", "--on").stderr

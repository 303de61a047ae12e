"""`placet amend`: drafts as files, folders, revisions; the clause of 2013 in three wordings; when nothing changes."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from placet.language import shipped_rulebooks
from tests.cli.conftest import Run

KOREA = "2015-10-21"

CLAUSE = """
```placet
rule peninsula-clause "Draft"
  under guidelines-2015
  when  actor = JPN and {when}
  needs {needs} of KOR
reading KOR of peninsula-clause
  holds
  says {says}
```
"""
BY_NAME = CLAUSE.format(
    when="(operates or act = collective-self-defence) and area within peninsula",
    needs="request or consent",
    says="st11-right-and-consent",
)
BY_EFFECT = CLAUSE.format(when="operates and affects", needs="request or consent", says="st48-han-wide")


def words(text: str) -> str:
    return " ".join(text.split())


def found(run: Run, *args: str) -> dict[str, Any]:
    result = run("amend", *args, "--json")
    assert result.exit_code == 0, result.stderr
    value = json.loads(result.stdout)
    assert isinstance(value, dict)
    return value


def draft(folder: Path, text: str, name: str = "draft.md") -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def between(value: dict[str, Any], one: str, other: str) -> list[tuple[str, str]]:
    """Return how two parties stood and stand, wherever they stand otherwise in a matter of dispute."""
    return [
        (shift["was"], shift["now"])
        for pair in value["between"]
        if {one, other} <= {*pair["one"], *pair["other"]} and not {one, other} <= {*pair["one"]}
        for shift in pair["shifts"]
    ]


def questions(value: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {
        one["name"]: (one["before"]["verdict"]["kind"], one["after"]["verdict"]["kind"])
        for one in value["questions"]
        if one["after"] is not None
    }


# The clause that Seoul asked for


def test_the_clause_as_it_was_asked_for_settles_nothing_about_the_north(run: Run) -> None:
    value = found(run, "korea", "guidelines-clause", "strike-november")
    assert [change["readers"][0] for change in value["readers"]] == ["KOR"]
    assert between(value, "KOR", "JPN") == []
    [pair] = [each for each in value["contested"] if {"KOR", "JPN"} <= {*each["one"], *each["other"]}]
    assert pair["before"] == pair["after"] == value["total"]


def test_a_clause_that_names_the_place_settles_whether_seoul_is_asked_and_leaves_the_force(
    run: Run, tmp_path: Path
) -> None:
    value = found(run, "korea", draft(tmp_path, BY_NAME), "strike-november")
    [shift] = [
        shift
        for pair in value["between"]
        if {*pair["one"], *pair["other"]} >= {"JPN", "KOR"}
        for shift in pair["shifts"]
    ]
    assert (shift["was"], shift["now"]) == ("contested", "contested")
    assert [(over["step"]["kind"], over["force"]) for over in shift["dropped"]] == [(["request", "consent"], False)]
    assert [(over["step"]["kind"], over["force"]) for over in shift["added"]] == [(["request", "consent"], True)]
    assert {"of": "KOR", "level": "consent", "readers": None} in [
        {key: say[key] for key in ("of", "level", "readers")} for say in value["leave"]
    ]


def test_a_clause_that_speaks_of_effects_settles_the_width_of_the_trigger(run: Run, tmp_path: Path) -> None:
    value = found(run, "korea", draft(tmp_path, BY_EFFECT), "--on", KOREA)
    assert ("contested", "agreed") in between(value, "JPN", "KOR")
    assert questions(value)["sc5"] == ("contested", "agreed")
    assert "signature-000" not in questions(value)


def test_before_the_guidelines_of_2015_the_clause_changes_nothing_and_the_day_is_told(run: Run) -> None:
    result = run("amend", "korea", "guidelines-clause", "--on", "2013-10-28")
    shown = words(result.stdout)
    assert "Nothing changes on 2013-10-28. This is proved for all 32,388,777,875,865,600,000 situations" in shown
    assert "rule peninsula-clause: guidelines-2015 is in effect only from 2015-04-27 on" in shown
    assert "placet amend korea guidelines-clause --on 2015-04-27" in shown


def test_the_example_of_every_region_is_answered_otherwise_by_the_draft(run: Run) -> None:
    value = found(run, "korea", "guidelines-clause", "--on", KOREA)
    assert len(value["readers"]) == 4
    for change in value["readers"]:
        for region in change["regions"]:
            facts = [f"{field}={_typed(given)}" for field, given in region["example"]["given"].items()]
            answers = []
            for rulebook in ("korea", "guidelines-clause"):
                asked = json.loads(run("ask", rulebook, *facts, "--on", KOREA, "--json").stdout)
                answer = asked["readers"][change["readers"][0]]
                answers.append((answer["answer"], [(need["kind"], need["basis"]) for need in answer["requirements"]]))
            assert answers[0] != answers[1], region["example"]["command"]
            kinds = [
                sorted(need["kind"] for need in side["requirements"] if need["truth"] == "yes")
                for side in region["sides"]
            ]
            assert [sorted(kind for kind, _ in needs) for _, needs in answers] == kinds


def _typed(value: object) -> str:
    if isinstance(value, list):
        return ",".join(value) or "none"
    return {True: "yes", False: "no", None: "none"}.get(value, str(value)) if not isinstance(value, str) else value  # type: ignore[call-overload]  # a fact


def test_the_page_says_for_whom_what_changes_between_whom_and_which_questions(run: Run) -> None:
    shown = words(run("amend", "korea", "guidelines-clause", "--on", KOREA, width=100).stdout)
    assert "adds rule peninsula-clause, reading of peninsula-clause by KOR" in shown
    assert "JPN (Japan) 2 now asks for consent of KOR 0.2 %" in shown
    assert "JPN and KOR contested: 4.4 %, 0.01 % fewer after" in shown
    assert "settled: they answer alike (0.01 %)" in shown
    assert "18 other readers answer as before in every situation; this is proved." in shown
    assert "Whose leave decides" in shown
    assert "Of 33 questions 8 are answered otherwise. Contested before and after: signature-000" in shown


def test_offices_are_shown_where_they_are_wanted(run: Run) -> None:
    plain = run("amend", "korea", "guidelines-clause", "--on", KOREA).stdout
    assert "KOR.mnd: --all shows them" in words(plain)
    assert "and alike USA.state" not in words(plain)
    one = words(run("amend", "korea", "guidelines-clause", "--on", KOREA, "--reader", "KOR.mnd").stdout)
    assert one.count("KOR.mnd (Republic of Korea, Ministry of National Defense)") == 1
    whole = words(run("amend", "korea", "guidelines-clause", "--on", KOREA, "--all").stdout)
    assert "USA (and alike USA.state and USA.dod)" in whole
    assert "and 16 more conditions" not in whole


@pytest.mark.parametrize("width", [24, 60, 140])
def test_no_line_is_wider_than_the_terminal(run: Run, width: int) -> None:
    lines = run("amend", "korea", "guidelines-clause", "--on", KOREA, width=width).stdout.splitlines()
    assert max(map(len, lines)) <= width


def test_what_is_out_of_reach_between_readers_is_said_and_the_rest_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("placet.engine.space.amend.TOGETHER_NODES", 0)
    value = found(run, "korea", "guidelines-clause", "--on", KOREA)
    assert (value["between"], value["contested"], value["leave"]) == (None, None, None)
    assert len(value["readers"]) == 4
    shown = words(run("amend", "korea", "guidelines-clause", "--on", KOREA).stdout)
    assert "hangs on all of their rules at once, which was out of reach here" in shown


# Drafts of a small rulebook

MORE = """
# More

```placet
rule wet-fill "Filling is announced in the wet season"
  under ald-1990
  when act = fill and season = wet
  needs notification to SUD
```
"""


def test_a_file_is_added(run: Run, river: str, tmp_path: Path) -> None:
    value = found(run, river, draft(tmp_path, MORE), "--on", "2014-06-01")
    assert value["replaces"] is None
    assert [(one["kind"], one["name"], one["change"]) for one in value["differences"]] == [
        ("rule", "wet-fill", "added")
    ]
    assert sorted(change["readers"][0] for change in value["readers"]) == ["NOR"]
    # An agreement of two parties: Eastland is not bound by it.
    assert "EST" in value["unchanged"]


def test_a_file_of_the_same_name_takes_the_place_of_the_rulebooks_own(run: Run, river: str, tmp_path: Path) -> None:
    text = (Path(river) / "README.md").read_text("utf-8")
    changed = draft(tmp_path, text.replace("needs consultation with SUD", "needs consent of SUD"), "README.md")
    value = found(run, river, changed, "--on", "2014-06-01")
    assert value["replaces"] == "README.md"
    assert [(one["kind"], one["name"], one["change"]) for one in value["differences"]] == [("rule", "dams", "changed")]
    regions = [region for change in value["readers"] if "NOR" in change["readers"] for region in change["regions"]]
    assert sorted((region["words"], region["causes"][0]["name"]) for region in regions) == [
        ("no longer asks for consultation with SUD, 30 days before", "dams"),
        ("now asks for consent of SUD, 30 days before", "dams"),
    ]
    assert "it takes the place of README.md" in words(run("amend", river, changed).stdout)
    assert (Path(river) / "README.md").read_text("utf-8") == text


def test_what_cannot_change_any_answer_is_said_to_change_nothing_on_any_day(
    run: Run, river: str, tmp_path: Path
) -> None:
    text = (Path(river) / "README.md").read_text("utf-8")
    changed = draft(tmp_path, text.replace('"Dams are filled after', '"Dams may be filled after'), "README.md")
    value = found(run, river, changed)
    assert value["never_matters"] is False
    # A title is no part of an answer, yet the rule is another declaration: that nothing changes is proved.
    assert value["changes_nothing"] is True
    same = draft(tmp_path, 'Prose.\n\n```placet\npoint new-point "A new point"\n```\n', "point.md")
    shown = words(run("amend", river, same).stdout)
    assert "Nothing changes, on any day." in shown
    assert found(run, river, same)["never_matters"] is True


def test_a_new_party_place_and_value_are_part_of_the_situations(run: Run, river: str, tmp_path: Path) -> None:
    text = (Path(river) / "README.md").read_text("utf-8")
    wider = text.replace('place coast "Coast"', 'place coast "Coast"\nplace delta "Delta" in basin')
    wider = wider.replace('party EST "Eastland"', 'party EST "Eastland"\nparty WST "Westland"')
    wider = wider.replace("fill, release, dredge", "fill, release, dredge, mine")
    changed = draft(tmp_path, wider, "README.md")
    before = int(found(run, river, changed, "--on", "2014-06-01")["total"])
    # Places 4 for 3, parties 4 for 3 (among the affected too), acts 4 for 3.
    assert before == 4 * 4 * 4 * 2 * 3 * 2**4 * 2
    shown = words(run("amend", river, changed, "at=delta", "act=fill", "--on", "2014-06-01").stdout)
    assert "now asks for consultation with SUD, 30 days before" in shown
    assert "because of place delta" in shown


def test_another_folder_is_a_draft(run: Run, river: str, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(river, other)
    (other / "more.md").write_text(MORE, "utf-8")
    value = found(run, river, str(other), "--on", "2014-06-01")
    assert [one["name"] for one in value["differences"]] == ["wet-fill"]


def git(folder: Path, *args: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), *identity, *args], check=True, capture_output=True)


def test_a_revision_that_git_keeps_is_a_draft(run: Run, river: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "river"
    shutil.copytree(river, kept)
    (kept / "more.md").write_text(MORE, "utf-8")
    git(kept, "init", "--quiet")
    git(kept, "add", ".")
    git(kept, "commit", "--quiet", "-m", "with more")
    (kept / "more.md").unlink()
    value = found(run, str(kept), "git:HEAD", "--on", "2014-06-01")
    assert [(one["name"], one["change"]) for one in value["differences"]] == [("wet-fill", "added")]
    assert value["readers"]


def test_a_draft_with_errors_is_told_with_its_own_file_and_line(run: Run, river: str, tmp_path: Path) -> None:
    broken = draft(tmp_path, MORE.replace("ald-1990", "ald-1991"))
    result = run("amend", river, broken, width=200)
    assert result.exit_code == 2
    assert "error[E0309]: there is no instrument `ald-1991`" in result.stderr
    assert f"{broken}:6:" in result.stderr
    assert result.stdout == ""


def test_a_name_declared_again_says_how_to_change_a_declaration(run: Run, river: str, tmp_path: Path) -> None:
    again = draft(tmp_path, MORE.replace("wet-fill", "dams"))
    result = run("amend", river, again, width=200)
    assert result.exit_code == 2
    assert "to change what the rulebook says, change it in a copy of" in words(result.stderr)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("nowhere",), "there is no draft `nowhere`"),
        (("",), "there is no draft ``"),
        (("git:no-such-revision",), "git has no `no-such-revision`"),
        (("guidelines-clause", "act=fly"), "there is no value `fly` for `act`"),
        (("guidelines-clause", "--reader", "KOREA"), "there is no reader `KOREA`"),
        (("guidelines-clause", "nothing-asked"), "is neither FIELD=VALUE nor a question"),
    ],
)
def test_what_cannot_be_taken_is_told(run: Run, args: tuple[str, ...], told: str) -> None:
    result = run("amend", "korea", *args)
    assert result.exit_code == 2
    assert told in words(result.stderr)


def test_a_draft_that_could_take_the_place_of_two_files_is_refused(run: Run, river: str, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for part in ("one", "two"):
        (other / part).mkdir(parents=True)
        (other / part / "same.md").write_text(f'```placet\npoint {part} "A point"\n```\n', "utf-8")
    result = run("amend", str(other), draft(tmp_path, '```placet\npoint three "A point"\n```\n', "same.md"))
    assert result.exit_code == 2
    assert "could take the place of `one/same.md`, `two/same.md`" in words(result.stderr)


def test_the_shipped_draft_is_a_rulebook_that_uses_korea() -> None:
    assert (shipped_rulebooks()["guidelines-clause"] / "README.md").is_file()

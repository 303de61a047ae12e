"""`placet compare`: two readers, two days, two versions, over time, and what it says where it cannot."""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from placet.web.app import create_app
from placet.web.settings import Settings
from tests.cli.conftest import Run
from tests.web.conftest import make_client


def words(text: str) -> str:
    return " ".join(text.split())


def test_two_readers_part_where_one_asks_and_the_other_overrides(run: Run) -> None:
    shown = words(run("compare", "korea", "JPN", "USA", "--on", "2014-11-17", width=120).stdout)
    assert "They part in 2.6 % of all situations" in shown
    assert "JPN asks for it: base-use stands, read as JPN/base-use/3, official" in shown
    assert "USA does not: base-use is overridden by minute-exception" in shown


def test_the_example_of_every_region_is_answered_as_the_region_says(run: Run) -> None:
    found = json.loads(run("compare", "korea", "JPN", "KOR", "--on", "2015-10-21", "--json").stdout)
    assert len(found["regions"]) > 20
    for region in found["regions"]:
        command = shlex.split(region["example"]["command"])
        answer = json.loads(run(*command[1:], "--json").stdout)["readers"]
        for side, reader in zip(region["sides"], ("JPN", "KOR"), strict=True):
            asked = [need["of"] for need in answer[reader]["requirements"]] if reader in answer else []
            assert side["answer"] == answer[reader]["answer"]
            certain = sorted({need["of"] for need in side["requirements"] if need["truth"] == "yes"})
            assert certain == sorted(set(asked))


@pytest.fixture
def harm(tmp_path: Path) -> str:
    """Write a rulebook with a rule that N widens and into which S reads an exception; seven parties may be harmed."""
    parties = "".join(f'party P{number} "Bank {number}"\n' for number in range(5))
    (tmp_path / "harm.md").write_text(
        f"""# A river\n\n```placet\nparty N "North"\nparty S "South"\n{parties}
field act : dam, boat
field harmed : set of party
field urgent : yes or no
source paper "A treaty" by "Both" published 1990-01-01
statement wide in paper by N on 1990-01-01 about stop says "Whoever harms anybody stops."
statement narrow in paper by S on 1990-01-01 about stop says "Not where it cannot wait."
instrument treaty "Treaty"
  between N, S
  in force from 1990-01-01
rule stop "Who does harm by a dam stops"
  under treaty
  when act = dam and harmed != none
  bars
reading N of stop
  also when harmed != none
  says wide
reading S of stop
  unless urgent and not act = boat
  says narrow\n```\n"""
    )
    return str(tmp_path / "harm.md")


def test_that_git_keeps_no_versions_of_a_folder_is_told_in_plain_words(
    run: Run, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path(harm).parent.parent))
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    result = run("compare", harm, "N", "--with", "git:HEAD~1")
    assert result.exit_code == 2
    assert "git does not keep" in result.stderr
    assert "fatal" not in result.stderr


def test_the_words_of_a_rule_are_not_given_where_a_reader_reads_others(run: Run, harm: str) -> None:
    shown = words(run("compare", harm, "N", "S", "act=boat", "--on", "2000-01-01", width=120).stdout)
    assert "N bars it: stop stands, read as N/stop/1" in shown
    assert "where N in harmed" in shown
    assert "wherever stop" not in shown
    assert "act = dam" not in shown


def test_an_exception_that_a_reader_reads_into_a_rule_is_told_in_its_words(run: Run, harm: str) -> None:
    shown = words(run("compare", harm, "N", "S", "act=dam", "--on", "2000-01-01", width=120).stdout)
    assert "S does not: stop is excepted (S reads: unless urgent and act != boat)" in shown


def test_that_two_answers_agree_everywhere_is_said_to_be_proved(run: Run) -> None:
    shown = words(run("compare", "korea", "KOR", "JPN", "actor=UNC", "act=share", "--on", "2020-01-01").stdout)
    assert "They agree everywhere. This is proved for all" in shown


def test_one_reader_on_two_days(run: Run) -> None:
    shown = words(run("compare", "korea", "JPN", "--on", "2014-11-17", "--on", "2016-11-23", width=140).stdout)
    assert shown.startswith("JPN on 2014-11-17 and JPN on 2016-11-23")
    assert "gsomia-2016 is not in force on 2014-11-17" in shown


def test_one_reader_with_two_states_of_knowledge(run: Run) -> None:
    result = run("compare", "korea", "USA", "--on", "2014-11-17", "--known", "2014-11-10", "--known", "2014-11-20")
    assert words(result.stdout).startswith("USA as known on 2014-11-10 and USA as known on 2014-11-20")
    assert "leaves" not in result.stderr


def test_two_versions_of_a_rulebook(run: Run, tmp_path: Path, river: str) -> None:
    draft = tmp_path / "draft"
    shutil.copytree(river, draft)
    page = next(draft.glob("*.md"))
    page.write_text(page.read_text("utf-8") + '\n```placet\nparty NEW "Newland"\n```\n', "utf-8")
    same = run("compare", river, "NOR", "--with", str(draft), "--on", "2014-06-01")
    assert "They agree everywhere" in same.stdout


def test_two_rulebooks_are_told_apart_by_their_names(run: Run, tmp_path: Path, river: str) -> None:
    draft = tmp_path / "draft"
    shutil.copytree(river, draft)
    shown = run("compare", river, "NOR", "--with", str(draft), "--on", "2014-06-01").stdout
    assert shown.startswith(f"NOR in {Path(river).name} and NOR in draft")


def test_a_saved_question_gives_the_facts_and_the_day(run: Run) -> None:
    asked = json.loads(run("compare", "korea", "JPN", "KOR", "signature-004", "--json").stdout)
    assert {side["on"] for side in asked["sides"]} == {"2015-06-01"}
    assert asked["given"]["actor"] == "JPN"
    elsewhere = json.loads(
        run("compare", "korea", "JPN", "KOR", "signature-004", "--on", "2016-06-01", "--json").stdout
    )
    assert {side["on"] for side in elsewhere["sides"]} == {"2016-06-01"}


def git(folder: Path, *args: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), *identity, *args], check=True, capture_output=True)


@pytest.fixture
def kept(tmp_path: Path, river: str) -> Path:
    """A rulebook kept in git, in which a rule has been made stronger since."""
    folder = tmp_path / "kept" / "river"
    shutil.copytree(river, folder)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "as it was")
    page = next(page for page in folder.glob("*.md") if "needs notification" in page.read_text("utf-8"))
    page.write_text(page.read_text("utf-8").replace("needs notification", "needs consultation", 1), "utf-8")
    return folder


def test_a_revision_that_git_keeps_is_another_version(run: Run, kept: Path) -> None:
    result = run("compare", str(kept), "NOR", "--with", "git:HEAD", "--json")
    found = json.loads(result.stdout)
    assert [side["name"] for side in found["sides"]] == ["NOR now", "NOR at HEAD"]
    assert sorted((region["side"], region["steps"][0]["kind"]) for region in found["regions"]) == [
        (0, ["consultation"]),
        (1, ["notification"]),
    ]


@pytest.mark.parametrize("revision", ["git:no-such", "git:--output=x"])
def test_a_revision_that_is_none_is_told(run: Run, kept: Path, revision: str) -> None:
    result = run("compare", str(kept), "UN", "--with", revision)
    assert result.exit_code == 2
    assert "= help: Name a commit, a branch or a tag" in result.stderr


def test_over_time_it_says_since_when_two_readers_part(run: Run) -> None:
    found = json.loads(run("compare", "korea", "JPN", "USA", "act=combat-sortie", "--over", "on", "--json").stdout)
    [open_since] = [one for one in found["disputes"] if one["rule"] == "base-use" and one["truths"] == ["yes", "open"]]
    assert open_since["spells"][0]["from"] == "2014-11-17"


def test_over_time_the_command_groups_and_orders_as_the_page_does(run: Run) -> None:
    day = "2015-09-01"
    told = run("compare", "korea", "JPN", "USA", "act=combat-sortie", "--over", "on", today=day, width=200).stdout
    settings = Settings(rulebooks=("korea",), only_named=True, today=dt.date.fromisoformat(day))
    asked = "/korea/compare?by=time&one=JPN&other=USA&act=combat-sortie&over=on"
    page = make_client(create_app(settings)).get(asked).text
    # Headings of groups and of things, the rule behind a thing left out.
    found = re.findall(r"<h[23][^>]*>((?:What they part|Only|with|req|con).*)", page)
    heads = [title.split("<")[0].strip() for title in found]
    assert len(heads) > 6
    rest = told
    for head in heads:
        assert head in rest, head
        rest = rest.partition(head)[2]


def test_over_time_each_spell_is_what_the_comparison_of_a_day_in_it_says(run: Run) -> None:
    over = json.loads(run("compare", "korea", "JPN", "KOR", "act=strike", "--over", "on", "--json").stdout)
    on = "2015-10-21"
    one_day = json.loads(run("compare", "korea", "JPN", "KOR", "act=strike", "--on", on, "--json").stdout)
    then = sorted(
        (dispute["what"], dispute["rule"] or "", spell["count"])
        for dispute in over["disputes"]
        for spell in dispute["spells"]
        if (spell["from"] or "") <= on and (spell["until"] is None or on < spell["until"])
    )
    assert then == sorted((region["what"], region["rule"] or "", region["count"]) for region in one_day["regions"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "whose answers are to be compared?"),
        (("KOR",), "KOR is to be compared with itself"),
        (("KOR", "JPN", "USA"), "two answers are compared at a time"),
        (("KOR", "JAP"), "there is no reader `JAP` in korea"),
        (("KOR", "JPN", "act=fly"), "there is no value `fly` for `act`"),
        (("KOR", "--over", "on"), "over time, two readers are compared"),
        (("KOR", "JPN", "--over", "on", "--with", "general"), "--over compares two readers of one rulebook"),
        (("KOR", "--with", "nowhere"), "nowhere"),
        (("KOR", "JPN", "--over", "on", "--on", "2014-11-17"), "Leave out --on."),
        (("KOR", "JPN", "--over", "known", "--known", "2014-11-17"), "Leave out --known."),
        (("KOR", "JPN", "act"), "`act` is a field, not a reader"),
        (("KOR", "JPN", "signature-000", "signature-001"), "are two questions"),
    ],
)
def test_what_cannot_be_compared_is_told(run: Run, words: tuple[str, ...], told: str) -> None:
    result = run("compare", "korea", *words)
    assert result.exit_code == 2
    assert told in result.stderr

"""`placet gaps`: what it shows, that its examples are what it says, and what it says where it cannot."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from tests.cli.conftest import Run

DAY = ("--on", "2015-10-20")


def words(text: str) -> str:
    return " ".join(text.split())


def found(run: Run, *args: str) -> dict[str, Any]:
    value = json.loads(run("gaps", *args, "--json").stdout)
    assert isinstance(value, dict)
    return value


def answer(run: Run, example: dict[str, Any]) -> dict[str, Any]:
    value = json.loads(run(*shlex.split(example["command"])[1:], "--json").stdout)
    assert isinstance(value, dict)
    return value


def test_the_page_tells_gaps_sides_and_pulls_of_a_small_rulebook(run: Run, river: str) -> None:
    shown = words(run("gaps", river, "--on", "2026-11-22").stdout)
    assert shown.startswith("What river leaves out rulebook river, on 2026-11-22")
    assert "Nobody's rules speak in 15 % of all situations; one side's alone in none; 2 pairs of rules pull" in shown
    assert "where act = fill, at = coast (11 %)" in shown
    assert "one fact away dams by at, in all" in shown
    assert "to ask it placet ask river act=fill at=coast volume=1001 urgent=no --on 2026-11-22" in shown
    assert "There is no situation in which only one side has rules that speak." in shown
    assert "they need different kinds of step from one party (2)" in shown
    assert "how dams needs consultation with SUD, 30 days before; floods needs notification to SUD" in shown


def test_a_large_gap_is_told_by_the_field_that_tells_most_the_smallest_part_first(run: Run) -> None:
    shown = words(run("gaps", "korea", *DAY).stdout)
    assert "told by act, the smallest gap first" in shown
    assert shown.index("act = collective-self-defence") < shown.index("act = relocate") < shown.index("act = evacuate")
    assert "act in (terminate, meet): nobody's rules speak, whatever else" in shown
    assert "territory by area, in all" in shown
    assert "links 1.5 %: wherever it speaks" in shown
    assert "carry-only 3 %: where it speaks and KOR not in attacked" in shown
    assert "csd-opened allows it, csd-without-law bars it" not in shown.partition("Where two rules")[0]
    assert "how csd-opened allows it, csd-without-law bars it for JPN where actor = JPN" in shown
    assert "(--all shows them)" in shown


def test_all_shows_everything(run: Run) -> None:
    shown = words(run("gaps", "korea", "--all", *DAY).stdout)
    assert "--all" not in shown
    assert "act = conclude 99.7 %" in shown
    assert "open whether both stand" in shown


def test_every_example_is_what_it_is_said_to_be(run: Run) -> None:
    gaps = found(run, "korea", *DAY)
    groups = [group for group in gaps["unregulated"]["groups"] if group["example"]]
    assert len(groups) > 10
    for group in groups[::3]:
        assert answer(run, group["example"])["verdict"]["kind"] == "unregulated"
    assert [side["reader"] for side in gaps["one_sided"]] == ["KOR", "JPN", "USA", "USA.dod"]
    for side in gaps["one_sided"]:
        said = answer(run, side["example"])
        speaking = [name for name, one in said["readers"].items() if one["counted"] and one["answer"] != "silent"]
        assert (said["verdict"]["kind"], speaking) == ("one-sided", [side["reader"]])
    assert len(gaps["pulls"]) > 30
    for pull in gaps["pulls"][::6]:
        proof = answer(run, pull["example"])["readers"][pull["readers"][0]]["proof"]
        outcomes = {one["rule"]: one["outcome"] for one in proof}
        assert {outcomes[rule] for rule in pull["rules"]} <= {"stands", "open"}


def test_counts_add_up(run: Run) -> None:
    gaps = found(run, "korea", *DAY)
    groups = gaps["unregulated"]["groups"]
    assert sum(int(group["count"]) for group in groups) == int(gaps["unregulated"]["count"])
    assert sum(int(group["total"]) for group in groups) == int(gaps["total"])
    assert gaps["unregulated"]["share"] == pytest.approx(int(gaps["unregulated"]["count"]) / int(gaps["total"]))
    for side in gaps["one_sided"]:
        assert sum(int(rule["count"]) for rule in side["rules"]) >= int(side["count"])
        assert all(int(rule["alone"]) <= int(rule["count"]) for rule in side["rules"])
    assert {int(pull["certain"]) <= int(pull["count"]) for pull in gaps["pulls"]} == {True}


def test_facts_narrow_what_is_looked_at(run: Run) -> None:
    shown = words(run("gaps", "korea", "act=terminate", *DAY).stdout)
    assert "in all situations with act=terminate" in shown
    assert "Nobody's rules speak in all of these situations; one side's alone in none; no two rules" in shown


def test_with_a_reader_only_its_rules_are_looked_at(run: Run) -> None:
    shown = words(run("gaps", "korea", "--reader", "JPN", *DAY).stdout)
    assert "No rule of JPN speaks in 68 % of all situations; JPN's alone in 0.13 %" in shown
    assert "KOR (Republic of Korea)" not in shown
    assert {reader for pull in found(run, "korea", "--reader", "JPN", *DAY)["pulls"] for reader in pull["readers"]} == {
        "JPN"
    }


def test_a_field_can_be_named_by_which_the_gaps_are_told(run: Run) -> None:
    gaps = found(run, "korea", "act=supply", "--by", "goods", *DAY)
    assert gaps["unregulated"]["by"] == "goods"
    assert "goods = ammunition" in " ".join(group["condition"] for group in gaps["unregulated"]["groups"])


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--by", "goodz"), "there is no field `goodz` in korea"),
        (("--by", "attacked"), "`attacked` is a set"),
        (("--by", "act", "act=share"), "`act` is the same in all these situations"),
        (("--reader", "NOBODY"), "there is no reader `NOBODY`"),
        (("act=sing",), "sing"),
    ],
)
def test_what_cannot_be_taken_is_said(run: Run, args: tuple[str, ...], told: str) -> None:
    result = run("gaps", "korea", *args)
    assert result.exit_code == 2
    assert told in result.stderr


def test_regions_that_are_too_large_ask_for_facts(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placet.engine.space.gaps.find_gaps.__wrapped__.__defaults__", (None, None, (), None, 50))
    result = run("gaps", "korea")
    assert result.exit_code == 2
    assert "the regions are too large to be worked out exactly" in result.stderr
    assert "Give some facts, as in `act=…`" in result.stderr


def test_the_page_fits_a_narrow_terminal(run: Run) -> None:
    assert max(map(len, run("gaps", "korea", *DAY, width=60).stdout.splitlines())) <= 60

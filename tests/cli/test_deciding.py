"""`placet deciding`: what flips an answer, told for people and as JSON."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("width", [60, 80, 140])
def test_the_page_fits_and_tells_facts_readings_and_days(run: Run, river: str, width: int) -> None:
    result = run("deciding", river, "filling", width=width)
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= width
    said = words(result.stdout)
    for part in (
        "CONTESTED on whether SUD (Southland) must be asked at all",
        "season: dry AGREED NOR and SUD answer alike NOR.water: needs consultation with SUD, 30 days before",
        "at: coast UNREGULATED no reader's rules speak to this no longer: consultation with SUD",
        "make no difference, whatever they were: actor",
        "not given, and no value makes a difference: volume, affected, urgent",
        "NOR.water of dams",
        "the text as it is",
        "make no difference: SUD of dams",
        "2014-06-01 the day asked for",
        "no later day changes it",
    ):
        assert part in said, part


def test_a_day_of_change_comes_with_what_happened_then(run: Run, river: str) -> None:
    said = words(run("deciding", river, "filling", width=140).stdout)
    assert "1990-05-01 AGREED NOR and SUD answer alike ald-1990 enters into force" in said
    assert "2014-03-02 CONTESTED on whether SUD (Southland) must be asked at all herald published" in said


def test_an_uncertain_day_is_settled_each_way(run: Run, river: str) -> None:
    said = words(run("deciding", river, "dredging-coast", width=60).stdout)
    assert "the day of pact-2020 (in force from): it had not come UNREGULATED" in said
    assert "the day of pact-2020 (in force from): it had come AGREED" in said


def test_for_one_reader_only_its_own_answer_counts(run: Run, river: str) -> None:
    said = words(run("deciding", river, "filling", "--reader", "SUD").stdout)
    assert "SUD: needs consultation with SUD, 30 days before One fact" in said
    assert "season" not in said.partition("make no difference")[0].partition("One fact")[2]
    assert "NOR.water of dams" not in said


def test_json_has_the_documented_keys_and_every_field(run: Run, river: str) -> None:
    value = json.loads(run("deciding", river, "filling", "volume=500", "affected=SUD", "--json").stdout)
    assert list(value) == [
        "placet", "rulebook", "question", "on", "known", "compared", "answer", "facts", "readings", "points", "days",
    ]  # fmt: skip
    facts = {fact["field"]: fact for fact in value["facts"]}
    assert list(facts) == ["actor", "act", "at", "season", "volume", "affected", "urgent"]
    assert facts["season"]["decides"]
    (dry,) = facts["season"]["groups"]
    assert dry["values"] == ["dry"]
    assert dry["then"]["verdict"]["kind"] == "agreed"
    assert dry["then"]["flipped"] == ["NOR.water"]
    assert facts["volume"]["groups"] == [{"values": [{"from": 1000}], "then": None}]
    assert [group["values"] for group in facts["affected"]["groups"]] == [[["NOR", "SUD"], [], ["EST", "SUD"]]]
    assert value["days"]["on"]["earlier"][0]["day"] == "2014-03-01"
    assert value["days"]["known"]["later"] == []
    assert {one["reading"]: one["instead"] for one in value["readings"]}["NOR.water/dams/1"] == [None]


def test_what_is_the_same_but_for_a_party_is_told_once(run: Run) -> None:
    said = words(run("deciding", "korea", "signature-004", width=140).stdout)
    assert "JPN: needs request or consent of that party" in said
    assert "now asked for: request or consent of GBR" not in said


def test_korea_is_answered_whatever_is_asked(run: Run) -> None:
    from placet.language import load_rulebook

    book = load_rulebook("korea").rulebook
    assert book is not None
    for question in list(book.questions)[::6]:
        result = run("deciding", "korea", question, width=60)
        assert result.exit_code == 0
        assert max(map(len, result.stdout.splitlines())) <= 60


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--reader", "SDU"), "there is no reader `SDU`"),
        (("act=fil",), "there is no value `fil` for `act`"),
        (("--on", "2014-02-30"), "February 2014 has 28 days"),
    ],
)
def test_what_cannot_be_taken_is_told(run: Run, river: str, args: tuple[str, ...], message: str) -> None:
    result = run("deciding", river, *args)
    assert result.exit_code == 2
    assert message in result.stderr

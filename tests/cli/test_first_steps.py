"""What somebody tries who has never used it: nothing, a person's name, a question with hardly a fact."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run


def words(text: str) -> str:
    return " ".join(text.split())


def test_without_a_command_the_help_page_comes(run: Run) -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stdout == run("--help").stdout
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("person", "office"), [("Abe", "JPN.pm"), ("gen nakatani", "JPN.mod"), ("Han", "KOR.mnd"), ("Kan", "JPN.pm")]
)
def test_a_persons_name_leads_to_the_office_they_speak_for(run: Run, person: str, office: str) -> None:
    result = run("statements", "korea", "--by", person)
    assert result.exit_code == 2
    assert f"`{person}` speaks as `{office}`" in result.stderr


@pytest.mark.parametrize("person", ["Matsuzawa", "Carter", "a", "source"])
def test_nobody_is_given_an_office_because_a_description_mentions_them(run: Run, person: str) -> None:
    assert "speaks as" not in run("statements", "korea", "--by", person).stderr


def test_only_where_readers_part_it_says_so_and_a_long_list_of_rules_is_cut(run: Run) -> None:
    shown = words(run("ask", "korea", "act=supply", "--on", "2020-01-01").stdout)
    assert "OPEN undetermined" in shown
    assert "they may part at unc-support" in shown
    assert "rules more" in shown.partition("they may part at")[2].partition("USA United States")[0]
    assert "they part at base-use" in words(run("ask", "korea", "signature-000").stdout)


def test_an_unregulated_answer_tells_what_the_question_is_filed_under(run: Run) -> None:
    shown = words(run("ask", "korea", "signature-003").stdout)
    assert "UNREGULATED no reader's rules speak to this" in shown
    assert "tisa “Trilateral information sharing arrangement”: not yet on 2011-01-06" in shown
    assert "st37-mnd-information KOR.mnd (unnamed), " in shown.partition("said by then: ")[2]


def test_of_readers_that_are_not_shown_nothing_is_said_to_be_missing(run: Run) -> None:
    assert "What would settle it" in run("ask", "korea", "signature-000").stdout
    assert "What would settle it" not in run("ask", "korea", "signature-000", "--reader", "JPN").stdout
    shown = words(run("ask", "korea", "signature-000", "--reader", "USA.state").stdout)
    assert "open points: whether base-use applies, which USA.state has not said" in shown
    assert "on which the offices" not in shown.partition("What would settle it")[2]


def test_who_need_only_be_notified_is_told_and_not_asked(run: Run) -> None:
    shown = words(run("ask", "korea", "pact-end").stdout)
    assert "CONTESTED on whether JPN (Japan) must be told at all" in shown


def test_of_an_agreement_that_nobody_outside_has_seen_the_evidence_is_said_not_to_be_available(run: Run) -> None:
    undisclosed = words(run("why", "korea", "contingency-plan").stdout)
    assert "evidence not available" in undisclosed
    assert "force not known" in undisclosed
    assert "binding" not in undisclosed
    assert "evidence" not in words(run("why", "korea", "us-jp-1960").stdout)

"""`placet interview`: forth and back, with nothing lost, and only what still decides something."""

from __future__ import annotations

import re

from tests.cli.conftest import Run


def asked(shown: str) -> list[str]:
    """Return the questions in the order in which they were put."""
    return re.findall(r"^\d+  (.+\?)", shown, re.MULTILINE)


def test_it_asks_only_what_still_decides_something(run: Run, river: str) -> None:
    result = run("interview", river, stdin="1\n2\n2\n")
    assert result.exit_code == 0
    assert asked(result.stdout) == ["What is done?", "Where?", "In which season?"]
    assert "CONTESTED on whether SUD (Southland) must be asked at all" in result.stdout


def test_it_asks_nothing_where_nothing_is_open(run: Run, river: str) -> None:
    result = run("interview", river, "act=fill", "at=coast")
    assert asked(result.stdout) == []
    assert "UNREGULATED" in result.stdout


def test_going_back_keeps_what_was_said_after_it(run: Run, river: str) -> None:
    result = run("interview", river, stdin="1\n2\nb\nb\n\n\n2\n")
    assert asked(result.stdout) == [
        "What is done?", "Where?", "In which season?", "Where?", "What is done?", "Where?", "In which season?",
    ]  # fmt: skip
    assert "enter keeps gorge" in result.stdout
    assert "enter keeps fill" in result.stdout
    assert "CONTESTED" in result.stdout


def test_an_answer_can_be_changed_after_going_back(run: Run, river: str) -> None:
    shown = run("interview", river, stdin="1\n2\nb\n3\n").stdout
    assert "coast (Coast)" in shown
    assert "UNREGULATED" in shown


def test_unknown_leaves_the_question_open_and_says_so(run: Run, river: str) -> None:
    shown = run("interview", river, stdin="1\n2\nu\n").stdout
    assert "for NOR.water: season" in shown


def test_a_name_does_as_well_as_a_number(run: Run, river: str) -> None:
    assert run("interview", river, stdin="fill\ngorge\nwet\n").stdout.endswith(
        run("interview", river, stdin="1\n2\n2\n").stdout[-500:]
    )


def test_another_fact_than_the_one_asked_for_is_told_by_its_name_and_taken_back_like_the_rest(
    run: Run, river: str
) -> None:
    told = run("interview", river, stdin="season=dusk\nseason=wet\nfill\ngorge\n").stdout
    assert "there is no value `dusk` for `season`" in told
    assert asked(told) == ["What is done?", "What is done?", "Where?"]
    assert told.endswith(run("interview", river, stdin="fill\ngorge\nwet\n").stdout[-500:])
    back = run("interview", river, stdin="season=wet\nb\nfill\ngorge\nq\n").stdout
    assert "for NOR.water: season" in back


def test_several_can_be_chosen_for_a_set(run: Run, river: str) -> None:
    shown = run("interview", river, "act=release", "urgent=yes", "at=coast", stdin="2,3\n").stdout
    assert "SUD (Southland)" in shown
    assert "EST (Eastland)" in shown


def test_what_is_no_choice_is_told_and_asked_again(run: Run, river: str) -> None:
    result = run("interview", river, stdin="7\nfil\n1\n2\n2\n")
    assert "there is no choice 7" in result.stdout
    assert "Did you mean `fill`?" in result.stdout
    assert "CONTESTED" in result.stdout


def test_why_says_for_whom_it_matters_and_asks_again(run: Run, river: str) -> None:
    shown = run("interview", river, stdin="w\nq\n").stdout
    assert "undetermined, which could be settled by act" in shown


def test_why_says_in_how_many_cases_nothing_more_is_asked(run: Run, river: str) -> None:
    shown = " ".join(run("interview", river, stdin="w\n1\n2\nw\nq\n").stdout.split())
    assert "in 33 % of the cases: every combination of what is not yet known is one." in shown
    assert "On average, 2.3 of the 6 facts that matter now still do then, and at most 1.8 more questions" in shown
    assert "Once it is told, nothing more needs to be asked. NOR.water undetermined" in shown


def test_an_office_with_nothing_of_its_own_is_asked_what_matters_for_its_party(run: Run, river: str) -> None:
    office, party = (run("interview", river, "--reader", reader, stdin="1\n2\n") for reader in ("NOR.fa", "NOR"))
    assert asked(office.stdout) == asked(party.stdout) != []


def test_there_is_nothing_before_the_first_question(run: Run, river: str) -> None:
    assert "this is the first question" in run("interview", river, stdin="b\nq\n").stdout


def test_leaving_or_the_end_of_the_input_gives_the_answer_as_far_as_it_goes(run: Run, river: str) -> None:
    for stdin in ("1\nq\n", "1\n"):
        assert "What is done? fill" in " ".join(run("interview", river, stdin=stdin).stdout.split())


def test_only_what_matters_for_the_reader_asked_for_is_asked(run: Run, river: str) -> None:
    shown = run("interview", river, "--reader", "SUD", stdin="1\n2\n").stdout
    assert asked(shown) == ["What is done?", "Where?"]

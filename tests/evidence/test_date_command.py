"""`placet evidence date`: what it shows, as a page and as JSON."""

from __future__ import annotations

import json

from click.testing import CliRunner, Result

from placet.cli.main import main


def run(*args: str, stdin: str = "", width: int = 80) -> Result:
    result = CliRunner(env={"COLUMNS": str(width)}).invoke(main, ["evidence", *args], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_an_expression_is_shown_with_its_day_weekday_rule_and_anchor() -> None:
    shown = run("date", "said Tuesday last week", "--written", "2014-11-17").stdout
    assert "“Tuesday last week”" in shown
    assert "2014-11-11, a day, Tuesday" in shown
    assert "weekday of the week before, from 2014-11-17" in shown


def test_two_readings_are_both_shown_and_neither_is_chosen() -> None:
    value = json.loads(run("date", "Talks open next Friday.", "--written", "2014-11-18", "--json").stdout)
    assert value["written"] == "2014-11-18"
    (date,) = value["dates"]
    assert (date["value"], date["candidates"]) == (None, ["2014-11-21", "2014-11-28"])
    assert value["text"][date["start"] : date["end"]] == date["expression"] == "next Friday"


def test_without_the_day_of_writing_it_says_what_is_known() -> None:
    shown = run("date", "They met on Saturday.").stdout
    assert "a Saturday before the article" in shown
    assert "`--written` gives it" in shown


def test_the_tense_and_the_day_that_is_referred_to_can_be_given() -> None:
    args = ("--written", "2014-11-19", "--json")
    for tense, day in {"past": "2014-11-17", "future": "2014-11-24"}.items():
        assert json.loads(run("date", "Monday", "--tense", tense, *args).stdout)["dates"][0]["value"] == day
    found = json.loads(run("date", "the following day", "--day", "2012-06-29", "--json").stdout)["dates"]
    assert [date["value"] for date in found] == ["2012-06-30"]


def test_a_text_can_be_piped_in_and_bytes_that_are_no_text_do_no_harm() -> None:
    assert "2014-11-18" in run("date", "-", stdin="Posted November. 18, 2014 06:51").stdout
    piped = CliRunner().invoke(main, ["evidence", "date", "-"], input=b"\xff\xfe on 3 May 2012 \x80")
    assert piped.exit_code == 0
    assert "2012-05-03" in piped.stdout


def test_where_no_date_stands_that_is_said() -> None:
    assert run("date", "The forces may march.").stdout == "No expression of a date stands there.\n"


def test_a_wrong_day_of_writing_is_trouble_in_words() -> None:
    result = run("date", "Monday", "--written", "2014-13-01")
    assert result.exit_code == 2
    assert "--written" in result.stderr

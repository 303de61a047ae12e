"""Values and days that a user gives."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from placet.diagnostics import Diagnostic
from placet.language import UNKNOWN, parse_day, parse_value
from placet.model import Rulebook
from tests.language.rulebook_text import rulebook


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return rulebook()


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("actor", "USA", "USA"),
        ("actor", " USA ", "USA"),
        ("act", "strike", "strike"),
        ("area", "north", "north"),
        ("provoked", "yes", True),
        ("provoked", "no", False),
        ("value", "5_000_000", 5_000_000),
        ("value", "1.5", Decimal("1.5")),
        ("helper", "none", None),
        ("attacked", "KOR,JPN", frozenset({"KOR", "JPN"})),
        ("attacked", "(KOR, JPN)", frozenset({"KOR", "JPN"})),
        ("attacked", "none", frozenset()),
        ("attacked", "()", frozenset()),
        ("actor", "unknown", UNKNOWN),
        ("attacked", "?", UNKNOWN),
    ],
)
def test_a_value_is_read_by_the_type_of_its_field(book: Rulebook, field: str, text: str, value: object) -> None:
    assert parse_value(book, field, text) == value


@pytest.mark.parametrize(
    ("field", "text", "code", "help_text"),
    [
        ("actr", "USA", "E0312", "Did you mean `actor`?"),
        ("actor", "usa", "E0418", "Did you mean `USA`?"),
        ("actor", "", "E0418", "Write one of `KOR`, `JPN`, `USA`, or `unknown`."),
        ("actor", "none", "E0412", "If you do not know it, leave it out."),
        ("act", "stirke", "E0418", "Did you mean `strike`?"),
        ("act", "bomb", "E0418", "It can be `deploy`, `strike`, `share`."),
        ("attacked", "KOR,JNP", "E0418", "Did you mean `JPN`?"),
        ("provoked", "true", "E0418", "Write `yes`, `no`."),
        ("value", "many", "E0418", "Write digits only, such as `5_000_000` or `1.5`."),
        ("value", "9" * 5000, "E0418", "Write digits only, such as `5_000_000` or `1.5`."),
    ],
)
def test_a_value_that_does_not_fit_is_told_with_what_does(
    book: Rulebook, field: str, text: str, code: str, help_text: str
) -> None:
    problem = parse_value(book, field, text)
    assert isinstance(problem, Diagnostic)
    assert (problem.code, problem.help) == (code, help_text)
    assert len(problem.message) < 200


def test_a_day_is_read() -> None:
    assert parse_day(" 2014-11-17 ") == dt.date(2014, 11, 17)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2014-02-30", "February 2014 has 28 days"),
        ("2014-13-01", "there is no month 13"),
        ("0000-01-01", "there is no year 0"),
        ("2014-11", "is a month, not a day"),
        ("2014", "is a year, not a day"),
        ("17.11.2014", "is not a day"),
        ("2014-1-1", "there is no month 1"),
        ("٢٠١٤-١١-١٧", "is not a day"),
        ("", "is not a day"),
    ],
)
def test_what_is_no_day_is_told(text: str, words: str) -> None:
    problem = parse_day(text)
    assert isinstance(problem, Diagnostic)
    assert (problem.code, words in problem.message) == ("E0208", True)


def test_a_title_typed_for_a_name_is_asked_about(book: Rulebook) -> None:
    told = parse_value(book, "actor", "republic  of Korea")
    assert isinstance(told, Diagnostic)
    assert told.help == "Did you mean `KOR`?"

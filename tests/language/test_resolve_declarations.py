"""What declarations in the text become in the model."""

from __future__ import annotations

import datetime as dt

import pytest

from placet.model import (
    Addressee,
    Apply,
    Cite,
    Day,
    Duration,
    Entry,
    FieldRef,
    Literal,
    Membership,
    Need,
    Obligation,
    Office,
    Part,
    Party,
    Period,
    SavedQuestion,
    Type,
    Where,
)
from placet.model.conditions import ALWAYS
from tests.language.rulebook_text import rulebook


def day(text: str) -> Day:
    return Day.exactly(dt.date.fromisoformat(text))


@pytest.mark.parametrize(
    ("written", "type_"),
    [
        ("party", Type("party")),
        ("place or none", Type("place", or_none=True)),
        ("instrument", Type("instrument")),
        ("yes or no", Type("yesno")),
        ("yes or no or none", Type("yesno", or_none=True)),
        ("number", Type("number")),
        ("number in days", Type("number", unit="days")),
        ("number in USD or none", Type("number", unit="USD", or_none=True)),
        ("red, blue,\n  green", Type("names", ("red", "blue", "green"))),
        ("red, blue or none", Type("names", ("red", "blue"), or_none=True)),
        ("act", Type("names", ("deploy", "strike", "share"))),
        ("set of act", Type("names", ("deploy", "strike", "share"), is_set=True)),
        ("set of instrument", Type("instrument", is_set=True)),
    ],
)
def test_a_type_is_what_is_written(written: str, type_: Type) -> None:
    assert rulebook(f'field asked : {written} "What?"').fields["asked"].type == type_


def test_a_party_keeps_its_offices_and_its_line() -> None:
    party = rulebook().parties["KOR"]
    offices = (Office("president", "President"), Office("mnd", "Ministry of National Defense"))
    assert party == Party("KOR", "Republic of Korea", offices, Where("rulebook.md", 4))


def test_maps_are_in_the_order_of_declaration() -> None:
    book = rulebook('party AAA "Last"')
    assert list(book.parties) == ["KOR", "JPN", "USA", "AAA"]


def test_members_is_a_relation_that_is_always_there() -> None:
    relation = rulebook().relations["members"]
    assert (relation.key, relation.value) == (Type("instrument"), Type("party", is_set=True))


def test_entries_of_a_relation_are_dated_values() -> None:
    book = rulebook(
        "relation holder : place to party or none\n  north is KOR since 1950 until 1960-02-03\n  north is none\n"
        "  japan is unsettled between KOR, JPN\n  cites paper paragraph 3\n"
        "relation friends : party to set of party\n  KOR is USA, JPN\n  JPN is none\n"
        "relation open : place to yes or no\n  north is no"
    )
    holder = book.relations["holder"]
    year = Day(dt.date(1950, 1, 1), dt.date(1950, 12, 31))
    first, second, third = holder.entries
    assert (first.key, first.values, first.period) == ("north", ("KOR",), Period(year, day("1960-02-03")))
    assert (second.values, second.is_unsettled) == ((), False)
    assert (third.is_unsettled, third.between) == (True, ("KOR", "JPN"))
    assert holder.cites == (Cite("paper", "3"),)
    assert [entry.values for entry in book.relations["friends"].entries] == [("USA", "JPN"), ()]
    assert book.relations["open"].entries[0].values == (False,)


def test_a_source_keeps_all_that_is_said_of_it() -> None:
    source = rulebook(
        'source s "Title\n  over lines" by "Outlet" published 2014-11 basis "the page" file "a.html" url "https://a.example"'
    ).sources["s"]
    assert source.title == "Title over lines"
    assert source.published == Day(dt.date(2014, 11, 1), dt.date(2014, 11, 30))
    assert (source.by, source.basis, source.file, source.url) == ("Outlet", "the page", "a.html", "https://a.example")


@pytest.mark.parametrize(
    ("who", "grade"),
    [
        ("by USA.dod", "official"),
        ("by USA", "official"),
        ("by USA unnamed", "anonymous"),
        ("by USA told by JPN.mod", "counterpart"),
        ('by USA.dod unnamed relayed by "one", "two"', "relayed"),
        ("by hornung", "own"),
        ("by media", "media"),
        ("by narrator", "narrator"),
        ("by text of pact", "text"),
    ],
)
def test_a_statement_has_the_grade_of_how_it_came(who: str, grade: str) -> None:
    office = 'party AUS "Australia" office mod "Ministry"\n'
    book = rulebook(f'{office}statement s in paper paragraph "7a" {who.replace("JPN.mod", "AUS.mod")} says "so"')
    statement = book.statements["s"]
    assert (statement.grade, statement.paragraph, statement.stance, statement.text) == (grade, "7a", "says", "so")


def test_a_statement_keeps_who_what_when_and_to_whom() -> None:
    statement = rulebook(
        'statement s in paper by KOR.mnd, KOR "the minister" told by USA.dod "an aide" on 2014-12-28 to 2014-12-29\n'
        '  basis "the week" to "reporters" about talk, combat, sovereign, pact, members\n'
        '  acknowledges “Understood "well".”'
    ).statements["s"]
    assert statement.speakers == ("KOR.mnd", "KOR")
    assert (statement.description, statement.told_by, statement.told_description) == (
        "the minister",
        "USA.dod",
        "an aide",
    )
    assert statement.on == Day(dt.date(2014, 12, 28), dt.date(2014, 12, 29))
    assert (statement.basis, statement.to) == ("the week", "reporters")
    assert statement.about == ("talk", "combat", "sovereign", "pact", "members")
    assert (statement.stance, statement.text) == ("acknowledges", 'Understood "well".')


def test_an_instrument_keeps_all_its_days_apart() -> None:
    made = rulebook(
        'instrument i "I" between KOR, USA member JPN from 2015-01-01 until 2016-01-01\n'
        "  announced 2014-01-01 signed 2014-02-01 published 2014-03-01 cancelled 2017-01-01 terminated 2018-01-01\n"
        "  in force from 2014-05-01 until 2017 provisional from 2014-02-01\n"
        "  suspended from 2015-01-01 revived 2015-06-01 suspended from 2016-01-01 until 2016-02-01\n"
        '  political part a "A" part b "B" term 5 years renews 1 year notice 90 days cites paper'
    ).instruments["i"]
    assert made.members == (
        Membership("KOR"), Membership("USA"), Membership("JPN", Period(day("2015-01-01"), day("2016-01-01"))),
    )  # fmt: skip
    assert (made.announced, made.signed, made.published) == (day("2014-01-01"), day("2014-02-01"), day("2014-03-01"))
    assert (made.cancelled, made.terminated) == (day("2017-01-01"), day("2018-01-01"))
    assert made.in_force[0].start == day("2014-05-01")
    assert made.provisional == (Period(day("2014-02-01")),)
    assert made.suspended == (
        Period(day("2015-01-01"), day("2015-06-01")), Period(day("2016-01-01"), day("2016-02-01")),
    )  # fmt: skip
    assert (made.term, made.renews, made.notice) == (Duration(5, "years"), Duration(1, "years"), Duration(90, "days"))
    assert (made.is_binding, made.parts, made.cites) == (False, (Part("a", "A"), Part("b", "B")), (Cite("paper"),))


def test_a_rule_keeps_all_its_clauses_in_any_order() -> None:
    rule = rulebook(
        'rule r "R"\n  cites paper paragraph 2\n  obliges JPN to "report"\n  overrides talk\n  unless combat\n  bars\n'
        "  until 2020-01-01\n  since 2014-01-01\n  under pact notes\n  unless provoked\n"
        "  needs request or consent of KOR by president, mnd 30 days before silence 10 days means consent\n"
        "  needs notification to each members(pact) except actor, KOR"
    ).rules["r"]
    assert (rule.instrument, rule.part, rule.held_by) == ("pact", "notes", None)
    assert rule.when == ALWAYS
    assert len(rule.unless) == 2
    assert rule.period == Period(day("2014-01-01"), day("2020-01-01"))
    assert (rule.bars, rule.allows, rule.overrides) == (True, False, ("talk",))
    assert rule.obliges == (Obligation("JPN", "report"),)
    assert rule.needs == (
        Need(
            ("request", "consent"), Addressee(Literal("KOR")), ("president", "mnd"), Duration(30, "days"), "before",
            Duration(10, "days"), "consent",
        ),
        Need(
            ("notification",),
            Addressee(Apply("members", Literal("pact")), is_each=True, besides=(FieldRef("actor"), Literal("KOR"))),
        ),
    )  # fmt: skip


def test_a_held_rule_begins_with_its_first_statement() -> None:
    book = rulebook(
        'rule r "R" held by USA says usa-says bars\nrule q "Q" held by USA says usa-says since 2015-01-01 bars'
    )
    assert book.rules["r"].period.start == day("2014-11-17")
    assert book.rules["q"].period.start == day("2015-01-01")


@pytest.mark.parametrize(
    "whom", ["helper", "sovereign(area)", "each guards(japan)", "each attacked except sovereign(area)"]
)
def test_whom_a_rule_needs_something_of_can_be_computed(whom: str) -> None:
    need = rulebook(f'rule r "R" under pact needs consent of {whom}').rules["r"].needs[0]
    assert str(need.of) == whom


def test_readings_begin_with_their_statement_unless_since_says_otherwise() -> None:
    book = rulebook(
        "reading USA.dod of talk says usa-says unless provoked",
        "reading USA.dod of talk says usa-says since 2015-01-01 rejects",
        "reading USA of talk since 2016 holds until 2017-01-01",
    )
    first, second, third = book.readings
    assert [reading.id for reading in book.readings] == ["USA.dod/talk/1", "USA.dod/talk/2", "USA/talk/1"]
    assert (first.start, first.start_owner) == (day("2014-11-17"), "usa-says")
    assert (second.start, second.start_owner, second.rejects) == (day("2015-01-01"), "USA.dod/talk/2", True)
    assert (third.end, third.holds, third.of_kind) == (day("2017-01-01"), True, "rule")


def test_a_reading_of_a_statement_without_a_day_begins_with_its_source() -> None:
    (reading,) = rulebook('statement s in paper by USA says "a"\nreading USA of talk says s holds').readings
    assert (reading.start, reading.start_owner) == (day("2014-11-18"), "paper")


def test_unsettled_without_a_condition_is_unsettled_always() -> None:
    book = rulebook(
        "reading JPN of talk says jpn-declines unsettled", "reading JPN of pact says jpn-declines unsettled"
    )
    assert [reading.unsettled_when for reading in book.readings] == [ALWAYS, ALWAYS]


def test_since_on_its_own_line_belongs_to_the_reading_and_on_the_line_of_an_entry_to_the_entry() -> None:
    (reading,) = rulebook(
        "reading JPN of sovereign\n  north is KOR since 2010-01-01\n  japan is JPN\n"
        "  since 2012-01-01\n  until 2020-01-01"
    ).readings
    assert (reading.start, reading.end) == (day("2012-01-01"), day("2020-01-01"))
    assert reading.entries[0] == Entry(
        "north", ("KOR",), period=Period(day("2010-01-01")), where=reading.entries[0].where
    )
    assert reading.entries[1].period == Period()


def test_a_reading_can_name_the_office_of_the_one_addressed() -> None:
    book = rulebook('rule r "R" under pact needs consent of KOR', "reading JPN of r since 2014 by president")
    assert book.readings[0].offices == ("president",)


def test_the_values_of_a_saved_question_have_their_types() -> None:
    question = rulebook(
        'question q "What?" on 2014-11-17 known 2014-11-18 about talk\n  given actor = USA,\n    act = strike,'
        " attacked = (KOR, JPN),\n"
        "    deed = none, provoked = no, value = 1_000, helper = none"
    ).questions["q"]
    assert question == SavedQuestion(
        "q", "What?",
        {
            "actor": "USA", "act": "strike", "attacked": ("KOR", "JPN"), "deed": None, "provoked": False, "value": 1000,
            "helper": None,
        },
        day("2014-11-17"), day("2014-11-18"), ("talk",), question.where,
    )  # fmt: skip


def test_a_set_of_a_saved_question_can_be_empty_or_one() -> None:
    book = rulebook(
        'question q "?" given attacked = none',
        'question r "?" given attacked = (KOR)',
        'question s "?" given attacked = KOR',
    )
    assert [question.given["attacked"] for question in book.questions.values()] == [(), ("KOR",), ("KOR",)]


def test_names_may_be_written_in_any_script() -> None:
    book = rulebook('place дальний "Far"\nterm 전투 means area within дальний')
    assert "전투" in book.terms

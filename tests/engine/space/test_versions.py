"""Two versions of a rulebook: what differs, which rules can come out otherwise, where they speak, from which day."""

from __future__ import annotations

import datetime as dt
from random import Random

import msgspec
import pytest

from placet.engine import Decider
from placet.engine.space.amend import amend
from placet.engine.space.asleep import Asleep, asleep_on, waking_day
from placet.engine.space.bounds import BoundsOf, bounds_of_facts, do_meet
from placet.engine.space.versions import Bearing, Declared, declared_differences
from placet.language import load_text
from placet.model import Rulebook
from tests.agreement.generate import random_question, random_rulebook
from tests.agreement.versions import two_versions

TODAY = dt.date(2015, 6, 1)

BASE = """
party ONE "One"
  office left "Left"
  office right "Right"
party TWO "Two"
place land "Land"
place hill "Hill" in land
field act : go, stay "What?"
field at : place "Where?"
term going means act = go
relation owner : place to party or none
  land is ONE
source paper "Paper" published 2015-03-01
statement said in paper by ONE on 2015-02-01 says "It is so."
instrument pact "Pact" between ONE, TWO in force from 2000-01-01
rule leave "Leave" under pact when going and at within land needs consent of owner(at)
rule word "Word" under pact when act = stay needs notification to TWO
rule lower "Lower" under pact when act = stay needs consultation with TWO
rule upper "Upper" under pact when act = stay allows overrides lower
reading ONE of leave unless at = hill says said
"""

LATE = """
instrument late "Late" between ONE in force from 2020-01-01
rule new "New" under late needs consent of TWO
"""


def book(text: str = BASE) -> Rulebook:
    loaded = load_text(f"```placet\n{text}\n```\n")
    assert loaded.rulebook is not None, [one.message for one in loaded.diagnostics]
    return loaded.rulebook


def changed(old: str, new: str) -> Rulebook:
    assert old in BASE
    return book(BASE.replace(old, new))


def test_a_rulebook_that_is_read_twice_differs_in_nothing_wherever_its_lines_stand() -> None:
    assert declared_differences(book(), book("\n\n" + BASE)) == ()


@pytest.mark.parametrize(
    ("old", "new", "difference", "rules"),
    [
        ("act = go", "act = stay", Declared("term", "going", "changed"), {"leave"}),
        ("land is ONE", "land is TWO", Declared("relation", "owner", "changed"), {"leave"}),
        ('place hill "Hill" in land', 'place hill "Hill"', Declared("place", "hill", "changed"), {"leave"}),
        ("published 2015-03-01", "published 2015-04-01", Declared("source", "paper", "changed"), {"leave"}),
        ("notification to TWO", "notification to ONE", Declared("rule", "word", "changed"), {"word"}),
        ("when act = stay allows", "when act = go allows", Declared("rule", "upper", "changed"), {"upper"}),
        (
            "unless at = hill",
            "unless at = land",
            Declared("reading", "ONE/leave/1", "changed", "ONE", "leave"),
            {"leave"},
        ),
        (
            "between ONE, TWO in force from 2000-01-01",
            "between ONE in force from 2000-01-01",
            Declared("instrument", "pact", "changed"),
            {"leave", "word", "lower", "upper"},
        ),
        ('place land "Land"', 'place land "The land"', Declared("place", "land", "changed"), set()),
        ('office left "Left"', 'office left "Links"', Declared("party", "ONE", "changed"), set()),
    ],
)
def test_a_difference_bears_on_the_rules_that_lead_to_it(
    old: str, new: str, difference: Declared, rules: set[str]
) -> None:
    bearing = Bearing(book(), changed(old, new))
    assert bearing.differences == (difference,)
    assert bearing.rules == rules
    assert all(bearing.reasons(rule) == (difference,) for rule in rules)


def test_a_rule_that_a_changed_rule_overrides_is_affected_too() -> None:
    bearing = Bearing(book(), changed("when act = stay allows", "when act = go allows"))
    assert bearing.affected() == {"upper", "lower"}


def test_readings_are_compared_by_what_they_say_and_not_by_their_number() -> None:
    more = "reading ONE of leave holds since 2001-01-01\n"
    before, after = book(BASE), book(BASE.replace("reading ONE", f"{more}reading ONE", 1))
    assert declared_differences(before, after) == (Declared("reading", "ONE/leave/1", "added", "ONE", "leave"),)
    assert declared_differences(after, before) == (Declared("reading", "ONE/leave/1", "removed", "ONE", "leave"),)


def test_readings_in_another_order_are_another_version() -> None:
    before = book(BASE + "reading ONE of leave holds since 2015-02-01\n")
    after = msgspec.structs.replace(before, readings=before.readings[::-1])
    [difference] = declared_differences(before, after)
    assert (difference.kind, difference.change, difference.of) == ("reading", "changed", "leave")


def test_an_office_that_is_heard_for_the_first_time_bears_on_what_its_party_leaves_open() -> None:
    split = "reading ONE.left of word rejects since 2001-01-01\nreading ONE.right of word holds since 2001-01-01\n"
    quiet = BASE.replace('office right "Right"', 'office right "Right"\n  office third "Third"') + split
    heard = quiet + "reading ONE.third of leave holds since 2001-01-01\n"
    # Without a reading the third office answers as its party, which is unsettled; with one it goes by the text.
    assert Bearing(book(quiet), book(heard)).rules == {"leave", "word"}
    found = amend(book(quiet), book(heard), TODAY)
    assert [change.readers for change in found.readers] == [("ONE.third",)]


def test_the_bounds_of_a_rule_are_never_too_narrow() -> None:
    looked = 0
    for seed in range(150):
        rng = Random(seed)
        rulebook = random_rulebook(rng, rng.choice((2, 4, 6)))
        finder = BoundsOf(rulebook)
        question = random_question(rng, rulebook)
        answer = Decider(rulebook, question.on, question.known).answer(question.given)
        facts = bounds_of_facts(rulebook, question.given)
        for reader in answer.readers.values():
            for proof in reader.proof:
                bounds = finder.rule(rulebook.rules[proof.rule])
                assert bounds is not None, f"seed {seed}: {proof.rule}"
                assert do_meet(bounds, facts), f"seed {seed}: {proof.rule}"
                looked += 1
    assert looked > 200


def test_what_is_the_same_in_both_versions_is_the_same_everywhere() -> None:
    before, _, _ = two_versions(1)
    found = amend(before, msgspec.structs.replace(before, name="copy"), TODAY)
    assert (found.differences, found.is_idle, found.readers) == ((), True, ())


def asleep(text: str, on: str, known: str = "") -> list[tuple[str, str, str, str | None]]:
    before, after = book(), book(BASE + text)
    days = (dt.date.fromisoformat(on), dt.date.fromisoformat(known) if known else None)
    found = asleep_on(before, after, declared_differences(before, after), *days)
    return [(one.declared.name, one.why, one.owner, str(one.day) if one.day else None) for one in found]


@pytest.mark.parametrize(
    ("text", "on", "known", "told"),
    [
        (
            LATE,
            "2015-06-01",
            "",
            [("late", "not yet", "late", "2020-01-01"), ("new", "not yet", "late", "2020-01-01")],
        ),
        (
            'instrument past "Past" between ONE in force from 2001-01-01 until 2002-01-01',
            "2015-06-01",
            "",
            [("past", "no longer", "past", "2002-01-01")],
        ),
        ('instrument none-yet "None" between ONE', "2015-06-01", "", [("none-yet", "not yet", "none-yet", None)]),
        (
            'rule new "New" under pact since 2016-03 needs consent of TWO',
            "2015-06-01",
            "",
            [("new", "not yet", "new", "2016-03")],
        ),
        (
            "reading TWO of leave holds since 2015-07-01",
            "2015-06-01",
            "",
            [("TWO/leave/1", "not yet", "TWO/leave/1", "2015-07-01")],
        ),
        (
            "reading ONE of word holds says said",
            "2015-06-01",
            "2015-02-10",
            [("ONE/word/1", "not known", "paper", "2015-03-01")],
        ),
        ("reading ONE of word holds says said", "2015-06-01", "", []),
    ],
)
def test_what_has_no_effect_on_a_day_is_told_with_the_day_that_says_so(
    text: str, on: str, known: str, told: list[tuple[str, str, str, str | None]]
) -> None:
    assert asleep(text, on, known) == told


def test_the_nearest_day_with_effect_is_offered() -> None:
    def one(why: str, day: str | None) -> Asleep:
        from placet.model import Day

        declared = Declared("rule", "new", "added")
        at = Day.exactly(dt.date.fromisoformat(day)) if day is not None else None
        return Asleep(declared, why, "new", at)  # type: ignore[arg-type]  # one of its words

    assert waking_day([one("not yet", "2020-01-01"), one("not yet", "2019-01-01")], TODAY) == dt.date(2019, 1, 1)
    assert waking_day([one("no longer", "2002-01-01")], TODAY) == dt.date(2001, 12, 31)
    assert waking_day([one("not yet", None)], TODAY) is None
    assert waking_day([], TODAY) is None

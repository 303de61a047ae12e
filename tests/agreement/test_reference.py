"""The reference evaluator says what the page on the language says, sentence by sentence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import product
from random import Random

import pytest

from placet.engine.reference import answer_question
from placet.model import (
    Addressee,
    And,
    Apply,
    Compare,
    Const,
    Duration,
    FieldRef,
    Literal,
    LiteralSet,
    Membership,
    Need,
    Not,
    Obligation,
    Open,
    Or,
    Question,
    Relation,
    Step,
    TermRef,
    Type,
    Verdict,
)
from tests.agreement.generate import random_question, random_rulebook
from tests.agreement.worlds import (
    PEACE,
    PROVOKED,
    URGENT,
    ask,
    consent,
    day,
    entry,
    reading,
    rule,
    says,
    since,
    treaty,
    world,
)

GRAVE = TermRef("grave")
SOVEREIGN = Type("place"), Type("party", or_none=True)


def answers(answer):
    return {name: found.answer for name, found in answer.readers.items()}


def steps(answer, reader="KOR"):
    return [requirement.step for requirement in answer.readers[reader].requirements]


# Days


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"in_force": (since("2015-06-01"),)}, "needs"),
        ({"in_force": (since("2015-06-02"),)}, "silent"),
        ({"in_force": (since("2000-01-01", "2015-06-01"),)}, "silent"),
        ({"in_force": (since("2000-01-01", "2015-06-02"),)}, "needs"),
        ({"in_force": (), "provisional": (since("2015-01-01"),)}, "needs"),
        ({"in_force": ()}, "silent"),
        ({"suspended": (since("2015-01-01"),)}, "silent"),
        ({"suspended": (since("2015-01-01", "2015-03-01"),)}, "needs"),
        ({"terminated": day("2015-06-01")}, "silent"),
        ({"terminated": day("2015-06-02")}, "needs"),
        ({"members": (Membership("KOR", since("2015-07-01")),)}, "silent"),
        (
            {"members": (Membership("KOR", since("2001-01-01", "2010-01-01")), Membership("KOR", since("2014-01-01")))},
            "needs",
        ),
    ],
)
def test_a_rule_speaks_while_its_instrument_binds_the_reader(changes, expected):
    assert ask(world(treaty(**changes), rule())).readers["KOR"].answer == expected


def test_a_rule_speaks_within_its_own_period():
    book = world(
        rule("early", period=since("2000-01-01", "2015-01-01")), rule("late", period=since("2016-01-01"), bars=True)
    )
    assert answers(ask(book))["KOR"] == "silent"
    assert answers(ask(book, on=dt.date(2016, 1, 1)))["KOR"] == "barred"


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"in_force": (since("2015-05-01/2015-07-01"),)}, "in force from"),
        ({"in_force": (since("2001-01-01", "2002-01-01"), since("2015-05-01/2015-07-01"))}, "in force from 2"),
        ({"terminated": day("2015-05-01/2015-07-01")}, "terminated"),
        ({"suspended": (since("2014-01-01", "2015-05-01/2015-07-01"),)}, "suspended until"),
    ],
)
def test_a_day_that_is_uncertain_where_it_is_asked_for_is_missing(changes, label):
    found = ask(world(treaty(**changes), rule())).readers["KOR"]
    assert found.answer == "undetermined"
    assert found.missing == (Open("date", "treaty", label),)
    assert found.deciding == ((Open("date", "treaty", label),),)


def test_one_uncertain_day_is_one_point_for_all_rules():
    book = world(treaty(terminated=day("2015-05-01/2015-07-01")), rule("one"), rule("two", needs=(consent("JPN"),)))
    assert ask(book).missing == (Open("date", "treaty", "terminated"),)


# What is known


def test_a_reading_counts_from_the_day_its_source_was_published():
    book = world(rule(), says("denial", on=day("2014-01-01")), reading("KOR", "rule", rejects=True, says=("denial",)))
    assert answers(ask(book, known=dt.date(2014, 12, 31)))["KOR"] == "needs"
    assert answers(ask(book, known=dt.date(2015, 1, 1)))["KOR"] == "silent"
    assert answers(ask(book))["KOR"] == "silent"


def test_a_secret_instrument_is_not_known_before_it_came_to_light():
    book = world(treaty(published=day("2010-01-01")), rule())
    assert answers(ask(book, known=dt.date(2009, 12, 31)))["KOR"] == "silent"
    assert answers(ask(book, known=dt.date(2010, 1, 1)))["KOR"] == "needs"


def test_the_end_of_a_period_is_known_with_its_text_and_a_termination_when_it_happens():
    known = dt.date(2010, 1, 1)
    ended = world(treaty(in_force=(since("2000-01-01", "2015-01-01"),)), rule())
    terminated = world(treaty(terminated=day("2015-01-01")), rule())
    assert answers(ask(ended, known=known))["KOR"] == "silent"
    assert answers(ask(terminated, known=known))["KOR"] == "needs"


# Readings


def test_the_reading_that_began_last_is_effective_and_none_comes_back_after_it():
    first = reading("KOR", "rule", name="first", start=day("2010-01-01"), rejects=True)
    second = reading("KOR", "rule", name="second", start=day("2012-01-01"), end=day("2013-01-01"))
    book = world(rule(), second, first)
    assert [answers(ask(book, on=dt.date(year, 6, 1)))["KOR"] for year in (2009, 2010, 2012, 2014)] == [
        "needs",
        "silent",
        "needs",
        "needs",
    ]


def test_of_two_readings_of_one_day_the_later_in_the_rulebook_is_effective():
    one, two = (reading("KOR", "rule", name=name, rejects=name == "two") for name in ("one", "two"))
    assert answers(ask(world(rule(), one, two)))["KOR"] == "silent"
    assert answers(ask(world(rule(), two, one)))["KOR"] == "needs"


def test_an_office_without_a_reading_of_a_thing_has_its_partys():
    book = world(rule(), reading("USA", "rule", rejects=True), reading("USA.dod", "treaty", "instrument"))
    assert answers(ask(book))["USA.dod"] == "silent"


def test_an_office_whose_own_reading_has_ended_has_its_partys():
    own = reading("USA.dod", "rule", start=day("2010-01-01"), end=day("2012-01-01"))
    book = world(rule(), own, reading("USA", "rule", rejects=True), reading("USA.dod", "grave", "term"))
    assert answers(ask(book))["USA.dod"] == "silent"


def test_only_offices_and_voices_with_something_of_their_own_answer():
    book = world(
        rule(), rule("own", held_by="USA.nsc"), reading("USA.dod", "rule"), reading("press", "rule", holds=True)
    )
    assert list(ask(book).readers) == ["KOR", "JPN", "USA", "USA.dod", "USA.nsc", "press"]


# Columns


def test_a_reader_that_holds_a_rule_or_an_instrument_has_it_without_being_bound():
    bound = treaty(members=(Membership("KOR"),))
    assert answers(ask(world(bound, rule())))["JPN"] == "silent"
    assert answers(ask(world(bound, rule(), reading("JPN", "rule", holds=True))))["JPN"] == "needs"
    assert answers(ask(world(bound, rule(), reading("JPN", "treaty", "instrument", holds=True))))["JPN"] == "needs"


def test_a_reader_that_rejects_a_rule_does_not_have_it_even_where_it_holds_the_instrument():
    held = reading("KOR", "treaty", "instrument", holds=True)
    assert answers(ask(world(rule(), held, reading("KOR", "rule", rejects=True))))["KOR"] == "silent"


def test_a_reader_that_has_not_said_whether_an_instrument_binds_it_is_a_point():
    found = ask(world(rule(), reading("KOR", "treaty", "instrument", unsettled_when=Const(True)))).readers["KOR"]
    assert found.missing == (Open("instrument", "treaty", reader="KOR"),)


def test_a_voice_has_only_what_it_holds_and_is_never_counted():
    book = world(rule("one"), rule("two", bars=True), reading("press", "two", holds=True), reading("press", "one"))
    found = ask(book).readers["press"]
    assert (found.answer, found.role, found.is_counted) == ("barred", "voice", False)


def test_a_rule_that_a_reader_holds_is_in_its_column_alone_and_a_policy():
    found = ask(world(rule(held_by="USA"), reading("USA.dod", "grave", "term")))
    assert answers(found) == {"KOR": "silent", "JPN": "silent", "USA": "needs", "USA.dod": "needs"}
    assert found.readers["USA"].requirements[0].basis == "policy"


# From speaking to standing


@pytest.mark.parametrize(
    ("clauses", "provoked", "urgent", "expected"),
    [
        ({}, True, False, "needs"),
        ({}, False, False, "silent"),
        ({"only_when": URGENT}, True, False, "silent"),
        ({"also_when": URGENT}, False, True, "needs"),
        ({"only_when": Const(False), "also_when": URGENT}, True, True, "needs"),
        ({"unless": (URGENT,)}, True, True, "clear"),
        ({"unless": (URGENT,), "unsettled_when": Const(False)}, True, False, "needs"),
    ],
)
def test_a_reading_narrows_widens_and_excepts(clauses, provoked, urgent, expected):
    book = world(rule(when=PROVOKED), reading("KOR", "rule", **clauses))
    assert ask(book, provoked=provoked, urgent=urgent).readers["KOR"].answer == expected


def test_where_a_reader_has_not_answered_exceptions_are_not_asked():
    book = world(rule(unless=(Const(True),)), reading("KOR", "rule", unsettled_when=URGENT))
    assert ask(book, urgent=False).readers["KOR"].answer == "clear"
    found = ask(book, urgent=True).readers["KOR"]
    assert (found.answer, found.missing) == ("undetermined", (Open("rule", "rule", reader="KOR"),))


def test_a_rule_that_is_itself_overridden_overrides_nothing():
    one, two = rule("one"), rule("two", allows=True, overrides=("one",))
    three = rule("three", allows=True, overrides=("two",), when=PROVOKED)
    book = world(one, two, three)
    assert ask(book, provoked=False).readers["KOR"].answer == "clear"
    assert ask(book, provoked=True).readers["KOR"].answer == "needs"


def test_a_bar_comes_before_a_step_and_a_step_before_silence():
    book = world(rule("one"), rule("two", bars=True, when=PROVOKED), rule("three", allows=True))
    barred = ask(book, provoked=True).readers["KOR"]
    assert (barred.answer, [step.of for step in steps(ask(book, provoked=True))]) == ("barred", ["KOR"])
    assert ask(book, provoked=False).readers["KOR"].answer == "needs"


def test_the_duties_of_standing_rules_are_listed():
    book = world(
        rule(obliges=(Obligation("JPN", "report"),)), rule("other", obliges=(Obligation("USA", "pay"),), when=PROVOKED)
    )
    found = ask(book, provoked=False).readers["KOR"].duties
    assert [(duty.party, duty.text, duty.rule) for duty in found] == [("JPN", "report", "rule")]


# Steps


def test_a_computed_addressee_without_a_value_is_nobody():
    sovereign = Relation("sovereign", *SOVEREIGN, entries=(entry("japan", "JPN"), entry("sea")))
    book = world(sovereign, rule(needs=(consent(Addressee(Apply("sovereign", FieldRef("area")))),)))
    assert [step.of for step in steps(ask(book, area="japan"))] == ["JPN"]
    assert [ask(book, area=area).readers["KOR"].answer for area in ("sea", "asia", None)] == ["clear"] * 3


def test_each_asks_the_members_but_for_those_excepted():
    whom = Addressee(
        Apply("members", Literal("treaty")), is_each=True, besides=(FieldRef("actor"), FieldRef("attacked"))
    )
    found = ask(world(rule(needs=(consent(whom),))), actor="USA", attacked=frozenset({"JPN"}))
    assert [step.of for step in steps(found)] == ["KOR"]


def test_a_step_carries_offices_deadline_and_silence():
    need = Need(
        kinds=("consent", "request"),
        of=Addressee(Literal("KOR")),
        offices=("KOR",),
        deadline=Duration(90, "days"),
        deadline_side="before",
        silence=Duration(1, "months"),
        silence_means="refusal",
    )
    found = ask(world(rule(needs=(need,)), reading("USA", "rule", offices=("USA.dod",))))
    step = Step(("consent", "request"), "KOR", ("KOR",), "90 days before", "1 month means refusal")
    assert steps(found) == [step]
    assert steps(found, "USA")[0].offices == ("USA.dod",)


def test_a_step_has_the_strongest_basis_on_which_it_is_asked():
    pact = treaty(id="pact", is_binding=False)
    book = world(treaty(), pact, rule("one", instrument="pact"), rule("two", when=PROVOKED))
    requirement = ask(book, provoked=True).readers["KOR"].requirements[0]
    assert (requirement.basis, requirement.rules) == ("legal", ("one", "two"))
    assert ask(book, provoked=False).readers["KOR"].requirements[0].basis == "political"
    unknown = ask(book).readers["KOR"]
    assert (unknown.answer, unknown.requirements[0].basis, unknown.requirements[0].rules) == (
        "undetermined",
        "political",
        ("one",),
    )


# Conditions


@pytest.mark.parametrize(
    ("condition", "given", "expected"),
    [
        (Compare(FieldRef("area"), "=", Literal(None)), {"area": None}, True),
        (Compare(FieldRef("area"), "=", FieldRef("area")), {"area": None}, False),
        (Compare(FieldRef("area"), "within", Literal("asia")), {"area": "japan"}, True),
        (Compare(FieldRef("area"), "within", Literal("japan")), {"area": "asia"}, False),
        (Compare(FieldRef("area"), "within", Literal("asia")), {"area": None}, False),
        (Not(Compare(FieldRef("area"), "=", Literal("sea"))), {"area": None}, True),
        (Compare(FieldRef("actor"), "in", LiteralSet(("KOR", "JPN"))), {"actor": "JPN"}, True),
        (Compare(FieldRef("actor"), "in", FieldRef("attacked")), {"actor": "JPN", "attacked": frozenset()}, False),
        (Compare(FieldRef("attacked"), "=", LiteralSet(())), {"attacked": frozenset()}, True),
        (Compare(FieldRef("attacked"), "=", LiteralSet(("KOR", "JPN"))), {"attacked": frozenset({"JPN", "KOR"})}, True),
        (Compare(FieldRef("actor"), "in", Apply("members", Literal("treaty"))), {"actor": "KOR"}, True),
        (Compare(FieldRef("value"), ">=", Literal(5_000_000)), {"value": Decimal("5000000.0")}, True),
        (Compare(FieldRef("value"), "<", Literal(Decimal("1.5"))), {"value": 2}, False),
        (And((PROVOKED, Or((URGENT, Const(True))))), {"provoked": True, "urgent": False}, True),
        (Const(False), {}, False),
    ],
)
def test_a_condition_means_what_it_says(condition, given, expected):
    assert ask(world(rule(when=condition)), **given).readers["KOR"].answer == ("needs" if expected else "silent")


def test_an_unknown_number_is_tried_on_both_sides_of_each_number_it_is_compared_with():
    five, six = (Compare(FieldRef("value"), "<", Literal(number)) for number in (5, 6))
    found = ask(
        world(rule("one", when=five), rule("two", when=Not(six)), rule("three", bars=True, when=And((Not(five), six))))
    )
    assert found.readers["KOR"].answer == "undetermined"
    assert found.missing == (Open("field", "value"),)


# Terms and relations


def test_a_term_is_understood_as_the_reader_reads_it():
    narrow = reading("JPN", "grave", "term", only_when=PROVOKED, also_when=URGENT, unless=(And((URGENT, PROVOKED)),))
    book = world(rule(when=GRAVE), narrow)
    table = {
        (provoked, urgent): answers(ask(book, provoked=provoked, urgent=urgent))["JPN"]
        for provoked, urgent in product((True, False), repeat=2)
    }
    assert table == {(True, True): "silent", (True, False): "needs", (False, True): "needs", (False, False): "silent"}
    assert answers(ask(book, provoked=False, urgent=False))["KOR"] == "needs"


def test_an_unsettled_term_is_one_point_for_the_party_and_the_office_that_has_its_reading():
    book = world(rule(when=GRAVE), reading("USA", "grave", "term", unsettled_when=URGENT), reading("USA.dod", "rule"))
    found = ask(book, urgent=True)
    assert found.readers["USA"].missing == found.readers["USA.dod"].missing == (Open("term", "grave", reader="USA"),)
    assert answers(ask(book, urgent=False))["USA"] == "needs"


def test_a_relation_has_the_readers_entry_or_else_its_own_later_one_of_the_day():
    entries = (entry("sea", "JPN"), entry("sea", "KOR", period=since("2015-01-01", "2015-12-31")))
    sovereign = Relation("sovereign", *SOVEREIGN, entries=entries)
    own = reading("USA", "sovereign", "relation", entries=(entry("sea", "USA"), entry("asia")))
    book = world(sovereign, own, rule(needs=(consent(Addressee(Apply("sovereign", Literal("sea")))),)))
    assert [steps(ask(book), reader)[0].of for reader in ("KOR", "USA")] == ["KOR", "USA"]
    assert steps(ask(book, on=dt.date(2016, 1, 1)))[0].of == "JPN"


def test_an_entry_that_nobody_has_settled_is_one_point_for_all():
    sovereign = Relation("sovereign", *SOVEREIGN, entries=(entry("sea", is_unsettled=True, between=("KOR", "JPN")),))
    book = world(sovereign, rule(needs=(consent(Addressee(Apply("sovereign", Literal("sea")))),)))
    found = ask(book)
    assert set(answers(found).values()) == {"undetermined"}
    assert found.missing == (Open("entry", "sovereign", "sea"),)
    either = world(sovereign, rule(when=Compare(Apply("sovereign", Literal("sea")), "in", LiteralSet(("KOR", "JPN")))))
    assert answers(ask(either))["KOR"] == "needs"


def test_an_unsettled_set_may_be_any_subset():
    hosts = Relation("hosts", Type("place"), Type("party", is_set=True), entries=(entry("sea", is_unsettled=True),))
    both = Compare(Apply("hosts", Literal("sea")), "=", LiteralSet(("KOR", "USA")))
    assert answers(ask(world(hosts, rule(when=both))))["KOR"] == "undetermined"


def test_the_members_of_an_instrument_are_its_parties_of_the_day():
    members = (Membership("KOR"), Membership("JPN", since("2015-05-01")))
    within = Compare(Literal("JPN"), "in", Apply("members", Literal("treaty")))
    book = world(treaty(members=members), rule(held_by="KOR", when=within))
    assert answers(ask(book))["KOR"] == "needs"
    assert answers(ask(book, on=dt.date(2015, 4, 1)))["KOR"] == "silent"
    declared = Relation("members", Type("instrument"), Type("party", is_set=True), entries=(entry("treaty", "KOR"),))
    assert answers(ask(world(treaty(members=members), declared, rule(held_by="KOR", when=within))))["KOR"] == "silent"


# Offices that differ


def test_a_party_is_unsettled_on_a_rule_where_two_of_its_offices_differ():
    book = world(rule(), reading("USA.dod", "rule", unless=(URGENT,)), reading("USA.state", "rule", unless=(PEACE,)))
    found = ask(book, urgent=True, provoked=True)
    assert found.readers["USA"].missing == (Open("rule", "rule", reader="USA"),)
    assert (found.readers["USA.dod"].answer, found.readers["USA.state"].answer) == ("clear", "needs")
    assert ask(book, urgent=True, provoked=False).readers["USA"].answer == "needs"


def test_one_office_with_a_reading_does_not_bind_its_party():
    book = world(rule(), reading("USA.dod", "rule", rejects=True))
    assert answers(ask(book))["USA"] == "needs"


def test_a_party_is_unsettled_on_a_term_an_entry_or_an_instrument_where_its_offices_differ():
    term = world(
        rule(when=GRAVE),
        reading("USA.dod", "grave", "term"),
        reading("USA.nsc", "grave", "term", unless=(Const(True),)),
    )
    assert ask(term).readers["USA"].missing == (Open("term", "grave", reader="USA"),)
    relation = Relation("sovereign", *SOVEREIGN)
    entries = [
        reading(f"USA.{office}", "sovereign", "relation", entries=(entry("sea", party),))
        for office, party in (("dod", "KOR"), ("nsc", "JPN"))
    ]
    needs = (consent(Addressee(Apply("sovereign", Literal("sea")))),)
    assert ask(world(relation, *entries, rule(needs=needs))).readers["USA"].missing == (
        Open("entry", "sovereign", "sea", "USA"),
    )
    stances = [reading("USA.dod", "treaty", "instrument", rejects=True), reading("USA.nsc", "treaty", "instrument")]
    assert ask(world(rule(), *stances)).readers["USA"].missing == (Open("instrument", "treaty", reader="USA"),)


# The comparison


@pytest.mark.parametrize(
    ("things", "expected"),
    [
        ([], Verdict("unregulated")),
        ([rule(held_by="KOR")], Verdict("one-sided")),
        ([rule()], Verdict("agreed")),
        (
            [rule(held_by="KOR"), rule("other", held_by="JPN", needs=(consent("USA"),))],
            Verdict("contested", ("whether",)),
        ),
        ([rule(held_by="KOR"), rule("other", held_by="JPN", bars=True)], Verdict("contested", ("whether",))),
        (
            [rule(held_by="KOR"), rule("other", held_by="JPN", needs=(consent("KOR", kinds=("consultation",)),))],
            Verdict("contested", ("level",)),
        ),
        ([rule(), reading("JPN", "rule", offices=("JPN",))], Verdict("contested", ("office",))),
        (
            [
                rule(),
                rule(
                    "other",
                    held_by="JPN",
                    needs=(consent("KOR", deadline=Duration(1, "days"), deadline_side="before"),),
                ),
                reading("JPN", "rule", rejects=True),
            ],
            Verdict("contested", ("time", "force")),
        ),
        ([rule(when=GRAVE), reading("JPN", "grave", "term", unsettled_when=Const(True))], Verdict("open")),
        ([rule(), reading("USA.dod", "rule", rejects=True)], Verdict("agreed")),
        ([rule(held_by="USA"), reading("USA.dod", "rule", unless=(Const(True),))], Verdict("contested", ("whether",))),
    ],
)
def test_answers_are_compared_over_those_who_are_not_silent(things, expected):
    assert ask(world(*things)).verdict == expected


def test_an_office_counts_only_where_it_differs_from_its_party():
    book = world(rule(held_by="USA"), reading("USA.dod", "rule", unless=(URGENT,)))
    assert not ask(book, urgent=False).readers["USA.dod"].is_counted
    assert ask(book, urgent=True).readers["USA.dod"].is_counted


# Grades


def test_an_answer_is_graded_by_the_weakest_link_of_its_best_rule():
    told = says("told", "JPN", told_by="KOR")
    book = world(told, rule("one"), rule("two", when=PROVOKED), reading("JPN", "one", says=("told",)))
    found = ask(book, provoked=False)
    assert (found.readers["JPN"].grade, found.readers["KOR"].grade) == ("counterpart", "text")
    assert ask(book, provoked=True).readers["JPN"].grade == "text"


def test_a_reading_of_a_term_lowers_the_grade_of_every_rule_that_uses_it():
    book = world(
        says("paper", "media"), rule(when=Or((GRAVE, Const(True)))), reading("KOR", "grave", "term", says=("paper",))
    )
    assert ask(book).readers["KOR"].grade == "media"


def test_an_entry_lowers_the_grade_only_where_its_key_is_possible():
    relation = Relation("sovereign", *SOVEREIGN)
    own = reading("KOR", "sovereign", "relation", entries=(entry("sea", "KOR"),))
    book = world(relation, own, rule(unless=(Compare(Apply("sovereign", FieldRef("area")), "=", Literal("USA")),)))
    assert [ask(book, area=area).readers["KOR"].grade for area in ("sea", "asia")] == ["narrator", "text"]
    assert ask(book).readers["KOR"].grade == "narrator"


def test_silence_has_no_grade():
    assert ask(world()).readers["KOR"].grade is None


# What matters


def test_the_smallest_sets_that_decide_are_all_found():
    three = Compare(FieldRef("area"), "=", Literal("sea"))
    found = ask(world(rule(when=Or((And((PROVOKED, URGENT)), And((PROVOKED, three))))))).readers["KOR"]
    fields = {name: Open("field", name) for name in ("area", "provoked", "urgent")}
    assert found.missing == tuple(fields.values())
    assert found.deciding == ((fields["provoked"],),)


@pytest.mark.parametrize("seed", range(40))
def test_filling_in_an_unknown_never_contradicts_what_was_said_without_it(seed):
    rng = Random(1_000_000 + seed)
    book = random_rulebook(rng, 3)
    for _ in range(3):
        question = random_question(rng, book)
        whole = answer_question(book, question)
        for name, field in book.fields.items():
            if name in question.given or field.type.is_set or field.type.kind == "number":
                continue
            for value in book.domain(field.type):
                filled = answer_question(book, Question(question.given | {name: value}, question.on, question.known))
                for reader, before in whole.readers.items():
                    after = filled.readers[reader]
                    is_free = before.answer != "undetermined" or Open("field", name) not in before.missing
                    assert not is_free or after.answer == before.answer
                    before_steps = {requirement.step for requirement in before.requirements}
                    assert before_steps <= {requirement.step for requirement in after.requirements}


@pytest.mark.parametrize("seed", range(40))
def test_a_deciding_set_of_fields_can_settle_the_answer_and_no_field_less(seed):
    rng = Random(2_000_000 + seed)
    book = random_rulebook(rng, 3)
    question = random_question(rng, book)

    def settles(reader, names):
        domains = [book.domain(book.fields[name].type) for name in names]
        given = [question.given | dict(zip(names, values, strict=True)) for values in product(*domains)]
        found = [answer_question(book, Question(facts, question.on, question.known)) for facts in given]
        return any(answer.readers[reader].answer != "undetermined" for answer in found)

    for reader, found in answer_question(book, question).readers.items():
        for chosen in found.deciding:
            names = [point.name for point in chosen if point.kind == "field"]
            types = [book.fields[name].type for name in names]
            if len(names) == len(chosen) and not any(type_.is_set or type_.kind == "number" for type_ in types):
                assert settles(reader, names)
                assert not any(settles(reader, [other for other in names if other != name]) for name in names)


def test_the_same_seed_makes_the_same_rulebook():
    one, two = (random_rulebook(Random(7), 5) for _ in range(2))
    assert (one.rules, one.readings, one.relations) == (two.rules, two.readings, two.relations)

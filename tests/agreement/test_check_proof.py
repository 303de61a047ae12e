"""The proof checker accepts a certificate that holds and rejects every change to it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from placet.engine.proof.check import check_proof
from placet.model import (
    Addressee,
    Apply,
    Case,
    Compare,
    Const,
    FieldRef,
    Leaf,
    Literal,
    LiteralSet,
    Not,
    Obligation,
    Open,
    Or,
    Relation,
    Rulebook,
    RuleProof,
    Split,
    Type,
    Value,
)
from tests.agreement.worlds import PROVOKED, URGENT, ask, consent, entry, reading, rule, says, since, treaty, world

STANDS = RuleProof("rule", "stands")
NEEDS, SILENT = Leaf("needs", (STANDS,)), Leaf("silent")
PROVOKED_FIELD, URGENT_FIELD, AREA_FIELD = (Open("field", name) for name in ("provoked", "urgent", "area"))
SOVEREIGN = Relation(
    "sovereign",
    Type("place"),
    Type("party", or_none=True),
    entries=(entry("sea", is_unsettled=True, between=("KOR", "JPN")),),
)
ASKS_SOVEREIGN = rule(needs=(consent(Addressee(Apply("sovereign", Literal("sea")))),))


def problems(
    book: Rulebook, cases: Case | None, reader: str = "KOR", said: dict[str, Any] | None = None, **given: Value
):
    """Check one reader's certificate, for the answer that the reference evaluator gives or another that is `said`."""
    answer = ask(book, **given)
    change = msgspec.structs.replace
    shown = change(answer.readers[reader], cases=cases, **(said or {}))
    found = check_proof(book, change(answer, readers={reader: shown}))
    return [problem for problem in found if not problem.endswith(": no answer")]


def either(about: Open, yes: Case, no: Case, member: str = "") -> Split:
    return Split(about, (((True,), yes), ((False,), no)), member=member)


def proof(outcome: str, *by: str, name: str = "rule", **changes: Any) -> RuleProof:
    return RuleProof(name, outcome, by, **changes)


# What holds


CONDITIONAL = world(rule(when=PROVOKED))
CONDITIONAL_CASES = either(PROVOKED_FIELD, NEEDS, SILENT)
EXCEPTED = world(rule(unless=(URGENT,)), reading("KOR", "rule", unless=(PROVOKED,)))
READ_BY = {"readings": ("KOR of rule",), "grade": "narrator"}
OVERRIDDEN = world(rule(), rule("pass", allows=True, overrides=("rule",)))
OVERRIDDEN_LEAF = Leaf("clear", (proof("overridden", "pass"), proof("stands", name="pass")))
NOT_SAID = world(rule(), reading("KOR", "rule", unsettled_when=Const(True)))
RULE_POINT = Open("rule", "rule", reader="KOR")
NOT_SAID_CASES = either(
    RULE_POINT,
    Leaf("needs", (proof("stands", **READ_BY),)),
    Leaf("clear", (proof("settled-no", "KOR of rule", **READ_BY),)),
)
ATTACKED = world(rule(when=Compare(Literal("KOR"), "in", FieldRef("attacked"))))
ATTACKED_FIELD = Open("field", "attacked")
SEA = Open("entry", "sovereign", "sea")


@pytest.mark.parametrize(
    ("book", "cases", "given"),
    [
        (CONDITIONAL, NEEDS, {"provoked": True}),
        (CONDITIONAL, SILENT, {"provoked": False}),
        (CONDITIONAL, CONDITIONAL_CASES, {}),
        (EXCEPTED, Leaf("clear", (proof("excepted", "unless 1", **READ_BY),)), {"urgent": True, "provoked": False}),
        (
            EXCEPTED,
            Leaf("clear", (proof("excepted", "unless 1", "KOR of rule unless 1", **READ_BY),)),
            {"urgent": True, "provoked": True},
        ),
        (OVERRIDDEN, OVERRIDDEN_LEAF, {}),
        (NOT_SAID, NOT_SAID_CASES, {}),
        (ATTACKED, either(ATTACKED_FIELD, NEEDS, SILENT, member="KOR"), {}),
        (world(SOVEREIGN, ASKS_SOVEREIGN), Split(SEA, ((("KOR",), NEEDS), (("JPN",), NEEDS))), {}),
        (world(rule(when=Or((PROVOKED, Not(PROVOKED))))), NEEDS, {}),
        (
            world(treaty(terminated=since("2015-05-01/2015-07-01").start), rule()),
            either(Open("date", "treaty", "terminated"), SILENT, NEEDS),
            {},
        ),
        (
            world(rule(when=Compare(FieldRef("value"), ">=", Literal(5)))),
            Split(Open("field", "value"), (((3,), SILENT), ((5, 900), NEEDS))),
            {},
        ),
    ],
)
def test_a_certificate_that_holds_is_accepted(book, cases, given):
    assert problems(book, cases, **given) == []


def test_a_case_may_leave_open_what_changes_nothing():
    book = world(rule(when=Or((PROVOKED, URGENT))))
    cases = either(PROVOKED_FIELD, NEEDS, either(URGENT_FIELD, NEEDS, SILENT))
    assert problems(book, cases) == []


def test_a_party_whose_offices_differ_is_split_on_its_own_point():
    book = world(rule(), reading("USA.dod", "rule", unless=(Const(True),)), reading("USA.nsc", "rule"))
    graded = {"grade": "narrator", "readings": ("USA.dod of rule", "USA.nsc of rule")}
    cases = either(
        Open("rule", "rule", reader="USA"),
        Leaf("needs", (proof("stands", **graded),)),
        Leaf("clear", (proof("settled-no", "USA.dod; USA.nsc", **graded),)),
    )
    assert problems(book, cases, "USA") == []


# What does not hold


@pytest.mark.parametrize(
    ("book", "cases", "given", "reason"),
    [
        (CONDITIONAL, None, {}, "no certificate"),
        (CONDITIONAL, Leaf("needs"), {"provoked": True}, "the rules that speak are ['rule']"),
        (CONDITIONAL, NEEDS, {"provoked": False}, "the rules that speak are []"),
        (CONDITIONAL, Leaf("needs", (STANDS, STANDS)), {"provoked": True}, "the rules that speak are ['rule']"),
        (CONDITIONAL, Leaf("clear", (STANDS,)), {"provoked": True}, "a case comes to needs, not to clear"),
        (CONDITIONAL, NEEDS, {}, "the rules that speak are []"),
        (CONDITIONAL, either(PROVOKED_FIELD, SILENT, NEEDS), {}, "the rules that speak are"),
        (CONDITIONAL, Split(PROVOKED_FIELD, (((True,), NEEDS),)), {}, "not each of its values once"),
        (
            CONDITIONAL,
            Split(PROVOKED_FIELD, (((True, False), NEEDS), ((False,), SILENT))),
            {},
            "not each of its values once",
        ),
        (CONDITIONAL, Split(Open("field", "weather"), ()), {}, "names 'weather', which there is not"),
        (ATTACKED, either(ATTACKED_FIELD, NEEDS, SILENT, member="JPN"), {}, "the rules that speak are"),
        (ATTACKED, either(ATTACKED_FIELD, NEEDS, SILENT, member="CHN"), {}, "not each of its values once"),
        (world(SOVEREIGN, ASKS_SOVEREIGN), Split(SEA, ((("KOR",), NEEDS),)), {}, "not each of its values once"),
        (
            world(SOVEREIGN, ASKS_SOVEREIGN),
            Split(SEA, ((("KOR", "JPN", "USA"), NEEDS),)),
            {},
            "not each of its values once",
        ),
        (
            EXCEPTED,
            Leaf("needs", (proof("stands", **READ_BY),)),
            {"urgent": True, "provoked": False},
            "is excepted, not stands",
        ),
        (
            EXCEPTED,
            Leaf("clear", (proof("excepted", "KOR of rule unless 1", **READ_BY),)),
            {"urgent": True, "provoked": False},
            "is not excepted by",
        ),
        (
            EXCEPTED,
            Leaf("clear", (proof("excepted", "unless 1", **READ_BY),)),
            {"urgent": True, "provoked": True},
            "is not excepted by",
        ),
        (
            EXCEPTED,
            Leaf("clear", (proof("excepted", **READ_BY),)),
            {"urgent": True, "provoked": False},
            "is not excepted by",
        ),
        (
            EXCEPTED,
            Leaf("clear", (proof("excepted", "unless 1", grade="narrator"),)),
            {"urgent": True, "provoked": False},
            "is read by KOR of rule, which is not named",
        ),
        (
            EXCEPTED,
            Leaf("clear", (proof("excepted", "unless 1", readings=("KOR of rule",), grade="text"),)),
            {"urgent": True, "provoked": False},
            "rests on narrator, not on text",
        ),
        (
            EXCEPTED,
            Leaf("clear", (proof("excepted", "unless 1", readings=("KOR of rule", "nobody"), grade="narrator"),)),
            {"urgent": True, "provoked": False},
            "names a reading that there is not",
        ),
        (OVERRIDDEN, Leaf("needs", (STANDS, proof("stands", name="pass"))), {}, "rule is overridden, not stands"),
        (OVERRIDDEN, Leaf("clear", (proof("overridden"), proof("stands", name="pass"))), {}, "is not overridden by"),
        (
            OVERRIDDEN,
            Leaf("clear", (proof("overridden", "pass", "rule"), proof("stands", name="pass"))),
            {},
            "is not overridden by",
        ),
        (NOT_SAID, Leaf("needs", (proof("stands", **READ_BY),)), {}, "rule is settled-no, not stands"),
        (
            NOT_SAID,
            either(RULE_POINT, *reversed([branch for _, branch in NOT_SAID_CASES.branches])),
            {},
            "rule is stands, not settled-no",
        ),
        (NOT_SAID, Leaf("needs", (proof("open", **READ_BY),)), {}, "not open"),
    ],
)
def test_a_certificate_that_does_not_hold_is_rejected_with_the_reason(book, cases, given, reason):
    (problem,) = problems(book, cases, **given)
    assert problem.startswith("KOR: ")
    assert reason in problem


def test_a_reading_of_another_reader_cannot_be_named():
    book = world(rule(), reading("JPN", "rule"))
    cases = Leaf("needs", (proof("stands", readings=("JPN of rule",), grade="narrator"),))
    assert problems(book, cases, said={"grade": "narrator"}) == ["KOR: JPN of rule does not count for KOR"]


SETTLED = ask(CONDITIONAL, provoked=True).readers["KOR"]
OPEN = ask(CONDITIONAL).readers["KOR"]


@pytest.mark.parametrize(
    ("cases", "given", "said", "part"),
    [
        (NEEDS, {"provoked": True}, {"answer": "clear"}, "answer"),
        (NEEDS, {"provoked": True}, {"answer": "undetermined"}, "answer"),
        (NEEDS, {"provoked": True}, {"requirements": ()}, "requirements"),
        (
            NEEDS,
            {"provoked": True},
            {"requirements": (msgspec.structs.replace(SETTLED.requirements[0], basis="policy"),)},
            "requirements",
        ),
        (
            NEEDS,
            {"provoked": True},
            {"requirements": (msgspec.structs.replace(SETTLED.requirements[0], grade="own"),)},
            "requirements",
        ),
        (
            NEEDS,
            {"provoked": True},
            {"requirements": (msgspec.structs.replace(SETTLED.requirements[0], rules=()),)},
            "requirements",
        ),
        (
            NEEDS,
            {"provoked": True},
            {"duties": ask(world(rule(obliges=(Obligation("KOR", "pay"),)))).readers["KOR"].duties},
            "duties",
        ),
        (NEEDS, {"provoked": True}, {"grade": "official"}, "grade"),
        (NEEDS, {"provoked": True}, {"grade": None}, "grade"),
        (NEEDS, {"provoked": True}, {"missing": (PROVOKED_FIELD,)}, "missing"),
        (CONDITIONAL_CASES, {}, {"answer": "needs"}, "answer"),
        (CONDITIONAL_CASES, {}, {"requirements": SETTLED.requirements}, "requirements"),
        (CONDITIONAL_CASES, {}, {"missing": ()}, "there are two answers"),
        (CONDITIONAL_CASES, {}, {"missing": (URGENT_FIELD,)}, "there are two answers"),
        (CONDITIONAL_CASES, {}, {"missing": (PROVOKED_FIELD, URGENT_FIELD)}, "missing"),
        (CONDITIONAL_CASES, {}, {"deciding": ()}, "deciding"),
        (CONDITIONAL_CASES, {}, {"deciding": ((PROVOKED_FIELD,), (PROVOKED_FIELD,))}, "deciding"),
    ],
)
def test_an_answer_that_the_cases_do_not_come_to_is_rejected(cases, given, said, part):
    assert [
        problem.split(": ")[1].partition(" where")[0] for problem in problems(CONDITIONAL, cases, said=said, **given)
    ] == [part]


def test_a_deciding_set_must_be_among_the_smallest():
    book = world(rule(when=Or((PROVOKED, URGENT))))
    cases = either(PROVOKED_FIELD, NEEDS, either(URGENT_FIELD, NEEDS, SILENT))
    assert ask(book).readers["KOR"].deciding == ((PROVOKED_FIELD,), (URGENT_FIELD,))
    for deciding in (((PROVOKED_FIELD, URGENT_FIELD),), ((PROVOKED_FIELD,),)):
        assert len(problems(book, cases, said={"deciding": deciding})) == 1


def test_the_steps_of_the_cases_must_be_those_of_the_answer():
    book = world(SOVEREIGN, ASKS_SOVEREIGN)
    cases = Split(SEA, ((("KOR",), NEEDS), (("JPN",), NEEDS)))
    said = {"answer": "needs", "missing": (), "deciding": (), "requirements": SETTLED.requirements}
    assert len(problems(book, cases, said=said)) == 1


def test_a_rule_has_the_same_grade_in_all_cases():
    book = world(says("note"), rule(unless=(URGENT,)), reading("KOR", "rule", says=("note",)))
    leaves = [
        Leaf("clear", (proof("excepted", "unless 1", readings=("KOR of rule",), grade=grade),))
        for grade in ("official", "text")
    ]
    both = either(PROVOKED_FIELD, leaves[0], leaves[1])
    assert problems(book, leaves[0], urgent=True) == []
    assert len(problems(book, both, urgent=True)) == 1


def test_every_party_has_an_answer():
    answer = ask(CONDITIONAL, provoked=False)
    kept = {"KOR": msgspec.structs.replace(answer.readers["KOR"], cases=SILENT)}
    assert check_proof(CONDITIONAL, msgspec.structs.replace(answer, readers=kept)) == [
        "JPN: no answer",
        "USA: no answer",
    ]


def test_an_answer_is_that_of_the_reader_under_whose_name_it_stands():
    answer = ask(CONDITIONAL, provoked=False)
    swapped = {party: msgspec.structs.replace(answer.readers["KOR"], cases=SILENT) for party in answer.readers}
    found = check_proof(CONDITIONAL, msgspec.structs.replace(answer, readers=swapped))
    assert found == ["JPN: the answer is that of KOR", "USA: the answer is that of KOR"]


def test_a_number_is_compared_with_is_split_at_each_of_its_cuts():
    book = world(rule(when=Compare(FieldRef("value"), "in", LiteralSet((5, 6)))))
    whole = Split(Open("field", "value"), (((0, "5.5", 9), SILENT), ((5, 6), NEEDS)))
    assert len(problems(book, whole)) == 1


def test_where_nobody_is_known_to_be_asked_the_cases_of_the_addressee_are_followed():
    book = world(rule(needs=(consent(Addressee(Apply("sovereign", FieldRef("area")))),)), SOVEREIGN)
    place = {"asia": (), "japan": (), "sea": ("KOR", "JPN"), None: ()}
    clear = Leaf("clear", (STANDS,))
    branches = tuple(
        ((key,), Split(SEA, ((sovereigns, NEEDS),)) if sovereigns else clear) for key, sovereigns in place.items()
    )
    assert problems(book, Split(AREA_FIELD, branches)) == []

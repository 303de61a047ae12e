"""What a condition in the text becomes in the model."""

from __future__ import annotations

from decimal import Decimal

import pytest

from placet.model import And, Apply, Compare, Condition, Const, FieldRef, Literal, LiteralSet, Not, Or, TermRef
from tests.language.rulebook_text import rulebook

ACTOR, ACT, AREA, ATTACKED, VALUE = (FieldRef(name) for name in ("actor", "act", "area", "attacked", "value"))
PROVOKED = Compare(FieldRef("provoked"), "=", Literal(True))
COMBAT = TermRef("combat")
IS_USA = Compare(ACTOR, "=", Literal("USA"))

CASES: list[tuple[str, Condition]] = [
    ("actor = USA", IS_USA),
    ("USA = actor", IS_USA),
    ("actor != USA", Not(IS_USA)),
    ("not actor = USA", Not(IS_USA)),
    ("(actor = USA)", IS_USA),
    ("act in (strike, share)", Compare(ACT, "in", LiteralSet(("strike", "share")))),
    ("act not in (strike)", Not(Compare(ACT, "in", LiteralSet(("strike",))))),
    ("deed = none", Compare(FieldRef("deed"), "=", Literal(None))),
    ("none = deed", Compare(FieldRef("deed"), "=", Literal(None))),
    ("deed = act", Compare(FieldRef("deed"), "=", ACT)),
    ("attacked = none", Compare(ATTACKED, "=", LiteralSet(()))),
    ("attacked != none", Not(Compare(ATTACKED, "=", LiteralSet(())))),
    ("attacked = (KOR, JPN)", Compare(ATTACKED, "=", LiteralSet(("KOR", "JPN")))),
    ("KOR in attacked", Compare(Literal("KOR"), "in", ATTACKED)),
    ("actor in members(pact)", Compare(ACTOR, "in", Apply("members", Literal("pact")))),
    ("attacked = members(pact)", Compare(ATTACKED, "=", Apply("members", Literal("pact")))),
    ("area within japan", Compare(AREA, "within", Literal("japan"))),
    ("area not within japan", Not(Compare(AREA, "within", Literal("japan")))),
    ("north within area", Compare(Literal("north"), "within", AREA)),
    ("sovereign(area) = actor", Compare(Apply("sovereign", AREA), "=", ACTOR)),
    ("sovereign(japan) = KOR", Compare(Apply("sovereign", Literal("japan")), "=", Literal("KOR"))),
    ("sovereign(area) = none", Compare(Apply("sovereign", AREA), "=", Literal(None))),
    ("sovereign(area) in (KOR, JPN)", Compare(Apply("sovereign", AREA), "in", LiteralSet(("KOR", "JPN")))),
    ("KOR in guards(area)", Compare(Literal("KOR"), "in", Apply("guards", AREA))),
    ("guards(area) = none", Compare(Apply("guards", AREA), "=", LiteralSet(()))),
    ("value >= 5_000_000", Compare(VALUE, ">=", Literal(5_000_000))),
    ("1.5 < value", Compare(VALUE, ">", Literal(Decimal("1.5")))),
    ("value = 5", Compare(VALUE, "=", Literal(5))),
    ("value in (5, 6)", Or((Compare(VALUE, "=", Literal(5)), Compare(VALUE, "=", Literal(6))))),
    ("provoked", PROVOKED),
    ("provoked = yes", PROVOKED),
    ("provoked = no", Compare(FieldRef("provoked"), "=", Literal(False))),
    ("not provoked", Not(PROVOKED)),
    ("combat", COMBAT),
    ("always", Const(True)),
    ("not never", Not(Const(False))),
    ("combat and provoked and actor = USA", And((COMBAT, PROVOKED, IS_USA))),
    ("combat or (provoked and actor = USA)", Or((COMBAT, And((PROVOKED, IS_USA))))),
    ("not combat and provoked", And((Not(COMBAT), PROVOKED))),
    ("not (combat or provoked)", Not(Or((COMBAT, PROVOKED)))),
    ("actor = USA\n  and # a comment\n  combat", And((IS_USA, COMBAT))),
]


@pytest.mark.parametrize(("text", "condition"), CASES, ids=[text for text, _ in CASES])
def test_a_condition_becomes_its_value(text: str, condition: Condition) -> None:
    assert rulebook(f"term asked means {text}").terms["asked"].means == condition


@pytest.mark.parametrize("text", [text for text, _ in CASES if "value in" not in text])
def test_the_text_of_a_condition_means_the_same_again(text: str) -> None:
    means = rulebook(f"term asked means {text}").terms["asked"].means
    assert rulebook(f"term asked means {means}").terms["asked"].means == means


def test_a_value_of_the_list_on_the_other_side_comes_before_other_names() -> None:
    more = "field kind : japan, provoked, other\nterm asked means kind = japan or kind in (provoked, other)"
    means = rulebook(more).terms["asked"].means
    kind = FieldRef("kind")
    assert means == Or((Compare(kind, "=", Literal("japan")), Compare(kind, "in", LiteralSet(("provoked", "other")))))


def test_mixing_and_with_or_is_read_with_and_first() -> None:
    means = rulebook("term asked means combat or provoked and actor = USA").terms["asked"].means
    assert means == Or((COMBAT, And((PROVOKED, IS_USA))))

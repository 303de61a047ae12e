"""What is found without effect on some days and with some facts, and what is left out because it is about others."""

from __future__ import annotations

import datetime as dt

import pytest

from placet.engine.deep.find import find_without_effect
from placet.engine.deep.scope import Scope
from placet.language.load import load_text
from placet.model import Rulebook

HARBOUR = """
party EAST "East"
party WEST "West"
place sea "Sea"
place quay "Quay"
field act : berth, dredge, sail "What do they do?"
field actor : party "Who does it?"
field area : place "Where?"
field armed : yes or no "Armed?"
field hours : number "How long?"
source gazette "Gazette"
relation owner : place to party
  sea is EAST
  quay is WEST
instrument pact "Pact"
  between EAST, WEST
  in force from 2000-01-01
  cites gazette
"""


def rulebook(text: str) -> Rulebook:
    loaded = load_text(f"```placet\n{HARBOUR}{text}\n```\n")
    assert loaded.rulebook is not None, loaded.diagnostics
    return loaded.rulebook


def found(text: str, scope: Scope) -> set[tuple[str, str, str]]:
    """Return the kind, the owner with its clause and what alone makes it so, of all that is found."""
    return {
        (one.kind, f"{one.spot.owner} {one.spot.clause}{one.spot.index or ''}".strip(), one.elsewhere)
        for one in find_without_effect(rulebook(text), scope=scope)
    }


def rule(name: str, *lines: str) -> str:
    return "\n".join([f'rule {name} "{name}"', "  under pact", *(f"  {line}" for line in lines), ""])


DREDGE = Scope(given={"act": "dredge"})


@pytest.mark.parametrize(
    ("lines", "scope"),
    [
        (["when act = sail", "bars"], DREDGE),
        (["when armed and not act = dredge", "bars"], DREDGE),
        (["when armed or hours > 3", "unless act = dredge", "bars"], DREDGE),
        (["when owner(area) = EAST", "bars"], Scope(given={"area": "quay"})),
        (["when owner(area) != actor", "bars"], Scope(given={"area": "quay", "actor": "WEST"})),
        (["when hours > 24 and armed", "bars"], Scope(given={"hours": 3})),
    ],
)
def test_a_rule_that_asks_for_another_value_of_what_is_given_is_left_out(lines: list[str], scope: Scope) -> None:
    assert found(rule("entry", *lines), scope) == {("rule-never-stands", "entry", "facts")}
    assert found(rule("entry", *lines), Scope()) == set()


def test_a_rule_that_another_overrides_in_these_situations_is_found() -> None:
    text = rule("general", "when armed", "bars") + rule("special", "when act = dredge", "overrides general", "allows")
    assert found(text, DREDGE) == {("rule-never-stands", "general", "")}
    assert found(text, Scope(given={"act": "sail"})) == {("rule-never-stands", "special", "facts")}


def test_a_rule_whose_exceptions_together_leave_nothing_of_it_in_these_situations_is_found() -> None:
    text = rule("entry", "when hours > 3", "unless act = dredge and armed", "unless not armed", "bars")
    assert found(text, DREDGE) == {("rule-never-stands", "entry", "")}


def test_a_condition_that_is_true_only_because_it_is_given_is_no_finding() -> None:
    text = rule("entry", "when act = dredge and (armed or hours > 3)", "bars")
    assert found(text, DREDGE) == set()
    assert found(text, Scope(given={"act": "dredge", "armed": True, "hours": 5})) == set()


def test_a_condition_that_is_constant_whatever_the_facts_is_found_beside_the_given_one() -> None:
    text = rule("entry", "when act = dredge and (armed or not armed)", "bars")
    assert {kind for kind, _, _ in found(text, DREDGE)} == {"constant-condition"}


def test_an_exception_that_asks_for_other_facts_is_left_out_and_one_that_is_covered_is_found() -> None:
    text = rule("entry", "when hours > 3", "unless armed", "unless act = dredge and armed and hours > 5", "bars")
    assert found(text, Scope(given={"act": "sail"})) == {("exception-never-bites", "entry unless1", "facts")}
    narrower = rule("entry", "when hours > 3", "unless act = dredge and armed", "unless armed and hours > 5", "bars")
    assert found(narrower, DREDGE) == {("exception-never-bites", "entry unless1", "")}


def test_an_override_that_is_never_needed_in_these_situations_is_found() -> None:
    text = rule("general", "when act = sail or armed", "bars")
    text += rule("special", "when act = sail or not armed", "overrides general", "allows")
    assert found(text, DREDGE) == {("override-without-effect", "special overrides", "")}


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("unless act = sail", {("exception", "facts")}),
        ("only when act = dredge", {("clause", "facts")}),
        ("also when act = sail and hours > 3", {("clause", "facts")}),
        ("unsettled when act = sail", {("clause", "facts")}),
        ("unless act = dredge and not armed", {("reading", "")}),
        ("only when act = sail or armed", {("reading", "")}),
    ],
)
def test_a_reading_is_equal_to_the_text_unless_it_is_about_other_facts(
    clause: str, expected: set[tuple[str, str]]
) -> None:
    text = rule("entry", "when armed", "bars") + f"reading WEST of entry\n  since 2001-01-01\n  {clause}\n"
    if clause.startswith("also when"):
        # What is widened is about other facts, for it cannot be true with these.
        text = text.replace("when armed\n", "when armed or hours > 5\n", 1)
    kinds = {"clause-without-effect": "clause", "reading-equals-text": "reading"}
    assert {
        ("exception" if owner.endswith("unless") else kinds[kind], elsewhere)
        for kind, owner, elsewhere in found(text, DREDGE)
    } == expected


def test_a_widening_of_what_is_true_for_the_given_facts_is_about_other_facts() -> None:
    text = rule("entry", "when act = dredge", "bars")
    text += "reading WEST of entry\n  since 2001-01-01\n  also when hours > 5\n"
    assert found(text, DREDGE) == {("clause-without-effect", "WEST/entry/1 also when", "facts")}


@pytest.mark.parametrize("clause", ["only when armed", "unless armed", "also when act = sail and armed"])
def test_what_a_reading_changes_of_a_term_that_is_about_other_facts_is_left_out(clause: str) -> None:
    text = rule("entry", "when visit or hours > 3", "bars") + "term visit means act = sail and hours > 1\n"
    text += f"reading WEST of visit\n  since 2001-01-01\n  {clause}\n"
    assert {elsewhere for _, _, elsewhere in found(text, DREDGE)} == {"facts"}
    assert found(text, Scope(given={"act": "sail"})) == set()


def test_what_is_not_in_force_on_the_day_is_left_out_and_what_has_no_effect_on_it_is_found() -> None:
    text = rule("late", "since 2010-01-01", "when armed", "bars")
    text += rule("general", "when armed", "bars")
    text += rule("special", "since 2004-01-01", "when armed or hours > 3", "overrides general", "allows")
    text += "reading WEST of general\n  since 2006-01-01\n  unless hours > 5\n"
    assert found(text, Scope(dt.date(2003, 1, 1))) == {
        ("rule-never-stands", "late", "days"),
        ("rule-never-stands", "special", "days"),
        ("reading-never-effective", "WEST/general/1", "days"),
    }
    assert ("rule-never-stands", "general", "") in found(text, Scope(dt.date(2005, 1, 1)))
    assert ("rule-never-stands", "general", "") not in found(text, Scope())


def test_what_was_not_public_is_about_other_days() -> None:
    text = 'source paper "Paper" published 2008-01-01\n' + rule("entry", "when armed", "bars")
    text += 'statement said in paper\n  by WEST\n  about entry\n  denies "That it must ask."\n'
    text += "reading WEST of entry\n  since 2001-01-01\n  says said\n  unless hours > 5\n"
    only = {("reading-never-effective", "WEST/entry/1", "days")}
    assert found(text, Scope(known=dt.date(2005, 1, 1))) == only
    assert found(text, Scope(known=dt.date(2009, 1, 1))) == set()


def test_an_entry_of_other_days_is_left_out_and_one_that_the_relation_has_that_day_is_found() -> None:
    text = rule("entry", "when owner(area) = actor", "bars")
    text += (
        "reading WEST of owner\n  since 2000-06-01\n  sea is WEST until 2005-01-01\n  quay is WEST since 2004-01-01\n"
    )
    found_then = found(text, Scope(dt.date(2007, 1, 1)))
    assert ("clause-without-effect", "WEST/owner/1 entry", "days") in found_then
    assert ("clause-without-effect", "WEST/owner/1 entry1", "") in found_then


def test_a_fact_that_no_field_has_is_refused() -> None:
    with pytest.raises(ValueError, match="`moor` is no value of `act`"):
        find_without_effect(rulebook(""), scope=Scope(given={"act": "moor"}))

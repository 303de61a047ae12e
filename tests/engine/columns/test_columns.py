"""Readers who read nothing of the same rules go by one column, made once; whoever reads one of them has its own."""

from __future__ import annotations

import msgspec

from placet.engine.columns.calendar import Calendar
from placet.engine.columns.columns import ground_columns
from placet.model import Membership
from tests.agreement.worlds import TODAY, URGENT, reading, rule, treaty, world


def columns_of(*things):
    return ground_columns(Calendar(world(*things), TODAY, None))


def test_readers_who_read_nothing_of_the_rules_that_bind_them_share_one_column():
    found = columns_of(rule("one"), rule("two", overrides=("one",), when=URGENT))
    assert [ground.rule.id for ground in found["KOR"]] == ["two", "one"]
    assert found["KOR"] is found["JPN"] is found["USA"]


def test_a_reader_of_one_rule_has_a_column_of_its_own_in_which_the_others_are_shared():
    found = columns_of(rule("one"), rule("two"), reading("JPN", "one", only_when=URGENT))
    assert found["KOR"] is found["USA"]
    own, common = ({ground.rule.id: ground for ground in found[name]} for name in ("JPN", "KOR"))
    assert own["one"].speaks != common["one"].speaks
    assert own["two"] is common["two"]


def test_a_party_that_other_rules_bind_does_not_share_the_column():
    pact = treaty(id="pact", members=(Membership("KOR"), Membership("USA")))
    found = columns_of(treaty(), pact, rule("one"), msgspec.structs.replace(rule("two"), instrument="pact"))
    assert found["KOR"] is found["USA"]
    assert [ground.rule.id for ground in found["JPN"]] == ["one"]
    assert [ground.rule.id for ground in found["KOR"]] == ["one", "two"]

"""What is certain or possible within a part of all situations is what is so anywhere, as far as that part goes."""

from __future__ import annotations

import sys
from importlib import import_module

import pytest

from placet.engine.space.around import SituationsWithin
from placet.engine.space.differences import roots_of
from tests.agreement.pairs import make_cases

around_module = import_module("placet.engine.space.around")


@pytest.mark.parametrize("few_parts", [1, 8, sys.maxsize])
def test_sets_within_a_part_are_those_of_all_situations_cut_to_it(few_parts, monkeypatch):
    monkeypatch.setattr(around_module, "FEW_PARTS", few_parts)
    looked_at = 0
    for case in make_cases(range(3000, 3100)):
        sides = case.sides.sides
        roots = list(dict.fromkeys(roots_of(sides)))
        situations = SituationsWithin(sides[0].calendar.variables, roots)
        every = {root: (situations.possible(root), situations.certain(root)) for root in roots}
        speaking = dict.fromkeys(ground.speaks for side in sides for ground in side.rules)
        parts = dict.fromkeys(map(situations.possible, speaking))
        for part in [each for each in parts if each > 1][:3]:
            situations.care = part
            for root, (possible, certain) in every.items():
                assert situations.possible(root) == situations.diagrams.both(part, possible), (case.seed, root)
                assert situations.certain(root) == situations.diagrams.both(part, certain), (case.seed, root)
                looked_at += 1
            situations.care = 1
    assert looked_at > 100

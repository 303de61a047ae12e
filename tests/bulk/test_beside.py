"""Workers beside each other answer the same, and compile what they need once."""

from __future__ import annotations

import datetime as dt
from random import Random

import numpy as np
import pytest

from placet.bulk.answering import Answered, TextPool
from placet.bulk.auto_engine import AutoEngine
from placet.bulk.engines import EngineName, engine_maker
from placet.bulk.plan import Plan
from placet.engine.sweep import sweeper
from placet.model import Rulebook
from tests.bulk.tables import plan_for, write_csv

ON = dt.date(2014, 6, 1)
ROWS = 3_000


@pytest.fixture
def plan(river: Rulebook, tmp_path) -> Plan:
    return plan_for(river, write_csv(tmp_path / "t.csv", ["act", "volume"], [["release", "1"]]), on=ON)[0]


def rows(plan: Plan, seed: int) -> dict[str, np.ndarray]:
    """Return codes of random rows, of which every sixth cell is unknown."""
    rng = Random(seed)
    sizes = {"act": 2, "volume": 2}
    return {
        field: np.array([rng.randrange(size) if rng.random() > 0.16 else -1 for _ in range(ROWS)], np.int64)
        for field, size in sizes.items()
    }


def texts(found: Answered, pools: tuple[TextPool, ...]) -> list[list[str]]:
    assert found.undecided is None
    return [[pool.texts[code] for code in column] for column, pool in zip(found.columns, pools, strict=True)]


@pytest.mark.parametrize("name", ["auto", "numpy", "rows"])
def test_an_engine_beside_another_gives_the_same_answers(plan: Plan, name: EngineName) -> None:
    pools = tuple(TextPool() for _ in plan.outputs)
    first = engine_maker(name)(plan, ON, None, pools)
    asked = rows(plan, 1)
    wanted = texts(first.answer(asked, ROWS), pools)
    beside = first.beside()
    assert beside is not first
    assert texts(beside.answer(rows(plan, 2), ROWS), pools) != wanted
    assert texts(beside.answer(asked, ROWS), pools) == wanted


def test_what_one_engine_has_compiled_the_one_beside_it_uses(plan: Plan, monkeypatch) -> None:
    pools = tuple(TextPool() for _ in plan.outputs)
    first = AutoEngine(plan, ON, None, pools)
    asked = rows(plan, 3)
    wanted = texts(first.answer(asked, ROWS), pools)
    for name in ("compile_whole", "compile_staged", "outcomes_of"):
        monkeypatch.setattr(sweeper, name, None)
    assert texts(first.beside().answer(asked, ROWS), pools) == wanted

"""The collector of garbage is held back, and neither wakes up to what was made meanwhile nor forgets about it."""

from __future__ import annotations

import subprocess
import sys

import pytest

FRAME = """
import gc
from placet.engine.logic import collector

class Ring:
    pass

def make(number):
    for _ in range(number):
        ring = Ring()
        ring.itself = ring

def alive():
    return sum(type(each) is Ring for each in gc.get_objects())
"""
"""A process of its own: that of the tests has set all aside that was there when it began."""

SPARED = """
with collector.collector_held_back():
    kept = [[] for _ in range(50_000)]
print(gc.isenabled(), gc.get_count()[0] < 100, gc.get_freeze_count(), len(gc.get_objects(generation=2)) > 50_000)
"""

IN_CIRCLES = """
collector.MOST_SPARED = 60_000
found = []
for _ in range(6):
    with collector.collector_held_back():
        make(25_000)
    found.append(alive())
print(max(found) <= 60_000, 0 in found)
"""

SET_ASIDE = """
kept = [[] for _ in range(1_000)]
gc.freeze()
before = gc.get_freeze_count()
with collector.collector_held_back():
    more = [[] for _ in range(50_000)]
print(gc.get_freeze_count() == before)
"""

ALREADY = """
gc.disable()
with collector.collector_held_back():
    kept = [[] for _ in range(50_000)]
print(gc.isenabled())
"""


@pytest.mark.parametrize(
    ("done", "said"),
    [
        pytest.param(SPARED, "True True 0 True", id="what is new is taken for old"),
        pytest.param(IN_CIRCLES, "True True", id="what hangs together in circles is found in the end"),
        pytest.param(SET_ASIDE, "True", id="what others have set aside stays aside"),
        pytest.param(ALREADY, "False", id="where it did not run it does not afterwards"),
    ],
)
def test_holding_back_the_collector_costs_no_pass_and_loses_nothing(done: str, said: str) -> None:
    run = subprocess.run([sys.executable, "-c", FRAME + done], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == said

"""How the process that serves the pages is set up, and what it makes ready before anybody asks."""

from __future__ import annotations

import datetime as dt
import gc
import sys

from placet.engine.variation.verdict_map import DAY_AXES
from placet.web import first
from placet.web.controls import days_of
from placet.web.languages import language
from placet.web.meanings import Meanings
from placet.web.over_time import saved_over_time
from placet.web.passages import text_of, things_of
from placet.web.worlds import Worlds

COLLECT_AFTER = (10_000, 10, 10)
"""After how many new objects garbage is looked for: a page makes a hundred thousand that go by themselves."""

SWITCH_S = 0.001
"""How long one page is worked on while others wait: short, so that a quick one gets through beside a slow one."""


def set_up() -> None:
    """Set the process up for answering many short questions beside a few long ones."""
    gc.set_threshold(*COLLECT_AFTER)
    sys.setswitchinterval(SWITCH_S)


def prepare(worlds: Worlds, today: dt.date) -> None:
    """Load every rulebook and reckon what the first pages show, so that nobody waits for it."""
    first.prepare(worlds)
    for name in worlds.names[:1]:
        world = worlds.show(name).world
        if world is not None:
            text_of(world)
            things_of(world)
            Meanings(language("en"), world)
            for axis in DAY_AXES:
                days_of(world, axis)
            if world.lasting is not None:
                world.lasting.prepare(today)
            for question in world.book.questions.values():
                saved_over_time(world, question)

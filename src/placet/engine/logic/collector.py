"""Holding back the collector of garbage while very many values are made, few of which hang together in circles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 20_000
"""So many new values are worth while to be spared."""

MOST_SPARED = 1_000_000
"""Once so many values have been spared, all are looked through."""


@contextmanager
def collector_held_back() -> Iterator[None]:
    """Do something without looking for garbage in circles, which would take an eighth of the time and find little.

    What is new afterwards is taken for old: to look through it at once would take as long again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _spared.add_what_is_new()
            gc.enable()


class _Spared:
    """Values that have been taken for old, though nobody has looked through them."""

    def __init__(self) -> None:
        self.number = 0

    def add_what_is_new(self) -> None:
        """Spare all values made since the collector last looked; now and then, look through everything instead."""
        new = gc.get_count()[0]
        # What somebody else has set aside for good must not come back with the rest.
        if new < MANY or gc.get_freeze_count():
            return
        if self.number and self.number + new > MOST_SPARED:
            self.number = 0
            gc.collect()
            return
        self.number += new
        gc.freeze()
        gc.unfreeze()


_spared = _Spared()

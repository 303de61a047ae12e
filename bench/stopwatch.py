"""Time calls in turns, so that a disturbance of the machine hits all contestants alike.

Time is processor time of this process, in which all contestants run on one thread: on an idle machine it is the time on
the clock, and on a busy one it leaves out the turns of others.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec


class Contestant(msgspec.Struct, frozen=True):
    """A call to time on each of `inputs[repetition]`; the inputs of `warm_up` come before and are not counted."""

    name: str
    call: Callable[[Any], object]
    warm_up: Sequence[Any]
    inputs: Sequence[Sequence[Any]]


class Timing(msgspec.Struct, frozen=True):
    """Microseconds a call: the median over the repetitions, and the quickest and slowest repetition."""

    name: str
    median_us: float
    low_us: float
    high_us: float
    calls: int


def time_in_turns(contestants: Sequence[Contestant]) -> list[Timing]:
    """Time every contestant once in each repetition, one after the other; the collector of garbage rests meanwhile."""
    for contestant in contestants:
        for each in contestant.warm_up:
            contestant.call(each)
    seconds: list[list[float]] = [[] for _ in contestants]
    for repetition in range(len(contestants[0].inputs)):
        for contestant, found in zip(contestants, seconds, strict=True):
            found.append(_time_block(contestant.call, contestant.inputs[repetition]))
    return [_timing(contestant, found) for contestant, found in zip(contestants, seconds, strict=True)]


def _time_block(call: Callable[[Any], object], inputs: Sequence[Any]) -> float:
    """Return the mean time of a call in seconds."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        for each in inputs:
            call(each)
        return (time.process_time() - start) / len(inputs)
    finally:
        gc.enable()


def _timing(contestant: Contestant, seconds: list[float]) -> Timing:
    return Timing(
        contestant.name,
        statistics.median(seconds) * 1e6,
        min(seconds) * 1e6,
        max(seconds) * 1e6,
        sum(len(inputs) for inputs in contestant.inputs),
    )

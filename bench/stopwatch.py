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
    """Microseconds a call.

    `single_us` is the median of the single calls, by the clock; `median_us` the median over the repetitions of the
    mean of a repetition, in processor time, beside its quickest and slowest repetition.
    """

    name: str
    single_us: float
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
    singles: list[list[int]] = [[] for _ in contestants]
    for repetition in range(len(contestants[0].inputs)):
        for contestant, found, single in zip(contestants, seconds, singles, strict=True):
            found.append(_time_block(contestant.call, contestant.inputs[repetition], single))
    return [_timing(*each) for each in zip(contestants, seconds, singles, strict=True)]


def _time_block(call: Callable[[Any], object], inputs: Sequence[Any], singles: list[int]) -> float:
    """Return the mean time of a call in seconds, and add the nanoseconds of each to `singles`."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        for each in inputs:
            begin = time.perf_counter_ns()
            call(each)
            singles.append(time.perf_counter_ns() - begin)
        return (time.process_time() - start) / len(inputs)
    finally:
        gc.enable()


def _timing(contestant: Contestant, seconds: list[float], singles: list[int]) -> Timing:
    return Timing(
        contestant.name,
        statistics.median(singles) / 1e3,
        statistics.median(seconds) * 1e6,
        min(seconds) * 1e6,
        max(seconds) * 1e6,
        sum(len(inputs) for inputs in contestant.inputs),
    )

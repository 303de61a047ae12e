"""A bound on the processor time of one piece of work, so that a hang is told with the input that hangs.

Processor time, not the clock: another program that keeps the machine busy is no hang.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class Hang(BaseException):
    """Raised in the midst of work that goes on too long; nothing that is meant for faults of a text may catch it."""


@contextmanager
def within(cpu_s: float) -> Iterator[None]:
    """End what runs inside with `Hang` when it has taken this many seconds of the processor."""

    def end(number: int, frame: object) -> None:
        raise Hang(f"not done after {cpu_s:g} s")

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, cpu_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)

"""What every peer offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bench.decide.ground import Ground
from bench.sweep.question import Asked

Answers = NDArray[np.bool_]


class Peer(Protocol):
    """An engine that has been given the norms and goes through situations, by their numbers (`bench.sweep.situations`).

    `threads` are those it may use; `most` is how many situations it is asked for, None: all of them.
    """

    name: str
    how: str
    threads: int
    most: int | None

    def __init__(self, ground: Ground, asked: Sequence[Asked]) -> None:
        """State the norms in the peer's language and prepare what can be prepared."""
        ...

    def take(self, stretches: Sequence[range]) -> None:
        """Take in situations, where the peer keeps them as a table of its own; what it is then asked about is this."""
        ...

    def answers(self, stretch: range) -> Answers:
        """Return for each situation of a stretch, a row each, which of the outputs are true."""
        ...

    def sweep(self, stretches: Sequence[range]) -> list[int]:
        """Return for each output in how many of the situations that were taken in it is true."""
        ...

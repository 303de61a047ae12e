"""What every peer offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bench.decide.ground import Ground
from bench.sweep.question import Asked


class Peer(Protocol):
    """An engine that has been given the norms and goes through all combinations of the fields' values."""

    name: str
    how: str
    threads: int

    def __init__(self, ground: Ground, asked: Sequence[Asked]) -> None:
        """State the norms in the peer's language and prepare what can be prepared."""
        ...

    def sweep(self) -> list[int]:
        """Return for each output in how many of all situations it is true."""
        ...

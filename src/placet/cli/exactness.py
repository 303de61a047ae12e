"""What a command says where an exact answer is out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from placet.cli.trouble import Trouble

if TYPE_CHECKING:
    from placet.model import Rulebook


@contextmanager
def exact_answer(book: Rulebook, help: str = "") -> Iterator[None]:
    """Say that too much is unknown where an answer cannot be worked out.

    Args:
        book: the rulebook that is asked.
        help: what to do instead, as a sentence; empty: to give more facts.

    Raises:
        Trouble: so much is unknown that no exact answer can be had.
    """
    from placet.engine import DiagramTooLarge

    try:
        yield
    except DiagramTooLarge:
        raise Trouble(
            "too much is unknown for an exact answer",
            help or f"Give more facts; `placet fields {book.name}` lists them.",
        ) from None


@contextmanager
def exact_regions(book: Rulebook) -> Iterator[None]:
    """Say that there is too much to look at where regions of situations cannot be worked out.

    Raises:
        Trouble: a region is too large to be worked out exactly.
    """
    from placet.engine import DiagramTooLarge

    try:
        yield
    except DiagramTooLarge:
        raise Trouble(
            "the regions are too large to be worked out exactly",
            f"Give some facts, as in `act=…`; `placet fields {book.name}` lists them.",
        ) from None

"""What cannot be read, and how much is read at most."""

from __future__ import annotations

MOST_BYTES = 50_000_000
"""How large a file may be; an article is a hundredth of that."""

MOST_CHARACTERS = 10_000_000
"""How long a page or a text may be once it is decoded."""

MOST_ELEMENTS = 60_000
"""How many elements a page may have."""

MOST_ATTRIBUTES = 5_000
"""How many attributes an element of a page may have."""

MOST_LINES = 200_000
"""How many lines a text may have."""

MOST_PAGES = 2_000
"""How many pages a PDF may have."""


class Unreadable(Exception):
    """A file that no document can be made of; the files beside it can still be read.

    Attributes:
        message: what is wrong with it.
        help: what mends it, as a sentence.
    """

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


def too_large(size: int) -> Unreadable:
    """Return what is said of a file of so many bytes."""
    return Unreadable(
        f"it has {size:,} bytes, more than the {MOST_BYTES:,} that are read",
        "Give the article alone, or cut the file into parts.",
    )

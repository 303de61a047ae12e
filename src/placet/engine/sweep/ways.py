"""Rows with unknown cells by what is unknown in them, and for which of these kinds a program of its own is made.

An unknown field can be completed with all its values, which takes time for each row and doubles with each digit, or be
taken out of the expressions when a program is made, which takes about a second once. A program is made as soon as the
rows that have come so far would have paid for it; the answers are the same either way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Rows = NDArray[np.int64]

MAKING_NS = 100_000.0
"""About how many nanoseconds it takes, for each operation of the program that completes, to make one without a field;
each further field doubles it."""

MOST_MADE = 64
"""How many such programs are made at most, so that memory stays bounded."""

MOST_DIGITS = 13
"""How many digits the unknown fields of a row may have together for its completions to be written out: those of 64 rows
are some 40 MB then."""

BESIDE = 10.0
"""To complete a row takes so many times as long as to run the program for it: what comes out is joined and compared."""

KEYED_AT_ONCE = 40


class Ways:
    """Says which kinds of rows have a program of their own, and remembers how many rows of each have come.

    Args:
        digits: how many digits each field has.
        operations: how many operations the program has that completes.
        word_ns: how many nanoseconds an operation on one word takes.
        fold_ns: how many nanoseconds an operation takes when a value is put in.
    """

    def __init__(self, digits: Mapping[str, int], operations: int, *, word_ns: float, fold_ns: float) -> None:
        self._digits = dict(digits)
        self._completion_ns = operations * word_ns / 64 * BESIDE
        self._folded_ns = operations * fold_ns
        self._making_ns = operations * MAKING_NS
        self._lost_ns: dict[tuple[str, ...], float] = {}
        self._made: set[tuple[str, ...]] = set()
        self._refused: set[tuple[str, ...]] = set()

    def is_own(self, unknown: tuple[str, ...], count: int) -> bool:
        """Say whether `count` rows in which some fields, and no others, are unknown get a program of their own."""
        if unknown in self._made:
            return True
        if unknown in self._refused or len(self._made) + len(self._refused) >= MOST_MADE:
            return False
        lost = self._lost_ns[unknown] = self._lost_ns.get(unknown, 0.0) + self._row_ns(unknown) * count
        if lost < self._making_ns * 2 ** (len(unknown) - 1):
            return False
        self._made.add(unknown)
        return True

    def refuse(self, unknown: tuple[str, ...]) -> None:
        """Note that a kind of rows can have no program of its own."""
        self._made.discard(unknown)
        self._refused.add(unknown)

    def is_long(self, unknown: Sequence[str]) -> bool:
        """Say whether rows in which some fields are unknown have too many completions to be written out."""
        return self._digits_of(unknown) > MOST_DIGITS

    def _row_ns(self, unknown: Sequence[str]) -> float:
        if self.is_long(unknown):
            return self._folded_ns
        completed: float = self._completion_ns * 2 ** self._digits_of(unknown)
        return min(completed, self._folded_ns)

    def _digits_of(self, fields: Sequence[str]) -> int:
        return sum(self._digits[field] for field in fields)


def by_unknown(unknown: Mapping[str, Flags], rows: Rows) -> Iterator[tuple[tuple[str, ...], Rows]]:
    """Yield rows in which the same fields are unknown, with these fields."""
    if not len(rows):
        return
    keys = np.zeros(len(rows), np.int64)
    for place, where in enumerate(unknown.values(), 1):
        keys = keys << 1 | where[rows]
        if place % KEYED_AT_ONCE == 0:
            keys = np.unique(keys, return_inverse=True)[1].ravel()
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    for part in np.split(rows[order], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1):
        yield tuple(field for field, where in unknown.items() if where[part[0]]), part

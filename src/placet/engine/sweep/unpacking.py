"""From output planes back to rows: numbers for bits, and a number for each pattern of bits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Words = NDArray[np.uint64]
    Octets = NDArray[np.uint8]


def octets_of(planes: Words, count: int) -> Octets:
    """Return for each row the bits that up to eight planes have there, the first plane's bit lowest.

    Args:
        planes: up to eight planes.
        count: how many rows there are.
    """
    groups = planes.shape[1] * 8
    rows = np.zeros((groups, 8), np.uint8)
    rows[:, : planes.shape[0]] = planes.astype("<u8", copy=False).view(np.uint8).T
    # Eight octets of eight rows each, as one word: its bits are turned over along the diagonal.
    word = rows.view("<u8").ravel().astype(np.uint64, copy=False)
    for shift, mask in ((7, 0x00AA00AA00AA00AA), (14, 0x0000CCCC0000CCCC), (28, 0x00000000F0F0F0F0)):
        swapped = (word ^ (word >> np.uint64(shift))) & np.uint64(mask)
        word = word ^ swapped ^ (swapped << np.uint64(shift))
    return word.astype("<u8", copy=False).view(np.uint8)[:count]


class Follower(Protocol):
    """A back end that goes from pattern to pattern in compiled code."""

    def follow(
        self, planes: Words, count: int, steps: NDArray[np.int32], at: NDArray[np.int32], start: int
    ) -> tuple[int, int, int]:
        """Return how many words are done, and from which pattern and plane it did not go on."""
        ...


class PatternCodes:
    """Numbers for the patterns of bits that rows have in some planes.

    A row begins at the empty pattern, number 0, and goes on to another for each plane that is true there.

    Args:
        planes: how many planes there are.
        follower: goes from pattern to pattern; None: numpy does.
    """

    def __init__(self, planes: int, follower: Follower | None = None) -> None:
        self.planes = planes
        self.follower = follower
        self.patterns: list[tuple[int, ...]] = [()]
        """For each number the planes that are true."""
        self._steps = np.full((64, max(planes, 1)), -1, np.int32)

    def codes(self, planes: Words, count: int) -> NDArray[np.int32]:
        """Return the number of each row's pattern."""
        at = np.zeros(count, np.int32)
        if self.follower is None:
            for plane in np.flatnonzero(planes.any(axis=1)).tolist():
                self._follow_plane(plane, planes[plane], at)
            return at
        done = 0
        while done < planes.shape[1]:
            done, place, plane = self.follower.follow(planes, count, self._steps, at, done)
            if done < planes.shape[1]:
                self._learn(plane, [place])
        return at

    def _follow_plane(self, plane: int, bits: Words, at: NDArray[np.int32]) -> None:
        octets = bits.astype("<u8", copy=False).view(np.uint8)
        rows = np.flatnonzero(np.unpackbits(octets, count=len(at), bitorder="little").view(np.bool_))
        if not len(rows):
            return
        here = at[rows]
        found = self._steps[:, plane].take(here)
        if found.min() < 0:
            self._learn(plane, np.unique(here[found < 0]).tolist())
            found = self._steps[:, plane].take(here)
        at[rows] = found

    def _learn(self, plane: int, places: list[int]) -> None:
        """Add the patterns that rows came to for the first time by way of a plane."""
        more = len(self.patterns) + len(places) - len(self._steps)
        if more > 0:
            room = np.full((more + len(self._steps), self._steps.shape[1]), -1, np.int32)
            self._steps = np.vstack([self._steps, room])
        for place in places:
            self._steps[place, plane] = len(self.patterns)
            self.patterns.append((*self.patterns[place], plane))

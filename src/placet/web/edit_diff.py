"""Two texts line by line, and three: what was changed, by whom, and what both changes come to together."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Literal

import msgspec

AROUND = 3
"""How many unchanged lines are shown around a change."""

CAREFUL = 4000
"""Up to how many lines every line counts, also one that stands there often."""

MINE, MIDDLE, THEIRS = "<<<<<<< mine", "=======", ">>>>>>> theirs"
"""The lines between which both sides stand where they changed the same lines."""


class Row(msgspec.Struct, frozen=True):
    """A line of a difference: the same, gone, new, or `left`: unchanged lines that are left out (`text`: how many)."""

    kind: Literal["same", "gone", "new", "left"]
    before: int
    after: int
    text: str


class Chunk(msgspec.Struct, frozen=True):
    """Lines of three texts that stand in the same place.

    `kind` says who changed them: nobody, `mine` alone, `theirs` alone, `both` in the same way, or both otherwise
    (`conflict`).
    """

    kind: Literal["same", "mine", "theirs", "both", "conflict"]
    line: int
    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


def rows_between(before: str, after: str) -> list[Row]:
    """Return how two texts differ: changed lines with a few around them."""
    one, other = before.split("\n"), after.split("\n")
    rows: list[Row] = []
    blocks = _blocks(one, other)
    if all(tag == "equal" for tag, *_ in blocks):
        return []
    for number, (tag, i1, i2, j1, j2) in enumerate(blocks):
        if tag != "equal":
            rows += [Row("gone", at + 1, 0, one[at]) for at in range(i1, i2)]
            rows += [Row("new", 0, at + 1, other[at]) for at in range(j1, j2)]
            continue
        head = 0 if number == 0 else min(AROUND, i2 - i1)
        tail = 0 if number == len(blocks) - 1 else min(AROUND, i2 - i1 - head)
        left = i2 - i1 - head - tail
        rows += [Row("same", i1 + at + 1, j1 + at + 1, one[i1 + at]) for at in range(head)]
        if left:
            rows.append(Row("left", 0, 0, str(left)))
        rows += [Row("same", i2 - at, j2 - at, one[i2 - at - 1]) for at in reversed(range(tail))]
    return rows


def chunks_of(base: str, mine: str, theirs: str) -> list[Chunk]:
    """Return three texts side by side: the common ancestor, and what either side made of it."""
    old, one, other = base.split("\n"), mine.split("\n"), theirs.split("\n")
    chunks: list[Chunk] = []
    at = i = j = 0
    for start, mine_start, theirs_start, size in [*_common(old, one, other), (len(old), len(one), len(other), 0)]:
        if start > at or mine_start > i or theirs_start > j:
            parts = (tuple(old[at:start]), tuple(one[i:mine_start]), tuple(other[j:theirs_start]))
            chunks.append(Chunk(_kind(*parts), at + 1, *parts))
        if size:
            same = tuple(old[start : start + size])
            chunks.append(Chunk("same", start + 1, same, same, same))
        at, i, j = start + size, mine_start + size, theirs_start + size
    return chunks


def merged(chunks: list[Chunk]) -> str:
    r"""Return both changes put together; where they meet, both stand there between lines that mark it.

    >>> merged(chunks_of("a\nb\nc", "A\nb\nc", "a\nb\nC"))
    'A\nb\nC'
    """
    lines: list[str] = []
    for one in chunks:
        match one.kind:
            case "theirs":
                lines += one.theirs
            case "conflict":
                lines += [MINE, *one.mine, MIDDLE, *one.theirs, THEIRS]
            case _kind:
                lines += one.mine
    return "\n".join(lines)


def has_marks(text: str) -> bool:
    """Say whether two sides still stand in a text between the lines that mark it."""
    lines = set(text.split("\n"))
    return MINE in lines or THEIRS in lines


def _kind(
    base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]
) -> Literal["mine", "theirs", "both", "conflict"]:
    if mine == theirs:
        return "both"
    if mine == base:
        return "theirs"
    return "mine" if theirs == base else "conflict"


def _blocks(one: list[str], other: list[str]) -> list[tuple[str, int, int, int, int]]:
    """Return how one list of lines becomes another; what both begin and end with is put aside first."""
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(other)) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    middle = (one[head : len(one) - tail], other[head : len(other) - tail])
    found: list[tuple[str, int, int, int, int]] = [("equal", 0, head, 0, head)] if head else []
    if middle[0] or middle[1]:
        matcher = SequenceMatcher(None, *middle, autojunk=max(map(len, middle)) > CAREFUL)
        found += [(tag, i1 + head, i2 + head, j1 + head, j2 + head) for tag, i1, i2, j1, j2 in matcher.get_opcodes()]
    if tail:
        found.append(("equal", len(one) - tail, len(one), len(other) - tail, len(other)))
    return found


def _common(base: list[str], mine: list[str], theirs: list[str]) -> list[tuple[int, int, int, int]]:
    """Return the lines that all three share: where they stand in each, and how many follow each other."""
    ours = [(i1, j1, i2 - i1) for tag, i1, i2, j1, _ in _blocks(base, mine) if tag == "equal"]
    others = [(i1, j1, i2 - i1) for tag, i1, i2, j1, _ in _blocks(base, theirs) if tag == "equal"]
    found = []
    x = y = 0
    while x < len(ours) and y < len(others):
        one, other = ours[x], others[y]
        start, end = max(one[0], other[0]), min(one[0] + one[2], other[0] + other[2])
        if start < end:
            found.append((start, one[1] + start - one[0], other[1] + start - other[0], end - start))
        if one[0] + one[2] < other[0] + other[2]:
            x += 1
        else:
            y += 1
    return found

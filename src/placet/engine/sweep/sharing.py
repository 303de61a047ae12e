"""Conjunctions that share parts: the pairs that many of them have in common, made once."""

from __future__ import annotations

import heapq
from collections import defaultdict

MOST_PARTS = 20
"""Conjunctions of more parts are cut into pieces before pairs are looked for."""


def cut_long(parts: list[int], most: int = MOST_PARTS) -> list[list[int]]:
    """Return the pieces into which a long conjunction is cut; where two have a run in common, the same pieces.

    >>> cut_long([1, 2, 3], most=4)
    [[1, 2, 3]]
    >>> one, other = cut_long(list(range(0, 200, 2)), most=8), cut_long(list(range(40, 240, 2)), most=8)
    >>> any(piece in other for piece in one)
    True
    """
    if len(parts) <= most:
        return [parts]
    pieces: list[list[int]] = [[]]
    for part in sorted(parts):
        pieces[-1].append(part)
        # Where a piece ends hangs on the parts alone, not on where in the conjunction they stand.
        length = len(pieces[-1])
        if length == most or (length > 2 and not (part * 2654435761 & 0xFFFFFFFF) >> 30):
            pieces.append([])
    return [piece for piece in pieces if piece]


def share_pairs(conjunctions: list[set[int]], new: int) -> list[tuple[int, int]]:
    """Replace, again and again, the pair of parts that most conjunctions have in common by one new part.

    Args:
        conjunctions: the parts of each; they are changed.
        new: the number of the first new part; each one after it is greater by 2.

    Returns:
        For each new part the two that it stands for, of which one may itself be new.
    """
    where: dict[tuple[int, int], set[int]] = defaultdict(set)
    for number, parts in enumerate(conjunctions):
        in_order = sorted(parts)
        for place, one in enumerate(in_order):
            for other in in_order[place + 1 :]:
                where[one, other].add(number)
    heap = [(-len(found), pair) for pair, found in where.items() if len(found) > 1]
    heapq.heapify(heap)
    pairs: list[tuple[int, int]] = []
    while heap:
        count, pair = heapq.heappop(heap)
        found = where[pair]
        if len(found) < 2:
            continue
        if len(found) != -count:
            heapq.heappush(heap, (-len(found), pair))
            continue
        one, other = pair
        pairs.append(pair)
        touched = set()
        for number in sorted(found):
            parts = conjunctions[number]
            parts.discard(one)
            parts.discard(other)
            for part in parts:
                where[(one, part) if one < part else (part, one)].discard(number)
                where[(other, part) if other < part else (part, other)].discard(number)
                where[part, new].add(number)
                touched.add(part)
            parts.add(new)
        for part in sorted(touched):
            if len(where[part, new]) > 1:
                heapq.heappush(heap, (-len(where[part, new]), (part, new)))
        new += 2
    return pairs

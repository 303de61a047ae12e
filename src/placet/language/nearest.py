"""The nearest known name to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name that `word` was most likely meant to be, or None.

    Upper and lower case, hyphen and underscore count as equal; otherwise up to a third of the letters may differ,
    two letters that changed places counting as one.

    >>> nearest("base-ues", ["base-use", "entry"]), nearest("kor", ["KOR", "JPN"]), nearest("x", ["KOR"])
    ('base-use', 'KOR', None)
    """
    wanted = _plain(word)
    best: str | None = None
    best_distance = max(1, len(wanted) // 3) + 1 if len(wanted) > 1 else 1
    for name in known:
        candidate = _plain(name)
        if abs(len(candidate) - len(wanted)) >= best_distance:
            continue
        distance = _distance(wanted, candidate, best_distance)
        if distance < best_distance and name != word:
            best, best_distance = name, distance
            if distance == 0:
                break
    return best


def _plain(word: str) -> str:
    return word[:60].casefold().replace("_", "-")


def _distance(left: str, right: str, limit: int) -> int:
    if left == right:
        return 0
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) >= limit:
            return limit
    return row[-1]

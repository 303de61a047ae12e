"""Find what leads back to itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def find_cycles(edges: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return a way round for each knot of names that lead back to themselves, begun at the name declared first.

    >>> find_cycles({"a": ["b"], "b": ["c"], "c": ["b"], "d": ["d"]})
    [['b', 'c'], ['d']]
    """
    cycles: list[list[str]] = []
    done: set[str] = set()
    for root in edges:
        if root in done:
            continue
        path: list[str] = [root]
        on_path = {root: 0}
        waiting = [iter(edges[root])]
        while waiting:
            following = next(waiting[-1], None)
            if following is None:
                done.add(path[-1])
                del on_path[path.pop()]
                waiting.pop()
            elif following in on_path:
                cycles.append(path[on_path[following] :])
            elif following not in done and following in edges:
                on_path[following] = len(path)
                path.append(following)
                waiting.append(iter(edges[following]))
    return cycles


def order_by_need(edges: Mapping[str, Iterable[str]]) -> list[str]:
    """Return all names so that each stands behind those it leads to; there must be no cycle.

    >>> order_by_need({"a": ["b"], "b": []})
    ['b', 'a']
    """
    ordered: list[str] = []
    seen: set[str] = set()
    for root in edges:
        if root in seen:
            continue
        seen.add(root)
        path = [(root, iter(edges[root]))]
        while path:
            name, waiting = path[-1]
            following = next((other for other in waiting if other not in seen and other in edges), None)
            if following is None:
                ordered.append(name)
                path.pop()
            else:
                seen.add(following)
                path.append((following, iter(edges[following])))
    return ordered

"""Compare two answers of a large world in a process of its own; print how long it took and how much memory it needed.

Run as `python -m bench.space.probe agreements|facts|charter placet|plain|z3|clingo found|covered|told|in full`;
`plain` is placet without the library of diagrams.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.load.probe import peak_memory_mb
from bench.space.worlds import ON, READERS, amended, charter, many_agreements, one_set_of_facts
from placet.engine.logic import binary_diagrams
from placet.engine.logic.collector import collector_held_back
from placet.engine.space import Perspective, Sides, compare, sides_of
from placet.engine.space.compare import tell_regions
from placet.model import Rulebook

RULES = 5000
READER = "ALD"
Pair = tuple[tuple[Rulebook, str], tuple[Rulebook, str]]


def two_readers(book: Rulebook) -> Pair:
    """Return the two readers of a world."""
    one, other = READERS
    return (book, one), (book, other)


def two_versions() -> Pair:
    """Return a charter before and after it is amended."""
    book = charter()
    return (book, READER), (amended(book), READER)


WORLDS: dict[str, Callable[[], Pair]] = {
    "agreements": lambda: two_readers(many_agreements(RULES)),
    "facts": lambda: two_readers(one_set_of_facts(RULES)),
    "charter": two_versions,
}


def ask_placet(pair: Pair, how: str) -> dict[str, float]:
    """Find all regions with their counts and rules, also in conditions, also with examples, answers and evidence."""
    one, other = (Perspective(book, reader, ON) for book, reader in pair)
    start = time.process_time()
    if how in ("found", "covered"):
        with collector_held_back():
            sides = Sides(*sides_of((one, other)))
            differences = sides.differences()
            counts = [sides.situations.count(each.region) for each in differences]
            told = tell_regions(sides, differences, in_full=False) if how == "covered" else []
            pieces = [each.pieces(sides.situations) for each in told]
        rules, conditions = {each.rule for each in differences}, sum(map(len, pieces))
        shortened = sum(each.rest > 0 for each in told)
    else:
        found = compare(one, other, in_full=how == "in full")
        counts = [region.count for region in found.regions]
        rules = {region.rule for region in found.regions}
        conditions = sum(len(region.pieces) for region in found.regions)
        shortened = sum(region.rest > 0 for region in found.regions)
    seconds = time.process_time() - start
    assert all(counts)
    return {
        "seconds": seconds,
        "peak_mb": peak_memory_mb(),
        "regions": len(counts),
        "conditions": conditions,
        "shortened": shortened,
        "rules": len(rules),
    }


@contextmanager
def without_library() -> Iterator[None]:
    """Let placet make all diagrams itself, as where the library is not installed."""
    fewest = binary_diagrams.FEWEST_FUNCTIONS
    binary_diagrams.FEWEST_FUNCTIONS = sys.maxsize
    try:
        yield
    finally:
        binary_diagrams.FEWEST_FUNCTIONS = fewest


def ask_solver(name: str, pair: Pair) -> dict[str, float]:
    """Find one situation in which the answers differ; lowering the rulebook is not counted."""
    from bench.space.versus import versus

    if name == "z3":
        from bench.space.peers.z3_peer import Z3Peer as Peer
    else:
        from bench.space.peers.clingo_peer import ClingoPeer as Peer
    asked = versus(*pair, ON)
    start = time.process_time()
    assert Peer(asked).witness()
    return {"seconds": time.process_time() - start, "peak_mb": peak_memory_mb()}


def main() -> None:
    """Measure what the command line names."""
    world, engine, how = sys.argv[1:4]
    pair = WORLDS[world]()
    if engine == "plain":
        with without_library():
            found = ask_placet(pair, how)
    else:
        found = ask_placet(pair, how) if engine == "placet" else ask_solver(engine, pair)
    print(json.dumps(found))


if __name__ == "__main__":
    main()

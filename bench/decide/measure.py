"""Measure one decision: placet and its peers, the same question on the same rules in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from bench.decide.agreement import verify_decider, verify_peer
from bench.decide.fold import Fold
from bench.decide.ground import Ground, ground_rulebook
from bench.decide.peers.peer import Peer
from bench.decide.peers.roll import load_peers
from bench.decide.situations import SituationSource
from bench.decide.workload import ON, load_workload, reference_results
from bench.stopwatch import Contestant, Timing, time_in_turns
from placet.engine import Decider, Decision
from placet.model import Rulebook

REPETITIONS = 7
SITUATIONS = 1050
VERIFIED = 200
VERIFIED_PARTIAL = 50
VERIFIED_SHARES = (0.1, 0.3)
"""With more unknown, the reference takes too long to ask it often."""
WARM_UP = 20_000
"""Other situations that placet answers before it is timed: its memory of what answers hang on is full then."""
WARM_UP_PEER = 50
WARM_UP_UNKNOWN = 300
SHARES = (0.1, 0.3, 0.5, 0.8)

BARE = "placet: answers and verdict"
PROVED = "placet: with the proof of all readings"
MATTERING = "placet: answers, verdict, facts that matter"
WHOLE = "placet: and smallest deciding sets, proof"
AGAIN = "placet: the same situations once more"
COLD = "placet: answers and verdict, nothing answered before"


class Unknown(msgspec.Struct, frozen=True):
    """One share of unknown facts: how long an answer takes, and what it says on average."""

    share: float
    fields: float
    timing: Timing
    undetermined: float
    mattering: float


class Results(msgspec.Struct, frozen=True):
    """Everything that was measured of decisions."""

    workload: str
    verified: int
    verified_unknown: int
    decisions: list[tuple[str, Timing]]
    unknown: list[Unknown]
    compiling: list[tuple[str, float]]
    missing: list[str]


def measure_decisions(situations: int = SITUATIONS, repetitions: int = REPETITIONS) -> Results:
    """Verify and time all engines that are installed.

    Raises:
        ValueError: where an engine does not answer like the reference.
    """
    book = load_workload()
    ground = ground_rulebook(book, ON)
    fold = Fold(ground)
    source = SituationSource(book, seed=1960)
    kinds, missing = load_peers()
    compiling = [("placet", _build_time_ms(lambda: Decider(book, ON, None)))]
    compiling += [(f"{kind.name}, {kind.how}", _build_time_ms(partial(kind, ground))) for kind in kinds]
    decider = Decider(book, ON, None)
    peers = [kind(ground) for kind in kinds]
    _verify_all(book, decider, peers, fold, source)
    blocks = [source.take(situations // repetitions) for _ in range(repetitions)]
    warm_up = source.take(WARM_UP)
    proving = Decider(book, ON, None)
    contestants = [
        Contestant(BARE, decider.decide, warm_up, blocks),
        Contestant(COLD, Decider(book, ON, None).decide, [], blocks),
        Contestant(AGAIN, decider.decide, [], blocks),
        Contestant(PROVED, lambda given: proving.answer(given, prove=True), warm_up, blocks),
        *(Contestant(peer.name, _asking(peer, fold), warm_up[:WARM_UP_PEER], blocks) for peer in peers),
    ]
    timings = time_in_turns(contestants)
    warm = f"compiled once, after {WARM_UP:,} other situations"
    hows = [warm, "compiled once", "compiled once, answers remembered", warm, *(peer.how for peer in peers)]
    return Results(
        workload=describe_workload(book, ground),
        verified=VERIFIED,
        verified_unknown=VERIFIED_PARTIAL * len(VERIFIED_SHARES),
        decisions=list(zip(hows, timings, strict=True)),
        unknown=_measure_unknown(book, source, situations, repetitions),
        compiling=compiling,
        missing=missing,
    )


def describe_workload(book: Rulebook, ground: Ground) -> str:
    """Return the size of the workload in words."""
    facts, size = len(ground.domains), 1
    for domain in ground.domains.values():
        size *= len(domain)
    return (
        f"{len(book.rules)} rules, {len(book.readings)} readings of {len(book.parties)} readers, {facts} facts, "
        f"{size:,} situations; for the peers {len(ground.norms)} norms and {len(ground.outputs)} outputs "
        f"in {len(ground.columns)} columns"
    )


def _verify_all(book: Rulebook, decider: Decider, peers: list[Peer], fold: Fold, source: SituationSource) -> None:
    situations = source.take(VERIFIED)
    expected = [reference_results(book, given) for given in situations]
    verify_decider(book, decider, situations)
    for peer in peers:
        verify_peer(peer, fold, situations, expected)
    for share in VERIFIED_SHARES:
        verify_decider(book, decider, source.take_partial(VERIFIED_PARTIAL, share))


def _asking(peer: Peer, fold: Fold) -> Callable[[dict[str, Any]], object]:
    return lambda given: fold.answers(peer.decide(given))


def _build_time_ms(build: Callable[[], object]) -> float:
    """Return the median of five builds."""
    times = []
    for _ in range(5):
        start = time.process_time()
        build()
        times.append(time.process_time() - start)
    return statistics.median(times) * 1e3


def _measure_unknown(book: Rulebook, source: SituationSource, situations: int, repetitions: int) -> list[Unknown]:
    """Time the answers alone, and whole answers, each by an engine of its own that remembers nothing of the others'."""
    judge = Decider(book, ON, None)
    contestants = []
    for share in SHARES:
        blocks = [source.take_partial(situations // repetitions, share) for _ in range(repetitions)]
        warm_up = source.take_partial(WARM_UP_UNKNOWN, share)
        contestants.append(Contestant(MATTERING, Decider(book, ON, None).decide, warm_up, blocks))
        fewer = [block[: max(1, len(block) // 5)] for block in blocks]
        contestants.append(Contestant(WHOLE, Decider(book, ON, None).answer, warm_up, fewer))
    timings = time_in_turns(contestants)
    return [
        _describe_unknown(share, timing, [judge.decide(given) for given in contestant.inputs[0]], len(book.fields))
        for share, timing, contestant in zip(
            (share for share in SHARES for _ in range(2)), timings, contestants, strict=True
        )
    ]


def _describe_unknown(share: float, timing: Timing, decisions: list[Decision], fields: int) -> Unknown:
    answers = [reader.answer for decision in decisions for reader in decision.readers.values()]
    mattering = [sum(point.kind == "field" for point in decision.missing) for decision in decisions]
    undetermined = sum(answer == "undetermined" for answer in answers) / len(answers)
    return Unknown(share, share * fields, timing, undetermined, statistics.mean(mattering))

"""Nobody is timed before having answered like the reference."""

from __future__ import annotations

from collections.abc import Sequence

from bench.decide.fold import Fold, ReaderResult
from bench.decide.peers.peer import Peer
from bench.decide.workload import ON
from placet.engine import Decider
from placet.engine.reference import answer_question
from placet.model import Answer, Question, Rulebook
from placet.model.conditions import Scalar


def verify_peer(
    peer: Peer, fold: Fold, situations: Sequence[dict[str, Scalar]], expected: Sequence[dict[str, ReaderResult]]
) -> None:
    """Check a peer's answers against the reference's.

    Raises:
        ValueError: with the first situation in which they differ.
    """
    for given, wanted in zip(situations, expected, strict=True):
        _compare(f"{peer.name} ({peer.how})", given, fold.named(fold.answers(peer.decide(given))), wanted)


def verify_decider(book: Rulebook, decider: Decider, situations: Sequence[dict[str, Scalar]]) -> None:
    """Check placet's whole answers, with what is missing and would decide, against the reference's.

    Raises:
        ValueError: with the first situation in which they differ.
    """
    for given in situations:
        wanted = answer_question(book, Question(dict(given), ON))
        _compare("placet", given, _content(decider.answer(given)), _content(wanted))
        decided = decider.decide(given)
        _compare("placet", given, (decided.verdict.kind, decided.missing), (wanted.verdict.kind, wanted.missing))


def _content(answer: Answer) -> object:
    readers = {
        name: (reader.answer, reader.requirements, reader.grade, reader.missing, reader.deciding)
        for name, reader in answer.readers.items()
    }
    return readers, answer.verdict.kind, answer.verdict.on, answer.missing


def _compare(name: str, given: dict[str, Scalar], found: object, wanted: object) -> None:
    if found != wanted:
        raise ValueError(f"{name} answers {found}, the reference {wanted}, where {given}")

"""What an answer comes to: what every reader asks for, with what force, and the verdict; and how two of them differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import msgspec

from placet.engine.decision.compare import is_same_answer, said_by
from placet.engine.decision.decide import Decision
from placet.model import ReaderAnswer

Outcome: TypeAlias = tuple[object, ...]
"""Decisions with one outcome come to the same; to be compared and nothing else."""


class Demand(msgspec.Struct, frozen=True, order=True):
    """Which kind of step (or which two, of which either will do) is asked of whom."""

    kinds: tuple[str, ...]
    of: str


class Change(msgspec.Struct, frozen=True):
    """What differs from one decision to another.

    `readers` are those whose answer is another; an office is left out where it only goes along with its party.
    `asked` and `dropped` are the steps that some reader the verdict counts asks for only after, or only before.
    """

    readers: tuple[str, ...]
    is_other_verdict: bool
    asked: tuple[Demand, ...] = ()
    dropped: tuple[Demand, ...] = ()


def answer_of(decision: Decision, reader: str) -> ReaderAnswer:
    """Return a reader's answer; an office with nothing of its own answers as its party, a voice is silent."""
    found = decision.readers.get(reader) or decision.readers.get(reader.partition(".")[0])
    return found if found is not None else ReaderAnswer(reader, "silent", role="voice")


def outcome_of(decision: Decision, readers: Iterable[str] = ()) -> Outcome:
    """Return what a decision comes to.

    Args:
        decision: the answers and the verdict.
        readers: whose answers alone are meant; none: everybody's, and the verdict.
    """
    if readers:
        return tuple(said_by(answer_of(decision, reader)) for reader in readers)
    said = [(name, said_by(one)) for name, one in sorted(decision.readers.items()) if not _adds_nothing(one, decision)]
    return (decision.verdict.kind, decision.verdict.on, tuple(said))


def change_between(before: Decision, after: Decision, readers: Iterable[str] = ()) -> Change:
    """Return how two decisions differ.

    Args:
        before: the one.
        after: the other.
        readers: whose answers alone are meant; none: everybody's.
    """
    wanted = tuple(readers)
    found = [
        name
        for name in wanted or dict.fromkeys((*before.readers, *after.readers))
        if not is_same_answer(answer_of(before, name), answer_of(after, name))
        and (wanted or any(not _goes_along(answer_of(one, name), one) for one in (before, after)))
    ]
    old, new = (_steps_of(one, wanted) for one in (before, after))
    return Change(
        tuple(found),
        (before.verdict.kind, before.verdict.on) != (after.verdict.kind, after.verdict.on),
        tuple(sorted(new - old)),
        tuple(sorted(old - new)),
    )


def _adds_nothing(answer: ReaderAnswer, decision: Decision) -> bool:
    """Whether leaving a reader out would say the same: a silent one, or an office that goes along with its party."""
    if answer.role == "office":
        return _goes_along(answer, decision)
    return answer.answer == "silent"


def _goes_along(answer: ReaderAnswer, decision: Decision) -> bool:
    return answer.role == "office" and said_by(answer) == said_by(answer_of(decision, answer.reader.partition(".")[0]))


def _steps_of(decision: Decision, readers: tuple[str, ...]) -> set[Demand]:
    answers = [answer_of(decision, one) for one in readers] if readers else decision.readers.values()
    asking = [one for one in answers if one.answer != "barred" and (readers or one.is_counted)]
    return {Demand(need.step.kinds, need.step.of) for one in asking for need in one.requirements}

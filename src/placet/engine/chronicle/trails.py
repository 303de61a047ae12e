"""What was worked out before, found again by all that was asked on the way.

To work something out, questions are asked: which reading is effective, whether an agreement is in force. Which question
comes next hangs on the answers so far and on nothing else. So what was worked out once is found again on another day
by asking the same questions in the same order: where all the answers are the same, so is the result, and nothing has to
be said beforehand of what hangs on what.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import msgspec

Question = tuple[str, ...]
"""A kind and some names."""


class Result(msgspec.Struct, frozen=True):
    """What came out, and what stands for it where it is an answer itself: equal tokens mean equal results.

    What is timeless came out without any question, so it is the same on every day.
    """

    value: Any
    token: Hashable
    is_timeless: bool = False


class _Fork(msgspec.Struct):
    """The question that is asked at this place, and how it goes on, by its answer."""

    question: Question
    ways: dict[Hashable, _Fork | Result]


class Trails:
    """All results so far."""

    def __init__(self) -> None:
        self._starts: dict[Question, _Fork | Result] = {}
        self._firsts: dict[Hashable, Result] = {}

    def find(self, wanted: Question, answer: Callable[[Question], Hashable]) -> Result | None:
        """Return what was worked out before where everything asked for it had the answers that it has now."""
        here = self._starts.get(wanted)
        while type(here) is _Fork:
            here = here.ways.get(answer(here.question))
        return here if type(here) is Result else None

    def keep(self, wanted: Question, trail: Mapping[Question, Hashable], result: Result) -> Result:
        """Keep a result with the questions that were asked for it, in their order, and their answers; return it."""
        if not trail:
            result = msgspec.structs.replace(result, is_timeless=True)
        last: tuple[dict[Any, _Fork | Result], Hashable] = self._starts, wanted
        for question, answer in trail.items():
            ways, way = last
            fork = ways.get(way)
            if fork is None:
                fork = ways[way] = _Fork(question, {})
            # INVARIANT: after the same answers the same is asked.
            assert isinstance(fork, _Fork), f"`{wanted}` came out without asking `{question}` before"
            assert fork.question == question, f"`{wanted}` asked `{fork.question}` before, and not `{question}`"
            last = fork.ways, answer
        ways, way = last
        ways[way] = result
        return result

    def same(self, content: Hashable, value: object) -> Result:
        """Return the first value that there was with some content; `value` is one."""
        found = self._firsts.get(content)
        if found is None:
            found = self._firsts[content] = Result(value, len(self._firsts))
        return found

    def first(self, content: Hashable) -> object:
        """Return the first value that there was with some content; None where there was none."""
        found = self._firsts.get(content)
        return None if found is None else found.value

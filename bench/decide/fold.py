"""From the outputs that a peer finds true to each reader's answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from bench.decide.ground import Ground
from placet.model import Step

ReaderResult: TypeAlias = tuple[str, frozenset[Step]]
"""The answer's word, and the steps where it is `needs`."""

_BARS = -1
_SPEAKS = -2
_Folded: TypeAlias = frozenset[int] | str


class Fold:
    """Reads answers off true outputs; the steps stay numbers until they are named."""

    def __init__(self, ground: Ground) -> None:
        self._readers = tuple(column.reader for column in ground.columns)
        self._steps = tuple(dict.fromkeys(step for column in ground.columns for step, _ in column.steps))
        number = {step: index for index, step in enumerate(self._steps)}
        self._places: dict[str, list[tuple[int, int]]] = {key: [] for key in ground.outputs}
        for index, column in enumerate(ground.columns):
            self._places[column.bars].append((index, _BARS))
            self._places[column.speaks].append((index, _SPEAKS))
            for step, key in column.steps:
                self._places[key].append((index, number[step]))

    def answers(self, true_outputs: Iterable[str]) -> dict[str, _Folded]:
        """Return each reader's answer: a word, or the numbers of the steps that are needed."""
        found: list[set[int]] = [set() for _ in self._readers]
        places = self._places
        for key in true_outputs:
            for index, what in places[key]:
                found[index].add(what)
        result: dict[str, _Folded] = {}
        for reader, column in zip(self._readers, found, strict=True):
            answer: _Folded
            if _BARS in column:
                answer = "barred"
            elif not column:
                answer = "silent"
            elif len(column) == 1:
                answer = "clear"
            else:
                answer = frozenset(column)
            result[reader] = answer if result.get(reader, answer) == answer else "undetermined"
        return result

    def named(self, answers: dict[str, _Folded]) -> dict[str, ReaderResult]:
        """Return the answers with their steps by name."""
        return {
            reader: (answer, frozenset())
            if isinstance(answer, str)
            else ("needs", frozenset(self._steps[index] for index in answer if index >= 0))
            for reader, answer in answers.items()
        }

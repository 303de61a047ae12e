"""What rows come to: numbers for kinds of answers and verdicts, and each text once."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

import msgspec
import numpy as np

from placet.engine.decision.compare import ASPECTS
from placet.engine.decision.decide import Decision
from placet.engine.sweep.answers import KINDS, VERDICTS, Requirement
from placet.engine.sweep.compiled import Layout, Section
from placet.engine.sweep.unpacking import Follower, PatternCodes, octets_of
from placet.model import Open

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Words: TypeAlias = NDArray[np.uint64]
    Rows: TypeAlias = slice | NDArray[np.int64]

T = TypeVar("T", bound=Hashable)


class Coded(msgspec.Struct, Generic[T], frozen=True):
    """A value for each row: its number in `values`.

    `values` is shared by all results of one `Sweeper` and may grow with later ones; a number never changes.
    """

    codes: NDArray[np.int32]
    values: Sequence[T]


class Outcome(msgspec.Struct, frozen=True):
    """What some rows come to; what was not wanted is empty.

    `kinds` has by reader the number of its answer's kind in `KINDS`, `needs` the steps of its answer with their
    force, sorted: those of `needs`, those beside a bar, and those that are certain where it is undetermined. `verdict`
    is the number of the verdict in `VERDICTS`; bit `k` of `on` says whether the answers part on aspect number `k` of
    `ASPECTS`. `missing` are the facts and open points that still matter for the answers that count. `undecided` are the
    rows in which so much is unknown that no exact answer can be had; what the rest says of them means nothing.
    """

    count: int
    kinds: dict[str, NDArray[np.uint8]]
    needs: dict[str, Coded[tuple[Requirement, ...]]]
    verdict: NDArray[np.uint8]
    on: NDArray[np.uint8]
    missing: Coded[tuple[Open, ...]]
    undecided: NDArray[np.int64]


class Labels(Generic[T]):
    """Numbers for values, in the order in which they are first met."""

    def __init__(self) -> None:
        self.values: list[T] = []
        self._numbers: dict[T, int] = {}

    def number(self, value: T) -> int:
        """Return the number of a value."""
        found = self._numbers.get(value)
        if found is None:
            found = self._numbers[value] = len(self.values)
            self.values.append(value)
        return found


class Vocabulary:
    """The steps and the missing facts that the results of one `Sweeper` name."""

    def __init__(self, readers: Sequence[str]) -> None:
        self.readers = tuple(readers)
        self.needs: dict[str, Labels[tuple[Requirement, ...]]] = {reader: Labels() for reader in readers}
        self.missing: Labels[tuple[Open, ...]] = Labels()


class Result:
    """Room for what some rows come to.

    Args:
        count: how many rows there are.
        vocabulary: where values get their numbers.
        wanted: the sections of the result.
    """

    def __init__(self, count: int, vocabulary: Vocabulary, wanted: Collection[Section]) -> None:
        self.count = count
        self.vocabulary = vocabulary
        readers = vocabulary.readers
        self.kinds = {reader: np.zeros(count, np.uint8) for reader in readers if "kinds" in wanted}
        self.needs = {reader: np.zeros(count, np.int32) for reader in readers if "needs" in wanted}
        self.verdict = np.zeros(count if "verdict" in wanted else 0, np.uint8)
        self.on = np.zeros(count if "on" in wanted else 0, np.uint8)
        self.missing = np.zeros(count if "missing" in wanted else 0, np.int32)
        self.undecided: list[int] = []
        """The rows for which no exact answer can be had."""

    def write_decision(self, row: int, decision: Decision) -> None:
        """Write what one row comes to."""
        for reader, kinds in self.kinds.items():
            kinds[row] = KINDS.index(decision.readers[reader].answer)
        for reader, needs in self.needs.items():
            steps = tuple((one.step, one.basis) for one in decision.readers[reader].requirements)
            needs[row] = self.vocabulary.needs[reader].number(steps)
        if len(self.verdict):
            self.verdict[row] = VERDICTS.index(decision.verdict.kind)
        if len(self.on):
            self.on[row] = sum(1 << ASPECTS.index(aspect) for aspect in decision.verdict.on)
        if len(self.missing):
            self.missing[row] = self.vocabulary.missing.number(decision.missing)

    def outcome(self) -> Outcome:
        """Return the result."""
        return Outcome(
            count=self.count,
            kinds=self.kinds,
            needs={reader: Coded(codes, self.vocabulary.needs[reader].values) for reader, codes in self.needs.items()},
            verdict=self.verdict,
            on=self.on,
            missing=Coded(self.missing, self.vocabulary.missing.values),
            undecided=np.array(sorted(self.undecided), np.int64),
        )


class Reading:
    """Reads the output planes of one program into results.

    Args:
        layout: what the planes say.
        vocabulary: where values get their numbers.
        follower: goes from pattern to pattern; None: numpy does.
    """

    def __init__(self, layout: Layout, vocabulary: Vocabulary, follower: Follower | None = None) -> None:
        self.layout = layout
        self.vocabulary = vocabulary
        self._needs = {reader: PatternCodes(len(layout.requirements[reader]), follower) for reader in layout.needs}
        self._missing = PatternCodes(len(layout.points), follower)
        self._numbers: dict[str, NDArray[np.int32]] = {}

    def write(self, planes: Words, rows: Rows, size: int, result: Result) -> None:
        """Write what `size` rows come to.

        Args:
            planes: the output planes.
            rows: which rows of the result they are.
            size: how many these are.
            result: where they are written.
        """
        readers = [reader for reader in self.layout.kinds if reader in result.kinds]
        for one, other in zip(readers[::2], [*readers[1::2], None], strict=False):
            firsts = [self.layout.kinds[reader] for reader in (one, other) if reader is not None]
            octets = octets_of(planes[[first + digit for first in firsts for digit in range(3)]], size)
            result.kinds[one][rows] = octets & 7
            if other is not None:
                result.kinds[other][rows] = octets >> 3
        if len(result.verdict) and self.layout.verdict >= 0:
            result.verdict[rows] = octets_of(planes[self.layout.verdict : self.layout.verdict + 3], size)
        if len(result.on) and self.layout.on >= 0:
            result.on[rows] = octets_of(planes[self.layout.on : self.layout.on + len(ASPECTS)], size)
        for reader, patterns in self._needs.items():
            first = self.layout.needs[reader]
            codes = patterns.codes(planes[first : first + patterns.planes], size)
            names = self.layout.requirements[reader]
            result.needs[reader][rows] = self._named(reader, codes, patterns, names, self.vocabulary.needs[reader])
        if len(result.missing) and self.layout.missing >= 0:
            first = self.layout.missing
            codes = self._missing.codes(planes[first : first + self._missing.planes], size)
            points = self.layout.points
            result.missing[rows] = self._named("", codes, self._missing, points, self.vocabulary.missing)

    def _named(
        self,
        key: str,
        codes: NDArray[np.int32],
        patterns: PatternCodes,
        names: Sequence[Hashable],
        labels: Labels[T],
    ) -> NDArray[np.int32]:
        """The number of the value that each row's pattern stands for."""
        numbers = self._numbers.get(key, np.zeros(0, np.int32))
        if len(numbers) < len(patterns.patterns):
            more = np.full(len(patterns.patterns) - len(numbers), -1, np.int32)
            numbers = self._numbers[key] = np.append(numbers, more)
        found = numbers.take(codes)
        if found.size and found.min() < 0:
            for code in np.unique(codes[found < 0]).tolist():
                value = tuple(names[place] for place in patterns.patterns[code])
                numbers[code] = labels.number(value)  # type: ignore[arg-type]
            found = numbers.take(codes)
        return found

"""Answer very many situations at once with the word programs of `engine.sweep`."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from placet.bulk.answering import Answered, TextPool
from placet.bulk.plan import Output, Plan
from placet.bulk.row_engine import aspects_text, needs_text
from placet.engine.decision.compare import ASPECTS
from placet.engine.sweep.answers import KINDS, VERDICTS
from placet.engine.sweep.backends import BackendName
from placet.engine.sweep.compiled import Section, Whole

if TYPE_CHECKING:
    import numpy as np

    from placet.engine.sweep.results import Coded, Outcome
    from placet.engine.sweep.sweeper import Sweeper

    Codes = np.ndarray[Any, np.dtype[Any]]

T = TypeVar("T")

_SECTIONS: dict[str, Section] = {
    "answer": "kinds",
    "needs": "needs",
    "verdict": "verdict",
    "on-what": "on",
    "missing": "missing",
}


class SweepEngine:
    """A `Sweeper`, with what it says turned into numbers of texts.

    Args:
        plan: what is to be decided.
        on: the day of the act.
        known: the day up to which things were public; None: everything.
        pools: for each output the texts that are in it.
        backend: what the programs run on.
    """

    def __init__(
        self, plan: Plan, on: dt.date, known: dt.date | None, pools: tuple[TextPool, ...], backend: BackendName
    ) -> None:
        self.plan = plan
        self.pools = pools
        self.sweeper = _sweeper(plan, on, known, backend)
        self._wanted = tuple(dict.fromkeys(_SECTIONS[output.kind] for output in plan.outputs))
        self._numbers: list[_Numbers] = [_Numbers(pool) for pool in pools]

    def beside(self) -> SweepEngine:
        """Return one that another worker may use at the same time; what either compiles is there for both."""
        other = copy.copy(self)
        other.sweeper = self.sweeper.beside()
        other._numbers = [_Numbers(pool) for pool in self.pools]
        return other

    def answer(self, codes: Mapping[str, Codes], count: int) -> Answered:
        """Return the answers to `count` situations."""
        import numpy as np

        outcome = self.sweeper.decide(codes, count, self._wanted)
        columns = [
            self._column(output, numbers, outcome, count)
            for output, numbers in zip(self.plan.outputs, self._numbers, strict=True)
        ]
        if not len(outcome.undecided):
            return Answered(columns)
        undecided = np.zeros(count, dtype=bool)
        undecided[outcome.undecided] = True
        return Answered(columns, undecided)

    def program(self) -> Whole:
        """Return the program for rows in which every cell is known.

        Raises:
            TooEntangled: where the fields that no row gives cannot be taken out of the expressions.
        """
        return self.sweeper.whole(self.plan.unknown, self._wanted)

    def take_over(self, program: Whole) -> None:
        """Use such a program that was compiled elsewhere."""
        self.sweeper.take_over(program, self.plan.unknown, self._wanted)

    def _column(self, output: Output, numbers: _Numbers, outcome: Outcome, count: int) -> Codes:
        match output.kind:
            case "answer":
                said = outcome.kinds.get(self._row(output.reader))
                return numbers.of_places(said, KINDS) if said is not None else numbers.of_text("silent", count)
            case "needs":
                asked = outcome.needs.get(self._row(output.reader))
                return numbers.of_coded(asked, self._needs) if asked is not None else numbers.of_text("", count)
            case "verdict":
                return numbers.of_places(outcome.verdict, VERDICTS)
            case "on-what":
                return numbers.of_places(outcome.on, _ASPECTS)
            case "missing":
                return numbers.of_coded(outcome.missing, self._missing)

    def _row(self, reader: str) -> str:
        """Whose answer a reader's is: an office with nothing of its own answers as its party."""
        return reader if reader in self.sweeper.readers else reader.partition(".")[0]

    def _needs(self, asked: Sequence[Any]) -> str:
        return needs_text(self.plan, list(asked))

    def _missing(self, points: Sequence[Any]) -> str:
        return "; ".join(self.plan.wording.open_point(point) for point in points)


class _Numbers:
    """Turns what an engine says in one output into the numbers of its texts."""

    def __init__(self, pool: TextPool) -> None:
        self.pool = pool
        self._known: list[int] = []

    def of_places(self, places: Codes, texts: Sequence[str]) -> Codes:
        """Return the numbers of texts given by their place in a list."""
        if not self._known:
            self._known = [self.pool.number(text) for text in texts]
        return self._looked_up(places)

    def of_coded(self, coded: Coded[T], say: Callable[[T], str]) -> Codes:
        """Return the numbers of what is said of coded values."""
        values = coded.values
        self._known += [self.pool.number(say(values[place])) for place in range(len(self._known), len(values))]
        return self._looked_up(coded.codes)

    def of_text(self, text: str, count: int) -> Codes:
        """Return the number of one text, so many times."""
        import numpy as np

        return np.full(count, self.pool.number(text), dtype=np.int32)

    def _looked_up(self, places: Codes) -> Codes:
        import numpy as np

        found: Codes = np.array(self._known, dtype=np.int32)[places]
        return found


def _sweeper(plan: Plan, on: dt.date, known: dt.date | None, backend: BackendName) -> Sweeper:
    """Make the sweeper for two days; offices and voices that say nothing on them are left out."""
    from placet.engine.sweep.sweeper import Sweeper

    def make(readers: Sequence[str]) -> Sweeper:
        return Sweeper(plan.book, on, known, readers=readers, backend=backend, fixed=plan.fixed)

    wanted = [output.reader for output in plan.outputs if output.reader]
    parties = list(dict.fromkeys(reader for reader in wanted if reader in plan.book.parties))
    if len(parties) == len(set(wanted)):
        return make(parties)
    present = make(()).readers
    return make([reader for reader in present if reader in wanted or _speaks_for(reader, wanted, present)])


def _speaks_for(party: str, wanted: Sequence[str], present: Sequence[str]) -> bool:
    """Whether an office that is wanted says nothing of its own, so that its party's answer is needed."""
    return any(reader.partition(".")[0] == party and reader not in present for reader in wanted)


_ASPECTS = [
    aspects_text(tuple(aspect for bit, aspect in enumerate(ASPECTS) if mask >> bit & 1))
    for mask in range(1 << len(ASPECTS))
]
"""What is said of each combination of aspects, by its bits."""

"""Answer coded rows: rows of one stretch of time together, with an engine compiled once for each stretch."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from placet.bulk.cells import DayCells
from placet.bulk.plan import Plan

if TYPE_CHECKING:
    import numpy as np

    Codes = np.ndarray[Any, np.dtype[Any]]

KEPT = 512
"""For how many stretches of time an engine is kept."""


class TextPool:
    """Texts, each kept once and known by its number."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._numbers: dict[str, int] = {}
        self._lock = threading.Lock()

    def number(self, text: str) -> int:
        """Return the number of a text."""
        found = self._numbers.get(text)
        if found is None:
            with self._lock:
                found = self._numbers.get(text)
                if found is None:
                    found = len(self.texts)
                    self.texts.append(text)
                    self._numbers[text] = found
        return found


class Answered(msgspec.Struct, frozen=True):
    """The answers to some rows: for each output the numbers of its texts in the pool.

    `undecided` marks rows in which too much is unknown for an exact answer; None: there is none.
    """

    columns: list[Codes]
    undecided: Codes | None = None


class Engine(Protocol):
    """Answers situations on one pair of days."""

    def answer(self, codes: Mapping[str, Codes], count: int) -> Answered:
        """Return the answers to `count` situations; a field without codes is unknown in all of them."""

    def beside(self) -> Engine:
        """Return one for the same days that another worker may use at the same time."""


MakeEngine = Callable[[Plan, dt.date, dt.date | None, tuple[TextPool, ...]], Engine]


class Stopped(Exception):
    """The run has ended while these rows were in work."""


class _Slot:
    """Room for an engine, which one worker uses at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.engine: Engine | None = None


class _Stretch:
    """The engines for one pair of stretches of time; how long it took to make one, and how long others waited."""

    def __init__(self) -> None:
        self.slots: list[_Slot] = [_Slot()]
        self.making_s = 0.0
        self.waited_s = 0.0


class Answering:
    """Answers rows of any days.

    Args:
        plan: what is to be decided.
        make_engine: makes the engine for a pair of days.
        on: the stretches of the day of the act, where a column gives it.
        known: the stretches of what was public, where a column gives it.
    """

    def __init__(
        self,
        plan: Plan,
        make_engine: MakeEngine,
        on: DayCells | None = None,
        known: DayCells | None = None,
    ) -> None:
        self.plan = plan
        self.pools = tuple(TextPool() for _ in plan.outputs)
        self.compiled = 0
        """How often an engine was made."""
        self.is_stopped: Callable[[], bool] = lambda: False
        """Whether the run has ended meanwhile; asked between stretches, each of which may take seconds."""
        self._make_engine = make_engine
        self._on = on
        self._known = known
        self._stretches: OrderedDict[tuple[int, int], _Stretch] = OrderedDict()
        self._lock = threading.Lock()

    def answer(
        self, codes: Mapping[str, Codes], count: int, on: Codes | None = None, known: Codes | None = None
    ) -> Answered:
        """Return the answers to some rows.

        Args:
            codes: by field, the codes of its values.
            count: how many rows there are.
            on: for each row the stretch of its day, where a column gives it.
            known: for each row the stretch of what was public, where a column gives it.

        Raises:
            Stopped: the run has ended meanwhile.
        """
        import numpy as np

        if not count:
            return Answered([np.zeros(0, dtype=np.int32) for _ in self.plan.outputs])
        if on is None and known is None:
            with self._engine(0, 0) as engine:
                return engine.answer(codes, count)
        zero = np.zeros(count, dtype=np.int64)
        width = self._known.size if self._known is not None else 1
        keys = (zero if on is None else on) * width + (zero if known is None else known)
        if (keys == keys[0]).all():
            with self._engine(*divmod(int(keys[0]), width)) as engine:
                return engine.answer(codes, count)
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
        columns = [np.empty(count, dtype=np.int32) for _ in self.plan.outputs]
        undecided = np.zeros(count, dtype=bool)
        for start, end in zip(starts, [*starts[1:], count], strict=True):
            if self.is_stopped():
                raise Stopped
            rows = order[start:end]
            here = {field: column[rows] for field, column in codes.items()}
            with self._engine(*divmod(int(ordered[start]), width)) as engine:
                found = engine.answer(here, len(rows))
            for column, part in zip(columns, found.columns, strict=True):
                column[rows] = part
            if found.undecided is not None:
                undecided[rows] = found.undecided
        return Answered(columns, undecided if undecided.any() else None)

    @contextmanager
    def _engine(self, on: int, known: int) -> Iterator[Engine]:
        """Lend an engine for a pair of stretches; nobody else has it meanwhile."""
        key = (on, known)
        with self._lock:
            stretch = self._stretches.setdefault(key, _Stretch())
            self._stretches.move_to_end(key)
            if len(self._stretches) > KEPT:
                self._stretches.popitem(last=False)
            slot = next((one for one in stretch.slots if one.lock.acquire(blocking=False)), None)
            if slot is None and stretch.waited_s > (len(stretch.slots) + 1) * stretch.making_s > 0:
                # By now another engine would have paid.
                slot = _Slot()
                slot.lock.acquire()
                stretch.slots.append(slot)
        if slot is None:
            begun = time.monotonic()
            slot = stretch.slots[0]
            slot.lock.acquire()
            stretch.waited_s += time.monotonic() - begun
        begun = time.monotonic()
        is_new = slot.engine is None
        try:
            if slot.engine is None:
                first = stretch.slots[0].engine
                slot.engine = self._make(on, known) if first is None else first.beside()
            yield slot.engine
        finally:
            if is_new:
                # What an engine makes when it is first asked counts too.
                stretch.making_s = time.monotonic() - begun
            slot.lock.release()

    def _make(self, on: int, known: int) -> Engine:
        plan = self.plan
        on_day = plan.on if isinstance(plan.on, dt.date) else self._day(self._on, on)
        known_day = self._day(self._known, known) if isinstance(plan.known, str) else plan.known
        self.compiled += 1
        return self._make_engine(plan, on_day, known_day, self.pools)

    @staticmethod
    def _day(cells: DayCells | None, code: int) -> dt.date:
        assert cells is not None
        return cells.day_of(code)

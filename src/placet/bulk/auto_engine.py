"""Answer few situations one by one and many at once, so that neither a small table nor a large one waits.

To sweep, a program has to be made first, and for rows with unknown cells that takes as long as answering some hundred
of them one by one.
"""

from __future__ import annotations

import copy
import datetime as dt
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from placet.bulk.answering import Answered, Engine, TextPool
from placet.bulk.plan import Plan
from placet.bulk.row_engine import RowEngine
from placet.bulk.sweep_engine import SweepEngine

if TYPE_CHECKING:
    import numpy as np

    Codes = np.ndarray[Any, np.dtype[Any]]

KNOWN_SINGLY = 400
"""How many rows in which the same facts are known are answered one by one before a program is made."""

PARTIAL_SINGLY = 100
"""How many others are."""


class AutoEngine:
    """An engine that begins row by row.

    Args:
        plan: what is to be decided.
        on: the day of the act.
        known: the day up to which things were public; None: everything.
        pools: for each output the texts that are in it.
    """

    def __init__(self, plan: Plan, on: dt.date, known: dt.date | None, pools: tuple[TextPool, ...]) -> None:
        self.plan = plan
        self._days = (on, known)
        self._pools = pools
        self._singly: Engine | None = None
        self._at_once: Engine | None = None
        self._left = {False: KNOWN_SINGLY, True: PARTIAL_SINGLY}
        self._shared = _Shared()

    def beside(self) -> AutoEngine:
        """Return one that another worker may use at the same time; what either compiles is there for both."""
        other = copy.copy(self)
        other._singly = other._at_once = None
        other._left = dict(self._left)
        return other

    def answer(self, codes: Mapping[str, Codes], count: int) -> Answered:
        """Return the answers to `count` situations."""
        import numpy as np

        from placet.engine.sweep.coding import column_of

        is_partial = np.zeros(count, dtype=bool)
        for column in codes.values():
            is_unknown = column_of(column, 0) < 0
            # What no row gives is the same for all of them, and costs one program no more than another.
            if not is_unknown.all():
                is_partial |= is_unknown
        groups = [(kind, np.flatnonzero(is_partial == kind)) for kind in (False, True)]
        parts = [(self._engine_for(kind, len(rows)), rows) for kind, rows in groups if len(rows)]
        if len(parts) == 1 or (len(parts) == 2 and parts[0][0] is parts[1][0]):
            return parts[0][0].answer(codes, count)
        columns = [np.empty(count, dtype=np.int32) for _ in self._pools]
        undecided = np.zeros(count, dtype=bool)
        for engine, rows in parts:
            found = engine.answer({field: column[rows] for field, column in codes.items()}, len(rows))
            for whole, part in zip(columns, found.columns, strict=True):
                whole[rows] = part
            if found.undecided is not None:
                undecided[rows] = found.undecided
        return Answered(columns, undecided if undecided.any() else None)

    def _engine_for(self, is_partial: bool, count: int) -> Engine:
        self._left[is_partial] -= count
        if self._left[is_partial] >= 0:
            self._singly = self._singly or RowEngine(self.plan, *self._days, self._pools)
            return self._singly
        if max(self._left.values()) < 0:
            self._singly = None  # what it remembers is large, and it is not asked again
        if self._at_once is None:
            with self._shared.lock:
                first = self._shared.first
                if first is None:
                    first = self._shared.first = SweepEngine(self.plan, *self._days, self._pools, "auto")
                    self._at_once = first
                else:
                    self._at_once = first.beside()
        return self._at_once


class _Shared:
    """The first engine for many rows that was made by one of those that are beside each other."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.first: SweepEngine | None = None

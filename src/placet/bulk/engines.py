"""The engines that can answer rows: the sweeping ones, and the one that goes row by row."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal, get_args

from placet.bulk.answering import Engine, MakeEngine, TextPool
from placet.bulk.plan import Plan

if TYPE_CHECKING:
    from placet.engine.sweep.backends import BackendName

EngineName = Literal["auto", "numpy", "numba", "integers", "rows"]

ENGINES: tuple[EngineName, ...] = get_args(EngineName)
"""`rows` answers one row after the other, as `placet ask` does; `auto` does so while there are few; the others answer
many at once. All give the same answers."""


def engine_maker(name: EngineName) -> MakeEngine:
    """Return what makes engines of a kind.

    What it returns raises ImportError where the engine's library is not installed.
    """

    def make(plan: Plan, on: dt.date, known: dt.date | None, pools: tuple[TextPool, ...]) -> Engine:
        if name == "rows":
            from placet.bulk.row_engine import RowEngine

            return RowEngine(plan, on, known, pools)
        if name == "auto":
            from placet.bulk.auto_engine import AutoEngine

            return AutoEngine(plan, on, known, pools)
        from placet.bulk.sweep_engine import SweepEngine

        _check_backend(name)
        return SweepEngine(plan, on, known, pools, name)

    return make


def _check_backend(name: BackendName) -> None:
    from placet.engine.sweep.backends import BackendMissing, choose_backend

    try:
        choose_backend(name)
    except BackendMissing as missing:
        raise ImportError(name=missing.name) from None

"""Answer situations one after the other, as `placet ask` does: slow, and the judge of the engines that sweep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from placet.bulk.answering import Answered, TextPool
from placet.bulk.cells import FieldCells
from placet.bulk.plan import Output, Plan
from placet.engine import Decider, Decision, DiagramTooLarge
from placet.engine.decision.outcome import answer_of
from placet.engine.sweep.coding import MEMBERS_A_COLUMN

if TYPE_CHECKING:
    import numpy as np

    Codes = np.ndarray[Any, np.dtype[Any]]

REMEMBERED = 1 << 16
"""How many situations are remembered with their answers."""


class RowEngine:
    """A `Decider` behind the face of an engine that sweeps.

    Args:
        plan: what is to be decided.
        on: the day of the act.
        known: the day up to which things were public; None: everything.
        pools: for each output the texts that are in it.
    """

    def __init__(self, plan: Plan, on: dt.date, known: dt.date | None, pools: tuple[TextPool, ...]) -> None:
        self.plan = plan
        self.pools = pools
        self._days = (on, known)
        self.cells = {field: FieldCells(plan.book, field) for field in plan.fields}
        self.decider = Decider(plan.book, on, known, fixed=plan.fixed)
        self._remembered: dict[tuple[int, ...], tuple[int, ...] | None] = {}

    def beside(self) -> RowEngine:
        """Return one that another worker may use at the same time."""
        return RowEngine(self.plan, *self._days, self.pools)

    def answer(self, codes: Mapping[str, Codes], count: int) -> Answered:
        """Return the answers to `count` situations."""
        import numpy as np

        fields = list(codes)
        rows = zip(*(_whole_codes(codes[field]) for field in fields), strict=True) if fields else ((),) * count
        found = [self._texts(fields, row) for row in rows]
        nothing = (self.pools[0].number(""),) * len(self.pools) if None in found else ()
        table = np.array([row or nothing for row in found], dtype=np.int32).reshape(count, len(self.pools))
        undecided = np.array([row is None for row in found], dtype=bool)
        return Answered(list(table.T), undecided if undecided.any() else None)

    def answer_one(self, given: Mapping[str, Any]) -> list[str]:
        """Return what each output says of one situation.

        Raises:
            DiagramTooLarge: where too much is unknown for an exact answer.
        """
        decision = self.decider.decide(given)
        return [output_text(self.plan, output, decision) for output in self.plan.outputs]

    def _texts(self, fields: list[str], row: tuple[int, ...]) -> tuple[int, ...] | None:
        if row in self._remembered:
            return self._remembered[row]
        known = [(field, code) for field, code in zip(fields, row, strict=True) if code >= 0]
        given = {field: self.cells[field].code.value(code) for field, code in known}
        found: tuple[int, ...] | None
        try:
            texts = self.answer_one(given)
            found = tuple(pool.number(text) for pool, text in zip(self.pools, texts, strict=True))
        except DiagramTooLarge:
            found = None
        if len(self._remembered) >= REMEMBERED:
            self._remembered.clear()
        self._remembered[row] = found
        return found


def _whole_codes(codes: Codes) -> list[int]:
    """Return codes as one number each, those of sets with very many members too."""
    if codes.ndim == 1:
        found: list[int] = codes.tolist()
        return found
    found = []
    for row in codes.tolist():
        found.append(-1 if row[0] < 0 else sum(part << place * MEMBERS_A_COLUMN for place, part in enumerate(row)))
    return found


def output_text(plan: Plan, output: Output, decision: Decision) -> str:
    """Return what one output says of one decision."""
    match output.kind:
        case "answer":
            return answer_of(decision, output.reader).answer
        case "needs":
            asked = [(need.step, need.basis) for need in answer_of(decision, output.reader).requirements]
            return needs_text(plan, asked)
        case "verdict":
            return decision.verdict.kind
        case "on-what":
            return aspects_text(decision.verdict.on)
        case "missing":
            return "; ".join(plan.wording.open_point(point) for point in decision.missing)


def needs_text(plan: Plan, asked: list[tuple[Any, Any]]) -> str:
    """Say steps with their force in one cell, always in the same order."""
    return "; ".join(plan.wording.step(step, basis) for step, basis in sorted(asked))


def aspects_text(aspects: tuple[str, ...]) -> str:
    """Say in one cell on what the answers part."""
    return "; ".join(aspects)

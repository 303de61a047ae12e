"""Rows with unknown cells, sorted so that their completions are few.

What a row gives is put into the program first, the fact on which most hangs before the others: of many unknown facts
nothing is left to hang on then. Rows that give the same share what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from placet.engine.sweep.coding import Inputs
from placet.engine.sweep.compiled import Staged
from placet.engine.sweep.completions import Completions, Evaluator
from placet.engine.sweep.program import Program
from placet.engine.sweep.ways import MOST_DIGITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from placet.engine.sweep.coding import Codes

    Words = NDArray[np.uint64]
    Flags = NDArray[np.bool_]
    Rows = NDArray[np.int64]

ROWS_AT_ONCE = 1 << 16
"""How many rows are decided at a time."""

CALL_NS = 1_500_000.0
"""About how many nanoseconds it takes to begin with rows of another kind."""


class PartialRows:
    """Decides rows in which some cells are unknown.

    Args:
        backend: what runs the programs.
        staged: the two programs.
        inputs: where planes come from.
        order: the fields whose values may be put into the program, that on which most hangs first; no sets.
        given: the codes of each field, by row; those that are unknown in all rows may be left out.
        unknown: for each field that is unknown somewhere, in which rows.
        write: takes the output planes of the second program, and the rows that they are about.
    """

    def __init__(
        self,
        backend: Evaluator,
        staged: Staged,
        inputs: Inputs,
        order: Sequence[str],
        given: Mapping[str, Codes],
        unknown: Mapping[str, Flags],
        write: Callable[[Words, Rows], None],
    ) -> None:
        self.backend = backend
        self.staged = staged
        self.inputs = inputs
        self.order = [field for field in order if field in given]
        self.given = given
        self.unknown = unknown
        self.write = write
        self._fields = list(unknown)

    def decide(self, rows: Rows) -> Rows:
        """Decide some rows, in rising order, and return those that would need too many completions."""
        self._rows = rows
        # Row by row: what is unknown in a few rows is looked up very often.
        self._flags = np.stack([where[rows] for where in self.unknown.values()], axis=1)
        return np.concatenate([np.zeros(0, np.int64), *self._decide(self.staged.first, rows, 0)])

    def _decide(self, program: Program, rows: Rows, place: int) -> list[Rows]:
        if not len(rows):
            return []
        completions = Completions(self.backend, self.staged, program, self.inputs)
        digits = completions.digits(self._fields, self._flags[np.searchsorted(self._rows, rows)])
        few = digits <= MOST_DIGITS
        while place < len(self.order) and self.order[place] not in completions.planes:
            place += 1
        if place == len(self.order):
            self._work_out(completions, rows[few], digits[few])
            return [rows[~few]]
        kinds = min(len(rows), 1 + self.inputs.sizes[self.order[place]])
        folding = kinds * (len(program) * self.backend.fold_ns + CALL_NS)
        running = len(program) * self.backend.word_ns * _words(digits[few])
        if folding > 0.1 * running:
            self._work_out(completions, rows[few], digits[few])
            rows = rows[~few]
        return self._put_in(program, rows, place)

    def _put_in(self, program: Program, rows: Rows, place: int) -> list[Rows]:
        """Put the values of one field into the program, and go on with each for the rows that have it."""
        field = self.order[place]
        codes = self.given[field][rows]
        planes = self.inputs.planes[field]
        left: list[Rows] = []
        for code in np.unique(codes).tolist():
            chosen = rows[codes == code]
            if code < 0:
                left += self._decide(program, chosen, place + 1)
                continue
            digits = {plane: code >> digit & 1 for digit, plane in enumerate(planes)}
            constants = {number: digits[plane] for number, plane in enumerate(program.inputs) if plane in digits}
            left += self._decide(self.backend.fold(program, constants), chosen, place + 1)
        return left

    def _work_out(self, completions: Completions, rows: Rows, digits: NDArray[np.int64]) -> None:
        """Decide rows of few completions."""
        for size in np.unique(digits).tolist():
            chosen = rows[digits == size]
            if len(chosen) > 64:
                # Rows in which the same is unknown stand together.
                kinds = np.packbits([where[chosen] for where in self.unknown.values()], axis=0)
                chosen = chosen[np.lexsort(kinds)]
            for start in range(0, len(chosen), ROWS_AT_ONCE):
                part = chosen[start : start + ROWS_AT_ONCE]
                codes = {field: each[part] for field, each in self.given.items()}
                unknown = {field: where[part] for field, where in self.unknown.items()}
                self.write(completions.answer(codes, unknown, size, len(part)), part)


def _words(digits: NDArray[np.int64]) -> float:
    """Return how many words the completions of some rows take, those of as many digits together."""
    counts = np.bincount(digits)
    return float(((counts + 63) // 64 * np.exp2(np.arange(len(counts)))).sum())

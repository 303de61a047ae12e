"""Very many situations decided at once, each exactly as `Decider` decides it."""

from __future__ import annotations

import copy
import datetime as dt
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np

from placet.engine.decision.decide import Decider, Decision
from placet.engine.logic.diagram import DiagramTooLarge
from placet.engine.sweep.backends import BackendName, choose_backend
from placet.engine.sweep.coding import (
    MEMBERS_A_COLUMN,
    FieldCode,
    Inputs,
    Unknown,
    column_of,
    encode,
    field_code,
    pack_planes,
)
from placet.engine.sweep.compiled import SECTIONS, Section, Staged, Whole, compile_staged, compile_whole
from placet.engine.sweep.completions import Evaluator
from placet.engine.sweep.eliminate import TooEntangled
from placet.engine.sweep.outcomes import outcomes_of
from placet.engine.sweep.partial import PartialRows
from placet.engine.sweep.partly import compile_partly
from placet.engine.sweep.results import Outcome, Reading, Result, Vocabulary
from placet.engine.sweep.ways import Ways, by_unknown
from placet.model import Rulebook, Value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from placet.engine.sweep.coding import Codes
    from placet.engine.sweep.unpacking import Follower

    Flags: TypeAlias = NDArray[np.bool_]
    Rows: TypeAlias = NDArray[np.int64]

ROWS_AT_ONCE = 1 << 17
"""How many rows are packed, decided and unpacked at a time."""

MANY = 200
"""For so many rows in which the same is unknown a program of their own is made where their completions are too many."""

MOST_REMEMBERED = 10_000
"""How many single decisions are remembered: some 40 MB."""

MOST_ASKED = 1_000
"""After how many single decisions the `Decider` is made anew: what it remembers of each, proofs too, is some 15 kB."""


class Sweeper:
    """A rulebook on the day `on`, as known on the day `known` (None: all of it), ready to decide very many situations.

    Args:
        rulebook: the rulebook.
        on: the day of the act.
        known: the day up to which things were public.
        readers: whose answers are wanted; none: everybody's. The verdict is always over all.
        backend: what the programs run on; `auto` is the fastest that is installed.
        fixed: facts that every situation shares.

    Raises:
        ValueError: where a reader has nothing to say on these days, or a fixed value is none of its field's.
        BackendMissing: where the library of the back end is not installed.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        on: dt.date,
        known: dt.date | None = None,
        *,
        readers: Collection[str] = (),
        backend: BackendName = "auto",
        fixed: Mapping[str, Value] | None = None,
    ) -> None:
        self.rulebook = rulebook
        self.on = on
        self.known = known
        self.fixed = dict(fixed or {})
        self.outcomes = outcomes_of(rulebook, on, known, fixed)
        self.variables = self.outcomes.variables
        self.readers = self.outcomes.chosen(readers)
        """Whose answers are given, in the rulebook's order."""
        self.fields = self.outcomes.fields()
        """The fields that some answer hangs on, in the rulebook's order."""
        self.backend = choose_backend(backend)
        self._field_codes = {field: field_code(self.variables, field) for field in rulebook.fields}
        self.inputs = Inputs(self.variables, {field: self._field_codes[field] for field in self.fields})
        self._vocabulary = Vocabulary(self.readers)
        self._wholes: dict[tuple[object, ...], Whole | TooEntangled] = {}
        self._partly: dict[tuple[str, ...], Whole] = {}
        self._is_too_large = False
        self._staged: dict[tuple[Section, ...], Staged | None] = {}
        self._ways: dict[int, Ways] = {}
        self._readings: dict[int, Reading] = {}
        self._decider: Decider | None = None
        self._asked = 0
        self._is_hard = False
        self._decisions: dict[tuple[object, ...], Decision | None] = {}
        self._compiling = threading.RLock()
        """Held while anything is made that those beside it share."""

    def beside(self) -> Sweeper:
        """Return one that another thread may use at the same time: programs are made once for both."""
        other = copy.copy(self)
        other._vocabulary = Vocabulary(self.readers)
        other._readings = {}
        other._decider = None
        other._asked = 0
        other._decisions = {}
        return other

    def field_code(self, field: str) -> FieldCode:
        """Return how the values of any field of the rulebook are written as codes."""
        return self._field_codes[field]

    def code(self, field: str, values: Sequence[Value | Unknown]) -> Codes:
        """Return the codes of some values of a field; `UNKNOWN` is -1.

        Raises:
            ValueError: where one is no value of the field.
        """
        return encode(self._field_codes[field], values)

    def decide(self, codes: Mapping[str, Codes], count: int, wanted: Collection[Section] = SECTIONS) -> Outcome:
        """Decide situations, one a row.

        Args:
            codes: by field the code of each row's value, -1 where it is unknown (`FieldCode`); any signed integers. A
                field that is not there is unknown in all rows; those that no answer hangs on are not looked at.
            count: how many rows there are.
            wanted: the sections of the result that are wanted.
        """
        wanted = tuple(section for section in SECTIONS if section in wanted)
        given = {field: codes[field] for field in self.fields if field in codes}
        is_unknown = {field: column_of(each, 0) < 0 for field, each in given.items()}
        unknown = {field: where for field, where in is_unknown.items() if where.any()}
        result = Result(count, self._vocabulary, wanted)
        absent = tuple(field for field in self.fields if field not in given)
        partly = self._compile_partly(absent, wanted) if unknown else None
        if unknown and partly is None:
            # What is unknown in all rows is the same for all of them, and costs one program no more than another.
            absent = tuple(field for field in self.fields if field not in given or is_unknown[field].all())
            given = {field: each for field, each in given.items() if field not in absent}
            unknown = {field: where for field, where in unknown.items() if field not in absent}
        partial = np.logical_or.reduce(list(unknown.values())) if unknown else np.zeros(count, bool)
        if not partial.all() or not count:
            try:
                whole = self.whole(absent, wanted)
            except TooEntangled:
                partial = np.ones(count, bool)
            else:
                self._decide_known(whole, given, result)
        if partial.any() and partly is not None:
            self._run(partly, given, np.flatnonzero(partial), result)
        elif partial.any():
            everywhere = {field: np.ones(count, bool) for field in absent}
            self._decide_partial(given, {**unknown, **everywhere}, np.flatnonzero(partial), wanted, result)
        return result.outcome()

    def whole(self, unknown: Iterable[str] = (), wanted: Collection[Section] = SECTIONS) -> Whole:
        """Return the program for situations in which the `unknown` fields, and no others, are unknown.

        Raises:
            TooEntangled: where what is unknown cannot be taken out of the expressions.
        """
        fields = tuple(field for field in self.fields if field in set(unknown))
        sections = tuple(section for section in SECTIONS if section in wanted)
        key = (*fields, "", *sections)
        with self._compiling:
            found = self._wholes.get(key)
            if found is None:
                try:
                    found = self._compile_whole(fields, sections)
                except TooEntangled as entangled:
                    found = entangled
                self._wholes[key] = found
        if isinstance(found, TooEntangled):
            raise found
        return found

    def take_over(self, whole: Whole, unknown: Iterable[str] = (), wanted: Collection[Section] = SECTIONS) -> None:
        """Use a program that `whole` has made elsewhere, for the same rulebook, days and readers."""
        fields = tuple(field for field in self.fields if field in set(unknown))
        self._wholes[*fields, "", *(section for section in SECTIONS if section in wanted)] = whole

    def _decide_known(self, whole: Whole, given: Mapping[str, Codes], result: Result) -> None:
        """Decide all rows as if every cell were known."""
        for start in range(0, result.count, ROWS_AT_ONCE):
            rows = slice(start, min(start + ROWS_AT_ONCE, result.count))
            size = rows.stop - start
            here = {field: each[rows] for field, each in given.items()}
            planes = pack_planes(whole.sources, here, size)
            outputs = self._evaluator.evaluate(whole.program, planes)
            self._reading(whole).write(outputs, rows, size, result)

    def _decide_partial(
        self,
        given: Mapping[str, Codes],
        unknown: Mapping[str, Flags],
        rows: Rows,
        wanted: Sequence[Section],
        result: Result,
    ) -> None:
        """Decide the rows in which some cells are unknown, where diagrams are too large for them."""
        left = self._decide_by_completing(given, unknown, rows, wanted, result)
        for fields, members in by_unknown(unknown, left):
            if len(members) < MANY and not self._is_hard:
                members = self._decide_singly(given, members, result)
            members = self._decide_alike(given, fields, members, wanted, result)
            result.undecided += self._decide_singly(given, members, result, stops=False).tolist()

    def _decide_by_completing(
        self,
        given: Mapping[str, Codes],
        unknown: Mapping[str, Flags],
        rows: Rows,
        wanted: Sequence[Section],
        result: Result,
    ) -> Rows:
        """Decide rows by completing them, where they have no program of their own; return those that are left.

        Rows of few completions and of many do not go together: what pays for these would not pay for those.
        """
        staged = self._compile_staged(wanted)
        if staged is None:
            return rows
        ways = self._ways_of(staged)
        short, long = [rows[:0]], [rows[:0]]
        for fields, members in by_unknown(unknown, rows):
            if ways.is_own(fields, len(members)):
                members = self._decide_alike(given, fields, members, wanted, result)
                if len(members):
                    ways.refuse(fields)
            (long if ways.is_long(fields) else short).append(members)
        reading = self._reading(staged)
        partial = PartialRows(
            self._evaluator,
            staged,
            self.inputs,
            self._order,
            given,
            unknown,
            lambda planes, part: reading.write(planes, part, len(part), result),
        )
        return np.concatenate([partial.decide(np.sort(np.concatenate(parts))) for parts in (short, long)])

    def _ways_of(self, staged: Staged) -> Ways:
        if id(staged) not in self._ways:
            self._ways[id(staged)] = Ways(
                {field: len(self.inputs.planes[field]) for field in self.fields},
                len(staged.first),
                word_ns=self.backend.word_ns,
                fold_ns=self.backend.fold_ns,
            )
        return self._ways[id(staged)]

    def _decide_alike(
        self,
        given: Mapping[str, Codes],
        fields: Sequence[str],
        rows: Rows,
        wanted: Sequence[Section],
        result: Result,
    ) -> Rows:
        """Decide rows in which the same fields are unknown by a program of their own; return those that are left."""
        if not len(rows):
            return rows
        try:
            whole = self.whole(fields, wanted)
        except TooEntangled:
            return rows
        self._run(whole, given, rows, result)
        return rows[:0]

    def _run(self, whole: Whole, given: Mapping[str, Codes], rows: Rows, result: Result) -> None:
        """Decide some rows by one program."""
        for start in range(0, len(rows), ROWS_AT_ONCE):
            part = rows[start : start + ROWS_AT_ONCE]
            planes = pack_planes(whole.sources, {field: each[part] for field, each in given.items()}, len(part))
            outputs = self._evaluator.evaluate(whole.program, planes)
            self._reading(whole).write(outputs, part, len(part), result)

    def _compile_whole(self, unknown: Sequence[str], wanted: Sequence[Section]) -> Whole:
        if unknown and not self._is_too_large:
            try:
                return compile_partly(self.outcomes, self.inputs, self.readers, wanted, unknown, is_rest_known=True)
            except DiagramTooLarge:
                self._is_too_large = True
        return compile_whole(self.outcomes, self.inputs, unknown, self.readers, wanted)

    def _compile_partly(self, absent: Sequence[str], wanted: Sequence[Section]) -> Whole | None:
        """The program for rows with any unknown cells; None where diagrams are too large for it."""
        key = (*absent, "", *wanted)
        with self._compiling:
            if key not in self._partly and not self._is_too_large:
                try:
                    self._partly[key] = compile_partly(self.outcomes, self.inputs, self.readers, wanted, absent)
                except DiagramTooLarge:
                    self._is_too_large = True
            return self._partly.get(key)

    def _compile_staged(self, wanted: Sequence[Section]) -> Staged | None:
        """The programs for completing rows with any unknown cells; None where these would take too long to make."""
        key = tuple(wanted)
        with self._compiling:
            if key not in self._staged:
                try:
                    self._staged[key] = compile_staged(self.outcomes, self.fields, self.readers, wanted)
                except TooEntangled:
                    self._staged[key] = None
            return self._staged[key]

    @cached_property
    def _order(self) -> list[str]:
        """The fields but sets, those on which most hangs first."""
        with self._compiling:
            weights = self.outcomes.weights()

        def weight(field: str) -> int:
            return max((weights.get(variable, 0) for variable, _ in self.inputs.planes.get(field, ())), default=0)

        return sorted((field for field in self.fields if field not in self.inputs.sets), key=weight, reverse=True)

    def _decide_singly(self, given: Mapping[str, Codes], rows: Rows, result: Result, *, stops: bool = True) -> Rows:
        """Decide rows one by one, equal ones once.

        Returns:
            The rows that are left: those in which too much is unknown, or, where it `stops` at the first of them, that
            one and all after it.
        """
        left = []
        for place, row in enumerate(rows.tolist()):
            key = tuple([(field, _whole_code(each, row)) for field, each in given.items()])
            if key not in self._decisions:
                self._decisions[key] = self._decide_one(key)
            decision = self._decisions[key]
            if decision is not None:
                result.write_decision(row, decision)
                continue
            # From now on a program is tried first: to find out that diagrams are too large takes longer.
            self._is_hard = True
            if stops:
                return rows[place:]
            left.append(row)
        return np.array(left, np.int64)

    def _decide_one(self, codes: Sequence[tuple[str, int]]) -> Decision | None:
        """Decide one situation; None where too much is unknown."""
        if len(self._decisions) >= MOST_REMEMBERED:
            self._decisions.clear()
        if self._decider is None or self._asked >= MOST_ASKED:
            self._decider = Decider(self.rulebook, self.on, self.known, fixed=self.fixed)
            self._asked = 0
        self._asked += 1
        known = {field: self._field_codes[field].value(code) for field, code in codes if code >= 0}
        try:
            return self._decider.decide(known)
        except DiagramTooLarge:
            return None

    def _reading(self, compiled: Whole | Staged) -> Reading:
        found = self._readings.get(id(compiled))
        if found is None:
            follower = cast("Follower", self.backend) if hasattr(self.backend, "follow") else None
            found = self._readings[id(compiled)] = Reading(compiled.layout, self._vocabulary, follower)
        return found

    @property
    def _evaluator(self) -> Evaluator:
        return cast("Evaluator", self.backend)


def _whole_code(codes: Codes, row: int) -> int:
    """The code of one cell as one number."""
    if codes.ndim == 1:
        return int(codes[row])
    columns = codes[row].tolist()
    if columns[0] < 0:
        return -1
    return sum(part << MEMBERS_A_COLUMN * column for column, part in enumerate(columns))

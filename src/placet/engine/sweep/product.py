"""All combinations of some fields' values, counted exactly and without writing any of them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from math import prod

import msgspec

from placet.engine.decision.compare import ASPECTS
from placet.engine.sweep.answers import KINDS, VERDICTS, Requirement
from placet.engine.sweep.backends import BackendName, choose_backend
from placet.engine.sweep.coding import FieldCode, field_code
from placet.engine.sweep.compiled import Counted, compile_counted
from placet.engine.sweep.grid import Axis, count_grid
from placet.engine.sweep.outcomes import outcomes_of
from placet.engine.sweep.wiring import digits_of
from placet.model import Open, Rulebook, Value

MOST_SUBSETS = 1 << 16
"""How many subsets of a set-valued field may be groups of their own."""


class Counts(msgspec.Struct, frozen=True):
    """In how many situations what is answered; of `needs` those that occur, in the order of the steps.

    The numbers of `kinds` add up to `situations` for each reader, those of `verdict` too; those of `on` and of
    `needs` do not.
    """

    situations: int
    kinds: dict[str, dict[str, int]]
    needs: dict[str, dict[Requirement, int]]
    verdict: dict[str, int]
    on: dict[str, int]


class ProductSpace:
    """All combinations of the values of some fields.

    A number field stands for the intervals into which the amounts that the rulebook compares with cut it, one
    situation for each, unless its values are listed. A field that is neither in the space nor given is unknown in
    every situation.

    Args:
        rulebook: the rulebook.
        on: the day of the act.
        known: the day up to which things were public.
        space: the fields that are gone through, each with its values; None: with all values.
        given: the facts that every situation shares.
        readers: whose answers are counted; none: everybody's. The verdict is always over all.
        backend: what the program runs on; `auto` is the fastest that is installed.

    Raises:
        ValueError: where a value is none of its field's, or a field is both in the space and given.
        TooEntangled: where so much is unknown that the answers cannot be worked out for all situations at once.
        BackendMissing: where the library of the back end is not installed.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        on: dt.date,
        known: dt.date | None = None,
        *,
        space: Mapping[str, Sequence[Value] | None],
        given: Mapping[str, Value] | None = None,
        readers: Collection[str] = (),
        backend: BackendName = "auto",
    ) -> None:
        for field in space:
            if field in (given or {}):
                raise ValueError(f"`{field}` is given and cannot be gone through as well")
        self.outcomes = outcomes_of(rulebook, on, known, given)
        self.variables = self.outcomes.variables
        self.readers = self.outcomes.chosen(readers)
        """Whose answers are counted, in the rulebook's order."""
        self.backend = choose_backend(backend)
        self.values = {field: self._values(field, listed) for field, listed in space.items()}
        """The values of each field of the space; None: every subset of a set-valued field."""
        bearing = self.outcomes.fields()
        self.unknown = tuple(field for field in bearing if field not in space)
        """The fields that some answer hangs on and nobody gives."""
        self._counted: Counted = compile_counted(self.outcomes, self.unknown, self.readers)
        self.program = self._counted.program
        """What is run for every situation."""

    @property
    def situations(self) -> int:
        """How many situations there are."""
        return prod(self._size(field) for field in self.values)

    def count(
        self, by: Sequence[str] = (), progress: Callable[[float], None] | None = None
    ) -> Iterator[tuple[tuple[Value, ...], Counts]]:
        """Count, for each combination of the values of the fields in `by` apart.

        Args:
            by: fields of the space.
            progress: is told now and then which share of the work is done, from 0 to 1.

        Yields:
            For each group, in the order of the values, the values of its fields, and what was counted.

        Raises:
            ValueError: where a set-valued field in `by` has too many subsets.
        """
        groups = [self._group(field) for field in by]
        weights = self.outcomes.weights()
        others = [axis for field in self.values if field not in by for axis in self._axes(field)]
        others.sort(key=lambda axis: -max((weights.get(variable, 0) for variable, _ in axis.planes), default=0))
        axes = [*(axis for axis, _ in groups), *others]
        size = prod(map(len, others))
        for places, counts in count_grid(self.backend, self._counted.program, axes, len(groups), progress):
            named = tuple(values[place] for (_, values), place in zip(groups, places, strict=True))
            yield named, self._named(counts, size)

    def _values(self, field: str, listed: Sequence[Value] | None) -> tuple[Value, ...] | None:
        code = field_code(self.variables, field)
        if listed is not None:
            for value in listed:
                code.code(value)
            return tuple(listed)
        return None if code.kind == "set" else tuple(code.value(number) for number in range(code.size))

    def _size(self, field: str) -> int:
        values = self.values[field]
        return field_code(self.variables, field).size if values is None else len(values)

    def _axes(self, field: str) -> list[Axis]:
        """The axes of a field: one, or for all subsets of a set one for each member."""
        values = self.values[field]
        code = field_code(self.variables, field)
        planes = self._planes(field, code)
        if values is None:
            return [Axis((plane,), (0, 1)) for plane in planes]
        return [Axis(planes, tuple(code.code(value) for value in values))]

    def _group(self, field: str) -> tuple[Axis, Sequence[Value]]:
        code = field_code(self.variables, field)
        values = self.values[field]
        if values is None:
            if code.size > MOST_SUBSETS:
                raise ValueError(f"`{field}` has {code.size:,} possible sets, too many to count each apart")
            values = tuple(code.value(number) for number in range(code.size))
        return Axis(self._planes(field, code), tuple(code.code(value) for value in values)), values

    def _planes(self, field: str, code: FieldCode) -> tuple[tuple[int, int], ...]:
        """The planes of a field, in the order of the bits of its codes; nobody's where nothing tests it."""
        numbers = self.variables.by_open.get(Open("field", field))
        if code.kind == "set":
            return tuple((number, 0) for number in numbers or [-1] * len(code.values))
        if numbers is None:
            return ()
        return tuple((numbers[0], digit) for digit in range(digits_of(code.size)))

    def _named(self, counts: Sequence[int], situations: int) -> Counts:
        counted = self._counted
        kinds = {
            reader: dict(zip(KINDS, counts[first : first + len(KINDS)], strict=True))
            for reader, first in counted.kinds.items()
        }
        needs = {
            reader: {
                requirement: counts[first + place]
                for place, requirement in enumerate(counted.requirements[reader])
                if counts[first + place]
            }
            for reader, first in counted.needs.items()
        }
        return Counts(
            situations=situations,
            kinds=kinds,
            needs=needs,
            verdict=dict(zip(VERDICTS, counts[counted.verdict :], strict=False)),
            on=dict(zip(ASPECTS, counts[counted.on :], strict=False)),
        )

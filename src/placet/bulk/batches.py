"""Decide a chunk of a table: code its columns, set bad rows aside, answer the rest, and lay out the columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from placet.bulk.answering import Answering, MakeEngine
from placet.bulk.cells import DayCells, FieldCells
from placet.bulk.code_columns import BadRows, ColumnCoder
from placet.bulk.plan import Plan
from placet.bulk.problems import UNDECIDED
from placet.bulk.tables import Chunk
from placet.engine.variation.timeline import change_days

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Codes = np.ndarray[Any, np.dtype[Any]]


class Decided(msgspec.Struct, frozen=True):
    """What became of a chunk.

    Attributes:
        table: the kept columns and the answers, a row for each row that could be answered.
        answers: for each output the numbers of its texts in the pool.
        rejects: the rows that could not, with the columns `row` (from 1, within the unit), `column`, `value`, `reason`
            and `kind`; None: there are none.
        rejected: how many rows could not be answered.
    """

    table: pa.Table
    answers: list[Codes]
    rejects: pa.Table | None = None
    rejected: int = 0


class Batches:
    """Decides chunks of one table.

    Args:
        plan: what is to be decided.
        schema: the columns of the chunks as they are read.
        make_engine: makes the engine for a pair of days.
    """

    def __init__(self, plan: Plan, schema: pa.Schema, make_engine: MakeEngine) -> None:
        import pyarrow as pa

        self.plan = plan
        on = DayCells(change_days(plan.book, "on")) if isinstance(plan.on, str) else None
        known = DayCells(change_days(plan.book, "known")) if isinstance(plan.known, str) else None
        self.answering = Answering(plan, make_engine, on, known)
        self._fields = {field: ColumnCoder.of_field(FieldCells(plan.book, field)) for field in plan.fields}
        self._on = ColumnCoder.of_days(on) if on is not None else None
        self._known = ColumnCoder.of_days(known) if known is not None else None
        coded = pa.dictionary(pa.int32(), pa.string())
        self.schema = pa.schema(
            [*(schema.field(name) for name in plan.kept), *(pa.field(one.name, coded) for one in plan.outputs)]
        )

    def decide(self, chunk: Chunk) -> Decided:
        """Decide the rows of a chunk."""
        import numpy as np
        import pyarrow as pa

        table = chunk.table
        codes: dict[str, Codes] = {}
        bad: list[tuple[str, BadRows]] = []
        for field, coder in self._fields.items():
            if field in chunk.codes:
                codes[field] = chunk.codes[field]
                continue
            codes[field], found = coder.codes(table[field])
            if found is not None:
                bad.append((field, found))
        days: list[Codes | None] = []
        for name, stretches in ((self.plan.on, self._on), (self.plan.known, self._known)):
            day = None
            if stretches is not None:
                assert isinstance(name, str)
                day, found = stretches.codes(table[name])
                if found is not None and all(name != other for other, _ in bad):
                    bad.append((name, found))
            days.append(day)
        places = chunk.places if chunk.places is not None else np.arange(table.num_rows)
        assert isinstance(places, np.ndarray)
        rejects = list(_unread(chunk))
        if bad:
            rejects += [_bad_cells(name, found, places) for name, found in bad]
            is_good = np.ones(table.num_rows, dtype=bool)
            for _, found in bad:
                is_good[found.rows] = False
            table, codes, days, places = _filtered(table, codes, days, places, is_good)
        answered = self.answering.answer(codes, table.num_rows, *days)
        columns = answered.columns
        if answered.undecided is not None:
            rejects.append(_undecided(places[answered.undecided]))
            is_good = ~answered.undecided
            table = table.filter(pa.array(is_good))
            columns = [column[is_good] for column in columns]
        return Decided(
            self._laid_out(table, columns),
            columns,
            _joined(rejects, chunk.first) if rejects else None,
            chunk.count - table.num_rows,
        )

    def _laid_out(self, table: pa.Table, columns: list[Codes]) -> pa.Table:
        import pyarrow as pa

        kept = [table[name] for name in self.plan.kept]
        answers = [
            _as_dictionary(column, pool.texts) for column, pool in zip(columns, self.answering.pools, strict=True)
        ]
        return pa.table([*kept, *answers], schema=self.schema)


def _as_dictionary(codes: Codes, texts: list[str]) -> pa.Array:
    """Return texts by their numbers, with a dictionary of those alone that occur."""
    import numpy as np
    import pyarrow as pa

    used = np.flatnonzero(np.bincount(codes, minlength=1)) if len(codes) else np.zeros(0, dtype=np.int64)
    place = np.zeros(int(used[-1]) + 1 if len(used) else 0, dtype=np.int32)
    place[used] = np.arange(len(used))
    return pa.DictionaryArray.from_arrays(pa.array(place[codes]), pa.array([texts[at] for at in used], pa.string()))


def _filtered(
    table: pa.Table, codes: dict[str, Codes], days: list[Codes | None], places: Codes, is_good: Codes
) -> tuple[pa.Table, dict[str, Codes], list[Codes | None], Codes]:
    import pyarrow as pa

    return (
        table.filter(pa.array(is_good)),
        {field: column[is_good] for field, column in codes.items()},
        [None if day is None else day[is_good] for day in days],
        places[is_good],
    )


def _unread(chunk: Chunk) -> Iterator[pa.Table]:
    """The rows that could not even be read."""
    if chunk.rejects:
        yield _rejects(
            [one.row for one in chunk.rejects],
            [one.column for one in chunk.rejects],
            [one.value for one in chunk.rejects],
            [one.bad.reason for one in chunk.rejects],
            [one.bad.kind for one in chunk.rejects],
        )


def _bad_cells(name: str, found: BadRows, places: Codes) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    keys = list(found.values)
    place = np.zeros(max(keys) + 1, dtype=np.int32)
    place[keys] = np.arange(len(keys))
    at = pa.array(place[found.which])
    texts = [found.values[key] for key in keys]
    return _rejects(
        places[found.rows],
        pa.array([name] * len(found.rows), pa.string()),
        pa.array([text for text, _ in texts], pa.string()).take(at),
        pa.array([bad.reason for _, bad in texts], pa.string()).take(at),
        pa.array([bad.kind for _, bad in texts], pa.string()).take(at),
    )


def _undecided(rows: Codes) -> pa.Table:
    count = len(rows)
    return _rejects(rows, [""] * count, [""] * count, [UNDECIDED.reason] * count, [UNDECIDED.kind] * count)


def _rejects(rows: Any, column: Any, value: Any, reason: Any, kind: Any) -> pa.Table:  # noqa: ANN401 - lists or arrays
    import pyarrow as pa

    return pa.table(
        [pa.array(rows, pa.int64()), *(pa.array(one, pa.string()) for one in (column, value, reason, kind))],
        names=["row", "column", "value", "reason", "kind"],
    )


def _joined(rejects: list[pa.Table], first: int) -> pa.Table:
    """Join rejects in the order of their rows, those of a row as they come, and number them from 1 within the unit."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import compute

    table = pa.concat_tables(rejects)
    table = table.take(np.argsort(table["row"].to_numpy(), kind="stable"))
    return table.set_column(0, "row", compute.add(table["row"], first + 1))

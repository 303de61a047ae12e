"""What runs on Spark's workers: batches of rows in, answers out, decided by the code that decides a local table."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import pickle
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote

import msgspec

from placet.bulk.answering import Answered, Engine, TextPool
from placet.bulk.batches import Batches, Decided
from placet.bulk.counting import Counts, count_rows
from placet.bulk.csv_table import CsvTable
from placet.bulk.plan import Output, Plan, Wording
from placet.bulk.problems import UNDECIDED, TableProblem
from placet.bulk.run import COUNTED
from placet.bulk.tables import Chunk
from placet.engine.sweep.backends import BackendName
from placet.model import Rulebook, Value

if TYPE_CHECKING:
    import pyarrow as pa

Mode = Literal["answers", "counts", "rejects"]
_Asked = tuple[Rulebook, dict[str, Value], dt.date | str, dt.date | str | None]

FILE, LINE, ROW = "file", "line", "row"
"""The columns that Spark adds: the file a row is of, a line of a CSV file, and the row's number in a Parquet file.

Those of the table are called `column_name` on the way, as Spark takes a name with a dot apart.
"""


def column_name(place: int) -> str:
    """Return what a column of the table is called on its way to the workers."""
    return f"c{place}"


REJECTS = ("file", "row", "column", "value", "reason")
"""The columns of the rejects."""


class Shipped(msgspec.Struct, frozen=True):
    """What is sent to the workers, as bytes.

    Attributes:
        asked: the checked rulebook, the fixed facts and the two days, pickled: a value of a rulebook or a day cannot
            be told from its text in a message.
        fields, kept, readers, outputs: as in `Plan`.
        is_csv: whether the rows come as the lines of CSV files.
        columns: of CSV files, the heading; of a Parquet table, the columns that are sent.
        program: the program (`Whole`) for rows in which every cell is known, as the local engine runs it; empty where
            the days differ from row to row, as then each worker makes those that its rows need.
    """

    asked: bytes
    fields: tuple[str, ...]
    kept: tuple[str, ...]
    readers: tuple[str, ...]
    outputs: tuple[Output, ...]
    is_csv: bool
    columns: tuple[str, ...]
    program: bytes


class Told(msgspec.Struct, frozen=True):
    """What a task tells of its rows.

    Attributes:
        rows: how many there were.
        answered: how many were answered.
        tallies: by output, how often it says what.
        reasons: for each kind and column of rejects how many, where the first was (task and row) and its reason.
    """

    rows: int = 0
    answered: int = 0
    tallies: dict[str, dict[str, int]] = {}
    reasons: dict[tuple[str, str], tuple[int, tuple[int, int], str]] = {}

    def __add__(self, other: Told) -> Told:
        """Put together what two tasks tell."""
        tallies = {name: dict(tally) for name, tally in self.tallies.items()}
        for name, tally in other.tallies.items():
            mine = tallies.setdefault(name, {})
            for text, count in tally.items():
                mine[text] = mine.get(text, 0) + count
        reasons = dict(self.reasons)
        for which, (count, place, example) in other.reasons.items():
            if which in reasons:
                before, first, said = reasons[which]
                place, example = min((first, said), (place, example))
                count += before
            reasons[which] = (count, place, example)
        return Told(self.rows + other.rows, self.answered + other.answered, tallies, reasons)


class AddingUp:
    """Tells Spark how to add up what the tasks tell."""

    def zero(self, value: Told) -> Told:
        """Return what nobody has told."""
        return Told()

    def addInPlace(self, one: Told, other: Told) -> Told:  # noqa: N802 - the name that Spark calls
        """Return both together."""
        return one + other


def ship(plan: Plan, *, columns: tuple[str, ...], is_csv: bool) -> bytes:
    """Return what the workers need, with the program for known rows where one will do.

    Args:
        plan: what is to be decided.
        columns: of CSV files, the heading; of a Parquet table, the columns that are sent.
        is_csv: whether the rows come as the lines of CSV files.
    """
    return msgspec.msgpack.encode(
        Shipped(
            pickle.dumps((plan.book, plan.fixed, plan.on, plan.known)),
            plan.fields,
            plan.kept,
            plan.readers,
            plan.outputs,
            is_csv,
            columns,
            _program(plan),
        )
    )


def plan_from_bytes(content: bytes, wording: Wording) -> tuple[Plan, Shipped]:
    """Return the plan that was shipped, and what came with it."""
    shipped = msgspec.msgpack.decode(content, type=Shipped)
    # What is read here was sent by this program itself, as Spark sends its own functions.
    asked: _Asked = pickle.loads(shipped.asked)  # noqa: S301
    book, fixed, on, known = asked
    plan = Plan(
        book,
        on,
        known,
        fixed,
        shipped.fields,
        shipped.kept,
        shipped.readers,
        shipped.outputs,
        wording,
    )
    return plan, shipped


class Worker:
    """Decides the rows of one task; Spark makes a copy of it in every task.

    Args:
        content: what `ship` returned.
        wording: how things are said in a cell.
        mode: whether the answers, counts of them, or the rejects are wanted.
        by: the columns by which rows are counted.
        told: Spark's sum of what the tasks tell; None where it comes back in a row.
        is_quick: whether no row can be undecided, so that rejects are found without answering.
        backend: what the programs run on.
    """

    def __init__(
        self,
        content: bytes,
        wording: Wording,
        mode: Mode,
        *,
        by: tuple[str, ...] = (),
        told: Any = None,  # noqa: ANN401 - Spark's own type
        is_quick: bool = False,
        backend: BackendName = "auto",
    ) -> None:
        self.content = content
        self.wording = wording
        self.mode = mode
        self.by = by
        self.told = told
        self.is_quick = is_quick
        self.backend = backend

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield what is wanted of the rows of a task."""
        plan, shipped = _kept_plan(self.content, self.wording)
        decide = self._decided_lines if shipped.is_csv else self._decided
        decided = decide(plan, shipped, batches)
        match self.mode:
            case "answers":
                yield from self._answers(plan, decided)
            case "counts":
                yield from self._counts(plan, decided)
            case "rejects":
                yield from (batch for one in decided for batch in one.rejects())

    def _answers(self, plan: Plan, decided: Iterable[_Rows]) -> Iterator[pa.RecordBatch]:
        talk = _Talk(plan)
        for one in decided:
            talk.hear(one)
            yield from one.answers()
        self.told.add(talk.told())

    def _counts(self, plan: Plan, decided: Iterable[_Rows]) -> Iterator[pa.RecordBatch]:
        """Yield the combinations with their numbers, and in one row without a combination what the task tells."""
        import pyarrow as pa

        talk = _Talk(plan)
        counts = Counts(self.by)
        for one in decided:
            talk.hear(one)
            counts.add(count_rows(one.decided.table, self.by))
        groups: list[list[str] | None] = [list(group) for group in counts.groups]
        yield pa.record_batch(
            [
                pa.array([*groups, None], pa.list_(pa.string())),
                pa.array([*counts.groups.values(), 0], pa.int64()),
                pa.array([*([None] * len(groups)), msgspec.msgpack.encode(talk.told())], pa.binary()),
            ],
            names=["group", "rows", "told"],
        )

    def _decided(self, plan: Plan, shipped: Shipped, batches: Iterable[pa.RecordBatch]) -> Iterator[_Rows]:
        """Decide batches of a Parquet table."""
        import pyarrow as pa

        done = 0
        for batch in batches:
            table = pa.Table.from_batches([batch])
            added = [name for name in (FILE, ROW) if name in table.column_names]
            rows = table.drop_columns(added).rename_columns(list(shipped.columns))
            decided = self._batches(plan, rows.schema).decide(Chunk(rows, 0, rows.num_rows))
            yield _Rows(decided, done, rows.num_rows, table[FILE] if added else None, table[ROW] if added else None)
            done += rows.num_rows

    def _decided_lines(self, plan: Plan, shipped: Shipped, batches: Iterable[pa.RecordBatch]) -> Iterator[_Rows]:
        """Decide the rows of CSV files, each of which a task has as a whole."""
        done = 0
        with tempfile.TemporaryDirectory(prefix="placet-") as folder:
            for name, path in _files_of(batches, Path(folder)):
                table = _open(path, name, shipped.columns)
                table.prepare(plan.read_columns, plan.coded_columns, 4)
                before = done
                for unit in table.units():
                    for chunk in table.read(unit):
                        decided = self._batches(plan, table.schema()).decide(chunk)
                        yield _Rows(decided, done, chunk.count, name, done - before)
                        done += chunk.count

    def _batches(self, plan: Plan, schema: pa.Schema) -> Batches:
        key = (hashlib.sha256(self.content).digest(), schema.to_string(), self.is_quick, self.backend)
        if key not in _BATCHES:
            _BATCHES.clear()
            _BATCHES[key] = Batches(plan, schema.remove_metadata(), self._make_engine)
        return _BATCHES[key]

    def _make_engine(self, plan: Plan, on: dt.date, known: dt.date | None, pools: tuple[TextPool, ...]) -> Engine:
        from placet.bulk.sweep_engine import SweepEngine
        from placet.engine.sweep.compiled import Whole

        if self.is_quick:
            return _Nothing(pools)
        engine = SweepEngine(plan, on, known, pools, self.backend)
        _, shipped = _kept_plan(self.content, self.wording)
        if shipped.program:
            engine.take_over(msgspec.msgpack.decode(shipped.program, type=Whole))
        return engine


class _Rows:
    """Decided rows of a task.

    Args:
        decided: what became of them.
        first: how many rows the task had before.
        count: how many rows these are.
        files: the file of each row, or of all of them.
        numbers: for each row its place in its file, or how many rows of the file come before.
    """

    def __init__(self, decided: Decided, first: int, count: int, files: Any, numbers: Any) -> None:  # noqa: ANN401
        self.decided = decided
        self.first = first
        self.count = count
        self._files = files
        self._numbers = numbers

    def answers(self) -> Iterator[pa.RecordBatch]:
        """Yield the kept columns and the answers, as plain texts."""
        import pyarrow as pa

        table = self.decided.table
        plain = [
            field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field
            for field in table.schema
        ]
        yield from table.cast(pa.schema(plain)).combine_chunks().to_batches()

    def rejects(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows that could not be answered, each with its file and its number in that file, from 1."""
        import pyarrow as pa
        from pyarrow import compute

        found = self.decided.rejects
        if found is None:
            return
        if isinstance(self._files, str):
            files = [self._files] * found.num_rows
            rows = compute.add(found["row"], self._numbers)
        else:
            places = compute.subtract(found["row"], 1)
            files = self._files.take(places).to_pylist()
            rows = compute.add(self._numbers.take(places), 1)
        columns = [pa.array(map(unquote, files), pa.string()), rows, *(found[name] for name in REJECTS[2:])]
        yield from pa.table(columns, names=list(REJECTS)).combine_chunks().to_batches()


class _Talk:
    """Adds up what a task tells of its rows."""

    def __init__(self, plan: Plan) -> None:
        from pyspark import TaskContext

        context = TaskContext.get()
        self._task = context.partitionId() if context is not None else 0
        self._counted = [output.name for output in plan.outputs if output.kind in COUNTED]
        self._rows = self._answered = 0
        self._tallies: dict[str, dict[str, int]] = {name: {} for name in self._counted}
        self._reasons: dict[tuple[str, str], tuple[int, tuple[int, int], str]] = {}

    def hear(self, rows: _Rows) -> None:
        """Take in some rows."""
        table = rows.decided.table
        self._rows += rows.count
        self._answered += table.num_rows
        for name in self._counted:
            tally = self._tallies[name]
            for text, count in _counts_of(table[name]):
                tally[text] = tally.get(text, 0) + count
        found = rows.decided.rejects
        if found is None:
            return
        first = (self._task, rows.first)
        grouped = found.combine_chunks().group_by(["kind", "column"], use_threads=False)
        told = grouped.aggregate([("reason", "first"), ("reason", "count")]).to_pydict()
        for kind, column, reason, count in zip(
            told["kind"], told["column"], told["reason_first"], told["reason_count"], strict=True
        ):
            before, place, example = self._reasons.get((kind, column), (0, first, reason))
            self._reasons[kind, column] = (before + count, place, example)

    def told(self) -> Told:
        """Return what there is to tell."""
        return Told(self._rows, self._answered, self._tallies, self._reasons)


class _Nothing:
    """Answers nothing, where only the cells that cannot be taken are looked for."""

    def __init__(self, pools: tuple[TextPool, ...]) -> None:
        self._numbers = [pool.number("") for pool in pools]

    def answer(self, codes: object, count: int) -> Answered:
        """Return empty answers."""
        import numpy as np

        return Answered([np.full(count, number, dtype=np.int32) for number in self._numbers])

    def beside(self) -> _Nothing:
        """Return itself: there is nothing that two workers could disturb."""
        return self


_PLANS: dict[bytes, tuple[Plan, Shipped]] = {}
_BATCHES: dict[tuple[object, ...], Batches] = {}
"""What this process has unpacked and compiled last: a worker does many tasks of one run."""


def _kept_plan(content: bytes, wording: Wording) -> tuple[Plan, Shipped]:
    key = hashlib.sha256(content).digest()
    if key not in _PLANS:
        _PLANS.clear()
        _PLANS[key] = plan_from_bytes(content, wording)
    return _PLANS[key]


def _program(plan: Plan) -> bytes:
    """Compile the program for rows in which every cell is known; empty where none will do for all rows."""
    from placet.bulk.sweep_engine import SweepEngine
    from placet.engine.sweep.eliminate import TooEntangled

    if isinstance(plan.on, str) or isinstance(plan.known, str):
        return b""
    engine = SweepEngine(plan, plan.on, plan.known, tuple(TextPool() for _ in plan.outputs), "numpy")
    with contextlib.suppress(TooEntangled):
        return msgspec.msgpack.encode(engine.program())
    return b""


def _files_of(batches: Iterable[pa.RecordBatch], folder: Path) -> Iterator[tuple[str, Path]]:
    """Put the lines of a task together again to the files that they are of, one after the other."""
    name = ""
    path = folder / "table"
    with contextlib.ExitStack() as stack:
        stream = None
        for batch in batches:
            lines = batch.column(LINE).to_pylist()
            runs = batch.column(FILE).dictionary_encode()
            start = 0
            for end in _ends(runs.indices):
                file = runs.dictionary[runs.indices[start].as_py()].as_py()
                if stream is None or file != name:
                    if stream is not None:
                        stream.close()
                        yield name, path
                    name = file
                    stream = stack.enter_context(path.open("wb"))
                stream.write(b"\n".join(lines[start:end]) + b"\n")
                start = end
        if stream is not None:
            stream.close()
            yield name, path


def _ends(codes: pa.Array) -> list[int]:
    """Return where runs of equal codes end."""
    import numpy as np

    values = codes.to_numpy()
    return [*(np.flatnonzero(values[1:] != values[:-1]) + 1).tolist(), len(values)] if len(values) else []


def _open(path: Path, name: str, columns: tuple[str, ...]) -> CsvTable:
    try:
        table = CsvTable(path)
    except TableProblem as problem:
        raise TableProblem(problem.message.replace(str(path), name), problem.help) from None
    if table.columns != columns:
        raise TableProblem(f"`{name}` has other columns than the first file of the table", "Give all the same heading.")
    return table


def _counts_of(column: pa.ChunkedArray) -> Iterator[tuple[str, int]]:
    import numpy as np

    for chunk in column.chunks:
        counts = np.bincount(chunk.indices.to_numpy(), minlength=1)
        for text, count in zip(chunk.dictionary.to_pylist(), counts.tolist(), strict=False):
            if count:
                yield text, count


def has_undecided(told: Told) -> bool:
    """Say whether rows were set aside because too much was unknown."""
    return any(kind == UNDECIDED.kind for kind, _ in told.reasons)

"""Decide a CSV table with nothing but what placet itself needs: row by row, in one go."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from typing import TextIO

from placet.bulk.cells import BAD_CODE, DayCells, FieldCells
from placet.bulk.counting import Counts
from placet.bulk.csv_lines import quoted
from placet.bulk.csv_records import MOST_BYTES
from placet.bulk.csv_table import CsvTable, is_text, repaired, shown
from placet.bulk.job import Job, Progress, Summary, check_output, rejects_of
from placet.bulk.problems import NOT_TEXT, UNDECIDED, BadCell, Reject, TableProblem, wrong_width
from placet.bulk.row_engine import RowEngine
from placet.bulk.run import COUNTED
from placet.engine import DiagramTooLarge
from placet.engine.variation.timeline import change_days
from placet.parts import install_command

TOLD_EVERY = 1_000
"""After how many rows it is told how far the run has come."""


def run_plain(job: Job, tell: Callable[[Progress], None] = lambda _: None) -> Summary:
    """Decide a CSV table row by row; an interrupted run leaves nothing and begins anew.

    Raises:
        TableProblem: the table or the output is not CSV, or the output is there already.
    """
    table = job.table
    if not isinstance(table, CsvTable) or job.form != "csv":
        raise TableProblem(
            "Parquet, and spaces, need a part of placet that is not installed",
            f"Install it with `{install_command('bulk')}`, or use CSV.",
        )
    check_output(job)
    if job.out is None:
        return _Plain(job, table, None, None).work(tell)
    beside = job.out.with_name(f"{job.out.name}.new")
    rejected = job.out.with_name(f"{job.out.name}.rejects.new")
    try:
        with (
            beside.open("w", encoding="utf-8", newline="") as out,
            rejected.open("w", encoding="utf-8", newline="") as rejects,
        ):
            summary = _Plain(job, table, out, rejects).work(tell)
        if summary.rejects is not None:
            rejected.replace(summary.rejects)
        else:
            rejects_of(job.out).unlink(missing_ok=True)
        beside.replace(job.out)
    finally:
        beside.unlink(missing_ok=True)
        rejected.unlink(missing_ok=True)
    return summary


class _Plain:
    """One run."""

    def __init__(self, job: Job, table: CsvTable, out: TextIO | None, rejects: TextIO | None) -> None:
        plan = job.plan
        self.job = job
        self.table = table
        self.out = out
        self.rejects = rejects
        self.place = {name: at for at, name in enumerate(table.columns)}
        self.cells = {field: FieldCells(plan.book, field) for field in plan.fields}
        self.days = {
            "on": DayCells(change_days(plan.book, "on")),
            "known": DayCells(change_days(plan.book, "known")),
        }
        self.read: dict[tuple[str, str], int | BadCell] = {}
        self.engines: dict[tuple[int, int], RowEngine] = {}
        self.answers: dict[tuple[int, ...], list[str] | None] = {}
        self.counts = Counts(job.by) if job.by else None
        self.tallies: dict[str, dict[str, int]] = {one.name: {} for one in plan.outputs if one.kind in COUNTED}
        self.reasons: dict[tuple[str, str], tuple[int, str]] = {}

    def work(self, tell: Callable[[Progress], None]) -> Summary:
        """Go through the table."""
        job, plan = self.job, self.job.plan
        rows = answered = 0
        if self.out is not None and self.counts is None:
            self._write(self.out, [*plan.kept, *(one.name for one in plan.outputs)])
        for cells, done in self._rows():
            found = self._answer(cells, rows)
            rows += 1
            if found is not None:
                answered += 1
                self._take([*(cells[self.place[name]] for name in plan.kept), *found])
            if rows % TOLD_EVERY == 0:
                tell(Progress(rows, rows - answered, done, self.table.bytes))
        if self.out is not None and self.counts is not None:
            self._write(self.out, [*self.counts.by, "rows" if "rows" not in self.counts.by else "placet.rows"])
            for group, count in self.counts.in_order():
                self._write(self.out, [*group, str(count)])
        reasons = sorted(((*which, *told) for which, told in self.reasons.items()), key=lambda one: -one[2])
        rejects = rejects_of(job.out) if job.out is not None and rows > answered else None
        return Summary(
            rows, answered, 0, tuple(reasons), plan.outputs, self.tallies, self.counts, rejects, len(self.engines)
        )

    def _rows(self) -> Iterator[tuple[list[str], int]]:
        """Yield rows, and how many bytes have been read of the file."""
        csv.field_size_limit(MOST_BYTES)
        with self.table.path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
            lines = iter(stream.readline, "")
            read = 0

            def counted() -> Iterator[str]:
                nonlocal read
                for line in lines:
                    read += len(line)
                    yield line

            reader = csv.reader(counted(), delimiter=self.table.dialect.delimiter.decode())
            next(reader, None)
            for cells in reader:
                if cells:
                    yield cells, read

    def _answer(self, cells: list[str], row: int) -> list[str] | None:
        """Return what the outputs say of a row; None where it is refused."""
        bad = list(self._bad_as_a_whole(cells, row))
        codes: list[int] = []
        days: list[int] = []
        if not bad:
            for name in self.job.plan.fields:
                codes.append(self._code(name, cells, row, self.cells[name].read, bad))
            for axis, day in (("on", self.job.plan.on), ("known", self.job.plan.known)):
                days.append(self._code(day, cells, row, self.days[axis].read, bad) if isinstance(day, str) else 0)
        if not bad:
            key = (*days, *codes)
            if key not in self.answers:
                if len(self.answers) > 1 << 16:
                    self.answers.clear()
                self.answers[key] = self._decide(days[0], days[1], codes)
            found = self.answers[key]
            if found is not None:
                return found
            bad.append(Reject(row, "", "", UNDECIDED))
        for one in bad:
            count, example = self.reasons.get((one.bad.kind, one.column), (0, one.bad.reason))
            self.reasons[one.bad.kind, one.column] = (count + 1, example)
            if self.rejects is not None:
                if not self.rejects.tell():
                    self._write(self.rejects, ["row", "column", "value", "reason"])
                self._write(self.rejects, [str(row + 1), one.column, one.value, one.bad.reason])
        return None

    def _bad_as_a_whole(self, cells: list[str], row: int) -> Iterator[Reject]:
        columns = self.table.columns
        if len(cells) != len(columns):
            line = self.table.dialect.delimiter.decode().join(map(quoted, cells))
            yield Reject(row, "", shown(repaired(line)), wrong_width(len(cells), len(columns)))
            return
        for name, cell in zip(columns, cells, strict=True):
            if not is_text(cell):
                yield Reject(row, name, shown(repaired(cell)), NOT_TEXT)
                return

    def _code(
        self, name: str, cells: list[str], row: int, read: Callable[[str], int | BadCell], bad: list[Reject]
    ) -> int:
        text = cells[self.place[name]]
        found = self.read.get((name, text))
        if found is None:
            found = self.read[name, text] = read(text)
        if isinstance(found, BadCell):
            if all(name != other.column for other in bad):
                bad.append(Reject(row, name, text, found))
            return BAD_CODE
        return found

    def _decide(self, on: int, known: int, codes: list[int]) -> list[str] | None:
        plan = self.job.plan
        engine = self.engines.get((on, known))
        if engine is None:
            on_day = plan.on if isinstance(plan.on, dt.date) else self.days["on"].day_of(on)
            known_day = self.days["known"].day_of(known) if isinstance(plan.known, str) else plan.known
            engine = self.engines[on, known] = RowEngine(plan, on_day, known_day, ())
        given = {
            field: self.cells[field].code.value(code)
            for field, code in zip(plan.fields, codes, strict=True)
            if code >= 0
        }
        try:
            return engine.answer_one(given)
        except DiagramTooLarge:
            return None

    def _take(self, cells: list[str]) -> None:
        """Write an answered row, or count it."""
        plan = self.job.plan
        names = [*plan.kept, *(one.name for one in plan.outputs)]
        if self.counts is not None:
            said = dict(zip(names, cells, strict=True))
            self.counts.add([(tuple(said[name] for name in self.counts.by), 1)])
        elif self.out is not None:
            self._write(self.out, cells)
        for output, text in zip(plan.outputs, cells[len(plan.kept) :], strict=True):
            if output.name in self.tallies:
                tally = self.tallies[output.name]
                tally[text] = tally.get(text, 0) + 1

    @staticmethod
    def _write(stream: TextIO, cells: list[str]) -> None:
        stream.write(",".join(quoted(cell) for cell in cells) + "\n")


def is_needed() -> bool:
    """Say whether what the other way needs is missing."""
    from importlib.util import find_spec

    return any(find_spec(name) is None for name in ("numpy", "pyarrow"))

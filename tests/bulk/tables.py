"""Random tables for a rulebook, and what must come out for each row of them, worked out one by one from the values."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from placet.bulk.engines import engine_maker
from placet.bulk.job import Job, Summary
from placet.bulk.plan import Plan, make_plan
from placet.bulk.run import run
from placet.bulk.tables import open_table
from placet.engine import Decider
from placet.engine.decision.outcome import answer_of
from placet.model import Rulebook, Value
from placet.show.sweep import WORDING

FIRST_DAY = dt.date(2010, 1, 1)
NUMBERS = (Decimal(5), Decimal("7.5"), Decimal(10), 0, 4, 6, 8, 11, Decimal("7.4999"), 5_000_000)


class Row:
    """A situation: its facts, its two days, and the cells that say them."""

    def __init__(self, given: Mapping[str, Value], on: dt.date, known: dt.date | None) -> None:
        self.given = dict(given)
        self.on = on
        self.known = known


def random_rows(rng: Random, book: Rulebook, count: int, *, unknown: float = 0.1, days: Sequence[dt.date]) -> list[Row]:
    """Return situations in which about so much is unknown."""
    rows = []
    for _ in range(count):
        given: dict[str, Value] = {}
        for name, field in book.fields.items():
            if rng.random() < unknown:
                continue
            type_ = field.type
            if type_.kind == "number":
                given[name] = None if type_.or_none and rng.random() < 0.1 else rng.choice(NUMBERS)
            elif type_.is_set:
                given[name] = frozenset(str(one) for one in book.domain(type_) if rng.random() < 0.2)
            else:
                given[name] = rng.choice(book.domain(type_))
        rows.append(Row(given, rng.choice(days), None))
    return rows


def cell(rng: Random, value: Value) -> str:
    """Write a value in one of the ways in which people do."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return rng.choice(("yes", "Yes", "true", "1") if value else ("no", "NO", "False", "0"))
    if isinstance(value, frozenset):
        names = rng.sample(sorted(value), len(value))
        if not names:
            return "none"
        return rng.choice((";".join(names), "; ".join(names), f"({', '.join(names)})", ",".join(names)))
    if isinstance(value, (int, Decimal)):
        return rng.choice((str(value), f"{int(value):_}" if value == int(value) else str(value)))
    return rng.choice((value, f" {value}"))


def write_csv(path: Path, names: Iterable[str], rows: Iterable[Iterable[str]]) -> Path:
    """Write a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
    return path


def write_parquet(path: Path, columns: Mapping[str, Any], rows_a_group: int = 1 << 20) -> Path:
    """Write a Parquet file."""
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table(dict(columns)), path, row_group_size=rows_a_group)
    return path


def read_back(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a CSV or a Parquet file, all cells as texts."""
    if path.suffix == ".csv":
        with path.open(newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream))
    from pyarrow import parquet

    rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
    return rows


def plan_for(book: Rulebook, table: Path, **options: Any) -> tuple[Plan, Any]:
    """Return the plan for a table, and the table, ready to be read."""
    opened = open_table(table)
    jobs = options.pop("jobs", 1)
    plan = make_plan(book, opened.kinds(), WORDING, **options)
    opened.prepare(plan.read_columns, plan.coded_columns, jobs)
    return plan, opened


def sweep(
    book: Rulebook,
    table: Path,
    out: Path | None,
    *,
    engine: str = "rows",
    jobs: int = 1,
    by: Sequence[str] = (),
    **more: Any,
) -> Summary:
    """Decide a table."""
    plan, opened = plan_for(book, table, jobs=jobs, **more)
    form = "parquet" if out is not None and out.suffix == ".parquet" else "csv"
    return run(Job(plan, opened, engine_maker(engine), out, form, tuple(by), jobs, does_replace=True))  # type: ignore[arg-type]


def expected(book: Rulebook, plan: Plan, rows: Sequence[Row]) -> list[dict[str, str]]:
    """Return what each answer column must say, asked one by one of `Decider`."""
    deciders: dict[tuple[dt.date, dt.date | None], Decider] = {}
    found = []
    for row in rows:
        days = (row.on, row.known)
        if days not in deciders:
            deciders[days] = Decider(book, *days)
        decision = deciders[days].decide(row.given)
        said = {
            "verdict": decision.verdict.kind,
            "on-what": "; ".join(decision.verdict.on),
            "missing": "; ".join(WORDING.open_point(point) for point in decision.missing),
        }
        for reader in plan.readers:
            answer = answer_of(decision, reader)
            steps = sorted((need.step, need.basis) for need in answer.requirements)
            said[reader] = answer.answer
            said[f"{reader}.needs"] = "; ".join(WORDING.step(*step) for step in steps)
        found.append(said)
    return found

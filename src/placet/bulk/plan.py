"""What is to be decided: which column means what, which facts and days all rows share, and what is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import msgspec

from placet.bulk.problems import TableProblem
from placet.engine.columns.calendar import Calendar
from placet.engine.columns.columns import ground_columns
from placet.engine.logic.field_values import FieldValue
from placet.language.nearest import nearest
from placet.model import Open, Rulebook, Step, Value

OutputKind = Literal["answer", "needs", "verdict", "on-what", "missing"]

PREFIX = "placet."
"""Stands before the name of an answer column where the table has a column of that name."""


class Output(msgspec.Struct, frozen=True):
    """A column of answers: its name, what it holds, and whose answer it is."""

    name: str
    kind: OutputKind
    reader: str = ""


class Wording(msgspec.Struct, frozen=True):
    """How things are said in a cell."""

    step: Callable[[Step, str], str]
    """Says a step and its force."""
    open_point: Callable[[Open], str]
    value: Callable[[Rulebook, str, FieldValue], str]
    """Says a value of a field, or an interval of numbers."""


class Plan(msgspec.Struct, frozen=True, eq=False):
    """What is done with every row.

    `on` and `known` are a day, or the name of a column of days; `known` is None for everything in the rulebook.
    `fields` are the columns that are fields, `kept` those that are written again.
    """

    book: Rulebook
    on: dt.date | str
    known: dt.date | str | None
    fixed: dict[str, Value]
    fields: tuple[str, ...]
    kept: tuple[str, ...]
    readers: tuple[str, ...]
    outputs: tuple[Output, ...]
    wording: Wording

    @property
    def day_columns(self) -> tuple[str, ...]:
        """The columns of days."""
        return tuple(dict.fromkeys(one for one in (self.on, self.known) if isinstance(one, str)))

    @property
    def read_columns(self) -> tuple[str, ...]:
        """The columns that are read: those that mean something, and those that are kept."""
        return tuple(dict.fromkeys((*self.kept, *self.fields, *self.day_columns)))

    @property
    def coded_columns(self) -> tuple[str, ...]:
        """The columns that are expected to hold few different texts."""
        return (*self.day_columns, *(name for name in self.fields if self.book.fields[name].type.kind != "number"))

    @property
    def unknown(self) -> tuple[str, ...]:
        """The fields that are unknown in every row."""
        return tuple(name for name in self.book.fields if name not in self.fields and name not in self.fixed)

    @property
    def others(self) -> tuple[str, ...]:
        """The columns that are kept and mean nothing."""
        return tuple(name for name in self.kept if name not in self.fields and name not in self.day_columns)


def make_plan(
    book: Rulebook,
    columns: Mapping[str, str],
    wording: Wording,
    *,
    on: dt.date | str,
    known: dt.date | str | None = None,
    fixed: Mapping[str, Value] | None = None,
    readers: Iterable[str] = (),
    keep: Iterable[str] | None = None,
) -> Plan:
    """Return what is to be done with a table.

    Args:
        book: the rulebook.
        columns: what each column of the table holds, as `Table.kinds` says.
        wording: how steps and open points are said.
        on: the day of the act, or the column that has it.
        known: the day up to which things were public, or the column that has it; None: everything.
        fixed: the facts that all rows share.
        readers: whose answers are written; none: everybody's who can speak.
        keep: the columns that are written again; None: all.

    Raises:
        TableProblem: a column is missing, holds what no field can be, or says again what is fixed.
    """
    fixed = dict(fixed or {})
    kept = tuple(columns) if keep is None else tuple(dict.fromkeys(keep))
    for name in kept:
        if name not in columns:
            raise _no_column(name, columns)
    days = [name for name in (on, known) if isinstance(name, str)]
    for name in days:
        if name not in columns:
            raise _no_column(name, columns)
        if columns[name] not in ("text", "day"):
            raise TableProblem(f"the column `{name}` holds no days", "A day is written `2014-11-17`.")
    fields = tuple(name for name in columns if name in book.fields and name not in days)
    if not fields and not days:
        meant = [(name, hint) for name in columns if (hint := hint_for(book, name)) is not None]
        raise TableProblem(
            f"no column of the table is a field of {book.name}",
            f"Is {' and '.join(f'`{name}` meant to be `{hint}`' for name, hint in meant[:3])}? Rename it in the table."
            if meant
            else f"Its columns are {_listed(columns)}; the fields are {_listed(book.fields)}.",
        )
    for name in fields:
        if name in fixed:
            raise TableProblem(
                f"`{name}` is given twice: by the table's column and by `{name}=…`", "Leave one of them out."
            )
        if columns[name] == "other":
            raise TableProblem(
                f"the column `{name}` holds what no field can be",
                "A field is a text, a number, yes or no, or a list of texts for a set.",
            )
    wanted = tuple(dict.fromkeys(readers)) or speaking_readers(book, on, known, fixed)
    return Plan(book, on, known, fixed, fields, kept, wanted, _outputs(wanted, kept), wording)


def speaking_readers(
    book: Rulebook, on: dt.date | str, known: dt.date | str | None, fixed: Mapping[str, Value]
) -> tuple[str, ...]:
    """Return the readers who can say something, in the rulebook's order; it does not hang on what a table holds.

    For one day: those in whose column a rule can speak, the fixed facts granted. Where the days differ from row to
    row: all who are ever bound by a rule, or read or hold one.
    """
    if isinstance(on, str) or isinstance(known, str):
        return tuple(name for name in _all_readers(book) if name in _ever_speaking(book))
    calendar = Calendar(book, on, known, fixed)
    columns = ground_columns(calendar)
    can_be = calendar.variables.expressions.is_possible
    return tuple(
        name
        for name in _all_readers(book)
        if any(can_be(ground.speaks) and can_be(ground.stands) for ground in columns.get(name, ()))
    )


def hint_for(book: Rulebook, column: str) -> str | None:
    """Return the field that a column was most likely meant to be."""
    return nearest(column, book.fields)


def _ever_speaking(book: Rulebook) -> set[str]:
    with_rules = {rule.instrument for rule in book.rules.values() if rule.instrument is not None}
    found = {rule.held_by for rule in book.rules.values() if rule.held_by is not None}
    for name in with_rules:
        found.update(member.party for member in book.instruments[name].members)
    for reading in book.readings:
        # A voice has only what it holds; a party or an office may read what binds it, or hold what does not.
        if reading.holds or reading.reader not in book.voices:
            found.add(reading.reader)
    return found


def _all_readers(book: Rulebook) -> list[str]:
    found = []
    for party in book.parties.values():
        found += [party.id, *(f"{party.id}.{office.id}" for office in party.offices)]
    return [*found, *book.voices]


def _outputs(readers: Iterable[str], kept: Iterable[str]) -> tuple[Output, ...]:
    taken = set(kept)
    found = []

    def add(name: str, kind: OutputKind, reader: str = "") -> None:
        while name in taken:
            name = f"{PREFIX}{name}"
        taken.add(name)
        found.append(Output(name, kind, reader))

    add("verdict", "verdict")
    add("on-what", "on-what")
    for reader in readers:
        add(reader, "answer", reader)
        add(f"{reader}.needs", "needs", reader)
    add("missing", "missing")
    return tuple(found)


def _no_column(name: str, columns: Iterable[str]) -> TableProblem:
    near = nearest(name, columns)
    help = f"Did you mean `{near}`?" if near else f"Its columns are {_listed(columns)}."
    return TableProblem(f"the table has no column `{name}`", help)


def _listed(names: Iterable[str]) -> str:
    known = list(names)
    more = f" and {len(known) - 12} more" if len(known) > 12 else ""
    return ", ".join(f"`{name}`" for name in known[:12]) + more

"""Check relations: their entries, written or read from a file."""

from __future__ import annotations

from pathlib import Path

from placet.language.check_sources import check_cite
from placet.language.check_values import check_entry
from placet.language.days import read_day
from placet.language.nearest import nearest
from placet.language.relation_files import Row, TableProblem, read_rows
from placet.language.scope import Scope
from placet.language.tree import CiteClause, Declaration, EntryClause, TextClause
from placet.model import Cite, Day, Entry, Period, Relation, Type, Where

MEMBERS = Relation("members", Type("instrument"), Type("party", is_set=True))
"""The relation that is always there: who is a party to an instrument."""

_MAX_TOLD = 10


def check_relation(scope: Scope, declaration: Declaration) -> Relation | None:
    """Return the model's relation, or None where its types make no sense."""
    name = scope.texts[declaration.name]
    types = scope.relation_types.get(name)
    if types is None:
        return None
    key_type, value_type = types
    entries: list[Entry] = []
    cites: list[Cite] = []
    for clause in declaration.clauses:
        if isinstance(clause, EntryClause):
            if (entry := check_entry(scope, clause, key_type, value_type)) is not None:
                entries.append(entry)
        elif isinstance(clause, CiteClause):
            if (cite := check_cite(scope, clause)) is not None:
                cites.append(cite)
        elif isinstance(clause, TextClause):
            entries.extend(_read_file(scope, clause, key_type, value_type))
    return Relation(name, key_type, value_type, tuple(entries), tuple(cites), scope.where(declaration.name))


def _read_file(scope: Scope, clause: TextClause, key_type: Type, value_type: Type) -> list[Entry]:
    name = scope.text(clause.text)
    if not scope.tree.folder:
        scope.error(
            "E0113",
            f"there is no folder in which `{name}` could lie",
            clause.text,
            help="Save the rulebook as a file first.",
        )
        return []
    try:
        rows = read_rows(Path(scope.tree.folder), name)
    except TableProblem as problem:
        scope.error(problem.code, problem.message, clause.text, help=problem.help)
        return []
    reading = _Rows(scope, clause, name, key_type, value_type)
    for row in rows:
        reading.add(row)
    return reading.finish()


class _Rows:
    """The rows of one file on their way to entries; rows of a set with one key and period become one entry."""

    def __init__(self, scope: Scope, clause: TextClause, name: str, key_type: Type, value_type: Type) -> None:
        self.scope = scope
        self.clause = clause
        self.name = name
        self.value_type = value_type
        self.keys = _choices(scope, key_type)
        self.values = _choices(scope, value_type)
        self.merged: dict[tuple[str, str, str], tuple[list[str | bool], Period, Where]] = {}
        self.told = 0

    def add(self, row: Row) -> None:
        """Take one row in, or tell what is wrong with it."""
        if row.key not in self.keys:
            self._tell(
                row,
                f"`{row.key}` is not a key of the relation",
                nearest(row.key, self.keys) if self.told < _MAX_TOLD else None,
            )
            return
        values: list[str | bool] = []
        if row.value in self.values:
            values.append(row.value == "yes" if self.value_type.kind == "yesno" else row.value)
        elif row.value not in ("", "none") or not (self.value_type.is_set or self.value_type.or_none):
            self._tell(
                row,
                f"`{row.value}` is not a value of the relation",
                nearest(row.value, self.values) if self.told < _MAX_TOLD else None,
            )
            return
        place = (row.key, row.since, row.until)
        if place in self.merged:
            if not self.value_type.is_set:
                self._tell(row, f"`{row.key}` has a second value for the same time", None)
                return
            known = self.merged[place][0]
            known.extend(value for value in values if value not in known)
            return
        period = self._period(row)
        if period is not None:
            self.merged[place] = (values, period, Where(self.name, row.number))

    def finish(self) -> list[Entry]:
        """Return the entries."""
        if self.told > _MAX_TOLD:
            self.scope.error(
                "E0116",
                f"and {self.told - _MAX_TOLD} more rows of `{self.name}` cannot be read",
                self.clause.text,
                help="Correct the table.",
            )
        return [
            Entry(key, tuple(values), period=period, where=where)
            for (key, _, _), (values, period, where) in self.merged.items()
        ]

    def _period(self, row: Row) -> Period | None:
        days: list[Day | None] = []
        for text in (row.since, row.until):
            day = read_day(text) if text else None
            if isinstance(day, str):
                self._tell(row, f"there is no day `{text}`: {day}", None)
                return None
            days.append(day)
        start, end = days
        if start is not None and end is not None and end.latest <= start.earliest:
            self._tell(row, f"`until {end}` is not after `since {start}`", None)
            return None
        return Period(start, end)

    def _tell(self, row: Row, message: str, guess: str | None) -> None:
        self.told += 1
        if self.told <= _MAX_TOLD:
            self.scope.error(
                "E0116",
                f"line {row.number} of `{self.name}`: {message}",
                self.clause.text,
                help=f"Did you mean `{guess}`?" if guess else "Correct the row.",
            )


def _choices(scope: Scope, type_: Type) -> frozenset[str]:
    if type_.kind == "names":
        return frozenset(type_.names)
    if type_.kind == "yesno":
        return frozenset(("yes", "no"))
    return frozenset(scope.by_kind.get(type_.kind, ()))

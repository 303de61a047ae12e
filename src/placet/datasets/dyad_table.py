"""Spells of alliances as the table that is published: a row for two states and a year, and the same for comparison."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, TextIO

import msgspec

from placet.datasets.dyads import COLUMNS, IN_ALLIANCE, Spell
from placet.datasets.tables import Columns, Fault, delimiter_of, missing_columns, read_text, whole_number

HEADING = ("ccode1", "ccode2", "year", *COLUMNS)
"""The columns that are published."""

PUBLISHED = Columns(
    "a table of directed pairs by year",
    HEADING,
    frozenset(HEADING),
    f"Its columns are {', '.join(f'`{name}`' for name in HEADING)}; the obligations may begin with `atop_` or `cow_`.",
)

_MOST_FAULTS = 1000


class DyadTable(msgspec.Struct, frozen=True):
    """For every directed pair of numbers its years from `first` on: what is owed in every case, and what in some.

    A pair's years are bytes with the bits of a `Spell`; 0 in `may`: the two are in no alliance that year.
    """

    first: int
    last: int
    must: dict[tuple[int, int], bytearray]
    may: dict[tuple[int, int], bytearray]

    def rows(self) -> Iterator[tuple[int, int, int, int, int]]:
        """Yield every row as (first number, second number, year, must, may), in that order."""
        for pair in sorted(self.may):
            for place, (must, may) in enumerate(zip(self.must[pair], self.may[pair], strict=True)):
                if may:
                    yield (*pair, self.first + place, must, may)

    def at(self, pair: tuple[int, int], year: int) -> tuple[int, int]:
        """Return what is owed in a year, in every case and in some; 0 and 0 where there is no row."""
        if pair not in self.may or not self.first <= year <= self.last:
            return 0, 0
        return self.must[pair][year - self.first], self.may[pair][year - self.first]


class Figures(msgspec.Struct, frozen=True):
    """What there is in a table of pairs by year."""

    rows: int
    pairs: int
    alliances: int
    by_obligation: dict[str, int]
    without_any: int
    one_sided: int
    """Rows in which the one owes the other something else than the other way round."""
    uncertain: int
    """Rows in which the days leave something open."""


def table_of(spells: Iterable[Spell], numbers: Mapping[str, int], first: int, last: int) -> DyadTable:
    """Return the table of all years from `first` to `last`, whatever alliance a row comes from."""
    table = DyadTable(first, last, {}, {})
    size = last - first + 1
    for spell in spells:
        pair = (numbers[spell.actor], numbers[spell.toward])
        if pair not in table.may:
            table.must[pair], table.may[pair] = bytearray(size), bytearray(size)
        must, may = table.must[pair], table.may[pair]
        for place in range(max(spell.first, first) - first, min(spell.last, last) - first + 1):
            must[place] |= spell.must
            may[place] |= spell.may
    return table


def figures_of(table: DyadTable, spells: Iterable[Spell]) -> Figures:
    """Count what is in a table."""
    rows = without = one_sided = uncertain = 0
    by_obligation = dict.fromkeys(COLUMNS, 0)
    pairs = set()
    for one, other, year, must, may in table.rows():
        rows += 1
        pairs.add((one, other))
        without += not may & ~IN_ALLIANCE
        uncertain += must != may
        one_sided += table.at((other, one), year) != (must, may)
        for bit, column in enumerate(COLUMNS):
            by_obligation[column] += must >> bit & 1
    return Figures(
        rows, len(pairs), len({spell.alliance for spell in spells}), by_obligation, without, one_sided, uncertain
    )


def write_table(table: DyadTable, out: TextIO) -> None:
    """Write the published columns: 1 owed, 0 not owed, nothing where the days leave it open."""
    out.write(",".join(HEADING) + "\n")
    cells: dict[tuple[int, int], str] = {}
    for one, other, year, must, may in table.rows():
        text = cells.get((must, may))
        if text is None:
            text = cells[must, may] = _cells(must, may)
        out.write(f"{one},{other},{year},{text}\n")


def write_by_alliance(spells: Iterable[Spell], numbers: Mapping[str, int], out: TextIO) -> None:
    """Write the same with a row for each alliance, and its name as the last column."""
    out.write(",".join((*HEADING, "alliance")) + "\n")
    found = [(numbers[spell.actor], numbers[spell.toward], year, spell) for spell in spells for year in _years(spell)]
    found.sort(key=lambda row: (*row[:3], row[3].alliance))
    out.writelines(
        f"{one},{other},{year},{_cells(spell.must, spell.may)},{spell.alliance}\n" for one, other, year, spell in found
    )


def _years(spell: Spell) -> range:
    return range(spell.first, spell.last + 1)


def _cells(must: int, may: int) -> str:
    return ",".join("1" if must >> bit & 1 else "" if may >> bit & 1 else "0" for bit in range(len(COLUMNS)))


# A published table beside it.


class Published(msgspec.Struct, frozen=True):
    """A published table in the years asked for; `outside` is how many of its rows lie in others."""

    file: str
    table: DyadTable
    outside: int


Kind = Literal["only published", "only here", "differs"]


class Difference(msgspec.Struct, frozen=True):
    """Years in a row in which a pair is otherwise here than there, always in the same way.

    `columns` holds (column, here, there) for what differs, `None` here: the days leave it open; `alliances` are those
    that the pair is in here in these years, none where it is in none.
    """

    kind: Kind
    pair: tuple[int, int]
    first: int
    last: int
    columns: tuple[tuple[str, int | None, int], ...]
    alliances: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows of the tables it stands for."""
        return self.last - self.first + 1


class Comparison(msgspec.Struct, frozen=True):
    """How a table and a published one agree."""

    here: int
    published: int
    both: int
    equal: int
    cells: dict[str, int]
    differences: tuple[Difference, ...]

    @property
    def only_here(self) -> int:
        """How many rows the published table lacks."""
        return self.here - self.both

    @property
    def only_published(self) -> int:
        """How many rows are missing here."""
        return self.published - self.both

    @property
    def share(self) -> float:
        """The share of published rows that are here and equal in all columns."""
        return self.equal / self.published if self.published else 1.0


def read_published(path: Path, first: int, last: int) -> Published | list[Fault]:
    """Return a published table, or everything that is wrong with it.

    The columns of the obligations may have `atop_` or `cow_` before their names; further columns are passed over.
    """
    text = read_text(path)
    if isinstance(text, Fault):
        return [text]
    faults: list[Fault] = []
    table = DyadTable(first, last, {}, {})
    size = last - first + 1
    outside = 0
    reader = csv.reader(io.StringIO(text[0], newline=""), delimiter=delimiter_of(text[0]))
    heading = [cell.strip().lower().removeprefix("atop_").removeprefix("cow_") for cell in next(reader, [])]
    faults += missing_columns(path.name, heading, PUBLISHED)
    if faults:
        return faults
    places = [heading.index(column) for column in HEADING]
    flags = {"0": 0, "1": 1, "0.0": 0, "1.0": 1}
    for cells in reader:
        if not cells:
            continue
        try:
            row = [cells[place].strip() for place in places]
        except IndexError:
            row = []
        keys = [whole_number(cell) for cell in row[:3]]
        given = [flags.get(cell) for cell in row[3:]]
        if not row or None in keys or None in given:
            faults.append(_untaken(path.name, row, keys, given, reader.line_num))
            if len(faults) >= _MOST_FAULTS:
                break
            continue
        one, other, year = (int(key) for key in keys if key is not None)
        if not first <= year <= last:
            outside += 1
            continue
        bits = IN_ALLIANCE | sum(int(flag or 0) << bit for bit, flag in enumerate(given))
        pair = (one, other)
        if pair not in table.may:
            table.may[pair] = table.must[pair] = bytearray(size)
        if table.may[pair][year - first]:
            faults.append(
                Fault(
                    path.name,
                    f"{one}, {other} and {year} stand here twice",
                    "Take one of the rows out.",
                    reader.line_num,
                )
            )
            continue
        table.may[pair][year - first] = bits
    return faults or Published(path.name, table, outside)


def _untaken(
    file: str, row: Sequence[str], keys: Sequence[int | None], given: Sequence[int | None], line: int
) -> Fault:
    """Say why a row of a published table cannot be taken: the first of its cells that is no number of its kind."""
    if not row:
        return Fault(file, "the row has fewer cells than the heading", "Check its commas, or take the row out.", line)
    place = [*keys, *given].index(None)
    wanted = "0 or 1" if place >= len(keys) else "a whole number"
    found = f"`{row[place]}`" if row[place] else "empty"
    return Fault(file, f"`{HEADING[place]}` is {found}; {wanted} is expected", "Correct it, or take the row out.", line)


def compare_tables(
    table: DyadTable, spells: Iterable[Spell], numbers: Mapping[str, int], published: Published
) -> Comparison:
    """Compare a table with a published one, row by row, and say of what differs which alliances it comes from."""
    other = published.table
    by_pair: dict[tuple[int, int], list[Spell]] = {}
    for spell in spells:
        by_pair.setdefault((numbers[spell.actor], numbers[spell.toward]), []).append(spell)
    here = there = both = equal = 0
    cells = dict.fromkeys(COLUMNS, 0)
    found: list[Difference] = []
    for pair in sorted({*table.may, *other.may}):
        last: Difference | None = None
        for year in range(table.first, table.last + 1):
            must, may = table.at(pair, year)
            bits, _ = other.at(pair, year)
            here += bool(may)
            there += bool(bits)
            if not may and not bits:
                last = None
                continue
            both += bool(may and bits)
            if must == may == bits:
                equal += 1
                last = None
                continue
            columns = _differing(must, may, bits) if may and bits else ()
            for column, _, _ in columns:
                cells[column] += 1
            alliances = tuple(sorted({s.alliance for s in by_pair.get(pair, ()) if s.first <= year <= s.last}))
            kind: Kind = "differs" if may and bits else "only here" if may else "only published"
            if last is not None and (last.kind, last.columns, last.alliances) == (kind, columns, alliances):
                found[-1] = last = msgspec.structs.replace(last, last=year)
            else:
                last = Difference(kind, pair, year, year, columns, alliances)
                found.append(last)
    return Comparison(here, there, both, equal, cells, tuple(found))


def _differing(must: int, may: int, bits: int) -> tuple[tuple[str, int | None, int], ...]:
    found: list[tuple[str, int | None, int]] = []
    for bit, column in enumerate(COLUMNS):
        here = None if (must ^ may) >> bit & 1 else must >> bit & 1
        there = bits >> bit & 1
        if here != there:
            found.append((column, here, there))
    return tuple(found)

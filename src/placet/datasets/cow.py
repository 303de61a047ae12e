"""Read the formal alliances of the Correlates of War project, version 4: by member, or by directed pair of members.

A second coder of the same treaties. It knows four obligations: its entente is consultation, and an obligation to help
in a war that the other takes up is not coded. Source: the columns of version 4.1, `alliance_v4.1_by_member.csv` and
`alliance_v4.1_by_directed.csv`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from placet.datasets.alliances import Alliance, Commitment, Term
from placet.datasets.coding import Coding
from placet.datasets.tables import Cells, Columns, Fault, Record, Table, plain_words, read_table, strange_columns
from placet.model import Cite, Day, Rulebook, Source

_OBLIGATIONS = {"defense": "defense", "neutrality": "neutral", "nonaggression": "nonagg", "entente": "consul"}
"""What the four columns are called in the rulebook's terms."""

_SHARED = ("version4id", *_OBLIGATIONS)
_MEMBER_DAYS = ("mem_st_day", "mem_st_month", "mem_st_year", "mem_end_day", "mem_end_month", "mem_end_year")
_PAIR_DAYS = ("dyad_st_day", "dyad_st_month", "dyad_st_year", "dyad_end_day", "dyad_end_month", "dyad_end_year")
_BESIDE = ("left_censor", "right_censor", "version", "asymmetry")

BY_MEMBER = Columns(
    "the table of formal alliances by member",
    (*_SHARED, "ccode", *_MEMBER_DAYS),
    frozenset(
        (
            *_SHARED, "ccode", "state_name", *_MEMBER_DAYS, *_BESIDE, "ss_type", "all_st_day", "all_st_month",
            "all_st_year", "all_end_day", "all_end_month", "all_end_year",
        )
    ),
)  # fmt: skip
BY_PAIR = Columns(
    "the table of formal alliances by directed pair",
    (*_SHARED, "ccode1", "ccode2", *_PAIR_DAYS),
    frozenset((*_SHARED, "ccode1", "state_name1", "ccode2", "state_name2", *_PAIR_DAYS, *_BESIDE)),
)

_BEFORE_ALL = dt.date(1, 1, 1)


def read_cow(path: Path, beside: Rulebook | None = None) -> Coding | list[Fault]:
    """Return what the table says, or everything that is wrong with it.

    Args:
        path: the table, by member or by directed pair.
        beside: a rulebook made of ATOP, whose alliances name the alliances of this table that they are.
    """
    table = read_table(path)
    if isinstance(table, list):
        return table
    heading = {name.lower() for name in table.columns}
    is_by_pair = "ccode1" in heading or "dyad_st_year" in heading
    columns = BY_PAIR if is_by_pair else BY_MEMBER
    table_or_faults = read_table(path, columns)
    if isinstance(table_or_faults, list):
        return table_or_faults
    table = table_or_faults
    if "year" in table.columns:
        kind = "directed" if is_by_pair else "member"
        message = "this is a table by year, which does not say on which day anything began or ended"
        return [Fault(table.file, message, f"Give `alliance_v4.1_by_{kind}.csv`.", 1)]
    faults: list[Fault] = []
    rows = [row for record in table.records if (row := _row(table, record, faults, is_by_pair)) is not None]
    if not table.records:
        faults.append(Fault(table.file, "the table has no rows", "Every row after the heading is a member or a pair."))
    if is_by_pair and not faults:
        faults += _one_way_only(table, rows)
    if faults:
        return faults
    by_alliance: dict[int, list[_Row]] = {}
    for row in rows:
        by_alliance.setdefault(row.alliance, []).append(row)
    links = _links(beside)
    alliances = [_alliance(number, own, links.get(number, ())) for number, own in by_alliance.items()]
    versions = sorted({plain_words(row.cells["version"]) for row in rows if row.cells.get("version")})
    sources = [
        Source(
            "cow",
            f"Formal Alliances, version {', '.join(versions) or '4'}",
            by="Correlates of War project (Gibler)",
            file=plain_words(table.file),
        )
    ]
    if links:
        sources.append(Source("atop", "Alliance Treaty Obligations and Provisions", by="ATOP project"))
    return Coding(
        "cow",
        "Correlates of War",
        sources=tuple(sources),
        alliances=tuple(sorted(alliances, key=lambda alliance: (alliance.start.latest, int(alliance.id[4:])))),
        rows=len(rows),
        file=plain_words(table.file),
        citation=(
            "The project asks those who use it to cite: Douglas M. Gibler, International Military Alliances, 1648–2008 "
            "(CQ Press 2009)."
        ),
        notes=(
            (
                "The table codes defence, neutrality, non-aggression and entente; entente stands here as consultation. "
                "It does not code conditions, nor an obligation to join a war that an ally takes up."
            ),
        ),
        names={number: name for row in rows for number, name in row.names.items()},
        left_out=strange_columns(table, columns),
    )


class _Row(msgspec.Struct, frozen=True):
    """A sound row: a member's term, what the states in it are called, and all its cells."""

    alliance: int
    line: int
    term: Term
    names: dict[int, str]
    cells: dict[str, str]


def _row(table: Table, record: Record, faults: list[Fault], is_by_pair: bool) -> _Row | None:
    cells = Cells(table, record, faults)
    before = len(faults)
    prefix = "dyad" if is_by_pair else "mem"
    alliance = cells.number("version4id", "an alliance's number", 1)
    codes = ("ccode1", "ccode2") if is_by_pair else ("ccode",)
    names = ("state_name1", "state_name2") if is_by_pair else ("state_name",)
    numbers = [cells.number(code, "a country's number", 1) for code in codes]
    start_year = cells.number(f"{prefix}_st_year", "a year", 1)
    start = cells.day(start_year, f"{prefix}_st_month", f"{prefix}_st_day") if start_year is not None else None
    end = None
    if cells.text(f"{prefix}_end_year") and cells.text("right_censor") != "1":
        end_year = cells.number(f"{prefix}_end_year", "a year, or nothing for what lasts beyond the table,", 1)
        end = cells.day(end_year, f"{prefix}_end_month", f"{prefix}_end_day") if end_year is not None else None
    if start is not None and end is not None and end.latest <= start.earliest:
        cells.tell(f"the end ({end}) does not come after the start ({start})", "Correct one of the two.")
    if len(numbers) == 2 and numbers[0] is not None and numbers[0] == numbers[1]:
        cells.tell("both states of the pair are the same", "Correct one of the two.")
    owed = [obligation for column, obligation in _OBLIGATIONS.items() if cells.flag(column)]
    if len(faults) > before or alliance is None or start is None or numbers[0] is None:
        return None
    if cells.text("left_censor") == "1":
        start = Day(_BEFORE_ALL, start.latest)
    toward = tuple(number for number in numbers[1:] if number is not None)
    commitments = tuple(Commitment(obligation, (), toward) for obligation in owed)
    called = {n: plain_words(cells.text(name)) for n, name in zip(numbers, names, strict=True) if n is not None}
    return _Row(
        alliance,
        record.line,
        Term(numbers[0], start, end, commitments),
        {number: name for number, name in called.items() if name},
        {**record.cells, "toward": ",".join(map(str, toward))},
    )


def _one_way_only(table: Table, rows: Sequence[_Row]) -> list[Fault]:
    """Tell the pairs that stand in one direction alone: such a table does not say what the other owes."""
    found = {(row.alliance, row.term.member, row.cells["toward"]) for row in rows}
    return [
        Fault(
            table.file,
            f"{row.term.member} toward {row.cells['toward']} is here, the other direction is not",
            "Give `alliance_v4.1_by_directed.csv`, which has a row for each direction, or the table by member.",
            row.line,
        )
        for row in rows
        if (row.alliance, int(row.cells["toward"]), str(row.term.member)) not in found
    ]


def _alliance(number: int, rows: Sequence[_Row], links: Sequence[str]) -> Alliance:
    kinds = list(dict.fromkeys(plain_words(cell) for row in rows if (cell := row.cells.get("ss_type", ""))))
    remarks = [f"Coded as {' / '.join(kinds)}."] if kinds else []
    if any(row.cells.get("left_censor") == "1" for row in rows):
        remarks.append("It is older than the table, which does not say since when it is.")
    if links:
        remarks.append(f"The same treaty as {', '.join(f'`atop-{link}`' for link in links)} of ATOP.")
    asymmetry = {cell for row in rows if (cell := row.cells.get("asymmetry", "")) in ("0", "1")}
    return Alliance(
        f"cow-{number}",
        tuple(row.term for row in rows),
        cites=(Cite("cow", str(number)), *(Cite("atop", link) for link in links)),
        remarks=tuple(remarks),
        marks={"asymmetric": "yes" if "1" in asymmetry else "no"} if asymmetry else {},
    )


def _links(beside: Rulebook | None) -> dict[int, list[str]]:
    """Return which alliances of ATOP say that they are which alliance of this table."""
    found: dict[int, list[str]] = {}
    for instrument in beside.instruments.values() if beside is not None else ():
        own = [cite.paragraph for cite in instrument.cites if cite.source == "atop" and cite.paragraph]
        for paragraph in _paragraphs(instrument.cites, "cow"):
            found.setdefault(paragraph, []).extend(own)
    return found


def _paragraphs(cites: Iterable[Cite], source: str) -> Iterable[int]:
    for cite in cites:
        if cite.source == source and cite.paragraph and cite.paragraph.isascii() and cite.paragraph.isdigit():
            yield int(cite.paragraph)

"""Read the member-level table of the Alliance Treaty Obligations and Provisions project (ATOP): a row a member.

A row says when a state entered and left an alliance (or a phase of it) and what it owed the other members itself; that
the exit year is 0 says that it is still in. Source: the columns of ATOP 4.01, member level.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from placet.datasets.alliances import OBLIGATIONS, Alliance, Commitment, Term, listed
from placet.datasets.coding import Coding
from placet.datasets.tables import Cells, Columns, Fault, Record, Table, plain_words, read_table, strange_columns
from placet.model import Cite, Day, Source

_CONDITIONS = {
    "defense": {
        "defcoadv": "adversary",
        "defcoloc": "location",
        "defcocon": "conflict",
        "defconum": "adversaries",
        "defcodem": "demands",
        "defconpr": "unprovoked",
    },
    "offense": {
        "offcoadv": "adversary",
        "offcoloc": "location",
        "offcocon": "conflict",
        "offconum": "adversaries",
        "offcodem": "demands",
    },
    "neutral": {
        "neucoadv": "adversary",
        "neucoloc": "location",
        "neucocon": "conflict",
        "neuconum": "adversaries",
        "neucodem": "demands",
        "neuconpr": "unprovoked",
        "neucoatt": "attacked",
    },
    "nonagg": {},
    "consul": {
        "concoadv": "adversary",
        "concoloc": "location",
        "concocon": "conflict",
        "concoreq": "requested",
    },
}
"""For each obligation the columns that say on what it hangs."""

_NEEDED = (
    "atopid", "member", "yrent", "moent", "dayent", "yrexit", "moexit", "dayexit",
    *(obligation.column for obligation in OBLIGATIONS),
)  # fmt: skip
_READ = (
    "cowid", "cow4id", "bilat", "phase", "wartime", "pubsecr", "asymm", "terrres", "version",
    *(column for columns in _CONDITIONS.values() for column in columns),
)  # fmt: skip
_KEPT = (
    "cowwar", "estmode", "secrart", "proadd", "futmem", "speclgth", "length", "renounce", "proren", "renewlgt", "term",
    "termmode", "termcaus", "olimob", "obvary", "notaiden", "dipaid", "seppeace", "thirdcom", "noothall", "specthrt",
    "statthr1", "statthr2", "conwtin", "medarb", "milcon", "milaid", "intcom", "subord", "organ1", "orgpurp1", "organ2",
    "orgpurp2", "base", "contrib", "armred", "acqterr", "divgains", "demwith", "reflnun", "refothio", "natrefal",
    "compag", "nomicoop", "conres", "agprois", "conmen", "ecaid", "interv",
)  # fmt: skip
"""Columns that no rule is made of; what they say is kept on the page of the alliance."""
_LEFT_OUT = ("cowsys", "ineffect", "maxphase", "active", "conditio", "defcon", "offcon", "neucon", "concon", "source",
             "new4", "rev4")  # fmt: skip
"""Columns that repeat others, or that speak of the making of the table."""

ATOP = Columns(
    "ATOP's member-level table",
    _NEEDED,
    frozenset((*_NEEDED, *_READ, *_KEPT, *_LEFT_OUT)),
    "ATOP has several tables; the one with a row for every member of every alliance is wanted.",
)

_SECRECY = {"0": "public", "1": "partly-secret", "2": "secret"}
_YES_NO = {"0": "no", "1": "yes"}


def read_atop(path: Path, today: dt.date) -> Coding | list[Fault]:
    """Return what the table says, or everything that is wrong with it.

    Args:
        path: the member-level table.
        today: the day on which it is read, the last on which a secret treaty that it names became public.
    """
    table = read_table(path, ATOP)
    if isinstance(table, list):
        return table
    faults: list[Fault] = []
    rows = [row for record in table.records if (row := _row(table, record, faults)) is not None]
    if not table.records:
        faults.append(Fault(table.file, "the table has no rows", "Every row after the heading is a member."))
    if faults:
        return faults
    by_alliance: dict[int, list[_Row]] = {}
    for row in rows:
        by_alliance.setdefault(row.alliance, []).append(row)
    alliances = [_alliance(number, own, today) for number, own in by_alliance.items()]
    versions = sorted({plain_words(row.cells["version"]) for row in rows if row.cells.get("version")})
    edition = f" {', '.join(versions)}" if versions else ""
    return Coding(
        "atop",
        "ATOP",
        sources=(
            Source(
                "atop",
                f"Alliance Treaty Obligations and Provisions{edition}, member level",
                by="ATOP project (Leeds, Ritter, Mitchell and Long)",
                file=plain_words(table.file),
            ),
            Source("cow", "Formal Alliances, version 4", by="Correlates of War project"),
            Source("cow3", "Formal Alliances, version 3", by="Correlates of War project"),
        ),
        alliances=tuple(sorted(alliances, key=lambda alliance: (alliance.start, int(alliance.id[5:])))),
        rows=len(rows),
        file=plain_words(table.file),
        left_out=strange_columns(table, ATOP),
        citation=(
            "ATOP asks those who use it to cite: Brett Ashley Leeds, Jeffrey M. Ritter, Sara McLaughlin Mitchell and "
            "Andrew G. Long, “Alliance Treaty Obligations and Provisions, 1815–1944”, International Interactions 28 "
            "(2002), 237–260."
        ),
    )


class _Row(msgspec.Struct, frozen=True):
    """A sound row: a member's term, and all its cells."""

    alliance: int
    term: Term
    cells: dict[str, str]


def _row(table: Table, record: Record, faults: list[Fault]) -> _Row | None:
    cells = Cells(table, record, faults)
    before = len(faults)
    alliance = cells.number("atopid", "an alliance's number", 1)
    member = cells.number("member", "a country's number", 1)
    start_year = cells.number("yrent", "a year of entry", 1)
    end_year = cells.number("yrexit", "a year of exit, or 0 for a member that is still in,")
    start = cells.day(start_year, "moent", "dayent") if start_year is not None else None
    end = cells.day(end_year, "moexit", "dayexit") if end_year else None
    if start is not None and end is not None and end.latest <= start.earliest:
        cells.tell(
            f"the exit ({end}) does not come after the entry ({start})",
            "Correct one of the two; exit year 0: still in.",
        )
    commitments = []
    for obligation in OBLIGATIONS:
        if cells.flag(obligation.column):
            columns = _CONDITIONS[obligation.column]
            met = {condition for name, condition in columns.items() if name in record.cells and cells.flag(name)}
            commitments.append(Commitment(obligation.column, tuple(sorted(met))))
    phase = cells.number("phase", "a phase's number, or 0,", 0, 99) if cells.text("phase") else 0
    if len(faults) > before or alliance is None or member is None or start is None:
        return None
    return _Row(alliance, Term(member, start, end, tuple(commitments), str(phase) if phase else ""), record.cells)


def _alliance(number: int, rows: Sequence[_Row], today: dt.date) -> Alliance:
    secrecy = _only(_SECRECY.get(cell) for cell in _values(rows, "pubsecr"))
    start = min(row.term.start for row in rows)
    marks = {
        "secrecy": secrecy,
        "bilateral": _only(_YES_NO.get(cell) for cell in _values(rows, "bilat")),
        "asymmetric": _any_of(rows, "asymm"),
        "territorial": _any_of(rows, "terrres"),
        "wartime": _any_of(rows, "wartime"),
    }
    return Alliance(
        f"atop-{number}",
        tuple(row.term for row in rows),
        cites=(Cite("atop", str(number)), *_cow_cites(rows)),
        remarks=tuple(_remarks(rows, marks)),
        marks={name: value for name, value in marks.items() if value},
        published=Day(start.earliest, max(today, start.latest)) if secrecy == "secret" else None,
    )


def _cow_cites(rows: Sequence[_Row]) -> Iterable[Cite]:
    for column, source in (("cow4id", "cow"), ("cowid", "cow3")):
        for cell in _values(rows, column):
            if cell.isascii() and cell.isdigit() and cell.strip("0"):
                yield Cite(source, cell)


def _remarks(rows: Sequence[_Row], marks: dict[str, str]) -> Iterable[str]:
    """Say on the alliance's page what its rules cannot say."""
    kind = {"yes": "Between two states", "no": "Between several states"}.get(marks["bilateral"], "")
    public = {
        "public": "public",
        "partly-secret": "public, but for secret articles",
        "secret": "secret as a whole; the table does not say when it became public",
    }.get(marks["secrecy"], "whether it was public is not coded")
    yield f"{kind}; {public}." if kind else f"{public[0].upper()}{public[1:]}."
    if marks["wartime"] == "yes":
        yield "Concluded in wartime."
    if marks["asymmetric"] == "yes":
        yield "The members do not all owe the same."
    bound = [row.term.member for row in rows if row.cells.get("terrres") == "1"]
    if bound:
        everyone = {row.term.member for row in rows} == set(bound)
        whose = "all members" if everyone else listed([f"{{{number}}}" for number in sorted(set(bound))])
        yield f"What {whose} {'owe' if everyone or len(set(bound)) > 1 else 'owes'} is limited to a territory."
    codes = []
    for column in _KEPT:
        values = [value for value in _values(rows, column) if value.strip("0")]
        if values:
            codes.append(f"`{column}` {plain_words('/'.join(values))}")
    if codes:
        yield f"Coded besides: {', '.join(codes)}."


def _values(rows: Sequence[_Row], column: str) -> list[str]:
    """Return the cells of a column that are not empty, each once, in order."""
    return list(dict.fromkeys(cell for row in rows if (cell := row.cells.get(column, ""))))


def _only(values: Iterable[str | None]) -> str:
    """Return the one value that there is; empty where there is none, or where the rows differ."""
    found = {value for value in values if value is not None}
    return found.pop() if len(found) == 1 else ""


def _any_of(rows: Sequence[_Row], column: str) -> str:
    """Return whether a mark is set for any member; empty where it is coded for none."""
    values = _values(rows, column)
    return "yes" if "1" in values else "no" if "0" in values else ""

"""Read participation in a multilateral treaty: who signed, who consented to be bound, how and when.

The tables are those of the United Nations Treaty Collection as `zmjones/untreaties` keeps them: a file a treaty, named
by its chapter and number; the first column names the participant, the others acts, with a legend in their heading
(`Ratification, Accession(a), Succession(d)`), and a cell is a day with the letter of the act (`8 Nov 1988 a`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from placet.datasets.tables import Columns, Fault, Record, Table, plain_words, read_table, read_text, repeated
from placet.model import Day

ActKind = Literal["signature", "consent", "provisional", "leaving", "force"]

_KINDS: tuple[tuple[str, ActKind], ...] = (
    ("provisional application", "provisional"),
    ("definitive signature", "consent"),
    ("succession to signature", "signature"),
    ("signature", "signature"),
    ("denunciation", "leaving"),
    ("withdrawal", "leaving"),
    ("notification of withdrawal", "leaving"),
    ("entry into force", "force"),
    ("date of entry into force", "force"),
    ("ratification", "consent"),
    ("accession", "consent"),
    ("acceptance", "consent"),
    ("approval", "consent"),
    ("succession", "consent"),
    ("formal confirmation", "consent"),
    ("act of formal confirmation", "consent"),
    ("consent to be bound", "consent"),
    ("simplified procedure", "consent"),
)
"""What an act is, by the words its name begins with; the first that fits counts."""

_LETTERS = {
    "a": "Accession",
    "A": "Acceptance",
    "AA": "Approval",
    "c": "Formal confirmation",
    "d": "Succession",
    "n": "Provisional application",
    "P": "Consent to be bound",
    "p": "Simplified procedure",
    "s": "Definitive signature",
}
"""The letters that stand for acts where a heading does not explain them."""

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_CELL = re.compile(r"\[?\s*(\d{1,2})\s+([A-Za-z]{3,9})\.?\s+(\d{4})\s*\]?(?:\s*([A-Za-z]{1,2}))?")
_ITEM = re.compile(r"(.*)\(\s*([A-Za-z]{1,2})\s*\)")
_NUMBER = re.compile(r"([0-9]{1,3})[-.]([0-9A-Za-z]{1,8}(?:[-.][0-9A-Za-z]{1,8}){0,4})")
_IN_TITLE = re.compile(
    r"(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December) (\d{4})"
)

INDEX = Columns(
    "an index of treaties",
    ("chapter_no", "treaty_no", "treaty_name"),
    frozenset(("chapter_no", "treaty_no", "treaty_name", "url", "chapter_url", "chapter_name", "entry_into_force")),
)


class Act(msgspec.Struct, frozen=True):
    """What a participant did on a day; `name` as the heading of the column calls it."""

    kind: ActKind
    name: str
    on: dt.date


class Participation(msgspec.Struct, frozen=True):
    """A participant with its acts by day."""

    name: str
    acts: tuple[Act, ...]

    def first(self, kind: ActKind) -> Act | None:
        """Return the first act of a kind."""
        return min((act for act in self.acts if act.kind == kind), key=lambda act: act.on, default=None)


class Treaty(msgspec.Struct, frozen=True):
    """A treaty with its participants.

    `in_force` is None where nothing says when it entered into force; `left_out` are columns that are not understood;
    `declarations` are what participants declared, as (name, text).
    """

    number: str
    title: str
    file: str
    participants: tuple[Participation, ...]
    url: str = ""
    adopted: dt.date | None = None
    in_force: Day | None = None
    declarations: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    """Participants whose declaration has no text."""


class Listed(msgspec.Struct, frozen=True):
    """What an index says of a treaty."""

    title: str
    url: str = ""
    in_force: Day | None = None


def read_index(path: Path) -> dict[str, Listed] | list[Fault]:
    """Return what an index says, by the numbers of treaties as files are named (`23-1`, `1-5-a`)."""
    table = read_table(path, INDEX)
    if isinstance(table, list):
        return table
    found: dict[str, Listed] = {}
    faults: list[Fault] = []
    for record in table.records:
        cells = record.cells
        number = f"{cells['chapter_no']}-{cells['treaty_no']}".replace(".", "-").lower()
        force = cells.get("entry_into_force", "")
        day = day_in(force) if force else None
        if force and day is None:
            faults.append(_bad_day(table, record, "entry_into_force", force))
        found[number] = Listed(
            plain_words(cells["treaty_name"]),
            plain_words(cells.get("url", "")),
            Day.exactly(day) if day is not None else None,
        )
    return faults or found


def read_treaty(path: Path, listed: Listed | None = None) -> Treaty | list[Fault]:
    """Return a treaty from its table, or everything that is wrong with the table."""
    table = read_table(path)
    if isinstance(table, list):
        return table
    heading = [name for name in table.columns if name]
    if not heading or not heading[0].lower().startswith("participant"):
        message = "this is no participation table: its first column is not `Participant`"
        return [
            Fault(table.file, message, f"The columns here are {', '.join(f'`{name}`' for name in heading[:6])}.", 1)
        ]
    faults: list[Fault] = []
    columns = [_Column(name) for name in heading[1:]]
    participants = []
    for record in table.records:
        name = plain_words(record.cells[heading[0]])
        if not name:
            faults.append(Fault(table.file, "the row names no participant", "Fill in its name.", record.line))
            continue
        acts = [act for column in columns if (act := _read_act(table, record, column, faults)) is not None]
        participants.append(Participation(name, tuple(sorted(acts, key=lambda act: act.on))))
    for line, first in repeated(
        (record.line, record.cells[heading[0]]) for record in table.records if record.cells[heading[0]]
    ).items():
        faults.append(Fault(table.file, f"the participant stands on line {first} already", "Make them one row.", line))
    if faults:
        return faults
    number = number_of(path)
    title = listed.title if listed is not None else f"the treaty of {plain_words(path.name)}"
    return Treaty(
        number,
        title,
        plain_words(table.file),
        tuple(participants),
        url=listed.url if listed is not None else "",
        adopted=_day_of_title(title),
        in_force=listed.in_force if listed is not None else None,
        left_out=tuple(plain_words(column.heading) for column in columns if not column.is_understood),
    )


def read_declarations(path: Path) -> tuple[list[tuple[str, str]], list[str]] | list[Fault]:
    """Return what participants declared, as (name, text), and who has a heading and no text.

    A declaration begins with a line `#Name` and runs to the next such line.
    """
    text = read_text(path)
    if isinstance(text, Fault):
        return [text]
    found: list[tuple[str, str]] = []
    empty: list[str] = []
    for number, part in enumerate(re.split(r"^#", text[0], flags=re.MULTILINE)):
        name, _, body = part.partition("\n")
        words = " ".join(body.split())
        if number == 0:
            if part.strip():
                message = "the first declaration has no line `#Name` before it"
                return [Fault(path.name, message, "Put the participant's name on a line of its own, after `#`.", 1)]
            continue
        name = plain_words(name)
        if not name:
            line = text[0][: text[0].index(part)].count("\n") + 1
            return [Fault(path.name, "a declaration names no participant", "Write the name after `#`.", line)]
        if words:
            found.append((name, words))
        else:
            empty.append(name)
    return found, empty


def number_of(path: Path) -> str:
    """Return the number of a treaty from its file's name; the name itself where it has none.

    >>> number_of(Path("treaties/18-12.a.csv")), number_of(Path("Ferry pact.csv"))
    ('18-12-a', 'ferry-pact')
    """
    match = _NUMBER.fullmatch(path.stem)
    if match is not None:
        return f"{match[1]}-{match[2]}".replace(".", "-").lower()
    return re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:60].strip("-") or "treaty"


def day_in(cell: str) -> dt.date | None:
    """Return the day that a cell names, as `8 Nov 1988` or `1988-11-08`; None where it names none.

    >>> day_in("8 Nov 1988"), day_in("1988-11-08"), day_in("31 Jun 1988"), day_in("soon")
    (datetime.date(1988, 11, 8), datetime.date(1988, 11, 8), None, None)
    """
    match = _CELL.fullmatch(cell)
    try:
        if match is None:
            return dt.date.fromisoformat(cell)
        month = _MONTHS.get(match[2][:3].lower())
        return dt.date(int(match[3]), month, int(match[1])) if month is not None else None
    except ValueError:
        return None


class _Column:
    """A column of acts: what each letter in its cells stands for, and what a cell without one."""

    def __init__(self, heading: str) -> None:
        self.heading = heading
        self.by_letter: dict[str, str] = {}
        self.plain = ""
        whole = kind_of(heading)
        # A heading with commas of its own is one act; otherwise each part between commas is one.
        items = [heading] if whole == "provisional" else heading.split(",")
        for item in items:
            match = _ITEM.fullmatch(item.strip())
            if match is not None:
                self.by_letter[match[2]] = match[1].strip()
            elif not self.plain and kind_of(item.strip()) is not None:
                self.plain = item.strip()
        self.is_understood = any(kind_of(name) for name in (self.plain, *self.by_letter.values()))


def kind_of(name: str) -> ActKind | None:
    """Return what an act is by its name; None where it is not known.

    >>> kind_of("Accession"), kind_of("Succession to signature"), kind_of("Participation in the fund")
    ('consent', 'signature', None)
    """
    low = name.lower()
    return next((kind for words, kind in _KINDS if low.startswith(words)), None)


def _read_act(table: Table, record: Record, column: _Column, faults: list[Fault]) -> Act | None:
    cell = record.cells.get(column.heading, "")
    if not cell or not column.is_understood:
        return None
    match = _CELL.fullmatch(cell)
    day = day_in(cell)
    if day is None:
        faults.append(_bad_day(table, record, column.heading, cell))
        return None
    letter = match[4] if match is not None else None
    name = column.plain if letter is None else column.by_letter.get(letter) or _LETTERS.get(letter, "")
    if letter is None and not name:
        # Every act of the heading has a letter, and this cell has none: bound all the same, nobody says how.
        name = next(iter(column.by_letter.values()))
        name = "Consent to be bound" if kind_of(name) == "consent" else name
    kind = kind_of(name)
    if kind is None:
        faults.append(
            Fault(
                table.file,
                f"`{cell}` has the letter `{letter}`, which the heading does not explain",
                f"Explain it in the heading, as in `Accession(a)`; the heading is `{column.heading[:80]}`.",
                record.line,
            )
        )
        return None
    return Act(kind, name, day)


def _bad_day(table: Table, record: Record, column: str, cell: str) -> Fault:
    return Fault(
        table.file,
        f"`{cell}` under `{column[:60]}` is no day",
        "A day is written `8 Nov 1988`, with the letter of the act behind it where the heading has one.",
        record.line,
    )


def _day_of_title(title: str) -> dt.date | None:
    matches = _IN_TITLE.findall(title)
    if not matches:
        return None
    day, month, year = matches[-1]
    return day_in(f"{day} {month} {year}")


def with_entries_into_force(treaties: Sequence[Treaty], given: Mapping[str, dt.date]) -> tuple[list[Treaty], list[str]]:
    """Return the treaties with the days on which they entered into force, and the numbers that no treaty has."""
    found = [
        msgspec.structs.replace(treaty, in_force=Day.exactly(given[treaty.number]))
        if treaty.number in given
        else treaty
        for treaty in treaties
    ]
    return found, sorted(given.keys() - {treaty.number for treaty in treaties})

"""Which party a country code is: the numbers and letters of the Correlates of War state list, or names of one's own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

import msgspec

from placet.datasets.tables import Cells, Columns, Fault, Table, plain_words, read_table, repeated
from placet.language.words import WORDS
from placet.model import Party

NAMES = Columns("a list of names", ("number", "name"), frozenset(("number", "name", "letters")))
"""The columns of a list of names: the country's number, its name and, if wanted, the letters to call it by."""

_GENERATION = 20
_LETTERS = re.compile(r"[A-Z][A-Z0-9_-]{0,39}")
_CODE = re.compile(r"C([0-9]{1,9})")


class State(msgspec.Struct, frozen=True):
    """A state of the list; `spells` are the times it counted as one, None: still at the end of 2016."""

    number: int
    letters: str
    name: str
    spells: tuple[tuple[dt.date, dt.date | None], ...]


@cache
def cow_states() -> dict[int, State]:
    """Return the 217 states of the Correlates of War list, by number.

    Source: Correlates of War Project, State System Membership List, version 2016: numbers, letters, names and dates.

    >>> cow_states()[740].letters, cow_states()[740].name, len(cow_states())
    ('JPN', 'Japan', 217)
    """
    text = resources.files("placet.datasets").joinpath("cow_states.csv").read_text("utf-8")
    found: dict[int, State] = {}
    for line in text.splitlines()[1:]:
        number, letters, name, since, until = line.split(",")
        spell = (dt.date.fromisoformat(since), dt.date.fromisoformat(until) if until else None)
        known = found.get(int(number))
        spells = (*known.spells, spell) if known is not None else (spell,)
        found[int(number)] = State(int(number), letters, name, spells)
    return found


class Naming(msgspec.Struct, frozen=True):
    """What the parties with certain numbers are called: their codes in the rulebook, and their names.

    `years` are those of a state that was none for a time, as words behind its name.
    """

    codes: dict[int, str]
    names: dict[int, str]
    years: dict[int, str] = {}

    def party(self, number: int) -> Party:
        """Return the party with a number; one that no list knows is called by its number."""
        years = self.years.get(number)
        return Party(self.code(number), f"{self.name(number)}{f', {years}' if years else ''}")

    def name(self, number: int) -> str:
        """Return a state's name alone."""
        return self.names.get(number, f"the state numbered {number}")

    def with_names(self, names: Mapping[int, str]) -> Naming:
        """Return the same with names for states that had none."""
        return msgspec.structs.replace(self, names={**names, **self.names})

    def code(self, number: int) -> str:
        """Return the code of a number."""
        return self.codes.get(number, f"C{number}")

    @property
    def is_usual(self) -> bool:
        """Whether every code is the one that the number has without a list of names."""
        return all(usual_number(code) == number for number, code in self.codes.items())


def usual_naming() -> Naming:
    """Return the names of the Correlates of War list; those of a state that has ceased to be one with its years."""
    states = cow_states().values()
    return Naming(
        {state.number: state.letters for state in states},
        {state.number: state.name for state in states},
        {state.number: years for state in states if (years := _years(state))},
    )


def read_naming(path: Path) -> Naming | list[Fault]:
    """Return the usual names, but for those that a list of names gives otherwise."""
    table = read_table(path, NAMES)
    if isinstance(table, list):
        return table
    usual = usual_naming()
    codes, names, years = dict(usual.codes), dict(usual.names), dict(usual.years)
    faults: list[Fault] = []
    own: list[tuple[int, object]] = []
    for record in table.records:
        cells = Cells(table, record, faults)
        number = cells.number("number", "a country's number", 1)
        name = cells.text("name")
        letters = cells.text("letters")
        if not name:
            cells.tell("`name` is empty", "Say what the state is called.")
        if letters and (not _LETTERS.fullmatch(letters) or letters.lower() in WORDS):
            cells.tell(
                f"`{letters}` cannot be a party's code",
                "A code is a capital letter, then capitals, digits, `-` or `_`.",
            )
        if number is not None:
            own.append((record.line, number))
            names[number] = plain_words(name)
            years.pop(number, None)
            codes[number] = letters or codes.get(number, f"C{number}")
    faults += _told_twice(table, own)
    by_code: dict[str, int] = {}
    for number, code in codes.items():
        if by_code.setdefault(code, number) != number:
            faults.append(
                Fault(
                    path.name, f"`{code}` would be two states, {by_code[code]} and {number}", "Change one of the two."
                )
            )
    return faults or Naming(codes, names, years)


def usual_number(code: str) -> int | None:
    """Return the number of a code that no list has changed.

    >>> usual_number("JPN"), usual_number("C8152"), usual_number("EAST")
    (740, 8152, None)
    """
    known = _numbers().get(code)
    if known is not None:
        return known
    match = _CODE.fullmatch(code)
    return int(match[1]) if match is not None else None


@cache
def _numbers() -> dict[str, int]:
    return {state.letters: number for number, state in cow_states().items()}


def _years(state: State) -> str:
    """Return the years of a state that has ceased to be one, or was none for a generation; empty for others."""
    gaps = [later[0].year - earlier[1].year for earlier, later in pairwise(state.spells) if earlier[1] is not None]
    if state.spells[-1][1] is None and max(gaps, default=0) < _GENERATION:
        return ""
    spans = [f"{since.year}–{until.year if until is not None else ''}" for since, until in state.spells]
    return " and ".join(spans)


def _told_twice(table: Table, lines: list[tuple[int, object]]) -> list[Fault]:
    return [
        Fault(table.file, f"the number stands on line {first} already", "Take one of the two rows out.", line)
        for line, first in repeated(lines).items()
    ]

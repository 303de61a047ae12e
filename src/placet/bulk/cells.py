"""What a cell of a table says of a field, and the number by which the engines know that value."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from decimal import Decimal

from placet.bulk.problems import NO_DAY, BadCell
from placet.diagnostics import Diagnostic
from placet.engine.logic.variables import Variables
from placet.engine.sweep import coding
from placet.language import UNKNOWN, parse_day, parse_value
from placet.model import Rulebook

UNKNOWN_CODE = coding.UNKNOWN_CODE
"""The code of a cell that says nothing: the fact is unknown."""

BAD_CODE = -2
"""The code of a cell that cannot be taken."""

_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class FieldCells:
    """Reads the cells of one field; `code` says how its values are numbered.

    >>> from placet.language import load_rulebook
    >>> book = load_rulebook("korea").rulebook
    >>> provoked = FieldCells(book, "provoked")
    >>> [provoked.read(text) for text in ("yes", "TRUE", "0", " ")]
    [0, 0, 1, -1]
    >>> provoked.read("perhaps").kind
    'not yes or no'
    """

    def __init__(self, book: Rulebook, field: str) -> None:
        self.book = book
        self.field = field
        self.type = book.fields[field].type
        self.code: coding.FieldCode = coding.field_code(Variables(book), field)

    def read(self, text: str) -> int | BadCell:
        """Return the code of what a cell says, `UNKNOWN_CODE` for an empty one, or what is wrong with it."""
        text = text.strip()
        if not text:
            return UNKNOWN_CODE
        if self.type.kind == "yesno" and not self.type.is_set:
            value = _YES_NO.get(text.casefold())
            if value is not None:
                return self.code.code(value)
        if self.type.is_set:
            text = text.replace(";", ",")
        found = parse_value(self.book, self.field, text)
        if isinstance(found, Diagnostic):
            return BadCell(self._kind_of(found), told(found))
        return UNKNOWN_CODE if found is UNKNOWN else self.code.code(found)

    def _kind_of(self, found: Diagnostic) -> str:
        if found.code == "E0412":
            return "never none"
        match self.type.kind:
            case "number":
                return "not a number"
            case "yesno":
                return "not yes or no"
            case _:
                return "no such value"


class DayCells:
    """Reads the cells of a column of days and numbers the stretches of time in which no answer changes.

    >>> import datetime as dt
    >>> days = DayCells((dt.date(2001, 6, 1), dt.date(2012, 7, 2)))
    >>> [days.read(text) for text in ("1999-12-31", "2001-06-01", "2012-07-01", "2020-01-01")]
    [0, 1, 1, 2]
    >>> days.day_of(1)
    datetime.date(2001, 6, 1)
    """

    def __init__(self, changes: tuple[dt.date, ...]) -> None:
        self.changes = changes

    @property
    def size(self) -> int:
        """How many stretches there are."""
        return len(self.changes) + 1

    def read(self, text: str) -> int | BadCell:
        """Return the number of the stretch in which a day lies, or what is wrong with the cell."""
        text = text.strip()
        if not text:
            return NO_DAY
        day = parse_day(text)
        if isinstance(day, Diagnostic):
            return BadCell("not a day", told(day))
        return self.code_of(day)

    def code_of(self, day: dt.date) -> int:
        """Return the number of the stretch in which a day lies."""
        return bisect_right(self.changes, day)

    def day_of(self, code: int) -> dt.date:
        """Return a day of a stretch: its first, or one before all changes."""
        if code:
            return self.changes[code - 1]
        first = self.changes[0] if self.changes else dt.date(2000, 1, 1)
        return first if first == dt.date.min else first - dt.timedelta(days=1)


def told(found: Diagnostic) -> str:
    """Say a message and its help in one line, for a cell of the table of rejects."""
    help = found.help.removesuffix(".")
    return f"{found.message}; {help[:1].lower()}{help[1:]}" if help else found.message


def is_exact_in_floats(cuts: Iterable[int | Decimal]) -> bool:
    """Say whether comparing as floating-point numbers is exact for these limits.

    Decimals of up to 15 digits stay apart and in order as floating-point numbers.
    """
    return all(len(Decimal(cut).as_tuple().digits) <= 15 and -(10**15) < cut < 10**15 for cut in cuts)

"""Values and days as a user gives them on a command line or in a form."""

from __future__ import annotations

import datetime as dt
import enum
import re
from decimal import Decimal
from typing import Final

from placet.diagnostics.diagnostic import Diagnostic
from placet.language.days import read_day
from placet.language.nearest import nearest
from placet.model import Rulebook, Type, Value

_NUMBER = re.compile(r"\d+(?:_\d+)*(?:\.\d+)?")


class Unknown(enum.Enum):
    """That the value of a field is not known."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN
"""What `parse_value` returns for `unknown` and `?`."""


def parse_value(rulebook: Rulebook, field_id: str, text: str) -> Value | Unknown | Diagnostic:
    """Return the value that a user's text means for a field, `UNKNOWN`, or what is wrong with it.

    Args:
        rulebook: the rulebook whose field it is.
        field_id: the field, which need not exist.
        text: a value; members of a set stand between commas, with or without parentheses; `none`; `unknown` or `?`.
    """
    field = rulebook.fields.get(field_id)
    if field is None:
        return _problem(
            "E0312",
            f"there is no field `{field_id}` in `{rulebook.name}`",
            _suggest(field_id, list(rulebook.fields), "The fields are"),
        )
    text = text.strip()
    if text in ("unknown", "?"):
        return UNKNOWN
    type_ = field.type
    if not text:
        return _problem(
            "E0418", f"`{field_id}` is given no value", f"Write {_what_fits(rulebook, type_)}, or `unknown`."
        )
    if type_.is_set:
        return _parse_set(rulebook, field_id, type_, text)
    if text == "none":
        if type_.or_none:
            return None
        return _problem(
            "E0412", f"`{field_id}` always has a value and is never `none`", "If you do not know it, leave it out."
        )
    return _parse_single(rulebook, field_id, type_, text)


def parse_day(text: str) -> dt.date | Diagnostic:
    """Return the day that a user's text means, or what is wrong with it.

    >>> parse_day("2014-02-30").message
    'there is no day `2014-02-30`: February 2014 has 28 days'
    """
    text = text.strip()
    day = read_day(text)
    if isinstance(day, str):
        if day.startswith("a day is written"):
            return _problem("E0208", f"`{text}` is not a day", "A day is written `2014-11-17`: year, month, day.")
        return _problem("E0208", f"there is no day `{text}`: {day}", "Correct the day.")
    if not day.is_certain:
        span = "month" if text.count("-") == 1 else "year"
        return _problem("E0208", f"`{text}` is a {span}, not a day", f"Name one day of it, such as `{day.earliest}`.")
    return day.earliest


def _parse_set(rulebook: Rulebook, field_id: str, type_: Type, text: str) -> Value | Diagnostic:
    inner = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    pieces = [piece.strip() for piece in inner.split(",") if piece.strip()]
    if pieces == ["none"] or not pieces:
        return frozenset()
    members: set[str] = set()
    for piece in pieces:
        member = _parse_single(rulebook, field_id, type_, piece)
        if isinstance(member, Diagnostic):
            return member
        members.add(str(member))
    return frozenset(members)


def _parse_single(rulebook: Rulebook, field_id: str, type_: Type, text: str) -> str | bool | int | Decimal | Diagnostic:
    if type_.kind == "yesno":
        if text in ("yes", "no"):
            return text == "yes"
        return _problem(
            "E0418",
            f"`{text}` is neither `yes` nor `no`, and `{field_id}` is a matter of yes or no",
            _suggest(text, ["yes", "no"], "Write"),
        )
    if type_.kind == "number":
        if _NUMBER.fullmatch(text) is None or len(text) > 40:
            return _problem(
                "E0418",
                f"`{_cut(text)}` is not a number, and `{field_id}` is one",
                "Write digits only, such as `5_000_000` or `1.5`.",
            )
        return Decimal(text) if "." in text else int(text)
    choices = [str(value) for value in rulebook.domain(type_) if value is not None]
    if text in choices:
        return text
    noun = {"names": "value"}.get(type_.kind, type_.kind)
    titled = _titled(rulebook, choices, text)
    help_ = f"Did you mean `{titled}`?" if titled else _suggest(text, choices, "It can be")
    return _problem("E0418", f"there is no {noun} `{_cut(text)}` for `{field_id}`", help_)


def _titled(rulebook: Rulebook, choices: list[str], text: str) -> str | None:
    """Return what has a text for its title, whatever the case; None: nothing has, or several have."""
    wanted = " ".join(text.split()).casefold()
    kinds = (rulebook.parties, rulebook.places, rulebook.instruments)
    found = [name for kind in kinds for name in choices if name in kind and kind[name].title.casefold() == wanted]
    return found[0] if len(found) == 1 else None


def _what_fits(rulebook: Rulebook, type_: Type) -> str:
    if type_.kind == "number":
        return "a number"
    if type_.kind == "yesno":
        return "`yes` or `no`"
    choices = [f"`{value}`" for value in rulebook.domain(type_) if value is not None]
    return f"one of {', '.join(choices[:12])}" if choices else "a value"


def _suggest(text: str, choices: list[str], otherwise: str) -> str:
    guess = nearest(text, choices)
    if guess:
        return f"Did you mean `{guess}`?"
    more = f" and {len(choices) - 12} more" if len(choices) > 12 else ""
    return f"{otherwise} {', '.join(f'`{choice}`' for choice in choices[:12])}{more}." if choices else "There is none."


def _cut(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _problem(code: str, message: str, help: str) -> Diagnostic:
    return Diagnostic(code, "error", message, None, help)

"""The fields of a rulebook as controls of a form, and the two days as sliders."""

from __future__ import annotations

import datetime as dt

import msgspec

from placet.engine.variation.timeline import Axis, change_days
from placet.model import Field, Rulebook, Value
from placet.show.selection import reader_names
from placet.show.words import title_of
from placet.web.asked import OWN, written
from placet.web.worlds import World


class Choice(msgspec.Struct, frozen=True):
    """A value that can be chosen: as it is written, and its title."""

    value: str
    title: str
    is_chosen: bool = False


class Control(msgspec.Struct, frozen=True):
    """A field of the form.

    `kind` is `yesno`, `one` (of a list), `many` (of a list) or `number`; `state` says whether the field is `given`,
    unknown and it `matters`, or unknown and `idle`.
    """

    field: Field
    name: str
    kind: str
    choices: tuple[Choice, ...]
    text: str
    state: str


def controls_for(book: Rulebook, given: dict[str, Value], missing: frozenset[str] | None) -> list[Control]:
    """Return the form for a situation.

    Args:
        book: the rulebook.
        given: the facts so far.
        missing: the unknown fields that still matter; None where that is not known.
    """
    return [_control(book, field, given, missing) for field in book.fields.values()]


def titled_readers(book: Rulebook) -> list[tuple[str, str]]:
    """Return every reader as a choice: the name, and the name with its title."""
    return [(name, f"{name} · {book.reader_title(name)}") for name in reader_names(book)]


def days_of(world: World, axis: Axis) -> list[str]:
    """Return the days on which some answer changes, as they are written."""
    return world.keep(f"days of {axis}", lambda: [day.isoformat() for day in change_days(world.book, axis)])


def nearest_day(days: list[str], day: dt.date | None) -> int:
    """Return the place among the days of change of the last one that is not after a day; 0 where all are."""
    if day is None:
        return len(days)
    return max(sum(one <= day.isoformat() for one in days) - 1, 0)


def _control(book: Rulebook, field: Field, given: dict[str, Value], missing: frozenset[str] | None) -> Control:
    is_given = field.id in given
    value = given.get(field.id)
    state = "given" if is_given else "idle" if missing is not None and field.id not in missing else "matters"
    name = f"field.{field.id}" if field.id in OWN else field.id
    if field.type.kind == "number":
        return Control(field, name, "number", (), written(value) if is_given else "", state)
    kind = "many" if field.type.is_set else "yesno" if field.type.kind == "yesno" and not field.type.or_none else "one"
    names = [written(one) for one in book.domain(field.type)]
    if field.type.is_set:
        chosen = (value or frozenset(["none"])) if is_given else frozenset()
        assert isinstance(chosen, frozenset)
        choices = [Choice(one, _title(book, field, one), one in chosen) for one in ["none", *names]]
    else:
        own = written(value) if is_given else None
        choices = [Choice(one, _title(book, field, one), one == own) for one in names]
    return Control(field, name, kind, tuple(choices), "", state)


def _title(book: Rulebook, field: Field, name: str) -> str:
    return "" if field.type.kind in ("names", "yesno") else title_of(book, name)

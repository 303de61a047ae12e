"""What a draft is called, what of it differs, and the command that shows what it alters in some situations."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Mapping, Sequence

import msgspec

from placet.engine.space.amend import Amendment
from placet.engine.space.asleep import Asleep
from placet.engine.space.versions import Declared
from placet.model import Value
from placet.show.page import Line, faint, ink, name, strong
from placet.show.words import listed, written_value


class Naming(msgspec.Struct, frozen=True):
    """What was typed, so that the page can name it and give commands that ask further.

    Attributes:
        rulebook: the rulebook's name as it was typed.
        draft: the draft's.
        replaces: the file of the rulebook whose place the draft takes; empty where it takes none.
    """

    rulebook: str
    draft: str
    replaces: str = ""


def declared_words(one: Declared) -> str:
    """Name a declaration that differs.

    >>> declared_words(Declared("reading", "KOR/entry/1", "added", "KOR", "entry"))
    'reading of entry by KOR'
    """
    return f"reading of {one.of} by {one.reader}" if one.kind == "reading" else f"{one.kind} {one.name}"


def asleep_words(one: Asleep) -> str:
    """Say why a declaration is without effect."""
    what = one.owner if one.owner != one.declared.name else "it"
    match one.why:
        case "not yet":
            words = f"{what} is in effect only from {one.day} on"
            return words if one.day is not None else f"no day is given from which on {what} is in effect"
        case "no longer":
            return f"{what} is no longer in effect" + (f" from {one.day} on" if one.day is not None else "")
        case _:
            words = f"{what} became public only on {one.day}"
            return words if one.day is not None else f"nothing says when {what} became public"


def declared_ink(one: Declared) -> Line:
    """Name a declaration that differs, its name inked."""
    if one.kind == "reading":
        return ink(faint("reading of "), name(one.of), f" by {one.reader}")
    return ink(faint(f"{one.kind} "), name(one.name))


def amend_command(amendment: Amendment, naming: Naming, given: Mapping[str, Value], on: dt.date | None = None) -> str:
    """Return the command that shows what the draft alters in situations with some facts."""
    words = ["placet", "amend", naming.rulebook, naming.draft]
    words += [f"{field}={written_value(value)}" for field, value in given.items()]
    words += ["--on", (on or amendment.on).isoformat()]
    if amendment.known is not None:
        words += ["--known", amendment.known.isoformat()]
    return shlex.join(words)


def readers_ink(readers: Sequence[str], *, in_full: bool = False) -> Line:
    """Name readers who answer alike: the first, and beside it the other parties; offices only where there is no party.

    Args:
        readers: who answers alike.
        in_full: whether offices are named too.
    """
    parties = [reader for reader in readers if "." not in reader]
    shown = list(readers) if in_full or not parties else parties
    if len(shown) == 1:
        return ink(strong(shown[0]))
    others = listed(shown[1:]) if len(shown) <= 4 else f"{len(shown) - 1} others"
    return ink(strong(shown[0]), faint(f" (and alike {others})"))

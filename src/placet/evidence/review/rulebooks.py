"""What a statement can be linked to in a rulebook, and what of a rulebook a proposed statement is already in."""

from __future__ import annotations

from placet.model import Rulebook


def linkable(book: Rulebook) -> dict[str, str]:
    """Return the names a statement can be about, each with its kind; a reading goes by its id."""
    kinds = (
        ("point", book.points),
        ("rule", book.rules),
        ("term", book.terms),
        ("relation", book.relations),
        ("instrument", book.instruments),
    )
    found = {name: kind for kind, names in kinds for name in names}
    return found | {reading.id: "reading" for reading in book.readings}


def filed_under(book: Rulebook, name: str) -> str | None:
    """Return what a statement's `about` may name: a reading stands for what it is a reading of; None: not known."""
    kind = linkable(book).get(name)
    if kind == "reading":
        return next(one.of for one in book.readings if one.id == name)
    return name if kind is not None else None

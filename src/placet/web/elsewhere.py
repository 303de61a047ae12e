"""Elsewhere: the same situation on the other pages, so that nobody types it twice."""

from __future__ import annotations

from collections.abc import Mapping

from placet.model import Answer, ReaderAnswer, Rulebook, Value
from placet.web.asked import OWN, Asked, question_address, written
from placet.web.visit import Visit

PAGES_OF_A_SITUATION = ("ask", "compare", "map", "timeline", "dossier")
"""The pages that take a situation, in the order of the links at the top."""


def elsewhere(visit: Visit, asked: Asked, here: str, answer: Answer | None = None) -> dict[str, object]:
    """Return where the same situation is shown: an address for each page but this one.

    Args:
        here: The page that shows the links.
        answer: What the readers answer; where two part, the link to Compare names them.

    Returns:
        `addresses` by page, and `parted`: the two readers of the link to Compare, None where it names nobody. A
        situation without any fact is carried nowhere.
    """
    shown = [page for page in PAGES_OF_A_SITUATION if page != here and asked.given]
    addresses = {page: question_address(visit, asked, page) for page in shown}
    parted = parted_readers(answer) if answer is not None else None
    if parted is not None and "compare" in addresses:
        addresses["compare"] = parting_address(visit, asked, parted)
    return {"addresses": addresses, "parted": parted if "compare" in addresses else None}


def parting_address(visit: Visit, asked: Asked, parted: tuple[str, str]) -> str:
    """Return where Compare shows how two readers part over acts of the same kind, on the same days."""
    facts = kind_of_act(visit.world.book, asked.given)
    return visit.address("compare", one=parted[0], other=parted[1], on=asked.on.isoformat(), known=asked.known, **facts)


def parted_readers(answer: Answer) -> tuple[str, str] | None:
    """Return the first two readers who ask for different things; None where the verdict is not `contested`."""
    if answer.verdict.kind != "contested":
        return None
    speaking = [
        one for one in answer.readers.values() if one.is_counted and one.answer not in ("silent", "undetermined")
    ]
    pairs = ((first, second) for at, first in enumerate(speaking) for second in speaking[at + 1 :])
    return next(((first.reader, second.reader) for first, second in pairs if _asks(first) != _asks(second)), None)


def _asks(one: ReaderAnswer) -> tuple[object, ...]:
    """Return what a reader asks for, whatever it rests on."""
    return one.answer, {(need.step, need.basis) for need in one.requirements}


def kind_of_act(book: Rulebook, given: Mapping[str, Value]) -> dict[str, object]:
    """Return the one fact that says most of what a question is about: a name that is neither a party nor a place."""
    kinds = {name: book.fields[name].type.kind for name in given if not book.fields[name].type.is_set}
    named = next((name for name, kind in kinds.items() if kind == "names"), None)
    if named is None:
        return {}
    return {f"field.{named}" if named in OWN else named: written(given[named])}

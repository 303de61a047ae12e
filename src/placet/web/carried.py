"""What an edit of a rulebook cannot have changed: verdicts on saved questions, taken over from the version before.

A question's answers over all days hang on what `placet.engine.variation.excerpt` leaves of the rulebook for its facts:
some rules with what they lean on, the readings and statements behind them, the agreements. Where all of that is the
same in the new version, nothing is reckoned anew. Where a thing stands in the text makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from placet.model import Reading, Relation, Rulebook, SavedQuestion, Value
from placet.model.rulebook import Where

if TYPE_CHECKING:
    from placet.web.worlds import World

T = TypeVar("T")

Basis = tuple[object, ...]
"""Everything that the answers to one question hang on, without its place in the text."""

_NOWHERE = Where()


class Carried:
    """What was found for the saved questions of one version, each with what it hangs on.

    Args:
        before: the same of the version before; None: there was none.
    """

    def __init__(self, before: Carried | None = None) -> None:
        self._before = {} if before is None else before._found
        self._found: dict[tuple[str, str], tuple[Basis, dict[str, Any]]] = {}
        self._bases: dict[str, Basis] = {}

    def take(
        self,
        world: World,
        what: str,
        question: SavedQuestion,
        given: Mapping[str, Value],
        make: Callable[[], dict[str, Any]],
    ) -> dict[str, Any]:
        """Return what was found for a question before the last edit where that cannot have changed it.

        Args:
            world: the version that is asked for.
            what: what is found, one of a few words.
            question: a saved question of it.
            given: its facts.
            make: finds it anew, as a table with the question itself under `question`.
        """
        key = (what, question.id)
        if question.id not in self._bases:
            self._bases[question.id] = basis_of(world, question, given)
        basis = self._bases[question.id]
        before = self._before.get(key)
        found = {**before[1], "question": question} if before is not None and before[0] == basis else make()
        self._found[key] = (basis, found)
        return found


def basis_of(world: World, question: SavedQuestion, given: Mapping[str, Value]) -> Basis:
    """Return everything that the answers to a saved question with its facts hang on, on whatever day."""
    book = world.book
    part = world.excerpt(given).book
    says = {name for rule in part.rules.values() for name in rule.says}
    says |= {name for reading in part.readings for name in reading.says}
    statements = [book.statements[name] for name in sorted(says)]
    return (
        world.keep("frame of answers", lambda: _frame(book)),
        dict(given),
        question.on,
        question.known,
        tuple(map(_bare, part.rules.values())),
        tuple(map(_bare, part.terms.values())),
        tuple(map(_bare, part.relations.values())),
        tuple(map(_bare, part.readings)),
        tuple(map(_bare, statements)),
        tuple(_bare(book.sources[one.source]) for one in statements),
    )


def _frame(book: Rulebook) -> Basis:
    """What all questions hang on."""
    things = (book.parties, book.voices, book.places, book.fields, book.instruments)
    return (book.name, *(tuple(map(_bare, each.values())) for each in things))


def _bare(thing: T) -> T:
    """Return a declared thing as if it stood nowhere in the text."""
    changes: dict[str, object] = {"where": _NOWHERE}
    if isinstance(thing, Relation | Reading):
        changes["entries"] = tuple(msgspec.structs.replace(one, where=_NOWHERE) for one in thing.entries)
    return msgspec.structs.replace(thing, **changes)  # type: ignore[type-var]  # declared things are structs

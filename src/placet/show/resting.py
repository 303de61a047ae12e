"""Which saved questions have answers that rest on a name: a rule, reading, point, term, relation or instrument.

So it can be seen what a statement would bear on before it is linked to that name.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from placet.model import Answer, Rulebook, RuleProof, SavedQuestion
from placet.show.answer import bears, in_order
from placet.show.entry import mentioned
from placet.show.sources import reading_by_id, statements_of


class Resting(msgspec.Struct, frozen=True):
    """A saved question whose answer rests on a name.

    Attributes:
        question: the question.
        readers: whose answers rest on it; empty where the question is only filed under it.
        rules: the rules of these answers through which they do.
    """

    question: SavedQuestion
    readers: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


def resting_on(
    book: Rulebook, answered: Iterable[tuple[SavedQuestion, Answer | None]], name: str
) -> tuple[Resting, ...]:
    """Return the questions whose answers rest on a name, and those that are filed under it, in the order given.

    An answer rests on a rule that makes it what it is, on the readings of that rule, on what rule and readings
    mention, on the rule's instrument, and on what their statements are about.

    Args:
        book: the rulebook.
        answered: saved questions with their answers; None: too much is unknown for one.
        name: a rule, reading, point, term, relation or instrument.
    """
    behind: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    found = []
    for question, answer in answered:
        readers: dict[str, None] = {}
        rules: dict[str, None] = {}
        for one in in_order(book, answer) if answer is not None else ():
            for proof in one.proof if one.answer != "silent" else ():
                if not bears(one, proof):
                    continue
                key = (proof.rule, proof.readings)
                if key not in behind:
                    behind[key] = _behind(book, proof)
                if name in behind[key]:
                    readers[one.reader] = rules[proof.rule] = None
        if readers or name in question.about:
            found.append(Resting(question, tuple(readers), tuple(rules)))
    return tuple(found)


def _behind(book: Rulebook, proof: RuleProof) -> set[str]:
    """Return every name that a rule in a proof rests on."""
    rule = book.rules[proof.rule]
    names = {rule.id, *mentioned(rule), *([rule.instrument] if rule.instrument else [])}
    for reading in proof.readings:
        names.add(reading)
        found = reading_by_id(book, reading)
        names |= mentioned(found) if found is not None else set()
    for statement in statements_of(book, proof):
        names.update(book.statements[statement].about)
    return names

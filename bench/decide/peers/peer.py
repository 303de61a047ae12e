"""What every peer offers, and what all of them need to write the norms down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from bench.decide.ground import Ground, Norm
from bench.decide.lowering import conjunction, negation
from placet.model import Condition
from placet.model.conditions import Scalar, value_text


class Peer(Protocol):
    """An engine that has been given the norms and answers one situation after the other."""

    name: str
    how: str

    def __init__(self, ground: Ground) -> None:
        """State the norms in the peer's language and prepare what can be prepared."""
        ...

    def decide(self, given: dict[str, Scalar]) -> Iterable[str]:
        """Return the keys of the outputs that are true in a situation in which every field is given."""
        ...


def atom_text(value: Scalar) -> str:
    """Return a value as a lower-case word that every peer's language takes as a name."""
    return value_text(value).lower().replace("-", "_")


def standing_conditions(ground: Ground) -> dict[str, Condition]:
    """Return where each norm stands, with those that override it written out, for languages without derived names."""
    standing: dict[str, Condition] = {}
    for norm in ground.norms.values():
        standing[norm.key] = conjunction((applying(norm), *(negation(standing[key]) for key in norm.overridden_by)))
    return standing


def applying(norm: Norm) -> Condition:
    """Return where a norm applies."""
    return conjunction((norm.speaks, negation(norm.excepted)))

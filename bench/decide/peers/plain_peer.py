"""The norms looked at one after the other in plain Python: a yardstick, and the judge of the lowering in the tests."""

from __future__ import annotations

from collections.abc import Iterable

from bench.decide.ground import Ground
from placet.model import And, Compare, Condition, Const, FieldRef, LiteralSet, Not, Or
from placet.model.conditions import Scalar


class PlainPeer:
    """A loop over the norms, nothing prepared."""

    name = "plain Python"
    how = "a loop over the norms"

    def __init__(self, ground: Ground) -> None:
        """Keep the norms as they are."""
        self._ground = ground

    def decide(self, given: dict[str, Scalar]) -> Iterable[str]:
        """Return the keys of the true outputs."""
        speaking: set[str] = set()
        standing: set[str] = set()
        for norm in self._ground.norms.values():
            if holds(norm.speaks, given):
                speaking.add(norm.key)
                if standing.isdisjoint(norm.overridden_by) and not holds(norm.excepted, given):
                    standing.add(norm.key)
        return [
            output.key
            for output in self._ground.outputs.values()
            if any(
                term.norm in (speaking if term.only_speaks else standing) and holds(term.where, given)
                for term in output.terms
            )
        ]


def holds(of: Condition, given: dict[str, Scalar]) -> bool:
    """Say whether a ground condition is true in a situation."""
    match of:
        case Compare(left=FieldRef(field=field), right=LiteralSet(values=values)):
            return given[field] in values
        case Not(of=part):
            return not holds(part, given)
        case And(of=parts):
            return all(holds(part, given) for part in parts)
        case Or(of=parts):
            return any(holds(part, given) for part in parts)
        case Const(value=value):
            return value
    raise ValueError(f"{of} is no ground condition")

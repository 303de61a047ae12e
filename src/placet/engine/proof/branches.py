"""The branches of a certificate: which values they stand for, and whether they are all that there are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from placet.engine.proof.partial_view import PartialView
from placet.engine.proof.possible_values import Possible, Span, span_of
from placet.engine.reference.values import numbers_between
from placet.model import Open, Value


def narrow(view: PartialView, about: Open, member: str, values: tuple[Value, ...]) -> Possible | None:
    """Return what something can be in one branch of a distinction; None where the branch cannot be."""
    current = view.possible(about)
    if isinstance(current, Span):
        if member:
            return current.decide(member, values == (True,))
        return span_of({value for value in values if isinstance(value, frozenset) and value in current.sets()})
    return current & {_in_domain(view, about, value) for value in values} or None


def are_all(view: PartialView, about: Open, member: str, values: Sequence[Value]) -> bool:
    """Say whether the values are all that something could be, each once; of a set, in it or not."""
    domain = view.domain(about)
    if isinstance(domain, Span):
        if member:
            return member in domain.maybe and sorted(map(repr, values)) == ["False", "True"]
        return len(values) == len(domain.sets()) and domain.sets() == frozenset(values)
    named = [_in_domain(view, about, value) for value in values]
    return not member and len(named) == len(domain) and frozenset(named) == domain


def _in_domain(view: PartialView, about: Open, value: Value) -> Value:
    """Return a value, or for a number the one that stands for all that compare alike."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return value
    cuts = view.frame.cuts(about)
    index = bisect_left(cuts, value)
    is_cut = index < len(cuts) and cuts[index] == value
    return numbers_between(cuts)[2 * index + is_cut] if cuts else Decimal(0)

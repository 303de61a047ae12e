"""What something may be where not everything is known, and three-valued logic over it: yes, no, and None for open."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import combinations, product
from typing import NamedTuple, TypeAlias

from placet.engine.reference.values import compare
from placet.model import (
    Open,
    Operand,
    Rulebook,
    Value,
)


class Span(NamedTuple):
    """A set that has all of `sure` and nothing that is not in `maybe`; it is one of `only`, unless that is None."""

    sure: frozenset[str]
    maybe: frozenset[str]
    only: frozenset[frozenset[str]] | None = None

    def decide(self, member: str, is_in: bool) -> Span | None:
        """Return what it can be where a member is in it, or is not; None where that cannot be."""
        if self.only is not None:
            return span_of({one for one in self.only if (member in one) == is_in})
        if is_in:
            return Span(self.sure | {member}, self.maybe) if member in self.maybe else None
        return Span(self.sure, self.maybe - {member}) if member not in self.sure else None

    def sets(self) -> frozenset[Value]:
        """Return every set it can be."""
        if self.only is not None:
            return self.only
        either = sorted(self.maybe - self.sure)
        return frozenset(
            self.sure | frozenset(some) for size in range(len(either) + 1) for some in combinations(either, size)
        )


Possible: TypeAlias = frozenset[Value] | Span
"""The values something may have; for a set, a span."""
Assumed: TypeAlias = dict[Open, Possible]
Maybe: TypeAlias = bool | None
NO_SET = Span(frozenset(), frozenset())


# Three values


def opposite(answer: Maybe) -> Maybe:
    """Return the opposite of an answer."""
    return None if answer is None else not answer


def every(answers: Iterable[Maybe]) -> Maybe:
    """Say whether all are true."""
    result: Maybe = True
    for answer in answers:
        if answer is False:
            return False
        result = result if answer else None
    return result


def some(answers: Iterable[Maybe]) -> Maybe:
    """Say whether any is true."""
    return opposite(every(opposite(answer) for answer in answers))


def differ(states: Iterable[object]) -> Maybe:
    """Say whether some states differ; None is a state that is open."""
    found = list(states)
    if len(set(found) - {None}) > 1:
        return True
    return None if None in found and len(found) > 1 else False


# Possible values


def exactly(value: Value) -> Possible:
    """Return what something can be that has one value."""
    return Span(value, value) if isinstance(value, frozenset) else frozenset({value})


def is_single(value: Possible) -> bool:
    """Say whether there is only one value."""
    return value.sure == value.maybe if isinstance(value, Span) else len(value) == 1


def span_of(sets: AbstractSet[frozenset[str]]) -> Span | None:
    """Return the span of some sets; None of none."""
    if not sets:
        return None
    return Span(frozenset.intersection(*sets), frozenset.union(*sets), frozenset(sets))


def join(values: list[Possible]) -> Possible:
    """Return what something can be that is one of these."""
    spans = [value for value in values if isinstance(value, Span)]
    if spans:
        return Span(
            frozenset.intersection(*(one.sure for one in spans)), frozenset.union(*(one.maybe for one in spans))
        )
    return frozenset[Value]().union(*values)  # type: ignore[arg-type]


def overlap(one: Possible, other: Possible) -> bool:
    """Say whether something can be both."""
    if isinstance(one, Span) and isinstance(other, Span):
        if one.only is not None or other.only is not None:
            return not one.sets().isdisjoint(other.sets())
        return one.sure <= other.maybe and other.sure <= one.maybe
    return not frozenset(one).isdisjoint(other)


def compare_possible(
    left: Possible, right: Possible, op: str, written: tuple[Operand, Operand], book: Rulebook
) -> Maybe:
    """Compare what two sides can be."""
    if isinstance(left, Span) and isinstance(right, Span):
        if is_single(left) and is_single(right):
            return left.sure == right.sure
        return None if left.sure <= right.maybe and right.sure <= left.maybe else False
    if isinstance(right, Span):
        if op != "in" or isinstance(left, Span):
            return compare_possible(right, left, op, written[::-1], book)
        answers: set[Maybe] = {_is_in(value, right) for value in left}
    elif isinstance(left, Span):
        answers = {compare(left.sure, op, value, written, book) for value in right} if is_single(left) else {None}
    else:
        answers = {compare(one, op, other, written, book) for one, other in product(left, right)}
    return answers.pop() if len(answers) == 1 else None


def _is_in(value: Value, group: Span) -> Maybe:
    return True if value in group.sure else None if value in group.maybe else False

"""Conditions, and parts of them, that come out the same in every situation."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterator, Sequence
from typing import Literal as Choice
from typing import TypeAlias

import msgspec

from placet.engine.deep.findings import DeepFinding, Spot
from placet.engine.deep.occasions import Occasions, Question, Settled
from placet.engine.deep.sights import Sight
from placet.model import And, Condition, Const, Not, Or, TermRef

Truth: TypeAlias = Choice["always", "never"]
Context: TypeAlias = Callable[[Sight], int]
"""Gives where a clause is read at all: what a condition comes to elsewhere makes no difference."""


class Clauses:
    """The conditions of one thing, each with the context in which it is read.

    What is asked of them is put to `Occasions.settle` together with all else that is asked of the thing.
    """

    def __init__(self) -> None:
        self._clauses: dict[Spot, tuple[Condition, Context]] = {}

    def add(self, spot: Spot, condition: Condition, context: Context) -> None:
        """Add the condition of a clause."""
        self._clauses[spot] = (condition, context)

    def __iter__(self) -> Iterator[Spot]:
        return iter(self._clauses)

    def __contains__(self, spot: object) -> bool:
        return spot in self._clauses

    def context(self, spot: Spot) -> Context:
        """Return where a clause is read at all."""
        return self._clauses[spot][1]

    def part(self, spot: Spot) -> Condition:
        """Return the condition at a spot, which may lie within a clause."""
        return _part(self._clauses[msgspec.structs.replace(spot, path=())][0], spot.path)

    def questions(self) -> dict[Hashable, Question]:
        """Return what to ask to know which parts are always or never true."""
        found: dict[Hashable, Question] = {}
        for root, (condition, context) in self._clauses.items():
            for path, part in _parts(condition, ()):
                spot = msgspec.structs.replace(root, path=path)
                found[spot, True] = _asked(part, context, is_true=True)
                found[spot, False] = _asked(part, context, is_true=False)
        return found

    def appearance(self, sight: Sight) -> list[int]:
        """Return all that the questions, and the search for reasons, ask of a sight."""
        return [
            expression
            for condition, context in self._clauses.values()
            for expression in (context(sight), *(sight.read(part) for part in all_parts(condition)))
        ]

    def truth(self, spot: Spot, settled: Settled) -> Truth | None:
        """Say whether the condition at a spot is always or never true; None: it depends, or is nowhere read."""
        part = self.part(spot)
        if isinstance(part, Not):
            truth = self.truth(msgspec.structs.replace(spot, path=(*spot.path, 0)), settled)
            return None if truth is None else "never" if truth == "always" else "always"
        if isinstance(part, Const):
            return None
        is_never, is_always = settled.is_never((spot, True)), settled.is_never((spot, False))
        return None if is_never == is_always else "never" if is_never else "always"

    def smallest(self, root: Spot, settled: Settled) -> list[tuple[Spot, Truth]]:
        """Return the smallest parts of a clause that are always or never true, in the order in which they stand."""
        found = []
        covered: set[tuple[int, ...]] = set()
        for path, _ in _parts(self._clauses[root][0], ()):
            spot = msgspec.structs.replace(root, path=path)
            truth = self.truth(spot, settled)
            if truth is None:
                continue
            if path not in covered:
                found.append((spot, truth))
            covered.update(path[:length] for length in range(len(path) + 1))
        return found

    def reason(self, spot: Spot, truth: Truth, occasions: Occasions) -> tuple[Spot, ...]:
        """Return which parts of a condition make it always or never true: of several not one can be spared.

        Empty where the condition has no parts, or is what it is for another reason.
        """
        part = self.part(spot)
        if not isinstance(part, And if truth == "never" else Or):
            return ()
        spots = [msgspec.structs.replace(spot, path=(*spot.path, index)) for index in range(len(part.of))]
        return self.conflict(spots, occasions, self.context(_root(spot)), is_true=truth == "never")

    def why_constant(self, root: Spot, settled: Settled, occasions: Occasions) -> tuple[Spot, ...]:
        """Return what makes a clause always or never true: parts that are so, or the parts of one that make it so."""
        truth = self.truth(root, settled)
        parts = [self._with_denial(*part) for part in self.smallest(root, settled)]
        if truth is None or any(other != truth for _, other in parts):
            return (root,)
        if len(parts) > 1:
            return tuple([spot for spot, _ in parts])
        return self.reason(parts[0][0], truth, occasions) or (parts[0][0],)

    def _with_denial(self, spot: Spot, truth: Truth) -> tuple[Spot, Truth]:
        """Return what denies a part, where something does."""
        while spot.path:
            parent = msgspec.structs.replace(spot, path=spot.path[:-1])
            if not isinstance(self.part(parent), Not):
                break
            spot, truth = parent, "never" if truth == "always" else "always"
        return spot, truth

    def is_undecided(self, root: Spot, settled: Settled) -> bool:
        """Say whether of some part of a clause it could not be decided that it is always or never true."""
        spots = (msgspec.structs.replace(root, path=path) for path, _ in _parts(self._clauses[root][0], ()))
        return any((spot, truth) in settled.undecided for spot in spots for truth in (True, False))

    def conflict(
        self, spots: Sequence[Spot], occasions: Occasions, context: Context, *, is_true: bool = True
    ) -> tuple[Spot, ...]:
        """Return a smallest selection of conditions that are never all true (or never all false) together.

        Empty where all of them can be.
        """

        def are_at_odds(chosen: Sequence[Spot]) -> bool:
            return occasions.is_never(_together([self.part(spot) for spot in chosen], context, is_true=is_true))

        kept = list(spots)
        if not are_at_odds(kept):
            return ()
        for spot in spots:
            without = [other for other in kept if other != spot]
            if are_at_odds(without):
                kept = without
        return tuple(kept)

    def conjuncts(self, root: Spot) -> list[Spot]:
        """Return the conditions that all have to be true for a clause's condition to be."""
        found = []
        stack = [root]
        while stack:
            spot = stack.pop()
            part = self.part(spot)
            if isinstance(part, And):
                paths = [(*spot.path, index) for index in range(len(part.of))]
                stack += [msgspec.structs.replace(spot, path=path) for path in reversed(paths)]
            else:
                found.append(spot)
        return found


def find_constants(
    clauses: Clauses, settled: Settled, occasions: Occasions, told: Container[Spot], terms: Container[str] = ()
) -> Iterator[DeepFinding]:
    """Yield the smallest parts of conditions that are always or never true, but of clauses already told of.

    Args:
        clauses: the conditions of one thing.
        settled: what came of their questions.
        occasions: the readers and days concerned.
        told: where something else was found that says it already: a clause, or a whole rule or reading.
        terms: the terms that are told of where they are declared.
    """
    for root in clauses:
        if root in told or msgspec.structs.replace(root, clause="", index=0) in told:
            continue
        for spot, truth in clauses.smallest(root, settled):
            part = clauses.part(spot)
            if not (isinstance(part, TermRef) and part.term in terms):
                yield DeepFinding("constant-condition", spot, truth, clauses.reason(spot, truth, occasions))
        if clauses.is_undecided(root, settled):
            yield DeepFinding("constant-condition", root, is_decided=False)


def _root(spot: Spot) -> Spot:
    return msgspec.structs.replace(spot, path=())


def _part(condition: Condition, path: tuple[int, ...]) -> Condition:
    for index in path:
        match condition:
            case Not(of):
                condition = of
            case And(parts) | Or(parts):
                condition = parts[index]
            case _:
                raise AssertionError("only these have parts")
    return condition


def _parts(condition: Condition, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Condition]]:
    """Yield a condition's parts with their paths, every one before what it is a part of; no `always` and no `never`."""
    match condition:
        case Const():
            return
        case Not(of):
            # What is denied is never true exactly where the denial is always true: to look at one of them is enough.
            yield from _parts(of, (*path, 0))
            return
        case And(parts) | Or(parts):
            for index, part in enumerate(parts):
                yield from _parts(part, (*path, index))
        case _:
            pass
    yield path, condition


def all_parts(condition: Condition) -> Iterator[Condition]:
    """Yield a condition and all its parts."""
    yield condition
    match condition:
        case Not(of):
            yield from all_parts(of)
        case And(parts) | Or(parts):
            for part in parts:
                yield from all_parts(part)
        case _:
            pass


def _asked(part: Condition, context: Context, *, is_true: bool) -> Question:
    def question(sight: Sight) -> int:
        value = sight.read(part)
        return sight.expressions.all_of((context(sight), value if is_true else sight.expressions.negation(value)))

    return question


def _together(parts: Sequence[Condition], context: Context, *, is_true: bool) -> Question:
    def question(sight: Sight) -> int:
        values = [sight.read(part) for part in parts]
        if not is_true:
            values = [sight.expressions.negation(value) for value in values]
        return sight.expressions.all_of((context(sight), *values))

    return question

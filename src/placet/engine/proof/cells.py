"""What the cases of a certificate show together: what matters, and what would decide."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations, product

from placet.engine.proof.partial_view import PartialView
from placet.engine.proof.possible_values import Possible, Span, overlap, span_of
from placet.model import Open


class Cells:
    """The answers to all combinations of what is missing, as finely as the cases distinguish them.

    Args:
        view: sees what each missing thing could be.
        missing: what is missing.
        cases: for each case, what it assumes of each missing thing (None: nothing), and its answer.
    """

    def __init__(
        self,
        view: PartialView,
        missing: Sequence[Open],
        cases: Iterable[tuple[tuple[Possible | None, ...], Hashable]],
    ) -> None:
        self.missing, self.are_mixed = missing, False
        self.answers: dict[tuple[int, ...], Hashable] = {}
        cases = list(cases)
        columns: list[dict[Possible | None, list[int]]] = []
        for index, about in enumerate(missing):
            parts = list(dict.fromkeys(assumed[index] for assumed, _ in cases))
            columns.append(_number(view.domain(about), parts))
        for assumed, answer in cases:
            numbers = [column[part] for column, part in zip(columns, assumed, strict=True)]
            for cell in product(*numbers):
                self.are_mixed |= self.answers.setdefault(cell, answer) != answer

    def what_matters(self) -> tuple[Open, ...]:
        """Return what alone tells two cells with different answers apart."""
        places = range(len(self.missing))
        found = [
            place
            for place in places
            if any(len(group) > 1 for group in self._group([*places[:place], *places[place + 1 :]]))
        ]
        return tuple(sorted(self.missing[place] for place in found))

    def smallest_deciding(self) -> tuple[tuple[Open, ...], ...]:
        """Return the smallest sets of what is missing of which some values leave one answer."""
        for size in range(len(self.missing) + 1):
            chosen = [places for places in combinations(range(len(self.missing)), size) if self._can_settle(places)]
            if chosen:
                return tuple(tuple(self.missing[place] for place in places) for places in chosen)
        return ()

    def _can_settle(self, places: Sequence[int]) -> bool:
        return any(len(group) == 1 for group in self._group(places))

    def _group(self, places: Sequence[int]) -> Iterable[set[Hashable]]:
        """Return the answers of the cells that are the same in these places."""
        groups: dict[tuple[int, ...], set[Hashable]] = {}
        for cell, answer in self.answers.items():
            groups.setdefault(tuple(cell[place] for place in places), set()).add(answer)
        return groups.values()


def _number(domain: Possible, parts: list[Possible | None]) -> dict[Possible | None, list[int]]:
    """Return, for each part of a domain, the numbers of the classes in it that no part divides."""
    told_apart = [part for part in parts if part is not None]
    classes: dict[tuple[bool, ...], int] = {}
    for atom in _atoms(domain, told_apart):
        classes.setdefault(tuple(overlap(atom, part) for part in told_apart), len(classes))
    found: dict[Possible | None, list[int]] = {None: list(classes.values())}
    for index, part in enumerate(told_apart):
        found[part] = [number for signature, number in classes.items() if signature[index]]
    return found


def _atoms(domain: Possible, parts: list[Possible]) -> list[Possible]:
    """Return small parts of a domain of which no given part divides any."""
    if not isinstance(domain, Span):
        return [frozenset({value}) for value in domain]
    spans = [domain, *(part for part in parts if isinstance(part, Span))]
    if any(span.only is not None for span in spans):
        sets = [one for one in domain.sets() if isinstance(one, frozenset)]
        return [span for span in (span_of({one}) for one in sets) if span is not None]
    found = [domain]
    for member in sorted(frozenset[str]().union(*(span.sure | (domain.maybe - span.maybe) for span in spans))):
        halves = [span.decide(member, is_in) for span in found for is_in in (True, False)]
        found = [half for half in halves if half is not None]
    return list(found)

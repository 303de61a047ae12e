"""What a column comes to, without the grades and proofs: whether it bars, speaks, and which steps it asks for.

Where a fact is tried in all its values, most of them come to what another one has come to. Whether they do is told by a
few functions of the whole column; only of those that do not are whole answers wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from placet.engine.columns.columns import GroundRule
from placet.engine.decision.judge import Truth
from placet.engine.logic.diagram import Diagrams
from placet.model import ReaderAnswer, Requirement, Step
from placet.model.answers import BASES, Basis


class Gist(msgspec.Struct, frozen=True):
    """Diagrams of what a column's answer hangs on.

    `asked` has for each step where it is asked for and nothing is barred, and for each basis where it is asked for on
    this or a better one, the best first.
    """

    bars: int
    speaks: int
    asked: tuple[tuple[Step, int, tuple[tuple[Basis, int], ...]], ...]


def gist_of(rules: Sequence[GroundRule], diagrams: Diagrams) -> Gist:
    """Return the gist of a column.

    Raises:
        DiagramTooLarge: its diagrams are too large.
    """
    bars = speaks = 0
    asks: dict[Step, dict[Basis, int]] = {}
    for ground in rules:
        speaks = diagrams.either(speaks, diagrams.from_expression(ground.speaks))
        stands = diagrams.from_expression(ground.stands)
        if ground.rule.bars:
            bars = diagrams.either(bars, stands)
        for need in ground.needs:
            asked = diagrams.both(stands, diagrams.from_expression(need.guard))
            by_basis = asks.setdefault(need.step, {})
            by_basis[ground.basis] = diagrams.either(by_basis.get(ground.basis, 0), asked)
    found = []
    for step, by_basis in sorted(asks.items()):
        total = 0
        rising = []
        for basis in BASES:
            if basis in by_basis:
                total = diagrams.either(total, by_basis[basis])
                rising.append((basis, total))
        found.append((step, diagrams.without(total, bars), tuple(rising)))
    return Gist(bars, speaks, tuple(found))


def answer_by(gist: Gist, truth_of: Callable[[int], Truth]) -> ReaderAnswer:
    """Return what a column answers, without grades, rules and missing facts.

    Args:
        gist: of the column.
        truth_of: what is certain of a diagram in the situation; None where it is open.
    """
    bars, speaks = truth_of(gist.bars), truth_of(gist.speaks)
    requirements = []
    is_open = bars is None or speaks is None
    for step, asked, rising in gist.asked:
        is_open = is_open or truth_of(asked) is None
        basis = next((basis for basis, by_now in rising if truth_of(by_now)), None)
        if basis is not None:
            requirements.append(Requirement(step, basis, "text", ()))
    if is_open:
        answer = "undetermined"
    elif bars:
        answer = "barred"
    else:
        answer = "needs" if requirements else "clear" if speaks else "silent"
    return ReaderAnswer("", answer, tuple(requirements))  # type: ignore[arg-type]

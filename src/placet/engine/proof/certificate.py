"""Proofs by cases: why an answer is what it is, whatever the unknown turns out to be.

The cases are found with the same diagrams that decided the answer. `check_proof` verifies them without these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from placet.engine.columns.columns import GroundRule
from placet.engine.logic.diagram import Diagrams
from placet.engine.logic.variables import Variables
from placet.model import Case, Leaf, RuleProof, Split, Value


def prove_by_cases(
    functions: Sequence[int],
    rules: Sequence[GroundRule],
    diagrams: Diagrams,
    variables: Variables,
    given: Mapping[str, Value],
    values: Sequence[int],
) -> Case:
    """Return a proof by cases of one reader's answer.

    Args:
        functions: the restricted diagrams that it hangs on where it is undetermined.
        rules: the reader's column, overriders first.
        diagrams: where the functions live.
        variables: what the levels of the diagrams stand for.
        given: the facts.
        values: the same by level; -1 is unknown.
    """
    return _Cases(rules, diagrams, variables, given).prove(tuple(functions), list(values))


class _Cases:
    def __init__(
        self,
        rules: Sequence[GroundRule],
        diagrams: Diagrams,
        variables: Variables,
        given: Mapping[str, Value],
    ) -> None:
        self.rules = rules
        self.diagrams = diagrams
        self.variables = variables
        self.given = given

    def prove(self, functions: tuple[int, ...], values: list[int]) -> Case:
        """Distinguish what is missing first; what is open besides only where a rule's part in it hangs on it."""
        left = [function for function in functions if function > 1]
        if left:
            return self._split(min(self.diagrams.levels[function] for function in left), functions, values)
        memo: dict[int, int] = {}
        undecided, outcomes = self._outcomes(values, memo)
        if undecided is not None:
            return self._split(undecided, functions, values)
        return Leaf(self._leaf_answer(outcomes, values, memo), tuple(outcomes.values()))  # type: ignore[arg-type]

    def _split(self, level: int, functions: tuple[int, ...], values: list[int]) -> Case:
        variable = self.variables.all[self.diagrams.order[level]]
        branches: dict[Case, list[Any]] = {}
        for index, value in enumerate(variable.values):
            values[level] = index
            memo: dict[int, int] = {}
            restricted = tuple(self.diagrams.restrict(function, values, memo) for function in functions)
            branches.setdefault(self.prove(restricted, values), []).append(value)
        values[level] = -1
        if len(branches) == 1:
            return next(iter(branches))
        return Split(
            variable.open,
            tuple((tuple(taken), case) for case, taken in branches.items()),
            variable.member,
        )

    def _outcomes(self, values: Sequence[int], memo: dict[int, int]) -> tuple[int | None, dict[str, RuleProof]]:
        """What each rule that speaks comes to, or else the level of a variable on which that still hangs."""
        found: dict[str, RuleProof] = {}
        for ground in self.rules:
            level, speaks = self._settled(ground.speaks, values, memo)
            if level is not None:
                return level, {}
            if not speaks:
                continue
            level, outcome = self._outcome(ground, values, memo)
            if outcome is None:
                return level, {}
            found[ground.rule.id] = outcome
        return None, found

    def _outcome(
        self, ground: GroundRule, values: Sequence[int], memo: dict[int, int]
    ) -> tuple[int | None, RuleProof | None]:
        by_name = {other.rule.id: other for other in self.rules}
        truths: dict[str, bool] = {}
        needed = {"doubt": ground.doubt, "applies": ground.applies}
        needed |= {f"over {name}": by_name[name].stands for name in ground.overridden_by}
        needed |= dict(ground.exceptions)
        needed |= {f"by {reading}": holds for reading, holds in ground.doubted_by}
        for label, expression in needed.items():
            level, truth = self._settled(expression, values, memo)
            if level is not None:
                return level, None
            truths[label] = truth
        grade, readings = ground.evidence.in_situation(self.given)
        overriders = tuple(name for name in ground.overridden_by if truths[f"over {name}"])
        outcome, by = "stands", overriders
        if overriders and truths["applies"]:
            outcome = "overridden"
        elif not truths["applies"] and truths["doubt"]:
            outcome, by = "settled-no", tuple(name for name, _ in ground.doubted_by if truths[f"by {name}"])
        elif not truths["applies"]:
            outcome, by = "excepted", tuple(label for label, _ in ground.exceptions if truths[label])
        return None, RuleProof(ground.rule.id, outcome, by, readings, grade)  # type: ignore[arg-type]

    def _settled(self, expression: int, values: Sequence[int], memo: dict[int, int]) -> tuple[int | None, bool]:
        diagram = self.diagrams.restrict(self.diagrams.from_expression(expression), values, memo)
        return (self.diagrams.levels[diagram], False) if diagram > 1 else (None, diagram == 1)

    def _leaf_answer(self, outcomes: Mapping[str, RuleProof], values: Sequence[int], memo: dict[int, int]) -> str:
        standing = [g for g in self.rules if g.rule.id in outcomes and outcomes[g.rule.id].outcome == "stands"]
        if any(ground.rule.bars for ground in standing):
            return "barred"
        # The answer is settled here, so a step that some completion asks for is asked for in all of them.
        if any(self._settled(need.guard, values, memo) != (None, False) for g in standing for need in g.needs):
            return "needs"
        return "clear" if outcomes else "silent"

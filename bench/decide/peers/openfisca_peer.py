"""The norms as OpenFisca variables with formulas, on one person and one day.

OpenFisca takes a missing input for its default value, so every field is always given here. It caches what it has
calculated, so every situation is a new simulation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.decide.ground import Ground, Norm
from placet.model import And, Compare, Condition, Const, FieldRef, LiteralSet, Not, Or
from placet.model.conditions import ALWAYS, NEVER, Scalar

PERIOD = "2015-06-01"
_Formula = Callable[[Any, Any], Any]


class OpenFiscaPeer:
    """OpenFisca-Core, one simulation per situation, every output calculated."""

    name = "OpenFisca"
    how = "system built once, one simulation per situation"

    def __init__(self, ground: Ground) -> None:
        """Build the system of variables."""
        person = build_entity(key="act", plural="acts", label="a planned act", is_person=True)
        self.system = TaxBenefitSystem([person])
        self._codes = {
            field: {value: code for code, value in enumerate(domain)} for field, domain in ground.domains.items()
        }
        for field in ground.domains:
            self._add(person, field, int, None)
        for norm in ground.norms.values():
            self._add(person, f"speaks_{norm.key}", bool, self._formula(norm.speaks))
            self._add(person, f"stands_{norm.key}", bool, self._standing(norm))
        for output in ground.outputs.values():
            terms = [
                (f"{'speaks' if term.only_speaks else 'stands'}_{term.norm}", self._where(term.where))
                for term in output.terms
            ]
            self._add(person, output.key, bool, _any_of(terms))
        self._keys = tuple(ground.outputs)
        self._inputs = {
            field: {value: np.array([code]) for value, code in codes.items()} for field, codes in self._codes.items()
        }

    def decide(self, given: dict[str, Scalar]) -> Iterable[str]:
        """Return the keys of the true outputs."""
        simulation = SimulationBuilder().build_default_simulation(self.system, count=1)
        for field, value in given.items():
            simulation.set_input(field, PERIOD, self._inputs[field][value])
        return [key for key in self._keys if simulation.calculate(key, PERIOD)[0]]

    def _add(self, entity: Any, name: str, value_type: type, formula: _Formula | None) -> None:
        members: dict[str, Any] = {
            "value_type": value_type,
            "entity": entity,
            "definition_period": DateUnit.DAY,
            "label": name,
        }
        if formula is not None:
            members["formula"] = formula
        self.system.add_variable(type(name, (Variable,), members))

    def _standing(self, norm: Norm) -> _Formula:
        speaks = f"speaks_{norm.key}"
        excepted = self._formula(norm.excepted) if norm.excepted != NEVER else None
        overriding = [f"stands_{key}" for key in norm.overridden_by]

        def formula(act: Any, period: Any) -> Any:
            result = act(speaks, period)
            if excepted is not None:
                result = result & ~excepted(act, period)
            for name in overriding:
                result = result & ~act(name, period)
            return result

        return formula

    def _where(self, of: Condition) -> _Formula | None:
        return None if of == ALWAYS else self._formula(of)

    def _formula(self, of: Condition) -> _Formula:
        match of:
            case Const(value=value):
                return lambda act, period: np.full(act.count, value)
            case Not(of=part):
                inner = self._formula(part)
                return lambda act, period: ~inner(act, period)
            case And(of=parts):
                return _folded(np.logical_and, [self._formula(part) for part in parts])
            case Or(of=parts):
                return _folded(np.logical_or, [self._formula(part) for part in parts])
            case Compare(left=FieldRef(field=field), right=LiteralSet(values=values)):
                allowed = np.zeros(len(self._codes[field]), dtype=bool)
                allowed[[self._codes[field][value] for value in values]] = True
                return lambda act, period: allowed[act(field, period)]
        raise ValueError(f"{of} is no ground condition")


def _folded(operation: Callable[[Any, Any], Any], parts: list[_Formula]) -> _Formula:
    def formula(act: Any, period: Any) -> Any:
        result = parts[0](act, period)
        for part in parts[1:]:
            result = operation(result, part(act, period))
        return result

    return formula


def _any_of(terms: list[tuple[str, _Formula | None]]) -> _Formula:
    def formula(act: Any, period: Any) -> Any:
        result = np.zeros(act.count, dtype=bool)
        for name, where in terms:
            holds = act(name, period)
            result = result | (holds if where is None else holds & where(act, period))
        return result

    return formula

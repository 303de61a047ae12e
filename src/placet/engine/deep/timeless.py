"""Conditions that come to the same for every reader on every day: nothing in them is read differently or has a date."""

from __future__ import annotations

from placet.model import And, Apply, Compare, Condition, Not, Operand, Or, Period, Rulebook, TermRef

_ALWAYS = Period()


class Timeless:
    """Says of the conditions, terms and relations of a rulebook whether they hang on the reader or on a day."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._read = {reading.of for reading in rulebook.readings}
        self._terms: dict[str, bool] = {}
        self._relations: dict[str, bool] = {}

    def is_term(self, name: str) -> bool:
        """Say whether a term comes to the same for all, always."""
        found = self._terms.get(name)
        if found is None:
            means = self.rulebook.terms[name].means
            found = self._terms[name] = name not in self._read and self.is_condition(means)
        return found

    def is_relation(self, name: str) -> bool:
        """Say whether a relation gives the same for all, always."""
        found = self._relations.get(name)
        if found is None:
            relation = self.rulebook.relations.get(name)
            found = self._relations[name] = (
                relation is not None
                and name != "members"
                and name not in self._read
                and all(entry.period == _ALWAYS for entry in relation.entries)
            )
        return found

    def is_condition(self, condition: Condition) -> bool:
        """Say whether a condition comes to the same for all, always."""
        match condition:
            case TermRef(term):
                return self.is_term(term)
            case Not(part):
                return self.is_condition(part)
            case And(parts) | Or(parts):
                return all(self.is_condition(part) for part in parts)
            case Compare(left, _, right):
                return self._is_operand(left) and self._is_operand(right)
            case _:
                return True

    def _is_operand(self, operand: Operand) -> bool:
        if isinstance(operand, Apply):
            return self.is_relation(operand.relation) and self._is_operand(operand.key)
        return True

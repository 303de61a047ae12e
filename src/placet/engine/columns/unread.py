"""What all readers share who have no reading of a rule, nor of anything that it leans on.

Most readers say nothing of most rules. What such a rule comes to (when it speaks, whom it asks, on what evidence) is
then the same for each of them but for one thing, whether it binds the reader: so it is worked out once for all of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

from placet.engine.columns.operands import applications_in
from placet.engine.logic.expressions import FALSE
from placet.model import And, Apply, Compare, Condition, Const, Not, Operand, Or, Rule, Rulebook, TermRef

if TYPE_CHECKING:
    from placet.engine.columns.columns import GroundNeed, GroundRule, Status
    from placet.engine.columns.evidence import Evidence
    from placet.engine.columns.operands import Members, Single


class Unread:
    """What has been worked out of rules for those who read nothing of them.

    Attributes:
        statuses: by a rule (as `name_of` names it) and the expression that it is in the reader's column.
        needs: by a rule, named so.
        evidence: by a rule.
        terms: by a term, named likewise.
        values: by a relation with a key, named likewise.
        valid: by a rule, of which somebody may have a reading: the expression that it is in force and known.
        columns: by some rules, each with the expression that it is in the reader's column.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.statuses: dict[tuple[Hashable, int], Status] = {}
        self.needs: dict[Hashable, tuple[GroundNeed, ...]] = {}
        self.evidence: dict[str, Evidence] = {}
        self.terms: dict[Hashable, int] = {}
        self.values: dict[Hashable, Single | Members] = {}
        self.valid: dict[str, int] = {}
        self.columns: dict[tuple[tuple[str, int], ...], tuple[GroundRule, ...]] = {}
        self._rulebook = rulebook
        self._leans: dict[str, frozenset[str]] = {}
        self._offices_read = {reading.of for reading in rulebook.readings if reading.offices}
        self._asked: dict[str, tuple[str, ...]] = {}
        self._terms: dict[str, frozenset[str]] = {}
        self._read: dict[str, set[str]] = {}
        for reading in rulebook.readings:
            self._read.setdefault(reading.reader, set()).add(reading.of)
        self._rules: dict[tuple[int, ...], GroundRule] = {}
        self._shared: set[int] = set()

    def name_of(self, rule: Rule) -> Hashable:
        """Return what a rule is known by among those for which something has been worked out."""
        return rule.id

    def name_of_term(self, term: str) -> Hashable:
        """Return what a term is known by."""
        return term

    def name_of_value(self, relation: str, key: str) -> Hashable:
        """Return what a relation with a key is known by."""
        return relation, key

    def is_never(self, expression: int) -> bool:
        """Say whether an expression is true in no situation that is asked about, so far as is plain."""
        return expression == FALSE

    def read_by(self, readers: Iterable[str]) -> frozenset[str]:
        """Return everything of which some of these have a reading, on whatever day."""
        return frozenset().union(*(self._read.get(reader, ()) for reader in readers))

    def leans_on(self, rule: Rule) -> frozenset[str]:
        """Return a rule and all that it leans on and a reader may read: its instrument, terms, relations."""
        found = self._leans.get(rule.id)
        if found is None:
            names = {rule.id}
            if rule.instrument is not None:
                names.add(rule.instrument)
            for condition in (rule.when, *rule.unless):
                names |= self._of_condition(condition)
            names.update(self.needs_lean_on(rule))
            found = self._leans[rule.id] = frozenset(names)
        return found

    def needs_lean_on(self, rule: Rule) -> Iterable[str]:
        """Return what says whom a rule asks: relations, and the rule itself where a reading of it names offices."""
        found = self._asked.get(rule.id)
        if found is None:
            operands = [operand for need in rule.needs for operand in (need.of.whom, *need.of.besides)]
            named = [rule.id] if rule.id in self._offices_read else []
            found = self._asked[rule.id] = (*named, *[name for operand in operands for name in _relations(operand)])
        return found

    def term_leans_on(self, term: str) -> frozenset[str]:
        """Return a term and all that it leans on and a reader may read."""
        return self._of_condition(TermRef(term))

    def share(self, ground: GroundRule, status: Status, overriders: list[GroundRule]) -> None:
        """Keep a rule as it stands in one column for all columns with the same status and the same overriders."""
        if all(id(other) in self._shared for other in overriders):
            # All of them are kept here, so that no other value can have the identity of one.
            self._rules[id(status), *map(id, overriders)] = ground
            self._shared.add(id(ground))

    def shared(self, status: Status, overriders: list[GroundRule]) -> GroundRule | None:
        """Return what `share` was given for one of `statuses` and these overriders."""
        return self._rules.get((id(status), *map(id, overriders)))

    def _of_condition(self, condition: Condition) -> frozenset[str]:
        match condition:
            case TermRef(term):
                found = self._terms.get(term)
                if found is None:
                    found = self._of_condition(self._rulebook.terms[term].means) | {term}
                    self._terms[term] = found
                return found
            case Not(part):
                return self._of_condition(part)
            case And(parts) | Or(parts):
                return frozenset().union(*map(self._of_condition, parts))
            case Compare(left, _, right) if isinstance(left, Apply) or isinstance(right, Apply):
                return frozenset((*_relations(left), *_relations(right)))
            case Compare() | Const():
                return frozenset()


def _relations(operand: Operand) -> list[str]:
    return [use.relation for use in applications_in(operand)]

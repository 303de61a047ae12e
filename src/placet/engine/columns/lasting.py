"""What columns have in common whatever is asked, kept from one question about a rulebook to the next.

A rule reads the same to all who have no reading of it nor of anything that it leans on, whatever the facts are and on
nearly every day. So what it comes to for them is worked out once, over all facts; a question then only has to look up
which rules bind whom on its day, and to work out what somebody reads otherwise.
"""

from __future__ import annotations

import copy
import datetime as dt
import threading
from collections.abc import Hashable, Iterable, Mapping

from placet.engine.columns.calendar import Calendar
from placet.engine.columns.columns import GroundRule, ground_columns
from placet.engine.columns.evidence import Evidence
from placet.engine.columns.operands import applications_in
from placet.engine.columns.unread import Unread
from placet.engine.logic.expressions import FALSE
from placet.engine.logic.variables import Variables
from placet.model import And, Apply, Compare, Condition, Literal, Not, Or, Rule, Rulebook, TermRef, Value
from placet.model.dates import Period

MOST_NODES = 400_000
"""How many expressions are kept before all is forgotten and begun anew."""


class Lasting:
    """What outlasts a question about a rulebook.

    Whoever uses it holds `lock` until nothing of what it gave is looked at any more.

    Args:
        rulebook: the whole.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._variables = Variables(self.rulebook)
        self._unread = _Unread(self.rulebook)

    def columns(
        self, part: Rulebook, on: dt.date, known: dt.date | None, given: Mapping[str, Value]
    ) -> tuple[Calendar, dict[str, tuple[GroundRule, ...]]]:
        """Return a calendar and every reader's rules, as expressions over all facts.

        Rules that the facts keep from speaking are left out, as where they are fixed beforehand.

        Args:
            part: what of the rulebook can bear on the facts.
            on: the day of the act.
            known: the day up to which things were public; None: everything.
            given: facts of all situations that will be looked at.

        Raises:
            ValueError: where a fact is none of its field's.
        """
        if len(self._variables.expressions.kinds) > MOST_NODES:
            self._begin()
        # A point whose possible values hang on the day belongs to its day alone.
        self._variables.part_with_own_points()
        self._variables.check(given)
        calendar = Calendar(part, on, known, variables=self._variables)
        return calendar, ground_columns(calendar, unread=self._unread.on_day(calendar, given))

    def prepare(self, on: dt.date) -> None:
        """Work out what every rule comes to for those who read nothing of it, so that no question has to."""
        with self.lock:
            self.columns(self.rulebook, on, None, {})


class _Unread(Unread):
    """What has been worked out of rules for those who read nothing of them, on all days and for all facts."""

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__(rulebook)
        self.evidence = _Collected()
        self._asks: dict[str, frozenset[Apply]] = {}
        self._terms_ask: dict[str, frozenset[Apply]] = {}
        self._moving = {
            name
            for name, relation in rulebook.relations.items()
            if any(one.is_unsettled or one.period != Period() for one in relation.entries)
        }
        """Relations that give one thing on one day and another on the next, or leave open what they give."""
        self._calendar: Calendar | None = None
        self._given: dict[str, Value] = {}
        self._values: list[int] = []
        self._left: dict[int, int] = {}
        self._names: dict[str, Hashable] = {}

    def on_day(self, calendar: Calendar, given: Mapping[str, Value]) -> _Unread:
        """Return the same for one question."""
        found = copy.copy(self)
        found.valid, found.columns = {}, {}
        found._calendar, found._given = calendar, dict(given)
        found._values, found._left, found._names = [], {}, {}
        return found

    def name_of(self, rule: Rule) -> Hashable:
        """Return what a rule is known by: its name, with all of the day that makes a difference to it."""
        found = self._names.get(rule.id)
        if found is None:
            state = tuple([one for ask in self._asks_of(rule) for one in self._state_of(ask)])
            found = self._names[rule.id] = (rule.id, *state) if state else rule.id
        return found

    def name_of_term(self, term: str) -> Hashable:
        """Return what a term is known by: its name, with all of the day that makes a difference to it."""
        state = tuple([one for ask in self._asks_in(TermRef(term)) for one in self._state_of(ask)])
        return (term, *state) if state else term

    def name_of_value(self, relation: str, key: str) -> Hashable:
        """Return what a relation with a key is known by, with all of the day that makes a difference to it."""
        return relation, key, *self._state_of(Apply(relation, Literal(key)))

    def is_never(self, expression: int) -> bool:
        """Say whether an expression is never true where the facts are as given."""
        assert self._calendar is not None, "asked on a day"
        variables = self._calendar.variables
        if len(self._values) < len(variables.all):
            self._values += [-1] * (len(variables.all) - len(self._values))
            variables.encode(self._given, self._values)
        return variables.expressions.left_of(expression, self._values, self._left) == FALSE

    def _state_of(self, ask: Apply) -> Iterable[Hashable]:
        """What a relation gives on the day of the question: nothing where it is the same on all days."""
        calendar = self._calendar
        assert calendar is not None, "asked on a day"
        if ask.relation in self._moving:
            return ("on", calendar.on, calendar.known)
        if ask.relation != "members":
            return ()
        if not isinstance(ask.key, Literal):
            return ("on", calendar.on, calendar.known)
        name = str(ask.key.value)
        instrument = self._rulebook.instruments.get(name)
        if instrument is None:
            return ()
        dated = dict.fromkeys(one.party for one in instrument.members if one.period != Period())
        return (name, calendar.is_active(name), *[calendar.is_member(party, name) for party in dated])

    def _asks_of(self, rule: Rule) -> frozenset[Apply]:
        """The relations that a rule asks, itself or by its terms, and for what."""
        found = self._asks.get(rule.id)
        if found is None:
            asks = {ask for part in (rule.when, *rule.unless) for ask in self._asks_in(part)}
            for need in rule.needs:
                for operand in (need.of.whom, *need.of.besides):
                    asks.update(applications_in(operand))
            found = self._asks[rule.id] = frozenset(asks)
        return found

    def _asks_in(self, condition: Condition) -> frozenset[Apply]:
        match condition:
            case TermRef(term):
                if term not in self._terms_ask:
                    self._terms_ask[term] = self._asks_in(self._rulebook.terms[term].means)
                return self._terms_ask[term]
            case Not(part):
                return self._asks_in(part)
            case And(parts) | Or(parts):
                return frozenset().union(*map(self._asks_in, parts))
            case Compare(left, _, right):
                return frozenset((*applications_in(left), *applications_in(right)))
            case _:
                return frozenset()


class _Collected(dict[str, Evidence]):
    """Evidence that is kept for good: it lets go of the day that it was collected on."""

    def __setitem__(self, rule: str, evidence: Evidence) -> None:
        evidence.collect()
        super().__setitem__(rule, evidence)

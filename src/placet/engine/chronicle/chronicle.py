"""One rulebook asked on many days, or with one reading less: answers as those of `Decider`, for a part of the work."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

import msgspec

from placet.engine.chronicle.answers import Answers, Facts
from placet.engine.chronicle.days import Day, World
from placet.engine.columns.columns import GroundRule
from placet.engine.decision.decide import Decider, Decision, join_answers, role_of
from placet.engine.decision.judge import Finding
from placet.engine.decision.outcome import Outcome, outcome_of
from placet.engine.logic.diagram import DiagramTooLarge
from placet.engine.logic.expressions import TRUE
from placet.engine.logic.variables import Variable, Variables
from placet.model import Answer, Open, Question, Reading, Rule, Rulebook, Value

_Column = tuple[str, str, tuple[GroundRule, ...]]
"""A reader's name, its role, and the rules."""


class _Columns(NamedTuple):
    """The columns of all readers that are heard, and a number of their own."""

    number: int
    all: tuple[_Column, ...]


class Chronicle:
    """A rulebook that is asked on many days.

    Args:
        rulebook: what is asked.
        fixed: the facts that all questions have in common.

    Raises:
        ValueError: where a fixed value is none of its field's.
    """

    def __init__(self, rulebook: Rulebook, fixed: Mapping[str, Value] | None = None) -> None:
        self.rulebook = rulebook
        self.fixed = dict(fixed or {})
        # Terms that rest on terms are worked out by recursion, with a question at each.
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 1000 + 16 * len(rulebook.terms)))
        variables = Variables(rulebook, self.fixed)
        self._world = World(rulebook, variables)
        self._answers = Answers(variables, self.fixed)
        self._candidates = _candidates(rulebook)
        self._read: dict[str, dict[str, None]] = {}
        """By reader everything of which it has a reading."""
        for reading in rulebook.readings:
            self._read.setdefault(reading.reader, {})[reading.of] = None
        self._held: dict[str, list[Rule]] = {}
        for rule in rulebook.rules.values():
            if rule.held_by is not None:
                self._held.setdefault(rule.held_by, []).append(rule)
        self._names = _names(rulebook)
        """Everybody, with the role of each."""
        self._alike: dict[tuple[tuple[str, int], ...], _Columns] = {}
        self._columns: dict[tuple[dt.date, dt.date | None, str], _Columns] = {}
        self._facts: dict[object, Facts] = {}
        self._outcomes: dict[object, Outcome] = {}
        self._decided: dict[object, Decision] = {}
        """By the number of the columns and the facts."""
        self._decisions: dict[object, Decision] = {}
        """By what the readers answer."""

    def decide(
        self,
        on: dt.date,
        known: dt.date | None = None,
        facts: Mapping[str, Value] | None = None,
        *,
        settled: Mapping[Open, Value] | None = None,
        without: Reading | None = None,
    ) -> Decision:
        """Return every reader's answer and the verdict, without proofs.

        Args:
            on: the day of the act.
            known: the day up to which things were public; None: everything.
            facts: further facts.
            settled: for some points that are open (and no fields) the value that each is taken to have.
            without: a reading that is taken never to have been given.

        Raises:
            DiagramTooLarge: so much is unknown that no exact answer can be had.
            ValueError: a value is none of its field's.
        """
        try:
            return self._decide(on, known, self._facts_of(facts or {}, settled or {}), without)
        except DiagramTooLarge:
            book = self.rulebook
            if without is not None:
                book = msgspec.structs.replace(book, readings=tuple(one for one in book.readings if one is not without))
            decider = Decider(book, on, known, fixed=self.fixed)
            given = {**self.fixed, **(facts or {})}
            return decider.settle(given, settled) if settled else decider.decide(given)

    def outcome(
        self,
        on: dt.date,
        known: dt.date | None = None,
        facts: Mapping[str, Value] | None = None,
        *,
        settled: Mapping[Open, Value] | None = None,
        readers: Iterable[str] = (),
    ) -> Outcome:
        """Return what a decision comes to, as `outcome_of` says it, without making the decision.

        Args:
            on: the day of the act.
            known: the day up to which things were public; None: everything.
            facts: further facts.
            settled: for some points that are open (and no fields) the value that each is taken to have.
            readers: whose answers alone are meant; none: everybody's, and the verdict.

        Raises:
            DiagramTooLarge: so much is unknown that no exact answer can be had.
            ValueError: a value is none of its field's.
        """
        wanted = tuple(readers)
        try:
            given = self._facts_of(facts or {}, settled or {})
            columns = self._heard(self._columns_on(on, known, None), on, known, given)
            found = {name: self._answers.gist(rules, given) for name, _, rules in columns}
        except DiagramTooLarge:
            return outcome_of(self.decide(on, known, facts, settled=settled), wanted)
        key = (wanted, tuple([(name, number) for name, (number, _) in found.items()]))
        outcome = self._outcomes.get(key)
        if outcome is None:
            roles = {name: role for name, role, _ in columns}
            answers = {
                name: msgspec.structs.replace(answer, reader=name, role=roles[name])
                for name, (_, answer) in found.items()
            }
            outcome = self._outcomes[key] = outcome_of(join_answers(answers, roles), wanted)
        return outcome

    def open_variables(self, point: Open, on: dt.date, known: dt.date | None = None) -> list[Variable]:
        """Return the variables of an open point on which some answer may hang on a day."""
        tested = 0
        for _, _, rules in self._columns_on(on, known, None).all:
            tested |= self._answers.tested_in(rules)
        variables = self._world.variables
        return [variables.all[number] for number in variables.by_open.get(point, ()) if tested >> number & 1]

    def answer(self, on: dt.date, known: dt.date | None = None, *, settles: bool = True) -> Answer:
        """Return every reader's answer with its proof.

        Args:
            on: the day of the act.
            known: the day up to which things were public; None: everything.
            settles: whether the smallest sets of facts that would settle each answer are wanted.

        Raises:
            DiagramTooLarge: so much is unknown that no exact answer can be had.
        """
        try:
            facts = self._facts_of({}, {})
            found = self._found(self._columns_on(on, known, None).all, facts, settles=settles)
            decision = self._decide(on, known, facts, None)
        except DiagramTooLarge:
            return Decider(self.rulebook, on, known, fixed=self.fixed).answer(self.fixed)
        readers = dict(decision.readers)
        for name, (_, finding) in found.items():
            changes: dict[str, object] = {"proof": finding.answer.proof}
            if finding.deciding is not None:
                changes["deciding"] = finding.deciding
            readers[name] = msgspec.structs.replace(readers[name], **changes)
        question = Question(dict(self.fixed), on, known)
        return Answer(self.rulebook.name, question, readers, decision.verdict, decision.missing)

    def _decide(self, on: dt.date, known: dt.date | None, facts: Facts, without: Reading | None) -> Decision:
        columns = self._columns_on(on, known, without)
        decision = self._decided.get((columns.number, facts.key))
        if decision is None:
            heard = self._heard(columns, on, known, facts)
            found = self._found(heard, facts)
            numbers = tuple([(name, number) for name, (number, _) in found.items()])
            decision = self._decisions.get(numbers)
            if decision is None:
                roles = {name: role for name, role, _ in heard}
                answers = {name: finding.answer for name, (_, finding) in found.items()}
                decision = self._decisions[numbers] = join_answers(answers, roles)
            self._decided[columns.number, facts.key] = decision
        return decision

    def _facts_of(self, given: Mapping[str, Value], settled: Mapping[Open, Value]) -> Facts:
        key = frozenset((*given.items(), *settled.items()))
        found = self._facts.get(key)
        if found is None:
            found = self._facts[key] = Facts(given, settled, self._world.variables)
        return found

    def _found(
        self, columns: tuple[_Column, ...], facts: Facts, *, settles: bool = False
    ) -> dict[str, tuple[int, Finding]]:
        find = self._answers.find
        return {name: find(name, role, rules, facts, settles=settles) for name, role, rules in columns}

    def _heard(self, columns: _Columns, on: dt.date, known: dt.date | None, facts: Facts) -> tuple[_Column, ...]:
        """Leave out whoever is not heard where some days are settled on which that hangs."""
        if all(point.kind != "date" for point in facts.settled):
            return columns.all
        expressions = self._world.variables.expressions
        assumed = expressions.all_of(expressions.literal(number, 1 << value) for number, value in facts.settles())
        day = Day(self._world, on, known)
        return tuple([one for one in columns.all if one[1] == "party" or self._is_heard(day, one[0], assumed)])

    def _columns_on(self, on: dt.date, known: dt.date | None, without: Reading | None) -> _Columns:
        key = (on, known, "" if without is None else without.id)
        found = self._columns.get(key)
        if found is None:
            if without is None:
                day = Day(self._world, on, known)
                found = day.told(
                    ("columns",), lambda: self._numbered(self._make_columns(day, list(self._names))), _no_token
                )
            else:
                found = self._columns_without(on, known, without)
            if not self._columns:
                self._answers.prepare(rules for _, _, rules in found.all)
            self._columns[key] = found
        return found

    def _columns_without(self, on: dt.date, known: dt.date | None, without: Reading) -> _Columns:
        """The columns of all readers, of whom only the speaker and its offices have a reading less."""
        place = (without.reader, without.of)
        rest = [one for one in self._world.readings_of[place] if one is not without]
        day = Day(self._world, on, known, {**self._world.readings_of, place: rest})
        speaker = without.reader.partition(".")[0]
        theirs = [name for name in self._names if name.partition(".")[0] == speaker]
        others = {column[0]: column for column in self._columns_on(on, known, None).all if column[0] not in theirs}
        others.update((column[0], column) for column in self._make_columns(day, theirs))
        return self._numbered([others[name] for name in self._names if name in others])

    def _numbered(self, columns: list[_Column]) -> _Columns:
        """The columns with their number; the same rules for the same readers have the same one, whatever the day."""
        # Columns that come out alike are one value, which is kept for good.
        key = tuple([(name, id(rules)) for name, _, rules in columns])
        found = self._alike.get(key)
        if found is None:
            found = self._alike[key] = _Columns(len(self._alike), tuple(columns))
        return found

    def _make_columns(self, day: Day, readers: Iterable[str]) -> list[_Column]:
        found: list[_Column] = []
        for name in readers:
            role = self._names[name]
            if role == "party" or day.told(("heard", name), partial(self._is_heard, day, name), bool):
                found.append((name, role, day.column(name, self._candidates.get(name, ()))))
        return found

    def _is_heard(self, day: Day, reader: str, assumed: int = TRUE) -> bool:
        """Whether an office or a voice has a reading of its own that may be effective, or a rule of its own."""
        expressions = self._world.variables.expressions

        def may_be(guard: int) -> bool:
            return expressions.is_possible(expressions.all_of((assumed, guard)))

        for of in self._read.get(reader, ()):
            effective = day.calendar.effective_own(reader, of)
            if any(reading is not None and may_be(guard) for guard, reading in effective):
                return True
        return any(may_be(day.views[reader].claims(rule)) for rule in self._held.get(reader, ()))


def _no_token(_: object) -> None:
    """Nobody asks what the columns of a day come to."""


def _names(rulebook: Rulebook) -> dict[str, str]:
    names: list[str] = []
    for party in rulebook.parties.values():
        names += (party.id, *(f"{party.id}.{office.id}" for office in party.offices))
    return {name: role_of(rulebook, name) for name in (*names, *rulebook.voices)}


def _candidates(rulebook: Rulebook) -> dict[str, list[Rule]]:
    """The rules that may be in each reader's column on some day, in the order of the rulebook."""
    offices = {party.id: [f"{party.id}.{office.id}" for office in party.offices] for party in rulebook.parties.values()}
    named: dict[str, set[str]] = {}
    """For a rule or an instrument the heads (parties and voices) that it binds, that hold it, or that read it."""
    for rule in rulebook.rules.values():
        if rule.held_by is not None:
            named.setdefault(rule.id, set()).add(rulebook.party_of(rule.held_by) or rule.held_by)
    for instrument in rulebook.instruments.values():
        named.setdefault(instrument.id, set()).update(member.party for member in instrument.members)
    for reading in rulebook.readings:
        named.setdefault(reading.of, set()).add(rulebook.party_of(reading.reader) or reading.reader)
    found: dict[str, list[Rule]] = {}
    for rule in rulebook.rules.values():
        heads = named.get(rule.id, set()) | (named.get(rule.instrument, set()) if rule.instrument else set())
        for head in heads:
            for reader in (head, *offices.get(head, ())):
                found.setdefault(reader, []).append(rule)
    return found

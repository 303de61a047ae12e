"""Each reader's column: which rules it goes by on a day, and as what it reads them.

This is the ground form: for every reader and rule, expressions for whether it speaks, is excepted, stands, and asks
whom for what. Nothing after it sees a term, a relation, a reading or a date.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from functools import cached_property
from itertools import combinations

import msgspec

from placet.engine.columns.calendar import Calendar
from placet.engine.columns.entries import value_for_reader
from placet.engine.columns.evidence import Evidence
from placet.engine.columns.operands import Members, Single, expression_of, is_set, members_of, single_of
from placet.engine.columns.unread import Unread
from placet.engine.logic.expressions import FALSE, TRUE
from placet.model import Condition, Need, Open, Reading, Rule, Rulebook, Step
from placet.model.answers import Basis, duration_text


class GroundNeed(msgspec.Struct, frozen=True):
    """A step that a rule asks for, and the expression for when it does (where the rule stands).

    `clause` is the number of the rule's `needs` that asks for it, from 0.
    """

    step: Step
    guard: int
    clause: int


class GroundRule(msgspec.Struct, frozen=True):
    """One rule in one reader's column.

    `exceptions` are (label, expression) pairs; where `doubt` is true the reader is unsettled, and `settled` (a point)
    says whether it applies. `overridden_by` names rules of the same column.
    """

    rule: Rule
    speaks: int
    exceptions: tuple[tuple[str, int], ...]
    doubt: int
    doubted_by: tuple[tuple[str, int], ...]
    applies: int
    stands: int
    overridden_by: tuple[str, ...]
    needs: tuple[GroundNeed, ...]
    basis: Basis
    evidence: Evidence


class Status(msgspec.Struct, frozen=True):
    """How one reader reads one rule before overrides: all are expressions but `exceptions` and `doubted_by`."""

    speaks: int
    exceptions: tuple[tuple[str, int], ...]
    doubt: int
    doubted_by: tuple[tuple[str, int], ...]
    applies: int


class ReaderView:
    """One reader's understanding of a rulebook on a day."""

    def __init__(self, calendar: Calendar, reader: str, views: dict[str, ReaderView], unread: Unread) -> None:
        self.calendar = calendar
        self.variables = calendar.variables
        self.rulebook = calendar.rulebook
        self.reader = reader
        self.party = self.rulebook.party_of(reader)
        self.views = views
        self.unread = unread
        self._terms: dict[str, int] = {}
        self._values: dict[tuple[str, str], Single | Members] = {}
        self._statuses: dict[str, Status] = {}
        self._claims: dict[str, int] = {}
        self._reads: dict[str, bool] = {}
        self._bound: dict[tuple[str | None, bool], int] = {}

    @cached_property
    def offices(self) -> list[ReaderView]:
        """The views of the party's offices; none for an office or a voice."""
        if self.party != self.reader:
            return []
        return [self.views[f"{self.reader}.{office.id}"] for office in self.rulebook.parties[self.reader].offices]

    @cached_property
    def own_readings(self) -> frozenset[str]:
        """Everything of which this reader has a reading, or one of its offices, or its party; on whatever day."""
        party = [self.party] if self.party is not None else []
        return self.unread.read_by([self.reader, *party, *(office.reader for office in self.offices)])

    def may_read(self, rule: Rule) -> bool:
        """Say whether the reader may have a reading of its own of a rule, or of anything that it leans on."""
        found = self._reads.get(rule.id)
        if found is None and not self.own_readings:
            return False
        if found is None:
            found = self._reads[rule.id] = not self.own_readings.isdisjoint(self.unread.leans_on(rule))
        return found

    def term(self, name: str) -> int:
        """Return the expression of a term as this reader understands it."""
        known = self._terms.get(name)
        if known is None and self.own_readings.isdisjoint(self.unread.term_leans_on(name)):
            shared = self.unread.name_of_term(name)
            known = self.unread.terms.get(shared)
            if known is None:
                known = self.unread.terms[shared] = self._own_term(name)[0]
            self._terms[name] = known
        if known is None:
            differ = self._offices_differ(name, lambda view: view._term_outcome(name))
            value, _ = self._own_term(name)
            point = TRUE if differ == FALSE else self._point("term", name)
            known = self._terms[name] = self.variables.expressions.choice(differ, point, value)
        return known

    def value_of(self, relation: str, key: str) -> Single | Members:
        """Return what a relation gives for a key, for this reader."""
        known = self._values.get((relation, key))
        if known is None and relation not in self.own_readings:
            shared = self.unread.name_of_value(relation, key)
            known = self.unread.values.get(shared)
            if known is None:
                known = self.unread.values[shared] = value_for_reader(self, relation, key)
        if known is None:
            known = value_for_reader(self, relation, key)
        self._values[relation, key] = known
        return known

    def status(self, rule: Rule) -> Status:
        """Return how this reader reads a rule."""
        known = self._statuses.get(rule.id)
        if known is None and not self.may_read(rule):
            key = (self.unread.name_of(rule), self.claims(rule))
            known = self.unread.statuses.get(key)
            if known is None:
                known = self.unread.statuses[key] = self._own_status(rule)
            self._statuses[rule.id] = known
        if known is None:
            expressions = self.variables.expressions
            own = self._own_status(rule)
            differ = self._offices_differ(rule.id, lambda view: view._rule_outcome(rule))
            if differ != FALSE:
                known = Status(
                    speaks=expressions.choice(differ, TRUE, own.speaks),
                    exceptions=own.exceptions,
                    doubt=expressions.choice(differ, TRUE, own.doubt),
                    doubted_by=own.doubted_by,
                    applies=expressions.choice(differ, self._point("rule", rule.id), own.applies),
                )
            else:
                known = own
            self._statuses[rule.id] = known
        return known

    def column(self, rules: Iterable[Rule]) -> tuple[GroundRule, ...]:
        """Return the rules that can speak for this reader, those that override others before them."""
        rules = list(rules)
        if any(map(self.may_read, rules)):
            return self._column(rules)
        # Readers who read nothing of these rules and whom the same of them bind have one column.
        key = tuple([(rule.id, self.claims(rule)) for rule in rules])
        found = self.unread.columns.get(key)
        if found is None:
            found = self.unread.columns[key] = self._column(rules)
        return found

    def _column(self, rules: Iterable[Rule]) -> tuple[GroundRule, ...]:
        statuses = {rule.id: (rule, self.status(rule)) for rule in rules}
        statuses = {name: pair for name, pair in statuses.items() if not self.unread.is_never(pair[1].speaks)}
        overriders: dict[str, list[str]] = {name: [] for name in statuses}
        for name, (rule, _) in statuses.items():
            for lower in rule.overrides:
                if lower in overriders:
                    overriders[lower].append(name)
        done: dict[str, GroundRule] = {}
        for first in statuses:
            stack = [first]
            while stack:
                name = stack[-1]
                waiting = [other for other in overriders[name] if other not in done]
                if name in done:
                    stack.pop()
                elif waiting:
                    stack.extend(waiting)
                else:
                    stack.pop()
                    rule, status = statuses[name]
                    done[name] = self._ground(rule, status, [done[other] for other in overriders[name]])
        return tuple(done.values())

    def _ground(self, rule: Rule, status: Status, overriders: list[GroundRule]) -> GroundRule:
        reads = self.may_read(rule)
        found = None if reads else self.unread.shared(status, overriders)
        if found is not None:
            return found
        expressions = self.variables.expressions
        stands = expressions.all_of((status.applies, *(expressions.negation(other.stands) for other in overriders)))
        basis: Basis
        if rule.held_by is not None or rule.instrument is None:
            basis = "policy"
        else:
            basis = "legal" if self.rulebook.instruments[rule.instrument].is_binding else "political"
        found = GroundRule(
            rule=rule,
            speaks=status.speaks,
            exceptions=status.exceptions,
            doubt=status.doubt,
            doubted_by=status.doubted_by,
            applies=status.applies,
            stands=stands,
            overridden_by=tuple(sorted(other.rule.id for other in overriders)),
            needs=self._needs(rule) if self._reads_needs(rule) else self._common_needs(rule),
            basis=basis,
            evidence=Evidence(self.calendar, self, rule) if reads else self._common_evidence(rule),
        )
        if not reads:
            self.unread.share(found, status, overriders)
        return found

    def _reads_needs(self, rule: Rule) -> bool:
        """Whether the reader may read otherwise whom a rule asks."""
        return not self.own_readings.isdisjoint(self.unread.needs_lean_on(rule))

    def _common_needs(self, rule: Rule) -> tuple[GroundNeed, ...]:
        name = self.unread.name_of(rule)
        found = self.unread.needs.get(name)
        if found is None:
            found = self.unread.needs[name] = self._needs(rule)
        return found

    def _common_evidence(self, rule: Rule) -> Evidence:
        found = self.unread.evidence.get(rule.id)
        if found is None:
            found = self.unread.evidence[rule.id] = Evidence(self.calendar, self, rule)
        return found

    def _needs(self, rule: Rule) -> tuple[GroundNeed, ...]:
        return tuple(self._needs_of(rule))

    def _needs_of(self, rule: Rule) -> Iterable[GroundNeed]:
        expressions = self.variables.expressions
        for clause, need in enumerate(rule.needs):
            deadline = duration_text(need.deadline, need.deadline_side)
            silence = f"{need.silence} means {need.silence_means}" if need.silence else ""
            by_offices: dict[tuple[str, ...], list[int]] = {}
            for guard, reading in self.calendar.effective(self.reader, rule.id):
                offices = reading.offices if reading is not None and reading.offices else need.offices
                by_offices.setdefault(offices, []).append(guard)
            for party, asked in self._addressees(need).items():
                for offices, guards in by_offices.items():
                    guard = expressions.all_of((asked, expressions.any_of(guards)))
                    if guard != FALSE:
                        yield GroundNeed(Step(need.kinds, party, offices, deadline, silence), guard, clause)

    def _addressees(self, need: Need) -> dict[str, int]:
        expressions = self.variables.expressions
        whom = need.of.whom
        if is_set(whom, self):
            found = members_of(whom, self)
        else:
            found = {str(value): holds for value, holds in single_of(whom, self).items() if value is not None}
        for operand in need.of.besides:
            if is_set(operand, self):
                dropped = members_of(operand, self)
            else:
                dropped = {str(value): holds for value, holds in single_of(operand, self).items() if value is not None}
            found = {
                party: expressions.all_of((holds, expressions.negation(dropped.get(party, FALSE))))
                for party, holds in found.items()
            }
        return {party: holds for party, holds in found.items() if holds != FALSE}

    # How this reader reads one thing, before its party's offices are compared.

    def _own_status(self, rule: Rule) -> Status:
        expressions = self.variables.expressions
        in_column = self.claims(rule)
        if in_column == FALSE:
            return Status(FALSE, (), FALSE, (), FALSE)
        text = [(f"unless {index}", self._read(part)) for index, part in enumerate(rule.unless, 1)]
        speaks, doubts, applies = [], [], []
        labelled: list[tuple[str, int]] = []
        for guard, reading in self.calendar.effective(self.reader, rule.id):
            when = self._narrowed(rule.when, reading)
            own = (
                []
                if reading is None
                else [
                    (f"{reading.id} unless {index}", self._read(part)) for index, part in enumerate(reading.unless, 1)
                ]
            )
            excepted = expressions.any_of(holds for _, holds in (*text, *own))
            here = expressions.all_of((guard, in_column, when))
            applies_here = expressions.negation(excepted)
            if reading is not None and reading.unsettled_when is not None:
                doubt = self._read(reading.unsettled_when)
                doubts.append((reading.id, expressions.all_of((guard, doubt))))
                applies_here = expressions.choice(doubt, self._point("rule", rule.id, reading.reader), applies_here)
            labelled += [(label, expressions.all_of((guard, holds))) for label, holds in own]
            speaks.append(here)
            applies.append(expressions.all_of((here, applies_here)))
        return Status(
            speaks=expressions.any_of(speaks),
            exceptions=tuple((label, holds) for label, holds in (*text, *labelled) if holds != FALSE),
            doubt=expressions.any_of(doubt for _, doubt in doubts),
            doubted_by=tuple(doubts),
            applies=expressions.any_of(applies),
        )

    def claims(self, rule: Rule) -> int:
        """Return the expression that a rule is in this reader's column."""
        known = self._claims.get(rule.id)
        if known is not None:
            return known
        expressions = self.variables.expressions
        valid = self.unread.valid.get(rule.id)
        if valid is None:
            valid = self.unread.valid[rule.id] = self.calendar.is_valid_rule(rule)
        parts = []
        if valid != FALSE and not self.may_read(rule):
            parts.append(self._claims_unread(rule))
        elif valid != FALSE:
            for guard, reading in self.calendar.effective(self.reader, rule.id):
                if reading is not None and reading.holds:
                    parts.append(guard)
                elif reading is None or not reading.rejects:
                    parts.append(expressions.all_of((guard, self._claims_instrument(rule))))
        if valid == TRUE and len(parts) == 1:
            result = parts[0]
        else:
            result = expressions.all_of((valid, expressions.any_of(parts)))
        self._claims[rule.id] = result
        return result

    def _claims_unread(self, rule: Rule) -> int:
        """Where a rule of which the reader has no reading is in its column: the same for all rules alike in this."""
        key = (rule.instrument, rule.held_by is not None and rule.held_by in (self.reader, self.party))
        found = self._bound.get(key)
        if found is None:
            found = self._bound[key] = self._claims_instrument(rule)
        return found

    def _claims_instrument(self, rule: Rule) -> int:
        expressions = self.variables.expressions
        bound = TRUE if rule.held_by is not None and rule.held_by in (self.reader, self.party) else FALSE
        if rule.instrument is None:
            return bound
        instrument = rule.instrument
        if self.party is not None:
            bound = expressions.any_of((bound, self.calendar.is_member(self.party, instrument)))
        differ = self._offices_differ(instrument, lambda view: view._instrument_outcome(instrument))
        own = self._accepts(instrument, bound)
        return expressions.choice(differ, self._point("instrument", instrument) if differ != FALSE else TRUE, own)

    def _accepts(self, instrument: str, bound: int) -> int:
        expressions = self.variables.expressions
        parts = []
        for guard, reading in self.calendar.effective(self.reader, instrument):
            accepted = bound
            if reading is not None and reading.holds:
                accepted = TRUE
            elif reading is not None and reading.rejects:
                accepted = FALSE
            if reading is not None and reading.unsettled_when is not None:
                doubt = self._read(reading.unsettled_when)
                accepted = expressions.choice(doubt, self._point("instrument", instrument, reading.reader), accepted)
            parts.append(expressions.all_of((guard, accepted)))
        return expressions.any_of(parts)

    def _own_term(self, name: str) -> tuple[int, int]:
        """A term's value, and where the reader has not said what it is."""
        expressions = self.variables.expressions
        values, doubts = [], []
        for guard, reading in self.calendar.effective(self.reader, name):
            value = self._narrowed(self.rulebook.terms[name].means, reading)
            if reading is not None:
                excepted = expressions.any_of(self._read(part) for part in reading.unless)
                value = expressions.all_of((value, expressions.negation(excepted)))
                if reading.unsettled_when is not None:
                    doubt = self._read(reading.unsettled_when)
                    doubts.append(expressions.all_of((guard, doubt)))
                    value = expressions.choice(doubt, self._point("term", name, reading.reader), value)
            values.append(expressions.all_of((guard, value)))
        return expressions.any_of(values), expressions.any_of(doubts)

    def _term_outcome(self, name: str) -> tuple[int, ...]:
        """Where a term is true for this reader, and where the reader is unsettled on it."""
        value, doubt = self._own_term(name)
        return self.variables.expressions.all_of((value, self.variables.expressions.negation(doubt))), doubt

    def _rule_outcome(self, rule: Rule) -> tuple[int, ...]:
        """Where a rule applies for this reader, and where the reader is unsettled on it."""
        expressions = self.variables.expressions
        status = self._own_status(rule)
        doubt = expressions.all_of((status.speaks, status.doubt))
        return expressions.all_of((status.applies, expressions.negation(doubt))), doubt

    def _instrument_outcome(self, instrument: str) -> tuple[int, ...]:
        """Where this office's reading holds an instrument, where it rejects it, and where it is unsettled."""
        expressions = self.variables.expressions
        held, rejected, doubted = [], [], []
        for guard, reading in self.calendar.effective_own(self.reader, instrument):
            if reading is None:
                continue
            doubt = FALSE if reading.unsettled_when is None else self._read(reading.unsettled_when)
            doubted.append(expressions.all_of((guard, doubt)))
            settled = expressions.all_of((guard, expressions.negation(doubt)))
            if reading.holds:
                held.append(settled)
            elif reading.rejects:
                rejected.append(settled)
        return expressions.any_of(held), expressions.any_of(rejected), expressions.any_of(doubted)

    def _offices_differ(self, thing: str, outcome: Callable[[ReaderView], tuple[int, ...]]) -> int:
        """Where at least two offices with readings of their own of a thing come out differently."""
        expressions = self.variables.expressions
        with_reading = []
        for view in self.offices:
            own = self.calendar.effective_own(view.reader, thing)
            has = expressions.any_of(guard for guard, reading in own if reading is not None)
            if has != FALSE:
                with_reading.append((view, has))
        if len(with_reading) < 2:
            return FALSE
        outcomes = [(has, outcome(view)) for view, has in with_reading]
        return expressions.any_of(
            expressions.all_of((one_has, other_has, expressions.any_of(map(expressions.differ, one, other))))
            for (one_has, one), (other_has, other) in combinations(outcomes, 2)
        )

    def _narrowed(self, condition: Condition, reading: Reading | None) -> int:
        expressions = self.variables.expressions
        result = self._read(condition)
        if reading is not None and reading.only_when is not None:
            result = expressions.all_of((result, self._read(reading.only_when)))
        if reading is not None and reading.also_when is not None:
            result = expressions.any_of((result, self._read(reading.also_when)))
        return result

    def _read(self, condition: Condition) -> int:
        return expression_of(condition, self)

    def _point(self, kind: str, name: str, reader: str | None = None) -> int:
        point = Open(kind, name, "", self.reader if reader is None else reader)  # type: ignore[arg-type]
        return self.variables.is_true(self.variables.point(point))


def views_of(calendar: Calendar, unread: Unread | None = None) -> dict[str, ReaderView]:
    """Return a view for every party, every office and every voice.

    Args:
        calendar: the rulebook on its days.
        unread: what has been worked out of it already; None: nothing.
    """
    views: dict[str, ReaderView] = {}
    unread = unread or Unread(calendar.rulebook)
    for party in calendar.rulebook.parties.values():
        for name in (party.id, *(f"{party.id}.{office.id}" for office in party.offices)):
            views[name] = ReaderView(calendar, name, views, unread)
    for voice in calendar.rulebook.voices:
        views[voice] = ReaderView(calendar, voice, views, unread)
    return views


def ground_columns(
    calendar: Calendar, readers: Container[str] | None = None, unread: Unread | None = None
) -> dict[str, tuple[GroundRule, ...]]:
    """Return the column of every reader: all parties, and the offices and voices that read or hold something.

    Args:
        calendar: the rulebook on its days.
        readers: only these (and the parties of these offices) are wanted; None: all.
        unread: what has been worked out of the rulebook already; None: nothing.
    """
    rulebook = calendar.rulebook
    views = views_of(calendar, unread)
    rank = _rank(rulebook)
    by_instrument: dict[str, list[Rule]] = {}
    by_holder: dict[str, list[Rule]] = {}
    for rule in rulebook.rules.values():
        if rule.instrument is not None:
            by_instrument.setdefault(rule.instrument, []).append(rule)
        if rule.held_by is not None:
            by_holder.setdefault(rule.held_by, []).append(rule)
    instruments_of: dict[str, list[str]] = {}
    for instrument in by_instrument:
        for party in dict.fromkeys(member.party for member in rulebook.instruments[instrument].members):
            instruments_of.setdefault(party, []).append(instrument)
    things_of: dict[str, dict[str, None]] = {}
    for reading in rulebook.readings:
        things_of.setdefault(reading.reader, {})[reading.of] = None
    columns: dict[str, tuple[GroundRule, ...]] = {}
    for name, view in views.items():
        if (
            readers is not None
            and name not in readers
            and not (view.party == name and any(office.reader in readers for office in view.offices))
        ):
            continue
        own = [name] if view.party == name or view.party is None else [name, view.party]
        if view.party == name:
            own += [office.reader for office in view.offices]
        if view.party != name and not _reads_or_holds(calendar, view, things_of, by_holder):
            continue
        candidates: dict[str, Rule] = {}
        for instrument in instruments_of.get(view.party or "", []):
            candidates.update((rule.id, rule) for rule in by_instrument[instrument])
        for reader in own:
            candidates.update((rule.id, rule) for rule in by_holder.get(reader, []))
            for thing in things_of.get(reader, {}):
                if thing in rulebook.rules:
                    candidates[thing] = rulebook.rules[thing]
                candidates.update((rule.id, rule) for rule in by_instrument.get(thing, []))
        columns[name] = view.column(sorted(candidates.values(), key=rank))
    return columns


def _reads_or_holds(
    calendar: Calendar,
    view: ReaderView,
    things_of: Mapping[str, Iterable[str]],
    by_holder: Mapping[str, Iterable[Rule]],
    assumed: int = TRUE,
) -> bool:
    """Whether an office or a voice has a reading of its own that may be effective, or a rule of its own."""
    expressions = calendar.variables.expressions

    def may_be(guard: int) -> bool:
        return expressions.is_possible(expressions.all_of((assumed, guard)))

    for thing in things_of.get(view.reader, ()):
        if any(reading is not None and may_be(guard) for guard, reading in calendar.effective_own(view.reader, thing)):
            return True
    return any(may_be(view.claims(rule)) for rule in by_holder.get(view.reader, ()))


def heard_where(calendar: Calendar, assumed: int) -> set[str]:
    """Return the parties, and the offices and voices that may have something of their own to say where `assumed` is."""
    by_holder: dict[str, list[Rule]] = {}
    for rule in calendar.rulebook.rules.values():
        if rule.held_by is not None:
            by_holder.setdefault(rule.held_by, []).append(rule)
    things_of: dict[str, list[str]] = {}
    for reading in calendar.rulebook.readings:
        things_of.setdefault(reading.reader, []).append(reading.of)
    return {
        name
        for name, view in views_of(calendar).items()
        if view.party == name or _reads_or_holds(calendar, view, things_of, by_holder, assumed)
    }


def _rank(rulebook: Rulebook) -> Callable[[Rule], int]:
    ranks = {name: rank for rank, name in enumerate(rulebook.rules)}
    return lambda rule: ranks[rule.id]

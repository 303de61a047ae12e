"""One question, answered fast and exactly: compiled once for a rulebook and two days, then asked any number of times.

`Decider` is equal to `reference.answer_question` in everything (the tests compare them all the time); it differs in
speed. A situation's facts select the conjunctions of conditions that are still possible (`cubes`); answers are
remembered by what was selected. What stays in doubt is judged by decision diagrams (`judge`), never by a guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

import msgspec

from placet.engine.calendar import Calendar
from placet.engine.certificate import prove_by_cases
from placet.engine.columns import GroundRule, ReaderView, views_of
from placet.engine.compare import compare_answers, differs_from_party
from placet.engine.cubes import CubeTable
from placet.engine.deciding import smallest_deciding
from placet.engine.diagram import Diagrams
from placet.engine.expressions import FALSE
from placet.engine.judge import Finding, Judge
from placet.model import Answer, Open, Question, ReaderAnswer, Rule, Rulebook, Value, Verdict

REMEMBERED = 50_000
"""How many different selections a `Decider` remembers before it begins anew."""

NODES_KEPT = 500_000
"""How many diagram nodes a `Decider` keeps before it begins anew."""


class Decision(msgspec.Struct, frozen=True):
    """Every reader's answer and the verdict, without the smallest deciding sets."""

    readers: dict[str, ReaderAnswer]
    verdict: Verdict
    missing: tuple[Open, ...]


class _Selection(dict[Value, int]):
    """For the values of one field, the conjunctions that they do not exclude; worked out when first asked for."""

    def __init__(self, decider: Decider, field: str) -> None:
        super().__init__()
        self._decider = decider
        self._field = field

    def __missing__(self, value: Value) -> int:
        mask = self._decider.selected_by(self._field, value)
        if len(self) < REMEMBERED:
            self[value] = mask
        return mask


class Decider:
    """A rulebook on the day `on`, as known on the day `known` (None: all of it), ready to answer.

    Raises:
        DiagramTooLarge: by `decide` and `answer`, where so much is unknown that no exact answer can be had.
    """

    def __init__(self, rulebook: Rulebook, on: dt.date, known: dt.date | None = None) -> None:
        self.rulebook = rulebook
        self.on = on
        self.known = known
        self.calendar = Calendar(rulebook, on, known)
        self.columns = ground_columns(self.calendar)
        self._begin()

    def _begin(self) -> None:
        variables = self.calendar.variables
        table = self.table = CubeTable(variables.expressions, _conditions(self.columns))
        self.diagrams = Diagrams(variables.expressions, self._order())
        self.diagrams.open_at = [variables.all[variable].open for variable in self.diagrams.order]
        self.judges = {
            reader: Judge(reader, _role(self.rulebook, reader), rules, table, self.diagrams)
            for reader, rules in self.columns.items()
        }
        facts = [point.name for point in variables.by_open if point.kind == "field"]
        self._selections = {field: _Selection(self, field) for field in facts}
        self._field_bits = {field: 1 << index for index, field in enumerate(facts)}
        self._all_fields = (1 << len(facts)) - 1
        self._touched = {field: self._touched_by(variables.by_open[Open("field", field)]) for field in facts}
        points = [number for point, numbers in variables.by_open.items() if point.kind != "field" for number in numbers]
        self._doubtful = self._touched_by(points)
        self._kept_fields = tuple(
            sorted(
                {part.field for rules in self.columns.values() for ground in rules for part in ground.evidence.keyed}
                | {
                    variables.all[variable].open.name
                    for condition in table.hard
                    for variable in variables.expressions.variables(condition)
                    if variables.all[variable].open.kind == "field"
                }
            )
        )
        self._decisions: dict[object, tuple[Decision, dict[str, Finding]]] = {}

    def decide(self, given: Mapping[str, Value]) -> Decision:
        """Answer a situation for all readers, with the exact missing facts but without the smallest deciding sets.

        Args:
            given: the known facts by field; a field that is not there is unknown.

        Raises:
            ValueError: where a value is none of its field's.
        """
        return self._decided(given)[0]

    def answer(self, given: Mapping[str, Value], *, prove: bool = True, certify: bool = False) -> Answer:
        """Answer a situation in full.

        Args:
            given: the known facts by field; a field that is not there is unknown.
            prove: whether each answer carries what became of every rule that speaks.
            certify: whether each answer also carries the proof by cases that a checker can verify.
        """
        decision, findings = self._decided(given)
        readers = decision.readers
        if decision.missing or certify or not prove or any(answer.missing for answer in readers.values()):
            readers = {
                name: self._completed(name, findings[name], answer, given, prove, certify)
                for name, answer in readers.items()
            }
        question = Question(dict(given), self.on, self.known)
        return Answer(self.rulebook.name, question, readers, decision.verdict, decision.missing)

    def selected_by(self, field: str, value: Value) -> int:
        """Return the conjunctions that a field's value leaves possible."""
        variables = self.calendar.variables
        values = [-1] * len(variables.all)
        variables.encode({field: value}, values)
        mask = self.table.everything
        for variable in variables.by_open[Open("field", field)]:
            mask &= self.table.possible[variable][values[variable]]
        return mask

    def levels_of(self, given: Mapping[str, Value]) -> list[int]:
        """Return the known values by level of the diagrams; -1 is unknown."""
        values = [-1] * len(self.calendar.variables.all)
        self.calendar.variables.encode(given, values)
        return [values[variable] for variable in self.diagrams.order]

    def _decided(self, given: Mapping[str, Value]) -> tuple[Decision, dict[str, Finding]]:
        possible = self.table.everything
        known = 0
        selections, bits = self._selections, self._field_bits
        for field, value in given.items():
            selection = selections.get(field)
            if selection is not None:
                possible &= selection[value]
                known |= bits[field]
        unknown = self._all_fields & ~known
        kept = tuple([given.get(field, _UNKNOWN) for field in self._kept_fields]) if self._kept_fields else None
        key = (possible, unknown, kept)
        found = self._decisions.get(key)
        if found is None:
            if len(self._decisions) >= REMEMBERED or len(self.diagrams.levels) > NODES_KEPT:
                self._begin()
            found = self._decisions[key] = self._judge(possible, unknown, given)
        return found

    def _judge(self, possible: int, unknown: int, given: Mapping[str, Value]) -> tuple[Decision, dict[str, Finding]]:
        doubtful = self._doubtful
        if unknown:
            for field, bit in self._field_bits.items():
                if unknown & bit:
                    doubtful |= self._touched[field]
        certain = possible & ~doubtful
        values = self.levels_of(given)
        memo: dict[int, int] = {}
        findings = {name: judge.find(possible, certain, values, given, memo) for name, judge in self.judges.items()}
        readers = {name: finding.answer for name, finding in findings.items()}
        for name, answer in readers.items():
            if answer.role != "party":
                counted = answer.role == "office" and differs_from_party(answer, readers[name.partition(".")[0]])
                if not counted:
                    readers[name] = msgspec.structs.replace(answer, is_counted=False)
        missing = {point for answer in readers.values() if answer.role != "voice" for point in answer.missing}
        return Decision(readers, compare_answers(readers.values()), tuple(sorted(missing))), findings

    def _completed(
        self, name: str, finding: Finding, answer: ReaderAnswer, given: Mapping[str, Value], prove: bool, certify: bool
    ) -> ReaderAnswer:
        changes: dict[str, object] = {}
        if answer.missing:
            changes["deciding"] = self._deciding(finding)
        if not prove:
            changes["proof"] = ()
        if certify:
            changes["cases"] = prove_by_cases(
                finding.functions,
                self.columns[name],
                self.diagrams,
                self.calendar.variables,
                given,
                self.levels_of(given),
            )
        return msgspec.structs.replace(answer, **changes) if changes else answer

    def _deciding(self, finding: Finding) -> tuple[tuple[Open, ...], ...]:
        by_open: dict[Open, int] = dict.fromkeys(finding.answer.missing, 0)
        for level, point in enumerate(self.diagrams.open_at):
            if point in by_open:
                by_open[point] |= 1 << level
        sets = smallest_deciding(self.diagrams, finding.functions, list(by_open.values()))
        opens = list(by_open)
        return tuple(sorted(tuple(sorted(opens[position] for position in chosen)) for chosen in sets))

    def _touched_by(self, numbers: Iterable[int]) -> int:
        mask = 0
        for number in numbers:
            mask |= self.table.touched[number]
        return mask

    def _order(self) -> list[int]:
        """Order the variables: facts before points, the most tested first, the members of a set together."""
        variables = self.calendar.variables
        weight = {
            point: sum(self.table.touched[number].bit_count() for number in numbers)
            for point, numbers in variables.by_open.items()
        }
        points = sorted(variables.by_open, key=lambda point: (point.kind != "field", -weight[point], point))
        return [number for point in points for number in variables.by_open[point]]


def ground_columns(calendar: Calendar) -> dict[str, tuple[GroundRule, ...]]:
    """Return the column of every reader: all parties, and the offices and voices that read or hold something."""
    rulebook = calendar.rulebook
    views = views_of(calendar)
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
        columns[name] = view.column(sorted(candidates.values(), key=_rank(rulebook)))
    return columns


def _reads_or_holds(
    calendar: Calendar,
    view: ReaderView,
    things_of: Mapping[str, Iterable[str]],
    by_holder: Mapping[str, Iterable[Rule]],
) -> bool:
    """Whether an office or a voice has a reading of its own that may be effective, or a rule of its own."""
    for thing in things_of.get(view.reader, ()):
        if any(reading is not None for _, reading in calendar.effective_own(view.reader, thing)):
            return True
    return any(view.claims(rule) != FALSE for rule in by_holder.get(view.reader, ()))


def _rank(rulebook: Rulebook) -> Callable[[Rule], int]:
    ranks = {name: rank for rank, name in enumerate(rulebook.rules)}
    return lambda rule: ranks[rule.id]


def _role(rulebook: Rulebook, reader: str) -> str:
    if "." in reader:
        return "office"
    return "party" if reader in rulebook.parties else "voice"


def _conditions(columns: Mapping[str, Iterable[GroundRule]]) -> Iterable[int]:
    for rules in columns.values():
        for ground in rules:
            yield ground.speaks
            yield ground.doubt
            for _, exception in ground.exceptions:
                yield exception
            for need in ground.needs:
                yield need.guard


_UNKNOWN = object()

"""One question, answered fast and exactly: compiled once for a rulebook and two days, then asked any number of times.

`Decider` is equal to `reference.answer_question` in everything (the tests compare them all the time); it differs in
speed. A situation's facts select the conjunctions of conditions that are still possible (`cubes`); these select the
rules that may speak. What stays in doubt is judged by functions of the unknown (`functions`), never by a guess.
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
from placet.engine.diagram import Diagrams
from placet.engine.expressions import FALSE
from placet.engine.functions import DenseFunctions, DiagramFunctions, Functions, smallest_deciding
from placet.engine.judge import Finding, Situation, find_answer
from placet.model import Answer, Case, Open, Question, ReaderAnswer, Rule, Rulebook, Value, Verdict

REMEMBERED = 50_000
"""How many selections a `Decider` remembers of each sort before it begins anew."""

MOST_COMPLETIONS = 1 << 12
"""Up to how many completions are written out; beyond, diagrams are restricted."""

NODES_KEPT = 500_000
"""How many diagram nodes a `Decider` keeps before it begins anew."""


class Decision(msgspec.Struct, frozen=True):
    """Every reader's answer and the verdict, without proofs and without the smallest deciding sets."""

    readers: dict[str, ReaderAnswer]
    verdict: Verdict
    missing: tuple[Open, ...]


class Speakers(msgspec.Struct, frozen=True):
    """The rules that may speak where certain conjunctions are possible."""

    number: int
    by_reader: dict[str, tuple[GroundRule, ...]]
    plain: tuple[tuple[int, int], ...]
    """For each distinct condition under which rules are excepted: a bit of its own, and its conjunctions."""
    raw: int
    """The conjunctions on which the other rules' part in the answer hangs."""


class Scope(msgspec.Struct, frozen=True):
    """What one rule's part in an answer hangs on, that of the rules that override it included."""

    relevant: int
    """The conjunctions of its conditions."""
    whole: frozenset[int]
    """The variables whose every value may matter: its open points, and what its hard conditions test."""


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
        self.variables = self.calendar.variables
        self.columns = ground_columns(self.calendar)
        self.roles = {reader: _role(rulebook, reader) for reader in self.columns}
        self.table = CubeTable(self.variables.expressions, _conditions(self.columns))
        self._facts = [point.name for point in self.variables.by_open if point.kind == "field"]
        self._field_bits = {field: 1 << index for index, field in enumerate(self._facts)}
        self._all_fields = (1 << len(self._facts)) - 1
        self._touched = {field: self._touched_by(self._numbers_of(field)) for field in self._facts}
        self._doubtful = self._touched_by(
            number for number, variable in enumerate(self.variables.all) if variable.open.kind != "field"
        )
        self._selections = {field: _Selection(self, field) for field in self._facts}
        self._kept_fields = tuple(sorted(self._fields_kept()))
        self._index_speakers()
        self._speakers: dict[int, Speakers] = {}
        self._numbers: dict[tuple[tuple[str, ...], ...], int] = {}
        self._scopes = dict(pair for rules in self.columns.values() for pair in self._scopes_of(rules))
        self._decisions: dict[object, Decision] = {}
        self._diagrams: Diagrams | None = None

    def decide(self, given: Mapping[str, Value]) -> Decision:
        """Answer a situation for all readers, with the exact missing facts but without proofs.

        Args:
            given: the known facts by field; a field that is not there is unknown.

        Raises:
            ValueError: where a value is none of its field's.
        """
        possible = self.table.everything
        known = 0
        selections, bits = self._selections, self._field_bits
        for field, value in given.items():
            if field in selections:
                possible &= selections[field][value]
                known |= bits[field]
        unknown = self._all_fields & ~known
        kept = tuple([given.get(field, _UNKNOWN) for field in self._kept_fields]) if self._kept_fields else None
        speaking = possible & self._speaking_mask
        speakers = self._speakers.get(speaking)
        if speakers is None:
            speakers = self._find_speakers(speaking)
        key: object
        if unknown:
            key = (possible, unknown, kept)
        else:
            excepted = 0
            for bit, mask in speakers.plain:
                if possible & mask:
                    excepted |= bit
            key = (speakers.number, excepted, possible & speakers.raw, kept)
        decision = self._decisions.get(key)
        if decision is None:
            if len(self._decisions) >= REMEMBERED:
                self._decisions.clear()
            full, _ = self._judge(possible, unknown, speakers, given)
            readers = {name: msgspec.structs.replace(answer, proof=()) for name, answer in full.readers.items()}
            decision = self._decisions[key] = Decision(readers, full.verdict, full.missing)
        return decision

    def answer(self, given: Mapping[str, Value], *, prove: bool = True, certify: bool = False) -> Answer:
        """Answer a situation in full.

        Args:
            given: the known facts by field; a field that is not there is unknown.
            prove: whether each answer carries what became of every rule that speaks.
            certify: whether each answer also carries the proof by cases that a checker can verify.

        Raises:
            ValueError: where a value is none of its field's.
        """
        possible = self.table.everything
        known = 0
        for field, value in given.items():
            if field in self._selections:
                possible &= self._selections[field][value]
                known |= self._field_bits[field]
        speaking = possible & self._speaking_mask
        speakers = self._speakers.get(speaking) or self._find_speakers(speaking)
        decision, findings = self._judge(possible, self._all_fields & ~known, speakers, given)
        readers = decision.readers
        if certify or not prove or decision.missing or any(finding.open_functions for finding in findings.values()):
            readers = {
                name: self._completed(findings[name], answer, given, prove, certify) for name, answer in readers.items()
            }
        question = Question(dict(given), self.on, self.known)
        return Answer(self.rulebook.name, question, readers, decision.verdict, decision.missing)

    @property
    def diagrams(self) -> Diagrams:
        """Decision diagrams over all variables: for where completions are too many to write out, and for proofs."""
        if self._diagrams is None or len(self._diagrams.levels) > NODES_KEPT:
            self._diagrams = Diagrams(self.variables.expressions, self._order())
            self._diagrams.open_at = [self.variables.all[variable].open for variable in self._diagrams.order]
        return self._diagrams

    def selected_by(self, field: str, value: Value) -> int:
        """Return the conjunctions that a field's value leaves possible."""
        values = [-1] * len(self.variables.all)
        self.variables.encode({field: value}, values)
        mask = self.table.everything
        for variable in self._numbers_of(field):
            mask &= self.table.possible[variable][values[variable]]
        return mask

    def _judge(
        self, possible: int, unknown: int, speakers: Speakers, given: Mapping[str, Value]
    ) -> tuple[Decision, dict[str, Finding]]:
        doubtful = self._doubtful
        if unknown:
            for field, bit in self._field_bits.items():
                if unknown & bit:
                    doubtful |= self._touched[field]
        situation = Situation(
            self.table, possible, possible & ~doubtful, given, lambda rules: self._functions(possible, rules, given)
        )
        by_reader = speakers.by_reader
        findings: dict[str, Finding] = {}
        readers: dict[str, ReaderAnswer] = {}
        missing: set[Open] = set()
        for name, role in self.roles.items():
            rules = by_reader.get(name)
            if rules is None:
                answer = ReaderAnswer(name, "silent", role=role)  # type: ignore[arg-type]
                findings[name] = Finding(answer)
            else:
                finding = findings[name] = find_answer(name, role, rules, situation)
                answer = finding.answer
                if answer.missing and role != "voice":
                    missing.update(answer.missing)
            if role != "party" and not (
                role == "office" and differs_from_party(answer, readers[name.partition(".")[0]])
            ):
                answer = msgspec.structs.replace(answer, is_counted=False)
            readers[name] = answer
        return Decision(readers, compare_answers(readers.values()), tuple(sorted(missing))), findings

    def _functions(self, possible: int, rules: Iterable[GroundRule], given: Mapping[str, Value]) -> Functions:
        """The exact functions of what is unknown, for some rules."""
        values = [-1] * len(self.variables.all)
        self.variables.encode(given, values)
        relevant = 0
        whole: set[int] = set()
        for ground in rules:
            scope = self._scopes[id(ground)]
            relevant |= scope.relevant
            whole |= scope.whole
        relevant &= possible
        limits = [limit for number in whole for limit in self.variables.limits.get(number, ())]
        for limit in limits:
            whole |= self.variables.expressions.variables(limit)
        unknown = []
        size = 1
        for number, value in enumerate(values):
            if value >= 0:
                continue
            # Values that leave the same conjunctions possible come to the same: one of them stands for all.
            representatives = list(range(len(self.table.possible[number])))
            if number not in whole:
                masks = self.table.possible[number]
                classes = {masks[index] & relevant: index for index in reversed(representatives)}
                representatives = sorted(classes.values())
            if len(representatives) > 1:
                unknown.append((number, representatives))
                size *= len(representatives)
            else:
                values[number] = representatives[0]
        if size > MOST_COMPLETIONS:
            diagrams = self.diagrams
            return DiagramFunctions(diagrams, [values[variable] for variable in diagrams.order], limits)
        opens = [variable.open for variable in self.variables.all]
        return DenseFunctions(self.variables.expressions, values, unknown, opens, limits)

    def _completed(
        self, finding: Finding, answer: ReaderAnswer, given: Mapping[str, Value], prove: bool, certify: bool
    ) -> ReaderAnswer:
        changes: dict[str, object] = {}
        if finding.functions is not None and finding.open_functions:
            changes["deciding"] = smallest_deciding(finding.functions, finding.open_functions, answer.missing)
        if not prove:
            changes["proof"] = ()
        if certify:
            changes["cases"] = self._cases(answer, given)
        return msgspec.structs.replace(answer, **changes) if changes else answer

    def _cases(self, answer: ReaderAnswer, given: Mapping[str, Value]) -> Case:
        """The proof by cases of one reader's answer."""
        values = [-1] * len(self.variables.all)
        self.variables.encode(given, values)
        diagrams = self.diagrams
        by_level = [values[variable] for variable in diagrams.order]
        rules = self.columns[answer.reader]
        limits = [limit for found in self.variables.limits.values() for limit in found]
        nothing_certain = Situation(
            self.table, self.table.everything, 1, given, lambda _: DiagramFunctions(diagrams, by_level, limits)
        )
        functions = find_answer(answer.reader, answer.role, rules, nothing_certain).open_functions
        return prove_by_cases(functions, rules, diagrams, self.variables, given, by_level)

    def _index_speakers(self) -> None:
        """For each conjunction under which some rule speaks, whose column and which place in it."""
        self._speaking_mask = 0
        self._speaking_at: dict[int, list[tuple[str, int]]] = {}
        self._hard_speakers: list[tuple[str, int]] = []
        for reader, rules in self.columns.items():
            for place, ground in enumerate(rules):
                mask = self.table.masks.get(ground.speaks)
                if mask is None:
                    self._hard_speakers.append((reader, place))
                    continue
                self._speaking_mask |= mask
                while mask:
                    bit = mask & -mask
                    self._speaking_at.setdefault(bit, []).append((reader, place))
                    mask ^= bit

    def _find_speakers(self, speaking: int) -> Speakers:
        places: dict[str, set[int]] = {}
        for reader, place in self._hard_speakers:
            places.setdefault(reader, set()).add(place)
        left = speaking
        while left:
            bit = left & -left
            for reader, place in self._speaking_at[bit]:
                places.setdefault(reader, set()).add(place)
            left ^= bit
        by_reader = {
            reader: tuple([self.columns[reader][place] for place in sorted(found)]) for reader, found in places.items()
        }
        masks = self.table.masks
        plain: dict[int, int] = {}
        raw = 0
        for rules in by_reader.values():
            for ground in rules:
                mask = 0
                for condition in _conditions_of(ground):
                    mask |= masks.get(condition, 0)
                if ground.doubt != FALSE or mask & self._doubtful or any(need.guard != 1 for need in ground.needs):
                    raw |= mask
                    continue
                excepting = 0
                for _, holds in ground.exceptions:
                    excepting |= masks.get(holds, 0)
                if excepting:
                    plain.setdefault(excepting, 1 << len(plain))
        name = tuple((reader, *[ground.rule.id for ground in rules]) for reader, rules in sorted(by_reader.items()))
        number = self._numbers.setdefault(name, len(self._numbers))
        excepting_bits = tuple((bit, mask) for mask, bit in plain.items())
        found = Speakers(number, by_reader, excepting_bits, raw)
        if len(self._speakers) >= REMEMBERED:
            self._speakers.clear()
        self._speakers[speaking] = found
        return found

    def _scopes_of(self, rules: Iterable[GroundRule]) -> Iterable[tuple[int, Scope]]:
        """The scope of each rule of a column, by the rule's identity; a column names overriders first."""
        by_name: dict[str, Scope] = {}
        expressions = self.variables.expressions
        for ground in rules:
            relevant = 0
            points = expressions.variables(ground.stands)
            whole = {number for number in points if self.variables.all[number].open.kind != "field"}
            for condition in _conditions_of(ground):
                if condition in self.table.masks:
                    relevant |= self.table.masks[condition]
                else:
                    whole |= expressions.variables(condition)
            for name in ground.overridden_by:
                relevant |= by_name[name].relevant
                whole |= by_name[name].whole
            scope = by_name[ground.rule.id] = Scope(relevant, frozenset(whole))
            yield id(ground), scope

    def _fields_kept(self) -> set[str]:
        """The fields whose values themselves bear on an answer: on its grade, or through a hard condition."""
        kept = {part.field for rules in self.columns.values() for ground in rules for part in ground.evidence.keyed}
        for condition in self.table.hard:
            for number in self.variables.expressions.variables(condition):
                point = self.variables.all[number].open
                if point.kind == "field":
                    kept.add(point.name)
        return kept

    def _numbers_of(self, field: str) -> list[int]:
        return self.variables.by_open[Open("field", field)]

    def _touched_by(self, numbers: Iterable[int]) -> int:
        mask = 0
        for number in numbers:
            mask |= self.table.touched[number]
        return mask

    def _order(self) -> list[int]:
        """Order the variables: facts before points, the most tested first, the members of a set together."""
        weight = {
            point: sum(self.table.touched[number].bit_count() for number in numbers)
            for point, numbers in self.variables.by_open.items()
        }
        points = sorted(self.variables.by_open, key=lambda point: (point.kind != "field", -weight[point], point))
        return [number for point in points for number in self.variables.by_open[point]]


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
            yield from _conditions_of(ground)


def _conditions_of(ground: GroundRule) -> Iterable[int]:
    yield ground.speaks
    yield ground.doubt
    for _, exception in ground.exceptions:
        yield exception
    for need in ground.needs:
        yield need.guard


_UNKNOWN = object()

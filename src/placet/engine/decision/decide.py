"""One question, answered fast and exactly: compiled once for a rulebook and two days, then asked any number of times.

`Decider` is equal to `reference.answer_question` in everything (the tests compare them all the time); it differs in
speed. A situation's facts select the conjunctions of conditions that are still possible (`cubes`); these select the
rules that may speak. What stays in doubt is judged by functions of the unknown (`functions`), never by a guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from placet.engine.columns.calendar import Calendar
from placet.engine.columns.columns import GroundRule, ground_columns, heard_where
from placet.engine.decision.compare import compare_answers, differs_from_party
from placet.engine.decision.judge import Finding, Situation, find_answer
from placet.engine.decision.speakers import REMEMBERED, Part, SpeakerIndex, conditions_of
from placet.engine.logic.cubes import CubeTable
from placet.engine.logic.diagram import Diagrams
from placet.engine.logic.functions import DenseFunctions, DiagramFunctions, Functions, smallest_deciding
from placet.engine.logic.variables import Variables
from placet.model import Answer, Case, Open, Question, ReaderAnswer, Rulebook, Value, Verdict

MOST_COMPLETIONS = 1 << 12
"""Up to how many completions are written out; beyond, diagrams are restricted."""

NODES_KEPT = 500_000
"""How many diagram nodes a `Decider` keeps before it begins anew."""


Ground: TypeAlias = tuple[Calendar, dict[str, tuple[GroundRule, ...]]]
"""A rulebook on its days, and every reader's column."""


class Decision(msgspec.Struct, frozen=True):
    """Every reader's answer and the verdict, without proofs and without the smallest deciding sets."""

    readers: dict[str, ReaderAnswer]
    verdict: Verdict
    missing: tuple[Open, ...]


class Decider:
    """A rulebook on the day `on`, as known on the day `known` (None: all of it), ready to answer.

    `fixed` are facts that every situation to come shares: with all facts of a single question it is made several times
    faster. A situation may repeat them but not change them. `beside` is one of the same rulebook with the same fixed
    facts that is no longer asked: what both would work out alike is not worked out again. `ground` is the rulebook's
    calendar for these days and facts with the columns of all readers, where somebody has made them already.

    Raises:
        DiagramTooLarge: by `decide` and `answer`, where so much is unknown that no exact answer can be had.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        on: dt.date,
        known: dt.date | None = None,
        *,
        fixed: Mapping[str, Value] | None = None,
        beside: Decider | None = None,
        ground: Ground | None = None,
    ) -> None:
        self.rulebook = rulebook
        self.on = on
        self.known = known
        if ground is None:
            variables = None if beside is None else beside.variables.beside(rulebook)
            calendar = Calendar(rulebook, on, known, fixed, variables)
            ground = calendar, ground_columns(calendar)
        self.calendar, self.columns = ground
        self.variables: Variables = self.calendar.variables
        self.roles = {reader: role_of(rulebook, reader) for reader in self.columns}
        for rules in self.columns.values():
            for rule in rules:
                # Which readings bear on a rule can hang on uncertain days: these are variables like any other.
                rule.evidence.collect()
        self.table = CubeTable(self.variables.expressions, _conditions(self.columns))
        self._facts = [point.name for point in self.variables.by_open if point.kind == "field"]
        self._all_fields = (1 << len(self._facts)) - 1
        self._touched = {field: self._touched_by(self._numbers_of(field)) for field in self._facts}
        self._doubtful = self._touched_by(
            number for number, variable in enumerate(self.variables.all) if variable.open.kind != "field"
        )
        self._choices = [(field, self._choices_of(field)) for field in self._facts]
        self._speakers = SpeakerIndex(self.columns, self.roles, self.table, self.variables, self._doubtful)
        self._numbered: dict[object, int] = {}
        self._last_number = 0
        self._decisions: dict[tuple[int, ...], Decision] = {}
        self._diagrams: Diagrams | None = None
        self._fixed = self.variables.fixed
        self._opens = [variable.open for variable in self.variables.all]

    def decide(self, given: Mapping[str, Value]) -> Decision:
        """Answer a situation for all readers, with the exact missing facts but without proofs.

        Args:
            given: the known facts by field; a field that is not there is unknown.

        Raises:
            ValueError: where a value is none of its field's.
        """
        if self._fixed:
            given = self._with_fixed(given)
        possible = self.table.everything
        try:
            for field, choices in self._choices:
                possible &= choices[given[field]]
        except KeyError:
            possible = self._possible(given)
            unknown = self._unknown(given)
            parts = self._speakers.select(possible).parts
            return self._decision([self._found(part, possible, unknown, given) for part in parts], parts)
        selection = self._speakers.select(possible)
        bits = possible & selection.raw
        for bit, mask in selection.tests:
            if possible & mask:
                bits |= bit
        # A field that only the evidence hangs on may be unknown here.
        key = (bits, *[given.get(field, _UNKNOWN) for field in selection.kept]) if selection.kept else bits
        decision: Decision | None = selection.decisions.get(key)
        if decision is None:
            answers = [self._bare(part, possible, bits, given) for part in selection.parts]
            decision = self._decision(answers, selection.parts)
            if not selection.is_hard:
                if len(selection.decisions) >= REMEMBERED:
                    selection.decisions.clear()
                selection.decisions[key] = decision
        return decision

    def settle(self, given: Mapping[str, Value], settled: Mapping[Open, Value]) -> Decision:
        """Answer a situation as it would be with some open points settled.

        Args:
            given: the known facts by field.
            settled: for some points that are open (and no fields) the value that each is taken to have.

        Raises:
            ValueError: where a value is none of its field's.
        """
        if self._fixed:
            given = self._with_fixed(given)
        possible = self._possible(given)
        values = self._values(given)
        assumed = []
        for point, value in settled.items():
            for number in self.variables.by_open.get(point, ()):
                variable = self.variables.all[number]
                here = value if not variable.member else isinstance(value, frozenset) and variable.member in value
                if here in variable.values:
                    values[number] = variable.values.index(here)
                    possible &= self.table.possible[number][values[number]]
                    assumed.append(self.variables.expressions.literal(number, 1 << values[number]))
        doubtful = self._touched_by(number for number, value in enumerate(values) if value < 0)
        found = []
        parts = self._speakers.select(possible).parts
        for part in parts:
            evidence = {ground.rule.id: ground.evidence.in_situation(given) for ground in part.rules}
            situation = Situation(
                self.table,
                possible,
                possible & ~doubtful,
                evidence,
                lambda rules: self._functions(possible, rules, list(values)),
            )
            finding = find_answer(part.reader, part.role, part.rules, situation)
            bare = msgspec.structs.replace(finding.answer, proof=())
            found.append((self._number_of(bare, finding.answer), finding))
        if all(point.kind != "date" for point in settled):
            return self._decision(found, parts)
        # Whether an office is heard beside its party can hang on the day that its reading began or ended.
        heard = heard_where(self.calendar, self.variables.expressions.all_of(assumed))
        return self._joint(found, parts, {name: role for name, role in self.roles.items() if name in heard})

    def answer(self, given: Mapping[str, Value], *, prove: bool = True, certify: bool = False) -> Answer:
        """Answer a situation in full.

        Args:
            given: the known facts by field; a field that is not there is unknown.
            prove: whether each answer carries what became of every rule that speaks.
            certify: whether each answer also carries the proof by cases that a checker can verify.

        Raises:
            ValueError: where a value is none of its field's.
        """
        if self._fixed:
            given = self._with_fixed(given)
        possible = self._possible(given)
        unknown = self._unknown(given)
        parts = self._speakers.select(possible).parts
        found = [self._found(part, possible, unknown, given, settles=True) for part in parts]
        decision = self._decision(found, parts)
        readers = dict(decision.readers)
        for part, (_, finding) in zip(parts, found, strict=True):
            changes: dict[str, object] = {}
            if prove:
                changes["proof"] = finding.answer.proof
            if finding.deciding is not None:
                changes["deciding"] = finding.deciding
            if changes:
                readers[part.reader] = msgspec.structs.replace(readers[part.reader], **changes)
        if certify:
            for name, answer in readers.items():
                readers[name] = msgspec.structs.replace(answer, cases=self._cases(answer, given))
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
        values = self._values({field: value})
        mask = self.table.everything
        for variable in self._numbers_of(field):
            mask &= self.table.possible[variable][values[variable]]
        return mask

    def _with_fixed(self, given: Mapping[str, Value]) -> Mapping[str, Value]:
        for field, value in self._fixed.items():
            if field in given and given[field] != value:
                raise ValueError(f"`{field}` is fixed as `{value}`")
        return {**given, **self._fixed}

    def _possible(self, given: Mapping[str, Value]) -> int:
        """The conjunctions that the facts leave possible."""
        possible = self.table.everything
        for field, choices in self._choices:
            if field in given:
                mask = choices.get(given[field])
                possible &= self.selected_by(field, given[field]) if mask is None else mask
        return possible

    def _unknown(self, given: Mapping[str, Value]) -> int:
        """The facts that are not given, as bits."""
        return sum(1 << place for place, field in enumerate(self._facts) if field not in given)

    def _bare(self, part: Part, possible: int, bits: int, given: Mapping[str, Value]) -> tuple[int, Finding]:
        """One reader's answer where every fact is known, and the number of the answer; its proof may be another's."""
        own = (bits & part.tested) | (possible & part.raw)
        key = (own, *[given.get(field, _UNKNOWN) for field in part.kept]) if part.kept else own
        found = part.bare.get(key)
        if found is None:
            found = self._found(part, possible, 0, given)
            if not part.is_hard:
                if len(part.bare) >= REMEMBERED:
                    part.bare.clear()
                part.bare[key] = found
        return found

    def _found(
        self, part: Part, possible: int, unknown: int, given: Mapping[str, Value], *, settles: bool = False
    ) -> tuple[int, Finding]:
        """One reader's answer with its proof, and the number of the answer; with what would settle it, if wanted."""
        kept = tuple([given.get(field, _UNKNOWN) for field in part.kept])
        key = (possible & part.scope, unknown, kept, frozenset(given.items()) if part.is_hard else None)
        found = part.found.get(key)
        if found is not None and not (settles and found[1].is_unsettled):
            return found
        doubtful = self._doubtful
        left = unknown
        while left:
            bit = left & -left
            doubtful |= self._touched[self._facts[bit.bit_length() - 1]]
            left ^= bit
        evidence = part.evidence.get(kept)
        if evidence is None:
            evidence = part.evidence[kept] = {
                ground.rule.id: ground.evidence.in_situation(given) for ground in part.rules
            }
        situation = Situation(
            self.table,
            possible,
            possible & ~doubtful,
            evidence,
            lambda rules: self._functions(possible, rules, self._values(given)),
        )
        finding = find_answer(part.reader, part.role, part.rules, situation)
        bare = msgspec.structs.replace(finding.answer, proof=())
        number = self._number_of(bare, finding.answer)
        if settles and finding.functions is not None and finding.open_functions:
            finding.deciding = smallest_deciding(finding.functions, finding.open_functions, finding.answer.missing)
        if len(part.found) >= REMEMBERED:
            part.found.clear()
        # The functions are large, and nobody looks at those of an answer that is remembered.
        found = part.found[key] = (number, Finding(finding.answer, deciding=finding.deciding))
        return found

    def _number_of(self, bare: ReaderAnswer, proved: ReaderAnswer) -> int:
        """The number of an answer and of the rules that make it; a verdict names these, so they are part of it."""
        key = (bare, tuple([(each.rule, each.outcome) for each in proved.proof if each.outcome in ("stands", "open")]))
        number = self._numbered.get(key)
        if number is None:
            if len(self._numbered) >= REMEMBERED:
                self._numbered.clear()
            # Never a number twice, even after forgetting: decisions are remembered by it.
            self._last_number += 1
            number = self._numbered[key] = self._last_number
        return number

    def _decision(self, found: Sequence[tuple[int, Finding]], parts: Sequence[Part]) -> Decision:
        """All readers' answers and the verdict, without proofs."""
        key = tuple([number for number, _ in found])
        decision = self._decisions.get(key)
        if decision is not None:
            return decision
        if len(self._decisions) >= REMEMBERED:
            self._decisions.clear()
        decision = self._decisions[key] = self._joint(found, parts, self.roles)
        return decision

    def _joint(self, found: Sequence[tuple[int, Finding]], parts: Sequence[Part], roles: Mapping[str, str]) -> Decision:
        """The answers of those readers that have a role, and the verdict over them."""
        pairs = zip(parts, found, strict=True)
        return join_answers({part.reader: finding.answer for part, (_, finding) in pairs}, roles)

    def _values(self, given: Mapping[str, Value]) -> list[int]:
        """The facts of a situation by variable, -1 where the value is unknown."""
        values = [-1] * len(self.variables.all)
        self.variables.encode(given, values)
        return values

    def _functions(self, possible: int, rules: Iterable[GroundRule], values: list[int]) -> Functions:
        """The exact functions of what is unknown, for some rules; fills in `values` what makes no difference."""
        relevant = 0
        whole: set[int] = set()
        tested: set[int] = set()
        for ground in rules:
            scope = self._speakers.scopes[id(ground)]
            relevant |= scope.relevant
            whole |= scope.whole
            tested |= scope.variables
        relevant &= possible
        limits = [limit for number in whole for limit in self.variables.limits.get(number, ())]
        for limit in limits:
            whole |= self.variables.expressions.variables(limit)
        unknown = []
        size = 1
        for number in sorted(tested | whole):
            if values[number] >= 0:
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
        return DenseFunctions(self.variables.expressions, values, unknown, self._opens, limits)

    def _cases(self, answer: ReaderAnswer, given: Mapping[str, Value]) -> Case:
        """The proof by cases of one reader's answer."""
        from placet.engine.proof.certificate import prove_by_cases

        values = self._values(given)
        diagrams = self.diagrams
        by_level = [values[variable] for variable in diagrams.order]
        rules = self.columns[answer.reader]
        limits = [limit for found in self.variables.limits.values() for limit in found]
        evidence = {ground.rule.id: ground.evidence.in_situation(given) for ground in rules}
        nothing_certain = Situation(
            self.table, self.table.everything, 1, evidence, lambda _: DiagramFunctions(diagrams, by_level, limits)
        )
        functions = find_answer(answer.reader, answer.role, rules, nothing_certain).open_functions
        return prove_by_cases(functions, rules, diagrams, self.variables, given, by_level)

    def _choices_of(self, field: str) -> dict[Value, int]:
        """For the values of a field the conjunctions they leave possible: all of them, or as they are asked for."""
        type_ = self.rulebook.fields[field].type
        if type_.is_set or type_.kind == "number":
            return _Choices(self, field)
        number = self._numbers_of(field)[0]
        return dict(zip(self.rulebook.domain(type_), self.table.possible[number], strict=True))

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


def role_of(rulebook: Rulebook, reader: str) -> str:
    """Return as what a reader answers: party, office or voice."""
    if "." in reader:
        return "office"
    return "party" if reader in rulebook.parties else "voice"


def join_answers(answers: Mapping[str, ReaderAnswer], roles: Mapping[str, str]) -> Decision:
    """Return all readers' answers and the verdict over them.

    Args:
        answers: with what became of each rule; a reader that is not there is silent.
        roles: of all readers that are heard, in their order; nobody else's answer counts.
    """
    proved: dict[str, ReaderAnswer] = {}
    missing: set[Open] = set()
    for name, role in roles.items():
        answer = proved[name] = answers.get(name) or ReaderAnswer(name, "silent", role=role)  # type: ignore[arg-type]
        if role != "voice":
            missing.update(answer.missing)
    for name, role in roles.items():
        if role == "voice" or (
            role == "office" and not differs_from_party(proved[name], proved[name.partition(".")[0]])
        ):
            proved[name] = msgspec.structs.replace(proved[name], is_counted=False)
    verdict = compare_answers(proved.values())
    readers = {name: msgspec.structs.replace(one, proof=()) if one.proof else one for name, one in proved.items()}
    return Decision(readers, verdict, tuple(sorted(missing)))


class _Choices(dict[Value, int]):
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


def _conditions(columns: Mapping[str, Iterable[GroundRule]]) -> Iterable[int]:
    for rules in columns.values():
        for ground in rules:
            yield from conditions_of(ground)


_UNKNOWN = object()

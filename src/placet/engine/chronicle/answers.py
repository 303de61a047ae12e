"""A reader's answer by what its column says, whatever the day: the same rules, read alike, are judged once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

import msgspec

from placet.engine.chronicle.gists import Gist, answer_by, gist_of
from placet.engine.columns.columns import GroundRule
from placet.engine.decision.judge import Finding, Situation, Truth, find_answer
from placet.engine.decision.speakers import conditions_of
from placet.engine.logic.diagram import Diagrams
from placet.engine.logic.functions import DiagramFunctions, Functions, smallest_deciding
from placet.engine.logic.variables import Variables
from placet.model import Open, ReaderAnswer, Value

NODES_KEPT = 500_000
"""How many diagram nodes are kept before the answers are begun anew."""


class Facts:
    """Some facts, and what diagrams leave of themselves where these are known.

    Args:
        given: by field.
        settled: for points that are open (and no fields) the value that each is taken to have.
        variables: which stand for the fields and the points.
    """

    def __init__(self, given: Mapping[str, Value], settled: Mapping[Open, Value], variables: Variables) -> None:
        self.given = given
        self.settled = settled
        self.key: frozenset[tuple[str | Open, Value]] = frozenset((*given.items(), *settled.items()))
        self._points = (*(Open("field", field) for field in given), *settled)
        self._variables = variables
        self._diagrams: Diagrams | None = None
        self._values: list[int] = []
        self._left: dict[int, int] = {}
        self._truths: dict[int, Truth] = {}

    def settles(self) -> list[tuple[int, int]]:
        """Return the variables of the settled points, each with the number of its value."""
        found = []
        for point, value in self.settled.items():
            for number in self._variables.by_open.get(point, ()):
                variable = self._variables.all[number]
                here = value if not variable.member else isinstance(value, frozenset) and variable.member in value
                if here in variable.values:
                    found.append((number, variable.values.index(here)))
        return found

    def tests(self) -> int:
        """Return the variables that stand for what is known, as bits."""
        found = 0
        for point in self._points:
            for number in self._variables.by_open.get(point, ()):
                found |= 1 << number
        return found

    def left_in(self, diagrams: Diagrams) -> Callable[[int], int]:
        """Return what says of each diagram what is left of it; for diagrams that there are by now."""
        if not self._points:
            return _as_it_is
        self._look_at(diagrams)
        known, restrict, values = self._left, diagrams.restrict, self._values

        def left_of(diagram: int) -> int:
            found = known.get(diagram)
            return restrict(diagram, values, known) if found is None else found

        return left_of

    def truth_in(self, diagrams: Diagrams) -> Callable[[int], Truth]:
        """Return what says of each diagram whether it is certain where the facts are known, without making another."""
        self._look_at(diagrams)
        levels, children_of, values, known = diagrams.levels, diagrams.children_of, self._values, self._truths
        last = max((level for level, value in enumerate(values) if value >= 0), default=-1)

        def truth_of(diagram: int) -> Truth:
            if diagram < 2:
                return diagram == 1
            level = levels[diagram]
            if level > last:
                # No diagram but the two constants is the same everywhere.
                return None
            if values[level] >= 0:
                return truth_of(children_of(diagram)[values[level]])
            if diagram in known:
                return known[diagram]
            first, *others = children_of(diagram)
            found = truth_of(first)
            if found is not None and any(truth_of(other) is not found for other in others):
                found = None
            known[diagram] = found
            return found

        return truth_of

    def _look_at(self, diagrams: Diagrams) -> None:
        if self._diagrams is not diagrams or len(self._values) < len(diagrams.order):
            values = [-1] * len(self._variables.all)
            self._variables.encode(self.given, values)
            for number, value in self.settles():
                values[number] = value
            self._values = [values[variable] for variable in diagrams.order]
            if self._diagrams is not diagrams:
                self._left, self._truths = {0: 0, 1: 1}, {}
            self._diagrams = diagrams


class Answers:
    """All answers so far, by column and facts.

    Args:
        variables: of all columns.
        fixed: the facts that all columns have been compiled for.
    """

    def __init__(self, variables: Variables, fixed: Mapping[str, Value]) -> None:
        self.variables = variables
        self.fixed = fixed
        self._columns: dict[tuple[int, ...], _Column] = {}
        self._diagrams: Diagrams | None = None
        self._nothing = Facts({}, {}, variables)
        self._found: dict[Hashable, tuple[int, Finding]] = {}
        """Answers of nobody in particular, with their numbers, by column and facts, and by what these come to."""
        self._gists: dict[Hashable, tuple[int, ReaderAnswer]] = {}
        self._numbers: dict[Hashable, int] = {}
        self._own: dict[tuple[str, int], tuple[int, Finding]] = {}
        """By the reader and the number of the answer the reader's own one."""

    def find(
        self, reader: str, role: str, rules: tuple[GroundRule, ...], facts: Facts, *, settles: bool = False
    ) -> tuple[int, Finding]:
        """Return a reader's answer with its proof, and a number for the answer and the rules that make it.

        Args:
            reader: the reader's name.
            role: party, office or voice.
            rules: the reader's column, the rules that override others before them.
            facts: what is known beside what all columns have been compiled for.
            settles: whether the smallest deciding sets are wanted too.

        Raises:
            DiagramTooLarge: no exact answer can be had in this way.
        """
        column = self._column(rules)
        given = {**self.fixed, **facts.given}
        kept = tuple([given.get(field, _UNKNOWN) for field in column.kept])
        is_tested = bool(column.tests & facts.tests())
        key = (column.number, kept, facts.key if is_tested else None, settles)
        anybody = self._found.get(key)
        if anybody is None:
            functions = _Left(self._order((column,)), facts if is_tested else self._nothing, column.limits)
            look = (kept, settles, functions.always, column.look(functions))
            anybody = self._found.get(look)
            if anybody is None:
                anybody = self._found[look] = self._judged(column, functions, given, settles=settles)
            self._found[key] = anybody
        # Who reads the same rules alike has the same answer: it is one's own by the name on it.
        number, finding = anybody
        own = self._own.get((reader, number))
        if own is None:
            answer = msgspec.structs.replace(finding.answer, reader=reader, role=role)
            own = self._own[reader, number] = len(self._own), Finding(answer, deciding=finding.deciding)
        return own

    def _judged(
        self, column: _Column, functions: _Left, given: Mapping[str, Value], *, settles: bool
    ) -> tuple[int, Finding]:
        evidence = {ground.rule.id: ground.evidence.in_situation(given) for ground in column.rules}
        finding = find_answer("", "party", column.rules, _Exactly(functions, evidence))
        if settles and finding.functions is not None and finding.open_functions:
            finding.deciding = smallest_deciding(finding.functions, finding.open_functions, finding.answer.missing)
        # The functions are large, and nobody looks at those of an answer that is remembered.
        finding = Finding(finding.answer, deciding=finding.deciding)
        number = self._numbers.setdefault((finding.answer, finding.deciding), len(self._numbers))
        return number, finding

    def gist(self, rules: tuple[GroundRule, ...], facts: Facts) -> tuple[int, ReaderAnswer]:
        """Return what an answer comes to, in nobody's name and without grades and proof, and a number for it.

        Raises:
            DiagramTooLarge: no exact answer can be had in this way.
        """
        column = self._column(rules)
        is_tested = bool(column.tests & facts.tests())
        key = (column.number, facts.key if is_tested else None)
        found = self._gists.get(key)
        if found is None:
            diagrams = self._order((column,))
            facts = facts if is_tested else self._nothing
            functions = _Left(diagrams, facts, column.limits)
            truth_of = functions.truth if functions.always != 1 else facts.truth_in(diagrams)
            answer = answer_by(column.gist(diagrams), truth_of)
            found = self._gists[key] = self._numbers.setdefault(answer, len(self._numbers)), answer
        return found

    def tested_in(self, rules: tuple[GroundRule, ...]) -> int:
        """Return the variables that a column tests, as bits."""
        return self._column(rules).tests

    def prepare(self, columns: Iterable[tuple[GroundRule, ...]]) -> None:
        """Order the variables by all that some columns test: done first, it keeps diagrams small."""
        self._order([self._column(rules) for rules in columns])

    def _column(self, rules: tuple[GroundRule, ...]) -> _Column:
        number = tuple([id(ground) for ground in rules])
        found = self._columns.get(number)
        if found is None:
            found = self._columns[number] = _Column(number, rules, self)
        return found

    def _order(self, columns: Iterable[_Column]) -> Diagrams:
        """The diagrams of all columns, with all the variables that these test."""
        diagrams = self._diagrams
        if diagrams is None or len(diagrams.levels) > NODES_KEPT:
            diagrams = self._diagrams = Diagrams(self.variables.expressions, ())
            self._found.clear()
            self._gists.clear()
            # What they look like is said in numbers of the diagrams.
            columns = self._columns.values()
        weight: dict[int, int] = {}
        for column in columns:
            for number in bits_of(column.tests):
                if number not in diagrams.level:
                    weight[number] = weight.get(number, 0) + 1
        if weight:
            variables = self.variables.all
            by_open: dict[Open, int] = {}
            for number, count in weight.items():
                by_open[variables[number].open] = by_open.get(variables[number].open, 0) + count
            # Facts before points, the most tested first, the members of a set together.
            order = sorted(
                weight,
                key=lambda number: (
                    variables[number].open.kind != "field",
                    -by_open[variables[number].open],
                    variables[number].open,
                    number,
                ),
            )
            diagrams.extend(order)
            diagrams.open_at += [variables[number].open for number in order]
        return diagrams


class _Column:
    """The rules of a column, and what they test."""

    def __init__(self, number: tuple[int, ...], rules: tuple[GroundRule, ...], answers: Answers) -> None:
        self.number = number
        self.rules = rules
        self.kept = tuple(sorted({part.field for ground in rules for part in ground.evidence.keyed}))
        """The fields whose values bear on the grade of an answer."""
        self._conditions = [(ground, (*conditions_of(ground), ground.applies, ground.stands)) for ground in rules]
        tests = 0
        for _, conditions in self._conditions:
            for condition in conditions:
                tests |= answers.variables.expressions.tested(condition)
        self.limits = [limit for number in bits_of(tests) for limit in answers.variables.limits.get(number, ())]
        """What holds in every completion."""
        for limit in self.limits:
            tests |= answers.variables.expressions.tested(limit)
        self.tests = tests
        """The variables that they test, as bits."""
        self._gist: tuple[Diagrams, Gist] | None = None
        self._made_by: Diagrams | None = None
        self._diagrams: list[tuple[int, int, tuple[int, ...]]] = []
        """For each rule its identity, where it speaks, and its other functions."""

    def gist(self, diagrams: Diagrams) -> Gist:
        """Return what the column comes to."""
        if self._gist is None or self._gist[0] is not diagrams:
            self._gist = diagrams, gist_of(self.rules, diagrams)
        return self._gist[1]

    def look(self, functions: _Left) -> Hashable:
        """Return all that an answer hangs on: columns that look the same have the same answer."""
        diagrams, left = functions.diagrams, functions.left_of
        if self._made_by is not diagrams:
            # The functions of one rule are often the same: each is looked at once.
            made = [tuple(map(diagrams.from_expression, conditions)) for _, conditions in self._conditions]
            self._diagrams = [
                (id(ground), diagram, tuple(dict.fromkeys(others)))
                for (ground, _), (diagram, *others) in zip(self._conditions, made, strict=True)
            ]
            self._made_by = diagrams
        found: list[int] = []
        for number, speaks, others in self._diagrams:
            first = left(speaks)
            if first:
                found += (number, first, *map(left, others))
        return tuple(found)


class _Left(DiagramFunctions):
    """What is left of diagrams where some facts are known."""

    def __init__(self, diagrams: Diagrams, facts: Facts, limits: Iterable[int]) -> None:
        self.left_of = facts.left_in(diagrams)
        super().__init__(diagrams, (), limits)

    def truth(self, diagram: int) -> Truth:
        """Say whether a diagram is certain in every completion."""
        left = self.diagrams.both(self.always, self.left_of(diagram))
        return True if left == self.always else None if left else False

    def _left(self, expression: int) -> int:
        return self.left_of(self.diagrams.from_expression(expression))


class _Exactly(Situation):
    """A situation of which every condition is judged by its exact function."""

    def __init__(self, functions: _Left, evidence: Mapping[str, tuple[str, tuple[str, ...]]]) -> None:
        self.functions = functions
        self.evidence = evidence
        self.make_functions = self._functions

    def truth(self, condition: int, ground: GroundRule) -> Truth:
        left = self.functions.of(condition)
        return True if left == self.functions.always else None if left else False

    def _functions(self, rules: Sequence[GroundRule]) -> Functions:
        return self.functions


def _as_it_is(diagram: int) -> int:
    return diagram


def bits_of(number: int) -> Iterable[int]:
    """Yield the places of the bits of a number.

    >>> list(bits_of(0b1010))
    [1, 3]
    """
    while number:
        bit = number & -number
        yield bit.bit_length() - 1
        number ^= bit


_UNKNOWN = object()

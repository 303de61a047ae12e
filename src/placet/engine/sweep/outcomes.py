"""What has to be worked out for a rulebook on two days: of each reader's answer the parts, certain and possible.

Everything here is an expression over facts alone; open points, and facts that are said to be unknown, are taken out.
What `judge` finds in one situation stands here for all of them at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

import msgspec

from placet.engine.columns.calendar import Calendar
from placet.engine.columns.columns import GroundRule, ground_columns
from placet.engine.columns.parts import Parts, parts_of
from placet.engine.decision.decide import role_of
from placet.engine.logic.expressions import FALSE, LITERAL, TRUE, Expressions
from placet.engine.logic.variables import Variables
from placet.engine.sweep.eliminate import Eliminator
from placet.model import Open, Rulebook, Step, Value
from placet.model.answers import BASES, Basis


class Function(msgspec.Struct, frozen=True):
    """Where a yes-or-no part of an answer is true whatever is unknown, and where it is for some of it."""

    certain: int
    possible: int


class Ask(msgspec.Struct, frozen=True):
    """Where a step is asked for with at least a force."""

    step: Step
    basis: Basis
    asked: Function
    """Where rules that stand ask for it."""


class ReaderFunctions(msgspec.Struct, frozen=True):
    """What one reader's answer hangs on.

    The answer is undetermined where some function is possible and not certain: `bar`, `speaks`, or one of `unbarred`
    (for each of `asks` where it is asked for and nothing bars). Else it is `barred`, `needs`, `clear` or `silent` as
    `bar`, some of `asks`, and `speaks` say. A step is a requirement of any answer where it is asked for for certain;
    its force is the strongest with which it is.
    """

    reader: str
    role: str
    bar: Function
    speaks: Function
    asks: tuple[Ask, ...]
    unbarred: tuple[Function, ...]


class Column(msgspec.Struct, frozen=True):
    """One reader's answer as expressions over facts and open points.

    `asks` has for each step, and each force that some rule gives it, where it is asked for with at least that force;
    `unbarred` where moreover nothing bars.
    """

    bar: int
    speaks: int
    asks: tuple[tuple[Step, Basis, int], ...]
    unbarred: tuple[int, ...]

    def functions(self) -> tuple[int, ...]:
        """Return the functions whose values in a situation together are the answer."""
        return (self.bar, self.speaks, *self.unbarred)


def outcomes_of(
    rulebook: Rulebook, on: dt.date, known: dt.date | None = None, fixed: Mapping[str, Value] | None = None
) -> Outcomes:
    """Return what has to be worked out for a rulebook on the day `on`, as known on the day `known` (None: all of it).

    Args:
        rulebook: the rulebook.
        on: the day of the act.
        known: the day up to which things were public.
        fixed: facts that every situation shares.

    Raises:
        ValueError: where a fixed value is none of its field's.
    """
    calendar = Calendar(rulebook, on, known, fixed)
    columns = ground_columns(calendar)
    return Outcomes(columns, {reader: role_of(rulebook, reader) for reader in columns}, calendar.variables)


def expressions_of(functions: ReaderFunctions) -> tuple[list[int], list[int]]:
    """Return the expressions of a reader's functions: where they are certain, and where possible."""
    parts = (functions.bar, functions.speaks, *functions.unbarred, *(ask.asked for ask in functions.asks))
    return [part.certain for part in parts], [part.possible for part in parts]


class Outcomes:
    """The functions of all readers.

    Args:
        columns: every reader's rules, overriders first.
        roles: party, office or voice.
        variables: what the conditions are about.
    """

    def __init__(
        self, columns: Mapping[str, tuple[GroundRule, ...]], roles: Mapping[str, str], variables: Variables
    ) -> None:
        self.roles = dict(roles)
        self.variables = variables
        self.expressions = variables.expressions
        self.columns = {
            reader: _column_of(parts_of(rules, self.expressions), self.expressions) for reader, rules in columns.items()
        }
        self.eliminator = Eliminator(variables)
        self._functions: dict[tuple[int, int], Function] = {}

    def chosen(self, readers: Collection[str]) -> tuple[str, ...]:
        """Return some readers in the rulebook's order; of none, all.

        Raises:
            ValueError: where one of them has nothing to say.
        """
        for reader in readers:
            if reader not in self.roles:
                raise ValueError(f"`{reader}` has no reading that was known and had begun")
        return tuple(reader for reader in self.roles if not readers or reader in readers)

    def fields(self) -> tuple[str, ...]:
        """Return the fields that some answer hangs on, in the rulebook's order."""
        mask = 0
        for column in self.columns.values():
            for function in (*column.functions(), *(asked for _, _, asked in column.asks)):
                mask |= self.eliminator.support(function)
                for limit in self.eliminator.limits(function):
                    mask |= self.eliminator.support(limit)
        found = {variable.open for number, variable in enumerate(self.variables.all) if mask >> number & 1}
        return tuple(field for field in self.variables.rulebook.fields if Open("field", field) in found)

    def weights(self) -> dict[int, int]:
        """Return how often each variable is tested beside something else: the more, the more hangs on it."""
        found: dict[int, int] = {}
        kinds, parts = self.expressions.kinds, self.expressions.parts
        stack = [function for column in self.columns.values() for function in column.functions()]
        seen = set(stack)
        while stack:
            here = stack.pop()
            for part in parts.get(here, ()):
                if kinds[part] == LITERAL:
                    variable = self.expressions.literals[part][0]
                    found[variable] = found.get(variable, 0) + 1
                elif part not in seen:
                    seen.add(part)
                    stack.append(part)
        return found

    def order(self) -> list[int]:
        """Order all variables for diagrams: facts before points, those first on which most hangs, sets together."""
        weights = self.weights()
        by_open = self.variables.by_open
        heavy = {point: sum(weights.get(number, 0) for number in numbers) for point, numbers in by_open.items()}
        points = sorted(by_open, key=lambda point: (point.kind != "field", -heavy[point], point))
        return [number for point in points for number in by_open[point]]

    def variables_of(self, fields: Iterable[str]) -> int:
        """Return the variables of some fields as a bit mask."""
        mask = 0
        for field in fields:
            for number in self.variables.by_open.get(Open("field", field), ()):
                mask |= 1 << number
        return mask

    def of_readers(self, unknown: int = 0) -> list[ReaderFunctions]:
        """Return the functions of every reader where some facts are unknown.

        Args:
            unknown: the variables of the unknown facts, as a bit mask.

        Raises:
            TooEntangled: where that would take too many steps.
        """
        return [self._of_reader(reader, column, unknown) for reader, column in self.columns.items()]

    def mattering(
        self, unknown: int, points: Iterable[Open], functions: Iterable[int] | None = None
    ) -> dict[Open, list[int]]:
        """Return for facts and open points where some answer that counts hangs on each of them alone.

        Args:
            unknown: the variables of the unknown facts, as a bit mask.
            points: the facts and open points that are asked about.
            functions: of the functions of these answers, those that are looked at; None: all.

        Returns:
            By fact or point, expressions of which one at least is true wherever it matters.

        Raises:
            TooEntangled: where that would take too many steps.
        """
        looked_at = self.counting_functions() if functions is None else functions
        supports = {function: self.eliminator.support(function) for function in looked_at}
        found: dict[Open, list[int]] = {}
        for point in points:
            varied = sum(1 << number for number in self.variables.by_open[point])
            where = {
                self.eliminator.matters(function, varied, unknown)
                for function, support in supports.items()
                if support & varied
            }
            if where - {FALSE}:
                found[point] = sorted(where - {FALSE})
        return found

    def cases(self, most: int = 16) -> tuple[list[int], list[int]]:
        """Return the functions of the answers that count, with every value of the open points put in.

        Returns:
            First the functions that are left: an answer that counts hangs on a fact, for some values of the open
            points, where one of them does. Then those whose open points have too many values, or values that are not
            independent of each other: they are left as they are, and hang on facts in other places too.
        """
        cases: dict[int, None] = {}
        others: list[int] = []
        for function in self.counting_functions():
            points = self.eliminator.support(function) & self.eliminator.points
            left = [function]
            if self.eliminator.limits(function):
                others.append(function)
                continue
            while points and len(left) <= most:
                variable = (points & -points).bit_length() - 1
                points &= points - 1
                left = [each for one in left for each in self.eliminator.each_value(one, variable)]
            if len(left) > most:
                others.append(function)
            else:
                cases.update(dict.fromkeys(left))
        return [case for case in cases if case not in (FALSE, TRUE)], others

    def counting_functions(self) -> list[int]:
        """Return the functions of all readers but voices."""
        return list(
            dict.fromkeys(
                function
                for reader, column in self.columns.items()
                if self.roles[reader] != "voice"
                for function in column.functions()
            )
        )

    def open_points(self) -> list[Open]:
        """Return the open points that some answer may hang on, sorted."""
        return sorted(point for point in self.variables.by_open if point.kind != "field")

    def _of_reader(self, reader: str, column: Column, unknown: int) -> ReaderFunctions:
        return ReaderFunctions(
            reader,
            self.roles[reader],
            self._function(column.bar, unknown),
            self._function(column.speaks, unknown),
            tuple([Ask(step, basis, self._function(asked, unknown)) for step, basis, asked in column.asks]),
            tuple(dict.fromkeys(self._function(function, unknown) for function in column.unbarred)),
        )

    def _function(self, expression: int, unknown: int) -> Function:
        key = (expression, unknown)
        found = self._functions.get(key)
        if found is None:
            found = self._functions[key] = Function(
                self.eliminator.certain(expression, unknown), self.eliminator.possible(expression, unknown)
            )
        return found


def _column_of(parts: Parts, expressions: Expressions) -> Column:
    asks: list[tuple[Step, Basis, int]] = []
    unbarred: dict[int, None] = {}
    no_bar = expressions.negation(parts.bar)
    for step, found in parts.asks.items():
        asked = FALSE
        for basis in BASES:
            here = [ask.when for ask in found if ask.ground.basis == basis]
            if here:
                asked = expressions.any_of((asked, *here))
                asks.append((step, basis, asked))
                unbarred[expressions.all_of((asked, no_bar))] = None
    return Column(parts.bar, parts.speaks, tuple(asks), tuple(unbarred))

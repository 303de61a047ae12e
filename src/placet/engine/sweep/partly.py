"""One program for rows in which any cells are unknown, exact without going through a single completion.

Every function that an answer hangs on becomes a decision diagram over the facts. On each way through it every fact is
tested once, so nothing that an unknown fact can come to keeps from another what it can: a function is possible in a row
where some way to *true* passes all tests of known facts, an unknown one passing every side of its test. As gates that
is one disjunction for each node, whatever the number of completions.

Of a fact that matters the same is asked: whether there can be a case of the others in which it, changed alone, changes
some answer. Where these cases are is a diagram too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from placet.engine.logic.diagram import Diagrams, DiagramTooLarge
from placet.engine.sweep.circuit import ALWAYS, NEVER, Circuit
from placet.engine.sweep.coding import Inputs
from placet.engine.sweep.compiled import Section, Whole, wire_outputs
from placet.engine.sweep.outcomes import Ask, Function, Outcomes, ReaderFunctions
from placet.engine.sweep.program import compile_program
from placet.engine.sweep.wiring import Wiring
from placet.model import Open

NODES = 250_000
"""How many nodes may be made: some three seconds. Beyond, rows are completed."""


def compile_partly(
    outcomes: Outcomes,
    inputs: Inputs,
    readers: Collection[str],
    wanted: Collection[Section],
    absent: Collection[str] = (),
    *,
    is_rest_known: bool = False,
    nodes: int = NODES,
) -> Whole:
    """Return the program for situations in which any facts may be unknown.

    Beside the planes of the codes it reads, for each field that may be unknown, a plane of where it is.

    Args:
        outcomes: what has to be worked out.
        inputs: where planes come from.
        readers: whose answers are wanted.
        wanted: the sections of the result.
        absent: the fields that no situation gives.
        is_rest_known: whether every situation gives all others.
        nodes: how many nodes of diagrams may be made.

    Raises:
        DiagramTooLarge: where that is not enough.
    """
    found = PartlyKnown(outcomes, absent, nodes)
    functions = found.of_readers()
    mattering = found.mattering() if "missing" in wanted else {}
    gates = Gates(found.diagrams, outcomes, inputs, absent, is_rest_known=is_rest_known)
    certain, possible = gates.reached_by(functions)
    circuit = gates.circuit
    matters: dict[Open, int] = {}
    for point, cases in mattering.items():
        signal = circuit.both(gates.is_unknown(point), circuit.any_of(gates.reached(case) for case in cases))
        if signal != NEVER:
            matters[point] = signal
    outputs, layout = wire_outputs(circuit, functions, certain, possible, matters, readers, wanted)
    program = compile_program(circuit, outputs, gates.wiring.labels)
    return Whole(program, tuple(inputs.sources[plane] for plane in program.inputs), layout)


class PartlyKnown:
    """The diagrams of what has to be worked out; open points and absent facts are taken out of them.

    A `Function` has here, as `certain`, the diagram of where it is *not* certain.

    Args:
        outcomes: what has to be worked out.
        absent: the fields that no situation gives.
        nodes: how many nodes may be made.
    """

    def __init__(self, outcomes: Outcomes, absent: Collection[str], nodes: int = NODES) -> None:
        self.outcomes = outcomes
        self.diagrams = Diagrams(outcomes.expressions, outcomes.order(), nodes)
        every = outcomes.variables.by_open
        self._open = self._levels(point for point in every if point.kind != "field" or point.name in absent)
        self._sides: dict[int, tuple[int, int]] = {}
        self._functions: dict[int, Function] = {}

    def of_readers(self) -> list[ReaderFunctions]:
        """Return the functions of every reader.

        Raises:
            DiagramTooLarge: where too many nodes would be needed.
        """
        return [
            ReaderFunctions(
                reader,
                self.outcomes.roles[reader],
                self._function(column.bar),
                self._function(column.speaks),
                tuple([Ask(step, basis, self._function(asked)) for step, basis, asked in column.asks]),
                tuple(dict.fromkeys(self._function(function) for function in column.unbarred)),
            )
            for reader, column in self.outcomes.columns.items()
        ]

    def mattering(self) -> dict[Open, list[int]]:
        """Return for facts and open points, sorted, diagrams of which one is true wherever they matter if unknown.

        What never matters is left out.

        Raises:
            DiagramTooLarge: where too many nodes would be needed.
        """
        diagrams = self.diagrams
        functions = [self._both_sides(function) for function in self.outcomes.counting_functions()]
        supports = [diagrams.support(yes) | diagrams.support(no) for yes, no in functions]
        found: dict[Open, list[int]] = {}
        for point in sorted(self.outcomes.variables.by_open):
            varied = self._levels([point])
            cases: set[int] = set()
            for (yes, no), support in zip(functions, supports, strict=True):
                if support & varied:
                    either_way = diagrams.both(diagrams.exists(yes, varied), diagrams.exists(no, varied))
                    cases.add(diagrams.exists(either_way, self._open))
            if cases - {0}:
                found[point] = self._joined(cases - {0})
        return found

    def _joined(self, cases: set[int]) -> list[int]:
        """The disjunction of some diagrams, mostly much smaller than they are together; where it is not, these."""
        left = sorted(cases, key=lambda case: (-self.diagrams.levels[case], case))
        try:
            while len(left) > 1:
                pairs = zip(left[::2], left[1::2], strict=False)
                left = [self.diagrams.either(one, other) for one, other in pairs] + left[len(left) & ~1 :]
        except DiagramTooLarge:
            return sorted(cases)
        return left

    def _function(self, expression: int) -> Function:
        found = self._functions.get(expression)
        if found is None:
            yes, no = self._both_sides(expression)
            exists = self.diagrams.exists
            found = self._functions[expression] = Function(exists(no, self._open), exists(yes, self._open))
        return found

    def _both_sides(self, expression: int) -> tuple[int, int]:
        """Where an expression is true, and where it is false, with values of the open points that are possible."""
        found = self._sides.get(expression)
        if found is None:
            diagrams = self.diagrams
            yes = diagrams.from_expression(expression)
            limits = self.outcomes.expressions.all_of(self.outcomes.eliminator.limits(expression))
            limit = diagrams.from_expression(limits)
            found = diagrams.both(yes, limit), diagrams.both(diagrams.negation(yes), limit)
            self._sides[expression] = found
        return found

    def _levels(self, points: Iterable[Open]) -> int:
        """The levels of some facts and points as a bit mask."""
        every = self.outcomes.variables.by_open
        return sum(1 << self.diagrams.level[number] for point in points for number in every[point])


class Gates:
    """Diagrams of facts as gates, with a signal for each fact that may be unknown.

    Args:
        diagrams: what the gates are made from.
        outcomes: what has to be worked out.
        inputs: where planes come from.
        absent: the fields that no situation gives.
        is_rest_known: whether every situation gives all others.
    """

    def __init__(
        self,
        diagrams: Diagrams,
        outcomes: Outcomes,
        inputs: Inputs,
        absent: Collection[str] = (),
        *,
        is_rest_known: bool = False,
    ) -> None:
        self.diagrams = diagrams
        self.circuit = Circuit()
        self.wiring = Wiring(self.circuit, outcomes.expressions, is_shared=False)
        self._facts = [outcomes.variables.all[variable].open for variable in diagrams.order]
        self._inputs = inputs
        self._unknown = {Open("field", field): ALWAYS for field in absent}
        self._is_rest_known = is_rest_known
        self._passing: dict[tuple[int, int], int] = {}
        self._reached = {0: NEVER, 1: ALWAYS}

    def reached_by(self, functions: Iterable[ReaderFunctions]) -> tuple[dict[int, int], dict[int, int]]:
        """Return the signals that the `certain` and the `possible` diagrams of some functions stand for."""
        certain: dict[int, int] = {}
        possible: dict[int, int] = {}
        for each in functions:
            for part in (each.bar, each.speaks, *each.unbarred, *(ask.asked for ask in each.asks)):
                possible[part.possible] = self.reached(part.possible)
                certain[part.certain] = self.reached(part.certain) ^ 1
        return certain, possible

    def is_unknown(self, point: Open) -> int:
        """Return where a fact is unknown; open points are everywhere."""
        if point.kind != "field":
            return ALWAYS
        found = self._unknown.get(point)
        if found is None:
            found = NEVER if self._is_rest_known else self.wiring.plane(*self._inputs.unknown[point.name])
            self._unknown[point] = found
        return found

    def reached(self, diagram: int) -> int:
        """Return where some way through a diagram leads to *true*."""
        found = self._reached.get(diagram)
        if found is None:
            level = self.diagrams.levels[diagram]
            masks: dict[int, int] = {}
            for value, child in enumerate(self.diagrams.children_of(diagram)):
                if child:
                    masks[child] = masks.get(child, 0) | 1 << value
            found = NEVER
            for child, mask in masks.items():
                found = self.circuit.either(found, self.circuit.both(self._passes(level, mask), self.reached(child)))
            self._reached[diagram] = found
        return found

    def _passes(self, level: int, mask: int) -> int:
        """Where the variable at a level has one of the values in `mask`, or is unknown."""
        found = self._passing.get((level, mask))
        if found is None:
            literal = self.wiring.expressions.literal(self.diagrams.order[level], mask)
            signal = self.wiring.wire([literal])[0]
            found = self._passing[level, mask] = self.circuit.either(signal, self.is_unknown(self._facts[level]))
        return found

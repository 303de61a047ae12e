"""What is asked of every engine: eighteen yes-or-no outputs, and in how many of all situations each is true."""

from __future__ import annotations

import msgspec

from bench.decide.ground import Column, Ground
from placet.engine.sweep.circuit import Circuit
from placet.engine.sweep.grid import Axis
from placet.engine.sweep.outcomes import Outcomes
from placet.engine.sweep.program import Program, compile_program
from placet.engine.sweep.wiring import Wiring, digits_of
from placet.model import Open
from placet.model.rulebook import KINDS


class Asked(msgspec.Struct, frozen=True):
    """One output: true where in each of the reader's worlds (`bench.decide.ground`) some of its ground outputs is."""

    reader: str
    what: str
    worlds: tuple[tuple[str, ...], ...]


def asked_of(ground: Ground) -> list[Asked]:
    """Return the outputs: for each reader whether it bars, whether it speaks, and which kinds of step it asks for."""
    columns: dict[str, list[Column]] = {}
    for column in ground.columns:
        columns.setdefault(column.reader, []).append(column)
    found = []
    for reader, worlds in columns.items():
        found.append(Asked(reader, "bars", tuple((world.bars,) for world in worlds)))
        found.append(Asked(reader, "speaks", tuple((world.speaks,) for world in worlds)))
        for kind in KINDS:
            found.append(
                Asked(
                    reader, kind, tuple(tuple(k for step, k in world.steps if kind in step.kinds) for world in worlds)
                )
            )
    return found


def program_for(outcomes: Outcomes) -> Program:
    """Return the word program of the same outputs, from the rulebook itself."""
    expressions, eliminator = outcomes.expressions, outcomes.eliminator
    targets = []
    for column in outcomes.columns.values():
        asked = [[when for step, _, when in column.asks if kind in step.kinds] for kind in KINDS]
        functions = (column.bar, column.speaks, *map(expressions.any_of, asked))
        targets += [eliminator.certain(function, 0) for function in functions]
    circuit = Circuit()
    wiring = Wiring(circuit, expressions)
    return compile_program(circuit, wiring.wire(targets), wiring.labels)


def axes_of(outcomes: Outcomes) -> list[Axis]:
    """Return the axes of all fields, that on which most hangs first; each has a power of two of values here."""
    weights = outcomes.weights()
    variables = outcomes.variables
    numbers = [variables.by_open[Open("field", field)][0] for field in outcomes.fields()]
    numbers.sort(key=lambda number: -weights.get(number, 0))
    sizes = [len(variables.all[number].values) for number in numbers]
    return [
        Axis(tuple((number, digit) for digit in range(digits_of(size))), tuple(range(size)))
        for number, size in zip(numbers, sizes, strict=True)
    ]

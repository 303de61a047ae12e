"""The programs that answer for a rulebook on two days, and what each of their output planes says.

Where all facts are known one program does. Where some are not, a first program works out the parts of the answers for
each way in which the unknown can come to be; when these have been put together (true for some, true for all), a
second one makes the answers of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, TypeAlias

import msgspec

from placet.engine.logic.expressions import FALSE
from placet.engine.sweep.answers import Requirement, number_signals, wire_answer, wire_verdict
from placet.engine.sweep.circuit import Circuit
from placet.engine.sweep.coding import Inputs, Source
from placet.engine.sweep.outcomes import Outcomes, ReaderFunctions, expressions_of
from placet.engine.sweep.program import Program, compile_program
from placet.engine.sweep.wiring import Wiring
from placet.model import Open

Section: TypeAlias = Literal["kinds", "needs", "verdict", "on", "missing"]
"""A part of the result; what nobody wants is not worked out."""

SECTIONS: tuple[Section, ...] = ("kinds", "needs", "verdict", "on", "missing")


STEPS = 30_000_000
"""How many steps may go into taking open points, and what is unknown, out of the expressions: half a minute or so."""

STEPS_FOR_UNKNOWN = 3_000_000
"""The same where there is another way: rows may be completed one by one."""


class Layout(msgspec.Struct, frozen=True):
    """What the output planes say: by section, where its planes begin.

    `kinds` has by reader the first of three planes, the digits of the answer's number in `KINDS`; `needs` by reader
    the first of a plane for each of its `requirements`. `verdict` is the first of three planes, the digits of the
    verdict's number in `VERDICTS`, `on` of five, one for each aspect, `missing` of one for each of the `points`. What
    was not wanted is -1 or not there.
    """

    kinds: dict[str, int]
    needs: dict[str, int]
    verdict: int
    on: int
    missing: int
    requirements: dict[str, tuple[Requirement, ...]]
    points: tuple[Open, ...]


class Whole(msgspec.Struct, frozen=True):
    """One program for situations in which the same facts are known; `sources` says what its input planes are.

    It is plain data, and may be sent to where the rulebook is not.
    """

    program: Program
    sources: tuple[Source, ...]
    layout: Layout


class Staged(msgspec.Struct, frozen=True):
    """Two programs for situations in which different facts are unknown.

    `somewhere` and `everywhere` say, for each input of the second program in order, of which output of the first it is
    the disjunction or the conjunction over everything that the unknown can come to be (the first inputs are
    disjunctions). `mattering` has, for each field, which of the disjunctions say where it matters if it is unknown; it
    matters also where one of the outputs in `cases` of the first program varies with it alone.
    """

    first: Program
    somewhere: tuple[int, ...]
    everywhere: tuple[int, ...]
    mattering: dict[str, int]
    cases: tuple[int, ...]
    second: Program
    layout: Layout


def compile_whole(
    outcomes: Outcomes,
    inputs: Inputs,
    unknown: Collection[str],
    readers: Collection[str],
    wanted: Collection[Section],
) -> Whole:
    """Return the program for situations in which the `unknown` fields, and no others, are unknown.

    Args:
        outcomes: what has to be worked out.
        inputs: where planes come from.
        unknown: the fields that no situation gives.
        readers: whose answers are wanted.
        wanted: the sections of the result.

    Raises:
        TooEntangled: where what is unknown cannot be taken out of the expressions.
    """
    outcomes.eliminator.allow(STEPS_FOR_UNKNOWN if unknown else STEPS)
    mask = outcomes.variables_of(unknown)
    functions = outcomes.of_readers(mask)
    points = _points(outcomes, unknown) if "missing" in wanted else []
    mattering = outcomes.mattering(mask, points)
    circuit = Circuit()
    wiring = Wiring(circuit, outcomes.expressions)
    expressions = sorted(
        {e for each in functions for found in expressions_of(each) for e in found}
        | {e for found in mattering.values() for e in found}
    )
    signals = dict(zip(expressions, wiring.wire(expressions), strict=True))
    matters = {point: circuit.any_of(signals[e] for e in found) for point, found in mattering.items()}
    outputs, layout = wire_outputs(circuit, functions, signals, signals, matters, readers, wanted)
    program = compile_program(circuit, outputs, wiring.labels)
    return Whole(program, tuple(inputs.sources[plane] for plane in program.inputs), layout)


def compile_staged(
    outcomes: Outcomes, fields: Collection[str], readers: Collection[str], wanted: Collection[Section]
) -> Staged:
    """Return the programs for situations in which any of some fields may be unknown.

    Args:
        outcomes: what has to be worked out.
        fields: the fields.
        readers: whose answers are wanted.
        wanted: the sections of the result.

    Raises:
        TooEntangled: where the open points cannot be taken out of the expressions.
    """
    outcomes.eliminator.allow(STEPS)
    functions = outcomes.of_readers()
    mattering: dict[Open, list[int]] = {}
    cases: list[int] = []
    if "missing" in wanted:
        # What varies with a field alone is seen in the completions, unless open points have been taken out of it.
        points = sorted(Open("field", field) for field in fields)
        cases, others = outcomes.cases()
        found = outcomes.mattering(0, points, others) | outcomes.mattering(0, outcomes.open_points())
        mattering = {point: found.get(point, [FALSE]) for point in sorted({*points, *found})}
    circuit = Circuit()
    wiring = Wiring(circuit, outcomes.expressions)
    certain = sorted({e for each in functions for e in expressions_of(each)[0]})
    possible = sorted({e for each in functions for e in expressions_of(each)[1]})
    expressions = sorted({*certain, *possible, *cases, *(e for found in mattering.values() for e in found)})
    signals = dict(zip(expressions, wiring.wire(expressions), strict=True))
    matters = {point: circuit.any_of(signals[e] for e in found) for point, found in mattering.items()}
    outputs = sorted({*(signals[e] for e in (*certain, *possible, *cases)), *matters.values()})
    place = {signal: number for number, signal in enumerate(outputs)}
    first = compile_program(circuit, outputs, wiring.labels)
    somewhere = [place[signals[e]] for e in possible] + [place[signal] for signal in matters.values()]
    everywhere = [place[signals[e]] for e in certain]
    circuit = Circuit()
    inputs = [circuit.add_input() for _ in range(len(somewhere) + len(everywhere))]
    answers, layout = wire_outputs(
        circuit,
        functions,
        dict(zip(certain, inputs[len(somewhere) :], strict=True)),
        dict(zip(possible, inputs, strict=False)),
        dict(zip(matters, inputs[len(possible) :], strict=False)),
        readers,
        wanted,
    )
    return Staged(
        first=first,
        somewhere=tuple(somewhere),
        everywhere=tuple(everywhere),
        mattering={point.name: len(possible) + number for number, point in enumerate(matters) if point.kind == "field"},
        cases=tuple(sorted({place[signals[e]] for e in cases})),
        second=compile_program(circuit, answers, [(number, 0) for number in range(len(inputs))]),
        layout=layout,
    )


class Counted(msgspec.Struct, frozen=True):
    """One program whose output planes are counted: a plane for each thing that an answer can be.

    `kinds` has by reader the first of a plane for each kind of answer in `KINDS`, `needs` the first of a plane for each
    of its `requirements`, `verdict` is the first of a plane for each of `VERDICTS`, `on` for each aspect.
    """

    program: Program
    kinds: dict[str, int]
    needs: dict[str, int]
    verdict: int
    on: int
    requirements: dict[str, tuple[Requirement, ...]]


def compile_counted(outcomes: Outcomes, unknown: Collection[str], readers: Collection[str]) -> Counted:
    """Return the program to count with where the `unknown` fields, and no others, are unknown.

    Raises:
        TooEntangled: where what is unknown cannot be taken out of the expressions.
    """
    outcomes.eliminator.allow(STEPS)
    functions = outcomes.of_readers(outcomes.variables_of(unknown))
    circuit = Circuit()
    wiring = Wiring(circuit, outcomes.expressions)
    expressions = sorted({e for each in functions for found in expressions_of(each) for e in found})
    signals = dict(zip(expressions, wiring.wire(expressions), strict=True))
    answers = [wire_answer(circuit, each, signals, signals) for each in functions]
    verdict = wire_verdict(circuit, answers)
    outputs = [*verdict.kinds, *verdict.aspects]
    kinds: dict[str, int] = {}
    needs: dict[str, int] = {}
    for answer in answers:
        if answer.reader in readers:
            kinds[answer.reader] = len(outputs)
            outputs += answer.kinds
            needs[answer.reader] = len(outputs)
            outputs += answer.requirements.values()
    return Counted(
        program=compile_program(circuit, outputs, wiring.labels),
        kinds=kinds,
        needs=needs,
        verdict=0,
        on=len(verdict.kinds),
        requirements={answer.reader: tuple(answer.requirements) for answer in answers if answer.reader in readers},
    )


def wire_outputs(
    circuit: Circuit,
    functions: Sequence[ReaderFunctions],
    certain: Mapping[int, int],
    possible: Mapping[int, int],
    matters: Mapping[Open, int],
    readers: Collection[str],
    wanted: Collection[Section],
) -> tuple[list[int], Layout]:
    """Return the signals that a program works out, and what they say.

    Args:
        circuit: what the gates are added to.
        functions: those of every reader.
        certain: the signal of each `certain` of the functions.
        possible: the signal of each `possible` of the functions.
        matters: for facts and open points, in their order, the signal that each matters.
        readers: whose answers are wanted.
        wanted: the sections of the result.
    """
    answers = [wire_answer(circuit, each, certain, possible) for each in functions]
    outputs: list[int] = []
    kinds: dict[str, int] = {}
    needs: dict[str, int] = {}
    requirements: dict[str, tuple[Requirement, ...]] = {}
    verdict = on = missing = -1
    for answer in answers:
        if answer.reader in readers and "needs" in wanted:
            needs[answer.reader] = len(outputs)
            requirements[answer.reader] = tuple(answer.requirements)
            outputs += answer.requirements.values()
    for answer in answers:
        if answer.reader in readers and "kinds" in wanted:
            kinds[answer.reader] = len(outputs)
            outputs += number_signals(circuit, answer.kinds)
    if "verdict" in wanted or "on" in wanted:
        found = wire_verdict(circuit, answers)
        if "verdict" in wanted:
            verdict = len(outputs)
            outputs += number_signals(circuit, found.kinds)
        if "on" in wanted:
            on = len(outputs)
            outputs += found.aspects
    if "missing" in wanted:
        missing = len(outputs)
        outputs += matters.values()
    return outputs, Layout(kinds, needs, verdict, on, missing, requirements, tuple(matters))


def _points(outcomes: Outcomes, fields: Collection[str]) -> list[Open]:
    """The facts and open points about which it is asked whether they matter, sorted."""
    every = outcomes.variables.by_open
    return sorted([*outcomes.open_points(), *(p for p in (Open("field", field) for field in fields) if p in every)])

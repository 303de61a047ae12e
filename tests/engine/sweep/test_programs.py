"""Word programs say what the expressions say from which they are made, folded or not, in every back end."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest

from placet.engine.sweep.backends import BackendMissing, choose_backend, installed_backends
from placet.engine.sweep.circuit import Circuit
from placet.engine.sweep.grid import Axis, count_grid, pattern, tabulate
from placet.engine.sweep.program import Program, compile_program
from placet.engine.sweep.wiring import Wiring, digits_of
from tests.engine.sweep.formulas import everything, holds, random_expressions

BACKENDS = ("integers", "numpy", "numba")
CASES = 25


def made(seed: int):
    rng = Random(seed)
    expressions, targets = random_expressions(rng, rng.choice((1, 2, 3, 4)), 8)
    circuit = Circuit()
    wiring = Wiring(circuit, expressions)
    program = compile_program(circuit, wiring.wire(targets), wiring.labels)
    return rng, expressions, targets, program


def axes_of(expressions) -> list[Axis]:
    return [
        Axis(tuple((variable, digit) for digit in range(digits_of(size))), tuple(range(size)))
        for variable, size in enumerate(full.bit_length() for full in expressions.full)
    ]


def plain_run(program: Program, bits: dict[tuple[int, int], int]) -> list[int]:
    """Run a program for one situation, step by step."""
    registers = [bits[plane] for plane in program.inputs] + [0] * (program.registers - len(program.inputs))
    outputs = [-1] * program.outputs
    for operation, to, one, other in program.steps():
        match operation:
            case 0:
                registers[to] = registers[one] & registers[other]
            case 1:
                registers[to] = registers[one] | registers[other]
            case 2:
                registers[to] = registers[one] ^ registers[other]
            case 3:
                registers[to] = registers[one] & (1 - registers[other])
            case 4:
                outputs[to] = registers[one] ^ other
            case 5:
                outputs[to] = one
    return outputs


def digits(values) -> dict[tuple[int, int], int]:
    return {(variable, digit): value >> digit & 1 for variable, value in enumerate(values) for digit in range(4)}


def test_a_program_says_what_its_expressions_say():
    for seed in range(CASES):
        _, expressions, targets, program = made(seed)
        for values in everything(expressions):
            assert plain_run(program, digits(values)) == [holds(expressions, target, values) for target in targets]


@pytest.mark.parametrize("name", BACKENDS)
def test_every_back_end_evaluates_planes_like_the_plain_run(name):
    backend = choose_backend(name)
    for seed in range(CASES):
        rng, _, _, program = made(seed)
        rows = rng.choice((1, 63, 64, 65, 300))
        bits = [[rng.randrange(2) for _ in range(rows)] for _ in program.inputs]
        planes = np.zeros((len(bits), (rows + 63) // 64 * 8), np.uint8)
        for register, plane in enumerate(bits):
            packed = np.packbits(np.array(plane, bool), bitorder="little")
            planes[register, : len(packed)] = packed
        outputs = backend.evaluate(program, planes.view("<u8"))
        found = np.unpackbits(outputs.astype("<u8").view(np.uint8), axis=1, bitorder="little")[:, :rows]
        for row in range(rows):
            given = {plane: bits[register][row] for register, plane in enumerate(program.inputs)}
            assert found[:, row].tolist() == plain_run(program, given)


@pytest.mark.parametrize("name", BACKENDS)
def test_every_back_end_counts_all_combinations_whatever_is_folded(name):
    class Eager:
        """Folds on every occasion, or never."""

        def __init__(self, backend, folds: bool) -> None:
            self.name, self.fold, self.count, self.table = "eager", backend.fold, backend.count, backend.table
            self.fold_ns, self.word_ns = (0.0, 1e12) if folds else (1e12, 0.0)

    for seed in range(CASES):
        rng, expressions, targets, program = made(seed)
        axes = axes_of(expressions)
        rng.shuffle(axes)
        wanted = [sum(holds(expressions, target, each) for each in everything(expressions)) for target in targets]
        for folds in (False, True):
            ((_, counts),) = count_grid(Eager(choose_backend(name), folds), program, axes)
            assert counts == wanted
            by = min(len(axes), 2)
            groups = list(count_grid(Eager(choose_backend(name), folds), program, axes, by))
            assert [places for places, _ in groups] == list(product(*(range(len(axis)) for axis in axes[:by])))
            assert [sum(column) for column in zip(*(counts for _, counts in groups), strict=True)] == wanted


@pytest.mark.parametrize("name", BACKENDS)
def test_every_back_end_tabulates_the_same_bits(name):
    for seed in range(CASES):
        _, expressions, _, program = made(seed)
        padded = [Axis(axis.planes, tuple(range(1 << len(axis.planes)))) for axis in axes_of(expressions)]
        tables = tabulate(choose_backend(name), program, padded)
        for place, codes in enumerate(product(*(axis.codes for axis in padded))):
            found = [table[place >> 3] >> (place & 7) & 1 for table in tables]
            assert found == plain_run(program, digits(codes))


def test_a_folded_program_says_the_same_with_fewer_inputs():
    for seed in range(CASES):
        rng, expressions, _, program = made(seed)
        chosen = {number: rng.randrange(2) for number in range(len(program.inputs)) if rng.random() < 0.5}
        folded = [choose_backend(name).fold(program, chosen) for name in BACKENDS]
        assert folded[0] == folded[1] == folded[2]
        assert len(folded[0]) <= len(program)
        constants = {program.inputs[number]: digit for number, digit in chosen.items()}
        assert not set(folded[0].inputs) & constants.keys()
        for values in everything(expressions):
            given = digits(values) | constants
            assert plain_run(folded[0], given) == plain_run(program, given)


def test_a_program_survives_being_sent_as_bytes():
    _, _, _, program = made(7)
    assert Program.from_bytes(program.to_bytes()) == program
    assert len(program.to_bytes()) < 20 * len(program) + 200


def test_equal_parts_are_worked_out_once():
    circuit = Circuit()
    one, two, three = (circuit.add_input() for _ in range(3))
    first = circuit.any_of((circuit.both(one, two), three))
    again = circuit.any_of((three, circuit.both(two, one)))
    assert first == again
    opposite = circuit.all_of((circuit.both(one, two) ^ 1, three ^ 1))
    assert opposite == first ^ 1
    assert circuit.choice(one, two, two ^ 1) == circuit.differ(one, two) ^ 1
    assert circuit.both(one, circuit.both(one ^ 1, two)) == 0
    assert circuit.both(one, circuit.both(one, two) ^ 1) == circuit.both(one, two ^ 1)


def test_a_pattern_repeats_to_its_end():
    assert pattern(1, 2, 0b10, 6) == 0b101010
    assert pattern(4, 1, 1, 12) == 0xFFF
    assert pattern(3, 3, 0, 9) == 0


def test_the_fastest_installed_back_end_is_chosen_and_a_missing_one_is_named(monkeypatch):
    assert choose_backend("auto").name == installed_backends()[0]
    monkeypatch.setattr("placet.engine.sweep.backends.find_spec", lambda package: None if package == "numba" else 1)
    assert choose_backend("auto").name == "numpy"
    with pytest.raises(BackendMissing, match="`numba` is not installed"):
        choose_backend("numba")

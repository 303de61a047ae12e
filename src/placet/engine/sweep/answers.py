"""Answers and verdict as gates: what `judge` and `compare` say of one situation, said of all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

import msgspec

from placet.engine.decision.compare import ASPECTS
from placet.engine.sweep.circuit import NEVER, Circuit
from placet.engine.sweep.outcomes import ReaderFunctions
from placet.model import Step
from placet.model.answers import Basis

KINDS = ("silent", "clear", "needs", "barred", "undetermined")
"""The kinds of answer, each at the number that a sweep gives for it."""

VERDICTS = ("unregulated", "one-sided", "agreed", "open", "contested")
"""The verdicts, each at the number that a sweep gives for it."""

Requirement = tuple[Step, Basis]
"""A step with its force."""


class AnswerSignals(msgspec.Struct, frozen=True):
    """One reader's answer: a signal for each kind (of which one is true), and for each requirement."""

    reader: str
    role: str
    kinds: tuple[int, ...]
    requirements: dict[Requirement, int]


class VerdictSignals(msgspec.Struct, frozen=True):
    """The verdict: a signal for each kind (of which one is true), and for each aspect on which answers part."""

    kinds: tuple[int, ...]
    aspects: tuple[int, ...]


def wire_answer(
    circuit: Circuit, functions: ReaderFunctions, certain: Mapping[int, int], possible: Mapping[int, int]
) -> AnswerSignals:
    """Return one reader's answer as signals.

    Args:
        circuit: what the gates are added to.
        functions: what the answer hangs on.
        certain: the signal of each `certain` expression of the functions.
        possible: the signal of each `possible` expression of the functions.
    """
    parts = (functions.bar, functions.speaks, *functions.unbarred)
    undetermined = circuit.any_of(circuit.both(possible[part.possible], certain[part.certain] ^ 1) for part in parts)
    asked: dict[Step, int] = {}
    requirements: dict[Requirement, int] = {}
    for ask in functions.asks:
        here = certain[ask.asked.certain]
        new = circuit.both(here, asked.get(ask.step, NEVER) ^ 1)
        if new != NEVER:
            requirements[ask.step, ask.basis] = new
        asked[ask.step] = here
    barred = certain[functions.bar.certain]
    speaks = certain[functions.speaks.certain]
    settled = circuit.both(undetermined ^ 1, barred ^ 1)
    some = circuit.any_of(asked.values())
    needs = circuit.both(settled, some)
    without = circuit.both(settled, some ^ 1)
    kinds = (circuit.both(without, speaks ^ 1), circuit.both(without, speaks), needs, barred, undetermined)
    return AnswerSignals(functions.reader, functions.role, kinds, requirements)


def wire_verdict(circuit: Circuit, answers: Sequence[AnswerSignals]) -> VerdictSignals:
    """Return the verdict over some readers' answers as signals."""
    by_reader = {answer.reader: answer for answer in answers}
    some = several = NEVER
    waits = NEVER
    determined: list[tuple[AnswerSignals, int]] = []
    for answer in answers:
        if answer.role == "voice":
            continue
        silent, _, _, _, undetermined = answer.kinds
        speaks = silent ^ 1
        if answer.role == "office":
            party = by_reader[answer.reader.partition(".")[0]]
            speaks = circuit.both(speaks, _differ(circuit, answer, party))
        several = circuit.either(several, circuit.both(some, speaks))
        some = circuit.either(some, speaks)
        waits = circuit.either(waits, circuit.both(speaks, undetermined))
        determined.append((answer, circuit.both(speaks, undetermined ^ 1)))
    parted = _part(circuit, _profiles(circuit, determined))
    aspects = _wire_aspects(circuit, determined)
    contested = circuit.both(several, parted)
    left = circuit.both(several, contested ^ 1)
    kinds = (
        some ^ 1,
        circuit.both(some, several ^ 1),
        circuit.both(left, waits ^ 1),
        circuit.both(left, waits),
        contested,
    )
    return VerdictSignals(kinds, aspects)


def number_signals(circuit: Circuit, kinds: Sequence[int]) -> tuple[int, int, int]:
    """Return the digits, lowest first, of the number of the one among five signals that is true."""
    return (circuit.either(kinds[1], kinds[3]), circuit.either(kinds[2], kinds[3]), kinds[4])


def _differ(circuit: Circuit, office: AnswerSignals, party: AnswerSignals) -> int:
    """Where an office's answer is another than its party's."""
    asked = office.requirements.keys() | party.requirements.keys()
    return circuit.any_of(
        (
            *(circuit.differ(one, other) for one, other in zip(office.kinds, party.kinds, strict=True)),
            *(
                circuit.differ(office.requirements.get(key, NEVER), party.requirements.get(key, NEVER))
                for key in sorted(asked)
            ),
        )
    )


def _profiles(circuit: Circuit, determined: Sequence[tuple[AnswerSignals, int]]) -> Iterable[list[tuple[int, int]]]:
    """For everything in which two answers can differ: where each reader's answer is compared, and where it has it."""
    for kind in (2, 3):
        yield [(there, answer.kinds[kind]) for answer, there in determined]
    needing = [(answer, there, circuit.both(there, answer.kinds[2])) for answer, there in determined]
    for key in sorted({key for answer, _ in determined for key in answer.requirements}):
        yield [(needs, answer.requirements.get(key, NEVER)) for answer, _, needs in needing]


def _part(circuit: Circuit, profiles: Iterable[Sequence[tuple[int, int]]]) -> int:
    """Where of two readers that are both there, one has something that the other has not."""
    found = []
    for profile in profiles:
        # Whoever has it in the same situations cannot part on it.
        groups: dict[int, list[int]] = {}
        for there, has in profile:
            if there != NEVER:
                groups.setdefault(has, []).append(there)
        merged = [(circuit.any_of(theres), has) for has, theres in groups.items()]
        if len(merged) <= _FEW:
            for (there, has), (also, had) in combinations(merged, 2):
                found.append(circuit.both(circuit.both(there, also), circuit.differ(has, had)))
            continue
        somebody = circuit.any_of(circuit.both(there, has) for there, has in merged)
        somebody_else = circuit.any_of(circuit.both(there, has ^ 1) for there, has in merged)
        found.append(circuit.both(somebody, somebody_else))
    return circuit.any_of(found)


def _wire_aspects(circuit: Circuit, determined: Sequence[tuple[AnswerSignals, int]]) -> tuple[int, ...]:
    """On what the answers part, in the order of `ASPECTS`.

    Beside somebody who says that it is barred, only `whether` is compared; so all others are taken among themselves.
    """
    whether = [[(there, answer.kinds[3]) for answer, there in determined]]
    aspects: dict[str, list[list[tuple[int, int]]]] = {aspect: [] for aspect in ASPECTS}
    open_way = [(answer, circuit.both(there, answer.kinds[3] ^ 1)) for answer, there in determined]
    addressees = {step.of for answer, _ in determined for step, _ in answer.requirements}
    for party in sorted(addressees):
        asked = [
            (there, {key: signal for key, signal in answer.requirements.items() if key[0].of == party})
            for answer, there in open_way
        ]
        some = [(there, circuit.any_of(requirements.values())) for there, requirements in asked]
        whether.append(some)
        both_ask = [circuit.both(there, asks) for there, asks in some]
        for aspect, trait_of in _TRAITS.items():
            by_reader: list[dict[object, list[int]]] = []
            for _, requirements in asked:
                traits: dict[object, list[int]] = {}
                for key, signal in requirements.items():
                    traits.setdefault(trait_of(key), []).append(signal)
                by_reader.append(traits)
            every = sorted({trait for traits in by_reader for trait in traits}, key=repr)
            if len(every) > 1:
                aspects[aspect] += [
                    [
                        (there, circuit.any_of(traits.get(trait, ())))
                        for there, traits in zip(both_ask, by_reader, strict=True)
                    ]
                    for trait in every
                ]
    aspects["whether"] = whether
    return tuple(_part(circuit, aspects[aspect]) for aspect in ASPECTS)


_FEW = 3
"""Of up to so many readers each two are compared, which takes fewer gates then."""

_TRAITS: dict[str, Callable[[Requirement], object]] = {
    "level": lambda key: key[0].kinds,
    "office": lambda key: key[0].offices,
    "time": lambda key: (key[0].deadline, key[0].silence),
    "force": lambda key: key[1],
}
"""For each aspect but the first, what of a requirement it looks at: two answers part on it where these differ."""

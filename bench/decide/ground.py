"""Lower a rulebook on a day to ground norms over field values, for engines that know no readings.

The peers have no parties, readings, relations or unsettled points, so each reader's column is worked out here, once and
from the model, and each peer states the result in its own language. A point that a reader leaves unsettled becomes one
column per value of the point (a *world*); the reader's answer is undetermined where its worlds answer differently.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import product

import msgspec

from bench.decide.lowering import Lowering, World, conjunction, disjunction, members_on, negation
from placet.model import Condition, Reading, Rule, Rulebook, Step
from placet.model.answers import duration_text
from placet.model.conditions import NEVER, Scalar

BARS = "bars"
SPEAKS = "speaks"


class Ask(msgspec.Struct, frozen=True):
    """A step, and where its addressee is the one the step names."""

    step: Step
    where: Condition


class Norm(msgspec.Struct, frozen=True):
    """A rule as one reader reads it in one world; `overridden_by` are the keys of other norms."""

    key: str
    rule: str
    speaks: Condition
    excepted: Condition
    overridden_by: tuple[str, ...]
    bars: bool
    asks: tuple[Ask, ...]


class Term(msgspec.Struct, frozen=True):
    """One way in which an output comes true: the norm stands (or only speaks), and `where` holds."""

    norm: str
    where: Condition
    only_speaks: bool


class Output(msgspec.Struct, frozen=True):
    """A yes-or-no result that every peer works out: true where any of its terms is."""

    key: str
    terms: tuple[Term, ...]


class Column(msgspec.Struct, frozen=True):
    """Which outputs make up a reader's answer in one world."""

    reader: str
    speaks: str
    bars: str
    steps: tuple[tuple[Step, str], ...]


class Ground(msgspec.Struct, frozen=True):
    """All norms, outputs and columns of a rulebook on a day; norms come after those that override them."""

    domains: dict[str, tuple[Scalar, ...]]
    norms: dict[str, Norm]
    outputs: dict[str, Output]
    columns: tuple[Column, ...]


def ground_rulebook(book: Rulebook, on: dt.date) -> Ground:
    """Lower `book` as it stands on `on`, with all that is known.

    Raises:
        ValueError: where the rulebook uses what this leaves out (numbers, sets, offices that read, uncertain days).
    """
    domains: dict[str, tuple[Scalar, ...]] = {field.id: book.domain(field.type) for field in book.fields.values()}
    norms: dict[tuple[object, ...], Norm] = {}
    outputs: dict[tuple[Term, ...], Output] = {}
    columns = []
    for reader in book.parties:
        readings = _effective_readings(book, reader, on)
        for world in _worlds(book, readings):
            lowering = Lowering(book, readings, world, on)
            column = _lower_column(lowering, reader, norms)
            columns.append(_combine(reader, column, outputs))
    return Ground(
        domains,
        {norm.key: norm for norm in norms.values()},
        {output.key: output for output in outputs.values()},
        tuple(columns),
    )


def _effective_readings(book: Rulebook, reader: str, on: dt.date) -> dict[str, Reading]:
    effective: dict[str, Reading] = {}
    for reading in book.readings:
        if reading.reader not in book.parties or reading.end is not None or reading.offices or reading.start is None:
            raise ValueError(f"reading {reading.id} is outside the benchmark's part of the language")
        if reading.reader == reader and reading.start.has_come(on):
            before = effective.get(reading.of)
            if before is None or before.start is None or before.start <= reading.start:
                effective[reading.of] = reading
    return effective


def _worlds(book: Rulebook, readings: dict[str, Reading]) -> Iterator[World]:
    """Yield every way in which the reader's unsettled points can come out."""
    choices: list[list[tuple[tuple[str, str], str | bool | None]]] = []
    for of, reading in readings.items():
        if reading.unsettled_when is not None:
            if reading.of_kind != "rule":
                raise ValueError(f"reading {reading.id}: only a rule may be unsettled in this benchmark")
            choices.append([((of, ""), True), ((of, ""), False)])
        for entry in reading.entries:
            if entry.is_unsettled:
                values = entry.between or book.domain(book.relations[of].value)
                choices.append([((of, entry.key), value) for value in values])
    for choice in product(*choices):
        yield dict(choice)


def _lower_column(lowering: Lowering, reader: str, norms: dict[tuple[object, ...], Norm]) -> list[Norm]:
    rules = {rule.id: rule for rule in lowering.book.rules.values() if _is_in_column(lowering, rule, reader)}
    overriders: dict[str, list[str]] = {name: [] for name in rules}
    for rule in rules.values():
        for other in rule.overrides:
            if other in overriders:
                overriders[other].append(rule.id)
    lowered: dict[str, Norm] = {}

    def lower(rule: Rule) -> Norm:
        if rule.id not in lowered:
            above = tuple(lower(rules[name]).key for name in overriders[rule.id])
            lowered[rule.id] = _share(rule, *_lower_rule(lowering, rule), above, _asks(lowering, rule), norms)
        return lowered[rule.id]

    return [lower(rule) for rule in rules.values()]


def _is_in_column(lowering: Lowering, rule: Rule, reader: str) -> bool:
    reading = lowering.readings.get(rule.id)
    if reading is not None and (reading.holds or reading.rejects):
        return reading.holds
    if rule.instrument is None:
        return rule.held_by == reader
    of_instrument = lowering.readings.get(rule.instrument)
    if of_instrument is not None and (of_instrument.holds or of_instrument.rejects):
        return of_instrument.holds
    return reader in members_on(lowering.book.instruments[rule.instrument], lowering.on)


def _lower_rule(lowering: Lowering, rule: Rule) -> tuple[Condition, Condition]:
    """Return where the rule speaks and where it is excepted."""
    reading = lowering.readings.get(rule.id)
    exceptions = [*rule.unless, *(reading.unless if reading else ())]
    speaks = lowering.widened(rule.when, reading)
    excepted = disjunction(lowering.condition(exception) for exception in exceptions)
    if reading is not None and reading.unsettled_when is not None:
        open_where = lowering.condition(reading.unsettled_when)
        settled_no = NEVER if lowering.world[rule.id, ""] else open_where
        excepted = disjunction((conjunction((excepted, negation(open_where))), settled_no))
    return speaks, excepted


def _asks(lowering: Lowering, rule: Rule) -> tuple[Ask, ...]:
    asks = []
    for need in rule.needs:
        deadline = duration_text(need.deadline, need.deadline_side)
        silence = duration_text(need.silence, f"means {need.silence_means}")
        for party, where in lowering.addressees(need.of):
            asks.append(Ask(Step(need.kinds, party, need.offices, deadline, silence), where))
    return tuple(asks)


def _share(
    rule: Rule,
    speaks: Condition,
    excepted: Condition,
    above: tuple[str, ...],
    asks: tuple[Ask, ...],
    norms: dict[tuple[object, ...], Norm],
) -> Norm:
    """Return the norm, the same one for all columns that read the rule alike."""
    identity = (rule.id, speaks, excepted, above, asks)
    if identity not in norms:
        norms[identity] = Norm(f"n{len(norms)}", rule.id, speaks, excepted, above, rule.bars, asks)
    return norms[identity]


def _combine(reader: str, column: list[Norm], outputs: dict[tuple[Term, ...], Output]) -> Column:
    def output(terms: list[Term]) -> str:
        found = outputs.setdefault(tuple(terms), Output(f"o{len(outputs)}", tuple(terms)))
        return found.key

    always = conjunction(())
    by_step: dict[Step, list[Term]] = {}
    for norm in column:
        for ask in norm.asks:
            by_step.setdefault(ask.step, []).append(Term(norm.key, ask.where, only_speaks=False))
    return Column(
        reader,
        output([Term(norm.key, always, only_speaks=True) for norm in column]),
        output([Term(norm.key, always, only_speaks=False) for norm in column if norm.bars]),
        tuple((step, output(terms)) for step, terms in by_step.items()),
    )

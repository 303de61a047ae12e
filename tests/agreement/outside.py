"""A reader's answer written down for solvers from outside: conditions over the values of fields, and nothing else.

It is made from the rulebook's own values. The reference evaluator is asked what a single comparison comes to for the
values of the fields that it names, and what hangs on the day; how comparisons make up a rule, and rules an answer, is
written down here once more. The engine that is judged has no part in it. Nothing may be open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from random import Random
from typing import Any, NamedTuple, TypeAlias

import clingo
import msgspec
import z3

from placet.engine.reference.columns import Completion
from placet.engine.reference.days import Setting
from placet.model import (
    And,
    Apply,
    Compare,
    Condition,
    Const,
    Day,
    FieldRef,
    Not,
    Or,
    Question,
    Reading,
    Rule,
    Rulebook,
    Step,
    TermRef,
    Value,
)
from placet.model.answers import BASES

Formula: TypeAlias = tuple[Any, ...]
"""`("in", field, values)`, `("and", …)`, `("or", …)` or `("not", formula)`; the values of a field are numbered."""

ALWAYS: Formula = ("and",)
NEVER: Formula = ("or",)


class Written(NamedTuple):
    """One reader's answer: where it is barred, where it asks for a step with at least some force, who speaks."""

    bar: Formula
    asked: dict[tuple[Step, str], Formula]
    speaks: Formula


class Author:
    """Writes down what a reader answers.

    Args:
        book: a rulebook in which nothing is open.
        reader: one of its parties or voices.
        on: the day.
        values: of every field.
    """

    def __init__(self, book: Rulebook, reader: str, on: dt.date, values: Mapping[str, list[Value]]) -> None:
        self.book = book
        self.reader = reader
        self.on = on
        self.values = values
        self.day = Completion(Setting(book, Question({}, on)), {})
        self._standing: dict[str, Formula] = {}

    def write(self) -> Written:
        """Return the answer."""
        column = [rule for rule in self.book.rules.values() if self.day.is_in_column(self.reader, rule)]
        asked: dict[tuple[Step, str], list[Formula]] = {}
        for rule in column:
            basis = self.day._basis(rule)
            for step, where in self._steps(rule):
                for weaker in BASES[BASES.index(basis) :]:
                    asked.setdefault((step, weaker), []).append(("and", self._stands(rule, column), where))
        bar = ("or", *(self._stands(rule, column) for rule in column if rule.bars))
        return Written(
            bar,
            {part: ("and", ("or", *found), ("not", bar)) for part, found in asked.items()},
            ("or", *(self._speaks(rule) for rule in column)),
        )

    def _stands(self, rule: Rule, column: list[Rule]) -> Formula:
        if rule.id not in self._standing:
            above = [self._stands(other, column) for other in column if rule.id in other.overrides]
            reading = self.day.reading(self.reader, rule.id)
            exceptions = [self._read(part) for part in (*rule.unless, *(reading.unless if reading else ()))]
            self._standing[rule.id] = ("and", self._speaks(rule), ("not", ("or", *exceptions, *above)))
        return self._standing[rule.id]

    def _speaks(self, rule: Rule) -> Formula:
        return self._narrowed(rule.when, self.day.reading(self.reader, rule.id))

    def _narrowed(self, condition: Condition, reading: Reading | None) -> Formula:
        only = reading.only_when if reading else None
        also = reading.also_when if reading else None
        found: Formula = ("and", self._read(condition), ALWAYS if only is None else self._read(only))
        return found if also is None else ("or", found, self._read(also))

    def _read(self, condition: Condition) -> Formula:
        match condition:
            case Const(value):
                return ALWAYS if value else NEVER
            case TermRef(term):
                reading = self.day.reading(self.reader, term)
                meaning = self._narrowed(self.book.terms[term].means, reading)
                return ("and", meaning, *(("not", self._read(part)) for part in (reading.unless if reading else ())))
            case Not(of):
                return ("not", self._read(of))
            case And(parts):
                return ("and", *map(self._read, parts))
            case Or(parts):
                return ("or", *map(self._read, parts))
            case Compare():
                fields = {*_fields(condition.left), *_fields(condition.right)}
                return self._where(fields, lambda completion: completion.holds(self.reader, condition))
        raise AssertionError(condition)

    def _steps(self, rule: Rule) -> Iterator[tuple[Step, Formula]]:
        for need in rule.needs:
            alone = msgspec.structs.replace(rule, needs=(need,))
            fields = {field for operand in (need.of.whom, *need.of.besides) for field in _fields(operand)}
            steps: set[Step] = set()
            for given in self._combinations(fields):
                steps.update(self._completed(given).steps(self.reader, alone))
            for step in sorted(steps):

                def is_asked(done: Completion, step: Step = step, alone: Rule = alone) -> bool:
                    return step in done.steps(self.reader, alone)

                yield step, self._where(fields, is_asked)

    def _where(self, fields: Iterable[str], holds: Callable[[Completion], bool]) -> Formula:
        """For which values of some fields something holds."""
        found: list[Formula] = []
        for given in self._combinations(fields):
            if holds(self._completed(given)):
                tests = (("in", name, frozenset((self.values[name].index(value),))) for name, value in given.items())
                found.append(("and", *tests))
        return ("or", *found)

    def _combinations(self, fields: Iterable[str]) -> Iterator[dict[str, Value]]:
        names = sorted(fields)
        for chosen in product(*(self.values[name] for name in names)):
            yield dict(zip(names, chosen, strict=True))

    def _completed(self, given: dict[str, Value]) -> Completion:
        return Completion(Setting(self.book, Question(given, self.on)), {})


def settled(book: Rulebook) -> Rulebook:
    """Return a rulebook like another in which nothing is open: no uncertain day, nothing unsettled, no offices."""
    kept = {name: rule for name, rule in book.rules.items() if "." not in (rule.held_by or "")}
    rules = {
        name: msgspec.structs.replace(rule, overrides=tuple(lower for lower in rule.overrides if lower in kept))
        for name, rule in kept.items()
    }
    readings = tuple(
        msgspec.structs.replace(one, unsettled_when=None, entries=_settled_entries(one.entries))
        for one in book.readings
        if "." not in one.reader and (one.of_kind != "rule" or one.of in rules)
    )
    relations = {
        name: msgspec.structs.replace(relation, entries=_settled_entries(relation.entries))
        for name, relation in book.relations.items()
    }
    parties = {name: msgspec.structs.replace(party, offices=()) for name, party in book.parties.items()}
    book = msgspec.structs.replace(book, parties=parties, rules=rules, readings=readings, relations=relations)
    return _with_exact_days(book)


def difference(one: Written, other: Written) -> Formula:
    """Return where two answers differ."""
    parts = [_other(one.bar, other.bar)]
    for part in {**one.asked, **other.asked}:
        parts.append(_other(one.asked.get(part, NEVER), other.asked.get(part, NEVER)))
    busy = ("or", *(formula for each in (one, other) for formula in (each.bar, *each.asked.values())))
    return ("or", *parts, ("and", ("not", busy), _other(one.speaks, other.speaks)))


def is_proved_equal(one: Formula, other: Formula, values: Mapping[str, list[Value]]) -> bool:
    """Let z3 prove that two formulas are true in the same situations."""
    solver = z3.Solver()
    fields = {name: z3.Int(name) for name in values}
    for name, field in fields.items():
        solver.add(field >= 0, field < len(values[name]))

    def say(formula: Formula) -> z3.BoolRef:
        match formula:
            case ("in", name, chosen):
                return z3.Or([fields[name] == index for index in sorted(chosen)])
            case ("not", part):
                return z3.Not(say(part))
            case ("and", *parts):
                return z3.And([say(part) for part in parts])
            case ("or", *parts):
                return z3.Or([say(part) for part in parts])
        raise AssertionError(formula)

    solver.add(say(one) != say(other))
    return solver.check() == z3.unsat


def count_situations(formula: Formula, values: Mapping[str, list[Value]]) -> int:
    """Let clingo enumerate the situations in which a formula is true."""
    lines = [f"1 {{ v({place},0..{len(each) - 1}) }} 1." for place, each in enumerate(values.values())]
    places = {name: place for place, name in enumerate(values)}
    names: dict[Formula, str] = {}

    def say(formula: Formula) -> str:
        if formula in names:
            return names[formula]
        name = names[formula] = f"f{len(names)}"
        match formula:
            case ("in", field, chosen):
                lines.extend(f"{name} :- v({places[field]},{index})." for index in sorted(chosen))
            case ("not", part):
                lines.append(f"{name} :- not {say(part)}.")
            case ("and", *parts):
                lines.append(f"{name} :- {', '.join(['#true', *map(say, parts)])}.")
            case ("or", *parts):
                lines.extend(f"{name} :- {say(part)}." for part in parts)
        return name

    lines.append(f":- not {say(formula)}.")
    control = clingo.Control(["0", "--warn=none"])
    control.add("base", [], "\n".join(lines))
    control.ground([("base", [])])
    with control.solve(yield_=True) as models:
        return sum(1 for _ in models)


def random_day(rng: Random, first: dt.date) -> dt.date:
    """Return a day on which the generated rulebooks have something in force."""
    return first + dt.timedelta(days=rng.randrange(100, 380))


def _other(one: Formula, other: Formula) -> Formula:
    return ("or", ("and", one, ("not", other)), ("and", other, ("not", one)))


def _fields(operand: object) -> Iterator[str]:
    while isinstance(operand, Apply):
        operand = operand.key
    if isinstance(operand, FieldRef):
        yield operand.field


def _settled_entries(entries: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(entry for entry in entries if not entry.is_unsettled)


def _with_exact_days(value: Any) -> Any:
    """Make every day in a value the earliest that it may be."""
    if isinstance(value, Day):
        return Day.exactly(value.earliest)
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.replace(
            value, **{name: _with_exact_days(getattr(value, name)) for name in value.__struct_fields__}
        )
    if isinstance(value, tuple):
        return tuple(map(_with_exact_days, value))
    if isinstance(value, dict):
        return {key: _with_exact_days(each) for key, each in value.items()}
    return value

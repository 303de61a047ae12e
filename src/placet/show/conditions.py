"""Show what each part of a condition comes to in a situation: met, not met, or not known.

This only annotates a condition that the engine has judged already; it never decides an answer. A part is
marked from the given facts alone, so "x or not x" with x missing is marked unknown here.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypeAlias

import msgspec

from placet.model import (
    And,
    Apply,
    Compare,
    Condition,
    Const,
    Entry,
    FieldRef,
    Instrument,
    Literal,
    LiteralSet,
    Not,
    Operand,
    Or,
    Period,
    Reading,
    Rulebook,
    TermRef,
    Value,
)
from placet.model.conditions import value_text
from placet.show.page import Ink, Line, Node, faint, ink


class _Unknown(msgspec.Struct, frozen=True):
    """Stands for a value that is not known."""


_UNKNOWN: Final = _Unknown()
_Seen: TypeAlias = str | bool | int | object | None


class Situation(msgspec.Struct, frozen=True):
    """The facts of a question, and how one reader reads the terms and relations in it."""

    book: Rulebook
    given: dict[str, Value]
    on: dt.date
    readings: tuple[Reading, ...] = ()

    def reading_of(self, thing: str) -> Reading | None:
        """Return the reader's reading of a term or a relation; None where it has none."""
        return next((reading for reading in reversed(self.readings) if reading.of == thing), None)


def mark(value: bool | None) -> Ink:
    """Return the sign for met, not met and not known."""
    if value is None:
        return Ink("? ", "doubt")
    return Ink("✓ ", "good") if value else Ink("✗ ", "faint")


def condition_node(condition: Condition, situation: Situation, label: str = "") -> Node:
    """Return a condition as a tree in which every part carries its mark."""
    value = judge(condition, situation)
    head = (faint(f"{label} "),) if label else ()
    match condition:
        case And(of) | Or(of):
            word = "all of" if isinstance(condition, And) else "any of"
            children = tuple(condition_node(part, situation) for part in of)
            return Node(ink(head, mark(value), faint(word)), children)
        case Not(And(of) | Or(of)):
            word = "not all of" if isinstance(condition.of, And) else "none of"
            children = tuple(condition_node(part, situation) for part in of)
            return Node(ink(head, mark(value), faint(word)), children)
        case TermRef(term):
            return Node(ink(head, mark(value), str(condition)), term_nodes(term, situation))
        case Not(TermRef(term)):
            return Node(ink(head, mark(value), str(condition)), term_nodes(term, situation))
        case _:
            return Node(ink(head, mark(value), str(condition), _reason(condition, situation)))


def term_nodes(term: str, situation: Situation) -> tuple[Node, ...]:
    """Return what a term means, and what the reader's reading changes of it, each part marked."""
    nodes = [condition_node(situation.book.terms[term].means, situation, "means")]
    reading = situation.reading_of(term)
    if reading is not None:
        nodes.extend(reading_nodes(reading, situation))
    return tuple(nodes)


def reading_nodes(reading: Reading, situation: Situation) -> tuple[Node, ...]:
    """Return the conditions that a reading adds, each marked."""
    nodes = [
        condition_node(condition, situation, label)
        for label, condition in (
            ("only when", reading.only_when),
            ("also when", reading.also_when),
            *(("unless", exception) for exception in reading.unless),
            ("unsettled when", reading.unsettled_when),
        )
        if condition is not None
    ]
    return tuple(nodes)


def judge(condition: Condition, situation: Situation) -> bool | None:
    """Return what a condition comes to from the given facts alone; None where they do not say."""
    match condition:
        case Const(value):
            return value
        case TermRef(term):
            return _judge_term(term, situation)
        case Not(of):
            inner = judge(of, situation)
            return None if inner is None else not inner
        case And(of):
            return _all([judge(part, situation) for part in of])
        case Or(of):
            return _any([judge(part, situation) for part in of])
        case Compare(left, op, right):
            return _judge_comparison(condition, _seen(left, situation), op, _seen(right, situation), situation)


def covers(period: Period, on: dt.date) -> bool | None:
    """Say whether a period includes a day; None where that is uncertain."""
    has_begun = True if period.start is None else period.start.has_come(on)
    has_ended = False if period.end is None else period.end.has_come(on)
    return _all([has_begun, None if has_ended is None else not has_ended])


def _judge_term(term: str, situation: Situation) -> bool | None:
    value = judge(situation.book.terms[term].means, situation)
    reading = situation.reading_of(term)
    if reading is None:
        return value
    if reading.unsettled_when is not None and judge(reading.unsettled_when, situation) is not False:
        return None
    if reading.only_when is not None:
        value = _all([value, judge(reading.only_when, situation)])
    if reading.also_when is not None:
        value = _any([value, judge(reading.also_when, situation)])
    exceptions = _any([judge(exception, situation) for exception in reading.unless])
    return _all([value, None if exceptions is None else not exceptions])


def _judge_comparison(whole: Compare, left: _Seen, op: str, right: _Seen, situation: Situation) -> bool | None:
    if left is _UNKNOWN or right is _UNKNOWN:
        return None
    if op == "=":
        is_none = whole.right == Literal(None) or whole.left == Literal(None)
        return left == right and (left is not None or is_none)
    if op == "in":
        return isinstance(right, frozenset) and left is not None and left in right
    if op == "within":
        return isinstance(left, str) and isinstance(right, str) and left in situation.book.places_within(right)
    if left is None or right is None:
        return False
    match op:
        case "<":
            return bool(left < right)  # type: ignore[operator]  # the checker lets only numbers be compared
        case "<=":
            return bool(left <= right)  # type: ignore[operator]
        case ">":
            return bool(left > right)  # type: ignore[operator]
        case _:
            return bool(left >= right)  # type: ignore[operator]


def _seen(operand: Operand, situation: Situation) -> _Seen:
    match operand:
        case FieldRef(field):
            return situation.given.get(field, _UNKNOWN)
        case Literal(value):
            return value
        case LiteralSet(values):
            return frozenset(values)
        case Apply(relation, key):
            of = _seen(key, situation)
            return _UNKNOWN if of is _UNKNOWN else _related(relation, of, situation)


def _related(relation: str, key: _Seen, situation: Situation) -> _Seen:
    if not isinstance(key, str):
        return None
    declared = situation.book.relations.get(relation)
    is_set = declared is None or declared.value.is_set
    reading = situation.reading_of(relation)
    own = reading.entries if reading is not None else ()
    for entry in [*reversed(own), *reversed(declared.entries if declared is not None else ())]:
        if entry.key == key and covers(entry.period, situation.on) is not False:
            return _entry_value(entry, is_set)
    if relation == "members":
        instrument = situation.book.instruments.get(key)
        return _members_on(instrument, situation.on) if instrument is not None else frozenset()
    return frozenset() if is_set else None


def _entry_value(entry: Entry, is_set: bool) -> _Seen:
    if entry.is_unsettled:
        return _UNKNOWN
    if is_set:
        return frozenset(entry.values)
    return entry.values[0] if entry.values else None


def _members_on(instrument: Instrument, on: dt.date) -> _Seen:
    running = _any([covers(period, on) for period in (*instrument.in_force, *instrument.provisional)])
    resting = _any([covers(period, on) for period in instrument.suspended])
    over = instrument.terminated.has_come(on) if instrument.terminated is not None else False
    in_effect = _all([running, *(None if one is None else not one for one in (resting, over))])
    if in_effect is False:
        return frozenset()
    found: dict[str, bool | None] = {}
    for member in instrument.members:
        # A party can have been a member more than once: one spell that covers the day is enough.
        found[member.party] = _any([found.get(member.party, False), covers(member.period, on)])
    if in_effect is None or None in found.values():
        return _UNKNOWN
    return frozenset(party for party, is_member in found.items() if is_member)


def _reason(condition: Condition, situation: Situation) -> Line:
    """Say which facts an atomic part looks at, where the part's own text does not."""
    match condition:
        case Not(of):
            return _reason(of, situation)
        case Compare(left, _, right):
            facts = [words for operand in (left, right) for words in _operand_words(operand, situation)]
            return (faint(f" · {', '.join(facts)}"),) if facts else ()
        case _:
            return ()


def _operand_words(operand: Operand, situation: Situation) -> list[str]:
    match operand:
        case FieldRef(field):
            seen = _seen(operand, situation)
            return [f"{field} is not given" if seen is _UNKNOWN else f"{field} is {_value_words(seen)}"]
        case Apply(relation, key):
            of = _seen(key, situation)
            if of is _UNKNOWN:
                return _operand_words(key, situation)
            seen = _seen(operand, situation)
            return [f"{relation}({_value_words(of)}) is {'unsettled' if seen is _UNKNOWN else _value_words(seen)}"]
        case _:
            return []


def _value_words(seen: _Seen) -> str:
    if isinstance(seen, frozenset):
        return ", ".join(sorted(value_text(value) for value in seen)) or "none"
    return value_text(seen)  # type: ignore[arg-type]  # a value of the situation or the rulebook, never unknown here


def _all(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _any(values: list[bool | None]) -> bool | None:
    if True in values:
        return True
    return None if None in values else False

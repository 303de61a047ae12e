"""From an input that shows a fault to the smallest one near it that still shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from placet.model import And, Condition, Const, Not, Or, Period, Question, Reading, Rule, Rulebook

replace = msgspec.structs.replace
ALWAYS = Const(True)
_COLLECTIONS = (
    "questions", "points", "rules", "terms", "relations", "statements", "sources", "instruments", "fields", "voices",
    "places", "parties",
)  # fmt: skip
_LISTS = ("entries", "members", "suspended", "provisional", "relays")


def shrink_text(text: str, is_faulty: Callable[[str], bool]) -> str:
    """Return a text from which no line, then no piece, can be left out without the fault going away."""
    for parts in (text.splitlines(keepends=True), None):
        pieces = list(text) if parts is None else parts
        size = max(1, len(pieces) // 2)
        while size:
            at = 0
            while at < len(pieces):
                fewer = pieces[:at] + pieces[at + size :]
                if is_faulty("".join(fewer)):
                    pieces = fewer
                else:
                    at += size
            size //= 2
        text = "".join(pieces)
    return text


def shrink_case(
    book: Rulebook, question: Question, is_faulty: Callable[[Rulebook, Question], bool]
) -> tuple[Rulebook, Question]:
    """Return a smaller rulebook and question that still show the fault: no single thing more can be taken away."""
    is_shrinking = True
    while is_shrinking:
        is_shrinking = False
        for smaller_book, smaller_question in _smaller(book, question):
            if is_faulty(smaller_book, smaller_question):
                book, question = smaller_book, smaller_question
                is_shrinking = True
                break
    return book, question


def _smaller(book: Rulebook, question: Question) -> Iterator[tuple[Rulebook, Question]]:
    for kept in _fewer(book.readings):
        yield replace(book, readings=kept), question
    for rule in book.rules:
        yield without_rule(book, rule), question
    if question.known is not None:
        yield book, replace(question, known=None)
    for name, field in book.fields.items():
        if name not in question.given and field.type.kind != "number":
            for value in book.domain(field.type):
                given = frozenset([str(value)]) if field.type.is_set else value
                yield book, replace(question, given={**question.given, name: given})
    for collection in _COLLECTIONS:
        for name in getattr(book, collection):
            rest = {key: value for key, value in getattr(book, collection).items() if key != name}
            fewer = replace(book, **{collection: rest})
            given = {key: value for key, value in question.given.items() if collection != "fields" or key != name}
            if f"'{name}" not in repr((fewer, given)):
                yield fewer, replace(question, given=given)
    for at, reading in enumerate(book.readings):
        for changed in _smaller_reading(reading):
            yield replace(book, readings=(*book.readings[:at], changed, *book.readings[at + 1 :])), question
    for name, rule in book.rules.items():
        for changed in _smaller_rule(rule):
            yield replace(book, rules=book.rules | {name: changed}), question
    for collection in ("terms", "relations", "instruments", "statements"):
        for name, thing in getattr(book, collection).items():
            for changed in _smaller_thing(thing):
                yield replace(book, **{collection: getattr(book, collection) | {name: changed}}), question


def without_rule(book: Rulebook, name: str) -> Rulebook:
    """Return a rulebook without one rule, the readings of it, and the word of it in other rules."""
    rules = {
        key: replace(rule, overrides=tuple(other for other in rule.overrides if other != name))
        for key, rule in book.rules.items()
        if key != name
    }
    return replace(book, rules=rules, readings=tuple(each for each in book.readings if each.of != name))


def _fewer(values: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if len(values) > 3:
        yield values[: len(values) // 2]
        yield values[len(values) // 2 :]
    for at in range(len(values)):
        yield (*values[:at], *values[at + 1 :])


def _smaller_rule(rule: Rule) -> Iterator[Rule]:
    yield from (replace(rule, when=each) for each in _simpler(rule.when))
    yield from (replace(rule, needs=each) for each in _fewer(rule.needs) if each or rule.bars or rule.allows)
    yield from _smaller_thing(rule, ("overrides", "unless", "obliges", "cites", "says"))


def _smaller_reading(reading: Reading) -> Iterator[Reading]:
    for clause in ("only_when", "also_when", "unsettled_when"):
        condition = getattr(reading, clause)
        if condition is not None:
            yield replace(reading, **{clause: None})
            yield from (replace(reading, **{clause: each}) for each in _simpler(condition))
    if reading.end is not None:
        yield replace(reading, end=None)
    # A reading that begins with its first statement needs that statement.
    says = ("says",) if reading.start_owner == reading.id else ()
    yield from _smaller_thing(reading, ("unless", "entries", "offices", *says))


def _smaller_thing(thing: Any, lists: Iterable[str] = _LISTS) -> Iterator[Any]:
    """Yield a value with one thing less in one of its lists, a shorter condition, or without dates."""
    for name in lists:
        values = getattr(thing, name, ())
        yield from (replace(thing, **{name: fewer}) for fewer in _fewer(values))
        for at, value in enumerate(values):
            yield from (
                replace(thing, **{name: (*values[:at], each, *values[at + 1 :])})
                for each in (_simpler(value) if name == "unless" else ())
            )
    if getattr(thing, "means", None) is not None:
        yield from (replace(thing, means=each) for each in _simpler(thing.means))
    for name in ("announced", "signed", "published", "terminated"):
        if getattr(thing, name, None) is not None:
            yield replace(thing, **{name: None})
    if getattr(thing, "period", Period()) != Period():
        yield replace(thing, period=Period())


def _simpler(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, Const):
        return
    yield ALWAYS
    if isinstance(condition, Not):
        yield condition.of
        yield from (Not(each) for each in _simpler(condition.of))
    elif isinstance(condition, (And, Or)):
        yield from condition.of
        for at, part in enumerate(condition.of):
            for each in _simpler(part):
                yield type(condition)((*condition.of[:at], each, *condition.of[at + 1 :]))

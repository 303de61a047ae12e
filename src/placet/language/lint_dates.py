"""Lint: dates that cannot be, or that cannot be meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from placet.language.lint_finding import Finding
from placet.model.dates import Day
from placet.model.rulebook import Instrument, Rule, Rulebook, Statement


def find_odd_dates(rulebook: Rulebook) -> Iterator[Finding]:
    """Yield the dates that contradict each other."""
    for statement in rulebook.statements.values():
        yield from _statement(rulebook, statement)
    for instrument in rulebook.instruments.values():
        yield from _instrument(instrument)
    for rule in rulebook.rules.values():
        yield from _rule(rulebook, rule)
    yield from _readings(rulebook)
    yield from _questions(rulebook)


def statement_day(rulebook: Rulebook, name: str) -> Day | None:
    """Return the day of a statement, or else the day its source was published."""
    statement = rulebook.statements[name]
    return statement.on if statement.on is not None else rulebook.sources[statement.source].published


def _is_surely_before(first: Day | None, second: Day | None) -> bool:
    return first is not None and second is not None and first.latest < second.earliest


def _statement(rulebook: Rulebook, statement: Statement) -> Iterator[Finding]:
    source = rulebook.sources[statement.source]
    if _is_surely_before(source.published, statement.on):
        yield Finding(
            "L0301",
            statement.where,
            statement.id,
            f"the statement `{statement.id}` is of {statement.on}, but its source was published on {source.published}",
            "A source cannot report what was said later: look at both days again.",
            related=((source.where, source.id, f"published {source.published}"),),
        )


def _instrument(instrument: Instrument) -> Iterator[Finding]:
    for earlier, later in _day_pairs(instrument):
        yield Finding(
            "L0302",
            instrument.where,
            instrument.id,
            f"of the instrument `{instrument.id}`, {earlier} comes before {later}",
            "Look at both days again; one of them cannot be right.",
        )


def _day_pairs(instrument: Instrument) -> Iterator[tuple[str, str]]:
    """Yield, in words, each event that stands before one that it must follow.

    That nothing is in force before it is signed, nor after it is terminated, is for the checker to tell.
    """
    signed = ("the signature", instrument.signed)
    starts = [period.start for period in (*instrument.in_force, *instrument.provisional) if period.start is not None]
    first = ("its first day in force", min(starts, default=None))
    orders = [
        (signed, ("the publication of its text", instrument.published)),
        *((first, ("a suspension", period.start)) for period in instrument.suspended),
    ]
    orders += [(signed, (f"the entry of `{member.party}`", member.period.start)) for member in instrument.members]
    orders += [
        ((f"the entry of `{member.party}`", member.period.start), ("the termination", instrument.terminated))
        for member in instrument.members
    ]
    for (must_name, must), (name, day) in orders:
        if _is_surely_before(day, must):
            yield f"{name} ({day})", f"{must_name} ({must})"
    if instrument.cancelled is not None and any(_is_surely_before(instrument.cancelled, start) for start in starts):
        yield f"the cancellation ({instrument.cancelled})", f"its first day in force ({min(starts)})"


def _rule(rulebook: Rulebook, rule: Rule) -> Iterator[Finding]:
    if rule.instrument is None:
        return
    instrument = rulebook.instruments[rule.instrument]
    starts = [period.start for period in (*instrument.in_force, *instrument.provisional) if period.start is not None]
    first = min(starts, default=None)
    if _is_surely_before(rule.period.end, first):
        odd = f"ends on {rule.period.end}, before `{instrument.id}` is first in force on {first}"
    elif _is_surely_before(instrument.terminated, rule.period.start):
        odd = f"begins on {rule.period.start}, after `{instrument.id}` was terminated on {instrument.terminated}"
    else:
        return
    related = ((instrument.where, instrument.id, "the instrument"),)
    help_ = "The rule can never stand: look at its days again."
    yield Finding("L0303", rule.where, rule.id, f"the rule `{rule.id}` {odd}", help_, related=related)


def _readings(rulebook: Rulebook) -> Iterator[Finding]:
    for reading in rulebook.readings:
        if reading.start_owner != reading.id:
            continue
        for name in reading.says:
            day = statement_day(rulebook, name)
            if _is_surely_before(reading.start, day):
                yield Finding(
                    "L0304",
                    reading.where,
                    reading.of,
                    f"`{reading.reader}` is said to read `{reading.of}` so since {reading.start}, but the statement "
                    f"`{name}` is of {day}",
                    "A later statement shows nothing about an earlier day: without `since`, a reading begins with its "
                    "statement.",
                    related=((rulebook.statements[name].where, name, "the statement"),),
                )


def _questions(rulebook: Rulebook) -> Iterator[Finding]:
    first = _first_publication(rulebook)
    if first is None:
        return
    for question in rulebook.questions.values():
        if question.known is not None and question.known.latest < first:
            yield Finding(
                "L0305",
                question.where,
                question.id,
                f"the question `{question.id}` asks what was known on {question.known}, "
                "before anything here was published",
                f"The first thing that anyone could know is of {first}.",
            )


def _first_publication(rulebook: Rulebook) -> dt.date | None:
    days = [source.published for source in rulebook.sources.values()]
    days += [instrument.known_from for instrument in rulebook.instruments.values()]
    return min((day.earliest for day in days if day is not None), default=None)

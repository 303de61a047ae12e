"""Lint: rules and readings that rest on nothing, bind nobody, or change nothing."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import pairwise

import msgspec

from placet.language.lint_finding import Finding
from placet.language.mentions import reading_conditions
from placet.model.rulebook import Reading, Rule, Rulebook, Where


def find_odd_readings(rulebook: Rulebook) -> Iterator[Finding]:
    """Yield the rules and readings that cannot be what their author meant."""
    yield from _unsourced_rules(rulebook)
    accepted = _accepted(rulebook)
    for reading in rulebook.readings:
        yield from _without_statement(reading)
        yield from _of_the_unbound(rulebook, accepted, reading)
    yield from _replacements(rulebook)


def _unsourced_rules(rulebook: Rulebook) -> Iterator[Finding]:
    for rule in rulebook.rules.values():
        instrument = rulebook.instruments[rule.instrument] if rule.instrument is not None else None
        if not (rule.cites or rule.says or (instrument is not None and instrument.cites)):
            message = f"the rule `{rule.id}` rests on no source"
            help_ = "Add `cites` with a source to the rule or to its instrument, or `says` with a statement."
            yield Finding("L0401", rule.where, rule.id, message, help_)


def _without_statement(reading: Reading) -> Iterator[Finding]:
    if not reading.says:
        message = f"the reading by `{reading.reader}` of `{reading.of}` rests on no statement"
        help_ = "Add `says` with a statement that shows it."
        yield Finding("L0402", reading.where, reading.of, message, help_)


def _of_the_unbound(rulebook: Rulebook, accepted: Set[tuple[str, str]], reading: Reading) -> Iterator[Finding]:
    if reading.of_kind != "rule" or reading.holds or reading.rejects:
        return
    rule = rulebook.rules[reading.of]
    if not _can_be_bound(rulebook, accepted, reading.reader, rule):
        yield Finding(
            "L0403",
            reading.where,
            reading.reader,
            f"`{reading.reader}` is not bound by `{rule.id}` and does not hold it, so this reading has no effect",
            f"Add `holds` if `{reading.reader}` accepts the rule, or make it a party to the instrument.",
            related=((rule.where, rule.id, "the rule"),),
        )


def _accepted(rulebook: Rulebook) -> set[tuple[str, str]]:
    """Return who holds, or may hold, what: reader and rule or instrument."""
    return {
        (reading.reader, reading.of)
        for reading in rulebook.readings
        if reading.holds or (reading.of_kind == "instrument" and reading.unsettled_when is not None)
    }


def _can_be_bound(rulebook: Rulebook, accepted: Set[tuple[str, str]], reader: str, rule: Rule) -> bool:
    party = rulebook.party_of(reader)
    for who in (reader, party or reader):
        if (who, rule.id) in accepted or (who, rule.instrument) in accepted:
            return True
    if party is None:
        return False
    if rule.held_by is not None:
        return rule.held_by in (reader, party) or (reader == party and rule.held_by.startswith(f"{party}."))
    members = rulebook.instruments[rule.instrument].members if rule.instrument is not None else ()
    return any(member.party == party for member in members)


def _replacements(rulebook: Rulebook) -> Iterator[Finding]:
    series: dict[tuple[str, str], list[Reading]] = {}
    for reading in rulebook.readings:
        series.setdefault((reading.reader, reading.of), []).append(reading)
    for readings in series.values():
        # Of two on one day the later in the rulebook counts, and sorting keeps them in this order.
        dated = [(reading.start, index) for index, reading in enumerate(readings) if reading.start is not None]
        for (_, first), (start, second) in pairwise(sorted(dated)):
            end = readings[first].end
            if end is None or start <= end:
                yield from _replacement(readings[first], readings[second])


def _replacement(earlier: Reading, later: Reading) -> Iterator[Finding]:
    related = ((earlier.where, earlier.of, "the earlier reading"),)
    if _content(earlier) == _content(later):
        message = f"this reading by `{later.reader}` of `{later.of}` says the same as the one it replaces"
        help_ = "Remove it, or name the statement by which it confirms the earlier one."
        yield Finding("L0501", later.where, later.of, message, help_, related=related)
        return
    dropped = list(dict.fromkeys(entry.key for entry in earlier.entries if entry.key not in _keys(later)))
    if dropped:
        yield Finding(
            "L0502",
            later.where,
            later.of,
            f"this reading by `{later.reader}` replaces the one of {earlier.start} and drops its entries for "
            f"{_listed(dropped)}",
            "A later reading replaces the whole earlier one: repeat the entries that still hold.",
            related=related,
        )


def _keys(reading: Reading) -> set[str]:
    return {entry.key for entry in reading.entries}


def _content(reading: Reading) -> tuple[object, ...]:
    """Return what a reading says, until when and on which statements, without the day it begins and its place.

    Another statement makes another reading, though it says the same: an answer rests on it, with its own day and grade.
    """
    entries = {msgspec.structs.replace(entry, where=Where()) for entry in reading.entries}
    flags = (reading.holds, reading.rejects, reading.offices)
    conditions = (reading.only_when, reading.also_when, frozenset(reading.unless), reading.unsettled_when)
    count = len(list(reading_conditions(reading)))
    return (frozenset(entries), flags, conditions, count, reading.end, frozenset(reading.says))


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)

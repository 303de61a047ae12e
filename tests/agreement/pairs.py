"""Pairs of answers to be compared, made from a seed: two readers, one on two days, one of two versions or worlds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from math import prod
from random import Random
from typing import NamedTuple

import msgspec

from placet.engine.space import Perspective, Sides, sides_of
from placet.model import Day, Entry, Office, Party, Reading, Rulebook, Value
from tests.agreement.generate import FIRST_DAY, random_rulebook
from tests.agreement.profiles import Profile, domains, profile_of

MOST_COMPLETIONS = 200


class Case(NamedTuple):
    """Two sides to be compared, the facts that are given, and all values that every field can have."""

    seed: int
    rng: Random
    sides: Sides
    given: dict[str, Value]
    values: dict[str, list[Value]]


def make_cases(seeds: Iterable[int], *, of_one_instrument: bool = False) -> Iterator[Case]:
    """Yield a case for each seed, but for those with so many open points that judging every completion takes long."""
    for seed in seeds:
        case = make_case(seed, of_one_instrument=of_one_instrument)
        every = case.sides.situations.variables.all
        if prod(len(one.values) for one in every if one.open.kind != "field") <= MOST_COMPLETIONS:
            yield case


def make_case(seed: int, given: Mapping[str, Value] | None = None, *, of_one_instrument: bool = False) -> Case:
    """Return the case of a seed; without `given`, some facts are given in every fourth."""
    rng = Random(seed)
    one, other = random_pair(rng)
    if of_one_instrument:
        one, other = (
            msgspec.structs.replace(each, rulebook=_of_one_instrument(each.rulebook)) for each in (one, other)
        )
    books = (one.rulebook, other.rulebook)
    if given is None:
        values = domains(books, {})
        given = {name: rng.choice(each) for name, each in values.items() if seed % 4 == 0 and rng.random() < 0.3}
    return Case(seed, rng, Sides(*sides_of((one, other), given)), dict(given), domains(books, given))


def random_pair(rng: Random) -> tuple[Perspective, Perspective]:
    """Return two perspectives that can be compared."""
    book = random_rulebook(rng, rng.choice((1, 2, 2, 3, 3, 4, 6)))
    on, known = _days(rng)
    reader = rng.choice(_readers(book))
    if rng.random() < 0.4:
        reader = rng.choice(list(book.parties))
        book = with_differing_offices(rng, book, reader)
    readers = _readers(book)
    one = Perspective(book, reader, on, known)
    match rng.randrange(6):
        case 0 | 1:
            return one, Perspective(book, rng.choice(readers), on, known)
        case 2:
            return one, Perspective(book, one.reader, *_days(rng))
        case 3:
            return one, Perspective(book, rng.choice(readers), *_days(rng))
        case 4:
            return one, Perspective(changed(rng, book), one.reader, on, known)
        case _:
            another = random_rulebook(rng, 2)
            return one, Perspective(another, rng.choice(_readers(another)), on, known)


def with_differing_offices(rng: Random, book: Rulebook, reader: str) -> Rulebook:
    """Let two offices of a reader read the entries of relations differently, from days that are uncertain.

    What the party's own entry can come to then hangs on these days.
    """
    offices = tuple(Office(name, name) for name in ("state", "court"))
    parties = {**book.parties, reader: msgspec.structs.replace(book.parties[reader], offices=offices)}
    readings = [one for one in book.readings if one.of_kind != "relation"]
    for relation in rng.sample(list(book.relations.values()), min(2, len(book.relations))):
        keys = [str(rng.choice(book.domain(relation.key)))]
        values = [value for value in book.domain(relation.value) if value is not None]
        for office in ("court", "state", "state"):
            name = f"{office}{len(readings)}"
            start = Day(FIRST_DAY, FIRST_DAY + dt.timedelta(days=rng.choice((300, 500))))
            entries = tuple(Entry(key, (rng.choice(values),)) for key in keys)
            readings.append(
                Reading(
                    id=name,
                    reader=f"{reader}.{office}",
                    of=relation.id,
                    of_kind="relation",
                    start=start,
                    start_owner=name,
                    entries=entries,
                )
            )
    return msgspec.structs.replace(book, parties=parties, readings=tuple(readings))


def changed(rng: Random, book: Rulebook) -> Rulebook:
    """Return another version: some rules and readings fewer, some rules otherwise, perhaps a new party."""
    kept = {name: rule for name, rule in book.rules.items() if rng.random() < 0.85}
    rules = {}
    for name, rule in kept.items():
        roll = rng.random()
        rules[name] = msgspec.structs.replace(
            rule,
            overrides=tuple(lower for lower in rule.overrides if lower in kept),
            unless=() if roll < 0.2 else rule.unless,
            bars=not rule.needs if 0.2 <= roll < 0.3 else rule.bars,
        )
    readings = tuple(one for one in book.readings if rng.random() < 0.8 and (one.of_kind != "rule" or one.of in rules))
    parties = book.parties if rng.random() < 0.5 else {**book.parties, "RUS": Party("RUS", "Rus")}
    return msgspec.structs.replace(book, rules=rules, readings=readings, parties=parties)


def profiles(sides: Sides, situation: Mapping[str, Value], owner: str | None = None) -> tuple[Profile, Profile]:
    """Judge a situation for both sides, by the rulebook as it was written wherever that knows the situation.

    Args:
        sides: the two.
        situation: a value for every field of both.
        owner: the instrument (or the holder) whose rules alone count; None: all rules do.
    """
    found = []
    for side in sides.sides:
        seen = side.perspective
        is_known = _knows(seen.rulebook, situation) and side.reader.partition(".")[0] in seen.rulebook.parties
        book = seen.rulebook if is_known else side.rulebook
        found.append(profile_of(book, side.reader, situation, seen.on, seen.known, owner))
    return found[0], found[1]


def random_situation(rng: Random, sides: Sides, region: int) -> dict[str, Value]:
    """Return one of the situations of a region, in the fields that something tests."""
    diagrams = sides.diagrams
    values = [rng.randrange(size) for size in diagrams.sizes]
    while region > 1:
        level = diagrams.levels[region]
        values[level] = rng.choice([at for at, child in enumerate(diagrams.children_of(region)) if child])
        region = diagrams.children_of(region)[values[level]]
    return sides.situations.situation(values)


def _days(rng: Random) -> tuple[dt.date, dt.date | None]:
    on = FIRST_DAY + dt.timedelta(days=rng.randrange(100, 380))
    return on, None if rng.random() < 0.6 else FIRST_DAY + dt.timedelta(days=rng.randrange(60, 400))


def _readers(book: Rulebook) -> list[str]:
    offices = [f"{party.id}.{office.id}" for party in book.parties.values() for office in party.offices]
    return [*book.parties, *book.parties, *offices, *book.voices]


def _of_one_instrument(book: Rulebook) -> Rulebook:
    """Put all rules under one instrument; what a party holds by itself is left out."""
    rules = {
        name: msgspec.structs.replace(rule, instrument="treaty")
        for name, rule in book.rules.items()
        if rule.instrument is not None
    }
    rules = {
        name: msgspec.structs.replace(rule, overrides=tuple(lower for lower in rule.overrides if lower in rules))
        for name, rule in rules.items()
    }
    readings = tuple(one for one in book.readings if one.of_kind != "rule" or one.of in rules)
    return msgspec.structs.replace(book, rules=rules, readings=readings)


def _knows(book: Rulebook, situation: Mapping[str, Value]) -> bool:
    """Say whether a situation's values are all in the domains of a rulebook."""
    for name, field in book.fields.items():
        if field.type.kind != "number":
            value = situation[name]
            values = value if isinstance(value, frozenset) else {value}
            if not values <= set(book.domain(field.type)):
                return False
    return True

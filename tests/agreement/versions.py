"""Other versions of a random rulebook: drafts that add, take away and change, and what moves under them."""

from __future__ import annotations

import datetime as dt
from random import Random

import msgspec

from placet.model import Compare, Day, Field, FieldRef, Literal, Not, Party, Place, Rulebook, Type
from tests.agreement.generate import FIRST_DAY, random_rulebook


def other_version(rng: Random, book: Rulebook, changes: int) -> Rulebook:
    """Return a rulebook in which some things are declared otherwise."""
    for _ in range(changes):
        # A version without any rule is left as it is.
        book = rng.choice(_CHANGES)(rng, book) if book.rules else book
    return book


def _drop_rule(rng: Random, book: Rulebook) -> Rulebook:
    name = rng.choice(list(book.rules))
    rules = {
        each.id: msgspec.structs.replace(each, overrides=tuple(one for one in each.overrides if one != name))
        for each in book.rules.values()
        if each.id != name
    }
    return msgspec.structs.replace(book, rules=rules, readings=tuple(one for one in book.readings if one.of != name))


def _change_rule(rng: Random, book: Rulebook) -> Rulebook:
    rule = book.rules[rng.choice(list(book.rules))]
    match rng.randrange(5):
        case 0:
            rule = msgspec.structs.replace(rule, unless=())
        case 1:
            rule = msgspec.structs.replace(rule, when=Not(rule.when))
        case 2:
            rule = msgspec.structs.replace(rule, bars=not rule.bars, allows=False)
        case 3:
            rule = msgspec.structs.replace(rule, needs=rule.needs[1:], obliges=())
        case _:
            earlier = list(book.rules)[: list(book.rules).index(rule.id)]
            rule = msgspec.structs.replace(rule, overrides=tuple(earlier[-2:]))
    return msgspec.structs.replace(book, rules=book.rules | {rule.id: rule})


def _add_rule(rng: Random, book: Rulebook) -> Rulebook:
    rule = book.rules[rng.choice(list(book.rules))]
    other = book.rules[rng.choice(list(book.rules))]
    name = f"draft{len(book.rules)}"
    while name in book.rules:
        name += "x"
    when = rng.choice((rule.when, Compare(FieldRef("actor"), "=", Literal(rng.choice(list(book.parties))))))
    new = msgspec.structs.replace(
        rule,
        id=name,
        when=when,
        needs=other.needs,
        bars=other.bars,
        allows=other.allows,
        overrides=tuple(one for one in (other.id,) if rng.random() < 0.4),
    )
    return msgspec.structs.replace(book, rules=book.rules | {name: new})


def _drop_reading(rng: Random, book: Rulebook) -> Rulebook:
    if not book.readings:
        return book
    at = rng.randrange(len(book.readings))
    return msgspec.structs.replace(book, readings=(*book.readings[:at], *book.readings[at + 1 :]))


def _add_reading(rng: Random, book: Rulebook) -> Rulebook:
    if not book.readings:
        return book
    old = rng.choice(book.readings)
    readers = [*book.parties, *book.voices]
    readers += [f"{party.id}.{office.id}" for party in book.parties.values() for office in party.offices]
    # A number that no reading has: `reading` and a number are the generator's own.
    name = f"draft-reading{len(book.readings)}-{rng.randrange(10**6)}"
    owner = name if old.start_owner == old.id else old.start_owner
    new = msgspec.structs.replace(old, id=name, reader=rng.choice(readers), start_owner=owner)
    return msgspec.structs.replace(book, readings=(*book.readings, new))


def _shuffle_readings(rng: Random, book: Rulebook) -> Rulebook:
    readings = list(book.readings)
    rng.shuffle(readings)
    return msgspec.structs.replace(book, readings=tuple(readings))


def _change_term(rng: Random, book: Rulebook) -> Rulebook:
    term = book.terms[rng.choice(list(book.terms))]
    return msgspec.structs.replace(
        book, terms=book.terms | {term.id: msgspec.structs.replace(term, means=Not(term.means))}
    )


def _change_relation(rng: Random, book: Rulebook) -> Rulebook:
    relation = book.relations[rng.choice(list(book.relations))] if book.relations else None
    if relation is None or not relation.entries:
        return book
    entries = relation.entries[1:] if rng.random() < 0.5 else relation.entries[::-1]
    changed = msgspec.structs.replace(relation, entries=entries)
    return msgspec.structs.replace(book, relations=book.relations | {relation.id: changed})


def _change_instrument(rng: Random, book: Rulebook) -> Rulebook:
    one = book.instruments[rng.choice(list(book.instruments))]
    match rng.randrange(4):
        case 0:
            one = msgspec.structs.replace(one, members=one.members[1:])
        case 1:
            one = msgspec.structs.replace(one, is_binding=not one.is_binding)
        case 2:
            one = msgspec.structs.replace(
                one, terminated=Day.exactly(FIRST_DAY + dt.timedelta(days=rng.randrange(300)))
            )
        case _:
            one = msgspec.structs.replace(one, suspended=(), provisional=())
    return msgspec.structs.replace(book, instruments=book.instruments | {one.id: one})


def _change_statement(rng: Random, book: Rulebook) -> Rulebook:
    one = book.statements[rng.choice(list(book.statements))]
    one = msgspec.structs.replace(one, source=rng.choice(list(book.sources)))
    return msgspec.structs.replace(book, statements=book.statements | {one.id: one})


def _change_source(rng: Random, book: Rulebook) -> Rulebook:
    one = book.sources[rng.choice(list(book.sources))]
    day = rng.choice((None, Day.exactly(FIRST_DAY + dt.timedelta(days=rng.randrange(300)))))
    return msgspec.structs.replace(book, sources=book.sources | {one.id: msgspec.structs.replace(one, published=day)})


def _add_party(_rng: Random, book: Rulebook) -> Rulebook:
    return msgspec.structs.replace(book, parties=book.parties | {"RUS": Party("RUS", "Rus")})


def _add_place(rng: Random, book: Rulebook) -> Rulebook:
    new = Place("lake", "lake", within=rng.choice((None, *(name for name in book.places if name != "lake"))))
    return msgspec.structs.replace(book, places=book.places | {"lake": new})


def _move_place(rng: Random, book: Rulebook) -> Rulebook:
    names = list(book.places)
    at = rng.randrange(len(names))
    moved = msgspec.structs.replace(book.places[names[at]], within=rng.choice((None, *names[:at])))
    return msgspec.structs.replace(book, places=book.places | {names[at]: moved})


def _add_value(_rng: Random, book: Rulebook) -> Rulebook:
    if "act" not in book.fields:
        return msgspec.structs.replace(book, fields=book.fields | {"late": Field("late", Type("yesno"))})
    type_ = Type(
        "names",
        names=(*book.fields["act"].type.names, *(() if "seize" in book.fields["act"].type.names else ("seize",))),
    )
    return msgspec.structs.replace(book, fields=book.fields | {"act": Field("act", type_)})


_CHANGES = (
    _drop_rule,
    _change_rule,
    _change_rule,
    _add_rule,
    _add_rule,
    _drop_reading,
    _add_reading,
    _add_reading,
    _shuffle_readings,
    _change_term,
    _change_relation,
    _change_instrument,
    _change_statement,
    _change_source,
    _add_party,
    _add_place,
    _move_place,
    _add_value,
)


def two_versions(seed: int) -> tuple[Rulebook, Rulebook, Random]:
    """Return a random rulebook, another version of it, and what to go on with by chance."""
    rng = Random(seed)
    book = random_rulebook(rng, rng.choice((1, 2, 2, 3, 3, 4, 6)))
    return book, other_version(rng, book, rng.choice((1, 1, 1, 2, 3))), rng

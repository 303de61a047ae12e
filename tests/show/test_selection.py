"""Statements are chosen as a look at each of them, by every wish, chooses them."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from placet.language import load_rulebook
from placet.model import Rulebook, Statement
from placet.show.selection import names_of_party, reader_names, wanted_statements

DAYS = (None, dt.date(2000, 1, 1), dt.date(2014, 11, 20))


@pytest.fixture(scope="module")
def korea() -> Rulebook:
    found = load_rulebook("korea").rulebook
    assert found is not None
    return found


def fits(
    book: Rulebook,
    one: Statement,
    by: str | None,
    known: dt.date | None,
    since: dt.date | None,
    stance: str | None,
    word: str,
) -> bool:
    if by is not None and not any(who == by or who.startswith(f"{by}.") for who in one.speakers):
        return False
    published = book.sources[one.source].published
    if known is not None and (published is None or published.has_come(known) is not True):
        return False
    if since is not None and (one.on is None or one.on.latest < since):
        return False
    if stance is not None and one.stance != stance:
        return False
    return word in one.text.casefold()


def test_statements_are_chosen_as_a_look_at_each_of_them_does(korea: Rulebook):
    chosen = 0
    speakers = (None, "narrator", *reader_names(korea))
    for by, known, since, stance in product(speakers, DAYS, DAYS, (None, "says", "requires")):
        found = wanted_statements(korea, by=by, known=known, since=since, stance=stance)
        expected = [one for one in korea.statements.values() if fits(korea, one, by, known, since, stance, "")]
        assert {one.id for one in found} == {one.id for one in expected}
        days = [one.on.earliest if one.on is not None else dt.date.max for one in found]
        assert days == sorted(days)
        chosen += len(found)
    assert chosen > 500


def test_a_party_speaks_through_its_offices(korea: Rulebook):
    for party in korea.parties.values():
        names = names_of_party(korea, party.id)
        assert names == {party.id, *(f"{party.id}.{office.id}" for office in party.offices)}
        for office in names - {party.id}:
            assert names_of_party(korea, office) == {office}


def test_every_wish_narrows_what_the_others_leave(korea: Rulebook):
    every = {one.id for one in wanted_statements(korea)}
    assert every == set(korea.statements)
    for wish in ({"grade": "official"}, {"about": "base-use"}, {"words": "consent"}, {"until": dt.date(2010, 1, 1)}):
        narrowed = {one.id for one in wanted_statements(korea, **wish)}
        both = {one.id for one in wanted_statements(korea, by="JPN", **wish)}
        assert narrowed < every
        assert both == narrowed & {one.id for one in wanted_statements(korea, by="JPN")}

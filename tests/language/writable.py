"""Random rulebooks that can be written in the language: what has no words there is taken out."""

from __future__ import annotations

from random import Random

import msgspec

from placet.model import Day, Instrument, Membership, Period, Rulebook
from tests.agreement.generate import FIRST_DAY, random_rulebook


def random_writable(rng: Random, size: int) -> Rulebook:
    """Return a random rulebook that has a text."""
    rulebook = random_rulebook(rng, size)
    instruments = {name: _writable_instrument(each) for name, each in rulebook.instruments.items()}
    return msgspec.structs.replace(rulebook, instruments=instruments)


def _writable_instrument(instrument: Instrument) -> Instrument:
    founders = {member.party: member for member in instrument.members if member.period == Period()}
    others = [
        Membership(member.party, Period(member.period.start or Day.exactly(FIRST_DAY), member.period.end))
        for member in instrument.members
        if member.period != Period()
    ]
    return msgspec.structs.replace(instrument, members=(*founders.values(), *others))

"""Choose from the registers: the statements and instruments that somebody asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from placet.model import Instrument, Rulebook, Source, Statement
from placet.show.registers import IN_EFFECT, membership_on, status_on


def wanted_statements(
    book: Rulebook,
    *,
    by: str | None = None,
    about: str | None = None,
    stance: str | None = None,
    known: dt.date | None = None,
    grade: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    words: str = "",
) -> list[Statement]:
    """Return the statements asked for, in order of time, those of no known day last.

    Args:
        book: the rulebook.
        by: only of this party with its offices, this office, this voice, `narrator` or `media`.
        about: only about this point, rule, term, relation or instrument.
        stance: only of this stance.
        known: only what was public on this day.
        grade: only evidence of this grade.
        since: only what may have been said on this day or later; what was said on no known day is left out.
        until: only what may have been said on this day or earlier.
        words: only where each of these words occurs: in what is said, who speaks, the source's title, or their names.
    """
    # One wish after the other, so that each looks only at what the ones before it have left.
    found: Iterable[Statement] = book.statements.values()
    if by is not None:
        names = names_of_party(book, by)
        found = [one for one in found if not names.isdisjoint(one.speakers)]
    if about is not None:
        found = [one for one in found if about in one.about]
    if stance is not None:
        found = [one for one in found if one.stance == stance]
    if known is not None:
        public = {source.id for source in book.sources.values() if _is_public(source, known)}
        found = [one for one in found if one.source in public]
    if grade is not None:
        found = [one for one in found if one.grade == grade]
    if since is not None or until is not None:
        found = [one for one in found if _is_said_within(one, since, until)]
    if words:
        found = [one for one in found if _has_words(book, one, words)]
    return sorted(found, key=lambda one: (one.on is None, one.on.earliest if one.on is not None else dt.date.max))


def names_of_party(book: Rulebook, name: str) -> frozenset[str]:
    """Return the name of a speaker, and those of its offices where it is a party."""
    offices = book.parties[name].offices if name in book.parties else ()
    return frozenset((name, *(f"{name}.{office.id}" for office in offices)))


def _is_public(source: Source, on: dt.date) -> bool:
    return source.published is not None and source.published.has_come(on) is True


def _is_said_within(statement: Statement, since: dt.date | None, until: dt.date | None) -> bool:
    on = statement.on
    if on is None:
        return False
    return (since is None or on.latest >= since) and (until is None or on.earliest <= until)


def _has_words(book: Rulebook, statement: Statement, words: str) -> bool:
    told = (
        statement.id,
        statement.source,
        statement.text,
        statement.description,
        statement.told_description,
        *statement.speakers,
        *statement.relays,
    )
    text = " ".join((*told, statement.to, book.sources[statement.source].title)).casefold()
    return all(word in text for word in words.casefold().split())


def wanted_instruments(
    book: Rulebook, day: dt.date, *, parties: Iterable[str] = (), only_in_effect: bool = False
) -> list[Instrument]:
    """Return the instruments asked for, in the order of the rulebook.

    Args:
        book: the rulebook.
        day: the day that membership and effect are about.
        parties: only those of one of these parties; none: of anybody.
        only_in_effect: leave out those that are certainly without effect on the day.
    """
    wanted = tuple(parties)
    found = list(book.instruments.values())
    if wanted:
        found = [one for one in found if any(membership_on(one, party, day) is not False for party in wanted)]
    if only_in_effect:
        found = [one for one in found if status_on(one, day) in (*IN_EFFECT, "suspended", "uncertain")]
    return found


def reader_names(book: Rulebook) -> list[str]:
    """Return all parties, offices and voices."""
    offices = [f"{party.id}.{office.id}" for party in book.parties.values() for office in party.offices]
    return [*book.parties, *offices, *book.voices]

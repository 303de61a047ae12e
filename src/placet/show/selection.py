"""Choose from the registers: the statements and instruments that somebody asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from placet.model import Instrument, Rulebook, Statement
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
    found = [
        one
        for one in book.statements.values()
        if is_wanted(book, one, by, about, stance, known)
        and (grade is None or one.grade == grade)
        and _is_said_within(one, since, until)
        and _has_words(book, one, words)
    ]
    return sorted(found, key=lambda one: (one.on is None, one.on.earliest if one.on is not None else dt.date.max))


def is_wanted(
    book: Rulebook, statement: Statement, by: str | None, about: str | None, stance: str | None, known: dt.date | None
) -> bool:
    """Say whether a statement is one of those asked for."""
    if by is not None and not any(speaker == by or speaker.startswith(f"{by}.") for speaker in statement.speakers):
        return False
    if about is not None and about not in statement.about:
        return False
    if stance is not None and statement.stance != stance:
        return False
    if known is None:
        return True
    published = book.sources[statement.source].published
    return published is not None and published.has_come(known) is True


def _is_said_within(statement: Statement, since: dt.date | None, until: dt.date | None) -> bool:
    if since is None and until is None:
        return True
    on = statement.on
    if on is None:
        return False
    return (since is None or on.latest >= since) and (until is None or on.earliest <= until)


def _has_words(book: Rulebook, statement: Statement, words: str) -> bool:
    if not words:
        return True
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

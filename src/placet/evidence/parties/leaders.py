"""Which state a person leads, or cannot lead: the tables of leaders by name and day, and of offices no state has."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from placet.evidence.parties.table import read_rows

GONE_THROUGH = "2025-12-01"
"""Until when the table of leaders is complete."""

_GENERATIONS = frozenset({"jr", "sr", "ii", "iii"})
Office: TypeAlias = Literal["president", "premier"]


class _Term(NamedTuple):
    short: frozenset[str]
    full: tuple[frozenset[str], ...]
    party: str
    office: str
    start: str
    end: str


def led_by(name: str, day: str | None, office: Office | None = None, *, is_then: bool = False) -> frozenset[str]:
    """Return the states that somebody of a name leads, or has led: none where the table has no such name.

    Who is in office on the day goes before those who were earlier: an article tells of past governments too.

    Args:
        name: in full, or the one by which the person is called.
        day: in ISO 8601; None where it is not known, so that all who ever held an office of the table fit.
        office: which of the two the person is said to hold; None: either.
        is_then: whether only who is in office on that day fits, and nobody where the day is not known.

    >>> [sorted(led_by("Obama", day)) for day in ("2012-05-01", "2020-05-01", "2002-05-01")]
    [['USA'], ['USA'], []]
    >>> [sorted(led_by("Lee", day)) for day in ("2012-05-01", "2024-05-01")], sorted(led_by("Lee Myung-bak", None))
    ([['KOR'], ['KOR', 'TWN']], ['KOR'])
    """
    parts = _parts(name)
    fitting = [
        each
        for each in _terms_with(parts)
        if office in {None, each.office}
        and (parts == each.short if len(parts) == 1 else any(parts <= full or full <= parts for full in each.full))
    ]
    if day is not None:
        now = [each for each in fitting if each.start <= day and (not each.end or day < each.end)]
        fitting = now or [each for each in fitting if not is_then and each.end and each.end <= day]
    elif is_then:
        return frozenset()
    return frozenset(each.party for each in fitting)


def called_by(surname: str, day: str) -> dict[str, tuple[frozenset[str], ...]]:
    """Return the states that somebody of a surname leads on a day, each with the parts of his names in full.

    >>> sorted(called_by("Obama", "2012-05-01")), sorted(called_by("Obama", "2020-05-01"))
    (['USA'], [])
    """
    parts = _parts(surname)
    return {
        each.party: each.full
        for each in _terms_with(parts)
        if parts == each.short and each.start <= day < (each.end or GONE_THROUGH)
    }


def led_by_another(name: str, day: str | None, office: Office) -> frozenset[str]:
    """Return the states in which somebody of another name holds an office on a day; none where the day is not known.

    Who held it when the table was last gone through may have left it since: later days exclude nobody.

    >>> "USA" in led_by_another("Guelleh", "2019-05-10", "president"), led_by_another("Guelleh", None, "president")
    (True, frozenset())
    >>> sorted(led_by_another("Guelleh", "2031-05-10", "president"))
    []
    """
    if day is None:
        return frozenset()
    return _held(office, day) - led_by(name, day, office)


def without_office(office: str) -> frozenset[str]:
    """Return the states that surely have no office of a kind: `minister`, `president`, `premier`.

    >>> without_office("minister"), without_office("mayor")
    (frozenset({'USA'}), frozenset())
    """
    return _without().get(office, frozenset())


@functools.cache
def _without() -> dict[str, frozenset[str]]:
    rows = read_rows("offices.md")
    return {office: frozenset(each.strip() for each in states.split(";")) for office, states, _, _ in rows}


@functools.cache
def _terms() -> tuple[_Term, ...]:
    found: list[_Term] = []
    for names, party, office, start, end, _ in read_rows("leaders.md"):
        words = [_parts(each) for each in names.split(";")]
        shorts = [each for each in words if len(each) == 1]
        full = tuple(each for each in words if len(each) > 1)
        found += [_Term(short, full, party, office, start, end) for short in shorts]
    return tuple(found)


@functools.cache
def _by_part() -> dict[str, tuple[_Term, ...]]:
    """Return the terms by each part of the names of those who held them."""
    found: dict[str, dict[int, _Term]] = {}
    for number, term in enumerate(_terms()):
        for part in term.short.union(*term.full):
            found.setdefault(part, {})[number] = term
    return {part: tuple(terms.values()) for part, terms in found.items()}


def _terms_with(parts: frozenset[str]) -> Iterable[_Term]:
    """Return the terms of those who have a part of a name; all where the name has none that counts."""
    if not parts:
        return _terms()
    return itertools.chain.from_iterable(_by_part().get(part, ()) for part in parts)


@functools.lru_cache(maxsize=512)
def _held(office: Office, day: str) -> frozenset[str]:
    """Return the states in which the table knows who holds an office on a day."""
    held = (each for each in _terms() if each.office == office and each.start <= day < (each.end or GONE_THROUGH))
    return frozenset(each.party for each in held)


def _parts(name: str) -> frozenset[str]:
    """Return the parts of a name in small letters: `George W. Bush` is George Bush, and `Marcos Jr` is Marcos."""
    words = (each.strip(" .’'").lower() for each in name.replace("-", " ").split())
    return frozenset(each for each in words if len(each) > 1 and "." not in each and each not in _GENERATIONS)

"""Where the words of the tables stand in a text."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from placet.evidence.parties.table import Entry, by_first_word

_WORD = re.compile(r"\w+")
_INSIDE = frozenset("’'.@/-_")
_OF_PAPERS = frozenset(
    ("said", "says", "reported", "reports", "wrote", "quoted", "cited", "newspaper", "daily", "has", "had", "that")
)
_GOES_ON = re.compile(r"\s(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)[A-Z]")
"""The name that goes on behind the one word of a paper's name: `The National | Assembly`, `The Nation | Party`."""
_JOINS = frozenset("-–/")


class Named(NamedTuple):
    """Words of a text that stand for a party, a body or an outlet.

    Attributes:
        start: where they begin.
        end: where they end; the possessive mark is not in them.
        entry: what the table says of them.
    """

    start: int
    end: int
    entry: Entry


def find_named(text: str) -> tuple[Named, ...]:
    """Return the names of states, peoples, seats, bodies and outlets in a text, in order, none within another.

    Letters count as they stand: `Turkey` is a state and `turkey` is none.

    >>> [(each.entry.party, each.entry.how) for each in find_named("Seoul and Japan’s Kyodo spoke of turkey.")]
    [('KOR', 'seat'), ('JPN', 'name'), ('JPN', 'outlet')]
    """
    table = _straight()
    straight = text.replace("’", "'")
    found: list[Named] = []
    at = 0
    for word in _beginning().finditer(text):
        entries = table.get(word[0])
        if entries is None:
            continue
        start = word.start()
        if start < at:
            continue
        # `non-US` is no mention of the state, but a hyphen joins two that are: `US-Japan`
        before = text[start - 1] if start else " "
        if before in _INSIDE and not (found and start - 1 == at and before in _JOINS):
            continue
        for words, entry in entries:
            if not straight.startswith(words, start):
                continue
            end = start + len(words)
            if entry.words[-1] != "." and text[end : end + 1].isalnum():
                continue
            if entry.how == "outlet" and _is_other_name(entry, text[end : end + 16]):
                continue
            found.append(Named(start, end, entry))
            at = end
            break
    return tuple(found)


@functools.cache
def _beginning() -> re.Pattern[str]:
    """Return the pattern of a word with such a letter first as some entry begins with: few have a small one."""
    letters = sorted({first[0] for first in by_first_word()})
    return re.compile(rf"\b[{re.escape(''.join(letters))}]\w*")


@functools.cache
def _straight() -> dict[str, tuple[tuple[str, Entry], ...]]:
    """Return the entries by their first word, each with its words as a text with straight marks has them."""
    return {
        first: tuple((entry.words.replace("’", "'"), entry) for entry in entries)
        for first, entries in by_first_word().items()
    }


def is_place(words: str) -> bool:
    """Return whether words are no more than the name or the seat of a state, or several: `Islamabad`, `Oslo/Bergen`.

    >>> is_place("New Delhi"), is_place("Power")
    (True, False)
    """
    return any(
        each.start == 0 and each.entry.how in {"name", "seat"} and words[each.end :].strip(" ./-,") == ""
        for each in find_named(words.split("/", maxsplit=1)[0])
    )


def _is_other_name(outlet: Entry, behind: str) -> bool:
    """Return whether the name of a paper is part of another: `The Australian embassy`, `The National Assembly`."""
    article, _, rest = outlet.words.partition(" ")
    if article != "The":
        return False
    if " " not in rest and _GOES_ON.match(behind) is not None:
        return True
    is_people = any(each.words == rest and each.how == "people" for each in by_first_word().get(rest, ()))
    word = _WORD.match(behind.lstrip(" ")) if is_people and behind[:1] == " " else None
    return word is not None and word[0] not in _OF_PAPERS


def named_in(text: str, start: int) -> tuple[Named, ...]:
    """Return the names in a piece of a text, by their places in the whole."""
    return tuple(each._replace(start=each.start + start, end=each.end + start) for each in find_named(text))

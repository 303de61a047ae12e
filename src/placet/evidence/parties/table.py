"""The tables of states, bodies and outlets, as they stand in the Markdown files beside this module."""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import Literal, NamedTuple, TypeAlias

How: TypeAlias = Literal["name", "people", "seat", "body", "outlet"]
"""What sort of word it is: a state's name, its people or adjective, its seat of government, a body, an outlet."""


class Entry(NamedTuple):
    """What a word or a group of words stands for.

    Attributes:
        words: as the table writes them.
        how: what sort of word it is.
        party: the code of the party; empty where it stands for none. For an outlet: the state where it is published.
        is_loose: whether the words are used of others too.
        what: what the table says of a body or an outlet; empty for others.
        is_mostly: of a name that several states use, whether it is this party's where nothing tells of another of them.
    """

    words: str
    how: How
    party: str
    is_loose: bool
    what: str = ""
    is_mostly: bool = False


@functools.cache
def entries() -> tuple[Entry, ...]:
    """Return every word of the tables with what it stands for, states first."""
    found: list[Entry] = []
    for code, _, names, peoples, seats in read_rows("states.md"):
        columns: tuple[tuple[How, str], ...] = (("name", names), ("people", peoples), ("seat", seats))
        for how, cell in columns:
            found += [Entry(words, how, code, loose) for words, loose in _words(cell)]
    for names, codes, what, _ in read_rows("bodies.md"):
        for cell in codes.split(";"):
            code, _, mark = cell.strip().partition(" ")
            found += [Entry(words, "body", code, loose, what, mark == "mostly") for words, loose in _words(names)]
    for names, code, what in read_rows("outlets.md"):
        found += [Entry(words, "outlet", code, loose, what) for words, loose in _words(names)]
    return tuple(found)


@functools.cache
def by_first_word() -> dict[str, tuple[Entry, ...]]:
    """Return the entries by their first word, the longest of each first."""
    found: dict[str, list[Entry]] = {}
    for entry in entries():
        found.setdefault(first_word(entry.words), []).append(entry)
    return {word: tuple(sorted(each, key=lambda entry: -len(entry.words))) for word, each in found.items()}


def first_word(words: str) -> str:
    """Return the letters and digits with which a group of words begins."""
    match = re.match(r"\w+", words)
    return match[0] if match else words


def state_name(code: str) -> str:
    """Return the name of a party by its code, or the code where no table names it.

    >>> state_name("KOR"), state_name("UNC")
    ('South Korea', 'United Nations Command')
    """
    return _names().get(code, code)


def code_of(short: str) -> str:
    """Return the three letters of a state for its two, or what was given where no state has them.

    >>> code_of("JP")
    'JPN'
    """
    return _codes().get(short.upper(), short)


def is_state(code: str) -> bool:
    """Return whether a party is a state of the table, and not an organisation or a command.

    >>> is_state("KOR"), is_state("UN")
    (True, False)
    """
    return code in _states()


def codes_named(words: str) -> tuple[str, ...]:
    """Return the codes of the states and bodies that a table calls so, whatever the capitals; none where it has none.

    >>> codes_named("japan"), codes_named("Seoul"), codes_named("JPN")
    (('JPN',), ('KOR',), ())
    """
    wanted = " ".join(words.split()).casefold()
    found = (entry for entry in entries() if entry.party and entry.how in {"name", "seat", "body"})
    return tuple(dict.fromkeys(entry.party for entry in found if entry.words.casefold() == wanted))


def outlet_home(outlet: str) -> str:
    """Return the state in which an outlet is published, by its name; empty where it is not known.

    >>> outlet_home("The Hankyoreh"), outlet_home("Village Gazette")
    ('KOR', '')
    """
    folded = outlet.casefold().removeprefix("the ").strip()
    return _homes().get(folded, "")


def home_of_address(address: str) -> str:
    """Return the state whose two letters end the host of an address; empty where no state's do.

    >>> home_of_address("https://english.example.co.kr/a/1"), home_of_address("https://example.com/")
    ('KOR', '')
    """
    host = re.sub(r"^[a-z]+://", "", address.strip().lower()).split("/", 1)[0].split(":", 1)[0]
    last = host.rpartition(".")[2] if "." in host else ""
    return _codes().get({"uk": "GB"}.get(last, last.upper()), "")


def home_of(outlet: str) -> str:
    """Return the state in which an outlet is published, by its name or its address.

    A name that holds a state's, its people's or its seat's (`Latvian Radio`, `Riga Courier`) is of that state.
    """
    if not outlet:
        return ""
    known = outlet_home(outlet)
    if known:
        return known
    if re.fullmatch(r"\S+\.[a-z]{2,}(/\S*)?", outlet.strip().lower()):
        return home_of_address(outlet)
    for entry in entries():
        if entry.how in {"name", "people", "seat"} and re.search(rf"\b{re.escape(entry.words)}\b", outlet):
            return entry.party
    return ""


def read_rows(name: str) -> list[tuple[str, ...]]:
    """Return the rows of the tables in a Markdown file beside this module, without their heads."""
    text = resources.files("placet.evidence.parties").joinpath(name).read_text("utf-8")
    lines = text.splitlines()
    found = []
    for before, line in zip(["", *lines], lines, strict=False):
        is_head = line.startswith("|") and not before.startswith("|")
        if line.startswith("|") and not is_head and not line.startswith("|---"):
            found.append(tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
    return found


@functools.cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in entries():
        if entry.party and entry.how in {"name", "body"} and entry.party not in found:
            found[entry.party] = entry.words
    return found


@functools.cache
def _codes() -> dict[str, str]:
    return {row[1]: row[0] for row in read_rows("states.md")}


@functools.cache
def _states() -> frozenset[str]:
    return frozenset(_codes().values())


@functools.cache
def _homes() -> dict[str, str]:
    return {entry.words.casefold().removeprefix("the "): entry.party for entry in entries() if entry.how == "outlet"}


def _words(cell: str) -> list[tuple[str, bool]]:
    """Return the words of a cell, and of each whether it stands in brackets."""
    return [(each.strip("[] "), each.strip().startswith("[")) for each in cell.split(";") if each.strip("[] ")]

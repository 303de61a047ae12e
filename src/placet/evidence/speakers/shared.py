"""Whose an office or body is whose name several states use: that of one of them, or open. `Defence Secretary`."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from placet.evidence.parties.find import Named, find_named
from placet.evidence.parties.table import Entry, by_first_word, first_word, is_state, state_name

_SHORT = re.compile(r"\b([A-Z][\w’'-]+(?:\s(?:of|the|for|and|on|[A-Z][\w’'-]*)){1,7})\s\(([A-Z]{2,6})\)")
"""A name and behind it the letters that stand for it from here on."""
_HALF = re.compile(r"\b[Tt]he (North|South)\b(?!-|\s[A-Z]|\sof\b|\s(?:and|or)\s[SN]outh\s)")
"""A state called by its half of what was one; `the North Sea` and `the North of the island` are none."""
_TELLS = frozenset({"name", "people", "seat"})


class Settled(NamedTuple):
    """The names of the tables in a text, each of one party.

    Attributes:
        named: the names, in order, without those that are left open.
        left_open: the names that several states use, where nothing says which is meant, with those states.
    """

    named: tuple[Named, ...]
    left_open: dict[str, tuple[str, ...]]


def settle(text: str, home: tuple[str, str]) -> Settled:
    """Find the names of the tables in a text, and say whose those are that several states use.

    Such a name is that of the home where the home uses it; else of the state using it that was told of last; else of
    the only one of them that the text tells of. Otherwise nobody knows whose it is, whatever else the text names.
    Of a text that tells of other states only it says nothing: the tables need not have all who use it.
    Where one state uses it mostly, it is that one's if the text tells of it, or neither tells of any other nor is
    written from there.

    Args:
        text: of the document.
        home: the state from which it is written, with the reason; both empty where that is not known.

    >>> found = settle("Kenya met Indian officials. The Foreign Secretary was silent.", ("KEN", "the dateline NAIROBI"))
    >>> [(each.entry.words, each.entry.party) for each in found.named][-1]
    ('Foreign Secretary', 'IND')
    >>> settle("The Foreign Secretary was silent.", ("KEN", "the dateline NAIROBI")).named
    ()
    """
    named = _with_halves(text, _without_others(text, _without_short_names(text, find_named(text))))
    told_of = {each.entry.party for each in named if _tells(each.entry)}
    found: list[Named] = []
    left_open: dict[str, tuple[str, ...]] = {}
    told: list[str] = []
    for each in named:
        if _tells(each.entry):
            told.append(each.entry.party)
        rows = _rows_of(each.entry)
        if len(rows) < 2:
            found.append(each)
            continue
        of_none = rows.pop("", None)
        party, why = _choose(rows, home, told, told_of)
        if party:
            found.append(
                each._replace(entry=rows[party]._replace(what=f"{rows[party].what}; of several states, {why}"))
            )
        elif of_none is not None:
            found.append(each._replace(entry=of_none))
        elif not told_of or told_of & set(rows):
            left_open[each.entry.words] = tuple(rows)
    return Settled(tuple(found), left_open)


def _without_short_names(text: str, named: tuple[Named, ...]) -> tuple[Named, ...]:
    """Leave out the letters for which the text itself has another name: `the Armed Forces of the Philippines (AFP)`."""
    short = {each.entry.words for each in named if each.entry.words.isupper() and each.entry.how in {"body", "outlet"}}
    own: set[str] = set()
    for match in _SHORT.finditer(text) if short else ():
        initials = "".join(word[0] for word in re.findall(r"[\w-]+", match[1]) if word[0].isupper())
        known = any(each.start == match.start(1) and each.end == match.end(1) for each in named)
        if match[2] in short and initials.endswith(match[2]) and not known:
            own.add(match[2])
    return tuple(each for each in named if each.entry.words not in own)


def _without_others(text: str, named: tuple[Named, ...]) -> tuple[Named, ...]:
    """Leave out the organ of one state beside which another is named: `the Australian Department of Defense`."""
    others = {
        body.start
        for state, body in itertools.pairwise(named)
        if body.entry.how == "body"
        and state.entry.how in {"name", "people"}
        and state.entry.party != body.entry.party
        and is_state(body.entry.party)
        and re.fullmatch(r"\s" if state.entry.how == "people" else r"[’']s?\s", text[state.end : body.start])
    }
    return tuple(each for each in named if each.start not in others) if others else named


def _with_halves(text: str, named: tuple[Named, ...]) -> tuple[Named, ...]:
    """Take `the North` for the one state so named that a text tells of, and `the South` for its other half."""
    states = {each.entry.words: each.entry for each in named if each.entry.how == "name"}
    norths = {entry.party: entry for words, entry in states.items() if words.startswith(("North ", "N. "))}
    if len(norths) != 1 or "the North" not in text.replace("The North", "the North"):
        return named
    north = next(iter(norths.values()))
    south = states.get(re.sub(r"^N(?:orth|\.)\s", "South ", north.words))
    halves = {"North": north, "South": south}
    taken = {each.start for each in named}
    added = [
        Named(match.start(1), match.end(1), half._replace(words=match[1]))
        for match in _HALF.finditer(text)
        if (half := halves[match[1]]) is not None and match.start(1) not in taken
    ]
    return tuple(sorted((*named, *added), key=lambda each: each.start))


def _choose(rows: dict[str, Entry], home: tuple[str, str], told: list[str], told_of: set[str]) -> tuple[str, str]:
    mostly = next((each.party for each in rows.values() if each.is_mostly), "")
    if mostly and (mostly in told_of or not {home[0], *told_of} & set(rows)):
        return mostly, f"it is mostly that of {state_name(mostly)}"
    if home[0] in rows:
        return home[0], f"by {home[1]}"
    party = next((each for each in reversed(told) if each in rows), "")
    behind = told_of & set(rows)
    if not party and len(behind) == 1:
        party = min(behind)
    return party, f"{state_name(party)} is told of" if party else ""


def _tells(entry: Entry) -> bool:
    """Return whether a name tells of a state: its own, its people's, its seat's, or that of a body only it has."""
    return bool(entry.party) and (entry.how in _TELLS or (entry.how == "body" and not entry.is_loose))


def _rows_of(entry: Entry) -> dict[str, Entry]:
    """Return what the tables say of a loose name of an office or body, by the party; empty for any other name."""
    if entry.how != "body" or not entry.is_loose:
        return {}
    same = (each for each in by_first_word()[first_word(entry.words)] if each.words == entry.words)
    return {each.party: each for each in same if each.how == "body"}

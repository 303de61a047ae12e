"""What there is in a rulebook and what joins it: gathered once for all days, looked at on one of them.

Of a hundred statements that a party made, a page mostly needs no more than how many there are by a day: they lie in the
order of their days, and are counted without a look at each.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from placet.model import Rulebook, Statement
from placet.model.dates import Day, Period
from placet.show.registers import membership_on, status_on

NodeKind = Literal["party", "office", "voice", "instrument", "rule", "reading", "statement"]
KINDS: tuple[NodeKind, ...] = ("party", "office", "voice", "instrument", "rule", "reading", "statement")


class Edge(msgspec.Struct, frozen=True, order=True):
    """Something that joins two things: `kind` says how, from the first to the second."""

    start: str
    end: str
    kind: str

    def other(self, name: str) -> str:
        """Return the other one of the two."""
        return self.end if self.start == name else self.start


class Joined:
    """Everything that a graph of a rulebook can show, on whatever day: made once for each version.

    Attributes:
        book: the rulebook.
        kinds: the kind of each thing by its name.
    """

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.kinds = named(book)
        self._edges: dict[str, list[Edge]] = {}
        for edge in _edges(book):
            for name in {edge.start, edge.end}:
                self._edges.setdefault(name, []).append(edge)
        self._said: dict[str, list[tuple[dt.date, Edge]]] = {}
        for statement in book.statements.values():
            for speaker in _speakers(statement):
                edge = Edge(speaker, statement.id, "says")
                self._edges.setdefault(statement.id, []).append(edge)
                self._said.setdefault(speaker, []).append((_said_by(book, statement), edge))
        for found in self._said.values():
            found.sort()
        self._days = {speaker: [day for day, _ in found] for speaker, found in self._said.items()}
        self._readings = {reading.id: reading for reading in book.readings}

    def edges(self, name: str) -> Iterable[Edge]:
        """Return what joins a thing to others, but for what it is said to have said."""
        return self._edges.get(name, ())

    def said(self, speaker: str, on: dt.date) -> list[Edge]:
        """Return what joins a speaker to what it had said by a day."""
        return [edge for _, edge in self._said.get(speaker, ())[: self.count_said(speaker, on)]]

    def count_said(self, speaker: str, on: dt.date) -> int:
        """Return how many statements a speaker had made by a day."""
        return bisect_right(self._days.get(speaker, ()), on)

    def is_there(self, name: str, on: dt.date) -> bool:
        """Say whether a thing has come about by a day and is not over; what is uncertain is there."""
        book = self.book
        match self.kinds.get(name):
            case None:
                return False
            case "instrument":
                return status_on(book.instruments[name], on) not in ("not yet", "cancelled", "ended")
            case "rule":
                return _holds(book.rules[name].period, on)
            case "reading":
                reading = self._readings[name]
                return _holds(Period(reading.start, reading.end), on)
            case "statement":
                return _said_by(book, book.statements[name]) <= on
            case _who:
                return True


class Web:
    """All that there is of a rulebook on a day: what joins each thing to others.

    Agreements that have ended, and readings that no longer hold, are not there.
    """

    def __init__(self, joined: Joined, on: dt.date) -> None:
        self.joined = joined
        self.on = on
        self._there: dict[str, bool] = {}
        self._edges: dict[str, tuple[Edge, ...]] = {}

    def is_there(self, name: str) -> bool:
        """Say whether a thing is there on the day."""
        found = self._there.get(name)
        if found is None:
            found = self._there[name] = self.joined.is_there(name, self.on)
        return found

    def kind(self, name: str) -> NodeKind | None:
        """Return the kind of a thing; None where it is not there on the day."""
        return self.joined.kinds[name] if self.is_there(name) else None

    def edges(self, name: str) -> tuple[Edge, ...]:
        """Return what joins a thing to others on the day, but for what it is said to have said."""
        found = self._edges.get(name)
        if found is None:
            found = self._edges[name] = tuple(
                sorted(
                    edge
                    for edge in self.joined.edges(name)
                    if self.is_there(edge.start)
                    and self.is_there(edge.end)
                    and (edge.kind != "party to" or self._is_member(edge))
                )
                if self.is_there(name)
                else ()
            )
        return found

    def _is_member(self, edge: Edge) -> bool:
        return membership_on(self.joined.book.instruments[edge.end], edge.start, self.on) is not False

    def neighbours(self, name: str) -> tuple[Edge, ...]:
        """Return all that joins a thing to others on the day."""
        said = self.joined.said(name, self.on) if self.is_there(name) else []
        return tuple(sorted((*self.edges(name), *said))) if said else self.edges(name)

    def between(self, nodes: set[str]) -> list[Edge]:
        """Return what joins some things to each other."""
        # Whoever speaks, the statement itself knows of it.
        return sorted({edge for name in nodes for edge in self.edges(name) if {edge.start, edge.end} <= nodes})

    def count_beyond(self, name: str, nodes: set[str]) -> int:
        """Return how many things are joined to one that are not among some others.

        Args:
            name: one of `nodes`.
            nodes: the others.
        """
        others = {edge.other(name) for edge in self.edges(name)}
        said = self.joined.count_said(name, self.on) if self.is_there(name) else 0
        told = sum(
            1
            for node in (nodes if said else ())
            if self.joined.kinds[node] == "statement"
            and self.is_there(node)
            and name in _speakers(self.joined.book.statements[node])
        )
        return len(others - nodes) + said - told


def named(book: Rulebook) -> dict[str, NodeKind]:
    """Return the kind of everything that a graph can show, by name."""
    found: dict[str, NodeKind] = {}
    for party in book.parties.values():
        found[party.id] = "party"
        found.update({f"{party.id}.{office.id}": "office" for office in party.offices})
    found.update(dict.fromkeys(book.voices, "voice"))
    found.update(dict.fromkeys(book.instruments, "instrument"))
    found.update(dict.fromkeys(book.rules, "rule"))
    found.update({reading.id: "reading" for reading in book.readings})
    found.update(dict.fromkeys(book.statements, "statement"))
    return found


def _edges(book: Rulebook) -> Iterator[Edge]:
    """Yield everything that joins two things on some day, but who says what; each joins two that can be shown."""
    kinds = named(book)
    for edge in _all_edges(book):
        if edge.start in kinds and edge.end in kinds:
            yield edge


def _all_edges(book: Rulebook) -> Iterator[Edge]:
    for party in book.parties.values():
        yield from (Edge(f"{party.id}.{office.id}", party.id, "office of") for office in party.offices)
    for instrument in book.instruments.values():
        for party_id in dict.fromkeys(member.party for member in instrument.members):
            yield Edge(party_id, instrument.id, "party to")
    for rule in book.rules.values():
        if rule.instrument is not None:
            yield Edge(rule.id, rule.instrument, "stands in")
        if rule.held_by is not None:
            yield Edge(rule.id, rule.held_by, "held by")
        yield from (Edge(rule.id, other, "overrides") for other in rule.overrides)
        yield from (Edge(rule.id, statement, "rests on") for statement in rule.says)
    for reading in book.readings:
        yield Edge(reading.reader, reading.id, "reads")
        yield Edge(reading.id, reading.of, "reading of")
        yield from (Edge(reading.id, statement, "rests on") for statement in reading.says)


def _speakers(statement: Statement) -> tuple[str, ...]:
    return statement.speakers if statement.text_of is None else (statement.text_of,)


def _said_by(book: Rulebook, statement: Statement) -> dt.date:
    """The day by which a statement is taken to have been made; what may have been made earlier counts as made."""
    said = statement.on or book.sources[statement.source].published
    return said.earliest if said is not None else dt.date.min


def _holds(period: Period, on: dt.date) -> bool:
    return _has_come(period.start, on) and not (period.end is not None and period.end.latest <= on)


def _has_come(day: Day | None, on: dt.date) -> bool:
    return day is None or day.earliest <= on

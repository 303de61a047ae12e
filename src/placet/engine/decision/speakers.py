"""Which rules may speak in a situation, and on what their part in each reader's answer hangs.

The conjunctions that a situation leaves possible select the rules that may speak; a reader with the same rules before
it is the same `Part`, which remembers what it has already answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from placet.engine.columns.columns import GroundRule
from placet.engine.decision.judge import Finding
from placet.engine.logic.cubes import CubeTable
from placet.engine.logic.expressions import FALSE, TRUE
from placet.engine.logic.variables import Variables

REMEMBERED = 20_000
"""How many answers of each sort are remembered in one place before it begins anew."""


class Scope(msgspec.Struct, frozen=True):
    """What one rule's part in an answer hangs on, that of the rules that override it included."""

    relevant: int
    """The conjunctions of its conditions."""
    whole: frozenset[int]
    """The variables whose every value may matter: its open points, and what its hard conditions test."""
    variables: frozenset[int]
    """All variables that it tests."""


class Part:
    """The rules that may speak for one reader, and the answers that they have already come to.

    Args:
        reader: the reader's name.
        role: party, office or voice.
        rules: overriders first.
        table: all conjunctions.
        scopes: the scope of every rule.
        doubtful: the conjunctions that open points touch.
        bits: for each whole condition (its conjunctions) a bit of its own, the same for all parts.
    """

    def __init__(
        self,
        reader: str,
        role: str,
        rules: tuple[GroundRule, ...],
        table: CubeTable,
        scopes: Mapping[int, Scope],
        doubtful: int,
        bits: dict[int, int],
    ) -> None:
        self.reader = reader
        self.role = role
        self.rules = rules
        self.kept = tuple(sorted({part.field for ground in rules for part in ground.evidence.keyed}))
        """The fields whose values bear on the grade of an answer."""
        self.scope = 0
        """The conjunctions of all conditions of the rules."""
        self.is_hard = False
        """Whether some condition has no conjunctions."""
        for ground in rules:
            self.scope |= scopes[id(ground)].relevant
            self.is_hard = self.is_hard or any(c not in table.masks for c in conditions_of(ground))
        self.tests, self.raw = self._tests(table, doubtful, bits)
        """The conditions that are true or not as a whole, with their bits; and single conjunctions that count."""
        self.tested = sum({bit for bit, _ in self.tests})
        self.bare: dict[object, tuple[int, Finding]] = {}
        """By what the tests say, where every fact is known: a number of its own for each answer, and the answer."""
        self.evidence: dict[tuple[object, ...], dict[str, tuple[str, tuple[str, ...]]]] = {}
        """By the values of the kept fields, the grade of each rule and the readings that bear on it."""
        self.found: dict[object, tuple[int, Finding]] = {}
        """By the possible conjunctions and the unknown facts."""

    def _tests(self, table: CubeTable, doubtful: int, bits: dict[int, int]) -> tuple[tuple[tuple[int, int], ...], int]:
        """What the answer hangs on where all facts are known: bits for whole conditions, and single conjunctions.

        A condition that no open point touches is true or not, whichever of its conjunctions is: one bit tells.
        """
        tests: dict[int, int] = {}
        raw = 0
        for ground in self.rules:
            exceptions = 0
            for _, holds in ground.exceptions:
                exceptions |= table.masks.get(holds, 0)
            masks = [exceptions, *(table.masks.get(c, 0) for c in (ground.doubt, *(n.guard for n in ground.needs)))]
            speaks = table.masks.get(ground.speaks, 0)
            if speaks & doubtful:
                raw |= speaks
            for mask in masks:
                raw |= mask & doubtful
                plain = mask & ~doubtful
                if plain and not plain & 1 and plain not in tests:
                    tests[plain] = bits.setdefault(plain, (table.everything + 1) << len(bits))
        return tuple((bit, mask) for mask, bit in tests.items()), raw


class Selection(msgspec.Struct):
    """The parts of all readers for whom some rule may speak, and what they have come to together."""

    parts: tuple[Part, ...]
    tests: tuple[tuple[int, int], ...]
    raw: int
    kept: tuple[str, ...]
    is_hard: bool
    decisions: dict[object, Any]
    """By what the tests say, where every fact is known."""


class SpeakerIndex:
    """Finds the parts for what is possible.

    Args:
        columns: every reader's rules, overriders first.
        roles: party, office or voice.
        table: the conjunctions of all conditions.
        variables: what they test.
        doubtful: the conjunctions that open points touch.
    """

    def __init__(
        self,
        columns: Mapping[str, tuple[GroundRule, ...]],
        roles: Mapping[str, str],
        table: CubeTable,
        variables: Variables,
        doubtful: int,
    ) -> None:
        self.columns = columns
        self.roles = roles
        self.table = table
        self.variables = variables
        self.doubtful = doubtful
        self.scopes = dict(pair for rules in columns.values() for pair in self._scopes_of(rules))
        self.mask = 0
        """All conjunctions under which some rule speaks."""
        self._at: dict[int, list[tuple[str, int]]] = {}
        self._hard: list[tuple[str, int]] = []
        self._parts: dict[tuple[str, ...], Part] = {}
        self._joined: dict[tuple[int, ...], Selection] = {}
        self._selected: dict[int, Selection] = {}
        self._bits: dict[int, int] = {}
        for reader, rules in columns.items():
            for place, ground in enumerate(rules):
                mask = table.masks.get(ground.speaks)
                if mask is None:
                    self._hard.append((reader, place))
                    continue
                self.mask |= mask
                while mask:
                    bit = mask & -mask
                    self._at.setdefault(bit, []).append((reader, place))
                    mask ^= bit

    def select(self, possible: int) -> Selection:
        """Return the parts of all readers for whom some rule may speak."""
        speaking = possible & self.mask
        found = self._selected.get(speaking)
        if found is None:
            if len(self._selected) >= REMEMBERED:
                self._selected.clear()
                self._joined.clear()
                self._parts.clear()
            parts = self._select(speaking)
            found = self._joined.get(tuple(map(id, parts)))
            if found is None:
                found = self._joined[tuple(map(id, parts))] = self._join(parts)
            self._selected[speaking] = found
        return found

    def _join(self, parts: tuple[Part, ...]) -> Selection:
        tests = {bit: mask for part in parts for bit, mask in part.tests}
        raw = 0
        for part in parts:
            raw |= part.raw
        kept = tuple(sorted({field for part in parts for field in part.kept}))
        return Selection(parts, tuple(tests.items()), raw, kept, any(part.is_hard for part in parts), {})

    def _select(self, speaking: int) -> tuple[Part, ...]:
        places: dict[str, set[int]] = {}
        for reader, place in self._hard:
            places.setdefault(reader, set()).add(place)
        while speaking:
            bit = speaking & -speaking
            for reader, place in self._at[bit]:
                places.setdefault(reader, set()).add(place)
            speaking ^= bit
        found = []
        for reader in self.roles:
            if reader not in places:
                continue
            rules = tuple([self.columns[reader][place] for place in sorted(places[reader])])
            key = (reader, *[ground.rule.id for ground in rules])
            part = self._parts.get(key)
            if part is None:
                part = Part(reader, self.roles[reader], rules, self.table, self.scopes, self.doubtful, self._bits)
                self._parts[key] = part
            found.append(part)
        return tuple(found)

    def _scopes_of(self, rules: Iterable[GroundRule]) -> Iterable[tuple[int, Scope]]:
        """The scope of each rule of a column, by the rule's identity; a column names overriders first."""
        by_name: dict[str, Scope] = {}
        expressions = self.variables.expressions
        for ground in rules:
            relevant = 0
            points = expressions.variables(ground.stands)
            whole = {number for number in points if self.variables.all[number].open.kind != "field"}
            tested = set(points)
            for condition in conditions_of(ground):
                tested |= expressions.variables(condition)
                if condition in self.table.masks:
                    relevant |= self.table.masks[condition]
                else:
                    whole |= expressions.variables(condition)
            for name in ground.overridden_by:
                relevant |= by_name[name].relevant
                whole |= by_name[name].whole
                tested |= by_name[name].variables
            scope = by_name[ground.rule.id] = Scope(relevant, frozenset(whole), frozenset(tested))
            yield id(ground), scope


def conditions_of(ground: GroundRule) -> Iterable[int]:
    """Yield every condition on which a rule's part in an answer hangs."""
    yield ground.speaks
    if ground.doubt not in (FALSE, TRUE):
        yield ground.doubt
    for _, exception in ground.exceptions:
        yield exception
    for _, doubt in ground.doubted_by:
        yield doubt
    for need in ground.needs:
        if need.guard != TRUE:
            yield need.guard

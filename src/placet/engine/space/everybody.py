"""All readers of a rulebook over the same situations: where each one's rules speak, where an office says its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from placet.engine.columns.calendar import Calendar
from placet.engine.columns.columns import ground_columns
from placet.engine.columns.parts import Parts, parts_of
from placet.engine.space.binary_covers import covers_of
from placet.engine.space.conditions import Piece, tests_in
from placet.engine.space.cover import Cube
from placet.engine.space.examples import plain_example
from placet.engine.space.situations import NODES, Situations
from placet.model import Rulebook, Value
from placet.model.answers import BASES


class Everybody:
    """Every reader of a rulebook on the day `on`, as known on the day `known`, over all situations.

    Args:
        rulebook: whose readers they are.
        on: the day of the act.
        known: the day up to which things were public; None: all of it.
        given: facts that every situation shares.
        most: how many diagram nodes may be made.

    Raises:
        ValueError: a given value is none of its field's.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        on: dt.date,
        known: dt.date | None,
        given: Mapping[str, Value] | None = None,
        most: int = NODES,
    ) -> None:
        self.rulebook = rulebook
        calendar = Calendar(rulebook, on, known, given)
        self.columns = ground_columns(calendar)
        """The rules of every reader; an office or a voice that reads and holds nothing is not there."""
        self._rules = {reader: {each.rule.id: each for each in rules} for reader, rules in self.columns.items()}
        self.expressions = calendar.variables.expressions
        self.parts = {reader: parts_of(rules, self.expressions) for reader, rules in self.columns.items()}
        self.counted = [reader for reader in self.columns if reader not in rulebook.voices]
        """The parties, and the offices that have an answer of their own."""
        self.roots = {reader: tuple(_roots(parts)) for reader, parts in self.parts.items()}
        """The expressions on which each reader's answer hangs."""
        self.situations = Situations(
            calendar.variables, dict.fromkeys(root for roots in self.roots.values() for root in roots), most
        )
        self.diagrams = self.situations.diagrams
        self.covers = covers_of(self.diagrams)
        self._sized: dict[tuple[int, int], tuple[tuple[int, Cube], ...]] = {}

    def speaking(self, reader: str, rule: str | None = None) -> int:
        """Return where a rule of a reader speaks or may do so; None: any rule, so where the reader is not silent."""
        if rule is None:
            return self.situations.possible(self.parts[reader].speaks)
        return self.situations.possible(self._rules[reader][rule].speaks)

    def column_of(self, reader: str) -> str:
        """Return whose column a reader goes by: an office that reads and holds nothing goes by its party's."""
        return reader if reader in self.columns else reader.partition(".")[0]

    def says_its_own(self, office: str) -> int:
        """Return where the answer of an office is another than its party's, so that a verdict counts it for itself."""
        one, other = self.parts[office], self.parts[office.partition(".")[0]]
        pairs = list(zip(self._kinds(one), self._kinds(other), strict=True))
        for step in sorted(one.asks.keys() | other.asks.keys()):
            for basis in BASES:
                pairs.append(
                    (
                        self.situations.certain(one.asked(self.expressions, step, basis)),
                        self.situations.certain(other.asked(self.expressions, step, basis)),
                    )
                )
        return self.covers.union(self._differ(*pair) for pair in dict.fromkeys(pairs))

    def pieces(self, region: int, elsewhere: int = 0) -> tuple[Piece, ...]:
        """Return an irredundant cover of a region, the largest piece first; `elsewhere` as in `sized_cover`."""
        sized = self.sized_cover(region, elsewhere)
        return tuple(Piece(tests_in(self.situations, cube), size) for size, cube in sized)

    def sized_cover(self, region: int, elsewhere: int = 0) -> tuple[tuple[int, Cube], ...]:
        """Return an irredundant cover of a region as conjunctions with their sizes, the largest first.

        Args:
            region: the situations to be covered.
            elsewhere: situations, outside the region, that do not matter and are not counted.
        """
        known = self._sized.get((region, elsewhere))
        if known is None:
            sized = []
            for cube in self.covers.cover(region, elsewhere):
                inside = self.diagrams.both(region, self.covers.diagram_of(cube)) if elsewhere else None
                if inside is not None:
                    cube = self._with_nobody(cube, inside)
                sized.append((self.situations.count(self.covers.diagram_of(cube) if inside is None else inside), cube))
            known = self._sized[region, elsewhere] = tuple(sorted(sized, key=lambda one: -one[0]))
        return known

    def first_of(self, region: int, elsewhere: int = 0) -> int:
        """Return the situations of a region that are in the first piece of its cover."""
        return self.diagrams.both(region, self.covers.diagram_of(self.sized_cover(region, elsewhere)[0][1]))

    def with_value(self, diagram: int, level: int, value: int) -> int:
        """Return what is left of a diagram where the variable at a level has a value."""
        return self._with_value(diagram, level, value, {})

    def example(self, region: int, readers: Iterable[str]) -> dict[str, Value]:
        """Return a plain situation of a region, in the facts on which the answers of some readers hang."""
        roots = dict.fromkeys(root for reader in readers for root in self.roots[reader])
        cube: Cube = {}
        while region > 1:
            level, children = self.diagrams.levels[region], self.diagrams.children_of(region)
            values = self.situations.variables.all[self.diagrams.order[level]].values
            possible = [value for value, child in enumerate(children) if child]
            # None, nobody and no before anything else.
            chosen = next((value for value in possible if values[value] is None or values[value] is False), possible[0])
            cube[level] = 1 << chosen
            region = children[chosen]
        return plain_example(self.situations, cube, roots)[2]

    def _with_nobody(self, cube: Cube, inside: int) -> Cube:
        """Say of a set that is told member by member that it is empty, where it is: that is shorter."""
        for numbers in self.situations.variables.by_open.values():
            levels = [self.diagrams.level[number] for number in numbers]
            told = [level for level in levels if cube.get(level) == 1]
            if 1 < len(told) < len(levels) and self.situations.variables.all[numbers[0]].member:
                empty = dict.fromkeys(levels, 1)
                if all(cube.get(level, 1) == 1 for level in levels) and not self.diagrams.both(
                    inside, self.diagrams.negation(self.covers.diagram_of(empty))
                ):
                    cube = {**cube, **empty}
        return cube

    def _with_value(self, diagram: int, level: int, value: int, memo: dict[int, int]) -> int:
        here = self.diagrams.levels[diagram]
        if here > level:
            return diagram
        if here == level:
            return self.diagrams.children_of(diagram)[value]
        left = memo.get(diagram)
        if left is None:
            children = self.diagrams.children_of(diagram)
            left = self.diagrams.make(here, tuple([self._with_value(child, level, value, memo) for child in children]))
            memo[diagram] = left
        return left

    def _kinds(self, parts: Parts) -> tuple[int, int, int, int]:
        """Where an answer is silent, barred, undetermined, and needs something: elsewhere it is clear."""
        possible, certain = self.situations.possible, self.situations.certain
        both, negation = self.diagrams.both, self.diagrams.negation
        required = [parts.requirement(self.expressions, step, basis) for step in parts.asks for basis in BASES]
        barred = certain(parts.bar)
        whole = dict.fromkeys((parts.bar, parts.speaks, *required))
        unclear = self.covers.union(both(possible(each), negation(certain(each))) for each in whole)
        asked = self.covers.union(certain(each) for each in dict.fromkeys(required))
        return negation(possible(parts.speaks)), barred, unclear, both(asked, negation(unclear))

    def _differ(self, one: int, other: int) -> int:
        both, negation = self.diagrams.both, self.diagrams.negation
        if one == other:
            return 0
        return self.diagrams.either(both(one, negation(other)), both(other, negation(one)))


def _roots(parts: Parts) -> Iterable[int]:
    return (parts.bar, parts.speaks, *(ask.when for asks in parts.asks.values() for ask in asks))

"""Single situations in which something is looked at closely: one by itself, or many that are judged together."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from placet.engine.logic.expressions import FALSE, TRUE, Expressions
from placet.engine.space.at_once import AtOnce, places_in
from placet.engine.space.situations import Situations
from placet.model import Step, Value

if TYPE_CHECKING:
    from placet.engine.columns.parts import Ask
    from placet.engine.space.examples import Within


class Scene:
    """One situation, all of whose facts are known, and what has been found out about it.

    Args:
        expressions: what is judged.
        values: by variable, the number of each fact's value; -1 for points.
        given: the same as facts.
    """

    def __init__(self, expressions: Expressions, values: Sequence[int], given: Mapping[str, Value]) -> None:
        self.given = given
        self._expressions = expressions
        self._values = values
        self._memo: dict[int, int] = {FALSE: FALSE, TRUE: TRUE}
        self._truths: dict[int, int] = {FALSE: 0, TRUE: 1}

    def truth(self, expression: int) -> int:
        """Return 1 or 0 where an expression is true or false part by part, and -1 where it hangs on open points."""
        return self._expressions.truth(expression, self._values, self._truths)

    def left_of(self, expression: int) -> int:
        """Return what is left of an expression."""
        return self._expressions.left_of(expression, self._values, self._memo)

    def asks(self, within: Within) -> dict[Step, list[tuple[Ask, int]]]:
        """Return by step what asks for it, or may do so; with each 1 where it does, and else what `truth` says."""
        found = within.asks(self._values)
        return {step: [(ask, self.truth(ask.when)) for ask in asks] for step, asks in found.items()}


class Scenes:
    """The plainest situations of many conjunctions, judged at once.

    Args:
        situations: all situations.
        cubes: the conjunctions, by level the mask of the values allowed there.
    """

    def __init__(self, situations: Situations, cubes: Sequence[Mapping[int, int]]) -> None:
        self.situations = situations
        self.cubes = cubes
        self.changes = [situations.plainest_changes(cube) for cube in cubes]
        self.judged = AtOnce(situations.expressions, situations.plainest_by_variable, self.changes)
        self._asks: dict[int, dict[int, list[tuple[Ask, int]]]] = {}

    def at(self, place: int, among: int) -> SceneAmong:
        """Return one of the situations; `among` are those (a bit for each) in which the same is looked at."""
        return SceneAmong(self, place, among)

    def told(self, roots: Iterable[tuple[int, int]]) -> list[dict[str, Value]]:
        """Return as much of each situation as makes a difference.

        That leaves out the facts that, beside what the conjunction names, no root tests any more.

        Args:
            roots: expressions, each with the situations (a bit for each) in which it makes the difference.
        """
        situations, every = self.situations, self.situations.variables.all
        names = [{every[number].open.name for number in changed} for changed in self.changes]
        known = []
        for place, changed in enumerate(self.changes):
            values = dict(changed)
            for name in names[place]:
                for number in situations.variables_of[name]:
                    values.setdefault(number, situations.plainest_by_variable[number])
            known.append(values)
        nothing = [-1] * len(every)
        for number, places in AtOnce(situations.expressions, nothing, known).hanging(roots).items():
            name = every[number].open.name
            for place in places_in(places):
                names[place].add(name)
        rank, fixed = situations.rank_of_field, situations.variables.fixed.keys()
        found = []
        for place, told in enumerate(names):
            given = self.given(place)
            wanted = sorted((each for each in told | fixed if each in given), key=rank.__getitem__)
            found.append({name: given[name] for name in wanted})
        return found

    def given(self, place: int) -> Mapping[str, Value]:
        """Return one of the situations as facts."""
        return ChainMap(self.situations.facts_of(self.changes[place]), self.situations.plainest_given)

    def asks(self, within: Within, place: int, among: int) -> list[tuple[Ask, int]]:
        """Return what asks for something in one of the situations (1), or may do so (-1); see `at`."""
        known = self._asks.get(id(within))
        if known is None:
            known = self._asks[id(within)] = {}
            for ask in within.every_ask:
                true, false = self.judged.truths(ask.when)
                if true & among:
                    certain = ask, 1
                    for at in places_in(among & true):
                        known.setdefault(at, []).append(certain)
                if among & ~(true | false):
                    perhaps = ask, -1
                    for at in places_in(among & ~(true | false)):
                        known.setdefault(at, []).append(perhaps)
        return known.get(place, [])


class SceneAmong:
    """One of many situations; see `Scene`."""

    def __init__(self, scenes: Scenes, place: int, among: int) -> None:
        self._scenes = scenes
        self._place = place
        self._among = among
        self._memo: dict[int, int] = {FALSE: FALSE, TRUE: TRUE}

    @cached_property
    def given(self) -> Mapping[str, Value]:
        """The facts."""
        return self._scenes.given(self._place)

    def truth(self, expression: int) -> int:
        """Return 1 or 0 where an expression is true or false part by part, and -1 where it hangs on open points."""
        return self._scenes.judged.truth(expression, self._place)

    def left_of(self, expression: int) -> int:
        """Return what is left of an expression."""
        return self._scenes.situations.expressions.left_of(expression, self._values, self._memo)

    def asks(self, within: Within) -> dict[Step, list[tuple[Ask, int]]]:
        """Return by step what asks for it, or may do so; with each 1 where it does, and else what `truth` says."""
        found: dict[Step, list[tuple[Ask, int]]] = {}
        for each in self._scenes.asks(within, self._place, self._among):
            found.setdefault(each[0].step, []).append(each)
        return found

    @cached_property
    def _values(self) -> list[int]:
        values = list(self._scenes.situations.plainest_by_variable)
        for number, value in self._scenes.changes[self._place].items():
            values[number] = value
        return values

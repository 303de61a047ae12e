"""The norms in layers of named yes-or-no columns, for engines that work on tables.

A column of a layer needs no column but the table's and those of the layers before, so that nothing is worked out twice.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bench.decide.ground import Ground, Norm
from bench.decide.lowering import conjunction
from bench.sweep.question import Asked
from placet.model import Condition
from placet.model.conditions import ALWAYS, NEVER


class Conjunction(msgspec.Struct, frozen=True):
    """True where a condition on the fields is, all columns of `true` are, and none of `false` is."""

    condition: Condition = ALWAYS
    true: tuple[str, ...] = ()
    false: tuple[str, ...] = ()


Column = tuple[Conjunction, ...]
"""True where one of some conjunctions is."""

Layers = list[dict[str, Column]]


def layers_of(ground: Ground, asked: Sequence[Asked]) -> tuple[Layers, list[str]]:
    """Return the layers, and the names of the columns that are the outputs asked for."""
    depths: dict[str, int] = {}
    speaking: dict[str, Column] = {}
    standing: Layers = []
    for norm in ground.norms.values():
        depth = depths[norm.key] = 1 + max((depths[key] for key in norm.overridden_by), default=-1)
        speaking[_speaks(norm.key)] = (Conjunction(norm.speaks),)
        if norm.excepted != NEVER:
            speaking[f"excepted_{norm.key}"] = (Conjunction(norm.excepted),)
        while len(standing) <= depth:
            standing.append({})
        standing[depth][_stands(norm.key)] = (_standing(norm),)
    outputs = {
        output.key: tuple(
            Conjunction(term.where, ((_speaks if term.only_speaks else _stands)(term.norm),)) for term in output.terms
        )
        for output in ground.outputs.values()
    }
    worlds: dict[str, Column] = {}
    wanted: dict[str, Column] = {}
    for number, each in enumerate(asked):
        names = []
        for world in each.worlds:
            names.append(f"w{len(worlds)}")
            worlds[names[-1]] = tuple(Conjunction(conjunction(()), (key,)) for key in world)
        wanted[f"a{number}"] = (Conjunction(ALWAYS, tuple(names)),)
    return [speaking, *standing, outputs, worlds, wanted], list(wanted)


def _standing(norm: Norm) -> Conjunction:
    excepted = (f"excepted_{norm.key}",) if norm.excepted != NEVER else ()
    return Conjunction(ALWAYS, (_speaks(norm.key),), (*excepted, *map(_stands, norm.overridden_by)))


def _speaks(key: str) -> str:
    return f"speaks_{key}"


def _stands(key: str) -> str:
    return f"stands_{key}"

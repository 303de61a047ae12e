"""The passages behind a rulebook's statements: where they are in the store, or by what they are recognised."""

from __future__ import annotations

from collections.abc import Sequence

from placet.evidence.review.decide import Refused as NotRead
from placet.evidence.review.passages import FILE as PASSAGES
from placet.evidence.review.passages import Behind, Places, find_behind, read_passages
from placet.evidence.suggest import Suggester
from placet.model import Statement
from placet.web.evidence_desk import at_desk, is_anything_stored, lacking, remember
from placet.web.visit import Visit
from placet.web.worlds import World


def digits_of(world: World) -> dict[str, str]:
    """Return the digits by which a rulebook's passages are recognised, by statement; none where they cannot be read."""

    def read() -> dict[str, str]:
        try:
            return read_passages(world.folder)
        except NotRead:
            return {}

    return world.remember(("passages", _stamp(world)), read)


def suggester_of(world: World) -> Suggester:
    """Return what suggests what a statement is about in a rulebook, by the words alone."""
    return world.remember(("suggester", _stamp(world)), lambda: Suggester(world.book, digits_of(world)))


def behind(visit: Visit, statements: Sequence[Statement]) -> dict[str, Behind]:
    """Return what is behind statements, by their names."""
    world = visit.world
    digits = digits_of(world)
    if lacking() or not is_anything_stored(visit):
        return {one.id: Behind(one, world.book.sources[one.source], digits.get(one.id, "")) for one in statements}

    def find() -> dict[str, Behind]:
        with at_desk(visit) as desk:
            places = remember(visit, "places", lambda: Places(desk.store))
            places.store = desk.store
            found = find_behind(world.book, statements, digits, desk.store, places)
        return {one.statement.id: one for one in found}

    return find()


def _stamp(world: World) -> int:
    """Return what is different as soon as the table of passages was written."""
    try:
        return (world.folder / PASSAGES).stat().st_mtime_ns
    except OSError:
        return 0

"""Since when two readers part, and until when: the comparison of their answers over the whole of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from placet.engine.space.differences import Difference, Sides, Truth, What, roots_of
from placet.engine.space.sides import Perspective, Side, sides_of
from placet.engine.space.situations import Situations
from placet.engine.variation.excerpt import Excerpt
from placet.engine.variation.timeline import Axis, events
from placet.model import Rulebook, Step, Value
from placet.model.answers import Basis


class Spell(msgspec.Struct, frozen=True):
    """A time during which two answers part over one thing in the same situations; `end` is not included."""

    start: dt.date | None
    end: dt.date | None
    count: int


class Dispute(msgspec.Struct, frozen=True):
    """One thing over which two answers part at some time: see `Difference` for most of the attributes."""

    what: What
    side: int
    here: Truth
    there: Truth
    rule: str | None
    clause: int | None
    steps: tuple[Step, ...]
    force: tuple[Basis | None, Basis | None] | None
    spells: tuple[Spell, ...]


class History(msgspec.Struct, frozen=True):
    """The comparison of two readers over the whole of one axis of time.

    Attributes:
        readers: the two.
        axis: which of the two days moves.
        total: how many situations there are.
        disputes: all things over which they part at some time, those of the longest standing first.
        spells: the times during which they part over anything, each with its end, which is not included.
    """

    readers: tuple[str, str]
    axis: Axis
    total: int
    disputes: tuple[Dispute, ...]
    spells: tuple[tuple[dt.date | None, dt.date | None], ...]


def compare_over_time(
    rulebook: Rulebook,
    readers: tuple[str, str],
    axis: Axis,
    fixed: dt.date | None,
    given: Mapping[str, Value] | None = None,
    *,
    excerpt: Excerpt | None = None,
) -> History:
    """Compare two readers on every day on which anything changes.

    Args:
        rulebook: whose readers they are.
        readers: the two.
        axis: which day moves: that of the act (`on`) or that up to which things were public (`known`).
        fixed: the other day; for `known`, which may be None, everything is known.
        given: facts that all situations share.
        excerpt: what of the rulebook can bear on these facts, where that is known already.

    Raises:
        DiagramTooLarge: an exact region is out of reach.
        ValueError: a given value is none of its field's, or the day of the act is missing.
    """
    days = _days(rulebook, readers, axis)
    before = days[0] - dt.timedelta(days=1) if days and days[0] > dt.date.min else dt.date(1800, 1, 1)
    starts: list[dt.date | None] = [None, *days]
    moments = [before, *days]
    if axis == "known" and fixed is None:
        raise ValueError("the day of the act is missing")
    perspectives = [
        Perspective(rulebook, reader, day, fixed) if axis == "on" else Perspective(rulebook, reader, fixed or day, day)
        for day in moments
        for reader in readers
    ]
    sides = sides_of(perspectives, given, excerpt)
    situations = Situations(sides[0].calendar.variables, roots_of(sides))
    found: dict[tuple[object, ...], list[tuple[int, Difference]]] = {}
    parting = []
    known: dict[tuple[object, ...], list[Difference]] = {}
    for place in range(len(moments)):
        pair = sides[2 * place : 2 * place + 2]
        # Where nothing that the answers hang on has changed, neither has the comparison.
        state = tuple(map(_state_of, pair))
        if state not in known:
            known[state] = Sides(pair[0], pair[1], situations).differences()
        differences = known[state]
        parting.append(bool(differences))
        for each in differences:
            steps = each.steps if each.rule is None else ()
            key = (each.what, each.side, each.here, each.there, each.rule, each.clause, each.force, steps)
            found.setdefault(key, []).append((place, each))
    disputes = [_dispute(each, starts, situations) for each in found.values()]
    disputes.sort(key=lambda one: (one.what == "speaks", one.spells[0].start or dt.date.min))
    spells = _runs([(place, None) for place, parts in enumerate(parting) if parts], starts)
    return History(readers, axis, situations.total, tuple(disputes), tuple((start, end) for start, end, _ in spells))


def _days(rulebook: Rulebook, readers: Iterable[str], axis: Axis) -> list[dt.date]:
    """The days on which something changes for one of the readers: other readers' readings are left out."""
    concerned = {name for reader in readers for name in _concerned(rulebook, reader)}
    readings = {reading.id: reading for reading in rulebook.readings}
    carrying = {
        rulebook.statements[name].source
        for says in (
            *(rule.says for rule in rulebook.rules.values()),
            *(reading.says for reading in rulebook.readings if reading.reader in concerned),
        )
        for name in says
    }
    days: set[dt.date] = set()
    for event in events(rulebook, axis):
        reading = readings.get(event.name)
        if reading is not None and reading.reader not in concerned:
            continue
        if event.name in rulebook.sources and event.name not in carrying:
            continue
        days.update((event.day.earliest, event.day.latest))
    return sorted(days)


def _concerned(rulebook: Rulebook, reader: str) -> list[str]:
    """The reader, and those whose readings bear on its own: an office's party, a party's offices."""
    party = rulebook.party_of(reader)
    if party is None:
        return [reader]
    return [party, *(f"{party}.{office.id}" for office in rulebook.parties[party].offices)]


def _state_of(side: Side) -> tuple[object, ...]:
    """Everything on which a side's part in a comparison hangs; expressions are equal where they are one number."""
    parts = side.parts
    asks = [
        (step, tuple((ask.ground.rule.id, ask.clause, ask.ground.basis, ask.when) for ask in asking))
        for step, asking in parts.asks.items()
    ]
    bars = [(ground.rule.id, stands) for ground, stands in parts.bars]
    return parts.bar, parts.speaks, tuple(asks), tuple(bars)


def _dispute(
    found: Sequence[tuple[int, Difference]], starts: Sequence[dt.date | None], situations: Situations
) -> Dispute:
    first = found[0][1]
    regions = [(place, each.region) for place, each in found]
    return Dispute(
        what=first.what,
        side=first.side,
        here=first.here,
        there=first.there,
        rule=first.rule,
        clause=first.clause,
        steps=tuple(dict.fromkeys(step for _, each in found for step in each.steps)),
        force=first.force,
        spells=tuple(Spell(start, end, situations.count(region or 0)) for start, end, region in _runs(regions, starts)),
    )


def _runs(
    found: Sequence[tuple[int, int | None]], starts: Sequence[dt.date | None]
) -> list[tuple[dt.date | None, dt.date | None, int | None]]:
    """Join neighbouring times with the same region: (start, end, region), the end not included."""
    runs: list[tuple[int, int, int | None]] = []
    for place, region in found:
        if runs and runs[-1][1] == place and runs[-1][2] == region:
            runs[-1] = (runs[-1][0], place + 1, region)
        else:
            runs.append((place, place + 1, region))
    return [(starts[first], starts[last] if last < len(starts) else None, region) for first, last, region in runs]

"""What a relation gives for a key, as one reader has it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from placet.engine.columns.operands import Members, Single
from placet.engine.logic.expressions import FALSE, TRUE
from placet.model import Entry, Open

if TYPE_CHECKING:
    from placet.engine.columns.columns import ReaderView


class Choice(NamedTuple):
    """One entry that may be the current one for a reader, when it is, and whose it is."""

    guard: int
    is_own: bool
    """Whether the reader's own reading is effective then, and not its party's or none."""
    entry: Entry | None
    reader: str
    """Whose reading the entry stands in; empty for the relation's own."""


def value_for_reader(view: ReaderView, relation: str, key: str) -> Single | Members:
    """Return what a relation gives for a key: for each value (or member of a set) the expression that it gives it."""
    expressions = view.variables.expressions
    own: dict[object, int] = _combined(view, relation, key, _choices(view, relation, key))
    with_reading = [
        office
        for office in view.offices
        if any(reading is not None for _, reading in view.calendar.effective_own(office.reader, relation))
    ]
    if len(with_reading) < 2:
        return own
    cases: list[tuple[int, list[object]]] = []
    for chosen in product(*(_choices(office, relation, key) for office in with_reading)):
        guard = expressions.all_of(choice.guard for choice in chosen)
        theirs = _disagreement(view, relation, [choice for choice in chosen if choice.is_own])
        if theirs and expressions.is_possible(guard):
            cases.append((guard, theirs))
    if not cases:
        return own
    differ = expressions.any_of(guard for guard, _ in cases)
    options = sorted({value for _, theirs in cases for value in theirs}, key=_rank)
    number = view.variables.point(Open("entry", relation, key, view.reader), tuple(options), is_limited=True)
    for guard, theirs in cases:
        mask = sum(1 << index for index, value in enumerate(options) if value in theirs)
        view.variables.allow(number, guard, mask)
    settled: dict[object, int] = {}
    for value in options:
        here = 1 << options.index(value)
        for name in value if isinstance(value, frozenset) else (value,):
            settled[name] = settled.get(name, 0) | here
    return {
        name: expressions.choice(differ, expressions.literal(number, settled.get(name, 0)), own.get(name, FALSE))
        for name in [*settled, *own]
    }


def _disagreement(view: ReaderView, relation: str, chosen: list[Choice]) -> list[object]:
    """The values that some offices' entries give or leave open where they differ; nothing where they are the same."""
    possible: dict[object, None] = {}
    states: set[object] = set()
    for choice in chosen:
        if choice.entry is not None and choice.entry.is_unsettled:
            states.add(_OPEN)
            possible.update(dict.fromkeys(_unsettled_values(view, relation, choice.entry)))
            continue
        given = _settled(view, relation, choice.entry)
        value: object = frozenset(map(str, given)) if gives_set(view, relation) else next(iter(given))
        states.add(value)
        possible[value] = None
    return list(possible) if len(states) > 1 else []


def _rank(value: object) -> tuple[bool, list[str]]:
    return value is None, sorted(value) if isinstance(value, frozenset) else [str(value)]


def _choices(view: ReaderView, relation: str, key: str) -> list[Choice]:
    """Which entry is the current one for a reader, in every case that the uncertain days leave."""
    expressions = view.variables.expressions
    declared = view.rulebook.relations.get(relation)
    found: list[Choice] = []
    for guard, reading in view.calendar.effective(view.reader, relation):
        is_own = reading is not None and reading.reader == view.reader
        rest = guard
        if reading is not None:
            for also, entry in view.calendar.current_entries(reading.id, reading.entries, key):
                rest = expressions.all_of((guard, also))
                if entry is not None:
                    found.append(Choice(rest, is_own, entry, reading.reader))
                    rest = FALSE
        base = [] if declared is None else view.calendar.current_entries(relation, declared.entries, key)
        for also, entry in base or [(TRUE, None)]:
            here = expressions.all_of((rest, also))
            if entry is None and relation == "members" and here != FALSE:
                found += [Choice(guard, is_own, members, "") for guard, members in _memberships(view, key, here)]
            else:
                found.append(Choice(here, is_own, entry, ""))
    return [choice for choice in found if choice.guard != FALSE]


def _combined(view: ReaderView, relation: str, key: str, choices: list[Choice]) -> dict[object, int]:
    expressions = view.variables.expressions
    values: dict[object, list[int]] = {}
    for choice in choices:
        given = (
            _unsettled(view, relation, key, choice.entry, choice.reader)
            if choice.entry is not None and choice.entry.is_unsettled
            else _settled(view, relation, choice.entry)
        )
        for value, holds in given.items():
            values.setdefault(value, []).append(expressions.all_of((choice.guard, holds)))
    return {value: expressions.any_of(parts) for value, parts in values.items()}


def _memberships(view: ReaderView, instrument: str, guard: int) -> list[tuple[int, Entry]]:
    """Who is a party to an instrument, in every case that the uncertain days leave."""
    expressions = view.variables.expressions
    cases: list[tuple[int, tuple[str, ...]]] = [(guard, ())]
    if instrument in view.rulebook.instruments:
        active = view.calendar.is_active(instrument)
        members = view.rulebook.instruments[instrument].members
        for party in dict.fromkeys(membership.party for membership in members):
            is_member = expressions.all_of((active, view.calendar.is_member(party, instrument)))
            cases = [
                (here, (*parties, party) if taken else parties)
                for before, parties in cases
                for taken, truth in ((True, is_member), (False, expressions.negation(is_member)))
                if expressions.is_possible(here := expressions.all_of((before, truth)))
            ]
    return [(here, Entry(instrument, parties)) for here, parties in cases]


def _settled(view: ReaderView, relation: str, entry: Entry | None) -> dict[object, int]:
    if gives_set(view, relation):
        return {str(value): TRUE for value in (entry.values if entry is not None else ())}
    if entry is None or not entry.values:
        return {None: TRUE}
    return {entry.values[0]: TRUE}


def _unsettled(view: ReaderView, relation: str, key: str, entry: Entry, reader: str) -> dict[object, int]:
    point = Open("entry", relation, key, reader)
    domain: tuple[object, ...] = entry.between or view.rulebook.domain(view.rulebook.relations[relation].value)
    if gives_set(view, relation):
        return {
            str(member): view.variables.is_true(view.variables.point(point, (False, True), str(member)))
            for member in domain
        }
    variable = view.variables.point(point, domain)
    return {value: view.variables.expressions.literal(variable, 1 << i) for i, value in enumerate(domain)}


def _unsettled_values(view: ReaderView, relation: str, entry: Entry) -> list[object]:
    """Every value that an unsettled entry could have; for a set every subset."""
    domain: tuple[object, ...] = entry.between or view.rulebook.domain(view.rulebook.relations[relation].value)
    if not gives_set(view, relation):
        return list(domain)
    names = [str(member) for member in domain]
    return [frozenset(n for i, n in enumerate(names) if bits >> i & 1) for bits in range(1 << len(names))]


def gives_set(view: ReaderView, relation: str) -> bool:
    """Say whether a relation gives sets."""
    return relation == "members" or view.rulebook.relations[relation].value.is_set


_OPEN = object()

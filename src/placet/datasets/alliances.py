"""What a data set of alliances says, whoever coded it: who was in what, from when until when, owing what to whom.

The obligations are put as acts, so that a rulebook can be asked the way a lawyer asks: may A do this to B, and whom
does it have to consult before? `instrument_of` and `rules_of` turn one alliance into the values of a rulebook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import count

import msgspec

from placet.datasets.states import Naming
from placet.model import (
    Addressee,
    And,
    Apply,
    Cite,
    Compare,
    Condition,
    Day,
    Field,
    FieldRef,
    Instrument,
    Literal,
    LiteralSet,
    Membership,
    Need,
    Part,
    Period,
    Rule,
    Type,
)


class Obligation(msgspec.Struct, frozen=True):
    """A kind of obligation: its column in the published tables, and the act that it bars (or ties to consultation)."""

    column: str
    act: str
    title: str
    says: str


OBLIGATIONS = (
    Obligation(
        "defense",
        "leave-undefended",
        "Active help when another member is attacked",
        "give no active military help when `toward` is attacked",
    ),
    Obligation(
        "offense",
        "leave-unaided",
        "Active help in a war that another member takes up",
        "give no active military help in a war that `toward` takes up without having been attacked",
    ),
    Obligation(
        "neutral",
        "side-against",
        "No help for those who are at war with another member",
        "help those who are at war with `toward`",
    ),
    Obligation("nonagg", "attack", "No force against another member", "use force against `toward`"),
    Obligation("consul", "act-in-crisis", "Consultation in a crisis", "take a step of its own in a crisis"),
)
"""In the order of the published tables. The last asks for consultation, the others bar their act."""

BY_COLUMN = {obligation.column: obligation for obligation in OBLIGATIONS}
CONSULTATION = "consul"

CONDITIONS = {
    "adversary": "the adversary is one that the treaty names",
    "location": "it happens where the treaty says",
    "conflict": "it belongs to the conflict that the treaty names",
    "adversaries": "there are as many adversaries as the treaty asks for",
    "demands": "the adversary has not met the demands that the treaty names",
    "unprovoked": "the ally has not provoked it",
    "attacked": "an attack, as the treaty describes it, has taken place",
    "requested": "the ally has asked for it",
}
"""The conditions on which obligations can hang, as the values of the field `met`."""

ACTOR = Field("actor", Type("party"), "Who acts, or holds back?")
TOWARD = Field("toward", Type("party"), "Toward which state?")
ACT = Field("act", Type("names", tuple(each.act for each in OBLIGATIONS)), "What does it mean to do?")
MET = Field("met", Type("names", tuple(CONDITIONS), is_set=True), "Which conditions of treaties are fulfilled?")
FIELDS = (ACTOR, TOWARD, ACT, MET)


class Commitment(msgspec.Struct, frozen=True):
    """What a member owes: an obligation, the conditions it hangs on, and to whom (empty: all other members)."""

    obligation: str
    conditions: tuple[str, ...] = ()
    toward: tuple[int, ...] = ()


class Term(msgspec.Struct, frozen=True):
    """A member for a time: from the day of its entry to that of its exit (None: still in at the end of the table)."""

    member: int
    start: Day
    end: Day | None
    commitments: tuple[Commitment, ...] = ()
    phase: str = ""


class Alliance(msgspec.Struct, frozen=True):
    """One alliance.

    `remarks` are sentences for the page, in which `{2}` is the state numbered 2; `marks` are values for the relations
    of the same names, `cites` where the alliance is found in the tables; `published` is set where it was secret before.
    """

    id: str
    terms: tuple[Term, ...]
    cites: tuple[Cite, ...] = ()
    remarks: tuple[str, ...] = ()
    marks: dict[str, str] = {}
    published: Day | None = None

    @property
    def members(self) -> tuple[int, ...]:
        """The numbers of all members, in the order of the table."""
        return tuple(dict.fromkeys(term.member for term in self.terms))

    @property
    def start(self) -> Day:
        """The day of the first entry."""
        return min(term.start for term in self.terms)


def title_of(alliance: Alliance, naming: Naming, most: int = 4) -> str:
    """Return what an alliance is called here: its first members and the year of its beginning."""
    names = [naming.name(number) for number in alliance.members]
    shown = names if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} others"]
    start = alliance.start
    before = "" if start.earliest.year == start.latest.year else " or before"
    return f"{listed(shown)}, {start.latest.year:04d}{before}"


def listed(words: Sequence[object]) -> str:
    """Return words as a list in a sentence.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return " and ".join(filter(None, [", ".join(map(str, words[:-1])), *map(str, words[-1:])]))


def instrument_of(alliance: Alliance, naming: Naming) -> Instrument:
    """Return the alliance as an instrument: in force while somebody is in it, each member with its own dates."""
    in_force = merged((term.start, term.end) for term in alliance.terms)
    members: list[Membership] = []
    for number in alliance.members:
        own = spells_of(alliance, number)
        periods = (Period(),) if own == in_force else own
        members += [Membership(naming.code(number), period) for period in periods]
    return Instrument(
        alliance.id,
        title_of(alliance, naming),
        members=tuple(members),
        parts=tuple(Part(f"phase-{phase}", f"phase {phase}") for phase in phases_of(alliance)),
        published=alliance.published,
        in_force=in_force,
        cites=alliance.cites,
    )


def rules_of(alliance: Alliance, naming: Naming) -> tuple[Rule, ...]:
    """Return the rules of an alliance: one for all members who owe the same, on the same conditions, to the same."""
    rules: list[Rule] = []
    names: set[str] = set()
    for obligation in OBLIGATIONS:
        for group in _groups(alliance, obligation.column):
            phase = group.phase if len(phases_of(alliance)) > 1 else ""
            stem = "-".join(filter(None, (alliance.id, phase, obligation.column)))
            name = next(name for n in count(1) if (name := stem if n == 1 else f"{stem}-{n}") not in names)
            names.add(name)
            rules.append(_rule(name, alliance, obligation, group, phase, naming))
    return tuple(rules)


def phases_of(alliance: Alliance) -> tuple[str, ...]:
    """Return the phases of an alliance that has several; none otherwise."""
    phases = tuple(sorted({term.phase for term in alliance.terms} - {""}))
    return phases if len(phases) > 1 else ()


def spells_of(alliance: Alliance, member: int) -> tuple[Period, ...]:
    """Return the periods in which a state was a member, those that touch as one."""
    return merged((term.start, term.end) for term in alliance.terms if term.member == member)


def merged(spells: Iterable[tuple[Day, Day | None]]) -> tuple[Period, ...]:
    """Return periods that do not touch, for spells that may.

    Two that may touch, because a day is uncertain, are taken to: a rulebook cannot name a party twice for one time.
    """
    found: list[tuple[Day, Day | None]] = []
    for start, end in sorted(spells, key=lambda spell: spell[0]):
        if found and _reaches(found[-1][1], start):
            found[-1] = (found[-1][0], _later(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(Period(start, end) for start, end in found)


class _Group(msgspec.Struct, frozen=True):
    """Members who owe the same; `period` is set where not all of their membership is meant."""

    members: tuple[int, ...]
    conditions: tuple[str, ...]
    toward: tuple[int, ...]
    period: Period
    phase: str


def _groups(alliance: Alliance, column: str) -> list[_Group]:
    """Return who owes an obligation, in groups for which one rule will do.

    INVARIANT: on every day, a member owes it by some group exactly where one of its own terms that have the commitment
    includes the day.
    """
    spells = {number: spells_of(alliance, number) for number in alliance.members}
    terms: dict[tuple[int, tuple[str, ...], tuple[int, ...]], list[Term]] = {}
    for term in alliance.terms:
        for commitment in term.commitments:
            if commitment.obligation == column:
                terms.setdefault((term.member, commitment.conditions, commitment.toward), []).append(term)
    members: dict[tuple[tuple[str, ...], tuple[int, ...], Period, str], list[int]] = {}
    towards: dict[tuple[int, tuple[str, ...], Period, str], list[int]] = {}
    for (member, conditions, toward), own in terms.items():
        phases = {term.phase for term in own}
        phase = phases.pop() if len(phases) == 1 else ""
        owed = merged((term.start, term.end) for term in own)
        other = _shared(spells[member], spells.get(toward[0], ())) if toward else spells[member]
        # Where the membership is just as long as the obligation, the membership alone says when.
        for period in (Period(),) if owed == other else owed:
            if toward:
                towards.setdefault((member, conditions, period, phase), []).extend(toward)
            else:
                members.setdefault((conditions, (), period, phase), []).append(member)
    for (member, conditions, period, phase), others in towards.items():
        is_all = set(others) == set(alliance.members) - {member} and period == Period()
        key = (conditions, () if is_all else tuple(sorted(others)), period, phase)
        members.setdefault(key, []).append(member)
    return [
        _Group(tuple(dict.fromkeys(owing)), conditions, toward, period, phase)
        for (conditions, toward, period, phase), owing in members.items()
    ]


def _rule(name: str, alliance: Alliance, obligation: Obligation, group: _Group, phase: str, naming: Naming) -> Rule:
    of_alliance = Apply("members", Literal(alliance.id))
    parts: list[Condition] = [Compare(FieldRef(ACT.id), "=", Literal(obligation.act))]
    if set(group.members) == set(alliance.members):
        parts.append(Compare(FieldRef(ACTOR.id), "in", of_alliance))
    else:
        parts.append(_is_one_of(ACTOR.id, group.members, naming.code))
    is_consultation = obligation.column == CONSULTATION
    if group.toward:
        parts.append(_is_one_of(TOWARD.id, group.toward, naming.code))
    if group.toward or not is_consultation:
        parts.append(Compare(FieldRef(TOWARD.id), "in", of_alliance))
    parts += [Compare(Literal(condition), "in", FieldRef(MET.id)) for condition in group.conditions]
    addressee = (
        Addressee(FieldRef(TOWARD.id))
        if group.toward
        else Addressee(of_alliance, is_each=True, besides=(FieldRef(ACTOR.id),))
    )
    return Rule(
        name,
        obligation.title,
        instrument=alliance.id,
        part=f"phase-{phase}" if phase else None,
        period=group.period,
        when=And(tuple(parts)),
        needs=(Need(("consultation",), addressee),) if is_consultation else (),
        bars=not is_consultation,
        cites=(),
    )


def _is_one_of(field: str, numbers: Sequence[int], code: Callable[[int], str]) -> Condition:
    if len(numbers) == 1:
        return Compare(FieldRef(field), "=", Literal(code(numbers[0])))
    return Compare(FieldRef(field), "in", LiteralSet(tuple(code(number) for number in numbers)))


def _shared(one: Sequence[Period], other: Sequence[Period]) -> tuple[Period, ...]:
    """Return the periods that lie in both lists, as far as their days can be compared."""
    found: list[tuple[Day, Day | None]] = []
    for left in one:
        for right in other:
            assert left.start is not None
            assert right.start is not None
            start = max(left.start, right.start)
            end = _earlier(left.end, right.end)
            if end is None or start < end:
                found.append((start, end))
    return merged(found)


def _reaches(end: Day | None, start: Day) -> bool:
    return end is None or start.earliest <= end.latest


def _later(one: Day | None, other: Day | None) -> Day | None:
    return None if one is None or other is None else max(one, other, key=lambda day: (day.latest, day.earliest))


def _earlier(one: Day | None, other: Day | None) -> Day | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)

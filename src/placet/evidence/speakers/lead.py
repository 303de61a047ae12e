"""Who is named only after the title or the first paragraph: `Peru’s premier said …`, and then `Premier Ana Ruiz`."""

from __future__ import annotations

from placet.evidence.speakers import words as w
from placet.evidence.speakers.entities import Entity

_UNIQUE = frozenset(
    {
        *("minister", "president", "premier", "chancellor", "king", "queen", "emir", "chief", "secretary", "governor"),
        *("ambassador", "leader", "commander", "head", "pm", "fm", "mayor", "director", "envoy"),
    }
)
"""Offices of which a state or body has one, so that the office and the name that follows are the same person's."""


def name_behind_lead(entities: list[Entity], first: int, last: int) -> list[tuple[Entity, Entity]]:
    """Return each office that speaks in the title or the first paragraph, with the person who turns out to hold it.

    A report opens with the office and names its holder in the next paragraph. The person is the first of the same
    party who is named as a speaker there, nowhere before, and whose title does not say that it is another office.

    Args:
        entities: everybody who is mentioned.
        first: the number of the first paragraph of the body.
        last: the number of the last paragraph in which the name may follow.
    """
    found: list[tuple[Entity, Entity]] = []
    persons = [
        each
        for each in entities
        if each.kind == "person"
        and each.title
        and not each.private
        and any(mention.is_source for mention in each.mentions)
        and _first(each) <= last
    ]
    for office in entities:
        if office.kind not in {"office", "unknown"} or office.number != 1 or office.private or not office.mentions:
            continue
        if _first(office) > first or not any(mention.is_source for mention in office.mentions):
            continue
        if not office.heads & _UNIQUE or not office.party:
            continue
        holders = [each for each in persons if each.parties <= {office.party} and _may_hold(each, office)]
        if len(holders) == 1 and holders[0].mentions[0].start > office.mentions[0].start:
            found.append((office, holders[0]))
    return found


def _first(entity: Entity) -> int:
    return entity.mentions[0].paragraph


def _may_hold(person: Entity, office: Entity) -> bool:
    """Return whether the title of a person may be that of an office: the same noun or one like it, for the same."""
    if person.heads & w.SPOKES or (office.subjects and person.subjects and not office.subjects & person.subjects):
        return False
    return any(
        head == other or any({head, other} <= same for same in (*w.SAME_OFFICE, _SAME_TOP))
        for head in office.heads
        for other in person.heads
    )


_SAME_TOP = frozenset({"chief", "undersecretary", "secretary", "director", "head"})

"""Who is named only after the title or the first paragraph: `Peru’s premier said …`, and then `Premier Ana Ruiz`."""

from __future__ import annotations

import re

from placet.evidence.speakers import words as w
from placet.evidence.speakers.entities import Entity
from placet.model.documents import Document

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
        if not office.heads & (_UNIQUE | w.SPOKES):
            continue
        holders = [
            each
            for each in persons
            if _speaks_for_it(each, office)
            or (office.party and each.parties <= {office.party} and _may_hold(each, office))
        ]
        if len(holders) == 1 and holders[0].mentions[0].start > office.mentions[0].start:
            found.append((office, holders[0]))
    return found


def only_quoted(document: Document) -> frozenset[int]:
    """Return the numbers of the paragraphs that are no more than a quotation."""
    lines = ((each.number, document.text[each.span.start : each.span.end].strip()) for each in document.paragraphs)
    return frozenset(number for number, line in lines if line[:1] in {"“", '"'} and line[-1:] in {"”", '"'})


def hold_office(entities: list[Entity], quotations: frozenset[int]) -> list[tuple[Entity, Entity]]:
    """Return each office told without a name, with the person who must hold it, by what the whole text says.

    Either a person is named with just this office of the same state; or the office and a person who is named without
    any are the only such pair near each other: the office before the name (`Peru’s envoy …. Ana Ruiz said`), or a
    text that speaks of one person only and calls him by his office behind.

    Args:
        entities: everybody who is mentioned.
        quotations: the numbers of the paragraphs that are no more than a quotation.
    """
    offices = [
        each
        for each in entities
        if each.kind in {"office", "unknown"}
        and each.number == 1
        and not each.private
        and each.mentions
        and each.heads & (_UNIQUE | w.SPOKES)
    ]
    persons = [each for each in entities if each.kind == "person" and each.mentions and not each.private]
    bare = [
        each
        for each in persons
        if not (each.title or each.heads or each.hints)
        and len(each.tokens) > 1
        and any(mention.is_source for mention in each.mentions)
    ]
    found: list[tuple[Entity, Entity]] = []
    for office in offices:
        named = [each for each in persons if _is_named_with(each, office)]
        if named:
            if len(named) == 1:
                found.append((office, named[0]))
            continue
        if not office.party or not any(hint.grade == "stated" for hint in office.hints):
            continue
        if any(each.parties & office.parties and _may_hold(each, office) for each in persons):
            continue
        rivals = [each for each in offices if each is not office and each.party]
        near = [each for each in bare if _follows(each, office, quotations)]
        if len(near) == 1 and not any(_follows(near[0], each, quotations) for each in rivals):
            found.append((office, near[0]))
        elif len(bare) == 1 == len(persons) and not rivals and _is_told_behind(office, bare[0]):
            found.append((office, bare[0]))
    holders = [person for _, person in found if person in bare]
    return [pair for pair in found if holders.count(pair[1]) < 2]


def _is_named_with(person: Entity, office: Entity) -> bool:
    """Return whether a person is named with an office of which a state has one: `Czech prime minister`."""
    stated = {hint.party for hint in person.hints if hint.grade == "stated"}
    if not office.heads & _UNIQUE or person.heads & w.SPOKES:
        return False
    if not (stated and office.parties) and not (person.parties or office.parties):
        own = own_words(office.name)  # `the new Harbour chief` is Harbour Governor Ana Ruiz
        return bool(own) and own == own_words(person.title) and bool(person.heads & _UNIQUE)
    is_same = bool(office.subjects) and office.subjects == person.subjects and bool(office.heads & person.heads)
    is_same = is_same or bool(office.heads & person.heads & {"president", "premier", "chancellor", "king", "queen"})
    return is_same and office.parties == stated and _is_full(person.title) and _is_full(office.name)


def _is_full(title: str) -> bool:
    return _NOT_FULL.search(title.lower()) is None


def own_words(title: str) -> frozenset[str]:
    """Return the names in a title that say of which place or body it is: `the Harbour governor`; none for a state's."""
    words = (each.lower() for each in re.findall(r"[A-Z][\w’'-]+", title))
    known = w.NO_NAME_WORDS | w.TITLE_WORDS | {"new"}
    return frozenset(each for each in words if each not in known and w.singular(each) not in known)


def _follows(person: Entity, office: Entity, quotations: frozenset[int]) -> bool:
    """Return whether a person is named first as a speaker at most a paragraph behind an office that speaks.

    Paragraphs between them that are no more than a quotation do not count: those are the office's own words.
    """
    first = person.mentions[0]
    speaks = [each for each in office.mentions if each.is_source or each.role == "subject"]
    return (first.is_source or first.role == "subject") and any(
        each.end <= first.start
        and each.is_quoted == first.is_quoted
        and all(number in quotations for number in range(each.paragraph + 1, first.paragraph))
        for each in speaks
    )


def _is_told_behind(office: Entity, person: Entity) -> bool:
    return all(each.start > person.mentions[0].end for each in office.mentions) and any(
        each.is_source or each.role == "subject" for each in office.mentions
    )


def _first(entity: Entity) -> int:
    return entity.mentions[0].paragraph


def _speaks_for_it(person: Entity, office: Entity) -> bool:
    """Return whether a spokesman named with a body is the one told by the body alone: `a Pentagon spokesman`."""
    if not office.heads & w.SPOKES or not person.heads & w.SPOKES or person.parties != office.parties:
        return False
    bodies = {hint.why for hint in person.hints} & {hint.why for hint in office.hints}
    same = person.body.lower() == office.body.lower() and person.subjects == office.subjects
    return same and bool(person.body or bodies)


def _may_hold(person: Entity, office: Entity) -> bool:
    """Return whether the title of a person may be that of an office: the same noun or one like it, for the same."""
    if person.heads & w.SPOKES or (office.subjects and person.subjects and not office.subjects & person.subjects):
        return False
    return any(
        head == other or any({head, other} <= same for same in (*w.SAME_OFFICE, _SAME_TOP))
        for head in office.heads
        for other in person.heads
    )


_NOT_FULL = re.compile(r"\b(?:deputy|vice|acting|assistant|former|next|incoming|outgoing|junior|state|under)\b")
_SAME_TOP = frozenset({"chief", "undersecretary", "secretary", "director", "head"})

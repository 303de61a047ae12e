"""For which states several office-holders speak whom one plural tells: `the defence chiefs`, `both sides’ ministers`.

They are those who were told together for such an office nearest before: in one sentence by name or by a plural
with its states, or as states alone. That is always inferred; where two sets fit, it stays open.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from placet.evidence.parties.table import state_name
from placet.evidence.speakers import words as w
from placet.evidence.speakers.entities import Entity
from placet.evidence.speakers.mentions import STATES, Table
from placet.evidence.speakers.phrase import Phrase
from placet.model.proposals import SpokenFor

NEAR = 3
"""How many paragraphs back they may have been told."""
_PERSONS = frozenset({"person", "office"})
_NATIONS = re.compile(
    r"\b(?:(?:the|both|these|their)\s)?(?:(?P<number>two|three|four|five)\s)?"
    r"(?:nations|countries|states|sides|governments|allies|neighbou?rs)[’'](?:\s|$)"
    r"|\sof\s(?:both|(?:the\s)?(?P<many>two|three|four|five))\s"
    r"(?:nations|countries|states|sides|governments|allies|neighbou?rs)$",
    re.IGNORECASE,
)
_PLAIN = frozenset({"two", "both", "three", "four", "five", "top", "senior", "respective", "chief"})
"""Words of such a plural that do not say what the office is for."""
_OF_A_STATE = frozenset(w.SUBJECTS.values()) | {"national", "security", "military", "nuclear"}
"""What offices are for that every state has."""

Parties: TypeAlias = Callable[[Entity], tuple[SpokenFor, ...]]
"""Returns the parties of one of them."""


class Told(NamedTuple):
    """Those whom one sentence tells.

    Attributes:
        sentence: the number of that sentence.
        paragraph: the number of the paragraph.
        parties: for which states they speak; empty where that is not known of each.
        words: how they were told.
    """

    sentence: int
    paragraph: int
    parties: tuple[str, ...]
    words: str


def by_several(entity: Entity, table: Table, of: Parties) -> tuple[SpokenFor, ...]:
    """Return the states of those whom a plural without any means; none where that is not known of each, or open.

    Args:
        entity: several who are told by one plural.
        table: everybody who is mentioned.
        of: returns the parties of one of those who were told together.
    """
    told = _told_before(entity, table, of)
    if not told or _rival(entity, told) is not None:
        return ()
    why = f"those told together before: {told[0].words}"
    return tuple(SpokenFor(each, why, "inferred") for each in told[0].parties)


def open_sets(entity: Entity, table: Table) -> tuple[str, ...]:
    """Return the two sets that a plural may mean, by their words, where two fit; else none."""
    told = _told_before(
        entity, table, lambda each: tuple(SpokenFor(hint.party, hint.why, hint.grade) for hint in each.hints)
    )
    rival = _rival(entity, told) if told else None
    return (told[0].words, rival.words) if rival is not None else ()


def _told_before(entity: Entity, table: Table, of: Parties) -> list[Told]:
    """Return the sets that fit, the nearest first."""
    if entity.kind != "group" or entity.private or not entity.mentions or not entity.heads & w.OFFICES:
        return []
    first = entity.mentions[0]
    nations = _NATIONS.search(entity.name)
    text = table.parsed.document.text
    is_definite = re.match(r"(?:the|these|those|both|their)\s", text[first.start : first.end], re.IGNORECASE)
    if nations is None and is_definite is None:
        return []
    own = _own(entity)
    wanted = w.NUMBERS.get((nations["number"] or nations["many"] or "").lower(), 0) if nations is not None else 0
    found = _holders(entity, table, of, own)
    if nations is not None:
        found = [each for each in found if len(each.parties) > 1 and wanted in {0, len(each.parties)}]
    if not found and own <= _OF_A_STATE:
        found = _states(entity, table, wanted, is_all=nations is not None)
    return sorted(found, key=lambda each: -each.sentence)


def _holders(entity: Entity, table: Table, of: Parties, own: frozenset[str]) -> list[Told]:
    """Return for each sentence before all who are told in it to hold such an office, by name or in a plural."""
    sentences: dict[int, dict[str, tuple[str, ...]]] = {}
    stated: set[str] = set()
    for plural in table.plurals:
        place = table.sentence_at(plural.start)
        if _is_near(plural.end, place.paragraph, entity) and _is_like(plural.head, plural.name, entity, own):
            parties, end = _row(plural, table)
            words = re.sub(r"^(?:the|both)\s", "", table.parsed.document.text[plural.start : end], flags=re.IGNORECASE)
            sentences.setdefault(place.number, {})[words] = parties
            stated.add(words)
    plurals = set(sentences)
    for one in table.recent(entity.mentions[0].start):
        if one.kind not in _PERSONS or one.number != 1 or not _fits(one, entity, own):
            continue
        for mention in one.mentions:
            if _is_near(mention.end, mention.paragraph, entity) and not mention.is_quoted:
                spoken_for = of(one)[:1]
                sentences.setdefault(mention.sentence, {})[one.name] = tuple(each.party for each in spoken_for)
                stated |= {one.name for each in spoken_for if each.grade == "stated"}
    return [
        Told(
            number,
            table.sentences[number].paragraph,
            _known(told, stated),
            " and ".join(told),
        )
        for number, told in sentences.items()
        if len(told) > 1 or number in plurals
    ]


def _known(told: dict[str, tuple[str, ...]], stated: set[str]) -> tuple[str, ...]:
    """Return the states of all; none where one has none, or an inferred one that is another’s: hardly both hold it."""
    for words, parties in told.items():
        others = {each for other, theirs in told.items() if other != words for each in theirs}
        if not parties or (words not in stated and others & set(parties)):
            return ()
    return tuple(dict.fromkeys(one for each in told.values() for one in each))


def _row(plural: Phrase, table: Table) -> tuple[tuple[str, ...], int]:
    """Return the states of a plural and of the row behind it, and where they end: `ministers of Peru | and Chile`."""
    parties, end = [hint.party for hint in plural.hints], plural.end
    text = table.parsed.document.text
    for named in table.named_between(plural.end, plural.end + 200) if " of " in plural.text else ():
        if named.entry.how not in STATES or not re.fullmatch(r",?\s(?:and\s)?(?:the\s)?", text[end : named.start]):
            break
        parties.append(named.entry.party)
        end = named.end
    return tuple(dict.fromkeys(parties)), end


def _states(entity: Entity, table: Table, wanted: int, *, is_all: bool) -> list[Told]:
    """Return the states that were told together: in the sentence or the one before, for `the nations’` farther back."""
    first, text = entity.mentions[0], table.parsed.document.text
    found: list[Told] = []
    for group in table.groups:
        parties = tuple(dict.fromkeys(each.party for each in group.members if each.kind == "state" and each.party))
        is_near = _is_near(group.end, group.paragraph, entity) and (is_all or first.sentence - group.sentence <= 1)
        if is_near and len(parties) == len(group.members) and wanted in {0, len(parties)}:
            found.append(_of_states(group.sentence, group.paragraph, parties))
    if found or not is_all:
        return found
    named: tuple[str, ...] = ()
    for number in range(first.sentence, max(-1, first.sentence - 3), -1):
        # nobody is told together: as many as are asked for, in the nearest sentences that name any
        sentence = table.sentences[number]
        here = [
            each
            for each in table.named_between(sentence.start, min(sentence.end, first.start))
            if each.entry.how in STATES
            and each.entry.party
            and not (each.entry.how == "seat" and text[each.start - 3 : each.start].lower() in {"in ", "at "})
        ]
        named = tuple(dict.fromkeys((*named, *(each.entry.party for each in here))))
        if len(named) >= (wanted or 2):
            is_as_many = len(named) == (wanted or 2)
            return [_of_states(number, sentence.paragraph, named)] if is_as_many else []
    return []


def _of_states(sentence: int, paragraph: int, parties: tuple[str, ...]) -> Told:
    return Told(sentence, paragraph, parties, " and ".join(map(state_name, parties)))


def _rival(entity: Entity, told: list[Told]) -> Told | None:
    """Return another set that fits as well as the nearest: not so where only that one stands close before."""
    nearest, first = told[0], entity.mentions[0]
    others = [each for each in told[1:] if set(each.parties) - set(nearest.parties)]
    if nearest.paragraph == first.paragraph or first.sentence - nearest.sentence <= 1:
        others = [each for each in others if each.sentence == nearest.sentence]
    return others[0] if others else None


def _is_near(end: int, paragraph: int, entity: Entity) -> bool:
    first = entity.mentions[0]
    return end <= first.start and 0 <= first.paragraph - paragraph <= NEAR


def _own(entity: Entity) -> frozenset[str]:
    """Return the words of a plural that say what the offices are for, or of which body they are."""
    name = _NATIONS.sub(" ", entity.name)
    return _subjects(name.split()[:-1]) - _PLAIN


def _subjects(words: list[str]) -> frozenset[str]:
    return frozenset(w.SUBJECTS.get(low, low) for low in (re.sub(r"[’']s?$", "", each.lower()) for each in words))


def _fits(one: Entity, entity: Entity, own: frozenset[str]) -> bool:
    """Return whether one of those told together holds such an office: `Defence Minister` for `the defence chiefs`."""
    title = _subjects((one.title if one.kind == "person" else one.name).split()) | one.subjects
    is_same = any(_is_same(head, other) for head in entity.heads for other in one.heads)
    return own <= title and (is_same or bool(own)) and not one.private


def _is_like(head: str, name: str, entity: Entity, own: frozenset[str]) -> bool:
    return any(_is_same(each, head) for each in entity.heads) and own <= _subjects(name.split())


def _is_same(one: str, other: str) -> bool:
    return one == other or any({one, other} <= same for same in w.SAME_OFFICE)

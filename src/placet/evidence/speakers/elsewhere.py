"""Whose an office is that is named without a state, by what the rest of the document says of it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable

from placet.evidence.parties.leaders import led_by, led_by_another, without_office
from placet.evidence.parties.table import is_state, state_name
from placet.evidence.speakers import words as w
from placet.evidence.speakers.entities import Entity
from placet.evidence.speakers.mentions import Table
from placet.model.proposals import SpokenFor

_AT_TOP = frozenset({"president", "premier", "pm", "chancellor", "king", "queen", "emir", "sultan", "monarch"})
_PREMIERS = frozenset({"premier", "pm", "chancellor"})
_MISSION = frozenset({"ambassador", "envoy", "embassy", "consulate", "consul"})
_MISSION_NAME = re.compile(r"\b(?:embassy|consulate|high commission)\b", re.IGNORECASE)
_LOWER = re.compile(r"\b(?:deputy|vice|acting|assistant|under|parliamentary|junior|state|incoming|outgoing|next|new)\b")
_LED = re.compile(
    r"\b(?P<name>[A-Z][\w’'-]*?)(?:[’']s?)?\s(?P<organ>[Aa]dministration|[Gg]overnment|[Cc]abinet|[Rr]egime|[Cc]oalition)\b"
)
"""A government called by who leads it: `the Otieno administration`, `Otieno’s government`."""
_CHIEF = re.compile(
    r"\b[Pp]residential\b|\b(?:to|for|of) (?:the )?(?:[Pp]resident|[Pp]rime [Mm]inister|[Cc]hancellor)$"
    r"|\b(?:[Pp]resident|[Pp]rime [Mm]inister|[Cc]hancellor)[’']s\b"
)
_TOP = re.compile(r"(?:the )?(?:presiden(?:t|tial)|prime minister|chancellor)")
_BEHIND = re.compile(r",\s(?:the|a|an)\s(?P<title>[\w’' -]{3,60}?)\s?[,.;]")
"""What somebody is, behind the name: `Nils Berg, the air base spokesman,`."""
_OF_A_BODY = w.SPOKES | {"chief", "commander", "head", "leader", "director"}
_TOLD = re.compile(
    r"\b(?:tell|told|tells|urge|urged|urges|warn|warned|warns|ask|asked|asks|inform|informed|informs|notify|notified|notifies"
    r"|(?:convey(?:ed)?|protest(?:ed)?|complain(?:ed)?|appeal(?:ed)?|propose(?:d)?) to)"
    r"\s(?:the\s)?$"
)
_OF_SEVERAL = re.compile(r"s[’']$")
"""What is no title of one person: `Foreign Ministers’ Call`."""
_ENDS = frozenset('.!?:”"')
_PAIRS = re.compile(r"[-–/]|\sand\s(?:the\s)?")
_OF_STATES = frozenset({"name", "people", "seat"})
CLEAR = 2
"""How many times as often as any other a state must be named to be the one a text tells of."""
LEAST = 3
"""How often it must be named at least."""


def leader_of(entity: Entity, table: Table) -> Entity | None:
    """Return the person by whom a government is called, where the text names him with an office."""
    led = _LED.search(entity.name) if is_called_by_leader(entity) else None
    if led is None:
        return None
    name = re.sub(r"[’']s?$", "", led["name"]).lower()
    holders = [
        each for each in table.entities if each.kind == "person" and each.heads and each.tokens and name in each.tokens
    ]
    return holders[0] if len(holders) == 1 else None


def by_leader(entity: Entity, table: Table) -> SpokenFor | None:
    """Return the state of a government called by a leader whom the table of leaders has, or of that leader.

    `The Obama administration`; `President Obama`; of a person named in full without an office, only who leads a state
    on the day of the document.
    """
    posted = table.parsed.document.metadata.posted.value
    day = posted[:10] if posted else None
    name = entity.name
    states: frozenset[str] = frozenset()
    if is_called_by_leader(entity):
        led = _LED.search(entity.name)
        name = re.sub(r"[’']s?$", "", led["name"]) if led is not None else ""
        states = led_by(name, day)
    elif entity.kind == "person" and not (entity.title or entity.heads):
        states = led_by(name, day, is_then=True) if len(entity.tokens) > 1 else states
    elif entity.kind == "person" and _is_top(entity) and "president" in entity.heads:
        states = led_by(name, day, "president")
    elif entity.kind == "person" and _is_top(entity) and (entity.heads & _PREMIERS or "prime" in entity.subjects):
        states = led_by(name, day, "premier")
    if len(states) > 1:
        told = states & ({table.home[0]} if table.home[0] in states else set(table.often))
        states = told if len(told) == 1 else frozenset()
    party = next(iter(states), "")
    return SpokenFor(party, f"the table of leaders has {name} for {state_name(party)}", "inferred") if party else None


def not_meant(entity: Entity, table: Table) -> frozenset[str]:
    """Return the states whose the office of somebody cannot be: another holds it there then, or they have none.

    `President Guelleh` is not that of a state that somebody else leads; no foreign minister is American.
    """
    if entity.kind in {"body", "anonymous"}:
        words = f"{entity.name} {entity.body}".lower()
        offices = {"ministry": "minister", "presiden": "president", "prime minister": "premier"}
        return frozenset().union(*(without_office(office) for noun, office in offices.items() if noun in words))
    if entity.kind not in {"person", "office"}:
        return frozenset()
    posted = table.parsed.document.metadata.posted.value
    day = posted[:10] if posted and entity.kind == "person" else None
    found: frozenset[str] = frozenset()
    is_prime = bool(entity.heads & {"premier", "pm"}) or "prime" in entity.subjects
    if "minister" in entity.heads and "secretary" not in entity.heads:
        found |= without_office("minister")
    if not _is_top(entity) and entity.kind == "person":
        return found
    if "president" in entity.heads:
        found |= without_office("president") | led_by_another(entity.name, day, "president")
    elif is_prime:
        found |= without_office("premier") | led_by_another(entity.name, day, "premier")
    return found


def is_called_by_leader(entity: Entity) -> bool:
    """Return whether a government, or somebody who works for it, is called by who leads it."""
    return entity.kind in {"body", "anonymous", "office", "group"} and _LED.search(entity.name) is not None


def held_by_others(entity: Entity, table: Table) -> set[str]:
    """Return the states in which somebody else is said to hold the same office: those are not the speaker's own."""
    if entity.kind != "person" or not _is_top(entity) or not entity.mentions:
        return set()
    return {
        hint.party
        for other in table.entities
        if other is not entity
        and other.kind == "person"
        and not other.private
        and _OF_SEVERAL.search(other.title) is None
        and _is_top(other)
        and _same_office(entity, other)
        and not set(entity.tokens) & set(other.tokens)
        for hint in other.hints
        if hint.grade == "stated"
    }


def by_title(entity: Entity, table: Table) -> SpokenFor | None:
    """Return the state beside which the same title, or what it is of, is told in the text: `the U.S. air base`.

    Only where every such place names the same state.
    """
    title = (entity.title if entity.kind == "person" else entity.name).split(",")[0]
    words = re.sub(r"^(?:the|a|an|his|her|its|their)\s+", "", title, flags=re.IGNORECASE).split()
    text = table.parsed.document.text
    behind = _BEHIND.match(text, entity.name_at[1]) if entity.kind == "person" and entity.name_at else None
    wanted: list[str] = []
    for each in (words, behind["title"].split() if behind is not None else []):
        wanted += [" ".join(each)] if len(each) > 1 else []
        if len(each) > 2 and w.singular(each[-1]) in _OF_A_BODY:
            wanted.append(" ".join(each[:-1]))
    for each in wanted:
        parties = table.told_of(each)
        if len(parties) == 1:
            party = min(parties)
            return SpokenFor(party, f"`{each}` is told of {state_name(party)} in the same text", "inferred")
    return None


def by_top(entity: Entity, table: Table) -> SpokenFor | None:
    """Return the state of a president named without one, with whose president the title begins.

    `Kenya’s president orders inquiry`, and below `President Mwangi said`; so too for who works for such a one.
    """
    title = (entity.title if entity.kind == "person" else entity.name).lower()
    office = _TOP.fullmatch(title) or (_TOP.search(title) if _CHIEF.search(title) is not None else None)
    if office is None:
        return None
    wanted = "president" if "presiden" in office[0] else "prime minister" if "prime" in office[0] else "chancellor"
    document = table.parsed.document
    for paragraph in document.paragraphs[:3]:
        line = document.text[paragraph.span.start : paragraph.span.end]
        if paragraph.kind != "title" and line.rstrip()[-1:] in _ENDS:
            continue  # a sentence, and no title; a page may tell its title twice
        for named in table.named_between(paragraph.span.start, paragraph.span.start + 2):
            behind = line[named.end - paragraph.span.start :]
            is_its = re.match(rf"(?:[’']s?)?\s{wanted}(?!,|\sand\b)\b", behind, re.IGNORECASE) is not None
            if is_its and named.entry.how in _OF_STATES:
                return SpokenFor(named.entry.party, f"the title begins with its {wanted}", "inferred")
    return None


def by_chief(entity: Entity, table: Table, at: int) -> SpokenFor | None:
    """Return the state of the one for whom somebody works: `the presidential spokesman`, `an adviser to the president`.

    Only where the text names such a chief of one state, and no more, before an offset.
    """
    chief = _CHIEF.search(entity.title if entity.kind == "person" else entity.name)
    if chief is None:
        return None
    noun = chief[0].lower()
    wanted = "president" if "presiden" in noun else "minister" if "minist" in noun else "chancellor"
    chiefs = [
        each
        for each in table.entities
        if each is not entity
        and each.kind in {"person", "office"}
        and wanted in each.heads
        and (wanted != "minister" or "prime" in each.subjects)
        and any(mention.start < at for mention in each.mentions)
    ]
    governments = (
        each
        for each in table.entities
        if wanted == "president" and is_called_by_leader(each) and any(mention.start < at for mention in each.mentions)
    )
    led = {
        leads.party
        for each in (*chiefs, *governments)
        if not each.private and (leads := by_leader(each, table)) is not None
    }
    party = _only_party(chiefs) or (next(iter(led)) if len(led) == 1 else "")
    if not party:
        return None
    return SpokenFor(party, f"the only {wanted} told of before is that of {state_name(party)}", "inferred")


def by_mission(entity: Entity, table: Table) -> SpokenFor | None:
    """Return the state of an ambassador or an embassy named without one: the only one of whose the text tells."""
    if not _is_mission(entity):
        return None
    party = _only_party(
        each
        for each in table.entities
        if each is not entity and each.heads & _MISSION and each.kind in {"body", "office", "person"}
    )
    if not party:
        return None
    return SpokenFor(party, f"the only state of whose mission abroad is told: {state_name(party)}", "inferred")


def _is_mission(entity: Entity) -> bool:
    return bool(entity.heads & _MISSION) or _MISSION_NAME.search(entity.name) is not None


def _only_party(found: Iterable[Entity]) -> str:
    """Return the one state that the text states for some of those who hold an office; empty for none or several."""
    parties = {hint.party for each in found if not each.private for hint in each.hints if hint.grade == "stated"}
    return parties.pop() if len(parties) == 1 else ""


def by_like_office(entity: Entity, table: Table, taken: set[str]) -> SpokenFor | None:
    """Return the state of which the same office is told anywhere in the text, where it is one and no more."""
    if entity.kind not in {"person", "office"} or not (entity.subjects or entity.heads & _AT_TOP):
        return None
    parties = {
        hint.party: each
        for each in table.entities
        if each is not entity and each.kind in {"office", "person"} and each.number == 1 and not each.private
        if _same_office(entity, each)
        and not (each.kind == "person" and entity.kind == "person" and not set(entity.tokens) & set(each.tokens))
        for hint in each.hints
        if hint.grade == "stated" and hint.party not in taken
    }
    if len(parties) != 1:
        return None
    party, other = next(iter(parties.items()))
    return SpokenFor(party, f"the only state of which such an office is told: {other.name}", "inferred")


def by_speakers(table: Table, spoken: list[Entity], taken: set[str]) -> SpokenFor | None:
    """Return the one state whose offices and organs have spoken so far, where the text names it most or twice heard."""
    heard = {
        id(each): each.party
        for each in spoken
        if each.party
        and not each.private
        and each.number == 1
        and each.kind in {"person", "office", "body"}
        and not _is_mission(each)  # an ambassador speaks where he is sent to
    }
    parties = {each for each in heard.values() if is_state(each)} - taken
    if len(parties) != 1:
        return None
    party = parties.pop()
    often = _often(table, taken)
    if len(heard) < CLEAR and often.most_common(1)[:1] != [(party, often[party])]:
        return None
    return SpokenFor(party, f"the only state whose offices have spoken so far: {state_name(party)}", "inferred")


def told_with(entity: Entity, table: Table) -> set[str]:
    """Return the states of those who are told together with somebody, or to whom he speaks: not his own.

    `Defence Minister Berg and Kenyan envoy Amos Otieno`; `the ministry told Kenya that …`.
    """
    found = {
        other.party
        for group in table.groups
        if entity in group.members and len(group.members) == CLEAR and group.why == "told together"
        for other in group.members
        if other is not entity and other.kind in {"person", "office"}
        if other.party and any(hint.grade == "stated" for hint in other.hints)
    }
    text = table.parsed.document.text
    for mention in entity.mentions[:6]:
        sentence = table.sentence_at(mention.start)
        for named in table.named_between(mention.end, sentence.end):
            if named.entry.how in {"name", "seat"} and _TOLD.search(text, mention.end, named.start) is not None:
                found.add(named.entry.party)
    return found


def other_of_two(entity: Entity, table: Table, taken: set[str]) -> SpokenFor | None:
    """Return of two states that are told together before somebody is the one that he does not speak to."""
    if len(taken) != 1 or not entity.mentions:
        return None
    for first, second in itertools.pairwise(table.named_between(0, entity.mentions[0].start)):
        pair = {first.entry.party, second.entry.party}
        is_pair = _PAIRS.fullmatch(table.parsed.document.text, first.end, second.start) is not None
        if is_pair and len(pair) == CLEAR and taken < pair and {first.entry.how, second.entry.how} <= _OF_STATES:
            party = (pair - taken).pop()
            return SpokenFor(party, f"beside {state_name(min(taken))}, which is the other side", "inferred")
    for group in table.groups:
        parties = {each.party for each in group.members if each.kind == "state"}
        if len(parties) == CLEAR and taken < parties and group.start < entity.mentions[0].start:
            party = (parties - taken).pop()
            return SpokenFor(party, f"told together with {state_name(min(taken))}, which is the other side", "inferred")
    return None


def _often(table: Table, taken: set[str]) -> Counter[str]:
    return Counter({party: often for party, often in table.often.items() if party not in taken and is_state(party)})


def _is_of_his_words(party: str, entity: Entity, table: Table) -> bool:
    """Return whether a state is named only in what somebody says: `the minister said that Chile had no right`."""
    places = [each.start for each in table.named if each.entry.party == party and each.entry.how in _OF_STATES]
    return all(
        any(
            mention.is_source and mention.end <= at and mention.sentence == table.sentence_at(at).number
            for mention in entity.mentions
        )
        for at in places
    )


def by_whole(table: Table, taken: set[str], entity: Entity) -> tuple[SpokenFor | None, tuple[str, ...]]:
    """Return the one state that the whole text tells of, or else the two or three among which it does not choose.

    A state that is named at least twice as often as any other is guessed; one that alone is named is inferred.

    Args:
        table: everybody who is mentioned.
        taken: states that are not meant.
        entity: who speaks; a state that he alone names, and once, is not told of but by him.
    """
    ranked = _often(table, taken | not_meant(entity, table)).most_common(3)
    if not ranked:
        return None, ()
    party, often = ranked[0]
    if len(ranked) == 1:
        if taken and often == 1 and _is_of_his_words(party, entity, table):
            return None, ()
        other = "other " if len(_often(table, set())) > 1 else ""
        return SpokenFor(party, f"{state_name(party)} is the only {other}state the text tells of", "inferred"), ()
    if often >= LEAST and often >= CLEAR * ranked[1][1]:
        return SpokenFor(party, f"{state_name(party)} is the state the text tells of most", "guessed"), ()
    return None, tuple(each for each, _ in ranked)


def _is_top(entity: Entity) -> bool:
    title = entity.title.lower()
    return bool(title) and _LOWER.search(title) is None and not entity.heads & w.SPOKES


def _same_office(one: Entity, other: Entity) -> bool:
    if one.heads & other.heads & _AT_TOP:
        return one.subjects - {"prime"} == other.subjects - {"prime"}
    if bool(one.heads & w.SPOKES) != bool(other.heads & w.SPOKES):
        return False
    return bool(one.heads & other.heads) and bool(one.subjects) and one.subjects == other.subjects

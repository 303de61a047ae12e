"""For which party somebody speaks: by the state beside the office, or inferred; for a scholar or an outlet none."""

from __future__ import annotations

import re
from collections import Counter

from placet.evidence.parties.find import find_named
from placet.evidence.parties.table import state_name
from placet.evidence.speakers import words as w
from placet.evidence.speakers.elsewhere import (
    by_chief,
    by_leader,
    by_like_office,
    by_mission,
    by_speakers,
    by_title,
    by_top,
    by_whole,
    held_by_others,
    is_called_by_leader,
    leader_of,
    not_meant,
    other_of_two,
    told_with,
)
from placet.evidence.speakers.entities import Entity, is_initials
from placet.evidence.speakers.home import BRIEFING
from placet.evidence.speakers.lead import own_words
from placet.evidence.speakers.mentions import Table
from placet.evidence.speakers.noun_phrases import SUBJECTS
from placet.evidence.speakers.ownership import Hint
from placet.evidence.speakers.several import by_several
from placet.model.proposals import SpokenFor

_ORGANS = w.ORGANS - frozenset(
    {"office", "staff", "service", "council", "commission", "committee", "agency", "bureau", "authority", "mission"}
    | {"delegation", "secretariat", "court", "headquarters"}
)


_FOR_SOMEBODY = w.OFFICE_OR_UNNAMED | w.ORGANS | w.DOCUMENTS
"""What somebody has who speaks for him: a spokesman, an office, a statement; a brother is none."""
_OF_A_PART = re.compile(
    r"\b(?:president|premier|prime minister|chancellor|king|queen|attorney general) of (?:the )?(?-i:([A-Z][\w-]+))",
    re.IGNORECASE,
)
"""The head of what no table has: a part of a state, a body."""
_GOVERNS_A_PART = re.compile(r"^(?!.*\b(?:bank|reserve)\b).*\bgovernor\b", re.IGNORECASE)
"""A governor is that of a province or of another part, unless of the state's bank."""
_PEOPLE = re.compile(r"\b[A-Z][a-z]{2,}(?:ese|ish|ian|chen)\b")
_NO_PEOPLE = w.NO_NAME_WORDS | {"christian", "civilian", "guardian", "english", "parliamentarian", "humanitarian"}
"""What ends like the name of a people and is none; any other that no table has is that of a part: `Scottish`."""
_PRESIDENT = re.compile(r"(?:the )?(?:vice[ -]|acting |interim )?president(?: of the republic)?")
_OF_SHORT_BODY = re.compile(
    r"(?:the |an? |another )?(?:(?:senior|top|same) )?"
    r"(ministry|department|embassy|agency|command|council|military|army|navy)(?:[’']s)?\s",
    re.IGNORECASE,
)
"""A body told again by its noun alone, before who is of it."""
_ANOTHER = re.compile(r"(?:another|a second|a third)\b", re.IGNORECASE)
_AT_BODY = re.compile(r"At (?:the )?")
"""Where what follows was said: `At the Pentagon, spokesman Joe Kiprono said …`."""
_OF_LETTERS = re.compile(r"\b[A-Z]{3,}[’']s\s")
"""What belongs to a body of which no table knows, as to a party: `chairman of the NUP’s defence council`."""
_HAS_BODY = frozenset({"body", "office", "anonymous", "person"})
NEAR_BODY = 4
"""How many paragraphs back it may have been told."""
_IS_PRESS = re.compile(r"\b(?:news|media|press|newspaper|television|TV|radio|wire) (?:report|article|account|story)\b")


def parties_of(
    entity: Entity, table: Table, home: tuple[str, str], spoken: list[Entity], at: int
) -> tuple[SpokenFor, ...]:
    """Return the parties somebody speaks for.

    Args:
        entity: who speaks.
        table: everybody who is mentioned.
        home: the state an unqualified office most likely belongs to, with the reason.
        spoken: who has spoken before, in order.
        at: where the words stand; what comes behind them says nothing of an unqualified office.
    """
    if entity.private or entity.kind == "outlet":
        return ()
    if _GOVERNS_A_PART.search(entity.title if entity.kind == "person" else entity.name) is not None:
        return ()
    leader = leader_of(entity, table) if all(hint.grade != "stated" for hint in entity.hints) else None
    if leader is not None and leader is not entity:
        found = parties_of(leader, table, home, spoken, at)
        if found:
            why = f"the government of {leader.name}"
            return _keep(entity, tuple(SpokenFor(each.party, why, "inferred") for each in found))
    if entity.hints:
        hints = [hint for hint in entity.hints if hint.party]
        if entity.kind not in {"document", "group"} and entity.number == 1:
            hints = hints[:1]
        return tuple(SpokenFor(hint.party, hint.why, hint.grade) for hint in hints)
    if entity.of_name and entity.heads & _FOR_SOMEBODY:
        owner = next(
            (each for each in table.entities if each.kind == "person" and entity.of_name.lower() in each.tokens), None
        )
        if owner is not None and owner is not entity:
            found = parties_of(owner, table, home, spoken, at)
            return _keep(entity, tuple(SpokenFor(each.party, f"speaks for {owner.name}", each.grade) for each in found))
    body = _of_letters(entity, table)
    if body is not None:
        found = parties_of(body, table, home, spoken, at)
        return _keep(entity, tuple(SpokenFor(each.party, f"of {body.name}", "inferred") for each in found))
    if entity.mentions:
        at = min(at, entity.mentions[0].start)
    if entity.kind == "document":
        mission = by_mission(entity, table)
        return _issuers(entity, table, spoken) or ((mission,) if mission is not None else ())
    if entity.kind == "group":
        return _keep(entity, by_several(entity, table, lambda each: parties_of(each, table, home, spoken, at)))
    apart = _told_apart(entity, table) | held_by_others(entity, table) | told_with(entity, table)
    never = not_meant(entity, table)
    if home[0] and home[0] in apart | never:
        home = ("", "")
    leads = by_leader(entity, table)
    if leads is not None and leads.party not in apart:
        return _keep(entity, (leads,))
    if name_left_open(entity, table):
        told = by_title(entity, table) or by_like_office(entity, table, apart | never)
        return _keep(entity, (told,) if told is not None and told.party not in apart else ())
    found_one = (
        _of_known_body(entity, table)
        or _by_counterpart(entity, table, home[0])
        or _by_body_beside(entity, table, spoken)
        or _by_office(entity, table, home, spoken, at)
    )
    if found_one is None or (found_one.party in apart | never and found_one.grade != "stated"):
        found_one = _by_text(entity, table, apart, spoken)
    if found_one is not None and is_called_by_leader(entity):
        found_one = SpokenFor(found_one.party, found_one.why, "guessed")  # nobody says who that leader is
    return _keep(entity, (found_one,) if found_one is not None else ())


def _keep(entity: Entity, found: tuple[SpokenFor, ...]) -> tuple[SpokenFor, ...]:
    """Keep with somebody for whom he speaks, for those who are told behind him."""
    entity.hints = [Hint(each.party, each.why, each.grade) for each in found]
    return found


def _by_text(entity: Entity, table: Table, apart: set[str], spoken: list[Entity]) -> SpokenFor | None:
    """Return the state that the rest of the document gives for an office which nothing beside it says whose it is."""
    if entity.kind not in {"person", "office", "anonymous", "body"} or not (entity.heads or entity.title):
        return None
    never = apart | not_meant(entity, table)
    told = by_title(entity, table)
    if told is not None and told.party not in never:
        return told
    at = entity.mentions[-1].start if entity.mentions else 0
    for found in (by_mission(entity, table), by_chief(entity, table, at)):
        if found is not None and found.party not in never:
            return found
    if not needs_state(entity) or entity.number != 1 or _is_abroad(entity):
        return None
    if entity.kind in {"body", "anonymous"} and own_words(entity.name):
        return None  # a body with a name of its own need not be a state's: `the Inter-Island Authority`
    other = other_of_two(entity, table, apart)
    return (
        by_like_office(entity, table, never)
        or (other if other is not None and other.party not in never else None)
        or by_speakers(table, [each for each in spoken if each is not entity], never)
        or by_whole(table, apart, entity)[0]
    )


def name_left_open(entity: Entity, table: Table) -> str:
    """Return the name in a title or description that several states use, where nothing says which is meant."""
    words = entity.title if entity.kind == "person" else entity.name
    return next((each for each in table.left_open if re.search(rf"\b{re.escape(each)}\b", words) is not None), "")


def open_between(entity: Entity, table: Table) -> tuple[str, ...]:
    """Return the states among which a text leaves open whose an office is; none where it names one or none."""
    return by_whole(table, held_by_others(entity, table) | _told_apart(entity, table), entity)[1]


def _by_counterpart(entity: Entity, table: Table, home: str) -> SpokenFor | None:
    """Return the state of one whose counterpart's is known: the other of two states told together."""
    other = next((each for each in table.entities if each.counterpart_of is entity and each.party), None)
    if other is None or not needs_state(entity):
        return None
    for group in reversed(table.groups):
        parties = [each.party for each in group.members if each.kind == "state"]
        if len(parties) == 2 and other.party in parties and group.start < (entity.name_at or (0, 0))[0]:
            party = next((each for each in parties if each != other.party), "")
            if party:
                return SpokenFor(
                    party, f"told together with {state_name(other.party)}, whose counterpart it is", "inferred"
                )
    if home and home != other.party:
        return None  # from where an article is told says more than how often a state is named
    counts = Counter(
        {
            each.party: len(each.mentions)
            for each in table.entities
            if each.kind == "state" and each.party != other.party
        }
    )
    ranked = counts.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        return SpokenFor(ranked[0][0], "the state most told of beside that of the counterpart", "guessed")
    return None


def _issuers(entity: Entity, table: Table, spoken: list[Entity]) -> tuple[SpokenFor, ...]:
    """Return the parties of a document that nothing says whose it is: of those who spoke by it, or told together."""
    if not entity.mentions or _IS_PRESS.search(entity.name) is not None:
        return ()
    first = entity.mentions[0]
    if "joint" in entity.name.lower():
        group = next(
            (
                each
                for each in reversed(table.groups)
                if each.start < first.start and first.paragraph - each.paragraph <= 2
            ),
            None,
        )
        if group is not None and all(each.party for each in group.members):
            return tuple(SpokenFor(each.party, f"joint, with {each.name}", "inferred") for each in group.members)
    for each in reversed(spoken):
        beside = [mention for mention in each.mentions if mention.is_source and mention.sentence == first.sentence]
        if beside and each.party and each.kind not in {"outlet", "document"} and not each.private:
            return (SpokenFor(each.party, f"issued by {each.name}", "inferred"),)
    return ()


def _told_apart(entity: Entity, table: Table) -> set[str]:
    """Return the states that somebody is set against: of `his Kenyan counterpart`, of the ambassador he summons."""
    found: set[str] = set()
    text = table.parsed.document.text
    for mention in entity.mentions[:4]:
        sentence = table.sentence_at(mention.start)
        if mention.role != "subject":
            continue
        for named in table.named_between(mention.end, sentence.end):
            before = text[mention.end : named.start]
            behind = text[named.end : named.end + 40]
            if re.search(r"\b(?:his|her|their)\s+(?:\w+\s+)?$", before) and re.match(
                r"\s+(?:\w+\s+){0,2}counterparts?\b", behind
            ):
                found.add(named.entry.party)
            if re.search(r"\b(?:summoned|called in)\s+(?:the\s+)?$", before) and re.match(
                r"(?:[’']s)?\s+(?:\w+\s+){0,2}(?:ambassador|envoy|charg|diplomat)", behind, re.IGNORECASE
            ):
                found.add(named.entry.party)
    return found


def _by_body_beside(entity: Entity, table: Table, spoken: list[Entity]) -> SpokenFor | None:
    """Return the party of the state or body that has just spoken, for a spokesman named behind it without any."""
    is_for_a_body = entity.kind in {"person", "office"} and bool(entity.heads & w.SPOKES)
    if not is_for_a_body or not entity.mentions:
        return None
    first = entity.mentions[0]
    fellow = _fellow(entity, spoken)
    if fellow is not None:
        return SpokenFor(fellow.party, f"another beside {fellow.name}", "inferred")
    for each in reversed(spoken):
        mentions = [mention for mention in each.mentions if mention.is_source and mention.start < first.start]
        if not mentions or first.paragraph - mentions[-1].paragraph > 0:
            break
        if each.kind not in {"state", "body"} or each.private or not each.party:
            continue
        own = _body_words(entity)
        if each.kind == "state" or not own or not _body_words(each) or own == _body_words(each):
            return SpokenFor(each.party, f"speaks behind {each.name}", "inferred")
    if first.sentence and table.sentences[first.sentence - 1].paragraph == first.paragraph:
        subject = _subject_state(entity, table, 1)
        chief = (by_top(entity, table) or by_chief(entity, table, first.start)) if subject else None
        if chief is not None:
            return chief
        if subject:
            return SpokenFor(subject, f"the sentence before is about {state_name(subject)}", "inferred")
    return None


def _fellow(entity: Entity, spoken: list[Entity]) -> Entity | None:
    """Return who was told before in the same office: `another spokesman` tells of one who has spoken."""
    first = entity.mentions[0]
    if _ANOTHER.match(entity.title if entity.kind == "person" else entity.name) is None:
        return None
    for each in reversed(spoken):
        last = max((mention.paragraph for mention in each.mentions if mention.end <= first.start), default=None)
        if last is None or first.paragraph - last > NEAR_BODY or not each.heads & entity.heads & w.SPOKES:
            continue
        return each if each.party and not each.private and each.number == 1 else None
    return None


def _by_office(entity: Entity, table: Table, home: tuple[str, str], spoken: list[Entity], at: int) -> SpokenFor | None:
    """Return the state of an office or body that is named without one, always inferred."""
    is_briefer = home[1] == BRIEFING and entity.kind == "person" and bool(entity.heads & w.OFFICES)
    if not needs_state(entity) and not is_briefer:
        return None
    if entity.place and not _is_abroad(entity) and entity.kind != "person":
        return SpokenFor(entity.place, f"an office in {state_name(entity.place)}", "inferred")
    body = _body_words(entity)
    if body:
        for each in reversed(
            [other for other in table.entities if other.kind == "body" and other is not entity and other.party]
        ):
            is_before = any(
                mention.start <= at and table.named_between(mention.start, mention.end) for mention in each.mentions
            )
            is_own = home[1].startswith("the home of") and entity.kind == "person" and "minister" in entity.heads
            if is_own and home[0] != each.party and table.often[home[0]]:
                continue  # a paper calls the ministers of its own state so
            if is_before and _body_words(each) == body:
                return SpokenFor(each.party, f"the last state named with such a body: {each.name}", "inferred")
    subject = _subject_state(entity, table, 0)
    top = by_top(entity, table)
    if top is not None and top.party not in held_by_others(entity, table):
        return top
    scene = _scene(entity, table, home[0]) if not subject else ""
    if scene:
        return SpokenFor(scene, f"told from {state_name(scene)}", "inferred")
    if entity.kind == "office" and entity.heads & w.SPOKES and not entity.body:
        last = next((each for each in reversed(spoken) if each.kind in {"body", "state"} and each.party), None)
        if last is not None:
            return SpokenFor(last.party, f"the last body that spoke: {last.name}", "inferred")
    if home[0] and (home[1].startswith("the dateline") or home[1] == BRIEFING or _is_told_of(home[0], table, at)):
        return SpokenFor(home[0], home[1], "inferred")
    boss = by_chief(entity, table, at)
    if boss is not None:
        return boss
    if subject:
        return SpokenFor(subject, f"the sentence is about {state_name(subject)}", "inferred")
    if entity.kind == "anonymous" and entity.name.lower() in {"officials", "official"}:
        unnamed = {each.party for each in spoken if each.party and each.kind == "anonymous" and not each.private}
        if len(unnamed) == 1:
            return SpokenFor(next(iter(unnamed)), "the only state whose officials have spoken so far", "inferred")
    subject = _subject_state(entity, table, 1)
    if subject:
        return SpokenFor(subject, f"the sentence before is about {state_name(subject)}", "inferred")
    if home[0] and _is_told_of(home[0], table, len(table.parsed.document.text)):
        return SpokenFor(home[0], home[1], "inferred")
    office = _like_office(entity, table)
    if office is not None:
        return office
    title = _title_state(table)
    return SpokenFor(title, f"the title begins with {state_name(title)}", "guessed") if title else None


def _of_letters(entity: Entity, table: Table) -> Entity | None:
    """Return the body of which somebody is by the letters that stood in brackets behind it: `a KHC spokesman`."""
    if entity.kind not in {"person", "office", "anonymous"}:
        return None
    words = (entity.title if entity.kind == "person" else entity.name).split()
    letters = {re.sub(r"[’']s?$", "", each) for each in words if each[:2].isupper()}
    if not letters:
        return None
    return next(
        (each for each in table.entities if each.short in letters or any(is_initials(each, word) for word in letters)),
        None,
    )


def _of_known_body(entity: Entity, table: Table) -> SpokenFor | None:
    """Return the state of the body told last whose somebody is: `the ministry’s spokesman`, `a navy official`."""
    words = entity.title if entity.kind == "person" else entity.name
    if entity.kind == "body" or not entity.mentions:
        return None
    start = table.sentences[entity.mentions[0].sentence].start
    scene = _AT_BODY.match(table.parsed.document.text, start)
    for each in table.named_between(scene.end(), scene.end() + 1) if scene is not None else ():
        is_there = table.parsed.document.text[each.end : entity.mentions[0].start].strip() == ","
        if is_there and each.entry.how == "body" and entity.heads & w.OFFICE_OR_UNNAMED:
            return SpokenFor(each.entry.party, f"at {each.entry.words}", "inferred")
    short = _OF_SHORT_BODY.match(words)
    if short is None:
        return None
    first = entity.mentions[0]
    organ = w.singular(short[1])
    before = [
        (mention.is_source, mention.start, number, each)
        for number, each in enumerate(table.entities)
        if each is not entity and each.party and not each.private and each.kind in _HAS_BODY
        if organ in each.heads or organ in each.body.lower().split()
        for mention in each.mentions
        if mention.end <= first.start and first.paragraph - mention.paragraph <= NEAR_BODY
    ]
    if not before:
        return None
    last = max(before)[-1]
    return SpokenFor(last.party, f"the last {organ} told of: {last.name}", "inferred")


def _like_office(entity: Entity, table: Table) -> SpokenFor | None:
    """Return the state of the office told without a name before: `Peru’s defence minister … Minister Ortiz`."""
    if entity.kind != "person" or not entity.mentions or not entity.subjects:
        return None
    start = entity.mentions[0].start
    for each in reversed(table.entities):
        told = [hint for hint in each.hints if hint.grade == "stated"]
        is_before = bool(each.mentions) and each.mentions[0].start < start
        if (
            each.kind == "office"
            and told
            and is_before
            and each.heads & entity.heads
            and each.subjects == entity.subjects
        ):
            return SpokenFor(told[0].party, f"the last state named with such an office: {each.name}", "inferred")
    return None


def _title_state(table: Table) -> str:
    """Return the state with which the title begins, if it does."""
    title = next((each for each in table.parsed.document.paragraphs if each.kind == "title"), None)
    if title is None:
        return ""
    first = next(iter(table.named_between(title.span.start, title.span.start + 2)), None)
    if first is None:
        return ""
    if re.match(r",|\s+and\b", table.parsed.document.text[first.end : first.end + 5]):
        return ""  # `China, Japan to hold talks`: of two, neither
    if any(
        each.kind in {"body", "person", "office"}
        and any(hint.party == first.entry.party and hint.grade == "stated" for hint in each.hints)
        for each in table.entities
    ):
        return ""  # whose offices are named with the state elsewhere has none that are named without
    return first.entry.party if first.entry.how in {"name", "people", "seat"} else ""


def _scene(entity: Entity, table: Table, home: str) -> str:
    """Return the state from whose seat a passage is told: `In Beijing, …` opens the sentence or one shortly before.

    A paragraph later only the bare words count, and only where they name the home or no home is known: what follows
    `In Tokyo, …` in an article from Seoul is told from Seoul again.
    """
    if not entity.mentions:
        return ""
    first = entity.mentions[0]
    text = table.parsed.document.text
    for named in reversed(table.named_between(first.start - 3000, first.start)):
        if named.entry.how != "seat" or text[named.end : named.end + 1] != ",":
            continue
        sentence = table.sentence_at(named.start)
        if re.fullmatch(r"\s*(?:[^,]*\s)?in\s+", text[sentence.start : named.start], re.IGNORECASE) is None:
            continue
        is_bare = re.fullmatch(r"\s*(?:\w+\s+)?in\s+", text[sentence.start : named.start], re.IGNORECASE) is not None
        if sentence.number != first.sentence and not is_bare:
            return ""
        if first.paragraph != sentence.paragraph and home not in {"", named.entry.party}:
            return ""
        is_here = sentence.number == first.sentence or 0 <= first.paragraph - sentence.paragraph <= 1
        return named.entry.party if is_here else ""
    return ""


def _is_to_act(table: Table, at: int) -> bool:
    """Return whether a state is told to do something itself: `Egypt will reopen the strait, the minister said`."""
    token = table.token_at(at)
    return (
        token is not None
        and token.dep_ in SUBJECTS
        and any(child.lower_ in {"will", "would"} for child in token.head.children)
    )


_ABROAD = re.compile(
    r"(?:[’']s?)?\s(?:\w+\s){0,2}?(?:envoy|ambassador|diplomat|delegation|embassy|high commission)", re.IGNORECASE
)


def _subject_state(entity: Entity, table: Table, back: int) -> str:
    """Return the state with which the same sentence, or one `back`, begins: `Egypt has asked …`."""
    if not entity.mentions:
        return ""
    first = entity.mentions[0]
    if first.sentence < back:
        return ""
    sentence = table.sentences[first.sentence - back]
    for named in table.named_between(sentence.start, min(sentence.end, first.start)):
        before = table.parsed.document.text[sentence.start : named.start]
        if _ABROAD.match(table.parsed.document.text, named.end) is not None:
            return ""  # `The Ugandan envoy met …`: what follows is told where he is, not where he is from
        if not back and table.is_said_by(first, named.start) and not _is_to_act(table, named.start):
            return ""  # `The Kenyan vote was fair, the minister said`: whom he speaks of need not be his own
        if named.entry.how in {"name", "people", "seat"} and not _is_place(named.start, table):
            is_early = len(before.split()) <= 4 and not table.is_quoted(named.start)
            tokens = table.tokens_between(sentence.start, named.start) if is_early else []
            is_early = is_early and not any(token.pos_ in {"VERB", "AUX"} for token in tokens)
            return named.entry.party if is_early else ""
    return ""


def _is_told_of(party: str, table: Table, before: int) -> bool:
    """Return whether a text speaks of a state as more than a place: an outlet may carry what another has written."""
    return any(
        named.start < before
        and named.entry.party == party
        and named.entry.how in {"name", "people", "seat"}
        and not _is_place(named.start, table)
        for named in table.named
    )


def _is_place(at: int, table: Table) -> bool:
    before = table.parsed.document.text[max(0, at - 12) : at]
    return (
        re.search(r"\b(?:in|at|near|from|to|with|neighbouring|neighboring)\s+(?:the\s+)?$", before, re.IGNORECASE)
        is not None
    )


def _is_abroad(entity: Entity) -> bool:
    return bool(entity.heads & {"diplomat", "ambassador", "envoy", "embassy", "consulate", "mission", "source"}) or any(
        word in entity.name.lower() for word in ("diplomatic", "western", "foreign official", "european")
    )


def needs_state(entity: Entity) -> bool:
    """Return whether what is said of somebody can only be an office or organ of some state."""
    if entity.kind == "body":
        is_office = bool(entity.heads & {"office", "headquarters"}) and (
            bool(entity.subjects) or re.search(r"presiden|prime minister|government", entity.name.lower()) is not None
        )
        is_organ = bool(entity.heads & _ORGANS) or is_office or "ministry" in entity.body.lower()
        return is_organ and not entity.heads & w.PRIVATE_BODIES
    if entity.kind == "anonymous":
        if "authority" in entity.heads and own_words(entity.name):
            return False  # `the Inter-Island Authority`
        if entity.heads & {"official"} and not _is_abroad(entity):
            return True
        return bool(entity.body) or bool(entity.heads & w.SURE)
    if entity.kind not in {"person", "office"}:
        return False
    title = entity.title.lower() if entity.kind == "person" else entity.name.lower()
    words = entity.title or entity.name
    if _OF_LETTERS.search(words) is not None and not entity.heads & w.SPOKES:
        return False
    if any(each.lower() not in _NO_PEOPLE and not find_named(each) for each in _PEOPLE.findall(words)):
        return False
    part = _OF_A_PART.search(words)
    if part is not None and part[1].lower() not in w.NO_NAME_WORDS:
        return False
    if entity.heads & w.SURE or entity.body:
        return True
    if "president" in entity.heads and _PRESIDENT.fullmatch(title) is not None:
        return True
    if entity.subjects & {"foreign", "defence", "interior", "prime"}:
        return True
    return (
        any(w.singular(each) in _ORGANS | {"army", "navy"} for each in title.split())
        or re.search(r"government|presidential|national security advis", title) is not None
    )


def _body_words(entity: Entity) -> frozenset[str]:
    """Return what makes two bodies the same but for their state: a ministry and what it is for."""
    text = entity.name if entity.kind == "body" else entity.body
    if entity.kind == "body" and not any(w.singular(each) in w.ORGANS for each in text.split()):
        # what the table says of a body by whose name nobody sees it: `Itamaraty: foreign ministry`
        text = next((hint.why.partition(": ")[2] for hint in entity.hints if hint.why.startswith(text)), text)
    organ = next((w.singular(each) for each in text.split() if w.singular(each) in w.ORGANS), "")
    if organ in {"department", "ministry"}:
        subjects = _portfolio(text)
        return frozenset({"ministry", *subjects}) if subjects else frozenset()
    if entity.kind != "body" and not organ and "minister" in entity.heads:
        title = entity.title if entity.kind == "person" else entity.name
        subjects = _portfolio(title.split(" at ", 1)[0])
        return frozenset({"ministry", *subjects}) if subjects else frozenset()
    return frozenset({organ}) if organ in w.ONE_OF_A_KIND else frozenset()


def _portfolio(text: str) -> set[str]:
    """Return what a ministry or a minister is for, by the words of the name."""
    words = {re.sub(r"[’']s?$", "", each.lower()) for each in text.split()}
    return {
        w.SUBJECTS.get(each, each)
        for each in words
        if (each in w.SUBJECTS or each in w.PORTFOLIOS) and each not in w.RANKS
    }

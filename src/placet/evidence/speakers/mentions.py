"""Read a document for everybody who may speak in it: the table of mentions."""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from placet.evidence.parties.find import Named
from placet.evidence.speakers import words as w
from placet.evidence.speakers.division import read_phrase
from placet.evidence.speakers.entities import (
    Entity,
    Group,
    Mention,
    Role,
)
from placet.evidence.speakers.home import home_state, seat_line
from placet.evidence.speakers.lead import hold_office, name_behind_lead, only_quoted
from placet.evidence.speakers.noun_phrases import (
    Sentence,
    Tokens,
    chunks,
    hanging,
    is_worth,
    outside,
    read_sentences,
    role_of,
    titled,
)
from placet.evidence.speakers.ownership import Hint
from placet.evidence.speakers.phrase import WORD, Phrase
from placet.evidence.speakers.roster import Roster
from placet.evidence.speakers.shared import settle
from placet.evidence.speakers.surname import take_leaders
from placet.evidence.speakers.together import (
    join,
    keep_who_met,
    take_fellows,
    take_genders,
    take_offices_below,
    take_told_offices,
)
from placet.evidence.speech.sentences import CAPITALS
from placet.evidence.speech.utterance import Parsed, Utterance

if TYPE_CHECKING:
    from spacy.tokens import Token

NEAR_SOURCES = 12
"""How many stretches of what is said before a mention are looked at; a source says one or two of them."""
_HYPHEN = re.compile(r"(?:[-–][^\W_]+)*")
STATES = frozenset({"name", "people", "seat"})
"""How a table may name a state."""
NEAR_MENTIONS = 400
"""How many mentions back somebody may stand whom a pronoun or a description means."""
_LABEL = re.compile(rf"[{CAPITALS}][{CAPITALS}.’' -]{{2,40}}(?:, BYLINE)?:\s+(?=\S)")
"""Who has the turn in a transcript, before what is told in it: `NILS BERG, BYLINE: The envoy says …`."""
_PARTNER = re.compile(
    r"\b(?:his|her|their)\s(?:[\w’'-]+\s){0,3}?counterpart,?(?:\s[A-Z][\w’'-]*[^\W_](?:[-–][^\W_]+)*){1,3}"
)
_CUT_RANK = re.compile(
    r"\b(?:Brig|Lt|Maj|Rear Adm|Vice Adm|Col|Gen|Adm|Capt|Cmdr|Sgt|Prof|Rep|Sen|Gov|Mr|Mrs|Ms|Dr|Md|Hon)$"
)
_RANK = re.compile(r"\.(?:\s(?:Gen|Col|Cmdr|Adm)\.)?(?:\s[A-Z][\w’'-]*[^\W_](?:[-–][^\W_]+)*){1,3}")
_COUNTERPART = re.compile(
    r",?\s+and (?:his|her|its|their)\s(?:[\w’'.-]+\s){0,4}?counterpart(?:,?(?:\s[A-Z][\w’'-]*[^\W_](?:[-–][^\W_]+)*)+)?"
)
_PERSONS = frozenset({"person"})


class Table:
    """Everybody who is mentioned in a document.

    Attributes:
        parsed: the document with its parse.
        home: the state from which it is written, with the reason; both empty where that is not known.
        named: the names of the tables in it, each of one party.
        left_open: the names that several states use, where nothing says which is meant, with those states.
        roster: all who may speak, as they were entered.
        entities: the same, in the order of their first mention.
        groups: those who are told together, in order.
        plurals: offices told in one word for several who hold them, with what states are told: `ministers of Peru`.
        sentences: all sentences, in order.
        phrases: what the words at each cue say, by where they begin and end.
        is_named: whose mention each phrase that names somebody is, by where it begins.
    """

    def __init__(self, parsed: Parsed, utterances: tuple[Utterance, ...]) -> None:
        self.parsed = parsed
        text = parsed.document.text
        self.home = home_state(parsed.document)
        self.named, self.left_open = settle(text, self.home)
        self._named_starts = [each.start for each in self.named]
        self._told_of: dict[str, frozenset[str]] = {}
        self.roster = Roster(text, self.named_between)
        self.entities = self.roster.entities
        self.is_named = self.roster.is_named
        self.groups: list[Group] = []
        self.plurals: list[Phrase] = []
        self.sentences = read_sentences(parsed)
        self._starts = [each.start for each in self.sentences]
        self.tokens = Tokens(parsed)
        self._verbs: dict[tuple[int, int], Token | None] = {}
        self.phrases: dict[tuple[int, int], tuple[Phrase, ...]] = {}
        self._asked: dict[tuple[int, int], tuple[Phrase, ...]] = {}
        self._quotes: list[tuple[int, int]] = []
        for start, end in sorted(
            (span.start, span.end) for each in utterances if each.form == "direct" for span in each.content
        ):
            if not self._quotes or end > self._quotes[-1][1]:  # not what is told within another quotation
                self._quotes.append((start, end))
        self._told_by = sorted(
            (each.source.start, each.source.end, span.start, span.end)
            for each in utterances
            if each.source is not None
            for span in each.content
        )
        self._read(text, utterances)

    def phrases_at(self, start: int, end: int) -> tuple[Phrase, ...]:
        """Return what a stretch of the text says, as one speaker or several."""
        found = self._asked.get((start, end))
        if found is None:
            found = self._asked[start, end] = self._phrases_within(*self._widened(start, end))
        return found

    def _widened(self, start: int, end: int) -> tuple[int, int]:
        """Return a stretch without what stands before a speaker, and with what the parse has cut off behind."""
        # the parse may cut a name at its hyphen: `Han Min` of `Han Min-koo`
        # … and leave out the other of two: `the minister and his Kenyan counterpart`
        text = self.parsed.document.text
        label = _LABEL.match(text, start, end)
        start = label.end() if label is not None else start
        city = seat_line(text[start:end])
        start += city.end() if city is not None else 0
        row = self._row_before(start)
        start = row[0].start if row and row[-1].end >= end else start  # `Peru, Chile agree`
        hyphen = _HYPHEN.match(text, end)
        end = hyphen.end() if hyphen is not None and end > start else end
        rank = _RANK.match(text, end)
        end = rank.end() if rank is not None and _CUT_RANK.search(text[start:end]) is not None else end
        counterpart = _COUNTERPART.match(text, end)
        return start, counterpart.end() if counterpart is not None else end

    def _row_before(self, start: int) -> tuple[Named, ...]:
        """Return the states with which a sentence begins, parted by commas alone, up to the one at an offset."""
        sentence = self.sentence_at(start) if self.sentences else None
        row = self.named_between(sentence.start, start + 1) if sentence is not None else ()
        if len(row) < 2 or sentence is None or row[0].start != sentence.start or row[-1].start != start:
            return ()
        text = self.parsed.document.text
        is_row = all(text[one.end : other.start] == ", " for one, other in itertools.pairwise(row))
        is_row = is_row and all(each.entry.how in STATES for each in row)
        return row if is_row and len({each.entry.party for each in row}) == len(row) else ()

    def _phrases_within(self, start: int, end: int) -> tuple[Phrase, ...]:
        found = self.phrases.get((start, end))
        if found is not None:
            return found
        words = self.parsed.document.text[start:end]
        behind = self.parsed.document.text[end : end + 9]
        is_label = words.isupper() and behind[:1] in {":", ","} and len(words) > 3
        if is_label:
            words = words.title()  # `ANNA LUND: …` in a transcript
        inner = tuple(each for each in self.named_between(start, end) if each.end <= end)
        found = read_phrase(words, start, inner)
        if is_label and len(found) == 1:
            found = (self._label(found[0], is_reporter=behind == ", BYLINE"),)
        row = self._row_before(start)[:-1] if found and found[0].kind == "group" and found[0].hints else ()
        if row:  # `Peruvian, Chilean ministers agree`
            hints = (Hint(each.entry.party, f"`{each.entry.words}` before the office", "stated") for each in row)
            whole = self.parsed.document.text[row[0].start : found[0].end]
            first = found[0]._replace(start=row[0].start, text=whole, name=whole, hints=(*hints, *found[0].hints))
            found = (first, *found[1:])
        self.phrases[start, end] = found
        return found

    def _is_titled(self, start: int, end: int) -> bool:
        """Return whether a stretch ends with a person whose office it tells."""
        first, last = self._widened(start, end)
        words = self.parsed.document.text[first:last]
        may_be = words.isupper() or any(w.singular(each) in w.HOLDERS for each in WORD.findall(words.replace("–", " ")))
        phrase = self.phrases_at(start, end)[-1] if may_be else None
        return phrase is not None and phrase.kind == "person" and bool(phrase.head)

    def _label(self, phrase: Phrase, *, is_reporter: bool) -> Phrase:
        """Return the speaker of a turn in a transcript, whose surname may be a word of this field too: `ANN POWER:`."""
        is_word = phrase.kind in {"state", "unknown", "body"} and not phrase.hints
        parts = phrase.text.split()
        known = any(each.kind == "person" and parts[-1].lower() in each.tokens for each in self.entities)
        if is_word and (known or (phrase.kind == "state" and 1 < len(parts) < 4)):
            phrase = phrase._replace(
                kind="person", name=phrase.text, name_at=(phrase.start, phrase.end), head="", reference="name"
            )
        if is_reporter and phrase.kind == "person":
            phrase = phrase._replace(private="`BYLINE`: a reporter speaks for no state")
        return phrase

    @cached_property
    def often(self) -> Counter[str]:
        """How often each party is named: a state by any of its words, others by a name that is theirs alone."""
        return Counter(
            each.entry.party
            for each in self.named
            if each.entry.party and (each.entry.how in STATES or (each.entry.how == "body" and not each.entry.is_loose))
        )

    def told_of(self, words: str) -> frozenset[str]:
        """Return the states beside whose names some words stand in the text: `U.S. air base`."""
        if words not in self._told_of:
            pattern = re.compile(rf"(?:[’']s?)?\s+{re.escape(words)}\b", re.IGNORECASE)
            text = self.parsed.document.text
            beside = (each for each in self.named if each.entry.how in STATES and pattern.match(text, each.end))
            self._told_of[words] = frozenset(each.entry.party for each in beside)
        return self._told_of[words]

    def named_between(self, start: int, end: int) -> tuple[Named, ...]:
        """Return the names of the tables that begin in a stretch of the text."""
        first = bisect.bisect_left(self._named_starts, start)
        return self.named[first : bisect.bisect_left(self._named_starts, end)]

    def recent(self, before: int) -> list[Entity]:
        """Return those who were told shortly before an offset, in the order of their first mention."""
        last = bisect.bisect_right(self._ends, before)
        return [
            self.entities[index]
            for index in sorted({index for _, index in self._places[max(0, last - NEAR_MENTIONS) : last]})
        ]

    def sentence_at(self, at: int) -> Sentence:
        """Return the sentence in which an offset lies, or the last before it."""
        return self.sentences[max(0, bisect.bisect_right(self._starts, at) - 1)]

    def token_at(self, at: int) -> Token | None:
        """Return the word at an offset."""
        return self.tokens.get(at)

    def tokens_between(self, start: int, end: int) -> list[Token]:
        """Return the words that begin in a stretch of the text."""
        return self.tokens.between(start, end)

    def top_within(self, start: int, end: int) -> Token | None:
        """Return the last word of a stretch that hangs on none other of it."""
        return next(reversed(hanging(self.tokens_between(start, end))), None)

    def verb_within(self, start: int, end: int) -> Token | None:
        """Return the verb of a stretch, else its noun: the word that the others of it hang on."""
        if (start, end) not in self._verbs:
            tokens = [token for token in self.tokens_between(start, end) if not token.is_punct]
            tops = hanging(tokens)
            verb = next((each for each in tops if each.pos_ in {"VERB", "AUX"}), tops[0] if tops else None)
            self._verbs[start, end] = verb
        return self._verbs[start, end]

    def mention(self, phrase: Phrase, *, is_source: bool = False, role: Role | None = None) -> Mention:
        """Return where a phrase stands."""
        sentence = self.sentence_at(phrase.start)
        return Mention(
            phrase.start,
            phrase.end,
            sentence.number,
            sentence.paragraph,
            role or role_of(self._root(phrase)),
            self.is_quoted(phrase.start),
            is_source,
        )

    def is_quoted(self, at: int) -> bool:
        """Return whether an offset lies in somebody's own words."""
        index = bisect.bisect_right(self._quotes, (at, len(self.parsed.document.text))) - 1
        return index >= 0 and self._quotes[index][0] <= at < self._quotes[index][1]

    def is_said_by(self, mention: Mention, at: int) -> bool:
        """Return whether an offset lies in what somebody says who is named as the source of it at a mention."""
        last = bisect.bisect_right(self._told_by, (mention.start, len(self.parsed.document.text)))
        return any(
            start <= mention.start < end and first <= at < until
            for start, end, first, until in self._told_by[max(0, last - NEAR_SOURCES) : last]
        )

    def _root(self, phrase: Phrase) -> Token | None:
        """Return the word of a phrase that hangs on a word outside it."""
        tops = hanging(self.tokens_between(phrase.start, phrase.end))
        return next((token for token in tops if not token.is_punct), None)

    def _read(self, text: str, utterances: tuple[Utterance, ...]) -> None:
        sources = sorted(
            {
                (span.start, span.end)
                for each in utterances
                for span in (each.source, *each.relays, each.addressee)
                if span is not None
            }
        )
        cues = {(each.source.start, each.source.end) for each in utterances if each.source is not None}
        stretches = [(start, end, (start, end) in cues) for start, end in sources]
        taken = sorted(sources)
        stretches += [(start, end, False) for start, end in outside(chunks(self.parsed), taken)]
        # a person may be named within a source that is somebody else: `Prime Minister Lemma’s office`
        stretches += [
            (start, end, False) for start, end in titled(self.parsed, self._is_titled) if (start, end) not in taken
        ]
        stretches += [(each.start(), each.end(), False) for each in _PARTNER.finditer(text) if each.span() not in taken]
        reach = 0
        states = [each for each in self.named if each.entry.how in {"name", "people", "seat"}]
        for start, end, is_source in sorted(set(stretches), key=lambda each: (each[0], -each[1])):
            while states and states[0].start < start:
                self._mention_state(states.pop(0))
            self._take(start, end, is_source, is_inner=end <= reach)
            reach = max(reach, end)
        for named in states:
            self._mention_state(named)
        join(self)
        take_told_offices(self)
        take_offices_below(self)
        take_fellows(self)
        take_genders(self)
        for entity in self.entities:
            entity.mentions.sort()
        self._settle_single_names()
        take_leaders(self)
        self._name_lead()
        self._place()
        keep_who_met(self)
        self.groups.sort(key=lambda each: each.start)

    def _take(self, start: int, end: int, is_source: bool, *, is_inner: bool) -> None:
        members: list[Entity] = []
        phrases = self.phrases_at(start, end)
        for phrase in phrases:
            is_plural = phrase.kind == "group" and phrase.head in w.OFFICES and not phrase.private
            if is_plural and (phrase.hints or phrase.reference != "definite"):
                self.plurals.append(phrase)
            if not is_source and (not is_worth(phrase, is_inner=is_inner) or self._is_no_name(phrase)):
                continue
            phrase = self.roster.owned(self.roster.headed(phrase))
            entity = self.roster.find(phrase)
            if entity is None:
                continue
            entity.take(phrase)
            entity.mentions.append(self.mention(phrase, is_source=is_source))
            self.roster.told.append((entity.mentions[-1], entity))
            self.is_named[phrase.start, phrase.end] = entity
            if phrase.is_counterpart and entity.counterpart_of is None:
                last = (
                    members[-1] if members else self.roster.around(phrase) or self.roster.last(phrase.start, _PERSONS)
                )
                if last is not None and last is not entity:
                    entity.counterpart_of = last
                    before = self.parsed.document.text[max(0, phrase.start - 9) : phrase.start]
                    if re.search(r"\b(?:[Hh]e|[Ss]he)\s+and\s+$", before):
                        self.group((last, entity), phrase.start, phrase.end)
                    entity.heads |= last.heads
                    entity.subjects |= last.subjects
            members.append(entity)
            body = self.roster.body_of(phrase)
            if body is not None:
                body.mentions.append(self.mention(phrase)._replace(role="other"))
        if len(members) > 1:
            sentence = self.sentence_at(start)
            role = self.mention(phrases[0]).role
            self.groups.append(
                Group(tuple(members), start, end, sentence.number, sentence.paragraph, role, "told together")
            )

    def _is_no_name(self, phrase: Phrase) -> bool:
        """Return whether a word has its capital only because it begins a sentence: `Victory`, `Trade`."""
        if phrase.kind != "person" or phrase.head or phrase.name_at is None:
            return False
        return not any(token.pos_ == "PROPN" for token in self.tokens_between(*phrase.name_at))

    def introduce(self, phrase: Phrase) -> Entity:
        """Return a new speaker whom only a phrase at a cue tells of."""
        entity = self.roster.enter(phrase)
        entity.mentions.append(self.mention(phrase, is_source=True))
        at = bisect.bisect_right(self._ends, phrase.end)
        self._ends.insert(at, phrase.end)
        self._places.insert(at, (phrase.end, len(self.entities) - 1))
        return entity

    def mention_again(self, entity: Entity, phrase: Phrase) -> None:
        """Keep a further mention of somebody: the subject of a sentence in which nothing is said."""
        bisect.insort(entity.mentions, self.mention(phrase, role="subject"))
        at = bisect.bisect_right(self._ends, phrase.end)
        self._ends.insert(at, phrase.end)
        self._places.insert(at, (phrase.end, self.entities.index(entity)))

    def _mention_state(self, named: Named) -> None:
        """Keep a state that is named within another phrase: `Japan` in `Japan’s minister`."""
        entity = self.roster.state_of(named)
        if not any(each.start <= named.start < each.end for each in entity.mentions[-8:]):
            sentence = self.sentence_at(named.start)
            entity.mentions.append(
                Mention(
                    named.start, named.end, sentence.number, sentence.paragraph, "other", self.is_quoted(named.start)
                )
            )
            self.roster.told.append((entity.mentions[-1], entity))

    def _place(self) -> None:
        """Put all mentions in the order of the text, with the number of the entity of each."""
        self._places = sorted(
            (mention.end, index) for index, each in enumerate(self.entities) for mention in each.mentions
        )
        self._ends = [end for end, _ in self._places]

    def _name_lead(self) -> None:
        """Take the office that speaks in the lead for the person who is named behind it."""
        body = [each.paragraph.number for each in self.parsed.paragraphs if each.paragraph.kind == "body"]
        pairs = name_behind_lead(self.entities, *(body[:1] or [0]), *(body[2:3] or body[-1:] or [0]))
        held = hold_office(self.entities, only_quoted(self.parsed.document))
        for office, person in pairs + [each for each in held if each not in pairs]:
            if not office.mentions:
                continue
            person.mentions = sorted([*person.mentions, *office.mentions])
            person.hints, office.mentions = person.hints or list(office.hints), []
            if not (person.title or person.heads):
                person.title, person.body = office.name, person.body or office.body
                person.heads |= office.heads
                person.subjects |= office.subjects
            self.is_named.update({place: person for place, each in self.is_named.items() if each is office})

    def _settle_single_names(self) -> None:
        """Take a lone name that nothing makes a person for a body: persons are introduced with more than that."""
        for entity in self.entities:
            if (
                entity.kind == "person"
                and len(entity.tokens) == 1
                and not (entity.heads or entity.title or entity.gender)
            ):
                entity.kind = "unknown"

    def group(self, members: tuple[Entity, ...], start: int, end: int) -> None:
        """Keep those who are told together from one offset to another."""
        sentence = self.sentence_at(start)
        role: Role = next((each.role for each in members[0].mentions if each.start <= start < each.end), "other")
        self.groups.append(Group(members, start, end, sentence.number, sentence.paragraph, role, "told together"))

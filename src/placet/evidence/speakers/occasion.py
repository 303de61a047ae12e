"""The occasions a text tells of with their day: who met, spoke or was asked on it, for what is said there later on."""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from placet.evidence.speakers import words as w
from placet.evidence.speakers.cue_verb import helpers_of, verb_over
from placet.evidence.speakers.entities import Entity, Group, Mention
from placet.evidence.speakers.mentions import Table
from placet.evidence.speakers.noun_phrases import SUBJECTS, Sentence
from placet.evidence.speech.utterance import Parsed
from placet.model.documents import Span
from placet.model.proposals import Said

if TYPE_CHECKING:
    from spacy.tokens import Token

HEAD = 2
"""How many paragraphs of the body are the head of a report: an occasion told there is what all of it is about."""
REACH = 12
"""Over how many paragraphs an occasion told at the head is carried."""
NEAR = 4
"""Over how many paragraphs one told further down is."""
PAIR = 2
"""How many persons at least a talk is between that is told by `A told B on Monday that …`."""
MOST = 40
"""How many occasions, mentions and days of a sentence are looked at; one that somebody wrote has fewer."""

_MEET = frozenset({
    "meet", "visit", "host", "receive", "welcome", "confer", "negotiate", "talk", "telephone", "phone", "discuss",
    "exchange",
})  # fmt: skip
_SPEAK = frozenset({"speak", "address", "testify", "brief", "write"})
_MEETINGS = frozenset({
    "talk", "talks", "meeting", "call", "conversation", "summit", "consultation", "negotiation", "dialogue", "visit",
    "session", "discussion", "trip", "lunch", "dinner",
})  # fmt: skip
_SPEECHES = frozenset({
    "conference", "briefing", "interview", "speech", "address", "hearing", "statement", "testimony", "letter",
    "remark", "debate", "message",
})  # fmt: skip
_REMARKS = frozenset({"remark", "comment", "statement", "announcement", "declaration", "appeal", "assertion"})
_MADE = frozenset({"make", "come", "issue", "deliver", "release", "voice"})
_THE = frozenset({"the", "his", "her", "their", "these", "those", "this", "that"})
_REFERRING = frozenset({"he", "she", "they"})
_WITH = frozenset({"with", "to", "by", "between", "among", "alongside"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_OF_PARTY = frozenset({"state", "group", "body", "anonymous", "office"})
_ANOTHER_TIME = re.compile(
    r"\b(?:earlier|previously|formerly|often|repeatedly|recently|in the past|at the time|last|ago|once|initially)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\bin (?:the past\b|(?:(?:an?|his|her|their|its|the|some|other|several|many|those|these|all)\s)?"
    r"(?:previous|earlier|past|former|prior|recent)\s[a-z])",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"\b(?:interview|article|op-ed|column|book|memoirs?|documentary|podcast)\b", re.IGNORECASE)
"""Where somebody speaks or writes by himself: not at the meeting that was told of."""


class Occasion(NamedTuple):
    """An occasion with its day.

    Attributes:
        said: the day, where it is told.
        span: where its day stands.
        paragraph: the number of the paragraph.
        members: who took part.
        parties: for whom those took part who are told as a state, a body or several: `Polish and Russian officials`.
        is_speech: whether one spoke there to others, as at a news conference.
        is_telling: whether it is told as that of words told before or behind: `The remarks were made on Thursday`.
        is_open: whether who spoke is only referred to: `She was speaking in Lima on Thursday`.
    """

    said: Said
    span: Span
    paragraph: int
    members: tuple[Entity, ...]
    parties: frozenset[str]
    is_speech: bool
    is_telling: bool = False
    is_open: bool = False


Before: TypeAlias = Callable[[int], tuple[Entity, ...]]
"""Says who spoke last before a place."""
ToldAt: TypeAlias = Callable[[int], list[tuple[Span, tuple[Entity, ...]]]]
"""Gives the contents that a place lies in, with those who say them."""


def is_of_another_time(words: str) -> bool:
    """Return whether the words around what is said put it at another time than what is told: `had earlier said`."""
    return _ANOTHER_TIME.search(words) is not None


def is_of_other_occasion(words: str) -> bool:
    """Return whether the words around what is said tell of an occasion of another time: `in previous seminars`."""
    return _OTHERWISE.search(words) is not None


def head_of_report(parsed: Parsed) -> tuple[int, ...]:
    """Return the numbers of the first paragraphs of the body that say something: a line without a verb is a caption."""
    body = (each for each in parsed.paragraphs if each.paragraph.kind == "body")
    told = (each.paragraph.number for each in body if not _FINITE.isdisjoint(each.columns.tag))
    return tuple(itertools.islice(told, HEAD))


class Occasions:
    """All occasions that a document tells of with a day in the past.

    Attributes:
        found: the occasions, in order.
    """

    def __init__(self, table: Table, dates: Sequence[Said]) -> None:
        """Look at each day for the occasion that was on it.

        Args:
            table: everybody who is mentioned, with the words of the document.
            dates: the days that the text tells of as past.
        """
        self.table = table
        self._head = frozenset(head_of_report(table.parsed))
        self._in_sentence: dict[int, list[tuple[Mention, Entity]]] = defaultdict(list)
        numbers = {table.sentence_at(each.span.start).number for each in dates if each.span is not None}
        numbers |= {number - 1 for number in numbers}
        for entity in table.entities:
            for mention in entity.mentions:
                if mention.sentence in numbers:
                    self._in_sentence[mention.sentence].append((mention, entity))
        self._groups: dict[int, list[Group]] = defaultdict(list)
        for group in table.groups:
            if group.role == "subject":
                self._groups[group.sentence].append(group)
        in_sentence = Counter[int]()
        found: list[Occasion] = []
        for each in dates:
            assert each.span is not None
            number = table.sentence_at(each.span.start).number
            in_sentence[number] += 1
            if in_sentence[number] <= MOST and (occasion := self._read(each)) is not None:
                found.append(occasion)
        self.found = tuple(found)
        self._starts = [each.span.start for each in found]

    def of(
        self,
        at: int,
        paragraph: int,
        speakers: tuple[Entity, ...],
        told_at: ToldAt,
        last: Before,
        around: str = "",
    ) -> Occasion | None:
        """Return the last occasion before a place in which all the speakers took part, or their side did.

        Args:
            at: where the statement stands.
            paragraph: the number of its paragraph.
            speakers: who speaks.
            told_at: gives the contents that a place lies in: what one tells of oneself is no occasion of telling.
            last: who spoke last before a place, whom `she` means in `She was speaking on Thursday`.
            around: the words around what is said.
        """
        if not speakers:
            return None
        last_at = bisect.bisect_left(self._starts, at)
        for each in reversed(self.found[max(0, last_at - MOST) : last_at]):
            is_head = each.paragraph in self._head
            if each.span.end > at or not 0 <= paragraph - each.paragraph <= (REACH if is_head else NEAR):
                continue
            tellers = [teller for _, tellers in told_at(each.span.start) for teller in (*tellers, None)]
            if tellers and (not is_head or set(tellers) & set(speakers)):
                continue
            members = (*each.members, *last(each.span.start)) if each.is_open else each.members
            if not each.is_speech and _ELSEWHERE.search(around) is not None:
                continue
            if all(self._was_there(one, each, members) for one in speakers):
                return each
        return None

    def behind(self, at: int, paragraph: int, speakers: tuple[Entity, ...], last: Before) -> Occasion | None:
        """Return the occasion on which something was said, where it is told right behind it.

        Args:
            at: where what is said stands.
            paragraph: the number of its paragraph.
            speakers: who speaks.
            last: who spoke last before a place.
        """
        first = bisect.bisect_left(self._starts, at)
        for each in self.found[first : first + MOST]:
            if each.paragraph - paragraph >= HEAD or not speakers:
                continue
            is_head = each.is_speech and each.paragraph in self._head and paragraph in self._head
            if not each.is_telling and not is_head:
                continue
            members = (*each.members, *last(each.span.start)) if each.is_open else each.members
            if set(speakers) <= set(members):
                return each
        return None

    def _was_there(self, speaker: Entity, occasion: Occasion, members: tuple[Entity, ...]) -> bool:
        if speaker in members:
            return True
        return (
            not occasion.is_speech
            and not speaker.private
            and speaker.kind in {"person", "office", "body", "state", "group", "unknown"}
            and speaker.party in occasion.parties
        )

    def _read(self, said: Said) -> Occasion | None:
        assert said.span is not None
        verb = self._verb(said.span)
        if verb is None:
            return None
        verbs = {verb, *verb.conjuncts} if verb.tag_ == "VBD" else {verb}
        nouns = {
            each.lemma_.lower()
            for each in (*self._nouns_over(said.span, verb), *(noun for one in verbs for noun in _nouns_under(one)))
        }
        lemmas = {one.lemma_.lower() for one in verbs}
        subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
        is_telling = self._is_telling(verb, subjects)
        is_met = bool(lemmas & (_MEET | _SPEAK) or nouns & (_MEETINGS | _SPEECHES))
        is_told = not is_met and "tell" in lemmas
        if not is_telling and not is_met and not is_told:
            return None
        top = verb
        while top.tag_ in {"VBG", "VBN"} and top.dep_ in {"advcl", "acl"} and top.head != top:
            top = top.head  # `Addressing parliament on Friday, the premier said …`
        verbs |= {top}
        sentence = self.table.sentence_at(said.span.start)
        members: list[Entity] = []
        parties: set[str] = set()
        for mention, entity in self._in_sentence[sentence.number][:MOST]:
            token = self.table.top_within(mention.start, mention.end)
            if token is not None and entity.kind in _OF_PARTY and self._is_side(token, verbs, entity):
                parties |= entity.parties
            if token is None or not (_takes_part(token, verbs) or (verb.dep_ == "relcl" and token == verb.head)):
                continue
            if entity not in members:
                members.append(entity)
        if is_told and sum(each.kind == "person" for each in members) < PAIR:
            return None  # of two who speak with each other, each was there; `told reporters` is no such talk
        for group in self._groups[sentence.number][:MOST]:
            members += [each for each in group.members if each not in members]
        is_referring = any(child.lower_ in _REFERRING for child in subjects)
        if is_referring:
            members += self._subject_before(sentence)
        if len(parties | {each.party for each in members if each.party}) < 2:
            parties = set()  # of one side alone nobody else may have been there
        return Occasion(
            said,
            said.span,
            sentence.paragraph,
            tuple(members),
            frozenset(parties),
            is_speech=not (is_told or lemmas & _MEET or nouns & _MEETINGS),
            is_telling=is_telling,
            is_open=is_referring or (is_telling and any(child.lemma_.lower() in _REMARKS for child in subjects)),
        )

    def _subject_before(self, sentence: Sentence) -> list[Entity]:
        """Return the one person whom the sentence before is about: `Ruiz is in Oslo`, before `She met Dahl`."""
        if not sentence.number or self.table.sentences[sentence.number - 1].paragraph != sentence.paragraph:
            return []
        told = self._in_sentence[sentence.number - 1][:MOST]
        persons = {id(each): each for mention, each in told if mention.role == "subject" and each.kind == "person"}
        return list(persons.values()) if len(persons) == 1 else []

    def _is_telling(self, verb: Token, subjects: list[Token]) -> bool:
        """Return whether a verb tells of words that stand elsewhere: `made the remarks`, `was speaking`."""
        if verb.tag_ == "VBG" and verb.dep_ != "advcl" and verb.lemma_.lower() in _SPEAK:
            return True
        if verb.lemma_.lower() not in _MADE:
            return False
        return any(
            each.lemma_.lower() in _REMARKS and any(child.lower_ in _THE for child in each.children)
            for each in (*subjects, *(child for child in verb.children if child.dep_ == "dobj"))
        )

    def _is_side(self, token: Token, verbs: set[Token], entity: Entity) -> bool:
        """Return whether a state or body took part itself, or several of its people did: `Peru’s ministers met …`."""
        if entity.private:
            return False
        if _takes_part(token, verbs):
            return entity.number != 1 or entity.kind != "office"
        if entity.kind != "state":
            return False
        at = token
        while at.dep_ in {"amod", "compound", "poss", "nmod", "conj", "pobj"} or (
            at.dep_ == "prep" and at.lower_ == "of"
        ):
            if at.head == at:
                return False
            at = at.head
        noun = w.singular(at.text)
        is_several = at.tag_ == "NNS" and noun in w.HOLDERS
        is_side = is_several or noun in {"counterpart", "delegation"} or (noun in _MEETINGS and at != token)
        return is_side and _takes_part(at, verbs)

    def _verb(self, span: Span) -> Token | None:
        """Return the verb of the past of which an expression tells the day."""
        verb = verb_over(self.table.top_within(span.start, span.end))
        if verb is None:
            return None
        helpers = helpers_of(verb)
        is_past = (
            (verb.tag_ == "VBD" and not helpers)
            or (verb.tag_ == "VBG" and verb.lemma_.lower() in _SPEAK and helpers and helpers <= {"was", "were"})
            or (verb.tag_ == "VBN" and helpers & {"was", "were"} and not helpers & {"has", "have", "had"})
            or (verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.head.tag_ == "VBD" and not helpers)
        )
        return verb if is_past else None

    def _nouns_over(self, span: Span, verb: Token) -> list[Token]:
        token = self.table.top_within(span.start, span.end)
        return [each for each in token.ancestors if verb in each.ancestors] if token is not None else []


def _nouns_under(verb: Token) -> list[Token]:
    """Return what was held, and at, in or for what: `held talks`, `flew in for a meeting`."""
    found = [child for child in verb.children if child.dep_ in {"dobj", *SUBJECTS}]
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in {"at", "in", "for", "during", "on"}:
            found += [inner for inner in child.children if inner.dep_ == "pobj"]
    return found


def _takes_part(token: Token, verbs: set[Token]) -> bool:
    """Return whether somebody is what does, or to whom or with whom it is done."""
    at = token
    is_first = True
    while at not in verbs:
        if at.dep_ == "prep":
            if is_first and at.lower_ not in _WITH:
                return False
            is_first = False
        elif at.dep_ == "poss":
            if at.head.lemma_.lower() not in _MEETINGS | _SPEECHES:
                return False  # `Ruiz’s meeting with Dahl took place on Thursday`
        elif at.dep_ not in {*SUBJECTS, "dobj", "conj", "appos", "pobj", "agent", "dative"}:
            return False
        if at.head == at:
            return False
        at = at.head
    return True

"""The day something was said: the expression at the cue, or one carried over from before, each with its rule."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from placet.evidence.dates import find_dates
from placet.evidence.dates.words import Tense
from placet.evidence.speakers.division import DATELINE
from placet.evidence.speakers.entities import Entity
from placet.evidence.speakers.mentions import Table
from placet.evidence.speech.utterance import Utterance
from placet.model.documents import Document, Span
from placet.model.proposals import Said

if TYPE_CHECKING:
    from spacy.tokens import Token

_EVENT = re.compile(
    r"\b(?:(?:at|during|in|after|following|before|on the margins of|on the sidelines of)\s+"
    r"(?:the|that|this|their|those|his|her)\s+"
    r"(?:same\s+|top\s+|joint\s+|closed-door\s+)?(?:[\w-]+\s+){0,2}?"
    r"(?:meeting|talks|session|summit|briefing|conference|interview|visit|speech|call|hearing|ceremony|debate|dialogue|"
    r"negotiations|consultations|gathering|forum|trip|address|event))\b"
    r"|\bin (?:response|reply)\b|\bin (?:a|the same) [\w&-]+(?: [\w&-]+)? (?:session )?(?:with [^.,]{3,40} )?"
    r"after the (?:meeting|talks|session|summit)"
    r"|\b(?:same|that) (?:meeting|occasion|event|briefing|interview|session|statement|speech|visit)\b",
    re.IGNORECASE,
)
_LOOSE = frozenset({"to date", "so far", "now", "currently", "recently"})
CARRY = 4
"""Over how many paragraphs a speaker's day is carried on."""


class Dated(NamedTuple):
    """A statement whose day has been looked for, for those that follow.

    Attributes:
        at: where it stands.
        sentence: the number of its sentence.
        paragraph: the number of its paragraph.
        speakers: who speaks.
        said: the day.
        depth: how many contents it lies within.
        relays: through whom it came.
    """

    at: int
    sentence: int
    paragraph: int
    speakers: tuple[Entity, ...]
    said: Said
    depth: int
    relays: tuple[Entity, ...] = ()


def posted_day(document: Document) -> dt.date | None:
    """Return the day an article was posted, as the place of posting counts; the day it was modified is never taken."""
    value = document.metadata.posted.value
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError:
        return None


class Calendar:
    """All expressions of dates in a document, and the day of each statement.

    Attributes:
        dates: the expressions, in order, with their places in the document.
        told: the statements whose day has been looked for.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.anchor = posted_day(table.parsed.document)
        self.dates: list[Said] = []
        self.told: list[Dated] = []
        self._events: list[tuple[int, Said]] = []
        self._read()
        self._starts = [each.span.start for each in self.dates if each.span is not None]

    def _read(self) -> None:
        reference: dt.date | None = None
        for paragraph in self.table.parsed.paragraphs:
            shift = paragraph.paragraph.span.start
            text = self.table.parsed.document.text[shift : paragraph.paragraph.span.end]

            def tense(span: Span, shift: int = shift) -> Tense | None:
                return self._tense(shift + span.start)

            for said in find_dates(text, self.anchor, tense=tense, reference=reference):
                assert said.span is not None
                if self._is_dateline(paragraph.paragraph.span.start, shift + said.span.start):
                    continue
                moved = msgspec.structs.replace(said, span=Span(shift + said.span.start, shift + said.span.end))
                self.dates.append(moved)
                if said.granularity == "day" and said.value is not None and len(said.value) == 10:
                    day = dt.date.fromisoformat(said.value)
                    if self.anchor is None or day <= self.anchor:
                        reference = day

    def _is_dateline(self, start: int, at: int) -> bool:
        """Return whether an offset lies in what a report begins with: `LIMA, May 3 — `."""
        line = DATELINE.match(self.table.parsed.document.text, start)
        return line is not None and at < line.end()

    def _tense(self, at: int) -> Tense | None:
        """Return the tense of the verb that governs an expression, where the parse shows a plain one."""
        token = self.table.token_at(at)
        if token is None:
            return None
        while token.head != token and token.pos_ not in {"VERB", "AUX"}:
            token = token.head
        if token.pos_ not in {"VERB", "AUX"}:
            return None
        helpers = {child.lower_ for child in token.children if child.dep_ in {"aux", "auxpass"}}
        if helpers & {"will", "shall", "'ll"}:
            return "future"
        if token.tag_ == "VBD" or helpers & {"was", "were", "had", "did"}:
            return "past"
        return None

    def said_of(
        self,
        utterance: Utterance,
        at: int,
        speakers: tuple[Entity, ...],
        depth: int,
        relays: tuple[Entity, ...] = (),
    ) -> Said:
        """Return the day something was said, and keep it for what follows.

        Args:
            utterance: the construction.
            at: where its cue or its source stands.
            speakers: who speaks.
            depth: how many contents it lies within.
            relays: through whom it came.
        """
        said = self._own(utterance, at) if utterance.cue is not None else None
        sentence = self.table.sentence_at(at)
        if said is None:
            said = self._carried(utterance, at, speakers, depth)
        self.told.append(Dated(at, sentence.number, sentence.paragraph, speakers, said, depth, relays))
        return said

    def _own(self, utterance: Utterance, at: int) -> Said | None:
        """Return the day of the expression that belongs to the cue's own clause."""
        assert utterance.cue is not None
        sentence = self.table.sentence_at(utterance.cue.start)
        head = self.head_of(utterance)
        found: list[tuple[int, int, Said, str]] = []
        for said in self._between(sentence.start, sentence.end):
            assert said.span is not None
            in_content = any(span.start <= said.span.start < span.end for span in utterance.content)
            if self._is_behind_content(said, utterance):
                found.append((5, abs(said.span.start - utterance.cue.start), said, "behind the content, in the past"))
            if in_content and not self._opens_content(said.span, utterance):
                continue
            if self.table.is_quoted(said.span.start) and not self.table.is_quoted(utterance.cue.start):
                continue
            rank, rule = self._attachment(said, head, utterance)
            if rank is not None:
                found.append((rank, abs(said.span.start - utterance.cue.start), said, rule))
        if not found:
            return None
        _, _, said, rule = min(found, key=lambda each: each[:2])
        return msgspec.structs.replace(said, rule=f"{said.rule}; {rule}" if said.rule else rule)

    def _between(self, start: int, end: int) -> list[Said]:
        first = bisect.bisect_left(self._starts, start)
        last = bisect.bisect_left(self._starts, end)
        return self.dates[first:last]

    def head_of(self, utterance: Utterance) -> Token | None:
        """Return the verb (or noun) of the cue: the word that the others of it hang on."""
        if utterance.cue is None:
            return None
        tokens = [
            token
            for at in range(utterance.cue.start, utterance.cue.end)
            if (token := self.table.token_at(at)) is not None and not token.is_punct
        ]
        inner = {token.i for token in tokens}
        tops = [token for token in tokens if token.head.i not in inner or token.head == token]
        return next((each for each in tops if each.pos_ in {"VERB", "AUX"}), tops[0] if tops else None)

    def _opens_content(self, span: Span, utterance: Utterance) -> bool:
        """Return whether an expression stands before what is said: `said on Monday that …`, `said Friday she …`."""
        text = self.table.parsed.document.text
        assert utterance.cue is not None
        is_next = 0 <= span.start - utterance.cue.end < 5
        behind = text[span.end : span.end + 9]
        return any(
            0 <= span.start - each.start < 4
            and (
                re.match(r",?\s+that\b", behind) is not None
                or (is_next and re.match(r"\s+(?:was|is|will|would|had|has|were|may|and|to)\b", behind) is None)
            )
            for each in utterance.content
        )

    def _is_behind_content(self, said: Said, utterance: Utterance) -> bool:
        """Return whether a past day ends a content that speaks of what must or will be: it is the day of the saying."""
        assert said.span is not None
        if not utterance.content:
            return False
        last = utterance.content[-1]
        if (
            not -4 <= last.end - said.span.start <= said.span.end - said.span.start + 2
            or utterance.form == "direct"
            or self.anchor is None
            or said.value is None
        ):
            return False
        if said.value[:4].isdigit() and said.value > self.anchor.isoformat()[: len(said.value)]:
            return False
        token = self.table.token_at(said.span.start)
        while token is not None and token.head != token and token.pos_ not in {"VERB", "AUX"}:
            token = token.head
        if token is None:
            return False
        helpers = {child.lower_ for child in token.children if child.dep_ in {"aux", "auxpass"}}
        return bool(helpers & {"will", "would", "must", "should", "shall"}) and not helpers & {"have", "had"}

    def _attachment(self, said: Said, head: Token | None, utterance: Utterance) -> tuple[int | None, str]:
        """Return how an expression hangs on the cue, nearest first, or None where it belongs to something else."""
        assert said.span is not None
        token = self._top(said.span)
        near = self._is_beside(said.span, utterance)
        if token is None or head is None:
            return (1, "beside the cue") if near else (None, "")
        if token.doc is not head.doc:
            return None, ""
        if self._is_before_that(said.span, utterance):
            return 1, "before what is said"
        chain = [token, *token.ancestors]
        verbs = [each for each in chain if each.pos_ in {"VERB", "AUX"}]
        if head in chain:
            between = [each for each in verbs if head in each.ancestors and each != head]
            if not between:
                return 0, "at the cue"
            if all(each.dep_ in {"acl", "advcl", "prep"} and each.tag_ in {"VBG", "VBN"} for each in between):
                return 1, "on the occasion at the cue"
            if utterance.source is not None and utterance.source.start <= said.span.start < utterance.source.end:
                return (1, "in the words of the source") if self._is_document(utterance) else (None, "")
            if between[-1].dep_ == "advcl" and between[-1].i < head.i and any(
                child.lower_ in {"when", "as", "after", "while"} for child in between[-1].children
            ):  # fmt: skip
                return 3, "the occasion told before the cue"
        if near:
            return 1, "beside the cue"
        for relay in utterance.relays:
            gap = self.table.parsed.document.text[relay.end : said.span.start]
            if relay.start <= said.span.start < relay.end or (
                0 <= said.span.start - relay.end < 5 and not re.search(r"[.;]", gap)
            ):
                return 2, "the day of the telling"
        if utterance.source is not None and utterance.source.start <= said.span.start < utterance.source.end:
            return (1, "in the words of the source") if self._is_document(utterance) else (None, "")
        for verb in verbs:
            shared = head.dep_ == "conj" and (verb == head.head or head in verb.conjuncts)
            if shared and verb.i < head.i:
                return 2, "the same sentence, of two acts together"
            if (
                verb in head.ancestors
                and head.dep_ in {"advcl", "relcl", "acl", "conj"}
                and self._is_occasion(head, verb)
            ):
                return 3, "the occasion in the same sentence"
            if verb in head.ancestors and head.dep_ == "xcomp":
                return 1, "at the cue"
            break
        return None, ""

    def _is_before_that(self, span: Span, utterance: Utterance) -> bool:
        """Return whether an expression stands between the cue and its `that`: `said at a briefing on Monday that …`."""
        assert utterance.cue is not None
        text = self.table.parsed.document.text
        between = text[utterance.cue.end : span.start] if span.start >= utterance.cue.end else ";"
        return (
            len(between) < 90
            and not re.search(r"[.;“”\"]|\bthat\s\w+\s\w", between)
            and (re.match(r",?\s+that\b", text[span.end : span.end + 8]) is not None)
        )

    def _top(self, span: Span) -> Token | None:
        """Return the word of an expression that hangs on one outside it."""
        tokens = [token for at in range(span.start, span.end) if (token := self.table.token_at(at)) is not None]
        inner = {token.i for token in tokens}
        return next((token for token in reversed(tokens) if token.head.i not in inner), tokens[0] if tokens else None)

    def _is_beside(self, span: Span, utterance: Utterance) -> bool:
        """Return whether an expression stands right beside the cue, its speaker or those spoken to."""
        assert utterance.cue is not None
        text = self.table.parsed.document.text
        for each in (utterance.cue, utterance.addressee):
            if (
                each is not None
                and re.fullmatch(
                    r"[,\s]*(?:(?:late |early )?on |in |early |late )?", text[each.end : max(each.end, span.start)]
                )
                and span.start >= each.end
            ):
                return True
            if each is utterance.cue and span.end <= each.start and re.fullmatch(r"\s*", text[span.end : each.start]):
                return True
        return False

    def _is_document(self, utterance: Utterance) -> bool:
        assert utterance.source is not None
        return any(
            each.kind == "document" for each in self.table.phrases_at(utterance.source.start, utterance.source.end)
        )

    def _is_occasion(self, head: Token, verb: Token) -> bool:
        """Return whether the clause of the cue tells of the same occasion as the verb it hangs on."""
        clause = head
        while clause.dep_ == "conj" and clause.head != verb:
            clause = clause.head
        marks = {child.lower_ for child in clause.children} | {
            deep.lower_
            for child in clause.children
            if child.dep_ in {"prep", "advmod"}
            for deep in (child, *child.children)
        }
        if marks & {"when", "where", "as", "which"}:
            return True
        return clause.tag_ == "VBG" and clause.dep_ in {"advcl", "conj", "acl"} and clause.i > verb.i

    def _carried(self, utterance: Utterance, at: int, speakers: tuple[Entity, ...], depth: int) -> Said:
        """Return a day that the text gives before, where something in the words carries it on."""
        here = self.table.sentence_at(at)
        before = [each for each in self.told[-80:] if each.at < at]
        if utterance.cue is None:
            last = before[-1] if before else None
            if last is not None and last.speakers == speakers and self._is_known(last.said):
                return _carry(last.said, "the quotation goes on")
        is_past = utterance.cue is None or self._is_past_act(utterance)
        for each in reversed(before):
            if each.sentence == here.number and each.speakers == speakers and self._is_known(each.said) and (
                is_past or self._is_participle(utterance)
            ):  # fmt: skip
                return _carry(each.said, "the same sentence")
        is_text = bool(speakers) and all(each.kind == "document" for each in speakers)
        if not is_past and not is_text:
            return Said()
        sentence_text = self._outside(utterance, here.start, here.end)
        if _EVENT.search(sentence_text):
            event = self._last_event(here.start, here.paragraph)
            if event is not None:
                return _carry(event, "the occasion told before")
        for each in reversed(before):
            if here.paragraph - each.paragraph > CARRY:
                break
            scene = (
                self._scene(utterance, here.number, here.paragraph, speakers)
                if each.paragraph != here.paragraph
                else None
            )
            if scene is not None:
                return scene
            if speakers and set(each.speakers) >= set(speakers) and self._is_known(each.said):
                is_here = each.paragraph == here.paragraph
                return _carry(each.said, "the same paragraph" if is_here else "the speaker’s statement before")
            if (
                speakers
                and each.paragraph == here.paragraph
                and set(speakers) <= set(each.relays)
                and self._is_known(each.said)
            ):
                return _carry(each.said, "the same paragraph, of the one who relays it")
        if before and not depth:
            last = next((each for each in reversed(before) if each.depth == 0), before[-1])
            if last.paragraph == here.paragraph and self._is_known(last.said) and _is_together(last.speakers, speakers):
                return _carry(last.said, "the same passage")
        event = self._scene(utterance, here.number, here.paragraph, speakers)
        return event if event is not None else Said()

    def _outside(self, utterance: Utterance, start: int, end: int) -> str:
        """Return the words of a stretch that are not what is said."""
        text = self.table.parsed.document.text
        pieces, at = [], start
        for span in utterance.content:
            if start <= span.start < end:
                pieces.append(text[at : span.start])
                at = min(span.end, end)
        return " ".join([*pieces, text[at:end]])

    def _is_known(self, said: Said) -> bool:
        """Return whether a day, or words for it, may be carried on: one that is still to come is none."""
        if said.value is None:
            return bool(said.candidates) or bool(said.expression)
        return self.anchor is None or said.value.split("/")[0] <= self.anchor.isoformat() or "-W" in said.value

    def _is_participle(self, utterance: Utterance) -> bool:
        head = self.head_of(utterance)
        return head is not None and head.tag_ == "VBG"

    def _is_past_act(self, utterance: Utterance) -> bool:
        """Return whether the cue tells of one act in the past: `said`, not `has said`, `says` or `plans`."""
        head = self.head_of(utterance)
        if head is None or head.pos_ not in {"VERB", "AUX"}:
            return False
        chain, at = [head], head
        while (
            at.dep_ in {"xcomp", "conj", "advcl", "ccomp", "acl"}
            and at.head != at
            and (at.tag_ in {"VB", "VBG"} or at.dep_ == "conj")
        ):
            at = at.head
            chain.append(at)
            if at.tag_ in {"VBD", "VBZ", "VBP"}:
                break
        top = chain[-1]
        helpers = {child.lower_ for each in chain for child in each.children if child.dep_ in {"aux", "auxpass"}}
        if helpers & {"has", "have", "'ve", "will", "would", "may", "might", "could", "had"}:
            return False
        return top.tag_ in {"VBD", "VBN", "VBG"} or bool(helpers & {"did", "was", "were"})

    def _last_event(self, before: int, paragraph: int) -> Said | None:
        """Return the day of the last occasion told, in this paragraph or one of the three before."""
        found = [
            each
            for each in self._between(before - 6000, before)
            if each.span is not None
            and paragraph - self.table.sentence_at(each.span.start).paragraph <= CARRY - 1
            and self._is_told_past(each)
        ]
        return found[-1] if found else None

    def _is_told_past(self, said: Said) -> bool:
        assert said.span is not None
        if said.granularity not in {"day", "week"}:
            return False
        text = self.table.parsed.document.text[max(0, said.span.start - 9) : said.span.start].lower()
        if re.search(r"\b(?:since|until|till|by|before|after|from|for)\s+(?:late |early )?$", text):
            return False
        return (
            not self.table.is_quoted(said.span.start)
            and self._tense(said.span.start) != "future"
            and not (self.anchor is not None and said.value is not None and said.value[:10] > self.anchor.isoformat())
        )

    def _scene(self, utterance: Utterance, sentence: int, paragraph: int, speakers: tuple[Entity, ...]) -> Said | None:
        """Return the day of the sentence before, where it tells what the speaker was doing that day."""
        if utterance.cue is None:
            return None
        for said in reversed(self._between(0, self.table.sentences[sentence].start)):
            assert said.span is not None
            where = self.table.sentence_at(said.span.start)
            if where.number >= sentence:
                continue
            if where.number < sentence - 1 or where.paragraph != paragraph or not self._is_told_past(said):
                return None
            has_speaker = any(
                mention.sentence == where.number and mention.role == "subject"
                for each in speakers
                for mention in each.mentions
            )
            return _carry(said, "the sentence before, of the same speaker") if has_speaker else None
        return None


def _carry(said: Said, rule: str) -> Said:
    return msgspec.structs.replace(
        said, rule=f"carried over: {rule}" if not said.rule.startswith("carried") else said.rule
    )


def _is_together(first: tuple[Entity, ...], second: tuple[Entity, ...]) -> bool:
    """Return whether two speakers may have spoken on one occasion: of one party, in one paragraph."""
    parties = {each.party for each in first if each.party}
    return bool(parties) and parties == {each.party for each in second if each.party}

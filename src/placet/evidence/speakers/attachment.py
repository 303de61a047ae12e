"""How an expression of a date hangs on a cue: at it, before what is said, on the occasion beside it, or not at all."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from placet.evidence.speakers.cue_verb import helpers_of, verb_over
from placet.evidence.speakers.mentions import Table
from placet.evidence.speakers.noun_phrases import SUBJECTS
from placet.evidence.speech.utterance import Utterance
from placet.model.documents import Span
from placet.model.proposals import Said

if TYPE_CHECKING:
    from spacy.tokens import Token

_TELLS = frozenset({
    "speak", "say", "tell", "ask", "press", "question", "interview", "write", "address", "testify", "brief", "announce",
    "report", "state", "publish", "issue", "release", "sign", "meet", "visit", "host", "receive", "talk", "negotiate",
    "quote", "declare", "travel", "tour", "appear",
})  # fmt: skip
"""Verbs of what somebody does while he speaks: `visiting Oslo in March, she said`; `taking office in March` is none."""
_LATE = re.compile(r"\b(?:late|early) $")
_WIDE = frozenset({"month", "quarter", "half", "season", "year", "decade"})


class Attachment:
    """Looks at the parse around an expression.

    Attributes:
        table: everybody who is mentioned, with the words of the document.
    """

    def __init__(self, table: Table) -> None:
        self.table = table

    def rank(self, said: Said, head: Token | None, utterance: Utterance) -> tuple[int | None, str]:
        """Return how an expression hangs on the cue, nearest first, or None where it belongs to something else."""
        assert said.span is not None
        token = self.table.top_within(said.span.start, said.span.end)
        near = self._is_beside(said.span, utterance)
        if token is None or head is None:
            return (1, "beside the cue") if near else (None, "")
        if token.doc is not head.doc:
            return None, ""
        if self._is_of_subject(said.span, utterance):
            return None, ""
        if self._is_before_that(said.span, utterance):
            return 1, "before what is said"
        chain = [token, *token.ancestors]
        # a name that the parse takes for a verb is none: `summoned Ambassador Nam Gwan-ho late on Thursday and told …`
        verbs = [
            each
            for each in chain
            if each.pos_ in {"VERB", "AUX"} and each.dep_ not in {"dobj", "pobj", "appos", "nmod"}
        ]
        place = {each.i: number for number, each in enumerate(chain)}
        if head.i in place:
            between = [each for each in verbs if place[each.i] < place[head.i]]
            if not between:
                return 0, "at the cue"
            if all(each.dep_ in {"acl", "advcl", "prep", "pcomp"} and each.tag_ in {"VBG", "VBN"} for each in between):
                if self._is_before(said, between[0]):
                    return None, ""
                return 1, "on the occasion at the cue"
            if utterance.source is not None and utterance.source.start <= said.span.start < utterance.source.end:
                return (1, "in the words of the source") if self._is_document(utterance) else (None, "")
            joins = {child.lower_ for child in between[-1].children} & {"when", "as", "after", "while"}
            # what is said after something of a month need not be of that month: `after they met in May, he said`
            is_long = joins == {"after"} and said.granularity != "day"
            if joins and not is_long and between[-1].dep_ == "advcl":
                if between[-1].i < head.i:
                    return 3, "the occasion told before the cue"
                if len(between) == 1 and said.granularity == "day" and _is_his_own(head, between[0]):
                    return 3, "the occasion told behind the cue"
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
                if self._is_before(said, verb):
                    return None, ""
                return 2, "the same sentence, of two acts together"
            if (
                verb in head.ancestors
                and head.dep_ in {"advcl", "relcl", "acl", "conj"}
                and self._is_occasion(head, verb)
            ):
                return 3, "the occasion in the same sentence"
            if (
                verb in head.ancestors
                and verb.tag_ == "VBD"
                and head.dep_ == "advcl"
                and said.granularity == "day"
                and utterance.cue is not None
                and said.span.end <= utterance.cue.start
                and any(child.lower_ == "while" for child in head.children)
            ):
                return 4, "what went on meanwhile, in the same sentence"
            if verb in head.ancestors and head.dep_ == "xcomp":
                return 1, "at the cue"
            break
        return None, ""

    def opens_content(self, span: Span, utterance: Utterance) -> bool:
        """Return whether an expression stands before what is said: `said on Monday that …`, `said Friday she …`."""
        text = self.table.parsed.document.text
        assert utterance.cue is not None
        late = _LATE.search(text, max(0, span.start - 6), span.start)
        start = late.start() if late is not None else span.start
        is_next = 0 <= start - utterance.cue.end < 5
        behind = text[span.end : span.end + 9]
        return any(
            0 <= start - each.start < 4
            and (
                re.match(r",?\s+that\b", behind) is not None
                or (is_next and re.match(r"\s+(?:was|is|will|would|had|has|were|may|and|to)\b", behind) is None)
            )
            for each in utterance.content
        )

    def is_behind_hearer(self, span: Span, utterance: Utterance) -> bool:
        """Return whether an expression parts those spoken to from the rest: `urged Tokyo on Monday to learn`."""
        assert utterance.cue is not None
        text = self.table.parsed.document.text
        first = utterance.content[0]
        if not 0 <= first.start - utterance.cue.end < 3 or not first.start < span.start < first.end:
            return False
        before = self.table.tokens_between(first.start, span.start)
        is_short = len(before) <= 6 and not any(token.pos_ in {"VERB", "AUX", "PUNCT"} for token in before)
        return (
            is_short
            and re.match(r",?\s+(?:not\s+)?(?:to|of|against|for|over)\s", text[span.end : span.end + 12]) is not None
        )

    def is_behind_content(self, said: Said, utterance: Utterance, anchor: dt.date | None) -> bool:
        """Return whether a past day ends a content that speaks of what must or will be: it is the day of the saying."""
        assert said.span is not None
        if not utterance.content:
            return False
        last = utterance.content[-1]
        if (
            not -4 <= last.end - said.span.start <= said.span.end - said.span.start + 2
            or utterance.form == "direct"
            or anchor is None
            or said.value is None
        ):
            return False
        if said.value[:4].isdigit() and said.value > anchor.isoformat()[: len(said.value)]:
            return False
        verb = verb_over(self.table.token_at(said.span.start))
        helpers = helpers_of(verb) if verb is not None else set()
        return bool(helpers & {"will", "would", "must", "should", "shall"}) and not helpers & {"have", "had"}

    def _is_before(self, said: Said, verb: Token) -> bool:
        """Return whether an expression tells since when, or in which month something was done that is no telling."""
        if any(child.lower_ == "since" for child in (verb.head, *verb.children)):
            return True
        return said.granularity in _WIDE and verb.lemma_.lower() not in _TELLS

    def _is_of_subject(self, span: Span, utterance: Utterance) -> bool:
        """Return whether an expression belongs to what is spoken about: `said of a meeting with officials in May`."""
        assert utterance.cue is not None
        between = (
            self.table.parsed.document.text[utterance.cue.end : span.start] if span.start > utterance.cue.end else ""
        )
        return re.match(r"\s(?:of|about)\s(?:a|an|the|his|her|their|that)\s", between) is not None

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


def _is_his_own(head: Token, verb: Token) -> bool:
    """Return whether a clause behind a cue tells what the speaker did then: `she said after she opened the port`."""
    subjects = {child.lower_ for child in verb.children if child.dep_ in SUBJECTS}
    own = {child.lower_ for child in head.children if child.dep_ in SUBJECTS} | {"he", "she", "they"}
    return verb.tag_ == "VBD" and bool(own & subjects)

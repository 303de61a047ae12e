"""How an expression of a date hangs on a cue: at it, before what is said, on the occasion beside it, or not at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from placet.evidence.speakers.mentions import Table
from placet.evidence.speech.utterance import Utterance
from placet.model.documents import Span
from placet.model.proposals import Said

if TYPE_CHECKING:
    from spacy.tokens import Token


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
        token = self._top(said.span)
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

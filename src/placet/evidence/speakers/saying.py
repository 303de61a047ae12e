"""The day something was said: the expression at the cue, or one carried over from before, each with its rule."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from placet.evidence.dates import find_dates
from placet.evidence.dates.words import Tense
from placet.evidence.speakers import words as w
from placet.evidence.speakers.attachment import Attachment
from placet.evidence.speakers.division import DATELINE
from placet.evidence.speakers.entities import Entity
from placet.evidence.speakers.mentions import Table
from placet.evidence.speakers.noun_phrases import Sentence
from placet.evidence.speech.utterance import Utterance
from placet.model.documents import Document, Span
from placet.model.proposals import Said

if TYPE_CHECKING:
    from spacy.tokens import Token

_EVENT = re.compile(
    r"\b(?:(?:at|during|in|after|following|on the margins of|on the sidelines of)\s+"
    r"(?:the|that|this|their|those|his|her)\s+"
    r"(?:same\s+|top\s+|joint\s+|closed-door\s+)?(?:[\w-]+\s+){0,2}?"
    r"(?:meeting|talks|session|summit|briefing|conference|interview|visit|speech|call|hearing|ceremony|debate|dialogue|"
    r"negotiations|consultations|gathering|forum|trip|address|event|vote|signing|ruling|verdict|parade|reception|dinner|"
    r"lunch|rally|swearing-in|inauguration))\b"
    r"|\bin (?:response|reply)\b|\bin (?:a|the same) [\w&-]+(?: [\w&-]+)? (?:session )?(?:with [^.,]{3,40} )?"
    r"after the (?:meeting|talks|session|summit)"
    r"|\b(?:at|in|during) (?:a|an?other|their) joint (?:press|news) (?:conference|briefing|appearance)"
    r"|\b(?:same|that) (?:meeting|occasion|event|briefing|interview|session|statement|speech|visit)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\bjoint (?:news |press )?(?:conference|briefing|appearance|statement)\b", re.IGNORECASE)
_BEHIND_LEAD = "the day told behind the lead"
MOST_DATES = 12
"""How many expressions on each side of a cue are looked at; a sentence that somebody wrote has fewer in all."""

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
        self._attachment = Attachment(table)
        self.told: list[Dated] = []
        self._contents: list[tuple[Span, tuple[Entity, ...]]] = []
        self._lead = next(
            (each.paragraph.number for each in table.parsed.paragraphs if each.paragraph.kind == "body"), 0
        )
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
        while token.tag_ == "VBG" and not helpers:
            # `has come under fire for passing a bill on Monday`: a participle is of the time of its verb
            above = next((each for each in token.ancestors if each.pos_ in {"VERB", "AUX"}), None)
            if above is None:
                break
            token = above
            helpers = {child.lower_ for child in token.children if child.dep_ in {"aux", "auxpass"}}
        if helpers & {"will", "shall", "'ll"}:
            return "future"
        if token.tag_ == "VBD" or helpers & {"was", "were", "had", "did"}:
            return "past"
        if token.tag_ == "VBN" and helpers & {"has", "have"}:
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
        self._contents += [(span, speakers) for span in utterance.content]
        if said is None:
            said = self._of_news(utterance) or self._carried(utterance, at, speakers, depth)
        self.told.append(Dated(at, sentence.number, sentence.paragraph, speakers, said, depth, relays))
        return said

    def _own(self, utterance: Utterance, at: int) -> Said | None:
        """Return the day of the expression that belongs to the cue's own clause."""
        assert utterance.cue is not None
        sentence = self.table.sentence_at(utterance.cue.start)
        head = self.head_of(utterance)
        found: list[tuple[int, int, Said, str]] = []
        for said in self._near(utterance.cue.start, sentence.start, sentence.end):
            assert said.span is not None
            in_content = any(span.start <= said.span.start < span.end for span in utterance.content)
            if self._is_behind_content(said, utterance):
                found.append((5, abs(said.span.start - utterance.cue.start), said, "behind the content, in the past"))
            if in_content and self._is_behind_hearer(said.span, utterance):
                found.append((1, 0, said, "between those spoken to and what is asked"))
                continue
            if in_content and not self._opens_content(said.span, utterance):
                continue
            if self.table.is_quoted(said.span.start) and not self.table.is_quoted(utterance.cue.start):
                continue
            if _is_era(said):
                continue  # `a question about the years from 2007 to 2011`
            rank, rule = self._attachment.rank(said, head, utterance)
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

    def _near(self, at: int, start: int, end: int) -> list[Said]:
        """Return the expressions of a sentence, of very many those around a place."""
        found = self._between(start, end)
        if len(found) <= 2 * MOST_DATES:
            return found
        middle = bisect.bisect_left(self._starts, at) - bisect.bisect_left(self._starts, start)
        return found[max(0, middle - MOST_DATES) : middle + MOST_DATES]

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

    def _of_news(self, utterance: Utterance) -> Said | None:
        """Return the day of posting where what is said tells of something done on it: it was said on no other day."""
        if (
            self.anchor is None
            or utterance.cue is None
            or utterance.form == "direct"
            or not self._is_past_act(utterance)
        ):
            return None
        for span in utterance.content:
            for said in self._between(span.start, span.end):
                assert said.span is not None
                is_today = said.value == self.anchor.isoformat() and said.granularity == "day"
                if is_today and self._tense(said.span.start) == "past":
                    return msgspec.structs.replace(said, rule="what is said tells of the day of writing")
        return None

    def behind(self, utterance: Utterance, following: Utterance, said: Said) -> Said | None:
        """Return the day of a speaker's next sentence for one that has none: `He made it clear. “…,” he said today`."""
        assert following.cue is not None
        here, there = (
            self.table.sentence_at(each.cue.start) for each in (utterance, following) if each.cue is not None
        )
        is_lead = here.paragraph == self._lead and 0 <= there.paragraph - here.paragraph <= 1
        is_carried = said.rule.startswith("carried") and not (is_lead and said.rule.endswith(_BEHIND_LEAD))
        if is_carried or not 0 <= there.number - here.number <= (3 if is_lead else 1):
            return None
        if is_lead and self._is_known(said) and said.value is not None and self._is_past_act(following):
            return _carry(said, _BEHIND_LEAD)
        if there.paragraph != here.paragraph:
            return None
        if (
            said.value is None
            or not self._is_known(said)
            or not self._is_past_act(utterance)
            or not self._is_past_act(following)
        ):
            return None
        return _carry(said, "the speaker’s next sentence")

    def _is_behind_hearer(self, span: Span, utterance: Utterance) -> bool:
        """Return whether an expression parts those spoken to from the rest: `urged Tokyo on Monday to learn`."""
        assert utterance.cue is not None
        text = self.table.parsed.document.text
        first = utterance.content[0]
        if not 0 <= first.start - utterance.cue.end < 3 or not first.start < span.start < first.end:
            return False
        before = [token for at in range(first.start, span.start) if (token := self.table.token_at(at)) is not None]
        is_short = len(before) <= 6 and not any(token.pos_ in {"VERB", "AUX", "PUNCT"} for token in before)
        return (
            is_short
            and re.match(r",?\s+(?:not\s+)?(?:to|of|against|for|over)\s", text[span.end : span.end + 12]) is not None
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

    def _carried(self, utterance: Utterance, at: int, speakers: tuple[Entity, ...], depth: int) -> Said:
        """Return a day that the text gives before, where something in the words carries it on."""
        here = self.table.sentence_at(at)
        before = [each for each in self.told[-80:] if each.at <= at]
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
        told_at = _EVENT.search(sentence_text)
        if told_at is not None and not self._is_employer(told_at[0], utterance, speakers):
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
        joint = None if depth else self._on_joint_occasion(before, here, sentence_text, speakers)
        if joint is not None:
            return _carry(joint, "the joint occasion")
        behind = None if depth else self._behind_body(before, speakers, here.paragraph)
        if behind is not None:
            return _carry(behind, "the body spoken for")
        if before and not depth:
            last = next((each for each in reversed(before) if each.depth == 0), before[-1])
            if last.paragraph == here.paragraph and self._is_known(last.said) and _is_together(last.speakers, speakers):
                return _carry(last.said, "the same passage")
        event = self._scene(utterance, here.number, here.paragraph, speakers)
        return event if event is not None else Said()

    def _is_employer(self, words: str, utterance: Utterance, speakers: tuple[Entity, ...]) -> bool:
        """Return whether an occasion is where a scholar works: `a fellow at the Harbour Forum`."""
        source = utterance.source
        if source is None or not speakers or not all(each.private for each in speakers):
            return False
        return (
            words.rpartition(" ")[2][:1].isupper()
            and words in self.table.parsed.document.text[source.start : source.end]
        )

    def _behind_body(self, before: list[Dated], speakers: tuple[Entity, ...], paragraph: int) -> Said | None:
        """Return the day of the ministry or state that has spoken shortly before through its spokesman."""
        if len(speakers) != 1 or not speakers[0].heads & w.SPOKES or not speakers[0].party:
            return None
        for each in reversed(before):
            if paragraph - each.paragraph > 1:
                return None
            if all(other.kind in {"body", "state"} and other.party == speakers[0].party for other in each.speakers):
                return each.said if each.speakers and self._is_known(each.said) else None
        return None

    def _on_joint_occasion(
        self, before: list[Dated], here: Sentence, text: str, speakers: tuple[Entity, ...]
    ) -> Said | None:
        """Return the day of the other who spoke at a joint occasion: named beside it, or one whom the speaker met."""
        is_here = _JOINT.search(text) is not None
        for each in reversed(before):
            if here.paragraph - each.paragraph > CARRY - 1:
                return None
            if not self._is_known(each.said) or not each.speakers or set(each.speakers) & set(speakers):
                continue
            is_named = any(mention.sentence == here.number for other in each.speakers for mention in other.mentions)
            if is_here and is_named:
                return each.said
            start, end = self.table.sentences[each.sentence].start, self.table.sentences[each.sentence].end
            was_joint = _JOINT.search(self.table.parsed.document.text[start:end]) is not None
            if (is_here or was_joint) and any(
                set(group.members) >= {*speakers} and set(group.members) & set(each.speakers)
                for group in self.table.groups
                if group.start < here.end
            ):
                return each.said
        return None

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
            and paragraph - self.table.sentence_at(each.span.start).paragraph <= CARRY + 1
            and self._is_told_past(each)
        ]
        if not found:
            return None
        # from farther than three paragraphs only a day that nothing vies with
        is_near = paragraph - self.table.sentence_at(found[-1].span.start).paragraph <= CARRY - 1  # type: ignore[union-attr]
        return found[-1] if is_near or len({each.value for each in found}) == 1 else None

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
            if any(
                span.start < said.span.start - 3 and said.span.end <= span.end and set(tellers) & set(speakers)
                for span, tellers in self._contents[-40:]
            ):
                return None  # the day of what was told there, not of the telling
            has_speaker = any(
                mention.sentence == where.number and mention.role == "subject"
                for each in speakers
                for mention in each.mentions
            )
            return _carry(said, "the sentence before, of the same speaker") if has_speaker else None
        return None


def _is_era(said: Said) -> bool:
    """Return whether an expression spans years: nobody says one thing so long."""
    first, _, last = (said.value or "").partition("/")
    return bool(last) and first[:4] != last[:4] and first[:4].isdigit() and last[:4].isdigit()


def _carry(said: Said, rule: str) -> Said:
    return msgspec.structs.replace(
        said, rule=f"carried over: {rule}" if not said.rule.startswith("carried") else said.rule
    )


def _is_together(first: tuple[Entity, ...], second: tuple[Entity, ...]) -> bool:
    """Return whether two speakers may have spoken on one occasion: of one party, in one paragraph."""
    parties = {each.party for each in first if each.party}
    return bool(parties) and parties == {each.party for each in second if each.party}

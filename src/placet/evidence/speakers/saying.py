"""The day something was said: the expression at the cue, or one carried over from before, each with its rule."""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
import re
from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from placet.evidence.dates import find_dates
from placet.evidence.dates.words import Tense
from placet.evidence.speakers import words as w
from placet.evidence.speakers.attachment import Attachment
from placet.evidence.speakers.cue_verb import (
    head_of,
    helpers_of,
    is_aside,
    is_participle,
    is_past_act,
    is_present,
    verb_over,
)
from placet.evidence.speakers.dated import CARRY, Dated, is_looked_back, is_together
from placet.evidence.speakers.division import DATELINE
from placet.evidence.speakers.entities import Entity
from placet.evidence.speakers.issued import OFFICE_PAGE, issued_as
from placet.evidence.speakers.mentions import Table
from placet.evidence.speakers.noun_phrases import SUBJECTS, Sentence
from placet.evidence.speakers.occasion import REACH, Occasions, head_of_report, is_of_another_time, is_of_other_occasion
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
_BEFORE_DAY = frozenset({"on", "late", "early", "in", "the", "this", "last"})
_TODAY = re.compile(r"today|this (?:morning|afternoon|evening)|tonight", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:earlier|ago|before|previous)\b", re.IGNORECASE)
OWN_DAY = "the day of the document itself"
_BEHIND_LEAD = "the day told behind the lead"
MOST_LOOKED_AT = 80
"""How many statements or days before a place are looked at."""
MOST_DATES = 12
"""How many expressions on each side of a cue are looked at; a sentence that somebody wrote has fewer in all."""


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
        self._last: dict[int, tuple[Entity, ...]] = {}
        self._contents: dict[int, list[tuple[Span, tuple[Entity, ...]]]] = defaultdict(list)
        self._head = head_of_report(table.parsed)
        self._lead = next(iter(self._head), 0)
        self._read()
        self._starts = [each.span.start for each in self.dates if each.span is not None]
        self._occasions = Occasions(table, [each for each in self.dates if self._is_told_past(each)])
        self._issued = self._issued_as()

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
        first = self.table.token_at(at)
        verb = verb_over(first)
        if first is None or verb is None:
            return None
        if verb.i > first.i and self._cue_before(first) in list(verb.ancestors):
            below = itertools.takewhile(lambda each: each != verb, (first, *first.ancestors))
            if not any(each.dep_ in SUBJECTS for each in below):
                return "past"
        helpers = helpers_of(verb)
        # `has come under fire for passing a bill on Monday`: a participle is of the time of its verb
        while verb.tag_ == "VBG" and not helpers and (above := verb_over(verb.head)) not in {verb, None}:
            verb, helpers = above, helpers_of(above)
        if helpers & {"will", "shall", "'ll"}:
            return "future"
        if verb.tag_ == "VBD" or helpers & {"was", "were", "had", "did"}:
            return "past"
        if verb.tag_ == "VBN" and helpers & {"has", "have"}:
            return "past"
        return None

    def _cue_before(self, token: Token) -> Token | None:
        """Return the verb of the past right before an expression: `told her on Monday it will`."""
        doc, at = token.doc, token.i - 1
        while at > 0 and doc[at].lower_ in _BEFORE_DAY:
            at -= 1
        verb = doc[at] if doc[at].pos_ == "VERB" else doc[at].head  # `told`, or those who were told
        return verb if verb.tag_ == "VBD" and verb.i <= at else None

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
        if depth and all(each.kind == "outlet" for _, tellers in self._told_at(at) for each in tellers):
            depth = 0  # a paper that passes it on tells of nothing else
        said = self._own(utterance, at) if utterance.cue is not None else None
        sentence = self.table.sentence_at(at)
        for span in utterance.content:
            self._contents[self.table.sentence_at(span.start).paragraph].append((span, speakers))
        if said is None:
            said = self._of_news(utterance) or self._carried(utterance, at, speakers, depth)
        if said == Said() and not depth and not relays:
            said = self._of_document(utterance, sentence, speakers)
        is_by_the_way = is_aside(self.table, utterance)
        self.told.append(Dated(at, sentence.number, sentence.paragraph, speakers, said, depth, relays, is_by_the_way))
        return said

    def _own(self, utterance: Utterance, at: int) -> Said | None:
        """Return the day of the expression that belongs to the cue's own clause."""
        assert utterance.cue is not None
        sentence = self.table.sentence_at(utterance.cue.start)
        head = head_of(self.table, utterance)
        is_past = is_past_act(self.table, utterance)
        found: list[tuple[int, int, Said, str]] = []
        for said in self._near(utterance.cue.start, sentence.start, sentence.end):
            assert said.span is not None
            in_content = any(span.start <= said.span.start < span.end for span in utterance.content)
            if self._attachment.is_behind_content(said, utterance, self.anchor):
                found.append((5, abs(said.span.start - utterance.cue.start), said, "behind the content, in the past"))
            if in_content and self._attachment.is_behind_hearer(said.span, utterance):
                found.append((1, 0, said, "between those spoken to and what is asked"))
                continue
            if in_content and not self._attachment.opens_content(said.span, utterance):
                continue
            if self.table.is_quoted(said.span.start) and not self.table.is_quoted(utterance.cue.start):
                continue
            if _is_era(said) or (is_past and not self._is_known(said)):
                continue  # `a question about the years from 2007 to 2011`; `said ahead of next week’s visit`
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

    def _of_news(self, utterance: Utterance) -> Said | None:
        """Return the day of posting where what is said tells of something done on it: it was said on no other day."""
        if self.anchor is None or utterance.cue is None or not is_past_act(self.table, utterance):
            return None
        if utterance.form == "direct":
            return self._of_today(utterance)
        for span in utterance.content:
            for said in self._between(span.start, span.end):
                assert said.span is not None
                is_today = said.value == self.anchor.isoformat() and said.granularity == "day"
                if is_today and self._tense(said.span.start) == "past":
                    return msgspec.structs.replace(said, rule="what is said tells of the day of writing")
        return None

    def _of_today(self, utterance: Utterance) -> Said | None:
        """Return the one day that a report tells of, where somebody’s own words call what was done on it today’s."""
        assert self.anchor is not None
        words = [each for span in utterance.content for each in self._between(span.start, span.end)]
        if not any(_TODAY.fullmatch(each.expression) and self._is_done(each) for each in words):
            return None
        start = utterance.content[0].start
        before = self._between(0, start)[-MOST_LOOKED_AT:]
        told = [each for each in before if each.granularity == "day" and self._is_told_past(each)]
        days = {each.value for each in told}
        last = next(iter(days)) if len(days) == 1 else None
        near = {(self.anchor - dt.timedelta(days=back)).isoformat() for back in (0, 1)}
        return _carry(told[-1], "“today” in the words themselves, and no other day told") if last in near else None

    def _is_done(self, said: Said) -> bool:
        """Return whether an expression is of something done: `the choice made today`, `we heard today`."""
        assert said.span is not None
        verb = verb_over(self.table.token_at(said.span.start))
        is_participle = verb is not None and verb.tag_ == "VBN" and verb.dep_ == "acl"
        return is_participle or self._tense(said.span.start) == "past"

    def told_behind(self, utterance: Utterance, speakers: tuple[Entity, ...]) -> Said | None:
        """Return the day of the occasion on which something was said, where that is told right behind it."""
        assert utterance.cue is not None
        here = self.table.sentence_at(utterance.cue.start)
        around = self._outside(utterance, here.start, here.end)
        if not is_past_act(self.table, utterance) or is_of_another_time(around):
            return None
        occasion = self._occasions.behind(utterance.cue.end, here.paragraph, speakers, self._last_before)
        if occasion is None or self._told_at(occasion.span.start):
            return None
        return _carry(occasion.said, "the occasion told behind")

    def _told_at(self, at: int) -> list[tuple[Span, tuple[Entity, ...]]]:
        """Return the contents that a place lies in, with those who say them, of the last in its paragraph."""
        around = self._contents.get(self.table.sentence_at(at).paragraph, [])
        return [each for each in around[-MOST_LOOKED_AT:] if each[0].start <= at < each[0].end]

    def _last_before(self, at: int) -> tuple[Entity, ...]:
        """Return who spoke last before a place, in its paragraph or the one before."""
        if at not in self._last:
            near = self.table.sentence_at(at).paragraph - 1
            found = [each for each in self.told if each.at < at and not each.depth and each.paragraph >= near]
            self._last[at] = max(found, key=lambda each: each.at).speakers if found else ()
        return self._last[at]

    def behind(self, utterance: Utterance, following: Utterance, said: Said) -> Said | None:
        """Return the day of a speaker's next sentence for one that has none: `He made it clear. “…,” he said today`."""
        assert following.cue is not None
        if _EARLIER.search(said.expression) or is_aside(self.table, following):
            return None
        here, there = (
            self.table.sentence_at(each.cue.start) for each in (utterance, following) if each.cue is not None
        )
        is_lead = here.paragraph == self._lead and 0 <= there.paragraph - here.paragraph <= 1
        is_carried = said.rule.startswith("carried") and not (is_lead and said.rule.endswith(_BEHIND_LEAD))
        if is_carried or not 0 <= there.number - here.number <= (3 if is_lead else 1):
            return None
        if is_lead and self._is_known(said) and said.value is not None and is_past_act(self.table, following):
            return _carry(said, _BEHIND_LEAD)
        if there.paragraph != here.paragraph:
            return None
        if (
            said.value is None
            or not self._is_known(said)
            or not is_past_act(self.table, utterance)
            or not is_past_act(self.table, following)
        ):
            return None
        return _carry(said, "the speaker’s next sentence")

    def _carried(self, utterance: Utterance, at: int, speakers: tuple[Entity, ...], depth: int) -> Said:
        """Return a day that the text gives before, where something in the words carries it on."""
        here = self.table.sentence_at(at)
        before = [each for each in self.told[-80:] if each.at <= at]
        if utterance.cue is None:
            last = before[-1] if before else None
            if last is not None and last.speakers == speakers and self._is_known(last.said):
                return _carry(last.said, "the quotation goes on")
        if depth and is_present(self.table, utterance):
            own = next((each for each in reversed(before) if each.depth < depth and each.speakers == speakers), None)
            tellers = [told for _, told in self._told_at(at)]
            if own is not None and speakers in tellers and self._is_known(own.said):
                return _carry(own.said, "in the speaker’s own words")
        is_past = utterance.cue is None or is_past_act(self.table, utterance)
        for each in reversed(before):
            if each.sentence == here.number and each.speakers == speakers and self._is_known(each.said) and (
                is_past or is_participle(self.table, utterance)
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
        if is_of_other_occasion(sentence_text):
            return Said()
        occasion = None if depth else self._on_occasion(at, here, sentence_text, speakers)
        for each in reversed(before):
            if here.paragraph - each.paragraph > CARRY and not self._is_one_day(each, before, here, speakers):
                continue
            scene = (
                self._scene(utterance, here.number, here.paragraph, speakers)
                if each.paragraph != here.paragraph
                else None
            )
            if scene is not None:
                return scene
            if speakers and set(each.speakers) >= set(speakers) and self._is_known(each.said):
                if occasion is not None and _is_told_behind(occasion, each) and _is_later(occasion, each.said):
                    return occasion
                if each.sentence != here.number and (
                    each.is_aside or each.depth > depth or is_looked_back(each, before, here)
                ):
                    continue  # the day of what he tells of himself is not that of his telling
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
            if last.paragraph == here.paragraph and self._is_known(last.said) and is_together(last.speakers, speakers):
                return _carry(last.said, "the same passage")
        event = self._scene(utterance, here.number, here.paragraph, speakers)
        return event or occasion or Said()

    def _on_occasion(self, at: int, here: Sentence, text: str, speakers: tuple[Entity, ...]) -> Said | None:
        """Return the day of an occasion in which the speaker took part, where no other day of his stands between."""
        occasion = self._occasions.of(at, here.paragraph, speakers, self._told_at, self._last_before, text)
        if occasion is None or is_of_another_time(text):
            return None
        start = self.table.sentence_at(occasion.span.start).start
        if self._has_other_day(occasion.said, start, here, speakers):
            return None  # two days fit, and neither is said
        parties = {each.party for each in speakers if each.party}
        if any(
            parties & {each.party for each in told.speakers} and _is_later(told.said, occasion.said)
            for told in self.told[-MOST_LOOKED_AT:]
            if told.at < at and not told.is_aside and not told.depth
        ):
            return None  # the speaker's side has spoken since: `talks broke down on Wednesday, Peru said on Thursday`
        return _carry(occasion.said, "the occasion on which the speaker took part")

    def _has_other_day(self, known: Said, start: int, here: Sentence, speakers: tuple[Entity, ...]) -> bool:
        """Return whether another day is told of the speakers between a place and the end of a sentence."""
        numbers = {mention.sentence for each in speakers for mention in each.mentions if mention.role == "subject"}
        for said in self._between(start, here.end)[-MOST_LOOKED_AT:]:
            assert said.span is not None
            if said.value == known.value or not self._is_told_past(said):
                continue
            if self._told_at(said.span.start):
                continue
            sentence = self.table.sentence_at(said.span.start)
            words = self.table.parsed.document.text[sentence.start : sentence.end]
            if sentence.number in numbers | {here.number} or _PRONOUN.search(words) is not None:
                return True
        return False

    def _is_one_day(self, told: Dated, before: list[Dated], here: Sentence, speakers: tuple[Entity, ...]) -> bool:
        """Return whether a day told at the head is the only one told of its speakers until here."""
        if (
            told.speakers != speakers
            or told.paragraph not in self._head
            or told.said.granularity != "day"
            or here.paragraph - told.paragraph > REACH
        ):
            return False
        days = {each.said.value for each in before if set(each.speakers) & set(speakers) and self._is_known(each.said)}
        return len(days) == 1 and not self._has_other_day(told.said, told.at, here, speakers)

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
        for each in reversed([told for told in before if not told.depth]):
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
        if self.anchor is None:
            return True
        year, week, _ = self.anchor.isocalendar()
        return said.value.split("/")[0] <= (f"{year}-W{week:02}" if "-W" in said.value else self.anchor.isoformat())

    def _issued_as(self) -> str:
        """Return what the document is, where it is itself what was said and tells of no other day."""
        issued = issued_as(self.table.parsed.document, self._lead) if self.anchor is not None else ""
        if not issued or self.anchor is None:
            return ""
        told = [each.said for each in self._occasions.found] if issued != OFFICE_PAGE else self.dates
        return "" if any(each.value != self.anchor.isoformat() for each in told if self._is_told_past(each)) else issued

    def _of_document(self, utterance: Utterance, here: Sentence, speakers: tuple[Entity, ...]) -> Said:
        """Return the day of a document that is itself what was said, where it tells of no other."""
        if not self._issued or self.anchor is None or any(each.kind in {"outlet", "document"} for each in speakers):
            return Said()
        cue = utterance.cue
        if cue is not None and self._told_at(cue.start):
            return Said()  # somebody tells in his own words what was said before
        day = self.anchor.isoformat()
        told = [each.said for each in self._occasions.found] if self._issued != OFFICE_PAGE else self.dates
        if any(each.value != day for each in told if self._is_told_past(each)):
            return Said()
        if not (utterance.form == "direct" or is_present(self.table, utterance) or is_past_act(self.table, utterance)):
            return Said()
        if is_of_another_time(self._outside(utterance, here.start, here.end)):
            return Said()
        return Said(day, "day", "", None, day, f"carried over: {OWN_DAY}, {self._issued}")

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

    def _is_of_relative(self, span: Span) -> bool:
        """Return whether an expression tells of somebody in passing: `the premier, who took office on Thursday, …`."""
        verb = verb_over(self.table.token_at(span.start))
        return verb is not None and verb.dep_ == "relcl"

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
            if self._is_of_relative(said.span):
                return None
            if any(
                span.start < said.span.start - 3 and said.span.end <= span.end and set(tellers) & set(speakers)
                for span, tellers in self._told_at(said.span.start)
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


def _is_told_behind(occasion: Said, last: Dated) -> bool:
    return occasion.span is not None and occasion.span.start > last.at


def _is_later(one: Said, other: Said) -> bool:
    """Return whether one of two known days is later than the other."""
    return bool(one.value and other.value and one.value > other.value)

"""From what the grammar shows to proposals: who is meant, for whom, through whom, and on which day."""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from operator import itemgetter

import msgspec

from placet.evidence.naming import name_proposal
from placet.evidence.speakers.capacity import name_left_open, needs_state, open_between, parties_of
from placet.evidence.speakers.cue_verb import head_of
from placet.evidence.speakers.entities import Entity
from placet.evidence.speakers.mentions import Table
from placet.evidence.speakers.phrase import Phrase
from placet.evidence.speakers.reference import Choice, Resolver, Turn
from placet.evidence.speakers.saying import OWN_DAY, Calendar
from placet.evidence.speakers.several import open_sets
from placet.evidence.speech.grammar import is_speaker
from placet.evidence.speech.lexicon import read_lexicon
from placet.evidence.speech.utterance import Parsed, Utterance
from placet.model.documents import Span
from placet.model.proposals import Proposal, Said, Speaker, SpokenFor

_QUOTES = re.compile(
    r"(?:[\w’']+\s){0,3}?(?:quot(?:ed|es|ing)|cit(?:ed|es|ing))\s+(?!(?:as|by)\s)(.+?)\s+(?:as\s+)?(?:saying|telling|adding|warning|stating)"
)

_QUOTING = re.compile(
    r",?\s(?:quoting|citing)\s(?!(?:as|by)\s)([^,.;:“”\"]{2,80}?)\sas\s(?:saying|telling|having said)\b"
)
"""Behind who passes it on: `said the report, quoting the minister as saying`."""


class Heard:
    """What has been found of one utterance so far.

    Attributes:
        entities: who speaks.
        speakers: the same, as values.
        relays: through whom it came, the nearest first.
        relaying: the same, as they stand in the table.
        said: the day.
        spoken_for: for which parties.
        doubts: what a person should look at.
        other: who else may be meant, as near as the one chosen, if it is one and no more.
    """

    def __init__(self) -> None:
        self.entities: tuple[Entity, ...] = ()
        self.speakers: tuple[Speaker, ...] = ()
        self.relays: tuple[Speaker, ...] = ()
        self.relaying: tuple[Entity, ...] = ()
        self.said = Said()
        self.spoken_for: tuple[SpokenFor, ...] = ()
        self.doubts: list[str] = []
        self.other: tuple[Entity, Speaker] | None = None


def resolve(parsed: Parsed, utterances: tuple[Utterance, ...]) -> tuple[Proposal, ...]:
    """Say of each utterance who is meant, for which party, through whom and on which day.

    Args:
        parsed: the document with its parse.
        utterances: what the grammar shows in it, in any order; `parent` and `continues` count in this order.

    Returns:
        The proposals, in the order of the text.
    """
    reading = _Reading(parsed, utterances)
    for index in sorted(range(len(utterances)), key=lambda each: (reading.at(each), each)):
        reading.hear(index)
    reading.carry_back()
    ids = _ids(parsed.document.sha256, utterances)
    mute = {index for index in range(len(utterances)) if reading.is_mute(index)}
    proposals: list[tuple[int, Proposal]] = []
    for index in range(len(utterances)):
        if index not in mute:
            proposals += enumerate(reading.readings(index, ids, mute))
    # of two readings of the same words the nearer comes first
    proposals.sort(key=lambda each: (_start(each[1]), _cue_at(each[1]), each[0], each[1].id))
    return tuple(proposal for _, proposal in proposals)


def _start(proposal: Proposal) -> int:
    return proposal.content[0].start if proposal.content else 0


def _cue_at(proposal: Proposal) -> int:
    return proposal.cue.start if proposal.cue is not None else -1


class _Reading:
    """One pass over the utterances of a document."""

    def __init__(self, parsed: Parsed, utterances: tuple[Utterance, ...]) -> None:
        self.parsed = parsed
        self.utterances = utterances
        self.table = Table(parsed, utterances)
        self.resolver = Resolver(self.table, self.table.home[0])
        self.calendar = Calendar(self.table)
        self.heard: dict[int, Heard] = {}
        self._busy: set[int] = set()
        self._of_paragraph: dict[int, list[int]] = defaultdict(list)
        for index, each in enumerate(utterances):
            self._of_paragraph[each.paragraph].append(index)
        self._spoken: list[tuple[int, Entity]] = []

    def at(self, index: int) -> int:
        """Return where an utterance stands: its speaker, else its cue, else its content."""
        each = self.utterances[index]
        span = each.source or each.cue or (each.content[0] if each.content else Span(0, 0))
        return span.start

    def text(self, span: Span | None) -> str:
        """Return the words of a span."""
        return self.parsed.document.text[span.start : span.end] if span is not None else ""

    def hear(self, index: int) -> Heard:
        """Resolve one utterance, and before it the one whose content it lies in or whose quotation it continues."""
        if index in self.heard:
            return self.heard[index]
        if index in self._busy:  # two utterances that each lie within the other: neither can be the first
            return Heard()
        self._busy.add(index)
        utterance = self.utterances[index]
        outer = self.hear(utterance.parent) if utterance.parent is not None else None
        before = self.hear(utterance.continues) if utterance.continues is not None else None
        found = Heard()
        teller = self._teller(index)
        if teller is not None:
            found.entities = teller.entities
            found.speakers = tuple(_silent(each, "the same sentence") for each in teller.speakers)
        else:
            self._speakers(found, utterance, outer, before)
        self._relays(found, utterance, outer)
        self._parties(found, utterance, before, self.at(index))
        depth = self._depth(index)
        found.said = self.calendar.said_of(utterance, self.at(index), found.entities, depth, found.relaying)
        if found.said.candidates:
            found.doubts.append("two days fit the words")
        elif found.said.rule.endswith("the day of the telling"):
            found.doubts.append("the day is that on which it was told")
        elif OWN_DAY in found.said.rule:
            found.doubts.append("the day is that of the document, which is itself the statement")
        posted = self.parsed.document.metadata.posted
        if found.said.anchor is not None and posted.grade == "guessed":
            found.doubts.append(f"reckoned from {found.said.anchor}, which is only a guess at the day of posting")
        sentence = self.table.sentence_at(self.at(index))
        turn = Turn(self.at(index), sentence.number, sentence.paragraph, found.entities, self._relayed(index))
        bisect.insort(self.resolver.turns, turn, key=lambda each: each.at)
        self._spoken += [(self.at(index), each) for each in found.entities if not depth]
        self.heard[index] = found
        self._busy.discard(index)
        return found

    def carry_back(self) -> None:
        """Give a statement without a day that of the same speaker's next sentence, where that has one of its own."""
        order = sorted(
            (index for index in self.heard if self._is_told_here(index)), key=lambda each: (self.at(each), each)
        )
        for place, index in reversed(list(enumerate(order))):
            first, one = self.heard[index], self.utterances[index]
            if first.said == Said() and first.entities and one.cue is not None:
                first.said = self.calendar.told_behind(one, first.entities) or first.said
            behind = self._next(order, place)
            if behind is None:
                continue
            second, other = self.heard[behind], self.utterances[behind]
            if first.said != Said() or first.entities != second.entities or not first.entities:
                continue
            if one.cue is None or other.cue is None:
                continue
            said = self.calendar.behind(one, other, second.said)
            if said is not None:
                first.said = said

    def _is_told_here(self, index: int) -> bool:
        """Return whether nobody but an outlet stands between a statement and the reader."""
        return all(
            each.kind == "outlet" for parent in self._parents(index) for each in self.heard[parent].entities
        ) and all(self.heard[parent].entities for parent in self._parents(index) if parent in self.heard)

    def _next(self, order: list[int], place: int) -> int | None:
        """Return the next statement, over those who only pass this one on in the same sentence."""
        here = self.table.sentence_at(self.at(order[place])).number
        for index in order[place + 1 :]:
            is_same = self.heard[index].entities == self.heard[order[place]].entities
            if is_same or self.table.sentence_at(self.at(index)).number != here:
                return index
        return None

    def _depth(self, index: int) -> int:
        return len(self._parents(index))

    def _relayed(self, index: int) -> int:
        """Return how many speakers tell what an utterance says, besides outlets."""
        tellers = (self.heard[parent].entities for parent in self._parents(index) if parent in self.heard)
        return sum(any(each.kind != "outlet" for each in entities) for entities in tellers)

    def _parents(self, index: int) -> list[int]:
        found: list[int] = []
        parent = self.utterances[index].parent
        while parent is not None and parent not in found and parent != index:
            found.append(parent)
            parent = self.utterances[parent].parent
        return found

    def _teller(self, index: int) -> Heard | None:
        """Return who goes on in `Ruiz said that Oslo must pay, adding …`, where the parse has Oslo add it."""
        one = self.utterances[index]
        head = head_of(self.table, one)
        if one.cue is None or one.source is None or head is None or head.tag_ != "VBG":
            return None
        same = [each for each in self._of_paragraph[one.paragraph] if each != index]
        is_act = not any(child.tag_ == "MD" for child in head.head.children)
        has_spoken = any(self.utterances[each].source == one.source for each in same)
        has_spoken = has_spoken or (is_act and head.head.lower_ in read_lexicon().verbs)
        if has_spoken and not self.table.is_quoted(one.source.start):
            return None  # `Ruiz said that Oslo had refused, adding …`: Oslo has spoken
        for each in same:
            other = self.utterances[each]
            is_inside = any(span.start <= one.source.start < span.end for span in other.content)
            if is_inside and other.cue is not None and not any(
                span.start <= one.cue.start < span.end for span in other.content
            ):  # fmt: skip
                heard = self.hear(each)
                return heard if heard.entities else None
        return None

    def _speakers(self, found: Heard, utterance: Utterance, outer: Heard | None, before: Heard | None) -> None:
        quoted = self._quoted(utterance)
        same = self._beside(utterance) if utterance.source is None and before is None else None
        source = quoted or utterance.source or (self._subject(utterance) if same is None else None)
        if source is None:
            if before is not None and before.entities:
                found.entities = before.entities
                found.speakers = tuple(_silent(each, "the quotation goes on") for each in before.speakers)
            elif utterance.cue is None and utterance.form == "direct":
                last = next((turn for turn in reversed(self.resolver.turns) if turn.speakers), None)
                start = utterance.content[0].start if utterance.content else 0
                if last is not None and self.table.sentence_at(start).paragraph - last.paragraph <= 1:
                    found.entities = last.speakers
                    found.speakers = tuple(self._speaker(each, None, "the last speaker") for each in last.speakers)
                    found.doubts.append("nobody is named beside the quotation: the last speaker is taken")
            elif same is not None:
                found.entities = same.entities
                found.speakers = tuple(_silent(each, "the same sentence") for each in same.speakers)
            if not found.entities:
                found.doubts.append("nobody is named who says it")
            return
        phrases = self.table.phrases_at(source.start, source.end)
        speakers: list[Speaker] = []
        entities: list[Entity] = []
        for phrase in phrases:
            is_direct = outer is not None and self.table.is_quoted(phrase.start)
            around = outer.entities if outer is not None else ()
            choice = self.resolver.choose(
                phrase, around, is_direct=is_direct, content=utterance.content, beside=tuple(entities)
            )
            if not choice.speakers:
                found.doubts.append(f"`{phrase.text}` is not resolved")
                speakers.append(Speaker("unknown", "", phrase.text, Span(phrase.start, phrase.end), why="not resolved"))
            for entity in choice.speakers:
                if entity not in entities:
                    entities.append(entity)
                    speakers.append(self._speaker(entity, phrase, choice.why))
            self._doubt(found, phrase, choice)
        found.entities = tuple(entities)
        found.speakers = tuple(speakers)

    def _quoted(self, utterance: Utterance) -> Span | None:
        """Return who is quoted in `quoted the minister as saying`, where the cue holds the words or they follow it."""
        if utterance.cue is None:
            return None
        if utterance.source is not None:
            start = max(utterance.cue.end, utterance.source.end)
            quoting = _QUOTING.match(self.parsed.document.text, start)
            if quoting is not None:
                return Span(quoting.start(1), quoting.end(1))
        match = _QUOTES.fullmatch(self.text(utterance.cue))
        return Span(utterance.cue.start + match.start(1), utterance.cue.start + match.end(1)) if match else None

    def _subject(self, utterance: Utterance) -> Span | None:
        """Return the subject of the verb on which a cue in `-ing` hangs: `Mullen stressed the need, urging …`."""
        if utterance.cue is None or utterance.continues is not None:
            return None
        head = head_of(self.table, utterance)
        if head is None or head.tag_ != "VBG":
            return None
        shift = self.table.tokens.shift_at(utterance.cue.start)
        for above in head.ancestors:
            subject = next((child for child in above.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
            if subject is None or subject.i >= head.i:
                continue
            at = shift + subject.idx
            if self.table.is_quoted(at) and not self.table.is_quoted(utterance.cue.start):
                continue  # who is spoken of in what is quoted does not speak around it
            if subject.tag_ not in {"NNP", "NNPS", "PRP", "WP"} and not is_speaker(subject.lower_):
                continue
            return Span(shift + subject.left_edge.idx, shift + subject.right_edge.idx + len(subject.right_edge))
        return None

    def _beside(self, utterance: Utterance) -> Heard | None:
        """Return what was heard last in the sentence of a cue that names nobody."""
        if utterance.cue is None:
            return None
        here = self.table.sentence_at(utterance.cue.start).number
        found = [
            (self.at(index), index)
            for index, heard in self.heard.items()
            if heard.entities and self.table.sentence_at(self.at(index)).number == here
        ]
        before = [each for each in found if each[0] < utterance.cue.start]
        return self.heard[max(before)[1]] if before else None

    def _doubt(self, found: Heard, phrase: Phrase, choice: Choice) -> None:
        names = sorted({each.name for each in choice.rivals if each.name} - {each.name for each in choice.speakers})
        if names:
            found.doubts.append(f"`{phrase.text}` may also be {' or '.join(names[:3])}: both are near")
        rivals = [each for each in choice.rivals if each.name in names]
        if len(rivals) == len(choice.speakers) == 1 and not phrase.number - 1:
            found.other = rivals[0], self._speaker(rivals[0], phrase, "as near as the other reading")

    def _speaker(self, entity: Entity, phrase: Phrase | None, why: str) -> Speaker:
        here = Span(phrase.start, phrase.end) if phrase is not None else None
        named_at = Span(*entity.name_at) if entity.name_at is not None else None
        if named_at is not None and here is not None and here.start <= named_at.start < here.end:
            named_at = None
        kind = entity.kind
        if kind == "unknown" and entity.gender:
            kind = "person"
        return Speaker(kind, entity.name, phrase.text if phrase is not None else "", here, entity.title, named_at, why)

    def _relays(self, found: Heard, utterance: Utterance, outer: Heard | None) -> None:
        spans = [*utterance.relays]
        if utterance.source is not None and self._quoted(utterance) is not None:
            spans.insert(0, utterance.source)
        if utterance.addressee is not None and self._is_outlet(utterance.addressee):
            spans.append(utterance.addressee)
        relays: list[Speaker] = []
        relaying: list[Entity] = []
        for span in spans:
            for phrase in self.table.phrases_at(span.start, span.end):
                choice = self.resolver.choose(phrase)
                for entity in choice.speakers:
                    if entity not in relaying and entity not in found.entities:
                        relaying.append(entity)
                        relays.append(self._speaker(entity, phrase, choice.why))
        if outer is not None:
            # a speaker who tells of his own words relays nothing
            for entity, speaker in zip(outer.entities, outer.speakers, strict=False):
                if entity not in found.entities and entity not in relaying:
                    relaying.append(entity)
                    relays.append(speaker)
            for entity, speaker in zip(outer.relaying, outer.relays, strict=True):
                if entity not in relaying and entity not in found.entities:
                    relaying.append(entity)
                    relays.append(speaker)
        found.relays, found.relaying = tuple(relays), tuple(relaying)

    def _is_outlet(self, span: Span) -> bool:
        return any(
            phrase.kind == "outlet" and phrase.name_at is not None
            for phrase in self.table.phrases_at(span.start, span.end)
        )

    def _parties(self, found: Heard, utterance: Utterance, before: Heard | None, at: int) -> None:
        if before is not None and found.entities == before.entities and before.entities:
            found.spoken_for = before.spoken_for
            return
        spoken = [entity for where, entity in sorted(self._spoken[-80:], key=itemgetter(0)) if where < at]
        parties: dict[str, SpokenFor] = {}
        for entity in found.entities:
            told = parties_of(entity, self.table, self.table.home, spoken, at)
            for each in told:
                parties.setdefault(each.party, each)
                if each.grade != "stated":
                    found.doubts.append(f"for {each.party} only by inference: {each.why}")
            if not told and not entity.private:
                found.doubts += self._why_for_none(entity)
        found.spoken_for = tuple(parties.values())

    def _why_for_none(self, entity: Entity) -> list[str]:
        """Return the doubt about somebody for whom no party was found, whose office can only be some state's."""
        name = name_left_open(entity, self.table)
        if name:
            *others, last = self.table.left_open[name]
            states = f"{', '.join(others)} and {last}"
            return [f"for no party: `{name}` is a name that {states} use, and nothing says which of them is meant"]
        sets = open_sets(entity, self.table)
        if sets:
            return [f"for no party: `{entity.name}` may be {sets[0]}, or {sets[1]}: both were told before"]
        if not needs_state(entity):
            return []
        between = " or ".join(open_between(entity, self.table))
        may = f"; the text tells of {between}" if between else ""
        return [f"for no party: nothing says whose `{entity.title or entity.name}` it is{may}"]

    def is_mute(self, index: int) -> bool:
        """Return whether what stands at the cue cannot speak, and nothing is quoted: `the session highlighted …`."""
        utterance, heard = self.utterances[index], self.heard[index]
        return (
            utterance.form == "indirect"
            and bool(heard.speakers)
            and all(each.kind == "unknown" and not each.name[:1].isupper() and each.text for each in heard.speakers)
        )

    def readings(self, index: int, ids: list[str], mute: set[int]) -> list[Proposal]:
        """Return the proposal made of an utterance, and where another speaker is as near, that reading too."""
        first = self.proposal(index, ids, mute)
        each, heard = self.utterances[index], self.heard[index]
        if heard.other is None or len(heard.speakers) != 1:
            return [first]
        entity, speaker = heard.other
        same = sum(other.content == each.content and other.cue == each.cue for other in self.utterances)
        second = name_proposal(self.parsed.document.sha256, each.content, each.cue, reading=same)
        found = Heard()
        found.entities, found.speakers = (entity,), (speaker,)
        self._parties(found, each, None, self.at(index))
        is_own = heard.said.span is not None and not heard.said.rule.startswith("carried")
        doubts = (f"another reading of `{speaker.text}`: the first is {heard.speakers[0].name}", *found.doubts)
        other = msgspec.structs.replace(
            first,
            id=second,
            speakers=found.speakers,
            spoken_for=found.spoken_for,
            relays=tuple(one for one in first.relays if one.name != speaker.name),
            said=heard.said if is_own else Said(),
            alternatives=(first.id,),
            doubts=doubts,
        )
        return [msgspec.structs.replace(first, alternatives=(*first.alternatives, second)), other]

    def proposal(self, index: int, ids: list[str], mute: set[int]) -> Proposal:
        """Return the proposal made of an utterance; those in `mute` are nobody's parent."""
        each = self.utterances[index]
        heard = self.heard[index]
        parent = next((above for above in self._parents(index) if above not in mute), None)
        doubts = list(dict.fromkeys([*each.doubts, *heard.doubts]))
        if each.is_gloss and not any("narrator" in doubt for doubt in doubts):
            doubts.append("the narrator’s own reading")
        return Proposal(
            id=ids[index],
            document=self.parsed.document.sha256,
            paragraph=each.paragraph,
            content=each.content,
            form=each.form,
            cue=each.cue,
            act=each.act,
            stance=each.stance,
            is_negated=each.is_negated,
            modality=each.modality,
            speakers=heard.speakers,
            spoken_for=heard.spoken_for,
            relays=heard.relays,
            addressee=self.text(each.addressee),
            venue=self.text(each.venue),
            said=self._day(each, heard.said),
            parent=ids[parent] if parent is not None else None,
            is_gloss=each.is_gloss,
            alternatives=tuple(ids[other] for other in each.alternatives if other not in mute),
            doubts=tuple(doubts),
        )

    def _day(self, utterance: Utterance, said: Said) -> Said:
        """Return the day, but for a reading whose own words have it: `said | on Monday the ships left`."""
        day = said.span
        is_told = day is not None and any(span.start <= day.start < span.end for span in utterance.content)
        return Said() if utterance.alternatives and is_told else said


def _silent(speaker: Speaker, why: str) -> Speaker:
    """Return a speaker who is not named at the words that go on."""
    named_at = speaker.named_at or speaker.span
    return Speaker(speaker.kind, speaker.name, "", None, speaker.title, named_at, why)


def _ids(sha256: str, utterances: tuple[Utterance, ...]) -> list[str]:
    """Return a name for each utterance, which the document, the spans and the cue decide."""
    found: list[str] = []
    seen: Counter[tuple[tuple[Span, ...], Span | None]] = Counter()
    for each in utterances:
        words = (each.content, each.cue)
        found.append(name_proposal(sha256, *words, reading=seen[words]))
        seen[words] += 1
    return found

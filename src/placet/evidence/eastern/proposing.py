"""Propose the statements of a Korean or Japanese article: what its paragraphs say, resolved, dated and named."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

import msgspec

from placet.evidence.dates import Tense, find_dates
from placet.evidence.eastern.japanese import find_japanese
from placet.evidence.eastern.korean import find_korean
from placet.evidence.eastern.parties import NATIONAL
from placet.evidence.eastern.passage import Passage
from placet.evidence.eastern.speakers import HOME, Described, Language, describe, is_from_elsewhere, spoken_for
from placet.evidence.naming import name_proposal
from placet.evidence.speech.utterance import Utterance
from placet.model.documents import Document, Paragraph, Span
from placet.model.proposals import Proposal, Said, Speaker, SpeakerKind, SpokenFor

LANGUAGES: tuple[Language, ...] = ("ja", "ko")
"""The languages that are read here."""

_READ = {"title", "subtitle", "body", "caption"}
_CARRIED = "carried over from the statement before"
_TOGETHER = re.compile(
    r"(?<=[가-힣])(?:와|과)\s+|(?<=[一-龯ァ-ヴー])(?:と|や)(?=[一-龯ァ-ヴーA-Z])|·(?=[가-힣]{2,}\s)|,\s?"
)


class _Spoken(NamedTuple):
    """A speaker as it was resolved last, for those that refer to it."""

    speakers: tuple[Speaker, ...]
    parties: tuple[SpokenFor, ...]
    said: Said
    paragraph: int


def propose(document: Document) -> tuple[Proposal, ...]:
    """Return the statements of an article in Korean or Japanese; none for one in another language.

    Raises:
        ImportError: the article is in Korean, and kiwipiepy is not installed.
    """
    match (document.metadata.language.value or "").partition("-")[0].lower():
        case "ko":
            return _Reader(document, "ko").read()
        case "ja":
            return _Reader(document, "ja").read()
        case _:
            return ()


class _Reader:
    """One article while it is read."""

    def __init__(self, document: Document, language: Language) -> None:
        self.document = document
        self.language = language
        self.posted = _day(document.metadata.posted.value)
        self.known: dict[str, str] = {}
        self.last: _Spoken | None = None
        self.by_kind: dict[SpeakerKind, _Spoken] = {}
        self.ids: dict[str, int] = {}
        self.bodies: dict[str, tuple[SpokenFor, ...]] = {}

    def read(self) -> tuple[Proposal, ...]:
        found: list[Proposal] = []
        find = find_korean if self.language == "ko" else find_japanese
        for paragraph in self.document.paragraphs:
            if paragraph.kind not in _READ:
                continue
            passage = Passage(
                self.document.text,
                paragraph.number,
                paragraph.span,
                self._speaks,
                is_heading=paragraph.kind in {"title", "subtitle"},
            )
            utterances = find(passage) or self._continued(passage)
            found += self._resolved(paragraph, passage, utterances)
        return tuple(found)

    def _speaks(self, words: str) -> bool:
        return describe(words, self.known) is not None or any(
            describe(piece, self.known) is not None for piece in _TOGETHER.split(words)[-1:]
        )

    def _continued(self, passage: Passage) -> tuple[Utterance, ...]:
        """Read a paragraph that is one quotation, of the speaker of the paragraph before."""
        if self.last is None or passage.is_heading or passage.number - self.last.paragraph > 1:
            return ()
        if len(passage.quoted) != 1 or passage.outside(passage.span.start, passage.span.end).strip(
            '\ufffc“”"「」『』. 。\n'
        ):
            return ()
        doubts = ("a quotation without a verb of saying",)
        return (Utterance(passage.number, passage.quoted, "direct", doubts=doubts),)

    def _resolved(self, paragraph: Paragraph, passage: Passage, utterances: tuple[Utterance, ...]) -> list[Proposal]:
        days = self._days(paragraph, passage, utterances)
        names: list[str] = []
        made: list[Proposal] = []
        for utterance in utterances:
            name = name_proposal(self.document.sha256, utterance.content, utterance.cue)
            reading = self.ids.get(name, 0)
            self.ids[name] = reading + 1
            if reading:
                name = name_proposal(self.document.sha256, utterance.content, utterance.cue, reading=reading)
            names.append(name)
            made.append(self._proposal(utterance, name, passage, days))
        for place, utterance in enumerate(utterances):
            if utterance.parent is not None and utterance.parent < len(names):
                outer = made[utterance.parent]
                relays = made[place].relays
                if all(speaker.kind in {"outlet", "document"} for speaker in outer.speakers):
                    relays = (*relays, *outer.speakers)
                made[place] = msgspec.structs.replace(made[place], parent=names[utterance.parent], relays=relays)
        return made

    def _days(self, paragraph: Paragraph, passage: Passage, utterances: tuple[Utterance, ...]) -> tuple[Said, ...]:
        """Return the days of a paragraph, in the offsets of the document.

        Before a verb of saying they are past, whatever is said of the future.
        """
        start = paragraph.span.start
        told = [piece for one in utterances if one.parent is None for piece in one.content]
        cues = [one.cue.start for one in utterances if one.cue is not None]
        saying = [one for one in passage.sentences if any(one.start <= cue < one.end for cue in cues)]

        def tense(span: Span) -> Tense | None:
            at = span.start + start
            is_told = any(piece.start <= at < piece.end for piece in told)
            return "past" if not is_told and any(one.start <= at < one.end for one in saying) else None

        return tuple(
            msgspec.structs.replace(said, span=Span(said.span.start + start, said.span.end + start))
            for said in find_dates(self.document.text[start : paragraph.span.end], self.posted, tense=tense)
            if said.span is not None
        )

    def _proposal(self, utterance: Utterance, name: str, passage: Passage, days: tuple[Said, ...]) -> Proposal:
        text = self.document.text
        doubts = list(utterance.doubts)
        carried: _Spoken | None = None
        speakers: tuple[Speaker, ...] = ()
        parties: tuple[SpokenFor, ...] = ()
        if utterance.source is not None:
            speakers, parties, carried = self._named(utterance.source)
        elif self.last is not None and passage.number - self.last.paragraph <= 1:
            carried = self.last
            speakers = tuple(
                msgspec.structs.replace(
                    one, text="", span=None, named_at=one.span or one.named_at, why="the last speaker"
                )
                for one in carried.speakers
            )
            parties = carried.parties
            doubts.append("the speaker is not named here")
        else:
            doubts.append("the speaker is not named")
        said = self._said(utterance, passage, days)
        if said.value is None and not said.expression and carried is not None and carried.said.value is not None:
            said = msgspec.structs.replace(carried.said, rule=_CARRIED)
        proposal = Proposal(
            name,
            self.document.sha256,
            utterance.paragraph,
            utterance.content,
            utterance.form,
            utterance.cue,
            utterance.act,
            utterance.stance,
            utterance.is_negated,
            utterance.modality,
            speakers,
            parties,
            tuple(one for span in utterance.relays for one in self._named(span, keep=False)[0]),
            _words(text, utterance.addressee),
            _words(text, utterance.venue),
            said,
            is_gloss=utterance.is_gloss,
            doubts=tuple(doubts),
        )
        if speakers and utterance.parent is None:
            self._keep(_Spoken(speakers, parties, said, passage.number))
        return proposal

    def _keep(self, spoken: _Spoken) -> None:
        self.last = spoken
        for speaker in spoken.speakers:
            self.by_kind[speaker.kind] = spoken

    def _named(
        self, source: Span, *, keep: bool = True
    ) -> tuple[tuple[Speaker, ...], tuple[SpokenFor, ...], _Spoken | None]:
        """Resolve the phrase that names who speaks: each speaker in it, and what it refers back to."""
        speakers: list[Speaker] = []
        parties: list[SpokenFor] = []
        carried: _Spoken | None = None
        for span in self._apart(source):
            words = self.document.text[span.start : span.end]
            described = describe(words, self.known)
            if described is None:
                speakers.append(Speaker("unknown", "", words, span, why="not resolved"))
                continue
            if described.refers_back:
                carried = self._meant(described)
                if carried is None:
                    speakers.append(Speaker(described.kind, "", words, span, why="not resolved"))
                    continue
                first = carried.speakers[0]
                speakers.append(
                    Speaker(
                        first.kind,
                        first.name,
                        words,
                        span,
                        first.title,
                        first.span or first.named_at,
                        _why(described.kind),
                    )
                )
                parties += carried.parties
                continue
            if described.kind == "person" and described.name and described.title and keep:
                self.known.setdefault(described.name, described.title)
            speakers.append(Speaker(described.kind, described.name, words, span, described.title, why="named here"))
            parties += self._parties(words, described)
        unique = {one.party: one for one in reversed(parties)}
        return tuple(speakers), tuple(one for one in parties if unique.pop(one.party, None) is not None), carried

    def _parties(self, words: str, described: Described) -> tuple[SpokenFor, ...]:
        """Return for whom somebody speaks; a ministry without a state is the one that was named with a state before."""
        body = NATIONAL.search(described.title if described.kind == "person" else words)
        made = spoken_for(words, described, self.language)
        if body is None:
            return made
        if any(one.grade == "stated" and one.party for one in made):
            self.bodies[body[0]] = made
        elif (earlier := self.bodies.get(body[0])) is not None and all(
            one.party and one.grade == "inferred" for one in made
        ):
            # The name before it can be a state that is not known, or a person; of the country it is hardly.
            is_strange = not made and is_from_elsewhere(words, described, self.language)
            if is_strange and (described.kind != "person" or HOME[self.language] in {one.party for one in earlier}):
                return ()
            why = f"`{body[0]}` as it was named before"
            return tuple(SpokenFor(one.party, why, "inferred") for one in earlier)
        return made

    def _apart(self, source: Span) -> list[Span]:
        """Take `A와 B` apart where each of them can speak."""
        text = self.document.text
        found: list[Span] = []
        at = source.start
        for match in _TOGETHER.finditer(text, source.start, source.end):
            found.append(Span(at, match.start()))
            at = match.end()
        found.append(Span(at, source.end))
        if len(found) > 1 and all(describe(text[one.start : one.end], self.known) for one in found):
            return found
        return [source]

    def _meant(self, described: Described) -> _Spoken | None:
        """Return the speaker that `이 관계자` or `同氏` means."""
        wanted: tuple[SpeakerKind, ...] = {
            "anonymous": ("anonymous",),
            "outlet": ("outlet",),
            "body": ("body",),
        }.get(described.kind, ("person", "office", "anonymous"))  # type: ignore[assignment]
        found = [self.by_kind[kind] for kind in wanted if kind in self.by_kind]
        if self.last is not None and self.last in found:
            return self.last
        return max(found, key=lambda one: one.paragraph) if found else None

    def _said(self, utterance: Utterance, passage: Passage, days: tuple[Said, ...]) -> Said:
        """Return the day that stands in the sentence of the cue, outside what is said."""
        if utterance.cue is None:
            return Said()
        sentence = next((one for one in passage.sentences if one.start <= utterance.cue.start < one.end), passage.span)
        outside = [
            said
            for said in days
            if said.span is not None
            and sentence.start <= said.span.start < utterance.cue.end
            and not any(one.start <= said.span.start < one.end for one in (*utterance.content, *passage.quoted))
        ]
        return outside[-1] if outside else Said()


def _why(kind: SpeakerKind) -> str:
    return {"anonymous": "the last unnamed source", "outlet": "the last outlet", "body": "the last body"}.get(
        kind, "the last person or official"
    )


def _words(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span is not None else ""


def _day(value: str | None) -> dt.date | None:
    """Return the day of a day or time in ISO 8601; None: it is not known to the day."""
    try:
        return dt.date.fromisoformat(value[:10]) if value is not None and len(value) >= 10 else None
    except ValueError:
        return None

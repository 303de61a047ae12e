"""A statement that is proposed in a document: who said what, for whom, to whom, in which form and on which day.

A proposal is what the rules (or a model, by its name) make of a passage; it is a person who accepts, corrects or
rejects it. A value that is not known is None, empty or `unknown`, and says so.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from placet.model.documents import Grade, Span
from placet.model.rulebook import Stance

Form = Literal["direct", "indirect", "mixed"]
SpeakerKind = Literal["person", "office", "anonymous", "body", "state", "outlet", "document", "group", "unknown"]
Granularity = Literal["day", "week", "month", "quarter", "season", "half", "year", "decade", "unknown"]


class Speaker(msgspec.Struct, frozen=True):
    """Who speaks, or through whom it came.

    Attributes:
        kind: what sort of speaker it is.
        name: the resolved name, as fully as the text gives it: `Gen Nakatani`, `Ministry of National Defense`;
            empty where it is not resolved.
        text: the words at the cue: `he`, `the ministry`, `a senior official`.
        span: where these stand; None where nobody is named at the cue.
        title: the office or description: `Defense Minister`, `associate professor`.
        named_at: where the resolved name stands, if elsewhere.
        why: how the words were resolved: `named here`, `the same sentence`, `the last official`, `not resolved`, …
    """

    kind: SpeakerKind
    name: str
    text: str = ""
    span: Span | None = None
    title: str = ""
    named_at: Span | None = None
    why: str = ""


class SpokenFor(msgspec.Struct, frozen=True):
    """The party a speaker speaks for, by its code of three letters (ISO 3166, `UNC`, `UN`); empty: for none."""

    party: str
    why: str
    grade: Grade


class Said(msgspec.Struct, frozen=True):
    """The day something was said.

    Attributes:
        value: an ISO day, week, month or year as precise as is known: `2014-11-11`, `2014-W46`, `2014-11`, `2014`;
            a quarter, half or season as `2014-Q3`, `2014-H2`, `2011-SP` (SU, FA, WI; a winter is named by the year
            in which it begins); a decade as its three digits, `199`; from one to another, both included, as
            `2014-11-10/2014-11-11`; None: not known.
        granularity: how precise that is, or would be.
        expression: the words: `Tuesday last week`; empty where none stand there.
        span: where they stand.
        anchor: the day they were reckoned from; None: there is none, and nothing relative is resolved.
        rule: how: `weekday of the week before`, `same passage`, `carried over from the speaker`, …
        candidates: two or more values where the words allow of them; `value` is then None.
        constraint: what is known of an unresolved day, in words: `a Saturday before the article`; or which part of
            the value is meant: `late in 2014`.
    """

    value: str | None = None
    granularity: Granularity = "unknown"
    expression: str = ""
    span: Span | None = None
    anchor: str | None = None
    rule: str = ""
    candidates: tuple[str, ...] = ()
    constraint: str = ""


class Proposal(msgspec.Struct, frozen=True):
    """A statement proposed in a document; a person accepts, corrects or rejects it.

    Attributes:
        id: a name that only the document, the spans and the cue decide.
        document: the document's SHA-256.
        paragraph: the number of the paragraph in which its cue (or, without one, its content) stands.
        content: what is said, in one or several pieces.
        form: quoted, told, or both.
        cue: the words that say that somebody says: `said`, `did not give a clear endorsement`.
        act: the verb's frame: `say`, `confirm`, `deny`, `endorse`, `acknowledge`, `ask`, …
        stance: the nearest stance of the language.
        is_negated: whether the act is negated: `did not endorse`.
        modality: `may`, `will`, `reportedly`, …; empty: plain.
        speakers: who says it, together; empty: nobody can be named.
        spoken_for: for which parties.
        relays: through whom it came, the first link (nearest the speaker) first.
        addressee: to whom, in the text's words.
        venue: where or on what occasion, in the text's words.
        said: when.
        parent: the proposal within whose content this one lies.
        is_gloss: whether it is the narrator's own reading of what somebody means.
        alternatives: other readings of the same passage, by their ids; all of them are open.
        doubts: what a person should look at, in words: `two speakers are near`, `the office may be wrong`.
        maker: `rules`, or the name of the model that proposed it.
    """

    id: str
    document: str
    paragraph: int
    content: tuple[Span, ...]
    form: Form
    cue: Span | None = None
    act: str = "say"
    stance: Stance = "says"
    is_negated: bool = False
    modality: str = ""
    speakers: tuple[Speaker, ...] = ()
    spoken_for: tuple[SpokenFor, ...] = ()
    relays: tuple[Speaker, ...] = ()
    addressee: str = ""
    venue: str = ""
    said: Said = Said()
    parent: str | None = None
    is_gloss: bool = False
    alternatives: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    maker: str = "rules"

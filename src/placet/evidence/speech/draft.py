"""An utterance while the rules still work on it: places are numbers of tokens of one paragraph."""

from __future__ import annotations

import msgspec

from placet.evidence.speech.lexicon import Frame
from placet.evidence.speech.passage import Passage, Range
from placet.evidence.speech.utterance import Utterance
from placet.model.documents import Span
from placet.model.proposals import Form


class Draft(msgspec.Struct):
    """What a rule proposes; the fields mean what they mean in `Utterance`."""

    frame: Frame
    content: list[Range]
    cue: Range | None = None
    verb: int = -1
    source: Range | None = None
    relays: list[Range] = []
    addressee: Range | None = None
    venue: Range | None = None
    is_negated: bool = False
    modality: str = ""
    is_gloss: bool = False
    act: str = ""
    stance: str = ""
    doubts: list[str] = []
    form: str = ""
    """Whether it is quoted or told, where no mark shows it: a turn of a transcript."""

    behind: list[Range] = []
    """Quotations that stand alone behind the sentence, whose speaker is the one who was told of."""

    other: Draft | None = None
    """Another reading of the same words, as near as this one; both are proposed, and both stay open."""


def form_of(passage: Passage, content: list[Range]) -> Form:
    """Return whether what is said is quoted, told, or both."""
    quoted = plain = 0
    for start, end in content:
        for at in range(start, end):
            if passage.is_word(at):
                if passage.quoted[at] >= 0:
                    quoted += 1
                else:
                    plain += 1
    if not quoted:
        return "indirect"
    return "mixed" if plain else "direct"


def finish(passage: Passage, draft: Draft) -> Utterance | None:
    """Return a draft as an utterance, or None where nothing said is left of it."""
    content = passage.spans(draft.content)
    if not content:
        return None
    return Utterance(
        paragraph=passage.number,
        content=content,
        form=draft.form or form_of(passage, draft.content),  # type: ignore[arg-type]  # a form, or none
        cue=_span(passage, draft.cue),
        lemma=draft.frame.lemma,
        act=draft.act or draft.frame.act,
        stance=draft.stance or draft.frame.stance,  # type: ignore[arg-type]  # a frame's stance, or one of the rules' own
        is_negated=draft.is_negated,
        modality=draft.modality,
        source=_span(passage, draft.source),
        relays=tuple(passage.span(*relay) for relay in draft.relays),
        addressee=_span(passage, draft.addressee),
        venue=_span(passage, draft.venue),
        is_gloss=draft.is_gloss,
        doubts=tuple(draft.doubts),
    )


def _span(passage: Passage, tokens: Range | None) -> Span | None:
    return None if tokens is None else passage.span(*tokens)

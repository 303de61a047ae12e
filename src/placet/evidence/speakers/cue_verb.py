"""The verb of a cue: of which time it is, and whether it tells of one act or in passing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placet.evidence.speakers.mentions import Table
from placet.evidence.speech.utterance import Utterance

if TYPE_CHECKING:
    from spacy.tokens import Token


def head_of(table: Table, utterance: Utterance) -> Token | None:
    """Return the verb (or noun) of the cue: the word that the others of it hang on."""
    return table.verb_within(utterance.cue.start, utterance.cue.end) if utterance.cue is not None else None


def is_past_act(table: Table, utterance: Utterance) -> bool:
    """Return whether the cue tells of one act in the past: `said`, not `has said`, `says` or `plans`."""
    head = head_of(table, utterance)
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
    if "would" in helpers and utterance.is_negated:
        return not helpers & {"have", "had"}  # `would not say` was refused once, as `declined to say`
    if helpers & {"has", "have", "'ve", "will", "would", "may", "might", "could", "had"}:
        return False
    return top.tag_ in {"VBD", "VBN", "VBG"} or bool(helpers & {"did", "was", "were"})


def is_present(table: Table, utterance: Utterance) -> bool:
    """Return whether the cue is a plain present, as a document speaks of itself: `The ministry condemns …`."""
    head = head_of(table, utterance)
    return head is not None and head.tag_ in {"VBZ", "VBP"} and not any(child.dep_ == "aux" for child in head.children)


def is_participle(table: Table, utterance: Utterance) -> bool:
    """Return whether the cue is a participle that goes with another verb: `…, adding that …`."""
    head = head_of(table, utterance)
    return head is not None and head.tag_ == "VBG"


def is_aside(table: Table, utterance: Utterance) -> bool:
    """Return whether the cue tells in passing, of another time: `who said on Monday that …`, `had said`."""
    head = head_of(table, utterance)
    return head is not None and (
        head.dep_ == "relcl" or any(child.lower_ == "had" and child.dep_ == "aux" for child in head.children)
    )

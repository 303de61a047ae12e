"""The verb of a clause; and of a cue: of which time it is, and whether it tells of one act or in passing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from placet.evidence.speakers.mentions import Table
    from placet.evidence.speech.utterance import Utterance

_VERBS = frozenset({"VERB", "AUX"})


def verb_over(token: Token | None) -> Token | None:
    """Return the verb of the clause in which a word stands: the word itself or the first over it that is a verb."""
    while token is not None and token.pos_ not in _VERBS:
        token = token.head if token.head != token else None
    return token


def helpers_of(verb: Token) -> set[str]:
    """Return the helping verbs of a verb, in small letters: `has` and `been` of `has been told`."""
    return {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}


def head_of(table: Table, utterance: Utterance) -> Token | None:
    """Return the verb (or noun) of the cue: the word that the others of it hang on."""
    return table.verb_within(utterance.cue.start, utterance.cue.end) if utterance.cue is not None else None


def is_past_act(table: Table, utterance: Utterance) -> bool:
    """Return whether the cue tells of one act in the past: `said`, not `has said`, `says` or `plans`."""
    head = head_of(table, utterance)
    if head is None or head.pos_ not in _VERBS:
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
    helpers = {helper for each in chain for helper in helpers_of(each)}
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

"""What the grammar of a text shows of a statement, before anybody asks who is meant: its words, cue and frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from placet.evidence.speech.columns import Columns
from placet.model.documents import Document, Paragraph, Span
from placet.model.proposals import Form
from placet.model.rulebook import Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc


class ParsedParagraph(msgspec.Struct, frozen=True):
    """A paragraph with its parse: a token stands at `paragraph.span.start + token.idx` of the document's text.

    Attributes:
        paragraph: where it stands and what it is.
        parse: its parse.
        columns: what the parse says of its tokens, as lists.
    """

    paragraph: Paragraph
    parse: Doc
    columns: Columns


class Parsed(msgspec.Struct, frozen=True):
    """A document with the parse of every paragraph that is read for statements (title, captions, body)."""

    document: Document
    paragraphs: tuple[ParsedParagraph, ...]


class Utterance(msgspec.Struct, frozen=True):
    """One construction in which somebody is said to say something.

    Attributes:
        paragraph: the number of the paragraph in which its cue (or, without one, its content) stands.
        content: what is said, in one or several pieces, in the order of the text.
        form: quoted, told, or both.
        cue: the words that say that somebody says, with negation and auxiliaries: `did not give a clear endorsement`;
            None where a quotation goes on without any.
        lemma: the base form of the cue's head: `give`, `endorsement`; empty without a cue.
        act: the frame of the cue: `say`, `confirm`, `deny`, `endorse`, `ask`, …
        stance: the nearest stance of the language.
        is_negated: whether the act is negated.
        modality: `may`, `will`, `reportedly`, …; empty: plain.
        source: the whole noun phrase at the cue that names who speaks, with titles and appositions; None: none stands
            there.
        relays: noun phrases of the same construction through which it came: `according to an embassy source`.
        addressee: the noun phrase of those spoken to.
        venue: the phrase that says where or on what occasion.
        parent: the index, in the same list, of the utterance within whose content this one lies.
        continues: the index of the utterance whose speaker goes on speaking here without a cue of its own.
        is_gloss: whether it is the narrator's own reading of what somebody means.
        alternatives: indices of other readings of the same passage.
        doubts: what a person should look at, in words.
    """

    paragraph: int
    content: tuple[Span, ...]
    form: Form
    cue: Span | None = None
    lemma: str = ""
    act: str = "say"
    stance: Stance = "says"
    is_negated: bool = False
    modality: str = ""
    source: Span | None = None
    relays: tuple[Span, ...] = ()
    addressee: Span | None = None
    venue: Span | None = None
    parent: int | None = None
    continues: int | None = None
    is_gloss: bool = False
    alternatives: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()

"""A statement's words: what it says as it stands in the article, who speaks, and what a passage is recognised by."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from placet.model.documents import Document
from placet.model.proposals import Proposal, Speaker

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | dict.fromkeys("‘’‚‛＇`´", "'"))


def content_words(document: Document, statement: Proposal) -> str:
    """Return the words of a statement's content, its pieces with an ellipsis between them."""
    return " … ".join(" ".join(document.text[span.start : span.end].split()) for span in statement.content)


def paragraph_words(document: Document, number: int) -> str:
    """Return the words of a paragraph; empty where there is none of that number."""
    for paragraph in document.paragraphs:
        if paragraph.number == number:
            return document.text[paragraph.span.start : paragraph.span.end]
    return ""


def speaker_words(statement: Proposal) -> str:
    """Return who speaks and through whom it came, in all the words there are for them."""
    parts = [part for one in (*statement.speakers, *statement.relays) for part in (one.name, one.title, one.text)]
    return " ".join(dict.fromkeys(part for part in parts if part))


def file_name(document: str) -> str:
    r"""Return a document's name without the folders it was read from.

    >>> file_name("clippings/2014/ferry.txt")
    'ferry.txt'
    """
    return document.replace("\\", "/").rsplit("/", 1)[-1]


def named(speaker: Speaker) -> str:
    """Return a speaker's name with the title, or else the words at the cue.

    >>> named(Speaker("person", "Oda", title="Minister")), named(Speaker("anonymous", "", "a senior official"))
    ('Oda, Minister', 'a senior official')
    """
    head = speaker.name or speaker.text
    return f"{head}, {speaker.title}" if speaker.title and speaker.title.casefold() not in head.casefold() else head


def passage_hash(text: str) -> str:
    """Return what a passage is recognised by: 12 digits that do not hang on spaces, kinds of quotation marks or form.

    >>> passage_hash("“Yes,”  she said.") == passage_hash(' "Yes," she said.')
    True
    """
    plain = unicodedata.normalize("NFC", text).translate(_QUOTES)
    plain = re.sub(r"\s+", " ", plain).strip()
    return hashlib.sha256(plain.encode()).hexdigest()[:12]

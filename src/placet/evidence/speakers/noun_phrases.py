"""The noun phrases, sentences and words of a parsed document, by their places in its text."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from placet.evidence.speakers import words as w
from placet.evidence.speakers.entities import Role
from placet.evidence.speakers.phrase import Phrase
from placet.evidence.speech.utterance import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Chunk

_TITLED = re.compile(
    r"(?<!\w)(?:[A-Z][\w.’'-]{0,80}[^\W_.,]|U\.S\.|[A-Z]\.)(?:\s(?:[A-Z][\w’'-]{0,80}[^\W_]|[A-Z][a-z]{0,3}\.|of|for|and))*\s[A-Z][\w’'-]{0,80}[^\W_](?:[-–][^\W_]+)*"
)
"""Words with capitals in a row: a title with a name may stand among them where the parse cuts it apart."""
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_OBJECTS = frozenset({"dobj", "dative", "iobj", "pobj"})
_BEHIND = frozenset({"of", "at", "in", "for", "from", "with"})
_ISSUED = frozenset({"released", "issued", "published", "signed", "adopted"})


class Sentence(NamedTuple):
    """A sentence of the document: where it stands, its number, and that of its paragraph."""

    start: int
    end: int
    number: int
    paragraph: int


def chunks(parsed: Parsed) -> list[tuple[int, int]]:
    """Return the noun phrases of the text, with `of …`, `at …` behind them and what stands in apposition."""
    found = []
    for paragraph in parsed.paragraphs:
        shift = paragraph.paragraph.span.start
        for chunk in paragraph.parse.noun_chunks:
            root = chunk.root
            is_name = root.pos_ == "PROPN" or any(token.shape_[0] == "X" for token in chunk[1:])
            if not is_name and w.singular(root.text) not in w.SPEAKING:
                continue
            found.append((shift + chunk.start_char, shift + _reach(chunk)))
    return found


def titled(parsed: Parsed, phrases_at: Callable[[int, int], tuple[Phrase, ...]]) -> list[tuple[int, int]]:
    """Return the names with a title before them, by their capitals: the parse may cut them apart."""
    found = []
    for paragraph in parsed.paragraphs:
        shift = paragraph.paragraph.span.start
        text = parsed.document.text[shift : paragraph.paragraph.span.end]
        if paragraph.paragraph.kind == "title" and is_all_capitals(text):
            continue
        for run in _TITLED.finditer(text):
            phrase = phrases_at(shift + run.start(), shift + run.end())[-1]
            if phrase.kind == "person" and phrase.head:
                found.append((shift + run.start(), shift + run.end()))
    return found


def is_all_capitals(heading: str) -> bool:
    """Return whether every word of a heading but the small ones has a capital, which then tells no name.

    >>> is_all_capitals("Foreign Minister Says Talks With Oslo Were Useful"), is_all_capitals("Ruiz says talks failed")
    (True, False)
    """
    words = [each for each in re.findall(r"[^\W\d_][\w’'-]*", heading) if len(each) > 3]
    return len(words) > 2 and all(each[0].isupper() for each in words)


def _reach(chunk: Chunk) -> int:
    """Return where a noun phrase ends with the `of …` and the apposition that belong to it."""
    doc = chunk.doc
    end = chunk.end
    while end < len(doc) and end - chunk.end < 24:
        token = doc[end]
        inner = None
        if token.dep_ == "prep" and token.lower_ in _BEHIND and chunk.start <= token.head.i < end:
            inner = next((child for child in token.children if child.dep_ == "pobj" and child.i > token.i), None)
        elif token.text == "," and end + 1 < len(doc):
            inner = next(
                (child for child in chunk.root.children if child.dep_ == "appos" and child.left_edge.i == end + 1), None
            )
        elif token.dep_ == "acl" and token.lower_ in _ISSUED and token.head == chunk.root:
            agent = next((child for child in token.children if child.dep_ == "agent"), None)
            inner = agent.right_edge if agent is not None and agent.i == end + 1 else None
        if inner is None:
            break
        verbs = [each.i for each in doc[end + 1 : inner.i] if each.pos_ in {"VERB", "AUX"} and each.tag_ != "VBN"]
        if verbs:
            break
        end = inner.i + 1
    return int(doc[end - 1].idx + len(doc[end - 1]))


def read_sentences(parsed: Parsed) -> list[Sentence]:
    """Return the sentences of all paragraphs, numbered over the document."""
    found: list[Sentence] = []
    for paragraph in parsed.paragraphs:
        shift = paragraph.paragraph.span.start
        for sentence in paragraph.parse.sents:
            found.append(
                Sentence(shift + sentence.start_char, shift + sentence.end_char, len(found), paragraph.paragraph.number)
            )
    return found or [Sentence(0, len(parsed.document.text), 0, 0)]


class Tokens:
    """The words of all paragraphs by their places in the document; each is made when it is asked for."""

    def __init__(self, parsed: Parsed) -> None:
        """Keep where the words of a document stand."""
        from spacy.attrs import IDX

        self._at: dict[int, tuple[Doc, int]] = {}
        for paragraph in parsed.paragraphs:
            shift, doc = paragraph.paragraph.span.start, paragraph.parse
            self._at.update((shift + place, (doc, number)) for number, place in enumerate(doc.to_array(IDX).tolist()))

    def __contains__(self, at: int) -> bool:
        """Return whether a word begins at a place."""
        return at in self._at

    def get(self, at: int) -> Token | None:
        """Return the word that begins at a place."""
        found = self._at.get(at)
        return found[0][found[1]] if found is not None else None


def role_of(token: Token | None) -> Role:
    """Return what a word, or the phrase that it heads, is to its verb."""
    while token is not None and token.dep_ in {"conj", "appos", "compound"} and token.head != token:
        token = token.head
    if token is None:
        return "other"
    if token.dep_ in SUBJECTS:
        return "subject"
    return "object" if token.dep_ in _OBJECTS else "other"


def is_worth(phrase: Phrase, *, is_inner: bool) -> bool:
    """Return whether a noun phrase away from any cue tells of somebody who may speak."""
    if is_inner:
        is_known_body = phrase.kind == "body" and phrase.reference == "name" and bool(phrase.hints)
        return phrase.kind == "outlet" or is_known_body or (phrase.kind == "person" and bool(phrase.head))
    if phrase.kind == "document" and any(word.lower().rstrip(".") in w.NOT_NAMES for word in phrase.name.split()[:1]):
        return False  # `Apr. 27 state plans`
    if phrase.kind == "body":
        return phrase.head in w.ANY_BODIES or bool(phrase.hints) or bool(phrase.private)
    if phrase.kind == "person":
        return bool(phrase.title or phrase.head) or len(phrase.name.split()) > 1 or phrase.name[:1].isupper()
    return phrase.kind not in {"unknown", "group"} or bool(phrase.private)


def is_short(phrase: Phrase) -> bool:
    """Return whether a definite phrase is one noun, which refers back: `the ministry`, `the statement`."""
    words = [each for each in phrase.name.split() if each.lower() not in {"the", "same", "joint"}]
    return phrase.reference == "definite" and len(words) <= 1 and not phrase.hints


def is_told(phrase: Phrase) -> bool:
    """Return whether a phrase says enough of a body to be one that is told here for the first time."""
    return bool(phrase.private) or phrase.name[:1].isupper() or phrase.reference == "indefinite"


def outside(stretches: Iterable[tuple[int, int]], taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Return the stretches that lie within none of those in `taken`, which are in order.

    >>> list(outside([(0, 4), (2, 3), (3, 9)], [(0, 3), (2, 6)]))
    [(0, 4), (3, 9)]
    """
    farthest = list(itertools.accumulate((stop for _, stop in taken), max))
    for start, end in stretches:
        before = bisect.bisect_right(taken, start, key=lambda each: each[0])
        if not before or farthest[before - 1] < end:
            yield start, end
